"""What the loader decides before it writes: who is promised what, and what came of it."""

from dataclasses import dataclass, field

from ashi.apps.bookings.models import Visit
from ashi.apps.demo.house import Bookable
from ashi.apps.demo.newcomers import Known


@dataclass(slots=True)
class Guest:
    """One patient's place: minutes of booking and, where it came to nothing, of its end."""

    patient: Known
    booked_at: int
    status: str = Visit.Status.BOOKED
    ended_at: int = 0
    online: bool = False
    walk_in: bool = False
    form_missing: bool = False
    note: str = ""

    @property
    def stands(self) -> bool:
        """Tell whether the promise stands."""
        return self.status == Visit.Status.BOOKED


@dataclass(slots=True)
class Promise:
    """One session, seated: start in minutes, who fills the roles, whose places."""

    what: Bookable
    start: int
    roles: dict[str, int]
    guests: list[Guest] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Tell whether any place in it stands."""
        return any(guest.stands for guest in self.guests)
