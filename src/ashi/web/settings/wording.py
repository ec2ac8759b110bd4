"""Sentences and words of the settings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.core.kernel.errors import AshiError

KIND_WORDS = {
    "room": gettext_lazy("Room"),
    "couch": gettext_lazy("Couch"),
    "equipment": gettext_lazy("Equipment"),
    "practitioner": gettext_lazy("Practitioner"),
    "assistant": gettext_lazy("Assistant"),
    "student": gettext_lazy("Student"),
}
NEW_WORDS = {
    "room": gettext_lazy("Add a room"),
    "couch": gettext_lazy("Add a couch"),
    "equipment": gettext_lazy("Add equipment"),
    "practitioner": gettext_lazy("Add a practitioner"),
    "assistant": gettext_lazy("Add an assistant"),
    "student": gettext_lazy("Add a student"),
}
REASON_WORDS = [
    ("leave", gettext_lazy("Leave")),
    ("ill", gettext_lazy("Ill")),
    ("break", gettext_lazy("Break")),
    ("course", gettext_lazy("Course or training")),
    ("repair", gettext_lazy("Repair")),
    ("other", gettext_lazy("Other")),
]
ACT_WORDS = [
    ("needling", gettext_lazy("Needling")),
    ("electroacupuncture", gettext_lazy("Electroacupuncture")),
    ("cupping", gettext_lazy("Cupping")),
    ("removal", gettext_lazy("Taking needles out")),
    ("manual-therapy", gettext_lazy("Manual therapy")),
    ("exercise", gettext_lazy("Exercise")),
]
SKILL_WORDS = {
    "acupuncture": gettext_lazy("Acupuncture"),
    "manual-therapy": gettext_lazy("Manual therapy"),
    "needle-removal": gettext_lazy("Taking needles out"),
    "exercise": gettext_lazy("Exercise"),
    "treatment": gettext_lazy("Treatment room"),
    "needling": gettext_lazy("Needling room"),
    "pair": gettext_lazy("Two patients side by side"),
    "gym": gettext_lazy("Gym"),
    "e-stim": gettext_lazy("Electrical stimulation"),
}
FEATURE_WORDS = [
    ("woman", gettext_lazy("A woman")),
    ("man", gettext_lazy("A man")),
    ("ground-floor", gettext_lazy("Ground floor")),
    ("lang:el", gettext_lazy("Speaks Greek")),
    ("lang:en", gettext_lazy("Speaks English")),
    ("lang:ru", gettext_lazy("Speaks Russian")),
]
REMINDER_WORDS = [
    (10080, gettext_lazy("a week before")),
    (4320, gettext_lazy("3 days before")),
    (2880, gettext_lazy("2 days before")),
    (1440, gettext_lazy("1 day before")),
    (720, gettext_lazy("12 hours before")),
    (360, gettext_lazy("6 hours before")),
    (180, gettext_lazy("3 hours before")),
    (120, gettext_lazy("2 hours before")),
    (60, gettext_lazy("an hour before")),
]
PHASE_WORDS = [
    ("with", gettext_lazy("With a person")),
    ("rest", gettext_lazy("Needles rest")),
    ("out", gettext_lazy("Needles out")),
    ("move", gettext_lazy("Exercise")),
    ("dress", gettext_lazy("Dressing")),
    ("turn", gettext_lazy("Preparing the room")),
]


def _shape(error: AshiError) -> str:
    sentences = {
        "empty": _("A service has at least one phase."),
        "long": _("A visit lasts at most a day and a night."),
        "kind": _("Choose a kind."),
        "minutes": _("A phase lasts at least a minute."),
        "roles": _("A phase asks for a role that this service does not have."),
        "check": _("The look must come within the phase."),
        "least": _("The shortest length is at most the phase's own."),
        "needed": _("Only exercise and dressing may be left out."),
        "nobody": _("The patient must be there in one phase at least."),
        "price": _("A price is not below nought."),
        "places": _("There is at least one place."),
        "key": _("Each role has a short name of its own."),
        "kinds": _("Say who or what may fill the role."),
        "acts": _("Choose acts of the list."),
        "only": _("Choose among what is of the kinds above, and save a new kind first."),
        "rather": _("What is taken first must be among those that may."),
        "used": _("A phase still asks for a role that you left out."),
    }
    return sentences[str(error.fields["reason"])]


def _hours(error: AshiError) -> str:
    if error.fields["reason"] == "overlap":
        return _("Two of these hours overlap.")
    return _("Write hours like 09:00-13:00, 14:00-19:00; leave it empty when closed.")


def _reminders(error: AshiError) -> str:
    if error.fields["reason"] == "quiet":
        return _("Leave an hour of the day at least that is not quiet.")
    return _("At most six reminders, from a quarter of an hour to two weeks before.")


WORDINGS = {
    "centres.setting_unknown": lambda error: _("There is no such thing at this centre."),
    "centres.setting_changed": lambda error: _(
        "Somebody else saved this meanwhile. Look at what is stored now, then save yours again."
    ),
    "centres.hours_text": _hours,
    "centres.service_shape": _shape,
    "centres.reminder_times": _reminders,
    "centres.terms_value": lambda error: _("Hours go up to two weeks, sums up to 1000."),
    "centres.span_order": lambda error: _("The end must come after the beginning."),
}
