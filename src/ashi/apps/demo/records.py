"""The record of the last needled visit of whoever comes today, so that it can be repeated."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Membership
from ashi.apps.charting.actions.doing import SAID
from ashi.apps.charting.actions.finding import measured_columns
from ashi.apps.charting.actions.signing import digest_of, record_of
from ashi.apps.charting.boxes import from_box
from ashi.apps.charting.models import (
    Adverse,
    Measurement,
    NeedleBox,
    Needling,
    Note,
    Ready,
    Treatment,
)
from ashi.apps.charting.queries import Done
from ashi.apps.charting.screened import screen_of
from ashi.apps.charting.values import columns_of
from ashi.apps.demo.answers import course_visits
from ashi.apps.demo.screenings import decide_all, screen_all
from ashi.apps.demo.workbench import Workbench
from ashi.apps.encounters.models import Step, StepKind
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.physio.reading import Item, read_done
from ashi.core.knowledge.physio.things import MEASURE

AGO = timedelta(days=60)
FREER = 8.0  # degrees, in the demo alone
AFTER = timedelta(minutes=6)
LASTS = timedelta(days=700)
TENDER = {"lumbar": "L4", "neck": "C5", "lower_limb": "calf"}
# Invented: points on both sides, what was written, what was done and measured, what was complained
# of, and where.
COMPLAINTS = (
    (
        "BL23 BL25 BL26 GB30 BL40 BL57 KI3",
        "Low back, 4 of 10; woke once this week.",
        "Fingertips to mid-shin. Paraspinal muscles at L4 tight on the left.",
        "Less guarded than at the first visit.",
        "Same points once more; walks of twenty minutes.",
        (
            "mobilisation L4 III 3x30s; bridge 3x10; bird dog 2x8; hip hinge 2x8; pain 4; ffd 18; "
            "lumbar flexion 50; slr left 60; slr right 80; patellar reflex both 2+; "
            "achilles reflex left 1+; tenderness L4 2"
        ),
        "Pain low in the back since spring",
        "lumbar",
    ),
    (
        "GB20 BL10 LI4 TE5 SI3 LI11 GB34",
        "Neck stiff in the morning, 3 of 10; no tingling.",
        "Rotation to the left 60 degrees, to the right 70.",
        "Better range on both sides.",
        "Once more, then review.",
        (
            "mobilisation C5 II 3x30s; soft tissue neck 8min; small nod 1x10 10s; pain 3; "
            "neck rotation left 60; neck rotation right 70; spurling left neg; "
            "trigger point upper trapezius left active; head posture forward"
        ),
        "Stiff neck, worse at the desk",
        "neck",
    ),
    (
        "ST34 ST36 SP9 SP10 GB34 LR3 SP6",
        "Knee 5 of 10 on stairs, none at rest.",
        "No swelling. Full extension, bends to 115 degrees.",
        "Stronger on the step.",
        "Go on with step-downs, three times ten.",
        (
            "soft tissue knee 8min; slow step-down 3x10; sit to stand 2x10; pain 5; "
            "knee flexion right 115; strength knee extension right 4+; mcmurray right neg"
        ),
        "Right knee on stairs",
        "lower_limb",
    ),
)


class Needled(NamedTuple):
    """A visit whose needles went in and came out in equal number, and who put them in."""

    visit: Visit
    by_id: int
    needles: int
    went_in: Step
    came_out: Step


def write_records(bench: Workbench) -> None:
    """Write and sign a record for the last needled visit of everybody who comes today."""
    box = _open_box(bench)
    chosen = list(_last_needled(bench))
    notes = Note.objects.bulk_create(_note(one) for one in chosen)
    needles = Needling.objects.bulk_create(
        row for note, one in zip(notes, chosen, strict=True) for row in _needles(note, one, box)
    )
    rows: dict[int, list[Needling]] = defaultdict(list)
    for row in needles:
        rows[row.note_id].append(row)
    done = {note.pk: _done(note, one) for note, one in zip(notes, chosen, strict=True)}
    visits = course_visits({one.visit.patient_id or 0 for one in chosen}, bench.now)
    screen_all(
        ((one.visit, one.by_id, *_complaint(one)[-2:]) for one in chosen),
        {patient: many[0] for patient, many in visits.items()},
    )
    charted = zip(notes, chosen, strict=True)
    decide_all(
        (one.visit, one.by_id, screen_of(one.visit, rows[note.pk], done[note.pk].treatments))
        for note, one in charted
    )
    for note, one in zip(notes, chosen, strict=True):
        note.screening = record_of(screen_of(one.visit, rows[note.pk], done[note.pk].treatments))
        note.signed_at, note.signed_by_id = one.visit.session.ends_at + AFTER, one.by_id
        note.digest = digest_of(note, rows[note.pk], done[note.pk])
        by = Actor(role=Role.PRACTITIONER, user_id=one.by_id, centre_id=bench.house.centre.pk)
        detail = {"digest": note.digest, "asked": [], "late": False}
        subject, patient = ("note", note.pk), one.visit.patient_id
        bench.trail.add(note.signed_at, by, "note.sign", subject, patient, detail)
    Note.objects.bulk_update(notes, ["signed_at", "signed_by", "digest", "screening"])


def _open_box(bench: Workbench) -> NeedleBox:
    """Return the box that is open in the demo centre, opened now if there is none."""
    centre = bench.house.centre
    opener = Membership.objects.filter(centre=centre, role=Role.ASSISTANT).first()
    kept = NeedleBox.objects.filter(centre=centre, closed_at=None).first()
    return kept or NeedleBox.objects.create(
        centre=centre,
        gauge_mm=0.25,
        length_mm=40.0,
        lot="A4471",
        expires_on=bench.morning.date() + LASTS,
        opened_by_id=opener.user_id if opener else centre.memberships.earliest("pk").user_id,
        opened_at=bench.morning - AGO,
    )


def _last_needled(bench: Workbench) -> Iterator[Needled]:
    today = Visit.objects.filter(
        session__centre=bench.house.centre,
        session__starts_at__gte=bench.morning,
        session__starts_at__lt=bench.morning + timedelta(days=1),
        status=Visit.Status.BOOKED,
    )
    steps = Step.objects.filter(
        visit__patient__in=today.values("patient"),
        visit__session__starts_at__range=(bench.morning - AGO, bench.morning),
        visit__chart=None,
    ).select_related("visit__session", "visit__patient")
    by_visit: dict[int, list[Step]] = defaultdict(list)
    for step in steps.order_by("-visit__session__starts_at", "visit", "occurred_at"):
        by_visit[step.visit_id].append(step)
    lately = Note.objects.filter(visit__session__starts_at__gte=bench.morning - AGO)
    seen: set[int | None] = set(lately.values_list("visit__patient", flat=True))
    for many in by_visit.values():
        one = _needled(many)
        if one is not None and one.visit.patient_id not in seen:
            seen.add(one.visit.patient_id)
            yield one


def _needled(steps: list[Step]) -> Needled | None:
    ins = [step for step in steps if step.kind == StepKind.NEEDLES_IN]
    outs = [step for step in steps if step.kind == StepKind.NEEDLES_OUT]
    if len(ins) != 1 or len(outs) != 1 or ins[0].needles != outs[0].needles:
        return None
    if not ins[0].needles or ins[0].by_id is None:
        return None
    return Needled(ins[0].visit, ins[0].by_id, ins[0].needles, ins[0], outs[0])


def _note(one: Needled) -> Note:
    _points, subjective, objective, assessment, plan, *_rest = _complaint(one)
    return Note(
        visit=one.visit,
        author_id=one.by_id,
        subjective=subjective,
        objective=objective,
        assessment=assessment,
        plan=plan,
        adverse=Adverse.NONE,
        ready=Ready.YES,
        ready_at=one.came_out.occurred_at,
        ready_by_id=one.by_id,
        version=1,
    )


def _complaint(one: Needled) -> tuple[str, str, str, str, str, str, str, str]:
    return COMPLAINTS[(one.visit.patient_id or 0) % len(COMPLAINTS)]


def _done(note: Note, one: Needled) -> Done:
    """Keep what was done with hands and exercise, and what was measured."""
    read = read_done(_complaint(one)[5]).items
    measured = [item for item in read if item.thing.kind == MEASURE]
    treated = [item for item in read if item.thing.kind != MEASURE]
    treatments = Treatment.objects.bulk_create(
        Treatment(
            note=note,
            position=at,
            by_id=one.by_id,
            code=item.thing.id,
            **{name: getattr(item, name) for name in SAID},
        )
        for at, item in enumerate(treated)
    )
    measurements = Measurement.objects.bulk_create(
        Measurement(
            note=note,
            position=at,
            by_id=one.by_id,
            **measured_columns(item),
            **_again(item, one.by_id),
        )
        for at, item in enumerate(measured)
    )
    return Done(tuple(treatments), tuple(measurements))


def _again(item: Item, by_id: int) -> dict[str, Any]:
    """Return that what moves moved a little further after the treatment."""
    exam = item.thing.exam
    if item.value is None or exam is None or exam.group != "motion":
        return {}
    return {"after_value": min(item.value + FREER, item.thing.most), "after_by_id": by_id}


def _needles(note: Note, one: Needled, box: NeedleBox) -> Iterator[Needling]:
    """Yield as many needles as were counted: pairs of points, and one tender place if odd."""
    complaint = _complaint(one)
    points, area = complaint[0].split()[: one.needles // 2], complaint[-1]
    left = one.needles - 2 * len(points)
    line = f"{' '.join(points)} both 20mm deqi 0.25x40" if points else ""
    tender = f"ashi {TENDER[area]} left x{left} 15mm deqi 0.25x40" if left else ""
    for at, read in enumerate(read_line("; ".join(filter(None, (line, tender)))).insertions):
        yield Needling(
            note=note,
            box=box,
            position=at,
            by_id=one.by_id,
            in_at=one.went_in.occurred_at,
            out_at=one.came_out.occurred_at,
            **columns_of(from_box(read.insertion, box)),
        )
