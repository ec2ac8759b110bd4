"""Whether a person described may be one who has a record: reasons as values, no bare verdict.

Pure. Two records are the same person only for a person to say; this orders the question. A
shared phone or address makes nobody the same: families share them, and twins share a birth date
as well, so a different first name is never called the same person.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ashi.core.kernel.names import latin, sound


class Reason(StrEnum):
    """One thing that two descriptions have in common, or in which they differ."""

    SAME_NAME = "same-name"
    SAME_SOUND = "same-sound"
    NEAR_NAME = "near-name"
    SAME_FAMILY_NAME = "same-family-name"
    SAME_BIRTH_DATE = "same-birth-date"
    DAY_AND_MONTH_SWAPPED = "day-and-month-swapped"
    NEAR_BIRTH_DATE = "near-birth-date"
    OTHER_BIRTH_DATE = "other-birth-date"
    SAME_PHONE = "same-phone"
    SAME_EMAIL = "same-email"
    OTHER_FIRST_NAME = "other-first-name"


class Verdict(StrEnum):
    """What to ask: is it this person, or somebody reached through the same contact?"""

    SAME = "same"
    PERHAPS = "perhaps"
    SHARES_CONTACT = "shares-contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who is about to be written down."""

    given_name: str
    family_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Who is written down already; phones and e-mails are those of all contacts."""

    patient_id: int
    given_name: str
    family_name: str
    birth_date: date | None
    phones: frozenset[str]
    emails: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a record is like a claim; ``score`` only orders."""

    patient_id: int
    verdict: Verdict
    score: int
    reasons: tuple[Reason, ...]


_WEIGHTS = {
    Reason.SAME_NAME: 50,
    Reason.SAME_SOUND: 45,
    Reason.NEAR_NAME: 30,
    Reason.SAME_FAMILY_NAME: 10,
    Reason.SAME_BIRTH_DATE: 35,
    Reason.DAY_AND_MONTH_SWAPPED: 25,
    Reason.NEAR_BIRTH_DATE: 20,
    Reason.OTHER_BIRTH_DATE: -30,
    Reason.SAME_PHONE: 20,
    Reason.SAME_EMAIL: 20,
    Reason.OTHER_FIRST_NAME: -25,
}
_WHOLE_NAME = {Reason.SAME_NAME, Reason.SAME_SOUND}
_CONTACT = {Reason.SAME_PHONE, Reason.SAME_EMAIL}
_DATE_SLIPS = {Reason.DAY_AND_MONTH_SWAPPED, Reason.NEAR_BIRTH_DATE}


def compare(claim: Claim, record: Record) -> Likeness | None:
    """Return how ``record`` is like ``claim``; None where there is nothing to ask."""
    reasons = (*_names(claim, record), *_birth_dates(claim, record), *_contacts(claim, record))
    verdict = _verdict(set(reasons))
    if verdict is None:
        return None
    score = sum(_WEIGHTS[reason] for reason in reasons)
    return Likeness(record.patient_id, verdict, score, reasons)


def _verdict(reasons: set[Reason]) -> Verdict | None:
    """Say what to ask, if anything."""
    contact = bool(reasons & _CONTACT)
    if reasons & _WHOLE_NAME:
        if Reason.OTHER_BIRTH_DATE in reasons:
            return Verdict.SHARES_CONTACT if contact else None
        sure = Reason.SAME_BIRTH_DATE in reasons or (contact and not reasons & _DATE_SLIPS)
        return Verdict.SAME if sure else Verdict.PERHAPS
    hint = contact or Reason.SAME_BIRTH_DATE in reasons
    if Reason.NEAR_NAME in reasons and Reason.OTHER_BIRTH_DATE not in reasons and hint:
        return Verdict.PERHAPS
    return Verdict.SHARES_CONTACT if contact else None


def _names(claim: Claim, record: Record) -> tuple[Reason, ...]:
    """Compare the names, in either order."""
    claimed = _written(claim.given_name, claim.family_name)
    known = _written(record.given_name, record.family_name)
    if sorted(claimed.split()) == sorted(known.split()):
        return (Reason.SAME_NAME,)
    if sorted(sound(claimed).split()) == sorted(sound(known).split()):
        return (Reason.SAME_SOUND,)
    if _near(sound(claimed), sound(known)):
        return (Reason.NEAR_NAME,)
    family = sound(claim.family_name)
    if family and family == sound(record.family_name):
        return (Reason.SAME_FAMILY_NAME, Reason.OTHER_FIRST_NAME)
    return (Reason.OTHER_FIRST_NAME,)


def _written(given_name: str, family_name: str) -> str:
    """Return the whole name in Latin letters."""
    return latin(f"{given_name} {family_name}")


def _near(one: str, other: str) -> bool:
    """Tell whether one slip (a letter more, less, other, or two swapped) parts two texts."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    rest_one, rest_other = one[same:], other[same:]
    return (
        rest_one[1:] == rest_other[1:]
        or rest_one[1:] == rest_other
        or rest_one == rest_other[1:]
        or (rest_one[:2] == rest_other[1::-1] and rest_one[2:] == rest_other[2:])
    )


def _birth_dates(claim: Claim, record: Record) -> tuple[Reason, ...]:
    """Compare the birth dates where both are known."""
    one, other = claim.birth_date, record.birth_date
    if one is None or other is None:
        return ()
    if one == other:
        return (Reason.SAME_BIRTH_DATE,)
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return (Reason.DAY_AND_MONTH_SWAPPED,)
    slips = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return (Reason.NEAR_BIRTH_DATE,) if slips == 1 else (Reason.OTHER_BIRTH_DATE,)


def _contacts(claim: Claim, record: Record) -> tuple[Reason, ...]:
    """Compare how they are reached."""
    phone = (Reason.SAME_PHONE,) if claim.phone and claim.phone in record.phones else ()
    email = (Reason.SAME_EMAIL,) if claim.email and claim.email in record.emails else ()
    return phone + email
