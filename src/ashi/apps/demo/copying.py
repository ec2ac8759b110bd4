"""Rows by the hundred thousand: kept on sheets as plain tuples, and written by COPY."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

Row = tuple[object, ...]
BLOCK = 2000


class Table:
    """A model's table and the order in which its columns are given; the rest take defaults."""

    def __init__(self, model: type[Model], names: str) -> None:
        given = names.split()
        fields: dict[str, Field] = {
            field.attname: field
            for field in model._meta.concrete_fields
            if not getattr(field, "generated", False)
        }
        rest = [
            field
            for name, field in fields.items()
            if name not in given and field.db_default is NOT_PROVIDED
        ]
        self.model = model
        self.rest: Row = tuple(_constant(field) for field in rest)
        columns = [field.column for field in (*(fields[name] for name in given), *rest)]
        quoted = ", ".join(f'"{column}"' for column in columns)
        self.order = f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN'


def _constant(field: Field) -> object:
    """Return a default that may stand in every row."""
    if field.default not in (NOT_PROVIDED, list, dict) and callable(field.default):
        raise TypeError(f"{field} has a default of its own for each row: give it")
    return field.get_default()


class Sheets:
    """Rows that wait to be written, a sheet for each table, in the order of first use."""

    def __init__(self) -> None:
        self.rows: dict[Table, list[Row]] = defaultdict(list)

    def add(self, table: Table, row: Row) -> None:
        """Put one row on its table's sheet."""
        self.rows[table].append(row)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    def write(self) -> None:
        """Copy every sheet into the database and empty it; foreign keys are checked at commit."""
        with connection.cursor() as cursor:
            for table, rows in self.rows.items():
                with cursor.copy(table.order) as copy:
                    for row in rows:
                        copy.write_row(row + table.rest)
        self.rows.clear()


def allocate(model: type[Model], count: int) -> list[int]:
    """Take ``count`` ids from a table's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', count],
        )
        return [row[0] for row in cursor.fetchall()]


def numbers(model: type[Model]) -> Iterator[int]:
    """Yield ids of a table without end, taken in blocks."""
    while True:
        yield from allocate(model, BLOCK)
