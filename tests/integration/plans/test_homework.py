"""The exercises at home belong to a plan: given from it, changed with it, told to the patient."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.messages.models import Message
from ashi.apps.messages.quiet import polite
from ashi.apps.messages.sending import send_due
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.plans.actions.homework import give_home
from ashi.apps.plans.actions.reviewing import hold_review
from ashi.apps.plans.errors import PlanEndedError
from ashi.apps.plans.homework import homework_of
from ashi.apps.plans.models import HomeProgramme
from ashi.apps.programmes.actions import Plan as Exercises
from ashi.apps.programmes.actions import Told, end_programme, keep_report
from ashi.apps.programmes.errors import NobodyToTellError, ProgrammeEmptyError
from ashi.apps.programmes.links import home_token
from ashi.apps.programmes.models import Programme
from ashi.apps.programmes.sending import KIND, send_home
from ashi.core.knowledge.physio.exercises import Dose
from tests.desk.centre import today
from tests.desk.planned import plan_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BRIDGE = ("LB11", Dose(sets=3, reps=10, days_per_week=5))
WALK = ("AE01", Dose(minutes=20))


@pytest.fixture
def maria(small):
    return small.actor("maria")


def give(by, plan, *items, seen=None, back=0):
    first = today() - timedelta(days=back)
    exercises = Exercises(items or (BRIDGE,), first)
    return give_home(by=by, plan_id=plan.pk, exercises=exercises, seen=seen)


def columns(*items: tuple[str, Dose]) -> dict[str, list[str]]:
    """Return the lines of a programme as the page sends them."""
    names = ("sets", "reps", "hold_s", "minutes", "times_per_day", "days_per_week")
    return {"exercise": [one for one, _ in items]} | {
        name: [str(getattr(dose, name) or "") for _, dose in items] for name in names
    }


def test_a_programme_given_from_a_plan_is_the_plans_through_all_its_versions(maria, plan):
    first = give(maria, plan)
    second = give(maria, plan, WALK, seen=first.pk)

    row = HomeProgramme.objects.get()
    assert (row.plan, row.series) == (plan, first.series)
    found = homework_of([plan], today())[plan.pk]
    assert (found.programme, found.holds) == (second, True)


def test_what_is_refused_leaves_nothing_and_an_ended_plan_gets_no_exercises(small, maria, plan):
    with pytest.raises(ProgrammeEmptyError):
        give_home(by=maria, plan_id=plan.pk, exercises=Exercises((), today()), seen=None)
    with pytest.raises(NotAllowedError):
        give(small.actor("desk"), plan)
    hold_review(by=maria, plan_id=plan.pk, seen=0, choice="stop", reason="moved away")
    with pytest.raises(PlanEndedError):
        give(maria, plan)
    assert not Programme.objects.exists()
    assert not HomeProgramme.objects.exists()


def test_the_same_programme_serves_a_second_plan_and_keeps_its_link(small, maria, patient, plan):
    first = give(maria, plan)
    other = plan_of(small, patient, days_ago=3)
    second = give(maria, other, WALK, seen=first.pk)

    assert home_token(first) == home_token(second)
    assert set(HomeProgramme.objects.values_list("plan", flat=True)) == {plan.pk, other.pk}


def test_weeks_count_from_the_plans_first_day_and_a_changed_version_counts_no_day_twice(
    maria, patient, plan
):
    first = give(maria, plan, ("LB11", Dose(sets=3, reps=10)), back=13)
    for back in (12, 2, 1):
        told = Told(uuid4(), "LB11", today() - timedelta(days=back), "done")
        keep_report(by=maria, programme=first, told=told)
    give(maria, plan, ("LB11", Dose(sets=2, reps=10)), seen=first.pk, back=13)

    weeks = homework_of([plan], today())[plan.pk].weeks
    assert weeks[0].first == plan.started_on
    assert sum(one.days.done for one in weeks) == 3
    # A fortnight of every day: today belongs to the second version alone.
    assert sum(one.days.asked for one in weeks) == 14


def test_the_page_opened_from_a_plan_brings_condition_and_stage_and_keeps_for_it(
    small, patient, plan
):
    browser, address = client_of(small.users["maria"]), f"/programmes/{patient.pk}"
    page = browser.get(address, {"plan": plan.pk}).content.decode()
    # Thirty days after it began: the stage of weeks 3 to 8.
    assert '<option value="lbp_chronic-build" selected>' in page
    sent = columns(BRIDGE) | {
        "plan": str(plan.pk),
        "first_day": today().isoformat(),
        "act": "save",
    }

    assert browser.post(address, sent | {"plan": "999999"}).status_code == 404
    assert browser.post(address, sent).status_code == 302
    assert HomeProgramme.objects.get().plan == plan
    shown = browser.get(f"/plans/{patient.pk}").content.decode()
    assert "Bridge" in shown


def test_adjusting_the_plan_goes_on_to_its_exercises(small, patient, plan):
    browser = client_of(small.users["maria"])
    address = f"/plans/{patient.pk}/{plan.pk}/change"
    form = browser.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")}
    sent |= {"what": "less often", "why": "better", "home": "on"}

    answer = browser.post(address, sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"/programmes/{patient.pk}?plan={plan.pk}"


@pytest.fixture
def reader(patient):
    patient.language = "el"
    patient.save()
    contact = Contact.objects.create(name="Ελένη", email="eleni@example.org")
    relation = ContactLink.Relation.SELF
    ContactLink.objects.create(
        patient=patient, contact=contact, relation=relation, gets_messages=True
    )
    return contact


def test_the_link_goes_once_a_day_in_the_patients_language_and_not_at_night(
    small, maria, patient, plan, reader
):
    programme = give(maria, plan)
    (message,) = send_home(by=maria, patient_id=patient.pk)
    assert send_home(by=maria, patient_id=patient.pk) == (message,)

    assert message.send_after == polite(message.send_after, small.centre)
    Message.objects.filter(kind=KIND).update(send_after=timezone.now())
    assert send_due() == 1
    letter = mail.outbox[-1]
    assert letter.to == ["eleni@example.org"]
    assert "Οι ασκήσεις σας στο σπίτι" in letter.subject
    assert home_token(programme) in letter.body
    with pytest.raises(NotAllowedError):
        send_home(by=small.actor("desk"), patient_id=patient.pk)


def test_who_gets_no_messages_is_sent_none_and_the_page_says_so(small, maria, patient, plan):
    give(maria, plan)
    with pytest.raises(NobodyToTellError):
        send_home(by=maria, patient_id=patient.pk)

    page = client_of(small.users["maria"]).get(f"/programmes/{patient.pk}").content.decode()
    assert "Nobody of this patient gets messages" in page
    assert not Message.objects.filter(kind=KIND).exists()


def test_the_letter_is_read_before_it_goes(small, maria, patient, plan, reader):
    programme = give(maria, plan)
    browser = client_of(small.users["maria"])
    before = browser.get(f"/programmes/{patient.pk}").content.decode()
    assert 'lang="el"' in before
    assert "Γεια" in before
    assert home_token(programme) in before

    browser.post(f"/programmes/{patient.pk}/send")
    assert "The link" in browser.get(f"/programmes/{patient.pk}").content.decode()
    assert Message.objects.filter(kind=KIND).count() == 1


def test_the_patients_own_page_shows_todays_exercises_until_they_end(
    small, maria, patient, plan, reader, django_user_model
):
    programme = give(maria, plan)
    reader.user = django_user_model.objects.create(email="eleni@example.org")
    reader.save()
    own = client_of(reader.user)
    page = own.get("/my", follow=True).content.decode()
    assert f"/home/{home_token(programme)}" in page

    end_programme(by=maria, patient_id=patient.pk)
    assert "/home/" not in own.get("/my", follow=True).content.decode()
