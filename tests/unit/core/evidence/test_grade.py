"""Certainty is the sum of what people judged, and nothing until they did."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.errors import JudgementError
from ashi.core.evidence.grade import (
    LOWERING,
    STEPS,
    Assessment,
    Design,
    Domain,
    Judgement,
)
from ashi.core.kernel.certainty import Certainty

DAY = date(2030, 5, 6)


def judged(domain, steps, reason="looked at", by="A. Reader"):
    return Judgement(domain, steps, reason, by, DAY)


def all_lowering(**steps):
    return tuple(judged(domain, steps.get(domain, 0)) for domain in LOWERING)


def test_nothing_is_certain_until_all_five_domains_are_judged():
    some = Assessment(Design.RANDOMISED, all_lowering()[:4])

    assert (some.start, some.certainty) == (Certainty.HIGH, None)
    assert some.unjudged == (Domain.PUBLICATION_BIAS,)
    assert Assessment(Design.RANDOMISED, all_lowering()).certainty is Certainty.HIGH
    assert Assessment(Design.OBSERVATIONAL, all_lowering()).certainty is Certainty.LOW


def test_judgements_add_up_and_end_at_the_ends():
    down = all_lowering(risk_of_bias=-1, imprecision=-1)
    raised = (*all_lowering(), judged(Domain.LARGE_EFFECT, 2), judged(Domain.DOSE_RESPONSE, 1))

    assert Assessment(Design.RANDOMISED, down).certainty is Certainty.LOW
    assert Assessment(Design.OBSERVATIONAL, down).certainty is Certainty.VERY_LOW
    assert Assessment(Design.OBSERVATIONAL, raised).certainty is Certainty.HIGH


@given(
    st.sampled_from(list(Design)),
    st.tuples(*(st.integers(low, high) for low, high in STEPS.values())),
)
def test_the_sum_is_the_only_thing_that_counts(design, steps):
    judgements = tuple(map(judged, STEPS, steps))
    found = Assessment(design, judgements)

    total = {Design.RANDOMISED: 4, Design.OBSERVATIONAL: 2}[design] + sum(steps)
    assert found.certainty == max(1, min(4, total))
    assert Assessment(design, judgements[::-1]).certainty == found.certainty


@pytest.mark.parametrize(
    ("domain", "steps", "reason", "by", "what"),
    [
        (Domain.IMPRECISION, 1, "wide", "A", "steps"),
        (Domain.IMPRECISION, -3, "wide", "A", "steps"),
        (Domain.LARGE_EFFECT, -1, "small", "A", "steps"),
        (Domain.DOSE_RESPONSE, 2, "steep", "A", "steps"),
        (Domain.IMPRECISION, 0, " ", "A", "reason"),
        (Domain.IMPRECISION, 0, "narrow", "", "by"),
    ],
)
def test_a_judgement_nobody_could_stand_by_is_refused(domain, steps, reason, by, what):
    with pytest.raises(JudgementError) as caught:
        judged(domain, steps, reason, by)

    assert (caught.value.fields["what"], caught.value.fields["domain"]) == (what, domain)


def test_a_domain_is_judged_once():
    with pytest.raises(JudgementError) as caught:
        Assessment(Design.RANDOMISED, (judged(Domain.IMPRECISION, 0),) * 2)

    assert caught.value.fields == {"what": "twice", "domain": Domain.IMPRECISION}
