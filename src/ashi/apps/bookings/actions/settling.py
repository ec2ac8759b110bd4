"""Apply proposals for conflicts, as they were shown: what has changed meanwhile is refused."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.causes import open_conflicts
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import BookingError
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.proposals import Settled, proposals_for
from ashi.apps.centres.models import Centre


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the proposals sent: the visits moved, and how many stand as they were."""

    moved: tuple[Visit, ...]
    refused: int


def settle_conflicts(*, by: Actor, centre: Centre, marks: Collection[str]) -> Applied:
    """Apply the proposals with these marks, each for itself, in the order of time.

    A mark that is not among the proposals as they are now is refused: the visit, the conflict or
    what the proposal would take has changed since it was shown.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.DIARY_WRITE, centre_id=centre.pk)
    now = timezone.now()
    found = proposals_for(centre, open_conflicts(conflicts_of(centre, now)), now)
    wanted = [one for one in found if one.proposal and one.mark in set(marks)]
    moved = [visit for one in wanted if (visit := _apply(by, one)) is not None]
    return Applied(tuple(moved), len(set(marks)) - len(moved))


def _apply(by: Actor, one: Settled) -> Visit | None:
    """Move one visit; None where somebody was quicker."""
    way = one.proposal
    if way is None:
        return None
    try:
        return move_visit(
            by=by,
            visit_id=one.visit.pk,
            starts_at=way.opening.start,
            roles=way.opening.roles,
            version=one.visit.version,
            as_now=way.as_now,
        )
    except BookingError:
        return None
