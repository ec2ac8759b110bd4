"""The pages of plans: what stands there, in few queries; what is typed wrong is told beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ashi.apps.plans.models import Plan, Review
from tests.desk.centre import today
from tests.desk.planned import plan_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small):
    return client_of(small.users["maria"])


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_more_visits_take_no_more_queries_on_any_page(small, maria, patient, plan, come):
    come(12)
    visit = come(0)[0]
    addresses = [
        f"/plans/{patient.pk}",
        f"/plans/{patient.pk}/new",
        f"/plans/{patient.pk}/{plan.pk}/change",
        f"/plans/{patient.pk}/{plan.pk}/book",
        f"/plans/{patient.pk}/referrals",
        f"/plans/visits/{visit.pk}/draw",
        f"/desk/board/{today()}",
    ]
    before = [queries(maria, one) for one in addresses]
    come(11, 9, 7, 5, 3)
    assert [queries(maria, one) for one in addresses] == before


def test_more_waiting_reviews_take_no_more_queries_on_the_board(small, maria, patient, plan, come):
    come(12, 9, 6, 3)
    board = f"/desk/board/{today()}"
    one = queries(maria, board)
    plan_of(small, patient, days_ago=100)
    assert queries(maria, board) == one


def test_the_page_shows_what_the_rule_knows_and_keeps_the_decision(maria, patient, plan, come):
    come(12, 8, 4, 1)
    shown = maria.get(f"/plans/{patient.pk}", {"pgic": "2"})
    page = shown.content.decode()
    assert "review overdue" in page
    assert "measured once" in page
    assert 'name="pgic" value="2"' in page
    sent = {"seen": "4", "choice": "continue", "reason": "as agreed", "pgic": "2"}
    address = f"/plans/{patient.pk}/{plan.pk}/review"
    refused = maria.post(address, sent | {"reason": ""})
    assert refused.status_code == 422
    assert "Please fill this in." in refused.content.decode()
    assert maria.post(address, sent).status_code == 302
    assert Review.objects.get().pgic == 2
    again = maria.post(address, sent)
    assert again.status_code == 422
    assert "The plan has changed meanwhile" in again.content.decode()


def test_a_plan_is_opened_from_a_template_and_a_wrong_number_stands_beside_its_field(
    maria, patient
):
    page = maria.get(f"/plans/{patient.pk}/new", {"template": "lbp_chronic"})
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")}
    sent |= {"told": ["nothing", "acupuncture"], "prefers": "needles", "visits": "60"}
    refused = maria.post(f"/plans/{patient.pk}/new", sent)
    assert refused.status_code == 422
    assert "the numbers do not fit" in refused.content.decode()
    assert not Plan.objects.exists()
    assert maria.post(f"/plans/{patient.pk}/new", sent | {"visits": "6"}).status_code == 302
    plan = Plan.objects.get()
    assert (plan.condition, plan.versions.get().acupuncture) == ("lbp_chronic", 6)
    assert plan.started_on == sent["started_on"]


def test_the_greek_page_has_no_english_of_the_plan(maria, patient, plan, come):
    come(12, 8, 4, 1)
    page = maria.get(f"/plans/{patient.pk}", headers={"Accept-Language": "el"}).content.decode()
    assert "εκπρόθεσμη επανεκτίμηση" in page
    for english in ("review overdue", "Planned and done", "not known", "Told:"):
        assert english not in page
