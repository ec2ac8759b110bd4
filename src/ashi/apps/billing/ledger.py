"""The rows of a visit's account, read as the core's lines, and added to."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID, uuid4

from django.db.models import Sum

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.models import LedgerEntry, Payment
from ashi.apps.bookings.models import GIVEN_UP, Visit
from ashi.core.billing.dues import Kind, Line, Standing, standing
from ashi.core.kernel.money import as_cents


def lines_of(rows: Iterable[LedgerEntry]) -> list[Line]:
    """Return the lines of one visit's rows."""
    known = list(rows)
    numbers = {row.pk: row.number for row in known}
    return [
        Line(
            row.number,
            Kind(row.kind),
            row.cents,
            numbers[row.takes_back_id] if row.takes_back_id else None,
        )
        for row in known
    ]


def paid_cents(visit: Visit) -> int:
    """Return what was paid towards a fee: all that was paid, once the visit is given up."""
    return paid_towards_fees([visit]).get(visit.pk, 0)


def paid_towards_fees(visits: Collection[Visit]) -> dict[int, int]:
    """Return the same for each of many visits that has payments, by id; one query."""
    given_up = [one.pk for one in visits if one.status in GIVEN_UP]
    rows = Payment.objects.filter(visit__in=given_up).values("visit").annotate(sum=Sum("amount"))
    return {row["visit"]: as_cents(row["sum"]) for row in rows}


def rows_of(visit_id: int) -> list[LedgerEntry]:
    """Return the account's rows in order."""
    return list(LedgerEntry.objects.filter(visit=visit_id).order_by("number"))


def standing_of(visit: Visit) -> Standing:
    """Return what stands of fee and deposit of one visit."""
    return standing(lines_of(rows_of(visit.pk)), paid_cents(visit))


def add_lines(
    by: Actor,
    visit: Visit,
    rows: Sequence[LedgerEntry],
    lines: Iterable[Line],
    *,
    entry_id: UUID | None = None,
    **said: str,
) -> list[LedgerEntry]:
    """Write new lines of a (locked) visit's account, each with its event.

    Parameters
    ----------
    entry_id : of the first line, so that a repeat of the same form can be known
    said : cause, method and reason, as far as the lines have them
    """
    by_number = {row.number: row for row in rows}
    added: list[LedgerEntry] = []
    for line in lines:
        back = by_number[line.takes_back] if line.takes_back else None
        row = LedgerEntry.objects.create(
            id=entry_id if entry_id and not added else uuid4(),
            visit=visit,
            number=line.number,
            kind=str(line.kind),
            cents=line.cents,
            currency=visit.session.centre.currency,
            takes_back=back,
            visit_version=visit.version,
            by_id=by.user_id,
            **({"cause": back.cause, "method": back.method} if back else said),
        )
        by_number[row.number] = row
        added.append(row)
        record(
            by=by,
            action=f"ledger.{line.kind}{'_back' if back else ''}",
            subject=("visit", visit.pk),
            patient_id=visit.patient_id,
            reason=row.reason,
            detail={"cents": line.cents},
        )
    return added
