"""Places of a decision as they are read."""

from ashi.web.screening.wording import places_words


def test_sides_and_depths_stand_behind_their_point():
    places = ["BL23/left/25", "BL23/right/25", "ashi  L4/left/"]

    assert places_words(places) == "BL23 left 25 mm, right 25 mm; ashi L4 left"


def test_the_needles_of_one_outlet_are_read_together():
    places = ["BL40/left/20", "BL40/left/20+BL60/left/"]

    assert places_words(places) == "BL40 left 20 mm; BL40 left 20 mm + BL60 left"
