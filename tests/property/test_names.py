"""Laws of the keys of names."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.kernel.names import fold, latin, search_key, sound, words

GREEK = st.text(alphabet="αβγδεζηθικλμνξοπρστυφχψως άέήίόύώϊϋΆΈΓΔΣ", min_size=1, max_size=24)
ANY = st.text(max_size=40)


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_the_sound_of_a_sound_is_itself(text: str) -> None:
    assert sound(sound(text)) == sound(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=24))
def test_the_sound_of_latin_letters_settles_too(text: str) -> None:
    assert sound(sound(text)) == sound(text)


@given(GREEK)
def test_a_greek_name_sounds_as_its_latin_writing(name: str) -> None:
    assert sound(latin(name)) == sound(name)


@given(ANY)
def test_upper_case_sounds_the_same(text: str) -> None:
    if fold(text.upper()) == fold(text):  # a few letters have no way back, such as ŉ
        assert sound(text.upper()) == sound(text)


@given(ANY)
def test_every_word_keeps_a_sound_and_a_letter_gives_a_word(text: str) -> None:
    assert len(sound(text).split()) == len(words(text))
    if any(unicodedata.category(sign) in {"Ll", "Lu", "Lo"} for sign in fold(text)):
        assert sound(text) != ""


@given(ANY, ANY)
def test_a_search_key_means_nothing_to_pattern_matching(given_name: str, family_name: str) -> None:
    assert not set("%_\\") & set(search_key(given_name, family_name))
