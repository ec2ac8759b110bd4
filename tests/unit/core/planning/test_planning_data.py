"""The packaged courses and doses: whole, sourced, and as their sources print them."""

import pytest

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.physio.things import TREATMENT, all_things
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.planning.doses import (
    PROVENANCES,
    doses_beside,
    published_doses,
    treatment_doses,
)
from ashi.core.planning.rule import limits, lines
from ashi.core.planning.templates import Phase, all_templates, templates_near


@pytest.mark.parametrize("one", all_templates().values(), ids=lambda one: one.id)
def test_a_template_names_what_is_known(one):
    assert one.condition in {it.id for it in all_conditions()}
    assert 0 < one.visits[0] <= one.visits[1]
    assert 0 < one.per_week[0] <= one.per_week[1]
    assert list(one.reviews.visits) == sorted(set(one.reviews.visits))
    assert one.reviews.visits[0] <= one.visits[1]
    assert one.stop_at >= one.reviews.visits[0]
    assert {all_things()[it].kind for it in one.treatments} == {TREATMENT}
    assert set(one.treatments) <= set(treatment_doses())
    for code, _when in one.measures:
        assert find_instrument(code).code == code
    assert one.provenance in PROVENANCES
    assert one.status == "draft"


def test_every_condition_has_a_template():
    assert {one.condition for one in all_templates().values()} == {it.id for it in all_conditions()}


def test_the_articles_numbers_stand_as_told_and_never_as_read():
    acute, chronic = (
        next(one for one in published_doses() if one.id == f"article_{phase}")
        for phase in ("acute", "chronic")
    )
    assert (acute.low, acute.high, acute.provenance) == (2, 4, "told")
    assert (chronic.low, chronic.high, chronic.provenance) == (4, 6, "told")


def test_beside_a_chronic_back_stand_brief_trials_and_funders_what_was_read_first():
    found = [one.id for one in doses_beside("lbp_chronic", Phase.CHRONIC)]
    assert {"article_chronic", "cms_ncd", "gba", "macpherson2017", "gesy"} <= set(found)
    assert "atlas2015" not in found
    order = [PROVENANCES.index(one.provenance) for one in doses_beside("tth", Phase.CHRONIC)]
    assert order == sorted(order)


def test_a_recalled_dose_is_marked_so():
    assert [one.id for one in published_doses() if one.provenance == "recalled"] == ["acp2017"]


def test_the_paces_days_lie_between_two_visits():
    chronic = all_templates()["lbp_chronic"]
    assert chronic.days_apart == (3, 7)
    assert chronic.reviews.visits == (4, 6)


def test_templates_of_the_complaints_place_come_first():
    first = templates_near(["knee"])[0]
    assert first.condition == "oa_knee"
    assert len(templates_near(["knee"])) == len(all_templates())


def test_the_protocols_limits_are_those_of_the_default():
    assert (limits().percent, limits().yearly_visits) == (30, 20)
    assert len({one.id for one in lines()}) == len(lines()) == 5
    assert all(one.text and one.text_el for one in lines())
