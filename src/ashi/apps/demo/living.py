"""Today: what has begun is brought to this minute, and what a living board lacks is added.

Everything here goes through the actions that people use, so bells, incidents and audit are real.
"""

import random
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Source
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import ExtraOpening, ResourceKind
from ashi.apps.demo.days import House
from ashi.apps.demo.filling import Filler
from ashi.apps.demo.storing import Seated, store
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.models import Step, StepKind
from ashi.core.scheduling.axis import Span, minute_of

AROUND_BEFORE, AROUND_AFTER = timedelta(hours=3), timedelta(hours=5)

# service, minutes since its start (negative: still to come), what is shown
SCENES = (
    ("acupuncture-physio", 32, "resting"),  # due out in 3 minutes
    ("acupuncture", 25, "resting"),
    ("acupuncture-physio", 42, "exercising"),
    ("electroacupuncture", 10, "begun"),
    ("physiotherapy", 10, "late"),
    ("acupuncture", -10, "here"),
    ("acupuncture-physio", -20, "here"),
    ("physiotherapy", -40, "later"),
    ("acupuncture-physio", -75, "later"),
    ("acupuncture", -120, "later"),
    ("first-visit", 120, "left"),
    ("acupuncture", 105, "miscounted"),
    ("physiotherapy", 80, "left"),
)


def open_around(house: House, now: datetime) -> tuple[Span, ...]:
    """Open people and places around now, whatever weekday and hour it is."""
    begin, end = now - AROUND_BEFORE, now + AROUND_AFTER
    ExtraOpening.objects.filter(resource__centre=house.centre).delete()
    ExtraOpening.objects.bulk_create(
        ExtraOpening(resource=one, during=(begin, end))
        for one in house.resources
        if one.kind != ResourceKind.STUDENT
    )
    return (Span(minute_of(begin), minute_of(end)),)


Scenes = list[tuple[Visit, str]]


def seat_scenes(filler: Filler, now: datetime, desk_id: int) -> Scenes:
    """Seat those scenes that find a place among what is booked already."""
    extra = open_around(filler.house, now)
    minute = minute_of(now) - minute_of(now) % 5
    return list(_seat(filler, random.Random(minute), minute, extra, desk_id))  # noqa: S311 -- dice


def bring_to_life(
    filler: Filler, scenes: Scenes, now: datetime, desk_id: int, needler_id: int
) -> None:
    """Take every visit of today to where it stands now."""
    house = filler.house
    desk = Actor(Role.DESK, desk_id, house.centre.pk, Source.JOB)
    needler = Actor(Role.LEAD, needler_id, house.centre.pk, Source.JOB)
    played = {visit.pk for visit, _ in scenes}
    shown = {scene for _, scene in scenes}
    for visit in _about_now(house, now):
        if visit.pk in played:
            continue
        scene = _scene_of(visit, now)
        if scene == "begun" and "late" not in shown:
            scene = "late"
        shown.add(scene)
        scenes.append((visit, scene))
    for visit, scene in scenes:
        _play(visit, scene, now, desk, needler)


def _seat(
    filler: Filler, dice: random.Random, minute: int, extra: tuple[Span, ...], desk_id: int
) -> Iterable[tuple[Visit, str]]:
    day = moment(minute).astimezone(filler.house.zone).date()
    board = filler.day(day, extra)
    for slug, ago, scene in SCENES:
        service, offer = filler.offers[slug]
        start = minute - ago
        if not board.axis.origin <= start < board.axis.origin + board.axis.length - offer.minutes:
            continue
        for patient in dice.sample(filler.patients, 12):
            roles = board.seat(dice, offer, start, patient.resource_id)
            if roles is not None:
                seated = Seated(service, offer, start, roles, (patient,))
                yield store(filler.house, [seated], desk_id)[0], scene
                break


def _about_now(house: House, now: datetime) -> list[Visit]:
    """Return the visits that are on, or begin within minutes."""
    return list(
        Visit.objects.filter(
            session__centre=house.centre,
            status=Visit.Status.BOOKED,
            session__starts_at__lte=now + timedelta(minutes=12),
            session__ends_at__gt=now,
        )
        .exclude(pk__in=Step.objects.filter(kind=StepKind.LEAVE).values("visit_id"))
        .select_related("session")
        .order_by("pk")
    )


def _scene_of(visit: Visit, now: datetime) -> str:
    """Return where a visit stands by its own plan."""
    minutes = (now - visit.session.starts_at) // timedelta(minutes=1)
    if minutes < 0:
        return "here"
    for phase in visit.session.plan:
        if minutes < phase["start_min"] + phase["minutes"]:
            return {"rest": "resting", "out": "resting", "move": "exercising"}.get(
                phase["kind"], "begun"
            )
    return "left"


def _play(visit: Visit, scene: str, now: datetime, desk: Actor, needler: Actor) -> None:
    """Record the steps of a visit up to its scene."""
    had = set(Step.objects.filter(visit=visit).values_list("kind", flat=True))
    for kind, at, needles in _steps(visit, scene, now):
        if kind not in had and at <= now:
            record_step(
                by=needler if needles is not None else desk,
                step_id=uuid.uuid4(),
                visit_id=visit.pk,
                kind=kind,
                occurred_at=at,
                needles=needles,
                confirmed=True,
            )


def _steps(
    visit: Visit, scene: str, now: datetime
) -> Iterable[tuple[StepKind, datetime, int | None]]:
    start = visit.session.starts_at
    rest = next((phase for phase in visit.session.plan if phase["kind"] == "rest"), None)
    if scene in ("late", "later"):
        return
    yield StepKind.ARRIVE, min(start - timedelta(minutes=6), now - timedelta(minutes=4)), None
    if scene == "here":
        return
    yield StepKind.START, start, None
    if scene == "begun":
        return
    if rest:
        into = start + timedelta(minutes=rest["start_min"])
        yield StepKind.NEEDLES_IN, into, 12
        if scene == "resting":
            return
        out = into + timedelta(minutes=rest["minutes"] + 2)
        yield StepKind.NEEDLES_OUT, out, 11 if scene == "miscounted" else 12
        moves = [one for one in visit.session.plan if one["kind"] == "move"]
        if moves:
            yield StepKind.EXERCISE, out + timedelta(minutes=2), None
    if scene in ("left", "miscounted"):
        yield StepKind.LEAVE, visit.session.ends_at - timedelta(minutes=5), None
