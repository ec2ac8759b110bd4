"""The measuring that ``bench_chart`` starts, inside its database."""

import argparse
import time
from collections import defaultdict
from copy import copy
from datetime import timedelta
from itertools import product
from statistics import median
from typing import NamedTuple
from uuid import uuid4

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone

from ashi.apps.bookings.models import Session, Visit
from ashi.apps.centres.models import Membership, Resource, ResourceKind
from ashi.apps.charting.models import Adverse, Needling, Note
from ashi.apps.charting.values import columns_of
from ashi.apps.demo.centre import SLUG
from ashi.apps.patients.models import Patient
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.points.channels import all_channels
from bench.explained import Effort, effort_of
from bench.pages_measured import LIMIT, SIZES, WARM, row
from bench.patients_made import use
from bench.visits_made import database

LONG, SHORT = (700, 60), (7, 1)  # visits, and insertions of the last record
USUAL = "BL23 BL25 GB30 BL40 both 20mm deqi 0.25x40 lot:A4471"


class Charted(NamedTuple):
    """A patient of so many visits, and the visit whose record is open."""

    patient: int
    visit: int


class Site:
    """One size: its database, a practitioner's browser, and the two patients."""

    def __init__(self, base: BaseDatabaseWrapper) -> None:
        self.base = base
        use(base)
        self.client = Client(SERVER_NAME="localhost")
        self.client.post("/demo", {"as": "practitioner"})
        self.charted = {size: charted(*size) for size in (LONG, SHORT)}

    def open(self, page: str, size: tuple[int, int]) -> None:
        """Open a page of one of the patients."""
        one = self.charted[size]
        path = f"/chart/{one.visit}" if page == "record" else f"/patients/{one.patient}"
        answer = self.client.get(path)
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status_code}")


def charted(visits: int, insertions: int) -> Charted:
    """Return a patient of so many visits, made now if there is none."""
    reference = f"bench-{visits}-{insertions}"
    kept = Patient.objects.filter(external_ref=reference).first()
    patient = kept or _made(reference, visits, insertions)
    last = Visit.objects.filter(patient=patient).order_by("-session__starts_at").first()
    if last is None:
        raise AssertionError(f"{reference} has no visit")
    return Charted(patient.pk, last.pk)


@transaction.atomic
def _made(reference: str, visits: int, insertions: int) -> Patient:
    like = _needled_visit()
    place = Resource.objects.create(kind=ResourceKind.PATIENT, name=reference)
    patient = Patient.objects.create(
        given_name="Bench",
        family_name=reference,
        external_ref=reference,
        language="en",
        resource=place,
    )
    now = timezone.now()
    starts = [now - timedelta(minutes=20), *(now - timedelta(days=3 * n) for n in range(1, visits))]
    sessions = [copy(like.session) for _start in starts]
    for session, start in zip(sessions, starts, strict=True):
        session.pk, session.starts_at = None, start
        session.ends_at = start + timedelta(hours=1)
    made = [copy(like) for _start in starts]
    kept = Session.objects.bulk_create(sessions)
    for visit, session in zip(made, kept, strict=True):
        visit.pk, visit.uuid, visit.patient, visit.session = None, uuid4(), patient, session
        visit.idempotency_key, visit.external_ref = None, ""
    _write(Visit.objects.bulk_create(made), insertions)
    return patient


def _needled_visit() -> Visit:
    """Return a visit whose needles rest, to be copied."""
    rows = Visit.objects.select_related("session").filter(
        session__centre__slug=SLUG, status=Visit.Status.BOOKED, patient__isnull=False
    )
    for one in rows.order_by("-pk").iterator(chunk_size=200):
        if any(phase["kind"] == "rest" for phase in one.session.plan):
            return one
    raise AssertionError("no visit has needles")


