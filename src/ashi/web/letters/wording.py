"""Words of the outbox."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KIND_WORDS = {
    "booking-code": gettext_lazy("Code for booking"),
    "visit-booked": gettext_lazy("Visit booked"),
    "visit-moved": gettext_lazy("Visit moved"),
    "visit-cancelled": gettext_lazy("Visit cancelled"),
    "visit-late": gettext_lazy("Running late"),
    "visit-reminder": gettext_lazy("Reminder of a visit"),
    "needles-out": gettext_lazy("Needles to take out"),
    "wish-kept": gettext_lazy("On the waiting list"),
    "questions-asked": gettext_lazy("Questions to answer"),
    "questions-reminder": gettext_lazy("Questions that still wait"),
    "home-programme": gettext_lazy("Exercises at home"),
    "staff-invited": gettext_lazy("Invitation to the team"),
    "account": gettext_lazy("About signing in"),
}
LANGUAGES = (("en", "English"), ("el", "Ελληνικά"))
STATE_WORDS = {
    "queued": gettext_lazy("waits"),
    "sending": gettext_lazy("on its way"),
    "sent": gettext_lazy("sent"),
    "gave-up": gettext_lazy("given up"),
    "cancelled": gettext_lazy("called off"),
}
WORDINGS = {"messages.unknown": lambda error: _("There is no such letter here.")}
