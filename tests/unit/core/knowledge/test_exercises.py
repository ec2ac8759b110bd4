"""The exercises and programmes that come with the product hold together."""

import re

import pytest

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.physio.exercises import all_exercises, find_exercises, words_of
from ashi.core.knowledge.physio.programmes import (
    STAGES,
    all_programmes,
    programme_at,
    read_items,
)

EXERCISES = all_exercises()


def test_each_exercise_has_steps_and_a_rule_of_stopping_in_both_languages():
    assert len(EXERCISES) == 120
    for one in EXERCISES.values():
        assert 3 <= len(one.steps) <= 5
        for said in (*one.steps, one.stop):
            assert said.words
            assert any("α" <= letter <= "ώ" for letter in said.words_el.lower())
            assert said.words != said.words_el


def test_harder_and_easier_forms_exist_and_run_in_no_circle():
    for one in EXERCISES.values():
        for way in ("progression", "regression"):
            seen, at = [], one
            while at is not None:
                assert at.id not in seen
                seen.append(at.id)
                assert not getattr(at, way) or getattr(at, way) in EXERCISES
                at = EXERCISES.get(getattr(at, way))


def test_every_condition_has_its_three_stages_of_known_exercises():
    by_condition = {}
    for one in all_programmes():
        by_condition.setdefault(one.condition, []).append(one.stage)
        assert one.items
        assert programme_at(one.id) == one

    assert set(by_condition) == {one.id for one in all_conditions()}
    assert {tuple(stages) for stages in by_condition.values()} == {STAGES}


def test_a_written_dose_is_read_and_anything_else_refused():
    ((first, dose), (walk, minutes)) = read_items("LB11=3x10h5@2d4w; AE01=20min@1d5w")

    assert first.name == "Bridge"
    assert (dose.sets, dose.reps, dose.hold_s, dose.minutes) == (3, 10, 5, 0)
    assert (dose.times_per_day, dose.days_per_week) == (2, 4)
    assert (walk.id, minutes.minutes, minutes.sets) == ("AE01", 20, 0)
    for wrong in ("", "LB11", "LB11=3x10", "XX99=3x10@1d5w", "LB11=3x10RM@1d5w"):
        with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
            read_items(wrong)


@pytest.mark.parametrize("wanted", ["bridge", "BRIDGE", "γέφυρα", "γεφυρα", "ΓΕΦΥΡΑ", "lb11"])
def test_an_exercise_is_found_in_both_languages_with_and_without_accents(wanted):
    assert "LB11" in [one.id for one in find_exercises(wanted)]


def test_every_word_that_is_wanted_must_be_there():
    assert [one.id for one in find_exercises("bridge leg")] == ["LB18"]
    assert find_exercises("nothing at all") == []
    assert {one.region.id for one in find_exercises(region="knee")} == {"knee"}


def test_every_region_has_exercises():
    assert all(find_exercises(region=region) for region in words_of("region"))
