"""The server's clock is set back an hour, or forward, in the middle of a day.

Nothing is refused until the clock has caught up, nothing lasts less than no time, nothing is sent
twice. What happened before the jump lies in the future then; the rule is that what comes after it
is never written down as earlier.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.audit.models import Pending, Seal
from ashi.apps.audit.sealing import seal_once
from ashi.apps.audit.verifying import verify
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.holding import confirm_visit, hold_visit
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.charting.actions.needling import add_needles, set_in, set_out
from ashi.apps.charting.actions.signing import amend_note, sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.models import Needling, Note
from ashi.apps.encounters.actions.bells import take_bell
from ashi.apps.encounters.actions.call_lists import claim_call
from ashi.apps.encounters.actions.counting import count_again
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.call_lists import rows_of
from ashi.apps.encounters.errors import BellTakenError, CallClaimedError
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.models import Bell, NeedleIncident, SecondCount, Step, StepKind
from ashi.apps.encounters.open_bells import pulse, rings_at
from ashi.apps.messages.models import Message
from ashi.apps.messages.sending import send_due
from ashi.web.sessions import SIGNED_IN, TOUCHED
from tests.desk.centre import SmallCentre, make_centre, make_patient, make_visit, today
from tests.desk.mailbox import open_box, send_to
from tests.desk.screened import screened
from tests.desk.signing import client_of
from tests.integration.bookings.test_holding import PUBLIC
from tests.integration.desk.test_call_lists import sick
from tests.integration.messages.test_sending import a_message
from tests.integration.security.test_sessions import put_back

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture
def small(db, settings) -> SmallCentre:
    settings.STAFF_NEED_SECOND_FACTOR = False
    return make_centre()


@pytest.fixture
def visit(small) -> Visit:
    return make_visit(small, timezone.now() - timedelta(minutes=30))


def do(small, visit, kind, **more) -> Step:
    by = small.actor(more.pop("by", "maria"))
    return record_step(by=by, step_id=uuid4(), visit_id=visit.pk, kind=kind, **more)


def test_a_visit_goes_on_in_its_order_and_no_part_of_it_lasts_less_than_nothing(small, visit, jump):
    do(small, visit, "arrive")
    do(small, visit, "start")
    do(small, visit, "needles-in", needles=12)
    jump(-HOUR)
    for kind, needles in (("needles-out", 12), ("exercise", None), ("leave", None)):
        do(small, visit, kind, needles=needles)

    state = state_of_visit(visit)
    times = list(Step.objects.order_by("occurred_at").values_list("kind", "occurred_at"))
    assert [kind for kind, _ in times] == [
        "arrive",
        "start",
        "needles-in",
        "needles-out",
        "exercise",
        "leave",
    ]
    assert all(later > earlier for (_, earlier), (_, later) in pairwise(times))
    assert (state.needles_in, state.unaccounted, str(state.phase)) == (0, 0, "left")
    assert state.arrived_at <= state.started_at <= state.out_at <= state.left_at
    assert not Bell.objects.filter(closed_at=None).exists()
    assert not NeedleIncident.objects.exists()


def test_a_second_set_after_the_jump_is_in_and_not_out(small, visit, jump):
    do(small, visit, "needles-in", needles=12)
    do(small, visit, "needles-out", needles=12)
    jump(-HOUR)
    do(small, visit, "needles-in", needles=5, confirmed=True)

    assert state_of_visit(visit).needles_in == 5
    assert Bell.objects.filter(closed_at=None).count() == 1


def test_a_second_count_is_asked_for_once_and_can_be_made(small, visit, jump):
    small.centre.counts_twice = True
    small.centre.save()
    visit.session.centre.refresh_from_db()
    do(small, visit, "needles-in", needles=12)
    jump(-HOUR)
    do(small, visit, "needles-out", needles=12)
    do(small, visit, "exercise")

    count_again(by=small.actor("andreas"), visit_id=visit.pk, counted=12)

    (row,) = SecondCount.objects.all()
    assert (row.counted, row.closed_at is None) == (12, False)


def test_needles_that_went_in_before_it_ring_at_once(small, visit, jump):
    do(small, visit, "needles-in", needles=12)
    (waits,) = pulse(small.centre.pk).bells
    assert waits.rings_at > timezone.now() + timedelta(minutes=19)

    jump(-HOUR)

    (rings,) = pulse(small.centre.pk).bells
    assert (rings.needles, rings.rings_at <= timezone.now()) == (12, True)


def test_forward_they_ring_too(small, visit, jump):
    do(small, visit, "needles-in", needles=12)

    jump(HOUR)

    (rings,) = pulse(small.centre.pk).bells
    assert rings.rings_at <= timezone.now()


def test_needles_that_went_in_after_it_rest_their_time_though_the_visit_began_before_it():
    now = datetime(2026, 3, 2, 9, 40, tzinfo=UTC)
    began = now + HOUR
    bell = Bell(due_at=began + timedelta(minutes=20))
    put_in = Step(kind=StepKind.NEEDLES_IN, recorded_at=now - timedelta(minutes=3))

    assert rings_at(bell, [put_in], began, now) == now + timedelta(minutes=17)


def test_a_bell_that_somebody_took_before_it_is_nobodys(small, visit, jump):
    do(small, visit, "needles-in", needles=12, occurred_at=timezone.now() - timedelta(minutes=25))
    bell = Bell.objects.get(visit=visit)
    take_bell(by=small.actor("maria"), bell_id=bell.pk)
    with pytest.raises(BellTakenError):
        take_bell(by=small.actor("andreas"), bell_id=bell.pk)

    jump(-HOUR)

    assert pulse(small.centre.pk).bells[0].rings_at <= timezone.now()
    assert take_bell(by=small.actor("andreas"), bell_id=bell.pk).taken_by == small.users["andreas"]


def test_whom_one_phoned_before_it_the_other_may_phone(small, jump):
    made = make_visit(small, timezone.now() + timedelta(minutes=40))
    listed = sick(small)
    call = listed.calls.get(visit=made)
    claim_call(by=small.actor("desk"), call_id=call.pk)
    with pytest.raises(CallClaimedError):
        claim_call(by=small.actor("andreas"), call_id=call.pk)

    jump(-HOUR)

    assert [row.claimed_by for row in rows_of(listed, timezone.now())] == [None]
    claim_call(by=small.actor("andreas"), call_id=call.pk)


def test_a_record_is_signed_and_added_to_after_all_that_it_signs(small, visit, jump):
    by = {"by": small.actor("maria"), "visit_id": visit.pk}
    add_needles(**by, line="BL23 both 25mm deqi")
    screened(small, visit)
    set_in(**by)
    written = save_note(**by, seen=0, texts={"plan": "Once more"}, adverse="none")

    jump(-HOUR)
    set_out(**by)
    note = sign_note(**by, seen=written.version, looked=True)
    amend_note(**by, text="The left one bled a drop", reason="forgotten")

    note = Note.objects.get(pk=note.pk)
    marks = list(Needling.objects.values_list("in_at", "out_at"))
    assert all(went_in <= came_out <= note.signed_at for went_in, came_out in marks)
    assert written.saved_at <= note.signed_at
    assert not note.late
    assert note.amendments.get().at >= note.signed_at
    assert state_of_visit(visit).needles_in == 0


def test_the_trail_is_sealed_on_in_the_order_of_its_seals(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "audit" / "key"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit" / "heads.jsonl"
    for number in range(4):
        record(by=SYSTEM, action="visit.book", subject=("visit", number), detail={})
        Pending.objects.update(since=timezone.now() - number * HOUR)
        seal_once()

    report = verify()

    assert (report.sealed, report.pending, report.faults) == (4, 0, [])
    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == [
        1,
        2,
        3,
        4,
    ]


@pytest.mark.parametrize("by", [-HOUR, HOUR], ids=["back", "forward"])
def test_a_form_sent_again_after_it_books_nothing_more(small, jump, by):
    start = opening_of(small)
    sent = {
        "by": small.actor("desk"),
        "service": small.service,
        "starts_at": start,
        "patient": make_patient(),
        "idempotency_key": "one-form",
    }
    first = book_visit(**sent)
    jump(by)

    assert book_visit(**sent).pk == first.pk
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("by", [-HOUR, HOUR], ids=["back", "forward"])
def test_a_time_that_is_held_becomes_a_visit_all_the_same(small, jump, by):
    held = hold_visit(by=PUBLIC, service=small.service, starts_at=opening_of(small))
    jump(by)

    booked = confirm_visit(by=PUBLIC, visit_id=held.pk, patient=make_patient())

    assert (booked.pk, booked.status) == (held.pk, "booked")


def opening_of(small) -> datetime:
    day = today() + timedelta(days=3)
    return openings_for(service=small.service, first=day, last=day, limit=1)[0].start


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_was_to_go_goes_once_and_one_that_failed_waits_by_the_new_clock(
    settings, jump
):
    with open_box() as box:
        send_to(box, settings)
        a_message("goes")
        jump(-HOUR)
        assert (send_due(), send_due()) == (1, 0)
        assert len(box.kept) == 1
        jump(timedelta())
        a_message("fails")
        jump(-HOUR)
    assert (send_due(), send_due()) == (0, 0)  # nobody listens any more

    waits = Message.objects.get(dedupe_key="fails")
    assert (waits.state, waits.attempts) == ("queued", 1)
    assert waits.send_after <= timezone.now() + timedelta(minutes=2)


@pytest.mark.parametrize("ahead", [3600, 10 * 365 * 86400], ids=["an hour", "ten years"])
def test_a_sign_in_of_the_future_begins_now_and_ends_in_time(small, ahead):
    maria = client_of(small.users["maria"])
    put_back(maria, **{SIGNED_IN: -ahead, TOUCHED: -ahead})

    assert maria.get("/me").status_code == 200

    now = timezone.now().timestamp()
    assert max(maria.session[SIGNED_IN], maria.session[TOUCHED]) <= now
