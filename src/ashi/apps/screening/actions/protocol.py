"""A centre's protocol is drafted rule by rule and signed by one person."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.errors import NothingToSignError, ProtocolChangedError
from ashi.apps.screening.models import ProtocolVersion
from ashi.apps.screening.protocol import Desk, Stored, desk_of, kept_of, spoken_by
from ashi.apps.screening.visits import person
from ashi.core.safety.errors import NoSuchRuleError
from ashi.core.safety.protocols import Edit, allowed, packaged_version, rule_digests
from ashi.core.safety.rules import Weight

LONGEST = 1000
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What a centre wants of one rule; ``None`` and empty leave a part as it is packaged."""

    on: bool = True
    weight: str | None = None
    override: str | None = None
    text: str = ""
    text_el: str = ""
    reason: str = ""

    def of(self, rule: str) -> Edit:
        """Return it as an edit of a rule."""
        edit = Edit(
            rule,
            on=self.on,
            weight=Weight[self.weight] if self.weight else None,
            override=self.override or None,
            text=checked_text("text", self.text, LONGEST) or None,
            text_el=checked_text("text_el", self.text_el, LONGEST) or None,
            reason=checked_text("reason", self.reason, LONGEST_REASON),
        )
        return allowed(edit)


@transaction.atomic
def edit_rule(*, by: Actor, rule: str, seen: str, change: Change) -> Desk:
    """Write into the draft what the centre wants of a rule; the first edit begins the draft.

    An edit that changes nothing takes the centre's words on that rule back.

    Parameters
    ----------
    seen : ``Desk.seen`` of the page on which it was written

    Raises
    ------
    NotAllowedError, NoSuchRuleError, BadEditError, TooLongError, UnwritableError
    ReasonMissingError
        It makes the rule weaker.
    RuleFixedError
        The law lets nobody make it weaker.
    ProtocolChangedError
        Somebody else wrote or signed meanwhile.
    """
    require(by, Permission.PROTOCOL_WRITE, centre_id=by.centre_id)
    if rule not in rule_digests():
        raise NoSuchRuleError(rule=rule)
    desk = _locked(by, seen)
    edit = change.of(rule)
    stored = {name: one for name, one in _standing(desk).items() if name != rule}
    if edit.changes:
        stored[rule] = _written(by, edit)
    _draft(by, desk, stored)
    detail = {"rule": rule, "on": edit.on, "weaker": edit.weakens}
    _tell(by, "safety.edit", **detail)
    return desk_of(by.centre_id or 0, timezone.now())


def _locked(by: Actor, seen: str) -> Desk:
    """Return the protocol as it is; of two who write at once the second waits, and is told."""
    centre_id = by.centre_id or 0
    Centre.objects.select_for_update(no_key=True).get(pk=centre_id)
    desk = desk_of(centre_id, timezone.now())
    if desk.seen != seen:
        raise ProtocolChangedError()
    return desk


def _standing(desk: Desk) -> dict[str, Stored]:
    """Return the edits to go on from, without what lapsed with the packaged rule."""
    working = desk.working
    kept = working.protocol.edits
    found = (working.stored or {}).items()
    return {name: _of(one, kept[name]) for name, one in found if name in kept}


def _of(one: Stored, edit: Edit) -> Stored:
    written_for = rule_digests()[edit.rule] if one.lapsed else one.written_for
    return Stored(edit, written_for, one.by, one.name, one.at)


def _written(by: Actor, edit: Edit) -> Stored:
    user = User.objects.get(pk=person(by, Permission.PROTOCOL_WRITE))
    return Stored(edit, rule_digests()[edit.rule], user.pk, str(user), timezone.now())


def _draft(by: Actor, desk: Desk, stored: dict[str, Stored]) -> ProtocolVersion:
    row = desk.draft.version if desk.draft else None
    if row is None:
        row = ProtocolVersion(centre_id=by.centre_id or 0, begun_at=timezone.now())
    row.edits = kept_of(stored.values())
    row.save()
    return row


@transaction.atomic
def drop_draft(*, by: Actor) -> None:
    """Throw the draft away; what speaks goes on speaking. A repeat changes nothing.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.PROTOCOL_WRITE, centre_id=by.centre_id)
    gone, _rows = ProtocolVersion.objects.filter(
        centre=by.centre_id, signed_at__isnull=True
    ).delete()
    if gone:
        _tell(by, "safety.drop")


@transaction.atomic
def sign_protocol(*, by: Actor, seen: str) -> ProtocolVersion:
    """Sign the draft, or the packaged rules as they are; it speaks from now on.

    Raises
    ------
    NotAllowedError, ProtocolChangedError
    NothingToSignError
        It would say what the signed version says, and no packaged rule is new or changed.
    """
    require(by, Permission.PROTOCOL_SIGN, centre_id=by.centre_id)
    desk = _locked(by, seen)
    if desk.spoken.version and not desk.changed and not any(desk.news):
        raise NothingToSignError()
    row = _draft(by, desk, _standing(desk))
    user = User.objects.get(pk=person(by, Permission.PROTOCOL_SIGN))
    last = ProtocolVersion.objects.filter(centre=by.centre_id).aggregate(last=Max("number"))
    row.number = (last["last"] or 0) + 1
    row.seen, row.packaged = dict(rule_digests()), packaged_version()
    row.signed_at, row.signed_by, row.signed_name = timezone.now(), user, str(user)
    row.version = spoken_by(row).protocol.version
    row.save()
    _tell(by, "safety.sign", version=row.pk, number=row.number, named=row.version)
    return row


def _tell(by: Actor, action: str, **detail: object) -> None:
    record(by=by, action=action, subject=("centre", by.centre_id), detail=detail)
