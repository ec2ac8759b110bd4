"""Reads of referrals: what draws on each, what it still covers, what a visit draws on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from ashi.apps.bookings.models import LIVE, Visit
from ashi.apps.plans.models import Draw, Referral
from ashi.core.planning.referring import Allowed, Cover, covers, left, one_more, over_year

YEAR_FULL = "year_full"
YEAR = timedelta(days=365)


def allowed_of(referral: Referral) -> Allowed:
    """Return what a referral allows."""
    return Allowed(referral.visits, referral.valid_from, referral.valid_to)


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral as it stands: its draws in order of time, each with whether it is covered."""

    referral: Referral
    draws: tuple[tuple[Draw, date, Cover], ...]
    left: int
    also: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The days of all visits that draw on it and stand, and of those that are to."""
        return (*(day for _draw, day, _cover in self.draws), *self.also)

    @property
    def allowed(self) -> Allowed:
        """What the referral allows."""
        return allowed_of(self.referral)


def standings(patient_id: int, centre_id: int) -> list[Standing]:
    """Return a patient's referrals at a centre, newest first; cancelled visits draw on nothing."""
    referrals = list(
        Referral.objects.filter(patient=patient_id, centre=centre_id).select_related("document")
    )
    draws: dict[int, list[tuple[Draw, date]]] = defaultdict(list)
    rows = Draw.objects.filter(referral__in=referrals, visit__status__in=LIVE)
    for draw in rows.select_related("visit__session").order_by(
        "visit__session__starts_at", "visit"
    ):
        draws[draw.referral_id or 0].append(
            (draw, timezone.localdate(draw.visit.session.starts_at))
        )
    return [_standing(one, draws[one.pk]) for one in referrals]


def _standing(referral: Referral, draws: Sequence[tuple[Draw, date]]) -> Standing:
    days = [day for _draw, day in draws]
    found = covers(allowed_of(referral), days)
    told = tuple((draw, day, cover) for (draw, day), cover in zip(draws, found, strict=True))
    return Standing(referral, told, left(allowed_of(referral), days))


def cover_on(standing: Standing, every: Sequence[Standing], on: date) -> str:
    """Return whether a referral would cover one more visit on a day, or why not."""
    cover = one_more(standing.allowed, standing.days, on)
    if cover is Cover.COVERED and over_year(
        standing.referral.yearly, [*covered_days(every), on], on
    ):
        return YEAR_FULL
    return cover.value


def covered_days(every: Sequence[Standing]) -> list[date]:
    """Return all days on which referrals cover a visit."""
    return [day for one in every for _draw, day, cover in one.draws if cover is Cover.COVERED]


def gap_of(visit: Visit) -> str:
    """Return why no referral of its patient would cover a visit that draws on none yet.

    Empty where one would, where somebody has said on what it draws, and where the patient had no
    referral within a year. Other visits of which nobody has said it count as if they drew.
    """
    on = timezone.localdate(visit.session.starts_at)
    every = standings(visit.patient_id or 0, visit.session.centre_id)
    if not _recent(every, on) or Draw.objects.filter(visit=visit).exists():
        return ""
    unsaid = _unsaid(visit.patient_id or 0, visit.session.centre_id, but=visit.pk)
    return _gap_on(on, every, unsaid)


def gaps_of_days(patient_id: int, centre_id: int, days: Sequence[date]) -> list[str]:
    """Return for each of some further days, in order, why no referral would cover a visit on it.

    As ``gap_of``; each day counts for those after it as if its visit drew.
    """
    every = standings(patient_id, centre_id)
    unsaid = _unsaid(patient_id, centre_id) if every else []
    return [_gap_on(on, every, [*unsaid, *days[:at]]) for at, on in enumerate(days)]


def _recent(every: Sequence[Standing], on: date) -> list[Standing]:
    return [one for one in every if one.referral.valid_to >= on - YEAR]


def _unsaid(patient_id: int, centre_id: int, but: int = 0) -> list[date]:
    """Return the days of visits that stand and of which nobody said on what they draw."""
    rows = Visit.objects.filter(
        patient=patient_id, session__centre=centre_id, status__in=LIVE, draw=None
    ).exclude(pk=but)
    return [timezone.localdate(at) for at in rows.values_list("session__starts_at", flat=True)]


def _gap_on(on: date, every: Sequence[Standing], unsaid: Sequence[date]) -> str:
    said = [_with(one, unsaid, every, on) for one in _recent(every, on)]
    return "" if not said or Cover.COVERED in said else said[0]


def _with(standing: Standing, unsaid: Sequence[date], every: Sequence[Standing], on: date) -> str:
    """Return what a referral says of a day once visits of which nobody said it drew on it."""
    more = Standing(standing.referral, standing.draws, standing.left, tuple(unsaid))
    return cover_on(more, every, on)


@dataclass(frozen=True, slots=True)
class VisitDraw:
    """On what a visit draws, and on what it could.

    ``cover`` is of its own referral; empty where it draws on none. ``offered`` are referrals
    with what each says of this visit's day.
    """

    draw: Draw | None
    cover: str
    offered: tuple[tuple[Standing, str], ...]

    @property
    def warns(self) -> bool:
        """Whether its own referral does not cover it."""
        return bool(self.cover) and self.cover != Cover.COVERED


def draw_of(visit: Visit) -> VisitDraw:
    """Return on what a visit draws and could draw, as it stands on its day."""
    every = standings(visit.patient_id or 0, visit.session.centre_id)
    draw = Draw.objects.filter(visit=visit).select_related("referral", "by").first()
    on = timezone.localdate(visit.session.starts_at)
    cover = ""
    if draw is not None and draw.referral_id is not None:
        mine = next(one for one in every if one.referral.pk == draw.referral_id)
        cover = next(
            (found.value for one, _day, found in mine.draws if one.pk == draw.pk),
            "",
        )
        if cover == Cover.COVERED and over_year(mine.referral.yearly, covered_days(every), on):
            cover = YEAR_FULL
    own = draw.referral_id if draw else None
    others = [one for one in every if one.referral.pk != own]
    return VisitDraw(draw, cover, tuple((one, _offered_on(one, every, on)) for one in others))


def _offered_on(standing: Standing, every: Sequence[Standing], on: date) -> str:
    """Return what a referral says of one more draw; a full one says so to an earlier day too.

    The earlier day would be covered, and a later visit that was covered pushed past the number.
    """
    cover = cover_on(standing, every, on)
    return Cover.USED_UP.value if cover == Cover.COVERED and standing.left < 1 else cover
