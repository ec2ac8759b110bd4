"""What the protocol wants seen: fixed words at once and somebody phones, whatever way it came."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ashi.apps.encounters.models import CallBack
from ashi.apps.outcomes.actions.correcting import correct_response
from ashi.apps.outcomes.actions.loading import load_questionnaire
from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import Asking, Response
from tests.desk.asked import as_file, asked, questionnaire
from tests.desk.centre import make_patient, make_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# What is answered, and a word of the fixed advice.
KINDS = {
    "an emergency red flag": (("NPRS",), {"flags": "saddle", "NPRS-0": "3"}, "112"),
    "the last question on mood": (("PHQ9",), {"PHQ9-8": "a1"}, "do not stay alone"),
    "very strong pain after needles": (("NPRS",), {"NPRS-0": "10"}, "very strong pain"),
}
CALM = {"NPRS": {"NPRS-0": "8"}, "PHQ9": {"PHQ9-8": "a0"}}


@pytest.fixture
def ask(small):
    load_questionnaire(
        by=small.actor("owner"), measure="PHQ9", language="en", data=as_file(questionnaire())
    )

    def made(measures, starts=timedelta(minutes=-90)) -> Asking:
        patient = make_patient()
        visit = make_visit(small, timezone.now() + starts, patient)
        return asked(small, patient, visit=visit, moment="visit", measures=measures)

    return made


@pytest.fixture
def ways(small):
    """Answer a set by each way, and return what whoever answered reads."""

    def by_link(asking, sent):
        address = f"/questions/{make_link(asking)}"
        return Client().post(address, sent | {"send": "1"}).content.decode()

    def by_tablet(asking, sent):
        desk = client_of(small.users["desk"])
        handed = desk.post(f"/outcomes/{asking.pk}/tablet")["Location"]
        return desk.post(handed, sent | {"send": "1"}).content.decode()

    def by_paper(asking, sent):
        maria = client_of(small.users["maria"])
        sent = sent | {"answered_on": timezone.localdate().isoformat()}
        return maria.post(f"/outcomes/{asking.pk}/paper", sent, follow=True).content.decode()

    return {"link": by_link, "tablet": by_tablet, "paper": by_paper}


@pytest.mark.parametrize("way", ["link", "tablet", "paper"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_shown_and_the_staff_are_paged(ask, ways, kind, way):
    measures, sent, words = KINDS[kind]
    asking = ask(measures)

    assert words in ways[way](asking, sent)
    assert CallBack.objects.get().visit == asking.visit
    assert set(Response.objects.values_list("source", flat=True)) == {
        {"link": "phone"}.get(way, way)
    }


@pytest.mark.parametrize("way", ["link", "tablet", "paper"])
@pytest.mark.parametrize("measure", CALM)
def test_other_answers_page_nobody(ask, ways, measure, way):
    page = ways[way](ask((measure,)), CALM[measure])

    assert "We have your answers" in page or "The answers are kept" in page
    assert not CallBack.objects.exists()


def test_strong_pain_before_the_first_needle_is_no_pain_after_needles(ask, ways):
    asking = ask(("NPRS",), starts=timedelta(days=2))

    assert "very strong pain" not in ways["link"](asking, {"NPRS-0": "10"})
    assert not CallBack.objects.exists()


def test_a_correction_that_must_be_seen_pages_and_one_that_said_so_before_does_not(
    small, ask, ways
):
    ways["link"](ask(("PHQ9",)), {"PHQ9-8": "a0"})
    first = Response.objects.get()
    again = {"by": small.actor("maria"), "response_id": first.pk, "why": "misread"}
    correct_response(**again, given={"q9": "a2"})
    assert CallBack.objects.count() == 1

    ways["link"](ask(("NPRS",), starts=timedelta(hours=-4)), {"NPRS-0": "10"})
    assert CallBack.objects.count() == 2
    row = Response.objects.get(measure="NPRS")
    correct_response(by=small.actor("maria"), response_id=row.pk, given={"1": 9}, why="misread")
    assert CallBack.objects.count() == 2
