"""Refusals about the team, its tablets and its PINs."""

from ashi.core.kernel.errors import AshiError


class MemberUnknownError(AshiError):
    """No such member works here."""

    code = "staff.member_unknown"


class AlreadyHereError(AshiError):
    """The person has this role here already."""

    code = "staff.already_here"


class LocumNeedsEndError(AshiError):
    """A locum's last day must be known."""

    code = "staff.locum_needs_end"


class LastOwnerError(AshiError):
    """The centre would be left without an owner."""

    code = "staff.last_owner"


class EndsBeforeStartError(AshiError):
    """The last day is before the first, or long past."""

    code = "staff.ends_before_start"


class TabletNameTakenError(AshiError):
    """Another tablet here has this name."""

    code = "staff.tablet_name_taken"


class TabletUnknownError(AshiError):
    """No such tablet is enrolled here."""

    code = "staff.tablet_unknown"


class PinTooEasyError(AshiError):
    """One digit again and again, or digits in a row."""

    code = "staff.pin_too_easy"


class PinFormError(AshiError):
    """A PIN is four to six digits."""

    code = "staff.pin_form"


class PinWrongError(AshiError):
    """The PIN does not fit; ``left`` tries remain."""

    code = "staff.pin_wrong"


class PinWaitError(AshiError):
    """Too soon after a miss; ``seconds`` to wait."""

    code = "staff.pin_wait"


class PinLockedError(AshiError):
    """Five misses: only a full sign-in opens it again."""

    code = "staff.pin_locked"


class NeedsFullSignInError(AshiError):
    """The person has not signed in fully on this tablet today, or no longer works here."""

    code = "staff.needs_full_sign_in"


class ReasonMissingError(AshiError):
    """A closed record is opened only for a reason in words."""

    code = "staff.reason_missing"


class RecordNotOpenError(AshiError):
    """There is no such opened record here, or it is closed already."""

    code = "staff.record_not_open"
