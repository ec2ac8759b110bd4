"""A day's hours as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.centres.errors import HoursTextError
from ashi.apps.centres.hours import read_hours, write_hours


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("  ", []),
        ("9-13", [(540, 780)]),
        ("09:00–13:00, 14:00–19:00", [(540, 780), (840, 1140)]),
        ("14.00 - 19.30; 9 to 13", [(540, 780), (840, 1170)]),
        ("9-13 και 14-19", [(540, 780), (840, 1140)]),
        ("8-24:00", [(480, 1440)]),
        ("22-6", [(1320, 1800)]),
        ("0-24", [(0, 1440)]),
    ],
)
def test_hours_are_read_as_written(text, spans):
    assert read_hours(text) == spans


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nine to five", "unread"),
        ("9-", "unread"),
        ("9:5-13", "unread"),
        ("9-9", "clock"),
        ("25-26", "clock"),
        ("9:75-13", "clock"),
        ("24-25", "clock"),
        ("9-13, 12-15", "overlap"),
        ("0-2, 22-1", "overlap"),
    ],
)
def test_what_is_no_hours_says_why(text, reason):
    with pytest.raises(HoursTextError) as refusal:
        read_hours(text)

    assert refusal.value.fields["reason"] == reason


@given(
    st.lists(st.integers(0, 95), min_size=0, max_size=8, unique=True).filter(
        lambda many: len(many) % 2 == 0
    )
)
def test_what_is_written_is_read_back(quarters):
    ends = sorted(quarters)
    spans = [(a * 15, b * 15) for a, b in zip(ends[::2], ends[1::2], strict=True)]

    assert read_hours(write_hours(spans)) == spans
