"""The forest plots of a condition in words and lines, in the reader's language.

Decides        how a trial is named, how numbers are written, which sentence stands below
Does not       pool or choose trials
Takes          a condition
Gives          values for ``conditions/_forest.html``
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ashi.core.evidence.forest import Forest, Line
from ashi.core.evidence.living import NO_CHANGES, Changes, forest_with, short_name
from ashi.core.evidence.meaning import Estimate
from ashi.core.evidence.pooling import Pooled
from ashi.core.evidence.wording import Phrases, say
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.entries import Entry
from ashi.core.knowledge.evidence_base.plots import all_plots, plots_for
from ashi.core.knowledge.evidence_base.showing import weigh
from ashi.web.conditions.drawing import NARROW, WIDE, Axis, Drawing, Mark, axis_of, draw
from ashi.web.conditions.forest_words import (
    AGAINST_WORDS,
    ALSO_WORD,
    BETTER_WITH,
    METHOD_WORDS,
    UNIT_WORDS,
    WHEN_WORDS,
)
from ashi.web.conditions.telling import found_of
from ashi.web.conditions.written import written

MOST_KEPT = 128  # of conditions by centres' changes
AUTHOR = re.compile(r"^([^\W\d_][\w'’-]+) [A-Z]{1,3}\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One trial: its name, what it was compared with, and its numbers as they are written."""

    name: str
    against: str
    people: str
    with_needles: str
    without: str
    number: str
    weight: str
    wide: Mark
    narrow: Mark
    citation: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot; ``sentences`` and ``facts`` are empty where nothing was pooled here."""

    id: str
    title: str
    unit: str
    pooled: bool
    rows: tuple[Row, ...]
    drawings: tuple[tuple[str, Drawing], ...]
    notice: str
    better_with: str
    told: str
    sentences: tuple[str, ...]
    together: str
    people: str
    facts: tuple[tuple[str, str], ...]


@lru_cache(maxsize=MOST_KEPT)
def forests_for(condition: str, changes: Changes = NO_CHANGES) -> tuple[Forest, ...]:
    """Return the numbers of a condition's plots, with a centre's changes, reckoned once.

    A question of which no trial is left is not drawn.
    """
    base, arms = packaged_base(), packaged_arms()
    forests = (forest_with(plot, base, arms, changes) for plot in plots_for(condition))
    return tuple(one for one in forests if one.lines)


def panels_for(condition: str, changes: Changes = NO_CHANGES) -> list[Panel]:
    """Return a condition's plots, those of one unit on one scale."""
    forests = forests_for(condition, changes)
    units = {one.plot.unit for one in forests}
    axes = {unit: axis_of([one for one in forests if one.plot.unit == unit]) for unit in units}
    return [panel_of(one, axes[one.plot.unit]) for one in forests]


def panel_for(question: str, changes: Changes) -> Panel | None:
    """Return one plot as it is with a centre's changes; None where no trial is left."""
    plot = next(one for one in all_plots() if one.id == question)
    panels = panels_for(plot.condition, changes)
    return next((one for one in panels if one.id == question), None)


def panels_resting_on(
    claim: str, entries: Collection[str], changes: Changes = NO_CHANGES
) -> list[Panel]:
    """Return the plots that show an entry of a claim, each once; for staff."""
    found = {
        plot.id: panel
        for plot in all_plots()
        if (plot.chosen and claim == plot.chosen.claim)
        or any(row.entry in entries for row in plot.rows)
        for panel in panels_for(plot.condition, changes)
        if panel.id == plot.id
    }
    return list(found.values())


def panel_of(forest: Forest, axis: Axis) -> Panel:
    """Return one plot in the reader's language."""
    plot = forest.plot
    wide, narrow = draw(forest, axis, WIDE), draw(forest, axis, NARROW)
    rows = tuple(
        _row(line, *marks)
        for line, *marks in zip(forest.lines, wide.marks, narrow.marks, strict=True)
    )
    return Panel(
        id=plot.id,
        title=plot.el if translation.get_language() == "el" else plot.en,
        unit=str(UNIT_WORDS[plot.unit]),
        pooled=forest.pooled is not None,
        rows=rows,
        drawings=(("wide-only", wide), ("narrow-only", narrow)),
        notice=written(plot.notice) if plot.notice else "",
        better_with=str(BETTER_WITH[plot.treatment]),
        told=_told(forest, rows),
        sentences=_sentences(forest),
        together=interval(forest.together) if forest.together else "",
        people=written(forest.people) if forest.people else "",
        facts=_facts(forest),
    )


