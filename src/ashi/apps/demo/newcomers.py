"""The invented patients: drawn with the dice, then stored as the desk would have made them."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ashi.apps.accounts.models import User
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Resource
from ashi.apps.demo.copying import Sheets, Table, allocate
from ashi.apps.demo.names import BRITISH, DESK_NOTES, MAN, WAYS, WOMAN, Names
from ashi.apps.demo.people import PATIENT_EMAIL, PATIENT_NAME
from ashi.apps.demo.trail import Trail
from ashi.apps.patients.actions_contacts import usual_rights
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.models import Contact, ContactLink, FactValue, Patient

RESOURCES = Table(Resource, "id centre_id kind name")
PATIENTS = Table(
    Patient,
    "id uuid resource_id given_name family_name birth_date sex language sort_key name_key"
    " family_key sound_key family_sound_key search_key desk_note wishes not_left_alone created_at",
)
CONTACTS = Table(Contact, "id name email phone phone_as_typed user_id")
LINKS = Table(
    ContactLink, "id patient_id contact_id relation may_book may_see_record gets_messages"
)


@dataclass(frozen=True)
class Newcomer:
    """A patient as told to the desk; ``speaker`` is whose contact speaks for them (an index)."""

    given: str
    family: str
    sex: str
    language: str
    birth_date: date | None
    email: str = ""
    phone: str = ""
    phone_as_typed: str = ""
    speaker: int | None = None
    relation: str = "self"
    note: str = ""
    wishes: tuple[str, ...] = ()
    not_left_alone: str = "unknown"

    @property
    def full_name(self) -> str:
        """Return given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the diary needs of a stored patient; ``letters`` go to (contact, name, e-mail)."""

    id: int
    resource_id: int
    given_name: str
    language: str
    wishes: tuple[str, ...]
    not_left_alone: bool
    letters: tuple[tuple[int, str, str], ...]

    @property
    def online(self) -> bool:
        """Tell whether they may book by themselves: nothing has to be arranged for them."""
        return bool(self.letters) and not self.wishes and not self.not_left_alone


def draw(dice: random.Random, today: date, count: int) -> list[Newcomer]:
    """Draw people; one in nine is spoken for by the one before: a child or a spouse."""
    drawn: list[Newcomer] = []
    ways = [way for way in WAYS for _ in range(way.share)]
    for number in range(count):
        before = drawn[-1] if drawn else None
        if number > 1 and before and before.speaker is None and dice.random() < 1 / 9:
            drawn.append(_relative(dice, today, before, number - 1))
        else:
            drawn.append(_stranger(dice, today, dice.choice(ways), number))
    if drawn:
        drawn[0] = Newcomer(
            *PATIENT_NAME,
            WOMAN,
            "en",
            today.replace(year=today.year - 52, day=14),
            PATIENT_EMAIL,
            *_phone(0, foreign=False),
        )
    return drawn


def _born(dice: random.Random, today: date, least: int, most: int) -> date:
    return today - timedelta(days=dice.randrange(least * 365, most * 365))


def _stranger(dice: random.Random, today: date, way: Names, number: int) -> Newcomer:
    sex = WOMAN if dice.random() < 0.58 else MAN
    wishes = []
    if dice.random() < 0.05:
        wishes.append("woman" if sex == WOMAN else "lang:el")
    if dice.random() < 0.04:
        wishes.append("ground-floor")
    return Newcomer(
        dice.choice(way.given(sex)),
        dice.choice(way.family(sex)),
        sex,
        way.language,
        _born(dice, today, 18, 86) if dice.random() < 0.94 else None,
        f"patient{number}@example.com" if dice.random() < 0.8 else "",
        *_phone(number, foreign=way is BRITISH and dice.random() < 0.3),
        note=dice.choice(DESK_NOTES) if dice.random() < 0.07 else "",
        wishes=tuple(sorted(wishes)),
        not_left_alone="yes" if dice.random() < 0.012 else "unknown",
    )


def _relative(dice: random.Random, today: date, other: Newcomer, speaker: int) -> Newcomer:
    child = dice.random() < 0.4
    sex = dice.choice((WOMAN, MAN)) if child else (MAN if other.sex == WOMAN else WOMAN)
    way = next(one for one in WAYS if other.given in one.women + one.men)
    return Newcomer(
        dice.choice(way.given(sex)),
        other.family if not way.families_of_women else dice.choice(way.family(sex)),
        sex,
        other.language,
        _born(dice, today, 8, 17) if child else _born(dice, today, 30, 80),
        speaker=speaker,
        relation="parent" if child else "spouse",
    )


def _phone(number: int, *, foreign: bool) -> tuple[str, str]:
    """Return a number nobody has, international and as typed."""
    if foreign:
        return f"+447700900{number % 1000:03d}", f"0044 7700 900{number % 1000:03d}"
    return f"+3579900{number:04d}", f"99 00{number:04d}"


def known_of(newcomers: Sequence[Newcomer], contacts: Mapping[int, int]) -> list[Known]:
    """Give newcomers their ids."""
    ids, resources = allocate(Patient, len(newcomers)), allocate(Resource, len(newcomers))
    return [
        Known(
            ids[at],
            resources[at],
            one.given,
            one.language,
            one.wishes,
            one.not_left_alone == "yes",
            tuple(
                (contacts[by], newcomers[by].full_name, newcomers[by].email)
                for by in (at if one.speaker is None else one.speaker,)
                if newcomers[by].email
            ),
        )
        for at, one in enumerate(newcomers)
    ]


def contacts_of(newcomers: Sequence[Newcomer]) -> dict[int, int]:
    """Return the ids of the contacts of those who have their own, by their place."""
    owners = [at for at, one in enumerate(newcomers) if one.phone]
    return dict(zip(owners, allocate(Contact, len(owners)), strict=True))


def known_patients() -> list[Known]:
    """Read whom the diary may seat, in the order in which they came."""
    letters: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    links = ContactLink.objects.filter(gets_messages=True).exclude(contact__email="")
    rows = links.order_by("pk").values_list(
        "patient_id", "contact_id", "contact__name", "contact__email"
    )
    for patient_id, contact_id, name, email in rows:
        letters[patient_id].append((contact_id, name, email))
    return [
        Known(
            one.pk,
            one.resource_id,
            one.given_name,
            one.language,
            tuple(one.wishes),
            one.not_left_alone == FactValue.YES,
            tuple(letters[one.pk]),
        )
        for one in Patient.objects.filter(archived_at=None, deceased=False).order_by("pk")
    ]


def write(
    sheets: Sheets,
    trail: Trail,
    by: Actor,
    newcomers: Sequence[Newcomer],
    known: Sequence[Known],
    contacts: Mapping[int, int],
    came: Sequence[datetime],
) -> None:
    """Put the rows that ``create_patient`` would have written on the sheets.

    ``came`` says when each was first here; ``contacts`` has the id of each one's own contact.
    """
    links = allocate(ContactLink, len(newcomers))
    users = dict(User.objects.filter(email=PATIENT_EMAIL).values_list("email", "pk"))
    for at, (one, ids, when) in enumerate(zip(newcomers, known, came, strict=True)):
        _write_patient(sheets, trail, one, ids, when)
        contact_id = contacts[at if one.speaker is None else one.speaker]
        if one.phone:
            reached = (one.email, one.phone, one.phone_as_typed)
            sheets.add(CONTACTS, (contact_id, one.full_name, *reached, users.get(one.email)))
        rights = usual_rights(one.relation)
        may = (rights.may_book, rights.may_see_record, rights.gets_messages)
        sheets.add(LINKS, (links[at], ids.id, contact_id, one.relation, *may))
        names = ("may_book", "may_see_record", "gets_messages")
        trail.add(
            when,
            by,
            "contact.link",
            ("contact", contact_id),
            ids.id,
            {"relation": one.relation, **dict(zip(names, may, strict=True))},
        )
        trail.add(when, by, "patient.create", ("patient", ids.id), ids.id)


def _write_patient(sheets: Sheets, trail: Trail, one: Newcomer, ids: Known, when: datetime) -> None:
    keys = key_columns(one.given, one.family)
    sheets.add(RESOURCES, (ids.resource_id, None, "patient", one.full_name[:120]))
    sheets.add(
        PATIENTS,
        (
            ids.id,
            trail.uuid(),
            ids.resource_id,
            one.given,
            one.family,
            one.birth_date,
            one.sex,
            one.language,
            keys["sort_key"],
            keys["name_key"],
            keys["family_key"],
            keys["sound_key"],
            keys["family_sound_key"],
            keys["search_key"],
            one.note,
            list(one.wishes),
            one.not_left_alone,
            when,
        ),
    )
