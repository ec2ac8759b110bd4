"""Patients are made, changed and archived; each act leaves its event and loses nothing."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event
from ashi.apps.centres.models import Centre, Resource
from ashi.apps.patients import actions
from ashi.apps.patients.actions import Identity
from ashi.apps.patients.errors import (
    BirthDateError,
    NamelessError,
    PatientChangedError,
    TooLongError,
    UnknownWishError,
    UnreachableError,
    UnwritableError,
    ValueNotKnownError,
)
from ashi.apps.patients.models import Contact, ContactLink, Patient


def events(skip: int = 0) -> list[tuple[str, int | None, dict[str, object]]]:
    return list(Event.objects.order_by("at").values_list("action", "patient_id", "detail"))[skip:]


def test_a_patient_needs_only_a_name_and_one_way_to_be_reached(desk: Actor) -> None:
    patient = actions.create_patient(by=desk, given_name=" Γιώργος ", phone="99 123456")

    link = patient.contact_links.get()
    assert (
        patient.given_name,
        patient.family_name,
        patient.resource.kind,
        patient.resource.name,
    ) == (
        "Γιώργος",
        "",
        "patient",
        "Γιώργος",
    )
    assert (link.relation, link.may_book, link.may_see_record) == ("self", True, True)
    assert (link.contact.name, link.contact.phone, link.contact.phone_as_typed) == (
        "Γιώργος",
        "+35799123456",
        "99 123456",
    )
    assert events() == [
        (
            "contact.link",
            patient.pk,
            {"relation": "self"}
            | dict.fromkeys(("may_book", "may_see_record", "gets_messages"), True),
        ),
        ("patient.create", patient.pk, {}),
    ]


def test_an_email_is_kept_in_lower_case(desk: Actor) -> None:
    patient = actions.create_patient(by=desk, given_name="Maria", email=" Maria.P@Example.COM ")

    assert patient.contact_links.get().contact.email == "maria.p@example.com"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"given_name": "  "}, NamelessError),
        ({"given_name": "?!"}, NamelessError),
        ({"phone": "", "email": ""}, UnreachableError),
        ({"given_name": "a" * 81}, TooLongError),
        ({"given_name": "Ma\x00ria"}, UnwritableError),
        ({"family_name": "\ud800"}, UnwritableError),
        ({"birth_date": date(2999, 1, 1)}, BirthDateError),
        ({"birth_date": date(1801, 1, 1)}, BirthDateError),
        ({"wishes": ("a nice one",)}, UnknownWishError),
        ({"sex": "x"}, ValueNotKnownError),
        ({"not_left_alone": "perhaps"}, ValueNotKnownError),
        ({"relation": "neighbour"}, ValueNotKnownError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Actor, wrong: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.create_patient(by=desk, **{"given_name": "Maria", "phone": "99123456"} | wrong)

    assert (
        Patient.objects.count(),
        Contact.objects.count(),
        Resource.objects.count(),
        events(),
    ) == (
        0,
        0,
        0,
        [],
    )


@pytest.mark.parametrize(
    "role", [Role.ASSISTANT, Role.STUDENT, Role.LOCUM, Role.AUDITOR, Role.PATIENT, Role.PUBLIC]
)
def test_roles_without_the_permission_make_no_patient(centre: Centre, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        actions.create_patient(by=Actor(role=role), given_name="Maria", phone="99123456")


def test_the_same_form_sent_twice_makes_one_patient(desk: Actor) -> None:
    form = {"given_name": "Maria", "phone": "99123456", "idempotency_key": "form-1"}

    first = actions.create_patient(by=desk, **form)
    second = actions.create_patient(by=desk, **form)

    assert (second.pk, Patient.objects.count(), Contact.objects.count()) == (first.pk, 1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_makes_one_patient(desk: Actor) -> None:
    start, made = Barrier(4), []

    def send() -> None:
        start.wait()
        made.append(
            actions.create_patient(
                by=desk, given_name="Maria", phone="99123456", idempotency_key="k"
            ).pk
        )
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(set(made))) == (4, 1)
    assert (Patient.objects.count(), Contact.objects.count(), Resource.objects.count()) == (1, 1, 1)


def test_an_edit_changes_names_keys_and_resource_and_says_which_fields(desk: Actor) -> None:
    patient = actions.create_patient(by=desk, given_name="Maria", phone="99123456")
    made = len(events())

    edited = actions.edit_patient(
        by=desk,
        patient_id=patient.pk,
        version=1,
        identity=Identity(
            given_name="Ελένη", family_name="Παπά", wishes=("woman", "lang:el", "woman")
        ),
    )

    stored = Patient.objects.get(pk=patient.pk)
    assert (
        stored.full_name,
        stored.version,
        stored.sort_key,
        stored.name_key,
        stored.sound_key,
    ) == (
        "Ελένη Παπά",
        2,
        "παπα ελενη",
        "eleni papa",
        "ilini papa",
    )
    assert (edited.version, stored.resource.name, stored.wishes) == (
        2,
        "Ελένη Παπά",
        ["lang:el", "woman"],
    )
    assert events(made) == [
        (
            "patient.edit",
            patient.pk,
            {"fields": ["family_name", "given_name", "wishes"], "version": 2},
        )
    ]


def test_an_edit_that_changes_nothing_leaves_version_and_trail_alone(desk: Actor) -> None:
    patient = actions.create_patient(by=desk, given_name="Maria", phone="99123456")
    made = len(events())

    actions.edit_patient(
        by=desk, patient_id=patient.pk, version=1, identity=Identity(given_name="Maria")
    )

    assert (Patient.objects.get().version, events(made)) == (1, [])


def test_an_edit_of_an_older_version_is_refused_with_the_stored_one(desk: Actor) -> None:
    patient = actions.create_patient(by=desk, given_name="Maria", phone="99123456")
    actions.edit_patient(
        by=desk, patient_id=patient.pk, version=1, identity=Identity(given_name="Marina")
    )

    with pytest.raises(PatientChangedError) as refused:
        actions.edit_patient(
            by=desk, patient_id=patient.pk, version=1, identity=Identity(given_name="Mary")
        )

    assert refused.value.fields["version"] == 2
    assert Patient.objects.get().given_name == "Marina"


def test_archiving_says_who_and_when_and_can_be_undone(desk: Actor) -> None:
    patient = actions.create_patient(by=desk, given_name="Maria", phone="99123456")

    archived = actions.archive_patient(by=desk, patient_id=patient.pk, version=1)
    assert (archived.archived_by_id, archived.version) == (desk.user_id, 2)
    assert timezone.now() - archived.archived_at < timedelta(minutes=1)

    back = actions.unarchive_patient(by=desk, patient_id=patient.pk, version=2)
    assert (back.archived_at, back.archived_by_id, back.version) == (None, None, 3)
    assert [action for action, *_ in events()][-2:] == ["patient.archive", "patient.unarchive"]


def test_whether_someone_is_not_left_alone_is_not_asked_until_it_is(desk: Actor) -> None:
    answers = {
        answer: actions.create_patient(by=desk, given_name="M", phone="99123456", **answer_given)
        for answer, answer_given in {
            "yes": {"not_left_alone": "yes"},
            "no": {"not_left_alone": "no"},
            "unknown": {},
        }.items()
    }

    assert {key: patient.not_left_alone for key, patient in answers.items()} == {
        key: key for key in answers
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"given_name": ""},
        {"archived_by_id": True, "archived_at": None},
    ],
)
def test_the_database_refuses_a_row_that_no_action_makes(
    desk: Actor, columns: dict[str, object]
) -> None:
    patient = actions.create_patient(by=desk, given_name="Maria", phone="99123456")
    row = {name: desk.user_id if value is True else value for name, value in columns.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=patient.pk).update(**row)


@pytest.mark.parametrize(
    "columns",
    [
        {"email": "", "phone": ""},
        {"phone": "99123456"},
        {"email": "Maria@example.com"},
    ],
)
def test_the_database_refuses_a_contact_in_another_form(
    desk: Actor, columns: dict[str, str]
) -> None:
    actions.create_patient(by=desk, given_name="Maria", phone="99123456")

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.update(**columns)


def test_the_database_links_a_contact_to_a_patient_once(desk: Actor) -> None:
    link = actions.create_patient(by=desk, given_name="Maria", phone="99123456").contact_links.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        ContactLink.objects.create(patient=link.patient, contact=link.contact, relation="parent")
