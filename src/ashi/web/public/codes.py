"""The code that proves an e-mail address: six digits, ten minutes, five tries."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ashi.apps.messages.actions import queue
from ashi.web.counting import counted

LIFE = timedelta(minutes=10)
TRIES = 5
SENT_AN_HOUR = 5
HOUR_S = 3600
SALT = "ashi.booking.code"


def _digest(what: str) -> str:
    return salted_hmac(SALT, what, algorithm="sha256").hexdigest()


def may_send(email: str, address: str) -> bool:
    """Count a code against the e-mail and the sender's network address."""
    for what in (email.lower(), address):
        key = f"code:{_digest(what)[:32]}"
        if counted(key, HOUR_S) > SENT_AN_HOUR * (1 if what != address else 6):
            return False
    return True


def send_code(*, email: str, language: str, centre: str) -> dict[str, Any]:
    """Queue a code and return what the session keeps of it: never the code itself."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    queue(
        kind="booking-code",
        to=email,
        language=language,
        context={"code": code, "centre": centre},
        dedupe_key=f"booking-code:{secrets.token_hex(12)}",
    )
    return {"digest": make_password(code), "ends": (timezone.now() + LIFE).isoformat(), "tries": 0}


def is_right(kept: dict[str, Any], code: str) -> bool:
    """Compare a typed code, counting the try; after five, or when its time is up, none is right."""
    kept["tries"] += 1
    if kept["tries"] > TRIES or timezone.now().isoformat() > kept["ends"]:
        return False
    typed = "".join(sign for sign in code if sign.isdigit())
    return check_password(typed, kept["digest"])
