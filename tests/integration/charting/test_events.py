"""Something unwanted: recorded with all that is asked of it, asked again, locked, printed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.events import Told, add_event, take_event_off
from ashi.apps.charting.actions.signing import digest_of, sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import (
    AskedError,
    EventUnknownError,
    NoteSignedError,
    NotReadyError,
)
from ashi.apps.charting.models import Adverse, AdverseEvent, Note
from ashi.apps.charting.queries import done_of
from ashi.core.safety.adverse import event_kinds
from ashi.web.printing.record import record_document, recorded
from tests.desk.centre import make_visit
from tests.desk.screened import during
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BRUISE = Told(
    code="AE02", severity="mild", onset="later", cause="probable", lasted="3 days", outcome="gone"
)


@pytest.fixture
def by(small, visit):
    return {"by": small.actor("maria"), "visit_id": visit.pk}


@pytest.fixture
def before(small, patient):
    """A visit a week ago at which something was done."""
    made = make_visit(small, timezone.now() - timedelta(days=7), patient)
    with during(made):
        add_done(by=small.actor("maria"), visit_id=made.pk, line="bridge 3x10")
    return made


def _sign(by, *, looked=False, **adverse):
    note = Note.objects.filter(visit=by["visit_id"]).first()
    kept = save_note(**by, seen=note.version if note else 0, texts={"plan": "again"}, **adverse)
    return sign_note(**by, seen=kept.version, looked=looked)


def test_an_event_makes_the_note_say_yes_and_stands_in_for_its_text(small, visit, by):
    event = add_event(**by, told=BRUISE)
    note = Note.objects.get()
    assert (note.adverse, event.after, event.serious) == (Adverse.YES, None, False)

    signed = _sign(by, adverse="yes", looked=True)

    assert signed.digest == digest_of(signed, [], done_of(signed))
    for act in (
        lambda: AdverseEvent.objects.update(severity="mild", outcome="worse"),
        lambda: AdverseEvent.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with pytest.raises(NoteSignedError):
        take_event_off(**by, event_id=event.pk)


def test_a_yes_without_an_event_or_a_word_is_not_signed(by):
    with pytest.raises(NotReadyError) as refused:
        _sign(by, adverse="yes")
    assert "adverse-text" in refused.value.fields["missing"]


def test_what_came_after_the_last_visit_is_asked_and_belongs_to_that_visit(before, by):
    with pytest.raises(AskedError) as asked:
        _sign(by, adverse="none")
    assert asked.value.fields["findings"] == ("since",)
    event = add_event(**by, told=BRUISE, since=True)

    assert event.after == before
    assert Note.objects.get(visit=by["visit_id"]).adverse_since == Adverse.YES
    _sign(by, adverse="none", adverse_since="yes")


def test_without_a_visit_before_nothing_came_after_it(by):
    with pytest.raises(EventUnknownError):
        add_event(**by, told=BRUISE, since=True)
    assert not AdverseEvent.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("code", "AE98"), ("severity", "awful"), ("onset", ""), ("cause", "no"), ("outcome", "?")],
)
def test_a_word_that_is_not_in_the_list_is_refused(by, name, value):
    said = {"code": "AE02", "severity": "mild"} | {name: value}
    with pytest.raises(EventUnknownError) as refused:
        add_event(**by, told=Told(**said))
    assert refused.value.fields["field"] == name
    assert not Note.objects.exists()


def test_what_is_serious_by_its_kind_is_serious_whatever_is_ticked(by):
    assert add_event(**by, told=Told(code="AE19", severity="moderate")).serious


def test_an_event_recorded_by_mistake_is_taken_off(by):
    event = add_event(**by, told=BRUISE)
    take_event_off(**by, event_id=event.pk)
    with pytest.raises(EventUnknownError):
        take_event_off(**by, event_id=event.pk)
    assert not AdverseEvent.objects.exists()


def test_in_the_page_it_is_chosen_typed_shown_and_taken_off(small, visit, before, by):
    maria, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    wrong = maria.post(f"{page}/event", {"code": "", "happened": "Blue at BL25"})
    assert wrong.status_code == 422
    assert "Blue at BL25" in wrong.content.decode()
    told = {
        "code": "AE07",
        "severity": "moderate",
        "onset": "during",
        "cause": "certain",
        "outcome": "gone",
        "happened": "Fainted at the third needle",
        "action": "Needles out, legs up",
    }
    assert maria.post(f"{page}/event", told).status_code == 302
    shown = maria.get(page).content.decode()
    assert "Fainted at the third needle" in shown
    assert "to be told to the lead" in shown
    event = AdverseEvent.objects.get()
    with translation.override("en"):
        printed = repr(record_document(recorded(visit), "Maria"))
    assert "Legs up" not in printed
    assert "Needles out, legs up" in printed
    maria.post(f"{page}/event/{event.pk}/off")

    assert "Fainted" not in maria.get(page).content.decode()


def test_every_kind_of_event_has_both_languages_and_a_source():
    for kind in event_kinds().values():
        assert kind.term, kind
        assert kind.term_el, kind
        assert kind.sources, kind
        assert kind.report in {"no", "internal", "yes"}, kind
        assert kind.usual in {"mild", "moderate", "severe"}, kind
