"""A file's name or a table's line says on whom a note hangs and when it was; else it is refused."""

from datetime import date
from pathlib import Path

import pytest

from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.mapping import NOTE_COLUMNS, Kind
from ashi.apps.imports.moments import Order
from ashi.apps.imports.notes import Known, judge_file, judge_rows, order_of_names
from ashi.apps.imports.opening import open_file
from ashi.core.kernel.names import sound

BORN = date(1968, 3, 4)


def named(pk: int, name: str) -> tuple[int, frozenset[str]]:
    return pk, frozenset(sound(name).split())


KNOWN = Known(
    {"1042": {1}, "77": {2, 3}},
    {
        BORN: [named(1, "Μαρία Νικολάου"), named(4, "Άννα Γεωργίου")],
        date(2012, 5, 19): [named(5, "Nikos Neofytou"), named(6, "Nikos Neofytou")],
    },
)


def judged(name: str, order: Order | None = None):
    one = judge_file(name, Path("/somewhere") / name, KNOWN, order)
    codes = [note.code for note in one.notes]
    return str(one.fate), one.patient, one.dated, one.title if one.dated else codes


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("1042 2024-03-05 letter of the doctor.pdf", "letter of the doctor"),
        ("1042_2024-03-05_letter.pdf", "letter"),
        ("1042-letter 2024-03-05.pdf", "letter"),
        ("1042/2024-03-05.pdf", "2024-03-05"),
        ("1042/letters/20240305 MRI.pdf", "MRI"),
        ("Νικολάου Μαρία 1968-03-04 2024-03-05 ακτινογραφία.pdf", "ακτινογραφία"),
        ("Nikolaou Maria 1968-03-04/MRI 2024-03-05.txt", "MRI"),
        ("2024-03-05 MRI, MARIA NICOLAOU 1968-03-04.txt", "MRI"),
        ("1042 1968-03-04 2024-03-05 MRI.pdf", "MRI"),
    ],
)
def test_who_and_when_stand_in_a_name(name, title):
    assert judged(name) == ("create", 1, date(2024, 3, 5), title)


@pytest.mark.parametrize(
    ("name", "fate", "codes"),
    [
        ("letter.pdf", "refuse", ["no-birth-date"]),
        ("1043 2024-03-05 letter.pdf", "refuse", ["nobody-so"]),
        ("1042 letter.pdf", "refuse", ["no-date"]),
        ("Νικολάου Μαρία 1968-03-04 letter.pdf", "refuse", ["no-date"]),
        ("Νικολάου Μαρία 2024-03-05 letter.pdf", "refuse", ["nobody-so"]),
        ("Νικολάου 1968-03-04 2024-03-05.pdf", "refuse", ["nobody-so"]),
        ("1042 2024-02-30.pdf", "refuse", ["impossible-date"]),
        ("1042 2024-01-01 2024-02-02 2024-03-03.pdf", "ask", ["several-dates"]),
        ("1042 05.03.2024.pdf", "ask", ["date-order"]),
        ("77 2024-03-05.pdf", "ask", ["several"]),
        ("Nikos Neofytou 2012-05-19 2024-03-05.pdf", "ask", ["several"]),
    ],
)
def test_what_a_name_does_not_say_is_not_guessed(name, fate, codes):
    got, _, dated, said = judged(name)

    assert (got, dated, said) == (fate, None, codes)


def test_one_name_proves_the_order_of_dates_for_all():
    names = ["1042 05.03.2024.pdf", "1042 25.03.2024.pdf"]

    order = order_of_names(names, None)

    assert order is Order.DAY_FIRST
    assert judged(names[0], order)[2] == date(2024, 3, 5)
    with pytest.raises(MappingError):
        order_of_names([*names, "1042 03.25.2024.pdf"], None)
    with pytest.raises(MappingError):
        order_of_names(names, Order.MONTH_FIRST)


def test_lines_of_a_table_are_judged_alike():
    table = (
        "Card no;Name;Born;Date;Title;Note\n"
        "1042;;;25.03.2024;Letter;better\n"
        ";Μαρία Νικολάου;04.03.1968;26.03.2024;;Πόνος\n"
        ";Μαρία Νικολάου;;26.03.2024;;no birth date\n"
        "9;;;26.03.2024;;who\n"
        "1042;;;;;no day\n"
        "1042;;;30.02.2024;;no such day\n"
        "1042;;;26.03.2024;;\n"
        "1042;;;26.03.2024;;one;more\n"
    )
    columns = NOTE_COLUMNS | {"birth_date": ["Born"]}
    opened = open_file(table.encode(), Kind.NOTES, {"notes": columns})

    lines = judge_rows("a.csv", opened.sheet.lines, opened.columns, KNOWN, opened.order)

    assert [(str(one.fate), one.patient, [note.code for note in one.notes]) for one in lines] == [
        ("create", 1, []),
        ("create", 1, []),
        ("refuse", None, ["no-birth-date"]),
        ("refuse", None, ["unknown-file-number"]),
        ("refuse", 1, ["no-date"]),
        ("refuse", None, ["impossible-date"]),
        ("refuse", None, ["file-empty"]),
        ("refuse", None, ["too-many-cells"]),
    ]
    assert [one.title for one in lines[:2]] == ["Letter", "Πόνος"]
    assert [one.dated for one in lines[:2]] == [date(2024, 3, 25), date(2024, 3, 26)]
