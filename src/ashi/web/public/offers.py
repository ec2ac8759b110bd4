"""An offered time by its link: yes or no, until the deadline."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ashi.apps.bookings.links import manage_link
from ashi.apps.waiting.links import offer_of
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import accept_offer, decline_offer
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import open_to_all
from ashi.web.public.booking import PUBLIC, visit_page
from ashi.web.wording import sentence_for

State = WishOffer.State
ANSWERS: dict[str, Callable[..., object]] = {"yes": accept_offer, "no": decline_offer}


@require_http_methods(["GET", "POST"])
@open_to_all
def offer(request: HttpRequest, offer_token: str) -> HttpResponse:
    """Show an offered time; a press takes it or lets it go, a second one changes nothing."""
    found = offer_of(offer_token)
    if found is None:
        raise Http404
    refusal = ""
    act = ANSWERS.get(request.POST.get("answer", ""))
    if act is not None:
        try:
            act(by=PUBLIC, offer_id=found.pk)
            return redirect("offer", offer_token=offer_token)
        except AshiError as error:
            refusal = sentence_for(error)
            found.refresh_from_db()
    elif request.method == "POST":
        refusal = _("Please choose an answer.")
    state = found.state
    if state == State.OPEN and found.lapses_at <= timezone.now():
        state = State.LAPSED
    page = visit_page(found.visit) | {
        "offer": found,
        "state": state,
        "refusal": refusal,
        "manage": manage_link(found.visit) if state == State.ACCEPTED else "",
    }
    return render(request, "public/offer.html", page, status=422 if refusal else 200)
