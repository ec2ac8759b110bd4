"""Book the visits of a plan in one go: previewed with what clashes, all or those that fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.courses import Found, Wanted, find_course
from ashi.apps.bookings.wishing import pins_for
from ashi.apps.centres.models import Resource
from ashi.apps.plans.actions.booking import Drawing, Times, book_course
from ashi.apps.plans.errors import CourseClashError, NoWordsError
from ashi.apps.plans.models import Plan
from ashi.apps.plans.queries import Course, courses_of, waits_for_sign
from ashi.apps.plans.referrals import YEAR_FULL, Standing, covered_days, standings
from ashi.core.kernel.errors import AshiError
from ashi.core.planning.referring import Cover, one_more, over_year
from ashi.web.plans.course_forms import HOURS, CourseForm, TimesForm
from ashi.web.plans.drawn import condition_named
from ashi.web.plans.pages import patient_or_404, refuse
from ashi.web.plans.wording import COVER_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


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
    form: TimesForm | None = None


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def book(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Preview the visits of a plan and book them: all, or those that find their place."""
    course = _course(request, patient_id, plan_id)
    reads = may(request.actor, Permission.CLINICAL_READ)
    sent = request.POST if request.method == "POST" else request.GET
    every = standings(course.plan.patient_id, course.plan.centre_id)
    asked = CourseForm(
        sent if "service" in sent or request.method == "POST" else None,
        initial=_initial(course) | {"referral": every[0].referral.pk if every else None},
        centre_id=request.actor.centre_id or 0,
        standing=every,
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
        "shown": _previewed(asked, every, found, tried.clashes),
        "times": tried.form or TimesForm(),
        "waits": waits_for_sign(course.plan),
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
        return Tried(_("Choose the times again."), form=times)
    key, starts = times.cleaned_data["key"], times.cleaned_data["at"]
    try:
        return _booked(request, course, asked, times)
    except CourseClashError as error:
        return Tried(sentence_for(error), tuple(starts), error.starts, key, times)
    except NoWordsError as error:
        refuse(times, error)
        refusal = _(
            "Some of these visits are covered by no referral: say who allows them, and why."
        )
        return Tried(refusal, tuple(starts), (), key, times)
    except AshiError as error:
        return Tried(sentence_for(error), tuple(starts), (), key, times)


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


def _previewed(
    asked: CourseForm, every: Sequence[Standing], found: Found, clashes: tuple[datetime, ...]
) -> list[Previewed]:
    """Return each visit with what the chosen referral would say of its day."""
    ids = {pk for one in found.openings for pk in one.roles.values()}
    people = Resource.objects.filter(pk__in=ids, kind="practitioner").in_bulk() if ids else {}
    wanted = asked.cleaned_data.get("referral") if asked.is_bound and asked.is_valid() else None
    chosen = next((one for one in every if one.referral.pk == wanted), None)
    covered = list(covered_days(every))
    days = list(chosen.days) if chosen else []
    shown = []
    for one in found.openings:
        cover = ""
        if chosen is not None:
            on = timezone.localdate(one.start)
            said = one_more(chosen.allowed, days, on).value
            if said == Cover.COVERED and over_year(chosen.referral.yearly, [*covered, on], on):
                said = YEAR_FULL
            if said == Cover.COVERED:
                days.append(on)
                covered.append(on)
            cover = "" if said == Cover.COVERED else str(COVER_WORDS[said])
        who = next((str(people[pk]) for pk in one.roles.values() if pk in people), "")
        shown.append(Previewed(one, who, cover, one.start in clashes))
    return shown


def _booked(
    request: HttpRequest, course: Course, asked: CourseForm, form: TimesForm
) -> HttpResponse:
    said, typed = asked.cleaned_data, form.cleaned_data
    booked = book_course(
        by=request.actor,
        plan_id=course.plan.pk,
        key=typed["key"],
        times=Times(said["service"], typed["at"], pins_for(said["service"], said["person"])),
        drawing=Drawing(said["referral"], typed["allowed_by"], typed["why"]),
        part=request.POST.get("part") == "on",
    )
    number = len(booked.visits)
    told = ngettext("%(n)s visit is booked.", "%(n)s visits are booked.", number) % {"n": number}
    messages.success(request, told)
    reads = may(request.actor, Permission.CLINICAL_READ)
    return redirect("plans" if reads else "patient", course.plan.patient_id)
