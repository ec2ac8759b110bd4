"""Words of the page of claims: what a sentence speaks of, and whether patients are shown it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.evidence.models import Origin
from ashi.core.knowledge.evidence_base.claims import ClaimType
from ashi.core.knowledge.evidence_base.entries import Provenance

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

PROVENANCE_WORDS = {
    Provenance.SEEN: _("in the paper itself"),
    Provenance.SEEN2: _("in another paper's report of it"),
    Provenance.RECALLED: _("not read yet, known by hearsay"),
}
NUMBER_WORDS = {
    "n1": _("People, with acupuncture"),
    "mean1": _("Mean, with acupuncture"),
    "sd1": _("Standard deviation, with acupuncture"),
    "n2": _("People, in the other group"),
    "mean2": _("Mean, in the other group"),
    "sd2": _("Standard deviation, in the other group"),
}
STAND_WORDS = {
    "to_be_read": _("numbers to be entered"),
    "waits": _("waits for a reviewer"),
    "accepted": pgettext_lazy("of a trial", "accepted"),
    "refused": pgettext_lazy("of a trial", "refused"),
}
ORIGIN_WORDS = {
    Origin.FORM: _("typed into the form"),
    Origin.TABLE: _("from a table"),
    Origin.RECORD: _("from a library's record"),
}
DOUBT_WORDS = {
    "perhaps_standard_error": _("Its standard deviations look like standard errors."),
    "spread_far_too_small": _("A standard deviation is far smaller than those of the others."),
    "numbers_of_another": _("Another trial has the same numbers. Is it one trial, printed twice?"),
}

REFUSAL_WORDS = {
    "evidence_added.error": _("This cannot be done."),
    "evidence_added.unknown": _("There is no such trial here."),
    "evidence_added.decided": _("Somebody has decided on it already."),
    "evidence_added.still_to_read": _("Its numbers are still to be read in the paper and entered."),
    "evidence_added.second_person": _("You entered it yourself. Somebody else has to accept it."),
    "evidence_added.no_reason": _("Say why."),
    "evidence_added.out_already": _("It is out already, or somebody has asked for it."),
    "evidence_added.nothing_to_read": _("This sentence is not marked to be read again."),
    "evidence_added.moved_on": _("Something else was accepted meanwhile. Look at what moves now."),
}
WORDINGS = dict.fromkeys(REFUSAL_WORDS, lambda error: str(REFUSAL_WORDS[error.code]))
