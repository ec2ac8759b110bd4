"""What a killed worker had in hand is done again, also beside what comes round by itself."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from ashi.apps.messages.tasks import retry_stalled_jobs

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DEAD = (
    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
    " RETURNING id"
)
JOB = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status, worker_id)"
    " VALUES ('messages', %s, %s, '{}', %s, %s) RETURNING id"
)


def one(query: str, values: tuple = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def status(job: int) -> str:
    return one("SELECT status FROM procrastinate_jobs WHERE id = %s", (job,))


async def retried() -> None:
    """Run the task, and leave no connection of its thread behind."""
    await retry_stalled_jobs(timestamp=0)
    await sync_to_async(connections.close_all)()


def test_one_that_waits_already_does_not_hold_up_the_others():
    dead = one(DEAD)
    swept = one(JOB, ("messages.sweep", "sweep", "doing", dead))
    waiting = one(JOB, ("messages.sweep", "sweep", "todo", None))
    other = one(JOB, ("messages.send_due", None, "doing", dead))

    asyncio.run(retried())

    assert (status(swept), status(waiting), status(other)) == ("aborted", "todo", "todo")
