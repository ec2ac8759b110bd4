"""Refusals and questions about what happened in a visit."""

from ashi.core.kernel.errors import AshiError


class VisitUnknownError(AshiError):
    """There is no such visit at the actor's centre."""

    code = "encounters.visit_unknown"


class StepAsksError(AshiError):
    """The step does not fit what is known; ``question`` says what to answer before it is kept."""

    code = "encounters.step_asks"


class StepCountError(AshiError):
    """A count is missing or out of range; ``least`` and ``most`` are the bounds."""

    code = "encounters.step_count"


class StepTimeError(AshiError):
    """``occurred_at`` lies in the future, or more than a day back."""

    code = "encounters.step_time"


class StepIdTakenError(AshiError):
    """The step's id already stands for a step of another visit."""

    code = "encounters.step_id_taken"


class StepNotFoundError(AshiError):
    """There is no such step to take back, or it was taken back already."""

    code = "encounters.step_not_found"


class BellTakenError(AshiError):
    """Somebody else took the bell first; ``name`` says who."""

    code = "encounters.bell_taken"


class BellOverError(AshiError):
    """The bell is no longer open: the needles are out, or it was set anew."""

    code = "encounters.bell_over"


class IncidentClosedError(AshiError):
    """The incident was closed before."""

    code = "encounters.incident_closed"


class IncidentNeedsError(AshiError):
    """``missing`` names what must be said before an incident is closed."""

    code = "encounters.incident_needs"


class RoomUnknownError(AshiError):
    """There is no such room at the actor's centre."""

    code = "encounters.room_unknown"


class BreakTimesError(AshiError):
    """A break ends before it starts, or lasts longer than a day."""

    code = "encounters.break_times"


class BreakMeetsVisitsError(AshiError):
    """``count`` visits are promised during the break."""

    code = "encounters.break_meets_visits"


class BreakLeavesNeedlesError(AshiError):
    """``count`` visits would rest with too few in the house who take needles out."""

    code = "encounters.break_leaves_needles"


class WishUnknownError(AshiError):
    """There is no such open wish at the actor's centre."""

    code = "encounters.wish_unknown"


class WishHoursError(AshiError):
    """The hours that somebody wants are not in order, or no hours of a day."""

    code = "encounters.wish_hours"


class LateNoteTimeError(AshiError):
    """The hour to be told is not later than booked on the same day, or the visit is over."""

    code = "encounters.late_note_time"


class LateNoteWayError(AshiError):
    """Nobody who gets messages for the patient has an e-mail address; ``visit`` names it."""

    code = "encounters.late_note_way"


class CallBackClosedError(AshiError):
    """There is no such open request to phone somebody at the actor's centre."""

    code = "encounters.call_back_closed"


class SecondCountGoneError(AshiError):
    """Nothing waits for a second count: it was counted, or the first count changed."""

    code = "encounters.second_count_gone"


class SamePersonCountsError(AshiError):
    """Who counted first does not count a second time; ``name`` says who that was."""

    code = "encounters.same_person_counts"


class StepAuthorError(AshiError):
    """A step taken without connection is sent by somebody else than who took it; ``name`` did."""

    code = "encounters.step_author"


class StepClashesError(AshiError):
    """What others did meanwhile and a step taken without connection do not fit together.

    ``clash`` says how; ``kind``, ``at``, ``by`` are the other step, where there is one; of a
    visit that was changed ``starts_at`` and ``status`` are what it is now.
    """

    code = "encounters.step_clashes"


class CallClaimedError(AshiError):
    """Somebody else phones this patient now; ``name`` says who."""

    code = "encounters.call_claimed"


class CallOverError(AshiError):
    """There is no such open call at the actor's centre: the patient knows already."""

    code = "encounters.call_over"


class CallOutcomeError(AshiError):
    """``outcome`` is none, or says of the visit what is not so: moved, cancelled."""

    code = "encounters.call_outcome"


class LateRunChangedError(AshiError):
    """The day is not what the preview showed: look again before anybody is moved."""

    code = "encounters.late_run_changed"


class LateRunEmptyError(AshiError):
    """Nobody can be moved as things stand."""

    code = "encounters.late_run_empty"


class LateRunUnknownError(AshiError):
    """There is no such move of a day at the actor's centre."""

    code = "encounters.late_run_unknown"


class LateRunOverError(AshiError):
    """The move was taken back before, or nobody of it can go back any more."""

    code = "encounters.late_run_over"


class SeriesChangedError(AshiError):
    """The series or the diary is not what the preview showed: look again before anything moves."""

    code = "encounters.series_changed"


class SeriesEmptyError(AshiError):
    """Nothing of the series can be changed as asked."""

    code = "encounters.series_empty"


class SeriesChangeOverError(AshiError):
    """The change was taken back before, or nothing of it can go back any more."""

    code = "encounters.series_change_over"
