"""A needling line is read into insertions, or into faults that say where and what was near."""

import pytest

from ashi.core.knowledge.needling.insertion import (
    Electro,
    Insertion,
    LineFault,
    Needle,
)
from ashi.core.knowledge.needling.reading import Line, read_line
from ashi.core.knowledge.points.names import PointCode


def at(code: str, side: str | None, **said: object) -> Insertion:
    return Insertion(point=PointCode(code), side=side, **said)


def understood(text: str) -> list[Insertion]:
    line = read_line(text)
    assert line.faults == []
    return [read.insertion for read in line.insertions]


def test_the_line_of_the_chart_is_understood() -> None:
    line = "BL23 BL25 both 25mm deqi; GB30 r 50 perp ea1+; ashi L4 left"

    assert understood(line) == [
        at("BL23", "left", depth_mm=25, responses=("deqi",)),
        at("BL23", "right", depth_mm=25, responses=("deqi",)),
        at("BL25", "left", depth_mm=25, responses=("deqi",)),
        at("BL25", "right", depth_mm=25, responses=("deqi",)),
        at("GB30", "right", depth_mm=50, angle="perpendicular", electro=Electro(1, "+")),
        Insertion(kind="ashi", level="L4", side="left"),
    ]


def test_everything_that_can_be_said_of_a_needle_is_read() -> None:
    line = (
        'LI4 right 1,5 cm obl de qi strong twirl ea2- 2/100hz 20min 0.25x40 lot:A4471 x2 "to wrist"'
    )

    assert understood(line) == [
        at(
            "LI4",
            "right",
            depth_mm=15,
            angle="oblique",
            responses=("deqi",),
            strength="strong",
            manipulation="rotating",
            electro=Electro(2, "-"),
            hertz=(2, 100),
            minutes=20,
            needle=Needle(0.25, 40),
            lot="A4471",
            needles=2,
            note="to wrist",
        )
    ]


@pytest.mark.parametrize(
    ("line", "insertions"),
    [
        ("GB30 r 25", [at("GB30", "right", depth_mm=25)]),
        ("St 36 both", [at("ST36", "left"), at("ST36", "right")]),
        ("zu san li l 20 mm", [at("ST36", "left", depth_mm=20)]),
        ("36 ST r", [at("ST36", "right")]),
        ("ST36 (Zusanli) r", [at("ST36", "right")]),
        ("BL23L; BL25R", [at("BL23", "left"), at("BL25", "right")]),
        ("LI4(R) LR3(R)", []),
        ("ST36", [at("ST36", None)]),
        ("GV20", [at("GV20", "midline")]),
        ("EX-HN12", [at("EX-HN12", "left")]),
        ("BL23 GV4 both", [at("BL23", "left"), at("BL23", "right"), at("GV4", "midline")]),
        ("Baxie r", [at("EX-UE9", "right", needles=4)]),
        ("ST36 r 1cun", [at("ST36", "right", depth_cun=1)]),
        ("ΒΛ23 αριστερά 20", [at("BL23", "left", depth_mm=20)]),
        (
            "EX-B2 L3-L4 r 30",
            [
                at("EX-B2", "right", level="L3", depth_mm=30),
                at("EX-B2", "right", level="L4", depth_mm=30),
            ],
        ),
        (
            "ashi upper trapezius right 20 twitch",
            [
                Insertion(
                    kind="ashi",
                    place="upper trapezius",
                    side="right",
                    depth_mm=20,
                    responses=("twitch",),
                )
            ],
        ),
        ("LR 3 l", [at("LR3", "left")]),
        ("St 36 l 20mm.", [at("ST36", "left", depth_mm=20)]),
        ("ST36 l: 20", [at("ST36", "left", depth_mm=20)]),
        ("ST36 l ea 2+", [at("ST36", "left", electro=Electro(2, "+"))]),
        ("ashi r L4 20", [Insertion(kind="ashi", level="L4", side="right", depth_mm=20)]),
        ("ashi over right hip", [Insertion(kind="ashi", place="over hip", side="right")]),
        ("trp piriformis r", [Insertion(kind="trigger", place="piriformis", side="right")]),
        ("ear shenmen l", [Insertion(kind="ear", place="shenmen", side="left")]),
        ("", []),
        (" ; \n ;", []),
    ],
)
def test_a_line_says(line: str, insertions: list[Insertion]) -> None:
    if line == "LI4(R) LR3(R)":
        assert [fault.code for fault in read_line(line).faults] == [
            "point_needs_semicolon",
            "said_twice",
        ]
    else:
        assert understood(line) == insertions


