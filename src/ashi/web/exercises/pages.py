"""The library of exercises, for anybody: pictures and steps; doses for those who set them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from ashi.apps.accounts.policy import is_staff
from ashi.core.knowledge.evidence_base.conditions import Condition, all_conditions
from ashi.core.knowledge.physio.exercises import (
    LONGEST,
    Exercise,
    Word,
    all_exercises,
    find_exercises,
    words_of,
)
from ashi.core.knowledge.poses.drawing import pictures
from ashi.web.conditions.reading import addresses, readable
from ashi.web.conditions.site import site_card
from ashi.web.exercises.pictures import Shown, shown
from ashi.web.exercises.wording import dose_words
from ashi.web.policy import open_to_all
from ashi.web.templatetags.frame import in_language

MOST = 24  # cards on a page, which a slow telephone must load
LONGEST_ABOUT = 200
READ = "seen"  # only a dose that was read in its source is shown to patients


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body with its exercises, and the picture that stands for it."""

    word: Word
    count: int
    picture: Shown | None


@dataclass(frozen=True, slots=True)
class Card:
    """An exercise in a list: its last picture shows what it is."""

    exercise: Exercise
    picture: Shown | None


def card(exercise: Exercise) -> Card:
    """Return an exercise with its picture."""
    drawn = shown(exercise)
    return Card(exercise, drawn[-1] if drawn else None)


@require_safe
@open_to_all
@readable
def exercises(request: HttpRequest) -> HttpResponse:
    """List the exercises by region, or those that were looked for."""
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    region = words_of("region").get(request.GET.get("region", ""))
    asked = bool(wanted or region)
    found = find_exercises(wanted, region.id if region else "") if asked else []
    page = {
        "q": wanted,
        "region": region,
        "asked": asked,
        "count": len(found),
        "cards": [card(one) for one in found[:MOST]],
        "regions": _regions(),
        "addresses": addresses(request),
        "card": site_card(request, "exercises"),
    }
    return render(request, "exercises/list.html", page)


def _regions() -> list[Region]:
    """Return the parts of the body; each is shown by its first exercise that has a picture."""
    found = []
    for word in words_of("region").values():
        inside = find_exercises(region=word.id)
        drawn = [one for one in inside if pictures(one.id)]
        found.append(Region(word, len(inside), shown(drawn[0])[-1] if drawn else None))
    return found


@require_safe
@open_to_all
@readable
def exercise(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """Show one exercise."""
    found = all_exercises().get(exercise_id)
    if found is None:
        raise Http404
    staff = is_staff(request.actor)
    page = {
        "exercise": found,
        "pictures": shown(found),
        "dose": dose_words(found.dose) if staff or found.dose_provenance == READ else "",
        "staff": staff,
        "harder": all_exercises().get(found.progression),
        "easier": all_exercises().get(found.regression),
        "conditions": _conditions(found),
        "addresses": addresses(request),
        "card": site_card(request, "exercises", in_language(found, "name"), _about(found)),
    }
    return render(request, "exercises/exercise.html", page)


def _conditions(found: Exercise) -> list[Condition]:
    return [one for one in all_conditions() if one.id in found.conditions]


def _about(found: Exercise) -> str:
    """Return an exercise in a sentence or two: what it is for, and how it begins."""
    steps = " ".join(in_language(step, "words") for step in found.steps)
    purpose = in_language(found.purpose, "name")
    return Truncator(f"{purpose.capitalize()}. {steps}").chars(LONGEST_ABOUT)
