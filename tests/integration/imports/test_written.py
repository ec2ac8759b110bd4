"""Another system's people and visits become this one's: all at once, once, and in nobody's way."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ashi.apps.audit.actor import Actor, Source
from ashi.apps.audit.models import Event
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.encounters.day_board import day_rows
from ashi.apps.imports.judged import Fate
from ashi.apps.imports.known import directory, patient_refs, services_of, staff_of, visit_refs
from ashi.apps.imports.mapping import Kind, read_mapping
from ashi.apps.imports.models import ImportedRef
from ashi.apps.imports.opening import open_file
from ashi.apps.imports.people import judge_people
from ashi.apps.imports.people_written import write_people
from ashi.apps.imports.visits import Surroundings, judge_visits
from ashi.apps.imports.visits_written import Target, write_visits
from ashi.apps.patients.models import Contact, Patient
from tests.desk.centre import SmallCentre, make_centre, today
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MAPPING = """
name = "cards"
[patients]
id = "no"
given_name = "first"
family_name = "last"
birth_date = "born"
email = "mail"
phones = ["tel"]
guardian = "parent"
archived = "left"
[appointments]
id = "no"
start = "from"
end = "to"
patient_id = "card"
practitioner = "staff"
service = "what"
status = "state"
[appointments.words]
ok = "booked"
came = "came"
missed = "no-show"
off = "cancelled"
[services]
acu = "acu-60"
"""
PEOPLE = """no,first,last,born,mail,tel,parent,left
1,Μαρία,Νικολάου,1968-03-04,maria@example.com,99000001,,
2,Δέσποινα,Νεοφύτου,2012-05-19,parent@example.com,99000018,Ειρήνη Νεοφύτου,
3,Μάριος,Νεοφύτου,2012-05-19,parent@example.com,99000018,Ειρήνη Νεοφύτου,
4,ΜΑΡΙΑ,ΝΙΚΟΛΑΟΥ,1968-03-04,,99 000 001,,
5,Old,Patient,1950-01-01,old@example.com,,,2026-05-01
6,Nobody,Atall,,,,,
7,Bad,Address,,not an address,,,
"""
VISITS = "no,from,to,card,staff,what,state\n"


@pytest.fixture
def small() -> SmallCentre:
    return make_centre()


def by(small: SmallCentre) -> Actor:
    return Actor(role="system", centre_id=small.centre.pk, source=Source.CLI)


def import_people(small: SmallCentre, text: str = PEOPLE, *, keep: bool = True):
    opened = open_file(text.encode(), Kind.PATIENTS, read_mapping(MAPPING))
    judged = judge_people(
        opened.sheet.lines,
        opened.columns,
        order=opened.order,
        country="CY",
        today=today(),
        known=directory(),
        refs=patient_refs("cards"),
    )
    return write_people(by=by(small), centre=small.centre, source="cards", judged=judged, keep=keep)


def import_visits(small: SmallCentre, *rows: str, keep: bool = True):
    mapping = read_mapping(MAPPING)
    opened = open_file((VISITS + "\n".join(rows)).encode(), Kind.APPOINTMENTS, mapping)
    now = datetime.now(UTC)
    around = Surroundings(
        ZoneInfo(small.centre.zone),
        "CY",
        now,
        opened.order,
        directory(),
        refs=patient_refs("cards"),
        imported=visit_refs("cards"),
        practitioners=staff_of(small.centre, {}),
    )
    judged = judge_visits(opened.sheet.lines, opened.columns, around)
    services = services_of(small.centre, mapping["services"])
    target = Target(small.centre, "cards", services, now)
    return write_visits(by=by(small), target=target, judged=judged, keep=keep)


def row(small, no, days, at, minutes=60, *, card="1", staff="maria", state="ok"):
    """Return a line of a visit some days from today."""
    day = today() + timedelta(days=days)
    start = datetime.combine(day, datetime.min.time()) + timedelta(hours=at)
    end = start + timedelta(minutes=minutes)
    name = small.people[staff].name
    return f"{no},{start:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M},{card},{name},acu,{state}"


def codes(done):
    return [(str(one.fate), [note.code for note in one.notes]) for one in done]


def test_people_come_with_contacts_shared_and_twice_known_once(small):
    done = import_people(small)

    assert codes(done) == [
        ("create", []),
        ("create", []),
        ("create", ["shares-contact"]),
        ("merge", []),
        ("create", []),
        ("refuse", ["unreachable"]),
        ("refuse", ["not-kept"]),
    ]
    assert sorted(Patient.objects.values_list("given_name", flat=True)) == [
        "Old", "Δέσποινα", "Μάριος", "Μαρία",
    ]  # fmt: skip
    twins = Contact.objects.get(email="parent@example.com")
    assert (twins.name, twins.links.count()) == ("Ειρήνη Νεοφύτου", 2)
    assert set(twins.links.values_list("relation", flat=True)) == {"parent"}
    assert Patient.objects.get(given_name="Old").archived_at is not None
    refs = dict(ImportedRef.objects.values_list("ref", "patient__given_name"))
    assert refs == {"1": "Μαρία", "2": "Δέσποινα", "3": "Μάριος", "4": "Μαρία", "5": "Old"}
    assert Event.objects.filter(action="patient.create").count() == 4


def test_a_second_run_changes_nothing_and_a_look_writes_nothing(small):
    look = import_people(small, keep=False)
    assert not Patient.objects.exists()
    assert not ImportedRef.objects.exists()
    first = import_people(small)
    assert codes(look) == codes(first)

    again = import_people(small)

    assert [str(one.fate) for one in again] == ["known"] * 5 + ["refuse"] * 2
    assert Patient.objects.count() == 4


def test_visits_ahead_take_their_time_and_what_is_over_is_kept_as_it_was(small):
    import_people(small)

    done = import_visits(
        small,
        row(small, 1, 1, 10),
        row(small, 2, 2, 10, 45),
        row(small, 3, -9, 10, state="came"),
        row(small, 4, -9, 12, card="2", state="came"),
        row(small, 5, 3, 10, state="off"),
        row(small, 6, -3, 10, state="missed"),
        row(small, 7, 4, 10, card="6"),
    )

    assert [str(one.fate) for one in done] == ["create"] * 6 + ["refuse"]
    visits = {one.imported_refs.get().ref: one for one in Visit.objects.all()}
    assert {ref: one.status for ref, one in visits.items()} == {
        "1": "booked", "2": "booked", "3": "booked", "4": "booked", "5": "cancelled",
        "6": "no-show",
    }  # fmt: skip
    assert [one["key"] for one in visits["1"].session.plan] == [
        "intake", "rest", "removal", "exercise", "turnover",
    ]  # fmt: skip
    assert [(one["key"], one["minutes"]) for one in visits["2"].session.plan] == [("visit", 45)]
    assert sorted(visits["3"].steps.values_list("kind", flat=True)) == ["arrive", "leave"]
    assert faults_of_the_diary() == []
    tomorrow = day_rows(small.centre, today() + timedelta(days=1), datetime.now(UTC))
    assert [one.visit.pk for one in tomorrow.visits] == [visits["1"].pk]


def test_what_is_not_free_is_refused_and_takes_nothing(small):
    import_people(small)

    done = import_visits(
        small,
        row(small, 1, 1, 10),
        row(small, 2, 1, 10, card="2"),
    )

    assert codes(done) == [("create", []), ("refuse", ["no-place"])]
    assert Visit.objects.count() == 1
    assert not Occupancy.objects.exclude(session__visits__isnull=False).exists()


def test_visits_are_imported_once_and_a_look_writes_nothing(small):
    import_people(small)
    rows = [row(small, 1, 1, 10), row(small, "", 2, 10)]

    look = import_visits(small, *rows, keep=False)
    assert not Visit.objects.exists()
    first, second = import_visits(small, *rows), import_visits(small, *rows)

    assert codes(look) == codes(first)
    assert [str(one.fate) for one in second] == ["known", "known"]
    assert Visit.objects.count() == 2
    assert second[0].fate is Fate.KNOWN


def test_a_fault_in_the_middle_leaves_nothing_behind(small, monkeypatch):
    import_people(small)
    calls = []

    def break_down(*_args, **_kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the machine goes down")

    monkeypatch.setattr("ashi.apps.imports.visits_written.record", break_down)
    with pytest.raises(RuntimeError):
        import_visits(small, row(small, 1, 1, 10), row(small, 2, 2, 10))

    assert not Visit.objects.exists()


def test_two_that_overlapped_in_the_old_system_are_both_kept_and_one_guards(small):
    import_people(small)

    done = import_visits(
        small, row(small, 1, -9, 10), row(small, 2, -9, 10, card="2", state="came")
    )

    assert [one.fate for one in done] == [Fate.CREATE, Fate.CREATE]
    maria = Occupancy.objects.filter(resource=small.people["maria"])
    assert sorted(maria.values_list("live", flat=True)) == [False, True]
    assert set(Visit.objects.values_list("status", flat=True)) == {"booked"}
