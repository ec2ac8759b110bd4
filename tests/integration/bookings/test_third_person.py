"""Who takes the needles out is chosen by hand where the rule leaves more than one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.handing_over import choose_remover
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import (
    NoPermitError,
    RemoverBusyError,
    UnknownRoleError,
    VisitChangedError,
)
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.offers import offer_of
from ashi.apps.bookings.wishing import pins_for, takes_out
from ashi.apps.centres.models import Absence, Permit, ServiceRole
from ashi.apps.messages.models import Message
from tests.desk.signing import client_of
from tests.integration.bookings.conftest import at
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_shared import NOW, add, book, filled

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def three(small):
    """Maria needles, Andreas goes on with exercise, one of two assistants takes the needles out."""
    roles = ServiceRole.objects.filter(service=small.service)
    roles.filter(key="trainer").update(kinds=["practitioner"])
    roles.filter(key="remover").update(kinds=["assistant"], skills=["needle-removal"])
    other = add(small, "assistant", "Petros", ["needle-removal"])
    return small.people["maria"], small.people["andreas"], small.people["sofia"], other


def chosen(small, start, out, **more):
    maria, andreas, *_ = three(small) if "three" not in more else more.pop("three")
    roles = pins_for(small.service, maria, andreas, out)
    return book(small, start, small.service, roles=roles, **more)


def test_it_is_neither_who_needles_nor_who_takes_over(small):
    three(small)
    assert takes_out(offer_of(small.service)).key == "remover"
    assert takes_out(offer_of(small.gym)) is None
    phases = small.service.phases.filter(key="removal")
    phases.update(roles=["therapist", "room"])
    small.service = type(small.service).objects.get(pk=small.service.pk)
    assert takes_out(offer_of(small.service)) is None


def test_whom_the_desk_chooses_is_booked_for_the_minutes_of_the_removal(small):
    team = three(small)
    for out in team[2:]:
        visit = chosen(small, at(10 if out == team[2] else 12), out, three=team)
        assert filled(visit)["remover"] == out
        [row] = Occupancy.objects.filter(session=visit.session, resource=out, live=True)
        begins = visit.session.starts_at + timedelta(minutes=35)
        assert (row.during.lower, row.during.upper) == (begins, begins + timedelta(minutes=5))


def test_another_is_chosen_later_and_nothing_else_changes(small):
    team = three(small)
    visit = chosen(small, at(10), team[2], three=team)
    before = filled(visit)
    Message.objects.all().delete()

    choose_remover(
        by=small.actor("desk"), visit_id=visit.pk, resource_id=team[3].pk, version=visit.version
    )

    after = filled(Visit.objects.get(pk=visit.pk))
    assert after == before | {"remover": team[3]}
    assert not Occupancy.objects.filter(session=visit.session, resource=team[2], live=True).exists()
    assert not Message.objects.exists()  # nothing changes for the patient
    told = Event.objects.get(action="visit.remover")
    assert told.detail == {"from": team[2].pk, "to": team[3].pk}
    assert faults_of_the_diary() == []


def test_a_second_press_changes_nothing_and_a_stale_page_is_refused(small):
    team = three(small)
    visit = chosen(small, at(10), team[2], three=team)
    by = small.actor("desk")
    for _ in range(2):
        choose_remover(by=by, visit_id=visit.pk, resource_id=team[3].pk, version=visit.version)
    with pytest.raises(VisitChangedError):
        choose_remover(by=by, visit_id=visit.pk, resource_id=team[2].pk, version=visit.version)
    assert Event.objects.filter(action="visit.remover").count() == 1


def test_who_is_unfit_busy_or_without_papers_is_refused(small):
    team = three(small)
    visit = chosen(small, at(10), team[2], three=team)
    by = small.actor("desk")

    def choose(who):
        return choose_remover(by=by, visit_id=visit.pk, resource_id=who.pk, version=visit.version)

    with pytest.raises(UnknownRoleError):
        choose(small.people["andreas"])
    ServiceRole.objects.filter(service=small.service, key="remover").update(acts=["removal"])
    with pytest.raises(NoPermitError):
        choose(team[3])
    Permit.objects.create(resource=team[3], act="removal")
    Absence.objects.create(resource=team[3], during=(at(10, 35), at(10, 40)), reason="break")
    with pytest.raises(RemoverBusyError):
        choose(team[3])
    assert filled(Visit.objects.get(pk=visit.pk))["remover"] == team[2]


def test_who_is_taken_at_that_time_is_refused(small):
    team = three(small)
    visit = chosen(small, at(10), team[2], three=team)
    team[3].skills = ["needle-removal", "exercise"]
    team[3].save()
    book(small, at(10, 10), small.gym, roles={"trainer": team[3].pk})
    with pytest.raises(RemoverBusyError):
        choose_remover(
            by=small.actor("desk"), visit_id=visit.pk, resource_id=team[3].pk, version=visit.version
        )
    assert filled(Visit.objects.get(pk=visit.pk))["remover"] == team[2]


def test_who_is_chosen_stays_so_when_the_visit_moves_and_is_a_conflict_when_unfit(small):
    team = three(small)
    visit = chosen(small, at(10), team[3], three=team)
    moved = move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=at(14))
    assert filled(moved)["remover"] == team[3]
    assert conflicts_of(small.centre, NOW) == []

    team[3].skills = []
    team[3].save()

    [conflict] = conflicts_of(small.centre, NOW)
    assert [(one.code, one.resource) for one in conflict.causes] == [("unfit", team[3])]


def test_the_desk_chooses_when_booking_and_on_the_page_of_the_visit(small):
    team = three(small)
    desk = client_of(small.users["desk"])
    asked = {"service": small.service.pk, "out": team[3].pk, "day": "2030-05-06"}
    page = desk.get(reverse("visit-new"), asked)
    assert [one.pk for one in page.context["outers"]] == [team[2].pk, team[3].pk]
    offered = page.context["offered"]
    assert {one.opening.roles["remover"] for one in offered} == {team[3].pk}
    sent = asked | {
        "key": "0b6a1d3e-6b8e-4f5e-9a38-5a0c3b7b9b11",
        "at": offered[0].opening.start.isoformat(),
        "given_name": "Nina",
        "family_name": "New",
        "phone": "+35799123456",
    }
    assert desk.post(reverse("visit-new"), sent).status_code == 302
    visit = Visit.objects.get(patient__given_name="Nina")
    assert filled(visit)["remover"] == team[3]

    shown = desk.get(reverse("visit", args=[visit.pk])).content.decode()
    assert "Needles out by" in shown
    post = reverse("visit-remover", args=[visit.pk])
    assert desk.post(post, {"who": team[2].pk, "version": visit.version}).status_code == 302
    assert filled(Visit.objects.get(pk=visit.pk))["remover"] == team[2]
    refused = desk.post(post, {"who": team[0].pk, "version": visit.version + 1})
    assert refused.status_code == 422
    assert "not right for the service" in refused.content.decode()
    assert desk.post(post, {"who": "x"}).status_code == 422


def test_an_unfit_choice_is_dropped_and_where_one_is_left_nothing_is_asked(small):
    team = three(small)
    desk = client_of(small.users["desk"])
    asked = {"service": small.service.pk, "out": team[0].pk, "day": "2030-05-06"}
    page = desk.get(reverse("visit-new"), asked)
    assert page.context["chosen"]["out"] is None
    team[3].active = False
    team[3].save()
    assert desk.get(reverse("visit-new"), asked).context["outers"] == []
