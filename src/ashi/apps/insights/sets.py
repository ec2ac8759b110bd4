"""Which sets of questions came back."""

from ashi.apps.insights.asked import Asked, fetch

SETS = """
WITH due AS (
  SELECT a.id, a.patient_id, a.moment, a.closes_at, CASE WHEN a.answered_at IS NULL THEN 'missing'
    WHEN EXISTS (SELECT 1 FROM outcomes_response r WHERE r.asking_id = a.id
      AND r.submitted_at IS NOT NULL AND r.late) THEN 'late' ELSE 'in-time' END AS state
  FROM outcomes_asking a
  WHERE a.centre_id = %(centre)s AND a.withdrawn_at IS NULL
    AND a.closes_at > %(since)s AND a.closes_at <= least(%(until)s, %(now)s)
    AND (%(condition)s = '' OR EXISTS (SELECT 1 FROM plans_plan p
      WHERE p.complaint_id = a.complaint_id AND p.condition = %(condition)s))
)
"""


def sets_due(asked: Asked) -> list[tuple[str, str, int]]:
    """Return (moment, whether it came back, sets)."""
    return fetch(SETS + "SELECT moment, state, count(*) FROM due GROUP BY 1, 2", asked.params())
