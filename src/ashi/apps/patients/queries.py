"""Reads of patients. Every one begins with who may see whom: ``patients_for``."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from ashi.apps.accounts.policy import may, require
from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event
from ashi.apps.patients import finding
from ashi.apps.patients.likeness import Claim, Likeness, Record, compare
from ashi.apps.patients.models import ContactLink, Merge, Patient
from ashi.apps.staff.queries import opened_by

MOST_CANDIDATES = 40


def patients_for(by: Actor) -> QuerySet[Patient]:
    """Return whom ``by`` may see: staff everybody, a patient themself and whom they act
    for; whoever may break the glass, the records they have open. Who was merged into another is
    seen there.
    """
    if may(by, Permission.IDENTITY_READ):
        return Patient.objects.filter(merged_into=None)
    if by.role == Role.PATIENT and by.user_id is not None:
        acts_for = ContactLink.objects.filter(contact__user_id=by.user_id).filter(
            Q(relation=ContactLink.Relation.SELF) | Q(may_book=True) | Q(may_see_record=True)
        )
        return Patient.objects.filter(pk__in=acts_for.values("patient_id"))
    if by.user_id is not None and may(by, Permission.GLASS_OPEN):
        return Patient.objects.filter(pk__in=opened_by(by).values("patient_id"))
    return Patient.objects.none()


def search(by: Actor, text: str, *, limit: int = 20, archived: bool = False) -> list[Patient]:
    """Return the patients that what was typed fits, best first; nothing typed finds nobody.

    Names in either order and either alphabet, unfinished and misspelt words, phones in any form
    or by their last four digits, birth dates, and any of these together.
    """
    among = patients_for(by).filter(archived_at__isnull=not archived)
    return finding.find(among, text, limit=limit)


def likely_duplicates(by: Actor, claim: Claim, *, limit: int = 6) -> list[Likeness]:
    """Return who may already be the person described, likeliest first, with the reasons.

    Archived patients count: a second record of one who comes back would be a duplicate too.
    """
    near = finding.candidates(patients_for(by), claim)[:MOST_CANDIDATES]
    rows = with_contacts(patients_for(by).filter(pk__in=near))
    likenesses = [likeness for row in rows if (likeness := compare(claim, as_record(row)))]
    return sorted(likenesses, key=lambda one: (-one.score, one.patient_id))[:limit]


def kept_of(patient_id: int) -> int | None:
    """Return the record that one was merged into, in the end; None where it was not.

    A merge into what is merged already is refused, so the way has an end.
    """
    rows = Patient.objects.filter(pk=patient_id)
    kept = rows.values_list("merged_into", flat=True).first()
    return (kept_of(kept) or kept) if kept else None


def merges_of(by: Actor, patient: Patient) -> list[Merge]:
    """Return what was merged into a record and may be taken back, for those who may do so."""
    if not may(by, Permission.IDENTITY_MERGE):
        return []
    rows = patient.merges.filter(undone_at=None).select_related("merged", "by")
    return list(rows.order_by("-at", "-pk"))


def phones_of(patient_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Return whom to ring for each patient: number, and whose it is where it is not their own.

    Their own come first, then those who get messages. One query.
    """
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    links = ContactLink.objects.filter(patient__in=patient_ids).exclude(contact__phone="")
    ordered = sorted(
        links.select_related("contact"),
        key=lambda link: (not link.is_self, not link.gets_messages, link.pk),
    )
    for link in ordered:
        whose = "" if link.is_self else link.contact.name
        found[link.patient_id].append((link.contact.phone, whose))
    return found


def patient_exists(patient_id: int) -> bool:
    """Tell whether there is such a record; nothing else of it."""
    return Patient.objects.filter(pk=patient_id).exists()


def names_among(by: Actor, ids: Collection[int]) -> dict[int, str]:
    """Return names by id of those this person may see, for lists that hold ids."""
    rows = patients_for(by).filter(pk__in=ids).only("pk", "given_name", "family_name")
    return {one.pk: one.full_name for one in rows}


def names_for_trail(by: Actor, ids: Collection[int]) -> dict[int, str]:
    """Return names by id for whoever reads the trail, which itself holds no names.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.AUDIT_READ)
    rows = Patient.objects.filter(pk__in=ids).only("pk", "given_name", "family_name")
    return {one.pk: one.full_name for one in rows}


def found_for_trail(by: Actor, text: str, *, limit: int = 6) -> list[Patient]:
    """Return whose trail may be meant by a typed name, archived records too.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.AUDIT_READ)
    return finding.find(Patient.objects.all(), text, limit=limit)


def with_contacts(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """Bring each patient's contacts along, in one query, the patient's own first."""
    links = ContactLink.objects.select_related("contact").order_by("-relation", "pk")
    return patients.prefetch_related(Prefetch("contact_links", queryset=links))


def last_change_of(patient: Patient) -> tuple[int | None, datetime] | None:
    """Return who (a user's id) changed the record last, and when."""
    event = (
        Event.objects.filter(patient_id=patient.pk, action__in=("patient.edit", "patient.create"))
        .order_by("-at")
        .values_list("actor_id", "at")
        .first()
    )
    return event and (event[0], event[1])


def as_record(patient: Patient) -> Record:
    """Return what of a row is compared."""
    contacts = [link.contact for link in patient.contact_links.all()]
    return Record(
        patient_id=patient.pk,
        given_name=patient.given_name,
        family_name=patient.family_name,
        birth_date=patient.birth_date,
        phones=frozenset(contact.phone for contact in contacts if contact.phone),
        emails=frozenset(contact.email for contact in contacts if contact.email),
    )
