"""Which lines are one person, which are two, and which are nobody."""

from datetime import date

import pytest

from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.judged import Fate
from ashi.apps.imports.mapping import Kind, read_mapping
from ashi.apps.imports.opening import open_file
from ashi.apps.imports.people import Directory, judge_people

MAPPING = """
name = "cards"
[patients]
id = "no"
given_name = "first"
family_name = "last"
birth_date = "born"
email = "mail"
phones = ["tel"]
deleted = "gone"
"""
HEADING = "no,first,last,born,mail,tel,gone\n"


def judge(*rows, refs=None, known=None):
    """Return the judged lines of a file with these rows."""
    data = (HEADING + "\n".join(rows)).encode()
    opened = open_file(data, Kind.PATIENTS, read_mapping(MAPPING))
    return judge_people(
        opened.sheet.lines,
        opened.columns,
        order=opened.order,
        country="CY",
        today=date(2026, 11, 25),
        known=known or Directory(),
        refs=refs or {},
    )


def fates(judged):
    return [(str(one.fate), one.same_as) for one in judged]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,Μαρία,Νικολάου,1968-03-04,m@example.com,,", "2,ΜΑΡΙΑ,ΝΙΚΟΛΑΟΥ,1968-03-04,,99000001,"),
        ("1,Γιώργος,Ιωάννου,,g@example.com,,", "2,Giorgos,Ioannou,,G@EXAMPLE.COM,,"),
        ("1,Sarah,Smith-Jones,1985-05-04,,99000012,", "2,Sarah,Jones,1985-05-04,,+35799000012,"),
    ],
    ids=["capitals without accents", "Latin letters, e-mail in capitals", "another family name"],
)
def test_one_person_twice_is_one(one, other):
    assert fates(judge(one, other)) == [("create", None), ("merge", 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,John,Smith,1979-09-09,j@example.com,,", "2,John,Smith,1950-01-20,s@example.com,,"),
        (
            "1,Μάριος,Νεοφύτου,2012-05-19,p@example.com,,",
            "2,Δέσποινα,Νεοφύτου,2012-05-19,p@example.com,,",
        ),
        ("1,Maria,Ioannou,,a@example.com,,", "2,Maria,Ioannou,,b@example.com,,"),
    ],
    ids=["two of one name", "twins", "one name, two addresses"],
)
def test_two_people_stay_two(one, other):
    assert fates(judge(one, other)) == [("create", None), ("create", None)]


def test_who_cannot_be_reached_has_no_name_or_is_deleted_is_not_made():
    judged = judge("1,Walk,In,,,,", "2,,Michael,,m@example.com,,", "3,Anna,Day,,a@example.com,,yes")

    assert [(str(one.fate), one.notes[0].code) for one in judged] == [
        ("refuse", "unreachable"),
        ("refuse", "no-given-name"),
        ("leave", "deleted"),
    ]


def test_a_date_whose_order_nothing_proves_is_asked_about():
    unproved = judge("1,Anna,Day,04/05/1985,a@example.com,,")
    proved = judge("1,Anna,Day,04/05/1985,a@example.com,,", "2,Bob,Fox,19/05/1985,b@example.com,,")

    assert (unproved[0].fate, unproved[0].notes[0].code) == (Fate.ASK, "date-order")
    assert proved[0].person.birth_date == date(1985, 5, 4)


def test_a_day_that_never_was_is_left_empty_and_told():
    [judged] = judge("1,Anna,Day,30/02/1985,a@example.com,,")

    assert (judged.fate, judged.person.birth_date) == (Fate.CREATE, None)
    assert [note.code for note in judged.notes] == ["impossible-date"]


def test_who_was_imported_before_is_known():
    [judged] = judge("7,Anna,Day,,a@example.com,,", refs={"7": 41})

    assert (judged.fate, judged.patient) == (Fate.KNOWN, 41)


@pytest.mark.parametrize("line", ['id = "Nope"', 'phones = ["tel", "Nope"]'])
def test_a_mapping_of_one_s_own_names_no_column_that_the_file_lacks(line):
    name = line.partition(" ")[0]
    kept = [one for one in MAPPING.splitlines() if not one.startswith(f"{name} ")]
    mapping = read_mapping("\n".join([*kept, line]))

    with pytest.raises(MappingError) as refusal:
        open_file(HEADING.encode(), Kind.PATIENTS, mapping, strict=True)

    assert refusal.value.fields["path"] == f"patients.{name}"
    assert "Nope" in refusal.value.fields["missing"]
