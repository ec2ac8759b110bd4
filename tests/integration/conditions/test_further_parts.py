"""What a page says beside its claims: visits, rates, self-care, questions, sources, a leaflet."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.pages.reading import all_rates, doses_for, self_care_for, what_it_is

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CONDITIONS = [(one.id, one.slug) for one in all_conditions()]


def read(slug: str, language: str = "en") -> str:
    return unescape(Client().get(f"/conditions/{slug}", {"lang": language}).content.decode())


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize(("name", "slug"), CONDITIONS)
def test_every_condition_is_whole_in_both_languages(small, name, slug, language):
    page = read(slug, language)

    assert getattr(what_it_is(name), language) in page
    assert len(self_care_for(name)) >= 2
    for told in (*self_care_for(name), *(one.told for one in doses_for(name))):
        assert getattr(told, language) in page
    for rate in all_rates():
        assert getattr(rate.told, language) in page
    for anchor in ("care", "questions", "sources", "visits", "harm", "help", "studies"):
        assert f'id="{anchor}"' in page
    assert f"/conditions/{slug}/leaflet.pdf" in page
    assert "mailto:?subject=" in page


@pytest.mark.parametrize(
    ("what", "often"),
    [
        ("Anything unwanted at all", "about 9 of 100 people (5 to 15)"),
        ("Something that needs treatment", "about 11 of 10,000 people (0 to 74)"),
        ("Something serious", "about 1 of 10,000 people (0.2 to 2)"),
        ("A collapsed lung", "about 1 of 100,000 people"),
        ("Fainting", "about 2 of 10,000 treatments"),
    ],
)
def test_rates_are_told_in_whole_people_from_their_entries(small, what, often):
    row = re.search(rf"<th scope=\"row\">{what}.*?</tr>", read("migraine"))

    assert row
    assert often in row[0]


def test_both_sides_stand_in_short_above_all_else(small):
    page = read("chronic-low-back-pain")
    short = page[page.index('id="brief"') : page.index('id="course"')]

    assert "clearly less pain with acupuncture than people who went without" in short
    assert "the gain from acupuncture in lasting back and neck pain is small" in short
    assert "We plan 4 to 6 visits" in short
    assert "about 9 of 100 people" in short
    silent = read("achilles-tendon-pain")
    assert silent.count("Nothing among what we read that we can lean on.") == 2


def test_the_centre_plans_what_its_article_says_beside_what_trials_and_funders_do(small):
    acute, lasting = read("acute-low-back-pain"), read("chronic-low-back-pain")

    assert "We plan 2 to 4 visits" in acute
    assert "We plan 4 to 6 visits" in lasting
    assert "8 to 15 visits over 10 to 12 weeks" in lasting
    assert "up to 12 visits in 90 days" in lasting
    assert lasting.count("data-review") == 2


def test_questions_are_on_the_page_and_in_its_structured_data_alike(small):
    for slug in ("chronic-low-back-pain", "tennis-elbow"):
        page = Client().get(f"/conditions/{slug}", {"lang": "el"}).content.decode()
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        medical, faq = json.loads(block)
        asked = re.findall(r'<details class="qa"><summary>(.*?)</summary>', unescape(page))
        assert medical["@type"] == "MedicalWebPage"
        assert faq["@type"] == "FAQPage"
        assert [one["name"] for one in faq["mainEntity"]] == asked
        assert len(asked) >= 6
        assert all(len(one["acceptedAnswer"]["text"]) > 20 for one in faq["mainEntity"])


def test_sources_are_listed_once_each_and_none_that_nobody_read(small):
    page = read("chronic-low-back-pain")
    listed = re.findall(r"<li>(.*?)</li>", page[page.index('id="sources"') :].split("</ol>")[0])
    unread = {one.source.citation for one in packaged_base().entries.values() if not one.counts}
    unread -= {one.source.citation for one in packaged_base().entries.values() if one.counts}

    assert len(listed) == len(set(listed)) > 15
    assert not [one for one in listed for name in unread if name in one]


@pytest.mark.parametrize("language", ["en", "el"])
def test_every_leaflet_fits_on_one_sheet(small, language):
    for _name, slug in CONDITIONS:
        answer = Client().get(f"/conditions/{slug}/leaflet.pdf", {"lang": language})
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) in (1, 2), slug
    assert Client().get("/conditions/nothing/leaflet.pdf").status_code == 404
