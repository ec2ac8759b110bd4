"""A centre's protocol as it is kept: which version speaks, its edits, what is new since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.screening.models import ProtocolVersion
from ashi.core.safety.protocols import (
    Edit,
    News,
    Protocol,
    news_since,
    packaged_version,
    protocol_of,
    rule_digests,
    standing,
)
from ashi.core.safety.rules import Weight, rules_by_id

PARTS = ("rule", "on", "weight", "override", "text", "text_el", "reason")


@dataclass(frozen=True, slots=True)
class Stored:
    """An edit as a version holds it: for which packaged rule it was written, by whom and when."""

    edit: Edit
    written_for: str
    by: int
    name: str
    at: datetime

    @property
    def lapsed(self) -> bool:
        """Whether the packaged rule has changed since, so that what made it weaker fell away."""
        return standing(self.edit, self.written_for) != self.edit


@dataclass(frozen=True, slots=True)
class InForce:
    """The protocol that speaks; ``version`` is ``None`` while nobody has signed one."""

    protocol: Protocol
    version: ProtocolVersion | None = None
    stored: Mapping[str, Stored] | None = None

    @property
    def version_id(self) -> int | None:
        """The row of the version."""
        return self.version.pk if self.version else None

    def written(self) -> dict[str, Any] | None:
        """Return what a record keeps of the centre's version."""
        row = self.version
        if row is None or row.signed_at is None:
            return None
        return {
            "id": row.pk,
            "number": row.number,
            "version": row.version,
            "signed_by": row.signed_name,
            "signed_at": row.signed_at.isoformat(),
        }


def in_force(centre_id: int, at: datetime) -> InForce:
    """Return the version that was signed last by ``at``: one query, whatever it holds."""
    rows = ProtocolVersion.objects.filter(centre=centre_id, signed_at__lte=at)
    row = rows.order_by("-signed_at", "-number").first()
    return spoken_by(row) if row else InForce(Protocol())


def protocol_at(visit: Visit) -> InForce:
    """Return the version that speaks of a visit: the one that was in force when it took place."""
    at = min(timezone.now(), visit.session.ends_at)
    return in_force(visit.session.centre_id, at)


def spoken_by(row: ProtocolVersion) -> InForce:
    """Return what a version comes to with the rules as they are packaged now."""
    stored = stored_in(row)
    kept = (standing(one.edit, one.written_for) for one in stored.values())
    protocol = protocol_of(one for one in kept if one is not None)
    now = rule_digests()
    same = frozenset(name for name, digest in row.seen.items() if now.get(name) == digest)
    reviewed = same if row.signed_at else frozenset()
    return InForce(Protocol(protocol.edits, reviewed), row, stored)


def stored_in(row: ProtocolVersion) -> dict[str, Stored]:
    """Return the edits of a version by rule; of rules that are packaged no more there are none."""
    known = rules_by_id()
    found = (_stored(one, signed=row.signed_at is not None) for one in row.edits
             if one["rule"] in known)  # fmt: skip
    return {one.edit.rule: one for one in found}


def _stored(kept: Mapping[str, Any], *, signed: bool) -> Stored:
    parts = {name: kept[name] for name in PARTS}
    weight = parts.pop("weight")
    edit = Edit(**parts, weight=None if weight is None else Weight[weight], signed=signed)
    at = datetime.fromisoformat(kept["at"])
    return Stored(edit, kept["written_for"], kept["by"], kept["name"], at)


def kept_of(some: Iterable[Stored]) -> list[dict[str, Any]]:
    """Return edits as a version keeps them, in the order of the rules."""
    order = {name: at for at, name in enumerate(rules_by_id())}
    return [_kept(one) for one in sorted(some, key=lambda one: order[one.edit.rule])]


def _kept(one: Stored) -> dict[str, Any]:
    kept: dict[str, Any] = {name: getattr(one.edit, name) for name in PARTS}
    kept["weight"] = None if one.edit.weight is None else one.edit.weight.name
    written = {"written_for": one.written_for, "by": one.by, "name": one.name}
    return {**kept, **written, "at": one.at.isoformat()}


@dataclass(frozen=True, slots=True)
class Desk:
    """A centre's protocol as those see it who work on it: what speaks, and the draft if any."""

    spoken: InForce
    draft: InForce | None

    @property
    def working(self) -> InForce:
        """What an edit builds on: the draft, or what speaks."""
        return self.draft or self.spoken

    @property
    def news(self) -> News:
        """What the packaged rules have that whoever signed last did not see."""
        signed = self.spoken.version
        return news_since(signed.seen) if signed else News((), (), ())

    @property
    def changed(self) -> tuple[str, ...]:
        """Rules that the draft has otherwise than the version that speaks."""
        if self.draft is None:
            return ()
        before, after = self.spoken.stored or {}, self.draft.stored or {}
        names = [name for name in rules_by_id() if name in before or name in after]
        return tuple(name for name in names if _said(before, name) != _said(after, name))

    @property
    def seen(self) -> str:
        """What changes with anything that somebody would sign."""
        return f"{self.working.protocol.version}.{packaged_version()}"


def _said(stored: Mapping[str, Stored], name: str) -> tuple[object, ...]:
    """Return what an edit says, whoever wrote it and whether it is signed."""
    one = stored.get(name)
    if one is None:
        return ()
    return (*(getattr(one.edit, part) for part in PARTS), one.lapsed)


def desk_of(centre_id: int, now: datetime) -> Desk:
    """Return the protocol of a centre as it stands: two queries."""
    draft = ProtocolVersion.objects.filter(centre=centre_id, signed_at__isnull=True).first()
    return Desk(in_force(centre_id, now), spoken_by(draft) if draft else None)


def versions_of(centre_id: int) -> list[ProtocolVersion]:
    """Return the signed versions, newest first."""
    rows = ProtocolVersion.objects.filter(centre=centre_id, signed_at__isnull=False)
    return list(rows.order_by("-number"))
