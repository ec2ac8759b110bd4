"""Physiotherapy on the chart: what was done, in which dose, what was measured, and the change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.charting.actions.doing import add_done, take_done_off
from ashi.apps.charting.actions.needling import look_over
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import (
    AskedError,
    DoneLineError,
    DoneUnknownError,
    NothingToRepeatError,
    NotReadyError,
)
from ashi.apps.charting.models import Measurement, Note, Treatment
from tests.desk.centre import make_visit
from tests.desk.screened import answer, during, screen_now, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINE = "mobilisation L4 III 3x30s; soft tissue back 10min; bridge 3x10; pain 4; slr left 60"


def do(small, visit, line=LINE):
    return add_done(by=small.actor("maria"), visit_id=visit.pk, line=line)


def sign(small, visit, **more):
    none = {"adverse": "none", "adverse_since": "none"}
    save_note(by=small.actor("maria"), visit_id=visit.pk, seen=0, texts={}, **none)
    return sign_note(by=small.actor("maria"), visit_id=visit.pk, seen=1, **more)


@pytest.fixture
def before(small, patient):
    """A visit a week ago, treated, measured and signed."""
    visit = make_visit(
        small,
        timezone.now() - timedelta(days=7),
        patient,
        service=small.gym,
        room="Gym",
        therapist=None,
    )
    with during(visit):
        do(small, visit)
        screened(small, visit)
        sign(small, visit)
    return visit


def test_a_line_becomes_rows(small, visit):
    assert do(small, visit) == 5

    first = Treatment.objects.first()
    assert (first.code, first.level, first.grade, first.sets, first.hold_s) == (
        "mt_mobilisation",
        "L4",
        3,
        3,
        30,
    )
    assert list(Measurement.objects.values_list("code", "side", "value")) == [
        ("nprs", "", 4.0),
        ("slr", "left", 60.0),
    ]


def test_nothing_of_a_faulty_line_is_charted(small, visit):
    for line in ("bridge 3x10; levitation", "pain 11", "same", " "):
        with pytest.raises((DoneLineError, NothingToRepeatError)):
            do(small, visit, line)
    assert not Treatment.objects.exists()


def test_the_last_treatments_are_repeated_as_copied_and_no_measurement_is(small, before, visit):
    do(small, visit, "same; pain 2")

    rows = Treatment.objects.filter(note__visit=visit)
    assert [row.code for row in rows] == ["mt_mobilisation", "mt_soft", "LB11"]
    assert all(row.copied for row in rows)
    assert Measurement.objects.filter(note__visit=visit).count() == 1
    screened(small, visit)
    with pytest.raises(AskedError):
        sign(small, visit)
    assert look_over(by=small.actor("maria"), visit_id=visit.pk) == 3
    assert sign_note(by=small.actor("maria"), visit_id=visit.pk, seen=1).signed_at


def test_the_change_since_last_time_stands_beside(small, before, visit):
    do(small, visit, "pain 2; slr left 70; slr right 80")

    shown = client_of(small.users["maria"]).get(f"/chart/{visit.pk}").context["measurements"]
    assert [(one.name, one.side, one.value, one.before, one.change) for one in shown] == [
        ("Pain now", "", "2 of 10", "4", "−2"),
        ("Straight leg raise test", "left", "70°", "60°", "+10"),
        ("Straight leg raise test", "right", "80°", "", ""),
    ]


def test_half_a_step_more_has_its_sign_and_in_greek_its_comma(small, before, visit):
    do(small, visit, "pain 4.5; sts30 12")
    client, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"

    pain, _stands = client.get(page).context["measurements"]
    greek = client.get(page, headers={"Accept-Language": "el"}).context["measurements"]

    assert (pain.value, pain.change) == ("4.5 of 10", "+0.5")
    assert [(one.value, one.change) for one in greek] == [("4,5 στα 10", "+0,5"), ("12 φορές", "")]


def test_what_is_done_with_hands_has_precautions_and_a_consent_of_its_own(small, visit):
    do(small, visit, "manipulation C5")
    answer(small, visit, takes_anticoagulant="yes")

    now = screen_now(visit)
    assert now.known.consents_missing == ("manual_therapy",)
    assert "manual_thrust" in now.kinds
    with pytest.raises(NotReadyError) as refused:
        sign(small, visit)
    assert "unanswered" in refused.value.fields["missing"]


def test_what_was_done_in_error_is_taken_off(small, visit):
    do(small, visit)
    off = {"by": small.actor("maria"), "visit_id": visit.pk}
    take_done_off(**off, kind="treatment", row_id=Treatment.objects.first().pk)
    take_done_off(**off, kind="measure", row_id=Measurement.objects.first().pk)
    with pytest.raises(DoneUnknownError):
        take_done_off(**off, kind="measure", row_id=0)

    assert (Treatment.objects.count(), Measurement.objects.count()) == (2, 1)


def test_what_was_signed_is_kept(before):
    for rows in (Treatment.objects, Measurement.objects):
        for change in (lambda some: some.update(side="left"), lambda some: some.all().delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                change(rows)
    note = Note.objects.get(visit=before)
    with pytest.raises(IntegrityError), transaction.atomic():
        Treatment.objects.create(note=note, position=9, code="LB11", by_id=note.author_id)


def test_a_visit_without_needles_shows_no_needle_field_and_its_line_stays_typed(small, patient):
    visit = make_visit(
        small, timezone.now(), patient, service=small.gym, room="Gym", therapist=None
    )
    maria = client_of(small.users["maria"])
    refused = maria.post(f"/chart/{visit.pk}/done", {"done": "brigde 3x10"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Bridge?" in page
    assert 'value="brigde 3x10"' in page
    assert "needle-map" not in page
    assert maria.post(f"/chart/{visit.pk}/done", {"done": "bridge"}).status_code == 302
    shown = maria.get(f"/chart/{visit.pk}").content.decode()
    assert "3 × 10" in shown
    assert "0 in, 0 out" not in shown
