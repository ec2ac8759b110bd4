"""The week: seven days of one room or one person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Resource
from ashi.apps.encounters.week import WeekRows, week_rows
from ashi.web.desk.board_page import note_read
from ashi.web.policy import allow

DAYS = 7
CHOSEN_FIRST = "practitioner"


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the week's page."""

    date: date
    visits: list[Visit]
    is_today: bool
    closed_by: str


@require_GET
@allow(Permission.DIARY_READ)
def week(request: HttpRequest, day: date) -> HttpResponse:
    """Show the week of ``day`` for one room or person, or for everybody."""
    monday = day - timedelta(days=day.weekday())
    note_read(request, monday, "week")
    resources = list(
        Resource.objects.filter(
            centre=request.centre, active=True, kind__in=["practitioner", "assistant", "room"]
        ).order_by("-kind", "position", "id")
    )
    asked = request.GET.get("of", "")
    chosen = next((one for one in resources if str(one.pk) == asked), None)
    rows = week_rows(request.centre, monday, chosen.pk if chosen else None)
    context: dict[str, Any] = {
        "monday": monday,
        "sunday": monday + timedelta(days=DAYS - 1),
        "before": monday - timedelta(days=DAYS),
        "after": monday + timedelta(days=DAYS),
        "days": _days(rows, monday),
        "resources": resources,
        "chosen": chosen,
    }
    return render(request, "desk/week.html", context)


def _days(rows: WeekRows, monday: date) -> list[WeekDay]:
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in rows.visits:
        by_day[timezone.localdate(visit.session.starts_at)].append(visit)
    today = timezone.localdate()
    return [
        WeekDay(one, by_day[one], one == today, rows.closed.get(one, ""))
        for one in (monday + timedelta(days=number) for number in range(DAYS))
    ]
