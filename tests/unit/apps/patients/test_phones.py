"""Phones are compared in one form, and a slip is named by its digits."""

import pytest

from ashi.apps.patients.errors import PhoneError
from ashi.apps.patients.phones import Phone, parse_phone, shown_phone


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("99 123456", "+35799123456"),
        ("99-12-34-56", "+35799123456"),
        ("(99) 123.456", "+35799123456"),
        ("+357 99 123456", "+35799123456"),
        ("0035799123456", "+35799123456"),
        ("22 345678", "+35722345678"),
        ("٩٩١٢٣٤٥٦", "+35799123456"),
        ("９９１２３４５６", "+35799123456"),
        ("+30 691 234 5678", "+306912345678"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_many_forms_are_one_number(typed: str, e164: str) -> None:
    assert parse_phone(f"  {typed} ", "CY") == Phone(e164, typed)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (
            "99 123 45",
            {"reason": "too_few", "country": "CY", "kind": "mobile", "want": 8, "got": 7},
        ),
        (
            "99 123 4567",
            {"reason": "too_many", "country": "CY", "kind": "mobile", "want": 8, "got": 9},
        ),
        (
            "22 3456",
            {"reason": "too_few", "country": "CY", "kind": "landline", "want": 8, "got": 6},
        ),
        (
            "+30 691 234",
            {"reason": "too_few", "country": "GR", "kind": "mobile", "want": 10, "got": 6},
        ),
        ("99 maria", {"reason": "letters", "country": "", "kind": "", "want": None, "got": 2}),
        ("9", {"reason": "unknown", "country": "", "kind": "", "want": None, "got": 1}),
        ("+999 1234567", {"reason": "unknown", "country": "", "kind": "", "want": None, "got": 10}),
        ("9" * 41, {"reason": "too_many", "country": "", "kind": "", "want": None, "got": 41}),
    ],
)
def test_a_slip_is_named_by_its_digits(typed: str, fields: dict[str, object]) -> None:
    with pytest.raises(PhoneError) as refused:
        parse_phone(typed, "CY")

    assert refused.value.fields == fields


def test_a_number_is_shown_as_at_home_or_with_its_prefix() -> None:
    assert shown_phone("+35799123456", "CY") == "99 123456"
    assert shown_phone("+35799123456", "GR") == "+357 99 123456"
    assert shown_phone("+442079460958", "CY") == "+44 20 7946 0958"
