"""Each measure as a table: lines of parts that add up, and what follows from them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ashi.apps.insights import courses, diary, harm, sets
from ashi.apps.insights.asked import Asked
from ashi.apps.insights.courses import (
    ANSWERED,
    BOTH,
    MISSING,
    NEEDLES,
    NONE,
    NOT_ASKED,
    NOT_DUE,
    PHYSIO,
    Baseline,
    Kind,
)
from ashi.apps.outcomes.models import Asking
from ashi.core.insights.comparing import Adjusted, Pair, compare
from ashi.core.insights.definitions import definition_of
from ashi.core.insights.intervals import Estimate, mean, median, quantile, rate, share, spread
from ashi.core.insights.tables import Line, Table, for_outsiders, line
from ashi.core.safety.adverse import event_kinds

STATES = (ANSWERED, MISSING, NOT_DUE, NOT_ASKED)
MIXES = (NEEDLES, PHYSIO, BOTH, NONE)
MOST_PART = 0.9
SEVERAL = "|"  # between a condition and a mix in the key of a line


@dataclass(frozen=True, slots=True)
class Found:
    """A measure as it was counted. ``facts`` are single numbers beside the table, by their name."""

    table: Table
    facts: Mapping[str, float | None]
    adjusted: Adjusted | None = None
    baselines: Mapping[str, Baseline] | None = None


def found(insight: str, asked: Asked, *, inside: bool) -> Found:
    """Count a measure; to who is not of the care team small counts are not told.

    Raises
    ------
    UnknownInsightError
    """
    definition = definition_of(insight)
    whole = MAKERS[definition.id](asked)
    if inside:
        return whole
    told = for_outsiders(whole.table)
    # Hours are of nobody in particular; all else that stands apart could be reckoned from.
    facts = whole.facts if insight == "use" else {}
    return replace(whole, table=told, facts=facts, adjusted=None, baselines=None)


def _follow_up(asked: Asked) -> Found:
    states = ("in-time", "late", MISSING)
    counted = _by_key((row[0], row[1], row[2]) for row in sets.sets_due(asked))
    order = [one.value for one in Asking.Moment if one.value in counted]
    lines = [_shared(key, [counted[key][state] for state in states]) for key in order]
    return Found(Table(states, ("share",), tuple(lines), _sum(lines, _shared)), {})


def _shared(key: str, parts: Sequence[int]) -> Line:
    return line(key, parts, [share(sum(parts[:-1]), sum(parts))])


def _change(asked: Asked) -> Found:
    some = courses.kinds(asked)
    groups: dict[str, list[Kind]] = defaultdict(list)
    for one in some:
        groups[f"{one.condition}{SEVERAL}{one.mix}"].append(one)
    order = sorted(
        groups, key=lambda key: (key.split(SEVERAL)[0], MIXES.index(key.split(SEVERAL)[1]))
    )
    lines = tuple(_changed(key, groups[key]) for key in order)
    return Found(Table(STATES, ("start", "change", "if-none"), lines, _changed("all", some)), {})


def _changed(key: str, some: Iterable[Kind]) -> Line:
    own = list(some)
    parts = [sum(one.people for one in own if one.state == state) for state in STATES]
    changes = courses.histogram(own)
    started = [
        (one.start, one.people) for one in own if one.start is not None and one.state == ANSWERED
    ]
    # Whoever is missing is taken as unchanged: the other end of what is known.
    unchanged = sum(one.people for one in own if one.state == MISSING)
    if_none = mean([*changes, (0.0, unchanged)]) if changes else None
    return line(key, parts, [mean(started), mean(changes), if_none and Estimate(if_none.value)])


def _compared(asked: Asked) -> Found:
    some = [one for one in courses.kinds(asked) if one.mix != NONE]
    lines = tuple(
        _changed(key, [one for one in some if one.needled is needled])
        for key, needled in (("with", True), ("without", False))
    )
    pairs = [
        Pair(one.condition, one.needled, one.start, one.end, one.people)
        for one in some
        if one.state == ANSWERED and one.start is not None and one.end is not None
    ]
    facts = {
        f"{key}-{name}": value
        for key, needled in (("with", True), ("without", False))
        for name, value in _starts(one for one in some if one.needled is needled).items()
    }
    least = definition_of("compared").using["least"]
    begun = courses.baselines(asked)
    return Found(
        Table(STATES, ("start", "change", "if-none"), lines),
        facts,
        compare(pairs, least),
        {("with" if needled else "without"): one for needled, one in begun.items()},
    )


def _starts(some: Iterable[Kind]) -> dict[str, float | None]:
    """Return the pain at the start of all, and of those who are missing, who may differ."""
    own = [one for one in some if one.start is not None]
    groups = {"all": own, "gone": [one for one in own if one.state == MISSING]}
    told: dict[str, float | None] = {}
    for name, group in groups.items():
        seen = [(one.start or 0.0, one.people) for one in group]
        middle = mean(seen)
        told |= {
            f"{name}-mean": middle.value if middle else None,
            f"{name}-spread": spread(seen),
            f"{name}-people": sum(people for _, people in seen),
        }
    return told


def _visits(asked: Asked) -> Found:
    rows = courses.lengths(asked)
    conditions = sorted({row[0] for row in rows})

    def of(key: str, own: Iterable[tuple[str, bool, int, int, int]]) -> Line:
        mine = list(own)
        over = [(float(done), people) for _, ended, done, _, people in mine if ended]
        meant = [(float(planned), people) for _, ended, _, planned, people in mine if ended]
        going = sum(people for _, ended, _, _, people in mine if not ended)
        values = [median(over), _part(over), _plain(median(meant))]
        return line(key, [sum(people for _, people in over), going], values)

    lines = tuple(of(key, [row for row in rows if row[0] == key]) for key in conditions)
    names = ("median", "ninth", "planned")
    return Found(Table(("over", "going"), names, lines, of("all", rows)), {})


def _waits(
    asked: Asked, rows: Iterable[tuple[str, int | None, int]], names: Sequence[str]
) -> Found:
    groups: dict[str, list[tuple[int | None, int]]] = defaultdict(list)
    for key, value, people in rows:
        groups[key].append((value, people))
    lines = [_waited(key, groups[key]) for key in names if key in groups]
    return Found(Table(("known", "unknown"), ("median", "ninth"), tuple(lines)), {})


def _waited(key: str, rows: Sequence[tuple[int | None, int]]) -> Line:
    known = [(float(value), people) for value, people in rows if value is not None]
    unknown = sum(people for value, people in rows if value is None)
    return line(key, [sum(people for _, people in known), unknown], [median(known), _part(known)])


def _wait_first(asked: Asked) -> Found:
    rows = diary.first_waits(asked)
    whole = _waits(asked, rows, ("online", "desk", "walk-in", "import"))
    every = [(days, people) for _, days, people in rows]
    return replace(whole, table=replace(whole.table, sum=_waited("all", every) if every else None))


def _wait_room(asked: Asked) -> Found:
    rows = diary.room_waits(asked)
    ways = (("from-coming", 0), ("from-promised", 1))
    pairs = [(key, row[at], row[2]) for key, at in ways for row in rows]
    return _waits(asked, pairs, [key for key, _ in ways])


def _use(asked: Asked) -> Found:
    used, freed, noted = diary.used_hours(asked), diary.freed_hours(asked), diary.noted_hours(asked)
    states = ("came", "absent", "unnoted")
    lines = []
    for key, one in used.items():
        promised = sum(one.hours.values())
        came = one.hours.get("came", 0.0)
        values = [Estimate(one.open_hours), Estimate(promised), Estimate(came)]
        part = Estimate(came / promised) if promised else None
        lines.append(line(key, [one.sessions.get(state, 0) for state in states], [*values, part]))
    facts = {
        "freed": freed.hours,
        "used": freed.used,
        "noted": float(noted.noted),
        "visits": float(noted.visits),
        "promised": noted.promised,
        "taken": noted.taken,
    }
    return Found(Table(states, ("open", "promised", "came-hours", "part"), tuple(lines)), facts)


def _unwanted(asked: Asked) -> Found:
    among, rows = harm.exposed(asked), harm.events(asked)
    using = definition_of("unwanted").using
    order = {code: at for at, code in enumerate(event_kinds())}

    def of(key: str, own: Iterable[tuple[str, bool, int, int]]) -> Line:
        mine = list(own)
        serious = sum(count for _, grave, count, _ in mine if grave)
        events, needled = sum(row[2] for row in mine), sum(row[3] for row in mine)
        values = [
            rate(needled, among.needles, using["needles"]),
            rate(events, among.told, using["visits"]),
        ]
        return line(key, [events - serious, serious], values)

    codes = sorted({row[0] for row in rows}, key=lambda code: (order.get(code, len(order)), code))
    lines = [of(code, [row for row in rows if row[0] == code]) for code in codes]
    serious = of("serious", [row for row in rows if row[1]])
    facts = {
        "needles": float(among.needles),
        "told": float(among.told),
        "needled": float(among.needled),
        "untold": float(among.visits - among.told),
        "troubled": float(among.troubled),
    }
    for name, value in zip(("needles", "visits"), serious.values, strict=True):
        facts |= {f"serious-{name}-high": value.high} if value and value.high is not None else {}
    names = ("per-needles", "per-visits")
    table = Table(("not-serious", "serious"), names, tuple(lines), of("all", rows))
    return Found(table, facts)


def _mismatches(asked: Asked) -> Found:
    states = ("agreed", "closed", "open", "uncounted")
    per = definition_of("mismatches").using["visits"]
    counted = _by_key(harm.counts(asked))

    def of(key: str, parts: Sequence[int]) -> Line:
        found = share(parts[1] + parts[2], sum(parts[:3]))
        return line(key, parts, [found and _times(found, per)])

    lines = [of(key, [counted[key][state] for state in states]) for key in sorted(counted)]
    return Found(Table(states, ("per-visits",), tuple(lines), _sum(lines, of)), {})


def _by_key(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, state, count in rows:
        found[key][state] += count
    return found


def _sum(lines: Sequence[Line], of: Callable[[str, Sequence[int]], Line]) -> Line | None:
    if not lines:
        return None
    columns = zip(*(one.parts for one in lines), strict=True)
    return of("all", [sum(part or 0 for part in column) for column in columns])


def _part(seen: Sequence[tuple[float, int]]) -> Estimate | None:
    value = quantile(seen, MOST_PART)
    return None if value is None else Estimate(value)


def _plain(one: Estimate | None) -> Estimate | None:
    return one and Estimate(one.value)


def _times(one: Estimate, per: int) -> Estimate:
    low, high = (None if end is None else end * per for end in (one.low, one.high))
    return Estimate(one.value * per, low, high)


MAKERS: dict[str, Callable[[Asked], Found]] = {
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
