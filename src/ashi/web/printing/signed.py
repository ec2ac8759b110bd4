"""What was written, who signed it, and what was added to it since."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ashi.apps.charting.models import (
    Adverse,
    AdverseEvent,
    Amendment,
    Diagnosis,
    Note,
    TonguePulse,
)
from ashi.apps.charting.queries import SECTIONS
from ashi.core.knowledge.codes import SYSTEMS
from ashi.web.charting.events import event_line
from ashi.web.charting.tradition import lines_of
from ashi.web.printing.document import Block, Cell, Items, Notice, Pairs, Section, Text
from ashi.web.printing.wording import Cells, moment, one, said

DIGEST_RUN = 8


def note_section(note: Note | None) -> Section:
    """Return the four parts of a note, each also where nothing is written."""
    words = {
        "subjective": _("What the patient says (S)"),
        "objective": _("What we find (O)"),
        "assessment": _("What we make of it (A)"),
        "plan": _("What comes next (P)"),
    }
    nothing = pgettext("record", "nothing written")
    copied = _("copied, not looked at since")
    if note is not None:
        words |= {name: f"{words[name]}, {copied}" for name in note.copied if name in words}
    parts = tuple(
        Text(words[name], said(getattr(note, name) if note else None, nothing)) for name in SECTIONS
    )
    return Section(_("Note"), parts)


def diagnoses_section(rows: Sequence[Diagnosis]) -> tuple[Section, ...]:
    """Return the codes of a visit, each with its system; none where nothing was coded."""
    if not rows:
        return ()
    pairs = tuple((f"{row.code} ({SYSTEMS[row.system]})", (Cell(row.title),)) for row in rows)
    return (Section(_("Diagnoses"), (Pairs(pairs),)),)


def tongue_section(row: TonguePulse | None) -> tuple[Section, ...]:
    """Return what was seen of the tongue and felt of the pulse; none where nobody looked."""
    pairs = tuple((line.name, (Cell(line.words),)) for line in lines_of(row))
    return (Section(_("Tongue and pulse"), (Pairs(pairs),)),) if pairs else ()


def adverse_section(
    note: Note | None, events: Sequence[AdverseEvent] = (), *, treated_before: bool = False
) -> Section:
    """Return whether anything unwanted happened, and each event; not asked is not "none"."""
    rows: list[tuple[str, Cells]] = [(_("At this visit"), adverse_of(note, events))]
    if treated_before:
        rows.append((_("Since the visit before"), since_of(note)))
    blocks: list[Block] = [Pairs(tuple(rows))]
    if events:
        blocks.append(Items(_("What happened"), tuple(map(_event, events))))
    return Section(_("Unwanted events"), tuple(blocks))


def _event(row: AdverseEvent) -> Cell:
    line = event_line(row)
    grave = f"{line.severity}, {_('serious')}" if row.serious else line.severity
    words = (f"{line.term}, {grave}; {line.facts}.", row.happened, row.action)
    return Cell(" ".join(filter(None, words)))


def since_of(note: Note | None) -> Cells:
    """Return whether anything unwanted came after the visit before."""
    if note is None or note.adverse_since == Adverse.UNKNOWN:
        return one(None, pgettext("record", "not asked"))
    if note.adverse_since == Adverse.NONE:
        return (Cell(pgettext("adverse", "None")),)
    return (Cell(pgettext("adverse", "Yes"), strong=True),)


def adverse_of(note: Note | None, events: Sequence[AdverseEvent] = ()) -> Cells:
    """Return none, yes with what happened, or not asked."""
    if note is None or note.adverse == Adverse.UNKNOWN:
        return one(None, pgettext("record", "not asked"))
    if note.adverse == Adverse.NONE:
        return (Cell(pgettext("adverse", "None")),)
    yes = Cell(pgettext("adverse", "Yes"), strong=True)
    if events and not note.adverse_text.strip():
        return (yes,)
    return yes, said(note.adverse_text, _("what happened is not said"))


def signature_section(note: Note | None) -> Section:
    """Return signature, second signature and digest, or that there is none yet."""
    if note is None or note.signed_at is None:
        return Section(_("Signature"), (Notice(draft_mark()),))
    rows: list[tuple[str, Cells]] = [
        (_("Written by"), one(note.author)),
        (_("Signed"), (Cell(f"{note.signed_by}, {moment(note.signed_at)}", strong=True),)),
    ]
    if note.late:
        rows.append((_("Late entry"), one(_("signed more than a day after the visit"))))
    if note.cosigned_at is not None:
        rows.append((_("Second signature"), one(f"{note.cosigned_by}, {moment(note.cosigned_at)}")))
    elif note.needs_cosign:
        waiting = Cell(_("waits for a second signature"), known=False)
        rows.append((_("Second signature"), (waiting,)))
    else:
        rows.append((_("Second signature"), one(_("not needed"))))
    rows.append((_("Digest (SHA-256) of what was signed"), one(digest_words(note.digest))))
    return Section(_("Signature"), (Pairs(tuple(rows)),))


def digest_words(digest: str) -> str:
    """Return a digest in runs that can be compared by eye."""
    runs = range(0, len(digest), DIGEST_RUN)
    return " ".join(digest[start : start + DIGEST_RUN] for start in runs)


def draft_mark() -> str:
    """Return what stands on each page of a record that nobody signed."""
    return _("Not signed: a draft")


def amendments_section(amendments: Sequence[Amendment]) -> Section:
    """Return what was added after signing: what, why, by whom, when."""
    if not amendments:
        return Section(_("Added after signing"), (Notice(_("Nothing was added.")),))
    return Section(_("Added after signing"), tuple(map(_amended, amendments)))


def _amended(amendment: Amendment) -> Pairs:
    return Pairs(
        (
            (_("Added"), one(f"{amendment.by}, {moment(amendment.at)}")),
            (_("Reason"), one(amendment.reason)),
            (_("What was added"), one(amendment.text)),
        )
    )
