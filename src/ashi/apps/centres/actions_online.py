"""Who may book a service online, and what a first visit booked so must wait for."""

from django.db import transaction

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.actions import seen_of
from ashi.apps.centres.errors import SettingChangedError, TermsValueError
from ashi.apps.centres.models import Service
from ashi.apps.centres.owning import locked_own

ONLINE = (
    "bookable_online",
    "for_new_patients",
    "approves_first",
    "answer_h",
    "forms_first",
    "forms_h",
)
WHO = {"everybody": (True, True), "known": (True, False), "nobody": (False, True)}
LEAST_H, MOST_H = 1, 336  # chosen: an hour, two weeks


@transaction.atomic
def save_online(
    *, by: Actor, service_id: int, seen: str, who: str, rules: dict[str, int | bool]
) -> Service:
    """Write them.

    Parameters
    ----------
    who : everybody, known, nobody
    rules : ``approves_first answer_h forms_first forms_h``, hours before the visit

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError, TermsValueError
    """
    row = locked_own(by, Service.objects.all(), service_id)
    if seen_of(row, ONLINE) != seen:
        raise SettingChangedError
    if not all(LEAST_H <= rules[name] <= MOST_H for name in ("answer_h", "forms_h")):
        raise TermsValueError
    row.bookable_online, row.for_new_patients = WHO[who]
    for name in ONLINE[2:]:
        setattr(row, name, rules[name])
    row.save(update_fields=ONLINE)
    record(by=by, action="settings.service_online", subject=("service", row.pk))
    return row
