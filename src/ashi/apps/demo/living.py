"""Today: the centre is open around now, and what a living board shows is made to stand on it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ashi.apps.bookings.calendars import moment
from ashi.apps.centres.models import Closure, ExtraOpening, ResourceKind
from ashi.apps.demo.days import Day, stretch
from ashi.apps.demo.happening import DESK, Act, acts_of
from ashi.apps.demo.house import House
from ashi.apps.demo.promises import Guest, Promise
from ashi.apps.demo.recording import Happening
from ashi.apps.demo.stories import (
    Begun,
    course_of,
    latest_room_steps,
    new_happening,
    open_incidents,
)
from ashi.apps.demo.workbench import Workbench
from ashi.apps.encounters.course_of_day import Phase, state_of
from ashi.apps.encounters.models import RoomStep, StepKind
from ashi.core.scheduling.axis import minute_of

BEFORE, AFTER = timedelta(hours=3), timedelta(hours=5)
STILL = timedelta(hours=2)  # an extra opening that lasts this long yet is long enough
REST_MIN = 20
GRAIN_MIN = 5
JUST_LEFT = timedelta(seconds=100)
MINUTE = timedelta(minutes=1)
NEEDLING = ("acupuncture", "acupuncture-physio", "electroacupuncture")
HANDS = ("physiotherapy", "gesy-physiotherapy")
ANY = (*NEEDLING, *HANDS)


@dataclass(frozen=True)
class Scene:
    """Something to be seen on the board: its visit began ``least`` to ``most`` minutes ago."""

    shows: str
    least: int
    most: int
    services: tuple[str, ...] = ANY
    due_in_s: int = 0


def _resting(due_in_s: int) -> Scene:
    ago = REST_MIN - due_in_s // 60
    return Scene("resting", ago + 8, ago + 27, NEEDLING, due_in_s)


SCENES = (
    _resting(190),  # the bell rings in three minutes
    _resting(620),
    Scene("begun", 3, 14),
    Scene("late", 8, 19),
    Scene("here", -18, -2),
    Scene("miscounted", 75, 140, NEEDLING),
    Scene("leaving", 34, 56, HANDS),
)


def open_around(house: House, now: datetime) -> None:
    """Open people and places around now, whatever weekday, hour or holiday it is."""
    span = (now - BEFORE, now + AFTER)
    Closure.objects.filter(
        centre=house.centre, state=Closure.State.CONFIRMED, during__overlap=span
    ).update(state=Closure.State.DECLINED)
    opened = set(
        ExtraOpening.objects.filter(
            resource__centre=house.centre, during__contains=(now - MINUTE, now + STILL)
        ).values_list("resource_id", flat=True)
    )
    ExtraOpening.objects.bulk_create(
        ExtraOpening(resource=one, during=span)
        for one in house.resources
        if one.pk not in opened and one.kind != ResourceKind.STUDENT
    )


def lacking(states: Sequence[tuple[str, int]]) -> list[Scene]:
    """Return the scenes that nothing stored shows yet; ``states`` are (what it shows, due in s)."""
    left = list(states)
    missing = []
    for scene in SCENES:
        like = next(
            (
                one
                for one in left
                if one[0] == scene.shows
                and (scene.shows != "resting" or -120 <= one[1] <= scene.due_in_s + 240)
            ),
            None,
        )
        if like is None:
            missing.append(scene)
        else:
            left.remove(like)
    return missing


def _left(acts: Sequence[Act], at: datetime) -> list[Act]:
    """Return the acts up to leaving, shifted so that the patient leaves at an instant."""
    leave = next(act.at for act in acts if act.what == StepKind.LEAVE)
    return [act._replace(at=act.at + (at - leave)) for act in acts if act.at <= leave]


class Stage:
    """Sets scenes on the board around now."""

    def __init__(self, bench: Workbench, begun: list[Begun]) -> None:
        self.bench, self.begun = bench, begun
        first, last = (
            one.astimezone(bench.zone).date() for one in (bench.now - BEFORE, bench.now + AFTER)
        )
        self.board: Day = stretch(bench.house, first, last, retired=True)
        self.minute = minute_of(bench.now)

    def set(self) -> None:
        """Show every scene that nothing shows yet, by a visit that stands or by a new one."""
        shown = [self._shows(one) for one in self.begun if one.happening.facts]
        if any(step.kind == RoomStep.Kind.TO_PREPARE for step in latest_room_steps(self.bench)):
            shown.append(("leaving", 0))
        if open_incidents(self.bench, self.bench.morning, self.bench.now).exists():
            shown.append(("miscounted", 0))
        for scene in lacking(shown):
            if (one := self._adopted(scene)) is not None:
                session = one.visit.session
                acts = self._acts(scene, one.happening, session.starts_at, session.plan)
                self.bench.recorder.record(one.happening, acts)
            elif (promise := self._seated(scene)) is not None:
                [stored] = self.bench.shelf.store([promise])
                visit = new_happening(self.bench.house, stored)
                acts = self._acts(scene, visit, moment(promise.start), promise.what.plan)
                self.bench.recorder.record(visit, acts)
        self.bench.sheets.write()

    def fill(self, count: int) -> Iterator[Promise]:
        """Seat up to ``count`` more visits, from two hours ago to nearly four ahead."""
        dice, first = self.bench.dice, self.minute - 130
        for _ in range(count * 3):
            if count <= 0:
                return
            start = dice.randrange(first - first % GRAIN_MIN, self.minute + 220, GRAIN_MIN)
            if promise := self._somebody(ANY, start):
                count -= 1
                yield promise

    def _shows(self, one: Begun) -> tuple[str, int]:
        """Return what a visit shows, in the words of the scenes, and when needles are due out."""
        state = state_of(one.happening.facts, one.happening.rest)
        due = int((state.due_out - self.bench.now).total_seconds()) if state.due_out else 0
        return {Phase.WITH: "begun"}.get(state.phase, str(state.phase)), due

    def _adopted(self, scene: Scene) -> Begun | None:
        """Take a visit that begins at the right time and in which nothing has happened."""
        for one in self.begun:
            ago = (self.bench.now - one.visit.session.starts_at) // MINUTE
            needles = any(phase["kind"] == "rest" for phase in one.visit.session.plan)
            near = scene.least - GRAIN_MIN <= ago <= scene.most + 2 * GRAIN_MIN
            fits = near and (needles or scene.services == ANY)
            if fits and not one.happening.facts:
                self.begun.remove(one)
                return one
        return None

    def _seated(self, scene: Scene) -> Promise | None:
        """Seat a new visit for a scene where the board has room for it."""
        starts = [
            self.minute - ago
            for ago in range(scene.least, scene.most + 1)
            if (self.minute - ago) % GRAIN_MIN == 0
        ]
        for start in self.bench.dice.sample(starts, len(starts)):
            if promise := self._somebody(scene.services, start):
                return promise
        return None

    def _somebody(self, services: Sequence[str], start: int) -> Promise | None:
        """Seat anybody who is free for one of the services at a start."""
        dice, house, patients = self.bench.dice, self.bench.house, self.bench.patients
        offered = [one for one in services if (one, False) in house.bookables]
        for slug in dice.sample(offered, len(offered)):
            for patient in dice.sample(patients, min(len(patients), 8)):
                if patient.resource_id in self.board.patients:
                    continue  # has a visit on this day
                what = house.bookables[slug, patient.not_left_alone]
                roles = self.board.seat(dice, what, start, patient.resource_id, patient.wishes)
                if roles is not None:
                    booked = min(start, self.minute) - dice.randint(5, 240)
                    return Promise(what, start, roles, [Guest(patient, booked)])
        return None

    def _acts(
        self, scene: Scene, visit: Happening, start: datetime, plan: Sequence[dict[str, Any]]
    ) -> list[Act]:
        """Return the acts after which a visit shows its scene."""
        now, dice = self.bench.now, random.Random(visit.uuid.int)  # noqa: S311 -- dice, not keys
        course = replace(course_of(self.bench, visit, start, plan), drift_min=0)
        if scene.shows == "late":
            return []
        if scene.shows == "here":
            return [Act(now - timedelta(seconds=dice.randint(120, 420)), StepKind.ARRIVE, DESK)]
        if scene.shows == "begun":
            first = acts_of(dice, course)[:2]
            return [
                act._replace(at=min(act.at, now - timedelta(seconds=60 - 30 * place)))
                for place, act in enumerate(first)
            ]
        if scene.shows == "leaving":
            return _left(acts_of(dice, course), now - JUST_LEFT)
        if scene.shows == "miscounted":
            course = replace(course, miscounted=True, leaves_open=True)
        else:
            rest_min = visit.rest.minutes
            into = now + timedelta(seconds=scene.due_in_s) - rest_min * MINUTE
            course = replace(course, needles_in_at=into)
        return [act for act in acts_of(dice, course) if act.at <= now]
