"""Courses that are over, as the centre would have recorded them: all of it invented.

Records are kept since ``KEPT`` ago; of visits before it only the diary and the board tell. Whoever
was here lately is left to ``records``, ``planned`` and ``answers``.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils import timezone

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import SessionRole, Visit
from ashi.apps.charting.actions.doing import SAID
from ashi.apps.charting.actions.signing import digest_of
from ashi.apps.charting.models import Adverse, AdverseEvent, Needling, Note, Treatment
from ashi.apps.charting.queries import Done
from ashi.apps.charting.values import columns_of
from ashi.apps.demo.planned import OTHERS, TEMPLATES
from ashi.apps.demo.records import AFTER, COMPLAINTS
from ashi.apps.demo.workbench import Workbench
from ashi.apps.encounters.models import Step, StepKind
from ashi.apps.outcomes.models import Onset
from ashi.apps.plans.actions.planning import dose_of
from ashi.apps.plans.models import Plan, PlanVersion
from ashi.apps.screening.models import Complaint
from ashi.core.knowledge.needling.insertion import Insertion
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.physio.reading import read_done
from ashi.core.knowledge.physio.things import MEASURE
from ashi.core.planning.templates import all_templates

KEPT, QUIET, GAP = timedelta(days=425), timedelta(days=60), timedelta(days=28)
LEAST = 3  # visits of a course
NEEDLES_ALONE = {"acupuncture", "electroacupuncture", "couple-acupuncture"}
# Invented shares: visits without a record, not asked about events, with one; onset not told.
UNCHARTED, UNASKED, UNWANTED, NO_ONSET = 0.04, 0.06, 0.03, 0.2
EVENTS = ("AE01", "AE02", "AE03", "AE01", "AE02")


class Came(NamedTuple):
    """A visit that took place: what the diary and the board tell of it."""

    id: int
    patient_id: int
    starts_at: datetime
    ends_at: datetime
    slug: str
    by_id: int
    needles: int
    in_at: datetime | None
    out_at: datetime | None


class Course(NamedTuple):
    """A plan that is over, its complaint, its visits."""

    plan: Plan
    complaint: Complaint
    visits: Sequence[Came]


def write_past(bench: Workbench) -> list[Course]:
    """Write plans and records of courses that are over, of patients of whom nothing is recorded."""
    stretches = list(_stretches(bench))
    complaints = Complaint.objects.bulk_create(_complaint(one) for one in stretches)
    plans = Plan.objects.bulk_create(
        _plan(bench, complaint, one) for complaint, one in zip(complaints, stretches, strict=True)
    )
    courses = [Course(*one) for one in zip(plans, complaints, stretches, strict=True)]
    PlanVersion.objects.bulk_create(map(_version, plans))
    Onset.objects.bulk_create(
        Onset(complaint=one, weeks=dice.choice((3, 8, 16, 30, 60)), by_id=one.by_id or 0, at=one.at)
        for one in complaints
        if (dice := _dice(bench, one.patient_id)).random() > NO_ONSET
    )
    for one in courses:
        by = Actor(role=Role.PRACTITIONER, user_id=one.plan.by_id, centre_id=one.plan.centre_id)
        detail = {"condition": one.plan.condition}
        bench.trail.add(
            one.plan.at, by, "plan.open", ("plan", one.plan.pk), one.plan.patient_id, detail
        )
    _chart(bench, [visit for one in courses for visit in one.visits])
    return courses


def _dice(bench: Workbench, number: int) -> random.Random:
    return random.Random(f"past {bench.seed} {number}")  # noqa: S311 -- dice, not keys


def _stretches(bench: Workbench) -> Iterator[list[Came]]:
    """Yield the visits of each course: no longer apart than ``GAP``, and over for ``QUIET``."""
    mine: dict[int, list[Came]] = defaultdict(list)
    for one in _came(bench):
        mine[one.patient_id].append(one)
    for many in mine.values():
        breaks = [
            at for at, (a, b) in enumerate(pairwise(many), 1) if b.starts_at - a.starts_at > GAP
        ]
        for first, last in pairwise([0, *breaks, len(many)]):
            course = many[first:last]
            begun, over = course[0].starts_at, course[-1].starts_at
            recent = over > bench.morning - QUIET
            if len(course) >= LEAST and begun > bench.morning - KEPT and not recent:
                yield course


def _came(bench: Workbench) -> Iterator[Came]:
    rows = Visit.objects.filter(
        session__centre=bench.house.centre,
        status=Visit.Status.BOOKED,
        session__starts_at__lt=bench.morning,
        patient__complaints=None,
        patient__contact_links__contact__user=None,
    ).distinct()
    who = dict(
        SessionRole.objects.filter(
            key__in=("therapist", "physio", "trainer"), resource__user__isnull=False
        )
        .order_by("-key")
        .values_list("session", "resource__user")
    )
    told: dict[int, dict[str, tuple[datetime, int]]] = defaultdict(dict)
    steps = Step.objects.filter(kind__in=(StepKind.NEEDLES_IN, StepKind.NEEDLES_OUT))
    for visit, kind, at, needles in steps.values_list("visit", "kind", "occurred_at", "needles"):
        told[visit][kind] = (at, needles or 0)
    columns = ("pk", "patient_id", "session__starts_at", "session__ends_at")
    more = ("session__service__slug", "session")
    ordered = rows.order_by("session__starts_at", "pk").values_list(*columns, *more)
    for pk, patient, starts_at, ends_at, slug, session in ordered:
        in_at, needles = told[pk].get(StepKind.NEEDLES_IN, (None, 0))
        out_at, _ = told[pk].get(StepKind.NEEDLES_OUT, (None, 0))
        if session in who and patient is not None:
            by = who[session]
            yield Came(pk, patient, starts_at, ends_at, slug, by, needles, in_at, out_at)


def _words(patient_id: int) -> tuple[str, ...]:
    return COMPLAINTS[patient_id % len(COMPLAINTS)]


def _complaint(visits: Sequence[Came]) -> Complaint:
    first, words = visits[0], _words(visits[0].patient_id)
    return Complaint(
        patient_id=first.patient_id,
        visit_id=first.id,
        words=words[6],
        areas=[words[7]],
        by_id=first.by_id,
        at=first.starts_at,
        ended_at=visits[-1].ends_at,
    )


def _plan(bench: Workbench, complaint: Complaint, visits: Sequence[Came]) -> Plan:
    first, last = visits[0], visits[-1]
    template = all_templates()[TEMPLATES.get(complaint.areas[0], OTHERS)]
    return Plan(
        patient_id=first.patient_id,
        centre=bench.house.centre,
        complaint=complaint,
        key=uuid5(NAMESPACE_URL, f"past:{first.patient_id}:{first.id}"),
        condition=template.condition,
        phase=template.phase.value,
        started_on=timezone.localdate(first.starts_at),
        at=first.starts_at + AFTER,
        by_id=first.by_id,
        ended_on=timezone.localdate(last.starts_at),
        ended_by_id=last.by_id,
    )


def _version(plan: Plan) -> PlanVersion:
    template = next(
        one
        for one in all_templates().values()
        if (one.condition, one.phase.value) == (plan.condition, plan.phase)
    )
    dose = dose_of(template).columns()
    return PlanVersion(plan=plan, number=1, by_id=plan.by_id, at=plan.at, **dose)


def _chart(bench: Workbench, visits: Sequence[Came]) -> None:
    """Write and sign records: needles as they were counted, what was done, what nobody wanted."""
    charted = [one for one in visits if _dice(bench, -one.id).random() > UNCHARTED]
    notes = Note.objects.bulk_create(_note(bench, one) for one in charted)
    pairs = list(zip(notes, charted, strict=True))
    needles: dict[int, list[Needling]] = defaultdict(list)
    for row in Needling.objects.bulk_create(
        row for note, one in pairs for row in _needles(note, one)
    ):
        needles[row.note_id].append(row)
    done: dict[int, list[Treatment]] = defaultdict(list)
    for treatment in Treatment.objects.bulk_create(
        row for note, one in pairs for row in _treatments(note, one)
    ):
        done[treatment.note_id].append(treatment)
    AdverseEvent.objects.bulk_create(
        _event(bench, note, one) for note, one in pairs if note.adverse == Adverse.YES
    )
    prefetch_related_objects(notes, "events", "diagnoses")
    for note, one in pairs:
        note.signed_at, note.signed_by_id = one.ends_at + AFTER, one.by_id
        signed = Done(tuple(done[note.pk]), ())
        note.digest = digest_of(note, needles[note.pk], signed, tongue=())
        by = Actor(role=Role.PRACTITIONER, user_id=one.by_id, centre_id=bench.house.centre.pk)
        detail = {"digest": note.digest, "asked": [], "late": False}
        bench.trail.add(note.signed_at, by, "note.sign", ("note", note.pk), one.patient_id, detail)
    _sign(notes)


def _sign(notes: Sequence[Note]) -> None:
    """Put the signatures down in one order: a record is signed once its rows are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE charting_note n SET signed_at = s.at, signed_by_id = s.by, digest = s.digest"
            " FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[], %s::text[])"
            " AS s (id, at, by, digest) WHERE n.id = s.id",
            [
                [one.pk for one in notes],
                [one.signed_at for one in notes],
                [one.signed_by_id for one in notes],
                [one.digest for one in notes],
            ],
        )


