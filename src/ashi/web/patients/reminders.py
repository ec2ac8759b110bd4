"""What a patient and who acts for them want no more letters of, and the desk's change of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.outcomes.actions.reminding import change_letters_for
from ashi.apps.outcomes.models import NoReminders as NoLetters
from ashi.apps.patients.models import ContactLink, Patient
from ashi.apps.patients.queries import patients_for, with_contacts
from ashi.apps.reminders.actions import change_reminders_for
from ashi.apps.reminders.queries import stopped_of
from ashi.web.policy import allow

QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of letter: ``key`` names it, ``stopped`` since when it is not wanted."""

    key: str
    link: ContactLink | None
    stopped: datetime | None


def letters_of(patient: Patient) -> list[Wanted]:
    """Return for each contact whether reminders of visits are wanted, then letters on questions.

    Parameters
    ----------
    patient : with its contacts; two queries
    """
    links = [one for one in patient.contact_links.all() if one.gets_messages]
    stopped = stopped_of(patient.pk, [one.contact_id for one in links])
    silent = NoLetters.objects.filter(patient=patient).values_list("at", flat=True).first()
    of_visits = [Wanted(f"visits-{one.pk}", one, stopped.get(one.contact_id)) for one in links]
    return [*of_visits, Wanted(QUESTIONS, None, silent)]


class ChangeForm(forms.Form):
    """Which letters are wanted again or no more, and why."""

    of = forms.ChoiceField(widget=forms.HiddenInput)
    want = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What they asked for, and how"),
        max_length=200,
        widget=forms.TextInput({"class": "input"}),
    )

    def __init__(self, *args: Any, letters: list[Wanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [(one.key, one.key) for one in letters]


@require_http_methods(["GET", "POST"])
@allow(Permission.IDENTITY_WRITE)
def reminders(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Show what is wanted; keep a change that somebody asked for, with the reason."""
    patient = with_contacts(patients_for(request.actor)).filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    letters = letters_of(patient)
    sent = ChangeForm(request.POST, letters=letters) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        _keep(request, patient, letters, sent)
        messages.success(request, _("Kept."))
        return redirect("patient-reminders", patient_id=patient.pk)
    of = sent.data.get("of") if sent else None
    rows = [(one, sent if sent and one.key == of else _start(one, letters)) for one in letters]
    known = {one.key for one in letters}
    lost = sent.data.get("reason", "")[:200] if sent and of not in known else ""
    page = {"patient": patient, "rows": rows, "form": sent, "lost": lost}
    return render(request, "patients/reminders.html", page, status=422 if sent else 200)


def _start(one: Wanted, letters: list[Wanted]) -> ChangeForm:
    initial = {"of": one.key, "want": "yes" if one.stopped else "no"}
    return ChangeForm(initial=initial, letters=letters, auto_id=f"{one.key}-%s")


def _keep(request: HttpRequest, patient: Patient, letters: list[Wanted], sent: ChangeForm) -> None:
    said = sent.cleaned_data
    wanted, reason = said["want"] == "yes", said["reason"]
    link = next(one.link for one in letters if one.key == said["of"])
    if link is None:
        change_letters_for(by=request.actor, patient_id=patient.pk, wanted=wanted, reason=reason)
    else:
        change_reminders_for(by=request.actor, link=link, wanted=wanted, reason=reason)
