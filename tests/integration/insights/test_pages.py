"""The pages of the insights: who sees which numbers and rows, bad input, files, constant queries."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.models import Event
from ashi.apps.bookings.models import SessionRole
from ashi.apps.centres.models import Membership
from ashi.apps.insights.tables import MAKERS
from ashi.apps.patients.models import Patient
from ashi.core.insights.definitions import all_definitions
from tests.desk.centre import make_centre, today
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TWO_YEARS = {"period": "two-years"}
CLINICAL = [one.id for one in all_definitions().values() if one.clinical]
OPEN = [one.id for one in all_definitions().values() if not one.clinical]


@pytest.fixture
def owner(small) -> Client:
    return client_of(small.users["owner"])


def as_role(small, role: Role) -> Client:
    user = small.users["student"]
    Membership.objects.filter(user=user).update(role=role, ends_on="2999-12-31")
    return client_of(user)


def cells(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_follow_up_stands_first_and_every_measure_opens_to_its_definition(small, owner, made):
    made(1, 6)
    page = owner.get("/insights/", TWO_YEARS)
    assert [head[0] for head in page.context["heads"]] == list(MAKERS)
    assert page.context["heads"][0][0] == "follow-up"
    for insight, definition in all_definitions().items():
        shown = owner.get(f"/insights/{insight}", TWO_YEARS).content.decode()
        for said in ("counts", "among", "missing"):
            assert definition.words(said, "en").split(":")[0] in shown
        assert owner.get(f"/insights/{insight}/rows", TWO_YEARS).status_code == 200
    assert "Nobody was randomised" in owner.get("/insights/compared").content.decode()
    assert "Nobody was randomised" in owner.get("/insights/change").content.decode()


def test_more_rows_take_no_more_queries_on_any_page(owner, made):
    made(1, 2)
    addresses = [
        "/insights/",
        *(f"/insights/{one}{end}" for one in MAKERS for end in ("", "/rows")),
    ]

    def queries() -> list[int]:
        told = []
        for one in addresses:
            owner.get(one, TWO_YEARS)
            with CaptureQueriesContext(connection) as seen:
                assert owner.get(one, TWO_YEARS).status_code == 200
            told.append(len(seen))
        return told

    before = queries()
    made(2, 5)
    assert queries() == before


def test_the_desk_and_an_auditor_see_numbers_without_small_counts_and_no_clinical_rows(small, made):
    made(3, 8)
    desk, auditor = client_of(small.users["desk"]), as_role(small, Role.AUDITOR)
    for client in (desk, auditor):
        for insight in MAKERS:
            page = client.get(f"/insights/{insight}", TWO_YEARS)
            assert page.status_code == 200
            table = page.context["table"]
            for one in (*table.lines, *([table.sum] if table.sum else [])):
                assert not {"1", "2", "3", "4"} & set(one.counts), insight
            assert page.context["beginnings"] == []
        for insight in CLINICAL:
            assert client.get(f"/insights/{insight}/rows", TWO_YEARS).status_code == 404
        assert client.get("/insights/change/rows/file").status_code == 404
    for insight in OPEN:
        assert desk.get(f"/insights/{insight}/rows", TWO_YEARS).status_code == 200
        assert auditor.get(f"/insights/{insight}/rows", TWO_YEARS).status_code == 404
    hidden = desk.get("/insights/mismatches/table", TWO_YEARS)
    assert not {"1", "2", "3", "4"} & {cell for line in cells(hidden)[1:] for cell in line[2:7]}


def test_who_does_not_treat_these_people_cannot_ask_for_days_of_their_own(small, owner):
    own = {"period": "own", "first": "2026-01-01", "last": "2026-01-02"}
    desk = client_of(small.users["desk"])
    assert desk.get("/insights/change", own).status_code == 422
    told = desk.get("/insights/change", {"condition": "oa_knee", "first": "2026-01-01"})
    assert "condition" not in told.context["form"].fields
    assert owner.get("/insights/change", own | {"condition": "oa_knee"}).status_code == 200


@pytest.mark.parametrize("role", [Role.STUDENT, Role.ASSISTANT, Role.LOCUM])
def test_others_see_nothing(small, role):
    client = as_role(small, role)
    assert client.get("/insights/").status_code == 404
    assert client.get("/insights/wait-room").status_code == 404


def test_a_practitioner_reads_the_rows_of_their_own_patients_and_a_lead_of_all(small, made):
    patients = made(1, 8).patients
    others = {one.pk for one in patients[:4]}
    SessionRole.objects.filter(
        session__visits__patient__in=others, resource=small.people["maria"]
    ).update(resource=small.people["sofia"])
    maria, lead = client_of(small.users["maria"]), client_of(small.users["andreas"])
    mine = set(
        SessionRole.objects.filter(resource=small.people["maria"]).values_list(
            "session__visits__patient", flat=True
        )
    )
    for insight in ("wait-room", "change"):
        own = maria.get(f"/insights/{insight}/rows", TWO_YEARS)
        every = lead.get(f"/insights/{insight}/rows", TWO_YEARS)
        assert {row["patient_id"] for row in own.context["rows"]} <= mine
        assert others & {row["patient_id"] for row in every.context["rows"]}
        assert "the numbers are of everybody" in own.content.decode()
        numbers = [one.get(f"/insights/{insight}", TWO_YEARS) for one in (maria, lead)]
        assert numbers[0].context["table"] == numbers[1].context["table"]


def test_reading_rows_and_taking_files_leaves_its_event_with_the_patients(small, owner, made):
    made(1, 3)
    owner.get("/insights/wait-room/rows", TWO_YEARS)
    read = Event.objects.get(action="insights.rows")
    assert read.subject_id == "wait-room"
    shown = owner.get("/insights/wait-room/rows", TWO_YEARS).context["rows"]
    assert read.detail["patients"] == sorted({row["patient_id"] for row in shown})
    owner.get("/insights/wait-room/table", TWO_YEARS)
    owner.get("/insights/wait-room/rows/file", TWO_YEARS)
    assert Event.objects.filter(action="insights.export").count() == 2


def test_rows_as_a_file_are_for_the_owner_and_no_name_is_read_as_a_formula(small, owner, made):
    made(1, 4)
    for at, name in enumerate(("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)")):
        Patient.objects.filter(pk=made(10 + at, 1).patients[0].pk).update(given_name=name)
    lines = cells(owner.get("/insights/wait-room/rows/file", TWO_YEARS))
    names = {line[0] for line in lines[1:]}
    assert any(name.startswith("'=HYPERLINK") for name in names)
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    assert client_of(small.users["maria"]).get("/insights/wait-room/rows/file").status_code == 404


def test_the_file_has_the_numbers_of_the_table(owner, made):
    made(2)
    page = owner.get("/insights/wait-room", TWO_YEARS)
    lines = cells(owner.get("/insights/wait-room/table", TWO_YEARS))
    shown = page.context["table"].lines
    assert [line[2:5] for line in lines[1:]] == [
        [text.replace(",", "") for text in one.counts] for one in shown
    ]
    assert lines[0][5:8] == ["The middle one", "The middle one, 95 % <", "The middle one, 95 % >"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"period": "century"}, "not one of the available choices"),
        ({"period": "own"}, "Please say a day."),
        ({"first": "2026-02-30", "last": "2026-03-01"}, "Enter a valid date"),
        ({"first": "2026-03-02", "last": "2026-03-01"}, "before the first day"),
        ({"first": "1900-01-01", "last": "1900-01-02"}, "so long ago"),
        ({"first": "2001-01-01", "last": "2026-01-02"}, "Ten years at most"),
        ({"first": "2026-01-01", "last": "9999-12-31"}, "not come yet"),
        ({"condition": "league"}, "not one of the available choices"),
        ({"moment": "visit"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_on_every_page(owner, given, told):
    for end in ("", "/table", "/rows", "/rows/file"):
        answer = owner.get(f"/insights/change{end}", given)
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert answer.context["form"].errors


def test_days_that_are_said_are_meant(owner):
    day = today() - timedelta(days=3)
    page = owner.get("/insights/visits", {"first": day, "last": day, "period": "year"})
    assert page.context["form"].days() == (day, day)


def test_no_such_measure_is_not_there(owner):
    for end in ("", "/table", "/rows", "/rows/file"):
        assert owner.get(f"/insights/league-table{end}").status_code == 404


def test_a_centre_without_rows_says_so(owner):
    for insight in MAKERS:
        assert owner.get(f"/insights/{insight}").status_code == 200
    assert "Nothing of these days was counted." in owner.get("/insights/change").content.decode()


def test_another_centre_is_not_counted(small, owner, made):
    made(1, 4)
    before = owner.get("/insights/wait-room", TWO_YEARS).context["table"]

    other = make_centre("other")
    page = client_of(other.users["owner"]).get("/insights/wait-room", TWO_YEARS)
    assert page.context["table"].lines == ()
    assert owner.get("/insights/wait-room", TWO_YEARS).context["table"] == before


def test_greek_pages_have_no_english_of_the_insights(small, owner, made):
    made(1, 6)
    owner.cookies["django_language"] = "el"
    for insight in MAKERS:
        text = owner.get(f"/insights/{insight}", TWO_YEARS).content.decode()
        for english in ("How this is counted", "The middle one", "Missing", "All together"):
            assert english not in text
    page = owner.get("/insights/change", TWO_YEARS).content.decode()
    assert "Κανείς δεν τυχαιοποιήθηκε" in page
