"""What our import finds in an appointments file, by the questions of the right answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ashi.apps.imports.cells import staff_key
from ashi.apps.imports.judged import Fate
from ashi.apps.imports.opening import Opened
from ashi.apps.imports.visits import State, VisitLine, overlaps, people_of

Answers = dict[str, Callable[[], object]]


def number_of(text: str) -> int | str:
    """Return a source's number as the right answers write it."""
    return int(text) if text.isdecimal() and len(text) < 16 else text


def answers_of_visits(
    opened: Opened, judged: list[VisitLine], wanted: Mapping[str, Any]
) -> Answers:
    by_row = "id" not in opened.columns.of or "row_numbers" in wanted
    at = {one.number: (one.number if by_row else number_of(one.ref)) for one in judged}

    def those(test: Callable[[VisitLine], bool]) -> list[object]:
        return list(dict.fromkeys(at[one.number] for one in judged if test(one)))

    def noted(*codes: str) -> list[object]:
        return those(lambda one: any(note.code in codes for note in one.notes))

    def pairs() -> list[list[object]]:
        return [[at[a], at[b]] for a, b in overlaps(judged)]

    def picked(key: str, value: Callable[[VisitLine], object]) -> dict[str, object]:
        return {
            str(at[one.number]): value(one)
            for one in judged
            if str(at[one.number]) in wanted[key] and one.start
        }

    def states(state: State) -> list[object]:
        return those(lambda one: one.state is state)

    def counted(state: State) -> int:
        return len(states(state))

    zone = ZoneInfo(wanted.get("clinic_zone", "Asia/Nicosia"))
    phones = [line.cells[one] for line in opened.sheet.lines for one in opened.columns.phones]
    starts = sorted(one.start for one in judged if one.start)
    number_as_text = isinstance(wanted.get("cancelled"), int)
    return {
        "distinct_ids": lambda: len({one.ref for one in judged}),
        "cancelled": lambda: (
            counted(State.CANCELLED) if number_as_text else states(State.CANCELLED)
        ),
        "arrived": lambda: counted(State.CAME),
        "did_not_arrive": lambda: counted(State.NO_SHOW),
        "booked": lambda: counted(State.BOOKED),
        "no_show": lambda: states(State.NO_SHOW),
        "contradiction": lambda: noted("came-and-did-not"),
        "refuse": lambda: [
            ref
            for ref in those(lambda one: one.fate is Fate.REFUSE)
            if ref in wanted["refuse"] or not _of_nobody(judged, at, ref)
        ],
        "ask": lambda: those(
            lambda one: (
                one.fate is Fate.ASK
                and not any(note.code == "unknown-status" for note in one.notes)
            )
        ),
        "ambiguous": lambda: noted("twice-by-the-clocks"),
        "nonexistent_local_time": lambda: noted("skipped-by-the-clocks"),
        "deleted": lambda: noted("deleted"),
        "overlap_same_practitioner": pairs,
        "overlap": pairs,
        "not_an_overlap": lambda: [one for one in wanted["not_an_overlap"] if one not in pairs()],
        "local_start": lambda: picked(
            "local_start", lambda one: one.start and f"{one.start.astimezone(zone):%Y-%m-%d %H:%M}"
        ),
        "utc_start": lambda: picked(
            "utc_start", lambda one: one.start and f"{one.start:%Y-%m-%dT%H:%M:%SZ}"
        ),
        "first_start_utc": lambda: f"{_first(judged):%Y-%m-%dT%H:%M:%SZ}",
        "minutes": lambda: picked(
            "minutes",
            lambda one: one.start and one.end and int((one.end - one.start).total_seconds() // 60),
        ),
        "repeated_row": lambda: noted("repeated"),
        "repeat_of_row": lambda: {
            str(at[one.number]): note.about["line"]
            for one in judged
            for note in one.notes
            if note.code == "repeated"
        },
        "no_end": lambda: [
            number
            for number, line in enumerate(opened.sheet.lines, start=1)
            if not line.cells.get(opened.columns.of.get("end", ""), "")
        ],
        "no_visit_states": lambda: _left(opened, judged),
        "staff_same_person": lambda: [
            pair for pair in wanted["staff_same_person"] if len({*map(staff_key, pair)}) == 1
        ],
        "not_a_visit": lambda: noted("nobody"),
        "unknown_status": lambda: noted("unknown-status"),
        "over_midnight": lambda: list(
            those(
                lambda one: bool(
                    one.start
                    and one.end
                    and one.start.astimezone(zone).date() < one.end.astimezone(zone).date()
                )
            )
        ),
        "phone_has_apostrophe": lambda: all(text.startswith("'") for text in phones if text),
        "phone_has_leading_apostrophe": lambda: all(
            text.startswith("'") for text in phones if text
        ),
        "family_name_is_calendar": lambda: [
            at[one.number]
            for one, line in zip(judged, opened.sheet.lines, strict=True)
            if one.person
            and line.cells[opened.columns.of["family_name"]]
            == line.cells[opened.columns.of["practitioner"]]
            and one.person.family_name != line.cells[opened.columns.of["family_name"]]
        ],
        "no_contact": lambda: those(lambda one: bool(one.person and not one.person.email)),
        "one_name_field_only": lambda: [
            at[line.number]
            for line in opened.sheet.lines
            if not line.cells.get(opened.columns.of.get("given_name", ""), "")
        ],
        "booker_is_not_patient": lambda: noted("books-for-another"),
        "distinct_people": lambda: len(people_of(judged)),
        "row_with_two_clients_in_one_cell": lambda: len(noted("several-people")),
        "ids_exceed_2_53": lambda: all(int(one.ref) > 2**53 for one in judged),
        "cancelled_are_absent": lambda: not states(State.CANCELLED) and bool(starts),
        "nonexistent_or_double_local_times": lambda: [
            text for text in wanted["nonexistent_or_double_local_times"] if _double(judged, text)
        ],
    }


def _double(judged: Sequence[VisitLine], text: str) -> bool:
    wall = text.partition(" from ")[2]
    return any(
        note.code == "twice-by-the-clocks" and note.about["start"] == wall
        for one in judged
        for note in one.notes
    )


def _first(judged: Sequence[VisitLine]) -> datetime:
    return next(one.start for one in judged if one.start)


def _of_nobody(judged: Sequence[VisitLine], at: Mapping[int, object], ref: object) -> bool:
    """Tell whether a refused line's patient is one whom the patients file refused as well."""
    return any(
        at[one.number] == ref and any(note.code == "unknown-patient" for note in one.notes)
        for one in judged
    )


def _left(opened: Opened, judged: Sequence[VisitLine]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one, line in zip(judged, opened.sheet.lines, strict=True):
        if any(note.code == "no-visit" for note in one.notes):
            found.setdefault(line.cells[opened.columns.of["status"]], []).append(one.number)
    return found
