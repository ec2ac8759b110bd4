"""Opening a record leaves an event that says why; a list leaves one for all on it."""

import pytest
from django.db.models import QuerySet

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Purpose
from ashi.apps.audit.models import Event
from ashi.apps.patients import actions
from ashi.apps.patients.actions_reading import inferred_purpose, read_list, read_patient
from ashi.apps.patients.models import Patient


@pytest.fixture
def patient(desk: Actor) -> Patient:
    return actions.create_patient(by=desk, given_name="Maria", phone="99123456")


def reads() -> QuerySet[Event]:
    """Return what was left by opening records and lists."""
    return Event.objects.filter(action__in=("patient.read", "patient.list"))


@pytest.mark.parametrize(
    ("role", "visits_today", "purpose"),
    [
        (Role.DESK, False, Purpose.SCHEDULING),
        (Role.DESK, True, Purpose.SCHEDULING),
        (Role.PRACTITIONER, True, Purpose.TREATMENT),
        (Role.STUDENT, True, Purpose.TREATMENT),
        (Role.PRACTITIONER, False, None),
        (Role.OWNER, False, None),
        (Role.PATIENT, False, Purpose.PATIENT_REQUEST),
    ],
)
def test_the_purpose_follows_from_the_role_or_todays_visit_or_is_asked(
    role: Role, visits_today: bool, purpose: Purpose | None
) -> None:
    assert inferred_purpose(Actor(role=role), visits_today=visits_today) == purpose


def test_reading_a_record_leaves_one_event_with_the_purpose(
    practitioner: Actor, patient: Patient
) -> None:
    read = read_patient(by=practitioner, patient_id=patient.pk, purpose=Purpose.PAYMENT)

    event = reads().get()
    assert read == patient
    assert (event.action, event.patient_id, event.actor_id, event.purpose, event.detail) == (
        "patient.read",
        patient.pk,
        practitioner.user_id,
        "payment",
        {},
    )


def test_a_record_that_is_not_ones_own_is_not_there(patient: Patient) -> None:
    with pytest.raises(Patient.DoesNotExist):
        read_patient(
            by=Actor(role=Role.PATIENT, user_id=1),
            patient_id=patient.pk,
            purpose=Purpose.PATIENT_REQUEST,
        )

    assert not reads().exists()


def test_a_list_leaves_one_event_with_ids_and_no_name(desk: Actor, patient: Patient) -> None:
    read_list(by=desk, patient_ids=[patient.pk], kind="search")
    read_list(by=desk, patient_ids=[], kind="search")

    event = reads().get()
    assert (event.action, event.subject_type, event.subject_id, event.purpose, event.detail) == (
        "patient.list",
        "patients",
        "search",
        "scheduling",
        {"patients": [patient.pk]},
    )


def test_a_list_is_for_those_who_may_see_identities() -> None:
    with pytest.raises(NotAllowedError):
        read_list(by=Actor(role=Role.AUDITOR), patient_ids=[1], kind="search")
