"""What giving a visit up costs is written here: the centre's terms, and a service's own."""

from django.db import transaction

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.actions import seen_of
from ashi.apps.centres.errors import SettingChangedError, TermsValueError
from ashi.apps.centres.models import Centre, Service
from ashi.apps.centres.owning import locked_centre, locked_own
from ashi.core.billing.terms import Terms
from ashi.core.scheduling.errors import BadValueError

SUMS = ("late_cents", "no_show_cents", "deposit_cents")
MOST_NOTICE_H = 336  # chosen: two weeks
OF_CENTRE = ("cancel_limit_h", "late_online", *SUMS)
OF_SERVICE = ("notice_h", *SUMS)


@transaction.atomic
def save_terms(
    *, by: Actor, seen: str, cancel_limit_h: int, late_online: bool, **cents: int
) -> Centre:
    """Write the centre's hours of notice and its sums; visits booked before keep theirs.

    ``late_online`` is of the centre as it is now, for all visits.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError, TermsValueError
    """
    centre = locked_centre(by)
    if seen_of(centre, OF_CENTRE) != seen:
        raise SettingChangedError
    _check(cancel_limit_h, cents)
    centre.cancel_limit_h, centre.late_online = cancel_limit_h, late_online
    for name in SUMS:
        setattr(centre, name, cents[name])
    centre.save(update_fields=OF_CENTRE)
    record(by=by, action="settings.terms", subject=("centre", centre.pk))
    return centre


@transaction.atomic
def save_service_terms(
    *, by: Actor, service_id: int, seen: str, notice_h: int | None, **cents: int | None
) -> Service:
    """Write a service's own; None is as the centre has it, 0 is none.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError, TermsValueError
    """
    row = locked_own(by, Service.objects.all(), service_id)
    if seen_of(row, OF_SERVICE) != seen:
        raise SettingChangedError
    _check(notice_h, cents)
    row.notice_h = notice_h
    for name in SUMS:
        setattr(row, name, cents[name])
    row.save(update_fields=OF_SERVICE)
    record(by=by, action="settings.service_terms", subject=("service", row.pk))
    return row


def _check(notice_h: int | None, cents: dict[str, int] | dict[str, int | None]) -> None:
    if not 0 <= (notice_h or 0) <= MOST_NOTICE_H:
        raise TermsValueError
    try:
        Terms(notice_h or 0, **{name: cents[name] or 0 for name in SUMS})
    except BadValueError as error:
        raise TermsValueError from error
