"""From what a plan begins: a course that comes with Ashi, or one that the centre keeps."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ashi.apps.plans.actions.planning import Dose, dose_of
from ashi.apps.plans.models import CourseTemplate
from ashi.core.planning.templates import Template, all_templates, templates_near
from ashi.web.plans.drawn import condition_named
from ashi.web.plans.wording import PHASE_WORDS
from ashi.web.templatetags.frame import in_language

OWN = "own-"
LISTS = ("reviews", "treatments", "measures")


@dataclass(frozen=True, slots=True)
class Start:
    """A course to begin from; ``own`` is the centre's row, where it is one."""

    id: str
    name: str
    condition: str
    phase: str
    dose: Dose
    own: CourseTemplate | None = None


def starts_for(centre_id: int, areas: Collection[str]) -> list[Start]:
    """Return what may be begun from: the centre's own first, then those that fit the complaint."""
    rows = CourseTemplate.objects.filter(centre=centre_id, ended_at=None)
    return [*map(_own, rows), *map(_packaged, templates_near(areas))]


def start_of(starts: Collection[Start], asked: str) -> Start:
    """Return the course that was asked for, else the packaged one that fits best."""
    packaged = all_templates().get(asked)
    if packaged is not None:
        return _packaged(packaged)
    fits = next((one for one in starts if one.id == asked), None)
    return fits or next(one for one in starts if one.own is None)


def _packaged(template: Template) -> Start:
    name = in_language(condition_named(template.condition), "name")
    words = f"{name}, {PHASE_WORDS[template.phase]}"
    return Start(template.id, words, template.condition, template.phase.value, dose_of(template))


def _own(row: CourseTemplate) -> Start:
    said: dict[str, Any] = {name: row.dose.get(name) for name in Dose.__dataclass_fields__}
    said |= {name: tuple(said[name] or ()) for name in LISTS}
    name = f"{OWN}{row.pk}"
    return Start(name, row.name, row.condition, row.phase, Dose(**said | {"template": name}), row)
