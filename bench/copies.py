"""The loaded year again: for earlier years and other centres, copied inside the database.

A copy keeps every minute of the year it repeats, shifted by whole weeks or to another centre's
rooms and people, with patients of its own; so what the exclusion constraint allowed once it
allows again. Indexes and that constraint are built afterwards, and the constraint looks at all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

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
from ashi.apps.demo.centre import SLUG

TABLES = (
    "bookings_session",
    "bookings_sessionrole",
    "bookings_visit",
    "bookings_occupancy",
    "encounters_step",
    "encounters_bell",
    "encounters_needleincident",
    "encounters_roomstep",
    "billing_payment",
)
OWN = {  # what becomes of a column in a copy; all others are taken over
    "id": "t.id + c.number * %(span)s",
    "uuid": "gen_random_uuid()",
    "centre_id": "c.centre",
    "service_id": "(c.services ->> t.service_id::text)::bigint",
    "session_id": "t.session_id + c.number * %(span)s",
    "visit_id": "t.visit_id + c.number * %(span)s",
    "patient_id": "t.patient_id + c.patients",
    "resource_id": "coalesce((c.resources ->> t.resource_id::text)::bigint,"
    " t.resource_id + c.patients)",
    "during": "tstzrange(lower(t.during) - c.shift, upper(t.during) - c.shift)",
}
ENDED = {"encounters_bell": "t.closed_at", "encounters_needleincident": "t.closed_at"}


class Copies:
    """Copies of the demo centre's past, up to the beginning of the day before ``now``."""

    def __init__(self, now: datetime, regulars: int, patients: int) -> None:
        self.until = (now - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.regulars, self.patients = regulars, patients
        self.main = Centre.objects.get(slug=SLUG)
        self.branches: list[tuple[Centre, dict[int, int], dict[int, int]]] = [
            (self.main, self._same(Resource), self._same(Service))
        ]

    def _same(self, model: type[Resource] | type[Service]) -> dict[int, int]:
        return {
            pk: pk for pk in model.objects.filter(centre=self.main).values_list("pk", flat=True)
        }

    def open_branch(self, number: int) -> None:
        """Make one more centre with the same rooms, people and services."""
        branch = Centre.objects.get(pk=self.main.pk)
        branch.pk, branch.slug, branch.name = None, f"{SLUG}-{number}", f"Branch {number}"
        branch.save()
        resources = self._again(Resource, branch, (WeeklyHours, Permit), "resource_id")
        for pk in resources:
            whole = Resource.objects.get(pk=pk).whole_id
            if whole:
                Resource.objects.filter(pk=resources[pk]).update(whole=resources[whole])
        services = self._again(Service, branch, (ServiceRole, ServicePhase), "service_id")
        for member in Membership.objects.filter(centre=self.main):
            Membership.objects.create(
                user_id=member.user_id, centre=branch, role=member.role, ends_on=member.ends_on
            )
        self.branches.append((branch, resources, services))

    def _again(self, model, branch: Centre, parts, key: str) -> dict[int, int]:
        """Copy the rows of a model, and what hangs on each; return new ids by old."""
        made = {}
        for row in model.objects.filter(centre=self.main).order_by("pk"):
            old, row.pk, row.centre = row.pk, None, branch
            row.save(force_insert=True)
            made[old] = row.pk
            for part in parts:
                for one in part.objects.filter(**{key: old}):
                    one.pk = None
                    setattr(one, key, row.pk)
                    one.save(force_insert=True)
        return made

    def make(self, visits: int, say: Callable[[str], None]) -> None:
        """Copy the past until there are about ``visits`` more, a year and a branch for each."""
        past = Visit.objects.filter(session__starts_at__lt=self.until).count()
        with connection.cursor() as cursor, _without_indexes(cursor, say):
            self._list(cursor, -(-visits // past))
            cursor.execute("SELECT max(id) FROM bookings_occupancy")
            span = cursor.fetchone()[0] + 1
            for table in TABLES:
                say(f"copying {table}")
                cursor.execute(self._order(cursor, table), {"span": span, "until": self.until})
                if table not in ("encounters_step", "encounters_roomstep", "billing_payment"):
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id))"
                        f" FROM {table}"
                    )

    def _list(self, cursor, times: int) -> None:
        """Say in a table which copies there will be: whose, when, and with which patients."""
        cursor.execute(
            "CREATE TEMP TABLE copy (number int, centre bigint, shift interval, patients bigint,"
            " resources jsonb, services jsonb)"
        )
        for number in range(1, times + 1):
            year, at = divmod(number, len(self.branches))
            branch, resources, services = self.branches[at]
            first = number * self.regulars % max(self.patients - self.regulars, 1)
            cursor.execute(
                "INSERT INTO copy VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    number,
                    branch.pk,
                    timedelta(days=364) * year,
                    first,
                    _json(resources),
                    _json(services),
                ],
            )

    def _order(self, cursor, table: str) -> str:
        """Return the order that copies a table's rows of the past."""
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
            [table],
        )
        columns = cursor.fetchall()
        told = [_column(name, kind) for name, kind in columns]
        names = ", ".join(f'"{name}"' for name, _ in columns)
        return (
            f"INSERT INTO {table} ({names}) SELECT {', '.join(told)} FROM {table} t, copy c"
            f" WHERE {_is_past(table)}"
        )


def _column(name: str, kind: str) -> str:
    if name == "id" and kind == "uuid":
        return "gen_random_uuid()"
    if name in OWN:
        return OWN[name]
    if kind == "timestamp with time zone":
        return f't."{name}" - c.shift'
    return f't."{name}"'


def _is_past(table: str) -> str:
    """Return the condition that a row belongs to a session of the past."""
    past = "SELECT id FROM bookings_session WHERE starts_at < %(until)s"
    if table == "bookings_session":
        return "t.starts_at < %(until)s"
    if table in ("bookings_sessionrole", "bookings_visit", "bookings_occupancy"):
        return f"t.session_id IN ({past})"
    if table == "encounters_roomstep":
        return "t.occurred_at < %(until)s"
    own = f"t.visit_id IN (SELECT id FROM bookings_visit WHERE session_id IN ({past}))"
    return f"{own} AND {ENDED[table]} IS NOT NULL" if table in ENDED else own


def _json(mapping: dict[int, int]) -> str:
    return "{" + ", ".join(f'"{old}": {new}' for old, new in mapping.items()) + "}"


@contextmanager
def _without_indexes(cursor, say: Callable[[str], None]) -> Iterator[None]:
    """Take indexes, the exclusion constraint and foreign keys' triggers away, and put them back."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute("SET synchronous_commit = off")
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'x' AND conrelid::regclass::text = ANY(%s)",
        [list(TABLES)],
    )
    constraints = cursor.fetchall()
    for table, name, _ in constraints:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for name, definition in indexes:
        say(f"building {name}")
        cursor.execute(definition)
    for table, name, definition in constraints:
        say(f"building {name}: every pair of times is looked at")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    cursor.execute("SET session_replication_role = origin")
