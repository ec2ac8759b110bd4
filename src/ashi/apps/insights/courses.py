"""Courses as they went: what was done, where they began, where they stood at a follow-up.

A course is a plan; which visits belong to it is decided as ``core.planning.belonging`` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ashi.apps.insights.asked import Asked, fetch
from ashi.core.insights.definitions import definition_of

NEEDLES, PHYSIO, BOTH, NONE = "needles", "physio", "both", "none"
ANSWERED, MISSING, NOT_DUE, NOT_ASKED = "answered", "missing", "not-due", "not-asked"

COURSES = """
WITH course AS MATERIALIZED (
  SELECT p.id, p.patient_id, p.condition, p.complaint_id, p.started_on, p.ended_on
  FROM plans_plan p
  WHERE p.centre_id = %(centre)s AND p.started_on BETWEEN %(first)s AND %(last)s
    AND (%(condition)s = '' OR p.condition = %(condition)s)
), done AS (
  SELECT c.id AS course, v.id AS visit
  FROM course c
  JOIN bookings_visit v ON v.patient_id = c.patient_id AND v.status = 'booked'
  JOIN bookings_session s ON s.id = v.session_id AND s.centre_id = %(centre)s
    AND s.starts_at <= %(now)s
  LEFT JOIN plans_planvisit said ON said.visit_id = v.id
  CROSS JOIN LATERAL (SELECT (s.starts_at AT TIME ZONE %(zone)s)::date AS day) d
  WHERE said.plan_id = c.id OR (
    said.plan_id IS NULL AND d.day >= c.started_on AND (c.ended_on IS NULL OR d.day <= c.ended_on)
    AND NOT EXISTS (
      SELECT 1 FROM plans_plan o
      WHERE o.patient_id = c.patient_id AND o.centre_id = %(centre)s AND o.id <> c.id
        AND d.day >= o.started_on AND (o.ended_on IS NULL OR d.day <= o.ended_on)))
), given AS (
  SELECT d.course, count(*) AS visits,
    bool_or(EXISTS (SELECT 1 FROM charting_needling n WHERE n.note_id = t.id)) AS needled,
    bool_or(EXISTS (SELECT 1 FROM charting_treatment n WHERE n.note_id = t.id)) AS treated
  FROM done d LEFT JOIN charting_note t ON t.visit_id = d.visit
  GROUP BY d.course
)
"""
# A complaint counts once, by its first course.
FIRST_OF_COMPLAINT = """NOT EXISTS (
    SELECT 1 FROM plans_plan f WHERE f.complaint_id = c.complaint_id AND f.id < c.id)"""
STANDING = """
  r.measure = %(measure)s AND r.submitted_at IS NOT NULL AND r.score IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM outcomes_response x WHERE x.corrects_id = r.id)
"""
SCORED = (
    COURSES
    + f"""
