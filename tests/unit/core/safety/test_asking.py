"""What is asked at a visit: little, once, and before the first needle."""

from datetime import date, timedelta

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.safety.asking import (
    Answer,
    Due,
    Visit,
    facts_due,
    facts_read,
    patient_today,
    red_flags_due,
)
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.patients import Patient

TODAY = date(2026, 12, 7)
LAST_WEEK = TODAY - timedelta(days=7)
FOLLOW_UP = ("needling", "manual_mobilisation", "massage", "exercise")
RECORDED = frozenset({"consent_absent", "first_session", "needle_expired", "count_open", "minor"})


def answered(on: date, **answers: Fact) -> dict[str, Answer]:
    return {name: Answer(on, fact) for name, fact in answers.items()}


def all_no(on: date) -> dict[str, Answer]:
    """Return an answer of no, some days ago, to all that a follow-up may need."""
    names = [
        name
        for name, kind in fact_kinds().items()
        if not kind.number and not kind.stands_for_several
    ]
    return answered(on, **dict.fromkeys(names, Fact.NO))


def test_a_standard_follow_up_asks_three_things() -> None:
    due = facts_due(all_no(LAST_WEEK), FOLLOW_UP, TODAY, recorded=RECORDED)

    assert due == Due(("something_new", "vasovagal", "pregnant"), (), ())


def test_who_cannot_be_pregnant_is_not_asked_again() -> None:
    answers = all_no(LAST_WEEK) | {"pregnant": Answer(LAST_WEEK, Fact.NO, lasting=True)}

    due = facts_due(answers, FOLLOW_UP, TODAY, recorded=RECORDED)

    assert due == Due(("something_new", "vasovagal"), (), ())


def test_what_was_answered_today_is_not_asked_twice() -> None:
    due = facts_due(all_no(TODAY), FOLLOW_UP, TODAY, recorded=RECORDED)

    assert due == Due((), (), ())


def test_what_was_never_answered_is_asked_once_however_many_rules_read_it() -> None:
    answers = all_no(LAST_WEEK)
    del answers["takes_anticoagulant"], answers["epilepsy"]

    due = facts_due(answers, ("needling", "electroacupuncture"), TODAY, recorded=RECORDED)

    assert due.unknown == ("takes_anticoagulant", "epilepsy")


def test_when_something_is_new_all_that_may_have_changed_is_asked_again() -> None:
    answers = all_no(LAST_WEEK) | answered(TODAY, something_new=Fact.YES)

    due = facts_due(answers, ("needling",), TODAY, recorded=RECORDED)

    assert {"takes_anticoagulant", "skin_inf"} <= set(due.again)
    assert "epilepsy" not in due.again
    assert due.unknown == ()


def test_what_a_clinician_settles_was_never_answered_by_its_parts() -> None:
    answers = all_no(TODAY)
    parts = fact_kinds()["mt_ces"].any_of
    assert set(parts) <= set(answers)
    del answers["mt_ces"]

    due = facts_due(answers, ("manual_mobilisation",), TODAY, recorded=RECORDED)

    assert ("mt_ces" in due.unknown, due.again) == (True, ())


def test_after_a_year_what_holds_a_year_is_asked_again() -> None:
    answers = all_no(TODAY - timedelta(days=366))

    due = facts_due(answers, ("needling",), TODAY, recorded=RECORDED)

    assert {"epilepsy", "diabetes"} <= set(due.again)
    assert "takes_anticoagulant" not in due.again
    assert "asplenia" not in due.again


def test_a_pregnancy_without_a_week_is_asked_for_the_week() -> None:
    answers = all_no(LAST_WEEK) | answered(TODAY, pregnant=Fact.YES)

    due = facts_due(answers, ("needling",), TODAY, recorded=RECORDED)

    assert due.each_visit == ("something_new", "vasovagal", "weeks")


def test_a_no_that_is_out_of_date_is_unknown_and_a_yes_stays() -> None:
    long_ago = TODAY - timedelta(days=400)
    answers = {
        **answered(long_ago, epilepsy=Fact.NO, diabetes=Fact.YES, asplenia=Fact.NO),
        **answered(LAST_WEEK, not_eaten=Fact.YES, pregnant=Fact.YES, pacemaker=Fact.NO),
        "weeks": Answer(TODAY - timedelta(days=15), number=10),
    }

    assert patient_today(answers, TODAY) == Patient(
        {"diabetes": Fact.YES, "asplenia": Fact.NO, "pacemaker": Fact.NO}, {"weeks": 12}
    )


def test_each_fact_is_read_once_and_in_order() -> None:
    read = facts_read(("needling", "electroacupuncture"))

    assert len(read) == len(set(read))
    assert [name for name in fact_kinds() if name in read] == list(read)


@pytest.mark.parametrize(
    ("visit", "screened", "last", "reasons"),
    [
        (Visit(1, TODAY), None, None, ("first_visit",)),
        (Visit(1, TODAY), Visit(0, LAST_WEEK), None, ("first_visit",)),
        (Visit(2, TODAY), Visit(1, LAST_WEEK), LAST_WEEK, ()),
        (Visit(4, TODAY), Visit(1, LAST_WEEK), LAST_WEEK, ("fourth_visit",)),
        (Visit(5, TODAY), Visit(1, LAST_WEEK), LAST_WEEK, ("fourth_visit",)),
        (Visit(5, TODAY), Visit(4, LAST_WEEK), LAST_WEEK, ()),
        (Visit(8, TODAY), Visit(4, LAST_WEEK), LAST_WEEK, ("fourth_visit",)),
        (Visit(3, TODAY), Visit(1, LAST_WEEK), TODAY - timedelta(days=27), ()),
        (Visit(3, TODAY), Visit(1, LAST_WEEK), TODAY - timedelta(days=28), ("away",)),
        (Visit(3, TODAY, True), Visit(1, LAST_WEEK), LAST_WEEK, ("new_complaint",)),
        (Visit(6, TODAY), None, LAST_WEEK, ("first_visit", "fourth_visit")),
    ],
)
def test_red_flags_are_asked_first_every_fourth_visit_after_four_weeks_and_for_a_new_complaint(
    visit: Visit, screened: Visit | None, last: date | None, reasons: tuple[str, ...]
) -> None:
    assert red_flags_due(visit, screened, last) == reasons
