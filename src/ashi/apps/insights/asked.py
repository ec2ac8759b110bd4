"""What is asked of the insights: of which centre, over which days, narrowed to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

DUE_MOMENTS = ("review", "end", "months_3", "months_12")


@dataclass(frozen=True, slots=True)
class Asked:
    """Days of a centre, both included; nothing after ``now`` counts.

    ``condition`` is empty for all; ``moment`` is the follow-up at which a change is looked at;
    ``own_user`` narrows rows, never numbers, to the patients of one practitioner.
    """

    centre_id: int
    zone: str
    first: date
    last: date
    now: datetime
    condition: str = ""
    moment: str = "months_3"
    own_user: int | None = None

    def params(self, **more: Any) -> dict[str, Any]:
        """Return what the queries name, and more."""
        zone = ZoneInfo(self.zone)
        until = datetime.combine(self.last + timedelta(days=1), time.min, zone)
        return {
            "centre": self.centre_id,
            "zone": self.zone,
            "first": self.first,
            "last": self.last,
            "since": datetime.combine(self.first, time.min, zone),
            "until": until,
            "now": self.now,
            "condition": self.condition,
            "moment": self.moment,
            "own_user": self.own_user,
        } | more


def fetch(sql: str, params: Mapping[str, Any]) -> list[Any]:
    """Return the rows of a query, each a tuple of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


# Visits that took place, with their session: booked, begun by now, on the days asked for.
TOOK_PLACE = """
  FROM bookings_session s JOIN bookings_visit v ON v.session_id = s.id AND v.status = 'booked'
  WHERE s.centre_id = %(centre)s AND s.starts_at >= %(since)s AND s.starts_at < %(until)s
    AND s.starts_at <= %(now)s
"""
# Steps that nobody undid. As an outer join whose other side is missing, the planner takes them
# for one row, and goes through all of them for each visit.
STANDING_STEPS = """(
  SELECT k.visit_id, k.kind, k.occurred_at, k.needles FROM encounters_step k
  WHERE NOT EXISTS (SELECT 1 FROM encounters_step u WHERE u.undoes_id = k.id))"""
# Whose rows are read: all patients, or those who had a visit with the reader.
OWN = """(%(own_user)s::bigint IS NULL OR {patient} IN (
  SELECT ov.patient_id FROM bookings_visit ov
  JOIN bookings_sessionrole oo ON oo.session_id = ov.session_id
  JOIN centres_resource oz ON oz.id = oo.resource_id
  WHERE oz.user_id = %(own_user)s::bigint AND ov.patient_id IS NOT NULL))"""
