"""A break of somebody, from the board."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.centres.models import PEOPLE, Absence, Resource
from ashi.apps.encounters.actions.breaks import add_break
from ashi.apps.encounters.calling import CallList
from ashi.apps.encounters.errors import BreakLeavesNeedlesError, BreakMeetsVisitsError
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow
from ashi.web.settings.wording import REASON_WORDS
from ashi.web.walltime import instant_of
from ashi.web.wording import sentence_for


class BreakForm(forms.Form):
    """Who, from when to when."""

    resource = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=Resource.objects.none(), empty_label=None
    )
    day = forms.DateField(label=gettext_lazy("Day"))
    begins = forms.TimeField(label=gettext_lazy("From"))
    ends = forms.TimeField(label=gettext_lazy("To"))
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=REASON_WORDS, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
    confirmed = forms.BooleanField(required=False)
    override_reason = forms.CharField(
        label=gettext_lazy("Why all the same"), required=False, max_length=300
    )

    def __init__(self, *args: Any, centre: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [*PEOPLE, "room"]
        self.fields["resource"].queryset = Resource.objects.filter(
            centre=centre, active=True, kind__in=kinds
        ).order_by("kind", "position")

    def instant(self, name: str) -> datetime:
        """Return a time of the day as an instant; one that the clocks skip or repeat is refused."""
        return instant_of(datetime.combine(self.cleaned_data["day"], self.cleaned_data[name]))


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def new_break(request: HttpRequest) -> HttpResponse:
    """Ask for a break and keep it."""
    initial = {"day": request.GET.get("day") or timezone.localdate(), "reason": "break"}
    form = BreakForm(request.POST or None, centre=request.centre, initial=initial)
    asked, alone = "", False
    if request.method == "POST" and form.is_valid():
        try:
            absence = _keep(request, form)
            listed = CallList.objects.filter(absence=absence).first()
            if listed is not None:
                return redirect("call-list", call_list_id=listed.pk)
            return redirect("board", day=form.cleaned_data["day"])
        except BreakMeetsVisitsError as error:
            asked = sentence_for(error)
        except BreakLeavesNeedlesError as error:
            form.add_error("begins", sentence_for(error))
            alone = may(request.actor, Permission.DIARY_OVERRIDE)
        except AshiError as error:
            form.add_error("ends", sentence_for(error))
        except ValidationError as error:
            form.add_error("begins", error)
    status = 422 if form.errors or asked else 200
    return render(
        request,
        "desk/new_break.html",
        {"form": form, "asked": asked, "alone": alone},
        status=status,
    )


def _keep(request: HttpRequest, form: BreakForm) -> Absence:
    return add_break(
        by=request.actor,
        resource_id=form.cleaned_data["resource"].pk,
        starts_at=form.instant("begins"),
        ends_at=form.instant("ends"),
        note=form.cleaned_data["note"],
        reason=form.cleaned_data["reason"] or Absence.Reason.BREAK,
        confirmed=form.cleaned_data["confirmed"],
        override_reason=form.cleaned_data["override_reason"],
    )
