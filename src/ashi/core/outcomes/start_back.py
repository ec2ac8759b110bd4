"""The groups of the STarT Back tool.

Decides        low, medium or high from the total and the psychosocial part
Does not       score the answers, or say what to do for a group
Takes          whole numbers, 0 to 9 and 0 to 5
Gives          a band, or none without a total
Units          none
Sources        startback.hfac.keele.ac.uk; the cut-offs recalled
Reviewed       draft
"""

from fractions import Fraction

from ashi.core.outcomes.instruments import Band

LOW_TOTAL = 3
LOW_PSYCHOSOCIAL = 3


def start_back_band(total: Fraction | None, psychosocial: Fraction | None) -> Band | None:
    """Return the group.

    A total of 3 or less is low, whatever it is made of; above it a psychosocial part of 3 or
    less is medium, and of 4 or 5 high.
    """
    if total is None or psychosocial is None:
        return None
    if total <= LOW_TOTAL:
        return Band("low", Fraction(0), Fraction(3), None)
    name = "medium" if psychosocial <= LOW_PSYCHOSOCIAL else "high"
    return Band(name, Fraction(4), Fraction(9), None)
