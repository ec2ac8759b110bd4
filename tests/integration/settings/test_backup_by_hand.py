"""A backup asked for on the page: one job, followed live, and every end of it in words."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ashi.apps.audit.models import Event
from ashi.apps.backups.actions import at_step, begin, end_order, end_well
from ashi.apps.backups.models import BackupOrder, Cause
from ashi.config.nightly import Nightly
from ashi.web.settings.backups import STEPS
from ashi.web.settings.backups_wording import CURES, STEP_WORDS
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/settings/backups"


@pytest.fixture(autouse=True)
def nightly(settings):
    settings.NIGHTLY = Nightly(
        folder=Path("/nowhere"), recipients=("age1x",), at=time(2, 30), keep=(7, 5, 12)
    )


def beat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [timezone.now() - timedelta(seconds=seconds_ago)],
        )


def lose_the_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")


def good_run():
    run = begin(timezone.now())
    run.checked = "restored"
    end_well(run, file="ashi-1.tar.age", size=4096, rows=77, sha256="ab" * 32)
    return run


def words(client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def test_pressed_twice_is_one_job_and_each_kind_has_its_own(owner):
    for _ in range(2):
        assert owner.post(f"{PAGE}/make").status_code == 302
    owner.post(f"{PAGE}/check")

    orders = list(BackupOrder.objects.order_by("pk"))
    assert [one.what for one in orders] == ["make", "check"]
    jobs = ProcrastinateJob.objects.filter(task_name="backups.carry_out").order_by("pk")
    assert [(one.args, one.lock) for one in jobs] == [
        ({"order_id": one.pk}, "backups") for one in orders
    ]
    told = Event.objects.filter(action__startswith="backup.").order_by("at")
    assert [one.action for one in told] == ["backup.make", "backup.check"]


def test_two_open_at_once_cannot_be_stored(owner):
    owner.post(f"{PAGE}/make")
    with pytest.raises(IntegrityError), transaction.atomic():
        BackupOrder.objects.create(what="make", asked_at=timezone.now())


def test_only_the_owner_may_ask(small, owner):
    for name in ("desk", "student"):
        client = client_of(small.users[name])
        for path in ("make", "check"):
            assert client.post(f"{PAGE}/{path}").status_code == 404
        assert client.get(f"{PAGE}/live").status_code == 404
    assert not BackupOrder.objects.exists()


def test_where_none_are_made_none_can_be_asked_for(owner, settings):
    settings.NIGHTLY = None
    owner.post(f"{PAGE}/make")
    assert not BackupOrder.objects.exists()
    assert "Make a backup now" not in words(owner)


def test_without_a_worker_the_page_says_so_and_with_one_how_far_it_is(owner):
    owner.post(f"{PAGE}/make")
    assert "is not running" in words(owner)
    beat(45)
    assert "is not running" in words(owner)
    beat(5)
    page = words(owner)
    assert "It waits for its turn." in page
    assert "is not running" not in page
    assert "Make a backup now" not in page
    for number, step in enumerate(STEPS[BackupOrder.What.MAKE], 1):
        at_step(BackupOrder.objects.get(), step)
        page = words(owner)
        assert str(STEP_WORDS[step]) in page
        assert f"Step {number} of 3" in page


def test_the_page_asks_again_while_it_lasts_and_gets_nothing_that_it_has(owner):
    assert "backups/live" not in words(owner)
    beat(5)
    owner.post(f"{PAGE}/make")
    first = owner.get(PAGE)
    assert "backups/live?tag=" in first.content.decode()
    live = f"{PAGE}/live?tag={first.context['tag']}"
    assert owner.get(live).status_code == 204
    at_step(BackupOrder.objects.get(), BackupOrder.Step.SEALS)
    assert "Step 3 of 3" in owner.get(live).content.decode()

    end_order(BackupOrder.objects.get(), BackupOrder.Outcome.DONE, run=good_run())
    last = owner.get(live).content.decode()
    assert "is made." in last
    assert "backups/live" not in last


@pytest.mark.parametrize("cause", [one for one in Cause if one])
def test_each_fault_is_said_with_its_cure(owner, cause):
    owner.post(f"{PAGE}/check")
    end_order(BackupOrder.objects.get(), BackupOrder.Outcome.FAILED, cause=cause)
    page = words(owner)
    assert "did not end well" in page
    assert str(CURES[cause]).split(";")[0].replace("'", "&#x27;") in page
    told = Event.objects.get(action="backup.end")
    assert (told.role, told.detail["cause"]) == ("system", cause)


def test_what_lost_its_job_is_said_and_asked_for_anew(owner):
    owner.post(f"{PAGE}/make")
    lose_the_job()
    page = words(owner)
    assert str(CURES[Cause.CUT_OFF]) in page
    assert "Make a backup now" in page

    owner.post(f"{PAGE}/make")
    lost, standing = BackupOrder.objects.order_by("pk")
    assert (lost.outcome, lost.cause) == ("failed", "cut-off")
    assert standing.ended_at is None


def test_a_check_says_which_file_and_when(owner):
    run = good_run()
    owner.post(f"{PAGE}/check")
    end_order(BackupOrder.objects.get(), BackupOrder.Outcome.DONE, run=run)
    assert "byte for byte what was sealed" in words(owner)


def test_one_made_meanwhile_is_as_good(owner):
    owner.post(f"{PAGE}/make")
    end_order(BackupOrder.objects.get(), BackupOrder.Outcome.BUSY)
    assert "the nightly backup was at work" in words(owner)


def test_the_words_cover_every_step_and_cause():
    assert set(STEP_WORDS) == set(BackupOrder.Step)
    assert set(CURES) == set(Cause)
