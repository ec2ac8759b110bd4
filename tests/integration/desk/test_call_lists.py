"""Sick this morning: who is phoned, by whom, what came of it, and nobody is rung twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.centres.actions_closures import close
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.breaks import add_break
from ashi.apps.encounters.actions.call_lists import (
    call_because,
    claim_call,
    note_call,
    release_call,
    reopen_call,
)
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.call_lists import LAPSES_AFTER, rows_of
from ashi.apps.encounters.calling import CallList, CallTry, ListedCall
from ashi.apps.encounters.errors import CallClaimedError, CallOutcomeError, CallOverError
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.lateness import grain, reachable

pytestmark = pytest.mark.slow


def sick(small, name="maria", minutes=600):
    """Let somebody be ill from now on, as the desk enters it."""
    absence = add_break(
        by=small.actor("desk"),
        resource_id=small.people[name].pk,
        starts_at=grain(),
        ends_at=grain(minutes),
        reason="ill",
        confirmed=True,
    )
    return CallList.objects.filter(absence=absence).first()


def note(small, call, outcome, who="desk", try_id=None):
    return note_call(
        by=small.actor(who), call_id=call.pk, outcome=outcome, try_id=try_id or uuid4()
    )


@pytest.fixture
def morning(small):
    """Two visits of Eleni's and one of Nikos' stand with Maria; one of Andreas' is not hers."""
    eleni = reachable("Eleni", phone="+35799000001")
    second = make_visit(small, grain(180), eleni)
    first = make_visit(small, grain(60), eleni)
    nikos = make_visit(small, grain(120), reachable("Nikos", phone="+35799000002"), room="Room 2")
    make_visit(small, grain(300), make_patient("Anna"), room="Room 2", therapist="andreas")
    return first, nikos, second


def standing(small, listed):
    return [
        (row.patient.given_name, [one.standing for one in row.visits], len(row.tries))
        for row in rows_of(listed, timezone.now())
    ]


def test_an_illness_lists_whom_it_hits_patient_by_patient_in_the_order_of_time(small, morning):
    listed = sick(small)

    rows = rows_of(listed, timezone.now())
    assert [(row.patient.given_name, row.phones) for row in rows] == [
        ("Eleni", (("+35799000001", ""),)),
        ("Nikos", (("+35799000002", ""),)),
    ]
    assert [one.call.visit_id for row in rows for one in row.visits] == [
        morning[0].pk,
        morning[2].pk,
        morning[1].pk,
    ]
    assert standing(small, listed) == [
        ("Eleni", ["stands", "stands"], 0),
        ("Nikos", ["stands"], 0),
    ]


def test_who_is_in_the_house_already_is_not_listed(small, morning):
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=morning[1].pk, kind="arrive")

    assert {one.visit_id for one in sick(small).calls.all()} == {morning[0].pk, morning[2].pk}


def test_an_absence_that_hits_nobody_makes_no_list(small, morning):
    assert sick(small, "sofia", minutes=20) is None


def test_a_closure_lists_everybody_and_the_same_again_adds_only_what_is_new(small, morning):
    owner = small.actor("owner")
    closure = close(by=owner, start=grain(100), end=grain(240), name="No water")
    listed = call_because(by=owner, cause=closure)
    late = {"service": small.gym, "room": "Gym", "therapist": None}
    make_visit(small, grain(180), make_patient("Late"), **late, override_reason="to try the list")

    again = call_because(by=owner, cause=closure)

    assert again == listed
    assert CallList.objects.count() == 1
    assert listed.calls.count() == 4


def test_one_call_reaches_a_patient_about_everything_and_is_kept_with_who_and_when(small, morning):
    listed = sick(small)
    call = listed.calls.get(visit=morning[0])

    claim_call(by=small.actor("desk"), call_id=call.pk)
    note(small, call, "no-answer")
    note(small, call, "left-word", "andreas")
    note(small, call, "told")

    row = rows_of(listed, timezone.now())[0]
    assert [(one.outcome, one.by.full_name) for one in row.tries] == [
        ("no-answer", "Elena Desk"),
        ("left-word", "Andreas Nicolaou"),
        ("told", "Elena Desk"),
    ]
    assert row.waits == ()
    assert set(ListedCall.objects.exclude(closed_at=None).values_list("visit", flat=True)) == {
        morning[0].pk,
        morning[2].pk,
    }
    told = Event.objects.filter(action="call_list.try", detail__outcome="told")
    assert {one.subject_id for one in told} == {str(one.pk) for one in (morning[0], morning[2])}
    with pytest.raises(CallOverError):
        claim_call(by=small.actor("desk"), call_id=call.pk)


