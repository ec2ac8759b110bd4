"""Where it hurts: drawn at home and in the room, locked with the record, compared over time."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.bookings.links import manage_token
from ashi.apps.charting.actions.drawing import keep_drawing
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import NoteSignedError
from ashi.apps.screening.models import PainDrawing
from tests.desk.centre import make_visit
from tests.desk.screened import during, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BACK = {
    "view": "back",
    "kind": "burning",
    "strength": 7,
    "outline": [[190, 300], [215, 300], [215, 330], [190, 330]],
}
LEG = BACK | {"kind": "numb", "strength": 3, "outline": [[205, 480], [225, 480], [225, 540]]}


@pytest.fixture
def ahead(small, patient):
    return make_visit(small, timezone.now() + timedelta(days=1), patient)


def _draw(small, visit, *areas, words=""):
    return keep_drawing(by=small.actor("maria"), visit_id=visit.pk, areas=list(areas), words=words)


def test_what_is_drawn_at_home_stands_in_the_room(small, ahead):
    home, page = Client(), f"/visit/{manage_token(ahead)}/intake/where"
    answer = home.post(page, {"areas": json.dumps([BACK]), "words": "Καίει ως το γόνατο"})

    assert answer["Location"].endswith("/urgent")
    row = PainDrawing.objects.get()
    assert (row.source, row.by, row.patient_id) == ("patient", None, ahead.patient_id)
    assert "burning" in home.get(page).content.decode()
    shown = client_of(small.users["maria"]).get(f"/chart/{ahead.pk}").content.decode()
    assert "burning, 7 of 10: lower back right" in shown
    assert "Καίει ως το γόνατο" in shown


def test_a_step_passed_over_leaves_no_figure_without_a_mark(small, ahead):
    home, page = Client(), f"/visit/{manage_token(ahead)}/intake/where"

    answer = home.post(page, {"areas": "[]", "words": ""})

    assert answer["Location"].endswith("/urgent")
    assert not PainDrawing.objects.exists()
    home.post(page, {"areas": json.dumps([BACK]), "words": ""})
    home.post(page, {"areas": "[]", "words": ""})
    assert PainDrawing.objects.get().areas == []


def test_it_is_kept_as_typed_and_the_same_again_writes_nothing(ahead):
    home, page = Client(), f"/visit/{manage_token(ahead)}/intake/where"
    quiet = {"Accept": "application/json"}
    told = home.post(page, {"areas": json.dumps([BACK])}, headers=quiet)
    assert told.json()["says"].startswith("kept")
    first = PainDrawing.objects.get().at
    home.post(page, {"areas": json.dumps([BACK])}, headers=quiet)
    assert PainDrawing.objects.get().at == first
    home.post(page, {"areas": json.dumps([BACK, LEG])}, headers=quiet)
    assert len(PainDrawing.objects.get().areas) == 2


@pytest.mark.parametrize(
    "areas", ["{", "7", '[{"view": "sole"}]', "[" * 5000, json.dumps([BACK] * 41), "null"]
)
def test_what_is_no_drawing_is_refused_in_words_and_nothing_is_kept(ahead, areas):
    home, page = Client(), f"/visit/{manage_token(ahead)}/intake/where"

    answer = home.post(page, {"areas": areas, "words": "left knee"})

    assert answer.status_code == 422
    assert "could not be read" in answer.content.decode()
    assert "left knee" in answer.content.decode()
    assert not PainDrawing.objects.exists()


def test_a_visit_that_has_begun_is_drawn_in_the_room(small, visit):
    home = Client()
    refused = home.post(f"/visit/{manage_token(visit)}/intake/where", {"areas": json.dumps([BACK])})
    assert refused.status_code == 422

    maria = client_of(small.users["maria"])
    page = f"/screening/{visit.pk}/pain"
    assert maria.post(page, {"areas": json.dumps([BACK])}).status_code == 302
    assert PainDrawing.objects.get().by_id == small.users["maria"].pk
    assert "of the figure" in maria.get(page).content.decode()


def test_drawings_are_compared_over_time(small, visit, patient):
    for days, areas in ((21, [BACK, LEG]), (14, [BACK])):
        before = make_visit(small, timezone.now() - timedelta(days=days), patient)
        with during(before):
            _draw(small, before, *areas)
    page = client_of(small.users["maria"]).get(f"/screening/{visit.pk}/pain").content.decode()

    assert page.count('class="card stack"') == 2
    assert page.index("strongest 7 of 10") < page.index("numb, 3 of 10")


def test_a_signed_record_keeps_its_drawing(small, visit):
    _draw(small, visit, BACK)
    by = {"by": small.actor("maria"), "visit_id": visit.pk}
    note = save_note(**by, seen=0, texts={"plan": "again"}, adverse="none")
    screened(small, visit)
    sign_note(**by, seen=note.version, looked=True)

    with pytest.raises(NoteSignedError):
        _draw(small, visit, LEG)
    for act in (
        lambda rows: rows.update(areas=[]),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(PainDrawing.objects.filter(visit=visit))
    page = client_of(small.users["maria"]).get(f"/screening/{visit.pk}/pain").content.decode()
    assert "data-pain>" not in page


def test_a_desk_sees_no_drawing(small, visit):
    assert client_of(small.users["desk"]).get(f"/screening/{visit.pk}/pain").status_code == 404


def test_many_drawings_ask_as_often_as_one(small, visit, patient):
    maria = client_of(small.users["maria"])

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            maria.get(f"/screening/{visit.pk}/pain")
        return len(asked)

    def earlier(days: int) -> None:
        before = make_visit(small, timezone.now() - timedelta(days=days), patient)
        with during(before):
            _draw(small, before, BACK)

    earlier(3)
    count()
    few = count()
    for days in (5, 7, 9, 11):
        earlier(days)
    assert count() == few
