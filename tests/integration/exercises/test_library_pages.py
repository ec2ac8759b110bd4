"""The library of exercises, for anybody: found, read, never with a dose that nobody read."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.core.knowledge.poses.drawing import pictures
from ashi.web.exercises.pictures import FILLS, STROKES, on_paper, shown
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BIGGEST_LIST = 700_000


def read(path: str, client: Client | None = None, **asked: str) -> str:
    return unescape((client or Client()).get(path, {"lang": "en", **asked}).content.decode())


@pytest.mark.parametrize("language", ["en", "el"])
def test_every_exercise_has_its_page_with_all_its_words(small, language):
    for one in all_exercises().values():
        page = read(f"/exercises/{one.id}", lang=language)
        said = [(step.words_el if language == "el" else step.words) for step in one.steps]
        assert (one.name_el if language == "el" else one.name) in page
        assert all(words in page for words in said)
        assert (one.stop.words_el if language == "el" else one.stop.words) in page
        assert ('<svg class="pose"' in page) == bool(pictures(one.id))


def test_visitors_are_told_no_dose_from_memory_and_staff_are(small):
    assert all_exercises()["LB11"].dose_provenance == "recalled"
    assert "3 sets of 10" not in read("/exercises/LB11")
    assert "3 sets of 10" in read("/exercises/LB11", client_of(small.users["maria"]))


def test_the_list_finds_in_both_languages_and_says_when_nothing_is_called_so(small):
    assert 'href="/exercises/LB11"' in read("/exercises/", q="γεφυρα")
    assert 'href="/exercises/LB11"' in read("/exercises/", q="Bridge")
    assert "Nothing is called so" in read("/exercises/", q="xylophone")
    knee = read("/exercises/", region="knee")
    assert 'href="/exercises/KN01"' in knee
    assert 'href="/exercises/LB11"' not in knee
    assert "By part of the body" in read("/exercises/", region="no such region")
    assert len(read("/exercises/", q="s")) < BIGGEST_LIST


@pytest.mark.parametrize("name", ["nothing", "lb11", "a" * 300])
def test_no_page_where_there_is_no_exercise(small, name):
    assert Client().get(f"/exercises/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/exercises/", "/exercises/?q=knee", "/exercises/LB11"])
def test_a_page_asks_the_database_a_few_times_whatever_it_shows(small, path):
    Client().get(path)
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(path).status_code == 200
    assert len(asked) <= 3


@pytest.mark.parametrize(
    ("language", "told"), [("en", "picture 2 of 5: Hook"), ("el", "εικόνα 2 από 5: Γάντζος")]
)
def test_what_a_position_shows_is_told_under_it_and_to_who_cannot_see_it(small, language, told):
    page = read("/exercises/EH07", lang=language)

    assert f'{told}"' in page
    assert f">{told.split(': ')[1]}</p>" in page


def test_every_shape_has_an_ink_on_paper():
    kinds = {
        shape.kind
        for one in all_exercises().values()
        for picture in shown(one)
        for shape in picture.shapes
    }

    assert kinds <= FILLS.keys() | STROKES.keys()
    paper = on_paper(shown(all_exercises()["LB11"])[0])
    assert paper.startswith("<svg ")
    assert "class=" not in paper
