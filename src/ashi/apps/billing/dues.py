"""What is open of fees and deposits: of one visit, of a patient, of the whole centre."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.ledger import lines_of, paid_towards_fees
from ashi.apps.billing.models import LedgerEntry
from ashi.apps.bookings.models import GIVEN_UP, LIVE, Visit
from ashi.core.billing.dues import Kind, Standing, live, standing


@dataclass(frozen=True, slots=True)
class Due:
    """One visit's account, with its rows."""

    visit: Visit
    rows: tuple[LedgerEntry, ...]
    sums: Standing

    @property
    def waivers(self) -> list[LedgerEntry]:
        """Return the lines that let something off and stand."""
        stand = {one.number for one in live(lines_of(self.rows)) if one.kind is Kind.WAIVED}
        return [row for row in self.rows if row.number in stand]

    @property
    def asked(self) -> int:
        """Return what is still missing of the deposit that was asked for, in cents."""
        if self.visit.status not in LIVE:
            return 0
        return max(0, self.visit.deposit_cents - self.sums.received + self.sums.returned)

    @property
    def to_settle(self) -> int:
        """Return the deposit held for a visit that was given up: to be returned or kept."""
        return self.sums.held if self.visit.status in GIVEN_UP else 0

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has to do something about it."""
        return bool(self.sums.open or self.asked or self.to_settle)


def sees_money(by: Actor) -> bool:
    """Tell whether somebody sees fees: who takes money, or sees sums."""
    return may(by, Permission.MONEY_READ) or may(by, Permission.MONEY_WRITE)


def dues_of(visits: Collection[Visit]) -> list[Due]:
    """Return the accounts of these visits, in their order; two queries."""
    rows = defaultdict(list)
    entries = LedgerEntry.objects.filter(visit__in=[one.pk for one in visits])
    for row in entries.select_related("by", "agreement").order_by("number"):
        rows[row.visit_id].append(row)
    paid = paid_towards_fees([one for one in visits if rows[one.pk]])
    return [
        Due(one, tuple(rows[one.pk]), standing(lines_of(rows[one.pk]), paid.get(one.pk, 0)))
        for one in visits
    ]


def due_of(by: Actor, visit: Visit) -> Due | None:
    """Return one visit's account; None for those who see no money."""
    return dues_of([visit])[0] if sees_money(by) else None


def with_an_account(centre_id: int) -> QuerySet[Visit]:
    """Return the centre's visits that have lines, or of which a deposit was asked."""
    entries = LedgerEntry.objects.filter(visit=OuterRef("pk"))
    rows = Visit.objects.filter(
        Q(Exists(entries)) | Q(deposit_cents__gt=0, patient__isnull=False),
        session__centre=centre_id,
    )
    return rows.select_related("session__service", "session__centre", "patient")


def dues_of_patient(by: Actor, patient_id: int) -> list[Due] | None:
    """Return a patient's accounts at the reader's centre that are open; None as ``due_of``."""
    if not sees_money(by) or by.centre_id is None:
        return None
    visits = with_an_account(by.centre_id).filter(patient=patient_id).order_by("pk")
    return [one for one in dues_of(list(visits)) if one.is_open]


def fees_by_visit(by: Actor, visits: Collection[Visit]) -> dict[int, int]:
    """Return the fee that is open, in cents, of each of these visits that has one."""
    if not sees_money(by):
        return {}
    return {one.visit.pk: one.sums.open for one in dues_of(visits) if one.sums.open}
