"""What the frame and the board ask of the desk: the bell's bar, the needle count, small words."""

from typing import Any
from uuid import uuid4

from django import template
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.billing.models import Payment
from ashi.apps.encounters.open_bells import Pulse, pulse
from ashi.web.desk.board.words import guarded_name, local, people_then_places, short
from ashi.web.desk.forms import METHODS

READ_BY_OTHERS = {
    "wall",
    "screening-consent",
    "screening-withdraw",
    "consent-paper",
    "consent-photograph",
}
register = template.Library()


def pulse_of(request: Any) -> Pulse | None:
    """Return the pulse of the request's centre, read once; None for whoever sees no diary."""
    if request is None or not hasattr(request, "actor") or request.actor.centre_id is None:
        return None
    if not may(request.actor, Permission.DIARY_READ):
        return None
    if not hasattr(request, "_pulse"):
        request._pulse = pulse(request.actor.centre_id, timezone.now())
    return request._pulse


def _is_guarded(request: Any) -> bool:
    """Tell whether others read the page, so that no name is whole: a wall, a patient who signs."""
    if request is None or request.resolver_match is None:
        return False
    return request.resolver_match.url_name in READ_BY_OTHERS or "guarded" in request.GET


@register.inclusion_tag("desk/_bell_bar.html", takes_context=True)
def bell_bar(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the bar of bells and of needles not counted out, under the staff bar."""
    request = context.get("request")
    if request is not None:
        get_token(request)  # the island needs the cookie on every page
    return {
        "pulse": pulse_of(request),
        "now": timezone.now(),
        "guarded": _is_guarded(request),
        "request": request,
        "can": context.get("can", {}),
        "user": context.get("user"),
    }


@register.inclusion_tag("desk/_in_now.html", takes_context=True)
def in_now(context: dict[str, Any]) -> dict[str, Any]:
    """Draw how many needles are in, and in how many rooms."""
    return {"pulse": pulse_of(context.get("request"))}


register.filter("guarded_name", guarded_name)


@register.filter
def named(row: Any) -> str:
    """Return a row's name in the reader's language."""
    return local(row) if row is not None else ""


@register.filter
def lang_attribute(name: str) -> SafeString:
    """Say to a screen reader in which language a name is written, when it is Greek."""
    greek = any("\u0370" <= letter <= "\u03ff" or "\u1f00" <= letter <= "\u1fff" for letter in name)
    return mark_safe(' lang="el"' if greek else "")  # noqa: S308 -- nothing of the name is in it


@register.filter
def people_and_place(drawing: Any) -> str:
    """Return the practitioners and rooms of a drawn visit, each once."""
    return ", ".join(short(one) for one in people_then_places(drawing.one.roles.values()))


@register.filter
def method_word(method: str) -> str:
    """Return how something was paid, in words."""
    return str(dict(METHODS)[Payment.Method(method)])


@register.filter
def profession_word(code: str) -> str:
    """Return a profession in words; a centre's own code stays as it is written."""
    words = {"physiotherapy": _("physiotherapy"), "acupuncture": _("acupuncture")}
    return words.get(code, code)


@register.filter
def called(resource: Any) -> str:
    """Return what colleagues call somebody."""
    return short(resource)


@register.filter
def first_name(user: Any) -> str:
    """Return the name somebody is called by: the first word of the full one."""
    return str(user).split(" ")[0]


@register.filter
def epoch(instant: Any) -> int:
    """Return an instant as milliseconds, for the clocks that tick in the browser."""
    return int(instant.timestamp() * 1000)


@register.simple_tag
def fresh_id() -> str:
    """Return an id for a step, so that the same form sent twice is one step."""
    return str(uuid4())
