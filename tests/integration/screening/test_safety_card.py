"""The card with warning signs: whose it is, printed in both languages, recorded as given."""

import io

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.screening.actions.answering import state_complaint
from ashi.apps.screening.actions.cards import give_card
from ashi.apps.screening.models import Answer, CardGiven
from ashi.core.safety.red_flags import all_red_flags
from ashi.core.safety.safety_net import FLAG, card_belongs, cauda_card
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    return client_of(small.users["maria"])


def complain(small, visit, area):
    by = small.actor("maria")
    state_complaint(by=by, visit_id=visit.pk, words="It hurts", areas=[area] if area else [])


def give(small, visit, who="maria", language="el"):
    return give_card(by=small.actor(who), visit_id=visit.pk, language=language)


def test_the_card_has_as_many_signs_in_both_languages_and_the_question_it_answers():
    card = cauda_card()
    assert len(card.en.signs) == len(card.el.signs) >= 5
    assert FLAG in {flag.code for flag in all_red_flags()}
    assert "112" in card.en.act
    assert "112" in card.el.act


@pytest.mark.parametrize(
    ("areas", "wanted"),
    [(("lumbar",), True), (("lower_limb",), True), (("shoulder",), False), ((), False)],
)
def test_it_belongs_to_complaints_of_back_and_leg(areas, wanted):
    assert card_belongs(areas) is wanted


@pytest.mark.parametrize("language", ["en", "el"])
def test_it_is_printed_with_every_sign_and_nothing_of_the_patient(visit, maria, language):
    made = maria.get(f"/screening/{visit.pk}/card?lang={language}")

    page = PdfReader(io.BytesIO(made.content)).pages[0].extract_text()
    text = " ".join(page.split())
    words = cauda_card().words(language)
    assert made["Content-Type"] == "application/pdf"
    for sign in words.signs:
        assert sign.split()[0] in text
    assert cauda_card().version in text
    assert visit.patient.family_name not in text


def test_the_chart_offers_it_for_back_and_leg_and_says_when_it_was_given(small, visit, maria):
    complain(small, visit, "shoulder")
    assert 'id="card"' not in maria.get(f"/chart/{visit.pk}").content.decode()
    complain(small, visit, "lumbar")
    page = maria.get(f"/chart/{visit.pk}").content.decode()
    assert "not given at this visit" in page
    assert f"/screening/{visit.pk}/card?lang=el" in page

    maria.post(f"/screening/{visit.pk}/card/given", {"lang": "el"})

    page = maria.get(f"/chart/{visit.pk}").content.decode()
    assert "Given and understood" in page
    assert "not given at this visit" not in page
    assert maria.post(f"/screening/{visit.pk}/card/given", {"lang": "xx"}).status_code == 422


def test_given_once_it_answers_the_question_and_stays(small, visit):
    first = give(small, visit)
    assert give(small, visit) == first

    (said,) = Answer.objects.all()
    assert (said.fact, said.value) == (FLAG, "no")
    assert first.version == cauda_card().version
    assert Event.objects.filter(action="card.give").count() == 1
    with pytest.raises(NotAllowedError):
        give(small, visit, who="desk")
    with pytest.raises(IntegrityError), transaction.atomic():
        CardGiven.objects.update(language="en")