def test_a_lot_that_ends_in_a_letter_is_not_a_side() -> None:
    assert understood("ST36 l lot:A447R") == [at("ST36", "left", lot="A447R")]


def test_same_asks_for_the_last_visit_again() -> None:
    assert read_line("same") == Line([], [], repeats=True)


def test_an_insertion_knows_what_nobody_said() -> None:
    assert understood("ST36")[0].unsaid == ("side", "depth", "response", "needle", "lot")
    assert understood("EX-B2 l 20 deqi 0.25x40 lot:A1")[0].unsaid == ("level",)
    assert understood("ST36 l 20 deqi 0.25x40 lot:A1")[0].unsaid == ()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Futu both", LineFault(0, 4, "ambiguous_point", "Futu", ("LI18", "ST32"))),
        ("P6 both", LineFault(0, 2, "ambiguous_point", "P6", ("LU6", "PC6"))),
        ("Zusanly l", LineFault(0, 7, "unknown_point", "Zusanly", ("ST36", "LI10"))),
        ("GV20 left", LineFault(5, 9, "no_such_side", "GV20", ("midline",))),
        ("GV20 both", LineFault(5, 9, "no_such_side", "GV20", ("midline",))),
        ("EX-HN12 r", LineFault(8, 9, "no_such_side", "EX-HN12", ("left",))),
        ("25mm", LineFault(0, 4, "no_point", "25mm")),
        ("BL23 both both", LineFault(10, 14, "said_twice", "both")),
        ("BL23 25 1cun", LineFault(8, 12, "said_twice", "1cun")),
        ("BL23 deqii", LineFault(5, 10, "unknown_word", "deqii", ("deqi", "de-qi"))),
        ("BL23 l 25 BL25", LineFault(10, 14, "point_needs_semicolon", "BL25")),
        ("BL23 999", LineFault(5, 8, "too_deep", "999")),
        ("BL23 0", LineFault(5, 6, "no_depth", "0")),
        ("BL23 0min", LineFault(5, 9, "no_time", "0min")),
        ("BL23 9x40", LineFault(5, 9, "no_needle", "9x40")),
        ("BL23 x99", LineFault(5, 8, "no_count", "x99")),
        ('BL23 ""', LineFault(5, 7, "empty_note", "")),
        ("GB30 r ea1+ ea1-", LineFault(12, 16, "pair_on_one_needle", "ea1-")),
        ("BL23 both ea1+", LineFault(0, 4, "pole_twice", "ea1")),
        ("BL23 both ea1; BL25 l ea1", LineFault(15, 19, "pair_full", "ea1")),
        ("BL 23 25 l", LineFault(6, 8, "depth_or_point", "25", ("BL25", "25mm"))),
        ("ashi left 20", LineFault(0, 4, "no_place", "ashi")),
        ("ashi", LineFault(0, 4, "no_place", "ashi")),
    ],
)
def test_what_cannot_be_is_said_with_its_place(line: str, fault: LineFault) -> None:
    assert read_line(line).faults == [fault]


def test_a_statement_with_a_fault_leaves_the_others_standing() -> None:
    line = read_line("BL23 l 25; XX99 r; ST36 r")

    assert [read.insertion.point for read in line.insertions] == ["BL23", "ST36"]
    assert [(fault.start, fault.code) for fault in line.faults] == [(11, "unknown_point")]


def test_a_line_without_end_is_refused_at_once() -> None:
    assert [fault.code for fault in read_line("ST36 " * 1000).faults] == ["line_too_long"]
    assert [fault.code for fault in read_line("ashi " + "x" * 99).faults] == ["place_too_long"]
