"""Laws of the centre's own words: nothing typed is lost, a claim stands in both languages or none."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.content.errors import NotSentError, SecondPersonError
from ashi.apps.content.rules import published_alone
from ashi.core.knowledge.checking_own import text_faults
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.pages.own_text import (
    MARK,
    lines_in,
    marks_in,
    paragraphs_in,
    put_claim,
    sentences_in,
)
from ashi.core.knowledge.pages.places import places_of
from ashi.core.knowledge.pages.reading import Told

CLAIM = "migraine-v-sham"
WORDS = st.sampled_from(
    ["We listen", "Ακούμε", "9 of 10", ".", "!", "; ", "? ", "\n", "\n\n", " ", "[[", "]]", "[x]",
     f"[[{CLAIM}]]", "[[visits]]", "[[tradition]] ", "<script>", "safe ", "…”", "\t", "\r\n", "[[ ]]"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map("".join)
LANGUAGES = st.sampled_from(["en", "el"])


def bare(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, LANGUAGES)
def test_sentences_and_marks_hold_all_that_was_typed_in_its_order(text, language):
    spoken = sentences_in(text, language)

    assert bare("".join(one.text for one in spoken)) == bare(text)
    assert all(text[one.start : one.end] == one.text for one in spoken)
    assert all(one.end <= after.start for one, after in pairwise(spoken))


@given(TEXTS)
def test_what_is_shown_is_what_was_typed_but_for_marks(text):
    own = [piece.text for some in paragraphs_in(text) for piece in some if piece.kind != "claim"]

    assert bare("".join(own)) == bare(MARK.sub("", text))


@given(TEXTS)
def test_lines_of_a_list_hold_all_that_was_typed(text):
    lines = lines_in(text)

    assert bare("".join(lines)) == bare(text)
    assert all(line == line.strip() != "" and "\n" not in line for line in lines)


@given(TEXTS, TEXTS, LANGUAGES, st.integers(0, 15))
def test_a_claim_that_is_put_in_stands_in_both_languages(english, greek, language, number):
    put = put_claim(Told(english, greek), language, number, CLAIM)

    assert CLAIM in marks_in(put.en)
    assert CLAIM in marks_in(put.el)


@given(TEXTS, TEXTS, LANGUAGES, st.integers(0, 15))
def test_a_claim_takes_at_most_one_sentence_away_in_each_language(english, greek, language, number):
    before = Told(english, greek)

    after = put_claim(before, language, number, CLAIM)

    for half in ("en", "el"):
        old = [one.text for one in sentences_in(getattr(before, half), half)]
        new = [one.text for one in sentences_in(getattr(after, half), half)]
        kept = [one for one in old if one not in new]
        assert len(kept) <= 1


@given(TEXTS, TEXTS)
def test_a_text_without_faults_has_both_halves_and_the_same_claims(english, greek):
    told = Told(english, greek)
    faults = text_faults({"here": told}, places_of("condition", "migraine"), packaged_base(), None)

    if not faults:
        assert bool(english.strip()) == bool(greek.strip())
        assert marks_in(english) == marks_in(greek)
    for one in faults:
        assert one.place == "here"
        assert one.number == 0 or one.sentence in getattr(told, one.language)


@given(
    st.sampled_from(["owner", "lead", "practitioner"]),
    st.integers(1, 3),
    st.integers(1, 3),
    st.booleans(),
)
def test_one_person_publishes_alone_only_as_owner_and_two_only_what_was_sent(
    role, publisher, author, sent
):
    try:
        alone = published_alone(role=role, publisher=publisher, author=author, sent=sent)
    except SecondPersonError:
        assert (publisher == author, role == "owner") == (True, False)
    except NotSentError:
        assert (publisher == author, sent) == (False, False)
    else:
        assert alone == (publisher == author)
        assert role == "owner" if alone else sent
