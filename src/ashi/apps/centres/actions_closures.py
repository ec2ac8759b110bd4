"""When the whole centre is closed: its own closures, and public holidays that wait for a word."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.errors import SettingUnknownError, SpanOrderError
from ashi.apps.centres.models import Centre, Closure

GREEK, ENGLISH = {"CY": "el", "GR": "el"}, {"CY": "en_CY", "GR": "en_US"}
DAY = timedelta(days=1)
LONGEST = timedelta(days=100)
YEARS = range(2020, 2100)
SEPTEMBER = 9  # chosen: patients book into January from then on


def holidays_of(centre: Centre, year: int, state: str) -> list[Closure]:
    """Return the public holidays of the centre's country as unsaved closures, whole local days."""
    known = holidays.list_supported_countries()
    if centre.country not in known:
        return []
    names = {
        language: holidays.country_holidays(
            centre.country, years=year, language=table.get(centre.country)
        )
        for language, table in (("el", GREEK), ("en", ENGLISH))
    }
    return [
        Closure(
            centre=centre,
            during=whole_days(day, day, centre.zone),
            name=names["en"].get(day, name)[:120],
            name_el=name[:120],
            holiday_key=f"{centre.country}-{day.isoformat()}",
            state=state,
        )
        for day, name in sorted(names["el"].items())
    ]


def whole_days(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """Return the span of local days, both included."""
    there = ZoneInfo(zone)
    return (
        datetime.combine(first, time(), there),
        datetime.combine(last + DAY, time(), there),
    )


@transaction.atomic
def propose_holidays(*, by: Actor, year: int) -> int:
    """Propose the public holidays of a year; those decided before stay as decided.

    Returns how many are new.

    Raises
    ------
    NotAllowedError, SettingUnknownError
        No year that calendars are made for.
    """
    centre = _centre(by)
    if year not in YEARS:
        raise SettingUnknownError(year=year)
    return _propose(by, centre, year)


@transaction.atomic
def propose_upcoming(*, by: Actor, today: date) -> int:
    """Propose each centre's holidays of this year, and from September on of the next.

    Returns how many are new; whoever runs it often gets 0.
    """
    years = [today.year, today.year + 1][: 1 + (today.month >= SEPTEMBER)]
    centres = list(Centre.objects.order_by("pk"))
    return sum(_propose(by, centre, year) for centre in centres for year in years)


def _propose(by: Actor, centre: Centre, year: int) -> int:
    known = set(centre.closures.exclude(holiday_key="").values_list("holiday_key", flat=True))
    new = [
        one
        for one in holidays_of(centre, year, Closure.State.PROPOSED)
        if one.holiday_key not in known
    ]
    if new:
        Closure.objects.bulk_create(new, ignore_conflicts=True)
        detail = {"year": year, "new": len(new)}
        record(by=by, action="settings.holidays", subject=("centre", centre.pk), detail=detail)
    return len(new)


@transaction.atomic
def decide(*, by: Actor, closure_id: int, state: str) -> Closure:
    """Confirm or decline a closure; what was decided can be decided anew.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    centre = _centre(by)
    row = centre.closures.select_for_update().filter(pk=closure_id).first()
    if row is None or state not in Closure.State.values:
        raise SettingUnknownError(closure=closure_id)
    if row.state != state:
        row.state = state
        row.save(update_fields=["state"])
        record(
            by=by, action="settings.closure", subject=("closure", row.pk), detail={"state": state}
        )
    return row


@transaction.atomic
def confirm_all(*, by: Actor, year: int) -> list[Closure]:
    """Confirm every proposed holiday of a year; return those confirmed now.

    Raises
    ------
    NotAllowedError
    """
    centre = _centre(by)
    first, end = whole_days(date(year, 1, 1), date(year, 12, 31), centre.zone)
    rows = centre.closures.filter(
        state=Closure.State.PROPOSED, during__startswith__gte=first, during__startswith__lt=end
    )
    keys = list(rows.values_list("pk", flat=True))
    return [decide(by=by, closure_id=key, state=Closure.State.CONFIRMED) for key in keys]


@transaction.atomic
def close(*, by: Actor, start: datetime, end: datetime, name: str, name_el: str = "") -> Closure:
    """Close the centre for a span, a part of a day too; what is booked stays.

    Raises
    ------
    NotAllowedError, SpanOrderError
    """
    centre = _centre(by)
    if not start < end <= start + LONGEST:
        raise SpanOrderError()
    row = Closure.objects.create(
        centre=centre,
        during=(start, end),
        name=name,
        name_el=name_el,
        state=Closure.State.CONFIRMED,
    )
    record(by=by, action="settings.closure", subject=("closure", row.pk))
    return row


def _centre(by: Actor) -> Centre:
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    return Centre.objects.get(pk=by.centre_id or 0)
