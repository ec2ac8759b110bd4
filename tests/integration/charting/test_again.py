"""What is measured again after the treatment, and whether the patient is ready for exercise."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from ashi.apps.audit.models import Event
from ashi.apps.charting.actions.finding import measure_again, say_ready
from ashi.apps.charting.errors import AgainFaultsError, DoneUnknownError, NoteSignedError
from ashi.apps.charting.models import Measurement, Note, Ready
from tests.desk.found import find, gym_visit, sign
from tests.desk.screened import during, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def rows(small, visit):
    """What was found before the treatment, by its code."""
    find(small, visit, "knee flexion right 110; tenderness gluteus medius left 3; pain 6")
    return {row.code: row for row in Measurement.objects.filter(note__visit=visit)}


def again(small, visit, typed):
    return measure_again(by=small.actor("maria"), visit_id=visit.pk, typed=typed)


def test_it_stands_beside_what_was_found_and_says_who_measured(small, visit, rows):
    knee, tender = rows["flex_knee"], rows["tenderness"]
    assert again(small, visit, {knee.pk: "125", tender.pk: "1", rows["nprs"].pk: ""}) == 2

    knee.refresh_from_db()
    assert (knee.value, knee.after_value, knee.after_by) == (110, 125, small.users["maria"])
    page = client_of(small.users["maria"]).get(f"/chart/{visit.pk}").content.decode()
    assert "125°" in page
    assert "after the treatment" in page


def test_one_fault_keeps_nothing_and_stands_beside_its_field(small, visit, rows):
    knee, pain = rows["flex_knee"], rows["nprs"]
    with pytest.raises(AgainFaultsError):
        again(small, visit, {knee.pk: "125", pain.pk: "12"})
    maria = client_of(small.users["maria"])
    typed = {f"after-{knee.pk}": "ninety", f"after-{pain.pk}": "4"}
    refused = maria.post(f"/chart/{visit.pk}/found/after", typed)

    assert refused.status_code == 422
    assert 'value="ninety"' in refused.content.decode()
    assert not Measurement.objects.filter(after_value__isnull=False).exists()
    typed[f"after-{knee.pk}"] = "90"
    assert maria.post(f"/chart/{visit.pk}/found/after", typed).status_code == 302
    assert set(
        Measurement.objects.exclude(after_by=None).values_list("after_value", flat=True)
    ) == {
        90,
        4,
    }


def test_an_empty_field_takes_it_back_and_another_visits_row_is_unknown(
    small, visit, rows, patient
):
    knee = rows["flex_knee"]
    again(small, visit, {knee.pk: "125"})
    assert again(small, visit, {knee.pk: ""}) == 1
    knee.refresh_from_db()
    assert (knee.after_value, knee.after_result, knee.after_by) == (None, "", None)
    other = gym_visit(small, patient, -timedelta(hours=3))
    find(small, other, "pain 3")
    foreign = Measurement.objects.get(note__visit=other)
    with pytest.raises(DoneUnknownError):
        again(small, visit, {foreign.pk: "2"})


def test_the_change_since_the_last_visit_is_between_what_was_found_before_each_treatment(
    small, visit, rows, patient
):
    again(small, visit, {rows["flex_knee"].pk: "130"})
    later = gym_visit(small, patient, -timedelta(hours=3))
    find(small, later, "knee flexion right 115")
    page = client_of(small.users["maria"]).get(f"/chart/{later.pk}")
    (line,) = page.context["measurements"]

    assert (line.before, line.change) == ("110°", "+5")


def test_ready_for_exercise_is_one_press_and_says_who(small, visit, rows):
    maria = client_of(small.users["maria"])
    for said in ("yes", "yes", "not-yet"):
        assert maria.post(f"/chart/{visit.pk}/ready/{said}").status_code == 302
    note = Note.objects.get(visit=visit)
    assert (note.ready, note.ready_by) == (Ready.NOT_YET, small.users["maria"])
    assert Event.objects.filter(action="ready.say").count() == 2
    assert maria.post(f"/chart/{visit.pk}/ready/perhaps").status_code == 404
    assert maria.post(f"/chart/{visit.pk}/ready/unknown").status_code == 302
    note.refresh_from_db()
    assert (note.ready, note.ready_at, note.ready_by) == (Ready.UNKNOWN, None, None)


def test_both_are_under_the_lock(small, patient):
    visit = gym_visit(small, patient, timedelta(days=2))
    with during(visit):
        find(small, visit, "knee flexion right 110")
        screened(small, visit)
        say_ready(by=small.actor("maria"), visit_id=visit.pk, ready="yes")
        sign(small, visit)
    row = Measurement.objects.get(note__visit=visit)
    with pytest.raises(NoteSignedError):
        again(small, visit, {row.pk: "120"})
    with pytest.raises(NoteSignedError):
        say_ready(by=small.actor("maria"), visit_id=visit.pk, ready="not-yet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=row.pk).update(after_value=120)
    page = client_of(small.users["maria"]).get(f"/chart/{visit.pk}").content.decode()
    assert "Ready for exercise" in page
    assert "Measured again" not in page
