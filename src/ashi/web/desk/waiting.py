"""The waiting list: who waits in which order, what is offered to whom until when."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.models import FreedTime, Wish
from ashi.apps.bookings.wishing import open_wishes, pins_for
from ashi.apps.encounters.actions.wishes import change_wish
from ashi.apps.patients.queries import patients_for, with_contacts
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import accept_offer, decline_offer, offer_time, withdraw_offer
from ashi.apps.waiting.passing_on import offered_from
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import told
from ashi.web.policy import allow
from ashi.web.settings.forms import DATE
from ashi.web.walltime import InstantField
from ashi.web.wording import sentence_for

URGENCY = [
    (Wish.Urgency.USUAL, gettext_lazy("as usual")),
    (Wish.Urgency.SOON, gettext_lazy("soon")),
    (Wish.Urgency.URGENT, gettext_lazy("urgent")),
]
DAY_MIN = 1440
ANSWERS = {"accept": accept_offer, "decline": decline_offer, "withdraw": withdraw_offer}


class WishForm(forms.Form):
    """How soon somebody must come, and from which day they can."""

    urgency = forms.TypedChoiceField(
        label=gettext_lazy("How soon"),
        choices=URGENCY,
        coerce=int,
        widget=forms.Select({"class": "input"}),
    )
    not_before = forms.DateField(
        label=gettext_lazy("Not before"),
        required=False,
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
    )

    @classmethod
    def of(cls, wish: Wish, sent: Any = None) -> "WishForm":
        """Return the form of a wish."""
        initial = {"urgency": wish.urgency, "not_before": wish.not_before}
        return cls(sent, initial=initial, auto_id=f"w{wish.pk}-%s")


class StartForm(forms.Form):
    """When the offered visit begins."""

    start = InstantField()


@require_GET
@allow(Permission.DIARY_WRITE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show who waits."""
    return _page(request)


def _page(request: HttpRequest, wrong: tuple[int, WishForm] | None = None) -> HttpResponse:
    centre_id = request.actor.centre_id or 0
    wishes = list(open_wishes(centre_id))
    offers = {
        one.wish_id: one
        for one in WishOffer.objects.filter(
            state=WishOffer.State.OPEN, wish__in=wishes
        ).select_related("visit__session")
    }
    people = with_contacts(patients_for(request.actor)).in_bulk({one.patient_id for one in wishes})
    lines = [
        {
            "wish": one,
            "wants": _wants(one),
            "offer": offers.get(one.pk),
            "patient": people.get(one.patient_id, one.patient),
            "form": wrong[1] if wrong and wrong[0] == one.pk else WishForm.of(one),
        }
        for one in wishes
    ]
    now = timezone.now()
    free = FreedTime.objects.filter(centre=centre_id, closed_at__isnull=True, starts_at__gt=now)
    freed = [
        (one, offered_from(one, now)) for one in free.select_related("centre").order_by("starts_at")
    ]
    page = {
        "lines": lines,
        "freed": freed,
        "now": now,
        "centre": request.centre,
        "form": wrong[1] if wrong else None,
        "today": timezone.localdate(),
        "words": dict(URGENCY),
    }
    return render(request, "desk/waiting.html", page, status=422 if wrong else 200)


def _wants(wish: Wish) -> str:
    """Return the days and hours that somebody wants, in words; nothing where any will do."""
    said = [str(WEEKDAYS_ABBR[day]) for day in wish.weekdays]
    if wish.from_min is not None or wish.to_min is not None:
        said.append(f"{_clock(wish.from_min or 0)}–{_clock(wish.to_min or DAY_MIN)}")
    return ", ".join(said)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@require_POST
@allow(Permission.DIARY_WRITE)
def save(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Keep how soon somebody must come, and from which day they can."""
    wish = open_wishes(request.actor.centre_id or 0).filter(pk=wish_id).first()
    form = WishForm(request.POST) if wish is None else WishForm.of(wish, request.POST)
    if wish is not None and not form.is_valid():
        return _page(request, (wish_id, form))
    if wish is not None:
        change_wish(by=request.actor, wish_id=wish_id, **form.cleaned_data)
        told(request, _("Kept."))
    else:
        told(request, _("This is no longer on the list."))
    return redirect("waiting")


@require_POST
@allow(Permission.DIARY_WRITE)
def offer(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Hold a time for somebody who waits, and tell them."""
    form = StartForm(request.POST)
    wish = open_wishes(request.actor.centre_id or 0).filter(pk=wish_id).first()
    if wish is None or not form.is_valid():
        told(request, _("Please choose a time."))
        return redirect("waiting")
    try:
        made = offer_time(
            by=request.actor,
            wish_id=wish_id,
            starts_at=form.cleaned_data["start"],
            roles=pins_for(wish.service, wish.practitioner),
        )
    except AshiError as error:
        told(request, sentence_for(error))
    else:
        until = date_format(timezone.localtime(made.lapses_at), "D j.n., H:i")
        sentence = (
            _("Offered, held until %(until)s.")
            if made.letters
            else _("Held until %(until)s. Please phone: there is no address to write to.")
        )
        told(request, sentence % {"until": until})
    return redirect("waiting")


@require_POST
@allow(Permission.DIARY_WRITE)
def answer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Say yes or no for somebody who phoned, or take the offer back."""
    act = ANSWERS.get(request.POST.get("answer", ""))
    if act is None:
        told(request, _("Please choose an answer."))
        return redirect("waiting")
    try:
        act(by=request.actor, offer_id=offer_id)
    except AshiError as error:
        told(request, sentence_for(error))
    else:
        told(request, _("Kept."))
    return redirect("waiting")
