"""What is open of fees and deposits at a centre, searched and sorted; and what a day took in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.dues import Due, dues_of, with_an_account
from ashi.apps.billing.models import LedgerEntry, Payment
from ashi.apps.bookings.models import GIVEN_UP, LIVE, Visit
from ashi.apps.patients.queries import search
from ashi.core.kernel.money import IN_CENTS, as_cents

MOST = 500  # chosen: a page that a person reads to its end has fewer
FOUND = 60  # patients that a search looks among
SORTS = {
    "latest": ("-session__starts_at", "-pk"),
    "oldest": ("session__starts_at", "pk"),
    "name": ("patient__sort_key", "-session__starts_at", "-pk"),
    "sum": ("-still_open", "-session__starts_at", "-pk"),
}
STATES = ("open", "fees", "deposits", "all")


def _ledger_sum(signs: dict[str, int]) -> Coalesce:
    """Return the sum of a visit's lines of these kinds, each with its sign."""
    signed = Case(
        *(When(kind=kind, then=F("cents") * sign) for kind, sign in signs.items()),
        default=0,
        output_field=IntegerField(),
    )
    rows = LedgerEntry.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    return Coalesce(Subquery(rows.annotate(sum=Sum(signed)).values("sum")), 0)


def _with_sums(centre_id: int) -> QuerySet[Visit]:
    payments = Payment.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    paid = payments.annotate(sum=Sum("amount") * IN_CENTS).values("sum")
    return with_an_account(centre_id).annotate(
        still_open=_ledger_sum({"fee": 1, "waived": -1, "kept": -1})
        - Coalesce(Subquery(paid, output_field=IntegerField()), 0),
        held=_ledger_sum({"received": 1, "returned": -1, "kept": -1}),
        came_in=_ledger_sum({"received": 1, "returned": -1}),
    )


def dues_listed(by: Actor, *, state: str, sort: str, text: str) -> list[Due]:
    """Return up to ``MOST`` accounts of the actor's centre.

    Parameters
    ----------
    state : one of ``STATES``; "open" is what somebody has to do something about
    sort : a key of ``SORTS``
    text : of the patient, as the search for patients takes it; nothing: everybody

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.MONEY_READ, centre_id=by.centre_id)
    fee = Q(status__in=GIVEN_UP, still_open__gt=0)
    deposit = Q(status__in=GIVEN_UP, held__gt=0) | Q(
        status__in=LIVE, deposit_cents__gt=F("came_in")
    )
    wanted = {"open": fee | deposit, "fees": fee, "deposits": deposit, "all": Q()}
    rows = _with_sums(by.centre_id or 0).filter(wanted[state])
    if text.strip():
        rows = rows.filter(patient__in=[one.pk for one in search(by, text, limit=FOUND)])
    return dues_of(list(rows.order_by(*SORTS[sort])[:MOST]))


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in by one way in a stretch of time, less what went back, in cents."""

    method: str
    payments: int
    deposits: int

    @property
    def total(self) -> int:
        """Return both together."""
        return self.payments + self.deposits


def takings_between(by: Actor, first: datetime, last: datetime) -> list[Taken]:
    """Return what the actor's centre took in [first, last), by method, by when it was recorded.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.MONEY_READ, centre_id=by.centre_id)
    here: dict[str, object] = {"visit__session__centre": by.centre_id}
    span = here | {"at__gte": first, "at__lt": last}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    paid = Payment.objects.filter(**span).values("method").annotate(sum=Sum("amount"))
    for row in paid.order_by("method"):
        sums[row["method"]][0] += as_cents(row["sum"])
    for method, cents in _deposits(span):
        sums[method][1] += cents
    return [Taken(method, *both) for method, both in sorted(sums.items())]


def _deposits(span: dict[str, object]) -> Iterator[tuple[str, int]]:
    signs = {"received": 1, "returned": -1}
    rows = LedgerEntry.objects.filter(kind__in=signs, **span).order_by()
    for row in rows.values("method", "kind").annotate(sum=Sum("cents")):
        yield row["method"], row["sum"] * signs[row["kind"]]
