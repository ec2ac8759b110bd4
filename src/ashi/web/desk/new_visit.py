"""Book from the board: who, what, when. A new patient is made in the same step as the visit."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.fitness import is_able
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import Need, Offer, offer_of
from ashi.apps.bookings.openings import offer_for
from ashi.apps.bookings.presence import is_below_minimum, one_to_one_minutes
from ashi.apps.bookings.wishing import pins_for, takes_out, takes_over
from ashi.apps.centres.models import PEOPLE, Resource, ResourceKind, Service
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.actions.wishes import add_wish, meet_wish
from ashi.apps.encounters.course_of_day import Kind
from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import search
from ashi.apps.plans.referrals import gap_of
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import told
from ashi.web.desk.new_visit_forms import BookForm, ChoiceForm
from ashi.web.desk.offered import offered
from ashi.web.desk.series import USUAL
from ashi.web.patients.alike import known_alike
from ashi.web.plans.wording import COVER_WORDS
from ashi.web.policy import allow
from ashi.web.walltime import instant_of
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def new_visit(request: HttpRequest) -> HttpResponse:
    """Show what is chosen so far and the times that fit; book when it is sent."""
    choice = ChoiceForm(request.POST or request.GET, request=request)
    choice.is_valid()
    chosen = _with_wish(choice.cleaned_data)
    form = BookForm(request.POST or None, initial=_typed(request))
    sent = request.method == "POST"
    refusal = _("What was chosen is not there any more. Choose again.") if choice.gone else ""
    if sent and "wants" in request.POST and not refusal:
        return _keep_wish(request, chosen, form)
    if sent and "repeats" in request.POST and not refusal and chosen["patient"]:
        return _to_series(chosen, form)
    alike: list[Patient] = []
    if sent and form.is_valid() and not refusal:
        alike = _alike(request, chosen, form.cleaned_data)
    if sent and form.is_valid() and not alike and not refusal:
        try:
            visit = _book(request, chosen, form.cleaned_data)
        except AshiError as error:
            refusal = sentence_for(error)
        except ValidationError as error:
            form.add_error("at_time", error)
        else:
            _say(request, visit)
            return redirect("board", day=timezone.localdate(visit.session.starts_at))
    status = 422 if sent and (form.errors or refusal or alike) else 200
    context = _context(request, chosen, form, refusal) | {"alike": alike}
    return render(request, "desk/new_visit.html", context, status=status)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed of the visit while other things were still being chosen."""
    kept = {name: request.GET[name] for name in BookForm.base_fields if request.GET.get(name)}
    return {"key": uuid4()} | kept


def _alike(request: HttpRequest, chosen: dict[str, Any], sent: dict[str, Any]) -> list[Patient]:
    """Return who may already be the new patient, unless somebody has said that it is another."""
    if chosen["patient"] is not None or sent["new_all_the_same"] or not sent["given_name"]:
        return []
    return [one for one, _why in known_alike(request, sent) if one.archived_at is None]


