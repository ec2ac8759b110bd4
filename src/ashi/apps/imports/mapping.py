"""Which column of another system's file means what: the known systems, and a centre's own file.

A mapping is TOML with ``[patients]``, ``[appointments]``, ``[notes]``: what Ashi asks for on the
left, the file's heading on the right (or several, of which the first that the file has is taken).
Further tables name the centre's people and services for the other system's words:
``[practitioners]`` and ``[services]``. See docs/how-to/import.md.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from typing import Any

from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.moments import Order

PATIENT_FIELDS = frozenset(
    [
        "id",
        "given_name",
        "family_name",
        "full_name",
        "birth_date",
        "sex",
        "email",
        "language",
        "country",
        "note",
        "guardian",
        "archived",
        "deleted",
        "deceased",
        "privacy",
    ]
)
APPOINTMENT_FIELDS = frozenset(
    [
        "id",
        "start",
        "end",
        "minutes",
        "zone",
        "patient_id",
        "full_name",
        "given_name",
        "family_name",
        "email",
        "practitioner",
        "service",
        "price",
        "note",
        "status",
        "came",
        "no_show",
        "cancelled",
        "deleted",
    ]
)
NOTE_COLUMNS: dict[str, list[str]] = {
    "patient_id": ["patient_id", "Patient ID", "file_number", "File number", "Card no", "Καρτέλα"],
    "given_name": ["given_name", "First name", "First Name", "Όνομα"],
    "family_name": ["family_name", "Surname", "Last name", "Last Name", "Επώνυμο"],
    "full_name": ["full_name", "Name", "Patient", "Ονοματεπώνυμο", "Ασθενής"],
    "birth_date": ["birth_date", "Birth date", "Date of birth", "Born", "Ημερομηνία γέννησης"],
    "dated": ["dated", "date", "Date", "Ημερομηνία"],
    "title": ["title", "Title", "Τίτλος"],
    "text": ["text", "note", "Note", "Notes", "Text", "Σημείωση", "Κείμενο"],
}
NEEDED = {
    "patients": ("given_name", "full_name"),
    "appointments": ("start",),
    "notes": ("text",),
}
SETTINGS = {
    "phones": list,
    "words": dict,
    "other_words": str,
    "dates": str,
    "usual_minutes": int,
    "several_people": str,
    "books_for_others": bool,
}
TOP = {"name", "marks", "patients", "appointments", "notes", "practitioners", "services"}


class Kind(StrEnum):
    """What a file holds."""

    PATIENTS = "patients"
    APPOINTMENTS = "appointments"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Columns:
    """One kind's columns in one file: ``of`` says which heading stands for a field."""

    of: Mapping[str, str]
    phones: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    other_words: str = ""
    dates: Order | None = None
    usual_minutes: int = 0
    several_people: str = ""
    books_for_others: bool = False


def known_sources() -> list[str]:
    """Return the names of the systems whose files Ashi knows."""
    folder = files("ashi.apps.imports") / "sources"
    return sorted(one.name.removesuffix(".toml") for one in folder.iterdir())


def read_source(name: str) -> dict[str, Any]:
    """Return a known system's mapping.

    Raises
    ------
    MappingError
        ``reason`` source, with those known.
    """
    if name not in known_sources():
        raise MappingError(path="--from", reason="source", known=known_sources())
    text = (files("ashi.apps.imports") / "sources" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def read_mapping(text: str) -> dict[str, Any]:
    """Read a centre's own mapping; every name that Ashi does not know is refused.

    Raises
    ------
    MappingError
    """
    try:
        mapping = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(path="", reason="toml", detail=str(error)) from error
    for name, value in mapping.items():
        if name not in TOP:
            raise MappingError(path=name, reason="unknown", known=sorted(TOP))
        if name not in ("name", "marks") and not isinstance(value, dict):
            raise MappingError(path=name, reason="table")
    for kind, known in (
        (Kind.PATIENTS, PATIENT_FIELDS),
        (Kind.APPOINTMENTS, APPOINTMENT_FIELDS),
        (Kind.NOTES, frozenset(NOTE_COLUMNS)),
    ):
        _check(str(kind), mapping.get(kind, {}), known)
    return mapping


def _check(kind: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
    for name, value in table.items():
        path = f"{kind}.{name}"
        if name not in known | SETTINGS.keys():
            raise MappingError(path=path, reason="unknown", known=sorted(known | SETTINGS.keys()))
        wanted = SETTINGS.get(name)
        if wanted and not isinstance(value, wanted):
            raise MappingError(path=path, reason="type", wanted=wanted.__name__)
        if not wanted and not isinstance(value, str | list):
            raise MappingError(path=path, reason="type", wanted="str")
    if table.get("dates", Order.DAY_FIRST) not in set(Order):
        raise MappingError(path=f"{kind}.dates", reason="unknown", known=sorted(Order))


def columns_of(
    kind: Kind, mapping: Mapping[str, Any], header: Sequence[str], *, strict: bool = False
) -> Columns:
    """Fit a mapping to a file's heading.

    ``strict`` refuses every heading that the file lacks: a centre's own mapping is meant for this
    file, while a known system leaves columns out.

    Raises
    ------
    MappingError
        The mapping has nothing for this kind, or a column that must be there is not.
    """
    table = mapping.get(kind)
    if not table:
        raise MappingError(path=str(kind), reason="nothing")
    of = {}
    for name, wanted in table.items():
        if name in SETTINGS:
            continue
        choices = [wanted] if isinstance(wanted, str) else wanted
        found = next((one for one in choices if one in header), None)
        if found is not None:
            of[name] = found
        elif strict:
            path = f"{kind}.{name}"
            raise MappingError(path=path, reason="column", missing=choices, found=list(header))
    lost = [one for one in table.get("phones", ()) if one not in header]
    if strict and lost:
        path = f"{kind}.phones"
        raise MappingError(path=path, reason="column", missing=lost, found=list(header))
    if not any(name in of for name in NEEDED[kind]):
        missing = [table[name] for name in NEEDED[kind] if name in table]
        raise MappingError(path=str(kind), reason="column", missing=missing, found=list(header))
    return Columns(
        of,
        phones=tuple(one for one in table.get("phones", ()) if one in header),
        words=table.get("words", {}),
        other_words=table.get("other_words", ""),
        dates=Order(table["dates"]) if "dates" in table else None,
        usual_minutes=table.get("usual_minutes", 0),
        several_people=table.get("several_people", ""),
        books_for_others=table.get("books_for_others", False),
    )