def _write(visits: list[Visit], insertions: int) -> None:
    """Write a signed record for every visit but the first, which is being charted."""
    writer = Membership.objects.filter(centre__slug=SLUG, role="practitioner").earliest("pk")
    by = writer.user_id
    notes = Note.objects.bulk_create(
        Note(visit=one, author_id=by, subjective="4 of 10", adverse=Adverse.NONE) for one in visits
    )
    usual = [one.insertion for one in read_line(USUAL).insertions]
    today = [one.insertion for one in read_line(_long_line(insertions)).insertions][:insertions]
    Needling.objects.bulk_create(
        Needling(
            note=note,
            position=at,
            by_id=by,
            in_at=note.visit.session.starts_at + timedelta(minutes=5),
            out_at=note.visit.session.starts_at + timedelta(minutes=15),
            **columns_of(insertion),
        )
        for note, some in zip(notes, [today, *([usual] * (len(notes) - 1))], strict=True)
        for at, insertion in enumerate(some)
    )
    for note in notes[1:]:
        note.signed_at, note.signed_by_id = note.visit.session.ends_at, by
    Note.objects.bulk_update(notes[1:], ["signed_at", "signed_by"], batch_size=500)


def _long_line(insertions: int) -> str:
    """Return a line of so many needles or a few more: both sides of points down a channel."""
    numbers = range(11, min(11 + (insertions + 1) // 2, all_channels()["BL"].points))
    return f"{' '.join(f'BL{one}' for one in numbers)} both 20mm deqi 0.25x40 lot:A4471"


def timed(site: Site, page: str) -> float:
    """Open a page of the long patient once; milliseconds."""
    begun = time.perf_counter()
    site.open(page, LONG)
    return (time.perf_counter() - begun) * 1000


def measured(sites: dict[int, Site], rounds: int) -> dict[tuple[str, int], list[float]]:
    """Time both pages at every size, in turn; the order of sizes changes with each round."""
    times: dict[tuple[str, int], list[float]] = defaultdict(list)
    order = list(sites)
    for turn in range(rounds + WARM):
        order = [*order[1:], order[0]]
        for page, size in product(PAGES, order):
            use(sites[size].base)
            taken = timed(sites[size], page)
            if turn >= WARM:
                times[page, size].append(taken)
    return times


PAGES = ("record", "patient")


def efforts(site: Site, page: str) -> dict[tuple[int, int], Effort]:
    """Explain a page once for the long and the short patient."""
    use(site.base)
    return {size: effort_of(lambda: site.open(page, size)) for size in (LONG, SHORT)}  # noqa: B023 -- run at once


def report(sites: dict[int, Site], times: dict[tuple[str, int], list[float]]) -> None:
    """Print each promise, and what stands beside it."""
    small = min(sites)
    words = {"record": f"record of {LONG[1]} insertions", "patient": f"patient of {LONG[0]} visits"}
    for page, size in product(PAGES, sites):
        own, costs = median(times[page, size]), efforts(sites[size], page)
        name = f"{words[page]}, {SIZES[size]:,} patients"
        row(f"{name}: median", own, "ms", None, ok=True)
        if size != small:
            ratio = own / median(times[page, small])
            row(f"{name}: to {SIZES[small]:,}", ratio, "times", LIMIT, ok=ratio <= LIMIT)
        most = costs[SHORT].queries
        row(f"{name}: queries", costs[LONG].queries, "", most, ok=costs[LONG].queries <= most)
        row(f"{name}: rows looked at", costs[LONG].rows, "", None, ok=True)
        row(f"{name}: buffers", costs[LONG].buffers, "", None, ok=True)


def main() -> None:
    """Fill what is not there, measure, report."""
    parser = argparse.ArgumentParser(description="A long record in two sizes.")
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    own = connections["default"]
    sizes = (min(SIZES), max(SIZES))
    bases = {}
    for visits in sizes:
        use(own)
        bases[visits] = database(SIZES[visits], visits)
    sites = {visits: Site(base) for visits, base in bases.items()}
    report(sites, measured(sites, rounds))


if __name__ == "__main__":
    main()
