"""What is asked before a needle goes in: each thing once, nothing unknown taken for no."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.screening.actions.answering import Said, keep_answers, state_complaint
from ashi.apps.screening.errors import (
    AreaUnknownError,
    ComplaintEmptyError,
    FactUnknownError,
    NumberOutsideError,
)
from ashi.apps.screening.known import FLAG_CODES
from ashi.apps.screening.models import Answer, Complaint
from tests.desk.centre import make_visit
from tests.desk.screened import answer, answer_all, consent, during, screen_now

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EACH_TIME = {"something_new", "vasovagal", "pregnant"}


def visit_before(small, patient, **ago):
    return make_visit(small, timezone.now() - timedelta(**ago), patient)


def complain(small, visit, words="Low back pain", areas=("lumbar",)):
    return state_complaint(by=small.actor("maria"), visit_id=visit.pk, words=words, areas=areas)


def test_a_walk_in_is_asked_everything_once(small, visit):
    known = screen_now(visit).known

    assert len(set(known.unanswered)) == len(known.unanswered)
    assert known.flags_why == ("first_visit",)
    assert set(known.unanswered) >= EACH_TIME
    assert "takes_anticoagulant" in known.unanswered
    assert "consent_absent" not in known.unanswered


def test_a_follow_up_asks_three_things(small, patient, visit):
    before = visit_before(small, patient, days=7)
    with during(before):
        complain(small, before)
        answer_all(small, before)

    known = screen_now(visit).known

    assert set(known.unanswered) == EACH_TIME
    assert known.flags_why == ()


def test_what_is_asked_at_each_visit_holds_for_that_visit_only(small, patient, visit):
    before = visit_before(small, patient, days=7)
    with during(before):
        answer_all(small, before)
    answer(small, visit, pregnant="yes")

    assert screen_now(visit).known.patient.facts["pregnant"].name == "YES"
    assert screen_now(before).known.patient.facts["pregnant"].name == "NO"


def test_a_visit_charted_a_day_late_keeps_its_own_answers(small, patient):
    before = visit_before(small, patient, days=2)
    answer_all(small, before)

    assert screen_now(before).known.unanswered == ()


@pytest.mark.parametrize(("days", "why"), [(7, ()), (27, ()), (28, ("away",)), (90, ("away",))])
def test_red_flags_are_asked_again_after_four_weeks_away(small, patient, visit, days, why):
    before = visit_before(small, patient, days=days)
    with during(before):
        answer_all(small, before)

    assert screen_now(visit).known.flags_why == why


def test_red_flags_are_asked_again_at_the_fourth_visit(small, patient, visit):
    for days in (21, 14, 7):
        before = visit_before(small, patient, days=days)
        with during(before):
            answer_all(small, before)

    known = screen_now(visit).known
    assert known.flags_why == ("fourth_visit",)
    assert {flag.code for flag in known.flags_due} <= FLAG_CODES


def test_red_flags_are_asked_of_a_new_complaint_where_it_is(small, patient, visit):
    before = visit_before(small, patient, days=7)
    with during(before):
        complain(small, before)
        answer_all(small, before)
    complain(small, visit, "Neck pain", ["neck"])

    known = screen_now(visit).known
    assert known.flags_why == ("new_complaint",)
    assert "myelopathy" in {flag.code for flag in known.flags_due}
    assert Complaint.objects.filter(ended_at=None).count() == 1


def test_something_new_brings_back_what_may_have_changed(small, patient, visit):
    before = visit_before(small, patient, days=7)
    with during(before):
        answer_all(small, before)
    answer(small, visit, something_new="yes")

    again = screen_now(visit).known.due.again
    assert "takes_anticoagulant" in again
    assert "asplenia" not in again


def test_unknown_said_aloud_is_still_unknown(small, visit):
    answer(small, visit, takes_anticoagulant="unknown")

    assert "takes_anticoagulant" in screen_now(visit).known.unanswered


def test_a_week_is_asked_of_whoever_is_pregnant_and_kept_as_a_number(small, visit):
    answer(small, visit, pregnant="yes")
    assert "weeks" in screen_now(visit).known.unanswered
    keep_answers(by=small.actor("maria"), visit_id=visit.pk, said={"weeks": Said(number=10)})

    known = screen_now(visit).known
    assert known.patient.numbers["weeks"] == 10
    assert "weeks" not in known.unanswered


def test_age_and_consent_are_asked_of_the_record_and_not_of_the_patient(small, patient, visit):
    patient.birth_date = timezone.localdate() - timedelta(days=365 * 15)
    patient.save(update_fields=["birth_date"])
    assert screen_now(visit).known.patient.facts["consent_absent"].name == "YES"
    consent(small, visit)

    shown = screen_now(visit)
    assert shown.known.patient.facts["consent_absent"].name == "NO"
    assert shown.known.patient.numbers["age"] in (14, 15)
    assert "CI002" in {one.finding.rule.id for one in shown.shown}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"no_such_thing": Said("yes")}, FactUnknownError),
        ({"weeks": Said(number=46)}, NumberOutsideError),
        ({"weeks": Said(number=-1)}, NumberOutsideError),
        ({"pregnant": Said("yes", number=3)}, NumberOutsideError),
        ({"skin_inf": Said("yes", sites=(("nowhere", None),))}, AreaUnknownError),
        ({"skin_inf": Said("yes", sites=(("arm", "front"),))}, AreaUnknownError),
    ],
)
def test_nothing_is_kept_of_what_cannot_be_read(small, visit, said, error):
    with pytest.raises(error):
        keep_answers(by=small.actor("maria"), visit_id=visit.pk, said={"copd": Said("no"), **said})
    assert not Answer.objects.exists()


def test_a_complaint_has_words_and_a_place_that_there_is(small, visit):
    with pytest.raises(ComplaintEmptyError):
        complain(small, visit, " ")
    with pytest.raises(AreaUnknownError):
        complain(small, visit, areas=["moon"])
    assert not Complaint.objects.exists()


def test_the_trail_says_what_was_asked_and_not_what_was_answered(small, visit):
    answer(small, visit, takes_anticoagulant="yes")

    kept = Event.objects.get(action="screening.answer")
    assert kept.detail == {"facts": ["takes_anticoagulant"]}
    assert "yes" not in str(kept.detail)


@pytest.mark.parametrize("who", ["desk", "sofia"])
def test_who_has_nothing_to_do_with_the_record_answers_nothing(small, visit, who):
    with pytest.raises(NotAllowedError):
        answer(small, visit, who, copd="no")


def test_what_was_answered_is_never_changed(small, visit):
    answer(small, visit, copd="yes")
    for change in (lambda rows: rows.update(value="no"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(Answer.objects.all())
    assert Answer.objects.get().value == "yes"
