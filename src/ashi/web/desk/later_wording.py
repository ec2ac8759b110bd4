"""What is told of steps that were taken without connection."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.taken_later import Clash
from ashi.core.kernel.errors import AshiError


def _at(instant: object, pattern: str = "H:i") -> str:
    return date_format(localtime(instant), pattern)  # type: ignore[arg-type]  # an instant


def _clash(error: AshiError) -> str:
    """Return which two versions there are."""
    fields = error.fields
    if fields["clash"] == Clash.DONE_MEANWHILE:
        return _("Somebody else marked this meanwhile. Is yours a second one?")
    when = _at(fields["starts_at"], "l j E, H:i")
    if fields["status"] == Visit.Status.BOOKED:
        return _("The visit was changed meanwhile: it is booked for %(when)s now.") % {"when": when}
    return _("The visit was changed meanwhile: it is not booked any more.")


def clock_was_off(claimed: datetime, kept: datetime) -> str:
    """Return that a time was taken back to one that can be."""
    return _("This device's clock said %(claimed)s; %(kept)s is kept. Please set the clock.") % {
        "claimed": _at(claimed, "j E, H:i"),
        "kept": _at(kept),
    }


def not_understood() -> str:
    """Return that a step of the queue is not one."""
    return _("This step cannot be read any more. Please enter it by hand.")


def away_words() -> dict[str, str]:
    """Return what the board says without connection; {braces} are filled in the browser."""
    return {
        "since": _("No connection since {at}."),
        "needs": _("This needs the connection. To mark what happens, open a visit."),
        "queued": _("{name}: {what}. Kept on this device, sent later."),
        "not-kept": _("This device could not keep it. Write it on the day sheet."),
        "not-sent": _("not sent yet"),
        "sent": _("Sent what was marked without connection: {n}."),
        "gone": _("This visit is not here any more, or you may not mark it."),
        "taken": _("Silent on this device for {n} minutes. Nobody else knows that you go."),
        "others": _("{n} marked by {name} wait on this device until {name} signs in."),
        "theirs": _("There is: {what}."),
        "keep": _("Keep mine too"),
        "drop-step": _("Drop it"),
        "due": _("{place}: needles due out at {at}."),
        "who-in": _("{name}, needles: {n}."),
        "done-arrive": _("here"),
        "done-start": _("begun"),
        "done-needles-in": _("needles in: {n}"),
        "done-check": _("looked in"),
        "done-more-time": _("more minutes: {n}"),
        "done-needles-out": _("needles out: {n}"),
        "done-exercise": _("exercise begun"),
        "done-leave": _("left"),
    }


WORDINGS = {
    "encounters.step_clashes": _clash,
    "encounters.step_author": lambda error: (
        _("%(name)s took this step. It waits here until they sign in.") % error.fields
    ),
}
