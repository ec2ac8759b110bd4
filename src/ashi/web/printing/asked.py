"""What a patient came with; what was known, asked and not asked; findings, flags, consents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ashi.apps.screening.findings import UNANSWERED
from ashi.apps.screening.models import (
    CardGiven,
    Complaint,
    Consent,
    Decision,
    FlagDecision,
    Intake,
    MedicineList,
    PainDrawing,
)
from ashi.apps.screening.recorded import OnRecord
from ashi.core.safety.consents import consent_texts
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.protocols import packaged_version
from ashi.core.safety.rules import rules_by_id
from ashi.web.printing.document import Block, Cell, Items, Notice, Pairs, Row, Section, Table, Text
from ashi.web.printing.figures import pain_figures
from ashi.web.printing.wording import (
    LANGUAGES,
    UNITS,
    WAYS,
    Cells,
    day,
    moment,
    number,
    one,
    questions,
    said,
    word,
)
from ashi.web.screening.drawings import drawing_shown
from ashi.web.screening.panel import consent_title
from ashi.web.screening.wording import (
    AREA_WORDS,
    CHOICE_WORDS,
    WEIGHT_WORDS,
    in_greek,
    places_words,
)

CONSENT_WIDTHS = (2.2, 2.2, 2, 1.6)


def complaint_section(record: OnRecord) -> Section:
    """Return what brings the patient, where it hurts as they drew it, what they wrote at home."""
    drawn, written = _drawing(record.drawing), _intake(record.intake)
    taken = _medicines(record.medicines)
    return Section(_("Complaint"), (_complaint(record.complaint), *drawn, *written, *taken))


def _medicines(row: MedicineList | None) -> tuple[Block, ...]:
    """Return the medicines as they were said in the room, if they were."""
    if row is None:
        return ()
    label = _("Medicines, as said to %(name)s, %(at)s") % {"name": row.by, "at": moment(row.at)}
    lines = [line for line in row.text.splitlines() if line.strip()]
    return (Items(label, tuple(map(Cell, lines)) or (Cell(_none()),)),)


def _complaint(complaint: Complaint | None) -> Pairs:
    if complaint is None:
        return Pairs(((_("What brings the patient"), one(None)), (_("Where"), one(None))))
    return Pairs(
        (
            (_("What brings the patient"), one(complaint.words)),
            (_("Where"), one(areas_words(complaint))),
            (_("Stated"), one(day(complaint.at))),
        )
    )


def areas_words(complaint: Complaint) -> str:
    """Return where a complaint is, in words."""
    return ", ".join(word(AREA_WORDS, area) for area in complaint.areas)


def _drawing(row: PainDrawing | None) -> tuple[Block, ...]:
    """Return a drawing in words: each area, how much of the figure, what was said beside it."""
    if row is None:
        return ()
    drawing = drawing_shown(row)
    who = row.by or _("the patient, at home")
    share = _("%(share)s of the figure; drawn by: %(name)s, %(at)s") % {
        "share": drawing.share,
        "name": who,
        "at": moment(row.at),
    }
    numbered = (f"{at}. {line}" for at, line in enumerate(drawing.lines, start=1))
    words = tuple(filter(None, (*numbered, row.words, share)))
    said = Items(_("The drawing in words"), tuple(Cell(text) for text in words))
    return (*pain_figures(drawing), said)


def _intake(intake: Intake | None) -> tuple[Block, ...]:
    if intake is None:
        return ()
    sent = None if intake.sent_at is None else moment(intake.sent_at)
    rows = (
        (_("Written at home, sent"), one(sent, _("kept, not sent"))),
        (_("In the patient's own words"), one(intake.words)),
        (_("Since when"), one(intake.since)),
        (_("Medicines"), one(intake.medicines)),
        (_("Illnesses and operations"), one(intake.history)),
        (_("What they would like to do again"), one(intake.goals)),
    )
    return (Pairs(rows),)


def asked_section(
    screening: Mapping[str, Any], record: OnRecord, *, signed: bool = True
) -> Section:
    """Return what was known and what was not, and what was decided on it.

    Parameters
    ----------
    screening : as ``signing.record_of`` keeps it with a signature; of a draft, as it is now
    """
    blocks: list[Block] = []
    if screening:
        blocks += _known(screening)
    elif signed:
        blocks.append(Notice(_("Nothing was asked when this was signed.")))
    blocks.append(_decisions(record.decisions))
    if record.card:
        blocks.append(Pairs(((_("Card with warning signs"), one(_card(record.card))),)))
    if record.flags:
        blocks.append(Items(_("Red flags decided on"), tuple(map(_flag, record.flags))))
    return Section(_("Known, asked and not asked"), tuple(blocks))


def _card(row: CardGiven) -> str:
    """Return that the card was given: by whom, when, which words."""
    words = {"name": row.by, "at": moment(row.at), "version": row.version}
    given = _("given and understood: %(name)s, %(at)s; text %(version)s") % words
    return f"{given}, {word(LANGUAGES, row.language)}"


def _known(screening: Mapping[str, Any]) -> list[Block]:
    numbers = [_number(name, value) for name, value in sorted(screening["numbers"].items())]
    blocks: list[Block] = [
        Items(_("Answered yes"), _listed(questions(screening["yes"]))),
        Items(_("Not asked"), _unasked(screening["not_asked"])),
    ]
    if numbers:
        blocks.append(Items(_("Known numbers"), _listed(numbers)))
    if screening["notes"]:
        blocks.append(Items(_("The protocol noted"), _notes(screening)))
    if screening.get("silenced"):
        label = _("Switched off or made weaker by this centre")
        blocks.append(Items(label, tuple(map(_silenced, screening["silenced"]))))
    noes = len(screening["no"])
    listed = ngettext(
        "%(n)s question, listed at the end", "%(n)s questions, listed at the end", noes
    )
    rows = (
        (_("Answered no"), (Cell(listed % {"n": noes} if noes else _none()),)),
        (_("Protocol"), _spoken(screening)),
    )
    return [*blocks, Pairs(rows)]


def _spoken(screening: Mapping[str, Any]) -> Cells:
    """Return which protocol spoke: the packaged rules, and the centre's signed version of them."""
    centre = screening.get("centre")
    if not centre:
        return one(screening["protocol"])
    told = _("%(packaged)s; version %(n)s of this centre (%(version)s), signed by %(name)s, %(at)s")
    at = moment(datetime.fromisoformat(centre["signed_at"]))
    words = {"packaged": screening["protocol"], "n": centre["number"], "at": at}
    return one(told % {**words, "version": centre["version"], "name": centre["signed_by"]})


