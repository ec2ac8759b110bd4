"""How a patient is, as staff and as they themselves see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.audit.models import Event
from ashi.apps.charting.actions.events import Told, add_event
from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.outcomes.actions.ending import say_onset
from ashi.apps.outcomes.models import Asking, Onset, Response
from ashi.apps.outcomes.progress import course_of_care
from ashi.apps.patients.models import Contact, ContactLink
from tests.desk.asked import asked, complaint_for
from tests.desk.centre import make_patient, make_visit, speaks_for, today
from tests.desk.screened import screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def answered(small, patient, complaint, *pains, every=7, measure="NPRS", start=70):
    """Keep answers, one set each week; ``None`` is a set that was missed."""
    now = timezone.now()
    for number, pain in enumerate(pains):
        at = now - timedelta(days=start - every * number)
        asking = asked(
            small,
            patient,
            complaint=complaint,
            measures=(measure,),
            opened=at - now,
            closes=at - now + timedelta(days=3),
        )
        if pain is not None:
            Response.objects.create(
                asking=asking,
                patient=patient,
                measure=measure,
                form="own-1",
                language="en",
                answers={"1": pain},
                source="phone",
                begun_at=at,
                saved_at=at,
                submitted_at=at,
                answered_on=at.date(),
                answered=1,
                of=1,
                score=pain,
            )
            Asking.objects.filter(pk=asking.pk).update(answered_at=at)


@pytest.fixture
def complaint(patient):
    return complaint_for(patient, days_ago=80)


@pytest.fixture
def doctor(small):
    return client_of(small.users["maria"])


def page_of(client, patient, **query) -> str:
    answer = client.get(f"/outcomes/patient/{patient.pk}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_staff_read_whether_it_is_better_by_how_much_and_how_sure(
    small, patient, complaint, doctor
):
    make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    answered(small, patient, complaint, 8, 7, None, 4)
    shown = page_of(doctor, patient)

    assert '<h1 class="serif-h">Better</h1>' in shown
    assert "8 to 4: −4 points, −50 % of the start" in shown
    assert "own error of 2" in shown
    assert "Ostelo Spine 2008" in shown
    assert "3 of 4 times" in shown
    assert "1 set was missed" in shown
    assert "no answer" in shown
    assert "predict" not in shown
    assert Event.objects.filter(action="progress.read", patient_id=patient.pk).exists()


def test_a_missing_answer_breaks_the_line_and_is_drawn_hollow(small, patient, complaint, doctor):
    answered(small, patient, complaint, 8, None, 4)
    shown = page_of(doctor, patient)

    assert shown.count('class="you-gap"') == 2  # wide and narrow
    assert shown.count('r="5" class="gap"') == 2


def test_a_cohort_stands_beside_only_where_its_rule_is_met_and_says_so(
    small, patient, complaint, doctor
):
    make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    answered(small, patient, complaint, 8, 4)
    assert "Wallwork" not in page_of(doctor, patient)
    sent = doctor.post(f"/outcomes/complaint/{complaint.pk}/onset", {"weeks": "20"})
    assert sent.status_code == 302
    shown = page_of(doctor, patient)

    assert "Wallwork CMAJ 2024" in shown
    assert "complaint for 12 to under 52 weeks" in shown
    assert 'class="mean"' in shown
    assert 'class="band"' not in shown  # no spread was published of it
    wrong = doctor.post(f"/outcomes/complaint/{complaint.pk}/onset", {"weeks": "-1"})
    assert wrong.status_code == 422
    assert Onset.objects.get().weeks == 20


def test_a_band_is_drawn_where_a_spread_was_published(small, patient, doctor):
    neck = complaint_for(patient, days_ago=80, areas=("neck",))
    make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    answered(small, patient, neck, 8, 4)
    say_onset(by=small.actor("maria"), complaint_id=neck.pk, weeks=2)

    assert 'class="band"' in page_of(doctor, patient)


def test_visits_are_marked_by_what_was_done_and_events_are_named(small, patient, complaint, doctor):
    visit = make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    screened(small, visit)
    add_needles(by=small.actor("maria"), visit_id=visit.pk, line="LI4 left 15mm deqi")
    add_event(by=small.actor("maria"), visit_id=visit.pk, told=Told(code="AE02", severity="mild"))
    course = course_of_care(small.centre, patient.pk, timezone.now())

    (done,) = course.visits
    assert (done.needled, done.treated) == (True, False)
    assert len(course.events) == 1
    assert 'class="event"' in page_of(doctor, patient)


def test_a_measure_changed_midway_is_not_joined(small, patient, complaint, doctor):
    answered(small, patient, complaint, 8, 6)
    answered(small, patient, complaint, 5, 3, start=20)
    Response.objects.none()
    course = course_of_care(small.centre, patient.pk, timezone.now())
    assert len(course.pain.runs) == 1
    late = asked(small, patient, complaint=complaint, measures=("NPRS",))
    Response.objects.create(
        asking=late,
        patient=patient,
        measure="NPRS",
        form="en-1",
        language="en",
        source="phone",
        begun_at=timezone.now(),
        saved_at=timezone.now(),
        submitted_at=timezone.now(),
        answered_on=today(),
        score=1,
    )

    assert len(course_of_care(small.centre, patient.pk, timezone.now()).pain.runs) == 2
    assert "the line is broken" in page_of(doctor, patient)


def test_the_page_costs_the_same_for_few_and_for_many_answers(
    small, patient, complaint, doctor, count_queries
):
    path = f"/outcomes/patient/{patient.pk}"
    answered(small, patient, complaint, 8, 7)
    doctor.get(path)
    few = count_queries(doctor, path)
    answered(small, patient, complaint, *[6, 5, None] * 12, every=1)

    assert count_queries(doctor, path) == few
    assert few <= 22


def test_recovery_lies_between_two_answers_and_a_cohort_stands_beside_who_came_early(
    small, patient, complaint, doctor
):
    make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    answered(small, patient, complaint, 8, 3, 0)
    shown = page_of(doctor, patient)

    assert "between day 7 and day 14" in shown
    assert "Kamper Eur Spine J 2010" in shown
    assert "half had recovered" not in shown
    say_onset(by=small.actor("maria"), complaint_id=complaint.pk, weeks=1)
    assert "half had recovered by day 58 (52 to 63)" in page_of(doctor, patient)


def test_several_complaints_stand_side_by_side_at_the_same_cost(
    small, patient, complaint, doctor, count_queries
):
    path = f"/outcomes/patient/{patient.pk}"
    answered(small, patient, complaint, 8, 4)
    assert "side by side" not in page_of(doctor, patient)
    one = count_queries(doctor, path)
    neck = complaint_for(patient, days_ago=30, areas=("neck",))
    answered(small, patient, neck, 5, 6, start=20)
    shown = page_of(doctor, patient)

    assert "Every complaint, side by side" in shown
    assert "8 to 4: −4 points" in shown
    assert "5 to 6: +1 points" in shown
    assert count_queries(doctor, path) == one


def test_two_periods_stand_beside_each_other_with_what_was_missed(
    small, patient, complaint, doctor
):
    answered(small, patient, complaint, 8, None, 6, 4, 2)
    begun = course_of_care(small.centre, patient.pk, timezone.now()).begun_on
    day = [(begun + timedelta(days=one)).isoformat() for one in (0, 14, 15, 40)]
    path = f"/outcomes/patient/{patient.pk}?complaint={complaint.pk}"
    asked = doctor.get(f"{path}&from1={day[0]}&to1={day[1]}&from2={day[2]}&to2={day[3]}")
    pain, *_rest = asked.context["periods"]

    assert pain.first == "mean 7 (6 to 8), 2 of 3 answered"
    assert pain.second == "mean 3 (2 to 4), 2 of 2 answered"
    assert pain.change == "−4"
    assert doctor.get(path).context["periods"] is None
    wrong = doctor.get(f"{path}&from1={day[1]}&to1={day[0]}&from2={day[2]}&to2={day[3]}")
    assert wrong.status_code == 422
    assert "before the first" in wrong.content.decode()
    overlap = doctor.get(f"{path}&from1={day[0]}&to1={day[2]}&from2={day[1]}&to2={day[3]}")
    assert "begins after the first has ended" in overlap.content.decode()
    assert doctor.get(f"{path}&from1=soon").status_code == 422


def test_the_desk_is_not_told(small, patient, complaint):
    assert client_of(small.users["desk"]).get(f"/outcomes/patient/{patient.pk}").status_code == 403


def test_the_course_is_over_and_its_last_questions_are_laid_out(small, patient, complaint, doctor):
    make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    for _ in range(2):
        doctor.post(f"/outcomes/complaint/{complaint.pk}/end")
    complaint.refresh_from_db()

    assert complaint.ended_at
    assert Asking.objects.filter(moment="end").count() == 1


def test_the_letter_is_a_pdf_and_leaves_an_event(small, patient, complaint, doctor):
    make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    answered(small, patient, complaint, 8, 4)
    letter = doctor.get(f"/outcomes/patient/{patient.pk}/letter.pdf")

    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    assert Event.objects.filter(action="progress.print").count() == 1


@pytest.fixture
def self_signed_in(patient):
    return client_of(speaks_for(patient))


def test_a_patient_reads_one_sentence_with_no_percentage_nor_name_of_a_measure(
    small, patient, complaint, self_signed_in
):
    answered(small, patient, complaint, 8, 4)
    mine = self_signed_in.get("/my").content.decode()
    own = self_signed_in.get(f"/my/progress/{patient.pk}").content.decode()

    for shown in (mine, own):
        assert "Your pain has gone from 8 to 4." in shown
        head = shown.split("<table")[0]
        assert " %" not in head
        assert "Numeric pain rating scale" not in head


def test_a_patient_answers_what_waits_from_their_own_page(
    small, patient, complaint, self_signed_in
):
    waiting = asked(small, patient, complaint=complaint)
    theirs = asked(small, make_patient("Other", "Person"))
    assert "Answer now" in self_signed_in.get("/my").content.decode()
    opened = self_signed_in.post(f"/my/questions/{waiting.pk}")

    assert opened["Location"].startswith("/questions/")
    assert self_signed_in.post(f"/my/questions/{theirs.pk}").status_code == 404


def test_a_patient_sees_nobody_elses(small, self_signed_in):
    other = make_patient("Other", "Person")
    for path in ("", "/send"):
        assert self_signed_in.get(f"/my/progress/{other.pk}{path}").status_code == 404


def test_who_only_books_for_somebody_does_not_see_how_they_are(small, patient, complaint):
    user = User.objects.create_user("spouse@example.com", full_name="Spouse")
    contact = Contact.objects.create(email="spouse@example.com", user=user)
    link = ContactLink.objects.create(patient=patient, contact=contact, relation="spouse")
    client = client_of(user)
    assert client.get(f"/my/progress/{patient.pk}").status_code == 404
    link.may_see_record = True
    link.save()
    assert client.get(f"/my/progress/{patient.pk}").status_code == 200


def test_a_letter_to_the_doctor_holds_what_was_chosen_and_asks_first(
    small, patient, complaint, self_signed_in
):
    answered(small, patient, complaint, 8, 4)
    path = f"/my/progress/{patient.pk}/send"
    assert "We send nothing" in self_signed_in.get(path).content.decode()
    for wrong in ({}, {"parts": ["pain"], "doctor": "Dr A"}, {"parts": ["x"], "doctor": "A"}):
        assert self_signed_in.post(path, wrong).status_code == 422
    sent = {"parts": ["pain"], "doctor": "Dr Andreou", "agreed": "on"}
    letter = self_signed_in.post(path, sent)

    assert letter.content.startswith(b"%PDF")
    assert Event.objects.get(action="progress.print").detail["parts"] == ["pain"]
