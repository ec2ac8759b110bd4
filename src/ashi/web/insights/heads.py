"""The one number of a measure that stands on the overview, and the sentence beside it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ashi.apps.insights.tables import Found
from ashi.core.insights.intervals import Estimate
from ashi.core.insights.tables import Line
from ashi.web.conditions.written import written
from ashi.web.insights.shown import NOTHING, count_in_words, number_in_words

Head = tuple[str, str]


def head_of(insight: str, found: Found) -> Head:
    """Return the number, and what it is of; a dash where nothing is known or may be shown."""
    return HEADS[insight](found)


def _value(found: Found, one: Line | None, name: str) -> Estimate | None:
    return one.values[found.table.values.index(name)] if one and one.values else None


def _number(value: Estimate | None, of: str) -> str:
    return NOTHING if value is None else number_in_words(value.value, of)


def _between(value: Estimate | None, of: str) -> str:
    if value is None or value.low is None or value.high is None:
        return ""
    ends = {"low": number_in_words(value.low, of), "high": number_in_words(value.high, of)}
    return _("95 %% interval %(low)s to %(high)s.") % ends


def _parts(found: Found, one: Line | None) -> dict[str, str]:
    if one is None:
        return dict.fromkeys((*found.table.parts, "all"), written(0))
    told = zip((*found.table.parts, "all"), (*one.parts, one.total), strict=True)
    return {name: count_in_words(count) for name, count in told}


def _follow_up(found: Found) -> Head:
    share = _value(found, found.table.sum, "share")
    told = _parts(found, found.table.sum)
    text = _("of the sets of questions that were due: %(all)s; missing: %(missing)s.") % told
    return _number(share, "share"), f"{text} {_between(share, 'share')}".strip()


def _change(found: Found) -> Head:
    change = _value(found, found.table.sum, "change")
    text = _("points of pain. Courses with both answers: %(answered)s; missing: %(missing)s.")
    told = _parts(found, found.table.sum)
    return _number(change, "change"), f"{text % told} {_between(change, 'change')}".strip()


def _compared(found: Found) -> Head:
    adjusted = found.adjusted
    text = _("points of difference with needles, adjusted. Nobody was randomised.")
    if adjusted is None or adjusted.difference is None:
        return NOTHING, _("no difference is given; see why. Nobody was randomised.")
    one = adjusted.difference
    value = Estimate(one.estimate, one.low, one.high)
    return _number(value, "change"), f"{text} {_between(value, 'change')}"


def _visits(found: Found) -> Head:
    told = _parts(found, found.table.sum)
    text = _("visits in the middle course. Over: %(over)s; going on: %(going)s.") % told
    return _number(_value(found, found.table.sum, "median"), "median"), text


def _wait_first(found: Found) -> Head:
    told = _parts(found, found.table.sum)
    text = _(
        "days for the middle one of the first visits. Known: %(known)s; not known: %(unknown)s."
    )
    return _number(_value(found, found.table.sum, "median"), "median"), text % told


def _wait_room(found: Found) -> Head:
    one = found.table.lines[0] if found.table.lines else None
    text = _("minutes for the middle visit. Known: %(known)s; not known: %(unknown)s.")
    return _number(_value(found, one, "median"), "median"), text % _parts(found, one)


def _use(found: Found) -> Head:
    freed, used = (written(round(found.facts.get(name) or 0)) for name in ("freed", "used"))
    text = _("hours in which practitioners were free while needles rested, %(used)s of them used.")
    return freed, text % {"used": used}


def _unwanted(found: Found) -> Head:
    value = _value(found, found.table.sum, "per-needles")
    told = _parts(found, found.table.sum)
    text = _("events for 10,000 needles. Events: %(all)s; serious: %(serious)s.") % told
    return _number(value, "per-needles"), f"{text} {_between(value, 'per-needles')}".strip()


def _mismatches(found: Found) -> Head:
    value = _value(found, found.table.sum, "per-visits")
    told = _parts(found, found.table.sum)
    text = _("of 1,000 visits with needles did not agree. Still open: %(open)s.") % told
    return _number(value, "per-visits"), f"{text} {_between(value, 'per-visits')}".strip()


HEADS: dict[str, Callable[[Found], Head]] = {
    "follow-up": _follow_up,
    "change": _change,
    "compared": _compared,
    "visits": _visits,
    "wait-first": _wait_first,
    "wait-room": _wait_room,
    "use": _use,
    "unwanted": _unwanted,
    "mismatches": _mismatches,
}
