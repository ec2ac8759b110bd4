"""The free times of a service for the list at the desk: when, with whom, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.offers import Need, Offer
from ashi.apps.bookings.openings import openings_for
from ashi.apps.bookings.wishing import pins_for, takes_over
from ashi.apps.centres.models import PEOPLE, Resource, ResourceKind
from ashi.web.desk.board.words import local

DAYS_OFFERED = 7
MANY = 20_000  # openings of a week; more cannot be
QUARTER_MIN = 15  # chosen: nobody reads every fifth minute


@dataclass(frozen=True, slots=True)
class Offered:
    """One time with whom and where; ``instead`` names what was preferred and is not free."""

    opening: Opening
    who: str
    where: str
    instead: str


def offered(offer: Offer, chosen: Mapping[str, Any]) -> list[Offered]:
    """Return what is free in a week from the chosen day, for whom and with whom was chosen."""
    first: date = chosen["day"]
    grain = timedelta(minutes=chosen["service"].centre.grain_min)
    found = openings_for(
        service=chosen["service"],
        first=first,
        last=first + timedelta(days=DAYS_OFFERED),
        roles=pins_for(chosen["service"], chosen["person"], chosen["then"], chosen["out"]),
        earliest=timezone.now() - grain,
        limit=MANY,
        patient=chosen["patient"],
    )
    found = _thinned(found, grain)
    ids = {pk for one in found for pk in one.roles.values()}
    ids |= {pk for need in offer.needs for pk in need.preferred}
    names = Resource.objects.in_bulk(ids)
    keys = list(dict.fromkeys(key for phase in offer.phases for key in phase.roles))
    over = takes_over(offer)
    return [
        Offered(
            one,
            _who(one.roles, keys, over, names),
            ", ".join(_where(one.roles, keys, names)),
            ", ".join(_missed(offer.needs, one.roles, names)),
        )
        for one in found
    ]


def _who(
    roles: Mapping[str, int], keys: Iterable[str], over: Need | None, names: Mapping[int, Resource]
) -> str:
    """Return the first practitioner, and who takes over."""
    there = [names[roles[key]] for key in keys if key in roles]
    first = next((one for one in there if one.kind == ResourceKind.PRACTITIONER), None)
    later = names[roles[over.key]] if over and over.key in roles else None
    if first is None or later is None or later == first:
        return local(first) if first else ""
    return _("%(first)s, then %(later)s") % {"first": local(first), "later": local(later)}


def _where(
    roles: Mapping[str, int], keys: Iterable[str], names: Mapping[int, Resource]
) -> list[str]:
    there = [names[roles[key]] for key in keys if key in roles]
    return list(dict.fromkeys(local(one) for one in there if one.kind not in PEOPLE))


def _missed(
    needs: Iterable[Need], roles: Mapping[str, int], names: Mapping[int, Resource]
) -> list[str]:
    """Return what is preferred before that which is free."""
    found = []
    for need in needs:
        got = roles.get(need.key)
        rather = need.preferred
        if got in rather:
            rather = rather[: rather.index(got)]
        found += [local(names[pk]) for pk in rather if got is not None and pk in names]
    return list(dict.fromkeys(found))


def _thinned(found: list[Opening], grain: timedelta) -> list[Opening]:
    """Return the first start of each free stretch, and the quarters of the hour within it."""
    kept: list[Opening] = []
    before: datetime | None = None
    for one in found:
        begins = before is None or one.start - before > grain
        if begins or one.start.minute % QUARTER_MIN == 0:
            kept.append(one)
        before = one.start
    return kept
