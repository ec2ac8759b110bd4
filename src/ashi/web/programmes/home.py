"""A patient's own page: today's exercises, one tap for each, by a secret link."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.apps.programmes.actions import Told, keep_report
from ashi.apps.programmes.adherence import last_week
from ashi.apps.programmes.errors import ProgrammeError
from ashi.apps.programmes.links import programme_of
from ashi.apps.programmes.models import Item, Programme
from ashi.apps.programmes.queries import answers_on, days_done
from ashi.core.knowledge.physio.exercises import Exercise, all_exercises
from ashi.web.actors import enter_zone
from ashi.web.exercises.pictures import Shown, shown
from ashi.web.exercises.wording import amount_words, often_words
from ashi.web.policy import open_to_all
from ashi.web.printing.engine import pdf_of
from ashi.web.programmes.pages import pdf_answer
from ashi.web.programmes.printing import sheet_document
from ashi.web.wording import sentence_for

WEEK = timedelta(days=6)
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise of today; ``seconds`` is what a timer counts, ``id`` that of the next tap."""

    exercise: Exercise
    pictures: list[Shown]
    amount: str
    often: str
    sets: int
    seconds: int
    answer: str
    id: UUID


def _opened(request: HttpRequest, token: str) -> Programme:
    found = programme_of(token)
    if found is None:
        raise Http404
    enter_zone(found.centre)
    return found


def _patient(programme: Programme) -> Actor:
    return Actor(
        role="public",
        centre_id=programme.centre_id,
        source=Source.LINK,
        purpose=Purpose.PATIENT_REQUEST,
    )


@require_http_methods(["GET", "POST"])
@open_to_all
def today(request: HttpRequest, home_token: str) -> HttpResponse:
    """Show today's exercises; keep one answer, from a press or from a telephone's queue."""
    programme = _opened(request, home_token)
    if request.method == "GET":
        return _page(request, programme, home_token)
    quiet = request.headers.get("Accept") == "application/json"
    told = _told(request.POST)
    refusal = _("This answer cannot be read.") if told is None else ""
    if told is not None:
        try:
            keep_report(by=_patient(programme), programme=programme, told=told)
        except ProgrammeError as error:
            refusal = sentence_for(error)
    if quiet:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
        return JsonResponse({"says": refusal or _("kept")}, status=status)
    if refusal or told is None:
        return _page(request, programme, home_token, refusal)
    return redirect(f"{request.path}#{told.exercise}")


def _told(data: Any) -> Told | None:
    """Return an answer as it was sent; nothing where it cannot be read."""
    try:
        made, day = UUID(data.get("id", "")), parse_date(data.get("day", ""))
        at = parse_datetime(data.get("at", ""))
    except ValueError:
        return None
    if day is None:
        return None
    known: datetime | None = at if at is not None and timezone.is_aware(at) else None
    return Told(made, data.get("exercise", "")[:8], day, data.get("answer", ""), known)


def _page(
    request: HttpRequest, programme: Programme, token: str, refusal: str = ""
) -> HttpResponse:
    now = timezone.localdate()
    over = _over(programme, now)
    said = answers_on(programme.patient_id, now)
    tasks = [] if over else [_task(item, said.get(item.exercise, "")) for item in _items(programme)]
    done = days_done(programme.patient_id, now - WEEK, now)
    page = {
        "programme": programme,
        "token": token,
        "day": now,
        "over": over,
        "early": programme.first_day > now,
        "tasks": tasks,
        "answered": sum(bool(task.answer) for task in tasks),
        "week": last_week(done, now),
        "refusal": refusal,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    answer = render(request, "programmes/home.html", page, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _over(programme: Programme, now: date) -> bool:
    ended = programme.last_day is not None and programme.last_day < now
    return programme.replaced_at is not None or ended


def _items(programme: Programme) -> list[Item]:
    return [item for item in programme.items.all() if item.exercise in all_exercises()]


def _task(item: Item, answer: str) -> Task:
    exercise = all_exercises()[item.exercise]
    return Task(
        exercise,
        shown(exercise),
        amount_words(item),
        often_words(item),
        max(item.sets, 1),
        item.minutes * MINUTE or item.hold_s,
        answer,
        uuid4(),
    )


@require_GET
@open_to_all
def sheet(request: HttpRequest, home_token: str) -> HttpResponse:
    """Give the programme on paper to whoever holds the link."""
    programme = _opened(request, home_token)
    return pdf_answer(pdf_of(sheet_document(programme, programme.patient.full_name), "record.typ"))
