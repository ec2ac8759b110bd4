"""A patient who is late: shortened by rule, each way with what it does to who is next."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.actions.shortening import shorten_visit
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import PhaseRuleError, VisitChangedError
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.breaks import add_break
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.errors import BreakLeavesNeedlesError
from ashi.apps.encounters.late_patient import late_patient
from ashi.apps.encounters.one_visit import one_visit
from tests.desk.centre import make_patient, make_visit
from tests.desk.lateness import grain
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow
NOW = timedelta(minutes=2)


@pytest.fixture
def rules(small):
    """Let needles rest at least ten minutes, and exercise be left out."""
    small.service.phases.filter(kind="rest").update(least_min=10)
    small.service.phases.filter(kind="move").update(may_be_left_out=True)


@pytest.fixture
def late(small, rules):
    """A visit that should have begun a quarter of an hour ago, and who is next in its room."""
    first = make_visit(small, grain(-15), make_patient("Despina", "Charalambous"))
    second = make_visit(small, grain(45), make_patient("Nikos", "Ioannou"), therapist="andreas")
    return first, second


def ways_of(small, visit):
    found = late_patient(one_visit(small.actor("desk"), visit.pk).day, grain() + NOW)
    return found and [
        (way.kind, way.gained, way.following and way.following.pk, way.waits_min)
        for way in found.ways
    ]


def minutes(small, visit):
    visit = Visit.objects.select_related("session").get(pk=visit.pk)
    session = visit.session
    return (
        (session.starts_at - grain()) // timedelta(minutes=1),
        (session.ends_at - grain()) // timedelta(minutes=1),
        [phase["minutes"] for phase in session.plan],
    )


def test_each_way_says_what_it_gains_and_who_waits_for_how_long(small, late):
    first, second = late

    # It begins at +5 and lasts an hour; Nikos has the room from +45.
    assert ways_of(small, first) == [
        ("whole", 0, second.pk, 20),
        ("shorten", 10, second.pk, 10),
        ("leave-out", 15, second.pk, 5),
        ("no-show", 0, second.pk, 0),
    ]


def test_without_rules_nothing_is_shortened(small):
    visit = make_visit(small, grain(-15))

    assert [way[0] for way in ways_of(small, visit)] == ["whole", "no-show"]


def test_who_is_in_time_or_has_begun_is_not_asked_about(small, rules):
    early = make_visit(small, grain(30), room="Room 2")
    begun = make_visit(small, grain(-15), therapist="andreas")
    record_step(by=small.actor("andreas"), step_id=uuid4(), visit_id=begun.pk, kind="start")

    assert (ways_of(small, early), ways_of(small, begun)) == (None, None)


def test_who_has_come_late_can_be_shortened_but_has_come(small, late):
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=late[0].pk, kind="arrive")

    assert [way[0] for way in ways_of(small, late[0])] == ["whole", "shorten", "leave-out"]


@pytest.mark.parametrize(
    ("lengths", "refusal"),
    [
        ([14, 20, 5, 15, 5], PhaseRuleError),  # needling has no shortest length
        ([15, 9, 5, 15, 5], PhaseRuleError),
        ([15, 20, 0, 15, 5], PhaseRuleError),
        ([15, 21, 5, 15, 5], PhaseRuleError),
        ([15, 20, 5, 15], VisitChangedError),
    ],
)
def test_no_phase_is_shorter_than_its_rule(small, late, lengths, refusal):
    visit = late[0]

    with pytest.raises(refusal):
        shorten_visit(
            by=small.actor("desk"),
            visit_id=visit.pk,
            version=visit.version,
            starts_at=grain(5),
            minutes=lengths,
        )
    assert minutes(small, visit) == (-15, 45, [15, 20, 5, 15, 5])


def test_one_press_shortens_and_one_takes_it_back(small, late, signed_in):
    visit = late[0]
    client = signed_in("desk")
    page = client.get(reverse("visit", args=[visit.pk])).content.decode()
    begins = late_patient(one_visit(small.actor("desk"), visit.pk).day, grain() + NOW).begins_at
    sent = {"way": "leave-out", "version": visit.version}

    answer = client.post(reverse("visit-shorten", args=[visit.pk]), sent, follow=True)
    shortened = minutes(small, visit)
    faults = faults_of_the_diary()
    repeated = client.post(reverse("visit-shorten", args=[visit.pk]), sent, follow=True)
    undone = client.post(reverse("visit-lengthen", args=[visit.pk]), follow=True)

    assert "Leave out what may be (15 min)" in page
    assert "waits 5 min" in page
    assert "Despina Charalambous: from" in answer.content.decode()
    assert begins == grain(5)
    # What Nikos has of the room stays his: five minutes of the promise could not be taken.
    assert shortened == (5, 50, [15, 20, 5, 5])
    assert [one.split(" of ")[1] for one in faults] == ["105 minutes"]
    assert "This can no longer be done" in repeated.content.decode()
    assert "Put back." in undone.content.decode()
    assert minutes(small, visit) == (-15, 45, [15, 20, 5, 15, 5])
    assert faults_of_the_diary() == []
    assert Event.objects.filter(action__in=["visit.shorten", "visit.lengthen"]).count() == 2


def test_it_is_not_put_back_once_somebody_has_moved_it(small, rules, signed_in):
    visit = make_visit(small, grain(-15))
    client = signed_in("desk")
    sent = {"way": "leave-out", "version": visit.version}
    client.post(reverse("visit-shorten", args=[visit.pk]), sent)
    move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=grain(120))

    client.post(reverse("visit-lengthen", args=[visit.pk]))

    assert minutes(small, visit) == (120, 165, [15, 20, 5, 5])
    assert faults_of_the_diary() == []


@pytest.mark.parametrize("sent", [{}, {"version": "²"}, {"version": "9" * 40}, {"way": "shorten"}])
def test_a_press_without_the_version_seen_changes_nothing(small, late, signed_in, sent):
    answer = signed_in("desk").post(reverse("visit-shorten", args=[late[0].pk]), sent, follow=True)

    assert answer.status_code == 200
    assert minutes(small, late[0])[0] == -15


def test_it_is_said_in_greek(small, late, signed_in):
    client = signed_in("desk")

    page = client.get(reverse("visit", args=[late[0].pk]), headers={"Accept-Language": "el"})

    assert "Συντόμευση κατά 10 λεπτά" in page.content.decode()


def test_what_was_shortened_stands_and_still_needs_somebody_for_its_needles(small, late):
    """Its phases are not its service's any more; while it rests nobody trained may be away."""
    visit = late[0]
    shorten_visit(
        by=small.actor("desk"),
        visit_id=visit.pk,
        version=visit.version,
        starts_at=grain(5),
        minutes=(15, 10, 5, 15, 5),
    )
    # The needles rest from +20 to +30; of those who may take them out the last wants a break then.
    for name in ("andreas", "sofia"):
        away = (grain(20), grain(30))
        Absence.objects.create(resource=small.people[name], during=away, reason="other")

    assert conflicts_of(small.centre, grain(5) - NOW) == []
    with pytest.raises(BreakLeavesNeedlesError):
        add_break(
            by=small.actor("desk"),
            resource_id=small.people["maria"].pk,
            starts_at=grain(20),
            ends_at=grain(30),
            confirmed=True,
        )
