"""Words of the atlas: views, families, ways a point was found."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIEW_WORDS = {
    "low_back": _("Lower back"),
    "back": pgettext_lazy("view", "Back"),
    "front": pgettext_lazy("view", "Front"),
    "side": pgettext_lazy("view", "Side"),
    "head_front": _("Face"),
    "head_side": _("Head, side"),
    "head_back": _("Head, back"),
    "head_top": _("Head, top"),
    "palm": _("Palm"),
    "hand_back": _("Back of the hand"),
    "foot_top": _("Top of the foot"),
    "foot_inner": _("Foot, inner side"),
    "foot_outer": _("Foot, outer side"),
    "sole": _("Sole"),
}

FOUND_WORDS = {
    "code": _("code"),
    "name": pgettext_lazy("of a point", "name"),
    "level": _("level of the spine"),
    "family": _("family"),
    "channel": _("channel"),
    "region": _("region"),
    "muscle": _("muscle"),
    "near": _("looks alike"),
}

SEVERITY_WORDS = {
    "high": _("can do grave harm"),
    "moderate": _("can do harm"),
    "low": _("can do slight harm"),
}
