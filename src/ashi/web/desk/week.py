"""The week: seven days of one room or one person, or of the whole centre."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.centres.models import PEOPLE, Resource
from ashi.apps.encounters.week import DAYS, week_rows
from ashi.web.desk.board.week_presenter import present_week
from ashi.web.desk.board_page import note_read
from ashi.web.desk.wording import board_words
from ashi.web.policy import allow

KINDS = ("practitioner", "assistant", "room")


@require_GET
@allow(Permission.DIARY_READ)
def week(request: HttpRequest, day: date) -> HttpResponse:
    """Show the week of ``day`` for one room or person, or for everybody."""
    monday = day - timedelta(days=day.weekday())
    now = timezone.now()
    note_read(request, monday, "week")
    resources = _to_choose_from(request)
    chosen = _chosen(request, resources)
    rows = week_rows(request.centre, monday, chosen, now)
    by_person = chosen is not None and chosen.kind in PEOPLE
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=DAYS - 1),
        "before": monday - timedelta(days=DAYS),
        "after": monday + timedelta(days=DAYS),
        "week": present_week(rows, request.centre.zone, now, by_person=by_person),
        "resources": resources,
        "chosen": chosen,
        "words": board_words(),
    }
    return render(request, "desk/week.html", context)


def _to_choose_from(request: HttpRequest) -> list[Resource]:
    found = Resource.objects.filter(
        centre=request.centre, active=True, kind__in=KINDS, whole__isnull=True
    )
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.position, one.pk))


def _chosen(request: HttpRequest, among: list[Resource]) -> Resource | None:
    """Return whose week it is: whom the address names, else the reader's own, else nobody's."""
    asked = request.GET.get("of")
    if asked is None:
        return next((one for one in among if one.user_id == request.actor.user_id), None)
    return next((one for one in among if str(one.pk) == asked), None)
