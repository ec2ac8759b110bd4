"""Labels on a picture of the body: each beside its mark, none over another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.knowledge.atlas.positions import positions_on
from ashi.core.knowledge.atlas.views import view_of
from ashi.web.atlas.pictures import LETTER, TEXT, Mark, picture_of

VIEW = "low_back"
points = st.lists(st.sampled_from(positions_on(VIEW)), max_size=14, unique=True)


def _covered(label):
    text = TEXT[VIEW]
    width = len(label.text) * text * LETTER
    left = label.x - width if label.anchor == "end" else label.x
    return left, left + width, label.y


@given(points)
@settings(max_examples=60, deadline=None)
def test_no_label_covers_another_and_each_point_is_named_once_a_side(chosen):
    marks = [Mark(one.x, one.y, "in", str(one.code), "") for one in chosen]

    picture = picture_of(VIEW, marks)
    labels = [_covered(one) for one in picture.labels]

    assert len(picture.marks) == len(chosen)
    assert {one.text for one in picture.labels} == {str(one.code) for one in chosen}
    for at, (left, right, y) in enumerate(labels):
        for other_left, other_right, other_y in labels[at + 1 :]:
            assert right <= other_left or other_right <= left or abs(y - other_y) >= TEXT[VIEW]


def test_no_label_is_cut_off_at_the_edge_of_the_picture():
    for view in ("back", "front", "low_back"):
        box = view_of(view).box
        marks = [Mark(one.x, one.y, "in", str(one.code), "") for one in positions_on(view)[::7]]
        for label in picture_of(view, marks).labels:
            width = len(label.text) * TEXT[view] * LETTER
            left = label.x - width if label.anchor == "end" else label.x
            assert box.x <= left, (view, label)
            assert left + width <= box.x + box.width, (view, label)


def test_what_a_label_was_moved_from_is_shown_by_a_line():
    marks = [Mark(300.0, 100.0 + one, "in", f"BL2{one}", "") for one in range(3)]

    leads = [one.lead for one in picture_of(VIEW, marks).labels]

    assert leads[0] == ""
    assert all(leads[1:])


def test_which_side_is_the_patients_left_is_written_where_both_are_shown():
    assert [one.text for one in picture_of("front", sides=("L", "R")).sides] == ["R", "L"]
    assert [one.text for one in picture_of("back", sides=("L", "R")).sides] == ["L", "R"]
    assert picture_of("palm", sides=("L", "R")).sides == ()
