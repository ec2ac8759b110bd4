"""Plans of a small centre's patients."""

from datetime import timedelta
from uuid import uuid4

from ashi.apps.patients.models import Patient
from ashi.apps.plans.actions.planning import About, Dose, Shared, open_plan
from ashi.apps.plans.models import Plan
from tests.desk.centre import SmallCentre, today

SHARED = Shared(("acupuncture", "nothing"), "needles first, then exercise", {"lift my child": 3})


def dose(**changes) -> Dose:
    """Return the dose of a chronic back: six visits, looked at after the fourth and the sixth."""
    usual = {
        "visits": 6,
        "acupuncture": 6,
        "physiotherapy": 4,
        "min_days": 3,
        "max_days": 7,
        "reviews": (4, 6),
        "stop_at": 6,
        "review_every": 4,
        "template": "lbp_chronic",
        "treatments": ("ex_strength",),
    }
    return Dose(**usual | changes)


def plan_of(small: SmallCentre, patient: Patient, *, days_ago: int = 30, **changes) -> Plan:
    """Open a plan as Maria does, begun some days ago."""
    return open_plan(
        by=small.actor("maria"),
        patient_id=patient.pk,
        key=uuid4(),
        about=About("lbp_chronic", "chronic", today() - timedelta(days=days_ago)),
        dose=dose(**changes),
        shared=SHARED,
    )


def operated_knee(small: SmallCentre, patient: Patient, *, days_ago: int = 21) -> Plan:
    """Open a plan, as Maria does, of a knee that was operated on some days ago."""
    day = today() - timedelta(days=days_ago)
    return open_plan(
        by=small.actor("maria"),
        patient_id=patient.pk,
        key=uuid4(),
        about=About("postop", "surgery", today(), day, "knee", "No stairs yet"),
        dose=dose(),
        shared=SHARED,
    )
