"""Needles on paper: all that STRICTA asks for, and "not said" where nobody said it."""

from datetime import timedelta

from django.utils import translation

from ashi.web.printing.document import Cell, Notice
from ashi.web.printing.needles import needle_table, needles_section
from tests.unit.web.printing.papers import START, needle

NOT_SAID = (Cell("not said", known=False),)


def cells(row) -> tuple:
    (line,) = needle_table([row]).rows
    return line.cells


def count(rows, counted=None):
    return [block.rows for block in needles_section(rows, counted).blocks if block.kind == "pairs"]


def test_of_a_needle_of_which_nothing_was_said_each_column_says_so():
    assert cells(needle()) == (
        (Cell("BL23", strong=True), Cell("Shenshu")),
        (Cell("side not said", known=False), Cell("1 needle")),
        NOT_SAID,
        NOT_SAID,
        NOT_SAID,
        NOT_SAID,
        NOT_SAID,
        NOT_SAID,
        (Cell("Maria Georgiou"),),
    )


def test_everything_that_was_said_stands_in_its_column():
    row = needle(
        side="left",
        needles=2,
        depth_mm=22.5,
        angle="oblique",
        sought="deqi",
        responses=["deqi", "warm"],
        waveform="dense-disperse",
        pulse_ms=0.5,
        intensity_ma=3,
        strength="strong",
        manipulation="rotating",
        pair=1,
        pole="-",
        hertz=[2, 100],
        minutes=20,
        gauge_mm=0.25,
        length_mm=40,
        lot="A12",
        in_at=START,
        out_at=START + timedelta(minutes=20),
    )

    assert cells(row)[1:8] == (
        (Cell("left"), Cell("2 needles")),
        (Cell("22.5 mm"), Cell("oblique")),
        (Cell("sought: deqi"), Cell("deqi, warm"), Cell("strong")),
        (Cell("rotating"),),
        (
            Cell("outlet 1−"),
            Cell("2/100 Hz"),
            Cell("dense-disperse"),
            Cell("0.5 ms"),
            Cell("3 mA"),
            Cell("20 min"),
        ),
        (Cell("0.25 × 40 mm"), Cell("lot A12")),
        (Cell("in 08:10"), Cell("out 08:30")),
    )


def test_what_is_missing_beside_something_said_is_named():
    row = needle(depth_cun=1.5, pair=2, lot="A12", in_at=START)

    shown = cells(row)

    assert shown[2] == (Cell("1.5 cun"), Cell("angle not said", known=False))
    assert shown[5] == (
        Cell("outlet 2"),
        Cell("frequency not said", known=False),
        Cell("not said: waveform, pulse, current", known=False),
        Cell("time not said", known=False),
    )
    assert shown[6] == (Cell("needle not said", known=False), Cell("lot A12"))
    assert shown[7] == (Cell("in 08:10"), Cell("out: not said", known=False))


def test_a_free_place_and_a_point_that_needs_a_level_say_what_is_missing():
    ashi = needle(point="", kind="ashi", level="L4")
    nowhere = needle(point="", kind="ear")
    huatuo = needle(point="EX-B2")

    assert cells(ashi)[0] == (Cell("ashi", strong=True), Cell("L4"))
    assert cells(nowhere)[0][1] == Cell("place not said", known=False)
    assert cells(huatuo)[0][-1] == Cell("level not said", known=False)


def test_what_was_copied_and_what_was_noted_runs_below():
    (row,) = needle_table([needle(text="under the scar", copied=["depth_mm"])]).rows

    assert row.below == "under the scar · copied from an earlier visit, not looked at since"


def test_two_sets_are_told_apart():
    rows = needle_table([needle(), needle(set_number=2)]).rows

    assert [row.cells[0][-1].text for row in rows] == ["set 1", "set 2"]


def test_the_count_says_whether_in_and_out_agree_and_that_nobody_counted():
    out = START + timedelta(minutes=20)
    both = needle(needles=3, in_at=START, out_at=out)

    assert count([both], 3) == [
        (
            ("Needle count", (Cell("3 in, 3 out: they agree", strong=True),)),
            ("Counted in on the board", (Cell("3"),)),
        )
    ]
    assert count([both, needle(in_at=START), needle()]) == [
        (
            ("Needle count", (Cell("4 in, 3 out: they differ", strong=True),)),
            ("Charted, and not said to be in", (Cell("1"),)),
            ("Counted in on the board", (Cell("not counted", known=False),)),
        )
    ]


def test_without_needles_that_is_said():
    assert needles_section([], None).blocks == (Notice("No needles are charted."),)


def test_in_greek_the_words_and_the_decimal_sign_are_greek():
    with translation.override("el"):
        shown = cells(needle(side="left", depth_mm=22.5))

    assert shown[1] == (Cell("αριστερά"), Cell("1 βελόνα"))
    assert shown[2] == (Cell("22,5 mm"), Cell("γωνία: δεν αναφέρεται", known=False))


def test_what_is_not_out_says_why_and_is_counted():
    rows = [
        needle(in_at=START, out_at=START),
        needle(in_at=START, broken=True),
        needle(in_at=START, stays_days=3),
    ]

    section = needles_section(rows, 2)

    (table,) = [block for block in section.blocks if block.kind == "table"]
    shown = [cell.text for row in table.rows for cell in row.cells[7]]
    assert [text for text in shown if text in {"broke", "stays 3 days"}] == [
        "broke",
        "stays 3 days",
    ]
    (_label, count), *_more = section.blocks[-1].rows
    assert [cell.text for cell in count] == [
        "3 in, 1 out: they agree",
        "1 stay in on purpose",
        "1 broken",
    ]
