"""Phone numbers as typed, and in the one international form that is stored."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from ashi.apps.patients.errors import PhoneError

LONGEST_TYPED = 40
_KINDS = {"mobile": PhoneNumberType.MOBILE, "landline": PhoneNumberType.FIXED_LINE}


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: ``e164`` for comparing and calling, ``as_typed`` for reading back."""

    e164: str
    as_typed: str


def parse_phone(typed: str, country: str) -> Phone:
    """Read a number typed in ``country`` (two letters); + or 00 leads to another.

    Raises
    ------
    PhoneError
        With what is wrong, and how many digits there should be where the country has one length.
    """
    text = " ".join(typed.split())
    if len(text) > LONGEST_TYPED:
        raise _plain_error("too_many", text)
    if any(sign.isalpha() for sign in text):
        raise _plain_error("letters", text)
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise _plain_error("unknown", text) from error
    # Possible, not valid: the lists of ranges in use are older than the newest numbers.
    if not phonenumbers.is_possible_number(number):
        raise _error(number)
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), text)


def shown_phone(e164: str, country: str) -> str:
    """Return a stored number as people of ``country`` write it: their own without the prefix."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == phonenumbers.country_code_for_region(country)
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def is_mobile(e164: str) -> bool:
    """Tell whether a stored number may be a mobile phone, so that a text message can reach it."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return False
    return kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _plain_error(reason: str, text: str) -> PhoneError:
    """Say what is wrong with what was typed, whatever the country."""
    got = sum(sign.isdecimal() for sign in text)
    return PhoneError(reason=reason, country="", kind="", want=None, got=got)


def _error(number: PhoneNumber) -> PhoneError:
    """Say what is wrong with a number that cannot be."""
    national = phonenumbers.national_significant_number(number)
    country = phonenumbers.region_code_for_number(number) or ""
    kind, want = _kind_and_length(national, country)
    reason = "unknown"
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.TOO_SHORT or (want and len(national) < want):
        reason = "too_few"
    elif possible == ValidationResult.TOO_LONG or (want and len(national) > want):
        reason = "too_many"
    return PhoneError(reason=reason, country=country, kind=kind, want=want, got=len(national))


def _kind_and_length(national: str, country: str) -> tuple[str, int | None]:
    """Return mobile or landline by the first digit, and the length that kind has there.

    The first digit is compared with the example number of each kind; nothing is said where both
    begin alike or the kind has several lengths.
    """
    starts: dict[str, list[tuple[str, int]]] = {}
    for kind, number_type in _KINDS.items():
        example = phonenumbers.example_number_for_type(country, number_type)
        if example is not None:
            digits = phonenumbers.national_significant_number(example)
            starts.setdefault(digits[:1], []).append((kind, len(digits)))
    found = starts.get(national[:1], [])
    return found[0] if len(found) == 1 else ("", None)