def _with_wish(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Take patient, service and person from a wish that is being met."""
    chosen = {
        name: cleaned.get(name)
        for name in ("q", "patient", "service", "person", "then", "out", "day", "wish")
    }
    wish = chosen["wish"]
    if wish is not None:
        chosen["patient"] = chosen["patient"] or wish.patient
        chosen["service"] = chosen["service"] or wish.service
        chosen["person"] = chosen["person"] or wish.practitioner
    for name, role_of in (("then", takes_over), ("out", takes_out)):
        if not _may(chosen["service"], role_of, chosen[name]):
            chosen[name] = None  # another service was chosen since
    chosen["day"] = max(chosen["day"] or timezone.localdate(), timezone.localdate())
    return chosen


def _may(
    service: Service | None, role_of: Callable[[Offer], Need | None], who: Resource | None
) -> bool:
    role = role_of(offer_of(service)) if service else None
    return role is not None and who is not None and is_able(who, role)


def _keep_wish(request: HttpRequest, chosen: dict[str, Any], form: BookForm) -> HttpResponse:
    """Put somebody on the list of those who want a time."""
    note = form.data.get("note", "")[:200].replace("\x00", "")
    if chosen["patient"] is None or chosen["service"] is None:
        refusal = _("Choose a patient who is known, and a service.")
        return render(
            request, "desk/new_visit.html", _context(request, chosen, form, refusal), status=422
        )
    add_wish(
        by=request.actor,
        patient=chosen["patient"],
        service=chosen["service"],
        practitioner=chosen["person"],
        note=note,
    )
    told(request, _("%(name)s is on the list.") % {"name": chosen["patient"]})
    return redirect("board", day=chosen["day"])


def _to_series(chosen: dict[str, Any], form: BookForm) -> HttpResponse:
    """Go on with visits that repeat, the first at the time that was chosen."""
    form.is_valid()
    start = timezone.localtime(form.cleaned_data.get("at") or timezone.now())
    asked = {
        "patient": chosen["patient"].pk,
        "service": chosen["service"].pk if chosen["service"] else "",
        "person": chosen["person"].pk if chosen["person"] else "",
        "first": f"{start:%Y-%m-%d}",
        "at_time": f"{start:%H:%M}",
        "days": start.weekday(),
        "every": 1,
        "count": USUAL,
        "note": form.cleaned_data.get("note", ""),
        "companion": form.cleaned_data.get("companion", ""),
    }
    return redirect(f"{reverse('series-new')}?{urlencode(asked)}")


def _context(
    request: HttpRequest, chosen: dict[str, Any], form: BookForm, refusal: str
) -> dict[str, Any]:
    service, patient = chosen["service"], chosen["patient"]
    offer = offer_for(service, patient) if service else None
    services = Service.objects.filter(centre=request.centre, active=True)
    people = list(
        Resource.objects.filter(centre=request.centre, kind__in=PEOPLE, active=True).order_by(
            "position", "id"
        )
    )
    over, out = (takes_over(offer), takes_out(offer)) if offer else (None, None)
    after = [one for one in people if over and is_able(one, over)]
    outers = [one for one in people if out and is_able(one, out)]
    return {
        "form": form,
        "chosen": chosen,
        "refusal": refusal,
        "found": search(request.actor, chosen["q"], limit=8) if chosen["q"] and not patient else [],
        "services": services.order_by("position", "id"),
        "people": [one for one in people if one.kind == ResourceKind.PRACTITIONER],
        "after": after,
        "outers": outers if len(outers) > 1 else [],
        "offered": offered(offer, chosen) if offer else [],
        "one_to_one": sorted(one_to_one_minutes(offer).items()) if offer else [],
        "below": offer is not None and is_below_minimum(offer, service.least_one_to_one_min),
        "may_override": may(request.actor, Permission.DIARY_OVERRIDE),
        "alone": bool(patient) and patient.not_left_alone == "yes",
    }


def _start(chosen: dict[str, Any], sent: dict[str, Any]) -> datetime:
    if sent["at_time"] and sent["override_reason"]:
        return instant_of(datetime.combine(chosen["day"], sent["at_time"]))
    return sent["at"]


@transaction.atomic
def _book(request: HttpRequest, chosen: dict[str, Any], sent: dict[str, Any]) -> Visit:
    service = chosen["service"]
    patient = chosen["patient"] or create_patient(
        by=request.actor,
        given_name=sent["given_name"],
        family_name=sent["family_name"],
        phone=sent["phone"],
        email=sent["email"],
        idempotency_key=str(sent["key"]),
    )
    overriding = bool(sent["at_time"] and sent["override_reason"])
    visit = book_visit(
        by=request.actor,
        service=service,
        starts_at=_start(chosen, sent),
        patient=patient,
        roles=pins_for(service, chosen["person"], chosen["then"], chosen["out"]),
        channel=Visit.Channel.WALK_IN if sent["walk_in"] else Visit.Channel.DESK,
        note=sent["note"],
        companion=sent["companion"],
        idempotency_key=str(sent["key"]),
        override_reason=sent["override_reason"] if overriding else None,
    )
    if chosen["wish"] is not None:
        meet_wish(by=request.actor, wish_id=chosen["wish"].pk, visit=visit)
    if sent["walk_in"]:
        record_step(by=request.actor, step_id=sent["key"], visit_id=visit.pk, kind=Kind.ARRIVE)
    return visit


def _say(request: HttpRequest, visit: Visit) -> None:
    at = timezone.localtime(visit.session.starts_at)
    said = _("%(name)s is booked for %(at)s.") % {
        "name": str(visit.patient),
        "at": at.strftime("%H:%M"),
    }
    if gap := gap_of(visit):
        said = f"{said} {_('No referral covers this visit:')} {COVER_WORDS[gap]}."
    told(request, said, undo=reverse("visit-cancel", args=[visit.pk]))
