"""A pooled question with trials added and taken out, and what moved.

Decides        which trials a question has after a change; what is the same trial come twice
Does not       decide whether the change should be made; grade anything anew
Takes          a plot, the evidence base, arms, a centre's changes
Gives          a ``Forest``; its answer before and after; the claims that rest on it
Units          those of the plot
Sources        pooling: ``forest``
Reviewed       no
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ashi.core.evidence.doubts import counted_twice, strange_spreads
from ashi.core.evidence.effects import MEANS
from ashi.core.evidence.forest import Forest, forest_of
from ashi.core.evidence.papers import Paper, same_paper
from ashi.core.evidence.records import Record
from ashi.core.knowledge.evidence_base.arms import Arm, compared
from ashi.core.knowledge.evidence_base.base import Base
from ashi.core.knowledge.evidence_base.entries import (
    Answer,
    Entry,
    Kind,
    Provenance,
    Question,
    Source,
    Standing,
)
from ashi.core.knowledge.evidence_base.plots import Chosen, Plot

OWN = "added"


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial that a centre added; ``numbers`` are ``MEANS``, ``key`` is its own name here."""

    key: str
    question: str
    paper: Paper
    provenance: Provenance
    part_read: str
    read_by: str
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a centre's reviewers accepted: trials added, and keys of trials taken out."""

    added: tuple[Trial, ...] = ()
    out: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything differs from what comes with Ashi."""
        return bool(self.added or self.out)


NO_CHANGES = Changes()


@dataclass(frozen=True, slots=True)
class PooledAnswer:
    """A question's answer on one day; ``trials`` are names with their difference, in order."""

    estimate: float
    low: float
    high: float
    k: int
    people: int
    i2: float
    tau2: float
    trials: tuple[tuple[str, float, float, float], ...]

    @property
    def shows_a_difference(self) -> bool:
        """Whether nought lies outside the interval."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Moved:
    """One question before and after; an answer is None where no trial is left."""

    plot: Plot
    before: PooledAnswer | None
    after: PooledAnswer | None

    @property
    def change(self) -> float | None:
        """The difference of the two estimates."""
        if self.before is None or self.after is None:
            return None
        return self.after.estimate - self.before.estimate

    @property
    def turned(self) -> bool:
        """Whether a difference was shown and is no more, or the other way round."""
        shown = [one is not None and one.shows_a_difference for one in (self.before, self.after)]
        return shown[0] != shown[1]


def forest_with(plot: Plot, base: Base, arms: Iterable[Arm], changes: Changes) -> Forest:
    """Return a plot's numbers after a centre's changes.

    A trial that a later release brings with it counts once, as it comes with Ashi; one that
    nobody read does not count.
    """
    if plot.chosen is None or not changes:
        return forest_of(plot, base.entries, arms)
    kept = [arm for arm in arms if arm.entry not in changes.out]
    added = [
        one
        for one in changes.added
        if one.question == plot.id
        and one.key not in changes.out
        and one.provenance is not Provenance.RECALLED
        and not any(same_paper(one.paper, paper) for paper in papers_of(plot, base, kept).values())
    ]
    entries = {**base.entries, **{one.key: _entry(one, plot, plot.chosen) for one in added}}
    more = [arm for one in added for arm in _arms(one, plot.chosen)]
    return forest_of(plot, entries, [*kept, *more])


def papers_of(plot: Plot, base: Base, arms: Iterable[Arm]) -> dict[str, Paper]:
    """Return the trials that come with Ashi for a pooled plot, by entry, as papers.

    Their sources are often a review that tabled them, so that only their name is theirs.
    """
    if plot.chosen is None:
        return {}
    entries = (base.entries[one] for one in _rows(arms, plot.chosen))
    return {one.id: Paper(short_name(one), "", one.source.citation) for one in entries}


def short_name(entry: Entry) -> str:
    """Return a trial's own name, such as "Kerr 2003"."""
    return entry.question.comparison.rpartition(": ")[0] or entry.question.comparison


def answer_of(forest: Forest) -> PooledAnswer | None:
    """Return what a pooled question says; None where nothing was pooled."""
    together, pooled = forest.together, forest.pooled
    if together is None or pooled is None:
        return None
    lines = tuple(
        (short_name(one.entry), one.value.value, one.value.low, one.value.high)
        for one in forest.lines
    )
    return PooledAnswer(
        together.value,
        together.low,
        together.high,
        pooled.k,
        forest.people,
        pooled.i2,
        pooled.tau2,
        lines,
    )


def what_moves(
    plots: Iterable[Plot], base: Base, arms: Iterable[Arm], before: Changes, after: Changes
) -> list[Moved]:
    """Return the pooled questions whose trials differ between two sets of changes."""
    arms = tuple(arms)
    found = []
    for plot in plots:
        if plot.chosen is None:
            continue
        one, other = (answer_of(forest_with(plot, base, arms, c)) for c in (before, after))
        if one != other:
            found.append(Moved(plot, one, other))
    return found


def claims_resting_on(plot: Plot, base: Base, arms: Iterable[Arm]) -> list[str]:
    """Return the ids of claims that a pooled question, one of its trials or its review carries."""
    if plot.chosen is None:
        return []
    behind = {plot.chosen.printed, *_rows(arms, plot.chosen)}
    return [
        claim.id
        for claim in base.claims.values()
        if claim.id == plot.chosen.claim
        or not behind.isdisjoint((*claim.supporting, *claim.contradicting))
    ]


def doubts_of(forest: Forest) -> list[tuple[str, str]]:
    """Return what looks wrong among the trials of a pooled question: name and code.

    Nothing is left out for it; an empty list is no proof that all is well.
    """
    records = [
        Record(at, short_name(line.entry), {}, dict(line.groups))
        for at, line in enumerate(forest.lines)
        if line.groups is not None
    ]
    notes = [*strange_spreads(records), *counted_twice(records)]
    return [(note.about, note.code) for note in notes]


def _rows(arms: Iterable[Arm], chosen: Chosen) -> Mapping[str, object]:
    wanted = [one for one in arms if one.time == chosen.time and one.scale == chosen.scale]
    return compared(wanted, chosen.treatment, chosen.control)


def _arms(trial: Trial, chosen: Chosen) -> list[Arm]:
    numbers = dict(zip(MEANS, trial.numbers, strict=True))
    return [
        Arm(
            entry=trial.key,
            intervention=intervention,
            time=chosen.time,
            scale=chosen.scale,
            n=int(numbers[f"n{at}"]),
            mean=numbers[f"mean{at}"],
            sd=numbers[f"sd{at}"],
            baseline_sd=None,
            how="",
        )
        for at, intervention in ((1, chosen.treatment), (2, chosen.control))
    ]


def _entry(trial: Trial, plot: Plot, chosen: Chosen) -> Entry:
    paper, people = trial.paper, trial.numbers[0] + trial.numbers[3]
    comparison = f"{paper.study}: {chosen.treatment} v {chosen.control}"
    return Entry(
        id=trial.key,
        kind=Kind.TRIAL,
        conditions=(plot.condition,),
        question=Question(plot.en, "", chosen.control, comparison, plot.en, chosen.time),
        answer=Answer("", "", None, None, None, 1, int(people), "pooled", "", ""),
        standing=Standing("", "", "not read", "not read", trial.read_by, trial.provenance, ""),
        source=Source(
            f"{OWN}: {paper.citation}",
            paper.citation,
            paper.year,
            "trial",
            paper.doi,
            paper.pmid,
            paper.registration,
            trial.part_read,
            trial.provenance,
        ),
    )
