"""Findings on the chart: side, what is normal, the change, what is copied, what a signature locks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ashi.apps.charting.actions.finding import repeat_findings
from ashi.apps.charting.actions.needling import look_over
from ashi.apps.charting.actions.signing import digest_of, sign_note
from ashi.apps.charting.errors import AskedError, DoneLineError, NothingFoundError
from ashi.apps.charting.models import Measurement, Note
from ashi.apps.charting.queries import done_of
from tests.desk.found import LINE, find, gym_visit, sign
from tests.desk.screened import during, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def before(small, patient):
    """A visit a week ago, examined and signed."""
    visit = gym_visit(small, patient, timedelta(days=7))
    with during(visit):
        find(small, visit)
        screened(small, visit)
        sign(small, visit)
    return visit


def shown(small, visit, **more):
    return client_of(small.users["maria"]).get(f"/chart/{visit.pk}", **more).context["measurements"]


def test_findings_stand_with_what_is_normal_and_what_lies_outside(small, before):
    rows = {one.row.code: one for one in shown(small, before)}

    knee, reflex, phalen = rows["flex_knee"], rows["refl_achilles"], rows["phalen"]
    assert (knee.side, knee.value, knee.normal, knee.outside) == (
        "right",
        "110°",
        "from 130°",
        "below normal",
    )
    assert (reflex.value, reflex.normal, reflex.outside) == (
        "1+, weak",
        "2+, normal",
        "below normal",
    )
    assert (phalen.value, phalen.outside, phalen.means) == ("negative", "", "")
    slr = rows["slr"]
    assert (slr.value, slr.outside) == ("positive, 45°", "not normal")
    assert "lumbar nerve root" in slr.means
    assert slr.accuracy == "sensitivity 90% (82%–95%), specificity 23% (15%–35%)"
    assert rows["ulnt1"].outside == ""
    assert rows["tenderness"].name == "Tenderness gluteus medius"
    greek = shown(small, before, headers={"Accept-Language": "el"})
    assert [(one.name, one.value, one.outside) for one in greek][1] == (
        "Κάμψη γόνατος",
        "110°",
        "κάτω από το φυσιολογικό",
    )


def test_the_change_since_last_time_stands_beside_each(small, before, visit):
    find(
        small,
        visit,
        "knee flexion right 125; achilles reflex left 2+; phalen right pos; slr left 60; "
        "tenderness Gluteus Medius left 3; light touch L4 left altered; ulnt1 left neg",
    )

    said = {one.row.code: (one.before, one.change) for one in shown(small, visit)}
    assert said == {
        "flex_knee": ("110°", "+15"),
        "refl_achilles": ("1+, weak", "more"),
        "phalen": ("negative", "changed"),
        "slr": ("positive, 45°", ""),
        "tenderness": ("3, winces and draws away", "unchanged"),
        "light_touch": ("", ""),
        "ulnt1": ("", ""),
    }


def test_one_press_takes_over_what_was_found_marked_until_looked_at(small, before, visit):
    maria = client_of(small.users["maria"])
    assert "As last time" in maria.get(f"/chart/{visit.pk}").content.decode()
    assert maria.post(f"/chart/{visit.pk}/found/again").status_code == 302

    rows = Measurement.objects.filter(note__visit=visit)
    assert {row.code for row in rows} == {
        "flex_knee",
        "refl_achilles",
        "phalen",
        "tenderness",
        "light_touch",
        "slr",
    }
    assert all(row.copied for row in rows)
    find(small, visit, "pain 3; knee flexion right 120")
    knee = rows.get(code="flex_knee")
    assert (knee.value, knee.copied, knee.position) == (120, [], 0)
    screened(small, visit)
    with pytest.raises(AskedError):
        sign(small, visit)
    assert look_over(by=small.actor("maria"), visit_id=visit.pk) == 5
    assert sign_note(by=small.actor("maria"), visit_id=visit.pk, seen=1).signed_at


def test_what_was_only_copied_is_not_what_was_found_last(small, before, visit, patient):
    repeat_findings(by=small.actor("maria"), visit_id=visit.pk)
    later = gym_visit(small, patient, -timedelta(hours=3))
    find(small, later, "knee flexion right 130")

    (line,) = shown(small, later)
    assert line.last.note.visit == before


def test_nothing_is_taken_over_where_nothing_was_found_and_no_faulty_line_is_charted(small, visit):
    with pytest.raises(NothingFoundError):
        repeat_findings(by=small.actor("maria"), visit_id=visit.pk)
    for line in ("slr left 45; phalen pos", "reflex achilles left 9", "slr left 400"):
        with pytest.raises(DoneLineError):
            find(small, visit, line)
    maria = client_of(small.users["maria"])
    refused = maria.post(f"/chart/{visit.pk}/found", {"found": "phalen pos"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Phalen test: say which side" in page
    assert 'value="phalen pos"' in page
    assert not Measurement.objects.exists()


def test_findings_are_locked_and_digested_with_the_note(before):
    note = Note.objects.get(visit=before)
    assert digest_of(note, [], done_of(note)) == note.digest
    done = done_of(note)
    done.measurements[0].result = "positive"
    assert digest_of(note, [], done) != note.digest
    for change in (
        lambda rows: rows.update(result="negative"),
        lambda rows: rows.update(level="L5"),
        lambda rows: rows.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(Measurement.objects)


def test_a_row_that_says_nothing_cannot_be_stored(small, visit):
    find(small, visit, "slr left 60")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.update(value=None)


def test_ten_findings_take_no_more_queries_than_one(small, before, visit):
    maria, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    find(small, visit, "slr left 60")
    maria.get(page)
    with CaptureQueriesContext(
        connection,
    ) as one:
        maria.get(page)
    find(small, visit, LINE)
    with CaptureQueriesContext(connection) as many:
        maria.get(page)

    assert len(many) == len(one)
