"""Red flags: asked by region, answered in three values, decided by a clinician."""

import re

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.safety.errors import NotPermittedError, ReasonMissingError
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.red_flags import (
    FlagChoice,
    Screening,
    Urgency,
    advice_of,
    all_red_flags,
    decide,
    questions_for,
    screen,
)
from ashi.core.safety.rules import all_rules

FLAGS = {flag.code: flag for flag in all_red_flags()}


@pytest.mark.parametrize(
    ("areas", "regions"),
    [
        (["lumbar"], {"any", "lumbar", "spine"}),
        (["cervical"], {"any", "cervical", "spine", "head", "shoulder"}),
        (["head"], {"any", "head", "cervical"}),
        (["knee"], {"any", "lumbar", "limb"}),
        (["shoulder"], {"any", "cervical", "shoulder", "limb"}),
        (["upper_back"], {"any", "spine", "shoulder"}),
        ([], {"any", "lumbar", "spine", "cervical", "head", "shoulder", "limb"}),
    ],
)
def test_a_complaint_is_asked_the_questions_of_its_regions_emergencies_first(
    areas: list[str], regions: set[str]
) -> None:
    asked = questions_for(areas)

    assert {flag.region for flag in asked} == regions
    assert list(asked) == sorted(asked, key=lambda flag: (flag.urgency, flag.order))


def test_there_are_51_questions_each_with_its_own_code_and_a_source() -> None:
    assert len(FLAGS) == len(all_red_flags()) == 51
    assert all(flag.sources and flag.status == "draft" for flag in all_red_flags())
    assert [sum(flag.urgency is one for flag in all_red_flags()) for one in Urgency] == [
        20, 16, 4, 9, 2,
    ]  # fmt: skip


def test_every_question_and_every_advice_is_there_in_both_languages() -> None:
    greek = [flag.question_el for flag in all_red_flags()]
    greek += [kind.question_el for kind in fact_kinds().values()]
    greek += [rule.text_el for rule in all_rules()]
    greek += [view.text_el for rule in all_rules() for view in rule.disagree]
    greek += [advice_of(flag.advice).text_el for flag in all_red_flags()]
    english = [kind.question for kind in fact_kinds().values()]
    english += [advice_of(flag.advice).text for flag in all_red_flags()]

    assert all(re.search("[α-ω]", text) for text in greek)
    assert all(text.endswith((";", ".")) for text in greek)
    assert not [text for text in english if re.search("[α-ω]", text)]


def test_an_emergency_shows_fixed_advice_pages_staff_and_holds_treatment() -> None:
    asked = questions_for(["lumbar"])
    answers = {flag.code: Fact.NO for flag in asked} | {"saddle": Fact.YES, "fever": Fact.YES}

    screening = screen(asked, answers)

    assert [flag.code for flag in screening.raised] == ["saddle", "fever"]
    assert screening.advice == "emergency"
    assert screening.page_staff
    assert screening.waiting == {
        "needling", "manual_thrust", "manual_mobilisation", "traction", "exercise",
    }  # fmt: skip
    assert screening.unanswered == ()


def test_what_was_not_asked_is_shown_as_that_and_is_no_answer() -> None:
    asked = questions_for(["knee"])

    screening = screen(asked, {asked[0].code: Fact.NO, asked[1].code: Fact.UNKNOWN})

    assert screening == Screening((), (), asked[1:])
    assert screening.advice is None
    assert not screening.page_staff


def test_an_answer_that_can_wait_gives_no_advice_to_the_patient() -> None:
    asked = questions_for(["lumbar"])

    screening = screen(asked, {"cancer_history": Fact.YES})

    assert [flag.code for flag in screening.raised] == ["cancer_history"]
    assert (screening.advice, screening.page_staff) == (None, False)
    assert screening.waiting == {"manual_thrust", "traction"}
    assert screening.waiting_where == {("needling", "local")}


def test_what_waits_everywhere_is_not_said_to_wait_in_one_place() -> None:
    asked = questions_for(["lumbar"])

    screening = screen(asked, {"cancer_history": Fact.YES, "fever": Fact.YES})

    assert "needling" in screening.waiting
    assert screening.waiting_where == frozenset()


def test_a_clinicians_decision_lets_treatment_go_on_and_the_answer_stays() -> None:
    flag = FLAGS["trauma"]
    decision = decide(flag, FlagChoice.MONITOR, " images seen ", clinician=True)

    screening = screen([flag], {"trauma": Fact.YES}, [decision])

    assert (screening.raised, screening.undecided) == ((flag,), ())
    assert screening.waiting == frozenset()


def test_a_patient_who_is_referred_still_waits() -> None:
    decision = decide(FLAGS["trauma"], FlagChoice.REFER, "to the doctor", clinician=True)

    screening = screen([FLAGS["trauma"]], {"trauma": Fact.YES}, [decision])

    assert screening.undecided == (FLAGS["trauma"],)


def test_only_a_clinician_decides_and_only_with_a_reason() -> None:
    with pytest.raises(NotPermittedError):
        decide(FLAGS["trauma"], FlagChoice.MONITOR, "fine", clinician=False)
    with pytest.raises(ReasonMissingError):
        decide(FLAGS["trauma"], FlagChoice.MONITOR, " ", clinician=True)
