"""A small centre for the tests of the desk: two rooms, a gym, three people, a phased service."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.models import Visit
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
from ashi.apps.charting.models import NeedleBox
from ashi.apps.patients.models import Contact, ContactLink, Patient

PHASES = [
    ("intake", "with", "Intake, needling", "Λήψη ιστορικού, βελονισμός", 15, ["therapist", "room"]),
    ("rest", "rest", "Needles rest", "Ανάπαυση με βελόνες", 20, ["room"]),
    ("removal", "out", "Needles out", "Αφαίρεση βελονών", 5, ["remover", "room"]),
    ("exercise", "move", "Exercise", "Άσκηση", 15, ["trainer", "room"]),
    ("turnover", "turn", "Prepare room", "Ετοιμασία αίθουσας", 5, ["room"]),
]
ROLES = {
    "therapist": (["practitioner"], ["acupuncture"]),
    "remover": (["practitioner", "assistant"], ["acupuncture", "needle-removal"]),
    "trainer": (["practitioner", "assistant"], ["exercise"]),
    "room": (["room"], ["needling"]),
}
GYM_ROLES = {
    "trainer": (["practitioner", "assistant"], ["exercise"]),
    "room": (["room"], ["gym"]),
}
GYM_PHASES = [("exercise", "move", "Exercise", "Άσκηση", 30, ["trainer", "room"])]


@dataclass
class SmallCentre:
    """The rows of the centre, by what the tests call them."""

    centre: Centre
    service: Service
    gym: Service
    rooms: dict[str, Resource]
    people: dict[str, Resource]
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        """Return somebody who acts, in the role they hold here."""
        membership = Membership.objects.get(user=self.users[name], centre=self.centre)
        return Actor(role=membership.role, user_id=self.users[name].pk, centre_id=self.centre.pk)


def noon_zone() -> str:
    """Return a zone in which it is about noon now, so that no test runs over midnight."""
    ahead = 12 - datetime.now(UTC).hour  # -11 to 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/UTC"


def today(instant: datetime | None = None) -> date:
    """Return the small centre's local day."""
    return (instant or datetime.now(UTC)).astimezone(ZoneInfo(noon_zone())).date()


def hour_in(days: int) -> tuple[datetime, datetime]:
    """Return an hour from now on, some days ahead."""
    start = timezone.now() + timedelta(days=days)
    return start, start + timedelta(hours=1)


def make_centre(slug: str = "small") -> SmallCentre:
    """Make the centre with its rooms, people, hours and one service."""
    centre = Centre.objects.create(
        slug=slug, name="Small centre", name_el="Μικρό κέντρο", zone=noon_zone()
    )
    service = _service(
        centre, "acu-60", "Acupuncture, 60 min", "Βελονισμός, 60 λεπτά", PHASES, ROLES
    )
    gym = _service(centre, "gym-30", "Exercise, 30 min", "Άσκηση, 30 λεπτά", GYM_PHASES, GYM_ROLES)
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
    NeedleBox.objects.create(
        centre=centre,
        brand="Makers",
        gauge_mm=0.25,
        length_mm=40,
        lot="A4471",
        expires_on=today() + timedelta(days=400),
        opened_by=users["maria"],
        opened_at=timezone.now(),
    )
    return SmallCentre(centre, service, gym, rooms, people, users)


def _service(centre, slug, name, name_el, phases, roles):
    service = Service.objects.create(
        centre=centre, slug=slug, name=name, name_el=name_el, price=55, bookable_online=True
    )
    for position, (key, (kinds, skills)) in enumerate(roles.items()):
        ServiceRole.objects.create(
            service=service, key=key, kinds=kinds, skills=skills, position=position
        )
    for position, (key, kind, phase, phase_el, minutes, present) in enumerate(phases):
        ServicePhase.objects.create(
            service=service,
            position=position,
            key=key,
            kind=kind,
            name=phase,
            name_el=phase_el,
            minutes=minutes,
            roles=present,
            patient=kind != "turn",
            check_after_min=5 if kind == "rest" else None,
        )
    return service


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


def speaks_for(patient: Patient) -> User:
    """Make an account by which a patient looks at what is their own; the same if asked again."""
    email = f"own-{patient.pk}@example.com"
    if there := User.objects.filter(email=email).first():
        return there
    user = User.objects.create_user(email, full_name=patient.given_name)
    contact = Contact.objects.create(email=email, user=user)
    ContactLink.objects.create(patient=patient, contact=contact)
    return user


def make_visit(
    small: SmallCentre,
    starts_at: datetime,
    patient: Patient | None = None,
    *,
    room: str | None = "Room 1",
    therapist: str | None = "maria",
    service: Service | None = None,
    **details,
) -> Visit:
    """Book a visit; a start off the grain is taken back to it, so that it has just begun."""
    grain = timedelta(minutes=small.centre.grain_min)
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    roles = {"room": small.rooms[room].pk} if room else {}
    if therapist:
        roles["therapist"] = small.people[therapist].pk
    form_missing = details.pop("form_missing", False)
    visit = book_visit(
        by=Actor(role=Role.SYSTEM, user_id=small.users["desk"].pk, centre_id=small.centre.pk),
        service=service or small.service,
        starts_at=starts_at - (starts_at - epoch) % grain,
        patient=patient or make_patient(family=uuid4().hex[:8]),
        roles=roles,
        **details,
    )
    if form_missing:
        Visit.objects.filter(pk=visit.pk).update(form_missing=True)
    visit.refresh_from_db()
    return visit
