"""What was found by examining over a course: by side, before and after each treatment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ashi.apps.charting.models import Measurement, Note, Ready
from ashi.apps.outcomes.progress import Done
from ashi.core.knowledge.physio.examination import NOT_DONE
from ashi.core.knowledge.physio.things import Thing, all_things

GROUPS = ("motion", "palpation")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at one visit, and on which day of the course; ``row`` holds before and after."""

    done: Done
    row: Measurement


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing in one place, as it was found over the course; ``sides`` in order of time."""

    thing: Thing
    where: str
    sides: tuple[tuple[str, tuple[Finding, ...]], ...]

    @property
    def visits(self) -> tuple[Done, ...]:
        """The visits at which it was looked for, each once, in order of time."""
        found = {one.done.visit.pk: one.done for _side, many in self.sides for one in many}
        return tuple(sorted(found.values(), key=lambda one: one.visit.session.starts_at))


def examined(visits: Sequence[Done]) -> tuple[Examined, ...]:
    """Load motion, tone, spasm and tenderness of a course, what was found most often in front.

    What was copied and not looked at, or not done, is no finding. One query.
    """
    by_visit = {one.visit.pk: one for one in visits}
    codes = [
        one.id for one in all_things().values() if one.exam is not None and one.exam.group in GROUPS
    ]
    rows = (
        Measurement.objects.filter(note__visit__in=list(by_visit), code__in=codes, copied=[])
        .exclude(result=NOT_DONE)
        .select_related("note")
        .order_by("note__visit__session__starts_at", "position", "pk")
    )
    kept: dict[tuple[str, str], dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        where = " ".join(filter(None, (row.level, row.place.casefold())))
        kept[row.code, where][row.side].append(Finding(by_visit[row.note.visit_id], row))
    found = [
        Examined(all_things()[code], where, tuple((side, tuple(sides[side])) for side in sides))
        for (code, where), sides in kept.items()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.visits)))


def readiness(visits: Sequence[Done]) -> tuple[int, int]:
    """Return at how many visits the patient was ready for exercise, and of how many it was said."""
    rows = Note.objects.filter(visit__in=[one.visit.pk for one in visits])
    said = list(rows.exclude(ready=Ready.UNKNOWN).values_list("ready", flat=True))
    return said.count(Ready.YES), len(said)
