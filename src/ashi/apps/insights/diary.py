"""How long people wait, and how the hours that were promised were used."""

from dataclasses import dataclass
from typing import Any

from ashi.apps.bookings.calendars import opened_minutes
from ashi.apps.centres.models import Centre, Resource, ResourceKind
from ashi.apps.insights.asked import STANDING_STEPS, TOOK_PLACE, Asked, fetch
from ashi.core.insights.definitions import definition_of

PRACTITIONERS, ROOMS = "practitioners", "rooms"
# What somebody is, as hours are told: a room with couches counts by its couches.
KIND = f"""CASE WHEN r.kind = 'practitioner' THEN '{PRACTITIONERS}'
  WHEN r.kind IN ('room', 'couch') AND NOT EXISTS (
    SELECT 1 FROM centres_resource part WHERE part.whole_id = r.id) THEN '{ROOMS}' END"""
FIRST_VISITS = f"""
WITH come AS (
  SELECT v.id, v.patient_id, v.channel, s.starts_at {TOOK_PLACE}
), first AS (
  SELECT c.*, least(
    (SELECT min(b.created_at) FROM bookings_visit b JOIN bookings_session z ON z.id = b.session_id
      WHERE b.patient_id = c.patient_id AND z.centre_id = %(centre)s),
    (SELECT min(w.created_at) FROM bookings_wish w
      WHERE w.patient_id = c.patient_id AND w.centre_id = %(centre)s)) AS asked_at
  FROM come c
  WHERE NOT EXISTS (
    SELECT 1 FROM bookings_visit e JOIN bookings_session z ON z.id = e.session_id
    WHERE e.patient_id = c.patient_id AND e.status = 'booked' AND z.centre_id = %(centre)s
      AND (z.starts_at, e.id) < (c.starts_at, c.id))
), waited AS (
  SELECT *, CASE WHEN channel <> 'import' AND asked_at <= starts_at
    THEN floor(extract(epoch FROM starts_at - asked_at) / 86400)::int END AS days
  FROM first
)
"""
WAITED = f"""
WITH come AS (
  SELECT v.id, v.patient_id, s.starts_at {TOOK_PLACE}
), seen AS (
  SELECT c.id, c.patient_id, c.starts_at,
    min(t.occurred_at) FILTER (WHERE t.kind = ANY(%(arrived)s)) AS arrived,
    min(t.occurred_at) FILTER (WHERE t.kind = ANY(%(begun)s)) AS begun
  FROM come c LEFT JOIN {STANDING_STEPS} t ON t.visit_id = c.id
  GROUP BY 1, 2, 3
), waited AS (
  SELECT *, CASE WHEN begun >= arrived
      THEN floor(extract(epoch FROM begun - arrived) / 60)::int END AS from_coming,
    CASE WHEN begun >= arrived
      THEN floor(greatest(extract(epoch FROM begun - greatest(arrived, starts_at)), 0) / 60)::int
      END AS from_promised
  FROM seen
)
"""
HELD = """
WITH held AS MATERIALIZED (
  SELECT s.id, s.plan, s.starts_at, s.ends_at, CASE
    WHEN EXISTS (SELECT 1 FROM bookings_visit v JOIN encounters_step t ON t.visit_id = v.id
      WHERE v.session_id = s.id AND v.status = 'booked' AND t.kind <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM encounters_step u WHERE u.undoes_id = t.id)) THEN 'came'
    WHEN EXISTS (SELECT 1 FROM bookings_visit v
      WHERE v.session_id = s.id AND v.status = 'booked') THEN 'unnoted'
    ELSE 'absent' END AS state
  FROM bookings_session s
  WHERE s.centre_id = %(centre)s AND s.starts_at >= %(since)s
    AND s.starts_at < %(until)s AND s.starts_at <= %(now)s
    AND EXISTS (SELECT 1 FROM bookings_visit v WHERE v.session_id = s.id
      AND v.status IN ('booked', 'no-show'))
)
"""


@dataclass(frozen=True, slots=True)
class Used:
    """Sessions and the hours they were promised, by what became of them, for one kind."""

    sessions: dict[str, int]
    hours: dict[str, float]
    open_hours: float


@dataclass(frozen=True, slots=True)
class Freed:
    """Practitioner-hours in which needles rested and nobody had to be there; hours used again."""

    hours: float
    used: float


@dataclass(frozen=True, slots=True)
class Noted:
    """Visits that took place, those with both ends noted, and of these the hours."""

    visits: int
    noted: int
    promised: float
    taken: float


def first_waits(asked: Asked) -> list[tuple[str, int | None, int]]:
    """Return (how it was booked, whole days or nothing, first visits)."""
    return fetch(
        FIRST_VISITS + "SELECT channel, days, count(*) FROM waited GROUP BY 1, 2", asked.params()
    )


def room_waits(asked: Asked) -> list[tuple[int | None, int | None, int]]:
    """Return (minutes from coming, minutes past the promise, visits)."""
    return fetch(
        WAITED + "SELECT from_coming, from_promised, count(*) FROM waited GROUP BY 1, 2",
        asked.params(**definition_of("wait-room").using),
    )


