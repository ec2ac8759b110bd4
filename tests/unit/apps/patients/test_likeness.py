"""Who may be the same person, and who only shares a phone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.patients.likeness import Claim, Likeness, Reason, Record, Verdict, compare

BORN = date(1968, 4, 3)
PHONE = "+35799123456"
KNOWN = Record(
    patient_id=7,
    given_name="Γιώργος",
    family_name="Παπαδόπουλος",
    birth_date=BORN,
    phones=frozenset({PHONE}),
    emails=frozenset({"giorgos@example.com"}),
)
SAME, PERHAPS, SHARES = Verdict.SAME, Verdict.PERHAPS, Verdict.SHARES_CONTACT


@pytest.mark.parametrize(
    ("claim", "verdict", "reasons"),
    [
        (
            Claim(given_name="Γιώργος", family_name="Παπαδόπουλος", birth_date=BORN, phone=PHONE),
            SAME,
            (Reason.SAME_NAME, Reason.SAME_BIRTH_DATE, Reason.SAME_PHONE),
        ),
        (
            Claim(given_name="Papadopoulos", family_name="Yiorgos", birth_date=BORN),
            SAME,
            (Reason.SAME_SOUND, Reason.SAME_BIRTH_DATE),
        ),
        (
            Claim(given_name="Giorgos", family_name="Papadopoulos", email="giorgos@example.com"),
            SAME,
            (Reason.SAME_NAME, Reason.SAME_EMAIL),
        ),
        (
            Claim(given_name="Giorgos", family_name="Papadopoulos"),
            PERHAPS,
            (Reason.SAME_NAME,),
        ),
        (
            Claim(given_name="Giorgos", family_name="Papadopoulos", birth_date=date(1968, 3, 4)),
            PERHAPS,
            (Reason.SAME_NAME, Reason.DAY_AND_MONTH_SWAPPED),
        ),
        (
            Claim(given_name="Giorgos", family_name="Papadopoulos", birth_date=date(1969, 4, 3)),
            PERHAPS,
            (Reason.SAME_NAME, Reason.NEAR_BIRTH_DATE),
        ),
        (
            Claim(given_name="Giorgos", family_name="Papadopulso", birth_date=BORN),
            PERHAPS,
            (Reason.NEAR_NAME, Reason.SAME_BIRTH_DATE),
        ),
        (
            Claim(
                given_name="Giorgos",
                family_name="Papadopoulos",
                birth_date=date(1999, 12, 31),
                phone=PHONE,
            ),
            SHARES,
            (Reason.SAME_NAME, Reason.OTHER_BIRTH_DATE, Reason.SAME_PHONE),
        ),
        (
            Claim(given_name="Ελένη", family_name="Παπαδόπουλος", birth_date=BORN, phone=PHONE),
            SHARES,
            (
                Reason.SAME_FAMILY_NAME,
                Reason.OTHER_FIRST_NAME,
                Reason.SAME_BIRTH_DATE,
                Reason.SAME_PHONE,
            ),
        ),
    ],
)
def test_likeness_is_reasons_and_a_question(
    claim: Claim, verdict: Verdict, reasons: tuple[Reason, ...]
) -> None:
    likeness = compare(claim, KNOWN)

    assert likeness is not None
    assert (likeness.patient_id, likeness.verdict, likeness.reasons) == (7, verdict, reasons)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(given_name="Giorgos", family_name="Papadopoulos", birth_date=date(1999, 12, 31)),
        Claim(given_name="Eleni", family_name="Papadopoulos", birth_date=BORN),
        Claim(given_name="Eleni", family_name="Charalambous", birth_date=BORN),
        Claim(given_name="Eleni", phone="+35799000000", email="eleni@example.com"),
    ],
)
def test_a_name_alone_or_a_birthday_alone_asks_nothing(claim: Claim) -> None:
    assert compare(claim, KNOWN) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Μάριος", "Μαρία"),
        ("Παναγιώτης", "Παναγιώτα"),
        ("Γιάννης", "Γιάννα"),
        ("Andreas", "Andrea"),
        ("Χρίστος", "Χριστίνα"),
        ("Sofia", "Eleni"),
    ],
)
def test_twins_with_one_phone_are_not_called_the_same_person(one: str, other: str) -> None:
    twin = replace(KNOWN, given_name=one)
    claim = Claim(given_name=other, family_name="Παπαδόπουλος", birth_date=BORN, phone=PHONE)

    likeness = compare(claim, twin)

    assert likeness is not None
    assert likeness.verdict != SAME


def test_likelier_people_have_the_higher_score() -> None:
    name = {"given_name": "Giorgos", "family_name": "Papadopoulos"}
    claims = [
        Claim(**name, birth_date=BORN, phone=PHONE),
        Claim(**name, birth_date=BORN),
        Claim(**name, phone=PHONE),
        Claim(**name),
    ]

    scores = [compare(claim, KNOWN).score for claim in claims]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


NAMES = st.sampled_from(
    ["Γιώργος", "Maria", "Marina", "Νίκος", "Papa", "Παπά", "", "Hristina", "Χριστίνα"]
)
DATES = st.none() | st.sampled_from([BORN, date(1968, 3, 4), date(1969, 4, 3), date(2001, 9, 11)])
PHONES = st.sampled_from(["", PHONE, "+35799000000"])


@given(
    given_names=st.tuples(NAMES, NAMES),
    families=st.tuples(NAMES, NAMES),
    dates=st.tuples(DATES, DATES),
    phones=st.tuples(PHONES, PHONES),
)
def test_likeness_is_the_same_seen_from_either_side(
    given_names: tuple[str, str],
    families: tuple[str, str],
    dates: tuple[date | None, date | None],
    phones: tuple[str, str],
) -> None:
    def seen(claimed: int, known: int) -> Likeness | None:
        claim = Claim(
            given_name=given_names[claimed],
            family_name=families[claimed],
            birth_date=dates[claimed],
            phone=phones[claimed],
        )
        record = Record(
            patient_id=1,
            given_name=given_names[known],
            family_name=families[known],
            birth_date=dates[known],
            phones=frozenset({phones[known]} - {""}),
            emails=frozenset(),
        )
        return compare(claim, record)

    assert seen(0, 1) == seen(1, 0)


@given(NAMES, NAMES, PHONES)
def test_whoever_is_described_as_known_is_the_same_person(
    given_name: str, family: str, phone: str
) -> None:
    record = replace(KNOWN, given_name=given_name or "X", family_name=family)
    claim = Claim(given_name=given_name or "X", family_name=family, birth_date=BORN, phone=phone)

    likeness = compare(claim, record)

    assert likeness is not None
    assert likeness.verdict == SAME
