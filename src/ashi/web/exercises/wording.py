"""Doses in words."""

from collections.abc import Iterator
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WEEK = 7


class Dose(Protocol):
    """How much and how often, from the library or from a programme."""

    @property
    def sets(self) -> int: ...

    @property
    def reps(self) -> int: ...

    @property
    def hold_s(self) -> int: ...

    @property
    def minutes(self) -> int: ...

    @property
    def times_per_day(self) -> int: ...

    @property
    def days_per_week(self) -> int: ...


def dose_words(dose: Dose) -> str:
    """Return how much and how often: 3 sets of 10, hold 5 seconds, once a day, 5 days a week."""
    return ", ".join(_amount(dose)) + "; " + often_words(dose)


def amount_words(dose: Dose) -> str:
    """Return how much is done at a time."""
    return ", ".join(_amount(dose))


def often_words(dose: Dose) -> str:
    """Return how often it is done."""
    if dose.days_per_week >= WEEK:
        days = _("every day")
    else:
        days = ngettext("%(days)s day a week", "%(days)s days a week", dose.days_per_week)
        days %= {"days": dose.days_per_week}
    if dose.times_per_day == 1:
        return days
    times = ngettext("%(times)s time a day", "%(times)s times a day", dose.times_per_day)
    return f"{times % {'times': dose.times_per_day}}, {days}"


def _amount(dose: Dose) -> Iterator[str]:
    if dose.minutes:
        yield ngettext("%(count)s minute", "%(count)s minutes", dose.minutes) % {
            "count": dose.minutes
        }
    elif dose.sets > 1:
        yield _("%(sets)s sets of %(reps)s") % {"sets": dose.sets, "reps": dose.reps}
    else:
        yield ngettext("%(count)s time", "%(count)s times", dose.reps) % {"count": dose.reps}
    if dose.hold_s:
        yield ngettext("hold %(count)s second", "hold %(count)s seconds", dose.hold_s) % {
            "count": dose.hold_s
        }
