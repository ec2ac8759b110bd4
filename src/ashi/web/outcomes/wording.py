"""Words of questions, answers and progress."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.faults import Fault
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.web.templatetags.frame import in_language

MOMENT_WORDS = {
    "start": gettext_lazy("Before the first visit"),
    "visit": gettext_lazy("After a visit"),
    "review": gettext_lazy("Looking at how it goes"),
    "end": gettext_lazy("At the end"),
    "months_3": gettext_lazy("After three months"),
    "months_12": gettext_lazy("After a year"),
    "extra": gettext_lazy("Asked in between"),
}
SOURCE_WORDS = {
    "phone": gettext_lazy("the patient, on their phone"),
    "tablet": gettext_lazy("the patient, on our tablet"),
    "paper": gettext_lazy("from paper"),
    "import": gettext_lazy("from another system"),
}
CERTAINTY_WORDS = {
    "high": gettext_lazy("high certainty"),
    "moderate": gettext_lazy("moderate certainty"),
    "low": gettext_lazy("low certainty"),
    "very low": gettext_lazy("very low certainty"),
}
FIELD_OF = {
    "asked.day_impossible": "answered_on",
    "asked.why_missing": "why",
    "asked.file_unreadable": "file",
    "outcomes.answer_faults": "file",
}
MOST_FAULTS = 3
FAULT_WORDS = {
    "missing": gettext_lazy("is missing"),
    "empty": gettext_lazy("is empty"),
    "twice": gettext_lazy("stands there twice"),
    "not_questionnaire": gettext_lazy("is not a Questionnaire"),
    "not_object": gettext_lazy("is not a Questionnaire"),
    "no_question": gettext_lazy("asks nothing"),
    "circle": gettext_lazy("waits for itself by way of other questions"),
    "unknown_question": gettext_lazy("names a question that is not there"),
    "other_length": gettext_lazy("has another number of questions than the measure"),
    "other_numbers": gettext_lazy("counts other numbers than the measure"),
    "other_bounds": gettext_lazy("has other ends than the measure"),
    "no_numbers": gettext_lazy("says of no answer what it counts"),
    "some_count": gettext_lazy("says only of some answers what they count"),
    "not_in_file": gettext_lazy("names a list of answers that is not in the file"),
}


def measure_name(code: str) -> str:
    """Return what a measure is called in the reader's language."""
    return in_language(find_instrument(code), "name")


def _needs_file(error: AshiError) -> str:
    name = measure_name(str(error.fields["measure"]))
    return _(
        "The questions of %(name)s are not ours to show. Load the file that your centre "
        "may use, in the settings."
    ) % {"name": name}


def _answered(error: AshiError) -> str:
    zone = ZoneInfo(str(error.fields["zone"]))
    at = datetime.fromisoformat(str(error.fields["at"])).astimezone(zone)
    told = {"day": date_format(at, "l j E"), "at": f"{at:%H:%M}"}
    return _("These questions were answered on %(day)s at %(at)s. The first answers stand.") % told


def _outside(error: AshiError) -> str:
    name = measure_name(str(error.fields["measure"]))
    return _("One answer to %(name)s is not on offer. Choose another.") % {"name": name}


def _too_old(error: AshiError) -> str:
    phone = str(error.fields["phone"])
    told = _("This link is too old: these questions are closed.")
    return f"{told} {_('Questions: %(phone)s') % {'phone': phone}}" if phone else told


def _fault(fault: Fault) -> str:
    words = FAULT_WORDS.get(fault.code, gettext_lazy("cannot be read"))
    return f"{fault.path or _('The file')} {words}"


def _faults(error: AshiError) -> str:
    """Say the first faults of a file, each with its place in it."""
    found = error.faults if isinstance(error, AnswerFaultsError) else []
    said = "; ".join(_fault(one) for one in found[:MOST_FAULTS])
    more = len(found) - MOST_FAULTS
    rest = f" {_('And %(count)s more.') % {'count': more}}" if more > 0 else ""
    return f"{_('This file cannot be used:')} {said}.{rest}"


WORDINGS = {
    "asked.needs_file": _needs_file,
    "asked.already_answered": _answered,
    "asked.answer_outside": _outside,
    "asked.link_too_old": _too_old,
    "asked.unknown": lambda error: _("These questions are not asked any more."),
    "asked.nothing_answered": lambda error: _("Answer at least one question, please."),
    "asked.not_answered_yet": lambda error: _("There is no answer here that could be corrected."),
    "asked.why_missing": lambda error: _("Say why."),
    "asked.day_impossible": lambda error: _(
        "Choose the day on which it was written: since the questions were asked, and not to come."
    ),
    "asked.nothing_to_ask": lambda error: _(
        "There is nothing to ask: first say what the patient comes with."
    ),
    "asked.threshold_unknown": lambda error: _("Choose one of the list."),
    "asked.file_unreadable": lambda error: _(
        "This is no questionnaire as JSON, or it is bigger than 2 MB."
    ),
    "outcomes.answer_faults": _faults,
    "outcomes.unknown_measure": lambda error: _("There is no such measure."),
}
