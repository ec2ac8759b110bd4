"""What was typed, and the rows it fits, by indexes that answer as fast for many rows as for few.

In this order, until enough are found: keys that begin with what was typed (a range of a B-tree,
read no further than needed); rows that hold every word, or its sound, at the start of some word
(trigrams); rows with a word much like each (trigram similarity), for what is misspelt.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Reverse
from django.utils import timezone
from phonenumbers import country_code_for_region

from ashi.apps.centres.models import Centre
from ashi.apps.patients.birth_dates import parse_birth_date
from ashi.apps.patients.likeness import Claim
from ashi.apps.patients.models import Contact, ContactLink, Patient
from ashi.core.kernel.names import latin, sound, sound_start

LONGEST_QUERY = 120
LEAST_DIGITS = 3
LEAST_LAST_DIGITS = 4
LEAST_TRIGRAM = 3
LEAST_LIKENESS = 4
FEW = 5
LONGEST_SWAPPED = 12
MOST_CONTACTS = 200
MOST_OF_A_KIND = 20
_DATES = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b")
_DIGITS = re.compile(r"\+?\d[\d\s().\-/]*")


Rank = tuple[int, str]
"""How well a row fits (0 best), and what orders those that fit as well."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a query: words in Latin letters, one phone, one birth date."""

    words: tuple[str, ...]
    digits: str
    birth_date: date | None

    @property
    def written(self) -> str:
        """Return the words as one line."""
        return " ".join(self.words)


def read(text: str, today: date) -> Typed:
    """Take apart what was typed into a search."""
    rest = text[:LONGEST_QUERY]
    day = None
    if found := _DATES.search(rest):
        day = parse_birth_date(found[0], today)
        rest = rest.replace(found[0], " ", 1) if day else rest
    digits = ""
    if found := _DIGITS.search(rest):
        digits = "".join(str(int(sign)) for sign in found[0] if sign.isdecimal()).removeprefix("00")
        rest = rest.replace(found[0], " ", 1) if len(digits) >= LEAST_DIGITS else rest
    return Typed(tuple(latin(rest).split()), digits if len(digits) >= LEAST_DIGITS else "", day)


def find(among: QuerySet[Patient], text: str, *, limit: int) -> list[Patient]:
    """Return up to ``limit`` of ``among`` that ``text`` fits, best first."""
    typed = read(text, timezone.localdate())
    if typed.digits or typed.birth_date:
        narrowed = _narrowed(among, typed).filter(_every_word(typed.words))
        return list(narrowed.order_by("sort_key", "pk")[:limit])
    if not typed.words:
        return []
    found = _by_beginning(among, typed, limit)
    with _by_index():
        if len(found) < limit:
            found |= _by_words(among.exclude(pk__in=found), typed, limit)
        if len(found) < FEW and not _named_in_full(found, typed):
            found |= _by_swaps(among.exclude(pk__in=found), typed, limit)
            found |= _by_likeness(among.exclude(pk__in=found), typed, limit)
    order = sorted(found, key=found.__getitem__)[:limit]
    rows = among.in_bulk(order)
    return [rows[pk] for pk in order]


@contextmanager
def _by_index() -> Iterator[None]:
    """Keep the planner from reading the whole table: it cannot know how rare a word is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def _narrowed(among: QuerySet[Patient], typed: Typed) -> QuerySet[Patient]:
    """Keep those with the phone and the birth date typed; eight digits may be either."""
    if typed.birth_date:
        among = among.filter(birth_date=typed.birth_date)
    if not typed.digits:
        return among
    links = ContactLink.objects.filter(contact__in=_with_phone(typed.digits))
    reached = Q(pk__in=links.values("patient"))
    born = parse_birth_date(typed.digits, timezone.localdate())
    return among.filter(reached | Q(birth_date=born) if born else reached)


def _with_phone(digits: str) -> list[int]:
    """Return the contacts whose phone begins or ends with ``digits``; a prefix may lack."""
    starts = [f"+{digits}", *(f"+{prefix}{digits.lstrip('0')}" for prefix in _prefixes())]
    fits = [Contact.objects.filter(phone__startswith=start) for start in dict.fromkeys(starts)]
    if len(digits) >= LEAST_LAST_DIGITS:
        ends = Contact.objects.alias(backwards=Reverse("phone"))
        fits.append(ends.filter(backwards__startswith=digits[::-1]))
    rows = [one.order_by().values_list("pk", flat=True)[:MOST_CONTACTS] for one in fits]
    return list(dict.fromkeys(rows[0].union(*rows[1:], all=True)))


def _prefixes() -> list[int]:
    """Return the dialling prefixes of the countries where the centres are."""
    countries = Centre.objects.order_by("country").values_list("country", flat=True).distinct()
    return [country_code_for_region(country) for country in countries]


def _by_beginning(among: QuerySet[Patient], typed: Typed, limit: int) -> dict[int, Rank]:
    """Find keys that begin with the words as typed, then with their sound."""
    written, heard = typed.written, sound_start(typed.written)
    keys = [("name_key", written, 0), ("family_key", written, 0)]
    if heard:
        keys += [("sound_key", heard, 2), ("family_sound_key", heard, 2)]
    parts = [
        among.filter(**{f"{key}__startswith": start})
        .order_by(key, "pk")
        .annotate(rank=Value(rank), key=F(key))
        .values_list("pk", "rank", "key")[:limit]
        for key, start, rank in keys
    ]
    found: dict[int, Rank] = {}
    for pk, rank, key in parts[0].union(*parts[1:], all=True):
        whole = key == written or key.startswith(f"{written} ")
        best = (rank if whole or rank else rank + 1, key)
        found[pk] = min(found.get(pk, best), best)
    return found


def _by_words(among: QuerySet[Patient], typed: Typed, limit: int) -> dict[int, Rank]:
    """Find rows where each word typed begins some word of the name, as written or as it sounds."""
    if len(typed.written) < LEAST_TRIGRAM:
        return {}
    rows = among.filter(_every_word(typed.words)).order_by().values_list("pk", "sort_key")
    return {pk: (3, key) for pk, key in rows[: limit * 5]}


def _every_word(words: tuple[str, ...]) -> Q:
    """Return the condition that each word begins some word of the name."""
    every = Q()
    for word in words:
        fits = Q(search_key__contains=f" {word}")
        if heard := sound_start(word):
            fits |= Q(search_key__contains=f"~{heard}")
        every &= fits
    return every


def _named_in_full(found: dict[int, Rank], typed: Typed) -> bool:
    """Tell whether two or more words typed are somebody's, letter for letter."""
    return len(typed.words) > 1 and any(rank == 0 for rank, _ in found.values())


