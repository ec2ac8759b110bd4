"""First visits that were asked for online, and bookings whose forms have not come."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.actions.requesting import (
    REASONS,
    approve_visit,
    decline_visit,
    keep_without_forms,
)
from ashi.apps.bookings.errors import BookingError
from ashi.apps.bookings.requests import count_waiting, lapsed_of, requests_of, without_forms
from ashi.apps.encounters.actions.wishes import (
    decline_to_the_list,
    wait_for_another,
    waits_of,
)
from ashi.web.desk.answers import back, told
from ashi.web.desk.board_page import note_read
from ashi.web.desk.visit_page import found_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

REASON_WORDS = {
    "full": gettext_lazy("no first visit at this time"),
    "other-service": gettext_lazy("another kind of visit suits better"),
    "elsewhere": gettext_lazy("to be looked at elsewhere first"),
    "phone": gettext_lazy("we want to talk first"),
    "other": gettext_lazy("another reason"),
}


class DeclineForm(forms.Form):
    """Why a request is declined, and whether its patient waits; all is told to the patient."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[(one, REASON_WORDS[one]) for one in REASONS],
        widget=forms.Select({"class": "input"}),
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy(
            "Told as you write it; the reason is told in the patient’s language"
        ),
        required=False,
        max_length=300,
        widget=forms.Textarea({"class": "input", "rows": 2}),
    )
    waits = forms.BooleanField(
        label=gettext_lazy("No time is to be had: put on the waiting list"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Let only who finds no time wait for one."""
        said = super().clean() or self.cleaned_data
        if said.get("waits") and said.get("reason") not in ("full", None):
            self.add_error("waits", _("Only who finds no time waits for one: change the reason."))
        return said


@require_GET
@allow(Permission.DIARY_WRITE)
def requests(request: HttpRequest) -> HttpResponse:
    """List what waits for the desk's word."""
    note_read(request, timezone.localdate(), "requests")
    return _shown(request)


def _shown(request: HttpRequest, wrong: tuple[int, DeclineForm] | None = None) -> HttpResponse:
    now = timezone.now()
    asked, lapsed = requests_of(request.centre, now), lapsed_of(request.centre, now)
    waiting = waits_of(lapsed)
    page: dict[str, Any] = {
        "asked": [
            (
                one,
                wrong[1] if wrong and wrong[0] == one.pk else DeclineForm(auto_id=f"d{one.pk}_%s"),
            )
            for one in asked
        ],
        "forms": without_forms(request.centre, now),
        "lapsed": [(one, one.pk in waiting) for one in lapsed],
        "now": now,
        "wrong": wrong[0] if wrong else None,
    }
    return render(request, "desk/requests.html", page, status=422 if wrong else 200)


@require_GET
@allow(Permission.DIARY_WRITE)
def request_count(request: HttpRequest) -> HttpResponse:
    """Give the link with the number, for the board."""
    page = {"count": count_waiting(request.centre, timezone.now())}
    return render(request, "desk/_request_count.html", page)


@require_POST
@allow(Permission.DIARY_WRITE)
def approve(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Book what was asked for."""
    found = found_or_404(request, visit_id)
    try:
        approve_visit(by=request.actor, visit_id=visit_id)
    except BookingError as error:
        told(request, sentence_for(error))
    else:
        name = found.visit.patient.full_name if found.visit.patient else ""
        told(request, _("%(name)s: the visit is booked, and the patient is told.") % {"name": name})
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def decline(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Decline what was asked for."""
    found = found_or_404(request, visit_id)
    form = DeclineForm(request.POST, auto_id=f"d{visit_id}_%s")
    if not form.is_valid():
        return _shown(request, (visit_id, form))
    try:
        _decline(request, visit_id, form.cleaned_data)
    except BookingError as error:
        told(request, sentence_for(error))
    else:
        name = found.visit.patient.full_name if found.visit.patient else ""
        told(request, _("%(name)s: declined, and the patient is told why.") % {"name": name})
    return redirect("requests")


def _decline(request: HttpRequest, visit_id: int, said: dict[str, Any]) -> None:
    act = {"by": request.actor, "visit_id": visit_id, "words": said["words"]}
    if said["waits"]:
        decline_to_the_list(**act)
    else:
        decline_visit(**act, reason=said["reason"])


@require_POST
@allow(Permission.DIARY_WRITE)
def to_the_list(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put whoever asked for a first visit that found no time on the waiting list."""
    found = found_or_404(request, visit_id)
    try:
        wait_for_another(by=request.actor, visit=found.visit)
    except BookingError as error:
        told(request, sentence_for(error))
    else:
        name = found.visit.patient.full_name if found.visit.patient else ""
        told(request, _("%(name)s is on the waiting list.") % {"name": name})
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def keep(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Confirm a booking without its forms."""
    found_or_404(request, visit_id)
    try:
        keep_without_forms(by=request.actor, visit_id=visit_id)
        told(request, _("The visit is confirmed."))
    except BookingError as error:
        told(request, sentence_for(error))
    return back(request)
