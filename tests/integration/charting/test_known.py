"""At the point of care: what is known of the condition stands beside the centre's plan."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ashi.apps.charting.actions.diagnosing import add_diagnosis
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.evidence_base.showing import told_to_patients
from ashi.web.charting.known import known_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_coded_visit_shows_its_condition_with_the_plan_beside_it(small, visit):
    maria = client_of(small.users["maria"])
    add_diagnosis(by=small.actor("maria"), visit_id=visit.pk, code="G43.0")
    page = unescape(maria.get(f"/chart/{visit.pk}").content.decode())

    assert "What is known, and our plan" in page
    assert "<summary>Migraine</summary>" in page
    assert "We plan 4 to 6 visits" in page
    assert 'href="/conditions/migraine"' in page
    helps = [
        one
        for one in told_to_patients(packaged_base(), "migraine")
        if packaged_base().claims[one.claim_id].type.value == "works"
    ]
    assert f'href="/evidence/{helps[0].claim_id}"' in page


def test_pooled_numbers_are_shown_where_there_are_any():
    (found,) = [one for one in known_of([], [], ["lumbar"]) if one.condition.id == "lbp_chronic"]

    assert found.pooled[0][1] == "−10.21 (−14.99 to −5.44)"


@pytest.mark.parametrize("one", all_conditions(), ids=lambda one: one.id)
def test_without_a_code_the_place_decides(one):
    found = [known.condition.areas for known in known_of([], [], one.areas)]

    assert all(set(areas) & set(one.areas) for areas in found)
    assert len(found) <= 3
    assert bool(found) == bool(one.areas)


def test_the_panel_asks_the_database_nothing(small, visit):
    with CaptureQueriesContext(connection) as asked:
        known_of([], [], ["lumbar"])

    assert len(asked) == 0


def test_each_reader_is_told_in_their_own_language_whoever_asked_first():
    told = {}
    for language in ("el", "en", "el"):
        with translation.override(language):
            told.setdefault(language, []).append(known_of([], [], ["lumbar"])[0].said)

    assert told["el"][0] == told["el"][1]
    assert told["el"][0][0].text != told["en"][0][0].text
    assert re.search("[α-ω]", told["el"][0][0].sure)
    assert not re.search("[α-ω]", told["en"][0][0].sure)
