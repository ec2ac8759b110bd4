"""How the demo's patients of today have been since their courses began: asked, and answered."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from ashi.apps.accounts.roles import Role
from ashi.apps.bookings.models import Visit
from ashi.apps.demo.workbench import Workbench
from ashi.apps.outcomes.actions.answering import Sheet, settled
from ashi.apps.outcomes.actions.planning import due_of
from ashi.apps.outcomes.forms import AskedForm, forms_for
from ashi.apps.outcomes.models import Activity, Asking, Onset, Response
from ashi.apps.outcomes.scoring import Given, scored
from ashi.apps.patients.models import ContactLink, Patient
from ashi.apps.screening.models import Complaint
from ashi.core.outcomes.asking import Due
from ashi.core.outcomes.own_questions import own_measures

LONG = timedelta(days=240)
MOST_VISITS = 8
ANSWERED, LATE = 0.85, 0.06
# Invented: what the patients want to do again, and for how many weeks it had troubled them.
ACTIVITIES = {
    "lumbar": ("Lift my grandchild", "Sit through a film"),
    "neck": ("Look over my shoulder when I drive", "Work at the screen for an hour"),
    "lower_limb": ("Go down the stairs", "Walk to the market"),
}
WEEKS = (3, 8, 20, 40)
# Invented: how strong the pain was, and the share of it that goes with each visit.
STARTS, FALLS = (5, 6, 7, 8), (0.16, 0.1, 0.02, -0.03)


def write_answers(bench: Workbench) -> None:
    """Lay out and answer the sets of every complaint that has none."""
    complaints = list(
        Complaint.objects.filter(
            Q(patient__visits__session__starts_at__gte=bench.morning)
            | Q(patient__contact_links__contact__user__isnull=False),
            askings=None,
            ended_at=None,
        )
        .select_related("times")
        .distinct()
    )
    visits = course_visits({one.patient_id for one in complaints}, bench.now)
    for complaint in complaints:
        mine = [
            one
            for one in visits.get(complaint.patient_id, ())
            if one.pk == complaint.visit_id or one.session.starts_at >= complaint.at
        ]
        if mine:
            _say(complaint)
            _answer(bench, complaint, mine, ZoneInfo(bench.house.centre.zone))


def state_for_guests(bench: Workbench) -> None:
    """Have those who can sign in come with a complaint, stated at the first of their visits."""
    guests = Patient.objects.filter(
        contact_links__contact__user__isnull=False,
        contact_links__relation=ContactLink.Relation.SELF,
        complaints=None,
    )
    visits = course_visits(guests.values_list("pk", flat=True), bench.now)
    therapist = bench.house.centre.memberships.filter(role=Role.PRACTITIONER).earliest("pk")
    Complaint.objects.bulk_create(
        Complaint(
            patient_id=patient,
            visit=many[0],
            words="Pain low in the back since spring",
            areas=["lumbar"],
            by_id=therapist.user_id,
            at=many[0].session.starts_at,
        )
        for patient, many in visits.items()
    )


def course_visits(patients: Iterable[int], now: datetime) -> dict[int, list[Visit]]:
    """Return the latest visits of patients, at most ``MOST_VISITS`` of each, in order of time."""
    rows = Visit.objects.filter(
        patient__in=list(patients),
        session__starts_at__range=(now - LONG, now),
        status=Visit.Status.BOOKED,
    )
    found: dict[int, list[Visit]] = defaultdict(list)
    for row in rows.select_related("session").order_by("session__starts_at", "pk"):
        found[row.patient_id or 0].append(row)
    return {patient: many[-MOST_VISITS:] for patient, many in found.items()}


def _say(complaint: Complaint) -> None:
    """Keep what the patient wants to do again, and since when the complaint is there."""
    Activity.objects.bulk_create(
        Activity(complaint=complaint, position=at, words=words, named_at=complaint.at)
        for at, words in enumerate(ACTIVITIES.get(complaint.areas[0], ()), start=1)
    )
    if complaint.by_id is not None:
        weeks = WEEKS[complaint.patient_id % len(WEEKS)]
        Onset.objects.create(
            complaint=complaint, weeks=weeks, by_id=complaint.by_id, at=complaint.at
        )


def _answer(
    bench: Workbench, complaint: Complaint, visits: Sequence[Visit], zone: ZoneInfo
) -> None:
    dice = random.Random(f"answers {bench.seed} {complaint.patient_id}")  # noqa: S311 -- dice, not keys
    own = own_measures()
    responses: list[Response] = []
    for due in due_of(complaint, visits, None, zone, own.__contains__):
        if due.opens < bench.now:
            asking = _asking(bench, complaint, due, visits)
            at = _answered_at(dice, due, bench.now)
            if at is not None:
                asking.answered_at = at
                asking.told_at = due.opens
            asking.save()
            if at is not None:
                responses += _responses(dice, asking, due, at)
    Response.objects.bulk_create(responses)


def _asking(bench: Workbench, complaint: Complaint, due: Due, visits: Sequence[Visit]) -> Asking:
    return Asking(
        patient_id=complaint.patient_id,
        centre=bench.house.centre,
        complaint=complaint,
        visit=None if due.visit is None else visits[due.visit],
        moment=due.moment,
        measures=list(due.measures),
        opens_at=due.opens,
        closes_at=due.closes,
        asked_at=due.opens,
    )


def _answered_at(dice: random.Random, due: Due, now: datetime) -> datetime | None:
    """Return when a set is answered: mostly in its window, now and then late, or not at all."""
    throw = dice.random()
    if throw > ANSWERED:
        return None
    span = due.closes - due.opens
    at = due.closes + timedelta(hours=9) if throw < LATE else due.opens + span * dice.random()
    at = at.replace(microsecond=0)
    return at if at < now else None


def _responses(dice: random.Random, asking: Asking, due: Due, at: datetime) -> Iterator[Response]:
    """Yield the answers to a set as the action that sends them would have kept them."""
    words = tuple(row.words for row in Activity.objects.filter(complaint=asking.complaint_id))
    sent = Sheet({}, "el", Response.Source.PHONE)
    for form in forms_for(asking.centre_id, due.measures, sent.language, words):
        row = Response(
            asking=asking,
            patient_id=asking.patient_id,
            measure=form.measure,
            form=form.label,
            language=sent.language,
            source=sent.source,
            begun_at=at,
            saved_at=at,
            answers=_given(dice, form, asking, due),
        )
        settled(row, asking, scored(form.fitted, row.answers), sent, at)
        yield row


def _given(dice: random.Random, form: AskedForm, asking: Asking, due: Due) -> dict[str, Given]:
    """Return invented answers: from a start of the patient's own, each visit a little further."""
    start = STARTS[asking.patient_id % len(STARTS)]
    fall = FALLS[asking.patient_id // 2 % len(FALLS)]
    passed = due.visit if due.visit is not None else MOST_VISITS
    bad = max(0.0, min(1.0, start / 10 * (1 - fall * passed) + dice.uniform(-0.06, 0.06)))
    if form.measure == "PGIC":
        return {"1": str(2 if fall > 0.1 else 3 if fall > 0 else 4)}
    good = form.measure == "PSFS"
    return {
        one.link_id: round(float(one.high or 0) * (1 - bad if good else bad))
        for one in form.fitted.questions
    }
