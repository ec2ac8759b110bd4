"""What we say, and on what grounds: all claims, for those who may read clinical matters."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.showing import weigh
from ashi.web.evidence import pages
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


def listed(client: Client, **asked: str) -> set[str]:
    return {row.claim.id for row in client.get("/evidence/", asked).context["rows"]}


def test_every_claim_is_listed_with_its_state(maria):
    base = packaged_base()
    shown = {one.id for one in base.claims.values() if weigh(one, base).may_be_published}

    assert listed(maria) == set(base.claims)
    assert listed(maria, state="shown") == shown
    assert listed(maria, state="held") == set(base.claims) - shown


def test_a_list_is_narrowed_by_condition_and_by_what_is_spoken_of(maria):
    claims = packaged_base().claims.values()

    assert listed(maria, condition="migraine", type="safety") == {
        one.id
        for one in claims
        if one.type == "safety" and {"migraine", "all"} & set(one.conditions)
    }


def test_a_claim_whose_evidence_has_changed_is_to_be_read_again(maria, monkeypatch):
    monkeypatch.setattr(pages, "changed", lambda: frozenset({"migraine-v-sham"}))

    assert listed(maria, state="again") == {"migraine-v-sham"}
    assert "The evidence of 1 has changed" in maria.get("/evidence/").content.decode()


def test_what_is_no_filter_is_refused(maria):
    assert maria.get("/evidence/", {"condition": "everything"}).status_code == 422


def test_staff_see_what_nobody_read_and_that_nobody_did(maria):
    base = packaged_base()
    claim = next(
        one
        for one in base.claims.values()
        if any(not entry.counts for entry in base.supporting(one))
    )
    page = maria.get(f"/evidence/{claim.id}").content.decode()

    assert "Nobody has read it" in page
    assert "Not shown:" in page or "shown to patients" in page


def test_a_claim_that_patients_see_leads_to_their_page(maria):
    page = maria.get("/evidence/migraine-v-sham").content.decode()

    assert 'href="/conditions/migraine#migraine-v-sham"' in page


def test_every_claim_can_be_opened_and_an_unknown_one_is_not_there(maria):
    for claim_id in packaged_base().claims:
        assert maria.get(f"/evidence/{claim_id}").status_code == 200
    assert maria.get("/evidence/nothing").status_code == 404


def test_a_desk_reads_no_evidence(small):
    assert client_of(small.users["desk"]).get("/evidence/").status_code == 404


def test_all_claims_ask_the_database_as_often_as_one(maria):
    def count(**asked: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            maria.get("/evidence/", asked)
        return len(queries)

    count()
    assert count() == count(condition="patellar") == count(state="again")
