"""The evidence base that comes with Ashi: what it holds, and what of it a patient may see."""

from collections import Counter

import pytest

from ashi.core.evidence.effects import Measure, effect_of
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import pool
from ashi.core.kernel.certainty import Certainty
from ashi.core.knowledge.evidence_base.arms import compared, packaged_arms
from ashi.core.knowledge.evidence_base.base import concerns, packaged_base
from ashi.core.knowledge.evidence_base.entries import Kind, Provenance
from ashi.core.knowledge.evidence_base.rereading import to_read_again
from ashi.core.knowledge.evidence_base.showing import told_to_patients, weigh

BASE = packaged_base()


def test_everything_of_the_fact_files_is_there() -> None:
    rows = {f"EV{number:03}" for number in range(1, 180)}
    statements = {f"GL{number:03}" for number in range(1, 142)}

    assert not (rows | statements) - BASE.entries.keys()
    assert {one.kind for one in BASE.entries.values()} == set(Kind)
    assert len(packaged_arms()) == 12 + 90


def test_provenance_is_kept_as_the_fact_files_have_it() -> None:
    known = {
        "EV003": Provenance.SEEN,
        "EV004": Provenance.RECALLED,
        "EV105": Provenance.SEEN2,
        "GL001": Provenance.SEEN,
        "GL015": Provenance.SEEN2,
        "GL032": Provenance.RECALLED,
    }

    assert {name: BASE.entries[name].standing.provenance for name in known} == known


@pytest.mark.parametrize("name", ["EV037", "EV201", "GL015", "GL101"])
def test_a_clash_of_sources_is_said_on_the_entry(name: str) -> None:
    assert "Clash: " in BASE.entries[name].standing.note


def test_four_sham_trials_of_2005_pool_to_the_printed_result() -> None:
    arms = [one for one in packaged_arms() if one.time == "immediate" and one.scale == "0-100"]
    rows = compared(arms, "acupuncture", "sham")
    effects = [effect_of(Measure.MD, row) for row in rows.values()]

    pooled = pool([one.yi for one in effects], [one.vi for one in effects], Method.DL)

    printed = BASE.entries["EV003"].answer
    assert len(rows) == printed.k == 4
    # Two decimals are printed.
    assert (pooled.estimate, pooled.ci_low, pooled.ci_high) == pytest.approx(
        (printed.estimate, printed.ci_low, printed.ci_high), abs=0.005
    )
    assert (printed.estimate, printed.ci_low, printed.ci_high) == (-10.21, -14.99, -5.44)


def test_a_trial_without_both_arms_is_not_compared() -> None:
    arms = [one for one in packaged_arms() if one.entry in ("TR-zhao-2012-nma", "TR-kerr-2003")]

    assert compared(arms, "acupuncture", "sham") == {
        "TR-kerr-2003": {"n1": 26, "mean1": 51.3, "sd1": 22.4, "n2": 20, "mean2": 61.7, "sd2": 30.6}
    }
    assert compared(arms, "Acupuncture", "sham") == {}


def test_an_arm_whose_spread_cannot_be_believed_is_named_and_left_as_read() -> None:
    wang = [one for one in packaged_arms() if one.entry == "TR-wang-2005-nma"]

    assert [(one.sd, one.doubts) for one in wang] == [(1.0, ("sd_small",)), (1.5, ("sd_small",))]
    assert not [one for one in packaged_arms() if one.entry == "TR-molsberger-2002" and one.doubts]


def test_the_review_of_the_article_stands_beside_later_and_less_favourable_ones() -> None:
    article = BASE.claims["lbp-twenty-two-trials"]
    found = weigh(BASE.claims["lbp-reviews-2005"], BASE)

    assert not weigh(article, BASE).may_be_published
    assert {"EV037", "GL015"} <= {*article.contradicting}
    assert [one.id for one in found.supporting] == ["EV201", "EV003"]
    assert [one.id for one in found.contradicting] == ["GL015", "EV037"]
    assert found.certainty is Certainty.VERY_LOW


def test_every_condition_and_every_claiming_statement_of_the_article_has_its_claims() -> None:
    claims = BASE.claims.values()
    answered = {statement for claim in claims for statement in claim.article}

    assert len(BASE.conditions) == 25
    for condition in BASE.conditions:
        assert any(condition in claim.conditions for claim in claims), condition
    assert answered == {f"A{at}" for at in range(1, 20)} - {"A4", "A16"}


def test_what_nobody_read_reaches_no_patient() -> None:
    told = told_to_patients(BASE)
    shown = [entry for one in told for entry in (*one.supporting, *one.contradicting)]

    assert any(not entry.counts for entry in BASE.entries.values())
    assert Counter(entry.standing.provenance for entry in shown).keys() == {
        Provenance.SEEN,
        Provenance.SEEN2,
    }
    assert not {"lbp-eight-in-ten", "recovery-faster", "together-do-more"} & {
        one.claim_id for one in told
    }


def test_a_condition_is_told_what_concerns_it_and_what_concerns_everybody() -> None:
    told = {one.claim_id for one in told_to_patients(BASE, "oa_knee")}

    assert {"oa-knee-v-sham-small", "harm-any"} <= told
    assert "tth-v-sham" not in told
    assert concerns(("all",), "oa_knee")


def test_no_claim_waits_to_be_read_again() -> None:
    assert to_read_again(BASE) == []
