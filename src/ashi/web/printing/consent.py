"""The consent text on paper: what is read, under which code, and lines to sign on."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ashi.apps.screening.models import ConsentPaper
from ashi.core.safety.consents import consent_texts
from ashi.web.printing.document import Cell, Document, Section, Text
from ashi.web.printing.wording import (
    LANGUAGES,
    centre_lines,
    one,
    page_of_pages,
    patient_pairs,
    printed_line,
    word,
)


def consent_document(paper: ConsentPaper, reader: str) -> Document:
    """Return a printed text as it is signed, in the language that is active (the paper's)."""
    visit = paper.visit
    version = f"{paper.text_version}, {word(LANGUAGES, paper.language)}"
    patient = visit.patient.full_name if visit.patient else ""
    return Document(
        title=paper.title,
        language=paper.language,
        centre=centre_lines(visit.session.centre),
        heading=paper.title,
        lead=(*patient_pairs(visit), (pgettext("consent", "Text"), one(version))),
        sections=_grounds(paper),
        footer=(patient, _("paper %(code)s") % {"code": paper.spelt}, version),
        page=page_of_pages(),
        printed=printed_line(reader),
        date=paper.spelt,
        opening=tuple(paper.paragraphs),
        blanks=(
            _("I have read this and consent. Name"),
            _("Signs for the patient as (mother, guardian)"),
            _("Signature"),
            _("Date"),
            _("Before whom it was signed: name, signature"),
        ),
    )


def _grounds(paper: ConsentPaper) -> tuple[Section, ...]:
    text = consent_texts().get(paper.technique)
    if text is None or text.version != paper.text_version:
        return ()
    figures = _("Figures from: %(sources)s.") % {"sources": "; ".join(text.sources)}
    draft = _("Draft: a clinician of this centre has not signed this text yet.")
    said = " ".join(filter(None, (figures, draft if text.status == "draft" else "")))
    return (Section("", (Text("", Cell(said), small=True),)),)
