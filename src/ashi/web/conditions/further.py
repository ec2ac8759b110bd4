"""What a page on a condition says beside its claims: self-care, visits, rates, questions, sources.

Decides        how many claims complete an answer
Does not       choose what may be said
Takes          a condition
Gives          values for templates, in the reader's language
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from ashi.core.evidence.forest import Forest
from ashi.core.kernel.certainty import how_sure
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.entries import Entry, Source
from ashi.core.knowledge.evidence_base.showing import Told as ToldClaim
from ashi.core.knowledge.evidence_base.showing import told_to_patients
from ashi.core.knowledge.pages.places import OWN_QUESTIONS
from ashi.core.knowledge.pages.rates import Share, share_of
from ashi.core.knowledge.pages.reading import (
    Dose,
    Page,
    Question,
    Rate,
    Told,
    all_rates,
    doses_for,
    exercises_for,
    questions_about,
    self_care_for,
    what_it_is,
)
from ashi.core.knowledge.pages.sentences import Sentence
from ashi.web.conditions.further_words import WHO_WORDS
from ashi.web.conditions.lines import (
    Pair,
    as_words,
    pairs_of,
    plain_lines_of,
    plain_of,
    told_claims,
)
from ashi.web.conditions.own import Own
from ashi.web.conditions.telling import Group, said_of
from ashi.web.conditions.written import written

MOST_CLAIMS = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer: pairs of a sentence and how sure it is, by paragraph."""

    id: str
    asked: str
    paragraphs: tuple[tuple[Pair, ...], ...]

    @property
    def says(self) -> tuple[Pair, ...]:
        """Every pair of the answer in order."""
        return tuple(pair for paragraph in self.paragraphs for pair in paragraph)

    @property
    def plain(self) -> str:
        """The answer as one text, for search engines."""
        return " ".join(map(as_words, self.says))


