"""Booking, and what the database holds afterwards."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import (
    cancel_visit,
    mark_no_show,
    restore_visit,
    unmark_no_show,
)
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import (
    OutsideRulesError,
    OverrideReasonError,
    SlotTakenError,
    UnknownRoleError,
    VisitAheadError,
    VisitChangedError,
    VisitNotOpenError,
)
from ashi.apps.bookings.models import Occupancy, Override, Session, Visit
from ashi.apps.bookings.offers import offer_of
from ashi.apps.bookings.openings import explain_start, openings_for
from ashi.apps.bookings.presence import is_below_minimum, one_to_one_minutes
from ashi.apps.centres.models import Absence, Closure, Permit, Resource
from tests.desk.centre import make_patient
from tests.integration.bookings.conftest import at, nicosia
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow


def spans(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """Return by resource name what is taken, as wall-clock times."""
    taken: dict[str, list[tuple[str, str]]] = {}
    rows = Occupancy.objects.filter(session=visit.session, live=True).order_by("during")
    for row in rows.select_related("resource"):
        zone = at(0).tzinfo
        taken.setdefault(row.resource.name, []).append(
            (
                f"{row.during.lower.astimezone(zone):%H:%M}",
                f"{row.during.upper.astimezone(zone):%H:%M}",
            )
        )
    return taken


def book(small, desk, start, patient=None, **more):
    return book_visit(
        by=desk,
        service=small.service,
        starts_at=start,
        patient=patient or make_patient(),
        **more,
    )


def test_each_resource_is_taken_only_while_it_is_present(small, desk):
    maria = small.people["maria"].pk

    visit = book(small, desk, at(10), roles={"therapist": maria, "remover": maria})

    assert spans(visit) == {
        "Maria Georgiou": [("10:00", "10:15"), ("10:35", "10:40")],
        "Sofia Kyriakidou": [("10:40", "10:55")],
        "Room 1": [("10:00", "10:40"), ("10:55", "11:00")],
        "Gym": [("10:40", "10:55")],
        "Despina Charalambous": [("10:00", "10:55")],
    }
    assert faults_of_the_diary() == []
    [event] = Event.objects.filter(action="visit.book")
    assert (event.subject_id, event.patient_id) == (str(visit.pk), visit.patient_id)


def test_the_practitioner_is_booked_while_needles_rest_elsewhere(small, desk):
    maria = small.people["maria"].pk
    book(
        small,
        desk,
        at(10),
        roles={"therapist": maria, "remover": small.people["sofia"].pk},
    )

    second = book(
        small,
        desk,
        at(10, 15),
        make_patient("Nikos", "Savva"),
        roles={"therapist": maria},
    )

    assert ("10:15", "10:30") in spans(second)["Maria Georgiou"]
    assert faults_of_the_diary() == []


def test_a_taken_time_is_refused_with_the_nearest_others_and_nothing_is_written(small, desk):
    maria = small.people["maria"].pk
    book(small, desk, at(10), roles={"therapist": maria})
    before = (Visit.objects.count(), Occupancy.objects.count(), Event.objects.count())

    with pytest.raises(SlotTakenError) as refused:
        book(
            small,
            desk,
            at(10),
            make_patient("Nikos", "Savva"),
            roles={"therapist": maria},
        )

    assert (
        Visit.objects.count(),
        Occupancy.objects.count(),
        Event.objects.count(),
    ) == before
    nearest = refused.value.fields["nearest"]
    assert [one.start for one in nearest] == sorted(one.start for one in nearest)
    assert at(9, 45) in [one.start for one in nearest]
    assert at(10) not in [one.start for one in nearest]


def test_a_patient_is_in_one_place_at_a_time(small, desk):
    patient = make_patient()
    book(small, desk, at(10), patient)

    with pytest.raises(SlotTakenError):
        book(small, desk, at(10, 30), patient)


def test_the_same_form_sent_twice_books_once(small, desk):
    patient = make_patient()

    first = book(small, desk, at(10), patient, idempotency_key="form-1")
    again = book(small, desk, at(10), patient, idempotency_key="form-1")

    assert again.pk == first.pk
    assert Visit.objects.count() == 1


def test_a_used_key_never_refuses_another_legal_booking(small, desk):
    patient = make_patient()
    first = book(small, desk, at(10), patient, idempotency_key="form-1")
    cancel_visit(by=desk, visit_id=first.pk, reason="ill")

    second = book(small, desk, at(10), patient, idempotency_key="form-1")
    third = book(small, desk, at(15), patient, idempotency_key="form-1")

    assert len({first.pk, second.pk, third.pk}) == 3


def test_absence_closure_and_lapsed_permit_close_a_person(small, desk):
    maria, andreas = small.people["maria"], small.people["andreas"]
    needs = small.service.roles.get(key="therapist")
    needs.acts = ["needling"]
    needs.save()
    Permit.objects.filter(resource=maria, act="needling").update(
        insurance_expires=at(0, day=6).date()
    )
    Absence.objects.create(resource=andreas, during=(at(9, day=7), at(12, day=7)))
    Closure.objects.create(
        centre=small.centre,
        during=(at(0, day=8), at(0, day=9)),
        name="Day off",
        state="confirmed",
    )

    found = openings_for(
        service=small.service,
        first=at(0).date(),
        last=at(0, day=8).date(),
        limit=100_000,
    )

    therapists = {(one.start.astimezone(at(0).tzinfo).day, one.roles["therapist"]) for one in found}
    assert {day for day, _ in therapists} == {6, 7}
    assert {who for day, who in therapists if day == 7} == {andreas.pk}  # her insurance has ended
    starts = {one.start for one in found}
    assert at(9, 0, day=7) not in starts
    assert at(12, 0, day=7) in starts


def test_standing_wishes_are_requirements(small, desk):
    Resource.objects.filter(pk=small.people["andreas"].pk).update(features=["woman"])
    patient = make_patient(wishes=["woman"])

    found = openings_for(
        service=small.service, first=at(0).date(), last=at(0).date(), patient=patient
    )

    assert {one.roles["therapist"] for one in found} == {small.people["andreas"].pk}


def test_who_is_not_left_alone_rests_with_somebody(small, desk):
    visit = book(small, desk, at(10), make_patient(not_left_alone="yes"))

    assert "sitter" in dict(visit.session.roles.values_list("key", "resource_id"))
    assert visit.session.plan[1]["roles"] == ["room", "sitter"]
    assert faults_of_the_diary() == []


def test_a_named_companion_stays_instead(small, desk):
    visit = book(small, desk, at(10), make_patient(not_left_alone="yes"), companion="Her son")

    assert "sitter" not in dict(visit.session.roles.values_list("key", "resource_id"))


def test_a_role_or_resource_of_another_centre_is_refused(small, desk):
    other = nicosia("other")

    with pytest.raises(UnknownRoleError):
        book(small, desk, at(10), roles={"therapist": other.people["maria"].pk})
    with pytest.raises(UnknownRoleError):
        book(small, desk, at(10), roles={"nobody": small.people["maria"].pk})
    with pytest.raises(NotAllowedError):
        book(other, desk, at(10))


def test_yesterday_is_not_to_be_booked(small, desk):
    with pytest.raises(OutsideRulesError):
        book(small, desk, at(10).replace(year=2020))


def test_moving_lets_the_old_time_go_and_keeps_the_practitioner(small, desk):
    visit = book(small, desk, at(10), roles={"therapist": small.people["andreas"].pk})

    moved = move_visit(by=desk, visit_id=visit.pk, starts_at=at(10, 10), version=1)

    assert spans(moved)["Andreas Nicolaou"][0] == ("10:10", "10:25")
    assert moved.version == 2
    assert faults_of_the_diary() == []


def test_a_move_that_does_not_fit_leaves_everything_as_it_was(small, desk):
    andreas = small.people["andreas"].pk
    visit = book(small, desk, at(10), roles={"therapist": andreas})
    book(
        small,
        desk,
        at(12),
        make_patient("Nikos", "Savva"),
        roles={"therapist": andreas},
    )
    before = spans(visit)

    with pytest.raises(SlotTakenError) as refused:
        move_visit(by=desk, visit_id=visit.pk, starts_at=at(12))

    assert spans(visit) == before
    assert refused.value.fields["nearest"]


def test_a_move_of_a_visit_changed_meanwhile_is_refused(small, desk):
    visit = book(small, desk, at(10))
    move_visit(by=desk, visit_id=visit.pk, starts_at=at(11), version=1)

    with pytest.raises(VisitChangedError) as refused:
        move_visit(by=desk, visit_id=visit.pk, starts_at=at(12), version=1)

    assert refused.value.fields == {"version": 2}


def test_cancelling_frees_the_time_and_can_be_taken_back(small, desk):
    visit = book(small, desk, at(10))

    cancel_visit(by=desk, visit_id=visit.pk, reason="ill")
    assert Occupancy.objects.filter(live=True).count() == 0
    restore_visit(by=desk, visit_id=visit.pk)

    assert faults_of_the_diary() == []
    assert Occupancy.objects.filter(live=True).exists()


def test_taking_a_cancellation_back_is_refused_when_the_time_is_gone(small, desk):
    maria = {"therapist": small.people["maria"].pk}
    visit = book(small, desk, at(10), roles=maria)
    cancel_visit(by=desk, visit_id=visit.pk, reason="ill")
    book(small, desk, at(10), make_patient("Nikos", "Savva"), roles=maria)

    with pytest.raises(SlotTakenError):
        restore_visit(by=desk, visit_id=visit.pk)

    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_nobody_has_missed_a_visit_that_has_not_begun(small, desk):
    visit = book(small, desk, at(10))

    with pytest.raises(VisitAheadError):
        mark_no_show(by=desk, visit_id=visit.pk)

    visit.refresh_from_db()
    assert visit.status == "booked"
    assert faults_of_the_diary() == []


def test_a_no_show_frees_the_time_and_can_be_taken_back(small, desk, monkeypatch):
    visit = book(small, desk, at(10))
    monkeypatch.setattr(timezone, "now", lambda: at(10, 15))

    mark_no_show(by=desk, visit_id=visit.pk)
    with pytest.raises(VisitNotOpenError):
        cancel_visit(by=desk, visit_id=visit.pk, reason="ill")
    unmark_no_show(by=desk, visit_id=visit.pk)

    visit.refresh_from_db()
    assert visit.status == "booked"
    assert faults_of_the_diary() == []


def test_an_override_leaves_only_the_overlap_unguarded(small, desk):
    maria = small.people["maria"].pk
    book(
        small,
        desk,
        at(10),
        roles={"therapist": maria, "room": small.rooms["Room 1"].pk},
    )

    second = book(
        small,
        desk,
        at(10, 5),
        make_patient("Nikos", "Savva"),
        roles={"therapist": maria, "room": small.rooms["Room 2"].pk},
        override_reason="Twins, one conversation",
    )

    rows = Occupancy.objects.filter(session=second.session, live=True, resource_id=maria)
    cut = [
        (f"{row.during.lower.astimezone(at(0).tzinfo):%H:%M}", row.guarded)
        for row in rows.order_by("during")
    ]
    assert cut[:2] == [("10:05", False), ("10:15", True)]
    reasons = Override.objects.filter(occupancy__resource_id=maria).values_list("reason", flat=True)
    assert list(reasons) == ["Twins, one conversation"]
    assert faults_of_the_diary() == []


def test_cancelling_the_other_visit_restores_the_guard(small, desk):
    maria = small.people["maria"].pk
    first = book(small, desk, at(10), roles={"therapist": maria})
    second = book(
        small,
        desk,
        at(10),
        make_patient("Nikos", "Savva"),
        roles={"therapist": maria},
        override_reason="Urgent",
    )

    cancel_visit(by=desk, visit_id=first.pk, reason="ill")

    assert not Occupancy.objects.filter(live=True, guarded=False).exists()
    assert not Override.objects.filter(session=second.session, ended_at__isnull=True).exists()


def test_an_override_needs_a_reason_and_the_right(small, desk):
    book(small, desk, at(10), roles={"therapist": small.people["maria"].pk})

    with pytest.raises(OverrideReasonError):
        book(small, desk, at(10), make_patient("A", "B"), override_reason=" ")
    with pytest.raises(NotAllowedError):
        book(
            small,
            small.actor("maria"),
            at(10),
            make_patient("C", "D"),
            override_reason="Me",
        )


def test_a_whole_room_excludes_its_couches_and_the_reverse(small, desk):
    room = small.rooms["Room 1"]
    couches = [
        Resource.objects.create(centre=small.centre, kind="couch", name=f"Couch {n}", whole=room)
        for n in (1, 2)
    ]
    for couch in couches:
        for hours in room.hours.all():
            hours.pk, hours.resource = None, couch
            hours.save()
    role = small.service.roles.get(key="room")
    role.kinds, role.skills = ["room", "couch"], []
    role.save()

    book(small, desk, at(10), roles={"room": couches[0].pk})
    second = make_patient("Nikos", "Savva")
    with pytest.raises(SlotTakenError):
        book(small, desk, at(10), second, roles={"room": room.pk})
    book(small, desk, at(10, 20), second, roles={"room": couches[1].pk})
    book(small, desk, at(14), second, roles={"room": room.pk})
    with pytest.raises(SlotTakenError):
        book(
            small,
            desk,
            at(14, 20),
            make_patient("E", "F"),
            roles={"room": couches[0].pk},
        )


def test_a_room_that_another_practitioner_has_booked_is_taken(small, desk):
    room = small.rooms["Room 1"].pk
    book(small, desk, at(10), roles={"therapist": small.people["maria"].pk, "room": room})

    andreas = {"therapist": small.people["andreas"].pk, "room": room}
    with pytest.raises(SlotTakenError):
        book(small, desk, at(10, 20), make_patient("Nikos", "Savva"), roles=andreas)

    assert [
        one.start
        for one in openings_for(
            service=small.service,
            first=at(0).date(),
            last=at(0).date(),
            roles=andreas,
            limit=1,
            earliest=at(10),
        )
    ] == [at(11)]


def test_nothing_in_the_diary_is_without_an_end(small, desk):
    visit = book(small, desk, at(10))
    session, taken = Session.objects.filter(pk=visit.session_id), Occupancy.objects.all()
    start = visit.session.starts_at
    for without in (
        lambda: session.update(ends_at=None),
        lambda: session.update(ends_at=start),
        lambda: taken.update(during=(start, None)),
        lambda: small.service.phases.update(minutes=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            without()


def test_why_a_visit_does_not_fit_is_said_by_role_and_phase(small, desk):
    maria = small.people["maria"].pk
    book(small, desk, at(10), roles={"therapist": maria})

    answer = explain_start(service=small.service, start=at(10, 10), roles={"therapist": maria})

    assert answer.opening is None
    assert [(one.why, one.role, one.resource, one.phase) for one in answer.obstacles] == [
        ("taken", "therapist", str(maria), "intake"),
        ("taken", "gym", str(small.rooms["Gym"].pk), "exercise"),
    ]


def test_one_to_one_minutes_count_people_and_not_rest(small):
    for key, profession in (("therapist", "acupuncture"), ("trainer", "physiotherapy")):
        small.service.roles.filter(key=key).update(profession=profession)

    offer = offer_of(small.service)

    assert one_to_one_minutes(offer) == {"acupuncture": 15, "physiotherapy": 15}
    assert is_below_minimum(offer, 30)
    assert not is_below_minimum(offer, 15)
    assert not is_below_minimum(offer, 0)
