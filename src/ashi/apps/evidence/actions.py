"""Add a trial, enter its numbers, take one out, decide, read a claim again."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.evidence import queries
from ashi.apps.evidence.errors import (
    ChangeUnknownError,
    DecidedError,
    MovedOnError,
    NoReasonError,
    NothingToReadError,
    OutAlreadyError,
    SecondPersonError,
    StillToReadError,
)
from ashi.apps.evidence.models import AnswerChange, Change, Origin, Rereading
from ashi.apps.patients.texts import checked_text
from ashi.core.evidence.adding import Proposal, duplicates
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.living import Moved
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.entries import Provenance

LONGEST_REASON = 500
PAPER = ("study", "year", "citation", "doi", "pmid", "registration")


@transaction.atomic
def add_trials(*, by: Actor, proposals: Sequence[Proposal], origin: Origin) -> list[Change]:
    """Keep trials as drafts: all of them or, where one is there already, none.

    Raises
    ------
    NotAllowedError
    TableFaultsError
        A trial is there already; by line.
    """
    require(by, Permission.PROTOCOL_WRITE, centre_id=by.centre_id)
    centre_id = _locked(by)
    if faults := duplicates(proposals, queries.known_to(centre_id)):
        raise TableFaultsError(faults)
    rows = [draft_of(by, one, origin) for one in proposals]
    for row in rows:
        row.save(force_insert=True)
        _tell(by, "evidence.add", row, question=row.question, origin=row.origin)
    return rows


def _locked(by: Actor) -> int:
    """Return the centre's number; of two who write at once the second waits."""
    centre_id = by.centre_id or 0
    Centre.objects.select_for_update(no_key=True).only("pk").get(pk=centre_id)
    return centre_id


def draft_of(by: Actor, proposal: Proposal, origin: Origin) -> Change:
    """Return a trial as it would be kept; nothing is written."""
    row = Change(centre_id=by.centre_id or 0, kind=Change.Kind.ADD, origin=origin)
    for name in PAPER:
        setattr(row, name, getattr(proposal.paper, name))
    row.entered_by_id, row.entered_name = by.user_id, _name(by)
    _fill(row, proposal)
    return row


def _fill(row: Change, proposal: Proposal) -> None:
    row.question, row.provenance = proposal.question, proposal.provenance
    row.part_read = proposal.part_read
    row.numbers = None if proposal.numbers is None else list(proposal.numbers)
    row.how = [list(one) for one in proposal.how]


def _name(by: Actor) -> str:
    return "" if by.user_id is None else str(User.objects.get(pk=by.user_id))


@transaction.atomic
def enter_numbers(*, by: Actor, change_id: int, proposal: Proposal) -> Change:
    """Enter what was read in a paper; who enters the numbers is who is asked about them.

    Raises
    ------
    NotAllowedError, ChangeUnknownError, DecidedError
    TableFaultsError
        The trial is there already for that question.
    """
    require(by, Permission.PROTOCOL_WRITE, centre_id=by.centre_id)
    centre_id = _locked(by)
    row = _waiting(centre_id, change_id)
    if row.kind != Change.Kind.ADD:
        raise ChangeUnknownError(change=change_id)
    if faults := duplicates([proposal], queries.known_to(centre_id, but=row.pk)):
        raise TableFaultsError(faults)
    _fill(row, proposal)
    row.entered_by_id, row.entered_name, row.entered_at = by.user_id, _name(by), timezone.now()
    row.save()
    _tell(by, "evidence.numbers", row, question=row.question)
    return row


def _waiting(centre_id: int, change_id: int) -> Change:
    row = queries.change_of(centre_id, change_id)
    if row is None:
        raise ChangeUnknownError(change=change_id)
    if not row.waits:
        raise DecidedError(change=change_id)
    return row


@transaction.atomic
def take_out(*, by: Actor, question: str, trial: str, reason: str) -> Change:
    """Ask for a trial to be taken out of every question, because it was withdrawn or is wrong.

    Raises
    ------
    NotAllowedError, ChangeUnknownError, NoReasonError, OutAlreadyError, TooLongError
    UnwritableError
    """
    require(by, Permission.PROTOCOL_WRITE, centre_id=by.centre_id)
    centre_id, why = _locked(by), checked_text("reason", reason, LONGEST_REASON)
    there = {
        one.where: one.paper for one in queries.known_to(centre_id) if one.question == question
    }
    accepted = {one.key for one in queries.changes_for(centre_id).added}
    if trial not in there or (trial.startswith("added-") and trial not in accepted):
        raise ChangeUnknownError(trial=trial)
    if not why:
        raise NoReasonError()
    asked = Change.objects.filter(centre=centre_id, kind=Change.Kind.OUT, out=trial)
    if asked.exclude(verdict=Change.Verdict.REFUSED).exists():
        raise OutAlreadyError()
    proposal = Proposal(0, question, there[trial], Provenance.SEEN)
    row = draft_of(by, proposal, Origin.FORM)
    row.kind, row.out, row.reason = Change.Kind.OUT, trial, why
    row.save(force_insert=True)
    _tell(by, "evidence.out", row, trial=trial)
    return row


