"""Before a second record is made, those who may be the same person are shown with the reasons."""

from datetime import date

import pytest

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.patients import actions
from ashi.apps.patients.likeness import Claim, Reason, Verdict
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import likely_duplicates

BORN = date(1968, 4, 3)


@pytest.fixture
def giorgos(desk: Actor) -> Patient:
    actions.create_patient(by=desk, given_name="Ελένη", family_name="Σάββα", phone="99 000111")
    return actions.create_patient(
        by=desk,
        given_name="Γιώργος",
        family_name="Παπαδόπουλος",
        birth_date=BORN,
        phone="99 123456",
        email="g@example.com",
    )


@pytest.mark.parametrize(
    "claim",
    [
        Claim(given_name="Yiorgos", family_name="Papadopoulos"),
        Claim(given_name="Papadopoulos", family_name="Giorgos"),
        Claim(given_name="Giorgos", family_name="Papadopuolos", birth_date=BORN),
        Claim(given_name="Giorgos", family_name="Papadopoulos", birth_date=date(1968, 3, 4)),
        Claim(given_name="Giorgos", family_name="Papadopoulo", phone="+35799123456"),
    ],
)
def test_the_same_person_otherwise_written_is_found(
    desk: Actor, giorgos: Patient, claim: Claim
) -> None:
    found = likely_duplicates(desk, claim)

    assert [one.patient_id for one in found] == [giorgos.pk]
    assert found[0].verdict in {Verdict.SAME, Verdict.PERHAPS}


def test_a_family_phone_shows_the_family_as_such(desk: Actor, giorgos: Patient) -> None:
    claim = Claim(given_name="Άννα", family_name="Παπαδοπούλου", phone="+35799123456")

    found = likely_duplicates(desk, claim)

    assert [(one.patient_id, one.verdict, one.reasons) for one in found] == [
        (giorgos.pk, Verdict.SHARES_CONTACT, (Reason.OTHER_FIRST_NAME, Reason.SAME_PHONE))
    ]


def test_the_likeliest_comes_first_and_the_archived_count(desk: Actor, giorgos: Patient) -> None:
    wife = actions.create_patient(by=desk, given_name="Maria", phone="99 123456")
    actions.archive_patient(by=desk, patient_id=giorgos.pk, version=1)
    claim = Claim(given_name="Giorgos", family_name="Papadopoulos", phone="+35799123456")

    assert [one.patient_id for one in likely_duplicates(desk, claim)] == [giorgos.pk, wife.pk]


def test_somebody_new_is_like_nobody(desk: Actor, giorgos: Patient) -> None:
    claim = Claim(given_name="Χαρίκλεια", family_name="Νεοφύτου", birth_date=date(1990, 1, 1))

    assert likely_duplicates(desk, claim) == []


def test_who_may_not_see_patients_is_told_of_none(desk: Actor, giorgos: Patient) -> None:
    claim = Claim(given_name="Giorgos", family_name="Papadopoulos", birth_date=BORN)

    assert likely_duplicates(Actor(role=Role.PUBLIC), claim) == []


def test_candidates_take_a_fixed_number_of_queries(
    desk: Actor, giorgos: Patient, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    claim = Claim(given_name="Giorgos", family_name="Papadopoulos", phone="+35799123456")
    counts = []
    for _ in range(2):
        with django_assert_num_queries(
            6
        ):  # savepoint, setting, candidates, release, rows, contacts
            counts.append(len(likely_duplicates(desk, claim)))
        for number in range(3):
            actions.create_patient(by=desk, given_name=f"N{number}", phone="99 123456")

    assert counts == [1, 4]
