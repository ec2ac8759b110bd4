"""Six hundred invented patients, families sharing a contact among them."""

import random
from datetime import date, timedelta

from ashi.apps.accounts.models import User
from ashi.apps.centres.models import Resource
from ashi.apps.demo.people import DESK_NOTES, FAMILY, GIVEN
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.models import Contact, ContactLink, Patient

COUNT = 600
PATIENT_EMAIL = "patient@demo.example"


def make_patients(dice: random.Random, today: date, count: int = COUNT) -> list[Patient]:
    """Create patients with their resources and contacts; the first can sign in."""
    names = [_name(dice) for _ in range(count)]
    names[0] = ("Despina", "Charalambous", "en")
    resources = Resource.objects.bulk_create(
        [Resource(kind="patient", name=f"{given} {family}") for given, family, _ in names],
        batch_size=2000,
    )
    patients = Patient.objects.bulk_create(
        [
            Patient(
                resource=resource,
                given_name=given,
                family_name=family,
                language=language,
                birth_date=today - timedelta(days=dice.randrange(18 * 365, 86 * 365))
                if dice.random() < 0.93
                else None,
                desk_note=dice.choice(DESK_NOTES) if dice.random() < 0.06 else "",
                wishes=["woman"] if dice.random() < 0.04 else [],
                not_left_alone="yes" if dice.random() < 0.01 else "unknown",
                **key_columns(given, family),
            )
            for (given, family, language), resource in zip(names, resources, strict=True)
        ],
        batch_size=2000,
    )
    _make_contacts(dice, patients)
    return patients


def _name(dice: random.Random) -> tuple[str, str, str]:
    language = "el" if dice.random() < 0.45 else "en"
    return dice.choice(GIVEN[language].split()), dice.choice(FAMILY[language].split()), language


def _make_contacts(dice: random.Random, patients: list[Patient]) -> None:
    """Give each a contact; one in twelve shares the contact of the one before (a family)."""
    contacts: list[Contact] = []
    owner: list[int] = []
    for at, patient in enumerate(patients):
        if at > 1 and dice.random() < 1 / 12:
            owner.append(owner[-1])
            continue
        owner.append(len(contacts))
        contacts.append(
            Contact(
                name=patient.full_name,
                email=f"patient{at}@example.com" if at and dice.random() < 0.8 else "",
                phone=f"+3579900{at:04d}",
                phone_as_typed=f"99 00{at:04d}",
            )
        )
    contacts[0].email = PATIENT_EMAIL
    contacts[0].user = User.objects.create_user(
        PATIENT_EMAIL, full_name=patients[0].full_name, language="en"
    )
    Contact.objects.bulk_create(contacts, batch_size=2000)
    ContactLink.objects.bulk_create(
        [
            ContactLink(
                patient=patient,
                contact=contacts[which],
                relation="self" if contacts[which].name == patient.full_name else "spouse",
            )
            for patient, which in zip(patients, owner, strict=True)
        ],
        batch_size=2000,
    )
