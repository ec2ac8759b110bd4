"""Running late: what it does to the rest of the day, and a word to whom it concerns."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.centres.models import PEOPLE
from ashi.apps.encounters.actions.late_notes import note_late
from ashi.apps.encounters.day_board import day_rows
from ashi.apps.encounters.errors import LateNoteTimeError, LateNoteWayError, VisitUnknownError
from ashi.apps.encounters.lateness import LateNote
from ashi.apps.encounters.running_late import (
    LatePerson,
    LateVisit,
    late_people,
    with_ways,
)
from ashi.apps.patients.models import ContactLink
from ashi.web.desk.answers import told
from ashi.web.desk.board_page import note_read
from ashi.web.numbers import row_number
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

MOST_DIGITS = 18  # of an id that the database can hold
CAN_BE_LATE = (*PEOPLE, "room")
REFUSALS = (LateNoteTimeError, LateNoteWayError, VisitUnknownError)


@require_GET
@allow(Permission.DIARY_WRITE)
def late(request: HttpRequest) -> HttpResponse:
    """Show who is behind, whom it makes late, and who knows."""
    now = timezone.now()
    note_read(request, timezone.localdate(now), "late")
    rows = day_rows(request.centre, timezone.localdate(now), now)
    people = late_people(rows, now)
    ways = with_ways(people)
    shown = [_shown(one, ways) for one in people]
    anybody = [one for one in rows.resources if one.kind in CAN_BE_LATE]
    anybody.sort(key=lambda one: one.kind == "room")  # people first, each in their place
    page = {"people": shown, "now": now, "anybody": anybody}
    return render(request, "desk/late.html", page)


Row = tuple[LateVisit, list[str], list[str]]


def _shown(
    person: LatePerson, ways: dict[int, list[ContactLink]]
) -> tuple[LatePerson, list[Row], bool]:
    """Return the person, each visit with its e-mails and telephones, and whether any is due."""
    rows: list[Row] = []
    for visit in person.visits:
        contacts = [link.contact for link in ways.get(visit.one.visit.patient_id or 0, [])]
        emails = [one.email for one in contacts if one.email]
        rows.append((visit, emails, [one.phone for one in contacts if one.phone]))
    return person, rows, any(emails and visit.waits_to_be_told for visit, emails, _phones in rows)


@require_POST
@allow(Permission.DIARY_WRITE)
def tell(request: HttpRequest) -> HttpResponse:
    """Send the ticked patients a note by e-mail."""
    asked = [_asked(value) for value in request.POST.getlist("visit")]
    refused = _note_all(request, [one for one in asked if one], LateNote.Way.EMAIL)
    sent = len(asked) - len(refused) - asked.count(None)
    if sent:
        said = ngettext("%(count)s patient is told.", "%(count)s patients are told.", sent)
        told(request, said % {"count": sent})
    elif not refused:
        told(request, _("Tick whom to tell."))
    for sentence in refused:
        told(request, sentence)
    return redirect("late")


@require_POST
@allow(Permission.DIARY_WRITE)
def called(request: HttpRequest) -> HttpResponse:
    """Keep that somebody has called a patient."""
    asked = _asked(request.POST.get("visit", ""))
    refused = _note_all(request, [asked] if asked else [], LateNote.Way.PHONE)
    for sentence in refused or [_("Kept: told by telephone.") if asked else _("Nothing was kept.")]:
        told(request, sentence)
    return redirect("late")


def _note_all(
    request: HttpRequest, asked: list[tuple[int, datetime]], way: LateNote.Way
) -> list[str]:
    """Tell each; return a sentence for each that was refused."""
    refused = []
    for visit_id, about in asked:
        try:
            note_late(by=request.actor, visit_id=visit_id, about=about, way=way)
        except REFUSALS as error:
            refused.append(sentence_for(error))
    return refused


def _asked(value: str) -> tuple[int, datetime] | None:
    """Read "visit's id, hour" as the page sends it."""
    number, _comma, hour = value.partition(",")
    try:
        about = parse_datetime(hour)
    except ValueError:
        return None
    visit_id = row_number(number)
    if visit_id is None or about is None or about.tzinfo is None:
        return None
    return visit_id, about
