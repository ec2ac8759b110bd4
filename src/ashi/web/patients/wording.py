"""Words for refusals about patients, and for why two records may be one person."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ashi.apps.patients.likeness import Reason
from ashi.core.kernel.errors import AshiError

REASON_WORDS: dict[str, str | Promise] = {
    Reason.SAME_NAME: gettext_lazy("same name"),
    Reason.SAME_SOUND: gettext_lazy("name sounds the same"),
    Reason.NEAR_NAME: gettext_lazy("nearly the same name"),
    Reason.SAME_FAMILY_NAME: gettext_lazy("same last name"),
    Reason.SAME_BIRTH_DATE: gettext_lazy("same birth date"),
    Reason.DAY_AND_MONTH_SWAPPED: gettext_lazy("day and month the other way round"),
    Reason.NEAR_BIRTH_DATE: gettext_lazy("nearly the same birth date"),
    Reason.OTHER_BIRTH_DATE: gettext_lazy("another birth date"),
    Reason.SAME_PHONE: gettext_lazy("same phone"),
    Reason.SAME_EMAIL: gettext_lazy("same e-mail"),
    Reason.OTHER_FIRST_NAME: gettext_lazy("another first name"),
}
MOBILE_OF = {"CY": gettext_lazy("A Cyprus mobile"), "GR": gettext_lazy("A Greek mobile")}


def _phone(error: AshiError) -> str:
    want, got = error.fields.get("want"), error.fields.get("got")
    if want and got:
        which = MOBILE_OF.get(str(error.fields.get("country")), gettext_lazy("A number there"))
        return ngettext(
            "%(which)s has %(want)d digit; this has %(got)d.",
            "%(which)s has %(want)d digits; this has %(got)d.",
            int(str(want)),
        ) % {"which": which, "want": want, "got": got}
    return _("This is no phone number we can call. Please look at it again.")


# What can be there only once, and stands in both records.
CLASHES: dict[str, str | Promise] = {
    "bookings.occupancy.resource": gettext_lazy(
        "Both have a visit at the same time. Move or cancel one first."
    ),
    "programmes.programme.patient": gettext_lazy(
        "Both have exercises at home that run. End one programme first."
    ),
    "": gettext_lazy("Both hold something that can be there only once. End one of the two first."),
}


WORDINGS: dict[str, Callable[[AshiError], str]] = {
    "patients.nameless": lambda error: _("Please write a name."),
    "patients.unreachable": lambda error: _("Please give an e-mail or a phone."),
    "patients.phone": _phone,
    "patients.email": lambda error: _("This is no e-mail address."),
    "patients.birth_date": lambda error: (
        _("This birth date is in the future.")
        if error.fields.get("reason") == "future"
        else _("This birth date is too long ago.")
    ),
    "patients.unknown_wish": lambda error: _("This wish is not known here."),
    "patients.value_not_known": lambda error: _("This answer is none of those offered."),
    "patients.changed": lambda error: _(
        "Somebody changed this record meanwhile. What they wrote is shown; yours is kept below."
    ),
    "patients.last_contact": lambda error: _(
        "The patient could no longer be reached without this contact."
    ),
    "patients.contact_linked": lambda error: _("This contact already speaks for the patient."),
    "patients.same_person": lambda error: _(
        "These are one record already, or one of them was merged meanwhile."
    ),
    "patients.merge_clash": lambda error: str(
        CLASHES.get(str(error.fields.get("what")), CLASHES[""])
    ),
    "patients.merge_gone": lambda error: _(
        "This merge was taken back already, or went on into another record: "
        "take that one back first."
    ),
    "patients.merge_reason": lambda error: _("Please write how you know that it is one person."),
    "patients.too_long": lambda error: _("This is too long."),
    "patients.unwritable": lambda error: _("There is a sign in it that cannot be kept."),
}

FIELD_OF = {
    "patients.nameless": "given_name",
    "patients.phone": "phone",
    "patients.email": "email",
    "patients.unreachable": "phone",
    "patients.birth_date": "birth_date",
}
