"""Choose by hand who takes the needles out, where the rule leaves more than one."""

from zoneinfo import ZoneInfo

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.moving import locked_booked, settle, wanted_at
from ashi.apps.bookings.errors import (
    NoPermitError,
    RemoverBusyError,
    SlotTakenError,
    UnknownRoleError,
)
from ashi.apps.bookings.fitness import is_able, papers_for
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.occupying import free
from ashi.apps.bookings.offers import Need, offer_of_session
from ashi.apps.bookings.placing import LostRaceError, attempt, secure
from ashi.apps.bookings.rules import check_may_book
from ashi.apps.bookings.wishing import takes_out
from ashi.apps.centres.models import Resource
from ashi.core.scheduling.axis import minute_of


def choose_remover(*, by: Actor, visit_id: int, resource_id: int, version: int) -> Visit:
    """Let somebody else take the needles out; time, room and everybody else stay.

    The patient is told nothing, since nothing changes for them. A class is left as it is.

    Raises
    ------
    RemoverBusyError
        They are not there, or taken, when the needles come out.
    UnknownRoleError, NoPermitError
        They are not able to, or their papers do not reach until then.
    VisitChangedError, VisitNotOpenError, NotAllowedError
    """
    related = ("session__centre", "session__service", "patient")
    visit = Visit.objects.select_related(*related).get(pk=visit_id)
    check_may_book(by, visit.session.centre)
    need = takes_out(offer_of_session(visit.session))
    if need is None or visit.session.places > 1:
        raise UnknownRoleError(role="", resource=resource_id)
    _check_fit(visit, need, resource_id)
    filled = {one.key: one.resource_id for one in visit.session.roles.all()}
    if filled[need.key] == resource_id:
        return visit
    pins = filled | {need.key: resource_id}
    try:
        return attempt(lambda: _change(by, visit, pins, need.key, version))
    except SlotTakenError as error:
        raise RemoverBusyError(resource=resource_id) from error


def _check_fit(visit: Visit, need: Need, resource_id: int) -> None:
    centre = visit.session.centre
    row = Resource.objects.filter(pk=resource_id, centre=centre, active=True).first()
    if row is None or not is_able(row, need):
        raise UnknownRoleError(role=need.key, resource=resource_id)
    papers = papers_for([need], [resource_id], ZoneInfo(centre.zone))
    if not papers.reach(resource_id, need, minute_of(visit.session.ends_at)):
        raise NoPermitError(role=need.key, resource=resource_id)


def _change(by: Actor, known: Visit, pins: dict[str, int], key: str, version: int) -> Visit:
    before = known.session
    old = set(before.occupancies.filter(live=True).values_list("resource_id", flat=True))
    wanted = wanted_at(known, before.starts_at, pins)
    place = secure(wanted, also=old, not_session=before.pk)
    visit = locked_booked(known.pk, version)
    now = Session.objects.get(pk=visit.session_id)
    if (now.pk, now.version) != (before.pk, before.version):
        raise LostRaceError(start=before.starts_at.isoformat())
    was = visit.session.roles.get(key=key).resource_id
    free(visit.session)
    settle(visit, place, wanted)
    record(
        by=by,
        action="visit.remover",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail={"from": was, "to": pins[key]},
    )
    return visit
