"""The pages of the safety protocol: rules found, edited, tried, reviewed, signed, read again."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.screening.models import ProtocolVersion
from tests.desk.protocols import OUR_LIST, desk_now, draft, signed
from tests.desk.screened import answer
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OURS = {"text": "Ask Dr A. first.", "text_el": "Ρωτήστε πρώτα τη γιατρό Α."}
OFF = {"on": False, "reason": OUR_LIST}


@pytest.fixture
def lead(small, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    return client_of(small.users["andreas"])


def read(client, path, **query):
    answered = client.get(f"/protocol/{path}", query)
    assert answered.status_code == 200, path
    return answered.content.decode()


def form(small, **typed):
    kept = {"on": "on", "weight": "", "override": "", "text": "", "text_el": "", "reason": ""}
    return {**kept, "seen": desk_now(small).seen, **typed}


def test_rules_are_found_by_word_fact_point_and_state(small, lead):
    assert "172 of 172" in read(lead, "")
    for words in ("haemophilia", "bleed_severe", "διαταραχή πήξης", "CI008"):
        assert "/protocol/rules/CI008" in read(lead, "", q=words)
        assert "/protocol/rules/CI058" not in read(lead, "", q=words)
    assert "HAZ-KIDNEY" in read(lead, "", q="BL23")
    assert "No rule is like that." in read(lead, "", q="unicorn")
    assert "No rule is like that." in read(lead, "", show="weaker")
    assert lead.get("/protocol/", {"show": "nonsense"}).status_code == 422


def test_a_rule_is_drafted_reviewed_signed_and_read_in_its_version(small, lead):
    answered = lead.post(
        "/protocol/rules/CI008/edit", form(small, on="off", reason=OUR_LIST), follow=True
    )
    assert "Kept in the draft" in answered.content.decode()
    assert "A draft waits: 1 rule" in read(lead, "")
    page = read(lead, "review")
    assert "weaker than packaged" in page
    assert "<del>speaks</del><ins>is switched off</ins>" in page

    told = lead.post("/protocol/sign", {"seen": desk_now(small).seen}, follow=True)

    assert "Version 1 is signed and speaks from now on." in told.content.decode()
    assert "Version 1 speaks." in read(lead, "")
    assert OUR_LIST.replace("'", "&#x27;") in read(lead, "", show="weaker")
    draft(small, "CI009", **OURS)
    lead.post("/protocol/sign", {"seen": desk_now(small).seen})
    assert "Andreas Nicolaou" in read(lead, "versions")
    second = read(lead, "versions/2")
    assert "Otherwise than version 1" in second
    assert OURS["text"] in second
    assert OURS["text"] not in read(lead, "versions/1")
    assert lead.get("/protocol/versions/3").status_code == 404


def test_what_is_refused_stays_typed_and_is_said_beside_its_field(small, lead):
    typed = form(small, on="off", text="Ours", text_el="Δικά μας")
    answered = lead.post("/protocol/rules/CI008/edit", typed)
    page = answered.content.decode()
    assert (answered.status_code, "Say why." in page, ">\nOurs<" in page) == (422, True, True)

    halved = lead.post("/protocol/rules/CI009/edit", form(small, text="Only English"))
    assert "in both languages" in halved.content.decode()
    fixed = lead.post("/protocol/rules/CI001/edit", form(small, on="off", reason="no time"))
    assert "The law asks for this" in fixed.content.decode()
    late = lead.post("/protocol/rules/CI009/edit", form(small, seen="older", weight="STOP"))
    assert "Somebody else changed or signed" in late.content.decode()
    late = lead.post("/protocol/sign", {"seen": "older"})
    assert (late.status_code, ProtocolVersion.objects.count()) == (422, 0)


def test_back_to_as_packaged_takes_the_centres_words_back(small, lead):
    signed(small, CI009=OURS)
    lead.post("/protocol/rules/CI009/edit", form(small, back="packaged", on=""))
    assert desk_now(small).changed == ("CI009",)
    assert "<del>Ask Dr A. first.</del>" in read(lead, "review")

    lead.post("/protocol/drop")

    assert desk_now(small).draft is None


def test_who_may_only_read_sees_the_rules_and_posts_nothing(small, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    desk = client_of(small.users["desk"])

    page = read(desk, "rules/CI008")

    assert "Keep in the draft" not in page
    assert desk.post("/protocol/rules/CI008/edit", form(small, weight="NOTE")).status_code == 404
    assert desk.post("/protocol/sign", {"seen": desk_now(small).seen}).status_code == 404
    assert not ProtocolVersion.objects.exists()


def test_a_made_up_case_shows_what_each_version_would_say(small, lead):
    start = read(lead, "preview", rule="CI008")
    assert re.search(r'value="bleed_severe"[^>]*checked', start)
    assert re.search(r'value="asplenia"[^>]*checked', start) is None
    signed(small, CI008={"weight": "CAUTION", "reason": OUR_LIST})
    draft(small, "CI008", **OFF)

    page = read(
        lead, "preview", kind="needling", point="ST36", side="left", depth="20", others="no",
        yes="bleed_severe",
    )  # fmt: skip

    assert "/protocol/rules/CI008" in page
    row = page.split("/protocol/rules/CI008")[1].split("</li>")[0]
    told = [row.index(words) for words in ("As packaged", "As it speaks now", "In the draft")]
    assert told == sorted(told)
    assert "Stop" in row
    assert "Precaution" in row
    assert "switched off" in row
    wrong = lead.get("/protocol/preview", {"kind": "needling", "point": "XX99", "others": "no"})
    assert (wrong.status_code, "There is no such point" in wrong.content.decode()) == (422, True)


def test_a_chart_says_which_version_spoke_and_what_it_silenced(small, visit, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    add_needles(by=small.actor("maria"), visit_id=visit.pk, line="ST36 both 20mm deqi")
    answer(small, visit, bleed_severe="yes")
    signed(small, CI008=OFF)

    page = client_of(small.users["maria"]).get(f"/chart/{visit.pk}").content.decode()

    assert "Version 1 of this centre" in page
    assert "1 precaution switched off or made weaker by this centre" in page
    assert "Stop is switched off" in page
    assert "/protocol/rules/" in page


def test_the_pages_ask_as_often_with_many_edits_as_with_none(small, lead):
    pages = ("", "rules/CI009", "review", "versions", "preview?kind=needling&others=no")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as made:
                read(lead, page)
            counts.append(len(made))
        return counts

    asked()  # the first page of a session saves it
    signed(small, CI009=OURS)
    draft(small, "CI010", **OURS)
    few = asked()
    signed(small, **dict.fromkeys(["CI010", "CI011", "CI012", "CI058", "HAZ_KIDNEY"], OURS))
    draft(small, "CI009", **OFF)

    assert asked() == few
    assert max(few) <= 16
