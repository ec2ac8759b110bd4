"""Reads: who and what is known already, as the judges ask for it."""

from collections import defaultdict
from datetime import date

from ashi.apps.centres.models import Centre, Resource, Service
from ashi.apps.centres.models.resource import ResourceKind
from ashi.apps.imports.cells import staff_key
from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.models import ImportedRef
from ashi.apps.imports.people import Directory
from ashi.apps.patients.likeness import Record
from ashi.apps.patients.models import ContactLink, Patient
from ashi.core.kernel.names import latin, sound


def directory() -> Directory:
    """Return everybody who has a record, archived ones too."""
    phones: dict[int, set[str]] = defaultdict(set)
    emails: dict[int, set[str]] = defaultdict(set)
    reached = ContactLink.objects.values_list("patient_id", "contact__phone", "contact__email")
    for patient_id, phone, email in reached.iterator():
        phones[patient_id].add(phone)
        emails[patient_id].add(email)
    people = Directory()
    rows = Patient.objects.values_list("pk", "given_name", "family_name", "birth_date")
    for pk, given, family, born in rows.iterator():
        people.add(
            Record(
                patient_id=pk,
                given_name=given,
                family_name=family,
                birth_date=born,
                phones=frozenset(phones[pk] - {""}),
                emails=frozenset(emails[pk] - {""}),
            )
        )
    return people


def patient_refs(source: str) -> dict[str, int]:
    """Return patients by the numbers a source gave them."""
    rows = ImportedRef.objects.filter(source=source, patient__isnull=False)
    return dict(rows.values_list("ref", "patient_id"))


def file_numbers(source: str) -> dict[str, set[int]]:
    """Return patients by their file numbers: a source's, or without one all that are known."""
    rows = ImportedRef.objects.filter(patient__isnull=False)
    known = rows.filter(source=source) if source else rows
    found: dict[str, set[int]] = defaultdict(set)
    for ref, patient_id in known.values_list("ref", "patient_id"):
        if patient_id is not None:
            found[ref].add(patient_id)
    own = Patient.objects.exclude(external_ref="").values_list("external_ref", "pk")
    for ref, patient_id in own if not source else ():
        found[ref].add(patient_id)
    return dict(found)


def people_born() -> dict[date, list[tuple[int, frozenset[str]]]]:
    """Return patients by birth date, each with the sounds of their name."""
    found: dict[date, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    rows = Patient.objects.filter(birth_date__isnull=False).order_by("pk")
    for pk, given, family, born in rows.values_list(
        "pk", "given_name", "family_name", "birth_date"
    ):
        if born is not None:
            found[born].append((pk, frozenset(sound(f"{given} {family}").split())))
    return dict(found)


def visit_refs(source: str) -> dict[str, int]:
    """Return visits by the numbers a source gave them."""
    rows = ImportedRef.objects.filter(source=source, visit__isnull=False)
    return dict(rows.values_list("ref", "visit_id"))


def staff_of(centre: Centre, named: dict[str, str]) -> dict[str, str]:
    """Return practitioners (row ids as text) by name, short name and the mapping's own words.

    Raises
    ------
    MappingError
        The mapping names somebody who is not a practitioner of the centre.
    """
    rows = Resource.objects.filter(centre=centre, kind=ResourceKind.PRACTITIONER)
    by_name = {
        staff_key(name): str(row.pk)
        for row in rows
        for name in (row.short_name, row.name_el, row.name)
        if name
    }
    found = dict(by_name)
    for theirs, ours in named.items():
        if staff_key(ours) not in by_name:
            known = sorted(row.name for row in rows)
            raise MappingError(path=f"practitioners.{theirs}", reason="unknown", known=known)
        found[theirs] = by_name[staff_key(ours)]
    return found


def services_of(centre: Centre, named: dict[str, str]) -> dict[str, Service]:
    """Return services by slug, either name and the mapping's own words.

    Raises
    ------
    MappingError
        The mapping names a service that the centre does not have.
    """
    rows = Service.objects.filter(centre=centre).prefetch_related("roles", "phases")
    found = {
        key: row for row in rows for key in (row.slug, latin(row.name), latin(row.name_el)) if key
    }
    for theirs, ours in named.items():
        service = found.get(ours) or found.get(latin(ours))
        if service is None:
            known = sorted(row.slug for row in rows)
            raise MappingError(path=f"services.{theirs}", reason="unknown", known=known)
        found[theirs] = service
    return found
