"""The insights counted slowly, row by row, as each definition says; what the queries must give."""

from collections import Counter
from datetime import datetime, timedelta

from django.utils import timezone

from ashi.apps.bookings.models import Occupancy, Session, SessionRole, Visit, Wish
from ashi.apps.charting.models import AdverseEvent, Needling, Note, Treatment
from ashi.apps.encounters.models import NeedleIncident, Step
from ashi.apps.insights.asked import Asked
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.plans.models import Plan, PlanVisit
from ashi.core.planning.belonging import Open, belonging


def came(asked: Asked) -> list[Visit]:
    """Return the visits that took place on the days that are asked for."""
    return [
        one
        for one in Visit.objects.filter(status="booked").select_related("session").order_by("pk")
        if _in(asked, one.session.starts_at)
    ]


def _in(asked: Asked, at: datetime) -> bool:
    return asked.first <= timezone.localdate(at) <= asked.last and at <= asked.now


def steps_of(visit: Visit, *kinds: str) -> list[Step]:
    undone = set(Step.objects.filter(visit=visit, kind="undo").values_list("undoes_id", flat=True))
    rows = Step.objects.filter(visit=visit, kind__in=kinds).exclude(pk__in=undone)
    return list(rows.order_by("occurred_at"))


def plans(asked: Asked) -> list[Plan]:
    found = Plan.objects.filter(centre=asked.centre_id).order_by("pk")
    return [
        one
        for one in found
        if asked.first <= one.started_on <= asked.last and asked.condition in ("", one.condition)
    ]


def visits_of(plan: Plan, asked: Asked) -> list[int]:
    """Return the visits of a plan by the rule of the core itself."""
    every = Plan.objects.filter(patient=plan.patient_id, centre=plan.centre_id)
    opened = [Open(one.pk, one.started_on, one.ended_on) for one in every]
    rows = Visit.objects.filter(patient=plan.patient_id, status="booked").select_related("session")
    visits = [
        (one.pk, timezone.localdate(one.session.starts_at))
        for one in rows
        if one.session.starts_at <= asked.now
    ]
    said = dict(PlanVisit.objects.values_list("visit_id", "plan_id"))
    return list(belonging(opened, visits, said).courses.get(plan.pk, ()))


def answers(plan: Plan, moment: str) -> list[Response]:
    """Return the answers of a complaint that stand, by their days."""
    rows = Response.objects.filter(
        asking__complaint=plan.complaint_id, asking__moment=moment, measure="NPRS"
    ).order_by("answered_on", "pk")
    return [
        one
        for one in rows
        if plan.complaint_id and one.score is not None and not hasattr(one, "corrected_by")
    ]


def state_of(plan: Plan, asked: Asked) -> tuple[str, float | None, float | None]:
    start = next(iter(answers(plan, "start")), None)
    ends = [one for one in answers(plan, asked.moment) if start and one.form == start.form]
    sets = [
        one
        for one in Asking.objects.filter(complaint=plan.complaint_id, moment=asked.moment)
        if plan.complaint_id and one.withdrawn_at is None
    ]
    first = float(start.score) if start else None
    last = float(ends[-1].score) if ends else None
    if not sets:
        return "not-asked", first, last
    if start and ends:
        return "answered", first, last
    over = any(one.closes_at <= asked.now or one.answered_at for one in sets)
    return ("missing" if over else "not-due"), first, last


def kinds(asked: Asked) -> Counter:
    found: Counter = Counter()
    for plan in plans(asked):
        if (
            plan.complaint_id
            and Plan.objects.filter(complaint=plan.complaint_id, pk__lt=plan.pk).exists()
        ):
            continue
        visits = visits_of(plan, asked)
        needled = Needling.objects.filter(note__visit__in=visits).exists()
        treated = Treatment.objects.filter(note__visit__in=visits).exists()
        found[plan.condition, needled, treated, *state_of(plan, asked)] += 1
    return found


