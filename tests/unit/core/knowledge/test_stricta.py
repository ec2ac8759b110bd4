"""The report of a course: counted by hand here, and held by laws."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.knowledge.needling.insertion import Insertion
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.needling.stricta import FIXED, FREELY, PARTLY, Placed, report_of

FULL = "seek deqi deqi even 0.25x40 lot:A1"


def visit(line, minutes=20.0):
    return [Placed(one.insertion, minutes) for one in read_line(line).insertions]


def test_a_course_is_summed_up_as_by_hand():
    report = report_of(
        [
            visit(f"BL23 both 25mm {FULL}; BL40 left 15mm {FULL}"),
            visit(f"BL23 both 20mm {FULL}; ST36 both 30mm {FULL}; ashi L4 left 15mm {FULL}", 30.0),
            [],
        ]
    )

    assert (report.visits, report.varied) == (2, PARTLY)
    assert report.needles == (4, 3, 5)
    assert report.depth_mm == (22.5, 15, 30)
    assert report.minutes == (30, 20, 30)
    assert [tuple(one) for one in report.points] == [
        ("BL23", 2, True),
        ("BL40", 1, False),
        ("ST36", 1, True),
        ("ashi L4", 1, False),
    ]
    assert report.sought == (("deqi", 8),)
    assert report.completeness == 1


def test_what_was_not_said_is_counted_item_by_item():
    report = report_of([visit("BL23 left 25mm deqi; ST36", None)])

    assert dict(report.said) == {
        "2b": (1, 2),
        "2c": (1, 2),
        "2d": (0, 2),
        "2e": (0, 2),
        "2f": (0, 2),
        "2g": (0, 2),
    }
    assert report.completeness == 1 / 6


def test_how_far_it_was_varied():
    same, other = visit("BL23 left"), visit("ST36 left")

    assert report_of([same, same]).varied == FIXED
    assert report_of([same, other]).varied == FREELY
    assert report_of([]).varied == FIXED


places = st.builds(
    Placed,
    st.builds(
        Insertion,
        kind=st.just("ashi"),
        place=st.sampled_from(["knee", "hip"]),
        side=st.sampled_from([None, "left", "right"]),
        depth_mm=st.sampled_from([None, 10.0, 20.0]),
    ),
    st.sampled_from([None, 15.0]),
)
courses = st.lists(st.lists(places, max_size=4), max_size=4)


@given(courses)
@settings(max_examples=60, deadline=None)
def test_shares_lie_between_none_and_all_and_every_place_is_told_once(course):
    report = report_of(course)

    assert 0 <= report.completeness <= 1
    assert all(one.said <= one.of for _item, one in report.said)
    assert len({point.name for point in report.points}) == len(report.points)
    assert all(1 <= point.visits <= report.visits for point in report.points)


@given(courses, places)
@settings(max_examples=60, deadline=None)
def test_saying_more_never_makes_a_record_less_complete(course, one):
    side = one.insertion.side
    less = Placed(Insertion(kind="ashi", place="knee", side=side), None)
    more = Placed(Insertion(kind="ashi", place="knee", side=side, depth_mm=10.0), 15.0)

    assert report_of([*course, [more]]).completeness >= report_of([*course, [less]]).completeness
