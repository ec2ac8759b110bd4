"""The account of one visit that was given up: fee, waiver, deposit, as lines that are only added.

Decides        which lines follow from an act, and what stands after all of them
Does not       know who may, nor of the price of a visit that takes place
Takes          the lines so far, in order; a sum paid by other ways
Gives          new lines; a standing
Units          whole cents
Sources        own

A line is never changed: what was wrong is taken back by a line of the opposite sign. At most one
fee stands at a time; what is open, and the deposit that is held, are never below nought.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ashi.core.scheduling.errors import MoreThanOpenError, NothingOpenError


class Kind(StrEnum):
    """What a line says."""

    FEE = "fee"
    WAIVED = "waived"
    RECEIVED = "received"
    RETURNED = "returned"
    KEPT = "kept"


OF_THE_FEE = (Kind.FEE, Kind.WAIVED, Kind.KEPT)


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``number`` counts them from 1, ``takes_back`` names the line it undoes."""

    number: int
    kind: Kind
    cents: int
    takes_back: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The sums of an account."""

    fee: int = 0
    waived: int = 0
    received: int = 0
    returned: int = 0
    kept: int = 0
    paid: int = 0

    @property
    def open(self) -> int:
        """Return what is still to be paid of the fee."""
        return max(0, self.fee - self.waived - self.kept - self.paid)

    @property
    def held(self) -> int:
        """Return the deposit that the centre has and has neither returned nor kept."""
        return self.received - self.returned - self.kept


def standing(lines: Iterable[Line], paid: int = 0) -> Standing:
    """Return the sums of all lines."""
    sums = dict.fromkeys(Kind, 0)
    for line in lines:
        sums[line.kind] += line.cents
    return Standing(**{str(kind): sums[kind] for kind in Kind}, paid=paid)


def live(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that stand: neither taken back nor taking another back."""
    gone = {line.takes_back for line in lines}
    return [line for line in lines if line.takes_back is None and line.number not in gone]


def _next(lines: Sequence[Line], kind: Kind, cents: int, takes_back: int | None = None) -> Line:
    return Line(max((one.number for one in lines), default=0) + 1, kind, cents, takes_back)


def charge(lines: Sequence[Line], cents: int) -> list[Line]:
    """Return the fee's line; none where nothing is asked, or a fee stands already."""
    if cents <= 0 or any(one.kind is Kind.FEE for one in live(lines)):
        return []
    return [_next(lines, Kind.FEE, cents)]


def take_back(lines: Sequence[Line]) -> list[Line]:
    """Return lines that undo the fee and what was set against it: a deposit kept is held again."""
    known, added = list(lines), []
    for one in live(lines):
        if one.kind in OF_THE_FEE:
            added.append(_next(known, one.kind, -one.cents, one.number))
            known.append(added[-1])
    return added


def waive(lines: Sequence[Line], paid: int = 0, cents: int | None = None) -> list[Line]:
    """Return the line that lets off what is open, or a part of it; the rest stays owed.

    Parameters
    ----------
    cents : the part; None is all that is open

    Raises
    ------
    NothingOpenError
        Nothing is open, or the part is not above nought.
    MoreThanOpenError
        The part is more than that.
    """
    still = standing(lines, paid).open
    part = still if cents is None else cents
    if not still or part <= 0:
        raise NothingOpenError
    if part > still:
        raise MoreThanOpenError(open=still)
    return [_next(lines, Kind.WAIVED, part)]


def ask_again(lines: Sequence[Line], number: int) -> list[Line]:
    """Return the line by which what line ``number`` let off is owed again.

    Raises
    ------
    NothingOpenError
        That line lets nothing off, or no longer.
    """
    for one in live(lines):
        if one.number == number and one.kind is Kind.WAIVED:
            return [_next(lines, Kind.WAIVED, -one.cents, number)]
    raise NothingOpenError


def receive(lines: Sequence[Line], cents: int) -> list[Line]:
    """Return the line of a deposit that came in.

    Raises
    ------
    NothingOpenError
        Not above nought.
    """
    if cents <= 0:
        raise NothingOpenError
    return [_next(lines, Kind.RECEIVED, cents)]


def give_back(lines: Sequence[Line]) -> list[Line]:
    """Return the line by which the deposit that is held goes back to the patient.

    Raises
    ------
    NothingOpenError
        None is held.
    """
    cents = standing(lines).held
    if not cents:
        raise NothingOpenError
    return [_next(lines, Kind.RETURNED, cents)]


def keep(lines: Sequence[Line], paid: int = 0) -> list[Line]:
    """Return the line that sets the deposit against the fee, as far as either reaches.

    Raises
    ------
    NothingOpenError
        No deposit is held, or no fee is open.
    """
    now = standing(lines, paid)
    cents = min(now.held, now.open)
    if not cents:
        raise NothingOpenError
    return [_next(lines, Kind.KEPT, cents)]
