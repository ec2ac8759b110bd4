"""What is known of a patient at a place, and what follows from it."""

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.patients import Patient, disagreeing, held_at, to_ask, value_of
from ashi.core.safety.places import spot_at_point, spot_in_region

ELBOW = [spot_at_point("LI11", "left")]
HAND = (spot_in_region("hand", "left"),)


def at(name: str, **more: Fact) -> Patient:
    return Patient({name: Fact.YES, **more}, sites={name: HAND})


@pytest.mark.parametrize(
    ("patient", "name", "held"),
    [
        (at("lymphoedema"), "lymphoedema", (Fact.YES, True)),  # of the whole limb
        (at("skin_inf"), "skin_inf", (Fact.NO, True)),  # of the hand alone
        (Patient({"skin_inf": Fact.YES}), "skin_inf", (Fact.YES, False)),
        (Patient(sites={"skin_inf": HAND}), "skin_inf", (Fact.NO, True)),
        (at("sens_loss", moxa_sens=Fact.NO), "moxa_sens", (Fact.NO, True)),
        (at("sens_loss"), "moxa_sens", (Fact.UNKNOWN, True)),
        (at("sens_loss", moxa_sens=Fact.YES), "moxa_sens", (Fact.YES, True)),
        (Patient({"mt_ces": Fact.NO, "saddle": Fact.YES}), "mt_ces", (Fact.NO, True)),
    ],
)
def test_a_fact_holds_where_it_lies(patient: Patient, name: str, held: object) -> None:
    assert held_at(patient, name, ELBOW) == held


@pytest.mark.parametrize(
    ("patient", "name", "value"),
    [
        (Patient(), "vasovagal", Fact.UNKNOWN),
        (Patient({"drunk": Fact.YES}), "vasovagal", Fact.YES),
        (Patient({"drunk": Fact.NO}), "vasovagal", Fact.UNKNOWN),
        (Patient({"drunk": Fact.YES, "vasovagal": Fact.NO}), "vasovagal", Fact.YES),
        (Patient({"vasovagal": Fact.NO}), "vasovagal", Fact.NO),
        (Patient({"saddle": Fact.YES}), "mt_ces", Fact.YES),
        (Patient({"saddle": Fact.YES, "mt_ces": Fact.NO}), "mt_ces", Fact.NO),
        (Patient(numbers={"age": 15}), "minor", Fact.YES),
        (Patient(numbers={"age": 16}), "minor", Fact.NO),
        (Patient(numbers={"age": 55}), "age_over_55", Fact.NO),
        (Patient(numbers={"age": 56}), "age_over_55", Fact.YES),
        (Patient(numbers={"platelets": 24.9}), "plt_lt25", Fact.YES),
        (Patient(numbers={"platelets": 25}), "plt_lt25", Fact.NO),
        (Patient(numbers={"platelets": 25}), "plt_25_50", Fact.YES),
        (Patient(numbers={"platelets": 51}), "plt_25_50", Fact.NO),
        (Patient(numbers={"neutrophils": 0.5}), "neutro_lt05", Fact.NO),
        (Patient(numbers={"neutrophils": 0.5}), "neutro_05_10", Fact.YES),
        (Patient(numbers={"systolic": 180}), "ex_bp", Fact.YES),
        (Patient(numbers={"systolic": 170}), "ex_bp", Fact.UNKNOWN),
        (Patient(numbers={"systolic": 170, "diastolic": 109}), "ex_bp", Fact.NO),
        (Patient(numbers={"diastolic": 110}), "ex_bp", Fact.YES),
    ],
)
def test_a_fact_follows_from_others_and_from_numbers(
    patient: Patient, name: str, value: Fact
) -> None:
    assert value_of(patient, name) is value


def test_no_red_flag_settles_nothing() -> None:
    flags = fact_kinds()["mt_ces"].any_of

    assert value_of(Patient(dict.fromkeys(flags, Fact.NO)), "mt_ces") is Fact.UNKNOWN


@pytest.mark.parametrize(
    ("patient", "name", "asked"),
    [
        (Patient(), "steroid_skin", ("steroid_skin",)),
        (Patient({"fragile_skin": Fact.NO}), "steroid_skin", ("long_steroids",)),
        (Patient(), "anticoag_joint", ("takes_anticoagulant", "bleed_severe")),
        (Patient({"saddle": Fact.NO}), "mt_ces", ("mt_ces",)),
    ],
)
def test_several_are_asked_at_once_until_one_is_known(
    patient: Patient, name: str, asked: tuple[str, ...]
) -> None:
    assert to_ask(patient, name) == asked


def test_answers_that_do_not_go_together_are_named() -> None:
    patient = Patient(
        {"minor": Fact.NO, "hypotension": Fact.YES, "low_bp": Fact.NO, "mt_ces": Fact.NO}
        | {"antihypertensives": Fact.NO, "saddle": Fact.YES},
        {"age": 12},
    )

    assert disagreeing(patient) == {
        "minor": ("age",),
        "hypotension": ("low_bp", "antihypertensives"),
    }
