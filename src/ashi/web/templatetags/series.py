"""Series on other pages: where a visit stands in its own, and those of a patient."""

from typing import Any

from django import template
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.series_seen import series_of_patient, series_of_visit
from ashi.apps.patients.models import Patient
from ashi.web.desk.series_words import rhythm

register = template.Library()


@register.inclusion_tag("desk/_series_line.html", takes_context=True)
def series_line(context: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """Draw which visit of its series this is, and how that repeats from it on."""
    seen = series_of_visit(visit)
    if seen is None:
        return {}
    number = seen.number_of(visit.pk)
    said = rhythm(seen.series, seen.visits[number - 1 :])
    here = {"visit": visit, "ahead": visit.session.starts_at > timezone.now()}
    shown = {"seen": seen, "number": number, "of": len(seen.visits), "rhythm": said}
    return here | shown | {"can": context["can"]}


@register.inclusion_tag("desk/_patient_series.html", takes_context=True)
def patient_series(context: dict[str, Any], patient: Patient, centre_id: int) -> dict[str, Any]:
    """Draw a patient's series, newest first."""
    now = timezone.now()
    lines = []
    for seen in series_of_patient(patient.pk, centre_id):
        ahead = seen.ahead(now)
        lines.append((seen, rhythm(seen.series, ahead or seen.visits), len(ahead)))
    return {"lines": lines, "patient": patient, "can": context["can"]}