def lengths(asked: Asked) -> Counter:
    return Counter(
        (
            one.condition,
            one.ended_on is not None,
            len(visits_of(one, asked)),
            one.versions.last().visits,
        )
        for one in plans(asked)
    )


def sets_due(asked: Asked) -> Counter:
    found: Counter = Counter()
    for one in Asking.objects.filter(withdrawn_at=None):
        # A window that closes at midnight belongs to the day before.
        day = timezone.localdate(one.closes_at - timedelta(microseconds=1))
        if not asked.first <= day <= asked.last or one.closes_at > asked.now:
            continue
        if asked.condition and not Plan.objects.filter(
            complaint=one.complaint_id or 0, condition=asked.condition
        ):
            continue
        state = "missing"
        if one.answered_at:
            late = any(response.late for response in one.responses.all())
            state = "late" if late else "in-time"
        found[one.moment, state] += 1
    return found


def first_waits(asked: Asked) -> Counter:
    found: Counter = Counter()
    for visit in came(asked):
        own = Visit.objects.filter(patient=visit.patient_id).select_related("session")
        stood = [(one.session.starts_at, one.pk) for one in own if one.status == "booked"]
        if min(stood) != (visit.session.starts_at, visit.pk):
            continue
        asked_at = [one.created_at for one in own]
        asked_at += Wish.objects.filter(patient=visit.patient_id).values_list(
            "created_at", flat=True
        )
        wait = visit.session.starts_at - min(asked_at)
        known = visit.channel != "import" and wait >= timedelta(0)
        found[visit.channel, wait.days if known else None] += 1
    return found


