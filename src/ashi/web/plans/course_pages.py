"""Book the visits of a plan in one go: previewed with what clashes, all or those that fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.courses import Found, Wanted, find_course
from ashi.apps.centres.models import Resource, Service
from ashi.apps.plans.actions.booking import Times, book_course
from ashi.apps.plans.errors import CourseClashError
from ashi.apps.plans.models import Plan
from ashi.apps.plans.queries import Course, courses_of
from ashi.apps.plans.referrals import standings
from ashi.core.kernel.errors import AshiError
from ashi.core.planning.referring import Cover, one_more
from ashi.web.desk.new_visit import pins_for
from ashi.web.plans.drawn import condition_named
from ashi.web.plans.forms import DAY, SELECT, count
from ashi.web.plans.pages import patient_or_404
from ashi.web.plans.wording import COVER_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

AHEAD = timedelta(days=365)
HOURS = {"": None, "morning": (0, 720), "afternoon": (720, 1020), "evening": (1020, 1440)}
HOUR_WORDS = [
    ("", gettext_lazy("any hour")),
    ("morning", gettext_lazy("mornings first")),
    ("afternoon", gettext_lazy("afternoons first")),
    ("evening", gettext_lazy("evenings first")),
]


class CourseForm(forms.Form):
    """What is searched: a service, from when, with whom, how many, how far apart."""

    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.none(), widget=forms.Select(SELECT)
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("With"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=gettext_lazy("Anyone"),
        widget=forms.Select(SELECT),
    )
    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    visits = count(gettext_lazy("Visits"), 24, least=1)
    min_days = count(gettext_lazy("Days apart, at least"), 90, least=1)
    max_days = count(gettext_lazy("Days apart, at most"), 90, least=1)
    hours = forms.ChoiceField(
        label=gettext_lazy("Hours"),
        choices=HOUR_WORDS,
        required=False,
        widget=forms.Select(SELECT),
    )

    def __init__(self, *args: Any, centre_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {"centre": centre_id, "active": True}
        self.fields["service"].queryset = Service.objects.filter(**mine).order_by("position", "id")
        people = Resource.objects.filter(**mine, kind="practitioner")
        self.fields["person"].queryset = people.order_by("position", "id")

    def clean_first(self) -> date:
        """Return the first day: not gone by, within a year."""
        first: date = self.cleaned_data["first"]
        today = timezone.localdate()
        if not today <= first <= today + AHEAD:
            raise forms.ValidationError(_("Write a day from today on, within a year."))
        return first

    def clean(self) -> dict[str, Any]:
        """See that the least days are not more than the most."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("min_days", 0) > said.get("max_days", 90):
            self.add_error("min_days", _("The least days apart are more than the most, or none."))
        return said


class TimesForm(forms.Form):
    """The times that were previewed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    at = forms.CharField(max_length=4000, widget=forms.HiddenInput)

    def clean_at(self) -> list[datetime]:
        """Return the instants, each with its zone."""
        try:
            found = [datetime.fromisoformat(one) for one in self.cleaned_data["at"].split()]
        except ValueError as error:
            raise forms.ValidationError(_("Choose the times again.")) from error
        if not found or any(one.tzinfo is None for one in found):
            raise forms.ValidationError(_("Choose the times again."))
        return found


@dataclass(frozen=True, slots=True)
class Previewed:
    """One visit of the preview: when, with whom, and what the referral says of its day."""

    opening: Opening
    who: str
    cover: str
    clashes: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """Times that were sent and not booked: why, and which of them are gone."""

    sentence: str = ""
    starts: tuple[datetime, ...] = ()
    clashes: tuple[datetime, ...] = ()
    key: UUID | None = None


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def book(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Preview the visits of a plan and book them: all, or those that find their place."""
    course = _course(request, patient_id, plan_id)
    reads = may(request.actor, Permission.CLINICAL_READ)
    sent = request.POST if request.method == "POST" else request.GET
    asked = CourseForm(
        sent if "service" in sent or request.method == "POST" else None,
        initial=_initial(course),
        centre_id=request.actor.centre_id or 0,
    )
    tried, searched = Tried(), asked.is_valid()
    if searched and request.method == "POST":
        answer = _try(request, course, asked)
        if not isinstance(answer, Tried):
            return answer
        tried = answer
    found = Found((), 0)
    if searched:
        found = _as_sent(tried.starts, asked) if tried.starts else _found(course, asked)
    context = {
        "patient": course.plan.patient,
        "plan": course.plan,
        "condition": condition_named(course.plan.condition) if reads else None,
        "form": asked,
        "shown": _previewed(course, found, tried.clashes),
        "unplaced": found.unplaced,
        "searched": searched,
        "refusal": tried.sentence,
        "clashes": len(tried.clashes),
        "key": tried.key or uuid4(),
        "at": " ".join(one.start.isoformat() for one in found.openings),
    }
    refused = tried.sentence or asked.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "plans/book.html", context, status=status)


