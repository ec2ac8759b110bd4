"""What a centre has added to the evidence, as the core takes it."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ashi.apps.evidence.models import AnswerChange, Change, Rereading
from ashi.core.evidence.adding import Known, pooled_questions
from ashi.core.evidence.living import (
    Changes,
    Moved,
    PooledAnswer,
    Trial,
    claims_resting_on,
    papers_of,
    what_moves,
)
from ashi.core.evidence.papers import Paper
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.core.knowledge.evidence_base.plots import Plot, all_plots


def questions() -> dict[str, Plot]:
    """Return the questions that are pooled here, by id."""
    return pooled_questions(all_plots())


def rows_of(centre_id: int) -> list[Change]:
    """Return a centre's changes, newest first: one query."""
    return list(Change.objects.filter(centre=centre_id).order_by("-entered_at", "-pk"))


def change_of(centre_id: int, change_id: int) -> Change | None:
    """Return one change of a centre."""
    return Change.objects.filter(centre=centre_id, pk=change_id).first()


def changes_for(centre_id: int | None) -> Changes:
    """Return what a centre's reviewers accepted: one query."""
    if centre_id is None:
        return Changes()
    rows = Change.objects.filter(centre=centre_id, verdict=Change.Verdict.ACCEPTED)
    return changes_of(rows.order_by("decided_at", "pk"))


def changes_of(rows: Iterable[Change]) -> Changes:
    """Return rows as the core takes them, whatever was decided on them."""
    rows = list(rows)
    added = tuple(trial_of(one) for one in rows if one.kind == Change.Kind.ADD and one.numbers)
    return Changes(added, frozenset(one.out for one in rows if one.kind == Change.Kind.OUT))


def with_change(changes: Changes, row: Change) -> Changes:
    """Return changes with one more."""
    more = changes_of([row])
    return Changes((*changes.added, *more.added), changes.out | more.out)


def trial_of(row: Change) -> Trial:
    """Return an added trial, once its numbers are there."""
    return Trial(
        key=row.key,
        question=row.question,
        paper=paper_of(row),
        provenance=Provenance(row.provenance),
        part_read=row.part_read,
        read_by=row.entered_name,
        numbers=tuple(row.numbers or ()),
    )


def paper_of(row: Change) -> Paper:
    """Return where a trial is printed."""
    return Paper(row.study, row.year, row.citation, row.doi, row.pmid, row.registration)


def known_to(centre_id: int, but: int | None = None) -> list[Known]:
    """Return the trials that are there, so that none is added twice; ``but`` is one to leave out.

    One that was refused, or taken out, may be handed in again.
    """
    base, arms = packaged_base(), packaged_arms()
    rows = [one for one in rows_of(centre_id) if one.pk != but]
    accepted = [one for one in rows if one.verdict == Change.Verdict.ACCEPTED]
    out = {one.out for one in accepted if one.kind == Change.Kind.OUT}
    packaged = [
        Known(plot.id, paper, entry)
        for plot in questions().values()
        for entry, paper in papers_of(plot, base, arms).items()
        if entry not in out
    ]
    return packaged + [
        Known(one.question, paper_of(one), one.key)
        for one in rows
        if one.kind == Change.Kind.ADD
        and one.verdict != Change.Verdict.REFUSED
        and one.key not in out
    ]


def moved_by(before: Changes, after: Changes) -> list[Moved]:
    """Return the questions whose answer differs between two sets of changes."""
    return what_moves(questions().values(), packaged_base(), packaged_arms(), before, after)


def previewed(centre_id: int, row: Change) -> tuple[Changes, Changes, list[Moved]]:
    """Return what is accepted, that with one change more, and what would move."""
    before = changes_for(centre_id)
    after = with_change(before, row)
    return before, after, moved_by(before, after)


def claims_of(question: str) -> list[str]:
    """Return the ids of the claims that rest on a question."""
    return claims_resting_on(questions()[question], packaged_base(), packaged_arms())


def marked(centre_id: int) -> frozenset[str]:
    """Return the claims that a centre must read again, for what it accepted: one query."""
    rows = Rereading.objects.filter(centre=centre_id, read_at=None)
    return frozenset(rows.values_list("claim", flat=True))


def rereadings_of(centre_id: int, claim: str) -> list[Rereading]:
    """Return when a claim was marked and read again, newest first, with what moved it."""
    rows = Rereading.objects.filter(centre=centre_id, claim=claim).select_related("change")
    return list(rows.prefetch_related("change__answers").order_by("-at", "-pk"))


def history_of(centre_id: int, question: str) -> list[AnswerChange]:
    """Return what a question said until when, newest first."""
    rows = AnswerChange.objects.filter(centre=centre_id, question=question)
    return list(rows.select_related("change").order_by("-at", "-pk"))


def as_kept(answer: PooledAnswer | None) -> dict[str, Any] | None:
    """Return an answer as a row keeps it."""
    return None if answer is None else asdict(answer)


def as_answer(kept: dict[str, Any] | None) -> PooledAnswer | None:
    """Return an answer as it was kept."""
    if kept is None:
        return None
    trials = tuple((str(name), *map(float, rest)) for name, *rest in kept["trials"])
    return PooledAnswer(**{**kept, "trials": trials})
