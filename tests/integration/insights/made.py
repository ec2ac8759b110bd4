"""Rows of a small centre by dice: everything that the insights count, in every state it can have."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from ashi.apps.bookings.models import Occupancy, Session, SessionRole, Visit, Wish
from ashi.apps.charting.models import AdverseEvent, Needling, Note, Treatment
from ashi.apps.encounters.models import NeedleIncident, Step
from ashi.apps.outcomes.models import Asking, Onset, Response
from ashi.apps.patients.models import Patient
from ashi.apps.plans.models import Plan, PlanVersion, PlanVisit
from ashi.apps.screening.models import Complaint
from tests.desk.centre import PHASES, SmallCentre, make_patient

DAYS = 400
KINDS = ("lbp_chronic", "neck_pain", "oa_knee")
CHANNELS = ("desk", "desk", "online", "walk-in", "import")
STATUSES = ("booked",) * 8 + ("cancelled", "no-show")


def phases() -> list[dict]:
    """Return the plan of a session as ``bookings`` keeps it."""
    told, at = [], 0
    for key, kind, name, name_el, minutes, roles in PHASES:
        told.append(
            {"key": key, "kind": kind, "name": name, "name_el": name_el, "minutes": minutes}
            | {"roles": roles, "patient": kind != "turn", "start_min": at, "check_after_min": None}
        )
        at += minutes
    return told


def moved_only() -> list[dict]:
    """Return the plan of a session without needles."""
    return [one for one in phases() if one["kind"] in ("with", "turn")]


@dataclass
class Made:
    """What was made, so that tests can look for it."""

    small: SmallCentre
    now: datetime
    dice: random.Random
    patients: list[Patient] = field(default_factory=list)

    def all(self, patients: int = 14) -> None:
        """Make patients with all they have."""
        for at in range(patients):
            self.patients.append(
                make_patient(
                    f"P{at}",
                    sex=self.dice.choice(("female", "male", "")),
                    birth_date=self.dice.choice((None, datetime(1970 + at, 3, 4).date())),
                )
            )
        for patient in self.patients:
            visits = [self.visit(patient) for _ in range(self.dice.randint(2, 8))]
            for _ in range(self.dice.randint(0, 2)):
                self.course(patient, visits)
            if self.dice.random() < 0.3:
                Wish.objects.create(
                    centre=self.small.centre,
                    patient=patient,
                    service=self.small.service,
                    created_at=self.now - timedelta(days=self.dice.randint(1, DAYS)),
                )

    def visit(self, patient: Patient) -> Visit:
        """Make a visit in some state, with its session, what is promised, what happened."""
        dice, small = self.dice, self.small
        start = self.now + timedelta(minutes=5 * dice.randint(-DAYS * 288, 3 * 288))
        needled = dice.random() < 0.7
        plan = phases() if needled else moved_only()
        status = dice.choice(STATUSES)
        stands = status == "booked"
        session = Session.objects.create(
            centre=small.centre,
            service=small.service,
            starts_at=start,
            ends_at=start + timedelta(minutes=sum(one["minutes"] for one in plan)),
            plan=plan,
            cancelled_at=None if stands else start,
        )
        visit = Visit.objects.create(
            session=session,
            patient=patient,
            status=status,
            channel=dice.choice(CHANNELS),
            created_at=start - timedelta(hours=dice.randint(-5, 600)),
            cancelled_at=start if status == "cancelled" else None,
        )
        self._promise(session, plan, stands)
        if stands and start < self.now:
            self._happen(visit, start)
            if dice.random() < 0.7:
                self._chart(visit)
        return visit

    def _promise(self, session: Session, plan: list[dict], stands: bool) -> None:
        people = list(self.small.people.values())
        therapist = self.dice.choice(people[:2])
        same = self.dice.random() < 0.5
        roles = {"therapist": therapist, "remover": therapist if same else people[2]}
        roles |= {"trainer": self.dice.choice(people), "room": self.small.rooms["Room 1"]}
        for key, resource in roles.items():
            SessionRole.objects.create(session=session, key=key, resource=resource)
        for resource in set(roles.values()):
            own = {key for key, one in roles.items() if one == resource}
            for phase in plan:
                if own & set(phase["roles"]):
                    begin = session.starts_at + timedelta(minutes=phase["start_min"])
                    end = begin + timedelta(minutes=phase["minutes"])
                    Occupancy.objects.create(
                        resource=resource,
                        session=session,
                        during=DateTimeTZRange(begin, end, "[)"),
                        live=stands,
                        guarded=not Occupancy.objects.filter(
                            resource=resource,
                            live=True,
                            guarded=True,
                            during__overlap=DateTimeTZRange(begin, end, "[)"),
                        ).exists(),
                    )

    def _happen(self, visit: Visit, start: datetime) -> None:
        dice = self.dice
        at = start + timedelta(seconds=dice.randint(-900, 600))
        for kind in ("arrive", "start", "needles-in", "needles-out", "leave"):
            at += timedelta(seconds=dice.randint(-60, 1200))
            if dice.random() < 0.15:
                continue
            needles = dice.randint(0, 14) if "needles" in kind else None
            step = Step.objects.create(visit=visit, kind=kind, occurred_at=at, needles=needles)
            if dice.random() < 0.1:
                Step.objects.create(visit=visit, kind="undo", occurred_at=at, undoes=step)
        if dice.random() < 0.15:
            closed = dice.random() < 0.5
            NeedleIncident.objects.create(
                visit=visit,
                counted_in=8,
                counted_out=7,
                opened_at=at,
                resolution="found" if closed else "",
                closed_at=at if closed else None,
                closed_by=self.small.users["maria"] if closed else None,
            )

    def _chart(self, visit: Visit) -> None:
        dice, maria = self.dice, self.small.users["maria"]
        adverse = dice.choice(("none", "none", "yes", "unknown"))
        note = Note.objects.create(visit=visit, author=maria, adverse=adverse)
        for at in range(dice.choice((0, 0, 0, 1, 2))):
            gone_in = visit.session.starts_at if dice.random() < 0.8 else None
            Needling.objects.create(
                note=note,
                position=at,
                kind="point",
                needles=dice.randint(1, 9),
                by=maria,
                in_at=gone_in,
            )
        if dice.random() < 0.6:
            Treatment.objects.create(note=note, position=0, code="LB11", by=maria)
        before = Visit.objects.filter(patient=visit.patient, chart__isnull=False).exclude(
            pk=visit.pk
        )
        for _ in range(dice.choice((0, 0, 1, 2))):
            AdverseEvent.objects.create(
                note=note,
                code=dice.choice(("AE01", "AE02", "AE03")),
                after=before.first() if dice.random() < 0.3 else None,
                severity="mild",
                serious=dice.random() < 0.2,
                onset="during",
                cause="possible",
                outcome="gone",
                by=maria,
                at=self.now,
            )
        if dice.random() < 0.8:
            Note.objects.filter(pk=note.pk).update(signed_at=self.now, signed_by=maria)

    def course(self, patient: Patient, visits: list[Visit]) -> None:
        """Make a complaint with one plan or two, and what was asked of it."""
        dice, maria = self.dice, self.small.users["maria"]
        first = self.now - timedelta(days=dice.randint(0, DAYS))
        complaint = Complaint.objects.create(
            patient=patient, words="Pain", areas=["lumbar"], at=first
        )
        if dice.random() < 0.6:
            Onset.objects.create(complaint=complaint, weeks=dice.randint(1, 90), by=maria, at=first)
        for _ in range(dice.choice((1, 1, 1, 2))):
            started = timezone.localdate(first)
            over = dice.random() < 0.6
            ended = started + timedelta(days=dice.randint(0, 90)) if over else None
            plan = Plan.objects.create(
                patient=patient,
                centre=self.small.centre,
                complaint=complaint if dice.random() < 0.9 else None,
                key=uuid4(),
                condition=dice.choice(KINDS),
                phase="chronic",
                started_on=started,
                by=maria,
                at=first,
                ended_on=ended,
                ended_by=maria if over else None,
            )
            for number in range(1, dice.randint(2, 3)):
                self._version(plan, number)
        for visit in visits:
            if dice.random() < 0.2 and not PlanVisit.objects.filter(visit=visit).exists():
                PlanVisit.objects.create(visit=visit, plan=plan, by=maria, at=first)
        for moment in ("start", "review", "months_3"):
            if dice.random() < 0.85:
                self._asking(complaint, moment, first)

    def _version(self, plan: Plan, number: int) -> None:
        PlanVersion.objects.create(
            plan=plan,
            number=number,
            visits=6 + number,
            acupuncture=3,
            physiotherapy=6 + number,
            min_days=1,
            max_days=7,
            reviews=[],
            stop_at=6,
            why="so" if number > 1 else "",
            by=self.small.users["maria"],
            at=self.now,
        )

    def _asking(self, complaint: Complaint, moment: str, first: datetime) -> None:
        dice = self.dice
        opens = first + timedelta(days={"start": -3, "review": 20, "months_3": 84}[moment])
        closes = opens + timedelta(days=dice.randint(1, 28))
        answered = dice.random() < 0.8 and opens < self.now
        at = min(opens + timedelta(days=dice.randint(0, 40)), self.now)
        asking = Asking.objects.create(
            patient=complaint.patient,
            centre=self.small.centre,
            complaint=complaint,
            moment=moment,
            measures=["NPRS"],
            opens_at=opens,
            closes_at=closes,
            asked_at=first,
            answered_at=at if answered else None,
            withdrawn_at=self.now if dice.random() < 0.1 else None,
        )
        if answered:
            said = self._response(asking, at, at >= closes)
            if dice.random() < 0.2:
                self._response(asking, at, said.late, corrects=said)

    def _response(
        self, asking: Asking, at: datetime, late: bool, corrects: Response | None = None
    ) -> Response:
        dice = self.dice
        scored = dice.random() < 0.9
        return Response.objects.create(
            asking=asking,
            patient=asking.patient,
            measure=dice.choice(("NPRS",) * 7 + ("PSFS",)) if not corrects else corrects.measure,
            form=dice.choice(("own-1",) * 7 + ("own-2",)) if not corrects else corrects.form,
            language="en",
            source="phone",
            begun_at=at,
            saved_at=at,
            submitted_at=at,
            answered_on=timezone.localdate(at),
            late=late,
            score=dice.randint(0, 10) if scored else None,
            reason="" if scored else "too_few",
            corrects=corrects,
            why="typed wrong" if corrects else "",
        )
