"""Fees and deposits: due by the act that gives the visit up, and by no other; and who may what."""

import csv
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.billing.absences import (
    cancel_visit,
    restore_visit,
    unmark_no_show,
)
from ashi.apps.billing.actions import take_payment
from ashi.apps.billing.actions_dues import (
    keep_deposit,
    receive_deposit,
    return_deposit,
    take_waiver_back,
    waive_fee,
)
from ashi.apps.billing.errors import PaymentUnknownError, WaiverReasonError
from ashi.apps.billing.ledger import standing_of
from ashi.apps.billing.listing import dues_listed, takings_between
from ashi.apps.billing.models import LedgerEntry
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.patients.keys import key_columns
from ashi.core.scheduling.errors import MoreThanOpenError, NothingOpenError
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.owing import absent, cancelled_late, deposit, fee_and_deposit, soon, terms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def small(db):
    return make_centre()


@pytest.fixture
def costs(small):
    terms(small)
    return small


def test_by_default_nothing_costs_anything(small):
    for visit in (absent(small), cancelled_late(small, soon(4))):
        assert standing_of(visit).open == 0
    assert not LedgerEntry.objects.exists()


def test_a_late_cancellation_and_an_absence_cost_what_was_agreed(costs):
    late, away = cancelled_late(costs), absent(costs)

    assert (standing_of(late).open, standing_of(away).open) == (2000, 3000)
    assert list(LedgerEntry.objects.order_by("cents").values_list("cause", "currency")) == [
        ("late", "EUR"),
        ("no-show", "EUR"),
    ]
    assert Event.objects.filter(action="ledger.fee").count() == 2


def test_in_time_or_by_the_centre_or_by_mistake_costs_nothing(costs):
    desk = costs.actor("desk")
    early = make_visit(costs, soon(48))
    ours = make_visit(costs, soon(4))
    mistake = make_visit(costs, soon(6))

    for visit, reason in ((early, "patient"), (ours, "centre"), (mistake, "mistake")):
        cancel_visit(by=desk, visit_id=visit.pk, reason=reason)

    assert not LedgerEntry.objects.exists()


def test_a_later_edit_does_not_reach_what_was_agreed(costs):
    visit = make_visit(costs, soon())
    Centre.objects.update(late_cents=99_00, cancel_limit_h=0)

    cancel_visit(by=costs.actor("desk"), visit_id=visit.pk, reason="patient")

    visit.refresh_from_db()
    assert (visit.notice_h, visit.late_cents, visit.cancelled_late) == (24, 2000, True)
    assert standing_of(visit).open == 2000


def test_a_visit_that_is_moved_keeps_its_terms(costs):
    visit = make_visit(costs, soon(48))
    Centre.objects.update(late_cents=0, no_show_cents=0)

    moved = move_visit(
        by=costs.actor("desk"),
        visit_id=visit.pk,
        starts_at=soon(50).replace(minute=0, second=0, microsecond=0),
    )

    assert (moved.late_cents, moved.no_show_cents) == (2000, 3000)


def test_a_service_has_terms_of_its_own_and_nought_is_none(costs):
    costs.service.late_cents, costs.service.notice_h = 0, 2
    costs.service.save()

    visit = cancelled_late(costs, soon(1))

    assert (visit.notice_h, visit.late_cents, visit.no_show_cents) == (2, 0, 3000)
    assert not LedgerEntry.objects.exists()


def test_undo_takes_the_fee_back_and_what_was_set_against_it(costs):
    desk, visit = costs.actor("desk"), make_visit(costs, soon())
    deposit(costs, visit, 1500)
    cancel_visit(by=desk, visit_id=visit.pk, reason="patient")
    keep_deposit(by=desk, entry_id=uuid4(), visit_id=visit.pk)
    owner = costs.actor("owner")
    waive_fee(by=owner, entry_id=uuid4(), visit_id=visit.pk, reason="a long-standing patient")
    assert (standing_of(visit).open, standing_of(visit).held) == (0, 0)

    restored = restore_visit(by=desk, visit_id=visit.pk)

    sums = standing_of(restored)
    assert (sums.fee, sums.waived, sums.kept, sums.held) == (0, 0, 0, 1500)
    again = cancel_visit(by=desk, visit_id=visit.pk, reason="patient")
    assert standing_of(again).open == 2000


def test_who_came_after_all_owes_nothing(costs):
    visit = absent(costs)

    back = unmark_no_show(by=costs.actor("desk"), visit_id=visit.pk)

    assert standing_of(back).fee == 0
    assert LedgerEntry.objects.count() == 2


