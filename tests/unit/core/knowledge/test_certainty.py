"""How sure a claim is: each rule by itself."""

from dataclasses import replace

import pytest

from ashi.core.kernel.certainty import Certainty
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.certainty import certainty_of, level_of
from ashi.core.knowledge.evidence_base.claims import ClaimType
from ashi.core.knowledge.evidence_base.entries import Entry, Kind, Provenance
from ashi.core.knowledge.evidence_base.rereading import digest_of, to_read_again

WORKS = ClaimType.WORKS
SOME = packaged_base().entries["EV001"]


def entry(
    kind: Kind = Kind.REVIEW,
    rated: str = "",
    provenance: Provenance = Provenance.SEEN,
    design: str = "systematic review",
) -> Entry:
    return replace(
        SOME,
        kind=kind,
        standing=replace(SOME.standing, rated=rated, provenance=provenance),
        source=replace(SOME.source, design=design),
    )


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (entry(rated="high"), Certainty.HIGH),
        (entry(rated="very low"), Certainty.VERY_LOW),
        (entry(), Certainty.LOW),
        (entry(design="IPD meta-analysis"), Certainty.MODERATE),
        (entry(Kind.GUIDELINE), Certainty.LOW),
        (entry(Kind.TRIAL), Certainty.VERY_LOW),
        (entry(Kind.MECHANISM), Certainty.VERY_LOW),
        (entry(Kind.HARM, design="cohort"), Certainty.LOW),
        (entry(Kind.HARM, design="incident reports"), Certainty.VERY_LOW),
        (entry(rated="moderate", provenance=Provenance.SEEN2), Certainty.LOW),
    ],
)
def test_an_entry_by_itself(one: Entry, level: Certainty) -> None:
    assert level_of(one) is level


def test_the_surest_entry_counts() -> None:
    assert certainty_of(WORKS, [entry(), entry(rated="moderate")], []) is Certainty.MODERATE


def test_what_nobody_read_carries_nothing_and_contradicts_nothing() -> None:
    recalled = entry(rated="high", provenance=Provenance.RECALLED)

    assert certainty_of(WORKS, [recalled], []) is None
    assert certainty_of(WORKS, [entry()], [recalled]) is Certainty.LOW


@pytest.mark.parametrize(
    ("kind", "carried"),
    [
        (Kind.TRIAL, {ClaimType(one) for one in ()}),
        (Kind.REVIEW, {*ClaimType}),
        (Kind.GUIDELINE, {WORKS, ClaimType.WORKS_AS_WELL_AS, ClaimType.DOSE}),
        (Kind.HARM, {ClaimType.SAFETY}),
        (Kind.MECHANISM, {ClaimType.MECHANISM}),
    ],
)
def test_which_kinds_carry_which_claims(kind: Kind, carried: set[ClaimType]) -> None:
    assert {one for one in ClaimType if certainty_of(one, [entry(kind)], []) is not None} == carried


def test_contradiction_takes_a_step_off_and_two_where_it_is_as_sure() -> None:
    high, moderate = entry(rated="high"), entry(rated="moderate")

    assert certainty_of(WORKS, [high], [moderate]) is Certainty.MODERATE
    assert certainty_of(WORKS, [high], [moderate, high]) is Certainty.LOW
    assert certainty_of(WORKS, [entry()], [high]) is Certainty.VERY_LOW


def test_the_words_are_those_of_grade() -> None:
    assert [one.word for one in Certainty] == ["very low", "low", "moderate", "high"]


def test_a_claim_is_read_again_when_a_number_of_an_entry_changes() -> None:
    base = packaged_base()
    changed = replace(SOME, answer=replace(SOME.answer, estimate=-5.0))

    after = replace(base, entries={**base.entries, SOME.id: changed})

    assert [claim.id for claim in to_read_again(after)] == ["lbp-chronic-v-usual"]


def test_a_claim_is_read_again_when_an_entry_is_set_against_it_but_not_for_order() -> None:
    base = packaged_base()
    claim = base.claims["lbp-chronic-v-usual"]

    against = replace(claim, contradicting=("EV006",))
    turned = replace(claim, supporting=claim.supporting[::-1])

    assert digest_of(against, base) != claim.review.digest
    assert digest_of(turned, base) == claim.review.digest
