"""Points looked up in a page: by search, one by one, by a place on a picture."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.core.knowledge.atlas.views import VIEWS
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("BL23", "Shènshù"),
        ("zusanli", "ST36"),
        ("足三里", "ST36"),
        ("piriformis", "GB30"),
        ("yuan", "LI4"),
    ],
)
def test_a_point_is_found_by_anything_known_of_it(maria, asked, found):
    assert found in maria.get("/points/", {"q": asked}).content.decode()


def test_what_is_not_found_is_said_and_typing_fetches_the_list_alone(maria):
    none = maria.get("/points/", {"q": "qqqq"}, headers={"HX-Request": "true"}).content.decode()

    assert "Nothing is called so" in none
    assert "<html" not in none


def test_a_point_shows_what_lies_beneath_and_whose_depths_are_printed(maria):
    page = maria.get("/points/GB21").content.decode()

    assert "pleura/lung" in page
    assert "can do grave harm" in page
    assert "No text says which depth does no harm" in page
    assert "A draft" in page
    assert page.count("<polyline") > 0


@pytest.mark.parametrize("code", ["BL99", "V40", "nothing", "%00"])
def test_what_is_no_one_point_is_not_there(maria, code):
    assert maria.get(f"/points/{code}").status_code == 404


def test_near_a_place_its_points_and_the_place_itself_are_offered(maria):
    page = maria.get("/points/map/low_back/left/near", {"x": "193", "y": "92"}).content.decode()

    assert 'data-say="BL23 left"' in page
    assert 'data-say="BL23 both"' in page
    assert 'data-say="ashi L2 left @low_back:193:92"' in page


@pytest.mark.parametrize(
    "place", [{}, {"x": "a", "y": "1"}, {"x": "9999", "y": "1"}, {"x": "nan", "y": "1"}]
)
def test_a_place_beside_the_picture_is_refused(maria, place):
    assert maria.get("/points/map/low_back/left/near", place).status_code == 422


@pytest.mark.parametrize(
    "path", ["/points/map/inside/left", "/points/map/back/middle", "/points/map/inside/left/near"]
)
def test_a_picture_that_there_is_not_is_not_there(maria, path):
    assert maria.get(path).status_code == 404


@pytest.mark.parametrize("view", VIEWS)
def test_every_point_of_a_view_is_given_to_hands_and_keys(maria, view):
    points = maria.get(f"/points/map/{view}/right").json()["points"]

    assert points
    assert {"code", "name", "side", "x", "y"} == set(points[0])


def test_a_desk_looks_up_no_points(small):
    assert client_of(small.users["desk"]).get("/points/").status_code == 404


def test_a_list_of_thirty_asks_the_database_as_often_as_none(maria):
    def count(q: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            maria.get("/points/", {"q": q})
        return len(asked)

    count("")
    assert count("knee") == count("qqqq") == count("BL23")
