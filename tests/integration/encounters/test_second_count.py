"""Where the centre asks for it, somebody else counts the needles again; an emergency never waits."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.encounters.actions.counting import count_again, leave_uncounted
from ashi.apps.encounters.actions.day_end import Account, close_day
from ashi.apps.encounters.actions.steps import record_step, undo_step
from ashi.apps.encounters.day_board import day_of, day_rows
from ashi.apps.encounters.day_end import open_of_day
from ashi.apps.encounters.errors import (
    IncidentNeedsError,
    SamePersonCountsError,
    SecondCountGoneError,
    StepCountError,
)
from ashi.apps.encounters.models import NeedleIncident, SecondCount
from ashi.apps.encounters.open_bells import pulse, pulse_tag
from tests.desk.centre import today

pytestmark = pytest.mark.slow


@pytest.fixture
def twice(small):
    small.centre.counts_twice = True
    small.centre.save()
    return small


def do(small, visit, kind, by="maria", **more):
    return record_step(
        by=small.actor(by), step_id=uuid4(), visit_id=visit.pk, kind=kind, confirmed=True, **more
    )


def out(small, visit, counted=12, **more):
    do(small, visit, "needles-in", needles=12)
    return do(small, visit, "needles-out", needles=counted, **more)


def again(small, visit, counted, by="sofia"):
    return count_again(by=small.actor(by), visit_id=visit.pk, counted=counted)


def incidents():
    rows = NeedleIncident.objects.filter(closed_at__isnull=True)
    return list(rows.values_list("counted_in", "counted_out"))


def waiting(small):
    return [one.visit_id for one in pulse(small.centre.pk).seconds]


def test_nobody_counts_twice_where_the_centre_does_not_ask(small, visit):
    out(small, visit)

    assert waiting(small) == []
    with pytest.raises(SecondCountGoneError):
        again(small, visit, 12)


def test_a_count_stays_open_until_somebody_else_has_counted(twice, visit):
    out(twice, visit)
    assert waiting(twice) == [visit.pk]
    with pytest.raises(SamePersonCountsError) as refused:
        again(twice, visit, 12, by="maria")
    assert refused.value.fields["name"] == "Maria Georgiou"
    with pytest.raises(NotAllowedError):
        again(twice, visit, 12, by="desk")
    with pytest.raises(StepCountError):
        again(twice, visit, 301)

    row = again(twice, visit, 12)

    assert (waiting(twice), incidents()) == ([], [])
    assert (row.first_by, row.by, row.counted) == (
        twice.users["maria"],
        twice.users["sofia"],
        12,
    )
    assert Event.objects.get(action="count.second").detail == {"in": 12, "out": 12, "again": 12}
    with pytest.raises(SecondCountGoneError):
        again(twice, visit, 12, by="andreas")


def test_a_second_count_that_differs_opens_an_incident_that_no_later_step_closes(twice, visit):
    out(twice, visit)
    again(twice, visit, 11)
    assert incidents() == [(12, 11)]

    do(twice, visit, "exercise")
    do(twice, visit, "leave")

    assert incidents() == [(12, 11)]
    again(twice, visit, 12, by="andreas")
    assert incidents() == []
    assert [row.counted for row in SecondCount.objects.order_by("pk")] == [11, 12]


def test_a_first_count_that_is_short_keeps_its_incident_whatever_the_second_says(twice, visit):
    out(twice, visit, 11)
    assert incidents() == [(12, 11)]
    again(twice, visit, 12)

    assert incidents() == [(12, 11)]


def test_one_more_needle_counted_out_asks_for_a_second_count_of_the_new_sum(twice, visit):
    out(twice, visit, 11)
    do(twice, visit, "needles-out", needles=1)

    (row,) = SecondCount.objects.filter(closed_at__isnull=True)
    assert (row.counted_in, row.counted_out) == (12, 12)
    assert incidents() == []


def test_a_count_that_is_taken_back_waits_for_nobody(twice, visit):
    step = out(twice, visit)
    undo_step(by=twice.actor("maria"), step_id=uuid4(), visit_id=visit.pk, undoes=step.pk)

    assert waiting(twice) == []
    do(twice, visit, "needles-out", by="sofia", needles=12)
    assert SecondCount.objects.get(closed_at__isnull=True).first_by == twice.users["sofia"]
    again(twice, visit, 12, by="maria")
    assert waiting(twice) == []


def test_an_emergency_never_waits_and_the_second_count_says_that_it_was_one(twice, visit):
    do(twice, visit, "needles-in", needles=12)
    do(twice, visit, "needles-out", needles=12, emergency=True, by="desk")
    do(twice, visit, "leave", emergency=True, by="desk")

    row = SecondCount.objects.get()
    assert (row.emergency, row.closed_at) == (True, None)


def test_the_board_and_its_tag_tell_of_it(twice, visit):
    before = pulse_tag(twice.centre.pk, timezone.now())
    out(twice, visit)

    (shown,) = day_rows(twice.centre, today(), timezone.now()).visits

    assert shown.second.counted_out == 12
    open_tag = pulse_tag(twice.centre.pk, timezone.now())
    again(twice, visit, 12)
    assert len({before, open_tag, pulse_tag(twice.centre.pk, timezone.now())}) >= 2
    assert open_tag != pulse_tag(twice.centre.pk, timezone.now())


def test_the_day_is_closed_only_with_a_word_for_what_nobody_counted_again(twice, visit):
    out(twice, visit)
    span = day_of(twice.centre, today())
    day = {"by": twice.actor("andreas"), "first": span.first, "last": span.last}
    assert open_of_day(twice.centre.pk, span.first, span.last).not_counted_out == [visit.pk]
    with pytest.raises(IncidentNeedsError):
        close_day(**day, accounts={})

    account = Account(twice.users["andreas"].pk, "nobody else was here")
    close_day(**day, accounts={visit.pk: account})

    row = SecondCount.objects.get()
    assert (row.why, row.counted, row.by) == (
        "nobody else was here",
        None,
        twice.users["andreas"],
    )
    assert Event.objects.filter(action="count.left").count() == 1


def test_it_is_left_with_a_reason_only(twice, visit):
    out(twice, visit)
    with pytest.raises(IncidentNeedsError):
        leave_uncounted(by=twice.actor("maria"), visit_id=visit.pk, why=" ")

    assert waiting(twice) == [visit.pk]


@pytest.mark.parametrize("change", [{"by": None}, {"closed_at": None}, {"by": "first"}])
def test_a_second_count_has_somebody_else_and_a_time(twice, visit, change):
    out(twice, visit)
    again(twice, visit, 12)
    if change.get("by") == "first":
        change = {"by": twice.users["maria"]}

    with pytest.raises(IntegrityError), transaction.atomic():
        SecondCount.objects.update(**change)
