"""The owner sees how it stands with the backups."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.backups.actions import begin, end_badly, end_well
from ashi.config.nightly import Nightly
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/settings/backups"


@pytest.fixture
def nightly(settings):
    settings.NIGHTLY = Nightly(
        folder=Path("/nowhere"), recipients=("age1x", "age1y"), at=time(2, 30), keep=(7, 5, 12)
    )


def made(hours_ago: float, fault: str = "", checked: str = "restored"):
    run = begin(timezone.now() - timedelta(hours=hours_ago))
    if fault:
        end_badly(run, fault)
    else:
        run.checked = checked
        end_well(run, file="ashi-1.tar.age", size=4096, rows=77, sha256="ab" * 32)
    return run


def test_without_a_folder_it_says_that_none_are_made(owner):
    assert "makes no backups by itself" in owner.get(PAGE).content.decode()


def test_a_good_one_says_that_it_was_restored(owner, nightly):
    made(3)
    page = owner.get(PAGE).content.decode()
    assert "It was restored into another database" in page
    assert "2 keys that the centre holds" in page
    assert "ashi-1.tar.age" in page


def test_its_age_is_greek_where_the_page_is(owner, nightly):
    made(3)
    page = owner.get(PAGE, headers={"accept-language": "el"}).content.decode()
    assert "3 ώρες" in page.replace("\xa0", " ")


def test_one_that_was_not_tried_out_does_not_say_so(owner, nightly):
    made(3, checked="not-allowed")
    page = owner.get(PAGE).content.decode()
    assert "It was restored" not in page
    assert "written, not tried out" in page


def test_a_fault_is_shown_and_after_a_day_the_settings_warn(owner, nightly):
    made(30)
    assert "more than a day" in owner.get("/settings/").content.decode()
    made(1, fault="No space left on device")
    page = owner.get(PAGE).content.decode()
    assert "No space left on device" in page
    assert "The last good backup is" in page
    made(0.1)
    assert "more than a day" not in owner.get("/settings/").content.decode()


def test_the_desk_does_not_see_it(small, nightly):
    assert client_of(small.users["desk"]).get(PAGE).status_code == 404


def test_many_backups_cost_no_more_queries_than_one(owner, nightly):
    made(50)
    with CaptureQueriesContext(
        connection,
    ) as one:
        owner.get(PAGE)
    for hours in range(20):
        made(hours)
    with CaptureQueriesContext(connection) as many:
        owner.get(PAGE)
    assert len(many) == len(one)