, scored AS (
  SELECT c.*, coalesce(g.visits, 0) AS visits,
    coalesce(g.needled, false) AS needled, coalesce(g.treated, false) AS treated,
    s.score AS start, e.score AS "end",
    CASE WHEN due.asked IS NULL THEN 'not-asked' WHEN s.score IS NOT NULL AND e.score IS NOT NULL
      THEN 'answered' WHEN due.over THEN 'missing' ELSE 'not-due' END AS state
  FROM course c
  LEFT JOIN given g ON g.course = c.id
  LEFT JOIN LATERAL (
    SELECT r.score, r.form FROM outcomes_asking a JOIN outcomes_response r ON r.asking_id = a.id
    WHERE a.complaint_id = c.complaint_id AND a.moment = %(start)s AND {STANDING}
    ORDER BY r.answered_on, r.id LIMIT 1) s ON true
  LEFT JOIN LATERAL (
    SELECT r.score FROM outcomes_asking a JOIN outcomes_response r ON r.asking_id = a.id
    WHERE a.complaint_id = c.complaint_id AND a.moment = %(moment)s AND {STANDING}
      AND r.form = s.form
    ORDER BY r.answered_on DESC, r.id DESC LIMIT 1) e ON true
  LEFT JOIN LATERAL (
    SELECT max(a.id) AS asked, bool_or(a.closes_at <= %(now)s OR a.answered_at IS NOT NULL) AS over
    FROM outcomes_asking a
    WHERE a.complaint_id = c.complaint_id AND a.moment = %(moment)s AND a.withdrawn_at IS NULL)
    due ON true
  WHERE {FIRST_OF_COMPLAINT}
)
"""
)


@dataclass(frozen=True, slots=True)
class Kind:
    """``people`` courses that are alike in all of this; a score is ``None`` where there is none."""

    condition: str
    needled: bool
    treated: bool
    state: str
    start: float | None
    end: float | None
    people: int

    @property
    def mix(self) -> str:
        """What was done over the course, as the records say."""
        return mix_of(self.needled, self.treated)


@dataclass(frozen=True, slots=True)
class Baseline:
    """How a group began; each mean beside how many it is of, out of ``people``."""

    people: int
    ages: int
    age: float | None
    sexes: int
    women: int
    onsets: int
    weeks: float | None


def mix_of(needled: bool, treated: bool) -> str:
    """Return what was done in a course; nothing on record is neither."""
    if needled:
        return BOTH if treated else NEEDLES
    return PHYSIO if treated else NONE


def _measured(asked: Asked) -> dict[str, Any]:
    using = definition_of("change").using
    return asked.params(measure=using["measure"], start=using["start"])


def kinds(asked: Asked) -> list[Kind]:
    """Return courses by all that a change is told by: one query, however many there are."""
    rows = fetch(
        SCORED
        + 'SELECT condition, needled, treated, state, start, "end", count(*) FROM scored'
        + " GROUP BY 1, 2, 3, 4, 5, 6",
        _measured(asked),
    )
    return [
        Kind(condition, needled, treated, state, _number(start), _number(end), people)
        for condition, needled, treated, state, start, end, people in rows
    ]


def baselines(asked: Asked) -> dict[bool, Baseline]:
    """Return how courses with needles began, and courses with physiotherapy alone."""
    rows = fetch(
        COURSES
        + f"""
SELECT g.needled, count(*), count(p.birth_date),
  avg((c.started_on - p.birth_date) / 365.25),
  count(*) FILTER (WHERE p.sex <> ''), count(*) FILTER (WHERE p.sex = 'female'),
  count(o.weeks), avg(o.weeks)
FROM course c JOIN given g ON g.course = c.id JOIN patients_patient p ON p.id = c.patient_id
LEFT JOIN outcomes_onset o ON o.complaint_id = c.complaint_id
WHERE (g.needled OR g.treated) AND {FIRST_OF_COMPLAINT} GROUP BY 1""",
        asked.params(),
    )
    return {
        needled: Baseline(people, ages, _number(age), sexes, women, onsets, _number(weeks))
        for needled, people, ages, age, sexes, women, onsets, weeks in rows
    }


def lengths(asked: Asked) -> list[tuple[str, bool, int, int, int]]:
    """Return (condition, over, visits done, visits planned, courses)."""
    return fetch(
        COURSES
        + """
SELECT c.condition, c.ended_on IS NOT NULL, coalesce(g.visits, 0), n.visits, count(*)
FROM course c LEFT JOIN given g ON g.course = c.id
JOIN LATERAL (SELECT w.visits FROM plans_planversion w WHERE w.plan_id = c.id
  ORDER BY w.number DESC LIMIT 1) n ON true
GROUP BY 1, 2, 3, 4""",
        asked.params(),
    )


def histogram(some: Iterable[Kind]) -> list[tuple[float, int]]:
    """Return changes with how many had each, of courses with both answers."""
    return [
        (one.end - one.start, one.people)
        for one in some
        if one.start is not None and one.end is not None and one.state == ANSWERED
    ]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
