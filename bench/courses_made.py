"""Databases of very many courses: one made by Django, copied inside the database."""

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from ashi.apps.bookings.models import Session, SessionRole, Visit
from ashi.apps.centres.models import Resource, ResourceKind, Service
from ashi.apps.charting.models import Adverse, Needling, Note, Treatment
from ashi.apps.demo.centre import make_centre
from ashi.apps.demo.models import Load
from ashi.apps.encounters.models import Step
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.patients.models import Patient
from ashi.apps.plans.models import Plan, PlanVersion
from ashi.apps.screening.models import Complaint
from bench.patients_made import use

VISITS = 6
DAYS = 700
PLAN = [
    {"key": "in", "kind": "with", "minutes": 15, "start_min": 0},
    {"key": "rest", "kind": "rest", "minutes": 20, "start_min": 15},
]
# The tables of a course, those on which others rest first, and what becomes of their columns.
TABLES = (
    "centres_resource",
    "patients_patient",
    "bookings_session",
    "bookings_sessionrole",
    "bookings_visit",
    "encounters_step",
    "screening_complaint",
    "plans_plan",
    "plans_planversion",
    "charting_note",
    "charting_needling",
    "charting_treatment",
    "outcomes_asking",
    "outcomes_response",
)
SHIFTED = {
    ("patients_patient", "resource_id"),
    ("bookings_sessionrole", "session_id"),
    ("bookings_visit", "session_id"),
    ("bookings_visit", "patient_id"),
    ("encounters_step", "visit_id"),
    ("screening_complaint", "patient_id"),
    ("screening_complaint", "visit_id"),
    ("plans_plan", "patient_id"),
    ("plans_plan", "complaint_id"),
    ("plans_planversion", "plan_id"),
    ("charting_note", "visit_id"),
    ("charting_needling", "note_id"),
    ("charting_treatment", "note_id"),
    ("outcomes_asking", "patient_id"),
    ("outcomes_asking", "complaint_id"),
    ("outcomes_response", "asking_id"),
    ("outcomes_response", "patient_id"),
}
OWN = {
    ("plans_plan", "condition"): "(ARRAY['lbp_chronic', 'neck_pain', 'oa_knee'])[1 + n %% 3]",
    ("outcomes_response", "score"): "floor(random() * 11)",
    ("outcomes_asking", "answered_at"): "CASE WHEN n %% 4 > 0 THEN {shifted} END",
}


def courses(count: int) -> BaseDatabaseWrapper:
    """Return a connection to a database of so many courses, made first if it is not there."""
    own = connections[DEFAULT_DB_ALIAS]
    name, begun = f"ashi_courses_{count}", time.monotonic()
    with own.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        there = cursor.fetchone() is not None
        if not there:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}_new")
    if not there:
        made = _wrapped(own, f"{name}_new")
        use(made)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _fill(count)
        made.close()
        use(own)
        with own.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
        print(f"{name} made in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return _wrapped(own, name)


def _wrapped(own: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    settings = {**own.settings_dict, "NAME": name}
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)


def _fill(count: int) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    centre = make_centre(now.date())
    Load.objects.create(seed=0, loaded_until=now)
    least = _highest()
    _one(centre.pk, now - timedelta(days=DAYS))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        for table in TABLES:
            cursor.execute(_order(cursor, table, least), {"count": count, "least": least})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _highest() -> int:
    """Return a number that no row of the centre's own exceeds, and begin the rest after it."""
    least = 10_000
    with connection.cursor() as cursor:
        for table in TABLES:
            if table != "encounters_step":
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {least})")
    return least


