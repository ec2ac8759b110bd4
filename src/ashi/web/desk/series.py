"""Visits that repeat: previewed with each clash, booked as chosen; and a series as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.bookings.actions.repeating import Take, book_series
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.repeating import Occurrence, SeriesAsk, preview_series
from ashi.apps.bookings.series_seen import (
    SeenSeries,
    changes_of,
    is_exception,
    seen_series,
)
from ashi.apps.bookings.wishing import pins_for
from ashi.apps.centres.models import Resource
from ashi.apps.encounters.series_longer import last_of
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.plans.referrals import gaps_of_days
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import told
from ashi.web.desk.board.words import local, people_then_places
from ashi.web.desk.series_forms import SeriesForm, TakesForm
from ashi.web.desk.series_words import rhythm, sentences_against
from ashi.web.numbers import row_number
from ashi.web.plans.wording import COVER_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

USUAL = 6  # chosen: how many a form begins with


@dataclass(frozen=True, slots=True)
class Choice:
    """One time that may be chosen for a visit: as it is sent, when, with whom and where."""

    value: str
    start: datetime
    who: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One visit of the preview.

    ``free`` is its time, if it is to be had; else ``against`` says why not, and ``near`` what is.
    ``gap`` is why no referral covers it.
    """

    due: datetime
    free: Choice | None
    against: tuple[str, ...]
    near: tuple[Choice, ...]
    gap: str


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def new_series(request: HttpRequest) -> HttpResponse:
    """Preview visits that repeat, each with what stands against it, and book what is chosen."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = "service" in sent and ("first" in sent or request.method == "POST")
    form = SeriesForm(sent if asked else None, initial=_initial(sent), request=request)
    patient = _patient(request, sent.get("patient"))
    ready, takes, refusal = form.is_valid(), None, ""
    if ready and request.method == "POST":
        takes = TakesForm(request.POST)
        answer = _book(request, form, takes)
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    rows = _rows(form.cleaned_data, takes) if ready else []
    refused = refusal or form.errors or (takes is not None and takes.errors)
    page = {
        "form": form,
        "patient": patient,
        "rows": rows,
        "free": sum(one.free is not None for one in rows),
        "clashes": sum(one.free is None for one in rows),
        "refusal": refusal,
        "takes": takes,
        "key": uuid4(),
        "alone": patient.not_left_alone == "yes",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "desk/series_new.html", page, status=status)


def _patient(request: HttpRequest, text: str | None) -> Patient:
    found = patients_for(request.actor).filter(pk=row_number(text) or 0).first()
    if found is None:
        raise Http404
    return found


def _initial(sent: Mapping[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    start = {"first": today, "days": [today.weekday()], "every": 1, "count": USUAL}
    return start | {name: sent[name] for name in ("patient", "service", "person") if name in sent}


def _ask(said: Mapping[str, Any]) -> SeriesAsk:
    return SeriesAsk(
        said["service"],
        said["patient"],
        said["repeat"],
        pins_for(said["service"], said["person"]),
        said["companion"],
    )


def _book(request: HttpRequest, form: SeriesForm, takes: TakesForm) -> HttpResponse | str:
    """Book what was chosen and go to the series; else return why it was refused."""
    if not takes.is_valid():
        return ""
    said, chosen = form.cleaned_data, takes.cleaned_data
    try:
        series = book_series(
            by=request.actor,
            key=chosen["key"],
            ask=_ask(said),
            takes=chosen["take"],
            note=said["note"],
        )
    except AshiError as error:
        return sentence_for(error)
    number = series.visits.count()
    told(
        request,
        ngettext("%(n)s visit is booked.", "%(n)s visits are booked.", number) % {"n": number},
    )
    return redirect("series", series_id=series.pk)


def _rows(said: Mapping[str, Any], takes: TakesForm | None) -> list[Row]:
    """Return each visit as it would be now; what was chosen before stays chosen."""
    found = preview_series(_ask(said), timezone.now())
    sent = takes.cleaned_data.get("take") if takes is not None else None
    chosen = None if sent is None else {one.due: one for one in sent}
    days = [timezone.localdate(one.due) for one in found]
    gaps = gaps_of_days(said["patient"].pk, said["service"].centre_id, days)
    names = resources_of(found)
    return [row_of(one, gap, names, chosen) for one, gap in zip(found, gaps, strict=True)]


def resources_of(found: Sequence[Occurrence]) -> dict[int, Resource]:
    """Return whom and what all these openings need, by id; one query."""
    every = [one.opening for one in found if one.opening] + [
        near for one in found for near in one.near
    ]
    return Resource.objects.in_bulk({pk for one in every for pk in one.roles.values()})


def row_of(
    one: Occurrence,
    gap: str,
    names: Mapping[int, Resource],
    chosen: Mapping[datetime, Take] | None,
) -> Row:
    """Return one visit of a preview.

    Parameters
    ----------
    gap : why no referral covers it
    names : whom and what its openings need
    chosen : what was chosen before, by when it is due; None: nothing was sent yet
    """
    took = None if chosen is None else chosen.get(one.due)

    def choice(opening: Opening, usual: bool) -> Choice:
        value = f"{one.due.isoformat()}|{opening.start.isoformat()}"
        ticked = usual if chosen is None else took is not None and took.start == opening.start
        return Choice(value, opening.start, who_and_where(opening, names), ticked)

    return Row(
        due=one.due,
        free=choice(one.opening, usual=True) if one.opening else None,
        against=tuple(sentences_against(one.against)),
        near=tuple(choice(opening, usual=False) for opening in one.near),
        gap=str(COVER_WORDS[gap]) if gap else "",
    )


def who_and_where(opening: Opening, names: Mapping[int, Resource]) -> str:
    """Return the practitioners and rooms of an opening, each once."""
    there = people_then_places(names[pk] for pk in opening.roles.values() if pk in names)
    return ", ".join(local(one) for one in there)


@require_GET
@allow(Permission.DIARY_READ)
def series(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Show a series: every visit, where it stands, and what left the rule."""
    try:
        seen = seen_series(request.actor, series_id)
    except SeriesUnknownError as error:
        raise Http404 from error
    return render(request, "desk/series.html", page_of(request, seen))


def page_of(request: HttpRequest, seen: SeenSeries) -> dict[str, Any]:
    """Return what the page of a series needs; that it was read is recorded."""
    visit, now = seen.visits[0].visit, timezone.now()
    record(
        by=request.actor,
        action="series.read",
        subject=("series", seen.series.pk),
        patient_id=visit.patient_id,
    )
    ahead = seen.ahead(now)
    return {
        "series": seen.series,
        "patient": visit.patient,
        "service": visit.session.service,
        "rhythm": rhythm(seen.series, ahead or seen.visits),
        "rows": [(one, is_exception(one)) for one in seen.visits],
        "ahead": len(ahead),
        "may_go_on": last_of(seen) is not None,
        "first_ahead": ahead[0].visit if ahead else None,
        "changes": changes_of(seen.series),
        "now": now,
    }