def room_waits(asked: Asked) -> Counter:
    found: Counter = Counter()
    for visit in came(asked):
        arrived, begun = steps_of(visit, "arrive"), steps_of(visit, "start", "needles-in")
        if not arrived or not begun or begun[0].occurred_at < arrived[0].occurred_at:
            found[None, None] += 1
            continue
        at, start = begun[0].occurred_at, arrived[0].occurred_at
        late = at - max(start, visit.session.starts_at)
        minute = timedelta(minutes=1)
        found[(at - start) // minute, max(late, timedelta(0)) // minute] += 1
    return found


def session_state(session: Session) -> str | None:
    stands = list(session.visits.filter(status="booked"))
    if not stands and not session.visits.filter(status="no-show"):
        return None
    kinds = ("arrive", "start", "needles-in", "needles-out", "leave")
    if any(steps_of(one, *kinds) for one in stands):
        return "came"
    return "unnoted" if stands else "absent"


def sessions(asked: Asked) -> list[tuple[Session, str]]:
    found = [(one, session_state(one)) for one in Session.objects.order_by("pk")]
    return [(one, state) for one, state in found if state and _in(asked, one.starts_at)]


def hours(asked: Asked) -> tuple[Counter, Counter]:
    """Return sessions and hours by (kind, state)."""
    counted, told = Counter(), Counter()
    names = {"practitioner": "practitioners", "room": "rooms"}
    for session, state in sessions(asked):
        rows = [
            one
            for one in Occupancy.objects.filter(session=session).select_related("resource")
            if one.live or state == "absent"
        ]
        for kind in {names[one.resource.kind] for one in rows if one.resource.kind in names}:
            counted[kind, state] += 1
        for one in rows:
            if one.resource.kind in names:
                length = (one.during.upper - one.during.lower) / timedelta(hours=1)
                told[names[one.resource.kind], state] += length
    return counted, told


def freed(asked: Asked) -> tuple[float, float]:
    free = used = timedelta(0)
    for session, state in sessions(asked):
        for at, phase in enumerate(session.plan):
            if state != "came" or phase["kind"] != "rest":
                continue
            begin = session.starts_at + timedelta(minutes=phase["start_min"])
            end = begin + timedelta(minutes=phase["minutes"])
            for resource in _set_free(session, at):
                free += end - begin
                used += min(_lent(session, resource, begin, end), end - begin)
    return free / timedelta(hours=1), used / timedelta(hours=1)


def _set_free(session: Session, at: int) -> list:
    """Return the practitioners who were there before a phase and are not in it."""
    roles = list(SessionRole.objects.filter(session=session).select_related("resource"))
    before = {role for one in session.plan[:at] for role in one["roles"]}
    found = []
    for resource in {one.resource for one in roles if one.resource.kind == "practitioner"}:
        own = {one.key for one in roles if one.resource == resource}
        if own & before and not own & set(session.plan[at]["roles"]):
            found.append(resource)
    return found


def _lent(session: Session, resource, begin: datetime, end: datetime) -> timedelta:
    """Return for how long somebody was promised elsewhere meanwhile."""
    lent = timedelta(0)
    for other in Occupancy.objects.filter(resource=resource, live=True, guarded=True):
        if other.session_id != session.pk:
            shared = min(end, other.during.upper) - max(begin, other.during.lower)
            lent += max(shared, timedelta(0))
    return lent


def noted(asked: Asked) -> tuple[int, int, float, float]:
    visits = known = 0
    promised = taken = 0.0
    for visit in came(asked):
        visits += 1
        begun, gone = steps_of(visit, "start", "needles-in"), steps_of(visit, "leave")
        if begun and gone and gone[-1].occurred_at > begun[0].occurred_at:
            known += 1
            promised += sum(one["minutes"] for one in visit.session.plan if one["patient"]) / 60
            taken += (gone[-1].occurred_at - begun[0].occurred_at) / timedelta(hours=1)
    return visits, known, promised, taken


def told(asked: Asked) -> dict[int, int]:
    """Return the needles of each visit where it was asked, by its id."""
    found = {}
    for visit in came(asked):
        note = Note.objects.filter(visit=visit).first()
        if note and note.signed_at and note.adverse in ("yes", "none"):
            rows = note.needles.filter(in_at__isnull=False)
            found[visit.pk] = sum(one.needles for one in rows)
    return found


def events(asked: Asked) -> tuple[Counter, Counter, set[int]]:
    """Return events, those of visits with needles, and the visits in which something happened."""
    among = told(asked)
    every, needled, troubled = Counter(), Counter(), set()
    for one in AdverseEvent.objects.select_related("note"):
        visit = one.after_id or one.note.visit_id
        if visit in among:
            every[one.code, one.serious] += 1
            needled[one.code, one.serious] += among[visit] > 0
            troubled.add(visit)
    return every, needled, troubled


def counts(asked: Asked) -> Counter:
    found: Counter = Counter()
    for visit in came(asked):
        needles = sum(one.needles or 0 for one in steps_of(visit, "needles-in"))
        if not needles and not any(one["kind"] == "rest" for one in visit.session.plan):
            continue
        incidents = list(NeedleIncident.objects.filter(visit=visit))
        state = "agreed" if needles else "uncounted"
        if needles and incidents:
            state = "open" if any(one.closed_at is None for one in incidents) else "closed"
        day = timezone.localdate(visit.session.starts_at)
        found[f"{day.year}-Q{(day.month + 2) // 3}", state] += 1
    return found


def beginnings(asked: Asked) -> dict[bool, list[tuple[float | None, str, int | None]]]:
    """Return age, sex and weeks of each course with needles, and with physiotherapy alone."""
    found: dict[bool, list[tuple[float | None, str, int | None]]] = {}
    for plan in plans(asked):
        same = Plan.objects.filter(complaint=plan.complaint_id, pk__lt=plan.pk)
        visits = visits_of(plan, asked)
        needled = Needling.objects.filter(note__visit__in=visits).exists()
        treated = Treatment.objects.filter(note__visit__in=visits).exists()
        if (plan.complaint_id and same.exists()) or not (needled or treated):
            continue
        born = plan.patient.birth_date
        age = (plan.started_on - born).days / 365.25 if born else None
        onset = getattr(plan.complaint, "onset", None)
        row = (age, plan.patient.sex, onset.weeks if onset else None)
        found.setdefault(needled, []).append(row)
    return found
