"""Laws of the scheduling commands, checked against a model that cannot be clever."""

from datetime import date, datetime
from importlib.util import find_spec

import pytest
from hypothesis import assume, given

from ashi.cli.schedule import answer_course, answer_fill, answer_find
from tests.property import naive_schedule as naive
from tests.property.schedule_documents import (
    close_course_documents,
    close_fill_documents,
    course_documents,
    fill_documents,
    find_documents,
)


@pytest.mark.slow
@given(find_documents())
def test_find_gives_what_looking_at_every_minute_gives(document):
    assert answer_find(document) == naive.find(document)


def without_proof(document):
    return document | {"fill": document["fill"] | {"optimal": False}}


def visits_of(answer):
    return [(naive.moment(visit["start"], None), visit["roles"]) for visit in answer["visits"]]


def model_of(document, asked, first, last):
    return naive.Naive(document, date.fromisoformat(asked[first]), date.fromisoformat(asked[last]))


@pytest.mark.slow
@given(course_documents() | close_course_documents())
def test_a_course_is_the_least_of_all_courses(document):
    least = naive.course(document)
    assume(least is not None)

    answer = answer_course(document)

    visits, asked = visits_of(answer), document["course"]
    unplaced, _, minus_preferred, starts = least
    assert tuple(start for start, _ in visits) == starts
    assert (answer["unplaced"], answer["preferred"]) == (unplaced, -minus_preferred)
    assert answer["complete"] == (unplaced == 0)
    model = model_of(document, asked, "from", "to")
    for at, visit in enumerate(visits):
        assert model.holds(*visit)
        assert all(naive.can_follow(model, asked, one, visit) for one in visits[at - 1 : at])
        assert not any(model.clash(one, visit, patient=True) for one in visits[:at])


@pytest.mark.slow
@given(fill_documents() | close_fill_documents().map(without_proof))
def test_a_filled_day_holds_together_and_has_no_room_for_another(document):
    assume(any(phase["roles"] for phase in document["services"][0]["phases"]))

    answer = answer_fill(document)

    visits, asked = visits_of(answer), document["fill"]
    model = model_of(document, asked, "day", "day")
    assert answer["count"] == len(visits)
    for at, visit in enumerate(visits):
        assert model.holds(*visit, patient=False)
        assert not any(model.clash(one, visit, patient=False) for one in visits[:at])
    day = date.fromisoformat(asked["day"])
    assert not naive.can_be_added(model, list(model.starts(day, day)), visits)
    assert [visit["start"] for visit in answer["visits"]] == sorted(
        (visit["start"] for visit in answer["visits"]), key=datetime.fromisoformat
    )


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("ortools"), reason="the proof needs the extra")
@given(close_fill_documents())
def test_a_packing_called_optimal_is_as_large_as_any(document):
    answer = answer_fill(document)

    visits, asked = visits_of(answer), document["fill"]
    model = model_of(document, asked, "day", "day")
    assert (answer["optimal"], answer["count"]) == (True, naive.most_visits(document))
    for at, visit in enumerate(visits):
        assert model.holds(*visit, patient=False)
        assert not any(model.clash(one, visit, patient=False) for one in visits[:at])
