"""A patient's referrals, and on what a visit draws."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.bookings.models import LIVE, Visit
from ashi.apps.documents.models import Document
from ashi.apps.plans.actions import referring
from ashi.apps.plans.actions.referring import Paper
from ashi.apps.plans.errors import NotCoveredError
from ashi.apps.plans.referrals import draw_of, standings
from ashi.core.kernel.errors import AshiError
from ashi.web.numbers import row_number
from ashi.web.plans.forms import DAY, INPUT, SELECT, count
from ashi.web.plans.pages import patient_or_404, refuse
from ashi.web.plans.wording import COVER_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


class ReferralForm(forms.Form):
    """What stands on the paper."""

    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=40, widget=forms.TextInput(INPUT)
    )
    doctor = forms.CharField(
        label=gettext_lazy("Doctor"), max_length=120, widget=forms.TextInput(INPUT)
    )
    diagnosis = forms.CharField(
        label=gettext_lazy("Diagnosis"), max_length=200, widget=forms.TextInput(INPUT)
    )
    visits = count(gettext_lazy("Visits allowed"), 60, least=1)
    yearly = count(gettext_lazy("Most visits of a year"), 99, least=1, required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Valid to"), widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    document = forms.TypedChoiceField(
        label=gettext_lazy("Its photograph"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(SELECT),
    )

    def __init__(self, *args: Any, documents: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", _("none yet")), *documents]


class PrivateForm(forms.Form):
    """Who allowed treatment without a referral, and why."""

    allowed_by = forms.CharField(
        label=gettext_lazy("Who allows it"), max_length=120, widget=forms.TextInput(INPUT)
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, widget=forms.TextInput(INPUT))


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def referrals(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Show a patient's referrals and what each still covers; record another."""
    patient = patient_or_404(request, patient_id)
    reads = may(request.actor, Permission.CLINICAL_READ)
    rows = Document.objects.filter(patient=patient_id, put_away_at=None) if reads else ()
    documents = [(one.pk, f"{one.title}, {one.dated:%d.%m.%Y}") for one in rows]
    initial = {"valid_from": timezone.localdate(), "visits": 6, "yearly": 12}
    form = ReferralForm(request.POST or None, initial=initial, documents=documents)
    if form.is_valid():
        try:
            paper = Paper(**form.cleaned_data)
            referring.add_referral(by=request.actor, patient_id=patient_id, paper=paper)
        except AshiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The referral is kept."))
            return redirect("referrals", patient_id)
    if request.method == "GET":
        subject = ("patient", patient_id)
        record(by=request.actor, action="referral.read", subject=subject, patient_id=patient_id)
    context = {
        "patient": patient,
        "form": form,
        "standings": standings(patient_id, request.actor.centre_id or 0),
        "reads": reads,
        "cover_words": COVER_WORDS,
    }
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    return render(request, "plans/referrals.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def visit_draw(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say on what a visit draws; past a referral's number or days it is asked once more."""
    own = {"session__centre": request.actor.centre_id, "patient__isnull": False}
    visits = Visit.objects.select_related("session__centre", "session__service", "patient")
    visit = visits.filter(pk=visit_id, status__in=LIVE, **own).first()
    if visit is None:
        raise Http404
    chosen = row_number(request.POST.get("referral"))
    form = PrivateForm(request.POST if request.method == "POST" and chosen is None else None)
    refusal, asked = "", None
    try:
        if chosen is not None:
            looked = request.POST.get("looked") == "on"
            referring.draw_on(
                by=request.actor, visit_id=visit_id, referral_id=chosen, looked=looked
            )
            return redirect("visit", visit_id)
        if form.is_valid():
            said = form.cleaned_data
            referring.go_private(by=request.actor, visit_id=visit_id, **said)
            return redirect("visit", visit_id)
    except NotCoveredError as error:
        refusal, asked = sentence_for(error), chosen
    except AshiError as error:
        refusal = sentence_for(error)
    context = {
        "visit": visit,
        "found": draw_of(visit),
        "form": form,
        "refusal": refusal,
        "asked": asked,
    }
    status = UNPROCESSABLE if refusal or form.errors else HTTPStatus.OK
    return render(request, "plans/draw.html", context, status=status)
