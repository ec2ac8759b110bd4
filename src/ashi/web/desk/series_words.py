"""Series in words: how they repeat, and what stands against a visit."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ashi.apps.bookings.against import Against
from ashi.apps.bookings.models import Series, SeriesVisit
from ashi.web.desk.board.words import local

MOST = 3  # chosen: more reasons than that are not read


def sentences_against(found: Sequence[Against]) -> list[str]:
    """Return the first reasons in words."""
    return list(dict.fromkeys(_sentence(one) for one in found))[:MOST]


def _sentence(one: Against) -> str:
    name = local(one.resource) if one.resource else ""
    words = {
        "past": _("This time is past."),
        "closure": _("The centre is closed: %(name)s"),
        "patient": _("The patient has another visit"),
        "absence": _("%(name)s is away"),
        "hours": _("%(name)s is not there"),
        "permit": _("%(name)s: registration or insurance is missing on that day"),
        "taken": _("%(name)s is taken"),
        "unfit": _("%(name)s does not do this"),
        "people": _("Nobody is free"),
        "rooms": _("No room or machine is free"),
        "class": _("The class is full"),
        "nobody": _("Nobody can do this part"),
        "twice": _("The same person would be needed twice"),
        "reach": _("It would not end on this day"),
        "remover": _("Too few people to take needles out"),
        "resting": _("%(name)s has needles at rest in as many rooms as may be"),
    }
    return words[one.code] % {"name": local(one.closure) if one.closure else name}


def rhythm(series: Series, visits: Sequence[SeriesVisit]) -> str:
    """Return how visits of a series repeat: "every Tuesday at 10:00"; a course has no rule."""
    if series.every_weeks is None:
        return _("visits of a course")
    walls = [timezone.localtime(one.due_at) for one in visits]
    days = sorted({one.weekday() for one in walls})
    named = get_text_list([str(WEEKDAYS[day]) for day in days], _("and"))
    said = (ngettext("every %(days)s", "every %(weeks)s weeks on %(days)s", series.every_weeks)) % {
        "days": named,
        "weeks": series.every_weeks,
    }
    clocks = {f"{one:%H:%M}" for one in walls}
    if len(clocks) > 1:
        return said
    return _("%(every)s at %(clock)s") % {"every": said, "clock": clocks.pop()}
