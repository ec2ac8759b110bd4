"""Make the rows of the demo centre itself, once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from ashi.apps.accounts.models import User
from ashi.apps.centres.actions_closures import holidays_of
from ashi.apps.centres.models import (
    Absence,
    Centre,
    Closure,
    Membership,
    Permit,
    Resource,
    Service,
    ServicePhase,
    ServiceRole,
    WeeklyHours,
)
from ashi.apps.demo.offered import ROLES, SERVICES, TERMS, TERMS_EL, Offered
from ashi.apps.demo.people import (
    PATIENT_EMAIL,
    PATIENT_NAME,
    PEOPLE,
    PLACES,
    ROOM_HOURS,
    Person,
)
from ashi.core.scheduling.axis import local_time, midnight

SLUG = "nicosia"
ZONE = "Europe/Nicosia"
LOCUM_DAYS = 120
ABOUT = (
    "Physiotherapy and acupuncture under one roof. We listen first, agree a plan with you, and"
    " measure whether it helps."
)
ABOUT_EL = (
    "Φυσικοθεραπεία και βελονισμός κάτω από την ίδια στέγη. Πρώτα ακούμε, συμφωνούμε μαζί σας"
    " ένα πλάνο και μετράμε αν βοηθά."
)


def make_centre(today: date) -> Centre:
    """Create centre, people, rooms, services, hours, permits and public holidays."""
    centre = Centre.objects.create(
        slug=SLUG,
        name="Ashi Centre Nicosia",
        name_el="Κέντρο Άσι Λευκωσία",
        about=ABOUT,
        about_el=ABOUT_EL,
        address="12 Ledra Lane, Nicosia",
        address_el="Πάροδος Λήδρας 12, Λευκωσία",
        phone="+35722000012",
        email="desk@demo.example",
        terms=TERMS,
        terms_el=TERMS_EL,
        zone=ZONE,
        reminders_min=[2880, 180],
        offers_freed=True,
        most_needled=3,
        is_demo=True,
    )
    for position, person in enumerate(PEOPLE):
        _make_person(centre, person, position, today)
    User.objects.create(
        email=PATIENT_EMAIL, full_name=" ".join(PATIENT_NAME), password=make_password(None)
    )
    _make_places(centre)
    for position, offered in enumerate(SERVICES):
        _make_service(centre, offered, position)
    make_holidays(centre, today)
    make_absences(centre, today)
    return centre


def _make_person(centre: Centre, person: Person, position: int, today: date) -> None:
    user = User.objects.create(
        email=person.email, full_name=person.name, password=make_password(None)
    )
    Membership.objects.create(
        user=user,
        centre=centre,
        role=person.role,
        ends_on=today + timedelta(days=LOCUM_DAYS) if person.role == "locum" else None,
    )
    if not person.kind:
        return
    resource = Resource.objects.create(
        centre=centre,
        kind=person.kind,
        name=person.name,
        name_el=person.name_el,
        short_name=person.name.split()[0],
        user=user,
        title=person.title,
        title_el=person.title_el,
        skills=list(person.skills),
        features=list(person.features),
        position=position,
        bookable_online=person.kind == "practitioner",
    )
    until = today + timedelta(days=LOCUM_DAYS) if person.role == "locum" else None
    _open(resource, person.hours, until)
    Permit.objects.bulk_create(
        Permit(
            resource=resource,
            act=act,
            registration=f"CY-{1000 + position * 7}",
            registration_expires=date(today.year + 2, 12, 31),
            insurance_expires=date(today.year + 1, 12, 31),
        )
        for act in person.acts
    )


def _make_places(centre: Centre) -> None:
    made: dict[str, Resource] = {}
    for position, (name, name_el, kind, skills, features, whole) in enumerate(PLACES):
        made[name] = Resource.objects.create(
            centre=centre,
            kind=kind,
            name=name,
            name_el=name_el,
            short_name=name,
            skills=list(skills),
            features=list(features),
            whole=made.get(whole),
            position=position,
        )
        _open(made[name], ROOM_HOURS)


def _open(resource: Resource, hours: list[tuple[int, int, int]], until: date | None = None) -> None:
    WeeklyHours.objects.bulk_create(
        WeeklyHours(
            resource=resource, weekday=day, opens_min=opens, closes_min=closes, valid_to=until
        )
        for day, opens, closes in hours
    )


def _make_service(centre: Centre, offered: Offered, position: int) -> None:
    service = Service.objects.create(
        centre=centre,
        slug=offered.slug,
        name=offered.name,
        name_el=offered.name_el,
        description=offered.words,
        description_el=offered.words_el,
        price=offered.price,
        payer=offered.payer,
        least_one_to_one_min=offered.least,
        places=offered.places,
        bookable_online=offered.online,
        for_new_patients=offered.slug != "acupuncture",
        position=position,
    )
    names = list(dict.fromkeys(role for row in offered.phases for role in row[5]))
    named = dict(Resource.objects.filter(centre=centre).values_list("name", "pk"))
    ServiceRole.objects.bulk_create(
        ServiceRole(
            service=service,
            key=name,
            position=at,
            **ROLES[name] | {"preferred": [named[one] for one in ROLES[name].get("preferred", ())]},
        )
        for at, name in enumerate(names)
    )
    ServicePhase.objects.bulk_create(
        ServicePhase(
            service=service,
            position=at,
            key=key,
            kind=kind,
            name=name,
            name_el=name_el,
            minutes=minutes,
            roles=roles,
            patient=kind != "turn",
            check_after_min=5 if kind == "rest" else None,
            least_min=min(minutes, 15) if kind == "rest" else None,
            may_be_left_out=kind == "move" and len(offered.phases) > 2,
        )
        for at, (key, kind, name, name_el, minutes, roles) in enumerate(offered.phases)
    )


def make_holidays(centre: Centre, today: date) -> None:
    """Close the centre on Cyprus' public holidays of the years around ``today``, confirmed."""
    Closure.objects.bulk_create(
        (
            one
            for year in range(today.year - 2, today.year + 2)
            for one in holidays_of(centre, year, Closure.State.CONFIRMED)
        ),
        ignore_conflicts=True,
    )


def make_absences(centre: Centre, today: date) -> None:
    """Write the leave, courses and repairs of the years around ``today``."""
    people = list(
        Resource.objects.filter(centre=centre, kind__in=["practitioner", "assistant"]).order_by(
            "position"
        )
    )
    spans = [
        (one, date(year, 8, 1) + timedelta(days=5 * at), 12, Absence.Reason.LEAVE)
        for year in range(today.year - 2, today.year + 2)
        for at, one in enumerate(people)
    ]
    spans += [
        (people[0], today + timedelta(days=9), 2, Absence.Reason.COURSE),
        (people[2], today + timedelta(days=16), 5, Absence.Reason.LEAVE),
        (people[1], today - timedelta(days=23), 3, Absence.Reason.ILL),
    ]
    room = Resource.objects.get(centre=centre, name="Room 3")
    spans.append((room, today + timedelta(days=12), 1, Absence.Reason.REPAIR))
    Absence.objects.bulk_create(
        Absence(resource=one, during=_days(first, days, centre.zone), reason=reason)
        for one, first, days, reason in spans
    )


def _days(first: date, days: int, zone: str) -> tuple[datetime, datetime]:
    where = ZoneInfo(zone)
    begin, end = (midnight(day, where) for day in (first, first + timedelta(days=days)))
    return local_time(begin, where), local_time(end, where)
