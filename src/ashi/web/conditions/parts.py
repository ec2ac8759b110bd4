"""Conditions sorted by where on the body they are."""

from ashi.core.knowledge.evidence_base.conditions import PARTS, Condition, all_conditions
from ashi.web.conditions.wording import PART_WORDS


def by_part() -> list[tuple[str, list[Condition]]]:
    """Return all conditions under the names of the parts of the body."""
    return [
        (str(PART_WORDS[part]), [one for one in all_conditions() if one.part == part])
        for part in PARTS
    ]
