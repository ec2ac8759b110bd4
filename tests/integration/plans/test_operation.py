"""After an operation: exercises outside the surgeon's limits are shown, and given with a reason."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ashi.apps.plans.actions.homework import give_home
from ashi.apps.plans.actions.operation import say_limits
from ashi.apps.plans.errors import DayError, DoseError, OutsideLimitsError
from ashi.apps.plans.models import Outside, SurgeonSaid
from ashi.apps.plans.operated import operated
from ashi.apps.programmes.actions import Plan as Exercises
from ashi.apps.programmes.models import Programme
from ashi.core.kernel.facts import Fact
from ashi.core.knowledge.physio.exercises import Dose
from ashi.core.planning.operated import Ruling, surgeon_limits
from tests.desk.centre import today
from tests.desk.planned import operated_knee
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ALLOWED = dict.fromkeys(surgeon_limits(), Ruling(Fact.YES))
SQUEEZE, STEP = ("KN01", Dose(sets=2, reps=10)), ("KN07", Dose(sets=3, reps=8))


@pytest.fixture
def maria(small):
    return small.actor("maria")


@pytest.fixture
def knee(small, patient):
    """Return the plan of a knee operated on three weeks ago."""
    return operated_knee(small, patient)


def give(by, plan, *items, seen=None, **whys):
    exercises = Exercises(items, today())
    return give_home(by=by, plan_id=plan.pk, exercises=exercises, seen=seen, whys=whys)


def say(by, plan, words="", **said):
    return say_limits(by=by, plan_id=plan.pk, part="knee", said=ALLOWED | said, words=words)


def test_an_exercise_before_its_week_needs_a_reason_that_is_kept(maria, knee):
    say(maria, knee)
    with pytest.raises(OutsideLimitsError) as refused:
        give(maria, knee, SQUEEZE, STEP)
    assert refused.value.fields["exercises"] == ["KN07"]
    assert not Programme.objects.exists()

    first = give(maria, knee, SQUEEZE, STEP, KN07="with the rail, surgeon phoned")
    row = Outside.objects.get()
    assert (row.exercise, row.reasons, row.by_id) == ("KN07", ["early"], maria.user_id)
    # What was decided holds while nothing more speaks against it.
    second = give(maria, knee, STEP, seen=first.pk)
    assert Outside.objects.count() == 1
    say(maria, knee, full_load=Ruling(Fact.NO, 6))
    with pytest.raises(OutsideLimitsError):
        give(maria, knee, SQUEEZE, STEP, seen=second.pk)


def test_what_the_surgeon_did_not_speak_of_is_not_allowed_by_silence(maria, knee):
    here = operated(knee, today())
    assert {one.key for one in here.against("KN01")} == {"unsaid:active", "unsaid:resistance"}
    with pytest.raises(OutsideLimitsError):
        give(maria, knee, SQUEEZE)
    say(maria, knee)
    assert give(maria, knee, SQUEEZE).items.count() == 1


def test_limits_are_said_anew_and_the_earlier_ones_stay(maria, knee):
    say(maria, knee, "half the weight", full_load=Ruling(Fact.NO, 6))
    say(maria, knee, "all of it")

    assert [one.words for one in SurgeonSaid.objects.all()] == ["half the weight", "all of it"]
    assert SurgeonSaid.objects.first().until == {"full_load": 6}
    assert operated(knee, today()).said["full_load"].allowed is Fact.YES
    for rows in (SurgeonSaid.objects.all(),):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(words="other")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("wing", {}),
        ("knee", {"flying": Ruling(Fact.NO)}),
        ("knee", {"impact": Ruling(Fact.NO, 0)}),
        ("knee", {"impact": Ruling(Fact.NO, 105)}),
        ("knee", {"impact": Ruling(Fact.YES, 6)}),
    ],
)
def test_limits_that_cannot_be_are_refused(maria, knee, part, said):
    with pytest.raises(DoseError):
        say_limits(by=maria, plan_id=knee.pk, part=part, said=said, words="")
    assert not SurgeonSaid.objects.exists()


def test_a_plan_without_an_operation_has_no_limits(small, maria, plan):
    with pytest.raises(DayError):
        say(maria, plan)
    assert operated(plan, today()) is None
    address = f"/plans/{plan.patient_id}/{plan.pk}/limits"
    told = client_of(small.users["maria"]).get(address, follow=True).content.decode()
    assert "This plan follows no operation." in told
    assert give(maria, plan, STEP).items.count() == 1


def test_the_pages_show_each_reason_and_hide_no_exercise(small, maria, patient, knee):
    browser = client_of(small.users["maria"])
    address = f"/plans/{patient.pk}/{knee.pk}/limits"
    sent = {f"limit-{one}": "yes" for one in surgeon_limits()}
    sent |= {"part": "knee", "limit-impact": "no", "week-impact": "26", "words": "No running"}
    refused = browser.post(address, sent | {"week-impact": "500"})
    assert refused.status_code == 422
    assert browser.post(address, sent).status_code == 302
    shown = browser.get(f"/plans/{patient.pk}").content.decode()
    assert "No running" in shown
    assert "week 3" in shown

    page = f"/programmes/{patient.pk}"
    lines = {"exercise": ["KN01", "KN07"], "sets": ["2", "3"], "reps": ["10", "8"]}
    lines |= {"first_day": today().isoformat(), "plan": str(knee.pk)}
    for name in ("hold_s", "minutes"):
        lines[name] = ["", ""]
    for name in ("times_per_day", "days_per_week"):
        lines[name] = ["1", "1"]
    refused = browser.post(page, lines | {"act": "save"})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "written from week 8 after the operation" in said
    assert "not allowed before week 26: running and jumping" in said
    assert "Say why it is given all the same: Step-up." in said
    assert 'name="why-KN01"' not in said
    kept = browser.post(page, lines | {"act": "save", "why-KN07": "with the rail"})
    assert kept.status_code == 302
    assert "with the rail" in browser.get(f"/plans/{patient.pk}").content.decode()


def test_more_of_what_was_said_and_decided_takes_no_more_queries(small, maria, patient, knee):
    browser = client_of(small.users["maria"])
    pages = [
        f"/plans/{patient.pk}",
        f"/plans/{patient.pk}/{knee.pk}/limits",
        f"/programmes/{patient.pk}",
    ]

    def queries(page):
        browser.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page).status_code == 200
        return len(seen)

    say(maria, knee)
    kept = give(maria, knee, STEP, KN07="with the rail")
    few = [queries(page) for page in pages]
    say(maria, knee, full_load=Ruling(Fact.NO, 6))
    more = ("KN15", Dose(sets=1, reps=5)), ("AE01", Dose(minutes=10))
    give(maria, knee, STEP, *more, seen=kept.pk, KN07="rail", KN15="later", AE01="slowly")
    assert [queries(page) for page in pages] == few
