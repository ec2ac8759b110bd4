"""Visits that cannot stand: found for every reason, with a way out each, and none in another's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.leaving import leave_conflict
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.actions.settling import settle_conflicts
from ashi.apps.bookings.causes import open_conflicts
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import OverrideReasonError
from ashi.apps.bookings.leaving import LeftConflict
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.proposals import proposals_for
from ashi.apps.centres.models import Absence, Closure, Permit, Resource
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.lateness import grain
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow


def found(small):
    return [
        (one.visits[0].pk, sorted({cause.code for cause in one.causes}))
        for one in conflicts_of(small.centre, timezone.now())
    ]


def ways(small):
    now = timezone.now()
    return proposals_for(small.centre, conflicts_of(small.centre, now), now)


def away(resource, minutes=0, length=600, reason="ill"):
    span = (grain(minutes), grain(minutes + length))
    return Absence.objects.create(resource=resource, during=span, reason=reason)


def ends_early(small, name):
    """Let somebody's days end before the visits begin."""
    Resource.objects.get(pk=small.people[name].pk).hours.update(closes_min=1)


SPOILERS = {
    "absence": lambda small: away(small.people["maria"]),
    "closure": lambda small: Closure.objects.create(
        centre=small.centre, during=(grain(), grain(600)), name="Water", state="confirmed"
    ),
    "hours": lambda small: ends_early(small, "maria"),
    "put-away": lambda small: Resource.objects.filter(pk=small.rooms["Room 1"].pk).update(
        active=False
    ),
    "unfit": lambda small: Resource.objects.filter(pk=small.rooms["Room 1"].pk).update(skills=[]),
    "permit": lambda small: (
        small.service.roles.filter(key="therapist").update(acts=["needling"]),
        Permit.objects.filter(resource=small.people["maria"], act="needling").update(
            insurance_expires=today() - timedelta(days=1)
        ),
    ),
    "service": lambda small: small.service.phases.filter(key="rest").update(minutes=25),
}


@pytest.mark.parametrize("code", SPOILERS)
def test_each_reason_is_found_and_has_a_way_out_that_takes_it_away(small, code):
    visit = make_visit(small, grain(120))
    assert found(small) == []

    SPOILERS[code](small)

    assert found(small) == [(visit.pk, [code])]
    [one] = ways(small)
    assert one.proposal is not None
    done = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[one.mark])
    assert [moved.pk for moved in done.moved] == [visit.pk]
    assert found(small) == []
    assert faults_of_the_diary() == []


@pytest.mark.parametrize(
    ("code", "rule", "same_time"),
    [("absence", 1, True), ("unfit", 1, True), ("service", 1, True), ("closure", 3, False)],
)
def test_the_first_way_out_in_the_stated_order_is_proposed(small, code, rule, same_time):
    visit = make_visit(small, grain(120))
    SPOILERS[code](small)

    [one] = ways(small)

    start = one.proposal.opening.start
    assert (one.proposal.rule, start == visit.session.starts_at) == (rule, same_time)
    assert start >= visit.session.starts_at or not same_time


def test_an_edited_service_gives_the_visit_its_new_phases(small):
    visit = make_visit(small, grain(120))
    SPOILERS["service"](small)

    settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[ways(small)[0].mark])

    visit.session.refresh_from_db()
    assert [one["minutes"] for one in visit.session.plan] == [15, 25, 5, 15, 5]
    assert visit.session.ends_at - visit.session.starts_at == timedelta(minutes=65)


def test_what_is_over_held_imported_or_unharmed_is_no_conflict(small):
    make_visit(small, grain(-30))
    make_visit(small, grain(120), channel="import")
    Visit.objects.filter(channel="desk").update(status="no-show")
    SPOILERS["service"](small)
    away(small.people["maria"], minutes=600)

    assert found(small) == []


def test_a_room_that_is_out_of_order_closes_its_couches(small):
    room = small.rooms["Room 1"]
    couch = Resource.objects.create(
        centre=small.centre, kind="couch", name="Couch", whole=room, skills=["needling"]
    )
    for day in range(7):
        couch.hours.create(weekday=day, opens_min=0, closes_min=1440)
    small.service.roles.filter(key="room").update(kinds=["room", "couch"])
    small.rooms["Couch"] = couch
    visit = make_visit(small, grain(120), room="Couch")

    away(room, reason="repair")

    assert found(small) == [(visit.pk, ["absence"])]


def test_proposals_of_one_list_do_not_collide_and_all_can_be_applied(small):
    visits = [make_visit(small, grain(minutes)) for minutes in (60, 120, 180, 240)]
    busy = make_visit(small, grain(140), therapist="andreas", room="Room 2")
    away(small.people["maria"])

    many = ways(small)
    done = settle_conflicts(
        by=small.actor("desk"), centre=small.centre, marks=[one.mark for one in many]
    )

    assert [one.visit.pk for one in many] == [one.pk for one in visits]
    assert [one.proposal.rule for one in many][::2] == [1, 1]
    assert (len(done.moved), done.refused) == (4, 0)
    assert found(small) == []
    assert faults_of_the_diary() == []
    assert Visit.objects.get(pk=busy.pk).session.starts_at == busy.session.starts_at