def test_a_cancellation_that_is_refused_leaves_no_fee(costs):
    visit = cancelled_late(costs)

    with pytest.raises(Exception, match="not_open"):
        cancel_visit(by=costs.actor("desk"), visit_id=visit.pk, reason="patient")

    assert LedgerEntry.objects.count() == 1


def test_what_is_paid_for_it_closes_the_fee_and_counts_for_the_visit_once_restored(costs):
    desk, visit = costs.actor("desk"), absent(costs)
    take_payment(by=desk, payment_id=uuid4(), visit_id=visit.pk, amount=Decimal(30), method="card")
    visit.refresh_from_db()

    assert standing_of(visit).open == 0
    restored = unmark_no_show(by=desk, visit_id=visit.pk)
    assert standing_of(restored).paid == 0  # it is money for the visit now


@pytest.mark.parametrize(
    ("who", "may_waive"), [("desk", False), ("maria", False), ("andreas", True)]
)
def test_a_lead_lets_a_fee_off_with_a_reason(costs, who, may_waive):
    visit, told = absent(costs), {"entry_id": uuid4(), "reason": "was in hospital"}
    act = {"by": costs.actor(who), "visit_id": visit.pk}
    if not may_waive:
        with pytest.raises(NotAllowedError):
            waive_fee(**act, **told)
        return

    with pytest.raises(WaiverReasonError):
        waive_fee(**act, entry_id=uuid4(), reason=" ")
    first, second = waive_fee(**act, **told), waive_fee(**act, **told)

    assert (first.pk, standing_of(visit).waived) == (second.pk, 3000)
    with pytest.raises(NothingOpenError):
        waive_fee(**act, entry_id=uuid4(), reason="twice")


def test_a_part_is_let_off_the_rest_stays_owed_and_is_asked_for_again(costs):
    lead, visit = costs.actor("andreas"), absent(costs)
    said = {"by": lead, "visit_id": visit.pk, "reason": "came late by the bus"}
    with pytest.raises(MoreThanOpenError):
        waive_fee(**said, entry_id=uuid4(), cents=3001)

    part = waive_fee(**said, entry_id=uuid4(), cents=1250)

    assert (standing_of(visit).waived, standing_of(visit).open) == (1250, 1750)
    take_payment(
        by=lead, payment_id=uuid4(), visit_id=visit.pk, amount=Decimal("17.50"), method="card"
    )
    visit.refresh_from_db()
    assert standing_of(visit).open == 0
    with pytest.raises(NothingOpenError):
        waive_fee(**said, entry_id=uuid4(), cents=1)
    back = [take_waiver_back(by=lead, visit_id=visit.pk, waiver_id=part.pk) for _ in range(2)]
    assert back[0] == back[1]
    assert (standing_of(visit).waived, standing_of(visit).open) == (0, 1250)
    assert list(visit.ledger.values_list("kind", "cents")) == [
        ("fee", 3000),
        ("waived", 1250),
        ("waived", -1250),
    ]
    assert Event.objects.filter(action__in=["ledger.waived", "ledger.waived_back"]).count() == 2


def test_only_a_lead_asks_again_and_only_for_what_was_let_off(costs):
    lead, visit, other = costs.actor("andreas"), absent(costs), absent(costs, soon(-6))
    waived = waive_fee(by=lead, entry_id=uuid4(), visit_id=visit.pk, reason="ill", cents=500)
    fee = visit.ledger.get(kind="fee")

    with pytest.raises(NotAllowedError):
        take_waiver_back(by=costs.actor("desk"), visit_id=visit.pk, waiver_id=waived.pk)
    with pytest.raises(PaymentUnknownError):
        take_waiver_back(by=lead, visit_id=other.pk, waiver_id=waived.pk)
    with pytest.raises(NothingOpenError):
        take_waiver_back(by=lead, visit_id=visit.pk, waiver_id=fee.pk)

    unmark_no_show(by=costs.actor("desk"), visit_id=visit.pk)  # that took it back already
    assert standing_of(visit).waived == 0
    assert take_waiver_back(by=lead, visit_id=visit.pk, waiver_id=waived.pk).cents == -500
    assert standing_of(visit).waived == 0


