"""What the desk is told when something does not fit, or is asked."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ashi.apps.messages.sums import cents_in_words
from ashi.core.kernel.errors import AshiError
from ashi.web.desk import booking_wording, later_wording


def _asked(error: AshiError) -> str:
    """Return the question a step puts before it is kept."""
    needles = int(str(error.fields.get("needles_in", 0)))
    since = error.fields.get("since")
    at = date_format(localtime(since), "H:i") if since else ""  # type: ignore[arg-type]  # an instant
    questions = {
        "already-here": _("Here since %(at)s already. Mark it once more?") % {"at": at},
        "already-started": _("This visit has begun already. Mark it once more?"),
        "already-left": _("Marked left at %(at)s. Is it to be kept all the same?") % {"at": at},
        "second-set": ngettext(
            "%(count)s needle is in already. Is this a second set?",
            "%(count)s needles are in already. Is this a second set?",
            needles,
        )
        % {"count": needles},
        "nothing-in": _("No needles are marked as in. Is it to be kept all the same?"),
        "still-in": ngettext(
            "%(count)s needle is still in. Count it out first, or say that the patient left "
            "with it.",
            "%(count)s needles are still in. Count them out first, or say that the patient left "
            "with them.",
            needles,
        )
        % {"count": needles},
        "another-day": _another_day(error),
        "not-booked": _("This visit is not booked any more. Did the patient come all the same?"),
    }
    return questions[str(error.fields["question"])]


def _another_day(error: AshiError) -> str:
    starts_at = error.fields.get("starts_at")
    day = date_format(localtime(starts_at), "l j E") if starts_at else ""  # type: ignore[arg-type]  # an instant
    return _("This visit is booked for %(day)s, not for today. Is it to be kept all the same?") % {
        "day": day
    }


def _time(error: AshiError) -> str:
    if error.fields["future"]:
        return _("This time is still to come. Give the time at which it happened.")
    return _("This time lies more than a week back. Give a time of the last seven days.")


def _needed(error: AshiError) -> str:
    if error.fields["missing"] == "account":
        return _("Needles were not counted out. Say for each who answers for them, and why.")
    return _("Say what became of the needles before you close this.")


def board_words() -> dict[str, str]:
    """Return what the board's island says; {braces} are filled in the browser."""
    return {
        "over": _("{n} min over"),
        "late": _("{n} min late"),
        "picked": _(
            "{name} is picked up. Arrows move by five minutes or a column, Enter puts down, "
            "Escape puts back."
        ),
        "fixed": _("This visit has begun, or you may not move it."),
        "start": _("{at}, {column}, where it was"),
        "fits": _("{at}, {column}, fits"),
        "not": _("{at}, {column}, does not fit: {why}"),
        "drop": _("Drop here, {at}"),
        "blocked": _("{at}: not free"),
        "back": _("Put back."),
        "undo": _("Undo"),
        "away": _("No answer from the centre's computer. Nothing was changed; try again."),
        **later_wording.away_words(),
    }


def _offer_over(error: AshiError) -> str:
    sentences = {
        "accepted": _("This time was taken already."),
        "declined": _("This offer was declined."),
        "withdrawn": _("The centre has taken this offer back."),
    }
    return sentences.get(str(error.fields["state"]), _("The time to answer is over."))


WORDINGS = {
    **booking_wording.WORDINGS,
    **later_wording.WORDINGS,
    "encounters.visit_unknown": lambda error: _("There is no such visit here."),
    "encounters.step_asks": _asked,
    "encounters.step_count": lambda error: (
        _("Give a whole number from %(least)s to %(most)s.") % error.fields
    ),
    "encounters.step_time": _time,
    "encounters.step_id_taken": lambda error: _(
        "This page is out of date. Load it again and mark the step once more."
    ),
    "encounters.step_not_found": lambda error: _(
        "There is nothing to take back: somebody has done so already."
    ),
    "encounters.bell_taken": lambda error: _("%(name)s takes it.") % error.fields,
    "encounters.bell_over": lambda error: _("This bell is over."),
    "encounters.incident_closed": lambda error: _("This was closed before."),
    "encounters.second_count_gone": lambda error: _("Nothing waits for a second count here."),
    "encounters.same_person_counts": lambda error: (
        _("%(name)s counted first. Somebody else counts the second time.") % error.fields
    ),
    "encounters.call_claimed": lambda error: _("%(name)s phones this patient now.") % error.fields,
    "encounters.call_over": lambda error: _("This patient has been told already."),
    "encounters.call_outcome": lambda error: _(
        "The diary does not say so yet. Move or cancel the visit first."
    ),
    "encounters.call_back_closed": lambda error: _("Somebody else has phoned already."),
    "encounters.incident_needs": _needed,
    "encounters.late_note_time": lambda error: _(
        "The day has moved on. Look at the new times before you tell anybody."
    ),
    "encounters.late_note_way": lambda error: _(
        "No e-mail address is known for this patient. Please call."
    ),
    "encounters.late_run_changed": lambda error: _(
        "The day has changed since this was shown. Here is how it stands now; look, then press."
    ),
    "encounters.late_run_empty": lambda error: _("Nobody can be moved as things stand."),
    "encounters.late_run_unknown": lambda error: _("There is no such move here."),
    "encounters.late_run_over": lambda error: _(
        "Nobody can be put back: it was taken back before, or all have changed since."
    ),
    "encounters.series_changed": lambda error: _(
        "Series or diary have changed since this was shown. Here is how it stands now; look, then "
        "press."
    ),
    "encounters.series_empty": lambda error: _("Nothing of the series changes by this."),
    "encounters.series_change_over": lambda error: _(
        "Nothing can be put back: it was taken back before, or all has changed since."
    ),
    "encounters.room_unknown": lambda error: _("There is no such room here."),
    "encounters.wish_hours": lambda error: _("These hours are not in order."),
    "waiting.offer_unknown": lambda error: _("There is no such offer here."),
    "waiting.offer_over": _offer_over,
    "waiting.already_offered": lambda error: _("Another time is offered to them already."),
    "bookings.conflict_changed": lambda error: _(
        "The visit or what speaks against it has changed meanwhile. What is shown now is new."
    ),
    "waiting.too_soon": lambda error: _("It begins too soon to wait for an answer: please phone."),
    "encounters.wish_unknown": lambda error: _("This is no longer on the list."),
    "encounters.break_times": lambda error: _("A break ends after it starts, within a day."),
    "encounters.break_meets_visits": lambda error: (
        ngettext(
            "%(count)s visit is booked in this time. Keep it all the same?",
            "%(count)s visits are booked in this time. Keep it all the same?",
            int(str(error.fields["count"])),
        )
        % error.fields
    ),
    "encounters.break_leaves_needles": lambda error: (
        ngettext(
            "%(count)s visit would rest with too few in the house to take the needles out. "
            "Choose another time.",
            "%(count)s visits would rest with too few in the house to take the needles out. "
            "Choose another time.",
            int(str(error.fields["count"])),
        )
        % error.fields
    ),
    "billing.payment_amount": lambda error: (
        _("Give an amount above 0 and up to %(most)s.") % error.fields
    ),
    "billing.waiver_reason": lambda error: _("Say why the fee is let off."),
    "scheduling.nothing_open": lambda error: _("There is nothing open of it any more."),
    "scheduling.more_than_open": lambda error: (
        _("No more than %(sum)s is open.") % {"sum": cents_in_words(int(str(error.fields["open"])))}
    ),
    "billing.payment_unknown": lambda error: _("There is no such payment here."),
}
