"""Pictures on paper: each needle is on one of them, each drawn area has its number."""

from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from ashi.apps.screening.models import PainDrawing
from ashi.apps.screening.recorded import OnRecord
from ashi.web.printing.engine import pdf_of
from ashi.web.printing.figures import needle_figures, pain_figures
from ashi.web.printing.record import Recorded, record_document
from ashi.web.screening.drawings import drawing_shown
from tests.unit.web.printing.papers import START, needle, note, visit

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = [[140.0, 290.0], [160.0, 290.0], [160.0, 310.0], [140.0, 310.0]]


def drawn(*kinds: str) -> PainDrawing:
    areas = [{"view": "back", "kind": kind, "strength": 6, "outline": SQUARE} for kind in kinds]
    return PainDrawing(areas=areas, words="", at=START)


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]


def test_every_needle_with_a_place_is_on_a_picture_whichever_side_it_is_on():
    rows = [
        needle(point="BL23", side="left"),
        needle(point="ST36", side="left"),
        needle(point="KI1", side="left"),
        needle(point="KI1", side="right"),
        needle(point="", kind="ashi", side="left", drawn_view="low_back", drawn_x=150, drawn_y=150),
    ]

    (block,) = needle_figures(rows)

    said = [word for one in block.figures for word in texts(one.svg)]
    assert {"BL23", "ST36", "KI1"} <= set(said)
    soles = [one for one in block.figures if "KI1" in one.alt]
    assert any("KI1, left" in one.alt for one in soles)
    assert any("KI1, right" in one.alt for one in soles)
    assert any("stroke-dasharray" in one.svg and "ashi" in one.alt for one in block.figures)


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({}, "not in yet"),
        ({"in_at": START}, "in"),
        ({"in_at": START, "out_at": START}, "out"),
    ],
)
def test_what_is_not_out_is_told_apart_from_what_is(columns, state):
    (block,) = needle_figures([needle(side="left", **columns)])

    assert f"BL23, left, {state}" in block.figures[0].alt


def test_needles_without_a_place_have_no_picture():
    assert needle_figures([needle(point="", kind="ashi", place="where it hurts")]) == ()
    assert needle_figures([]) == ()


def test_each_area_has_the_number_of_its_line():
    (block,) = pain_figures(drawing_shown(drawn("burning", "ache")))

    (figure,) = block.figures  # nothing was drawn on the front
    assert {"1", "2"} <= set(texts(figure.svg))
    assert "burning, 6 of 10" in figure.alt
    assert 'fill="url(#burning)"' in figure.svg


def test_a_drawing_in_words_alone_has_no_picture():
    assert pain_figures(drawing_shown(drawn())) == ()


def test_words_in_a_picture_are_never_markup():
    row = needle(point="", kind="ashi", side="left", place="<script>&", level="L4")

    (block,) = needle_figures([row])

    assert "<script>" not in block.figures[0].svg


@pytest.mark.slow
def test_the_pictures_are_set_and_told_to_who_cannot_see_them():
    rows = (needle(side="left", in_at=START, out_at=START),)
    record = OnRecord(drawing=drawn("burning"))
    paper = record_document(Recorded(visit(), note(), needles=rows, on_record=record), "Maria")

    made = pdf_of(paper, "record.typ")

    reader = PdfReader(BytesIO(made))
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert "Where the needles were" in said
    assert "1. burning, 6 of 10" in said
    alts = _alts(reader)
    assert any("BL23, left, out" in alt for alt in alts)
    assert any("burning" in alt for alt in alts)


def _alts(reader: PdfReader) -> set[str]:
    """Return what the tags of the file say instead of pictures."""
    found: set[str] = set()
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif hasattr(element, "get"):
            if element.get("/Alt"):
                found.add(str(element["/Alt"]))
            if element.get("/K") is not None and not isinstance(element["/K"], int):
                waiting.append(element["/K"])
    return found
