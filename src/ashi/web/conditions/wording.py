"""Words of the pages on conditions: parts of the body, groups of claims, how sure, how found."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.core.knowledge.evidence_base.entries import Kind, Provenance

PART_WORDS = {
    "back": pgettext_lazy("part of the body", "Back"),
    "neck": pgettext_lazy("part of the body", "Neck"),
    "head": _("Head and jaw"),
    "arm": _("Shoulder, arm and hand"),
    "leg": _("Hip, leg and foot"),
    "whole": _("Muscles, joints, the whole body"),
}

KIND_WORDS = {
    Kind.REVIEW: _("Review of studies"),
    Kind.TRIAL: _("One study"),
    Kind.GUIDELINE: _("Guideline"),
    Kind.MECHANISM: _("How it may work"),
    Kind.HARM: _("Count of unwanted effects"),
}

FAVOURS_WORDS = {
    "intervention": _("speaks for the treatment"),
    "comparator": _("speaks for what it was compared with"),
    "no difference shown": _("no difference shown"),
    "unclear": _("unclear"),
    "for": _("says to offer it, or that it may be offered"),
    "against": _("says not to offer it"),
    "insufficient": _("says that too little is known"),
    "coverage": _("says what is paid for"),
}

READ_WORDS = {
    Provenance.SEEN: _("Read in the source itself:"),
    Provenance.SEEN2: _("Not read in the source; read in another's report of it:"),
    Provenance.RECALLED: _(
        "Nobody has read it: it counts for nothing, and no patient is shown it."
    ),
}

GRADE_WORDS = {
    "very low": _("very low"),
    "low": pgettext_lazy("certainty", "low"),
    "moderate": _("moderate"),
    "high": pgettext_lazy("certainty", "high"),
}

GROUP_WORDS = {
    "course": _("How it usually goes"),
    "help": _("Does acupuncture help?"),
    "visits": _("How many visits?"),
    "harm": _("What can go wrong"),
    "how": _("How it is thought to work"),
}

DOMAIN_WORDS = {
    "acupuncture": _("Acupuncture"),
    "physiotherapy": _("Physiotherapy"),
    "conditions": _("Conditions"),
    "outcomes": _("Measuring how you are"),
    "consent": _("Consent"),
    "evidence": _("Research"),
}