def test_two_visits_of_one_patient_are_not_proposed_at_once(small):
    patient = make_patient()
    for minutes in (60, 120):
        make_visit(small, grain(minutes), patient)
    SPOILERS["closure"](small)

    one, two = (way.proposal.opening for way in ways(small))

    turnover = timedelta(minutes=5)  # without the patient
    first, second = sorted((one, two), key=lambda way: way.start)
    assert first.end - turnover <= second.start


def test_what_changed_meanwhile_is_refused_and_shown_again(small):
    visit = make_visit(small, grain(120))
    away(small.people["maria"])
    [before] = ways(small)
    make_visit(small, grain(120), therapist="andreas", room="Room 2")

    done = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[before.mark])

    assert (done.moved, done.refused) == ((), 1)
    [after] = ways(small)
    assert (after.visit, after.mark == before.mark) == (visit, False)


def test_a_conflict_that_is_over_moves_nobody(small):
    visit = make_visit(small, grain(120))
    absence = away(small.people["maria"])
    [before] = ways(small)
    absence.delete()

    done = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[before.mark, "x"])

    assert (done.moved, done.refused) == ((), 2)
    assert Visit.objects.get(pk=visit.pk).version == visit.version


def test_what_has_no_way_out_stays_and_says_why(small):
    make_visit(small, grain(120))
    away(small.people["maria"], length=40_000)
    away(small.people["andreas"], length=40_000)
    small.gym.places = 3
    small.gym.save()
    make_visit(small, grain(120), service=small.gym, room="Gym", therapist=None)
    away(small.rooms["Gym"], reason="repair")

    assert [(one.proposal, one.why_none) for one in ways(small)] == [
        (None, "full"),
        (None, "class"),
    ]


def test_no_other_centre_is_read_and_only_who_keeps_the_diary_settles(small):
    make_visit(small, grain(120))
    away(small.people["maria"])
    other = make_centre("other")

    assert conflicts_of(other.centre, timezone.now()) == []
    for who in (other.actor("desk"), small.actor("sofia")):
        with pytest.raises(NotAllowedError):
            settle_conflicts(by=who, centre=small.centre, marks=[])


def test_the_desk_sees_the_number_and_applies_one_then_all(small, signed_in):
    client = signed_in("desk")
    for minutes in (60, 120, 180):
        make_visit(small, grain(minutes))
    count = reverse("conflict-count")
    assert "No conflicts" in client.get(count).content.decode()
    away(small.people["maria"])

    board = client.get(reverse("board", args=[today()])).content.decode()
    page = client.get(reverse("conflicts"))
    marks = page.context["marks"]

    assert f'hx-get="{count}"' in board
    assert "3 conflicts" in client.get(count).content.decode()
    assert "Maria Georgiou is away: Ill" in page.content.decode()
    assert "Same time:" in page.content.decode()
    one = client.post(reverse("conflict-settle"), {"mark": marks[1]}, follow=True)
    assert "1 visit is moved." in one.content.decode()
    assert set(one.context["marks"]) == {marks[0], marks[2]}
    rest = client.post(reverse("conflict-settle"), {"mark": [*marks, "nonsense"]}, follow=True)
    assert "2 visits are moved." in rest.content.decode()
    assert "2 proposals did not hold any more." in rest.content.decode()
    assert "Every booked visit can take place" in rest.content.decode()


def test_the_page_takes_as_many_queries_for_three_as_for_one(small, signed_in):
    client, counts = signed_in("desk"), []
    for who, starts in (("maria", [60]), ("andreas", [120, 180, 240])):
        for minutes in starts:
            make_visit(small, grain(minutes), therapist=who)
        away(small.people[who], length=300)
        for name in ("conflicts", "conflict-count"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse(name))
            counts.append(len(queries))

    assert page.status_code == 200
    assert counts[:2] == counts[2:]


@pytest.mark.django_db(transaction=True)
def test_of_four_desks_that_apply_one_proposal_one_moves_the_visit(transactional_db):
    small = make_centre()
    visit = make_visit(small, grain(120))
    away(small.people["maria"])
    [way] = ways(small)
    barrier = Barrier(4)

    def one(_number: int) -> int:
        try:
            barrier.wait(timeout=30)
            done = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[way.mark])
            return len(done.moved)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        moved = list(pool.map(one, range(4)))

    assert sum(moved) == 1
    assert Visit.objects.get(pk=visit.pk).version == visit.version + 1
    assert Occupancy.objects.filter(live=True, resource=small.people["maria"]).count() == 0
    assert faults_of_the_diary() == []


def leave(small, who="owner", reason="Both insist"):
    [one] = conflicts_of(small.centre, timezone.now())
    return leave_conflict(
        by=small.actor(who),
        centre=small.centre,
        session_id=one.session.pk,
        mark=one.mark,
        reason=reason,
    )


def is_left(small):
    return [one.is_left for one in conflicts_of(small.centre, timezone.now())]


