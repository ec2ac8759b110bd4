"""How sure one score is, and how much surer the mean of several.

Decides        the error of a score from the measure's MDC
Does not       know the error where no MDC is known
Takes          an MDC, and how many readings were averaged
Gives          half the width of an interval, at the confidence at which the MDC was published
Units          points of the measure
Sources        MDC = z * sqrt(2) * SEM, so one score is known to MDC / sqrt(2) (Weir 2005, recalled)
Reviewed       draft

Holds as far as errors of single readings are independent and people do not change between them;
days of one week are seldom so, and the error of their mean is then larger than said here.
"""

from math import sqrt

from ashi.core.outcomes.errors import OutcomesError


class NoReadingError(OutcomesError):
    """The mean of no reading has no error."""

    code = "outcomes.no_reading"


def error_of_score(mdc: float, readings: int = 1) -> float:
    """Return how far the true score may lie from one reading, or from the mean of several.

    Raises
    ------
    NoReadingError
        ``readings`` is below 1.
    """
    if readings < 1:
        raise NoReadingError(readings=readings)
    return mdc / sqrt(2 * readings)


def detectable_change(mdc: float, before: int = 1, after: int = 1) -> float:
    """Return the least change between two means that is more than error.

    Parameters
    ----------
    mdc
        Of one reading against one.
    before, after
        How many readings each mean is made of.

    Raises
    ------
    NoReadingError
        A mean of no reading.
    """
    if min(before, after) < 1:
        raise NoReadingError(before=before, after=after)
    return mdc * sqrt((1 / before + 1 / after) / 2)
