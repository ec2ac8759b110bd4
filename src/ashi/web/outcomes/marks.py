"""What stands under the line of a chart: how far on a day is, and what was done in a visit."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ashi.apps.outcomes.progress import Done

WEEK, MONTH, YEAR = 7, 91, 365
A_MONTH = 30.4
STEPS = (7, 14, 28, 56, 91, 182, 365, 730, 1461)


def when(day: int, step: int) -> str:
    """Return a day of the course in the unit of the marks: weeks, months or years."""
    if step >= YEAR:
        return _("year %(number)s") % {"number": round(day / YEAR)}
    if step >= MONTH:
        return _("month %(number)s") % {"number": round(day / A_MONTH)}
    return _("week %(number)s") % {"number": day // WEEK}


def letter_of(done: Done) -> str:
    """Return the letters that mark what was done in a visit."""
    needled, treated = pgettext("visit mark", "A"), pgettext("visit mark", "P")
    marks = (needled if done.needled else "") + (treated if done.treated else "")
    return marks or pgettext("visit mark", "o")