@pytest.mark.parametrize("code", SPOILERS)
def test_each_conflict_can_be_left_as_it_is_and_stays_so_while_nothing_changes(small, code):
    make_visit(small, grain(120))
    SPOILERS[code](small)

    first, again = leave(small), leave(small)

    assert first == again
    assert is_left(small) == [True]
    now = timezone.now()
    assert open_conflicts(conflicts_of(small.centre, now)) == []
    [one] = ways(small)  # what a proposal would be is not applied to what was left
    done = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[one.mark])
    assert (done.moved, done.refused) == ((), 1)
    event = Event.objects.get(action="conflict.leave")
    assert (event.reason, event.detail["causes"]) == ("Both insist", [code])


CHANGES = {
    "absence": lambda small: Absence.objects.update(during=(grain(0), grain(500))),
    "closure": lambda small: Closure.objects.update(during=(grain(0), grain(500))),
    "hours": lambda small: small.people["maria"].hours.update(closes_min=2),
    "unfit": lambda small: Resource.objects.filter(pk=small.rooms["Room 1"].pk).update(
        skills=["gym"]
    ),
    "permit": lambda small: Permit.objects.filter(act="needling").update(
        insurance_expires=today() - timedelta(days=2)
    ),
    "service": lambda small: small.service.phases.filter(key="rest").update(minutes=26),
    "put-away": lambda small: away(small.people["maria"]),
}


@pytest.mark.parametrize("code", CHANGES)
def test_it_comes_back_when_its_cause_changes_and_says_that_it_was_left(small, signed_in, code):
    make_visit(small, grain(120))
    SPOILERS[code](small)
    leave(small)

    CHANGES[code](small)

    assert is_left(small) == [False]
    text = " ".join(signed_in("owner").get(reverse("conflicts")).content.decode().split())
    assert "since then something has changed: Both insist" in text
    leave(small, reason="Still")
    assert is_left(small) == [True]
    assert LeftConflict.objects.filter(ended_at=None).count() == 1


def test_it_comes_back_when_the_visit_moves_or_another_joins_the_causes(small):
    visit = make_visit(small, grain(120))
    away(small.people["maria"])
    leave(small)

    move_visit(
        by=small.actor("owner"),
        visit_id=visit.pk,
        starts_at=grain(125),
        roles={"therapist": small.people["maria"].pk},
        override_reason="Both insist",
    )
    moved = is_left(small)
    leave(small)
    away(small.rooms["Room 1"], reason="repair")

    assert (moved, is_left(small)) == ([False], [False])


def test_only_who_may_override_leaves_a_conflict_and_only_with_a_reason_and_as_it_was_shown(
    small, signed_in
):
    make_visit(small, grain(120))
    away(small.people["maria"])
    [one] = conflicts_of(small.centre, timezone.now())
    sent = {"session": one.session.pk, "mark": one.mark, "reason": "They insist"}
    address = reverse("conflict-leave")

    assert signed_in("student").post(address, sent).status_code == 404
    with pytest.raises(NotAllowedError):
        leave(small, who="student")
    with pytest.raises(OverrideReasonError):
        leave(small, reason="  ")
    owner = signed_in("owner")
    refused = owner.post(address, sent | {"reason": " "})
    owner.post(address, sent | {"mark": "another"})
    assert (refused.status_code, LeftConflict.objects.count()) == (422, 0)
    assert "Say why it is left as it is." in refused.content.decode()
    assert owner.post(address, sent).status_code == 302
    assert is_left(small) == [True]


def test_what_is_left_is_listed_with_the_overrides_and_can_be_taken_up_again(small, signed_in):
    make_visit(small, grain(120))
    away(small.people["maria"])
    left = leave(small, reason="They insist")
    owner = signed_in("owner")

    page, count = owner.get(reverse("conflicts")), owner.get(reverse("conflict-count"))
    listed, file = owner.get(reverse("overrides")), owner.get(reverse("overrides-file"))

    assert (page.context["rows"], len(page.context["left"])) == ([], 1)
    assert count.context["count"] == 0
    assert [(row, why) for row, why in listed.context["left"]] == [(left, "Maria Georgiou is away")]
    assert "They insist" in listed.content.decode()
    assert "Maria Georgiou is away" in file.content.decode("utf-8-sig")
    owner.post(reverse("conflict-take-up", args=[left.pk]))
    assert is_left(small) == [False]
    again = owner.get(reverse("overrides")).context["left"][0][0]
    assert (again.stands, Event.objects.filter(action="conflict.take_up").count()) == (False, 1)


def test_two_who_leave_one_conflict_at_once_leave_it_once(transactional_db):
    small = make_centre()
    make_visit(small, grain(120))
    away(small.people["maria"])
    [one] = conflicts_of(small.centre, timezone.now())
    barrier = Barrier(4)

    def press(number):
        try:
            barrier.wait(timeout=30)
            return leave_conflict(
                by=small.actor("owner"),
                centre=small.centre,
                session_id=one.session.pk,
                mark=one.mark,
                reason=f"Because {number}",
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))

    assert len(answers) == LeftConflict.objects.count() == 1
