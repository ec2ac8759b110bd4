"""The centre's own words: which sentences may be published, and how a claim is put into them."""

import pytest

from ashi.core.knowledge.checking_own import text_faults
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import condition_at
from ashi.core.knowledge.evidence_base.finding import find_claims
from ashi.core.knowledge.pages.own_text import (
    Piece,
    lines_in,
    paragraphs_in,
    put_claim,
    sentences_in,
)
from ashi.core.knowledge.pages.places import packaged_digest, page_keys, places_of
from ashi.core.knowledge.pages.reading import Told, all_pages, questions_about, self_care_for

MIGRAINE = ("condition", "migraine")


def faults(place: str, en: str, el: str, page: tuple[str, str] = MIGRAINE) -> list[tuple[str, ...]]:
    found = condition_at(page[1]) if page[0] == "condition" else None
    told = {place: Told(en, el)}
    some = text_faults(told, places_of(*page), packaged_base(), found.id if found else None)
    return [(one.language, one.sentence, one.code, one.given) for one in some]


@pytest.mark.parametrize("page", page_keys())
def test_packaged_words_written_as_somebody_would_type_them_may_be_published(page):
    found = condition_at(page[1])
    places = places_of(*page)
    texts = {one.key: one.packaged for one in places}

    assert text_faults(texts, places, packaged_base(), found.id if found else None) == []


@pytest.mark.parametrize("language", ["en", "el"])
def test_packaged_words_read_back_as_the_pieces_they_were_written_from(language):
    for page in all_pages():
        for part in page.sections:
            place = next(
                one for one in places_of("page", page.slug) if one.key == f"part-{part.id}"
            )
            read = paragraphs_in(getattr(place.packaged, language))
            assert [piece for one in read for piece in one] == [
                Piece("claim", said.claim)
                if said.claim
                else Piece(
                    "tradition" if said.kind == "tradition" else "own",
                    " ".join(getattr(said, language).split()),
                )
                for said in part.says
            ]
    care = next(one for one in places_of(*MIGRAINE) if one.key == "care")
    assert lines_in(getattr(care.packaged, language)) == [
        getattr(one, language) for one in self_care_for("migraine")
    ]


def test_every_question_of_a_condition_asks_and_answers_in_a_place_of_its_own():
    keys = [one.key for one in places_of(*MIGRAINE)]

    for one in questions_about("migraine"):
        assert keys.index(f"answer-{one.id}") == keys.index(f"ask-{one.id}") + 1
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("en", "el", "expected"),
    [
        ("We listen first.", "Πρώτα ακούμε.", []),
        (
            "We listen. It helps 9 of 10 people.",
            "Ακούμε. Βοηθά πολύ κόσμο.",
            [("en", "It helps 9 of 10 people.", "no_claim", "9 of 10")],
        ),
        (
            "We listen.",
            "Ακούμε; Ο βελονισμός ανακουφίζει.",
            [("el", "Ο βελονισμός ανακουφίζει.", "no_claim", "ανακουφίζει")],
        ),
        ("It is safe.", "Ακούμε.", [("en", "It is safe.", "forbidden_word", "safe")]),
        ("We listen.", "", [("el", "", "missing", "")]),
        ("  ", "Ακούμε.", [("en", "", "missing", "")]),
        ("We listen.", "We listen.", [("el", "We listen.", "wrong_language", "")]),
        ("Ring 112.\n\n10–12.", "Πάρτε το 112.\n\n10–12.", []),
        (
            "[[no-such-claim]]",
            "[[no-such-claim]]",
            [
                ("en", "[[no-such-claim]]", "unknown_claim", "no-such-claim"),
                ("el", "[[no-such-claim]]", "unknown_claim", "no-such-claim"),
            ],
        ),
        (
            "We count. [[migraine-v-sham]]",
            "Μετράμε.",
            [("el", "", "claim_lacking", "migraine-v-sham")],
        ),
        (
            "[[knee-replacement-pain]]",
            "[[ knee-replacement-pain ]]",
            [
                ("en", "[[knee-replacement-pain]]", "unknown_condition", "knee-replacement-pain"),
                ("el", "[[ knee-replacement-pain ]]", "unknown_condition", "knee-replacement-pain"),
            ],
        ),
        ("[[visits]]", "[[visits]]", []),
    ],
)
def test_a_sentence_is_held_against_the_same_check_as_packaged_ones(en, el, expected):
    assert faults("here", en, el) == expected


def test_the_plan_of_visits_stands_on_pages_of_conditions_only():
    found = faults("here", "[[visits]]", "[[visits]]", ("page", "safety"))

    assert [one[2] for one in found] == ["no_visits", "no_visits"]


def test_a_question_of_ones_own_without_an_answer_is_missing_it_in_both_languages():
    assert [one[:1] + one[2:3] for one in faults("own-ask-1", "Why?", "Γιατί;")] == [
        ("en", "missing"),
        ("el", "missing"),
    ]


def test_a_claim_that_is_held_back_is_refused():
    base = packaged_base()
    held = next(one for one in base.claims.values() if not one.publish and "all" in one.conditions)

    assert {one[2] for one in faults("here", f"[[{held.id}]]", f"[[{held.id}]]")} == {"claim_held"}


def test_a_claim_takes_the_place_of_a_sentence_in_both_languages():
    text = Told("We listen. It works well. Then we plan.", "Ακούμε. Δουλεύει. Μετά πλάνο.")

    put = put_claim(text, "en", 2, "migraine-v-sham")

    assert put.en == "We listen. [[migraine-v-sham]] Then we plan."
    assert put.el == "Ακούμε. [[migraine-v-sham]] Μετά πλάνο."


def test_where_the_halves_differ_nobodys_words_are_thrown_away():
    text = Told("We listen. It works well.", "Ακούμε.")

    put = put_claim(text, "en", 2, "migraine-v-sham")

    assert (put.en, put.el) == ("We listen. [[migraine-v-sham]]", "Ακούμε.\n\n[[migraine-v-sham]]")


def test_claims_are_found_in_either_language_and_only_those_that_may_be_told():
    base = packaged_base()
    for typed in ("fewer migraine days than with sham", "ημικρανία εικονικό βελονισμό"):
        ids = [one.claim.id for one in find_claims(base, typed, "migraine")]
        assert "migraine-v-sham" in ids[:3]
    everything = find_claims(base, "", "migraine", most=1000)
    assert all(one.may_be_published for one in everything)
    assert find_claims(base, "zzzzzz", "migraine") == []


def test_what_names_the_packaged_page_changes_with_its_words():
    assert packaged_digest(*MIGRAINE) != packaged_digest("condition", "tennis-elbow")
    lead = Told("One.", "Ένα.")
    assert packaged_digest("home", "centre", lead) != packaged_digest("home", "centre")


def test_text_is_cut_into_sentences_where_each_language_ends_them():
    assert [one.text for one in sentences_in("One; two. Three?\nFour", "en")] == [
        "One; two.",
        "Three?",
        "Four",
    ]
    assert [one.text for one in sentences_in("Ένα; Δύο.", "el")] == ["Ένα;", "Δύο."]
