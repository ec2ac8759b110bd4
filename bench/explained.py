"""What the database had to do for some work: queries, rows looked at, buffers touched."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db import connection

READS = ("SELECT", "(SELECT", "WITH")


class Effort(NamedTuple):
    """Of one piece of work; rows are those that scans produced or threw away."""

    queries: int
    rows: int
    buffers: int


def effort_of(work: Callable[[], object]) -> Effort:
    """Do some work, and have each of its reads explained (and run) once more."""
    asked: list[tuple[str, Any]] = []
    count = 0

    def note(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if sql.startswith(READS):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    rows = buffers = 0
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            told = cursor.fetchone()[0]
            plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
            buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            rows += sum(_looked_at(node) for node in _nodes(plan) if "Scan" in node["Node Type"])
    return Effort(count, rows, buffers)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _looked_at(node: dict[str, Any]) -> int:
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return round((node["Actual Rows"] + removed) * node["Actual Loops"])
