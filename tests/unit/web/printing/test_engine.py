"""The typesetter: nothing typed is markup, no letter vanishes, no font is missing."""

import logging
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from ashi.web.printing.engine import is_printable, pdf_of
from ashi.web.printing.record import Recorded, record_document
from tests.unit.web.printing.papers import needle, note, visit

pytestmark = pytest.mark.slow
NAMES = ["Ελένη Ἀθηνᾶ Ὀδυσσέως", "Ayşe Şahin Łukasiewicz", "Жанна Щербакова", "Đặng Thị Hồng"]
TYPED = "#strong[x] *y* _z_ $1$ <tag> @ref \\u{41} `q`"


def printed(name: str, language: str = "en") -> PdfReader:
    paper = record_document(Recorded(visit(given_name=name, family_name=""), note()), "Maria")
    return PdfReader(BytesIO(pdf_of(replace(paper, language=language), "record.typ")))


def words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("name", [*NAMES, TYPED])
def test_a_name_is_printed_letter_by_letter(name, caplog):
    with caplog.at_level(logging.WARNING):
        assert f"Patient {name}\n" in words(printed(name))

    assert caplog.records == []


def test_a_sign_that_no_font_draws_is_printed_by_its_number():
    assert "Patient Li [U+8DB3][U+1F600] x" in words(printed("Li 足😀 x"))
    assert not is_printable("足")
    assert is_printable("ᾧ")


def test_the_file_is_tagged_and_bears_title_and_language():
    reader = printed("Eleni", "el")
    catalog = reader.trailer["/Root"]

    assert reader.metadata.title == "Record of a visit: Eleni, 25 November 2026"
    assert catalog["/Lang"] == "el"
    assert catalog["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in catalog["/Metadata"].get_data()


def test_the_fonts_are_ours():
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in printed("Ελένη Ş").pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts
    assert all("LibertinusSerif" not in name and "Computer" not in name for name in fonts), fonts


def test_every_page_bears_name_day_number_and_the_mark_of_a_draft():
    rows = tuple(needle(position=number) for number in range(90))
    paper = record_document(Recorded(visit(), note(), needles=rows), "Maria Georgiou")

    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf_of(paper, "record.typ"))).pages]

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Eleni Demou · 25 November 2026, 08:10" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Not signed: a draft" in page
        assert "by Maria Georgiou" in page
