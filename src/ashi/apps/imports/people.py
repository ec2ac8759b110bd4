"""Which lines of a patients file are new people, the same person twice, or nobody.

Pure. Two lines are one person when the name (by its sound) and the birth date or a contact agree,
or the first name, the birth date and a contact do: people change their family name. Twins share
contact and birth date and stay two; two people of one name with other birth dates stay two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ashi.apps.imports.cells import (
    LANGUAGES,
    SEXES,
    answer,
    cell,
    country_of,
    flag,
    name_of,
    phones_of,
)
from ashi.apps.imports.judged import Fate, Note
from ashi.apps.imports.mapping import Columns
from ashi.apps.imports.moments import Order, UnreadError, read_date
from ashi.apps.imports.sheets import Line
from ashi.apps.patients.likeness import Claim, Reason, Record, Verdict, compare
from ashi.core.kernel.names import fold, sound


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a line describes them."""

    given_name: str
    family_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    language: str = ""
    note: str = ""
    guardian: str = ""
    privacy: str = "unknown"
    archived: bool = False
    deceased: bool = False

    def claim(self, phone: str = "") -> Claim:
        """Return what is compared; a claim has one phone."""
        return Claim(
            given_name=self.given_name,
            family_name=self.family_name,
            birth_date=self.birth_date,
            phone=phone,
            email=self.email,
        )

    def record(self, number: int) -> Record:
        """Return this person as one who is written down already."""
        return Record(
            patient_id=number,
            given_name=self.given_name,
            family_name=self.family_name,
            birth_date=self.birth_date,
            phones=frozenset(self.phones),
            emails=frozenset({self.email} if self.email else ()),
        )


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What becomes of a line; ``same_as`` is the line, ``patient`` the row it is one with."""

    number: int
    ref: str
    fate: Fate
    person: Person | None
    notes: tuple[Note, ...] = ()
    same_as: int | None = None
    patient: int | None = None


@dataclass(slots=True)
class Directory:
    """People known by whatever could make a newcomer one of them."""

    records: dict[int, Record] = field(default_factory=dict)
    by_key: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, record: Record) -> None:
        """Know one more."""
        self.records[record.patient_id] = record
        for key in _keys(record):
            self.by_key[key].add(record.patient_id)

    def same(self, person: Person) -> list[int]:
        """Return the numbers of those who are this person, lowest first."""
        near = {one for key in _keys(person.record(0)) for one in self.by_key.get(key, ())}
        return sorted(one for one in near if is_same(person, self.records[one]))

    def sharing(self, person: Person) -> list[int]:
        """Return those reached through the same e-mail or phone who are somebody else."""
        keys = [*(f"p{one}" for one in person.phones), f"e{person.email}"]
        near = {one for key in keys for one in self.by_key.get(key, ())}
        return sorted(one for one in near if not is_same(person, self.records[one]))

    def named(self, given_name: str, family_name: str) -> list[int]:
        """Return those whose whole name sounds so."""
        return sorted(self.by_key.get(_name_key(given_name, family_name), ()))


def is_same(person: Person, record: Record) -> bool:
    """Tell whether a described person is one who is known."""
    for phone in person.phones or ("",):
        found = compare(person.claim(phone), record)
        if found is None:
            continue
        if found.verdict is Verdict.SAME:
            return True
        contact = {Reason.SAME_EMAIL, Reason.SAME_PHONE} & set(found.reasons)
        first = sound(person.given_name) == sound(record.given_name)
        if contact and first and Reason.SAME_BIRTH_DATE in found.reasons:
            return True
    return False


def judge_people(
    lines: Sequence[Line],
    columns: Columns,
    *,
    order: Order | None,
    country: str,
    today: date,
    known: Directory,
    refs: Mapping[str, int],
) -> list[PersonLine]:
    """Say what becomes of each line.

    Parameters
    ----------
    known : everybody who has a record, by patient
    refs : what was imported before from this source, by the source's number
    """
    mine, judged = Directory(), list[PersonLine]()
    for line in lines:
        one = _read(line, columns, order=order, country=country, today=today)
        if one.fate is Fate.CREATE:
            one = _placed(one, known, mine, refs)
        if one.fate is Fate.CREATE and one.person is not None:
            mine.add(one.person.record(one.number))
        judged.append(one)
    return judged


def _placed(
    one: PersonLine, known: Directory, mine: Directory, refs: Mapping[str, int]
) -> PersonLine:
    """Find who a readable line is: imported before, known, met above in the file, or new."""
    person = one.person
    if person is None:
        return one
    if one.ref in refs:
        return replace(one, fate=Fate.KNOWN, patient=refs[one.ref])
    if same := mine.same(person):
        return replace(one, fate=Fate.MERGE, same_as=same[0])
    if same := known.same(person):
        if len(same) > 1:
            return replace(one, fate=Fate.ASK, notes=(*one.notes, Note("several", {"who": same})))
        return replace(one, fate=Fate.MERGE, patient=same[0])
    if not (person.email or person.phones):
        return replace(one, fate=Fate.REFUSE, notes=(*one.notes, Note("unreachable")))
    shared = mine.sharing(person)
    notes = (*one.notes, Note("shares-contact", {"lines": shared})) if shared else one.notes
    return replace(one, notes=notes)


def _read(
    line: Line, columns: Columns, *, order: Order | None, country: str, today: date
) -> PersonLine:
    ref = cell(line, columns, "id")
    if line.spare:
        note = Note("too-many-cells", {"count": line.spare})
        return PersonLine(line.number, ref, Fate.REFUSE, None, (note,))
    person, notes = person_of(line, columns, order=order, country=country, today=today)
    if flag(line, columns, "deleted"):
        return PersonLine(line.number, ref, Fate.LEAVE, person, (Note("deleted"),))
    if not person.given_name:
        return PersonLine(line.number, ref, Fate.REFUSE, person, (Note("no-given-name"),))
    unproven = any(note.code == "date-order" for note in notes)
    return PersonLine(line.number, ref, Fate.ASK if unproven else Fate.CREATE, person, notes)


def person_of(
    line: Line,
    columns: Columns,
    *,
    order: Order | None,
    country: str,
    today: date,
    staff: str = "",
) -> tuple[Person, tuple[Note, ...]]:
    """Return the person a line describes, and what of it could not be read."""
    given, family = name_of(line, columns, staff)
    texts = [line.cells[heading] for heading in columns.phones]
    dials_in = country_of(cell(line, columns, "country"), country)
    numbers, unread = phones_of(texts, dials_in)
    notes = [Note("phone", {"text": text}) for text in unread]
    born, problem = _birth_date(cell(line, columns, "birth_date"), order, today)
    if problem:
        notes.append(problem)
    person = Person(
        given_name=given,
        family_name=family,
        birth_date=born,
        sex=SEXES.get(fold(cell(line, columns, "sex")), ""),
        email=cell(line, columns, "email").lower(),
        phones=tuple(numbers),
        language=LANGUAGES.get(fold(cell(line, columns, "language")), ""),
        note=cell(line, columns, "note"),
        guardian=cell(line, columns, "guardian"),
        privacy=answer(cell(line, columns, "privacy")),
        archived=flag(line, columns, "archived"),
        deceased=flag(line, columns, "deceased"),
    )
    return person, tuple(notes)


def _birth_date(text: str, order: Order | None, today: date) -> tuple[date | None, Note | None]:
    if not text:
        return None, None
    try:
        born = read_date(text, order, today)
    except UnreadError as error:
        return None, Note(str(error), {"text": text})
    if not date(today.year - 130, 1, 1) <= born <= today:
        return None, Note("birth-date-out-of-range", {"text": text})
    return born, None


def _keys(record: Record) -> Iterable[str]:
    yield from (f"p{one}" for one in record.phones)
    yield from (f"e{one}" for one in record.emails)
    yield _name_key(record.given_name, record.family_name)


def _name_key(given_name: str, family_name: str) -> str:
    return "n" + " ".join(sorted(sound(f"{given_name} {family_name}").split()))
