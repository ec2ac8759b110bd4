"""Tables of the insights as cells of a spreadsheet."""

from ashi.core.insights.intervals import Estimate
from ashi.core.insights.tables import Line, Table
from ashi.web.insights.shown import ShownTable, line_name
from ashi.web.spreadsheets import Cell


def table_cells(insight: str, table: Table, shown: ShownTable) -> list[list[Cell]]:
    """Return a table with its heads: numbers in full, an empty cell where something is left out."""
    of_counts, of_values = shown.heads[: len(table.parts) + 1], shown.heads[len(table.parts) + 1 :]
    ends = [text for head in of_values for text in (head, f"{head}, 95 % <", f"{head}, 95 % >")]
    lines = [*table.lines, *([table.sum] if table.sum else [])]
    return [[shown.of, "", *of_counts, *ends], *(_line(insight, one) for one in lines)]


def _line(insight: str, one: Line) -> list[Cell]:
    return [
        *line_name(insight, one.key),
        *one.parts,
        one.total,
        *(cell for value in one.values for cell in _ends(value)),
    ]


def _ends(value: Estimate | None) -> tuple[Cell, Cell, Cell]:
    return (value.value, value.low, value.high) if value else (None, None, None)
