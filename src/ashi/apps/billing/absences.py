"""Give a visit up, or take that back, and write what is due in the same transaction.

Pages act by these; the acts of ``bookings`` that they stand on know of no money.
"""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from ashi.apps.audit.actor import Actor
from ashi.apps.billing.ledger import add_lines, lines_of, rows_of
from ashi.apps.billing.models import FeeAgreement, LedgerEntry
from ashi.apps.bookings.actions import cancelling
from ashi.apps.bookings.models import SeriesChange, Visit
from ashi.apps.bookings.terms import fee_of
from ashi.apps.encounters.actions import series_back, series_changes
from ashi.apps.encounters.actions.series_back import PutBack
from ashi.apps.encounters.actions.series_changes import Pressed
from ashi.apps.encounters.series_change import ChangeAsk
from ashi.core.billing.dues import charge, take_back


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a patient agreed to owe: the sum in cents, and what was read, in which language."""

    cents: int
    words: str
    language: str


def cancel_visit(*, by: Actor, visit_id: int, reason: str, version: int | None = None) -> Visit:
    """Cancel a visit; where the patient cancels late, the fee that was agreed is due.

    Raises as ``bookings.actions.cancelling.cancel_visit``.
    """
    due = partial(_charge, by)
    return cancelling.cancel_visit(
        by=by, visit_id=visit_id, reason=reason, version=version, also=due
    )


def cancel_late_online(
    *, by: Actor, visit_id: int, reason: str, version: int, agreed: Agreed
) -> Visit:
    """Cancel a visit by the patient's link after the free time, with the fee agreed to.

    What was read is kept with the fee. Where it is free after all, nothing is due.

    Raises
    ------
    VisitNotOpenError, VisitChangedError, OutsideRulesError
        The last where the centre does not allow it, or the sum is another.
    """
    due = partial(_charge, by, agreed=agreed)
    return cancelling.cancel_visit(
        by=by, visit_id=visit_id, reason=reason, version=version, owed=agreed.cents, also=due
    )


def mark_no_show(*, by: Actor, visit_id: int, version: int | None = None) -> Visit:
    """Record that nobody came; the fee that was agreed is due. Raises as the act of bookings."""
    due = partial(_charge, by)
    return cancelling.mark_no_show(by=by, visit_id=visit_id, version=version, also=due)


def restore_visit(*, by: Actor, visit_id: int) -> Visit:
    """Take a cancellation back, with its fee and what was set against it."""
    return cancelling.restore_visit(by=by, visit_id=visit_id, also=partial(_take_back, by))


def unmark_no_show(*, by: Actor, visit_id: int) -> Visit:
    """Take a no-show back, with its fee and what was set against it."""
    return cancelling.unmark_no_show(by=by, visit_id=visit_id, also=partial(_take_back, by))


def change_series(*, by: Actor, ask: ChangeAsk, key: UUID, pressed: Pressed) -> SeriesChange:
    """Change a series; what of it is cancelled late is due. Raises as the act of encounters."""
    due = partial(_charge, by)
    return series_changes.change_series(by=by, ask=ask, key=key, pressed=pressed, also=due)


def take_series_back(*, by: Actor, change_id: UUID) -> PutBack:
    """Take a change of a series back, with its fees. Raises as the act of encounters."""
    also = partial(_take_back, by)
    return series_back.take_series_back(by=by, change_id=change_id, also=also)


def _charge(by: Actor, visit: Visit, agreed: Agreed | None = None) -> None:
    cents = fee_of(visit)
    if not cents:
        return
    absent = visit.status == Visit.Status.NO_SHOW
    cause = LedgerEntry.Cause.NO_SHOW if absent else LedgerEntry.Cause.LATE
    rows = rows_of(visit.pk)
    added = add_lines(by, visit, rows, charge(lines_of(rows), cents), cause=cause)
    if added and agreed is not None:
        _keep(visit, added[0], agreed)


def _keep(visit: Visit, fee: LedgerEntry, agreed: Agreed) -> None:
    centre = visit.session.centre
    greek = agreed.language == "el"
    FeeAgreement.objects.create(
        entry=fee,
        words=agreed.words,
        language=agreed.language,
        centre_terms=(greek and centre.terms_el) or centre.terms,
        terms_version=centre.terms_version,
    )


def _take_back(by: Actor, visit: Visit) -> None:
    rows = rows_of(visit.pk)
    add_lines(by, visit, rows, take_back(lines_of(rows)))
