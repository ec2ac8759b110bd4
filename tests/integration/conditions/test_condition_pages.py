"""Pages on conditions: what may be said, nothing that nobody read, in both languages."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import PARTS, all_conditions
from ashi.core.knowledge.evidence_base.showing import told_to_patients, weigh
from ashi.core.knowledge.pages.reading import all_pages
from ashi.core.safety.red_flags import all_red_flags
from ashi.web.conditions.structured import as_script
from ashi.web.conditions.telling import part_read, urgent_for
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BIGGEST = 100_000
SLUGS = [one.slug for one in all_conditions()]


def read(slug: str, language: str = "en") -> str:
    return unescape(Client().get(f"/conditions/{slug}", {"lang": language}).content.decode())


@pytest.mark.parametrize("language", ["en", "el"])
def test_every_condition_says_all_that_may_be_said_and_nothing_that_nobody_read(small, language):
    base = packaged_base()
    unread = [one for one in base.entries.values() if not one.counts]
    unsaid = [one for one in base.claims.values() if not weigh(one, base).may_be_published]
    assert unread
    assert unsaid

    for condition in all_conditions():
        page = read(condition.slug, language)
        assert (condition.name_el if language == "el" else condition.name) in page
        for told in told_to_patients(base, condition.id):
            assert (told.el if language == "el" else told.en) in page
            assert all(one.source.citation in page for one in told.contradicting)
        near = [one.id for one in unread if one.id in page]
        assert [one for one in near if re.search(rf"\b{one}\b", page)] == []
        assert [one.id for one in unsaid if one.en in page or one.el in page] == []


def test_words_of_what_nobody_read_are_on_no_page(small):
    base = packaged_base()
    seen = {one.answer.words for one in base.entries.values() if one.counts}
    unread = {one.answer.words for one in base.entries.values() if not one.counts} - seen
    long = [words for words in unread if len(words) > 20]
    pages = "".join(map(read, SLUGS))

    assert long
    assert [words for words in long if words in pages] == []


@pytest.mark.parametrize("slug", ["nothing", "lbp_chronic", "a" * 300, "Migraine"])
def test_an_unknown_condition_is_not_there(small, slug):
    assert Client().get(f"/conditions/{slug}").status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_asks_after_an_emergency_first_and_names_no_disease(small, slug):
    page = read(slug)

    assert page.index("call 112") < page.index("How it usually goes")
    assert "We have been told" not in page
    assert [one.suspected for one in all_red_flags() if one.suspected in page] == []


def test_each_page_is_light_and_waits_for_no_script(small):
    for slug in SLUGS:
        packed = Client().get(f"/conditions/{slug}", headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert len(packed.content) < BIGGEST / 4
        scripts = re.findall(r"<script([^>]*)>", read(slug))
        assert scripts == [' type="application/ld+json"']


def test_structured_data_can_be_read_and_cannot_break_out(small):
    page = Client().get("/conditions/jumpers-knee", {"lang": "en"}).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)

    assert json.loads(block)[0]["about"] == {"@type": "MedicalCondition", "name": "Jumper's knee"}
    assert as_script({"name": "</script><b>&"}).count("<") == 2


def test_a_page_has_one_address_for_each_language(small):
    page = Client().get("/conditions/migraine", {"lang": "el"}).content.decode()

    assert '<html lang="el"' in page
    assert '<link rel="canonical" href="http://testserver/conditions/migraine?lang=el">' in page
    assert 'hreflang="en" href="http://testserver/conditions/migraine?lang=en"' in page


def test_whoever_came_to_greek_goes_on_in_greek(small):
    reader = Client()
    first = reader.get("/conditions/migraine", {"lang": "el"})
    second = reader.get("/conditions/migraine")

    assert "private" in first["Cache-Control"]
    assert "Ημικρανία" in second.content.decode()


def test_visitors_keep_a_page_and_staff_ask_anew(small):
    first = Client().get("/conditions/migraine")
    again = Client().get("/conditions/migraine", headers={"If-None-Match": first["ETag"]})

    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    assert again.status_code == 304
    assert "private" in client_of(small.users["maria"]).get("/conditions/migraine")["Cache-Control"]


def test_every_page_asks_the_database_equally_often(small):
    def count(slug: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/conditions/{slug}")
        return len(asked)

    count("migraine")
    assert len({count(slug) for slug in ("migraine", "chronic-low-back-pain", "fibromyalgia")}) == 1


def test_a_visit_is_drawn_and_can_be_booked(small):
    page = read("neck-pain")

    assert "A visit, minute by minute" in page
    assert f"/book/{small.service.slug}/" in page


def test_without_a_centre_the_pages_stand(db):
    call_command("createcachetable", verbosity=0)

    assert Client().get("/conditions/neck-pain").status_code == 200
    assert Client().get("/conditions/").status_code == 200


def test_the_list_and_the_map_of_the_site_hold_every_condition(small):
    listed = Client().get("/conditions/").content.decode()
    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)

    assert [slug for slug in SLUGS if f'href="/conditions/{slug}"' not in listed] == []
    assert len(tree) >= 2 * (len(SLUGS) + len(all_pages()) + 2)
    assert {one.part for one in all_conditions()} == set(PARTS)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("abstract (also in clinical/05)", "abstract"),
        ("conclusions; trial rows already in evidence/", "conclusions"),
        ("carried from clinical/05_trajectories.csv", "which part is not written down"),
        ("abstract; tables 2 and 3", "abstract; tables 2 and 3"),
    ],
)
def test_of_the_part_that_was_read_only_what_a_reader_understands_is_told(written, told):
    assert part_read(written) == told


def test_the_areas_of_conditions_are_known(small):
    regions = {one.region for one in all_red_flags()}

    assert len(SLUGS) == len(set(SLUGS)) == 25
    for one in all_conditions():
        assert one.region in regions
        own, more = urgent_for(one)
        assert own
        assert not set(own) & set(more)
