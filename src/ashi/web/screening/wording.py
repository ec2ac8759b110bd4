"""Words of screening."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.core.kernel.errors import AshiError
from ashi.core.safety.facts import FactKind, fact_kinds
from ashi.core.safety.red_flags import RedFlag

# The areas from which somebody chooses; the rules know more and finer ones.
AREA_WORDS = {
    "head": gettext_lazy("head"),
    "face": gettext_lazy("face"),
    "neck": gettext_lazy("neck"),
    "shoulder": gettext_lazy("shoulder"),
    "upper_limb": gettext_lazy("arm or hand"),
    "thorax": gettext_lazy("chest"),
    "upper_back": gettext_lazy("upper back"),
    "lumbar": gettext_lazy("lower back"),
    "abdomen": gettext_lazy("belly"),
    "pelvis": gettext_lazy("pelvis"),
    "buttock": gettext_lazy("buttock or hip"),
    "lower_limb": gettext_lazy("leg or foot"),
}
SIDE_WORDS = {
    "left": pgettext_lazy("side", "left"),
    "right": pgettext_lazy("side", "right"),
    "both": pgettext_lazy("side", "both"),
}
PAIN_WORDS = {
    "ache": pgettext_lazy("pain", "ache"),
    "stabbing": pgettext_lazy("pain", "stabbing"),
    "burning": pgettext_lazy("pain", "burning"),
    "tingling": pgettext_lazy("pain", "pins and needles"),
    "numb": pgettext_lazy("pain", "numb"),
    "tight": pgettext_lazy("pain", "tight"),
}
WEIGHT_WORDS = {
    "STOP": pgettext_lazy("finding", "Stop"),
    "CAUTION": pgettext_lazy("finding", "Precaution"),
    "ASK": pgettext_lazy("finding", "To be asked"),
    "NOTE": pgettext_lazy("finding", "To note"),
}
CHOICE_WORDS = {
    "otherwise": gettext_lazy("done otherwise"),
    "went_ahead": gettext_lazy("went ahead"),
    "not_done": gettext_lazy("not done"),
    "refer": gettext_lazy("referred"),
    "monitor": gettext_lazy("watched"),
    "no_action": gettext_lazy("nothing further"),
}
ASK_WORDS = {
    "where": gettext_lazy("where"),
    "angle": gettext_lazy("angle"),
    "depth_mm": gettext_lazy("depth"),
    "across": gettext_lazy("what the current crosses"),
    "reason": gettext_lazy("a reason"),
}
WHY_WORDS = {
    "first_visit": gettext_lazy("asked at a first visit"),
    "fourth_visit": gettext_lazy("asked at every fourth visit"),
    "away": gettext_lazy("asked after four weeks away"),
    "new_complaint": gettext_lazy("asked for a new complaint"),
}
UNSCREENED_WORDS = {
    "red-flag": gettext_lazy("A red flag waits for a clinician's decision."),
    "finding": gettext_lazy("A finding of the protocol waits for a decision."),
    "second-sign": gettext_lazy("A decision waits for a second sign by somebody else."),
    "unanswered": gettext_lazy("Something is still to be asked."),
}


def in_greek() -> bool:
    """Whether the reader reads Greek."""
    return translation.get_language() == "el"


def question_of(one: FactKind | RedFlag) -> str:
    """Return a question in the reader's language."""
    return one.question_el if in_greek() else one.question


def asks_words(names: Iterable[str]) -> str:
    """Return what a finding asks for, in words."""
    kinds = fact_kinds()
    return ", ".join(
        str(ASK_WORDS[name]) if name in ASK_WORDS else question_of(kinds[name]) for name in names
    )


def places_words(places: Iterable[str]) -> str:
    """Return the places of a decision in words: ``BL23 left 25 mm, right 25 mm``."""
    said: dict[str, list[str]] = {}
    wired = []
    for place in places:
        ends = [_place_words(end) for end in place.split("+")]
        if len(ends) > 1:  # the needles of one outlet
            wired.append(" + ".join(" ".join(end).strip() for end in ends))
        else:
            said.setdefault(ends[0][0], []).append(ends[0][1])
    lines = [f"{point} {', '.join(filter(None, some))}".strip() for point, some in said.items()]
    return "; ".join([*lines, *wired])


def _place_words(place: str) -> tuple[str, str]:
    """Return the point, or the place in words, and beside it the side and the depth."""
    point, _slash, rest = place.partition("/")
    side, _slash, depth = rest.partition("/")
    words = (str(SIDE_WORDS.get(side, side)), f"{depth} mm" if depth else "")
    return " ".join(point.split()), " ".join(filter(None, words))


def _outside(error: AshiError) -> str:
    least, most = error.fields["least"], error.fields["most"]
    return _("A number from %(least)s to %(most)s, please.") % {"least": least, "most": most}


WORDINGS = {
    "screening.fact_unknown": lambda error: _("This question is not asked any more."),
    "screening.number_outside": _outside,
    "screening.finding_gone": lambda error: _(
        "This finding has changed meanwhile: what stands here now is new."
    ),
    "screening.flag_not_raised": lambda error: _("This red flag is not answered yes any more."),
    "screening.nothing_to_countersign": lambda error: _(
        "The second sign is somebody else's, under a decision that waits for it."
    ),
    "screening.complaint_empty": lambda error: _("Say what brings the patient."),
    "screening.area_unknown": lambda error: _("Choose a place from the list."),
    "screening.no_name_signed": lambda error: _("Write the name of who signs."),
    "screening.consent_text_changed": lambda error: _(
        "The text has changed since this page was opened. Please read it again; nothing is signed."
    ),
    "screening.paper_unknown": lambda error: _("No such text was printed for this patient."),
    "screening.witness_unknown": lambda error: _("Choose somebody who works here."),
    "screening.no_paper_consent": lambda error: _(
        "There is no consent on paper to which this photograph belongs."
    ),
    "screening.not_consented": lambda error: _("There is no consent to withdraw."),
    "screening.intake_closed": lambda error: _(
        "The visit has begun or is cancelled: please tell us in the room what is new."
    ),
    "screening.technique_unknown": lambda error: _("There is no consent text for this."),
    "knowledge.drawing_fault": lambda error: _(
        "The drawing could not be read: please draw it again, or say it in words."
    ),
    "safety.reason_missing": lambda error: _("Say why."),
    "safety.unanswered": lambda error: _("Ask, or say why it is not asked."),
    "safety.not_permitted": lambda error: _("Only who may sign a record decides on this."),
    "safety.no_way_ahead": lambda error: _(
        "The protocol leaves no way ahead here: done otherwise, or not done."
    ),
    "safety.second_sign_missing": lambda error: _("Somebody else signs this, too."),
}
FIELD_OF = {
    "safety.reason_missing": "reason",
    "safety.unanswered": "reason",
    "safety.no_way_ahead": "choice",
    "screening.no_name_signed": "signed_name",
    "screening.complaint_empty": "words",
}
