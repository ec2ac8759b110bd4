"""The points of published trials, held against what is known of the patient."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ashi.apps.bookings.models import Visit
from ashi.apps.screening.findings import Planned, Shown, decisions_of, findings_of
from ashi.apps.screening.known import NEEDLING, known_at
from ashi.apps.screening.models import Complaint
from ashi.apps.screening.protocol import protocol_at
from ashi.core.safety.acts import Act
from ashi.core.safety.places import spot_at_point
from ashi.core.safety.rules import Weight


@dataclass(frozen=True, slots=True)
class Flagged:
    """What the centre's protocol says of points at this visit.

    ``at`` holds the findings of each point, worst first; ``anywhere`` those of every place.
    """

    at: Mapping[str, tuple[Shown, ...]]
    anywhere: tuple[Shown, ...]
    complaint: Complaint | None


def flags_at(visit: Visit, points: Iterable[str]) -> Flagged:
    """Return what the safety check says of each point, with no side and no depth said yet."""
    planned = [
        Planned(Act(NEEDLING, (spot_at_point(one, None),)), one) for one in dict.fromkeys(points)
    ]
    known = known_at(visit, (NEEDLING,))
    decided = decisions_of(visit.patient_id or 0)
    shown, _silenced = findings_of(visit, known, planned, decided, protocol_at(visit))
    found = [one for one in shown if one.finding.weight in (Weight.STOP, Weight.CAUTION)]
    at = {act.place: tuple(one for one in found if act.place in one.places) for act in planned}
    return Flagged(at, tuple(one for one in found if not one.places), known.complaint)
