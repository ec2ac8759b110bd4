"""Waive a fee or a part, or ask for it again; record what became of a deposit.

Each takes the ``entry_id`` that its form was shown with: the same again gives the first answer.
"""

from uuid import UUID

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.actions import MOST
from ashi.apps.billing.errors import PaymentAmountError, PaymentUnknownError, WaiverReasonError
from ashi.apps.billing.ledger import add_lines, lines_of, paid_cents, rows_of
from ashi.apps.billing.models import LedgerEntry, Payment
from ashi.apps.bookings.models import Visit
from ashi.core.billing.dues import Kind, ask_again, give_back, keep, receive, waive
from ashi.core.kernel.money import IN_CENTS

METHODS = (Payment.Method.CASH, Payment.Method.CARD, Payment.Method.TRANSFER)


def _locked(by: Actor, visit_id: int) -> Visit:
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("session__centre")
        .filter(pk=visit_id, session__centre=by.centre_id, patient__isnull=False)
        .first()
    )
    if visit is None:
        raise PaymentUnknownError(visit=visit_id)
    return visit


def _first_answer(entry_id: UUID, visit: Visit) -> LedgerEntry | None:
    known = LedgerEntry.objects.filter(pk=entry_id).first()
    if known is not None and known.visit_id != visit.pk:
        raise PaymentUnknownError(visit=visit.pk)
    return known


@transaction.atomic
def waive_fee(
    *, by: Actor, entry_id: UUID, visit_id: int, reason: str, cents: int | None = None
) -> LedgerEntry:
    """Let off what is still open of a visit's fee, or ``cents`` of it.

    Raises
    ------
    NotAllowedError, PaymentUnknownError, WaiverReasonError
    NothingOpenError, MoreThanOpenError
        No fee is open, or not so much.
    """
    require(by, Permission.MONEY_WAIVE, centre_id=by.centre_id)
    visit = _locked(by, visit_id)
    if (known := _first_answer(entry_id, visit)) is not None:
        return known
    if not reason.strip():
        raise WaiverReasonError
    rows = rows_of(visit.pk)
    lines = waive(lines_of(rows), paid_cents(visit), cents)
    return add_lines(by, visit, rows, lines, entry_id=entry_id, reason=reason.strip())[0]


@transaction.atomic
def take_waiver_back(*, by: Actor, visit_id: int, waiver_id: UUID) -> LedgerEntry:
    """Ask again for what one line let off; sent twice it gives the first answer.

    Raises
    ------
    NotAllowedError
    PaymentUnknownError
        The visit has no such line.
    NothingOpenError
        It lets nothing off, or no longer.
    """
    require(by, Permission.MONEY_WAIVE, centre_id=by.centre_id)
    visit = _locked(by, visit_id)
    rows = rows_of(visit.pk)
    waiver = next((row for row in rows if row.pk == waiver_id), None)
    if waiver is None:
        raise PaymentUnknownError(visit=visit_id)
    back = next((row for row in rows if row.takes_back_id == waiver_id), None)
    if back is not None and waiver.kind == Kind.WAIVED:
        return back
    return add_lines(by, visit, rows, ask_again(lines_of(rows), waiver.number))[0]


@transaction.atomic
def receive_deposit(
    *, by: Actor, entry_id: UUID, visit_id: int, cents: int, method: str
) -> LedgerEntry:
    """Record a deposit that came in.

    Raises
    ------
    NotAllowedError, PaymentUnknownError, PaymentAmountError
    """
    require(by, Permission.MONEY_WRITE, centre_id=by.centre_id)
    visit = _locked(by, visit_id)
    if (known := _first_answer(entry_id, visit)) is not None:
        return known
    if not 0 < cents <= MOST * IN_CENTS or method not in METHODS:
        raise PaymentAmountError(amount=str(cents), most=str(MOST))
    rows = rows_of(visit.pk)
    lines = receive(lines_of(rows), cents)
    return add_lines(by, visit, rows, lines, entry_id=entry_id, method=method)[0]


@transaction.atomic
def return_deposit(*, by: Actor, entry_id: UUID, visit_id: int, method: str) -> LedgerEntry:
    """Record that the deposit that is held went back to the patient.

    Raises
    ------
    NotAllowedError, PaymentUnknownError, PaymentAmountError
    NothingOpenError
        None is held.
    """
    require(by, Permission.MONEY_WRITE, centre_id=by.centre_id)
    visit = _locked(by, visit_id)
    if (known := _first_answer(entry_id, visit)) is not None:
        return known
    if method not in METHODS:
        raise PaymentAmountError(amount="", most=str(MOST))
    rows = rows_of(visit.pk)
    lines = give_back(lines_of(rows))
    return add_lines(by, visit, rows, lines, entry_id=entry_id, method=method)[0]


@transaction.atomic
def keep_deposit(*, by: Actor, entry_id: UUID, visit_id: int) -> LedgerEntry:
    """Set the deposit against the fee, as far as either reaches.

    Raises
    ------
    NotAllowedError, PaymentUnknownError
    NothingOpenError
        No deposit is held, or no fee is open.
    """
    require(by, Permission.MONEY_WRITE, centre_id=by.centre_id)
    visit = _locked(by, visit_id)
    if (known := _first_answer(entry_id, visit)) is not None:
        return known
    rows = rows_of(visit.pk)
    lines = keep(lines_of(rows), paid_cents(visit))
    return add_lines(by, visit, rows, lines, entry_id=entry_id)[0]
