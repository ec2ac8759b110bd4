"""Tongue, pulse and pattern: for those who switched them on; locked, digested, printed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.charting.actions.diagnosing import add_diagnosis
from ashi.apps.charting.actions.signing import digest_of, sign_note
from ashi.apps.charting.actions.tradition import keep_tongue_pulse, switch_tradition
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import AskedError, SignUnknownError
from ashi.apps.charting.models import Note, TonguePulse
from ashi.apps.charting.queries import done_of
from ashi.apps.patients.errors import TooLongError
from ashi.web.printing.record import record_document, recorded
from tests.desk.centre import make_visit
from tests.desk.screened import answer_all, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SEEN = {
    "tongue_body": ["pale"],
    "tongue_shape": ["swollen", "teeth_marks"],
    "coat_colour": ["white"],
    "coat": ["thin"],
    "pulse": ["wiry"],
    "left_guan": ["wiry", "slippery"],
}
TYPED = {
    "tongue_body": "pale",
    "tongue_shape": ["swollen", "teeth_marks"],
    "coat_colour": "white",
    "coat": ["thin"],
    "pulse": "wiry",
    "left_guan": "xian, slippery",
}


@pytest.fixture
def maria(small):
    return small.actor("maria")


def test_only_who_switched_it_on_is_asked_and_everybody_reads_what_is_on_record(
    small, visit, maria
):
    client, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    assert "Tongue" not in client.get(page).content.decode()
    assert client.post("/texts/tradition", {"on": "yes"})["Location"] == "/me"
    assert "Hide them" in client.get("/me").content.decode()
    shown = client.get(page).content.decode()
    assert "Tongue and pulse" in shown
    assert "SF57 Liver qi stagnation pattern" in shown

    assert client.post(f"{page}/tongue", TYPED)["Location"] == f"{page}#tongue"
    client.post("/texts/tradition", {"on": "no"})
    answer = client.get(page)
    assert answer.context["tongue_form"] is None
    assert [(one.name, one.words) for one in answer.context["tongue_lines"]] == [
        ("Tongue body", "pale"),
        ("Tongue shape", "swollen, teeth marks"),
        ("Coating, colour", "white"),
        ("Coating", "thin"),
        ("Pulse, on the whole", "wiry"),
        ("Pulse, left guan", "wiry, slippery"),
    ]
    greek = client.get(page, headers={"Accept-Language": "el"}).context["tongue_lines"]
    assert greek[0] == ("Σώμα γλώσσας", "ωχρή")


def test_what_no_sign_has_is_named_and_stays_typed(small, visit, maria):
    switch_tradition(by=maria, on=True)
    client = client_of(small.users["maria"])
    answer = client.post(f"/chart/{visit.pk}/tongue", TYPED | {"pulse": "wiry, jumpy"})

    assert answer.status_code == 422
    assert answer.context["tongue_form"].errors == {"pulse": ["jumpy: there is no such sign"]}
    assert 'value="wiry, jumpy"' in answer.content.decode()
    assert not TonguePulse.objects.exists()
    for signs in ({"coat": ["blue"]}, {"tongue_body": ["pale", "red"]}):
        with pytest.raises(SignUnknownError):
            keep_tongue_pulse(by=maria, visit_id=visit.pk, signs=signs)
    with pytest.raises(TooLongError):
        keep_tongue_pulse(by=maria, visit_id=visit.pk, signs=SEEN, words="x" * 301)


def test_said_anew_it_is_one_row_and_nothing_said_takes_it_off(visit, maria):
    by = {"by": maria, "visit_id": visit.pk}
    keep_tongue_pulse(**by, signs=SEEN)
    keep_tongue_pulse(**by, signs={"pulse": ["slow", "slow"]}, words=" cold  hands ")

    row = TonguePulse.objects.get()
    assert (row.tongue_body, row.pulse, row.words) == ("", ["slow"], "cold hands")
    assert keep_tongue_pulse(**by, signs={}) is None
    assert not TonguePulse.objects.exists()


def test_it_is_locked_digested_and_printed_with_the_note(small, visit, maria):
    by = {"by": maria, "visit_id": visit.pk}
    keep_tongue_pulse(**by, signs=SEEN)
    answer_all(small, visit)
    screened(small, visit)
    note = save_note(**by, seen=0, texts={"plan": "Once more"}, adverse="none")
    add_diagnosis(**by, code="SF57")
    with pytest.raises(AskedError) as asked:
        sign_note(**by, seen=note.version)
    assert asked.value.fields["findings"] == ("pattern-alone",)
    add_diagnosis(**by, code="M54.5")
    sign_note(**by, seen=note.version)

    note = Note.objects.get(visit=visit)
    for change in (lambda: TonguePulse.objects.update(words="x"), TonguePulse.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert digest_of(note, [], done_of(note)) == note.digest
    sections = {one.title: one for one in record_document(recorded(visit), "Maria").sections}
    (pairs,) = sections["Tongue and pulse"].blocks
    assert pairs.rows[0][0] == "Tongue body"
    assert "SF57 (ICD-11 TM1)" in {label for label, _cells in sections["Diagnoses"].blocks[0].rows}


def test_last_time_stands_beside_and_the_queries_stay_the_same(small, visit, patient, maria):
    switch_tradition(by=maria, on=True)
    keep_tongue_pulse(by=maria, visit_id=visit.pk, signs=SEEN)
    later = make_visit(small, timezone.now() + timedelta(hours=4), patient)
    client, page = client_of(small.users["maria"]), f"/chart/{later.pk}"
    keep_tongue_pulse(by=maria, visit_id=later.pk, signs={"pulse": ["slow"]})
    assert client.get(page).context["tongue_last_lines"][0].words == "pale"

    counts = []
    for signs in ({"pulse": ["slow"]}, SEEN):
        keep_tongue_pulse(by=maria, visit_id=later.pk, signs=signs)
        client.get(page)
        with CaptureQueriesContext(connection) as counted:
            client.get(page)
        counts.append(len(counted))
    assert counts[0] == counts[1]
