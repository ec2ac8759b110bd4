"""Every statement of the centre's own article is answered on a page that a patient can open.

The statements are those of the article, A1 to A20, by number; the words below are what a patient
reads of each, on which page.
"""

from html import unescape

import pytest
from django.test import Client

from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.evidence_base.showing import told_to_patients

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BACK = "/conditions/chronic-low-back-pain"
ANSWERS = {
    "A1": (BACK, "at any one time 7 or 8 of every 100 people"),
    "A2": (BACK, "no single cause in the body can be shown"),
    "A3": ("/about/acupuncture", "Needles are one part of a plan"),
    "A4": ("/about/points-and-channels", "Qi flows through the body along fourteen channels"),
    "A5": ("/about/how-it-works", "its own painkilling substances"),
    "A6": (BACK, "lowered lasting back pain by about 10 points of 100"),
    "A7": ("/about/how-it-works", "We have read no study that carries it"),
    "A8": ("/about/how-it-works", "it is not a trial in patients"),
    "A9": ("/conditions/acute-low-back-pain", "New low back pain mostly eases quickly"),
    "A10": ("/conditions/", "Carpal tunnel syndrome"),
    "A11": ("/conditions/", "Fibromyalgia"),
    "A12": (BACK, "Exercises we often begin with"),
    "A13": ("/conditions/muscle-and-joint-pain", "no clear further relief of pain"),
    "A14": (BACK, "Two reviews of 2005 found acupuncture better than a sham treatment"),
    "A15": (BACK, "Guidelines disagree on lasting back pain"),
    "A16": ("/centre", "Who works here"),
    "A17": (BACK, "Questions people ask"),
    "A18": ("/about/safety", "about 9 of 100 people"),
    "A19": (BACK, "We plan 4 to 6 visits"),
    "A20": (BACK, "Leaflet to print (PDF)"),
}


def test_no_statement_is_left_out():
    assert list(ANSWERS) == [f"A{number}" for number in range(1, 21)]


@pytest.mark.parametrize("statement", ANSWERS)
def test_a_statement_is_answered(small, statement):
    path, words = ANSWERS[statement]

    assert words in unescape(Client().get(path, {"lang": "en"}).content.decode())


def test_every_condition_that_the_article_names_has_a_page(small):
    listed = unescape(Client().get("/conditions/", {"lang": "en"}).content.decode())

    for one in all_conditions():
        assert f'href="/conditions/{one.slug}"' in listed


def test_claims_that_answer_a_statement_are_on_the_page_they_speak_of(small):
    base = packaged_base()
    for condition in all_conditions():
        page = unescape(
            Client().get(f"/conditions/{condition.slug}", {"lang": "en"}).content.decode()
        )
        answering = [
            one for one in told_to_patients(base, condition.id) if base.claims[one.claim_id].article
        ]
        assert all(one.en in page for one in answering)


def test_what_the_article_says_and_nothing_carries_is_kept_from_patients(small):
    base = packaged_base()
    held = [one for one in base.claims.values() if one.article and not one.publish]
    told = {one.claim_id for one in told_to_patients(base)}

    assert {"lbp-eight-in-ten", "together-do-more", "muscles-relax"} <= {one.id for one in held}
    assert not told & {one.id for one in held}
