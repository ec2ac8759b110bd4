"""What a patient answers at home: kept as typed, seen in the room; what cannot wait rings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ashi.apps.bookings.links import manage_token
from ashi.apps.encounters.actions.calls import close_call_back
from ashi.apps.encounters.errors import CallBackClosedError
from ashi.apps.encounters.models import CallBack
from ashi.apps.encounters.open_bells import pulse, pulse_tag
from ashi.apps.screening.models import Answer, Complaint, Consent, Intake
from ashi.core.safety.consents import consent_texts
from tests.desk.centre import make_visit
from tests.desk.screened import during, screen_now
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STORY = {"words": "Πόνος χαμηλά στη μέση", "area": "lumbar", "medicines": "ramipril 5 mg"}


@pytest.fixture
def ahead(small, patient):
    return make_visit(small, timezone.now() + timedelta(days=1), patient)


@pytest.fixture
def page(ahead) -> str:
    return f"/visit/{manage_token(ahead)}/intake"


def test_the_steps_are_walked_and_what_was_said_stands_in_the_room(ahead, page, patient):
    home = Client()
    assert home.post(f"{page}/story", STORY)["Location"].endswith("/where")
    assert home.post(f"{page}/where", {"areas": "[]"})["Location"].endswith("/urgent")
    shown = home.get(f"{page}/urgent").content.decode()
    assert "back passage" in shown
    assert "Drop" not in shown  # of the head, and not asked of a back
    assert home.post(f"{page}/urgent", {"saddle": "no", "bladder_bowel": "no"}).status_code == 302
    home.post(f"{page}/health", {"takes_anticoagulant": "yes", "diabetes": "no"})
    version = consent_texts()["needling"].version
    done = home.post(f"{page}/send", {"version": version, "signed_name": "Despina C."})
    assert done["Location"] == page.removesuffix("/intake")

    assert Complaint.objects.get().words == STORY["words"]
    assert Consent.objects.get().witness is None
    assert Intake.objects.get().sent_at
    with during(ahead):
        known = screen_now(ahead).known
    assert known.patient.facts["takes_anticoagulant"].name == "YES"
    assert known.patient.facts["consent_absent"].name == "NO"
    assert not {"diabetes", "saddle", "takes_anticoagulant"} & set(known.unanswered)
    assert "epilepsy" in known.unanswered
    assert not CallBack.objects.exists()


def test_what_was_typed_is_there_again(page):
    home = Client()
    home.post(f"{page}/story", STORY)
    home.post(f"{page}/health", {"diabetes": "yes"})

    assert STORY["words"] in home.get(f"{page}/story").content.decode()
    form = home.get(f"{page}/health").context["form"]
    assert form["diabetes"].initial == "yes"
    assert form["epilepsy"].initial == "unknown"


def test_an_emergency_is_answered_at_once_and_somebody_phones(small, ahead, page):
    home = Client()
    before = pulse_tag(small.centre.pk, timezone.now())
    told = home.post(f"{page}/urgent", {"saddle": "yes"}, headers={"Accept": "application/json"})
    assert "112" in told.json()["advice"]
    home.post(f"{page}/urgent", {"saddle": "yes"}, headers={"Accept": "application/json"})

    assert [one.visit for one in pulse(small.centre.pk).calls] == [ahead]
    assert pulse_tag(small.centre.pk, timezone.now()) != before
    desk = client_of(small.users["desk"])
    bar = desk.get("/desk/pulse").content.decode()
    assert "phone now" in bar
    assert "saddle" not in bar
    call = CallBack.objects.get()
    desk.post(f"/desk/calls/{call.pk}/reached")
    call.refresh_from_db()
    assert call.closed_by == small.users["desk"]
    with pytest.raises(CallBackClosedError):
        close_call_back(by=small.actor("desk"), call_id=call.pk)
    assert "saddle" in screen_now(ahead).standing.flags


def test_an_answer_taken_back_stays_written_and_no_longer_counts(ahead, page):
    home = Client()
    home.post(f"{page}/urgent", {"saddle": "yes"})
    told = home.post(f"{page}/urgent", {"saddle": "no"}, headers={"Accept": "application/json"})

    assert told.json()["advice"] == ""
    values = Answer.objects.filter(fact="saddle").order_by("at").values_list("value", flat=True)
    assert list(values) == ["yes", "no"]
    assert CallBack.objects.filter(closed_at=None).count() == 1  # somebody asks all the same


def test_the_same_answer_is_written_once(page):
    home = Client()
    for _again in range(3):
        home.post(f"{page}/health", {"diabetes": "yes"})

    assert Answer.objects.count() == 1


def test_nothing_is_sent_without_a_complaint_and_nothing_consented_without_a_name(page):
    home = Client()
    version = consent_texts()["needling"].version
    empty = home.post(f"{page}/send", {"version": version})
    assert empty.status_code == 422
    home.post(f"{page}/story", STORY)
    older = home.post(f"{page}/send", {"version": "older", "signed_name": "Despina"})
    assert older.status_code == 422
    assert "changed" in older.content.decode()
    home.post(f"{page}/send", {"version": version})

    assert not Consent.objects.exists()
    assert Intake.objects.get().sent_at


def test_when_the_visit_begins_the_questions_are_closed(small, patient):
    begun = make_visit(small, timezone.now() - timedelta(minutes=1), patient)
    page = f"/visit/{manage_token(begun)}/intake"
    assert "has begun" in Client().get(f"{page}/story").content.decode()
    assert Client().post(f"{page}/story", STORY).status_code == 422
    assert not Intake.objects.exists()


def test_a_stranger_without_the_link_sees_nothing(page):
    assert Client().get(f"{page[:-12]}x/intake/story").status_code == 404
    assert Client().get(f"{page}/nowhere").status_code == 404
