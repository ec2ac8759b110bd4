"""Refusals about patients and the contacts that speak for them."""

from ashi.core.kernel.errors import AshiError


class NamelessError(AshiError):
    """The name holds no letter, digit or symbol."""

    code = "patients.nameless"


class UnreachableError(AshiError):
    """Neither an e-mail nor a phone was given, and no contact."""

    code = "patients.unreachable"


class PhoneError(AshiError):
    """A typed phone is no number. ``reason`` is letters, too_few, too_many or unknown.

    ``country`` is its region code, ``kind`` mobile, landline or empty; ``want`` and ``got``
    count digits where the country has one length.
    """

    code = "patients.phone"


class EmailError(AshiError):
    """A typed e-mail is no address."""

    code = "patients.email"


class BirthDateError(AshiError):
    """The birth date lies ahead (``reason`` future) or more than 130 years back (past)."""

    code = "patients.birth_date"


class UnknownWishError(AshiError):
    """``wish`` is none that the search for times knows."""

    code = "patients.unknown_wish"


class ValueNotKnownError(AshiError):
    """``value`` is none of the values of ``field``."""

    code = "patients.value_not_known"


class PatientChangedError(AshiError):
    """Somebody changed the record since it was read; ``version`` is the stored one."""

    code = "patients.changed"


class LastContactError(AshiError):
    """The patient could no longer be reached without this contact."""

    code = "patients.last_contact"


class ContactLinkedError(AshiError):
    """The contact already speaks for this patient."""

    code = "patients.contact_linked"


class TooLongError(AshiError):
    """``field`` holds ``got`` characters; ``longest`` fit."""

    code = "patients.too_long"


class UnwritableError(AshiError):
    """``field`` holds a sign that no line of text has, such as NUL."""

    code = "patients.unwritable"


class SamePersonError(AshiError):
    """The two records to be merged are one, or one of them was merged already."""

    code = "patients.same_person"


class MergeClashError(AshiError):
    """Something that can be there only once is there in both records; ``what`` names its table."""

    code = "patients.merge_clash"


class MergeGoneError(AshiError):
    """There is no such merge to take back, or it was taken back, or went on into another."""

    code = "patients.merge_gone"


class MergeReasonError(AshiError):
    """A merge was asked for without saying why."""

    code = "patients.merge_reason"
