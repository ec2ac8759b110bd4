"""Promises as rows, as the actions of ``bookings`` would have left them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import Occupancy, Session, SessionRole, Visit
from ashi.apps.bookings.terms import kept_terms
from ashi.apps.demo.copying import Sheets, Table, allocate, numbers
from ashi.apps.demo.house import EPOCH, House
from ashi.apps.demo.letters import Letters
from ashi.apps.demo.promises import Guest, Promise
from ashi.apps.demo.trail import Trail

SESSIONS = Table(
    Session,
    "id centre_id service_id starts_at ends_at plan places cancelled_at created_at created_by_id",
)
ROLES = Table(SessionRole, "id session_id key resource_id")
VISITS = Table(
    Visit,
    "id uuid session_id patient_id status channel note price payer form_missing terms_version"
    " terms_accepted_at cancelled_at cancelled_by_id cancel_reason cancelled_late version"
    " created_at created_by_id notice_h late_cents no_show_cents deposit_cents",
)
OCCUPANCIES = Table(Occupancy, "id resource_id session_id visit_id during phases live")
CONFIRMS_AFTER = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Stored:
    """A visit's row as far as what happens in it needs to know."""

    id: int
    uuid: UUID
    version: int
    promise: Promise
    guest: Guest


class Shelf:
    """Lays promises on the sheets: sessions, roles, visits, occupancies, events."""

    def __init__(self, house: House, sheets: Sheets, trail: Trail, letters: Letters | None) -> None:
        self.house, self.sheets, self.trail, self.letters = house, sheets, trail, letters
        self.desk = house.desk
        self.occupancy_ids = numbers(Occupancy)
        self.role_ids = numbers(SessionRole)

    def store(self, promises: Sequence[Promise]) -> list[Stored]:
        """Lay out the rows of promises; return their visits, in the same order."""
        sessions = allocate(Session, len(promises))
        visits = iter(allocate(Visit, sum(len(one.guests) for one in promises)))
        stored: list[Stored] = []
        for session_id, one in zip(sessions, promises, strict=True):
            session = self._session(session_id, one)
            mine = [self._visit(next(visits), session, one, guest) for guest in one.guests]
            self._occupy(session_id, one, mine)
            stored += mine
        return stored

    def _session(self, session_id: int, one: Promise) -> Session:
        start = moment(one.start)
        end = start + timedelta(minutes=one.what.offer.minutes)
        first = one.guests[0]
        over = None if one.stands else moment(max(guest.ended_at for guest in one.guests))
        service = one.what.service
        self.sheets.add(
            SESSIONS,
            (
                session_id,
                service.centre_id,
                service.pk,
                start,
                end,
                one.what.plan_text,
                service.places,
                over,
                moment(first.booked_at),
                None if first.online else self.desk.user_id,
            ),
        )
        for key, resource_id in one.roles.items():
            self.sheets.add(ROLES, (next(self.role_ids), session_id, key, resource_id))
        centre = self.house.centre
        return Session(pk=session_id, centre=centre, service=service, starts_at=start, ends_at=end)

    def _visit(self, visit_id: int, session: Session, one: Promise, guest: Guest) -> Stored:
        service, uuid = one.what.service, self.trail.uuid()
        booked = moment(guest.booked_at)
        cancelled = guest.status == Visit.Status.CANCELLED
        ended = moment(guest.ended_at) if cancelled else None
        late = guest.ended_at > one.start - 60 * self.house.centre.cancel_limit_h
        version = 1 + guest.online + (not guest.stands)
        self.sheets.add(
            VISITS,
            (
                visit_id,
                uuid,
                session.pk,
                guest.patient.id,
                str(guest.status),
                str(self._channel(guest)),
                guest.note,
                service.price,
                service.payer,
                guest.form_missing,
                self.house.centre.terms_version if guest.online else None,
                booked + CONFIRMS_AFTER if guest.online else None,
                ended,
                self.desk.user_id if cancelled else None,
                "patient" if cancelled else "",
                cancelled and late,
                version,
                booked,
                None if guest.online else self.desk.user_id,
                *kept_terms(service, online=guest.online).values(),
            ),
        )
        stored = Stored(visit_id, uuid, version, one, guest)
        self._tell(stored, session)
        return stored

    @staticmethod
    def _channel(guest: Guest) -> Visit.Channel:
        if guest.online:
            return Visit.Channel.ONLINE
        return Visit.Channel.WALK_IN if guest.walk_in else Visit.Channel.DESK

    def _tell(self, stored: Stored, session: Session) -> None:
        """Write the events of a visit's promise, and what the patient was told."""
        guest, subject = stored.guest, ("visit", stored.id)
        patient, booked = guest.patient, moment(guest.booked_at)
        detail = {"session": session.pk, "service": session.service_id}
        if guest.online:
            public = self.house.public
            self.trail.add(booked, public, "visit.hold", subject, None, detail)
            booked += CONFIRMS_AFTER
            self.trail.add(booked, public, "visit.confirm", subject, patient.id)
        else:
            self.trail.add(booked, self.desk, "visit.book", subject, patient.id, detail)
        self._letter("visit-booked", booked, stored, 1 + guest.online, session)
        if guest.stands:
            return
        ended = moment(guest.ended_at)
        if guest.status == Visit.Status.CANCELLED:
            self.trail.add(ended, self.desk, "visit.cancel", subject, patient.id)
            self._letter("visit-cancelled", ended, stored, stored.version, session)
        else:
            self.trail.add(ended, self.desk, "visit.no_show", subject, patient.id)

    def _letter(
        self, kind: str, at: datetime, stored: Stored, version: int, session: Session
    ) -> None:
        if self.letters is not None:
            ids = (stored.id, stored.uuid, version)
            self.letters.tell(kind, at, stored.guest.patient, ids, session)

    def _occupy(self, session_id: int, one: Promise, visits: Sequence[Stored]) -> None:
        """Write one row for each resource and unbroken run, parts of a whole included."""
        roles_of: dict[int, set[str]] = defaultdict(set)
        for key, resource_id in one.roles.items():
            for part in self.house.inside[resource_id]:
                roles_of[part].add(key)
        for resource_id in sorted(roles_of):
            self._run(session_id, one, roles_of[resource_id], resource_id, None)
        for visit in visits:
            self._run(session_id, one, (), visit.guest.patient.resource_id, visit)

    def _run(
        self,
        session_id: int,
        one: Promise,
        roles: Collection[str],
        resource_id: int,
        visit: Stored | None,
    ) -> None:
        since = moment(one.start) - EPOCH
        for run in one.what.runs(roles):
            begin, end = run.start + since, run.end + since
            self.sheets.add(
                OCCUPANCIES,
                (
                    next(self.occupancy_ids),
                    resource_id,
                    session_id,
                    visit.id if visit else None,
                    f"[{begin.isoformat()},{end.isoformat()})",
                    list(run.phases),
                    visit.guest.stands if visit else one.stands,
                ),
            )
