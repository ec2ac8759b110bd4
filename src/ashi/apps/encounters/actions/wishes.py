"""Who wants a time: kept, met by a booking, or withdrawn."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.requesting import decline_visit
from ashi.apps.bookings.errors import VisitNotOpenError
from ashi.apps.bookings.models import Visit, Wish
from ashi.apps.bookings.requests import wants_a_time
from ashi.apps.centres.models import Resource, Service
from ashi.apps.encounters.errors import WishHoursError, WishUnknownError
from ashi.apps.patients.models import Patient
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import withdraw_offer


@transaction.atomic
def add_wish(
    *,
    by: Actor,
    patient: Patient,
    service: Service,
    practitioner: Resource | None = None,
    weekdays: Collection[int] = (),
    from_min: int | None = None,
    to_min: int | None = None,
    not_before: date | None = None,
    note: str = "",
) -> Wish:
    """Keep that somebody wants a time; the same open wish is not kept twice, but takes new hours.

    Parameters
    ----------
    weekdays : 0 is Monday; empty for any
    not_before : the first day on which they can come
    from_min, to_min : minutes from local midnight between which the visit is to begin

    Raises
    ------
    WishHoursError
        They are not in order, or no minutes of a day.
    """
    hours = (0 if from_min is None else from_min, 1440 if to_min is None else to_min)
    if not 0 <= hours[0] < hours[1] <= 1440 or not set(weekdays) <= set(range(7)):
        raise WishHoursError(from_min=from_min, to_min=to_min)
    require(by, Permission.DIARY_WRITE, centre_id=service.centre_id)
    when = {
        "weekdays": sorted(set(weekdays)),
        "from_min": from_min,
        "to_min": to_min,
        "not_before": not_before,
    }
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    wish, made = Wish.objects.get_or_create(
        centre_id=service.centre_id,
        patient=patient,
        service=service,
        practitioner=practitioner,
        state=Wish.State.OPEN,
        defaults={"note": note, "created_by_id": by.user_id, **when},
    )
    if not made and (weekdays or {from_min, to_min, not_before} != {None}):
        Wish.objects.filter(pk=wish.pk).update(**when)
    if made:
        _tell(by, "wish.add", wish)
    return wish


@transaction.atomic
def wait_for_another(*, by: Actor, visit: Visit) -> Wish:
    """Put whoever asked for a first visit that found no time on the list; twice is once.

    Raises
    ------
    VisitNotOpenError
        It is no such request.
    """
    if visit.patient is None or not wants_a_time(visit):
        raise VisitNotOpenError(status=visit.status)
    return add_wish(by=by, patient=visit.patient, service=visit.session.service)


@transaction.atomic
def decline_to_the_list(*, by: Actor, visit_id: int, words: str = "") -> Wish:
    """Decline a request because no time is to be had, and put its patient on the list.

    Raises
    ------
    NotAllowedError
    VisitNotOpenError
        It was answered, cancelled, or has lapsed.
    """
    visit = decline_visit(by=by, visit_id=visit_id, reason="full", words=words, waits=True)
    return wait_for_another(by=by, visit=visit)


def waits_of(visits: Collection[Visit]) -> set[int]:
    """Return the visits (ids) whose patients wait for a time of the same service; one query."""
    wanted = {(one.patient_id, one.session.service_id) for one in visits}
    rows = Wish.objects.filter(
        state=Wish.State.OPEN, patient__in=[one.patient_id for one in visits]
    )
    known = wanted & set(rows.values_list("patient", "service"))
    return {one.pk for one in visits if (one.patient_id, one.session.service_id) in known}


def meet_wish(*, by: Actor, wish_id: int, visit: Visit) -> Wish:
    """Say that a booked visit meets a wish.

    Raises
    ------
    WishUnknownError
        No such open wish at the actor's centre.
    """
    return _end(by, wish_id, Wish.State.MET, visit)


def withdraw_wish(*, by: Actor, wish_id: int) -> Wish:
    """Take a wish off the list. Raises WishUnknownError."""
    return _end(by, wish_id, Wish.State.WITHDRAWN, None)


@transaction.atomic
def change_wish(*, by: Actor, wish_id: int, urgency: int, not_before: date | None) -> Wish:
    """Say how soon somebody must come, and from which day on they can.

    Raises
    ------
    WishUnknownError
        No such open wish at the actor's centre.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    wish = _locked(by, wish_id)
    wish.urgency, wish.not_before = urgency, not_before
    wish.save(update_fields=["urgency", "not_before"])
    _tell(by, "wish.change", wish)
    return wish


@transaction.atomic
def _end(by: Actor, wish_id: int, state: str, visit: Visit | None) -> Wish:
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    wish = _locked(by, wish_id)
    for offer in WishOffer.objects.filter(wish=wish, state=WishOffer.State.OPEN):
        withdraw_offer(by=by, offer_id=offer.pk)
    wish.state, wish.visit = state, visit
    wish.save(update_fields=["state", "visit"])
    _tell(by, f"wish.{state}", wish)
    return wish


def _locked(by: Actor, wish_id: int) -> Wish:
    wish = (
        Wish.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=wish_id, state=Wish.State.OPEN)
        .first()
    )
    if wish is None or (by.role != "system" and wish.centre_id != by.centre_id):
        raise WishUnknownError(wish=wish_id)
    return wish


def _tell(by: Actor, action: str, wish: Wish) -> None:
    record(
        by=by,
        action=action,
        subject=("wish", wish.pk),
        patient_id=wish.patient_id,
        detail={"service": wish.service_id, "visit": wish.visit_id},
    )
