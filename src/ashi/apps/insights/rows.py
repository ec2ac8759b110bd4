"""The rows behind a number: whose, when, and what of each was counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.audit.actor import Actor
from ashi.apps.insights import courses, diary, harm, sets
from ashi.apps.insights.asked import OWN, Asked, fetch
from ashi.core.insights.definitions import Definition, definition_of

MOST = 200


class Row(NamedTuple):
    """One thing that was counted: ``key`` is its line of the table, ``state`` its column.

    ``first`` and ``second`` are what the measure says of it: a score, days, a count, a code.
    """

    patient_id: int
    given_name: str
    family_name: str
    at: date | datetime
    key: str
    state: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Rows:
    """The latest rows; ``whole`` where these are all that were counted."""

    rows: tuple[Row, ...]
    whole: bool


def sees_rows(by: Actor, definition: Definition) -> bool:
    """Tell whether somebody may see the rows of a measure; numbers are for more people."""
    return may(by, Permission.INSIGHTS_ROWS) and (
        not definition.clinical or may(by, Permission.CLINICAL_READ)
    )


def only_own(by: Actor) -> bool:
    """Tell whether somebody sees the rows of their own patients alone."""
    whole = (Role.OWNER, Role.LEAD, Role.DESK)
    return by.role not in whole


def rows_of(insight: str, asked: Asked, *, most: int | None = MOST) -> Rows:
    """Return the rows of a measure, the latest first, or ``most`` of them; one query.

    Raises
    ------
    UnknownInsightError
    """
    definition = definition_of(insight)
    sql, more = READERS[definition.id](definition)
    own = OWN.format(patient="x.patient_id")
    read = fetch(
        f"{sql} SELECT x.patient_id, p.given_name, p.family_name, x.at, x.key, x.state, x.first,"
        f" x.second FROM x JOIN patients_patient p ON p.id = x.patient_id WHERE {own}"
        " ORDER BY x.at DESC, x.patient_id, x.key LIMIT %(most)s",
        asked.params(most=None if most is None else most + 1, **more),
    )
    return Rows(tuple(Row(*one) for one in read[:most]), most is None or len(read) <= most)


Reader = Callable[[Definition], tuple[str, dict[str, Any]]]
MIX = f"""CASE WHEN needled AND treated THEN '{courses.BOTH}' WHEN needled THEN '{courses.NEEDLES}'
  WHEN treated THEN '{courses.PHYSIO}' ELSE '{courses.NONE}' END"""


def _x(before: str, columns: str, source: str) -> str:
    return f"{before}, x AS (SELECT patient_id, {columns} FROM {source})"


def _follow_up(_definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = "closes_at AS at, moment AS key, state, NULL AS first, NULL AS second"
    return _x(sets.SETS, columns, "due"), {}


def _change(definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        f"started_on AS at, condition || '|' || {MIX} AS key, state, start AS first,"
        ' "end" AS second'
    )
    return _x(courses.SCORED, columns, "scored"), _measured(definition)


def _compared(definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "started_on AS at, CASE WHEN needled THEN 'with' ELSE 'without' END AS key, state,"
        ' start AS first, "end" AS second'
    )
    return _x(courses.SCORED, columns, "scored WHERE needled OR treated"), _measured(definition)


def _measured(definition: Definition) -> dict[str, Any]:
    return {"measure": definition.using["measure"], "start": definition.using["start"]}


def _visits(_definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "started_on AS at, condition AS key, CASE WHEN ended_on IS NULL THEN 'going' ELSE 'over'"
        " END AS state, coalesce(g.visits, 0) AS first, (SELECT w.visits FROM plans_planversion w"
        " WHERE w.plan_id = c.id ORDER BY w.number DESC LIMIT 1) AS second"
    )
    return _x(courses.COURSES, columns, "course c LEFT JOIN given g ON g.course = c.id"), {}


def _wait_first(_definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "starts_at AS at, channel AS key, CASE WHEN days IS NULL THEN 'unknown' ELSE 'known' END"
        " AS state, days AS first, NULL AS second"
    )
    return _x(diary.FIRST_VISITS, columns, "waited"), {}


def _wait_room(definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "starts_at AS at, 'from-coming' AS key, CASE WHEN from_coming IS NULL THEN 'unknown' ELSE"
        " 'known' END AS state, from_coming AS first, from_promised AS second"
    )
    return _x(diary.WAITED, columns, "waited"), dict(definition.using)


def _use(definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "starts_at AS at, 'visits' AS key, CASE WHEN minutes IS NULL THEN 'unnoted' ELSE 'came'"
        " END AS state, promised AS first, round(minutes)::int AS second"
    )
    using = definition.using
    return _x(diary.NOTED, columns, "stayed"), {"noted": using["noted"], "left": using["left"]}


def _unwanted(_definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "starts_at AS at, code AS key, CASE WHEN serious THEN 'serious' ELSE 'not-serious' END AS"
        " state, needles AS first, severity AS second"
    )
    return _x(harm.TOLD, columns, "event"), {}


def _mismatches(definition: Definition) -> tuple[str, dict[str, Any]]:
    columns = (
        "starts_at AS at, quarter AS key, state, (SELECT i.counted_in FROM"
        " encounters_needleincident i WHERE i.visit_id = judged.id ORDER BY i.id DESC LIMIT 1) AS"
        " first, (SELECT i.counted_out FROM encounters_needleincident i WHERE i.visit_id ="
        " judged.id ORDER BY i.id DESC LIMIT 1) AS second"
    )
    using = definition.using
    sql = _x(harm.COUNTED, columns, "judged WHERE state <> 'agreed'")
    return sql, {"counted": using["counted"], "rest": using["rest"]}


READERS: dict[str, Reader] = {
    "follow-up": _follow_up,
    "change": _change,
    "compared": _compared,
    "visits": _visits,
    "wait-first": _wait_first,
    "wait-room": _wait_room,
    "use": _use,
    "unwanted": _unwanted,
    "mismatches": _mismatches,
}
