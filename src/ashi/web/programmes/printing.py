"""The home programme on paper: pictures, steps, dose, when to stop, a box for each day."""

from django.utils import translation
from django.utils.translation import gettext as _

from ashi.apps.programmes.models import Item, Programme
from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.web.exercises.pictures import Shown, on_paper, shown
from ashi.web.exercises.wording import dose_words
from ashi.web.printing.document import (
    Block,
    Cell,
    Document,
    Figure,
    Figures,
    Notice,
    Section,
    Text,
)
from ashi.web.printing.wording import centre_lines, day, page_of_pages, printed_line
from ashi.web.templatetags.frame import in_language

HIGH_CM = 4.2


def sheet_document(programme: Programme, reader: str) -> Document:
    """Return the sheet in the language that is active."""
    name = programme.patient.full_name
    until = [(_("Until"), (Cell(day(programme.last_day)),))] if programme.last_day else []
    title = _("Exercises at home")
    return Document(
        title=f"{title}: {name}",
        language=translation.get_language() or "en",
        centre=centre_lines(programme.centre),
        heading=title,
        lead=(
            (_("Patient"), (Cell(name),)),
            (_("From"), (Cell(day(programme.first_day)),)),
            *until,
            (_("Given by"), (Cell(str(programme.by)),)),
            *(((_("Note"), (Cell(programme.words),)),) if programme.words else ()),
        ),
        sections=tuple(_section(item) for item in programme.items.all()),
        footer=(name, title),
        page=page_of_pages(),
        printed=printed_line(reader),
    )


def _section(item: Item) -> Section:
    exercise = all_exercises()[item.exercise]
    steps = " ".join(
        f"{number}. {in_language(step, 'words')}." for number, step in enumerate(exercise.steps, 1)
    )
    pictures = shown(exercise)
    figures = tuple(
        Figure(on_paper(one), _named(at, one), f"{one.title}. {steps}")
        for at, one in enumerate(pictures, 1)
    )
    drawn: tuple[Block, ...] = (Figures("", figures, height_cm=HIGH_CM),) if figures else ()
    words = "\n".join(
        f"{number}. {in_language(step, 'words')}" for number, step in enumerate(exercise.steps, 1)
    )
    return Section(
        in_language(exercise, "name"),
        (
            *drawn,
            Text(_("How much"), Cell(dose_words(item), strong=True)),
            Text(_("How it is done"), Cell(words)),
            Notice(in_language(exercise.stop, "words")),
        ),
    )


def _named(number: int, picture: Shown) -> str:
    return f"{number}. {picture.words}" if picture.words else str(number)
