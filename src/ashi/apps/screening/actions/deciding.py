"""What a clinician decides on a finding, on a red flag, and on what was not asked."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.errors import (
    FindingGoneError,
    FlagNotRaisedError,
    NothingToCountersignError,
)
from ashi.apps.screening.findings import UNANSWERED, Shown
from ashi.apps.screening.known import answers_of, known_at
from ashi.apps.screening.models import Decision, FlagDecision
from ashi.apps.screening.protocol import protocol_at
from ashi.apps.screening.visits import own_visit, patient_of, person
from ashi.core.safety import decisions as core
from ashi.core.safety.errors import ReasonMissingError, SecondSignMissingError
from ashi.core.safety.protocols import packaged_version
from ashi.core.safety.red_flags import FlagChoice, all_red_flags, decide
from ashi.core.safety.rules import Weight

LONGEST = 500
TOGETHER = "|"
Find = Callable[[Visit], Sequence[Shown]]
"""What gives the findings of a visit now, from what is charted."""


@transaction.atomic
def decide_finding(
    *, by: Actor, visit_id: int, find: Find, key: str, choice: str, reason: str = ""
) -> list[Decision]:
    """Keep what is done about a finding, in the words in which the protocol spoke.

    Where the protocol asks for a second sign, the decision waits for it.

    Parameters
    ----------
    key : of the finding, or of several that ask the same of the same places, parted by ``TOGETHER``

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, FindingGoneError
    ReasonMissingError, UnansweredError, NoWayAheadError, NotPermittedError
        As ``core.safety.decisions.settle``.
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    found = {one.key: one for one in find(visit)}
    shown = [found.get(one) for one in key.split(TOGETHER)]
    why = checked_text("reason", reason, LONGEST)
    kept = [_keep(by, visit, one, core.Choice(choice), why) for one in shown if one is not None]
    if len(kept) < len(shown):
        raise FindingGoneError(finding=key)
    return kept


@transaction.atomic
def decide_as_before(*, by: Actor, visit_id: int, find: Find) -> list[Decision]:
    """Decide every open finding as it was decided last time, where it was; say that it was copied.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NotPermittedError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    again = [one for one in find(visit) if one.is_open and one.decision is None and one.before]
    return [
        _keep(by, visit, one, core.Choice(one.before.choice), one.before.reason, as_before=True)
        for one in again
        if one.before is not None
    ]


def _keep(
    by: Actor,
    visit: Visit,
    shown: Shown,
    choice: core.Choice,
    reason: str,
    *,
    as_before: bool = False,
) -> Decision:
    finding = shown.finding
    waits = _settle(by, shown, choice, reason)
    made = Decision.objects.create(
        visit=visit,
        patient_id=patient_of(visit),
        finding=shown.key,
        rule=finding.rule.id,
        weight=finding.weight.name.lower(),
        places=list(shown.places),
        said=finding.rule.text,
        protocol=packaged_version(),
        spoken_id=shown.version,
        choice=choice.value,
        reason=reason,
        as_before=as_before,
        needs_second=waits,
        by_id=person(by, Permission.CLINICAL_WRITE),
        at=timezone.now(),
    )
    detail = {"rule": finding.rule.id, "choice": choice.value, "weight": made.weight}
    _tell(by, "screening.decide", visit, decision=made.pk, **detail)
    return made


def _settle(by: Actor, shown: Shown, choice: core.Choice, reason: str) -> bool:
    """Let the core judge a decision; return whether only the second sign is missing."""
    ahead = may(by, Permission.CLINICAL_SIGN, centre_id=by.centre_id)
    signer = core.Signer(str(by.user_id), ahead)
    try:
        core.settle(shown.finding, core.Decision(choice, signer, reason))
    except SecondSignMissingError:
        if not reason:
            raise ReasonMissingError(rule=shown.finding.rule.id) from None
        return True
    return False


@transaction.atomic
def countersign(*, by: Actor, visit_id: int, decision_id: int) -> Decision:
    """Put the second sign under a decision; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NothingToCountersignError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_SIGN)
    waiting = Decision.objects.select_for_update().filter(
        pk=decision_id, visit=visit, needs_second=True
    )
    row = waiting.exclude(by=by.user_id).first()
    if row is None:
        raise NothingToCountersignError(decision=decision_id)
    if row.second_id is None:
        row.second_id = person(by, Permission.CLINICAL_SIGN)
        row.second_at = timezone.now()
        row.save(update_fields=["second", "second_at"])
        _tell(by, "screening.countersign", visit, decision=row.pk)
    return row


@transaction.atomic
def decide_flag(*, by: Actor, visit_id: int, code: str, choice: str, reason: str) -> FlagDecision:
    """Keep what a clinician decides on a red flag that was answered yes.

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, FlagNotRaisedError
    NotPermittedError, ReasonMissingError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    flag = next((one for one in all_red_flags() if one.code == code), None)
    answer = answers_of(visit.patient_id or 0, visit.pk).get(code)
    if flag is None or answer is None or answer.value != "yes":
        raise FlagNotRaisedError(flag=code)
    clinician = may(by, Permission.CLINICAL_SIGN, centre_id=by.centre_id)
    why = checked_text("reason", reason, LONGEST)
    decided = decide(flag, FlagChoice(choice), why, clinician=clinician)
    made = FlagDecision.objects.create(
        answer=answer,
        visit=visit,
        choice=decided.choice.value,
        reason=decided.reason,
        by_id=person(by, Permission.CLINICAL_WRITE),
        at=timezone.now(),
    )
    _tell(by, "screening.decide_flag", visit, flag=flag.id, choice=made.choice)
    return made


@transaction.atomic
def leave_unanswered(*, by: Actor, visit_id: int, kinds: Sequence[str], reason: str) -> Decision:
    """Keep why what is still unanswered is not asked at this visit; it stays unknown.

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, ReasonMissingError
    FindingGoneError
        Everything is answered.
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    why = checked_text("reason", reason, LONGEST)
    if not why:
        raise ReasonMissingError(rule=UNANSWERED)
    names = known_at(visit, kinds).unanswered
    if not names:
        raise FindingGoneError(finding=UNANSWERED)
    made = Decision.objects.create(
        visit=visit,
        patient_id=patient_of(visit),
        finding=UNANSWERED,
        rule=UNANSWERED,
        weight=Weight.ASK.name.lower(),
        places=list(names),
        said="",
        protocol=packaged_version(),
        spoken_id=protocol_at(visit).version_id,
        choice=Decision.Choice.WENT_AHEAD,
        reason=why,
        by_id=person(by, Permission.CLINICAL_WRITE),
        at=timezone.now(),
    )
    _tell(by, "screening.leave", visit, facts=list(names))
    return made


def _tell(by: Actor, action: str, visit: Visit, **detail: object) -> None:
    record(
        by=by,
        action=action,
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail=detail,
    )
