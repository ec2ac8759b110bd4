"""Answers are kept as typed, scored once, and stay as they were sent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.encounters.models import CallBack
from ashi.apps.outcomes.actions.answering import enter_paper, keep_draft, send_answers
from ashi.apps.outcomes.actions.correcting import correct_response
from ashi.apps.outcomes.actions.loading import load_questionnaire
from ashi.apps.outcomes.errors import (
    AlreadyAnsweredError,
    AnswerOutsideError,
    AskingUnknownError,
    DayImpossibleError,
    NotAnsweredYetError,
    NothingAnsweredError,
    WhyMissingError,
)
from ashi.apps.outcomes.models import Activity, Response
from ashi.apps.outcomes.queries import standing
from ashi.apps.screening.models import Answer
from ashi.web.public.booking import PUBLIC
from tests.desk.asked import SHORT, as_file, asked, questionnaire, sheet
from tests.desk.centre import make_centre, make_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def send(asking, given=SHORT, **more):
    return send_answers(by=PUBLIC, asking_id=asking.pk, sheet=sheet(given, **more))


def test_each_measure_is_scored_by_its_own_rule(small):
    asking = asked(small)
    send(asking)

    rows = {row.measure: row for row in Response.objects.filter(asking=asking)}
    assert {code: row.score for code, row in rows.items()} == {
        "NPRS": Decimal(6),
        "DRUGS7": Decimal(5),
        "NIGHTS": Decimal(4),
        "STRESS": Decimal(3),
    }
    assert {row.source for row in rows.values()} == {"phone"}
    assert not any(row.late or row.after_end for row in rows.values())
    asking.refresh_from_db()
    assert asking.answered_at


def test_a_measure_left_open_has_no_score_and_says_why(small):
    asking = asked(small)
    send(asking, {"NPRS": {"1": 6}})

    row = Response.objects.get(asking=asking, measure="STRESS")
    assert (row.score, row.reason, row.answered) == (None, "too_few_items", 0)


def test_a_form_answered_twice_keeps_the_first(small):
    asking = asked(small)
    send(asking)
    with pytest.raises(AlreadyAnsweredError) as refused:
        send(asking, {"NPRS": {"1": 0}})
    with pytest.raises(AlreadyAnsweredError):
        keep_draft(by=PUBLIC, asking_id=asking.pk, sheet=sheet())

    assert refused.value.fields["at"]
    assert Response.objects.get(asking=asking, measure="NPRS").score == 6


@pytest.mark.parametrize("given", [{"1": 11}, {"1": -1}, {"1": 2.5}, {"1": "ten"}, {"1": True}])
def test_an_answer_out_of_range_is_refused_and_nothing_is_kept(small, given):
    asking = asked(small, measures=("NPRS",))
    with pytest.raises(AnswerOutsideError):
        send(asking, {"NPRS": given})

    asking.refresh_from_db()
    assert (asking.answered_at, Response.objects.count()) == (None, 0)


def test_a_question_that_the_form_does_not_have_is_left_out(small):
    asking = asked(small, measures=("NPRS",))
    send(asking, {"NPRS": {"1": 6, "99": 4}})

    assert Response.objects.get().answers == {"1": 6}


def test_nothing_at_all_is_not_sent(small):
    with pytest.raises(NothingAnsweredError):
        send(asked(small), {})


def test_a_draft_is_there_again_and_goes_with_what_is_sent(small):
    asking = asked(small)
    keep_draft(by=PUBLIC, asking_id=asking.pk, sheet=sheet({"NPRS": {"1": 7}}))
    keep_draft(by=PUBLIC, asking_id=asking.pk, sheet=sheet({"STRESS": {"1": 2}}))
    send(asking, {"STRESS": {"1": 3}})

    rows = {row.measure: row for row in Response.objects.filter(asking=asking)}
    assert (rows["NPRS"].score, rows["STRESS"].score) == (7, 3)


def test_what_was_sent_cannot_be_changed_or_taken_away(small):
    asking = asked(small)
    send(asking)
    row = Response.objects.filter(asking=asking).first()

    for act in (lambda: Response.objects.filter(pk=row.pk).update(score=1), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_what_comes_late_is_kept_and_marked(small, patient, complaint):
    complaint.ended_at = timezone.now() - timedelta(days=2)
    complaint.save()
    asking = asked(
        small,
        patient,
        complaint=complaint,
        opened=timedelta(days=-9),
        closes=timedelta(days=-4),
    )
    send(asking)

    row = Response.objects.get(asking=asking, measure="NPRS")
    assert (row.late, row.after_end, row.score) == (True, True, 6)


def test_a_correction_stands_beside_the_first_and_says_why(small):
    asking = asked(small)
    send(asking)
    first = Response.objects.get(asking=asking, measure="NPRS")
    by = small.actor("maria")
    with pytest.raises(WhyMissingError):
        correct_response(by=by, response_id=first.pk, given={"1": 3}, why="  ")
    second = correct_response(by=by, response_id=first.pk, given={"1": 3}, why="He meant 3")
    with pytest.raises(NotAnsweredYetError):
        correct_response(by=by, response_id=first.pk, given={"1": 4}, why="again")

    assert [row.score for row in standing(asking.patient_id) if row.measure == "NPRS"] == [3]
    first.refresh_from_db()
    assert (first.score, second.corrects, second.answered_on) == (6, first, first.answered_on)


def test_paper_is_entered_with_its_day_and_who_entered_it(small):
    asking = asked(small, opened=timedelta(days=-5), closes=timedelta(days=-2))
    on_time = today() - timedelta(days=4)
    for day in (today() - timedelta(days=9), today() + timedelta(days=1)):
        with pytest.raises(DayImpossibleError):
            enter_paper(
                by=small.actor("maria"),
                asking_id=asking.pk,
                sheet=sheet(source="paper", answered_on=day),
            )
    written = sheet(source="paper", answered_on=on_time)
    enter_paper(by=small.actor("maria"), asking_id=asking.pk, sheet=written)

    row = Response.objects.get(asking=asking, measure="NPRS")
    assert (row.source, row.answered_on, row.late) == ("paper", on_time, False)
    assert row.by == small.users["maria"]


def test_another_centres_questions_are_not_there(small):
    other = make_centre("other")
    with pytest.raises(AskingUnknownError):
        enter_paper(by=other.actor("maria"), asking_id=asked(small).pk, sheet=sheet(source="paper"))


def test_activities_are_named_once_and_asked_by_name_after(small, patient, complaint):
    first = asked(small, patient, complaint=complaint, measures=("PSFS",))
    given = {"name-1": "Carry my child", "1": 3, "name-2": "", "name-3": "Garden", "3": 5}
    send(first, {"PSFS": given})
    again = asked(small, patient, complaint=complaint, measures=("PSFS",))
    send(again, {"PSFS": {"1": 6, "2": 8}})

    assert [one.words for one in Activity.objects.all()] == ["Carry my child", "Garden"]
    assert [row.score for row in standing(patient.pk)] == [4, 7]


def test_very_strong_pain_after_needles_has_somebody_phone(small, patient):
    visit = make_visit(small, timezone.now() - timedelta(minutes=90), patient)
    told = send(asked(small, patient, visit=visit, moment="visit"), {"NPRS": {"1": 9}})
    calm = send(asked(small, patient), {"NPRS": {"1": 9}})

    assert "112" in told.advice[0]
    assert CallBack.objects.get().visit == visit
    assert calm.advice == ()


def test_the_last_question_of_a_questionnaire_on_mood_has_somebody_phone(small, patient):
    make_visit(small, timezone.now() - timedelta(minutes=90), patient)
    load_questionnaire(
        by=small.actor("owner"), measure="PHQ9", language="en", data=as_file(questionnaire())
    )
    told = send(asked(small, patient, measures=("PHQ9",)), {"PHQ9": {"q9": "a1"}})

    assert len(told.advice) == 1
    assert CallBack.objects.count() == 1
    assert Response.objects.get().score is None  # eight of nine are open: no total
    assert Response.objects.get().flags == ["item_9_positive"]


def test_a_ticked_red_flag_is_answered_at_once_and_stands_in_the_screening(small, patient):
    visit = make_visit(small, timezone.now() - timedelta(minutes=90), patient)
    asking = asked(small, patient, visit=visit, moment="visit")
    told = send(asking, {}, flags=("saddle",))

    assert "112" in told.advice[0]
    assert Answer.objects.get().fact == "saddle"
    assert CallBack.objects.count() == 1
