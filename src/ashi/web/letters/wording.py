"""Words of the outbox."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KIND_WORDS = {
    "booking-code": gettext_lazy("Code for booking"),
    "visit-booked": gettext_lazy("Visit booked"),
    "visits-booked": gettext_lazy("Several visits booked"),
    "visits-changed": gettext_lazy("Several visits changed"),
    "visit-moved": gettext_lazy("Visit moved"),
    "visit-cancelled": gettext_lazy("Visit cancelled"),
    "visit-asked": gettext_lazy("Request for a first visit"),
    "visit-declined": gettext_lazy("Request declined"),
    "visit-lapsed": gettext_lazy("Request not answered in time"),
    "visit-forms": gettext_lazy("Kept until the forms come"),
    "forms-missing": gettext_lazy("Forms have not come"),
    "visit-late": gettext_lazy("Running late"),
    "visit-reminder": gettext_lazy("Reminder of a visit"),
    "needles-out": gettext_lazy("Needles to take out"),
    "wish-kept": gettext_lazy("On the waiting list"),
    "freed-time": gettext_lazy("A time that came free"),
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
REASONS = {
    "TooLate": gettext_lazy("The time was over before it could go"),
    "SMTPRecipientsRefused": gettext_lazy("The mail server does not know the address"),
    "Bounced": gettext_lazy("The letter came back: nobody has this address"),
    "SMTPDataError": gettext_lazy("The mail server refused the letter"),
    "GatewayRefusedError": gettext_lazy("The SMS gateway refused the number or the text"),
    "NoGatewayError": gettext_lazy("There is no SMS gateway"),
    "SMTPAuthenticationError": gettext_lazy("The mail server refused our sign-in"),
    "SMTPSenderRefused": gettext_lazy("The mail server refused us as sender"),
}
CHANNEL_WORDS = {"email": gettext_lazy("E-mail"), "sms": gettext_lazy("SMS")}


def reason_of(last_error: str) -> str:
    """Return in words why a message could not be sent."""
    name = last_error.partition(" ")[0]
    return str(REASONS.get(name, _("Nobody answered, however often it was tried")))


WORDINGS = {"messages.unknown": lambda error: _("There is no such letter here.")}
