"""A home programme: given, changed, done at home, told back; nothing lost, nothing twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.programmes.actions import Plan, Told, end_programme, keep_report, prescribe
from ashi.apps.programmes.errors import (
    DayOutsideError,
    DaysTurnedError,
    DoseOutsideError,
    ExerciseTwiceError,
    ExerciseUnknownError,
    ProgrammeChangedError,
    ProgrammeEmptyError,
)
from ashi.apps.programmes.links import home_token
from ashi.apps.programmes.models import Programme, Report
from ashi.apps.programmes.queries import adherence_of, answers_on, days_done
from ashi.core.knowledge.physio.exercises import Dose
from ashi.web.printing.document import Figures
from ashi.web.programmes.printing import sheet_document
from tests.desk.centre import make_patient, make_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BRIDGE = ("LB11", Dose(sets=3, reps=10, hold_s=5, days_per_week=5))
WALK = ("AE01", Dose(minutes=20))


@pytest.fixture
def patient(small):
    return make_patient()


@pytest.fixture
def maria(small):
    return small.actor("maria")


def day(back: int = 0):
    return timezone.localdate() - timedelta(days=back)


def give(maria, patient, *items, seen=None, since=0) -> Programme:
    plan = Plan(items or (BRIDGE, WALK), day(since))
    return prescribe(by=maria, patient_id=patient.pk, plan=plan, seen=seen)


def tapped(programme, answer="done", exercise="LB11", back=0, made=None) -> dict[str, str]:
    return {
        "id": str(made or uuid4()),
        "exercise": exercise,
        "day": day(back).isoformat(),
        "answer": answer,
    }


def test_a_change_makes_a_version_and_the_old_one_stays(maria, patient):
    first = give(maria, patient)
    second = give(maria, patient, WALK, seen=first.pk)

    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.replaced_at is not None
    assert [item.exercise for item in first.items.all()] == ["LB11", "AE01"]
    assert [item.exercise for item in second.items.all()] == ["AE01"]
    assert home_token(first) == home_token(second)
    told = Event.objects.filter(action="programme.prescribe", patient_id=patient.pk)
    assert told.count() == 2


def test_who_looked_at_an_older_version_changes_nothing(maria, patient):
    first = give(maria, patient)
    give(maria, patient, WALK, seen=first.pk)

    for seen in (None, first.pk):
        with pytest.raises(ProgrammeChangedError):
            give(maria, patient, BRIDGE, seen=seen)
    assert Programme.objects.filter(patient=patient, replaced_at=None).count() == 1


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ((), ProgrammeEmptyError),
        ((("XX99", Dose(sets=1, reps=1)),), ExerciseUnknownError),
        ((BRIDGE, BRIDGE), ExerciseTwiceError),
        ((("LB11", Dose(sets=3)),), DoseOutsideError),
        ((("LB11", Dose(sets=3, reps=-1)),), DoseOutsideError),
        ((("LB11", Dose(sets=3, reps=10, days_per_week=8)),), DoseOutsideError),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_kept(maria, patient, items, error):
    with pytest.raises(error):
        prescribe(by=maria, patient_id=patient.pk, plan=Plan(items, day()))
    with pytest.raises(DaysTurnedError):
        prescribe(by=maria, patient_id=patient.pk, plan=Plan((BRIDGE,), day(), day(1)))
    assert not Programme.objects.exists()


def test_the_desk_gives_no_exercises(small, patient):
    with pytest.raises(NotAllowedError):
        give(small.actor("desk"), patient)


def test_the_same_tap_twice_counts_once_and_a_later_one_is_the_answer(maria, patient):
    programme = give(maria, patient)
    page, tap = Client(), tapped(programme)
    address = f"/home/{home_token(programme)}"

    assert page.post(address, tap).status_code == 302
    assert page.post(address, tap, headers={"Accept": "application/json"}).status_code == 200
    assert Report.objects.count() == 1
    page.post(address, tapped(programme, "pain"))
    assert dict(answers_on(patient.pk, day())) == {"LB11": "pain"}
    assert page.get(address).content.decode().count("data-hurt hidden") == 1
    assert days_done(patient.pk, day(), day()) == frozenset()


def test_what_was_tapped_without_a_connection_counts_on_its_day(maria, patient):
    programme = give(maria, patient, since=10)
    page, address = Client(), f"/home/{home_token(programme)}"
    late = tapped(programme, back=3) | {"at": (timezone.now() - timedelta(days=3)).isoformat()}

    assert page.post(address, late, headers={"Accept": "application/json"}).status_code == 200
    assert days_done(patient.pk, day(5), day()) == {day(3)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "no"},
        {"day": "never"},
        {"day": "1999-01-01"},
        {"day": "2999-01-01"},
        {"exercise": "KN01"},
        {"answer": "great"},
        {"at": "yesterday", "id": ""},
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(maria, patient, wrong):
    programme = give(maria, patient)
    address = f"/home/{home_token(programme)}"

    assert Client().post(address, tapped(programme) | wrong).status_code == 422
    assert not Report.objects.exists()


def test_an_answer_to_an_earlier_version_is_kept_after_a_change(maria, patient):
    first = give(maria, patient)
    give(maria, patient, WALK, seen=first.pk)

    keep_report(by=maria, programme=first, told=Told(uuid4(), "LB11", day(), "done"))
    with pytest.raises(DayOutsideError):
        keep_report(by=maria, programme=first, told=Told(uuid4(), "LB11", day(30), "done"))
    assert Report.objects.get().exercise == "LB11"


@pytest.mark.parametrize("token", ["x", "0" * 32, Signer(salt="ashi.visit.manage").sign("0" * 32)])
def test_a_link_that_nobody_signed_opens_nothing(small, token):
    assert Client().get(f"/home/{token}").status_code == 404
    assert Client().get(f"/home/{token}/sheet").status_code == 404


def test_an_ended_programme_says_so_and_asks_nothing(maria, patient):
    programme = give(maria, patient)
    end_programme(by=maria, patient_id=patient.pk)

    page = Client().get(f"/home/{home_token(programme)}").content.decode()
    assert "This programme is finished" in page
    assert "data-report" not in page


def test_staff_see_days_done_of_days_asked_and_what_hurt(small, maria, patient):
    programme = give(maria, patient, BRIDGE, since=6)
    for back, answer in ((0, "pain"), (1, "done"), (2, "partly")):
        told = Told(uuid4(), "LB11", day(back), answer)
        keep_report(by=maria, programme=programme, told=told)
    visit = make_visit(small, timezone.now() + timedelta(hours=1), patient)

    found = adherence_of(patient.pk, day(27), day())
    assert (found.done, found.asked) == (2, 5)
    for address in (f"/patients/{patient.pk}", f"/programmes/{patient.pk}", f"/chart/{visit.pk}"):
        page = client_of(small.users["maria"]).get(address).content.decode()
        assert "2 days done of 5 asked" in page
        assert "Bridge" in page


def test_staff_put_a_programme_together_from_a_stage_and_change_a_dose(small, patient):
    browser, address = client_of(small.users["maria"]), f"/programmes/{patient.pk}"
    filled = browser.post(address, {"act": "fill", "from": "lbp_acute-build"}).content.decode()
    assert filled.count('name="exercise"') == 4
    assert not Programme.objects.exists()

    columns = {
        "exercise": ["LB11", "AE01"],
        "sets": ["2", ""],
        "reps": ["8", ""],
        "hold_s": ["", ""],
        "minutes": ["", "15"],
        "times_per_day": ["1", "1"],
        "days_per_week": ["5", "7"],
        "first_day": day().isoformat(),
        "last_day": "",
        "words": "Slowly.",
        "seen": "",
    }
    more = browser.post(address, columns | {"act": "add", "add": "γάτα και καμήλα"})
    assert more.content.decode().count('name="exercise"') == 3
    fewer = browser.post(address, columns | {"act": "off:LB11"})
    assert fewer.content.decode().count('name="exercise"') == 1
    wrong = browser.post(address, columns | {"sets": ["two", ""], "act": "save"})
    assert wrong.status_code == 422
    assert 'value="two"' in wrong.content.decode()
    assert browser.post(address, columns | {"act": "save"}).status_code == 302
    kept = Programme.objects.get(patient=patient)
    assert [(one.exercise, one.sets, one.minutes) for one in kept.items.all()] == [
        ("LB11", 2, 0),
        ("AE01", 0, 15),
    ]
    assert browser.post(address, columns | {"act": "save"}).status_code == 422


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_sheet_is_a_pdf_for_staff_and_by_the_link(small, maria, patient, language):
    programme = give(maria, patient)
    reader = Client(headers={"Accept-Language": language})

    ours = client_of(small.users["maria"]).get(f"/programmes/{patient.pk}/sheet")
    theirs = reader.get(f"/home/{home_token(programme)}/sheet")
    for made in (ours, theirs):
        assert made.status_code == 200
        assert made.content.startswith(b"%PDF-")
    assert Event.objects.filter(action="programme.print", patient_id=patient.pk).count() == 1


@pytest.mark.parametrize(("language", "told"), [("en", "2. Hook"), ("el", "2. Γάντζος")])
def test_the_sheet_names_the_positions_of_a_hand(small, maria, patient, language, told):
    programme = give(maria, patient, ("EH07", Dose(sets=1, reps=5)))
    with translation.override(language):
        (section,) = sheet_document(programme, "Maria").sections
    (drawn,) = [block for block in section.blocks if isinstance(block, Figures)]

    assert [figure.title for figure in drawn.figures][1] == told
    assert told.removeprefix("2. ") in drawn.figures[1].alt
    assert all(figure.svg.startswith("<svg ") for figure in drawn.figures)


def test_twelve_exercises_ask_the_database_no_oftener_than_one(small, maria, patient):
    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    staff, page = client_of(small.users["maria"]), f"/programmes/{patient.pk}"
    one = give(maria, patient, BRIDGE)
    home = f"/home/{home_token(one)}"
    few = count(staff, page), count(Client(), home)
    many = [(f"KN0{number}", Dose(sets=1, reps=5)) for number in range(1, 10)]
    give(maria, patient, *many, seen=one.pk)

    assert (count(staff, page), count(Client(), home)) == few
