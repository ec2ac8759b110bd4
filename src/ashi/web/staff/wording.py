"""Words for refusals about the team, its tablets and its PINs, and for closed records."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ashi.core.kernel.errors import AshiError


def _wrong(error: AshiError) -> str:
    left = int(str(error.fields["left"]))
    return ngettext(
        "This PIN does not fit. %(left)d try is left.",
        "This PIN does not fit. %(left)d tries are left.",
        left,
    ) % {"left": left}


def _wait(error: AshiError) -> str:
    seconds = int(str(error.fields["seconds"]))
    return ngettext(
        "Please wait %(seconds)d second, then try again.",
        "Please wait %(seconds)d seconds, then try again.",
        seconds,
    ) % {"seconds": seconds}


WORDINGS: dict[str, Callable[[AshiError], str]] = {
    "staff.member_unknown": lambda error: _("Nobody of this kind works here."),
    "staff.already_here": lambda error: _("This person has this role here already."),
    "staff.locum_needs_end": lambda error: _("Please say which day is the locum's last."),
    "staff.last_owner": lambda error: _(
        "The centre needs an owner. Make somebody else an owner first."
    ),
    "staff.ends_before_start": lambda error: _("The last day is before the first day, or is past."),
    "staff.tablet_name_taken": lambda error: _("Another tablet has this name."),
    "staff.tablet_unknown": lambda error: _("This tablet is not enrolled here any more."),
    "staff.pin_too_easy": lambda error: _(
        "Anybody would try this one first. Please choose other digits."
    ),
    "staff.pin_form": lambda error: _("A PIN has 4 to 6 digits."),
    "staff.pin_wrong": _wrong,
    "staff.pin_wait": _wait,
    "staff.pin_locked": lambda error: _(
        "Five misses: this PIN is locked. Sign in fully to open it again."
    ),
    "staff.needs_full_sign_in": lambda error: _(
        "The first sign-in of the day on this tablet is a full one. After it the PIN is enough."
    ),
    "staff.reason_missing": lambda error: _("Please give the reason in a few words."),
    "staff.record_not_open": lambda error: _("This record is closed already."),
}

FIELD_OF = {
    "staff.already_here": "role",
    "staff.member_unknown": "role",
    "staff.locum_needs_end": "ends_on",
    "staff.ends_before_start": "ends_on",
    "staff.tablet_name_taken": "name",
    "staff.pin_too_easy": "pin",
    "staff.pin_form": "pin",
    "staff.reason_missing": "reason",
}
