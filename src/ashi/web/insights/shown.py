"""A table of numbers as its reader reads it: words for lines and columns, numbers as written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ashi.apps.insights.rows import Row
from ashi.apps.insights.tables import SEVERAL
from ashi.core.insights.definitions import definition_of
from ashi.core.insights.intervals import Estimate
from ashi.core.insights.tables import Line, Table
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.safety.adverse import event_kinds
from ashi.web.charting.wording import SEVERITY_WORDS
from ashi.web.conditions.written import written
from ashi.web.insights.wording import (
    LINE_WORDS,
    MIX_WORDS,
    OF_WORDS,
    PART_WORDS,
    TOTAL_WORDS,
    VALUE_WORDS,
)
from ashi.web.outcomes.wording import MOMENT_WORDS
from ashi.web.templatetags.frame import in_language

SHARES = ("share", "part")
WHOLE = ("median", "ninth", "planned", "open", "promised", "came-hours")
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in words: its name in one or two pieces, counts and values as they are written."""

    name: str
    beside: str
    counts: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """``heads`` are those of the counts, then of the values."""

    of: str
    heads: tuple[str, ...]
    lines: tuple[Shown, ...]
    sum: Shown | None


def table_in_words(insight: str, table: Table) -> ShownTable:
    """Return a table in the reader's language."""
    heads = [
        *(str(PART_WORDS[part]) for part in table.parts),
        str(TOTAL_WORDS[insight]),
        *(str(VALUE_WORDS[value]) for value in table.values),
    ]
    return ShownTable(
        of=str(OF_WORDS[insight]),
        heads=tuple(heads),
        lines=tuple(_shown(insight, one, table) for one in table.lines),
        sum=_shown(insight, table.sum, table) if table.sum else None,
    )


def _shown(insight: str, one: Line, table: Table) -> Shown:
    name, beside = line_name(insight, one.key)
    return Shown(
        name,
        beside,
        tuple(count_in_words(part) for part in (*one.parts, one.total)),
        tuple(
            estimate_in_words(value, of) for value, of in zip(one.values, table.values, strict=True)
        ),
    )


def line_name(insight: str, key: str) -> tuple[str, str]:
    """Return what a line is called, and what stands small beside it."""
    condition, _sign, mix = key.partition(SEVERAL)
    if mix:
        return condition_name(condition), str(MIX_WORDS[mix])
    if insight == "follow-up" and key in MOMENT_WORDS:
        return str(MOMENT_WORDS[key]), ""
    if insight == "unwanted" and key in event_kinds():
        return in_language(event_kinds()[key], "term"), ""
    if insight == "mismatches" and key != "all":
        year, _q, quarter = key.partition("-Q")
        return _("Quarter %(quarter)s of %(year)s") % {"quarter": quarter, "year": year}, ""
    if insight == "visits" and key != "all":
        return condition_name(key), ""
    return str(LINE_WORDS.get(key, key)), ""


def condition_name(condition: str) -> str:
    """Return a condition's name; its id where the base has none of that id any more."""
    found = next((one for one in all_conditions() if one.id == condition), None)
    return in_language(found, "name") if found else condition


def count_in_words(count: int | None) -> str:
    """Return a count; of one that is left out, that it is."""
    return _("not shown") if count is None else written(count)


def estimate_in_words(one: Estimate | None, of: str) -> str:
    """Return a number with its interval, in the unit of its column."""
    if one is None:
        return NOTHING
    middle = number_in_words(one.value, of)
    if one.low is None or one.high is None:
        return middle
    ends = {"low": number_in_words(one.low, of), "high": number_in_words(one.high, of)}
    return f"{middle} ({_('%(low)s to %(high)s') % ends})"


def number_in_words(value: float, of: str) -> str:
    """Return a number of a column: a share in percent, hours and days whole, else to a tenth."""
    if of in SHARES:
        return _("%(number)s%%") % {"number": written(round(100 * value))}
    return written(round(value) if of in WHOLE else round(value, 1) + 0.0)


def row_in_words(insight: str, row: Row) -> dict[str, Any]:
    """Return a row in words; a score or a count where there is none stays empty."""
    name, beside = line_name(insight, row.key)
    return {
        "patient_id": row.patient_id,
        "name": f"{row.given_name} {row.family_name}".strip(),
        "day": day_in_words(row.at),
        "of": ", ".join(filter(None, (name, beside))),
        "state": str(PART_WORDS[row.state]),
        "first": _cell(row.first),
        "second": _cell(row.second),
    }


def day_in_words(at: date | datetime) -> str:
    """Return a day with its year."""
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, "j M Y")


def _cell(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return str(SEVERITY_WORDS.get(value, value))
    return written(float(value))


def definition_in_words(insight: str, language: str) -> Sequence[tuple[str, str]]:
    """Return what is said of a measure, each with its heading."""
    definition = definition_of(insight)
    heads = (
        (_("What is counted"), "counts"),
        (_("Among what"), "among"),
        (_("Which days"), "window"),
        (_("What is missing"), "missing"),
        (_("From where"), "source"),
    )
    return [(head, definition.words(name, language)) for head, name in heads]
