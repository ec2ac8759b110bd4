"""General pages, the glossary, and the pages of people and centre, in both languages."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.centres.models import Permit
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.pages.reading import all_pages, all_terms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def read(path: str, language: str = "en") -> str:
    answer = Client().get(path, {"lang": language})
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("one", all_pages(), ids=lambda one: one.slug)
def test_a_general_page_says_all_its_sentences(small, one, language):
    page = read(f"/about/{one.slug}", language)
    claims = packaged_base().claims

    for told in (one.title, one.lead, *(part.heading for part in one.sections)):
        assert getattr(told, language) in page
    for said in (said for part in one.sections for said in part.says):
        assert getattr(claims[said.claim] if said.claim else said, language) in page
        if said.claim:
            assert f'id="{said.claim}"' in page  # opens down to its grounds
    assert f"?lang={language}" in page
    assert "<script" in page
    assert re.findall(r"<script([^>]*)>", page) == [' type="application/ld+json"']


def test_tradition_is_told_as_tradition(small):
    page = read("/about/points-and-channels")

    assert page.count('data-kind="tradition"') == 2
    assert "have not been found as things in the body" in page


def test_an_unknown_page_is_not_there(small):
    for path in ("/about/nothing", "/about/Safety", "/people/0", f"/people/{2**40}"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_glossary_holds_every_term_in_both_languages(small, language):
    page = read("/about/words", language)

    assert len(all_terms()) > 120
    assert all(one.en in page and one.el in page for one in all_terms())


def test_pages_ask_the_database_equally_often(small):
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        return len(asked)

    count("/about/safety")
    of_words = count("/about/words")  # which has no words of the centre's own
    assert count("/about/safety") == count("/about/acupuncture") == of_words + 1
    first = count(f"/people/{small.people['maria'].pk}")
    Permit.objects.create(resource=small.people["maria"], act="cupping")
    assert count(f"/people/{small.people['maria'].pk}") == first


def test_a_person_is_shown_with_what_holds_and_hidden_when_all_has_run_out(small):
    maria = small.people["maria"]
    today = timezone.localdate()
    Permit.objects.filter(resource=maria).update(
        registration="CY-77", registration_expires=today, insurance_expires=None
    )
    page = read(f"/people/{maria.pk}")
    assert "CY-77" in page
    assert "Needling" in page
    assert f'href="/people/{maria.pk}"' in read("/centre")

    Permit.objects.filter(resource=maria, act="needling").update(
        insurance_expires=today - timedelta(days=1)
    )
    assert "Needling" not in read(f"/people/{maria.pk}")
    assert "Τι επιτρέπεται να κάνει εδώ" in read(f"/people/{maria.pk}", "el")
    assert "Exercise" in read(f"/people/{maria.pk}")

    Permit.objects.filter(resource=maria).update(registration_expires=today - timedelta(days=1))
    assert Client().get(f"/people/{maria.pk}").status_code == 404
    assert maria.name not in read("/centre")


def test_nobody_but_practitioners_has_a_page(small):
    for name, one in small.people.items():
        status = Client().get(f"/people/{one.pk}").status_code
        assert (status == 200) == (one.kind == "practitioner"), name
    assert Client().get(f"/people/{small.rooms['Room 1'].pk}").status_code == 404


def test_the_centre_can_be_read_by_search_engines(small):
    small.centre.phone = "+35722000012"
    small.centre.name = "Small </script> centre"
    small.centre.save()
    page = Client().get("/centre").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    said = json.loads(block)

    assert said["@type"] == ["LocalBusiness", "MedicalClinic"]
    assert said["name"] == "Small </script> centre"
    assert said["telephone"] == "+35722000012"
    assert {one["@type"] for one in said["openingHoursSpecification"]} == {
        "OpeningHoursSpecification"
    }
    assert "email" not in said or said["email"]
