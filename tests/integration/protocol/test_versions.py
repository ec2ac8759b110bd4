"""A centre drafts and signs its own protocol; findings and records say which version spoke."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.charting.actions.signing import record_of
from ashi.apps.screening.actions.deciding import decide_finding
from ashi.apps.screening.actions.protocol import Change, drop_draft, edit_rule, sign_protocol
from ashi.apps.screening.errors import NothingToSignError, ProtocolChangedError
from ashi.apps.screening.models import ProtocolVersion
from ashi.core.safety import protocols
from ashi.core.safety.errors import (
    BadEditError,
    NoSuchRuleError,
    ReasonMissingError,
    RuleFixedError,
)
from ashi.core.safety.protocols import packaged_version, rule_digests
from tests.desk.centre import make_centre
from tests.desk.protocols import OUR_LIST, desk_now, draft, sign, signed
from tests.desk.screened import answer, screen_now

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OFF = {"on": False, "reason": OUR_LIST}
OURS = {"text": "Ask Dr A. first.", "text_el": "Ρωτήστε πρώτα τη γιατρό Α."}


def found(visit, rule):
    return next((one for one in screen_now(visit).shown if one.finding.rule.id == rule), None)


def needle(small, visit, line="BL23 both 25mm deqi"):
    return add_needles(by=small.actor("maria"), visit_id=visit.pk, line=line)


def decide(small, visit, rule):
    (kept,) = decide_finding(
        by=small.actor("maria"),
        visit_id=visit.pk,
        find=lambda one: screen_now(one).shown,
        key=found(visit, rule).key,
        choice="went_ahead",
        reason="needed",
    )
    return kept


def test_a_draft_says_nothing_until_somebody_signs_it_and_then_it_speaks(small, visit):
    needle(small, visit)
    draft(small, "HAZ-KIDNEY", "maria", weight="STOP", override="reason", **OURS)
    assert found(visit, "HAZ-KIDNEY").finding.weight.name == "CAUTION"

    row = sign(small)

    now = found(visit, "HAZ-KIDNEY")
    assert (now.finding.weight.name, now.finding.rule.text) == ("STOP", OURS["text"])
    assert now.finding.rule.status == "reviewed"
    assert (row.number, row.signed_name, row.packaged) == (
        1,
        "Andreas Nicolaou",
        packaged_version(),
    )
    assert set(Event.objects.filter(action__startswith="safety.").values_list("action", flat=True)) \
        == {"safety.edit", "safety.sign"}  # fmt: skip


def test_a_decision_and_a_record_say_which_version_spoke_and_keep_it(small, visit):
    needle(small, visit)
    before = decide(small, visit, "HAZ-KIDNEY")
    first = signed(small, HAZ_KIDNEY=OURS)
    after = decide(small, visit, "HAZ-KIDNEY")
    record = record_of(screen_now(visit))

    assert (before.spoken, before.protocol) == (None, packaged_version())
    assert (after.spoken, after.said) == (first, OURS["text"])
    assert record["protocol"] == packaged_version()
    assert record["centre"] == {
        "id": first.pk,
        "number": 1,
        "version": first.version,
        "signed_by": "Andreas Nicolaou",
        "signed_at": first.signed_at.isoformat(),
    }


def test_a_stop_that_is_off_is_no_finding_but_stands_in_the_record_with_who_and_why(small, visit):
    needle(small, visit, "ST36 both 20mm deqi")
    answer(small, visit, bleed_severe="yes")
    assert found(visit, "CI008").finding.weight.name == "STOP"
    signed(small, CI008=OFF)

    screen = screen_now(visit)

    assert found(visit, "CI008") is None
    (told,) = record_of(screen)["silenced"]
    assert (told["rule"], told["on"], told["packaged"], told["weight"]) == (
        "CI008",
        False,
        "STOP",
        None,
    )
    assert (told["reason"], told["by"]) == (OUR_LIST, "Andreas Nicolaou")


def test_a_stop_that_is_made_weaker_stands_in_the_record_too(small, visit):
    needle(small, visit, "ST36 both 20mm deqi")
    answer(small, visit, bleed_severe="yes")
    signed(small, CI008={"weight": "CAUTION", "reason": OUR_LIST})

    (told,) = record_of(screen_now(visit))["silenced"]

    assert found(visit, "CI008").finding.weight.name == "CAUTION"
    assert (told["on"], told["packaged"], told["weight"]) == (True, "STOP", "CAUTION")


def test_what_only_asks_is_not_told_as_silenced(small, visit):
    needle(small, visit, "ST36 both 20mm deqi")
    signed(small, CI008=OFF)

    assert record_of(screen_now(visit))["silenced"] == []


@pytest.mark.parametrize(
    ("rule", "change", "error"),
    [
        ("CI008", {"on": False}, ReasonMissingError),
        ("CI008", {"weight": "NOTE", "reason": " "}, ReasonMissingError),
        ("CI001", OFF, RuleFixedError),
        ("CI999", {}, NoSuchRuleError),
        ("CI009", {"text": "Only English."}, BadEditError),
    ],
)
def test_what_no_centre_may_is_refused_and_nothing_is_drafted(small, rule, change, error):
    with pytest.raises(error):
        draft(small, rule, **change)

    assert not ProtocolVersion.objects.exists()


@pytest.mark.parametrize("who", ["student", "desk", "sofia"])
def test_who_may_not_draft_is_refused(small, who):
    with pytest.raises(NotAllowedError):
        draft(small, "CI008", who, **OFF)


def test_a_practitioner_drafts_and_does_not_sign(small):
    draft(small, "CI008", "maria", **OFF)
    with pytest.raises(NotAllowedError):
        sign(small, "maria")

    assert sign(small, "owner").signed_name == "Omiros Owner"


def test_of_two_who_draft_at_once_the_second_is_told(small):
    seen = desk_now(small).seen
    both = {"by": small.actor("andreas"), "seen": seen}
    edit_rule(**both, rule="CI008", change=Change(**OFF))
    with pytest.raises(ProtocolChangedError):
        edit_rule(**both, rule="CI009", change=Change(**OFF))
    with pytest.raises(ProtocolChangedError):
        sign_protocol(**both)


def test_an_edit_taken_back_leaves_nothing_to_sign(small):
    signed(small, CI009=OURS)
    draft(small, "CI008", **OFF)
    draft(small, "CI008")
    assert desk_now(small).changed == ()
    with pytest.raises(NothingToSignError):
        sign(small)

    drop_draft(by=small.actor("andreas"))
    drop_draft(by=small.actor("andreas"))

    assert [one.number for one in ProtocolVersion.objects.all()] == [1]
    assert Event.objects.filter(action="safety.drop").count() == 1


@pytest.mark.parametrize(
    "change", [{"edits": []}, {"signed_name": "X"}, {"signed_at": None}, {"seen": {}}]
)
def test_a_signed_version_is_never_changed(small, change):
    signed(small, CI008=OFF)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolVersion.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolVersion.objects.all().delete()


def test_another_centres_protocol_says_nothing_here(small, visit):
    needle(small, visit)
    signed(make_centre("other"), HAZ_KIDNEY={"on": False, "reason": OUR_LIST})

    assert found(visit, "HAZ-KIDNEY") is not None
    assert desk_now(small).spoken.version is None


def test_a_visit_that_is_over_is_judged_by_the_version_of_its_time(small, visit):
    needle(small, visit)
    signed(small, HAZ_KIDNEY=OURS)
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=2)):
        second = signed(small, HAZ_KIDNEY=OFF)
        assert found(visit, "HAZ-KIDNEY").finding.rule.text == OURS["text"]
        assert desk_now(small).spoken.version == second


def released(monkeypatch, rule):
    """Have a later release of the packaged rules, in which one rule reads otherwise."""
    digests = {**rule_digests(), rule: "of a later release"}
    monkeypatch.setattr(protocols, "rule_digests", lambda: digests)
    for module in ("protocol", "actions.protocol"):
        monkeypatch.setattr(f"ashi.apps.screening.{module}.rule_digests", lambda: digests)


def test_a_rule_that_a_release_changes_speaks_again_until_the_centre_looks(
    small, visit, monkeypatch
):
    needle(small, visit)
    signed(small, HAZ_KIDNEY={**OFF, **OURS})
    assert found(visit, "HAZ-KIDNEY") is None
    released(monkeypatch, "HAZ-KIDNEY")

    now = found(visit, "HAZ-KIDNEY")
    assert (now.finding.weight.name, now.finding.rule.text) == ("CAUTION", OURS["text"])
    assert desk_now(small).news.changed == ("HAZ-KIDNEY",)
    assert desk_now(small).spoken.stored["HAZ-KIDNEY"].lapsed

    again = sign(small)

    assert again.number == 2
    assert desk_now(small).news == ((), (), ())
    assert found(visit, "HAZ-KIDNEY") is not None
    assert not desk_now(small).spoken.stored["HAZ-KIDNEY"].edit.weakens


def test_a_rule_that_is_packaged_no_more_does_no_harm(small, visit):
    needle(small, visit)
    row = signed(small, CI009=OURS)
    kept = {**row.edits[0], "rule": "CI000"}
    ProtocolVersion.objects.create(
        centre=small.centre,
        number=2,
        edits=[kept],
        seen={**row.seen, "CI000": "gone"},
        begun_at=timezone.now(),
        signed_at=timezone.now(),
        signed_by=small.users["andreas"],
    )

    assert found(visit, "HAZ-KIDNEY") is not None
    assert desk_now(small).news.gone == ("CI000",)


def test_whatever_a_protocol_holds_it_is_asked_once(small, visit):
    needle(small, visit)
    made = []
    for edits in ({}, {"CI009": OURS}, dict.fromkeys(["CI010", "CI011", "HAZ_KIDNEY"], OURS)):
        if edits:
            signed(small, **edits)
        with CaptureQueriesContext(connection) as asked:
            screen_now(visit)
        made.append(len(asked))

    assert len(set(made)) == 1
