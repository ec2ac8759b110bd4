"""What giving a visit up costs: the centre's terms, a service's own, and what patients read."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.centres import actions_terms as actions
from ashi.apps.centres.actions import seen_of
from ashi.apps.centres.models import Centre, Service
from ashi.core.billing.terms import MOST_CENTS
from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.money import as_cents, as_sum
from ashi.web.policy import allow
from ashi.web.settings.forms import INPUT, NUMBER
from ashi.web.wording import sentence_for

LABELS = {
    "late_cents": gettext_lazy("A late cancellation costs"),
    "no_show_cents": gettext_lazy("Not coming costs"),
    "deposit_cents": gettext_lazy("Deposit for a first visit booked online"),
}


def _hours(*, required: bool) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Hours before, until which a visit changes free"),
        min_value=0,
        max_value=actions.MOST_NOTICE_H,
        required=required,
        help_text=gettext_lazy("24 is the same time of the day before"),
        widget=forms.TextInput(NUMBER),
    )


def _sum(name: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=LABELS[name],
        min_value=0,
        max_value=as_sum(MOST_CENTS),
        max_digits=7,
        decimal_places=2,
        required=False,
        localize=True,
        widget=forms.TextInput({**INPUT, "inputmode": "decimal", "data-w": "num"}),
    )


class SumsForm(forms.Form):
    """The sums, in the centre's currency."""

    late_cents = _sum("late_cents")
    no_show_cents = _sum("no_show_cents")
    deposit_cents = _sum("deposit_cents")

    def cents(self) -> dict[str, int | None]:
        """Return the sums in whole cents; None where nothing was typed."""
        typed = {name: self.cleaned_data[name] for name in actions.SUMS}
        return {name: None if one is None else as_cents(one) for name, one in typed.items()}


class TermsForm(SumsForm):
    """The centre's terms; an empty sum is none."""

    cancel_limit_h = _hours(required=True)
    late_online = forms.BooleanField(
        label=gettext_lazy(
            "Later, patients may still cancel by their link, if they tick that they owe it"
        ),
        required=False,
    )

    @staticmethod
    def initial_of(centre: Centre) -> dict[str, Any]:
        """Return the form's start."""
        sums = {name: _typed(getattr(centre, name)) for name in actions.SUMS}
        own = {name: getattr(centre, name) for name in ("cancel_limit_h", "late_online")}
        return own | sums


class ServiceTermsForm(SumsForm):
    """A service's own; what is empty is as the centre has it."""

    notice_h = _hours(required=False)

    @staticmethod
    def initial_of(row: Service) -> dict[str, Any]:
        """Return the form's start."""
        own = {name: getattr(row, name) for name in actions.SUMS}
        sums = {name: None if one is None else as_sum(one) for name, one in own.items()}
        return {"notice_h": row.notice_h} | sums


def _typed(cents: int) -> Decimal | None:
    return as_sum(cents) if cents else None


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def terms(request: HttpRequest) -> HttpResponse:
    """Show and save the centre's terms, with what each service has of its own."""
    centre = Centre.objects.get(pk=request.centre.pk)
    form = TermsForm(request.POST or None, initial=TermsForm.initial_of(centre))
    if form.is_valid():
        cents = {name: one or 0 for name, one in form.cents().items()}
        try:
            actions.save_terms(
                by=request.actor,
                seen=request.POST.get("seen", ""),
                cancel_limit_h=form.cleaned_data["cancel_limit_h"],
                late_online=form.cleaned_data["late_online"],
                **cents,
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("Saved. What is booked stays as it was agreed."))
            return redirect("settings-terms")
    rows = Service.objects.filter(centre=centre, active=True).select_related("centre")
    services = [(row, _own(row)) for row in rows.order_by("position", "name")]
    page = {"form": form, "seen": seen_of(centre, actions.OF_CENTRE), "services": services}
    return render(request, "settings/terms.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def service_terms(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show and save the terms of one service."""
    rows = Service.objects.select_related("centre").filter(centre=request.centre)
    row = get_object_or_404(rows, pk=service_id)
    form = ServiceTermsForm(request.POST or None, initial=ServiceTermsForm.initial_of(row))
    if form.is_valid():
        try:
            actions.save_service_terms(
                by=request.actor,
                service_id=row.pk,
                seen=request.POST.get("seen", ""),
                notice_h=form.cleaned_data["notice_h"],
                **form.cents(),
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("Saved. What is booked stays as it was agreed."))
            return redirect("settings-terms")
    page = {"row": row, "form": form, "seen": seen_of(row, actions.OF_SERVICE)}
    return render(request, "settings/service_terms.html", page, status=422 if form.errors else 200)


def _own(row: Service) -> bool:
    """Tell whether a service has terms of its own."""
    return any(getattr(row, name) is not None for name in actions.OF_SERVICE)