def _row(line: Line, wide: Mark, narrow: Mark) -> Row:
    groups = line.groups
    shown = line.shown
    against = str(AGAINST_WORDS[shown.against]) if shown else ""
    when = str(WHEN_WORDS[shown.when]) if shown else ""
    return Row(
        name=name_of(line.entry, own=groups is not None),
        against=", ".join(filter(None, (against, when))),
        people=written(groups["n1"] + groups["n2"]) if groups else found_of(line.entry).counted,
        with_needles=_arm(groups, 1) if groups else "",
        without=_arm(groups, 2) if groups else "",
        number=interval(line.value),
        weight=f"{written(round(line.weight))}%" if line.weight is not None else "",
        wide=wide,
        narrow=narrow,
        citation=line.entry.source.citation,
    )


def name_of(entry: Entry, *, own: bool) -> str:
    """Return a short name: the trial's own, else its source's first author and year."""
    if own:
        return short_name(entry)
    author = AUTHOR.match(entry.source.citation)
    name = author[1] if author else found_of(entry).kind
    return f"{name} {entry.source.year}"


def interval(value: Estimate) -> str:
    """Return an estimate with its interval, to two places."""
    one, low, high = (written(round(end, 2)) for end in (value.value, value.low, value.high))
    return _("%(estimate)s (%(low)s to %(high)s)") % {"estimate": one, "low": low, "high": high}


def _arm(numbers: Mapping[str, float], arm: int) -> str:
    return _("%(mean)s (SD %(sd)s), %(n)s people") % {
        "mean": written(numbers[f"mean{arm}"]),
        "sd": written(numbers[f"sd{arm}"]),
        "n": written(numbers[f"n{arm}"]),
    }


def _sentences(forest: Forest) -> tuple[str, ...]:
    chosen, points = forest.plot.chosen, forest.points
    if chosen is None or points is None:
        return ()
    base = packaged_base()
    phrases = Phrases(
        with_treatment=pgettext("within a sentence", "with acupuncture"),
        without=pgettext("within a sentence", "with sham acupuncture"),
        outcome=pgettext("within a sentence", "for pain"),
    )
    certainty = weigh(base.claims[chosen.claim], base).certainty
    return say(points, certainty, phrases, translation.get_language() or "en")


def _told(forest: Forest, rows: tuple[Row, ...]) -> str:
    """Return what the picture shows, for who cannot see it."""
    count = len(rows)
    if forest.together is None:
        lines = "; ".join(f"{row.name}, {row.against}: {row.number}" for row in rows)
        return _("Results as they were printed: %(lines)s.") % {"lines": lines}
    return _("%(count)d trials. All together: %(number)s.") % {
        "count": count,
        "number": interval(forest.together),
    }


def _facts(forest: Forest) -> tuple[tuple[str, str], ...]:
    """Return what somebody who knows such plots looks for."""
    chosen, pooled, also = forest.plot.chosen, forest.pooled, forest.also
    if chosen is None or pooled is None or also is None or forest.together is None:
        return ()
    facts = [
        (_("How it was pooled"), f"{METHOD_WORDS[chosen.method]}: {interval(forest.together)}"),
        (
            _("Pooled another way"),
            f"{ALSO_WORD}: {interval(_spread(also, also.ci_low, also.ci_high))}",
        ),
        ("τ²", _between(pooled.tau2, pooled.tau2_low, pooled.tau2_high)),
        ("I²", f"{written(round(pooled.i2, 1))}%"),
        (
            "Q",
            _("%(q)s on %(df)d degrees of freedom, p = %(p)s")
            % {
                "q": written(round(pooled.q, 2)),
                "df": pooled.q_df,
                "p": written(round(pooled.q_p, 2)),
            },
        ),
        (
            _("Where the true answer of a new trial may lie"),
            interval(_spread(pooled, pooled.pi_low, pooled.pi_high)),
        ),
    ]
    if chosen.printed:
        entry = packaged_base().entries[chosen.printed]
        facts.append(
            (
                _("What the review itself printed"),
                f"{found_of(entry).number}. {entry.source.citation}",
            )
        )
    return tuple(facts)


def _spread(pooled: Pooled, low: float | None, high: float | None) -> Estimate:
    here = pooled.estimate
    return Estimate(here, here if low is None else low, here if high is None else high)


def _between(value: float, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return written(round(value, 2))
    return interval(Estimate(value, min(low, value), max(high, value)))
