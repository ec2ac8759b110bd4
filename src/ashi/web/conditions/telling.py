"""What a page on a condition says: claims in groups, each with its entries on both sides.

Decides        the order of the groups, and how a number is written
Does not       choose what may be said: core.knowledge does
Takes          a condition
Gives          values for templates, in the reader's language
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ashi.core.kernel.certainty import how_sure
from ashi.core.knowledge.evidence_base.base import Base, packaged_base
from ashi.core.knowledge.evidence_base.claims import ClaimType
from ashi.core.knowledge.evidence_base.conditions import Condition
from ashi.core.knowledge.evidence_base.entries import Answer, Entry
from ashi.core.knowledge.evidence_base.showing import Told, told_to_patients
from ashi.core.safety.red_flags import RedFlag, Urgency, questions_for
from ashi.web.conditions.wording import (
    FAVOURS_WORDS,
    GRADE_WORDS,
    GROUP_WORDS,
    KIND_WORDS,
    READ_WORDS,
)
from ashi.web.conditions.written import written

ALSO_IN = re.compile(r"\s*\(also in [^)]*\)")
OF_OUR_FILES = ("carried", "evidence/")
GROUPS = {
    "course": (ClaimType.PREVALENCE,),
    "help": (ClaimType.WORKS, ClaimType.WORKS_AS_WELL_AS),
    "visits": (ClaimType.DOSE,),
    "harm": (ClaimType.SAFETY,),
    "how": (ClaimType.MECHANISM,),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One entry as a reader sees it; ``number`` and ``counted`` may be empty."""

    entry: Entry
    kind: str
    number: str
    counted: str
    favours: str
    rated: str
    read: str
    part: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with how sure it is: ``level`` from 1 to 4, ``sure`` in words."""

    id: str
    text: str
    level: int
    sure: str
    supporting: tuple[Found, ...]
    contradicting: tuple[Found, ...]

    @property
    def counted(self) -> str:
        """How much stands on each side, for the line that opens it."""
        return _("For: %(supporting)d. Against: %(contradicting)d.") % {
            "supporting": len(self.supporting),
            "contradicting": len(self.contradicting),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """One question a patient has, with what may be said to it."""

    key: str
    heading: str
    said: tuple[Said, ...]


def groups_for(condition: Condition, base: Base | None = None) -> list[Group]:
    """Return everything that may be told of a condition; a group may be empty."""
    base = base or packaged_base()
    told = told_to_patients(base, condition.id)
    return [
        Group(
            key,
            str(GROUP_WORDS[key]),
            tuple(said_of(one) for one in told if base.claims[one.claim_id].type in types),
        )
        for key, types in GROUPS.items()
    ]


def urgent_for(condition: Condition) -> tuple[list[RedFlag], list[RedFlag]]:
    """Return the emergencies of the place itself, and the others that are asked of it."""
    flags = [one for one in questions_for(condition.areas) if one.urgency is Urgency.EMERGENCY_NOW]
    own = [one for one in flags if one.region == condition.region]
    return own, [one for one in flags if one not in own]


def said_of(told: Told) -> Said:
    """Return a sentence with its entries, in the reader's language."""
    return Said(
        id=told.claim_id,
        text=in_words(told.en, told.el),
        level=int(told.certainty),
        sure=how_sure(told.certainty, translation.get_language() or "en"),
        supporting=_all_found(told.supporting),
        contradicting=_all_found(told.contradicting),
    )


def in_words(english: str, greek: str) -> str:
    """Return the words in the reader's language."""
    return greek if translation.get_language() == "el" else english


def _all_found(entries: Iterable[Entry]) -> tuple[Found, ...]:
    return tuple(found_of(one) for one in entries)


def found_of(entry: Entry) -> Found:
    """Return an entry with its numbers and judgements in words."""
    return Found(
        entry=entry,
        kind=str(KIND_WORDS[entry.kind]),
        number=_number(entry.answer),
        counted=_counted(entry.answer),
        favours=str(FAVOURS_WORDS.get(entry.answer.favours, "")),
        rated=str(GRADE_WORDS.get(entry.standing.rated, "")),
        read=str(READ_WORDS[entry.standing.provenance]),
        part=part_read(entry.source.part_read) if entry.counts else "",
    )


def part_read(written_down: str) -> str:
    """Return which part of a source was read, without what only the files of Ashi mean."""
    parts = ALSO_IN.sub("", written_down).split("; ")
    told = [one for one in parts if not any(word in one for word in OF_OUR_FILES)]
    return "; ".join(told) or _("which part is not written down")


def _number(answer: Answer) -> str:
    """Return the estimate with its interval; empty where none was printed."""
    if answer.estimate is None:
        return ""
    text = written(answer.estimate)
    if answer.ci_low is None or answer.ci_high is None:
        return text
    return _("%(estimate)s (likely between %(low)s and %(high)s)") % {
        "estimate": text,
        "low": written(answer.ci_low),
        "high": written(answer.ci_high),
    }


def _counted(answer: Answer) -> str:
    """Return how many studies and people it rests on, as far as it was printed."""
    parts = []
    if answer.k:
        parts.append(ngettext("%(count)s study", "%(count)s studies", answer.k))
        parts[-1] %= {"count": written(answer.k)}
    if answer.n:
        parts.append(ngettext("%(count)s person", "%(count)s people", answer.n))
        parts[-1] %= {"count": written(answer.n)}
    text = ", ".join(parts)
    return f"{text} {_('in the whole review')}" if text and answer.scope == "whole review" else text
