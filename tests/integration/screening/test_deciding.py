"""What is decided on findings, red flags and what was not asked; consents, given and withdrawn."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.charting.actions.needling import add_needles, set_in
from ashi.apps.charting.errors import NotScreenedError
from ashi.apps.patients.errors import TooLongError
from ashi.apps.screening.actions import consenting, deciding
from ashi.apps.screening.errors import (
    ConsentTextChangedError,
    FindingGoneError,
    FlagNotRaisedError,
    NoNameSignedError,
    NotConsentedError,
    NothingToCountersignError,
    TechniqueUnknownError,
)
from ashi.apps.screening.models import Consent, Decision
from ashi.core.safety.errors import (
    NotPermittedError,
    NoWayAheadError,
    ReasonMissingError,
    UnansweredError,
)
from tests.desk.centre import make_visit
from tests.desk.screened import (
    answer,
    answer_all,
    consent,
    decide_all,
    during,
    screen_now,
    screened,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def needle(small, visit, line="BL23 both 25mm deqi"):
    return add_needles(by=small.actor("maria"), visit_id=visit.pk, line=line)


def finding(visit, rule):
    return next(one for one in screen_now(visit).shown if one.finding.rule.id == rule)


def decide(small, visit, rule, who="maria", choice="went_ahead", reason="needed"):
    (kept,) = deciding.decide_finding(
        by=small.actor(who),
        visit_id=visit.pk,
        find=lambda one: screen_now(one).shown,
        key=finding(visit, rule).key,
        choice=choice,
        reason=reason,
    )
    return kept


def test_no_needle_goes_in_before_everything_is_asked_and_decided(small, visit):
    needle(small, visit)
    into = {"by": small.actor("maria"), "visit_id": visit.pk}
    with pytest.raises(NotScreenedError) as refused:
        set_in(**into)
    assert set(refused.value.fields["missing"]) == {"finding", "unanswered"}
    consent(small, visit)
    answer_all(small, visit)
    with pytest.raises(NotScreenedError) as refused:
        set_in(**into)
    assert refused.value.fields["missing"] == ("finding",)
    decide_all(small, visit)

    assert set_in(**into) == 2


def test_without_consent_nobody_goes_ahead(small, visit):
    needle(small, visit)
    with pytest.raises(NoWayAheadError):
        decide(small, visit, "CI001")

    decide(small, visit, "CI001", choice="otherwise", reason="consented aloud, paper follows")
    assert "CI001" not in {one.finding.rule.id for one in screen_now(visit).standing.open}


def test_a_decision_needs_a_reason_and_keeps_the_words_and_version(small, visit):
    needle(small, visit)
    with pytest.raises(ReasonMissingError):
        decide(small, visit, "HAZ-KIDNEY", reason="  ")
    with pytest.raises(TooLongError):
        decide(small, visit, "HAZ-KIDNEY", reason="x" * 501)
    kept = decide(small, visit, "HAZ-KIDNEY")

    assert (kept.weight, kept.choice, kept.by_id) == (
        "caution",
        "went_ahead",
        small.users["maria"].pk,
    )
    assert "kidney" in kept.said
    assert kept.protocol
    assert kept.places == ["BL23/left/25", "BL23/right/25"]


def test_a_needle_more_or_deeper_opens_the_finding_again(small, visit):
    needle(small, visit, "BL23 left 25mm deqi")
    decide(small, visit, "HAZ-KIDNEY")
    assert not finding(visit, "HAZ-KIDNEY").is_open
    needle(small, visit, "BL23 right 40mm deqi")

    assert finding(visit, "HAZ-KIDNEY").is_open
    with pytest.raises(FindingGoneError):
        deciding.decide_finding(
            by=small.actor("maria"),
            visit_id=visit.pk,
            find=lambda one: screen_now(one).shown,
            key="HAZ-KIDNEY:STOP::",
            choice="not_done",
        )


def test_past_a_stop_only_who_may_and_with_a_second_sign(small, visit):
    needle(small, visit, "ST36 both 20mm deqi")
    answer(small, visit, bleed_severe="yes")
    with pytest.raises(NotPermittedError):
        decide(small, visit, "CI008", who="student")
    kept = decide(small, visit, "CI008")
    assert kept.needs_second
    assert [one.key for one in screen_now(visit).standing.second] == [kept.finding]
    sign = {"visit_id": visit.pk, "decision_id": kept.pk}
    for who, error in (("maria", NothingToCountersignError), ("student", NotAllowedError)):
        with pytest.raises(error):
            deciding.countersign(by=small.actor(who), **sign)

    deciding.countersign(by=small.actor("andreas"), **sign)
    deciding.countersign(by=small.actor("andreas"), **sign)

    assert screen_now(visit).standing.second == ()
    assert Decision.objects.get(pk=kept.pk).second == small.users["andreas"]


def test_what_was_decided_last_time_is_decided_again_at_the_same_places_only(small, patient, visit):
    before = make_visit(small, timezone.now() - timedelta(days=7), patient)
    needle(small, before, "BL23 both 25mm deqi; BL40 both 20mm deqi")
    with during(before):
        screened(small, before)
    needle(small, visit, "BL23 both 25mm deqi; BL40 both 35mm deqi")
    answer_all(small, visit)

    again = deciding.decide_as_before(
        by=small.actor("maria"), visit_id=visit.pk, find=lambda one: screen_now(one).shown
    )

    assert [one.rule for one in again] == ["HAZ-KIDNEY"]
    assert again[0].as_before
    assert [one.finding.rule.id for one in screen_now(visit).standing.open] == [
        "HAZ-POPLITEAL-VESSELS"
    ]


def test_what_is_not_asked_is_left_with_a_reason_and_stays_unknown(small, visit):
    needle(small, visit)
    leave = {"by": small.actor("maria"), "visit_id": visit.pk, "kinds": ("needling",)}
    with pytest.raises(ReasonMissingError):
        deciding.leave_unanswered(**leave, reason="")
    deciding.leave_unanswered(**leave, reason="speaks no language of ours")

    now = screen_now(visit)
    assert now.standing.unanswered == ()
    assert "takes_anticoagulant" in now.known.unanswered
    assert "takes_anticoagulant" not in now.known.patient.facts


def test_nothing_is_left_where_everything_is_answered(small, visit):
    answer_all(small, visit)
    with pytest.raises(FindingGoneError):
        deciding.leave_unanswered(
            by=small.actor("maria"), visit_id=visit.pk, kinds=("needling",), reason="none left"
        )


def test_an_open_red_flag_stops_until_a_clinician_decides(small, visit):
    consent(small, visit)
    answer_all(small, visit)
    answer(small, visit, saddle="yes")
    flag = {"visit_id": visit.pk, "code": "saddle"}
    assert screen_now(visit).standing.flags == ("saddle",)
    assert screen_now(visit).known.screening.advice == "emergency"
    assert finding(visit, "CI005").is_open
    with pytest.raises(NotPermittedError):
        deciding.decide_flag(by=small.actor("student"), **flag, choice="monitor", reason="known")
    with pytest.raises(ReasonMissingError):
        deciding.decide_flag(by=small.actor("maria"), **flag, choice="monitor", reason="")
    deciding.decide_flag(by=small.actor("maria"), **flag, choice="monitor", reason="since birth")

    assert screen_now(visit).standing.flags == ()
    assert "CI005" not in {one.finding.rule.id for one in screen_now(visit).shown}


def test_who_is_referred_still_waits(small, visit):
    consent(small, visit)
    answer_all(small, visit)
    answer(small, visit, saddle="yes")
    deciding.decide_flag(
        by=small.actor("maria"), visit_id=visit.pk, code="saddle", choice="refer", reason="to A&E"
    )

    now = screen_now(visit)
    assert now.standing.flags == ()
    assert finding(visit, "CI005").is_open


def test_a_flag_answered_yes_again_is_open_again(small, visit):
    answer_all(small, visit)
    answer(small, visit, saddle="yes")
    flag = {"by": small.actor("maria"), "visit_id": visit.pk, "code": "saddle"}
    deciding.decide_flag(**flag, choice="no_action", reason="old scar")
    answer(small, visit, saddle="yes")

    assert screen_now(visit).standing.flags == ("saddle",)
    answer(small, visit, saddle="no")
    with pytest.raises(FlagNotRaisedError):
        deciding.decide_flag(**flag, choice="monitor", reason="gone")


def test_an_ask_is_passed_with_a_reason_only(small, visit):
    needle(small, visit, "GB21 both deqi")  # over the lung, no depth said
    rule = next(one for one in screen_now(visit).shown if one.finding.weight.name == "ASK")
    with pytest.raises(UnansweredError):
        decide(small, visit, rule.finding.rule.id, reason="")


def test_a_consent_is_given_once_to_the_text_that_was_read_and_withdrawn(small, visit):
    give = {"by": small.actor("maria"), "visit_id": visit.pk, "language": "en"}
    for technique, version, name, error in (
        ("levitation", "x", "D", TechniqueUnknownError),
        ("needling", "older", "D", ConsentTextChangedError),
        ("needling", "older", " ", NoNameSignedError),
    ):
        with pytest.raises(error):
            consenting.give_consent(
                **give, technique=technique, read_version=version, signed_name=name
            )
    first = consent(small, visit)
    assert consent(small, visit).pk == first.pk
    away = {"by": small.actor("maria"), "visit_id": visit.pk, "technique": "needling"}
    consenting.withdraw_consent(**away, why="would rather exercise")
    with pytest.raises(NotConsentedError):
        consenting.withdraw_consent(**away)

    assert screen_now(visit).known.patient.facts["consent_absent"].name == "YES"
    consent(small, visit)
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(
    "change", [{"reason": "other"}, {"choice": "not_done"}, {"second_id": None}]
)
def test_a_decision_is_never_changed(small, visit, change):
    answer(small, visit, bleed_severe="yes")
    kept = decide(small, visit, "CI008")
    deciding.countersign(by=small.actor("andreas"), visit_id=visit.pk, decision_id=kept.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.all().delete()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("ashi L2 left 40mm deqi", "HAZ-KIDNEY"),
        ("ashi T5 left 30mm deqi", "HAZ-LUNG-BACK"),
        ("trigger upper trapezius left 30mm twitch", "HAZ-LUNG-TOP"),
    ],
)
def test_a_place_in_free_words_has_the_precautions_of_where_it_is(small, visit, line, rule):
    needle(small, visit, line)

    assert rule in {one.finding.rule.id for one in screen_now(visit).shown}
    assert "HAZ-EYE" not in {one.finding.rule.id for one in screen_now(visit).shown}


def test_what_only_asks_where_is_decided_together(small, visit):
    needle(small, visit, "ashi somewhere left 10mm deqi")
    asked = [one for one in screen_now(visit).standing.open if "where" in one.finding.asks]
    assert len(asked) > 10
    kept = deciding.decide_finding(
        by=small.actor("maria"),
        visit_id=visit.pk,
        find=lambda one: screen_now(one).shown,
        key=deciding.TOGETHER.join(one.key for one in asked),
        choice="went_ahead",
        reason="over the calf",
    )

    assert len(kept) == len(asked)
    assert not [one for one in screen_now(visit).standing.open if "where" in one.finding.asks]
