"""What the chart shows of a visit's screening: what to ask, what was found, what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.screened import Screen
from ashi.apps.screening.actions.cards import card_given_to
from ashi.apps.screening.actions.deciding import TOGETHER
from ashi.apps.screening.findings import Excuse, Shown, excuses_of
from ashi.apps.screening.known import APART, techniques_for
from ashi.apps.screening.models import (
    Answer,
    CardGiven,
    Complaint,
    Consent,
    Decision,
    Intake,
    PainDrawing,
    ProtocolVersion,
)
from ashi.core.kernel.facts import Fact
from ashi.core.safety.consents import consent_texts
from ashi.core.safety.decisions import can_go_ahead, needs_second
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.red_flags import RedFlag, all_red_flags
from ashi.core.safety.rules import View, Weight
from ashi.core.safety.safety_net import card_belongs
from ashi.web.screening.drawings import DrawingShown, drawing_shown
from ashi.web.screening.forms import (
    AnswersForm,
    ComplaintForm,
    DecisionForm,
    FlagForm,
    LeaveForm,
)
from ashi.web.screening.medicines import (
    MedicinesForm,
    MedicinesShown,
    medicines_form,
    medicines_shown,
)
from ashi.web.screening.wording import (
    AREA_WORDS,
    WEIGHT_WORDS,
    WHY_WORDS,
    asks_words,
    in_greek,
    places_words,
    question_of,
)

GROUPS = ("flags", "today", "never", "again", "known")


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as it is drawn."""

    shown: Shown
    word: str
    state: str
    text: str
    rules: str
    places: str
    asks: str
    views: list[tuple[str, View]]
    form: DecisionForm
    may_go_ahead: bool
    second: bool


@dataclass(frozen=True, slots=True)
class FlagCard:
    """A red flag that was answered yes, as it is drawn."""

    flag: RedFlag
    question: str
    form: FlagForm


@dataclass(frozen=True)
class Panel:
    """All that the chart draws of a screening; ``typed`` is a reason that was not kept."""

    complaint: Complaint | None
    place: str
    complaint_form: ComplaintForm
    groups: Mapping[str, AnswersForm]
    why_flags: str
    flags: list[FlagCard]
    open: list[Card]
    notes: list[Card]
    second: list[Card]
    as_before: int
    decided: list[Card]
    excuses: list[Excuse]
    leave_form: LeaveForm
    consents: list[tuple[str, str, Consent | None]]
    apart: list[tuple[str, str, Consent | None]]
    holding: list[tuple[str, Answer]] = field(default_factory=list)
    typed: str = ""
    intake: Intake | None = None
    drawing: DrawingShown | None = None
    needs_card: bool = False
    card: CardGiven | None = None
    medicines: MedicinesShown | None = None
    medicines_form: MedicinesForm | None = None
    silenced: list[dict[str, Any]] = field(default_factory=list)
    spoken: ProtocolVersion | None = None

    @property
    def card_languages(self) -> tuple[tuple[str, str], ...]:
        """The languages in which the card is given, and what the button says."""
        return ("en", _("Given, in English")), ("el", _("Given, in Greek"))

    @property
    def to_ask(self) -> int:
        """How many questions wait."""
        return sum(len(self.groups[name].names) for name in GROUPS if name != "known")

    @property
    def asks(self) -> bool:
        """Whether anything is to be asked, decided or signed before the needles are charted."""
        missing = any(given is None for _technique, _title, given in self.consents)
        return bool(self.to_ask or self.flags or missing or self.complaint is None)


def panel_of(visit: Visit, screen: Screen, more: Mapping[str, Any]) -> Panel:
    """Return what is drawn; ``more`` holds forms that were refused, by what they are."""
    known, standing = screen.known, screen.standing
    typed = more.get("decision_form")
    cards = [_card([one], typed) for one in screen.shown]
    taken = medicines_shown(visit.patient_id or 0, known.answers)
    second_keys = {one.key for one in standing.second}
    return Panel(
        complaint=known.complaint,
        place=_place(known.complaint),
        complaint_form=more.get("complaint_form") or ComplaintForm(),
        groups=more.get("groups") or groups_of(screen),
        why_flags=", ".join(str(WHY_WORDS[one]) for one in known.flags_why),
        flags=[_flag_card(flag, more.get("flag_form")) for flag in known.flags_open],
        open=[_card(some, typed) for some in _together(standing.open)],
        notes=[one for one in cards if one.state == "note"],
        second=[one for one in cards if one.shown.key in second_keys],
        as_before=sum(1 for one in standing.open if one.before is not None),
        decided=[one for one in cards if one.shown.decision and one.shown.key not in second_keys],
        excuses=excuses_of(screen.decided, visit.pk),
        leave_form=more.get("leave_form") or LeaveForm(),
        consents=[
            (one, consent_title(one), known.consents.get(one))
            for one in techniques_for(screen.kinds)
        ],
        apart=[(one, consent_title(one), known.consents.get(one)) for one in APART],
        holding=_holding(screen),
        typed=_typed(more),
        intake=Intake.objects.filter(visit=visit).first(),
        drawing=_drawing(visit),
        needs_card=card_belongs(known.complaint.areas if known.complaint else ()),
        card=card_given_to(visit.patient_id or 0),
        medicines=taken,
        medicines_form=more.get("medicines_form") or medicines_form(taken),
        silenced=[one.written() for one in screen.silenced],
        spoken=screen.spoken.version,
    )


