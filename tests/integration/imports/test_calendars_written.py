"""Busy times of a calendar become absences, and follow the file when it is read again."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.centres.models import Absence
from ashi.apps.imports.calendars import Busy
from ashi.apps.imports.calendars_written import Change, write_busy
from ashi.cli.main import main
from tests.desk.centre import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def tomorrow():
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    return now + timedelta(days=1)


def busy(start, hours=1, uid="a", at="1"):
    return Busy(start, start + timedelta(hours=hours), uid, at, "Dentist")


def write(small, *spans, keep=True, who="owner", **more):
    window = timezone.now(), timezone.now() + timedelta(days=300)
    return write_busy(
        by=small.actor(who),
        resource=small.people["maria"],
        source="own",
        busy=spans,
        window=window,
        keep=keep,
        **more,
    )


def test_looking_writes_nothing_and_says_the_same(small, tomorrow):
    (looked,) = write(small, busy(tomorrow), keep=False)
    assert not Absence.objects.exists()
    (written,) = write(small, busy(tomorrow))
    assert looked == written
    row = Absence.objects.get()
    assert (row.during.lower, row.reason, row.note) == (tomorrow, "other", "")
    assert Event.objects.filter(action="settings.busy").count() == 1


def test_a_file_read_again_moves_what_moved_and_takes_back_what_is_gone(small, tomorrow):
    later = tomorrow + timedelta(days=2)
    write(small, busy(tomorrow), busy(later, at="2"), titles=True)
    again = write(small, busy(tomorrow + timedelta(hours=2)))

    assert {one.change for one in again} == {Change.MOVED, Change.GONE}
    row = Absence.objects.get()
    assert (row.during.lower, row.note) == (tomorrow + timedelta(hours=2), "Dentist")
    (same,) = write(small, busy(tomorrow + timedelta(hours=2)))
    assert same.change is Change.SAME


def test_what_the_desk_wrote_itself_is_left_alone(small, tomorrow):
    Absence.objects.create(
        resource=small.people["maria"], during=(tomorrow, tomorrow + timedelta(hours=1))
    )
    write(small)

    assert Absence.objects.count() == 1


def test_a_visit_in_a_busy_time_stays_and_is_counted(small, tomorrow):
    visit = make_visit(small, tomorrow)
    (line,) = write(small, busy(visit.session.starts_at))

    assert line.booked == 1
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_who_may_not_change_hours_may_not_import_them(small, tomorrow):
    with pytest.raises(NotAllowedError):
        write(small, busy(tomorrow), who="maria")


def test_the_command_looks_first_and_names_whom_it_knows(small, tomorrow, tmp_path, capsys):
    file = tmp_path / "home.ics"
    start = f"{tomorrow:%Y%m%dT%H%M%SZ}"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Σχολείο\n"
        f"DTSTART:{start}\nDURATION:PT1H\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nDTSTART:never\nEND:VEVENT\nEND:VCALENDAR\n",
        "utf-8",
    )
    name = small.people["maria"].name
    assert main(["import", "calendar", str(file)]) == 2
    assert name in capsys.readouterr().err
    assert main(["import", "calendar", str(file), "--for", name.upper()]) == 0
    said = capsys.readouterr().out
    assert "1 new" in said
    assert "1 not read" in said
    assert "Nothing is written yet" in said
    assert main(["import", "calendar", str(file), "--for", name, "--apply", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["change"] for one in told["busy"]] == ["new"]
    assert Absence.objects.get().note == ""
    assert main(["import", "calendar", str(file), "--for", name, "--days", "0"]) == 2


def test_an_address_is_never_fetched(small, capsys, monkeypatch):
    def connected(*_args, **_more):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.create_connection", connected)
    name = small.people["maria"].name
    address = "http://169.254.169.254/latest/meta-data"
    assert main(["import", "calendar", address, "--for", name]) == 2
    assert "No such file" in capsys.readouterr().err
