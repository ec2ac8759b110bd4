"""Laws of making a late visit shorter."""

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.shortening import Elastic, leave_out, shorten

PHASES = st.lists(
    st.builds(
        Elastic,
        minutes=st.integers(1, 60),
        least=st.none() | st.integers(1, 70),
        may_go=st.booleans(),
    ),
    max_size=6,
)


@given(PHASES, st.integers(-5, 120))
def test_no_phase_goes_below_its_rule_and_none_without_a_rule_changes(phases, spare):
    for phase, minutes in zip(phases, shorten(phases, spare), strict=True):
        if phase.least is None:
            assert minutes == phase.minutes
        else:
            assert min(phase.least, phase.minutes) <= minutes <= phase.minutes


@given(PHASES, st.integers(0, 120))
def test_as_much_is_gained_as_is_asked_for_or_as_the_rules_allow(phases, spare):
    possible = sum(max(one.minutes - one.least, 0) for one in phases if one.least is not None)

    gained = sum(one.minutes for one in phases) - sum(shorten(phases, spare))

    assert gained == min(spare, possible)


@given(PHASES, st.integers(0, 120))
def test_an_earlier_phase_gives_only_when_all_later_ones_have(phases, spare):
    lengths = shorten(phases, spare)

    for at, (phase, minutes) in enumerate(zip(phases, lengths, strict=True)):
        if minutes < phase.minutes:
            assert all(
                later.least is None or length == min(later.least, later.minutes)
                for later, length in zip(phases[at + 1 :], lengths[at + 1 :], strict=True)
            )


@given(PHASES, st.integers(0, 120), st.integers(0, 30))
def test_more_to_gain_never_lengthens_a_phase(phases, spare, more):
    pairs = zip(shorten(phases, spare), shorten(phases, spare + more), strict=True)

    assert all(long >= short for long, short in pairs)


@given(PHASES)
def test_only_what_may_go_is_left_out(phases):
    assert leave_out(phases) == tuple(0 if one.may_go else one.minutes for one in phases)
