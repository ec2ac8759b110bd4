"""A page as its editor shows it: groups of places, both halves of each with what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from ashi.apps.centres.models import Centre
from ashi.apps.content.queries import PageKey, Texts
from ashi.core.knowledge.checking_own import TextFault
from ashi.core.knowledge.evidence_base.conditions import condition_at
from ashi.core.knowledge.pages.own_text import lines_in, marks_in, paragraphs_in
from ashi.core.knowledge.pages.places import CONDITION, LANGUAGES, NOTHING, PAGE, Place
from ashi.core.knowledge.pages.reading import Told, all_pages, all_questions
from ashi.web.conditions.further import own_words
from ashi.web.conditions.lines import told_claims
from ashi.web.content.forms import PageForm
from ashi.web.content.wording import CHOOSABLE, FAULT_WORDS, LANGUAGE_WORDS, PLACE_WORDS
from ashi.web.templatetags.frame import in_language


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What is wrong with a sentence, and what to do; ``at`` where a claim may be chosen."""

    sentence: str
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Half:
    """One language of a place: its box, what is packaged, its faults, what its marks will show."""

    id: str
    language: str
    word: str
    field: BoundField
    packaged: tuple[str, ...]
    faults: tuple[FaultRow, ...]
    claims: tuple[tuple[str, str], ...]
    theirs: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with both halves; ``before`` is what was packaged when ours was written."""

    key: str
    word: str
    halves: tuple[Half, ...]
    before: Told | None
    hint: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Places that are read together."""

    id: str
    heading: str
    places: tuple[PlaceRow, ...]

    @property
    def ours(self) -> bool:
        """Whether the centre has words of its own here."""
        return any(half.field.value() for place in self.places for half in place.halves)

    @property
    def faults(self) -> int:
        """How many things are to be mended here."""
        return sum(len(half.faults) for place in self.places for half in place.halves)

    @property
    def changed(self) -> bool:
        """Whether packaged words changed, or somebody else wrote here."""
        return any(
            place.before or half.theirs for place in self.places for half in place.halves
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside what is typed: faults, what a release changed, another's words."""

    faults: Sequence[TextFault]
    before: dict[str, Told]
    theirs: Texts


def title_of(key: PageKey, centre: Centre) -> str:
    """Return what a page is called, in the reader's language."""
    if key.kind == CONDITION:
        return in_language(condition_at(key.name), "name")
    if key.kind == PAGE:
        return own_words(next(one.title for one in all_pages() if one.slug == key.name))
    return in_language(centre, "name")


def groups_of(key: PageKey, form: PageForm, beside: Beside) -> list[Group]:
    """Return the places of a page with what was typed and what stands beside it."""
    groups: dict[str, list[Place]] = {}
    for place in key.places:
        groups.setdefault(_group(place), []).append(place)
    return [
        Group(name, _heading(key, some[0]), tuple(_row(one, form, beside) for one in some))
        for name, some in groups.items()
    ]


def _group(place: Place) -> str:
    if place.key.startswith("own-"):
        return f"own-{place.key[-1]}"
    return f"about-{place.about}" if place.about else place.key


def _heading(key: PageKey, first: Place) -> str:
    if first.key.startswith("ask-"):
        return own_words(first.packaged)
    if first.key.startswith("part-"):
        page = next(one for one in all_pages() if one.slug == key.name)
        return own_words(next(one.heading for one in page.sections if one.id == first.about))
    if first.key.startswith("own-"):
        return _("A question of our own, %(number)s") % {"number": first.key[-1]}
    return str(PLACE_WORDS[_first(first)])


def place_heading(key: PageKey, place: Place) -> str:
    """Return what a place is called where it stands by itself."""
    heading = _heading(key, place)
    if place.key.startswith("answer-"):
        heading = own_words(next(one.asked for one in all_questions() if one.id == place.about))
    word = str(PLACE_WORDS[_first(place)])
    return heading if heading == word or _first(place) == "part" else f"{heading} · {word}"


def _first(place: Place) -> str:
    return place.key.removeprefix("own-").split("-")[0]


def _row(place: Place, form: PageForm, beside: Beside) -> PlaceRow:
    return PlaceRow(
        place.key,
        str(PLACE_WORDS[_first(place)]),
        tuple(_half(place, language, form, beside) for language in LANGUAGES),
        beside.before.get(place.key),
        _hint(place),
        place.packaged != NOTHING and not form[f"{place.key}-en"].value(),
    )


def _hint(place: Place) -> str:
    if place.list:
        return _("Each line is one point of the list.")
    completed = any(one.id == place.about and one.claims for one in all_questions())
    if completed and place.key.startswith("answer-"):
        return _("What the evidence says to it follows by itself, for and against.")
    return ""


def _half(place: Place, language: str, form: PageForm, beside: Beside) -> Half:
    name = f"{place.key}-{language}"
    field = form[name]
    theirs = getattr(beside.theirs.get(place.key, NOTHING), language)
    typed = str(field.value() or "")
    return Half(
        id=name,
        language=language,
        word=str(LANGUAGE_WORDS[language]),
        field=field,
        packaged=tuple(shown_lines(getattr(place.packaged, language), language, place.list)),
        faults=tuple(
            fault_row(one)
            for one in beside.faults
            if (one.place, one.language) == (place.key, language)
        ),
        claims=tuple(claims_shown(typed, language)),
        theirs=theirs if theirs != typed.strip() and beside.theirs else "",
    )


def fault_row(fault: TextFault) -> FaultRow:
    """Return a fault in words."""
    words = str(FAULT_WORDS[fault.code]) % {"given": fault.given}
    at = f"{fault.place}:{fault.language}:{fault.number}" if fault.code in CHOOSABLE else ""
    return FaultRow(fault.sentence, words, at)


def claims_shown(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each claim that a text names and that may be told, with its words."""
    told = told_claims()
    for name in sorted(marks_in(text)):
        if name in told:
            yield name, getattr(told[name], language)


def shown_lines(text: str, language: str, in_lines: bool) -> Iterator[str]:
    """Yield a text as patients read it, in one language, whatever the reader's."""
    told = told_claims()
    paragraphs = (
        [paragraphs_in(one) for one in lines_in(text)] if in_lines else [paragraphs_in(text)]
    )
    for some in paragraphs:
        for pieces in some:
            words = [
                getattr(told[piece.text], language)
                if piece.kind == "claim" and piece.text in told
                else piece.text or _("[the centre's plan of visits]")
                for piece in pieces
            ]
            yield " ".join(words)
