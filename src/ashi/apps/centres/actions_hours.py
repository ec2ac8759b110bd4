"""When a resource is there is written here: its week, a week of its own, times beyond the week.

Rows of a week hold from a day to a day. A period with hours of its own cuts the usual rows in two,
so that whoever reads rows by day needs to know nothing of it; taking it back joins them again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q, QuerySet

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.errors import SettingChangedError, SettingUnknownError, SpanOrderError
from ashi.apps.centres.models import ExtraOpening, Resource, WeeklyHours
from ashi.apps.centres.owning import locked_own

Week = Mapping[int, Sequence[tuple[int, int]]]
DAY = timedelta(days=1)
LONGEST_EXTRA = timedelta(days=2)
LONGEST_PERIOD = timedelta(days=366)


def seen_hours(resource: Resource) -> str:
    """Return what a page of a resource's hours shows, as a mark that changes with them."""
    rows = resource.hours.order_by("pk").values_list(
        "weekday", "opens_min", "closes_min", "valid_from", "valid_to"
    )
    return sha256(str(list(rows)).encode()).hexdigest()[:16]


@transaction.atomic
def save_hours(
    *,
    by: Actor,
    resource_id: int,
    seen: str,
    week: Week,
    valid_from: date | None = None,
    valid_to: date | None = None,
    also: Collection[int] = (),
) -> None:
    """Write a resource's week; with ``valid_from`` the week before it stays as it was.

    With ``valid_to``, too, it is a period with hours of its own: after it the usual ones go on.

    Parameters
    ----------
    week : by weekday (0 is Monday), (opens, closes) in minutes of the local day
    also : other resources of the centre that get the same

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError
    SpanOrderError
        The last day is before the first, is given alone, or is more than a year after it.
    """
    if valid_to is not None and not _in_order(valid_from, valid_to):
        raise SpanOrderError()
    row = _locked(by, resource_id)
    if seen_hours(row) != seen:
        raise SettingChangedError()
    for one in [row, *(_locked(by, key) for key in sorted(set(also) - {row.pk}))]:
        _make_room(one, valid_from, valid_to)
        _write(one, week, valid_from, valid_to)
        record(by=by, action="settings.hours", subject=("resource", one.pk))


def _in_order(first: date | None, last: date) -> bool:
    return first is not None and first <= last < first + LONGEST_PERIOD


def _make_room(row: Resource, first: date | None, last: date | None) -> None:
    """Cut the rows that stand so that none holds from ``first`` to ``last``."""
    if first is None:
        row.hours.all().delete()
        return
    touched = _touching(row, first, last)
    if last is not None:
        later = [one for one in touched if one.valid_to is None or one.valid_to > last]
        for one in later:
            one.pk, one.valid_from = None, last + DAY
        WeeklyHours.objects.bulk_create(later)
        touched = _touching(row, first, last)
    touched.filter(valid_from__gte=first).delete()
    touched.update(valid_to=first - DAY)


def _touching(row: Resource, first: date, last: date | None) -> QuerySet[WeeklyHours]:
    found = row.hours.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    return found.filter(Q(valid_from=None) | Q(valid_from__lte=last)) if last else found


def _write(row: Resource, week: Week, first: date | None, last: date | None) -> None:
    WeeklyHours.objects.bulk_create(
        WeeklyHours(
            resource=row,
            weekday=day,
            opens_min=opens,
            closes_min=closes,
            valid_from=first,
            valid_to=last,
        )
        for day, spans in week.items()
        for opens, closes in spans
    )


@transaction.atomic
def end_period(*, by: Actor, resource_id: int, first: date, last: date) -> None:
    """Take a period's own hours back: the hours around it hold through it; a repeat does nothing.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    row = _locked(by, resource_id)
    if not row.hours.filter(valid_from=first, valid_to=last).delete()[0]:
        return
    after = {_times(one): one for one in row.hours.filter(valid_from=last + DAY)}
    for one in row.hours.filter(valid_to=first - DAY):
        again = after.pop(_times(one), None)
        one.valid_to = again.valid_to if again else last
        one.save(update_fields=["valid_to"])
        if again:
            again.delete()
    record(by=by, action="settings.hours", subject=("resource", row.pk))


def _times(one: WeeklyHours) -> tuple[int, int, int]:
    return one.weekday, one.opens_min, one.closes_min


@transaction.atomic
def add_extra(
    *, by: Actor, resource_id: int, start: datetime, end: datetime, also: Collection[int] = ()
) -> list[ExtraOpening]:
    """Open a resource beyond its week, and others of the centre with it.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SpanOrderError
    """
    if not start < end <= start + LONGEST_EXTRA:
        raise SpanOrderError()
    made = []
    for key in sorted({resource_id, *also}):
        row = _locked(by, key)
        made.append(ExtraOpening.objects.create(resource=row, during=(start, end)))
        record(by=by, action="settings.extra", subject=("resource", row.pk))
    return made


@transaction.atomic
def remove_extra(*, by: Actor, extra_id: int) -> None:
    """Take an extra opening back; what is booked stays. A second press changes nothing.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    rows = ExtraOpening.objects.filter(pk=extra_id, resource__centre=by.centre_id)
    for row in rows.select_for_update(of=("self",)):
        record(by=by, action="settings.extra_back", subject=("resource", row.resource_id))
        row.delete()


def _locked(by: Actor, resource_id: int) -> Resource:
    row = locked_own(by, Resource.objects.all(), resource_id)
    if row.kind == "patient":
        raise SettingUnknownError(resource=resource_id)
    return row
