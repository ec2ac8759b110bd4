"""Pages are found by words in both languages, with accents and without, in Greek letters and Latin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.kernel.names import fold, latin
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.pages.finding import find_pages
from ashi.core.knowledge.pages.reading import all_pages


def slugs(typed: str, most: int = 3) -> list[str]:
    return [hit.slug for hit in find_pages(typed)][:most]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("μέση", "chronic-low-back-pain"),
        ("μεση", "chronic-low-back-pain"),
        ("ΜΕΣΗ", "chronic-low-back-pain"),
        ("mesi", "chronic-low-back-pain"),
        ("ponos sti mesi", "acute-low-back-pain"),
        ("αυχένας", "neck-pain"),
        ("auxenas", "neck-pain"),
        ("afxenas", "neck-pain"),
        ("hmikrania", "migraine"),
        ("imikrania", "migraine"),
        ("isxialgia", "sciatica"),
        ("gonato", "knee-osteoarthritis"),
        ("ponokefalos", "tension-type-headache"),
        ("belonismos", "acupuncture"),
        ("velonismos", "acupuncture"),
        ("herniated disc", "slipped-disc-with-leg-pain"),
        ("TMJ", "jaw-joint-disorder"),
        ("sagoni", "jaw-joint-disorder"),
        ("tendonitis", "achilles-tendon-pain"),
        ("headaches", "migraine"),
    ],
)
def test_what_people_type_finds_the_page(typed, slug):
    assert slug in slugs(typed)


@pytest.mark.parametrize("one", all_conditions(), ids=lambda one: one.id)
@pytest.mark.parametrize("name", ["name", "name_el"])
def test_every_condition_is_found_by_its_name_however_it_is_written(one, name):
    written = getattr(one, name)
    for typed in (written, fold(written), written.upper(), latin(written)):
        assert one.slug in slugs(typed), typed


@pytest.mark.parametrize("one", all_pages(), ids=lambda one: one.slug)
def test_every_general_page_is_found_by_its_title(one):
    for typed in (one.title.en, one.title.el, latin(one.title.el)):
        assert one.slug in slugs(typed, 5)


@pytest.mark.parametrize(
    "typed", ["", "   ", "zzzzqq", "γχφψβδ", "mesi zzzzqq", "%_", "'; --", "\x00"]
)
def test_what_is_on_no_page_finds_nothing(typed):
    assert find_pages(typed) == []


@given(st.text(max_size=100))
def test_any_text_is_answered_and_the_order_is_that_of_the_scores(typed):
    scores = [hit.score for hit in find_pages(typed)]

    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    assert find_pages(typed) == find_pages(fold(typed))
