"""One contact can speak for several patients, and a patient keeps a way to be reached."""

import pytest

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event
from ashi.apps.patients import actions
from ashi.apps.patients.actions_contacts import (
    Rights,
    change_link,
    edit_contact,
    link_contact,
    make_contact,
    unlink_contact,
)
from ashi.apps.patients.errors import (
    ContactLinkedError,
    EmailError,
    LastContactError,
    PatientChangedError,
    PhoneError,
    UnreachableError,
    ValueNotKnownError,
)
from ashi.apps.patients.models import Contact, ContactLink, Patient


@pytest.fixture
def mother(desk: Actor) -> Patient:
    return actions.create_patient(
        by=desk,
        given_name="Maria",
        family_name="Papa",
        phone="99 123456",
        email="maria@example.com",
    )


def rights(link: ContactLink) -> tuple[str, bool, bool, bool]:
    return link.relation, link.may_book, link.may_see_record, link.gets_messages


def test_a_child_is_reached_through_the_mother_and_no_contact_is_doubled(
    desk: Actor, mother: Patient
) -> None:
    contact = mother.contact_links.get().contact

    child = actions.create_patient(by=desk, given_name="Nikos", contact=contact, relation="parent")

    assert rights(child.contact_links.get()) == ("parent", True, True, True)
    assert [link.patient.given_name for link in contact.links.order_by("pk")] == ["Maria", "Nikos"]
    assert Contact.objects.count() == 1


def test_a_spouse_may_book_and_does_not_see_the_record_unless_it_is_said(
    desk: Actor, mother: Patient
) -> None:
    contact = mother.contact_links.get().contact
    husband = actions.create_patient(
        by=desk, given_name="Andreas", contact=contact, relation="spouse"
    )
    link = husband.contact_links.get()
    assert rights(link) == ("spouse", True, False, True)

    changed = change_link(
        by=desk,
        link_id=link.pk,
        relation="spouse",
        rights=Rights(may_book=False, may_see_record=True, gets_messages=False),
    )

    assert rights(ContactLink.objects.get(pk=changed.pk)) == ("spouse", False, True, False)
    event = Event.objects.get(action="contact.rights")
    assert (event.patient_id, event.detail) == (
        husband.pk,
        {"relation": "spouse", "may_book": False, "may_see_record": True, "gets_messages": False},
    )


def test_a_patient_with_an_own_phone_and_a_carer_has_both(desk: Actor, mother: Patient) -> None:
    carer = mother.contact_links.get().contact
    patient = actions.create_patient(
        by=desk, given_name="Eleni", contact=carer, relation="carer", phone="99 765432"
    )

    assert [
        (link.relation, link.contact.phone) for link in patient.contact_links.order_by("pk")
    ] == [
        ("carer", "+35799123456"),
        ("self", "+35799765432"),
    ]


def test_two_patients_may_type_the_same_phone_and_stay_two(desk: Actor, mother: Patient) -> None:
    other = actions.create_patient(by=desk, given_name="Nikos", phone="99123456")

    assert (Patient.objects.count(), other.contact_links.get().contact.name) == (2, "Nikos")


def test_a_contact_speaks_for_a_patient_once(desk: Actor, mother: Patient) -> None:
    contact = mother.contact_links.get().contact

    with pytest.raises(ContactLinkedError):
        link_contact(by=desk, patient_id=mother.pk, contact=contact, relation="carer")

    assert mother.contact_links.count() == 1


def test_an_edit_of_a_contact_holds_for_everybody_it_speaks_for(
    desk: Actor, mother: Patient
) -> None:
    contact = mother.contact_links.get().contact
    child = actions.create_patient(by=desk, given_name="Nikos", contact=contact, relation="parent")

    edit_contact(
        by=desk,
        contact_id=contact.pk,
        version=1,
        name="Maria Papa",
        email="M@Example.com",
        phone="22345678",
    )

    stored = Contact.objects.get()
    assert (stored.email, stored.phone, stored.version) == ("m@example.com", "+35722345678", 2)
    edits = Event.objects.filter(action="contact.edit").order_by("patient_id")
    assert [event.patient_id for event in edits] == [mother.pk, child.pk]


def test_an_edit_of_an_older_contact_is_refused(desk: Actor, mother: Patient) -> None:
    contact = mother.contact_links.get().contact
    edit_contact(by=desk, contact_id=contact.pk, version=1, phone="22345678")

    with pytest.raises(PatientChangedError):
        edit_contact(by=desk, contact_id=contact.pk, version=1, phone="22345679")

    assert Contact.objects.get().phone == "+35722345678"


def test_the_last_way_to_reach_a_patient_cannot_be_taken_away(desk: Actor, mother: Patient) -> None:
    own = mother.contact_links.get()
    carer = make_contact(by=desk, patient=mother, name="Anna", phone="99111222", relation="carer")

    unlink_contact(by=desk, link_id=own.pk)
    with pytest.raises(LastContactError):
        unlink_contact(by=desk, link_id=carer.links.get().pk)

    assert [link.contact for link in mother.contact_links.all()] == [carer]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"phone": "99 123 45"}, PhoneError),
        ({"email": "maria@"}, EmailError),
        ({"email": "m" * 250 + "@example.com"}, Exception),
        ({}, UnreachableError),
        ({"phone": "99123456", "relation": "neighbour"}, ValueNotKnownError),
    ],
)
def test_a_contact_that_cannot_be_is_refused_whole(
    desk: Actor, mother: Patient, wrong: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_contact(by=desk, patient=mother, **{"relation": "carer"} | wrong)

    assert (Contact.objects.count(), ContactLink.objects.count()) == (1, 1)


def test_a_role_without_the_permission_changes_no_contact(desk: Actor, mother: Patient) -> None:
    link = mother.contact_links.get()
    student = Actor(role=Role.STUDENT, centre_id=desk.centre_id)

    for refused in (
        lambda: make_contact(by=student, patient=mother, phone="99111222"),
        lambda: link_contact(
            by=student, patient_id=mother.pk, contact=link.contact, relation="self"
        ),
        lambda: edit_contact(by=student, contact_id=link.contact_id, version=1, phone="99111222"),
        lambda: change_link(by=student, link_id=link.pk, relation="self", rights=Rights()),
        lambda: unlink_contact(by=student, link_id=link.pk),
    ):
        with pytest.raises(NotAllowedError):
            refused()
