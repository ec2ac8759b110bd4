"""Which sessions to come could be in conflict at all: the database finds them, rows stay there.

A session that is left out certainly stands. One that is named may stand: ``conflicts`` looks at
it. Left out is whose every resource is in use, lies within one row of its hours or one extra
opening, and meets no closure and no absence; whose roles are filled by whoever is fit, with papers
beyond the day after; whose plan is the one its service has now; and whose needles rest while, all
that rest counted, enough are there. What a clock change or two rows of hours that touch leave
open is looked at.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.contradicted import LONGEST
from ashi.apps.bookings.hours import Hours
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.narrowing_rests import Plan, Promised, crowded
from ashi.apps.bookings.offers import offer_of, plan_of, shape_of
from ashi.apps.centres.models import Centre, Service
from ashi.core.scheduling.axis import DAY_MIN, midnight

# Booked or held, also begun: those that may rest while others begin.
AROUND = """
    SELECT s.id, s.service_id, s.starts_at, s.plan
      FROM bookings_session s
     WHERE s.centre_id = %(centre)s AND s.cancelled_at IS NULL AND s.starts_at > %(before)s
       AND EXISTS (SELECT FROM bookings_visit v
                    WHERE v.session_id = s.id AND v.status IN ('booked', 'held'))
"""
PLANS = f"SELECT service_id, plan FROM ({AROUND}) a GROUP BY 1, 2"
RESTS = f"""
SELECT a.id, floor(extract(epoch FROM a.starts_at) / 60)::bigint, e.number - 1 FROM ({AROUND}) a
  JOIN unnest(%(services)s::bigint[], %(plans)s::jsonb[]) WITH ORDINALITY e(service, plan, number)
    ON e.service = a.service_id AND e.plan = a.plan
"""
AHEAD = """
    SELECT s.id, s.service_id, s.starts_at, s.plan,
           width_bucket(s.starts_at, %(begins)s::timestamptz[]) AS day
      FROM bookings_session s
     WHERE s.centre_id = %(centre)s AND s.cancelled_at IS NULL AND s.starts_at > %(now)s
       AND EXISTS (SELECT FROM bookings_visit v WHERE v.session_id = s.id AND v.status = 'booked')
"""
PLACED = """
    SELECT o.session_id, o.resource_id, o.during, r.active, (%(days)s::date[])[a.day] AS day,
           (%(whole)s::boolean[])[a.day] AS whole,
           extract(epoch FROM lower(o.during) - (%(begins)s::timestamptz[])[a.day]) / 60 AS opens,
           extract(epoch FROM upper(o.during) - (%(begins)s::timestamptz[])[a.day]) / 60 AS closes
      FROM ahead a
      JOIN bookings_occupancy o ON o.session_id = a.id AND o.live
      JOIN centres_resource r ON r.id = o.resource_id AND r.centre_id = %(centre)s
"""
OUTSIDE = """
    SELECT p.session_id, p.resource_id, p.during
      FROM placed p
     WHERE NOT EXISTS (
           SELECT FROM centres_weeklyhours h
            WHERE h.resource_id = p.resource_id AND h.weekday = extract(isodow FROM p.day) - 1
              AND p.whole AND h.closes_min <= 1440
              AND h.opens_min <= p.opens AND p.closes <= h.closes_min
              AND (h.valid_from IS NULL OR h.valid_from <= p.day)
              AND (h.valid_to IS NULL OR p.day <= h.valid_to))
"""
UNABLE = """
    SELECT n.service_id, n.key, r.id AS resource_id,
           CASE WHEN r.kind = ANY(n.kinds)
                 AND (n.skills = '{}' OR n.skills && r.skills)
                 AND (n.only = '{}' OR r.id = ANY(n.only))
                THEN (SELECT min(CASE WHEN t.id IS NULL THEN '-infinity'::date ELSE coalesce(
                             least(t.registration_expires, t.insurance_expires), 'infinity') END)
                        FROM unnest(n.acts) w(act)
                        LEFT JOIN centres_permit t ON t.resource_id = r.id AND t.act = w.act)
                ELSE '-infinity'::date END AS until
      FROM centres_servicerole n
      JOIN centres_service c ON c.id = n.service_id AND c.centre_id = %(centre)s
      JOIN centres_resource r ON r.centre_id = %(centre)s