def _one(centre_id: int, begun: datetime) -> None:
    """Make one course as it would be: charted visits, two sets of questions, both answered."""
    dice = random.Random(1)
    practitioner = Resource.objects.filter(centre=centre_id, user__isnull=False).earliest("pk")
    by, service = practitioner.user, Service.objects.filter(centre=centre_id).earliest("pk")
    place = Resource.objects.create(kind=ResourceKind.PATIENT, name="bench")
    patient = Patient.objects.create(resource=place, given_name="Bench", birth_date="1970-01-01")
    complaint = Complaint.objects.create(patient=patient, words="Back", areas=["lumbar"], at=begun)
    plan = Plan.objects.create(
        patient=patient,
        centre_id=centre_id,
        complaint=complaint,
        condition="lbp_chronic",
        phase="chronic",
        started_on=begun.date(),
        by=by,
        at=begun,
        ended_on=begun.date() + timedelta(days=7 * VISITS),
        ended_by=by,
    )
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        visits=VISITS,
        acupuncture=VISITS,
        physiotherapy=VISITS,
        min_days=3,
        max_days=7,
        reviews=[4],
        stop_at=6,
        by=by,
        at=begun,
    )
    phases = [
        {**one, "name": "x", "name_el": "x", "roles": ["therapist"] * (one["kind"] == "with")}
        | {"patient": True, "check_after_min": None}
        for one in PLAN
    ]
    for number in range(VISITS):
        at = begun + timedelta(days=7 * number)
        session = Session.objects.create(
            centre_id=centre_id,
            service=service,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            plan=phases,
        )
        SessionRole.objects.create(session=session, key="therapist", resource=practitioner)
        visit = Visit.objects.create(
            session=session, patient=patient, status="booked", created_at=at - timedelta(days=9)
        )
        for kind, needles in (("arrive", None), ("needles-in", 10), ("leave", None)):
            at += timedelta(minutes=dice.randint(3, 20))
            Step.objects.create(visit=visit, kind=kind, occurred_at=at, needles=needles)
        note = Note.objects.create(visit=visit, author=by, adverse=Adverse.NONE)
        Needling.objects.create(note=note, position=0, kind="point", needles=10, by=by, in_at=at)
        Treatment.objects.create(note=note, position=0, code="LB11", by=by)
        Note.objects.filter(pk=note.pk).update(signed_at=at, signed_by=by)
    for moment, after in (("start", -3), ("months_3", 84)):
        opens = begun + timedelta(days=after)
        asking = Asking.objects.create(
            patient=patient,
            centre_id=centre_id,
            complaint=complaint,
            moment=moment,
            measures=["NPRS"],
            opens_at=opens,
            closes_at=opens + timedelta(days=20),
            asked_at=opens,
            answered_at=opens,
        )
        Response.objects.create(
            asking=asking,
            patient=patient,
            measure="NPRS",
            form="own-1",
            language="en",
            source="phone",
            begun_at=opens,
            saved_at=opens,
            submitted_at=opens,
            answered_on=opens.date(),
            score=5,
        )


def _order(cursor, table: str, least: int) -> str:
    """Return the order that copies one course's rows of a table, each copy by its own number n."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    columns = cursor.fetchall()
    told = ", ".join(_column(table, name, kind) for name, kind in columns)
    names = ", ".join(f'"{name}"' for name, _ in columns)
    own = "t.visit_id > %(least)s" if table == "encounters_step" else "t.id > %(least)s"
    rows = f"(SELECT * FROM {table} t WHERE {own}) t"
    return (
        f"INSERT INTO {table} ({names}) SELECT {told}"
        f" FROM generate_series(1, %(count)s - 1) n, {rows}"
    )


def _column(table: str, name: str, kind: str) -> str:
    shifted = f't."{name}"'
    if kind == "timestamp with time zone":
        shifted = f"t.\"{name}\" + n %% {DAYS} * interval '1 day'"
    if kind == "date" and name != "birth_date":
        shifted = f't."{name}" + n %% {DAYS}'
    if (table, name) in OWN:
        return OWN[table, name].format(shifted=shifted)
    if kind == "uuid" and name != "undoes_id":
        return "gen_random_uuid()"
    if name == "id" or (table, name) in SHIFTED:
        return f't."{name}" + n::bigint * 100'
    return shifted
