"""Lines as a file that a spreadsheet opens."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

Cell = str | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # by which a spreadsheet knows UTF-8


def as_text(value: str) -> str:
    """Keep a spreadsheet from reading what somebody typed as a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def as_file(name: str, lines: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Return lines as the file ``name``.csv; what would be read as a formula is kept from it."""
    page = StringIO()
    writer = csv.writer(page)
    for line in lines:
        writer.writerow([as_text(cell) if isinstance(cell, str) else cell for cell in line])
    answer = HttpResponse(MARK + page.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
