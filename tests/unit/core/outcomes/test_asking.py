"""When somebody is asked what, and which answers must be seen at once."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from ashi.core.outcomes.asking import OwnTimes, full_set, schedule, window
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.own_questions import ends_of, own_form, own_measures
from ashi.core.outcomes.scores import Score
from ashi.core.outcomes.seen import all_seen, seen_in

NICOSIA = ZoneInfo("Europe/Nicosia")
DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 2, 10, tzinfo=NICOSIA)


def every(_measure: str) -> bool:
    return True


def own(measure: str) -> bool:
    return measure in own_measures()


def test_a_course_of_seven_visits_has_reviews_at_the_fourth_and_sixth() -> None:
    visits = [FIRST + 7 * number * DAY for number in range(7)]
    due = schedule(visits, visits[-1], NICOSIA, ["lumbar"], every)

    told = [(one.moment, one.visit) for one in due if one.visit is not None]
    assert told == [
        ("start", 0),
        ("visit", 1),
        ("visit", 2),
        ("review", 3),
        ("visit", 4),
        ("review", 5),
        ("visit", 6),
    ]
    assert {one.moment for one in due if one.visit is None} == {"end", "months_3", "months_12"}
    assert all(one.opens < one.closes for one in due)


def test_nothing_is_asked_without_a_visit_nor_an_end_of_a_course_that_goes_on() -> None:
    assert schedule([], FIRST, NICOSIA, [], every) == ()
    assert "end" not in {one.moment for one in schedule([FIRST], None, NICOSIA, [], every)}


def test_change_is_not_asked_at_the_start_and_what_may_not_be_asked_is_left_out() -> None:
    due = {one.moment: one for one in schedule([FIRST], None, NICOSIA, ["neck"], own)}

    assert "PGIC" not in due["start"].measures
    assert "PGIC" in due["months_3"].measures
    assert "NDI" not in due["start"].measures
    assert schedule([FIRST], None, NICOSIA, [], lambda _measure: False) == ()


@pytest.mark.parametrize("areas", [["lumbar"], ["neck"], ["head"], ["lower_limb"], [], ["belly"]])
def test_every_set_holds_measures_that_there_are(areas: list[str]) -> None:
    measures = full_set(areas)

    assert measures[0] == "NPRS"
    assert [find_instrument(one).code for one in measures] == list(measures)


@pytest.mark.parametrize("day", [datetime(2026, 3, 27, 15), datetime(2026, 10, 23, 15)])
def test_a_window_ends_at_midnight_whatever_the_clocks_do(day: datetime) -> None:
    opens, closes = window(day.replace(tzinfo=NICOSIA), 0, 3, NICOSIA)

    assert opens.astimezone(NICOSIA).hour == 15
    local = closes.astimezone(NICOSIA)
    assert (local.hour, local.minute) == (0, 0)
    assert (local.date() - day.date()).days == 4


def test_a_window_is_the_same_whatever_zone_its_anchor_is_written_in() -> None:
    anchor = datetime(2026, 6, 1, 23, 30, tzinfo=NICOSIA)

    assert window(anchor, -7, 7, NICOSIA) == window(anchor.astimezone(UTC), -7, 7, NICOSIA)


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("measure", own_measures())
def test_our_own_questions_fit_their_measure(measure: str, language: str) -> None:
    form = own_form(measure, language)

    assert form is not None
    assert form.instrument.code == measure
    assert all(one.text for one in form.form.questions)
    # What is ours to ask belongs to nobody: a scale without an owner, or a form of our own.
    assert form.instrument.licence.kind.startswith("A")
    assert ends_of(measure, language) or form.questions[0].options or form.counts


def test_a_measure_that_somebody_owns_has_no_words_of_ours() -> None:
    assert own_form("RMDQ24", "en") is None
    assert own_form("PHQ9", "en") is None
    assert ends_of("RMDQ24", "en") is None


def test_named_activities_are_asked_by_name() -> None:
    form = own_form("PSFS", "en", ["Carry my child", "Garden"])

    assert form is not None
    assert [one.text.split(":")[0] for one in form.questions] == ["Carry my child", "Garden"]
    unnamed = own_form("PSFS", "en")
    assert unnamed is not None
    assert len(unnamed.questions) == 3
    assert len(unnamed.form.questions) == 6


def scored(code: str, value: int | None, *flags: str) -> Score:
    held = None if value is None else Fraction(value)
    return Score(code, held, None, 1, 1, None, flags=flags)


@pytest.mark.parametrize(
    ("score", "needled", "ids"),
    [
        (scored("NPRS", 9), True, ["pain_after_needling"]),
        (scored("NPRS", 8), True, []),
        (scored("NPRS", 10), False, []),
        (scored("NPRS", None), True, []),
        (scored("STRESS", 10), True, []),
        (scored("PHQ9", 3, "item_9_positive"), False, ["item_9"]),
    ],
)
def test_what_must_be_seen_is_seen(score: Score, needled: bool, ids: list[str]) -> None:
    assert [one.id for one in seen_in([score], needled=needled)] == ids


def test_each_has_fixed_words_in_both_languages() -> None:
    assert all("112" in one.text and "112" in one.text_el for one in all_seen())


def test_a_course_with_reviews_of_its_own_counts_them_from_its_first_visit() -> None:
    visits = [FIRST + 7 * number * DAY for number in range(9)]
    times = OwnTimes(("PEG",), ("NPRS",), ("PSFS",), (3,), 2, first=1)
    due = schedule(visits, None, NICOSIA, ["lumbar"], every, times)

    reviews = [one.visit for one in due if one.moment == "review"]
    assert reviews == [3, 5, 7]
    asked = {one.visit: one.measures for one in due if one.visit is not None}
    assert asked[0][:3] == ("NPRS", "PEG", "PSFS")
    assert asked[1] == asked[2] == ("NPRS", "DRUGS7", "NIGHTS", "STRESS")
    assert set(asked) == set(range(9))