def _course(request: HttpRequest, patient_id: int, plan_id: int) -> Course:
    """Return an open plan for whoever books: how many visits, and not what for."""
    patient = patient_or_404(request, patient_id)
    mine = Plan.objects.filter(centre=request.actor.centre_id, patient=patient, ended_on=None)
    plan = mine.select_related("patient").filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    return courses_of([plan], timezone.now())[0]


def _try(request: HttpRequest, course: Course, asked: CourseForm) -> HttpResponse | Tried:
    """Book the times that were sent; refused, say why."""
    times = TimesForm(request.POST)
    if not times.is_valid():
        return Tried(_("Choose the times again."))
    key, starts = times.cleaned_data["key"], times.cleaned_data["at"]
    try:
        return _booked(request, course, asked, key, starts)
    except CourseClashError as error:
        return Tried(sentence_for(error), tuple(starts), error.starts, key)
    except AshiError as error:
        return Tried(sentence_for(error), tuple(starts), (), key)


def _initial(course: Course) -> dict[str, Any]:
    """Return what is searched at first: the visits of the plan that are neither done nor booked."""
    version = course.version
    left = version.visits - len(course.done) - len(course.ahead)
    last = [one.day for one in (*course.done, *course.ahead)][-1:]
    today = timezone.localdate()
    first = max(today, last[0] + timedelta(days=version.min_days)) if last else today
    return {
        "first": first,
        "visits": min(max(left, 1), 24),
        "min_days": version.min_days,
        "max_days": version.max_days,
    }


def _found(course: Course, asked: CourseForm) -> Found:
    said = asked.cleaned_data
    wanted = Wanted(
        said["visits"], said["min_days"], said["max_days"], said["first"], HOURS[said["hours"]]
    )
    return find_course(
        said["service"],
        course.plan.patient,
        wanted,
        roles=pins_for(said["service"], said["person"]),
        earliest=timezone.now(),
    )


def _as_sent(starts: Sequence[datetime], asked: CourseForm) -> Found:
    """Return the times as they were sent, so that those which are gone can be marked."""
    person = asked.cleaned_data["person"]
    roles = pins_for(asked.cleaned_data["service"], person)
    return Found(tuple(Opening(one, one, roles) for one in sorted(starts)), 0)


def _previewed(course: Course, found: Found, clashes: tuple[datetime, ...]) -> list[Previewed]:
    """Return each visit with what the newest referral would say of its day."""
    ids = {pk for one in found.openings for pk in one.roles.values()}
    people = Resource.objects.filter(pk__in=ids, kind="practitioner").in_bulk() if ids else {}
    every = standings(course.plan.patient_id, course.plan.centre_id) if ids else []
    newest = every[0] if every else None
    days = list(newest.days) if newest else []
    shown = []
    for one in found.openings:
        cover = ""
        if newest is not None:
            on = timezone.localdate(one.start)
            said = one_more(newest.allowed, days, on)
            days.append(on)
            cover = "" if said is Cover.COVERED else str(COVER_WORDS[said.value])
        who = next((str(people[pk]) for pk in one.roles.values() if pk in people), "")
        shown.append(Previewed(one, who, cover, one.start in clashes))
    return shown


def _booked(
    request: HttpRequest, course: Course, asked: CourseForm, key: UUID, starts: list[datetime]
) -> HttpResponse:
    said = asked.cleaned_data
    booked = book_course(
        by=request.actor,
        plan_id=course.plan.pk,
        key=key,
        times=Times(said["service"], starts, pins_for(said["service"], said["person"])),
        part=request.POST.get("part") == "on",
    )
    number = len(booked.visits)
    told = ngettext("%(n)s visit is booked.", "%(n)s visits are booked.", number) % {"n": number}
    messages.success(request, told)
    reads = may(request.actor, Permission.CLINICAL_READ)
    return redirect("plans" if reads else "patient", course.plan.patient_id)
