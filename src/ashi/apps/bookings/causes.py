"""What speaks against a booked session, and whether somebody left it as it is all the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from ashi.apps.bookings.leaving import LeftConflict
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.centres.models import Absence, Closure, Resource


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason: absence, closure, hours, put-away, unfit, permit, service, remover, or rooms.

    ``resource`` is whom it is about; ``row`` the absence or closure that says so. ``rests_on`` is
    a text that changes with what the cause rests on.
    """

    code: str
    resource: Resource | None = None
    row: Absence | Closure | None = None
    rests_on: str = ""

    @property
    def seen(self) -> tuple[str, ...]:
        """Return all that the cause is, as texts."""
        row = self.row
        span = (row.pk, row.during.lower, row.during.upper) if row else ()
        about = self.resource.pk if self.resource else 0
        return (self.code, str(about), *map(str, span), self.rests_on)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A session with its booked visits, and every cause that speaks against it."""

    session: Session
    visits: tuple[Visit, ...]
    causes: tuple[Cause, ...]
    left: LeftConflict | None = None

    @property
    def mark(self) -> str:
        """Return a short text that is the same as long as the visits and every cause are."""
        booked = sorted((one.pk, one.version) for one in self.visits)
        causes = sorted(one.seen for one in self.causes)
        shown = (self.session.pk, self.session.version, booked, causes)
        return sha256(repr(shown).encode()).hexdigest()[:32]

    @property
    def is_left(self) -> bool:
        """Tell whether somebody left it as it is, and nothing has changed since."""
        return self.left is not None and self.left.mark == self.mark

    @property
    def hit(self) -> frozenset[int]:
        """Return the resources that cannot stay."""
        return frozenset(one.resource.pk for one in self.causes if one.resource)

    @property
    def is_edited(self) -> bool:
        """Tell whether the service has other phases now than were promised."""
        return any(one.code == "service" for one in self.causes)


def open_conflicts(found: Iterable[Conflict]) -> list[Conflict]:
    """Return those that nobody left as they are."""
    return [one for one in found if not one.is_left]