def _silenced(one_of: Mapping[str, Any]) -> Cell:
    """Return what a packaged rule would have said, and who had it say less."""
    packaged = str(WEIGHT_WORDS[one_of["packaged"]])
    became = str(WEIGHT_WORDS[one_of["weight"]]) if one_of["on"] else _("switched off")
    rule = rules_by_id().get(one_of["rule"])
    words = (rule.text_el if in_greek() else rule.text) if rule else ""
    where = f" ({places_words(one_of['places'])})" if one_of["places"] else ""
    by = f"{one_of['by']}, {moment(datetime.fromisoformat(one_of['at']))}"
    head = f"{one_of['rule']}: {words}{where}"
    return Cell(f"{head}\n{packaged} → {became}: {one_of['reason']} · {by}")


def noes_section(screening: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return every question that was answered no: long, and so the last thing on paper."""
    if not screening.get("no"):
        return ()
    words = Cell(" · ".join(questions(screening["no"])))
    return (Section(_("Answered no"), (Text("", words, small=True),)),)


def _none() -> str:
    return pgettext("answers", "nothing")


def _listed(words: Sequence[str]) -> Cells:
    return tuple(Cell(text) for text in words) or (Cell(_none()),)


def _unasked(names: Sequence[str]) -> Cells:
    """Return what nobody asked; that all was asked is said, too."""
    unknown = tuple(Cell(text, known=False) for text in questions(names))
    return unknown or (Cell(_("Everything that was due was asked.")),)


def _number(name: str, value: float) -> str:
    unit = fact_kinds()[name].unit if name in fact_kinds() else None
    return f"{questions([name])[0]} {number(value)} {word(UNITS, unit or '')}".strip()


def _notes(screening: Mapping[str, Any]) -> Cells:
    """Return what was only to be noted: in the words that were kept with the signature.

    Of a record from before they were kept, where the packaged rules are still the same.
    """
    same = screening["protocol"] == packaged_version()
    rules = rules_by_id() if same else {}
    said_of = {code: rule.text_el if in_greek() else rule.text for code, rule in rules.items()}
    kept = screening.get("notes_said", {})
    said_of |= {code: words["el" if in_greek() else "en"] for code, words in kept.items()}
    codes = dict.fromkeys(screening["notes"])
    return tuple(Cell(": ".join(filter(None, (code, said_of.get(code))))) for code in codes)


def _decisions(decisions: Sequence[Decision]) -> Items:
    label = _("Findings decided on")
    return Items(label, tuple(map(_decision, decisions)) or (Cell(_none()),))


def _decision(decision: Decision) -> Cell:
    by = f"{decision.by}, {moment(decision.at)}"
    if decision.rule == UNANSWERED:
        left = " · ".join(questions(decision.places))
        unasked = {"why": decision.reason, "questions": left}
        return Cell(f"{_('Left unasked, because: %(why)s (%(questions)s)') % unasked}\n{by}")
    where = f" ({places_words(decision.places)})" if decision.places else ""
    choice = word(CHOICE_WORDS, decision.choice)
    why = f": {decision.reason}" if decision.reason else ""
    again = _("as last time") if decision.as_before else ""
    end = ", ".join(filter(None, (by, again, _second(decision))))
    return Cell(f"{decision.rule}: {decision.said}{where}\n{choice}{why} · {end}")


def _second(decision: Decision) -> str:
    if decision.second is not None:
        return _("second sign: %(name)s") % {"name": decision.second}
    return _("waits for a second sign") if decision.needs_second else ""


def _flag(flag: FlagDecision) -> Cell:
    asked = questions([flag.answer.fact])[0]
    choice = word(CHOICE_WORDS, flag.choice)
    return Cell(f"{asked}\n{choice}: {flag.reason} · {flag.by}, {moment(flag.at)}")


def consents_section(consents: Sequence[Consent]) -> Section:
    """Return each consent with the version and the language of the text that was read."""
    head = (_("Consent to"), _("Given by"), _("How, when"), _("Text"))
    if not consents:
        return Section(_("Consents"), (Notice(_("No consent is on record.")),))
    rows = tuple(_consent(consent) for consent in consents)
    return Section(_("Consents"), (Table("", head, CONSENT_WIDTHS, rows),))


def _consent(consent: Consent) -> Row:
    known = consent.technique in consent_texts()
    title = consent_title(consent.technique) if known else consent.technique
    speaks = _("speaks for the patient: %(as)s") % {"as": consent.speaks_for}
    witness = _("before %(name)s") % {"name": consent.witness}
    given = (
        said(consent.signed_name),
        *(one(speaks) if consent.speaks_for else ()),
        *(one(witness) if consent.witness else ()),
    )
    paper = (_("paper %(code)s") % {"code": consent.paper.spelt},) if consent.paper else ()
    how = (Cell(word(WAYS, consent.way)), *map(Cell, paper), Cell(moment(consent.at)))
    text = (Cell(consent.text_version), Cell(word(LANGUAGES, consent.language)))
    below = "\n".join(filter(None, (consent.own_rate, _withdrawn(consent))))
    return Row(((Cell(title, strong=True),), given, how, text), below)


def _withdrawn(consent: Consent) -> str:
    if consent.withdrawn_at is None:
        return ""
    back = _("Withdrawn %(at)s") % {"at": moment(consent.withdrawn_at)}
    return f"{back}: {consent.withdrawn_why}" if consent.withdrawn_why else back