def _note(bench: Workbench, one: Came) -> Note:
    throw, words = _dice(bench, one.id).random(), _words(one.patient_id)
    adverse = Adverse.UNKNOWN if throw < UNASKED else Adverse.NONE
    if one.needles and throw > 1 - UNWANTED:
        adverse = Adverse.YES
    return Note(
        visit_id=one.id,
        author_id=one.by_id,
        subjective=words[1],
        objective=words[2],
        assessment=words[3],
        plan=words[4],
        adverse=adverse,
        version=1,
    )


@cache
def _insertions(points: str) -> tuple[Insertion, ...]:
    """Return a point on both sides: the needles of a visit are told of two places."""
    line = f"{points.split()[0]} both 20mm deqi 0.25x40 lot:A4471"
    return tuple(one.insertion for one in read_line(line).insertions)


def _needles(note: Note, one: Came) -> Iterator[Needling]:
    halves = (one.needles // 2, one.needles - one.needles // 2)
    places = _insertions(_words(one.patient_id)[0])
    for at, (place, count) in enumerate(zip(places, halves, strict=True)):
        if count:
            columns = columns_of(place) | {"needles": count}
            out_at = one.out_at if one.out_at and one.in_at and one.out_at >= one.in_at else None
            yield Needling(
                note=note, position=at, by_id=one.by_id, in_at=one.in_at, out_at=out_at, **columns
            )


def _treatments(note: Note, one: Came) -> Iterator[Treatment]:
    if one.slug not in NEEDLES_ALONE:
        code, said = _first_done(_words(one.patient_id)[5])
        yield Treatment(note=note, position=0, by_id=one.by_id, code=code, **said)


@cache
def _first_done(text: str) -> tuple[str, dict[str, Any]]:
    """Return what is done first in a line of what was done, read once."""
    item = next(item for item in read_done(text).items if item.thing.kind != MEASURE)
    return item.thing.id, {name: getattr(item, name) for name in SAID}


def _event(bench: Workbench, note: Note, one: Came) -> AdverseEvent:
    return AdverseEvent(
        note=note,
        code=_dice(bench, one.id + 1).choice(EVENTS),
        severity="mild",
        onset="during",
        cause="probable",
        outcome="gone",
        by_id=one.by_id,
        at=one.ends_at,
    )
