"""What the protocol says of a patient and of what is charted, and what was decided on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ashi.apps.bookings.models import Visit
from ashi.apps.screening.known import Known
from ashi.apps.screening.models import Decision
from ashi.apps.screening.protocol import InForce, Stored
from ashi.core.safety.acts import Act
from ashi.core.safety.checking import Finding, check
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.judging import conditions_with_place, has_scope
from ashi.core.safety.protocols import Unspoken
from ashi.core.safety.rules import Weight

UNANSWERED = "UNANSWERED"


@dataclass(frozen=True, slots=True)
class Planned:
    """An act, and how it is named in a decision: the place, its side, how deep."""

    act: Act
    place: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, the places it was said of, what was decided, and what was decided last time.

    ``version`` is the centre's version of the protocol that spoke, by its row.
    """

    finding: Finding
    key: str
    places: tuple[str, ...]
    decision: Decision | None
    before: Decision | None
    version: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether a decision, or its second sign, is still to come."""
        if self.finding.weight is Weight.NOTE:
            return False
        return self.decision is None or (
            self.decision.needs_second and self.decision.second_id is None
        )


@dataclass(frozen=True, slots=True)
class Silenced:
    """What a packaged rule would have said, where the centre's protocol says less or nothing."""

    unspoken: Unspoken
    places: tuple[str, ...]
    stored: Stored

    def written(self) -> dict[str, object]:
        """Return what a record keeps of it: how it was packaged, what it became, by whom, why."""
        edit, finding = self.unspoken.edit, self.unspoken.finding
        weight = finding.weight if edit.weight is None else edit.weight
        return {
            "rule": edit.rule,
            "on": edit.on,
            "packaged": finding.weight.name,
            "weight": weight.name if edit.on else None,
            "places": list(self.places),
            "reason": edit.reason,
            "by": self.stored.name,
            "at": self.stored.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands between a patient and the next needle, or the signature.

    ``unanswered`` are questions that nobody answered, nor said why not; ``open`` are findings
    that nobody decided on; ``second`` those that wait for a second sign; ``flags`` red flags
    that were answered yes and wait for a clinician.
    """

    unanswered: tuple[str, ...]
    open: tuple[Shown, ...]
    second: tuple[Shown, ...]
    flags: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is missing, in words of this module."""
        found = (
            ("red-flag", self.flags),
            ("finding", self.open),
            ("second-sign", self.second),
            ("unanswered", self.unanswered),
        )
        return tuple(name for name, some in found if some)


def decisions_of(patient_id: int) -> list[Decision]:
    """Return the patient's decisions, newest first."""
    rows = Decision.objects.filter(patient=patient_id).select_related("by", "second")
    return list(rows.order_by("-at", "-pk")[:400])


def findings_of(
    visit: Visit,
    known: Known,
    planned: Sequence[Planned],
    decided: Sequence[Decision],
    spoken: InForce,
) -> tuple[list[Shown], list[Silenced]]:
    """Return what the protocol says, worst first, and where the centre's says less than packaged.

    What only asks for facts is not among them: those are asked once, grouped (``known``).
    """
    packaged = check(known.patient, [one.act for one in planned])
    found = (one for one in spoken.protocol.apply(packaged) if not _only_asks_facts(one))
    silent = (
        one for one in spoken.protocol.unspoken(packaged) if not _only_asks_facts(one.finding)
    )
    version = spoken.version_id
    shown = [replace(_shown(visit, one, planned, decided), version=version) for one in found]
    return shown, [_silenced(one, planned, spoken) for one in silent]


def _silenced(one: Unspoken, planned: Sequence[Planned], spoken: InForce) -> Silenced:
    stored = (spoken.stored or {})[one.edit.rule]
    return Silenced(one, _places(one.finding, planned), stored)


def _only_asks_facts(finding: Finding) -> bool:
    return finding.weight is Weight.ASK and all(one in fact_kinds() for one in finding.asks)


def _shown(
    visit: Visit, finding: Finding, planned: Sequence[Planned], decided: Sequence[Decision]
) -> Shown:
    key = key_of(finding)
    places = _places(finding, planned)
    of_this = [one for one in decided if one.finding == key and set(places) <= set(one.places)]
    here = next((one for one in of_this if one.visit_id == visit.pk), None)
    before = next((one for one in of_this if one.visit_id != visit.pk), None)
    return Shown(finding, key, places, here, before)


def _places(finding: Finding, planned: Sequence[Planned]) -> tuple[str, ...]:
    """Return what a finding was said of; nothing where its rule holds anywhere."""
    rule = finding.rule
    if has_scope(rule) or conditions_with_place(rule) or rule.factor in ("DEPTH", "ANGLE"):
        return tuple(dict.fromkeys(planned[at].place for at in finding.acts))
    return ()


def key_of(finding: Finding) -> str:
    """Return what names a finding: it changes when what is said changes."""
    limit = "" if finding.limit_mm is None else f"{finding.limit_mm:g}"
    return ":".join((finding.rule.id, finding.weight.name, ",".join(finding.asks), limit))


def standing_of(
    known: Known, found: Iterable[Shown], decided: Sequence[Decision], visit_id: int
) -> Standing:
    """Return what is still missing."""
    shown = [one for one in found if one.is_open]
    return Standing(
        unanswered=_not_excused(known, decided, visit_id),
        open=tuple(one for one in shown if one.decision is None),
        second=tuple(one for one in shown if one.decision is not None),
        flags=tuple(flag.code for flag in known.flags_open),
    )


def _not_excused(known: Known, decided: Sequence[Decision], visit_id: int) -> tuple[str, ...]:
    """Return the unanswered questions of which nobody said why they are not asked."""
    excused = {
        name
        for one in decided
        if one.visit_id == visit_id and one.rule == UNANSWERED
        for name in one.places
    }
    return tuple(name for name in known.unanswered if name not in excused)


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why questions were not asked at a visit, by whom."""

    questions: tuple[str, ...]
    reason: str
    at: datetime


def excuses_of(decided: Sequence[Decision], visit_id: int) -> list[Excuse]:
    """Return the reasons given at a visit for not asking."""
    return [
        Excuse(tuple(one.places), one.reason, one.at)
        for one in decided
        if one.visit_id == visit_id and one.rule == UNANSWERED
    ]