def test_list_file_and_takings_have_the_part_right(costs, signed_in):
    away, desk, now = absent(costs), costs.actor("desk"), timezone.now()
    waive_fee(by=costs.actor("owner"), entry_id=uuid4(), visit_id=away.pk, reason="ill", cents=1000)
    take_payment(by=desk, payment_id=uuid4(), visit_id=away.pk, amount=Decimal(5), method="cash")
    owner = signed_in("owner")

    [listed] = dues_listed(desk, state="open", sort="sum", text="")
    page = owner.get(reverse("dues")).content.decode()
    text = owner.get(reverse("dues-file")).content.decode("utf-8-sig")
    [taken] = takings_between(desk, now, now + timedelta(minutes=5))

    assert (listed.sums.open, listed.visit.still_open) == (1500, 1500)
    assert ("Fees open: €15" in page, "let off €10" in page) == (True, True)
    line = list(csv.reader(text.splitlines()))[1]
    assert line[3:8] == ["30.00", "10.00", "0.00", "5.00", "15.00"]
    assert (taken.method, taken.total) == ("cash", 500)  # what is let off is no money taken


def test_the_lead_lets_a_part_off_on_the_visits_page_and_asks_again(costs, signed_in):
    away, lead = absent(costs), signed_in("andreas")
    typed = {"entry_id": uuid4(), "reason": "ill", "amount": "12.50"}
    shown = lead.get(reverse("visit", args=[away.pk])).context["waive_form"]["amount"].value()
    wrong = [
        lead.post(reverse("fee-waive", args=[away.pk]), typed | {"amount": one})
        for one in ("40", "0", "-1", "x", "1.234")
    ]

    lead.post(reverse("fee-waive", args=[away.pk]), typed)

    page = lead.get(reverse("visit", args=[away.pk])).content.decode()
    assert Decimal(shown) == Decimal(30)
    assert {one.status_code for one in wrong} == {422}
    assert "No more than €30 is open." in wrong[0].content.decode()
    assert standing_of(away).open == 1750
    assert "Ask for the €12.50 again" in page
    line = away.ledger.get(kind="waived")
    refused = signed_in("desk").post(reverse("fee-waive-back", args=[away.pk, line.pk]))
    lead.post(reverse("fee-waive-back", args=[away.pk, line.pk]))
    assert (refused.status_code, standing_of(away).open) == (404, 3000)


def test_a_deposit_comes_in_once_and_goes_back_whole(costs):
    desk, visit, entry = costs.actor("desk"), make_visit(costs, soon(48)), uuid4()
    came = {"by": desk, "visit_id": visit.pk, "entry_id": entry, "cents": 1000, "method": "card"}
    receive_deposit(**came)
    receive_deposit(**came)
    assert standing_of(visit).held == 1000
    with pytest.raises(NothingOpenError):  # there is no fee to keep it against
        keep_deposit(by=desk, entry_id=uuid4(), visit_id=visit.pk)

    return_deposit(by=desk, entry_id=uuid4(), visit_id=visit.pk, method="cash")

    assert standing_of(visit).held == 0
    with pytest.raises(NothingOpenError):
        return_deposit(by=desk, entry_id=uuid4(), visit_id=visit.pk, method="cash")


def test_another_centres_visit_is_not_there(costs):
    other = make_centre("other")
    visit = absent(costs)

    with pytest.raises(PaymentUnknownError):
        keep_deposit(by=other.actor("desk"), entry_id=uuid4(), visit_id=visit.pk)


