"""Unwanted events of a record, as they are read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ashi.apps.charting.models import AdverseEvent, Note
from ashi.core.safety.adverse import event_kinds
from ashi.web.charting.wording import (
    CAUSE_WORDS,
    ONSET_WORDS,
    OUTCOME_WORDS,
    SEVERITY_WORDS,
)
from ashi.web.templatetags.frame import in_language


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as it is read: what, how grave, the rest in one line, to whom it is to be told."""

    row: AdverseEvent
    term: str
    severity: str
    facts: str
    report: str


def event_lines(note: Note | None) -> list[EventLine]:
    """Return the events of a note as they are read."""
    return [] if note is None else [event_line(row) for row in note.events.all()]


def event_line(row: AdverseEvent) -> EventLine:
    """Return an event as it is read."""
    kind = event_kinds()[row.code]
    facts = (
        _("after the last visit") if row.after_id else "",
        str(ONSET_WORDS[row.onset]),
        _("lasted %(time)s") % {"time": row.lasted} if row.lasted else "",
        _("caused by the treatment: %(how)s") % {"how": CAUSE_WORDS[row.cause]},
        _("now: %(how)s") % {"how": OUTCOME_WORDS[row.outcome]},
        _("reported to %(whom)s") % {"whom": row.reported_to} if row.reported_to else "",
    )
    waits = kind.report != "no" and not row.reported_to
    return EventLine(
        row=row,
        term=in_language(kind, "term"),
        severity=str(SEVERITY_WORDS[row.severity]),
        facts="; ".join(filter(None, facts)),
        report=kind.report if waits else "",
    )
