"""One visit's page: each act, each question, money, needles not counted out."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ashi.apps.audit.models import Event
from ashi.apps.billing.absences import cancel_visit
from ashi.apps.billing.models import Payment
from ashi.apps.encounters.models import NeedleIncident, Step
from tests.desk.centre import make_centre, today

pytestmark = pytest.mark.slow


def send(client, visit, kind, **more):
    sent = {"step_id": str(uuid4()), "kind": kind, **more}
    return client.post(reverse("visit-step", args=[visit.pk]), sent)


def test_a_patient_is_taken_through_the_whole_course(small, signed_in, visit):
    maria = signed_in("maria")
    acts = [
        ("arrive", {}),
        ("start", {}),
        ("needles-in", {"needles": 12}),
        ("needles-out", {"needles": 12}),
        ("exercise", {}),
        ("leave", {}),
    ]
    following = []
    for kind, more in acts:
        page = maria.get(reverse("visit", args=[visit.pk]))
        following.append(str(page.context["next_kind"]))
        assert send(maria, visit, kind, **more).status_code == 302

    assert following == [kind for kind, _ in acts]
    assert maria.get(reverse("visit", args=[visit.pk])).context["next_kind"] is None
    assert not NeedleIncident.objects.exists()


def test_a_question_is_asked_and_yes_keeps_the_same_step(small, signed_in, visit):
    maria = signed_in("maria")
    send(maria, visit, "needles-in", needles=5)
    step_id = str(uuid4())

    asked = send(maria, visit, "needles-in", needles=4, step_id=step_id)
    kept = send(maria, visit, "needles-in", needles=4, step_id=step_id, confirmed="on")

    assert asked.status_code == 422
    assert "5 needles are in already" in asked.content.decode()
    assert asked.context["asked"].needles == 4
    assert kept.status_code == 302
    assert Step.objects.count() == 2


def test_leaving_with_needles_in_opens_an_incident_that_stays(small, signed_in, visit):
    maria = signed_in("maria")
    send(maria, visit, "needles-in", needles=5)
    assert send(maria, visit, "leave").status_code == 422

    send(maria, visit, "leave", confirmed="on")

    incident = NeedleIncident.objects.get()
    page = maria.get(reverse("board", kwargs={"day": today()})).content.decode()
    assert "5 needles in, 0 out" in page
    url = reverse("incident", args=[visit.pk, incident.pk])
    known = {"last_seen": "left knee", "found_where": "", "patient_called": "yes"}
    assert maria.post(url, known).status_code == 302
    answers = {"resolution": "", "accounted_by": small.users["maria"].pk}
    assert maria.post(url, answers).status_code == 422
    assert maria.post(url, answers | {"resolution": "found in the sheet"}).status_code == 302
    incident.refresh_from_db()
    assert (incident.last_seen, incident.patient_called, incident.resolution) == (
        "left knee",
        "yes",
        "found in the sheet",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"needles": "many"},
        {"needles": "-1"},
        {"needles": "9999"},
        {"needles": ""},
        {"needles": "3", "step_id": "no id"},
        {"needles": "3", "note": "a\x00b"},
        {"needles": "3", "note": "x" * 1000},
        {"needles": "3", "kind": "undo"},
        {"needles": "3", "at": "25:99"},
    ],
)
def test_bad_input_is_answered_with_422_and_nothing_is_written(small, signed_in, visit, wrong):
    sent = {"step_id": str(uuid4()), "kind": "needles-in"} | wrong
    answer = signed_in("maria").post(reverse("visit-step", args=[visit.pk]), sent)

    assert answer.status_code == 422
    assert not Step.objects.exists()


def test_what_is_written_in_a_note_is_text_and_no_markup(small, signed_in, visit):
    visit.note = "<script>alert(1)</script> \u200fשלום 🙂"
    visit.save()

    page = signed_in("maria").get(reverse("visit", args=[visit.pk])).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_cancelled_visit_says_so_and_offers_no_steps(small, signed_in, visit):
    page = reverse("visit", args=[visit.pk])
    assert "Mark as here" in signed_in("desk").get(page).content.decode()

    cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="patient")

    told = signed_in("desk").get(page).content.decode()
    assert "Cancelled" in told
    assert "Mark as here" not in told
    assert "Begin the visit" not in told


def test_another_centres_visit_is_not_there(small, signed_in, visit):
    other = make_centre("other")
    client = signed_in("maria", other)

    for name in ("visit", "visit-move"):
        assert client.get(reverse(name, args=[visit.pk])).status_code == 404
    for name in ("visit-step", "visit-undo", "payment", "visit-cancel", "visit-no-show"):
        assert client.post(reverse(name, args=[visit.pk])).status_code == 404
    assert not Step.objects.exists()


def test_a_visit_opened_is_an_event_of_its_patient(small, signed_in, visit):
    signed_in("maria").get(reverse("visit", args=[visit.pk]))

    event = Event.objects.get(action="visit.read")
    assert (event.patient_id, event.subject_id) == (visit.patient_id, str(visit.pk))


def test_money_is_taken_once_and_taken_back_by_a_further_row(small, signed_in, visit):
    desk = signed_in("desk")
    sent = {"payment_id": str(uuid4()), "amount": "30.00", "method": "cash", "payer": "gesy"}
    url = reverse("payment", args=[visit.pk])

    desk.post(url, sent | {"is_co_payment": "on"})
    desk.post(url, sent | {"is_co_payment": "on"})

    paid = Payment.objects.get()
    assert (paid.amount, paid.is_co_payment, paid.payer) == (30, True, "gesy")
    assert desk.get(reverse("visit", args=[visit.pk])).context["owed"] == 25
    desk.post(reverse("payment-back", args=[visit.pk, paid.pk]))
    assert sum(Payment.objects.values_list("amount", flat=True)) == 0


@pytest.mark.parametrize("amount", ["0", "-5", "1e9", "NaN", "", "ten"])
def test_an_amount_that_cannot_be_is_refused(small, signed_in, visit, amount):
    sent = {"payment_id": str(uuid4()), "amount": amount, "method": "cash", "payer": "private"}

    answer = signed_in("desk").post(reverse("payment", args=[visit.pk]), sent)

    assert answer.status_code == 422
    assert not Payment.objects.exists()


def test_the_last_look_wants_a_person_and_a_reason_for_each_needle(small, signed_in, visit):
    maria = signed_in("maria")
    send(maria, visit, "needles-in", needles=5)
    url = reverse("last-look", kwargs={"day": today(visit.session.starts_at)})

    refused = maria.post(url)
    assert refused.status_code == 422
    assert refused.context["missing"] == [visit.pk]
    closed = maria.post(
        url,
        {
            f"person-{visit.pk}": small.users["sofia"].pk,
            f"reason-{visit.pk}": "taken out, not written down",
        },
    )

    assert closed.status_code == 302
    incident = NeedleIncident.objects.get()
    assert incident.accounted_by == small.users["sofia"]
    assert incident.closed_at is not None
    page = maria.get(url)
    assert (page.context["not_left"], page.context["not_out"]) == ([], [])
