"""Who may be here twice: pairs of records, likeliest first, with the reasons."""

from dataclasses import dataclass

from django.db import connection

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.likeness import Claim, Likeness, Verdict, compare
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import as_record, patients_for, with_contacts

MOST_PAIRS = 400  # that are compared; what is alike by name and day comes first
MOST_SHOWN = 50
# Alike enough to be compared: the same name by sound and the same day; either and a common contact.
ALIKE = """
WITH here AS (
  SELECT id, name_key, sound_key, birth_date FROM patients_patient
   WHERE archived_at IS NULL AND merged_into_id IS NULL
), reached AS (
  SELECT link.patient_id, contact.id AS contact, contact.phone, contact.email
    FROM patients_contactlink link JOIN patients_contact contact ON contact.id = link.contact_id
), pairs AS (
  SELECT one.id AS one, other.id AS other, 0 AS rank FROM here one
    JOIN here other ON other.sound_key = one.sound_key AND other.id > one.id
     AND (other.birth_date = one.birth_date OR one.birth_date IS NULL OR other.birth_date IS NULL)
   WHERE one.sound_key <> ''
  UNION ALL
  SELECT one.id, other.id, 1 FROM here one
    JOIN here other ON other.birth_date = one.birth_date AND other.id > one.id
     AND left(other.sound_key, 3) = left(one.sound_key, 3)
  UNION ALL
  SELECT least(one.patient_id, other.patient_id), greatest(one.patient_id, other.patient_id), 2
    FROM reached one JOIN reached other ON other.patient_id <> one.patient_id
     AND (other.phone = one.phone AND one.phone <> '')
  UNION ALL
  SELECT least(one.patient_id, other.patient_id), greatest(one.patient_id, other.patient_id), 2
    FROM reached one JOIN reached other ON other.patient_id <> one.patient_id
     AND (other.email = one.email AND one.email <> '')
)
SELECT one, other FROM pairs WHERE (%s::bigint IS NULL OR %s IN (one, other))
 GROUP BY one, other ORDER BY min(rank), one, other LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the older first, and how they are alike."""

    one: Patient
    other: Patient
    likeness: Likeness


def pairs_for(by: Actor, of: int | None = None) -> list[Pair]:
    """Return the likely pairs among all who are seen, or those of one patient.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.IDENTITY_MERGE)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [of, of, MOST_PAIRS])
        keys = cursor.fetchall()
    among = patients_for(by).filter(archived_at=None, pk__in={key for both in keys for key in both})
    rows = {one.pk: one for one in with_contacts(among)}
    found = [
        Pair(rows[one], rows[other], likeness)
        for one, other in keys
        if {one, other} <= rows.keys() and (likeness := likeness_of(rows[one], rows[other]))
    ]
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.one.pk))[:MOST_SHOWN]


def likeness_of(one: Patient, other: Patient) -> Likeness | None:
    """Return how two records are alike; None where nothing is to be asked of them.

    Both come with their contacts.
    """
    known = as_record(one)
    found = [
        likeness
        for phone in sorted(known.phones) or [""]
        for email in sorted(known.emails) or [""]
        if (likeness := compare(_claim(one, phone, email), as_record(other)))
        and likeness.verdict is not Verdict.SHARES_CONTACT
    ]
    return max(found, key=lambda likeness: likeness.score, default=None)


def _claim(patient: Patient, phone: str, email: str) -> Claim:
    return Claim(
        given_name=patient.given_name,
        family_name=patient.family_name,
        birth_date=patient.birth_date,
        phone=phone,
        email=email,
    )
