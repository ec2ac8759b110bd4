"""The search across pages: by form, in both languages, with bad input answered."""

from html import unescape

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def search(typed: str, language: str = "en") -> str:
    answer = Client().get("/conditions/search", {"q": typed, "lang": language})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("typed", "language", "found"),
    [
        ("mesi", "en", "Chronic low back pain"),
        ("μεση", "el", "Χρόνιος πόνος στη μέση"),
        ("knee", "el", "γόνατ"),
    ],
)
def test_a_page_is_found_and_named_in_the_readers_language(small, typed, language, found):
    page = search(typed, language)

    assert found in page
    assert '<ol class="hits"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_where_nothing_is_found_every_page_is_offered(small):
    page = search("zzzzqq")

    assert "No page holds all of “zzzzqq”" in page
    assert 'href="/conditions/migraine"' in page


@pytest.mark.parametrize("typed", ["", "<script>alert(1)</script>", "\x00", "%" * 100, "𝕏" * 50])
def test_odd_text_is_answered(small, typed):
    answer = Client().get("/conditions/search", {"q": typed})

    assert answer.status_code in (200, 422)
    assert b"<script>alert" not in answer.content


def test_too_long_a_text_is_refused_beside_its_field(small):
    answer = Client().get("/conditions/search", {"q": "a" * 101})

    assert answer.status_code == 422
    assert "That is too long" in answer.content.decode()


def test_the_list_of_conditions_begins_with_the_search(small):
    assert 'action="/conditions/search"' in Client().get("/conditions/").content.decode()
