"""Databases of made-up patients, one for each size, kept on the server of DATABASE_URL."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from ashi.apps.centres.models import Centre, Resource
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.models import Contact, ContactLink, Patient
from ashi.core.kernel.names import latin

BATCH = 5000
SEED = 4
WOMEN = (
    "Μαρία",
    "Ελένη",
    "Χριστίνα",
    "Κατερίνα",
    "Άννα",
    "Γεωργία",
    "Δέσποινα",
    "Ιωάννα",
    "Σοφία",
    "Ανδρούλλα",
    "Παναγιώτα",
    "Στέλλα",
    "Χρυστάλλα",
    "Κυριακή",
    "Φωτεινή",
    "Ευαγγελία",
    "Αντιγόνη",
    "Θεοδώρα",
    "Μαργαρίτα",
    "Ειρήνη",
)
MEN = (
    "Γιώργος",
    "Ανδρέας",
    "Κώστας",
    "Νίκος",
    "Χρίστος",
    "Μιχάλης",
    "Παναγιώτης",
    "Δημήτρης",
    "Ιωάννης",
    "Σταύρος",
    "Μάριος",
    "Αντώνης",
    "Χαράλαμπος",
    "Σάββας",
    "Κυριάκος",
    "Λουκάς",
    "Ευριπίδης",
    "Θεόδωρος",
    "Στέλιος",
    "Πέτρος",
)
STEMS = (
    "Γεωργ",
    "Ιωανν",
    "Δημητρ",
    "Νικολα",
    "Κωνσταντιν",
    "Χριστοφ",
    "Παπαδ",
    "Χατζηγεωργ",
    "Μιχαηλ",
    "Στυλιαν",
    "Θεοδωρ",
    "Αναστασ",
    "Αθανασ",
    "Ευσταθ",
    "Παναγ",
    "Αντων",
    "Γρηγορ",
    "Βασιλ",
    "Σταυρ",
    "Πετρ",
    "Λαμπρ",
    "Μαυρ",
    "Κυπρ",
    "Αριστ",
    "Σωτηρ",
    "Φιλιππ",
    "Ηλι",
    "Ζαχαρ",
    "Ευαγγ",
    "Λεωνιδ",
    "Χαραλαμπ",
    "Σαββ",
    "Ματθ",
    "Τιμοθ",
    "Ιακωβ",
    "Κλεανθ",
    "Ξενοφ",
    "Νεοφυτ",
    "Τρυφων",
    "Φωτ",
)
ENDINGS = (
    "ίου",
    "ίδης",
    "όπουλος",
    "οπούλου",
    "άκης",
    "έλλης",
    "άτος",
    "ιάδου",
    "ούλλα",
    "ής",
    "άς",
    "ούδη",
)


def person(chance: random.Random) -> tuple[str, str]:
    """Draw a name; common ones are common, and every third is written in Latin letters."""
    given = chance.choice(chance.choice((WOMEN, MEN)))
    if chance.random() < 0.15:
        given += f"-{chance.choice(WOMEN)}"
    family = chance.choice(STEMS) + chance.choice(ENDINGS) + chance.choice(("", "", "", "ς"))
    if chance.random() < 0.33:
        return latin(given).title(), latin(family).title()
    return given, family


def rows(count: int) -> Iterator[tuple[Patient, Contact]]:
    """Make the patients of a database and a contact each; one contact in ten shares its phone."""
    chance = random.Random(SEED)
    phone = ""
    for number in range(count):
        given, family = person(chance)
        birth = date(1935, 1, 1) + timedelta(days=chance.randrange(30_000))
        phone = phone if number % 10 == 9 else f"+3579{chance.randrange(10**7):07}"
        names = {"given_name": given, "family_name": family}
        patient = Patient(birth_date=birth, **names, **key_columns(given, family))
        yield patient, Contact(name=patient.full_name, phone=phone)


def fill(count: int) -> None:
    """Load ``count`` patients into the database in use."""
    Centre.objects.create(slug="bench", name="Bench", country="CY")
    made = list(rows(count))
    for first in range(0, count, BATCH):
        some = made[first : first + BATCH]
        resources = Resource.objects.bulk_create(
            [Resource(kind="patient", name=patient.full_name) for patient, _ in some]
        )
        for (patient, _), resource in zip(some, resources, strict=True):
            patient.resource = resource
        Patient.objects.bulk_create([patient for patient, _ in some])
        Contact.objects.bulk_create([contact for _, contact in some])
        ContactLink.objects.bulk_create(
            [ContactLink(patient=patient, contact=contact) for patient, contact in some]
        )


def database(count: int) -> BaseDatabaseWrapper:
    """Return a connection to the database of ``count`` patients, made first if it is not there."""
    own = connections[DEFAULT_DB_ALIAS]
    name = f"ashi_bench_patients_{count}"
    with own.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        there = cursor.fetchone() is not None
        if not there:
            cursor.execute(f"CREATE DATABASE {name}")
    settings = {**own.settings_dict, "NAME": name}
    connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    if not there:
        use(connection)
        call_command("migrate", verbosity=0)
        fill(count)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        use(own)
    return connection


def use(connection: BaseDatabaseWrapper) -> None:
    """Send every query to ``connection`` from now on."""
    connections[DEFAULT_DB_ALIAS] = connection
