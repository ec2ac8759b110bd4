"""Every point is found by every pattern of writing, and no writing means two points in silence."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.knowledge.errors import AmbiguousPointError, UnknownPointError
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.code_writings import code_of
from ashi.core.knowledge.points.finding import find_point, possible_points
from ashi.core.knowledge.points.letters import plain
from ashi.core.knowledge.points.names import all_names, split_code

NAMES = list(all_names().values())
CHANNELS = list(all_channels().values())
BETWEEN = ["", " ", "-", "–", ".", "_", " - ", "\u00a0", "\u200b", "/", ":"]
CASES = [str, str.lower, str.upper, str.title]
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.slow
@given(
    name=st.sampled_from(NAMES),
    between=st.sampled_from(BETWEEN),
    case=st.sampled_from(CASES),
    zeros=st.integers(0, 1),
    form=st.sampled_from(FORMS),
    width=st.sampled_from([str, wide]),
    backward=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_a_code_is_found_in_any_dress(name, between, case, zeros, form, width, backward):
    channel, number = split_code(name.code)
    parts = [channel, "0" * zeros + str(number)]
    text = width(case(between.join(reversed(parts) if backward else parts)))

    assert find_point(unicodedata.normalize(form, text)) == name.code


@pytest.mark.slow
@given(
    name=st.sampled_from(NAMES),
    case=st.sampled_from(CASES),
    form=st.sampled_from(FORMS),
    tail=st.sampled_from(["", "xue", " xué"]),
)
@settings(max_examples=200, deadline=None)
def test_a_name_is_found_or_refused_with_all_who_share_it(name, case, form, tail):
    for writing in (name.pinyin, name.tones):
        found = possible_points(unicodedata.normalize(form, case(writing) + tail))

        assert name.code in found
        assert {all_names()[code].pinyin for code in found} <= {name.pinyin} | {
            one.pinyin for one in NAMES if name.pinyin in one.also
        }


def test_names_in_chinese_mean_one_point_each():
    for name in NAMES:
        for signs in (name.zh, name.simplified, f"{name.zh}穴"):
            assert find_point(signs) == name.code


def test_one_traditional_sign_has_one_simplified_form():
    forms = {}
    for name in NAMES:
        for old, new in zip(name.zh, name.simplified, strict=True):
            forms.setdefault(old, set()).add(new)

    assert {old: new for old, new in forms.items() if len(new) > 1} == {}


@given(name=st.sampled_from(NAMES), data=st.data())
def test_traditional_and_simplified_signs_may_be_mixed(name, data):
    mixed = "".join(
        data.draw(st.sampled_from(pair)) for pair in zip(name.zh, name.simplified, strict=True)
    )

    assert find_point(mixed) == name.code


def test_every_writing_of_a_channel_finds_its_points_alone_or_among_the_candidates():
    for channel in CHANNELS:
        for writing in channel.writings:
            for number in {1, channel.points}:
                found = possible_points(f"{writing}{number}")
                meant = {
                    code_of(channel.code, one) for one in channel.numbers_meant(writing, number)
                }

                assert meant <= found
                others = found - meant
                assert all(writing_of_other(code, writing) for code in others)


def writing_of_other(code: str, writing: str) -> bool:
    other = all_channels()[split_code(code)[0]]
    return writing in other.writings or writing in other.perhaps


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(channel=st.sampled_from(CHANNELS), beyond=st.integers(1, 60))
def test_a_number_beyond_the_channel_is_refused(channel, beyond):
    with pytest.raises(UnknownPointError) as refused:
        find_point(f"{channel.code}{channel.points + beyond}")

    assert refused.value.near


@pytest.mark.slow
@given(text=st.one_of(st.text(max_size=12), st.text("stliub0123456789 -穴足三里αβ", max_size=8)))
@settings(max_examples=200, deadline=None)
def test_any_text_is_found_once_refused_or_ambiguous(text):
    found = possible_points(text)

    if len(found) == 1:
        assert {find_point(text)} == found
    elif found:
        with pytest.raises(AmbiguousPointError) as refused:
            find_point(text)
        assert set(refused.value.candidates) == found
    else:
        with pytest.raises(UnknownPointError):
            find_point(text)


@given(st.text(max_size=12))
def test_plain_text_stays_plain(text):
    assert plain(plain(text)) == plain(text)


@settings(max_examples=100, deadline=None)
@given(first=st.sampled_from(NAMES), second=st.sampled_from(NAMES))
def test_code_and_name_of_different_points_are_never_read_as_one(first, second):
    found = possible_points(f"{first.code} {second.pinyin}")

    if first.code not in possible_points(second.pinyin):
        assert first.code in found
        assert len(found) > 1
    else:
        assert found == {first.code}
