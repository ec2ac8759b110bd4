"""Who may already be the person that somebody is about to write down."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from ashi.apps.patients.errors import PhoneError
from ashi.apps.patients.likeness import Claim, Verdict
from ashi.apps.patients.models import Patient
from ashi.apps.patients.phones import parse_phone
from ashi.apps.patients.queries import likely_duplicates, patients_for
from ashi.web.patients.wording import REASON_WORDS


def known_alike(request: HttpRequest, typed: Mapping[str, Any]) -> list[tuple[Patient, str]]:
    """Return who may be the same person, likeliest first, with the reasons in words.

    Parameters
    ----------
    typed : ``given_name family_name phone email``, ``birth_date`` if it was asked, and the form's
        ``key``: what the same form made before is not somebody else
    """
    claim = Claim(
        given_name=typed["given_name"],
        family_name=typed["family_name"],
        birth_date=typed.get("birth_date"),
        phone=_stored(typed["phone"], request.centre.country),
        email=typed["email"],
    )
    near = [
        one
        for one in likely_duplicates(request.actor, claim)
        if one.verdict is not Verdict.SHARES_CONTACT
    ]
    others = patients_for(request.actor).exclude(idempotency_key=str(typed["key"]))
    rows = others.in_bulk([one.patient_id for one in near])
    return [
        (rows[one.patient_id], ", ".join(str(REASON_WORDS[reason]) for reason in one.reasons))
        for one in near
        if one.patient_id in rows
    ]


def _stored(typed: str, country: str) -> str:
    """Return a phone as it is stored; what cannot be read is refused when it is kept."""
    try:
        return parse_phone(typed, country).e164 if typed else ""
    except PhoneError:
        return ""
