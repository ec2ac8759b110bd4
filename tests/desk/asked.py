"""Questions that patients of the small centre are asked, and questionnaires it may load."""

import json
from datetime import datetime, timedelta

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.outcomes.actions.answering import Sheet
from ashi.apps.outcomes.models import Asking
from ashi.apps.patients.models import Contact, ContactLink, Patient
from ashi.apps.screening.models import By, Complaint
from tests.desk.centre import SmallCentre, make_patient

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SHORT = {"NPRS": {"1": 6}, "DRUGS7": {"1": 5}, "NIGHTS": {"1": 4}, "STRESS": {"1": 3}}


def questionnaire(questions: int = 9, most: int = 3, **changes) -> dict:
    """Return a form of invented questions whose answers count 0 to ``most``."""
    options = [
        {
            "valueCoding": {"code": f"a{number}", "display": f"answer {number}"},
            "extension": [{"url": ORDINAL, "valueDecimal": number}],
        }
        for number in range(most + 1)
    ]
    items = [
        {"linkId": f"q{number}", "text": f"Question {number}", "type": "choice"}
        | {"answerOption": options}
        for number in range(1, questions + 1)
    ]
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": "Invented",
        "item": items,
    } | changes


def as_file(document: object) -> bytes:
    return json.dumps(document).encode()


def complaint_for(patient: Patient, *, days_ago: int = 30, areas=("lumbar",)) -> Complaint:
    return Complaint.objects.create(
        patient=patient,
        words="Pain low in the back",
        areas=list(areas),
        source=By.STAFF,
        at=timezone.now() - timedelta(days=days_ago),
    )


def reached_by_mail(patient: Patient, address: str = "despina@example.com") -> None:
    contact = Contact.objects.create(email=address)
    ContactLink.objects.create(patient=patient, contact=contact)


def asked(
    small: SmallCentre,
    patient: Patient | None = None,
    *,
    measures=tuple(SHORT),
    moment: str = "extra",
    opened: timedelta = timedelta(hours=-1),
    closes: timedelta = timedelta(days=3),
    visit: Visit | None = None,
    complaint: Complaint | None = None,
) -> Asking:
    """Ask a set; times are from now."""
    now = timezone.now()
    return Asking.objects.create(
        patient=patient or make_patient(),
        centre=small.centre,
        complaint=complaint,
        visit=visit,
        moment=moment,
        measures=list(measures),
        opens_at=now + opened,
        closes_at=now + closes,
        asked_at=now,
    )


def sheet(given=SHORT, source: str = "phone", answered_on: datetime | None = None, **more) -> Sheet:
    return Sheet(given, "en", source, answered_on, **more)
