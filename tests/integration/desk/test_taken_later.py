"""The address to which a board sends what was taken without connection, and the page that shows it."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.models import Step
from tests.desk.centre import make_visit

pytestmark = pytest.mark.slow


def sent(small, visit, kind="arrive", by="maria", ago_min=10, **more):
    pressed = timezone.now() - timedelta(minutes=ago_min)
    return {
        "step_id": str(uuid4()),
        "author_id": small.users[by].pk,
        "kind": kind,
        "pressed_ms": int(pressed.timestamp() * 1000),
        "visit_version": visit.version,
        "seen": "",
        **more,
    }


def later(visit):
    return reverse("step-later", args=[visit.pk])


def test_a_step_is_kept_and_its_page_says_that_it_came_late(small, signed_in, visit):
    maria = signed_in("maria")

    answer = maria.post(later(visit), sent(small, visit))

    assert (answer.status_code, answer.json()) == (200, {"state": "kept", "says": ""})
    page = maria.get(reverse("visit", args=[visit.pk])).content.decode()
    assert "pressed without connection, sent" in page


def test_both_versions_are_told_in_the_readers_language(small, signed_in, visit):
    record_step(
        by=small.actor("sofia"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind="needles-in",
        needles=12,
        confirmed=True,
    )
    maria = signed_in("maria")
    body = sent(small, visit, "needles-in", needles=11)

    english = maria.post(later(visit), body)
    greek = maria.post(later(visit), body, headers={"Accept-Language": "el"})

    assert english.status_code == 422
    assert english.json()["says"] == "Somebody else marked this meanwhile. Is yours a second one?"
    assert english.json()["theirs"].endswith("12 needles in, Sofia Kyriakidou")
    assert english.json()["can_keep"]
    assert greek.json()["says"] == (
        "Κάποιος άλλος το σημείωσε στο μεταξύ. Το δικό σας είναι δεύτερο;"
    )
    assert Step.objects.count() == 1
    assert maria.post(later(visit), body | {"confirmed": "on"}).json()["state"] == "kept"


def test_somebody_elses_steps_wait_for_their_author(small, signed_in, visit):
    answer = signed_in("sofia").post(later(visit), sent(small, visit, by="maria"))

    assert answer.json()["says"] == (
        "Maria Georgiou took this step. It waits here until they sign in."
    )
    assert not answer.json()["can_keep"]


def test_a_clock_that_runs_ahead_is_told(small, signed_in, visit):
    maria = signed_in("maria")

    answer = maria.post(later(visit), sent(small, visit, ago_min=-60)).json()

    assert answer["state"] == "kept"
    assert "Please set the clock." in answer["says"]
    assert "clock said" in maria.get(reverse("visit", args=[visit.pk])).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"step_id": "x"},
        {"pressed_ms": "9" * 30},
        {"pressed_ms": "soon"},
        {"seen": "nonsense"},
        {"kind": "undo"},
        {"needles": "-1"},
        {"author_id": "0"},
    ],
)
def test_what_is_no_step_is_refused_with_a_sentence(small, signed_in, visit, wrong):
    answer = signed_in("maria").post(later(visit), sent(small, visit) | wrong)

    assert (answer.status_code, Step.objects.count()) == (422, 0)
    assert answer.json()["says"] == "This step cannot be read any more. Please enter it by hand."


def test_a_step_costs_the_same_however_many_came_before(small, signed_in, visit):
    maria = signed_in("maria")
    make_visit(small, timezone.now(), room="Room 2", therapist="andreas")
    maria.post(later(visit), sent(small, visit, "arrive", ago_min=20))
    counts = []
    for number in range(3):
        body = sent(small, visit, "check", ago_min=10 - number, confirmed="on")
        with CaptureQueriesContext(connection) as queries:
            assert maria.post(later(visit), body).json()["state"] == "kept"
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 40


def test_entry_from_paper_is_late_and_names_its_source(small, signed_in, visit):
    maria = signed_in("maria")
    at = timezone.localtime(timezone.now() - timedelta(minutes=5), small_zone(small))
    body = {
        "step_id": uuid4(),
        "kind": "arrive",
        "earlier": "on",
        "source": "paper",
        "at": at.strftime("%H:%M"),
    }

    maria.post(reverse("visit-step", args=[visit.pk]), body)

    step = Step.objects.get()
    assert (step.source, step.by) == ("paper", small.users["maria"])
    assert step.occurred_at < step.recorded_at
    page = maria.get(reverse("visit", args=[visit.pk])).content.decode()
    assert "from the paper day sheet, entered" in page


def test_the_paper_of_yesterday_is_entered_at_yesterdays_hour(small, signed_in):
    yesterday = make_visit(small, timezone.now() - timedelta(days=1))
    body = {"step_id": uuid4(), "kind": "arrive", "earlier": "on", "source": "paper", "at": "10:05"}

    signed_in("maria").post(reverse("visit-step", args=[yesterday.pk]), body)

    zone = small_zone(small)
    day = timezone.localtime(yesterday.session.starts_at, zone).date()
    kept = timezone.localtime(Step.objects.get().occurred_at, zone)
    assert (kept.date(), kept.strftime("%H:%M")) == (day, "10:05")


def test_a_question_about_an_earlier_step_keeps_its_hour_and_its_source(small, signed_in, visit):
    maria = signed_in("maria")
    url = reverse("visit-step", args=[visit.pk])
    maria.post(url, {"step_id": uuid4(), "kind": "arrive"})
    hour = timezone.localtime(timezone.now() - timedelta(minutes=3), small_zone(small))
    body = {"kind": "arrive", "earlier": "on", "source": "paper", "at": hour.strftime("%H:%M")}

    asked = maria.post(url, {"step_id": uuid4(), **body}).context["asked"]
    maria.post(
        url,
        {
            "step_id": asked.step_id,
            "kind": asked.kind,
            "confirmed": "on",
            "earlier": "on",
            "at": asked.at,
            "source": asked.source,
        },
    )

    step = Step.objects.get(pk=asked.step_id)
    assert step.source == "paper"
    assert step.occurred_at == hour.replace(second=0, microsecond=0)


def small_zone(small):
    return ZoneInfo(small.centre.zone)
