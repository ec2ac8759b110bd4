"""The card with warning signs on paper: nothing of any patient stands on it."""

from django.utils.translation import gettext as _

from ashi.apps.centres.models import Centre
from ashi.core.safety.safety_net import cauda_card
from ashi.web.printing.document import Cell, Document, Items, Section
from ashi.web.printing.wording import LANGUAGES, centre_lines, page_of_pages, printed_line, word


def card_document(centre: Centre, language: str, reader: str) -> Document:
    """Return the card as it is printed, in the language that is active."""
    card = cauda_card()
    words = card.words(language)
    version = f"{card.version}, {word(LANGUAGES, language)}"
    draft = _("Draft: a clinician of this centre has not signed this text yet.")
    return Document(
        title=words.title,
        language=language,
        centre=centre_lines(centre),
        heading=words.title,
        lead=(),
        sections=(Section("", (Items("", tuple(map(Cell, words.signs))),)),),
        footer=(version, *((draft,) if card.status == "draft" else ())),
        page=page_of_pages(),
        printed=printed_line(reader),
        opening=(words.lead,),
        to=(words.act,),
    )
