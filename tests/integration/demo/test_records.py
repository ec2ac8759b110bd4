"""Whoever comes today in the demo was needled before, and it stands in a signed record."""

from collections import Counter
from datetime import timedelta

import pytest

from ashi.apps.audit.models import Event
from ashi.apps.charting.actions.signing import counted_in, digest_of
from ashi.apps.charting.models import Note, NoteTemplate, Phrase
from ashi.apps.charting.queries import counts_of, done_of, last_needled
from ashi.apps.charting.screened import screening_at
from ashi.apps.demo.texts import PHRASES, TEMPLATES
from tests.integration.demo.test_loading import board, local

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MORNING = local("2026-11-25T10:37")


def test_records_are_signed_agree_with_the_board_and_can_be_repeated(demo):
    demo(MORNING)

    notes = list(Note.objects.prefetch_related("needles"))
    assert len(notes) >= 5
    for note in notes:
        rows = list(note.needles.all())
        total, _regions = counts_of(rows)
        assert total.went_in == total.came_out == counted_in(note.visit_id)
        assert note.digest == digest_of(note, rows, done_of(note))
        assert screening_at(note.visit).standing.reasons == ()
        assert note.treatments.count() >= 3
        assert note.measurements.exists()
    assert Event.objects.filter(action="note.sign").count() == len(notes)
    assert any(last_needled(one.visit) for one in board(MORNING) if one.visit.patient_id)


def test_a_further_start_writes_no_second_record_for_anybody(demo):
    demo(MORNING)
    before = set(Note.objects.values_list("pk", flat=True))
    texts = Phrase.objects.count(), NoteTemplate.objects.count()
    assert texts == (len(PHRASES), len(TEMPLATES))

    demo(MORNING + timedelta(days=1))

    after = list(Note.objects.values_list("pk", "visit__patient"))
    assert before <= {pk for pk, _ in after}
    assert max(Counter(patient for _, patient in after).values()) == 1
    assert (Phrase.objects.count(), NoteTemplate.objects.count()) == texts