def _drawing(visit: Visit) -> DrawingShown | None:
    """Return the patient's latest drawing up to this visit."""
    rows = PainDrawing.objects.select_related("visit__session").filter(
        patient=visit.patient_id, visit__session__starts_at__lte=visit.session.starts_at
    )
    latest = rows.order_by("-visit__session__starts_at").first()
    return drawing_shown(latest) if latest else None


def _typed(more: Mapping[str, Any]) -> str:
    """Return the reason that was typed under a decision that was refused: its card may be gone."""
    refused = more.get("decision_form") or more.get("flag_form")
    return str(refused.data.get("reason", "")) if refused is not None else ""


def names_of(screen: Screen) -> dict[str, list[str]]:
    """Return the questions of each group, each question in one group."""
    known = screen.known
    flags = {flag.code for flag in known.flags_due}
    shown: set[str] = set(flags)
    groups = {"flags": [flag.code for flag in known.flags_due]}
    for name, some in (
        ("today", known.due.each_visit),
        ("never", known.due.unknown),
        ("again", known.due.again),
    ):
        groups[name] = [one for one in some if one not in shown]
        shown |= set(some)
    answered = (name for name in known.answers if name not in shown)
    groups["known"] = sorted(answered, key=list(fact_kinds()).index)
    return groups


def groups_of(screen: Screen, typed: str = "", data: Any = None) -> dict[str, AnswersForm]:
    """Return a form for each group; the one named ``typed`` with what was sent."""
    return {
        name: AnswersForm(data if name == typed else None, some, screen.known, prefix=name)
        for name, some in names_of(screen).items()
    }


def _place(complaint: Complaint | None) -> str:
    areas = complaint.areas if complaint else []
    return ", ".join(str(AREA_WORDS.get(area, area)) for area in areas)


def _together(found: Iterable[Shown]) -> list[list[Shown]]:
    """Return findings one by one, but those that only ask the same of the same places together."""
    groups: dict[object, list[Shown]] = {}
    for one in found:
        asks = one.finding.weight is Weight.ASK
        key = (one.finding.asks, one.places) if asks else one.key
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _card(some: Sequence[Shown], typed: DecisionForm | None) -> Card:
    """Return the card of a finding, or of several that are asked together."""
    shown = some[0]
    rule, weight = shown.finding.rule, shown.finding.weight
    key = TOGETHER.join(one.key for one in some)
    mine = typed is not None and typed.data.get("key") == key
    words = rule.text_el if in_greek() else rule.text
    many = _("%(n)s precautions depend on it.") % {"n": len(some)}
    return Card(
        shown=shown,
        word=str(WEIGHT_WORDS[weight.name]),
        state=weight.name.lower(),
        text=words if len(some) == 1 else many,
        rules=", ".join(one.finding.rule.id for one in some),
        places=places_words(shown.places),
        asks=asks_words(shown.finding.asks),
        views=[(one.text_el if in_greek() else one.text, one) for one in rule.disagree],
        form=typed if mine and typed is not None else _decision_form(key),
        may_go_ahead=can_go_ahead(shown.finding),
        second=needs_second(shown.finding),
    )


def _decision_form(key: str) -> DecisionForm:
    return DecisionForm(initial={"key": key}, auto_id=f"id_{_slug(key)}_%s")


def _slug(key: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in key)[:80]


def _flag_card(flag: RedFlag, typed: FlagForm | None) -> FlagCard:
    mine = typed is not None and typed.data.get("code") == flag.code
    fresh = FlagForm(initial={"code": flag.code}, auto_id=f"id_{flag.code}_%s")
    return FlagCard(flag, question_of(flag), typed if mine and typed is not None else fresh)


def _holding(screen: Screen) -> list[tuple[str, Answer]]:
    """Return what was answered yes and still holds: what everybody in the room should know."""
    flags = {flag.code for flag in all_red_flags()}
    yes = screen.known.patient.facts
    return [
        (question_of(fact_kinds()[name]), row)
        for name, row in screen.known.answers.items()
        if yes.get(name) is Fact.YES and row.value == "yes" and name not in flags
    ]


def decisions_at(visit: Visit, screen: Screen) -> list[Decision]:
    """Return what was decided at a visit, in order."""
    return [one for one in reversed(screen.decided) if one.visit_id == visit.pk]


def consent_title(technique: str) -> str:
    """Return the title of a consent text in the reader's language."""
    text = consent_texts()[technique]
    return text.title_el if in_greek() else text.title
