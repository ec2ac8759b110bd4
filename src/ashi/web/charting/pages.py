"""The record of a visit as its writer sees it: needles, sections, what stands against signing."""

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.signing import counted_in
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.boxes import open_boxes
from ashi.apps.charting.courses import why_not_told
from ashi.apps.charting.errors import NoteChangedError
from ashi.apps.charting.measured import last_examined, last_measured
from ashi.apps.charting.models import Adverse, Needling, Note
from ashi.apps.charting.queries import (
    SECTIONS,
    Done,
    chart_of,
    checks_of,
    counts_of,
    done_of,
    earlier_notes,
    is_resting,
    last_diagnosed,
    last_treated_visit,
    protocols_for,
)
from ashi.apps.charting.screened import needles_meant, screen_of
from ashi.apps.charting.staying import staying_of
from ashi.apps.evidence.queries import changes_for
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.codes import codes_for
from ashi.core.knowledge.physio.examination import sources_of
from ashi.core.knowledge.points.regions import regions_by_id
from ashi.web.charting.done_lines import done_line, treatment_lines
from ashi.web.charting.events import event_lines
from ashi.web.charting.finding_lines import MeasureLine, findable, grouped, measure_lines
from ashi.web.charting.forms import (
    AgainForm,
    AmendForm,
    BoxForm,
    DiagnosisForm,
    DoneForm,
    EventForm,
    FoundForm,
    LineForm,
    NoteForm,
    ProtocolForm,
)
from ashi.web.charting.known import known_of
from ashi.web.charting.lines import groups_of, line_of, said_share
from ashi.web.charting.maps import BodyMap, body_map
from ashi.web.charting.texts import offered
from ashi.web.charting.tradition import tradition_on
from ashi.web.charting.wording import ASKED_WORDS, MISSING_WORDS
from ashi.web.policy import allow
from ashi.web.screening.panel import decisions_at, panel_of
from ashi.web.wording import sentence_for

LETTERS = dict(zip(SECTIONS, "SOAP", strict=True))


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier visit's record in short."""

    note: Note
    needles: str
    done: str


def visit_or_404(request: HttpRequest, visit_id: int) -> Visit:
    """Return a patient's visit of the reader's centre."""
    visits = Visit.objects.select_related("session__service", "session__centre", "patient")
    here = {"session__centre": request.actor.centre_id, "patient__isnull": False}
    visit = visits.filter(pk=visit_id, **here).first()
    if visit is None:
        raise Http404
    return visit


