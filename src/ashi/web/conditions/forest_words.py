"""Words of forest plots: units, what was compared, when, and the pieces of the sentence below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UNIT_WORDS = {
    "of_100": _("Points on a scale from 0 to 100; 10 of these are 1 point of 10."),
    "of_10": _("Points on a scale from 0 to 10."),
    "sd": _(
        "The studies measured pain in different ways, so the difference is told in standard "
        "deviations: the further to the left, the bigger. Nobody has measured here what people "
        "notice."
    ),
    "days": _("Days in a month; nobody has measured here what people notice."),
    "own": _("Points on the scale of the studies; nobody has measured here what people notice."),
}
AGAINST_WORDS = {
    "sham": _("against sham acupuncture"),
    "sham_laser": _("against a sham laser"),
    "placebo": _("against a placebo"),
    "none": _("against going without"),
    "waiting": _("against a waiting list"),
    "usual_or_waiting": _("against usual care or waiting"),
    "mixed": _("against several things together"),
    "tablets": _("against medicines"),
    "traction": _("against traction"),
    "splint": _("against a splint"),
    "added": _("added to other care"),
    "wet_needling": _("against injections"),
    "active": _("against other treatments"),
}
WHEN_WORDS = {
    "": "",
    "short": pgettext_lazy("time after treatment", "short term"),
    "medium": pgettext_lazy("time after treatment", "medium term"),
    "long": pgettext_lazy("time after treatment", "long term"),
    "end": pgettext_lazy("time after treatment", "at the end"),
    "later": pgettext_lazy("time after treatment", "later"),
    "days3": _("up to 3 days"),
    "weeks3": _("1 to 3 weeks"),
    "weeks4": _("up to 4 weeks"),
    "weeks12": _("up to 12 weeks"),
    "weeks24": _("3 to 6 months"),
    "months6": _("after 6 months"),
}
BETTER_WITH = {
    "acupuncture": _("better with acupuncture"),
    "needling": _("better with needling"),
}
METHOD_WORDS = {
    "DL": _("Random effects by DerSimonian and Laird, normal interval"),
    "REML": _("Random effects by REML, normal interval"),
}
ALSO_WORD = _("Random effects by REML, t interval")
