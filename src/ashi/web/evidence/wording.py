"""Words of the page of claims: what a sentence speaks of, and whether patients are shown it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.core.knowledge.evidence_base.claims import ClaimType

TYPE_WORDS = {
    ClaimType.WORKS: _("works, or does not"),
    ClaimType.WORKS_AS_WELL_AS: _("works as well as something else"),
    ClaimType.MECHANISM: _("how it may act"),
    ClaimType.SAFETY: _("unwanted effects"),
    ClaimType.DOSE: _("number of visits"),
    ClaimType.PREVALENCE: _("how common, how it goes"),
}

STATE_WORDS = {
    "shown": _("shown to patients"),
    "held": pgettext_lazy("of a claim", "not shown"),
    "again": _("to be read again"),
}

HELD_WORDS = {
    "unasked": _("Not shown: whoever wrote it does not ask for it."),
    "uncarried": _("Not shown: nothing that was read can carry it."),
}
EVERYBODY_WORD = _("every condition")
