"""Words of the record."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.needling.insertion import LineFault
from ashi.web.screening.wording import UNSCREENED_WORDS

SIDE_WORDS = {
    "left": pgettext_lazy("side", "left"),
    "right": pgettext_lazy("side", "right"),
    "midline": pgettext_lazy("side", "midline"),
    "both": pgettext_lazy("side", "both"),
}
KIND_WORDS = {
    "ashi": gettext_lazy("ashi"),
    "trigger": gettext_lazy("trigger point"),
    "ear": gettext_lazy("ear"),
}
RESPONSE_WORDS = {
    "deqi": gettext_lazy("deqi"),
    "none": gettext_lazy("none felt"),
    "twitch": gettext_lazy("twitch"),
    "dull": gettext_lazy("dull"),
    "sore": gettext_lazy("sore"),
    "heavy": gettext_lazy("heavy"),
    "numb": gettext_lazy("numb"),
    "tingling": gettext_lazy("tingling"),
    "electric": gettext_lazy("electric"),
    "warm": gettext_lazy("warm"),
    "spreading": gettext_lazy("spreading"),
    "sharp": gettext_lazy("sharp"),
}
WAVEFORM_WORDS = {
    "continuous": gettext_lazy("continuous"),
    "dense-disperse": gettext_lazy("dense-disperse"),
    "intermittent": gettext_lazy("intermittent"),
}
SEVERITY_WORDS = {
    "mild": pgettext_lazy("event", "mild"),
    "moderate": pgettext_lazy("event", "moderate"),
    "severe": pgettext_lazy("event", "severe"),
}
ONSET_WORDS = {
    "during": gettext_lazy("during the visit"),
    "same_day": gettext_lazy("later that day"),
    "later": gettext_lazy("on a later day"),
    "unknown": pgettext_lazy("event", "not said"),
}
CAUSE_WORDS = {
    "certain": pgettext_lazy("cause", "certainly"),
    "probable": pgettext_lazy("cause", "probably"),
    "possible": pgettext_lazy("cause", "possibly"),
    "unlikely": pgettext_lazy("cause", "hardly"),
    "unknown": pgettext_lazy("cause", "cannot be said"),
}
OUTCOME_WORDS = {
    "gone": pgettext_lazy("outcome", "gone"),
    "better": pgettext_lazy("outcome", "better"),
    "same": pgettext_lazy("outcome", "as it was"),
    "worse": pgettext_lazy("outcome", "worse"),
    "unknown": pgettext_lazy("event", "not said"),
}
MISSING_WORDS = {
    **UNSCREENED_WORDS,
    "adverse": gettext_lazy("Say whether anything unwanted happened."),
    "adverse-text": gettext_lazy("Say what happened, and what was done."),
    "not-in": gettext_lazy(
        "Needles are charted that did not go in: say that they did, or take them off."
    ),
    "still-in": gettext_lazy("Needles are still in."),
    "broken": gettext_lazy("A needle broke: say below what happened, and what was done."),
    "empty": gettext_lazy("Nothing is written yet."),
}
ASKED_WORDS = {
    "pattern-alone": gettext_lazy("A pattern stands without a diagnosis beside it."),
    "since": gettext_lazy("Nobody asked whether anything unwanted came after the last visit."),
    "count": gettext_lazy("The board counted another number of needles."),
    "unsaid": gettext_lazy("Side, depth, response, needle or lot of some needles was not said."),
    "expired": gettext_lazy("Some needles came from a box whose date has passed."),
    "copied": gettext_lazy("Some of it was copied from the last visit and not looked at."),
}
FAULT_WORDS = {
    "unknown_point": gettext_lazy("there is no such point"),
    "unknown_word": gettext_lazy("this word is not known"),
    "ambiguous_point": gettext_lazy("this may be several points"),
    "no_point": gettext_lazy("a point comes first"),
    "no_place": gettext_lazy("say where"),
    "place_too_long": gettext_lazy("say the place in fewer words"),
    "no_such_side": gettext_lazy("this point has no such side"),
    "depth_or_point": gettext_lazy("a depth or a point? Write mm after a depth"),
    "point_needs_semicolon": gettext_lazy("put a semicolon before another point"),
    "said_twice": gettext_lazy("this is said twice"),
    "pair_on_one_needle": gettext_lazy("both poles of a pair on one needle"),
    "pair_full": gettext_lazy("a pair takes two needles"),
    "pole_twice": gettext_lazy("one pole twice in a pair"),
    "too_deep": gettext_lazy("deeper than any needle is long"),
    "no_spot": gettext_lazy("this place is on no picture, or cannot be drawn"),
    "no_depth": gettext_lazy("no depth"),
    "no_time": gettext_lazy("no such time"),
    "no_needle": gettext_lazy("no such needle"),
    "no_count": gettext_lazy("no such number of needles"),
    "no_frequency": gettext_lazy("no such frequency"),
    "no_pulse": gettext_lazy("no such pulse"),
    "no_intensity": gettext_lazy("no such current"),
    "no_days": gettext_lazy("a needle stays for 1 to 14 days"),
    "no_pair": gettext_lazy("no such outlet"),
    "no_lot": gettext_lazy("no lot"),
    "unknown_treatment": gettext_lazy("there is no such treatment, exercise or measure"),
    "no_value": gettext_lazy("a measure needs a number"),
    "value_outside": gettext_lazy("this number cannot be"),
    "dose_outside": gettext_lazy("this dose cannot be"),
    "no_result": gettext_lazy("say what was found"),
    "no_side": gettext_lazy("say which side"),
    "no_level": gettext_lazy("say a level of the spine that this has"),
    "place_unsaid": gettext_lazy("say a muscle or a level"),
    "no_unit": gettext_lazy("write the unit, or a grade"),
    "measured_ahead": gettext_lazy("what is measured is found at the visit"),
    "grade_outside": gettext_lazy("there is no such grade"),
    "empty_note": gettext_lazy("the note is empty"),
    "line_too_long": gettext_lazy("the line is too long"),
}
FIELD_OF = {"charting.note_empty": "text"}


def fault_lines(faults: Iterable[LineFault]) -> list[str]:
    """Return each fault of a line as a sentence, with what may have been meant."""
    return [_fault(one) for one in faults]


def _fault(fault: LineFault) -> str:
    said = str(FAULT_WORDS.get(fault.code, _("this cannot be read")))
    near = f" ({', '.join(fault.near)}?)" if fault.near else ""
    return f"{fault.given}: {said}{near}" if fault.given else f"{said}{near}"


def _line(error: AshiError) -> str:
    faults = fault_lines(error.fields["faults"])  # type: ignore[arg-type]  # of the core's reader
    return "; ".join(faults) or _("Write a point, or “same”.")


def _done_line(error: AshiError) -> str:
    said = []
    for one in error.fields["faults"]:
        near = f" ({', '.join(one.near)}?)" if one.near else ""
        said.append(f"{one.given}: {FAULT_WORDS.get(one.code, _('this cannot be read'))}{near}")
    return "; ".join(said) or _("Write what was done, or “same”.")


def fault_words(fault: LineFault) -> str:
    """Return in words what is wrong with one value, without the value."""
    return str(FAULT_WORDS.get(fault.code, _("this cannot be read")))


def _template_line(error: AshiError) -> str:
    return "; ".join(fault_lines(error.fields["faults"]))  # type: ignore[arg-type]  # of the core's reader


def _missing(error: AshiError) -> str:
    names = error.fields["missing"]
    return " ".join(str(MISSING_WORDS[name]) for name in names)


def _asked(error: AshiError) -> str:
    names = error.fields["findings"]
    return " ".join(str(ASKED_WORDS[name]) for name in names)


def _empty(error: AshiError) -> str:
    if error.fields["missing"] == "reason":
        return _("Say why it is added.")
    return _("Write what is added.")


def _time(error: AshiError) -> str:
    if error.fields["reason"] == "order":
        return _("Needles come out after they went in.")
    return _("Say a time within the last day.")


WORDINGS = {
    "charting.done_line": _done_line,
    "charting.again_faults": lambda error: _("Not everything can be read; nothing was kept."),
    "charting.done_unknown": lambda error: _("This is not on the chart any more."),
    "charting.note_signed": lambda error: _("This note is signed; you can only add to it."),
    "charting.note_unsigned": lambda error: _("This note is not signed yet."),
    "charting.note_not_cosigned": lambda error: _(
        "This note waits for a second signature: until then no letter can be written from it."
    ),
    "charting.note_changed": lambda error: _(
        "Somebody else saved this note meanwhile. What is stored now stands beside yours."
    ),
    "charting.note_empty": _empty,
    "charting.needling_line": _line,
    "charting.nothing_to_repeat": lambda error: _("No earlier visit has needles to repeat."),
    "charting.nothing_found": lambda error: _("Nothing was found or measured at an earlier visit."),
    "charting.nothing_written": lambda error: _("No earlier note has words to take over."),
    "charting.text_unknown": lambda error: _("There is no such phrase or template any more."),
    "charting.shortcut": lambda error: _("A shortcut is letters and digits without blanks."),
    "charting.text_empty": lambda error: _("This cannot be empty."),
    "charting.text_taken": lambda error: _("You have one of this name already."),
    "charting.template_line": _template_line,
    "charting.sign_unknown": lambda error: (
        _("%(given)s: there is no such sign") % {"given": error.fields["given"]}
    ),
    "charting.second_set": lambda error: _(
        "All needles are out. Is this one forgotten, or does a second set begin?"
    ),
    "charting.needle_time": _time,
    "charting.protocol_unknown": lambda error: _("The centre has no such protocol any more."),
    "charting.protocol_name": lambda error: _("Give it a name."),
    "charting.code_unknown": lambda error: _("This is no code of the list."),
    "charting.event_unknown": lambda error: _("Choose from the list, please."),
    "charting.box_unknown": lambda error: _("There is no such box, or no such room."),
    "charting.box_expired": lambda error: _("The date of this box has passed: it is not used."),
    "charting.no_such_needle": lambda error: _("No needle is as thick and long as this."),
    "charting.nothing_stays": lambda error: _("Nothing was left in at this visit."),
    "charting.needle_unknown": lambda error: _("This needle is not on the chart any more."),
    "charting.not_ready": _missing,
    "charting.not_screened": _missing,
    "charting.asked": _asked,
    "charting.no_act_permit": lambda error: _(
        "Your papers for needling are missing or have run out: somebody who may needle must sign."
    ),
    "charting.own_cosign": lambda error: _("Somebody else must put the second signature."),
}
