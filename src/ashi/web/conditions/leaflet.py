"""The leaflet on a condition: two pages to take home, from the same words as the page.

Decides        what of the page a leaflet has room for
Does not       say anything that the page does not say
Takes          a condition, the centre, the page's address
Gives          a document for the typesetter
"""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ashi.apps.centres.models import Centre
from ashi.apps.evidence.queries import changes_for
from ashi.core.evidence.living import Changes
from ashi.core.knowledge.evidence_base.conditions import Condition
from ashi.web.conditions import further
from ashi.web.conditions.forests import panels_for
from ashi.web.conditions.lines import as_words
from ashi.web.conditions.own import Own
from ashi.web.conditions.telling import groups_for, urgent_for
from ashi.web.printing.document import Cell, Document, Items, Row, Section, Table, Text
from ashi.web.printing.wording import centre_lines, page_of_pages
from ashi.web.templatetags.frame import in_language

MOST_SAID = 5
BEFORE = "tell-us"


def leaflet_document(found: Condition, centre: Centre | None, address: str, own: Own) -> Document:
    """Return the leaflet as it is printed, in the language that is active."""
    name = in_language(found, "name")
    return Document(
        title=_("%(condition)s: acupuncture and physiotherapy") % {"condition": name},
        language=translation.get_language() or "en",
        centre=centre_lines(centre) if centre else ("Ashi",),
        heading=name,
        lead=(),
        opening=(further.what(found.id, own),),
        sections=tuple(_sections(found, own, changes_for(centre.pk if centre else None))),
        footer=(address,),
        page=page_of_pages(),
        printed=_signed(own),
    )


def _signed(own: Own) -> str:
    """Return who reviewed the page, or that nobody has."""
    row = own.signed
    if row is None or own.stale:
        return _("A draft: held against its sources, but no clinician has signed it yet.")
    return _("Reviewed and published by %(name)s, %(day)s.") % {
        "name": row.published_name,
        "day": date_format(timezone.localtime(row.published_at), "j/n/Y"),
    }


def _sections(found: Condition, own: Own, changes: Changes) -> list[Section]:
    urgent, _more = urgent_for(found)
    said = [one for group in groups_for(found) if group.key == "help" for one in group.said]
    panels = panels_for(found.id, changes)
    drawn = [" ".join(panel.sentences) for panel in panels if panel.sentences]
    help_ = [Cell(text) for text in drawn[:1]]
    help_ += [Cell(f"{one.text} {one.sure}.") for one in said[:MOST_SAID]]
    nothing = Cell(_("We have read nothing on this that we can lean on."), known=False)
    before = next(one for one in further.answered(found.id, own) if one.id == BEFORE)
    visits = further.visits(found.id)
    return [
        Section(
            _("Go to the emergency department now, or call 112, if you answer yes to any of these"),
            (Items("", tuple(Cell(in_language(one, "question")) for one in urgent)),),
        ),
        Section(_("Does acupuncture help?"), (Items("", tuple(help_) or (nothing,)),)),
        Section(
            _("How many visits?"),
            tuple(Text(one.who, Cell(one.text)) for one in visits.voices),
        ),
        Section(_("What can go wrong"), (_rates(),)),
        Section(
            _("What you can do yourself"),
            (
                Items("", tuple(map(Cell, further.care(found.id, own)))),
                Text(
                    _("Exercises we often begin with"),
                    Cell(", ".join(further.exercises(found.id))),
                ),
            ),
        ),
        *(Section(title, lines) for title, lines in _ours(found, own) if lines),
        Section(before.asked, (Items("", tuple(Cell(text) for text, _sure in before.says)),)),
    ]


def _ours(found: Condition, own: Own) -> list[tuple[str, tuple[Text, ...]]]:
    """Return what the centre says of itself on the page."""
    places = {"together": _("Acupuncture and physiotherapy together"), "here": _("At our centre")}
    return [
        (
            title,
            tuple(
                Text("", Cell(as_words((one.text, one.said.sure if one.said else ""))))
                for one in own.lines(place, found.id)
            ),
        )
        for place, title in places.items()
    ]


def _rates() -> Table:
    rows = tuple(Row(((Cell(one.what),), (Cell(one.often),))) for one in further.rates())
    head = (_("What can happen"), _("How often it was counted"))
    return Table("", head, (3, 2), rows)