def used_hours(asked: Asked) -> dict[str, Used]:
    """Return how the hours of practitioners and of rooms were promised and used."""
    rows = fetch(
        HELD
        + f"""
, taken AS (
  SELECT id, state, kind, sum(extract(epoch FROM upper(during) - lower(during))) / 3600 AS hours
  FROM (
    SELECT DISTINCT h.id, h.state, r.id AS resource, o.during, {KIND} AS kind
    FROM held h JOIN bookings_occupancy o ON o.session_id = h.id AND o.expires_at IS NULL
      -- What was kept for somebody who did not come was let go only afterwards.
      AND (o.live OR h.state = 'absent' AND o.during <@ tstzrange(h.starts_at, h.ends_at))
    JOIN centres_resource r ON r.id = o.resource_id) one
  GROUP BY 1, 2, 3)
SELECT kind, state, count(*), sum(hours) FROM taken WHERE kind IS NOT NULL GROUP BY 1, 2""",
        asked.params(),
    )
    opened = _open_hours(asked)
    return {
        kind: Used(
            {state: count for own, state, count, _ in rows if own == kind},
            {state: float(hours) for own, state, _, hours in rows if own == kind},
            opened[kind],
        )
        for kind in (PRACTITIONERS, ROOMS)
    }


def _open_hours(asked: Asked) -> dict[str, float]:
    centre = Centre.objects.get(pk=asked.centre_id)
    last = min(asked.last, asked.now.astimezone().date())
    minutes = opened_minutes(centre, asked.first, last)
    rows = list(Resource.objects.filter(centre=centre).values_list("pk", "kind", "whole"))
    wholes = {whole for _, _, whole in rows if whole}
    places = (ResourceKind.ROOM, ResourceKind.COUCH)
    return {
        PRACTITIONERS: _hours(minutes, (pk for pk, kind, _ in rows if kind == "practitioner")),
        ROOMS: _hours(minutes, (pk for pk, kind, _ in rows if kind in places and pk not in wholes)),
    }


def _hours(minutes: dict[int, int], ids: Any) -> float:
    return sum(minutes.get(pk, 0) for pk in ids) / 60


def freed_hours(asked: Asked) -> Freed:
    """Return what the phases save: practitioners' hours while needles rested."""
    rows = fetch(
        HELD
        + """
, free AS MATERIALIZED (
  SELECT h.id, q.resource_id, tstzrange(
    h.starts_at + (r.value ->> 'start_min')::int * interval '1 minute',
    h.starts_at + ((r.value ->> 'start_min')::int + (r.value ->> 'minutes')::int)
      * interval '1 minute') AS rest
  FROM held h
  CROSS JOIN LATERAL jsonb_array_elements(h.plan) WITH ORDINALITY r
  CROSS JOIN LATERAL (
    SELECT w.resource_id FROM bookings_sessionrole w
    JOIN centres_resource z ON z.id = w.resource_id AND z.kind = 'practitioner'
    WHERE w.session_id = h.id
    GROUP BY 1
    HAVING NOT bool_or(r.value -> 'roles' ? w.key) AND bool_or(EXISTS (
      SELECT 1 FROM jsonb_array_elements(h.plan) WITH ORDINALITY b
      WHERE b.ordinality < r.ordinality AND b.value -> 'roles' ? w.key))) q
  WHERE h.state = 'came' AND r.value ->> 'kind' = %(rest)s
), lent AS (
  SELECT f.*, least(upper(f.rest) - lower(f.rest), coalesce((
    SELECT sum(upper(o.during * f.rest) - lower(o.during * f.rest))
    FROM bookings_occupancy o WHERE o.resource_id = f.resource_id AND o.live AND o.guarded
      AND o.during && f.rest AND o.session_id <> f.id), interval '0')) AS used
  FROM free f)
SELECT coalesce(sum(extract(epoch FROM upper(rest) - lower(rest))), 0) / 3600,
  coalesce(sum(extract(epoch FROM used)), 0) / 3600 FROM lent""",
        asked.params(rest=definition_of("use").using["rest"]),
    )
    hours, used = rows[0]
    return Freed(float(hours), float(used))


NOTED = f"""
WITH come AS (
  SELECT v.id, v.patient_id, s.starts_at, s.plan {TOOK_PLACE}
), seen AS (
  SELECT c.id, c.patient_id, c.starts_at, (
      SELECT sum((p ->> 'minutes')::int) FROM jsonb_array_elements(c.plan) p
      WHERE (p ->> 'patient')::boolean) AS promised,
    min(t.occurred_at) FILTER (WHERE t.kind = ANY(%(noted)s)) AS begun,
    max(t.occurred_at) FILTER (WHERE t.kind = ANY(%(left)s)) AS gone
  FROM come c LEFT JOIN {STANDING_STEPS} t ON t.visit_id = c.id
  GROUP BY 1, 2, 3, c.plan
), stayed AS (
  SELECT *, CASE WHEN gone > begun THEN extract(epoch FROM gone - begun) / 60 END AS minutes
  FROM seen
)
"""


def noted_hours(asked: Asked) -> Noted:
    """Return how long patients were promised to be treated, and how long it took, where noted."""
    using = definition_of("use").using
    rows = fetch(
        NOTED
        + """
SELECT count(*), count(minutes), coalesce(sum(promised) FILTER (WHERE minutes IS NOT NULL), 0),
  coalesce(sum(minutes), 0) FROM stayed""",
        asked.params(noted=using["noted"], left=using["left"]),
    )
    visits, noted, promised, taken = rows[0]
    return Noted(visits, noted, float(promised) / 60, float(taken) / 60)
