"""Records that may be of one person, for addresses that name two."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ashi.apps.patients.merging import merge_patients
from ashi.apps.patients.models import Merge, Patient
from tests.desk.centre import make_patient


def twin_of(world: Any) -> Patient:
    """Return another record, perhaps of the visit's patient."""
    if "twin" not in world.made:
        patient = world.visit.patient
        born = date(1979, 3, 14)
        world.made["twin"] = make_patient(patient.given_name, patient.family_name, birth_date=born)
    return world.made["twin"]


def merge_of(world: Any) -> Merge:
    """Return the merge of a third record into the twin's."""
    if "merge" not in world.made:
        twin = twin_of(world)
        third = make_patient(twin.given_name, twin.family_name)
        world.made["merge"] = merge_patients(
            by=world.small.actor("owner"),
            kept_id=twin.pk,
            merged_id=third.pk,
            versions=(twin.version, third.version),
            reason="because of this test",
        )
        twin.refresh_from_db()
    return world.made["merge"]


# Patients are the organisation's, and no centre's own.
TWICE: dict[str, Callable[[Any], int]] = {
    "other_id": lambda world: twin_of(world).pk,
    "merge_id": lambda world: merge_of(world).pk,
}
