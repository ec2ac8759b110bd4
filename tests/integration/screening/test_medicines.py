"""Medicines are found in either writing, kept as they are said, and suggest a question: no more."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.patients.errors import TooLongError
from ashi.apps.screening.medicines import keep_medicines, medicines_of
from ashi.apps.screening.models import Answer, Intake, MedicineList
from tests.desk.screened import answer
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small, settings) -> Client:
    settings.STAFF_NEED_SECOND_FACTOR = False
    return client_of(small.users["maria"])


def keep(small, visit, text, who="maria"):
    return keep_medicines(by=small.actor(who), visit_id=visit.pk, text=text)


def suggested(client, typed, **headers):
    answered = client.get("/screening/medicines", {"q": typed}, headers=headers)
    return [one["name"] for one in json.loads(answered.content)["names"]]


@pytest.mark.parametrize("typed", ["warf", "βαρφ", "varf"])
def test_anybody_finds_names_in_greek_or_latin_letters(db, typed):
    assert suggested(Client(), typed) == ["warfarin"]
    assert suggested(Client(), typed, accept_language="el") == ["βαρφαρίνη"]


def test_one_letter_or_nonsense_finds_nothing(db):
    assert suggested(Client(), "w") == suggested(Client(), "zzzz\x00") == []
    assert len(suggested(Client(), "me")) <= 8


def test_what_is_said_in_the_room_is_added_and_the_latest_counts(small, visit):
    keep(small, visit, "warfarin 5 mg")
    assert keep(small, visit, " warfarin 5 mg ") is None
    keep(small, visit, "")

    assert [row.text for row in MedicineList.objects.order_by("pk")] == ["warfarin 5 mg", ""]
    assert medicines_of(visit.patient_id).text == ""
    assert Event.objects.filter(action="screening.medicines").count() == 2
    with pytest.raises(NotAllowedError):
        keep(small, visit, "x", who="desk")
    with pytest.raises(TooLongError):
        keep(small, visit, "x" * 4001)
    with pytest.raises(IntegrityError), transaction.atomic():
        MedicineList.objects.update(text="other")


def test_what_was_written_at_home_later_goes_before_what_was_said_earlier(small, visit):
    keep(small, visit, "warfarin")
    Intake.objects.create(visit=visit, medicines="apixaban", language="en")

    taken = medicines_of(visit.patient_id)

    assert (taken.text, taken.by) == ("apixaban", "")


def test_a_medicine_suggests_a_question_and_never_answers_it(small, visit, maria):
    maria.post(f"/screening/{visit.pk}/medicines", {"text": "Βαρφαρίνη 5 mg\nparacetamol"})

    page = maria.get(f"/chart/{visit.pk}").content.decode()

    assert "warfarin (Anticoagulant)" in page
    assert "not asked: please ask" in page
    assert not Answer.objects.exists()
    answer(small, visit, takes_anticoagulant="no")
    assert "answered no: please confirm" in maria.get(f"/chart/{visit.pk}").content.decode()
    answer(small, visit, takes_anticoagulant="yes")
    page = maria.get(f"/chart/{visit.pk}").content.decode()
    assert "please" not in page.split('id="medicines"')[1].split("</form>")[0]


def test_what_is_too_long_stays_typed(visit, maria):
    answered = maria.post(f"/screening/{visit.pk}/medicines", {"text": "warfarin " * 600})

    assert answered.status_code == 422
    assert "warfarin warfarin" in answered.content.decode()
    assert not MedicineList.objects.exists()


def test_many_lists_ask_as_often_as_one(small, visit, maria):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert maria.get(f"/chart/{visit.pk}").status_code == 200
        return len(asked)

    keep(small, visit, "warfarin")
    count()
    few = count()
    for name in ("apixaban", "methotrexate\ninsulin", "warfarin\nmetformin\nfentanyl"):
        keep(small, visit, name)

    assert count() == few
    assert MedicineList.objects.filter(at__gt=timezone.now() - timedelta(hours=1)).count() == 4
