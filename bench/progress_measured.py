"""The measuring that ``bench_progress`` starts, inside its database."""

import argparse
import time
from datetime import datetime, timedelta
from statistics import median

from django.test import Client
from django.utils import timezone

from ashi.apps.centres.models import Centre, Resource, ResourceKind
from ashi.apps.demo.centre import SLUG
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.patients.models import Patient
from ashi.apps.screening.models import By, Complaint
from bench.explained import effort_of
from bench.pages_measured import WARM, row
from bench.patients_made import use
from bench.visits_made import database

MEASURES = ("NPRS", "DRUGS7", "NIGHTS", "STRESS")
TEN_YEARS, FEW = 522, 10  # weekly sets
WEEK = timedelta(days=7)
SMALLEST = 1_000


def answered(sets: int) -> int:
    """Return a patient with so many weekly sets, the fifth of each five missed; made if none is."""
    reference = f"bench-progress-{sets}"
    kept = Patient.objects.filter(external_ref=reference).first()
    return (kept or _made(reference, sets)).pk


def _made(reference: str, sets: int) -> Patient:
    resource = Resource.objects.create(kind=ResourceKind.PATIENT, name=reference)
    patient = Patient.objects.create(
        resource=resource, given_name=reference, external_ref=reference
    )
    begun = timezone.now() - WEEK * sets
    complaint = Complaint.objects.create(
        patient=patient, words="Back", areas=["lumbar"], source=By.STAFF, at=begun
    )
    centre = Centre.objects.get(slug=SLUG)
    askings = Asking.objects.bulk_create(
        _asking(patient, centre, complaint, begun + WEEK * number, missed=number % 5 == 4)
        for number in range(sets)
    )
    Response.objects.bulk_create(
        _response(asking, measure, (number * 7 + len(measure)) % 8)
        for number, asking in enumerate(askings)
        if asking.answered_at is not None
        for measure in MEASURES
    )
    return patient


def _asking(
    patient: Patient, centre: Centre, complaint: Complaint, at: datetime, *, missed: bool
) -> Asking:
    return Asking(
        patient=patient,
        centre=centre,
        complaint=complaint,
        moment=Asking.Moment.EXTRA,
        measures=list(MEASURES),
        opens_at=at,
        closes_at=at + timedelta(days=3),
        asked_at=at,
        answered_at=None if missed else at,
    )


def _response(asking: Asking, measure: str, value: int) -> Response:
    at = asking.opens_at
    return Response(
        asking=asking,
        patient=asking.patient,
        measure=measure,
        form="own-1",
        language="en",
        answers={"1": value},
        source=Response.Source.PHONE,
        begun_at=at,
        saved_at=at,
        submitted_at=at,
        answered_on=at.date(),
        answered=1,
        of=1,
        score=value,
    )


def main() -> None:
    """Open both pages in turn, and print what they cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    use(database(SMALLEST, SMALLEST))
    client = Client(SERVER_NAME="localhost")
    client.post("/demo", {"as": "practitioner"})
    pages = {sets: f"/outcomes/patient/{answered(sets)}" for sets in (TEN_YEARS, FEW)}
    times: dict[int, list[float]] = {sets: [] for sets in pages}
    for turn in range(rounds + WARM):
        for sets, path in pages.items():
            begun = time.perf_counter()
            if client.get(path).status_code != 200:
                raise AssertionError(path)
            if turn >= WARM:
                times[sets].append((time.perf_counter() - begun) * 1000)
    effort = {sets: effort_of(lambda: client.get(path)) for sets, path in pages.items()}  # noqa: B023 -- run at once
    long, short = effort[TEN_YEARS].queries, effort[FEW].queries
    row("progress of ten years of answers: queries", long, "", short, ok=long == short)
    for sets, name in ((TEN_YEARS, "ten years"), (FEW, "ten answers")):
        row(f"progress of {name}", median(times[sets]), "ms", None, ok=True)


if __name__ == "__main__":
    main()