@transaction.atomic
def refuse(*, by: Actor, change_id: int, reason: str) -> Change:
    """Refuse a change, with a reason; it stays readable.

    Raises
    ------
    NotAllowedError, ChangeUnknownError, DecidedError, NoReasonError, TooLongError
    UnwritableError
    """
    require(by, Permission.PROTOCOL_SIGN, centre_id=by.centre_id)
    row = _waiting(_locked(by), change_id)
    why = checked_text("reason", reason, LONGEST_REASON)
    if not why:
        raise NoReasonError()
    _decide(by, row, Change.Verdict.REFUSED, why)
    _tell(by, "evidence.refuse", row)
    return row


@transaction.atomic
def accept(*, by: Actor, change_id: int, seen: str, reason: str = "") -> Change:
    """Accept a change: patients read the new answer, and the old one is kept with its day.

    Parameters
    ----------
    seen : ``seen_of`` what moves, as the reviewer was shown it

    Raises
    ------
    NotAllowedError, ChangeUnknownError, DecidedError, StillToReadError, SecondPersonError
    MovedOnError
        Something else was accepted since: what moves is not what was shown.
    TooLongError, UnwritableError
    """
    require(by, Permission.PROTOCOL_SIGN, centre_id=by.centre_id)
    centre_id = _locked(by)
    row = _waiting(centre_id, change_id)
    if row.to_be_read:
        raise StillToReadError(change=change_id)
    if row.entered_by_id == by.user_id and by.role != Role.OWNER:
        raise SecondPersonError(change=change_id)
    before = queries.changes_for(centre_id)
    moved = queries.moved_by(before, queries.with_change(before, row))
    if seen_of(moved) != seen:
        raise MovedOnError(change=change_id)
    _decide(by, row, Change.Verdict.ACCEPTED, checked_text("reason", reason, LONGEST_REASON))
    _keep_answers(row, moved)
    _tell(by, "evidence.accept", row, questions=[one.plot.id for one in moved])
    return row


def seen_of(moved: Sequence[Moved]) -> str:
    """Return what changes with anything that a reviewer is shown of what moves."""
    return ";".join(
        f"{one.plot.id}:{one.before and one.before.estimate!r}:{one.after and one.after.estimate!r}"
        for one in moved
    )


def _decide(by: Actor, row: Change, verdict: str, reason: str) -> None:
    if by.user_id is None:
        raise NotAllowedError(permission=Permission.PROTOCOL_SIGN)
    row.verdict, row.verdict_reason = verdict, reason
    row.decided_at, row.decided_by_id, row.decided_name = timezone.now(), by.user_id, _name(by)
    row.save()


def _keep_answers(row: Change, moved: Sequence[Moved]) -> None:
    """Keep the answers before and after, and mark the claims that rest on them."""
    same = {"change": row, "centre_id": row.centre_id, "at": row.decided_at}
    claims = packaged_base().claims
    touched = dict.fromkeys(name for one in moved for name in queries.claims_of(one.plot.id))
    AnswerChange.objects.bulk_create(
        AnswerChange(
            **same,
            question=one.plot.id,
            before=queries.as_kept(one.before),
            after=queries.as_kept(one.after),
        )
        for one in moved
    )
    Rereading.objects.bulk_create(
        Rereading(**same, claim=name, en=claims[name].en, el=claims[name].el) for name in touched
    )


@transaction.atomic
def read_again(*, by: Actor, claim: str, note: str = "") -> int:
    """Record that somebody held a claim against its changed evidence, and lets it stand.

    Raises
    ------
    NotAllowedError, NothingToReadError, TooLongError, UnwritableError
    """
    require(by, Permission.PROTOCOL_SIGN, centre_id=by.centre_id)
    if by.user_id is None:
        raise NotAllowedError(permission=Permission.PROTOCOL_SIGN)
    centre_id, said = _locked(by), checked_text("note", note, LONGEST_REASON)
    rows = Rereading.objects.filter(centre=centre_id, claim=claim, read_at=None)
    done = rows.update(read_at=timezone.now(), read_by=by.user_id, read_name=_name(by), note=said)
    if not done:
        raise NothingToReadError(claim=claim)
    record(by=by, action="evidence.reread", subject=("claim", claim), detail={"marks": done})
    return done


def _tell(by: Actor, action: str, row: Change, **detail: object) -> None:
    record(by=by, action=action, subject=("change", row.pk), detail=detail)
