"""Open a file: its table, its columns, and in which order its dates are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.mapping import Columns, Kind, columns_of
from ashi.apps.imports.moments import Order, Proof, prove
from ashi.apps.imports.sheets import Sheet, read_sheet

DATES = {
    Kind.PATIENTS: ("birth_date",),
    Kind.APPOINTMENTS: ("start", "end"),
    Kind.NOTES: ("birth_date", "dated"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be judged. ``order`` is None where nothing proves it."""

    sheet: Sheet
    columns: Columns
    order: Order | None
    proofs: tuple[Proof, ...]
    order_needed: bool


def open_file(
    data: bytes,
    kind: Kind,
    mapping: Mapping[str, Any],
    *,
    encoding: str | None = None,
    order: Order | None = None,
    strict: bool = False,
) -> Opened:
    """Read a file by a mapping; ``encoding`` and ``order`` are what the user says of it.

    ``strict`` as in ``columns_of``.

    Raises
    ------
    UnreadableFileError, MappingError
        The latter with ``reason`` dates where the rows prove both orders, or another than said.
    """
    sheet = read_sheet(data, encoding)
    columns = columns_of(kind, mapping, sheet.header, strict=strict)
    headings = [columns.of[name] for name in DATES[kind] if name in columns.of]
    values = [(line.number, line.cells.get(one, "")) for line in sheet.lines for one in headings]
    proofs, needed = prove(values)
    said = order or columns.dates
    if len(proofs) > 1 or (said and proofs and proofs[0].order is not said):
        found = {str(proof.order): proof.line for proof in proofs}
        raise MappingError(path=f"{kind}.dates", reason="dates", found=found, said=said)
    return Opened(
        sheet, columns, said or (proofs[0].order if proofs else None), tuple(proofs), needed
    )
