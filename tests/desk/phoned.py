"""A patient who must be phoned because somebody is not there."""

from datetime import timedelta

from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.bookings.leaving import LeftConflict
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.call_lists import call_because
from ashi.apps.encounters.calling import ListedCall
from tests.desk.centre import SmallCentre, make_visit


def listed_call(small: SmallCentre) -> ListedCall:
    """Let Andreas be away in eleven days, when one visit is booked with him."""
    start = timezone.now() + timedelta(days=11)
    visit = make_visit(small, start, therapist="andreas", room="Room 2")
    span = (visit.session.starts_at, visit.session.ends_at)
    absence = Absence.objects.create(resource=small.people["andreas"], during=span)
    return call_because(by=small.actor("desk"), cause=absence).calls.get()


def left_as_it_is(visit: Visit, by: User) -> LeftConflict:
    """Return the standing entry for a visit, made if there is none."""
    row, _made = LeftConflict.objects.get_or_create(
        session=visit.session,
        ended_at=None,
        defaults={"mark": "seen", "version": 1, "causes": [], "reason": "They insist", "by": by},
    )
    return row
