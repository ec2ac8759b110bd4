"""Files are read as they were saved, and what was recognised is told."""

import pytest

from ashi.apps.imports.errors import UnreadableFileError
from ashi.apps.imports.sheets import Line, Sheet, read_sheet


@pytest.mark.parametrize(
    ("data", "encoding", "separator"),
    [
        ("id,name\r\n1,Zoë\r\n".encode(), "utf-8", ","),
        ("id,name\n1,Zoë\n".encode("utf-8-sig"), "utf-8-sig", ","),
        ("id;name\n1;Ζωή\n".encode("cp1253"), "windows-1253", ";"),
        ("id;name\n1;Zoë\n".encode("cp1252"), "windows-1252", ";"),
        ("id\tname\n1\tΖωή\n".encode("utf-16"), "utf-16", "\t"),
    ],
)
def test_encoding_and_separator_are_recognised(data, encoding, separator):
    sheet = read_sheet(data)

    assert (sheet.encoding, sheet.separator, sheet.header) == (encoding, separator, ("id", "name"))
    assert sheet.lines[0].cells["id"] == "1"
    assert sheet.lines[0].cells["name"] in ("Zoë", "Ζωή")


def test_a_field_may_hold_separators_quotes_and_line_breaks():
    sheet = read_sheet(b'id,note\n1,"a, ""b""\nc; d"\n2,\n')

    assert [line.cells["note"] for line in sheet.lines] == ['a, "b"\nc; d', ""]


def test_a_heading_that_comes_twice_names_two_columns():
    assert read_sheet(b"Paid,Paid\n1,2\n").lines[0].cells == {"Paid": "1", "Paid (2)": "2"}


def test_cells_without_a_heading_are_counted_and_missing_ones_are_empty():
    lines = read_sheet(b"a,b\n1\n1,2,3\n").lines

    assert lines == (Line(1, {"a": "1", "b": ""}), Line(2, {"a": "1", "b": "2"}, spare=1))


def test_json_records_become_rows_with_dotted_names_and_links_as_numbers():
    text = b'{"rows": [{"id": 9007199254740993, "ok": true, "who": {"links": {"self": "x/p/7"}}}]}'

    assert read_sheet(text) == Sheet(
        "utf-8",
        "json",
        ("id", "ok", "who"),
        (Line(1, {"id": "9007199254740993", "ok": "true", "who": "7"}),),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"PK\x03\x04\0\0\0", "binary"),
        (b"a,b;c\n1,2\n", "separator"),
        (b'a,b\n1,"2\n', "quotes"),
        (b'[{"a": 1}', "json"),
        (b'{"a": 1}', "json"),
        (b"[1, 2]", "json"),
        (b"[" * 100_000, "json"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data, reason):
    with pytest.raises(UnreadableFileError) as refusal:
        read_sheet(data)

    assert refusal.value.fields["reason"] == reason


def test_an_encoding_that_was_said_is_taken_or_refused():
    assert read_sheet("a\né\n".encode("latin-1"), "latin-1").lines[0].cells == {"a": "é"}
    with pytest.raises(UnreadableFileError):
        read_sheet("a\né\n".encode("latin-1"), "utf-8")
    with pytest.raises(UnreadableFileError):
        read_sheet(b"a\n", "no-such-encoding")