def page(
    request: HttpRequest, visit: Visit, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    """Draw the record; ``more`` are forms with what was typed, and refusals."""
    note = chart_of(visit)
    rows = list(note.needles.all()) if note else []
    signed = note is not None and note.signed_at is not None
    done, counted = done_of(note), counted_in(visit.pk)
    meant = needles_meant(visit) or "line_form" in more
    screen = screen_of(visit, rows, done.treatments, meant=meant)
    unscreened = () if signed else screen.standing.reasons
    before, earlier = last_treated_visit(visit), earlier_notes(visit)
    checks = checks_of(note, rows, counted, done, unscreened, treated_before=before is not None)
    context: dict[str, Any] = {
        "visit": visit,
        "note": note,
        "lettered": why_not_told(note) is None,
        "form": NoteForm(initial=NoteForm.initial_of(note)),
        "amend_form": AmendForm(),
        "counted": counted,
        "missing": [MISSING_WORDS[name] for name in checks.missing],
        "asked": [ASKED_WORDS[name] for name in checks.asked],
        "panel": panel_of(visit, screen, more),
        "decisions": decisions_at(visit, screen),
        "staying": staying_of(visit.patient_id),
        "treated_before": before,
        "done_copied": done.copied or bool(note and note.copied),
        "done_form": DoneForm(),
        "treatments": treatment_lines(done.treatments),
        "earlier": [
            Earlier(one, line_of(one.needles.all()), done_line(done_of(one))) for one in earlier
        ],
        "needling": bool(rows) or meant,
    }
    context |= _of_needles(rows, more.get("edited"))
    complaint = screen.known.complaint
    areas = complaint.areas if complaint else ()
    context |= _of_events(visit, note, areas, signed=signed)
    context |= _of_findings(visit, done, areas, signed=signed)
    context |= tradition_on(request.actor, visit, note, signed=signed)
    if not signed:
        context |= offered(request.actor, visit, note, done, areas)
    coded = context["diagnoses"], context["diagnosed_before"]
    context["known"] = known_of(*coded, areas, changes_for(visit.session.centre_id))
    if context["needling"]:
        context["map"] = _map(request, rows, earlier)
        context |= {"boxes": open_boxes(visit), "protocols": protocols_for(visit)}
    context |= more
    copied = note.copied if note else []
    context["sections"] = [
        (letter, context["form"][name], name in copied) for name, letter in LETTERS.items()
    ]
    return render(request, "charting/chart.html", context, status=status)


def _of_needles(rows: list[Needling], edited: int | None) -> dict[str, Any]:
    """Return what is drawn of the needles: lines, counts, forms, what is to be pressed next."""
    total, regions = counts_of(rows)
    return {
        "line_form": LineForm(),
        "box_form": BoxForm(),
        "protocol_form": ProtocolForm(),
        "groups": groups_of(rows, edited),
        "today": timezone.localdate(),
        "total": total,
        "charted": sum(row.needles for row in rows),
        "regions": [(regions_by_id().get(one.region), one) for one in regions],
        "said_share": said_share(rows),
        "waits": any(row.in_at is None for row in rows),
        "resting": any(is_resting(row) for row in rows),
        "copied": any(row.copied for row in rows),
    }


def _of_events(
    visit: Visit, note: Note | None, areas: Collection[str], *, signed: bool
) -> dict[str, Any]:
    """Return what is drawn of unwanted events and of what the visit was for."""
    return {
        "events": event_lines(note),
        "event_form": EventForm(),
        "diagnoses": list(note.diagnoses.all()) if note else [],
        "diagnosed_before": [] if signed else last_diagnosed(visit),
        "diagnosis_form": DiagnosisForm(),
        "codes": [one.written for one in codes_for(areas)],
    }


def _of_findings(
    visit: Visit, done: Done, areas: Collection[str], *, signed: bool
) -> dict[str, Any]:
    """Return what is drawn of what was found and measured, with what it was last time."""
    lines = measure_lines(done.measurements, last_measured(visit))
    again = [] if signed else [one for one in lines if one.may_change]
    return {
        "measurements": lines,
        "again_form": AgainForm(again) if again else None,
        "again_scales": {one.scale: one.exam.scale for one in again if one.exam and one.scale},
        "finding_groups": grouped(lines),
        "normal_sources": sources_of([one.exam for one in lines if one.exam]),
        "found_form": FoundForm(),
        "found_before": None if signed else last_examined(visit),
        "findable": [] if signed else findable(areas),
    }


def again_lines(note: Note | None) -> list[MeasureLine]:
    """Return what was measured at a visit and may be measured again after the treatment."""
    rows = note.measurements.all() if note else ()
    return [one for one in measure_lines(rows, {}) if one.may_change]


@require_GET
@allow(Permission.CLINICAL_READ)
def chart(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show a visit's record."""
    visit = visit_or_404(request, visit_id)
    subject, patient = ("visit", visit_id), visit.patient_id
    record(by=request.actor, action="note.read", subject=subject, patient_id=patient)
    return page(request, visit)


def _map(request: HttpRequest, rows: list[Needling], earlier: list[Note]) -> BodyMap:
    """Return the map of the view that was asked for; without needles, of the last visit's."""
    asked = {name: request.GET.get(name, "")[:20] for name in ("view", "side", "channel")}
    before = next((list(one.needles.all()) for one in earlier if one.needles.all()), [])
    return body_map(rows, before, **asked)


@require_GET
@allow(Permission.CLINICAL_READ)
def map_of(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show the map of another view, for the page that is open."""
    visit = visit_or_404(request, visit_id)
    note = chart_of(visit)
    rows = list(note.needles.all()) if note else []
    context = {"visit": visit, "note": note, "map": _map(request, rows, [])}
    return render(request, "charting/_map.html", context)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def write(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep the sections; a page in the background asks for an answer in JSON."""
    visit = visit_or_404(request, visit_id)
    form = NoteForm(request.POST)
    quiet = request.headers.get("Accept") == "application/json"
    if not form.is_valid():
        return refused(request, visit, form, quiet=quiet)
    try:
        note = keep(request, visit_id, form)
    except AshiError as error:
        return refused(request, visit, form, error, quiet=quiet)
    if quiet:
        kept = timezone.localtime(note.saved_at).strftime("%H:%M")
        return JsonResponse({"version": note.version, "says": _("kept %(at)s") % {"at": kept}})
    return redirect("chart", visit_id=visit_id)


def keep(request: HttpRequest, visit_id: int, form: NoteForm) -> Note:
    """Write the sections of a form that can be read."""
    values = form.cleaned_data
    return save_note(
        by=request.actor,
        visit_id=visit_id,
        seen=values["version"],
        texts=form.texts(),
        adverse=values["adverse"],
        adverse_text=values["adverse_text"],
        adverse_since=values["adverse_since"] or Adverse.UNKNOWN,
    )


def refused(
    request: HttpRequest,
    visit: Visit,
    form: NoteForm,
    error: AshiError | None = None,
    *,
    quiet: bool = False,
) -> HttpResponse:
    """Answer sections that were not kept: they stand as typed, with what is wrong."""
    if error:
        form.add_error(None, sentence_for(error))
    crossed = isinstance(error, NoteChangedError)
    if quiet:
        sentence = " ".join(str(one) for errors in form.errors.values() for one in errors)
        status = HTTPStatus.CONFLICT if crossed else HTTPStatus.UNPROCESSABLE_ENTITY
        return JsonResponse({"says": sentence}, status=status)
    if crossed:  # what is sent again goes over the version that stands beside it
        stored = chart_of(visit)
        form.data = {**form.data.dict(), "version": str(stored.version if stored else 0)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, visit, status, form=form, crossed=crossed)
