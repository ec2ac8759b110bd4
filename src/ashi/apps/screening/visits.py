"""The visit before which somebody is screened."""

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.errors import VisitUnknownError


def own_visit(by: Actor, visit_id: int, permission: Permission) -> Visit:
    """Return a visit of the actor's centre that has a patient, for who may.

    Raises
    ------
    NotAllowedError, VisitUnknownError
    """
    require(by, permission, centre_id=by.centre_id)
    visits = Visit.objects.select_related("session__centre", "session__service", "patient")
    visit = visits.filter(pk=visit_id, session__centre=by.centre_id, patient__isnull=False).first()
    if visit is None:
        raise VisitUnknownError(visit=visit_id)
    return visit


def patient_of(visit: Visit) -> int:
    """Return whose visit it is.

    Raises
    ------
    VisitUnknownError
    """
    if visit.patient_id is None:
        raise VisitUnknownError(visit=visit.pk)
    return visit.patient_id


def person(by: Actor, permission: Permission) -> int:
    """Return who signs: a decision is always somebody's.

    Raises
    ------
    NotAllowedError
    """
    if by.user_id is None:
        raise NotAllowedError(permission=permission)
    return by.user_id
