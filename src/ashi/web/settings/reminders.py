"""When patients are reminded of visits: the centre's times and quiet hours, a service's own."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.centres import actions_reminders as actions
from ashi.apps.centres.actions import seen_of
from ashi.apps.centres.models import Centre, Service
from ashi.apps.messages.quiet import quiet_of
from ashi.apps.messages.samples import OF_CENTRE, sample
from ashi.core.kernel.errors import AshiError
from ashi.core.scheduling.reminders import reminder_at
from ashi.web.letters.wording import LANGUAGES
from ashi.web.policy import allow
from ashi.web.settings.wording import REMINDER_WORDS
from ashi.web.wording import sentence_for

CLOCK = {"type": "time", "class": "input", "data-w": "num"}
EXAMPLES = (time(9, 30), time(17))
EXAMPLE_DAYS_AHEAD = 8
HOUR = 60


def _times() -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=gettext_lazy("Patients are reminded"),
        required=False,
        coerce=int,
        choices=REMINDER_WORDS,
        widget=forms.CheckboxSelectMultiple,
    )


class RemindersForm(forms.Form):
    """The centre's times, and its quiet hours."""

    times = _times()
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), widget=forms.TimeInput(CLOCK, "%H:%M")
    )
    quiet_to = forms.TimeField(label=gettext_lazy("until"), widget=forms.TimeInput(CLOCK, "%H:%M"))

    @staticmethod
    def initial_of(centre: Centre) -> dict[str, Any]:
        """Return the form's start."""
        return {
            "times": centre.reminders_min,
            "quiet_from": time(*divmod(centre.quiet_from_min, HOUR)),
            "quiet_to": time(*divmod(centre.quiet_to_min, HOUR)),
        }

    def quiet(self) -> tuple[int, int]:
        """Return the quiet hours in minutes from midnight."""
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"]
        return begin.hour * HOUR + begin.minute, end.hour * HOUR + end.minute


class ServiceRemindersForm(forms.Form):
    """Whether a service goes by the centre's times, by its own or without."""

    way = forms.ChoiceField(
        label=gettext_lazy("Reminders of this service"),
        choices=[
            ("centre", gettext_lazy("As the centre has them")),
            ("none", gettext_lazy("None")),
            ("own", gettext_lazy("At times of its own")),
        ],
        widget=forms.RadioSelect,
    )
    times = _times()

    @staticmethod
    def initial_of(row: Service) -> dict[str, Any]:
        """Return the form's start."""
        own = row.reminders_min
        way = "centre" if own is None else ("own" if own else "none")
        return {"way": way, "times": row.reminded_min}

    def clean(self) -> dict[str, Any]:
        """Ask for a time where the service is to have its own."""
        if self.cleaned_data.get("way") == "own" and not self.cleaned_data.get("times"):
            self.add_error("times", _("Choose at least one time, or “None” above."))
        return self.cleaned_data

    def minutes(self) -> list[int] | None:
        """Return what is to be kept."""
        by_way = {"centre": None, "none": [], "own": self.cleaned_data["times"]}
        kept: list[int] | None = by_way[self.cleaned_data["way"]]
        return kept


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def reminders(request: HttpRequest) -> HttpResponse:
    """Show and save when patients are reminded, with what the reminder says."""
    centre = Centre.objects.get(pk=request.centre.pk)
    form = RemindersForm(request.POST or None, initial=RemindersForm.initial_of(centre))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_reminders(
                by=request.actor,
                seen=request.POST.get("seen", ""),
                reminders_min=form.cleaned_data["times"],
                quiet=form.quiet(),
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-reminders")
    services = Service.objects.filter(centre=centre, active=True).order_by("position", "name")
    now = timezone.now()
    values = {name: getattr(centre, name) for name in OF_CENTRE}
    page = {
        "form": form,
        "seen": seen_of(centre, actions.REMINDERS),
        "examples": _examples(centre, centre.reminders_min, now),
        "services": [(row, _words(row.reminders_min)) for row in services],
        "letters": [
            (code, name, sample("visit-reminder", code, values, now)) for code, name in LANGUAGES
        ],
    }
    return render(request, "settings/reminders.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def service_reminders(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show and save the times of one service."""
    rows = Service.objects.select_related("centre").filter(centre=request.centre)
    row = get_object_or_404(rows, pk=service_id)
    form = ServiceRemindersForm(request.POST or None, initial=ServiceRemindersForm.initial_of(row))
    if form.is_valid():
        try:
            actions.save_service_reminders(
                by=request.actor,
                service_id=row.pk,
                seen=request.POST.get("seen", ""),
                reminders_min=form.minutes(),
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-reminders")
    page = {
        "row": row,
        "form": form,
        "seen": seen_of(row, actions.OWN),
        "examples": _examples(row.centre, row.reminded_min, timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "settings/service_reminders.html", page, status=status)


def _words(minutes: list[int] | None) -> str:
    """Return a service's own times in words; nothing where it goes by the centre's."""
    if minutes is None:
        return ""
    words = dict(REMINDER_WORDS)
    return ", ".join(str(words.get(one, one)) for one in minutes) or _("no reminders")


def _examples(
    centre: Centre, befores: list[int], now: datetime
) -> list[tuple[datetime, list[datetime]]]:
    """Return visits of some day ahead, each with the moments at which its patient is written to."""
    zone, quiet = ZoneInfo(centre.zone), quiet_of(centre)
    day = now.astimezone(zone).date() + timedelta(days=EXAMPLE_DAYS_AHEAD)
    starts = [datetime.combine(day, clock, zone) for clock in EXAMPLES]
    return [
        (start, sorted({reminder_at(start, one, quiet, zone) for one in befores}))
        for start in starts
    ]
