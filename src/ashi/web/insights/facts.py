"""What stands in sentences beside a table: single numbers, what is compared, and how it began."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ashi.apps.insights.courses import Baseline
from ashi.apps.insights.tables import Found
from ashi.core.insights.comparing import Adjusted
from ashi.core.insights.definitions import definition_of
from ashi.web.conditions.written import written
from ashi.web.insights.shown import NOTHING
from ashi.web.insights.wording import why_not
from ashi.web.outcomes.wording import measure_name

Facts = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Beginning:
    """One thing known of the start, for courses with needles and without, each with its missing."""

    name: str
    with_needles: str
    without: str


def sentences_of(insight: str, found: Found) -> list[str]:
    """Return what is said below a measure."""
    told: list[str] = []
    if insight in ("change", "compared"):
        told.append(
            _(
                "Nobody was randomised: who had what was chosen by patients and clinicians, and "
                "people often come when they are at their worst. These numbers do not show that "
                "a treatment brought a change about."
            )
        )
    if insight == "change":
        told.append(
            _("Lines are not put in an order of their numbers: they are of different people.")
        )
    if insight == "use":
        told += _of_use(found.facts)
    if insight == "unwanted" and found.facts:
        told += _of_events(found.facts)
    if found.adjusted is not None:
        told.append(_adjusted(found.adjusted))
    if found.table.hidden:
        told.append(
            _(
                "Counts of one to four people are not shown to who does not treat them, and as few "
                "others as are needed so that none can be reckoned."
            )
        )
    return told


def _of_use(facts: Facts) -> list[str]:
    numbers = {name: _hours(value) for name, value in facts.items()}
    told = [
        _(
            "While needles rested, practitioners were free for %(freed)s hours in all; in "
            "%(used)s of them they had another promised visit."
        )
        % numbers
    ]
    if facts.get("noted"):
        told.append(
            _(
                "Of %(visits)s visits, beginning and leaving were noted in %(noted)s: they were "
                "promised %(promised)s hours and took %(taken)s."
            )
            % numbers
        )
    return told


def _of_events(facts: Facts) -> list[str]:
    numbers = {name: _hours(value) for name, value in facts.items()}
    told = [
        _(
            "Asked in %(told)s visits, of which %(needled)s had needles, %(needles)s in all; in "
            "%(troubled)s of them something happened. In %(untold)s more nobody asked or signed."
        )
        % numbers
    ]
    high = facts.get("serious-needles-high")
    if high is not None:
        told.append(
            _(
                "For serious events the exact interval ends at %(high)s for 10,000 needles: "
                "with so few needles nobody knows more."
            )
            % {"high": written(round(high, 1))}
        )
    return told


def _adjusted(one: Adjusted) -> str:
    least = definition_of("compared").using["least"]
    if one.why is not None:
        return why_not(one.why, least, one.people)
    found = one.difference
    assert found is not None
    return _(
        "For the same pain at the start and the same condition, pain at the follow-up was "
        "%(number)s (%(low)s to %(high)s) with needles against without, of %(with)s and "
        "%(without)s courses with both answers; below nought is less pain with needles."
    ) % {
        "number": _tenth(found.estimate),
        "low": _tenth(found.low),
        "high": _tenth(found.high),
        "with": one.people[0],
        "without": one.people[1],
    }


def beginnings(found: Found) -> list[Beginning]:
    """Return how each group began, side by side; nothing to who may not see it."""
    if found.baselines is None:
        return []
    groups = [found.baselines.get(key) for key in ("with", "without")]
    facts = found.facts
    lines = [
        (_("Courses"), [_count(one) for one in groups]),
        (_("Age, mean"), [one and _mean(one.age, one.people - one.ages) for one in groups]),
        (_("Women"), [one and _women(one) for one in groups]),
        (
            _("Weeks it was there, mean"),
            [one and _mean(one.weeks, one.people - one.onsets) for one in groups],
        ),
    ]
    measure = measure_name(definition_of("compared").using["measure"])
    for name, words in (
        ("all", _("%(measure)s at the start, mean and spread")),
        ("gone", _("The same, of those missing at the follow-up")),
    ):
        shown = [_start(facts, f"{key}-{name}") for key in ("with", "without")]
        lines.append((words % {"measure": measure} if "%" in words else words, shown))
    return [Beginning(name, *(text or NOTHING for text in own)) for name, own in lines]


def _count(one: Baseline | None) -> str | None:
    return written(one.people) if one else None


def _mean(value: float | None, missing: int) -> str:
    if value is None:
        return _("not known of anybody")
    number = _tenth(value)
    if not missing:
        return number
    return _("%(number)s; not known of %(missing)s") % {"number": number, "missing": missing}


def _women(one: Baseline) -> str:
    told = {"women": one.women, "of": one.sexes, "missing": one.people - one.sexes}
    if one.people > one.sexes:
        return _("%(women)s of %(of)s; not known of %(missing)s") % told
    return _("%(women)s of %(of)s") % told


def _start(facts: Facts, key: str) -> str | None:
    middle, around = facts.get(f"{key}-mean"), facts.get(f"{key}-spread")
    if middle is None:
        return None
    people = written(facts.get(f"{key}-people") or 0)
    told = {"mean": _tenth(middle), "spread": "" if around is None else _tenth(around)}
    if around is None:
        return _("%(mean)s (of %(people)s)") % (told | {"people": people})
    return _("%(mean)s, spread %(spread)s (of %(people)s)") % (told | {"people": people})


def _tenth(value: float) -> str:
    return written(round(value, 1) + 0.0)


def _hours(value: float | None) -> str:
    return written(round(value or 0))
