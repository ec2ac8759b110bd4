"""What nobody wanted: unwanted events, and needles that did not agree."""

from dataclasses import dataclass

from ashi.apps.insights.asked import STANDING_STEPS, TOOK_PLACE, Asked, fetch
from ashi.core.insights.definitions import definition_of

TOLD = f"""
WITH come AS (
  SELECT v.id, v.patient_id, s.starts_at {TOOK_PLACE}
), told AS (
  SELECT c.id, c.patient_id, c.starts_at, (
    SELECT coalesce(sum(k.needles), 0) FROM charting_needling k
    WHERE k.note_id = n.id AND k.in_at IS NOT NULL) AS needles
  FROM come c JOIN charting_note n ON n.visit_id = c.id
  WHERE n.signed_at IS NOT NULL AND n.adverse IN ('yes', 'none')
), event AS (
  SELECT e.id, e.code, e.serious, e.severity, t.id AS visit, t.patient_id, t.starts_at, t.needles
  FROM charting_adverseevent e JOIN charting_note n ON n.id = e.note_id
  JOIN told t ON t.id = coalesce(e.after_id, n.visit_id)
)
"""
COUNTED = f"""
WITH come AS (
  SELECT v.id, v.patient_id, s.starts_at, EXISTS (
    SELECT 1 FROM jsonb_array_elements(s.plan) p WHERE p ->> 'kind' = %(rest)s) AS meant
  {TOOK_PLACE}
), counted AS (
  SELECT c.id, c.patient_id, c.starts_at, c.meant, coalesce(sum(t.needles), 0) AS needles
  FROM come c LEFT JOIN {STANDING_STEPS} t ON t.visit_id = c.id AND t.kind = %(counted)s
  GROUP BY 1, 2, 3, 4
), judged AS (
  SELECT c.*, CASE WHEN needles = 0 THEN 'uncounted'
    WHEN EXISTS (SELECT 1 FROM encounters_needleincident i
      WHERE i.visit_id = c.id AND i.closed_at IS NULL) THEN 'open'
    WHEN EXISTS (SELECT 1 FROM encounters_needleincident i WHERE i.visit_id = c.id) THEN 'closed'
    ELSE 'agreed' END AS state,
    to_char(starts_at AT TIME ZONE %(zone)s, 'YYYY-"Q"Q') AS quarter
  FROM counted c WHERE needles > 0 OR meant
)
"""


@dataclass(frozen=True, slots=True)
class Exposed:
    """Visits that took place; those where it was asked, and how many needles went in there."""

    visits: int
    told: int
    needled: int
    needles: int
    troubled: int


def exposed(asked: Asked) -> Exposed:
    """Return among what unwanted events are counted."""
    rows = fetch(
        TOLD
        + """
SELECT (SELECT count(*) FROM come), count(*), count(*) FILTER (WHERE needles > 0),
  coalesce(sum(needles), 0), (SELECT count(DISTINCT visit) FROM event) FROM told""",
        asked.params(),
    )
    return Exposed(*map(int, rows[0]))


def events(asked: Asked) -> list[tuple[str, bool, int, int]]:
    """Return (kind of event, serious, events, events of visits with needles)."""
    return fetch(
        TOLD
        + "SELECT code, serious, count(*), count(*) FILTER (WHERE needles > 0) FROM event"
        + " GROUP BY 1, 2",
        asked.params(),
    )


def counts(asked: Asked) -> list[tuple[str, str, int]]:
    """Return (quarter, whether the needles agreed, visits)."""
    using = definition_of("mismatches").using
    return fetch(
        COUNTED + "SELECT quarter, state, count(*) FROM judged GROUP BY 1, 2",
        asked.params(counted=using["counted"], rest=using["rest"]),
    )
