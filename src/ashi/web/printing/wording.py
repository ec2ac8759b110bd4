"""Words of printed pages: what was said, and that something was not."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.core.safety.facts import fact_kinds
from ashi.web.printing.document import Cell
from ashi.web.screening.wording import question_of
from ashi.web.templatetags.frame import clock, in_language

Cells = tuple[Cell, ...]
ANGLES = {
    "perpendicular": pgettext_lazy("angle", "perpendicular"),
    "oblique": pgettext_lazy("angle", "oblique"),
    "transverse": pgettext_lazy("angle", "transverse"),
    "superficial": pgettext_lazy("angle", "superficial"),
}
STRENGTHS = {
    "strong": pgettext_lazy("strength", "strong"),
    "weak": pgettext_lazy("strength", "weak"),
}
MANIPULATIONS = {
    "even": gettext_lazy("even"),
    "reinforcing": gettext_lazy("reinforcing"),
    "reducing": gettext_lazy("reducing"),
    "rotating": gettext_lazy("rotating"),
    "lifting": gettext_lazy("lifting and thrusting"),
    "pecking": gettext_lazy("pecking"),
    "still": gettext_lazy("left still"),
}
WAYS = {
    "screen": gettext_lazy("signed on screen"),
    "paper": gettext_lazy("signed on paper"),
    "aloud": gettext_lazy("said aloud"),
}
UNITS = {"years": gettext_lazy("years"), "weeks": gettext_lazy("weeks")}
LANGUAGES = {"en": gettext_lazy("in English"), "el": gettext_lazy("in Greek")}


def word(words: Mapping[str, str | Promise], code: str) -> str:
    """Return the word for a code; one without a word is printed as it is kept."""
    return str(words.get(code, code))


def said(text: object, unsaid: str = "") -> Cell:
    """Return what was said, or that it was not: ``unsaid`` names what is missing."""
    words = str(text).strip() if text is not None else ""
    return Cell(words) if words else Cell(unsaid or pgettext("record", "not said"), known=False)


def one(text: object, unsaid: str = "") -> Cells:
    """Return a cell of one line."""
    return (said(text, unsaid),)


def each(*cells: Cell) -> Cells:
    """Return what was said of several things; where nothing was said of any, that once."""
    return cells if any(cell.known for cell in cells) else one(None)


def number(value: float) -> str:
    """Return a number with the reader's decimal sign."""
    text = f"{value:.10g}"
    return text.replace(".", ",") if translation.get_language() == "el" else text


def day(when: date | datetime) -> str:
    """Return "25 November 2026" in the reader's language."""
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    return date_format(when, "j E Y")


def moment(when: datetime) -> str:
    """Return day and clock."""
    return f"{day(when)}, {clock(when)}"


def questions(names: Iterable[str]) -> list[str]:
    """Return the questions of some facts; one that is not asked any more by its name."""
    kinds = fact_kinds()
    return [question_of(kinds[name]) if name in kinds else name for name in names]


def centre_lines(centre: Centre) -> tuple[str, ...]:
    """Return a centre as the head of a letter: name, address, phone, e-mail."""
    lines = (in_language(centre, "name"), in_language(centre, "address"))
    return tuple(filter(None, (*lines, centre.phone, centre.email)))


def patient_pairs(visit: Visit) -> tuple[tuple[str, Cells], ...]:
    """Return who the patient is; a file number only where there is one."""
    patient = visit.patient
    if patient is None:
        return ()
    born = day(patient.birth_date) if patient.birth_date else None
    number_of_file = ((_("File number"), one(patient.external_ref)),)
    return (
        (_("Patient"), (Cell(patient.full_name, strong=True),)),
        (_("Born"), one(born, _("birth date not asked"))),
        *(number_of_file if patient.external_ref else ()),
    )


def page_of_pages() -> str:
    """Return how pages are counted; the template puts the numbers in."""
    return _("Page %(page)s of %(pages)s")


def printed_line(by: str) -> str:
    """Return when this was printed, and by whom."""
    return _("Printed %(at)s by %(name)s") % {"at": moment(timezone.now()), "name": by}
