"""What comes back from home, on any page of whoever may read it."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.plans.homework import Homework
from ashi.apps.plans.models import Outside
from ashi.apps.programmes.models import Item
from ashi.apps.programmes.queries import live_programme, weeks_of
from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.web.exercises.wording import dose_words
from ashi.web.programmes.telling import told_of
from ashi.web.programmes.weeks_drawn import Weeks, weeks_drawn
from ashi.web.templatetags.frame import in_language

register = template.Library()


@register.inclusion_tag("programmes/_told.html", takes_context=True)
def home_programme(context: dict[str, Any], patient_id: int) -> dict[str, Any]:
    """Draw days done beside days asked, and what hurt."""
    here = {"patient_id": patient_id, "can": context["can"]}
    try:
        live = live_programme(context["request"].actor, patient_id)
    except NotAllowedError:
        return here
    told = told_of(patient_id, timezone.localdate()) if live else None
    return here | {"shown": True, "live": live, "told": told}


@register.inclusion_tag("programmes/_weeks.html")
def home_weeks(patient_id: int, first: date | None) -> dict[str, Weeks | None]:
    """Draw days done of days asked in each week since care began."""
    weeks = weeks_of(patient_id, first, timezone.localdate()) if first else ()
    return {"drawn": weeks_drawn(weeks)}


@register.inclusion_tag("programmes/_weeks.html")
def homework_weeks(homework: Homework) -> dict[str, Weeks | None]:
    """Draw the weeks of a plan's programme."""
    return {"drawn": weeks_drawn(homework.weeks)}


@register.filter
def dose_line(item: Item) -> str:
    """Return how much of an exercise, and how often."""
    return dose_words(item)


@register.filter
def exercise_name(item: Item | Outside) -> str:
    """Return what an exercise is called; its id where the library has it no longer."""
    found = all_exercises().get(item.exercise)
    return in_language(found, "name") if found else item.exercise
