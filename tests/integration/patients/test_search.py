"""Whoever is typed is found: across alphabets, orders, half words, slips, phones and dates."""

from datetime import date

import pytest

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.patients import actions
from ashi.apps.patients.actions_contacts import link_contact
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for, search


@pytest.fixture
def people(desk: Actor) -> dict[str, Patient]:
    """Some people of a centre in Nicosia, by a short name."""
    rows = {
        "giorgos": ("Γιώργος", "Παπαδόπουλος", "99 123456", date(1968, 4, 3)),
        "yiorgos": ("Yiorgos", "Charalambous", "22 345678", date(1990, 12, 30)),
        "christina": ("Χριστίνα", "Χατζηγεωργίου", "+44 20 7946 0958", date(1985, 1, 2)),
        "eleni": ("Μαρία-Ελένη", "Κωνσταντίνου", "99 654321", None),
        "ivan": ("Иван", "Петров", "96 111222", None),
        "mohammed": ("محمد", "العلي", "96 333444", None),
        "sun": ("😀", "", "97 555666", None),
        "obrien": ("Aoife", "O'Brien", "97 777888", None),
    }
    return {
        key: actions.create_patient(
            by=desk, given_name=given, family_name=family, phone=phone, birth_date=birth
        )
        for key, (given, family, phone, birth) in rows.items()
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Γιώργος", {"giorgos", "yiorgos"}),
        ("giorgos", {"giorgos", "yiorgos"}),
        ("YIORGOS", {"giorgos", "yiorgos"}),
        ("georgios", {"giorgos", "yiorgos"}),
        ("Γεωργιος", {"giorgos", "yiorgos"}),
        ("papadopoulos giorgos", {"giorgos"}),
        ("Παπ γιω", {"giorgos"}),
        ("g pap", {"giorgos"}),
        ("Haralambous", {"yiorgos"}),
        ("Χαραλάμπους", {"yiorgos"}),
        ("hristina", {"christina"}),
        ("Hadjigeorgiou", {"christina"}),
        ("ελένη", {"eleni"}),
        ("eleni konst", {"eleni"}),
        ("Papadopuolos", {"giorgos"}),
        ("Chritsina", {"christina"}),
        ("Kostantinou", {"eleni"}),
        ("ива", {"ivan"}),
        ("ПЕТРОВ", {"ivan"}),
        ("محمد", {"mohammed"}),
        ("مُحَمَّد", {"mohammed"}),
        ("😀", {"sun"}),
        ("OBrien", {"obrien"}),
        ("o’brien", {"obrien"}),
        ("χα", {"christina", "yiorgos"}),
        ("99123456", {"giorgos"}),
        ("+357 99-12 34", {"giorgos"}),
        ("0035799123456", {"giorgos"}),
        ("3456", {"giorgos"}),
        ("020 7946", set()),
        ("+44 20 7946", {"christina"}),
        ("46 0958", {"christina"}),
        ("03/04/1968", {"giorgos"}),
        ("3.4.68", {"giorgos"}),
        ("1968-04-03", {"giorgos"}),
        ("03041968", {"giorgos"}),
        ("giorgos 3/4/1968", {"giorgos"}),
        ("yiorgos 3/4/1968", {"giorgos"}),
        ("maria 99654321", {"eleni"}),
        ("christina 99654321", set()),
        ("zzz", set()),
        ("%", set()),
        ("_______", set()),
        ("\\", set()),
        ("' OR 1=1 --", set()),
        ("\x00", set()),
        ("   ", set()),
        ("²³", set()),
        ("a" * 10_000, set()),
    ],
)
def test_what_is_typed_finds_whom_it_fits(
    desk: Actor, people: dict[str, Patient], typed: str, found: set[str]
) -> None:
    hits = {patient.pk for patient in search(desk, typed)}

    assert {key for key, patient in people.items() if patient.pk in hits} == found
    assert len(hits) == len(found)


def test_a_whole_name_comes_before_a_beginning_before_a_sound_before_a_slip(desk: Actor) -> None:
    for name in ("Maria", "Marianna", "Μαρία", "Anna Maria", "Mara", "Maira"):
        actions.create_patient(by=desk, given_name=name, phone="99123456")

    assert [patient.given_name for patient in search(desk, "maria")] == [
        "Maria",
        "Μαρία",
        "Marianna",
        "Mara",
        "Anna Maria",
    ]


def test_a_limit_keeps_the_best(desk: Actor) -> None:
    for name in ("Marianna", "Maria", "Mariana"):
        actions.create_patient(by=desk, given_name=name, phone="99123456")

    assert [patient.given_name for patient in search(desk, "maria", limit=1)] == ["Maria"]


def test_the_archived_are_found_only_when_asked_for(desk: Actor) -> None:
    here = actions.create_patient(by=desk, given_name="Maria", phone="99123456")
    gone = actions.create_patient(by=desk, given_name="Maria", phone="99123457")
    actions.archive_patient(by=desk, patient_id=gone.pk, version=1)

    assert search(desk, "maria") == [here]
    assert search(desk, "maria", archived=True) == [gone]


def test_a_person_with_a_phone_of_two_patients_is_found_once_each(desk: Actor) -> None:
    mother = actions.create_patient(by=desk, given_name="Maria", phone="99123456")
    child = actions.create_patient(
        by=desk, given_name="Nikos", contact=mother.contact_links.get().contact, relation="parent"
    )

    assert search(desk, "99123456") == [mother, child]


def test_staff_see_everybody_others_nobody_and_a_patient_whom_they_act_for(
    desk: Actor, people: dict[str, Patient]
) -> None:
    user = User.objects.create_user("giorgos@example.com")
    contact = people["giorgos"].contact_links.get().contact
    contact.user = user
    contact.save()
    link_contact(by=desk, patient_id=people["eleni"].pk, contact=contact, relation="spouse")
    patient = Actor(role=Role.PATIENT, user_id=user.pk)

    assert set(patients_for(desk)) == set(people.values())
    assert set(patients_for(patient)) == {people["giorgos"], people["eleni"]}
    assert search(patient, "yiorgos") == [people["giorgos"]]
    assert set(patients_for(Actor(role=Role.AUDITOR))) == set()
    assert set(patients_for(Actor(role=Role.PATIENT))) == set()
    assert set(patients_for(Actor(role=Role.PUBLIC))) == set()