"""
SUSPECTS = f"""
WITH ahead AS MATERIALIZED ({AHEAD}), placed AS MATERIALIZED ({PLACED}),
     outside AS MATERIALIZED ({OUTSIDE}), unable AS MATERIALIZED ({UNABLE})
SELECT session_id FROM placed WHERE NOT active
 UNION
SELECT u.session_id FROM outside u
 WHERE NOT EXISTS (SELECT FROM centres_extraopening e
                    WHERE e.resource_id = u.resource_id AND e.during @> u.during)
 UNION
SELECT p.session_id FROM centres_closure c
  JOIN placed p ON p.during && c.during
 WHERE c.centre_id = %(centre)s AND c.state = 'confirmed'
 UNION
SELECT a.id FROM centres_absence b
  JOIN unnest(%(parts)s::bigint[], %(wholes)s::bigint[]) w(part, whole) ON b.resource_id = w.whole
  JOIN bookings_occupancy o ON o.resource_id = w.part AND o.live AND o.during && b.during
  JOIN ahead a ON a.id = o.session_id
 WHERE upper(b.during) > %(now)s
 UNION
SELECT a.id FROM ahead a
  JOIN bookings_sessionrole f ON f.session_id = a.id
  JOIN unable u ON u.service_id = a.service_id AND u.key = f.key AND u.resource_id = f.resource_id
 WHERE u.until < (%(days)s::date[])[a.day] + 2
 UNION
SELECT a.id FROM ahead a
  JOIN unnest(%(services)s::bigint[], %(plans)s::jsonb[]) e(service, plan)
    ON e.service = a.service_id AND e.plan = a.plan
 WHERE NOT EXISTS (SELECT FROM bookings_visit v WHERE v.session_id = a.id
                      AND v.status = 'booked' AND v.channel = 'import')
"""


def suspects(centre: Centre, now: datetime) -> set[int]:
    """Return the ids of the sessions to come that may be in conflict.

    Whoever judges the rests needs all that rest at the same time, so these are named as well. The
    number of queries does not grow.
    """
    booked = Session.objects.filter(centre=centre, cancelled_at=None, starts_at__gt=now)
    last = booked.aggregate(last=Max("starts_at"))["last"]
    if last is None:
        return set()
    there = Hours(centre, (now - LONGEST, last + LONGEST))
    days = _days(there, now, last)
    asked = {"centre": centre.pk, "now": now, "before": now - LONGEST}
    plans: list[Plan] = [(pk, json.loads(plan)) for pk, plan in _rows(PLANS, asked)]
    chains = [(pk, above) for pk in there.resources for above in there.with_wholes(pk)]
    found = _rows(
        SUSPECTS,
        asked
        | _arrays(_edited(centre, plans))
        | {
            "days": days,
            "begins": [moment(midnight(day, there.zone)) for day in days],
            "whole": [_is_whole(there, day) for day in days],
            "parts": [part for part, _ in chains],
            "wholes": [above for _, above in chains],
        },
    )
    promised = [Promised(*one) for one in _rows(RESTS, asked | _arrays(plans))]
    asked_about = booked.filter(visits__status=Visit.Status.BOOKED)
    resting = crowded(centre, there, plans, promised)
    among = set(asked_about.filter(pk__in=resting).values_list("pk", flat=True))
    return {pk for (pk,) in found} | among


def _days(there: Hours, first: datetime, last: datetime) -> list[date]:
    begins, ends = (one.astimezone(there.zone).date() for one in (first, last))
    return [begins + timedelta(days=step) for step in range((ends - begins).days + 1)]


def _is_whole(there: Hours, day: date) -> bool:
    """Tell whether no clock is changed on a day."""
    return midnight(day + timedelta(days=1), there.zone) - midnight(day, there.zone) == DAY_MIN


def _edited(centre: Centre, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans that are not as their service is now."""
    services = Service.objects.filter(pk__in={pk for pk, _ in plans}, centre=centre)
    now = {
        one.pk: [shape_of(plan_of(offer_of(one, not_alone=alone))) for alone in (False, True)]
        for one in services.prefetch_related("roles", "phases")
    }
    return [(pk, plan) for pk, plan in plans if shape_of(plan) not in now.get(pk, ())]


def _arrays(plans: Sequence[Plan]) -> dict[str, list[Any]]:
    return {
        "services": [pk for pk, _ in plans],
        "plans": [json.dumps(plan) for _, plan in plans],
    }


def _rows(query: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())
