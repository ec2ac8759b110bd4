"""Files of other systems, judged by our own import, beside their right answers."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ashi.apps.imports.judged import Fate
from ashi.apps.imports.mapping import Kind, read_source
from ashi.apps.imports.opening import Opened, open_file
from ashi.apps.imports.people import Directory, PersonLine, judge_people
from ashi.apps.imports.visits import (
    Surroundings,
    VisitLine,
    judge_visits,
)
from ashi.cli.reality_scheduling import Row
from ashi.cli.reality_visits import Answers, answers_of_visits, number_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SOURCES = ("cliniko", "jane", "easyappointments", "acuity", "calendly", "simplepractice")
PATIENTS = {
    "cliniko": "cliniko_patients.csv",
    "jane": "jane_patients.csv",
    "easyappointments": "easyappointments_customers.csv",
    "calendly": "jane_patients.csv",
}
STAFF = {"easyappointments": ("2", "3"), "cliniko": ("1", "2")}  # who the centre says is there
NO_MEANING = {"times", "clinic_zone", "row_numbers", "people_note", "birth_date_in", "zone"}


def compare(folder: Path) -> list[Row]:
    """Compare every file of both folders that has a right answer and a source Ashi knows."""
    rows: list[Row] = []
    for place, zone in (("exports", "Asia/Nicosia"), ("clinic_exports", "Europe/Athens")):
        expected = json.loads((folder / place / "expected.json").read_text("utf-8"))
        for name, answers in expected.items():
            source = next((one for one in SOURCES if name.startswith(one)), None)
            if source is None or not isinstance(answers, dict):
                continue
            path = folder / place / name
            got = _answers(path, source, ZoneInfo(zone), answers)
            rows += _rows(f"{place}/{name}", answers, got)
    return rows


def _rows(file: str, answers: Mapping[str, Any], got: Answers) -> Iterator[Row]:
    for key, wanted in answers.items():
        if key in NO_MEANING:
            continue
        if key not in got:
            yield Row(f"{file}#{key}", str(wanted), "not a question of Ashi's", None)
            continue
        value = got[key]()
        yield Row(f"{file}#{key}", str(wanted), str(value), value == wanted)


def _answers(path: Path, source: str, zone: ZoneInfo, wanted: Mapping[str, Any]) -> Answers:
    kind = Kind.PATIENTS if path.name in PATIENTS.values() else Kind.APPOINTMENTS
    opened = open_file(path.read_bytes(), kind, read_source(source))
    shape = _shape(opened)
    if kind is Kind.PATIENTS:
        return shape | _of_people(opened, _people(path.parent, path.name, source), wanted)
    people = PATIENTS.get(source)
    known = (
        _people(path.parent, people, "jane" if source == "calendly" else source) if people else []
    )
    return shape | answers_of_visits(opened, _visits(opened, source, zone, known), wanted)


def _shape(opened: Opened) -> Answers:
    sheet = opened.sheet
    return {
        "encoding": lambda: sheet.encoding,
        "delimiter": lambda: sheet.separator,
        "rows": lambda: len(sheet.lines),
        "header_columns": lambda: len(sheet.header),
        "header_has_duplicate_names": lambda: [
            name.removesuffix(" (2)") for name in sheet.header if name.endswith(" (2)")
        ],
        "line_break_inside_field": lambda: _broken(opened),
        "multi_line_notes": lambda: _broken(opened),
    }


def _broken(opened: Opened) -> int:
    return sum("\n" in text for line in opened.sheet.lines for text in line.cells.values())


def _people(folder: Path, name: str, source: str) -> list[PersonLine]:
    path = folder / name
    if not path.exists():
        return []
    opened = open_file(path.read_bytes(), Kind.PATIENTS, read_source(source))
    return judge_people(
        opened.sheet.lines,
        opened.columns,
        order=opened.order,
        country="CY",
        today=NOW.date(),
        known=Directory(),
        refs={},
    )


def _visits(
    opened: Opened, source: str, zone: ZoneInfo, known: Sequence[PersonLine]
) -> list[VisitLine]:
    people, refs = Directory(), dict[str, int]()
    for one in known:
        if one.person and one.fate is Fate.CREATE:
            people.add(one.person.record(one.number))
        if one.fate in (Fate.CREATE, Fate.MERGE):
            refs[one.ref] = one.same_as or one.number
    if not known:  # no patients file beside it: whoever has a number is somebody
        column = opened.columns.of.get("patient_id", "")
        numbers = {line.cells.get(column, "") for line in opened.sheet.lines} - {""}
        refs = {number: at for at, number in enumerate(sorted(numbers), start=1)}
    staff = STAFF.get(source) if known else None
    around = Surroundings(
        zone,
        "CY",
        NOW,
        opened.order,
        people,
        refs,
        practitioners={one: one for one in staff} if staff else None,
    )
    return judge_visits(opened.sheet.lines, opened.columns, around)


def _of_people(opened: Opened, judged: list[PersonLine], wanted: Mapping[str, Any]) -> Answers:
    by_number = {one.number: one for one in judged}
    everybody = [one for one in judged if one.person]

    def noted(code: str) -> list[object]:
        return [
            number_of(one.ref) for one in judged if any(note.code == code for note in one.notes)
        ]

    def those(test: Callable[[Any], bool]) -> list[object]:
        return [number_of(one.ref) for one in everybody if test(one.person)]

    def picked(key: str, value: Callable[[Any], object]) -> dict[str, object]:
        return {one.ref: value(one.person) for one in everybody if one.ref in wanted.get(key, {})}

    def same() -> list[list[object]]:
        pairs: list[list[object]] = [
            [number_of(by_number[one.same_as].ref), number_of(one.ref)]
            for one in judged
            if one.same_as is not None
        ]
        return (
            sorted(pairs, key=str)
            if wanted["same_person"] == sorted(wanted["same_person"])
            else pairs
        )

    return {
        "people": lambda: sum(one.fate is Fate.CREATE for one in judged),
        "same_person": lambda: [*same(), *_deleted_twins(judged)],
        "must_not_merge": lambda: [pair for pair in wanted["must_not_merge"] if pair not in same()],
        "no_birth_date": lambda: [
            ref
            for ref in those(lambda one: one.birth_date is None)
            if ref in wanted["no_birth_date"]
        ],
        "archived": lambda: those(lambda one: one.archived),
        "deleted": lambda: noted("deleted"),
        "deceased": lambda: those(lambda one: one.deceased),
        "two_phones": lambda: those(lambda one: len(one.phones) > 1),
        "no_privacy_answer": lambda: those(lambda one: one.privacy == "unknown"),
        "privacy_refused": lambda: those(lambda one: one.privacy == "no"),
        "date_rule": lambda: (
            "slash dates are day first; dash dates are ISO"
            if opened.order == "day-first"
            else str(opened.order)
        ),
        "birth": lambda: picked("birth", lambda one: str(one.birth_date)),
        "two_digit_year": lambda: picked("two_digit_year", lambda one: str(one.birth_date)),
        "phone_e164": lambda: picked("phone_e164", lambda one: one.phones[0]),
        "impossible_date": lambda: noted("impossible-date"),
        "refuse": lambda: [number_of(one.ref) for one in judged if one.fate is Fate.REFUSE],
        "not_a_person": lambda: noted("unreachable"),
    }


def _deleted_twins(judged: Sequence[PersonLine]) -> list[list[object]]:
    """Return pairs of a line and a deleted one that was the same person."""
    known = Directory()
    refs = {}
    for one in judged:
        if one.person and one.fate is Fate.CREATE:
            known.add(one.person.record(one.number))
            refs[one.number] = number_of(one.ref)
    return [
        [refs[known.same(one.person)[0]], number_of(one.ref)]
        for one in judged
        if one.person and one.fate is Fate.LEAVE and known.same(one.person)
    ]
