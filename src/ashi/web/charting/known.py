"""What is known of a patient's condition, beside the centre's plan, where the visit is charted.

Decides        which conditions a visit is about: those of its codes, else of the last codes,
               else those in the place that hurts
Does not       choose a treatment, or rank conditions
Takes          codes and areas
Gives          values for ``charting/_known.html``, in the reader's language
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation

from ashi.apps.charting.models import Diagnosis
from ashi.core.evidence.living import NO_CHANGES, Changes
from ashi.core.knowledge.codes import all_codes
from ashi.core.knowledge.evidence_base.conditions import Condition, all_conditions
from ashi.web.conditions import further
from ashi.web.conditions.forests import panels_for
from ashi.web.conditions.telling import Said, groups_for

MOST_CONDITIONS = 3
MOST_SAID = 4
MOST_KEPT = 128  # conditions in each language


@dataclass(frozen=True, slots=True)
class Known:
    """One condition: what may be said, the pooled answers, and how many visits by whose word."""

    condition: Condition
    said: tuple[Said, ...]
    pooled: tuple[tuple[str, str], ...]
    voices: tuple[further.Voice, ...]


def known_of(
    diagnoses: Iterable[Diagnosis],
    before: Iterable[Diagnosis],
    areas: Collection[str],
    changes: Changes = NO_CHANGES,
) -> list[Known]:
    """Return what is known of the conditions of a visit; empty where none is named."""
    found = _coded(diagnoses) or _coded(before) or _placed(areas)
    return [_known(one, changes) for one in found[:MOST_CONDITIONS]]


def _coded(diagnoses: Iterable[Diagnosis]) -> list[Condition]:
    codes = all_codes()
    written = [codes.get((one.system, one.code)) for one in diagnoses]
    named = {name for one in written if one is not None for name in one.conditions}
    return [one for one in all_conditions() if one.id in named]


def _placed(areas: Collection[str]) -> list[Condition]:
    return [one for one in all_conditions() if not set(areas).isdisjoint(one.areas)]


def _known(condition: Condition, changes: Changes) -> Known:
    said = _said(condition.id, translation.get_language() or "en")
    pooled = tuple(
        (panel.title, panel.together)
        for panel in panels_for(condition.id, changes)
        if panel.together
    )
    return Known(condition, said, pooled, further.visits(condition.id).voices)


@lru_cache(maxsize=MOST_KEPT)
def _said(condition_id: str, language: str) -> tuple[Said, ...]:
    """Return what is said to help; weighed once, since it stays as it is until a release."""
    condition = next(one for one in all_conditions() if one.id == condition_id)
    with translation.override(language):
        groups = groups_for(condition)
    return next(group.said for group in groups if group.key == "help")[:MOST_SAID]
