"""Every kind of message with invented values, so that staff can read what patients get."""

from datetime import datetime, timedelta
from typing import Any

from ashi.apps.messages.rendering import SMS_KINDS, Rendered, render, render_sms

OF_CENTRE = ("name", "name_el", "zone", "phone", "address", "address_el")
HIDDEN = "•••"
SECRET = ("code", "link", "stop")  # whoever reads over a shoulder learns no code and opens no link


def sample(kind: str, language: str, centre: dict[str, str], now: datetime) -> Rendered:
    """Return a message of a kind in a language with invented values.

    Parameters
    ----------
    centre : ``name name_el zone phone address address_el`` of the centre that writes
    now : an instant; the invented visit is two days later
    """
    return render(kind, language, _values(language, centre, now))


def sample_text(kind: str, language: str, centre: dict[str, str], now: datetime) -> str:
    """Return a message of a kind as text message; nothing where it goes by e-mail alone."""
    return render_sms(kind, language, _values(language, centre, now)) if kind in SMS_KINDS else ""


def _values(language: str, centre: dict[str, str], now: datetime) -> dict[str, Any]:
    greek = language == "el"
    start = (now + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    return {
        "name": "Δέσποινα" if greek else "Despina",
        "uuid": "00000000-0000-4000-8000-000000000000",
        "version": 1,
        "told_at": now.isoformat(),
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(minutes=60)).isoformat(),
        "about": (start + timedelta(minutes=20)).isoformat(),
        "until": (now + timedelta(minutes=60)).isoformat(),
        "zone": centre["zone"],
        "visits": [_listed(start + timedelta(weeks=week)) for week in range(3)],
        "service": "Βελονισμός" if greek else "Acupuncture",
        "centre": (greek and centre["name_el"]) or centre["name"],
        "address": (greek and centre["address_el"]) or centre["address"],
        "phone": centre["phone"],
        "hours": 24,
        "free_until": (start - timedelta(hours=24)).isoformat(),
        "home": "",
        "reason": "full",
        "words": "…",
        "subject": "…",
        "body": "…",
        "known": False,
        "sign_in": HIDDEN,
        **dict.fromkeys(SECRET, HIDDEN),
    }


def _listed(start: datetime) -> dict[str, Any]:
    return {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "version": 1,
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(minutes=60)).isoformat(),
        "cancelled": False,
        "was": (start - timedelta(hours=2)).isoformat(),
    }


def without_secrets(context: dict[str, Any]) -> dict[str, Any]:
    """Return a message's values with its codes and links hidden."""
    return {name: HIDDEN if name in SECRET else value for name, value in context.items()}


def kept_after_sending(kind: str, context: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a message that went: nothing that opens anything.

    A letter about signing in comes as written text, and its code stands in it.
    """
    if kind == "account":
        return dict.fromkeys(context, HIDDEN)
    return without_secrets(context)
