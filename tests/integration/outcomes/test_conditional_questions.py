"""Questions that wait for others on the phone, one at a time, from paper; counts of days."""

import pytest
from django.test import Client
from django.utils import timezone

from ashi.apps.outcomes.actions.answering import Sheet, send_answers
from ashi.apps.outcomes.actions.loading import load_questionnaire
from ashi.apps.outcomes.errors import AnswerOutsideError
from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import Response
from ashi.apps.plans.errors import DoseError
from ashi.web.public.booking import PUBLIC
from tests.desk.asked import as_file, asked, questionnaire
from tests.desk.centre import make_patient
from tests.desk.planned import plan_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
QUIET = {"Accept": "application/json"}


@pytest.fixture
def phq(small):
    """A form of nine questions of which the last is asked only after "answer 1" to the first."""
    document = questionnaire()
    last = document["item"].pop()
    when = {"question": "q1", "operator": "=", "answerCoding": {"code": "a1"}}
    group = {"linkId": "g", "type": "group", "text": "One thing more", "item": [last]}
    document["item"].append(group | {"enableWhen": [when]})
    load_questionnaire(
        by=small.actor("owner"), measure="PHQ9", language="en", data=as_file(document)
    )
    return asked(small, measures=("PHQ9",), moment="start")


def first_eight(first: str) -> dict[str, str]:
    return {f"PHQ9-{at}": first if at == 0 else "a0" for at in range(8)}


def test_the_phone_hides_what_is_not_asked_and_shows_it_after_the_answer(phq):
    phone, address = Client(), f"/questions/{make_link(phq)}"
    shown = phone.get(address).content.decode()
    assert 'data-field="PHQ9-8" hidden' in shown
    assert "One thing more" in shown

    quiet = phone.post(address, {"PHQ9-0": "a1"}, headers=QUIET).json()
    assert quiet["hidden"] == []
    assert phone.post(address, {"PHQ9-0": "a0"}, headers=QUIET).json()["hidden"] == ["PHQ9-8"]


def test_one_at_a_time_there_is_no_page_for_what_is_not_asked(phq):
    phone, address = Client(), f"/questions/{make_link(phq)}"
    assert "of 8" in phone.get(f"{address}/1").content.decode()
    phone.post(f"{address}/1", {"PHQ9-0": "a1"})
    assert "of 9" in phone.get(f"{address}/2").content.decode()
    # An answer that opens a last question does not send the set on the page before it.
    phone.post(f"{address}/1", {"PHQ9-0": "a0"})
    assert phone.get(f"{address}/9").status_code == 404
    assert not Response.objects.filter(submitted_at__isnull=False).exists()


def test_an_answer_to_what_is_not_asked_is_neither_counted_nor_kept(phq):
    sheet = Sheet({"PHQ9": {"q1": "a0", "q2": "a3", "q9": "a3"}}, "en", "phone")
    (row,) = send_answers(by=PUBLIC, asking_id=phq.pk, sheet=sheet).responses

    assert "q9" not in row.answers
    assert row.answered == 2
    assert row.flags == []


def test_from_paper_every_question_is_shown_and_the_condition_said(small, phq):
    page = client_of(small.users["maria"]).get(f"/outcomes/{phq.pk}/paper").content.decode()
    assert 'data-field="PHQ9-8">' in page
    assert "asked only after some answers" in page


@pytest.mark.parametrize(
    ("measure", "sent", "score", "flags"),
    [
        ("HDIARY", {"HDIARY-0": "9", "HDIARY-1": "11"}, 9, ["drug_days_10_or_more"]),
        ("HDIARY", {"HDIARY-0": "0", "HDIARY-1": "0"}, 0, []),
        ("MEDDAYS", {"MEDDAYS-0": "28"}, 28, []),
        ("GROC", {"GROC-0": "-5"}, -5, []),
        ("PGIC", {"PGIC-0": "2"}, 2, []),
    ],
)
def test_days_and_change_are_answered_on_the_phone_and_by_staff(small, measure, sent, score, flags):
    by_phone, on_paper = (asked(small, make_patient(), measures=(measure,)) for _ in range(2))
    page = Client().post(f"/questions/{make_link(by_phone)}", sent | {"send": "1"})
    assert page.status_code == 200
    day = timezone.localdate().isoformat()
    maria = client_of(small.users["maria"])
    kept = maria.post(f"/outcomes/{on_paper.pk}/paper", sent | {"answered_on": day})
    assert kept.status_code == 302

    for row in Response.objects.all():
        assert (row.score, row.flags) == (score, flags)
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("measure", "sent"),
    [
        ("HDIARY", {"HDIARY-0": "29"}),
        ("HDIARY", {"HDIARY-0": "3", "HDIARY-1": "-1"}),
        ("MEDDAYS", {"MEDDAYS-0": "2.5"}),
        ("GROC", {"GROC-0": "8"}),
    ],
)
def test_a_number_of_days_that_cannot_be_is_refused_beside_its_field(small, measure, sent):
    row = asked(small, measures=(measure,))
    page = Client().post(f"/questions/{make_link(row)}", sent | {"send": "1"})

    assert page.status_code == 422
    assert not Response.objects.filter(submitted_at__isnull=False).exists()
    link = {name.partition("-")[2]: value for name, value in sent.items()}
    given = {str(int(at) + 1): float(value) for at, value in link.items()}
    with pytest.raises(AnswerOutsideError):
        send_answers(by=PUBLIC, asking_id=row.pk, sheet=Sheet({measure: given}, "en", "phone"))


def test_a_plan_may_ask_for_days_and_for_one_rating_of_change_not_two(small, patient):
    plan = plan_of(small, patient, measures=("HDIARY:review", "MEDDAYS:review", "GROC:review"))
    assert plan.versions.get().measures[0] == "HDIARY:review"
    with pytest.raises(DoseError):
        plan_of(small, patient, measures=("PGIC:review", "GROC:review"))
    form = client_of(small.users["maria"]).get(f"/plans/{patient.pk}/new").context["form"]
    assert {"ask-HDIARY", "ask-MEDDAYS", "ask-GROC"} <= set(form.fields)