def test_a_press_sent_twice_is_one_try(small, morning):
    call, key = sick(small).calls.get(visit=morning[1]), uuid4()

    assert note(small, call, "told", try_id=key) == note(small, call, "told", try_id=key)
    assert CallTry.objects.count() == 1


def test_whom_one_phones_the_other_does_not_until_it_lapses(small, morning):
    listed = sick(small)
    first, second = (listed.calls.get(visit=one) for one in (morning[0], morning[2]))
    claim_call(by=small.actor("desk"), call_id=first.pk)

    for act in (
        lambda: claim_call(by=small.actor("andreas"), call_id=second.pk),  # the same patient
        lambda: note(small, second, "told", "andreas"),
        lambda: release_call(by=small.actor("andreas"), call_id=second.pk),
    ):
        with pytest.raises(CallClaimedError) as refused:
            act()
        assert refused.value.fields == {"name": "Elena Desk"}
    ListedCall.objects.exclude(claimed_by=None).update(claimed_at=timezone.now() - LAPSES_AFTER)
    claim_call(by=small.actor("andreas"), call_id=second.pk)

    assert set(
        listed.calls.filter(visit__patient=morning[0].patient).values_list("claimed_by", flat=True)
    ) == {small.users["andreas"].pk}


def test_moved_and_cancelled_are_what_the_diary_says(small, morning):
    listed = sick(small)
    first, nikos = (listed.calls.get(visit=one) for one in morning[:2])
    for outcome in ("moved", "cancelled", "nonsense"):
        with pytest.raises(CallOutcomeError):
            note(small, first, outcome)
    move_visit(
        by=small.actor("desk"),
        visit_id=morning[0].pk,
        starts_at=morning[0].session.starts_at,
        roles={"therapist": small.people["andreas"].pk, "room": small.rooms["Room 1"].pk}
        | {"remover": small.people["sofia"].pk, "trainer": small.people["sofia"].pk},
        override_reason="to try the list",
    )
    cancel_visit(by=small.actor("desk"), visit_id=morning[1].pk, reason="centre")

    assert standing(small, listed) == [
        ("Eleni", ["moved", "stands"], 0),
        ("Nikos", ["cancelled"], 0),
    ]
    note(small, first, "moved")
    note(small, nikos, "cancelled")
    assert listed.calls.filter(closed_at=None).get().visit == morning[2]


def test_who_knew_and_does_not_after_all_is_phoned_again(small, morning):
    call = sick(small).calls.get(visit=morning[1])
    note(small, call, "told")

    reopen_call(by=small.actor("desk"), call_id=call.pk)
    reopen_call(by=small.actor("desk"), call_id=call.pk)

    call.refresh_from_db()
    assert (call.outcome, call.closed_at) == ("", None)
    assert Event.objects.filter(action="call_list.reopen").count() == 1


def test_no_other_centre_and_no_other_role_phones(small, morning):
    call = sick(small).calls.get(visit=morning[1])

    with pytest.raises(CallOverError):
        claim_call(by=make_centre("other").actor("desk"), call_id=call.pk)
    with pytest.raises(NotAllowedError):
        claim_call(by=small.actor("sofia"), call_id=call.pk)


def test_who_is_not_reached_is_marked_on_board_and_visit_until_told_or_here(
    small, morning, signed_in
):
    client = signed_in("desk")
    board, page = reverse("board", args=[today()]), reverse("visit", args=[morning[1].pk])
    assert "not reached by phone" not in client.get(page).content.decode()
    fragment = reverse("board-fragment", args=[today()])
    before = client.get(fragment)["ETag"]

    listed = sick(small)

    assert "not reached by phone" in client.get(page).content.decode()
    assert "not reached by phone" in client.get(board).content.decode()
    assert "3 visits whose patients do not know yet" in client.get(board).content.decode()
    listed_tag = client.get(fragment)["ETag"]
    note(small, listed.calls.get(visit=morning[1]), "left-word")
    assert "word left, not reached" in client.get(page).content.decode()
    assert len({before, listed_tag, client.get(fragment)["ETag"]}) == 3
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=morning[1].pk, kind="arrive")
    assert "word left" not in client.get(page).content.decode()
    note(small, listed.calls.get(visit=morning[0]), "told")
    assert "not reached" not in client.get(board).content.decode()


