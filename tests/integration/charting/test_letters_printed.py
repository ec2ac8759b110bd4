"""The letter to the doctor: from what is signed only, and what it tells."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.charting.actions.signing import cosign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.screening.models import Complaint
from tests.desk.centre import make_visit
from tests.desk.charted import TEXTS, chart, sign, words
from tests.desk.screened import during, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


def test_no_letter_is_written_from_what_is_not_signed(small, visit, maria):
    chart(small, visit)

    answer = maria.get(f"/chart/{visit.pk}/letter.pdf")

    assert answer.status_code == 422
    assert "This note is not signed yet." in answer.content.decode()
    assert not Event.objects.filter(action="note.print").exists()


def test_a_students_note_goes_out_when_somebody_has_signed_it_too(small, visit, maria):
    by = small.actor("student")
    save_note(by=by, visit_id=visit.pk, seen=0, texts=TEXTS, adverse="none")
    sign(small, visit, "student")

    refused = maria.get(f"/chart/{visit.pk}/letter.pdf")
    cosign_note(by=small.actor("maria"), visit_id=visit.pk)
    answer = maria.get(f"/chart/{visit.pk}/letter.pdf")

    assert refused.status_code == 422
    assert "waits for a second signature" in refused.content.decode()
    assert "Stelios Student" in words(answer)
    assert "Second signature: Maria Georgiou" in words(answer)


def test_a_letter_tells_the_course_of_this_complaint_and_needles_in_one_sentence(
    small, patient, visit, maria
):
    weeks = {}
    for ago in (21, 7):
        weeks[ago] = make_visit(small, timezone.now() - timedelta(days=ago), patient)
        with during(weeks[ago]):
            screened(small, weeks[ago])
            if ago == 7:
                Complaint.objects.create(
                    patient=patient,
                    visit=weeks[7],
                    words="Low back pain",
                    areas=["lumbar"],
                    at=timezone.now(),
                )
            chart(small, weeks[ago], done="mobilisation L4; pain 7")
            sign(small, weeks[ago])
    chart(small, visit)
    sign(small, visit)

    said = words(maria.get(f"/chart/{visit.pk}/letter.pdf"))

    for expected in (
        "Small centre",
        "To the treating doctor",
        "Low back pain (lower back)",
        "2 visits, from",
        "Treatment: Joint mobilisation (non-thrust), 2 visits.",
        "Exercise: Bridge, 1 visit.",
        "Acupuncture needles at 2 visits, 8 in all, some with electrical stimulation; last on",
        "Pain in the morning",
        "Pain now",
        "−3",
        "None at 2 visits.",
        "Once more in a week",
        "Maria Georgiou",
    ):
        assert expected in said, expected
    assert "BL23" not in said


def test_the_needling_of_a_course_is_reported_after_stricta_from_what_is_signed(
    small, visit, maria
):
    path = f"/chart/{visit.pk}/stricta.pdf"
    chart(small, visit)
    assert maria.get(path).status_code == 422
    sign(small, visit)

    text = " ".join(words(maria.get(path)).split())

    assert "What STRICTA asks" in text
    assert "of 100 of what is asked of each needle was said" in text
    assert "BL23 1 both sides" in text
    assert "median 17.5, 10 to 25" not in text  # of four needles: 25, 25, 20, 10
    assert "median 22.5, 10 to 25" in text
    assert client_of(small.users["desk"]).get(path).status_code == 404
