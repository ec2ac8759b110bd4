"""From rows of needles to the lines of the table."""

from collections.abc import Iterable
from dataclasses import dataclass

from ashi.apps.charting.models import Needling
from ashi.apps.charting.queries import is_resting
from ashi.apps.charting.values import insertion_of, placed
from ashi.core.knowledge.needling.printing import print_line
from ashi.core.knowledge.needling.stricta import report_of
from ashi.core.knowledge.points.names import PointCode, all_names
from ashi.web.charting.wording import KIND_WORDS, RESPONSE_WORDS, SIDE_WORDS, WAVEFORM_WORDS


@dataclass(frozen=True, slots=True)
class NeedleLine:
    """One row with what is shown of it in words."""

    row: Needling
    side: str
    responses: str
    unsaid: tuple[str, ...]
    state: str
    current: str


@dataclass(slots=True)
class Group:
    """The needles of one place that follow each other."""

    title: str
    name: str
    point: str
    set_number: int
    lines: list[NeedleLine]
    rowspan: int = 0


def groups_of(rows: Iterable[Needling], edited: int | None = None) -> list[Group]:
    """Return needles by place, in the order of the chart; one that is edited takes a row more."""
    groups: list[Group] = []
    for row in rows:
        title, name = _place(row)
        if not groups or (groups[-1].title, groups[-1].set_number) != (title, row.set_number):
            groups.append(Group(title, name, row.point, row.set_number, []))
        groups[-1].lines.append(_line(row))
        groups[-1].rowspan += 2 if row.pk == edited else 1
    return groups


def _place(row: Needling) -> tuple[str, str]:
    if row.point:
        return f"{row.point} {row.level}".strip(), all_names()[PointCode(row.point)].pinyin
    return f"{KIND_WORDS.get(row.kind, row.kind)}, {row.place or row.level}", ""


def _line(row: Needling) -> NeedleLine:
    return NeedleLine(
        row=row,
        side=str(SIDE_WORDS.get(row.side, row.side)),
        responses=", ".join(str(RESPONSE_WORDS.get(one, one)) for one in row.responses),
        unsaid=insertion_of(row).unsaid,
        state="in" if is_resting(row) else "",
        current=_current(row),
    )


def _current(row: Needling) -> str:
    """Return how a needle was stimulated by current: outlet, form, frequency, pulse, strength."""
    if row.pair is None:
        return ""
    said = (
        f"ea{row.pair}{row.pole}",
        str(WAVEFORM_WORDS.get(row.waveform, row.waveform)),
        "/".join(f"{one:g}" for one in row.hertz) + " Hz" if row.hertz else "",
        f"{row.pulse_ms:g} ms" if row.pulse_ms else "",
        f"{row.intensity_ma:g} mA" if row.intensity_ma else "",
        f"{row.minutes}′" if row.minutes else "",
    )
    return " ".join(filter(None, said))


def line_of(rows: Iterable[Needling]) -> str:
    """Return needles as a needling line."""
    return print_line(insertion_of(row) for row in rows)


def said_share(rows: Iterable[Needling]) -> int:
    """Return how much of what STRICTA asks of each needle was said so far, of 100."""
    return round(100 * report_of([[placed(row) for row in rows]]).completeness)
