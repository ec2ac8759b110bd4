"""Laws of the words for pooled numbers, in both languages."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ashi.core.evidence.effects import Measure
from ashi.core.evidence.meaning import Counts, Direction, Estimate, Points, share_with
from ashi.core.evidence.wording import Phrases, say, sure_sentence
from ashi.core.kernel.certainty import SENTENCES, Certainty

LANGUAGES = ("en", "el")
PHRASES = {
    "en": Phrases("with acupuncture", "without", "for pain", "had less pain"),
    "el": Phrases("με βελονισμό", "χωρίς", "για τον πόνο", "πονούσαν λιγότερο", "πονούσε λιγότερο"),
}
TURNED = {
    "en": {"lower": "higher", "better": "worse"},
    "el": {"χαμηλότερη": "υψηλότερη", "καλύτερα": "χειρότερα"},
}
CLAIMS = re.compile("better|worse|benefi|harm|help|καλύτερ|χειρότερ|ωφελ|όφελ|βοηθ|βλάπτ")
languages = st.sampled_from(LANGUAGES)
certainties = st.sampled_from([None, *Certainty])
mcids = st.none() | st.floats(0.1, 4)
tenths = st.integers(-99, 99).map(lambda one: one / 10)


@st.composite
def estimates(draw):
    low, value, high = sorted(draw(st.tuples(*[st.floats(-10, 10)] * 3)))
    return Estimate(value, low, high)


@st.composite
def points(draw):
    return Points(draw(estimates()), draw(st.booleans()), draw(mcids))


@st.composite
def counts(draw):
    shares = sorted(draw(st.tuples(*[st.floats(0, 1)] * 3)))
    with_treatment = Estimate(shares[1], shares[0], shares[2])
    matters = draw(st.none() | st.floats(0.01, 0.3))
    return Counts(with_treatment, draw(st.floats(0, 1)), draw(st.booleans()), matters)


def turned(text, language):
    """Return a text with every word of direction changed for its opposite."""
    pairs = TURNED[language]
    both = pairs | {new: old for old, new in pairs.items()}
    return re.sub("|".join(both), lambda found: both[found[0]], text)


def text_of(meaning, certainty, language):
    return " ".join(say(meaning, certainty, PHRASES[language], language))


@given(points() | counts(), certainties, languages)
def test_an_interval_with_no_effect_in_it_is_never_told_as_benefit_or_harm(
    meaning, certainty, language
):
    one = meaning.difference if isinstance(meaning, Points) else meaning.with_treatment
    nothing = 0 if isinstance(meaning, Points) else meaning.without
    holds = one.low <= nothing <= one.high

    text = text_of(meaning, certainty, language)

    assert bool(CLAIMS.search(text)) == (not holds)
    assert (meaning.direction in (Direction.LITTLE, Direction.OPEN)) == holds


@given(points(), certainties, languages)
def test_turning_the_sign_turns_the_words_of_direction_and_nothing_else(
    meaning, certainty, language
):
    one = meaning.difference
    assume(one.value != 0)
    other = Points(Estimate(-one.value, -one.high, -one.low), meaning.lower_is_better, meaning.mcid)

    assert text_of(other, certainty, language) == turned(
        text_of(meaning, certainty, language), language
    )


@given(counts(), certainties, languages)
def test_an_event_that_is_bad_turns_better_to_worse_and_nothing_else(meaning, certainty, language):
    other = Counts(
        meaning.with_treatment, meaning.without, not meaning.event_is_good, meaning.matters
    )

    assert text_of(other, certainty, language) == turned(
        text_of(meaning, certainty, language), language
    )


@given(points() | counts(), certainties, languages)
def test_certainty_has_the_same_words_whatever_the_answer(meaning, certainty, language):
    said = say(meaning, certainty, PHRASES[language], language)[-1]

    assert said == sure_sentence(certainty, language)
    if certainty is not None:  # and the same as on every page
        assert said.startswith(f"{SENTENCES[language][certainty]}. ")


@given(points() | counts(), certainties)
def test_both_languages_say_the_same_numbers(meaning, certainty):
    english, greek = (text_of(meaning, certainty, language) for language in LANGUAGES)
    swap = str.maketrans(",.", ".,")

    assert re.findall(r"\d[\d,.]*\d|\d", english) == [
        one.translate(swap) for one in re.findall(r"\d[\d,.]*\d|\d", greek)
    ]
    assert "{" not in english + greek


@given(counts(), languages)
def test_numbers_come_first_and_are_of_people(meaning, language):
    first = say(meaning, None, PHRASES[language], language)[0]
    crowd, *_ = re.findall(r"\d[\d,.]*\d|\d", first)

    assert int(re.sub("[,.]", "", crowd)) in (100, 1000, 10000)


@given(st.sampled_from([Measure.RR, Measure.OR, Measure.RD]), estimates(), st.floats(0, 1))
def test_a_share_stays_a_share_and_no_effect_leaves_it_as_it_was(measure, effect, without):
    found = share_with(measure, effect, without)

    assert 0 <= found.low <= found.value <= found.high <= 1
    assert share_with(measure, Estimate(0, 0, 0), without).value == pytest.approx(without)
    assert (found.value - without) * effect.value >= -1e-12


@given(tenths, tenths, tenths, st.floats(0.5, 3))
def test_whether_people_notice_does_not_depend_on_the_way_it_goes(a, b, c, mcid):
    low, value, high = sorted((a, b, c))
    one = Points(Estimate(value, low, high), True, mcid)
    other = Points(Estimate(-value, -high, -low), True, mcid)

    assert one.notice == other.notice
