"""What a board gives a device to go on with, and to whom; the worker that answers for it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.apps.encounters.actions.steps import record_step, undo_step
from ashi.apps.encounters.models import Step
from tests.desk.centre import make_patient, make_visit, today

pytestmark = pytest.mark.slow


def kept(client, day=None):
    page = client.get(reverse("board-fragment", args=[day or today()]))
    text = page.content.decode()
    begin = '<script id="kept-visits" type="application/json">'
    if begin not in text:
        return None
    return json.loads(text.split(begin)[1].split("</script>")[0])


def step(small, visit, kind, ago_min, **more):
    return record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind=kind,
        occurred_at=timezone.now() - timedelta(minutes=ago_min),
        confirmed=True,
        **more,
    )


def test_a_visit_is_kept_with_its_clock_its_steps_and_its_version(small, signed_in):
    patient = make_patient("Ελένη", "Παπαδοπούλου")
    visit = make_visit(small, timezone.now(), patient)
    here = step(small, visit, "arrive", 12)
    needles = step(small, visit, "needles-in", 5, needles=14)

    (one,) = kept(signed_in("maria"))

    at = f"{timezone.localtime(visit.session.starts_at, timezone.get_fixed_timezone(0)):%M}"
    assert one["at"].endswith(at)
    due = needles.occurred_at + timedelta(minutes=20)
    assert one | {"at": "", "label": "", "seen": set(one["seen"])} == {
        "id": str(visit.pk),
        "name": "Ελένη Παπαδοπούλου",
        "label": "",
        "at": "",
        "what": "Acupuncture, 60 min",
        "place": "Room 1",
        "version": str(visit.version),
        "seen": {str(here.pk), str(needles.pk)},
        "done": [
            {"kind": "arrive", "at": int(here.occurred_at.timestamp() * 1000), "needles": 0},
            {
                "kind": "needles-in",
                "at": int(needles.occurred_at.timestamp() * 1000),
                "needles": 14,
            },
        ],
        "counted_in": 14,
        "counted_out": 0,
        "needles": 14,
        "left": False,
        "due": int(due.timestamp() * 1000),
        "rest_min": 20,
    }
    assert one["label"] == f"{one['at']} Ελένη Π."


def test_a_step_that_was_taken_back_is_known_of_too(small, signed_in, visit):
    step(small, visit, "arrive", 5)
    undo_step(by=small.actor("maria"), step_id=uuid4(), visit_id=visit.pk)

    (one,) = kept(signed_in("maria"))

    assert set(one["seen"]) == {str(pk) for pk in Step.objects.values_list("pk", flat=True)}
    assert one["done"] == []


def test_only_today_is_kept(small, signed_in, visit):
    maria = signed_in("maria")

    assert kept(maria, today() + timedelta(days=1)) is None
    tomorrow = maria.get(reverse("board", args=[today() + timedelta(days=1)])).content.decode()
    assert "data-worker" not in tomorrow
    assert "data-worker" in maria.get(reverse("board", args=[today()])).content.decode()


def test_who_may_not_count_is_offered_no_counts_without_connection(small, signed_in, visit):
    desk = signed_in("desk").get(reverse("board", args=[today()])).content.decode()
    maria = signed_in("maria").get(reverse("board", args=[today()])).content.decode()

    assert ('id="away-in"' in desk, 'id="away-in"' in maria) == (False, True)


def test_the_worker_is_a_script_with_nothing_of_anybody_and_renews_itself(db):
    answer = Client().get(reverse("board-worker"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert answer["Cache-Control"] == "no-cache"
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert b"/desk/board" in answer.content
