"""Who may book a service online, and what a first visit must wait for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.centres import actions_online as actions
from ashi.apps.centres.actions import seen_of
from ashi.apps.centres.models import Service
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow
from ashi.web.settings.forms import number
from ashi.web.wording import sentence_for


class OnlineForm(forms.Form):
    """What the owner sets."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who may book it online"),
        choices=[
            ("everybody", gettext_lazy("Everybody")),
            ("known", gettext_lazy("Only patients who have been here")),
            ("nobody", gettext_lazy("Nobody")),
        ],
        widget=forms.RadioSelect,
    )
    approves_first = forms.BooleanField(
        label=gettext_lazy("A first visit is a request until the desk books it"), required=False
    )
    answer_h = number(
        gettext_lazy("A request lapses this many hours before the visit"),
        actions.LEAST_H,
        actions.MOST_H,
        gettext_lazy("Half-way to a visit that is nearer"),
    )
    forms_first = forms.BooleanField(
        label=gettext_lazy("A first visit is confirmed once the questions at home are answered"),
        required=False,
    )
    forms_h = number(
        gettext_lazy("The answers are due this many hours before the visit"),
        actions.LEAST_H,
        actions.MOST_H,
        gettext_lazy("Later the patient is told and the desk decides; nothing is dropped"),
    )

    @staticmethod
    def initial_of(row: Service) -> dict[str, Any]:
        """Return the form's start."""
        known = "everybody" if row.for_new_patients else "known"
        rules = {name: getattr(row, name) for name in actions.ONLINE[2:]}
        return {"who": known if row.bookable_online else "nobody"} | rules


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def online(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show and save how a service is booked online."""
    rows = Service.objects.select_related("centre").filter(centre=request.centre)
    row = get_object_or_404(rows, pk=service_id)
    form = OnlineForm(request.POST or None, initial=OnlineForm.initial_of(row))
    if form.is_valid():
        rules = dict(form.cleaned_data)
        try:
            actions.save_online(
                by=request.actor,
                service_id=row.pk,
                seen=request.POST.get("seen", ""),
                who=rules.pop("who"),
                rules=rules,
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-service-online", service_id=row.pk)
    page = {"row": row, "form": form, "seen": seen_of(row, actions.ONLINE)}
    return render(request, "settings/online.html", page, status=422 if form.errors else 200)