def _by_swaps(among: QuerySet[Patient], typed: Typed, limit: int) -> dict[int, Rank]:
    """Find rows that fit once two neighbouring letters of a word change places.

    The commonest slip of all spoils too many trigrams of a short name to be found by likeness.
    """
    if any(not LEAST_LIKENESS <= len(word) <= LONGEST_SWAPPED for word in typed.words):
        return {}
    some = Q()
    for at, word in enumerate(typed.words):
        others = _every_word(typed.words[:at] + typed.words[at + 1 :])
        swaps = [Q(search_key__contains=f" {swapped}") for swapped in _swapped(word)]
        some |= others & reduce(or_, swaps)
    rows = among.filter(some).order_by().values_list("pk", "sort_key")
    return {pk: (4, key) for pk, key in rows[:limit]}


def _swapped(word: str) -> list[str]:
    """Return the words that one swap of neighbours makes of ``word``."""
    return [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)]


def _by_likeness(among: QuerySet[Patient], typed: Typed, limit: int) -> dict[int, Rank]:
    """Find rows with a word much like each one typed, likest first."""
    if min(len(word) for word in typed.words) < LEAST_LIKENESS:
        return {}
    closeness = sum((_closeness(word) for word in typed.words), Value(0.0))
    like = among.filter(*(_like(word) for word in typed.words)).annotate(closeness=closeness)
    rows = like.order_by("-closeness", "sort_key", "pk").values_list("pk", flat=True)[:limit]
    return {pk: (5, f"{at:06}") for at, pk in enumerate(rows)}


def _like(word: str) -> Q:
    """Return the condition that some word is much like this one, as written or as it sounds.

    A slip can spoil the sound more than the writing, and the other way round.
    """
    written, heard = (Q(search_key__trigram_word_similar=one) for one in (word, sound(word)))
    return written | heard


def _closeness(word: str) -> Greatest:
    """Return how like the likest word is."""
    written, heard = (TrigramWordSimilarity(one, "search_key") for one in (word, sound(word)))
    return Greatest(written, heard)


def candidates(among: QuerySet[Patient], claim: Claim) -> list[int]:
    """Return who might be the person of ``claim``: by sound, contact, birth date or near name."""
    whole = sound(f"{claim.given_name} {claim.family_name}")
    swapped = sound(f"{claim.family_name} {claim.given_name}")
    named = Q(sound_key__in=(whole, swapped))
    near = [_like(word) for word in latin(f"{claim.given_name} {claim.family_name}").split()]
    parts = [among.filter(named), among.filter(*near)]
    if claim.birth_date:
        parts.append(among.filter(birth_date__in=_either_way(claim.birth_date)))
    for field, value in (("phone", claim.phone), ("email", claim.email)):
        if value:
            links = ContactLink.objects.filter(**{f"contact__{field}": value})
            parts.append(among.filter(pk__in=links.values("patient")))
    rows = [part.order_by("pk").values_list("pk", flat=True)[:MOST_OF_A_KIND] for part in parts]
    with _by_index():
        return list(dict.fromkeys(rows[0].union(*rows[1:], all=True)))


def _either_way(day: date) -> set[date]:
    """Return the date, and the one with day and month swapped where there is one."""
    return {day, parse_birth_date(f"{day.month}.{day.day}.{day.year:04}", day) or day}
