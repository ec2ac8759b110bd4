"""The waiting list, joined by the patient: what they want, a code that proves the address, done."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ashi.apps.bookings.models import Wish
from ashi.apps.centres.models import Resource, Service
from ashi.apps.encounters.actions.wishes import add_wish, withdraw_wish
from ashi.apps.encounters.errors import WishUnknownError
from ashi.apps.messages.actions import queue
from ashi.apps.patients.models import Patient
from ashi.core.kernel.errors import AshiError
from ashi.web.doors import tell_limit
from ashi.web.policy import open_to_all
from ashi.web.public import codes
from ashi.web.public.arriving import REGISTRAR, patient_for
from ashi.web.public.booking import online_services, people_for
from ashi.web.public.forms import CodeForm, WaitForm
from ashi.web.public.times import chooser_role
from ashi.web.wording import sentence_for

KEPT = "waiting"
LIVES = timedelta(days=180)  # chosen: a wish so old is asked about by telephone
_SIGNER = Signer(salt="ashi.wish.leave")


@require_http_methods(["GET", "POST"])
@open_to_all
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what is wanted and how to reach the patient; a POST sends the code."""
    service = _service(request, slug)
    people = [one for one, fits in people_for(service, chooser_role(service)) if fits]
    form = WaitForm(
        request.POST or None,
        people=people,
        initial={"language": request.LANGUAGE_CODE, "person": request.GET.get("with", "")},
    )
    if form.is_valid():
        values = form.for_session()
        if codes.may_send(values["email"], request.META.get("REMOTE_ADDR", "")):
            code = codes.send_code(
                email=values["email"], language=values["language"], centre=str(service.centre)
            )
            request.session[KEPT] = {"service": slug, "values": values, "code": code}
            return redirect("wait-code")
        tell_limit(request)
        form.add_error("email", _("Too many codes were asked for. Please try again in an hour."))
    page = {"service": service, "form": form}
    return render(request, "public/wait.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to_all
def code(request: HttpRequest) -> HttpResponse:
    """Take the code; when it is right the wish is kept."""
    kept = request.session.get(KEPT)
    if not kept:
        return redirect("book")
    service = _service(request, kept["service"])
    form = CodeForm(request.POST or None)
    if form.is_valid():
        right = codes.is_right(kept["code"], form.cleaned_data["code"])
        request.session.modified = True
        if not right:
            wrong = _("This is not the code we sent, or its time is up. You can ask for another.")
            form.add_error("code", wrong)
        else:
            try:
                wish = _keep(service, kept["values"])
            except AshiError as error:
                form.add_error(None, sentence_for(error))
            else:
                del request.session[KEPT]
                return redirect("wait-done", token=wish_token(wish))
    page = {"service": service, "form": form, "email": kept["values"]["email"]}
    return render(request, "public/wait_code.html", page, status=422 if form.errors else 200)


@require_GET
@open_to_all
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the wish is kept, and how to leave the list."""
    return render(request, "public/wait_done.html", {"wish": _wish(token), "token": token})


@require_http_methods(["GET", "POST"])
@open_to_all
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Take oneself off the list; a second press changes nothing."""
    wish = _wish(token)
    if request.method == "POST":
        with suppress(WishUnknownError):  # met or left meanwhile: the page says which
            withdraw_wish(by=REGISTRAR, wish_id=wish.pk)
        wish.refresh_from_db()
    return render(request, "public/wait_leave.html", {"wish": wish, "token": token})


def _service(request: HttpRequest, slug: str) -> Service:
    if request.centre is None:
        raise Http404
    return get_object_or_404(online_services(request.centre).select_related("centre"), slug=slug)


def _wish(token: str) -> Wish:
    try:
        known = _SIGNER.unsign(token)
    except BadSignature as error:
        raise Http404 from error
    rows = Wish.objects.select_related("service", "centre", "practitioner", "patient")
    return get_object_or_404(rows, pk=known, created_at__gt=timezone.now() - LIVES)


def _keep(service: Service, values: dict[str, Any]) -> Wish:
    """Keep the wish and queue the letter that says so, for the patient of the proved address."""
    patient = patient_for(values, f"wait:{values['key']}")
    person = Resource.objects.filter(pk=values["person"]).first() if values["person"] else None
    wish = add_wish(
        by=REGISTRAR,
        patient=patient,
        service=service,
        practitioner=person,
        weekdays=[int(day) for day in values["weekdays"]],
        from_min=values["from_min"],
        to_min=values["to_min"],
        not_before=date.fromisoformat(values["not_before"]) if values["not_before"] else None,
        note=values["note"],
    )
    _write_to(patient, wish, values)
    return wish


def _write_to(patient: Patient, wish: Wish, values: dict[str, Any]) -> None:
    write_kept(patient, wish, values["email"], values["language"])


def write_kept(patient: Patient, wish: Wish, email: str, language: str) -> None:
    """Queue the letter that says that a wish is kept, with the link to leave the list."""
    path = reverse("wait-leave", args=[wish_token(wish)])
    service = wish.service.name_el if language == "el" else wish.service.name
    queue(
        kind="wish-kept",
        to=email,
        language=language,
        context={
            "name": patient.given_name,
            "service": service or wish.service.name,
            "phone": wish.centre.phone,
            "link": f"{settings.BASE_URL}{path}",
        },
        dedupe_key=f"wish-kept:{wish.pk}",
        patient_id=patient.pk,
        centre_id=wish.centre_id,
    )


def wish_token(wish: Wish) -> str:
    """Return the token by which its patient sees a wish and leaves the list."""
    return _SIGNER.sign(str(wish.pk))
