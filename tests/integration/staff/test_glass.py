"""A record closed to a role: opened for a reason and an hour, plainly in the trail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.roles import MATRIX, Permission, Role
from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event
from ashi.apps.centres.models import Membership
from ashi.apps.patients.queries import patients_for
from ashi.apps.staff.actions.glass import OPEN_FOR, close_record, open_record
from ashi.apps.staff.errors import ReasonMissingError, RecordNotOpenError
from tests.desk.centre import make_patient

pytestmark = pytest.mark.slow
REASON = "She fainted in the waiting room"


@pytest.fixture
def auditor(small, signed_in):
    """Somebody who may read the trail and no record."""
    Membership.objects.filter(user=small.users["student"]).update(role=Role.AUDITOR)
    return signed_in("student")


@pytest.fixture
def patient():
    return make_patient("Despina", "Charalambous")


def test_a_closed_record_is_refused_and_says_how_to_ask(auditor, patient):
    answer = auditor.get(f"/patients/{patient.pk}")

    assert answer.status_code == 403
    assert f"/patients/{patient.pk}/open" in answer.content.decode()
    assert "Despina" not in answer.content.decode()
    refused = Event.objects.get(action="access.refused")
    assert (refused.patient_id, refused.detail) == (patient.pk, {"permission": "identity.read"})


def test_with_a_reason_it_opens_for_an_hour_and_all_that_is_read_says_so(auditor, patient):
    opened = auditor.post(f"/patients/{patient.pk}/open", {"reason": REASON})
    page = auditor.get(opened["Location"])

    assert (page.status_code, page.context["patient"]) == (200, patient)
    events = Event.objects.filter(patient_id=patient.pk).order_by("at")
    assert list(events.values_list("action", "purpose", "reason")) == [
        ("glass.open", "emergency", REASON),
        ("patient.read", "emergency", ""),
    ]


def test_it_opens_that_record_and_no_other(auditor, patient):
    other = make_patient("Nikos", "Pavlou")

    auditor.post(f"/patients/{patient.pk}/open", {"reason": REASON})

    assert auditor.get(f"/patients/{other.pk}").status_code == 403
    assert auditor.get("/patients/").status_code == 404
    assert auditor.get(f"/patients/{patient.pk}/edit").status_code == 404


def test_after_the_hour_it_is_closed_again(small, auditor, patient):
    by = small.actor("student")
    early = timezone.now() - OPEN_FOR - timedelta(seconds=1)

    open_record(by=by, patient_id=patient.pk, reason=REASON, now=early)

    assert auditor.get(f"/patients/{patient.pk}").status_code == 403
    assert list(patients_for(by)) == []


def test_who_opened_it_or_the_owner_closes_it_before_the_hour(small, auditor, patient, signed_in):
    auditor.post(f"/patients/{patient.pk}/open", {"reason": REASON})
    row = signed_in("owner").get("/trail/opened").context["rows"][0][0]

    assert signed_in("desk").post(f"/trail/opened/{row.pk}/close").status_code == 404
    assert auditor.get(f"/patients/{patient.pk}").status_code == 200
    signed_in("owner").post(f"/trail/opened/{row.pk}/close", {"back": "list"})

    assert auditor.get(f"/patients/{patient.pk}").status_code == 403
    with pytest.raises(RecordNotOpenError):
        close_record(by=small.actor("owner"), opened_id=row.pk)


@pytest.mark.parametrize("reason", ["", "   ", "x", "         x", "a\x00bcdefghijkl", "x" * 501])
def test_without_a_reason_in_words_it_stays_closed(auditor, patient, reason):
    answer = auditor.post(f"/patients/{patient.pk}/open", {"reason": reason})

    assert answer.status_code == 422
    assert auditor.get(f"/patients/{patient.pk}").status_code == 403


def test_the_action_itself_asks_for_the_reason_and_the_right(small, auditor, patient):
    with pytest.raises(ReasonMissingError):
        open_record(by=small.actor("student"), patient_id=patient.pk, reason="short")
    with pytest.raises(NotAllowedError):
        open_record(by=small.actor("maria"), patient_id=patient.pk, reason=REASON)


def test_the_trail_has_a_filter_of_its_own_for_it(small, auditor, patient, signed_in):
    auditor.get(f"/patients/{patient.pk}")
    auditor.post(f"/patients/{patient.pk}/open", {"reason": REASON})

    lines = signed_in("owner").get("/trail/?glass=on").context["lines"]

    assert [(one.code, one.reason, one.patient) for one in lines] == [
        ("glass.open", REASON, "Despina Charalambous")
    ]


def test_the_owners_list_takes_as_many_queries_for_many_as_for_one(small, auditor, signed_in):
    owner, counts = signed_in("owner"), []
    for number in (1, 3):
        for _ in range(number):
            open_record(by=small.actor("student"), patient_id=make_patient().pk, reason=REASON)
        owner.get("/trail/opened")
        with CaptureQueriesContext(connection) as seen:
            owner.get("/trail/opened")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_glass_is_for_those_to_whom_something_is_closed():
    closed = {
        role
        for role, may in MATRIX.items()
        if not {Permission.IDENTITY_READ, Permission.CLINICAL_READ} <= may
    }
    may_break = {role for role, may in MATRIX.items() if Permission.GLASS_OPEN in may}

    assert may_break - {Role.SYSTEM} == closed - {Role.PUBLIC, Role.PATIENT}


def test_a_patient_breaks_no_glass(small, patient):
    by = Actor(role=Role.PATIENT, user_id=small.users["desk"].pk)

    with pytest.raises(NotAllowedError):
        open_record(by=by, patient_id=patient.pk, reason=REASON)


def test_a_student_writes_and_somebody_who_may_sign_signs_beside_them():
    writes = {role for role, may in MATRIX.items() if Permission.CLINICAL_WRITE in may}
    signs = {role for role, may in MATRIX.items() if Permission.CLINICAL_SIGN in may}
    beside = {role for role, may in MATRIX.items() if Permission.CLINICAL_COSIGN in may}

    assert Role.STUDENT in writes - signs - beside
    assert beside - {Role.SYSTEM} == {Role.PRACTITIONER, Role.LEAD}
    assert beside <= signs
