"""What is charted, held against what is known of the patient and the centre's protocol."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Needling, Treatment
from ashi.apps.screening.findings import (
    Planned,
    Shown,
    Silenced,
    Standing,
    decisions_of,
    findings_of,
    standing_of,
)
from ashi.apps.screening.known import NEEDLING, Known, known_at
from ashi.apps.screening.models import Decision
from ashi.apps.screening.protocol import InForce, protocol_at
from ashi.core.knowledge.needling.insertion import EAR, TRIGGER
from ashi.core.knowledge.physio.things import all_things
from ashi.core.knowledge.points.free_places import find_muscle
from ashi.core.safety.acts import ANGLES, Act
from ashi.core.safety.places import (
    Spot,
    region_names,
    sides_of,
    spot_at_point,
    spot_in_region,
)
from ashi.core.safety.rules import Weight

ELECTRO = "electroacupuncture"
LEVELS = {"C": "cervical", "T": "thoracic_spine", "L": "lumbar", "S": "sacral"}
BESIDE = LEVELS | {"T": "upper_back"}  # a needle beside the spine, not in it
PLACED = {TRIGGER: "dry_needling", EAR: "ear_acupuncture"}


@dataclass(frozen=True)
class Screen:
    """What was asked, found and decided before a visit, and what still stands in the way.

    ``spoken`` is the protocol that was asked, ``silenced`` what a packaged rule would have said.
    """

    kinds: tuple[str, ...]
    known: Known
    shown: tuple[Shown, ...]
    decided: tuple[Decision, ...]
    standing: Standing
    spoken: InForce
    silenced: tuple[Silenced, ...] = ()


def screening_at(visit: Visit, *, meant: bool = False) -> Screen:
    """Return a visit's screening, from what is charted now."""
    needles = list(Needling.objects.filter(note__visit=visit))
    treatments = list(Treatment.objects.filter(note__visit=visit))
    return screen_of(visit, needles, treatments, meant=meant)


def screen_of(
    visit: Visit,
    rows: Sequence[Needling],
    treatments: Sequence[Treatment] = (),
    *,
    meant: bool = False,
) -> Screen:
    """Return everything about a visit's screening.

    Parameters
    ----------
    rows, treatments : what is charted, every row of it
    meant : needles are meant, though none is charted; then only what holds anywhere is found
    """
    acts = acts_of(treatments)
    kinds = (*kinds_of(rows, meant=meant), *dict.fromkeys(one.act.kind for one in acts))
    known = known_at(visit, kinds)
    decided = tuple(decisions_of(visit.patient_id or 0))
    planned = [*planned_of(rows), *acts]
    meant_only = [] if rows else [Planned(Act(kind), kind) for kind in kinds if kind == NEEDLING]
    spoken = protocol_at(visit)
    shown, silenced = findings_of(visit, known, [*planned, *meant_only], decided, spoken)
    if meant_only:
        shown = [one for one in shown if one.finding.weight is not Weight.ASK]
    standing = standing_of(known, shown, decided, visit.pk)
    return Screen(kinds, known, tuple(shown), decided, standing, spoken, tuple(silenced))


def needles_meant(visit: Visit) -> bool:
    """Tell whether the visit was booked with needles: in one of its phases they rest."""
    return any(phase["kind"] == "rest" for phase in visit.session.plan)


def kinds_of(rows: Iterable[Needling], *, meant: bool) -> tuple[str, ...]:
    """Return the kinds of acts that are charted or meant."""
    rows = list(rows)
    if not (rows or meant):
        return ()
    return (NEEDLING, *((ELECTRO,) if any(row.pair is not None for row in rows) else ()))


def acts_of(treatments: Iterable[Treatment]) -> list[Planned]:
    """Return treatments as acts; those without precautions of their own are none."""
    things = all_things()
    found = []
    for row in treatments:
        thing = things.get(row.code)
        if thing is not None and thing.act:
            found.append(Planned(Act(thing.act, _region(row)), _said_of(row)))
    return found


def _region(row: Treatment) -> tuple[Spot, ...]:
    """Return where a treatment is done, where its place is an area that is known."""
    area = region_names().get(row.place.casefold().replace(" ", "_"))
    area = area or LEVELS.get(row.level[:1])
    return (spot_in_region(area, row.side or None),) if area else ()


def _said_of(row: Treatment) -> str:
    grade = f"grade {row.grade}" if row.grade else ""
    return " ".join(filter(None, (row.code, row.level, row.place, row.side, grade)))


def planned_of(rows: Iterable[Needling]) -> list[Planned]:
    """Return needles as acts; those on one outlet are a current, too."""
    pairs: dict[tuple[int, int], list[Needling]] = defaultdict(list)
    planned = []
    for row in rows:
        planned.append(Planned(_act(row), place_of(row)))
        if row.pair is not None:
            pairs[row.set_number, row.pair].append(row)
    for pair in pairs.values():
        spots = tuple(chain.from_iterable(_spots(row) for row in pair))
        planned.append(Planned(Act(ELECTRO, spots), "+".join(place_of(row) for row in pair)))
    return planned


def place_of(row: Needling) -> str:
    """Return what a decision names: point or place, side, depth."""
    depth = "" if row.depth_mm is None else f"{row.depth_mm:g}"
    return "/".join((row.point or f"{row.kind} {row.place} {row.level}".strip(), row.side, depth))


def _act(row: Needling) -> Act:
    angle = row.angle if row.angle in ANGLES else None
    return Act(PLACED.get(row.kind, NEEDLING), _spots(row), row.depth_mm, angle)


def _free_area(row: Needling) -> str | None:
    """Return the area of a place in free words, where the words name one."""
    muscle = find_muscle(row.place) if row.kind == TRIGGER else None
    words = muscle.part if muscle else row.place
    named = region_names().get(words.strip().casefold().replace(" ", "_"))
    return "ear" if row.kind == EAR else named or BESIDE.get(row.level[:1].upper())


def _spots(row: Needling) -> tuple[Spot, ...]:
    """Return where a needle lies: at its point, beside its vertebra, in its muscle or region."""
    if not row.point:
        area = _free_area(row)
        return (spot_in_region(area, row.side or None),) if area else ()
    side = row.side if row.side in sides_of(row.point) else None
    return (spot_at_point(row.point, side),)
