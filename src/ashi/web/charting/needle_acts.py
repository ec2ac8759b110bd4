"""One needle of the chart said anew, the box it comes from, and what was left in."""

from datetime import datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions import boxes, changing, protocols, removing
from ashi.apps.charting.boxes import rooms_of
from ashi.apps.charting.errors import BoxUnknownError, ProtocolUnknownError
from ashi.apps.charting.models import Needling, Removal
from ashi.apps.charting.values import insertion_of
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.needling.printing import print_insertion
from ashi.web.charting.acts import UNPROCESSABLE
from ashi.web.charting.forms import BoxForm, NeedleForm, ProtocolForm
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.returning import own_page
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def needle(request: HttpRequest, visit_id: int, needle_id: int) -> HttpResponse:
    """Open a charted needle to be said anew; what cannot be read stays typed."""
    visit = visit_or_404(request, visit_id)
    row = Needling.objects.filter(pk=needle_id, note__visit=visit).first()
    if row is None:
        raise Http404
    if request.method == "GET":
        return page(request, visit, needle_form=NeedleForm(initial=_said(row)), edited=row.pk)
    form = NeedleForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        times = tuple(_moment(row, values[name]) for name in ("went_in", "came_out"))
        try:
            changing.change_needle(
                by=request.actor,
                visit_id=visit_id,
                needle_id=needle_id,
                line=values["line"],
                times=(times[0], times[1]),
                broken=values["broken"],
            )
            return redirect("chart", visit_id=visit_id)
        except AshiError as error:
            form.add_error("line", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, needle_form=form, edited=row.pk)


def _said(row: Needling) -> dict[str, object]:
    clocks = {
        name: timezone.localtime(at).time() if at else None
        for name, at in (("went_in", row.in_at), ("came_out", row.out_at))
    }
    return {"line": print_insertion(insertion_of(row)), "broken": row.broken, **clocks}


def _moment(row: Needling, clock: time | None) -> datetime | None:
    """Return a time of day on the day of the needle; a minute that did not change stays whole."""
    if clock is None:
        return None
    for at in (row.in_at, row.out_at):
        if at and timezone.localtime(at).time().replace(second=0, microsecond=0) == clock:
            return at
    day = timezone.localdate(row.in_at or timezone.now())
    return timezone.make_aware(datetime.combine(day, clock))


@require_POST
@allow(Permission.COUNT_WRITE)
def box(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Open a box in the visit's room."""
    visit = visit_or_404(request, visit_id)
    form = BoxForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        everywhere = values.pop("everywhere")
        rooms = [] if everywhere else rooms_of(visit)
        try:
            boxes.open_box(by=request.actor, room_id=rooms[0].pk if rooms else None, **values)
            return redirect("chart", visit_id=visit_id)
        except AshiError as error:
            form.add_error(BOX_FIELD.get(error.code), sentence_for(error))
    return page(request, visit, UNPROCESSABLE, box_form=form)


@require_POST
@allow(Permission.COUNT_WRITE)
def box_close(request: HttpRequest, visit_id: int, box_id: int) -> HttpResponse:
    """Say that a box is empty, or put away."""
    visit_or_404(request, visit_id)
    try:
        boxes.close_box(by=request.actor, box_id=box_id)
    except BoxUnknownError as error:
        raise Http404 from error
    return redirect("chart", visit_id=visit_id)


BOX_FIELD = {"charting.box_expired": "expires_on", "charting.no_such_needle": "needle"}


@require_POST
@allow(Permission.COUNT_WRITE)
def removed(request: HttpRequest, visit_id: int, way: str) -> HttpResponse:
    """Say that what was left in at a visit is out."""
    if way not in Removal.Way.values:
        raise Http404
    visit = visit_or_404(request, visit_id)
    try:
        removing.note_removal(by=request.actor, visit_id=visit_id, way=way)
    except AshiError as error:
        return page(request, visit, UNPROCESSABLE, refusal=sentence_for(error))
    return redirect(own_page(request, reverse("chart", args=[visit_id])))


@require_POST
@allow(Permission.CLINICAL_SIGN)
def protocol(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep the needles of a record as a protocol of the centre."""
    visit = visit_or_404(request, visit_id)
    form = ProtocolForm(request.POST)
    if form.is_valid():
        try:
            protocols.keep_protocol(by=request.actor, visit_id=visit_id, **form.cleaned_data)
            return redirect("chart", visit_id=visit_id)
        except AshiError as error:
            form.add_error("name", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, protocol_form=form)


@require_POST
@allow(Permission.CLINICAL_SIGN)
def protocol_end(request: HttpRequest, visit_id: int, protocol_id: int) -> HttpResponse:
    """Offer a protocol no longer."""
    visit_or_404(request, visit_id)
    try:
        protocols.end_protocol(by=request.actor, protocol_id=protocol_id)
    except ProtocolUnknownError as error:
        raise Http404 from error
    return redirect("chart", visit_id=visit_id)
