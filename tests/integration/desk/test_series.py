"""The pages of visits that repeat: from the new visit to the series, and where it is seen."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.bookings.models import Series, Visit
from ashi.apps.plans.actions.referring import Paper, add_referral
from tests.desk.centre import make_patient, make_visit, today
from tests.desk.repeating import weekly
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "/desk/series/new"


@pytest.fixture
def patient(small):
    return make_patient()


@pytest.fixture
def desk(small):
    return client_of(small.users["desk"])


@pytest.fixture
def asked(small, patient):
    first = today() + timedelta(days=2)
    return {
        "patient": patient.pk,
        "service": small.service.pk,
        "person": small.people["maria"].pk,
        "first": f"{first}",
        "at_time": "10:00",
        "every": "1",
        "days": [first.weekday()],
        "count": "4",
        "until": "",
    }


def ticked(page):
    return [one.free.value for one in page.context["rows"] if one.free]


def test_the_rule_is_previewed_and_what_is_ticked_is_booked(small, desk, patient, asked):
    shown = desk.get(NEW, asked)
    assert (shown.status_code, len(ticked(shown))) == (200, 4)
    assert "Book all 4" in shown.content.decode()
    sent = asked | {"key": uuid4(), "take": ticked(shown)}
    booked = desk.post(NEW, sent)
    series = Series.objects.get()
    assert booked.headers["Location"] == f"/desk/series/{series.pk}"
    assert desk.post(NEW, sent).status_code == 302
    assert Visit.objects.count() == 4
    page = desk.get(booked.headers["Location"]).content.decode()
    assert "4 visits are to come" in page
    one = series.visits.order_by("due_at")[2]
    drawer = desk.get(f"/desk/visits/{one.visit_id}").content.decode()
    assert "3 of 4, every " in drawer
    assert (
        f"/desk/series/{series.pk}"
        in desk.get(f"/patients/{patient.pk}?why=scheduling").content.decode()
    )


def test_what_is_gone_meanwhile_books_nothing_and_stays_chosen(small, desk, asked):
    shown = desk.get(NEW, asked)
    due = shown.context["rows"][1].due
    make_visit(small, due, room="Room 1", therapist="maria")
    sent = asked | {"key": uuid4(), "take": ticked(shown)}
    refused = desk.post(NEW, sent)
    assert refused.status_code == 422
    assert "nothing is booked" in refused.content.decode()
    rows = refused.context["rows"]
    assert [bool(one.free) for one in rows] == [True, False, True, True]
    assert all(one.free.chosen for one in rows if one.free)
    assert "is taken" in refused.content.decode()
    other = rows[1].near[0].value
    again = asked | {"key": uuid4(), "take": [*ticked(refused), other]}
    assert desk.post(NEW, again).status_code == 302
    starts = [one.visit.session.starts_at for one in Series.objects.get().visits.all()]
    assert rows[1].near[0].start in starts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"count": "", "until": ""}, "a series has an end"),
        ({"until": "2031-01-01"}, "a series has an end"),
        ({"count": "53"}, "52"),
        ({"count": "52", "every": "4"}, "at most 52 visits within a year"),
        ({"count": "", "until": "2020-01-01"}, "The last day comes before the first"),
        ({"days": []}, "Please fill this in"),
        ({"every": "0"}, "1"),
        ({"first": "2020-01-01"}, "from today on"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_beside_its_field(desk, asked, change, said):
    refused = desk.get(NEW, asked | change)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not refused.context["rows"]


def test_nothing_chosen_or_nonsense_is_refused(desk, asked):
    for take in ([], ["x"], ["2030-01-01T10:00|2030-01-01T10:00"]):
        assert desk.post(NEW, asked | {"key": uuid4(), "take": take}).status_code == 422
    stray = "2030-01-01T10:00+00:00"
    sent = asked | {"key": uuid4(), "take": [f"{stray}|{stray}"]}
    assert "There is no such series here" in desk.post(NEW, sent).content.decode()
    assert not Visit.objects.exists()


def test_visits_past_the_referral_are_marked_before_they_are_booked(small, desk, patient, asked):
    day = today()
    add_referral(
        by=small.actor("desk"),
        patient_id=patient.pk,
        paper=Paper("R-1", "Dr A", "M54.5", 3, day, day + timedelta(days=90)),
    )
    shown = desk.get(NEW, asked)
    assert [bool(one.gap) for one in shown.context["rows"]] == [False, False, False, True]


def test_the_new_visit_goes_on_to_a_series_with_what_was_chosen(small, desk, patient):
    day = today() + timedelta(days=3)
    chosen = {"patient": patient.pk, "service": small.service.pk, "day": f"{day}"}
    page = desk.get("/desk/visits/new", chosen)
    assert "Repeat this visit" in page.content.decode()
    at = page.context["offered"][0].opening.start
    went = desk.post(
        "/desk/visits/new", chosen | {"key": uuid4(), "at": at.isoformat(), "repeats": "1"}
    )
    shown = desk.get(went.headers["Location"])
    assert shown.context["rows"][0].due == at
    assert len(shown.context["rows"]) == 6


def test_a_patient_page_asks_as_often_for_more_series(
    small, desk, patient, django_assert_max_num_queries
):
    def asked_for():
        with django_assert_max_num_queries(200) as asked:
            assert desk.get(f"/patients/{patient.pk}?why=scheduling").status_code == 200
        return len(asked)

    weekly(small, patient, 2, first=date(2030, 5, 6))
    asked_for()
    one = asked_for()
    weekly(small, patient, 3, first=date(2030, 6, 3))
    weekly(small, patient, 4, first=date(2030, 7, 1))
    assert asked_for() == one
    series = Series.objects.first()
    with django_assert_max_num_queries(40):
        desk.get(f"/desk/series/{series.pk}")


def test_a_series_is_shown_with_what_left_the_rule(small, desk, patient):
    series = weekly(small, patient, 3)
    moved, gone = (one.visit for one in series.visits.order_by("due_at")[:2])
    start = moved.session.starts_at + timedelta(hours=3)
    assert desk.post(f"/desk/visits/{moved.pk}/move", {"at": start.isoformat()}).status_code == 302
    desk.post(f"/desk/visits/{gone.pk}/cancel", {"reason": "patient"})
    page = desk.get(f"/desk/series/{series.pk}").content.decode()
    assert "moved by itself, due " in page
    assert "cancelled" in page
    assert "2 visits are to come" in page
    assert timezone.now() < start


def test_the_change_of_a_series_is_shown_done_and_taken_back(small, desk, patient):
    series = weekly(small, patient, 4, first=date(2030, 5, 6))
    rows = list(series.visits.order_by("due_at"))
    page = f"/desk/visits/{rows[1].visit_id}/series"
    assert f'href="{page}"' in desk.get(f"/desk/visits/{rows[1].visit_id}").content.decode()
    assert desk.get(page).status_code == 200
    day = timezone.localtime(rows[0].due_at).weekday()
    asked = {"scope": "following", "act": "move", f"day_{day}": "3", f"time_{day}": "11:30"}
    shown = desk.get(page, asked)
    assert (len(shown.context["lines"]), shown.context["clashes"]) == (3, 0)
    plan = shown.context["plan"]
    sent = asked | {
        "key": shown.context["key"],
        "at": plan.ask.at.isoformat(),
        "seal": plan.seal,
        "send": "on",
    }
    done = desk.post(page, sent)
    assert done.headers["Location"] == f"/desk/series/{series.pk}"
    after = desk.get(done.headers["Location"]).content.decode()
    assert "3 visits are changed." in after
    assert "3 visits changed" in after
    stale = desk.post(page, sent | {"key": uuid4()})
    assert stale.status_code == 422
    assert "have changed since this was shown" in stale.content.decode()
    undo = f"/desk/series/changes/{series.changes.get().pk}/undo"
    assert desk.post(undo).status_code == 302
    back = desk.get(f"/desk/series/{series.pk}").content.decode()
    assert "3 visits are put back." in back
    assert "taken back" in back
    starts = [one.visit.session.starts_at for one in series.visits.order_by("due_at")]
    assert starts == [one.due_at for one in rows]


def test_cancelling_shows_what_goes_and_names_what_was_moved_by_itself(small, desk, patient):
    series = weekly(small, patient, 4, first=date(2030, 5, 6))
    rows = list(series.visits.order_by("due_at"))
    alone = rows[2].visit
    at = alone.session.starts_at + timedelta(hours=3)
    desk.post(f"/desk/visits/{alone.pk}/move", {"at": at.isoformat()})
    page = f"/desk/visits/{rows[1].visit_id}/series"
    asked = {"scope": "all", "act": "cancel"}
    shown = desk.get(page, asked)
    assert "Moved by themselves before: they stay" in shown.content.decode()
    assert len(shown.context["lines"]) == 3
    along = desk.get(page, asked | {"along": alone.pk})
    assert len(along.context["lines"]) == 4
    plan = along.context["plan"]
    sent = asked | {"key": uuid4(), "at": plan.ask.at.isoformat(), "seal": plan.seal}
    assert desk.post(page, sent | {"along": alone.pk, "reason": "centre"}).status_code == 302
    kept = Visit.objects.filter(repeats__series=series)
    assert {one.status for one in kept} == {"cancelled"}
    assert {one.cancel_reason for one in kept} == {"centre"}
    assert "No visit is to come" in desk.get(f"/desk/series/{series.pk}").content.decode()


def test_a_change_asks_no_more_of_the_database_for_more_visits(
    small, desk, patient, django_assert_max_num_queries
):
    counts = []
    for count, first in ((3, date(2030, 5, 6)), (20, date(2030, 7, 1))):
        series = weekly(small, patient, count, first=first)
        visit = series.visits.order_by("due_at").first().visit_id
        asked = {"scope": "all", "act": "move"}
        asked |= {f"time_{day}": "12:00" for day in range(7)}
        desk.get(f"/desk/visits/{visit}/series", asked)
        with django_assert_max_num_queries(200) as made:
            shown = desk.get(f"/desk/visits/{visit}/series", asked)
        assert len(shown.context["lines"]) == count
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_visit_of_no_series_has_none_to_change(small, desk):
    visit = make_visit(small, timezone.now() + timedelta(days=3))
    assert desk.get(f"/desk/visits/{visit.pk}/series").status_code == 404


def press_of(page, **more):
    """Return what pressing a preview of a longer series sends."""
    plan = page.context["plan"]
    sent = {"count": plan.ask.count or "", "until": "", "days": sorted(plan.ask.days)}
    sealed = {"key": page.context["key"], "at": plan.ask.at.isoformat(), "seal": plan.seal}
    return sent | sealed | {"take": ticked(page), "send": "on"} | more


def test_a_series_is_made_longer_shown_booked_and_taken_back(small, desk, patient):
    series = weekly(small, patient, 3, first=date(2030, 5, 6))
    page = f"/desk/series/{series.pk}/longer"
    assert f'href="{page}"' in desk.get(f"/desk/series/{series.pk}").content.decode()
    first = desk.get(page)
    day = timezone.localtime(series.visits.first().due_at).weekday()
    assert first.context["form"].initial["days"] == [day]

    shown = desk.get(page, {"count": "2", "days": [day]})
    assert (shown.context["free"], shown.context["clashes"]) == (2, 0)
    done = desk.post(page, press_of(shown))
    assert done.headers["Location"] == f"/desk/series/{series.pk}"
    after = desk.get(done.headers["Location"]).content.decode()
    assert "2 visits are added." in after
    assert "2 visits added" in after
    assert "5 visits are to come" in after
    stale = desk.post(page, press_of(shown, key=uuid4()))
    assert stale.status_code == 422
    assert "have changed since this was shown" in stale.content.decode()

    desk.post(f"/desk/series/changes/{series.changes.get().pk}/undo")
    assert "3 visits are to come" in desk.get(f"/desk/series/{series.pk}").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"count": "2", "until": "2030-08-01"}, "one of both"),
        ({"count": "", "until": ""}, "one of both"),
        ({"count": "", "until": "2030-05-01"}, "The last day comes before the first."),
        ({"count": "53"}, "52"),
        ({"days": []}, "id_days_error"),
        ({"count": "", "until": "9999-12-31"}, "at most 52 visits"),
    ],
)
def test_an_end_that_cannot_be_is_refused_beside_its_field(small, desk, patient, change, said):
    series = weekly(small, patient, 3, first=date(2030, 5, 6))
    day = timezone.localtime(series.visits.first().due_at).weekday()

    for send in (desk.get, desk.post):
        refused = send(f"/desk/series/{series.pk}/longer", {"count": "2", "days": [day]} | change)

        assert refused.status_code == 422
        assert said in refused.content.decode()
        assert not refused.context["rows"]


def test_nothing_chosen_or_nonsense_makes_nothing_longer(small, desk, patient):
    series = weekly(small, patient, 3, first=date(2030, 5, 6))
    page = f"/desk/series/{series.pk}/longer"
    day = timezone.localtime(series.visits.first().due_at).weekday()
    shown = desk.get(page, {"count": "2", "days": [day]})

    for more in ({"take": []}, {"take": ["x"]}, {"seal": "x"}, {"at": "yesterday"}, {"key": "1"}):
        refused = desk.post(page, press_of(shown, **more))
        assert refused.status_code == 422, more
        assert 'role="alert"' in refused.content.decode()
    assert series.visits.count() == 3


def test_more_visits_are_shown_with_as_many_queries(
    small, desk, patient, django_assert_max_num_queries
):
    series = weekly(small, patient, 3, first=date(2030, 5, 6))
    day = timezone.localtime(series.visits.first().due_at).weekday()

    def asked_for(count):
        with django_assert_max_num_queries(200) as made:
            desk.get(f"/desk/series/{series.pk}/longer", {"count": count, "days": [day]})
        return len(made)

    asked_for(2)
    assert asked_for(2) == asked_for(20)
