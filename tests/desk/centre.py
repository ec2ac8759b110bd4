"""A small centre for the tests of the desk: two rooms, a gym, three people, a phased service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Occupancy, Session, SessionRole, Visit
from ashi.apps.centres.models import (
    Centre,
    Membership,
    Permit,
    Resource,
    Service,
    ServicePhase,
    ServiceRole,
    WeeklyHours,
)
from ashi.apps.patients.models import Patient

PHASES = [
    ("intake", "with", "Intake, needling", "Λήψη ιστορικού, βελονισμός", 15, ["therapist", "room"]),
    ("rest", "rest", "Needles rest", "Ανάπαυση με βελόνες", 20, ["room"]),
    ("removal", "out", "Needles out", "Αφαίρεση βελονών", 5, ["remover", "room"]),
    ("exercise", "move", "Exercise", "Άσκηση", 15, ["trainer", "gym"]),
    ("turnover", "turn", "Prepare room", "Ετοιμασία αίθουσας", 5, ["room"]),
]
ROLES = {
    "therapist": (["practitioner"], ["acupuncture"]),
    "remover": (["practitioner", "assistant"], ["acupuncture", "needle-removal"]),
    "trainer": (["practitioner", "assistant"], ["exercise"]),
    "room": (["room"], ["needling"]),
    "gym": (["room"], ["gym"]),
}


@dataclass
class SmallCentre:
    """The rows of the centre, by what the tests call them."""

    centre: Centre
    service: Service
    rooms: dict[str, Resource]
    people: dict[str, Resource]
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        """Return somebody who acts, in the role they hold here."""
        membership = Membership.objects.get(user=self.users[name], centre=self.centre)
        return Actor(role=membership.role, user_id=self.users[name].pk, centre_id=self.centre.pk)


def make_centre(slug: str = "small") -> SmallCentre:
    """Make the centre with its rooms, people, hours and one service."""
    centre = Centre.objects.create(slug=slug, name="Small centre", name_el="Μικρό κέντρο")
    service = Service.objects.create(
        centre=centre, slug="acu-60", name="Acupuncture, 60 min", price=55, bookable_online=True
    )
    for position, (key, (kinds, skills)) in enumerate(ROLES.items()):
        ServiceRole.objects.create(
            service=service, key=key, kinds=kinds, skills=skills, position=position
        )
    for position, (key, kind, name, name_el, minutes, roles) in enumerate(PHASES):
        ServicePhase.objects.create(
            service=service,
            position=position,
            key=key,
            kind=kind,
            name=name,
            name_el=name_el,
            minutes=minutes,
            roles=roles,
            patient=kind != "turn",
        )
    rooms = {
        name: _resource(centre, "room", name, skills, position)
        for position, (name, skills) in enumerate(
            {"Room 1": ["needling"], "Room 2": ["needling"], "Gym": ["gym"]}.items()
        )
    }
    users, people = {}, {}
    for position, (name, full_name, role, kind, skills) in enumerate(STAFF):
        users[name] = User.objects.create_user(f"{name}@{slug}.example", full_name=full_name)
        Membership.objects.create(user=users[name], centre=centre, role=role)
        if kind:
            people[name] = _resource(centre, kind, full_name, skills, position, users[name])
    return SmallCentre(centre, service, rooms, people, users)


STAFF = [
    ("maria", "Maria Georgiou", Role.PRACTITIONER, "practitioner", ["acupuncture", "exercise"]),
    ("andreas", "Andreas Nicolaou", Role.LEAD, "practitioner", ["acupuncture", "exercise"]),
    ("sofia", "Sofia Kyriakidou", Role.ASSISTANT, "assistant", ["needle-removal", "exercise"]),
    ("desk", "Elena Desk", Role.DESK, "", []),
    ("owner", "Omiros Owner", Role.OWNER, "", []),
    ("student", "Stelios Student", Role.STUDENT, "", []),
]


def _resource(centre, kind, name, skills, position, user=None):
    resource = Resource.objects.create(
        centre=centre,
        kind=kind,
        name=name,
        short_name=name.split()[0] if user else name,
        skills=skills,
        position=position,
        user=user,
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=resource, weekday=day, opens_min=0, closes_min=1440)
        for day in range(7)
    )
    if user is not None:
        Permit.objects.bulk_create(
            Permit(resource=resource, act=act) for act in ("needling", "removal", "exercise")
        )
    return resource


def make_patient(given: str = "Despina", family: str = "Charalambous", **fields) -> Patient:
    """Make one patient with a resource of their own."""
    resource = Resource.objects.create(kind="patient", name=f"{given} {family}")
    return Patient.objects.create(resource=resource, given_name=given, family_name=family, **fields)


def make_visit(
    small: SmallCentre,
    starts_at: datetime,
    patient: Patient | None = None,
    *,
    room: str = "Room 1",
    therapist: str = "maria",
    guarded: bool = True,
    **fields,
) -> Visit:
    """Store one booked visit as the diary would hold it."""
    plan, start = [], 0
    for key, kind, name, name_el, minutes, roles in PHASES:
        plan.append(
            {
                "key": key,
                "kind": kind,
                "name": name,
                "name_el": name_el,
                "minutes": minutes,
                "start_min": start,
                "roles": roles,
                "patient": kind != "turn",
                "check_after_min": 5 if kind == "rest" else None,
            }
        )
        start += minutes
    session = Session.objects.create(
        centre=small.centre,
        service=small.service,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=start),
        plan=plan,
    )
    filled = {
        "therapist": small.people[therapist],
        "remover": small.people["sofia"],
        "trainer": small.people["sofia"],
        "room": small.rooms[room],
        "gym": small.rooms["Gym"],
    }
    SessionRole.objects.bulk_create(
        SessionRole(session=session, key=key, resource=one) for key, one in filled.items()
    )
    visit = Visit.objects.create(
        session=session,
        patient=patient or make_patient(family=uuid4().hex[:8]),
        status=fields.pop("status", Visit.Status.BOOKED),
        price=55,
        **fields,
    )
    Occupancy.objects.create(
        resource=small.rooms[room],
        session=session,
        during=(starts_at, session.ends_at),
        phases=["intake"],
        guarded=guarded,
    )
    return visit
