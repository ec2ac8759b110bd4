"""What is said of a visit beside its name, the most pressing first."""

from datetime import datetime

from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayVisit
from ashi.apps.encounters.drawn import is_missed
from ashi.apps.patients.models import FactValue
from ashi.web.desk.board.values import Chip

LATE_FROM_MIN = 1
FEE_OPEN = Chip("fee-open", "", "wallet")


def chips_of(one: DayVisit, now: datetime) -> tuple[Chip, ...]:
    """Return every chip of a visit; the card shows the first two, the visit's page all."""
    return (*_promise_chips(one), *_care_chips(one, now))


def _promise_chips(one: DayVisit) -> list[Chip]:
    """Return what became of the promise, and needles that nobody has accounted for."""
    found: list[Chip] = []
    if one.alone and one.state.phase is not Phase.LEFT:
        found.append(Chip("rests-alone", "caution", "users", text=one.alone))
    if one.incident is not None:
        missing = one.incident.counted_in - one.incident.counted_out
        found.append(Chip("not-counted-out", "stop", "octagon-x", count=missing))
    if one.second is not None:
        found.append(Chip("second-count", "caution", "users", count=one.second.counted_out))
    if one.visit.status == Visit.Status.HELD:
        asked = one.visit.awaits_approval
        code, state = ("asked-for", "caution") if asked else ("held", "")
        found.append(Chip(code, state, "hourglass", at=one.visit.hold_expires_at))
    if one.visit.status == Visit.Status.NO_SHOW:
        found.append(Chip("no-show", "", "user-x"))
    return found


def _care_chips(one: DayVisit, now: datetime) -> list[Chip]:
    """Return what whoever cares for the patient wants to know."""
    visit, state = one.visit, one.state
    found: list[Chip] = []
    if visit.patient and visit.patient.not_left_alone == FactValue.YES:
        found.append(Chip("not-left-alone", "caution", "users", text=visit.companion))
    if state.phase is Phase.EXPECTED and one.call is not None:
        found.append(Chip("not-told", "caution", "phone", text=one.call.outcome))
    if state.phase is not Phase.LEFT:
        found.extend(_time_chips(one, now))
    if one.overrides:
        found.append(Chip("override", "caution", "layers", text="; ".join(one.overrides)))
    if visit.form_missing and state.phase in (Phase.EXPECTED, Phase.HERE):
        found.append(Chip("form-missing", "unknown", "circle-question-mark"))
    if visit.channel == Visit.Channel.WALK_IN:
        found.append(Chip("walk-in", "", "footprints"))
    if state.phase is Phase.LEFT:
        found.append(Chip("left", "done", "check", at=state.left_at))
    return found


def _time_chips(one: DayVisit, now: datetime) -> list[Chip]:
    """Return what is to be said of the time: late, here, or nobody has said what became of it."""
    visit, state = one.visit, one.state
    if visit.status != Visit.Status.BOOKED:
        return []
    booked = visit.session.starts_at
    late_min = int((now - booked).total_seconds() // 60)
    if is_missed(one.plan, booked, state, now):
        return [Chip("not-marked", "caution", "circle-alert")]
    if state.phase is Phase.EXPECTED and late_min >= LATE_FROM_MIN:
        return [Chip("late", "caution", "clock", at=booked, count=late_min)]
    if state.phase is Phase.HERE:
        return [Chip("here", "", "armchair", at=state.arrived_at)]
    return []
