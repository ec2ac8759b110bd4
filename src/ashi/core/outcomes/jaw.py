"""The DC/TMD set: jaw function, graded chronic pain, oral behaviours.

Decides        the grade of chronic pain; which of the set gives the score
Does not       diagnose a jaw disorder
Takes          answers of whichever forms of the set were filled in
Gives          the JFLS mean as score, the others beside it
Units          JFLS 0 to 10; pain intensity 0 to 100; grade 0 to 4
Sources        DC/TMD scoring manual, as two public programs repeat it
Reviewed       draft
"""

from fractions import Fraction

from ashi.core.outcomes.answers import Answers
from ashi.core.outcomes.instruments import Answer, Instrument, Part
from ashi.core.outcomes.scales import PartScore, score_part
from ashi.core.outcomes.scores import NO_TOTAL, TOO_FEW, Score, band_of

SCORED = ("jfls8", "jfls20")
INTENSITY_HIGH = 50
LIMITING_POINTS = 3
SEVERE_POINTS = 5
# Days of 30 kept from activities, and interference 0 to 100, from which 1, 2 and 3 points count.
DAY_STEPS = (2, 3, 6)
INTERFERENCE_STEPS = (30, 50, 70)


def _points(value: Fraction, steps: tuple[int, ...]) -> int:
    return sum(value >= step for step in steps)


def chronic_pain_grade(intensity: Fraction, points: int) -> int:
    """Return the grade, 0 to 4.

    Parameters
    ----------
    intensity
        Mean of pain now, worst and usual, times ten.
    points
        Disability points, 0 to 6.
    """
    if intensity == 0:
        return 0
    if points >= SEVERE_POINTS:
        return 4
    if points >= LIMITING_POINTS:
        return 3
    return 2 if intensity >= INTENSITY_HIGH else 1


def _graded(part: Part, answers: tuple[Answer, ...]) -> list[PartScore]:
    """Score the eight questions of GCPS 2: its grade, intensity and disability points."""
    known = [Fraction(answer) for answer in answers if answer is not None]
    low, high = part.range
    if len(known) < len(answers):
        return [PartScore(part.id, None, len(known), len(answers), low, high)]
    intensity = sum(known[1:4], Fraction(0)) / 3 * 10
    interference = sum(known[5:8], Fraction(0)) / 3 * 10
    points = _points(known[4], DAY_STEPS) + _points(interference, INTERFERENCE_STEPS)
    grade = Fraction(chronic_pain_grade(intensity, points))
    return [
        PartScore(part.id, grade, len(known), len(answers), low, high),
        PartScore("gcps_intensity", intensity, 3, 3, Fraction(0), Fraction(100)),
        PartScore("gcps_points", Fraction(points), 4, 4, Fraction(0), Fraction(6)),
    ]


def score_jaw(answers: Answers, instrument: Instrument) -> Score:
    """Score each form that was filled in; the first JFLS among them gives the score."""
    parts: list[PartScore] = []
    for part in instrument.parts:
        if part.id in answers:
            given = answers[part.id]
            parts.extend(
                _graded(part, given) if part.highs else [score_part(part, given)],
            )
    main = next((one for one in parts if one.id in SCORED), None)
    counted = [main] if main else [one for one in parts if one.id in answers]
    short = any(one.value is None for one in counted)
    return Score(
        code=instrument.code,
        value=main.value if main else None,
        reason=TOO_FEW if short else None if main else NO_TOTAL,
        answered=sum(one.answered for one in counted),
        of=sum(one.of for one in counted),
        band=band_of(instrument.bands, main.value if main else None),
        parts=tuple(parts),
    )