def test_the_desk_enters_an_illness_and_works_the_list_by_thumb(small, morning, signed_in):
    client, other = signed_in("desk"), signed_in("andreas")
    start, end = (timezone.localtime(grain(one), small_zone(small)) for one in (0, 200))
    sent = {
        "resource": small.people["maria"].pk,
        "day": start.date(),
        "begins": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}",
        "reason": "ill",
    }
    asked = client.post(reverse("break-new"), sent)
    page = client.post(reverse("break-new"), sent | {"confirmed": "on"}, follow=True)

    listed = CallList.objects.get()
    assert asked.status_code == 422
    assert (Absence.objects.get().reason, page.resolver_match.url_name) == ("ill", "call-list")
    body = page.content.decode()
    assert 'href="tel:+35799000001"' in body
    assert "2 patients to reach" in body
    call = listed.calls.get(visit=morning[1])
    tag = page.context["tag"]
    rows = reverse("call-list-rows", args=[listed.pk])
    assert other.get(rows, {"tag": other.get(rows).context["tag"]}).status_code == 204
    client.post(reverse("listed-take", args=[call.pk]))
    seen = other.get(rows, {"tag": tag}).content.decode()
    assert "Elena Desk rings now" in seen
    refused = other.post(reverse("listed-take", args=[call.pk]), follow=True)
    assert "Elena Desk phones this patient now." in refused.content.decode()
    here = reverse("call-list", args=[listed.pk])
    done = client.post(
        reverse("listed-note", args=[call.pk]),
        {"outcome": "told", "try_id": uuid4(), "next": here},
        follow=True,
    )
    assert "They know" in done.content.decode()
    assert "1 of 3" not in done.content.decode()
    assert "2 of 3 visits wait" in client.get(reverse("call-lists")).content.decode()
    nonsense = client.post(reverse("listed-note", args=[call.pk]), {"outcome": "x"}, follow=True)
    assert "Nothing was kept." in nonsense.content.decode()


def small_zone(small):
    return ZoneInfo(small.centre.zone)


def test_an_absence_and_a_closure_of_the_settings_lead_to_their_lists(small, morning, signed_in):
    client = signed_in("owner")
    zone = small_zone(small)
    start, end = (f"{grain(one).astimezone(zone):%Y-%m-%dT%H:%M}" for one in (10, 300))
    away = client.post(
        reverse("settings-away", args=[small.rooms["Room 2"].pk]),
        {"start": start, "end": end, "reason": "repair", "confirmed": "on"},
        follow=True,
    )
    closed = client.post(
        reverse("settings-closures"),
        {"start": start, "end": end, "name": "No water", "confirmed": "on"},
        follow=True,
    )

    assert away.resolver_match.url_name == closed.resolver_match.url_name == "call-list"
    assert [one.calls.count() for one in CallList.objects.order_by("pk")] == [1, 3]


def test_the_list_takes_as_many_queries_for_three_as_for_one(small, signed_in):
    client, counts = signed_in("desk"), []
    for who, starts in (("maria", [60]), ("andreas", [120, 180, 240])):
        for minutes in starts:
            patient = reachable("Eleni", phone=f"+3579900{minutes:04}")
            make_visit(small, grain(minutes), patient, therapist=who)
        listed = sick(small, who)
        for call in listed.calls.all():
            note(small, call, "no-answer")
        for name, arguments in (("call-list", [listed.pk]), ("call-lists", [])):
            client.get(reverse(name, args=arguments))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, args=arguments))
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_a_patient_at_once_one_rings(small_in_earnest):
    small = small_in_earnest
    eleni = reachable("Eleni", phone="+35799000001")
    visits = [make_visit(small, grain(minutes), eleni) for minutes in (60, 180)]
    listed = sick(small)
    calls = [listed.calls.get(visit=one) for one in visits]
    names = ["desk", "andreas", "owner", "maria"]
    barrier = Barrier(8)

    def one(number: int) -> str:
        try:
            barrier.wait(timeout=30)
            claim_call(by=small.actor(names[number % 4]), call_id=calls[number // 4].pk)
            return names[number % 4]
        except CallClaimedError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        won = {name for name in pool.map(one, range(8)) if name}

    assert len(won) == 1
    assert set(ListedCall.objects.values_list("claimed_by", flat=True)) == {
        small.users[won.pop()].pk
    }


@pytest.fixture
def small_in_earnest(transactional_db):
    return make_centre()
