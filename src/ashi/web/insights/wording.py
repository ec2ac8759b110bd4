"""Words of what the centre learns of itself: periods, columns, lines, why not compared."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.core.insights.comparing import Why
from ashi.core.insights.periods import Period
from ashi.core.kernel.errors import AshiError

Words = dict[str, str | Promise]

PERIOD_WORDS: Words = {
    Period.MONTH: gettext_lazy("This month"),
    Period.QUARTER: gettext_lazy("This quarter"),
    Period.YEAR: gettext_lazy("Twelve months to today"),
    Period.TWO_YEARS: gettext_lazy("Two years to today"),
    Period.OWN: gettext_lazy("Days of my own"),
}
PART_WORDS: Words = {
    "in-time": pgettext_lazy("sets of questions", "In time"),
    "late": pgettext_lazy("sets of questions", "Late"),
    "missing": gettext_lazy("Missing"),
    "answered": gettext_lazy("Answered"),
    "not-due": gettext_lazy("Not due yet"),
    "not-asked": gettext_lazy("Not asked"),
    "over": gettext_lazy("Over"),
    "going": gettext_lazy("Going on"),
    "known": gettext_lazy("Known"),
    "unknown": gettext_lazy("Not known"),
    "came": gettext_lazy("Somebody came"),
    "absent": gettext_lazy("Nobody came"),
    "unnoted": gettext_lazy("Nothing noted"),
    "not-serious": gettext_lazy("Not serious"),
    "serious": pgettext_lazy("events", "Serious"),
    "agreed": gettext_lazy("Agreed"),
    "closed": gettext_lazy("Did not, accounted for"),
    "open": gettext_lazy("Did not, still open"),
    "uncounted": gettext_lazy("Not counted"),
}
VALUE_WORDS: Words = {
    "share": gettext_lazy("Came back"),
    "start": gettext_lazy("Pain at the start"),
    "change": gettext_lazy("Change in pain"),
    "if-none": gettext_lazy("If nobody missing had changed"),
    "median": gettext_lazy("The middle one"),
    "ninth": gettext_lazy("Nine of ten, at most"),
    "planned": gettext_lazy("Planned, the middle one"),
    "open": gettext_lazy("Hours open"),
    "promised": gettext_lazy("Hours promised"),
    "came-hours": gettext_lazy("Hours to which somebody came"),
    "part": gettext_lazy("Of the hours promised"),
    "per-needles": gettext_lazy("For 10,000 needles"),
    "per-visits": gettext_lazy("For 1,000 visits"),
}
# What the lines of each table are.
OF_WORDS: Words = {
    "follow-up": gettext_lazy("Set of questions"),
    "change": gettext_lazy("Condition and treatment"),
    "compared": gettext_lazy("Courses"),
    "visits": gettext_lazy("Condition"),
    "wait-first": gettext_lazy("Booked"),
    "wait-room": gettext_lazy("Minutes"),
    "use": gettext_lazy("Who or what"),
    "unwanted": gettext_lazy("Event"),
    "mismatches": gettext_lazy("Quarter"),
}
TOTAL_WORDS: Words = {
    "follow-up": gettext_lazy("Sets due"),
    "change": gettext_lazy("All courses"),
    "compared": gettext_lazy("All courses"),
    "visits": gettext_lazy("All courses"),
    "wait-first": gettext_lazy("First visits"),
    "wait-room": gettext_lazy("All visits"),
    "use": gettext_lazy("Sessions"),
    "unwanted": gettext_lazy("Events"),
    "mismatches": gettext_lazy("Visits with needles"),
}
MIX_WORDS: Words = {
    "needles": gettext_lazy("needles only"),
    "physio": gettext_lazy("physiotherapy only"),
    "both": gettext_lazy("needles and physiotherapy"),
    "none": gettext_lazy("nothing on record"),
}
LINE_WORDS: Words = {
    "all": gettext_lazy("All together"),
    "with": gettext_lazy("With needles"),
    "without": gettext_lazy("Without needles"),
    "online": pgettext_lazy("booked", "online"),
    "desk": pgettext_lazy("booked", "at the desk"),
    "walk-in": pgettext_lazy("booked", "walked in"),
    "import": pgettext_lazy("booked", "taken over from elsewhere"),
    "from-coming": gettext_lazy("from coming"),
    "from-promised": gettext_lazy("past the time promised"),
    "practitioners": gettext_lazy("Practitioners"),
    "rooms": gettext_lazy("Rooms and couches"),
    "visits": gettext_lazy("Visit"),
}
WHY_WORDS: dict[Why, str | Promise] = {
    Why.TOO_FEW: gettext_lazy(
        "No difference is given: each group would need at least %(least)s courses with both "
        "answers; with needles there are %(with)s, without %(without)s."
    ),
    Why.ALIKE: gettext_lazy(
        "No difference is given: who had needles and who had which condition cannot be told apart."
    ),
}
# What stands in the two free columns of the rows.
ROW_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "follow-up": ("", ""),
    "change": (gettext_lazy("Pain at the start"), gettext_lazy("Pain at the follow-up")),
    "compared": (gettext_lazy("Pain at the start"), gettext_lazy("Pain at the follow-up")),
    "visits": (gettext_lazy("Visits done"), gettext_lazy("Visits planned")),
    "wait-first": (gettext_lazy("Days"), ""),
    "wait-room": (gettext_lazy("Minutes from coming"), gettext_lazy("Past the time promised")),
    "use": (gettext_lazy("Minutes promised"), gettext_lazy("Minutes noted")),
    "unwanted": (gettext_lazy("Needles in the visit"), gettext_lazy("How grave")),
    "mismatches": (gettext_lazy("Counted in"), gettext_lazy("Counted out")),
}
WHEN_WORDS: Words = {
    "follow-up": gettext_lazy("Last day for an answer"),
    "change": gettext_lazy("Course began"),
    "compared": gettext_lazy("Course began"),
    "visits": gettext_lazy("Course began"),
}


def why_not(why: Why, least: int, people: tuple[int, int]) -> str:
    """Return why no difference is given."""
    return str(WHY_WORDS[why]) % {"least": least, "with": people[0], "without": people[1]}


def _unknown(_error: AshiError) -> str:
    return _("There is no such number here.")


def _plain(_error: AshiError) -> str:
    return _("This cannot be counted.")


WORDINGS: dict[str, Callable[[AshiError], str]] = {
    "insights.error": _plain,
    "insights.unknown": _unknown,
}