def test_a_line_stays_as_it_was_written(costs):
    absent(costs)

    for change in (
        lambda: LedgerEntry.objects.update(cents=1),
        lambda: LedgerEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            change()


def test_one_fee_for_one_end_is_a_law_of_the_database(costs):
    row = LedgerEntry.objects.get(visit=absent(costs))
    row.pk, row.number, row._state.adding = uuid4(), 2, True

    with pytest.raises(DatabaseError, match="ledger_one_fee_for_one_end"), transaction.atomic():
        row.save(force_insert=True)


def test_the_list_shows_what_is_open_and_is_searched_and_sorted(costs):
    by = costs.actor("desk")
    away, asked = fee_and_deposit(costs)
    late = cancelled_late(
        costs, soon(5), patient=make_patient("Zoe", "Zachariou", **key_columns("Zoe", "Zachariou"))
    )

    def listed(**how):
        return [
            one.visit.pk
            for one in dues_listed(by, **{"state": "open", "sort": "latest", "text": ""} | how)
        ]

    assert listed() == [asked.pk, late.pk, away.pk]
    assert listed(sort="oldest") == [away.pk, late.pk, asked.pk]
    assert listed(sort="sum")[:2] == [away.pk, late.pk]
    assert listed(state="fees") == [late.pk, away.pk]
    assert listed(state="deposits") == [asked.pk, away.pk]
    assert listed(text="zachariou") == [late.pk]
    waive_fee(by=costs.actor("owner"), entry_id=uuid4(), visit_id=late.pk, reason="ill")
    assert listed() == [asked.pk, away.pk]
    assert late.pk in listed(state="all")


def test_the_day_took_in_what_was_paid_and_deposited_less_what_went_back(costs):
    desk, visit = costs.actor("desk"), make_visit(costs, soon(48))
    now = timezone.now()
    span = (now - timedelta(minutes=1), now + timedelta(minutes=5))
    deposit(costs, visit, 1000, "card")
    take_payment(
        by=desk, payment_id=uuid4(), visit_id=visit.pk, amount=Decimal("12.50"), method="cash"
    )
    return_deposit(by=desk, entry_id=uuid4(), visit_id=visit.pk, method="cash")

    taken = {one.method: (one.payments, one.deposits) for one in takings_between(desk, *span)}

    assert taken == {"card": (0, 1000), "cash": (1250, -1000)}
    assert takings_between(desk, span[1], span[1] + timedelta(days=1)) == []


def test_the_pages_say_it_and_a_file_has_it(costs, signed_in):
    away, _asked = fee_and_deposit(costs)
    desk, owner = signed_in("desk"), signed_in("owner")

    page = desk.get(reverse("dues")).content.decode()
    visit = desk.get(reverse("visit", args=[away.pk])).content.decode()
    patient = desk.get(reverse("patient", args=[away.patient_id]) + "?why=booking").content.decode()
    lines = list(
        csv.reader(owner.get(reverse("dues-file")).content.decode("utf-8-sig").splitlines())
    )

    assert ("€30" in page, "asked €10" in page) == (True, True)
    assert ("Set the deposit against the fee" in visit, "Let the fee off" in visit) == (True, False)
    assert "fee open: €30" in patient
    assert [line[7] for line in lines[1:]] == ["0.00", "30.00"]
    assert "€10" in desk.get(reverse("takings", args=[today()])).content.decode()
    assert signed_in("maria").get(reverse("dues")).status_code == 404


def test_who_sees_no_money_sees_no_fee(costs, signed_in):
    away = absent(costs)

    page = signed_in("sofia").get(reverse("visit", args=[away.pk])).content.decode()

    assert "€30" not in page
    assert "Fee and deposit" not in page


def test_the_desk_does_it_all_on_the_visits_page(costs, signed_in):
    away, asked = fee_and_deposit(costs)
    desk, lead = signed_in("desk"), signed_in("andreas")

    desk.post(reverse("deposit-keep", args=[away.pk, uuid4()]))
    wrong = lead.post(reverse("fee-waive", args=[away.pk]), {"entry_id": uuid4(), "reason": ""})
    lead.post(reverse("fee-waive", args=[away.pk]), {"entry_id": uuid4(), "reason": "ill"})
    typed = {"entry_id": uuid4(), "amount": "10", "method": "transfer"}
    desk.post(reverse("deposit", args=[asked.pk]), typed)
    bad = desk.post(reverse("deposit", args=[asked.pk]), typed | {"amount": "-1"})
    desk.post(reverse("deposit-back", args=[asked.pk]), {"entry_id": uuid4(), "method": "cash"})

    assert (wrong.status_code, bad.status_code) == (422, 422)
    sums = standing_of(Visit.objects.get(pk=away.pk))
    assert (sums.kept, sums.waived, sums.open, sums.held) == (1000, 2000, 0, 0)
    assert (standing_of(asked).received, standing_of(asked).returned) == (1000, 1000)


def test_the_board_marks_an_absence_with_a_fee_for_who_sees_money(costs, signed_in):
    start = timezone.now() - timedelta(minutes=40)
    absent(costs, start)
    board = reverse("board", args=[today()])

    assert "fee open" in signed_in("desk").get(board).content.decode()
    assert "fee open" not in signed_in("sofia").get(board).content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(costs, signed_in):
    client = signed_in("desk")
    counts = []
    for many in (1, 2):
        for _ in range(many):
            absent(costs, soon(-3 * (LedgerEntry.objects.count() + 1)))
        client.get(reverse("dues"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("dues"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_patient_reads_the_terms_before_booking_and_on_the_page_of_the_visit(costs, client):
    times = client.get(reverse("book-times", args=["acu-60"])).content.decode()
    visit = make_visit(costs, soon(72))
    page = client.get(reverse("visit-manage", args=[manage_token(visit)])).content.decode()
    client.cookies["django_language"] = "el"
    greek = client.get(reverse("visit-manage", args=[manage_token(visit)])).content.decode()

    assert "free until 24 hours before; cancelling after that: €20" in times
    assert "If you do not come" in times
    assert "; cancelling after that: €20" in page
    assert "ακύρωση μετά από αυτό: 20\xa0€" in greek
