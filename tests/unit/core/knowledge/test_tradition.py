"""Words for tongue and pulse: each means one sign, in both languages; what nothing has is named."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.knowledge.codes import TM1, codes_for, find_code, pattern_codes
from ashi.core.knowledge.tradition.signs import GROUPS, POSITIONS, PULSE, read_pulse, signs_of

signs = st.sampled_from(list(signs_of(PULSE).values()))


@given(signs, st.data())
def test_every_writing_of_a_quality_means_it(sign, data):
    writing = data.draw(st.sampled_from([sign.code, sign.name, sign.name_el, *sign.words]))
    assert read_pulse(writing.upper()) == ((sign.code,), ())


@given(st.lists(signs, max_size=6))
def test_qualities_are_read_in_order_each_once(some):
    text = ", ".join(one.name_el for one in some)
    assert read_pulse(text).codes == tuple(dict.fromkeys(one.code for one in some))


@given(st.text(max_size=80))
def test_any_text_is_read_and_nothing_of_it_is_lost_silently(text):
    felt = read_pulse(text)
    words = [part.strip() for part in re.split(r"[,;，、/\n]", text)]
    assert bool(felt.codes or felt.unknown) == any(words)


def test_words_that_nothing_has_are_named():
    assert read_pulse("wiry, jumpy; 滑") == (("wiry", "slippery"), ("jumpy",))


def test_signs_have_names_in_both_languages_and_codes_that_fit():
    for group in GROUPS:
        for code, sign in signs_of(group).items():
            assert sign.name.strip()
            assert sign.name_el.strip()
            assert len(code) <= 20
    assert len(POSITIONS) == 6


def test_patterns_are_those_of_the_tradition_and_are_offered_to_nobody_else():
    patterns = pattern_codes()
    assert {one.system for one in patterns} == {TM1}
    assert all(find_code(one.written) == one for one in patterns)
    assert not {one.system for one in codes_for(["lumbar"])} & {TM1}
