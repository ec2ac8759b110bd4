"""Words of the centre's safety protocol."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

CHAPTER_WORDS = {
    "person": gettext_lazy("The person: consent, age, fear, today's state"),
    "blood_and_defences": gettext_lazy("Blood and defences"),
    "skin_tumour_implants": gettext_lazy("Skin, tumours, implants"),
    "places": gettext_lazy("Places on the body"),
    "conditions": gettext_lazy("Illnesses"),
    "pregnancy": gettext_lazy("Pregnancy"),
    "current": gettext_lazy("Electrical current"),
    "moxa_and_cupping": gettext_lazy("Moxa and cupping"),
    "manual": gettext_lazy("Manual therapy"),
    "exercise": gettext_lazy("Exercise"),
    "modalities": gettext_lazy("Heat, cold and machines"),
    "supplies": gettext_lazy("Needles and supplies"),
    "pregnancy_points": gettext_lazy("Points in pregnancy"),
    "hazards": gettext_lazy("What lies beneath a point"),
    "depths": gettext_lazy("Depth and angle"),
}
OVERRIDE_WORDS = {
    "none": gettext_lazy("nobody goes ahead"),
    "reason_and_second": gettext_lazy("going ahead needs a reason and a second sign"),
    "reason": gettext_lazy("going ahead needs a reason"),
}
SHOW_WORDS = {
    "": pgettext_lazy("rules", "All"),
    "ours": gettext_lazy("Changed by the centre"),
    "weaker": gettext_lazy("Switched off or weaker"),
    "draft": gettext_lazy("Changed in the draft"),
    "news": gettext_lazy("New or changed since the signature"),
}
PART_WORDS = {
    "on": pgettext_lazy("part of a rule", "Speaks"),
    "weight": pgettext_lazy("part of a rule", "Weight"),
    "override": pgettext_lazy("part of a rule", "Going ahead"),
    "text": gettext_lazy("Words in English"),
    "text_el": gettext_lazy("Words in Greek"),
    "reason": pgettext_lazy("part of a rule", "Reason"),
}
ACT_WORDS = {
    "needling": gettext_lazy("Needling"),
    "electroacupuncture": gettext_lazy("Electroacupuncture"),
    "moxa": gettext_lazy("Moxa"),
    "cupping": gettext_lazy("Cupping"),
    "auricular_semi_permanent": gettext_lazy("Needles left in the ear"),
    "manual_mobilisation": gettext_lazy("Mobilisation"),
    "manual_thrust": gettext_lazy("Thrust manipulation"),
    "massage": gettext_lazy("Massage"),
    "traction": gettext_lazy("Traction"),
    "exercise": gettext_lazy("Exercise"),
    "tens": gettext_lazy("TENS"),
    "ultrasound": gettext_lazy("Therapeutic ultrasound"),
    "laser": gettext_lazy("Laser"),
    "shortwave": gettext_lazy("Shortwave"),
    "shockwave": gettext_lazy("Shock waves"),
    "heat_superficial": gettext_lazy("Heat"),
    "cold": gettext_lazy("Cold"),
    "compression": gettext_lazy("Compression"),
}
WORDINGS = {
    "safety.no_such_rule": lambda error: _("There is no such rule any more."),
    "safety.bad_edit": lambda error: _(
        "Write the words in both languages, or leave both as they are packaged."
    ),
    "safety.rule_fixed": lambda error: _(
        "The law asks for this: no centre switches it off or makes it weaker."
    ),
    "screening.protocol_changed": lambda error: _(
        "Somebody else changed or signed the protocol meanwhile. Look again; nothing is lost."
    ),
    "screening.nothing_to_sign": lambda error: _(
        "Nothing is new: the signed version says all of this already."
    ),
}
FIELD_OF = {"safety.reason_missing": "reason", "safety.bad_edit": "text_el"}
