"""The last look of the day: nobody left behind, no needle forgotten, the till."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.billing.queries import paid_by_visit, sums_by_method
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.staying import staying_at
from ashi.apps.encounters.actions.day_end import Account, close_day
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayRows, day_of, day_rows
from ashi.apps.encounters.day_end import open_of_day
from ashi.apps.encounters.drawn import is_missed
from ashi.apps.encounters.errors import IncidentNeedsError
from ashi.apps.encounters.one_visit import staff_of
from ashi.web.desk.answers import told
from ashi.web.desk.forms import METHODS
from ashi.web.numbers import row_number
from ashi.web.policy import allow


@require_http_methods(["GET", "POST"])
@allow(Permission.STEP_WRITE)
def last_look(request: HttpRequest, day: date) -> HttpResponse:
    """Show what is still open of a day, and close it."""
    missing: list[int] = []
    if request.method == "POST":
        span = day_of(request.centre, day)
        try:
            closed = close_day(
                by=request.actor, first=span.first, last=span.last, accounts=_accounts(request)
            )
            told(request, _("%(count)s visits are marked as left.") % {"count": len(closed)})
            return redirect("last-look", day=day)
        except IncidentNeedsError as error:
            missing = error.fields["visits"]  # type: ignore[assignment]  # a list of ids
    context = _context(request, day) | {"missing": missing}
    return render(request, "desk/last_look.html", context, status=422 if missing else 200)


def _accounts(request: HttpRequest) -> dict[int, Account]:
    """Read who answers for the needles of each visit, and the reason."""
    people = {one.pk for one in staff_of(request.actor.centre_id)}
    found = {}
    for name, value in request.POST.items():
        kind, _dash, visit = name.partition("-")
        visit_id = row_number(visit)
        if kind == "reason" and visit_id is not None:
            person = row_number(request.POST.get(f"person-{visit}"))
            if person in people and "\x00" not in str(value):
                found[visit_id] = Account(person, str(value)[:300])
    return found


def _context(request: HttpRequest, day: date) -> dict[str, Any]:
    now = timezone.now()
    rows = day_rows(request.centre, day, now)
    still = open_of_day(request.centre.pk, rows.day.first, rows.day.last)
    ids = [one.visit.pk for one in rows.visits]
    paid = paid_by_visit(request.actor, ids)
    words: dict[str, Any] = {str(method): word for method, word in METHODS}
    sums = sums_by_method(request.actor, ids)
    return {
        "day": day,
        "not_left": [one for one in rows.visits if one.visit.pk in set(still.not_left)],
        "not_out": [
            (
                one,
                request.POST.get(f"person-{one.pk}", str(request.actor.user_id)),
                request.POST.get(f"reason-{one.pk}", ""),
            )
            for one in _not_out(still.not_counted_out)
        ],
        "missed": [
            one
            for one in rows.visits
            if one.visit.status == Visit.Status.BOOKED
            and one.state.phase is Phase.EXPECTED
            and is_missed(one.plan, one.visit.session.starts_at, one.state, now)
        ],
        "sums": [(words[method], sum_) for method, sum_ in sums.items()],
        "total": sum(sums.values(), Decimal(0)),
        "unpaid": _unpaid(rows, paid),
        "sees_money": paid is not None,
        "people": staff_of(request.actor.centre_id),
        "staying": staying_at(request.centre.pk),
    }


def _not_out(visit_ids: list[int]) -> list[Visit]:
    """Return the visits whose needles nobody has accounted for, of this day or an earlier one."""
    wanted = set(visit_ids)
    return list(
        Visit.objects.filter(pk__in=wanted)
        .select_related("patient", "session")
        .order_by("session__starts_at")
    )


def _unpaid(rows: DayRows, paid: dict[int, Decimal] | None) -> list[tuple[Visit, Decimal]]:
    if paid is None:
        return []
    found = []
    for one in rows.visits:
        owed = one.visit.price - paid.get(one.visit.pk, Decimal(0))
        if owed > 0 and one.state.phase is Phase.LEFT:
            found.append((one.visit, owed))
    return found
