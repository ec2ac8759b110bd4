"""Laws of the evidence base: more against it, or less for it, never makes a claim surer.

What nobody read never changes what a patient is told.
"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.kernel.certainty import Certainty
from ashi.core.knowledge.evidence_base.base import Base, packaged_base
from ashi.core.knowledge.evidence_base.certainty import RATED, certainty_of
from ashi.core.knowledge.evidence_base.claims import ClaimType
from ashi.core.knowledge.evidence_base.entries import Entry, Kind, Provenance
from ashi.core.knowledge.evidence_base.rereading import to_read_again
from ashi.core.knowledge.evidence_base.showing import told_to_patients

BASE = packaged_base()
SOME = BASE.entries["EV001"]
types = st.sampled_from(ClaimType)
DESIGNS = ("IPD meta-analysis", "systematic review", "incident reports", "cohort")


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    standing = replace(
        SOME.standing,
        rated=draw(st.sampled_from(["", *RATED])),
        provenance=draw(st.sampled_from(Provenance)),
    )
    source = replace(SOME.source, design=draw(st.sampled_from(DESIGNS)))
    kind = draw(st.sampled_from(Kind))
    return replace(SOME, kind=kind, standing=standing, source=source)


many = st.lists(entries(), max_size=5)


def height(certainty: Certainty | None) -> int:
    return -1 if certainty is None else certainty


@given(types, many, many, entries())
def test_an_entry_against_never_raises(
    kind: ClaimType, supporting: list[Entry], against: list[Entry], one: Entry
) -> None:
    before = certainty_of(kind, supporting, against)

    assert height(certainty_of(kind, supporting, [*against, one])) <= height(before)


@given(types, many, many, entries())
def test_an_entry_for_less_never_raises(
    kind: ClaimType, supporting: list[Entry], against: list[Entry], one: Entry
) -> None:
    before = certainty_of(kind, [*supporting, one], against)

    assert height(certainty_of(kind, supporting, against)) <= height(before)


@given(types, many, many)
def test_what_nobody_read_is_as_if_it_were_not_there(
    kind: ClaimType, supporting: list[Entry], against: list[Entry]
) -> None:
    read = certainty_of(
        kind, [one for one in supporting if one.counts], [one for one in against if one.counts]
    )

    assert certainty_of(kind, supporting, against) is read


@given(many, many)
def test_order_is_no_matter(supporting: list[Entry], against: list[Entry]) -> None:
    turned = certainty_of(ClaimType.WORKS, supporting[::-1], against[::-1])

    assert certainty_of(ClaimType.WORKS, supporting, against) is turned


@st.composite
def bases(draw: st.DrawFn) -> Base:
    """Draw the packaged base with recalled entries named by any claims, on either side."""
    recalled = [one.id for one in BASE.entries.values() if not one.counts]
    claims = dict(BASE.claims)
    for name in draw(st.lists(st.sampled_from(sorted(claims)), max_size=8, unique=True)):
        added = draw(st.lists(st.sampled_from(recalled), min_size=1, max_size=3, unique=True))
        claim = claims[name]
        claims[name] = (
            replace(claim, supporting=(*added, *claim.supporting))
            if draw(st.booleans())
            else replace(claim, contradicting=(*claim.contradicting, *added))
        )
    return replace(BASE, claims=claims)


@given(bases())
def test_a_recalled_entry_never_changes_what_a_patient_sees(base: Base) -> None:
    assert base.claims.keys() == BASE.claims.keys()
    assert told_to_patients(base) == told_to_patients(BASE)


@given(st.sampled_from(sorted(BASE.entries)), st.text(min_size=1))
def test_a_changed_entry_has_just_the_claims_that_name_it_read_again(name: str, more: str) -> None:
    entry = BASE.entries[name]
    changed = replace(entry, standing=replace(entry.standing, note=entry.standing.note + more))

    again = to_read_again(replace(BASE, entries={**BASE.entries, name: changed}))

    assert again == [
        claim for claim in BASE.claims.values() if name in (*claim.supporting, *claim.contradicting)
    ]