@dataclass(frozen=True, slots=True)
class Voice:
    """How many visits by one voice, with the sources it was read in."""

    who: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Visits:
    """The centre's plan: each visit with whether numbers are looked at."""

    numbers: tuple[tuple[int, bool], ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One unwanted effect: what, and how often in words."""

    what: str
    often: str
    source: Source


def own_words(told: Told) -> str:
    """Return words in the reader's language."""
    return told.el if translation.get_language() == "el" else told.en


def lead_of(found: Page, own: Own) -> str:
    """Return the sentence with which a general page begins."""
    return plain_of(own.text("lead")) or own_words(found.lead)


def what(condition: str, own: Own) -> str:
    """Return what a condition is."""
    return plain_of(own.text("what"), condition) or own_words(what_it_is(condition))


def care(condition: str, own: Own) -> list[str]:
    """Return what a person can do."""
    packaged = [own_words(one) for one in self_care_for(condition)]
    return plain_lines_of(own.text("care"), condition) or packaged


def exercises(condition: str) -> list[str]:
    """Return the names of exercises."""
    return [own_words(one) for one in exercises_for(condition)]


def visits(condition: str) -> Visits:
    """Return how many visits, by the centre, the trials and the funders."""
    doses = doses_for(condition)
    plan = next(one for one in doses if one.who == "centre")
    numbers = tuple((number, number in plan.looks) for number in range(1, plan.visits + 1))
    return Visits(numbers, tuple(map(_voice, doses)))


def _voice(dose: Dose) -> Voice:
    entries = packaged_base().entries
    sources = tuple(entries[one].source for one in dose.entries)
    return Voice(str(WHO_WORDS[dose.who]), own_words(dose.told), sources)


def rates() -> list[Counted]:
    """Return how often something unwanted was counted."""
    entries = packaged_base().entries
    shares = [(one, share_of(entries[one.entry].answer)) for one in all_rates()]
    return [_counted(one, share) for one, share in shares if share is not None]


def _counted(rate: Rate, share: Share) -> Counted:
    entry = packaged_base().entries[rate.entry]
    number = share.value * rate.of
    of = written(rate.of)
    words = {
        "people": _("about %(number)s of %(of)s people"),
        "treatments": _("about %(number)s of %(of)s treatments"),
    }
    often = words[rate.unit] % {"number": written(max(1, round(number))), "of": of}
    if share.low is not None and share.high is not None:
        often = _("%(often)s (%(low)s to %(high)s)") % {
            "often": often,
            "low": written(_whole(share.low * rate.of)),
            "high": written(_whole(share.high * rate.of)),
        }
    return Counted(own_words(rate.told), often, entry.source)


def _whole(number: float) -> float:
    return round(number) if number >= 1 else round(number, 1)


def answered(condition: str, own: Own) -> list[Answered]:
    """Return the questions of a condition with their answers; one without an answer is left out.

    The centre's own questions come first. Whatever the centre answers, claims complete the answer
    where the packaged question says so: what speaks against is not worded away.
    """
    told = told_to_patients(packaged_base(), condition)
    found = [_own_answer(number, condition, own) for number in range(1, OWN_QUESTIONS + 1)]
    found += [_answer(one, condition, told, own) for one in questions_about(condition)]
    return [one for one in found if one.says]


def _own_answer(number: int, condition: str, own: Own) -> Answered:
    asked = plain_of(own.text(f"own-ask-{number}"), condition)
    paragraphs = pairs_of(own.text(f"own-answer-{number}"), condition) if asked else []
    return Answered(f"own-{number}", asked, tuple(map(tuple, paragraphs)))


def _answer(question: Question, condition: str, told: Sequence[ToldClaim], own: Own) -> Answered:
    asked = plain_of(own.text(f"ask-{question.id}"), condition) or own_words(question.asked)
    paragraphs = pairs_of(own.text(f"answer-{question.id}"), condition)
    if not paragraphs:
        known = told_claims()
        says = [pair for one in question.says for pair in sentences(one, known, condition)]
        paragraphs = [says]
    said = {pair for paragraph in paragraphs for pair in paragraph}
    more = [one for one in told if _type_of(one) == question.claims][:MOST_CLAIMS]
    paragraphs[-1] += [pair for pair in map(_pair, more) if pair not in said]
    return Answered(question.id, asked, tuple(map(tuple, paragraphs)))


def sentences(
    sentence: Sentence, told: Mapping[str, ToldClaim], condition: str = ""
) -> list[tuple[str, str]]:
    """Return a sentence with how sure it is; nothing where its claim may not be told."""
    if sentence.doses:
        plans = [one for one in doses_for(condition) if one.who == sentence.doses]
        return [(own_words(one.told), "") for one in plans]
    if sentence.claim:
        return [_pair(told[sentence.claim])] if sentence.claim in told else []
    return [(words_of(sentence), "")]


def words_of(sentence: Sentence) -> str:
    """Return a sentence's own words in the reader's language."""
    return own_words(Told(sentence.en, sentence.el))


def _pair(told: ToldClaim) -> tuple[str, str]:
    said = said_of(told)
    return said.text, how_sure(told.certainty, translation.get_language() or "en")


def _type_of(told: ToldClaim) -> str:
    return packaged_base().claims[told.claim_id].type.value


def sources_of(groups: Iterable[Group], forests: Iterable[Forest], condition: str) -> list[Source]:
    """Return every source that a page leans on, each once, by author."""
    entries = packaged_base().entries
    used: list[Entry] = [
        found.entry
        for group in groups
        for said in group.said
        for found in (*said.supporting, *said.contradicting)
    ]
    used += [line.entry for forest in forests for line in forest.lines]
    used += [entries[name] for dose in doses_for(condition) for name in dose.entries]
    used += [entries[rate.entry] for rate in all_rates()]
    found = {entry.source.key: entry.source for entry in used}
    return sorted(found.values(), key=lambda source: source.citation.casefold())
