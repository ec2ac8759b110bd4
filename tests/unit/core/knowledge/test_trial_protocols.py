"""The points of published trials: known codes, readable lines, what is known and from where."""

import pytest

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.needling.trials import (
    conditions_near,
    conditions_with_trials,
    protocols_of,
    trial_protocols,
)
from ashi.core.safety.places import point_codes

ALL = list(trial_protocols().values())


@pytest.mark.parametrize("trial", ALL, ids=lambda one: one.id)
def test_each_has_points_whose_places_are_known_and_a_source(trial):
    assert trial.points
    assert set(trial.points) <= point_codes()
    assert trial.source
    assert set(trial.conditions) <= {one.id for one in all_conditions()}
    assert trial.points_from in ("seen", "seen2")
    assert trial.dose_from in ("seen", "seen2")


@pytest.mark.parametrize("side", ["left", "right", "both"])
@pytest.mark.parametrize("trial", ALL, ids=lambda one: one.id)
def test_its_line_charts_each_point_once_a_side_and_nothing_else(trial, side):
    read = read_line(trial.line(side))
    assert not read.faults
    charted = [(str(one.insertion.point), one.insertion.side) for one in read.insertions]
    assert len(charted) == len(set(charted))
    assert {point for point, _side in charted} == set(trial.points)
    sides = {"left", "right"} if side == "both" else {side}
    assert {side for _point, side in charted} <= sides | {"midline"}
    assert all(one.insertion.depth_mm is None for one in read.insertions)


def test_kerr_2003_is_as_printed():
    trial = trial_protocols()["kerr2003"]
    assert trial.line("both") == "BL23 BL25 GB30 BL40 KI3 both; GV4"
    assert (trial.retention_min, trial.sessions, trial.points_from) == ("30", "6", "seen2")


def test_conditions_come_by_where_they_are_and_trials_newest_first():
    assert conditions_near(["lumbar"]) == ("lbp_acute", "lbp_chronic", "ldh_radic", "sciatica")
    assert conditions_near([]) == ()
    assert "oa_knee" in conditions_with_trials()
    years = [one.year for one in protocols_of("lbp_chronic")]
    assert years == sorted(years, reverse=True)
    assert len(years) == 4
