"""What a visit was for, in codes: chosen, kept with their system, repeated, locked, printed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.charting.actions.diagnosing import (
    add_diagnosis,
    repeat_diagnoses,
    take_diagnosis_off,
)
from ashi.apps.charting.errors import CodeUnknownError, NoteSignedError, NothingToRepeatError
from ashi.apps.charting.models import Diagnosis
from ashi.core.knowledge.codes import all_codes, codes_for, find_code
from tests.desk.centre import make_visit
from tests.desk.charted import chart, sign, words
from tests.desk.screened import during
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def by(small, visit):
    return {"by": small.actor("maria"), "visit_id": visit.pk}


def test_a_code_is_kept_with_its_system_and_title_and_once(by):
    for written in ("M54.5", "m54.5 low back pain (icd-10)", "ME84.2Z", "SC61"):
        add_diagnosis(**by, code=written)

    rows = Diagnosis.objects.values_list("system", "code")
    assert list(rows) == [("icd10", "M54.5"), ("icd11", "ME84.2Z"), ("tm1", "SC61")]
    assert Diagnosis.objects.first().title == "Low back pain"


@pytest.mark.parametrize("code", ["", "M99.9", "Low back pain", "M54"])
def test_what_is_no_code_is_not_kept(by, code):
    with pytest.raises(CodeUnknownError):
        add_diagnosis(**by, code=code)
    assert not Diagnosis.objects.exists()


def test_every_code_is_found_by_how_it_is_written():
    assert len(all_codes()) > 200
    for one in all_codes().values():
        assert find_code(one.written) == one


def test_codes_of_what_is_complained_of_are_offered_first_and_chapter_26_to_nobody():
    codes = codes_for(["lumbar"])
    order = {area: [one.code for one in codes_for([area])] for area in ("lumbar", "head")}

    assert order["lumbar"].index("M54.5") < order["lumbar"].index("G43.0")
    assert order["head"].index("G43.0") < order["head"].index("M54.5")
    assert sorted(codes) == sorted(codes_for([]))
    assert {one.system for one in codes} == {"icd10", "icd11"}


def test_the_codes_of_the_last_visit_are_repeated_by_one_press(small, visit, patient, by):
    with pytest.raises(NothingToRepeatError):
        repeat_diagnoses(**by)
    before = make_visit(small, timezone.now() - timedelta(days=7), patient)
    with during(before):
        for code in ("M54.5", "ME84.2Z"):
            add_diagnosis(by=small.actor("maria"), visit_id=before.pk, code=code)
    maria, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    assert "As last time, M54.5" in maria.get(page).content.decode()
    maria.post(f"{page}/diagnosis/again")
    maria.post(f"{page}/diagnosis/again")

    assert Diagnosis.objects.filter(note__visit=visit).count() == 2
    assert "As last time" not in maria.get(page).content.decode()


def test_a_signed_record_keeps_its_codes_and_prints_them(small, visit, by):
    row = add_diagnosis(**by, code="M54.5")
    chart(small, visit)
    sign(small, visit)

    with pytest.raises(NoteSignedError):
        take_diagnosis_off(**by, diagnosis_id=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Diagnosis.objects.update(code="M54.4")
    maria = client_of(small.users["maria"])
    printed = words(maria.get(f"/chart/{visit.pk}/record.pdf?lang=en"))
    assert "M54.5 (ICD-10)" in printed
    assert "Low back pain" in printed


def test_in_the_page_a_wrong_code_stays_typed_and_a_right_one_is_taken_off(small, visit, by):
    maria, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    wrong = maria.post(f"{page}/diagnosis", {"code": "my back"})
    assert wrong.status_code == 422
    assert 'value="my back"' in wrong.content.decode()
    maria.post(f"{page}/diagnosis", {"code": "M54.5 Low back pain (ICD-10)"})
    row = Diagnosis.objects.get()
    maria.post(f"{page}/diagnosis/{row.pk}/off")

    assert not Diagnosis.objects.exists()
