"""The trail as a file for a spreadsheet, written while it is read."""

import csv
from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ashi.apps.audit.actor import Actor
from ashi.apps.audit.queries import Wanted, chunks_of
from ashi.web.audit.lines import Line, lines_of
from ashi.web.spreadsheets import MARK, as_text


class _Echo:
    """Takes what the csv writer writes and hands it on."""

    def write(self, text: str) -> str:
        return text


def rows_of(by: Actor, wanted: Wanted) -> Iterator[str]:
    """Yield the file line by line; never the whole of it in memory."""
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(_heads())
    for chunk in chunks_of(by.centre_id, wanted):
        for line in lines_of(by, chunk):
            yield writer.writerow([as_text(value) for value in _cells(line)])


def _heads() -> list[str]:
    return [
        _("Event"),
        _("When"),
        _("Person"),
        _("Person's number"),
        _("Role"),
        _("What was done"),
        _("Code"),
        _("About"),
        _("Patient"),
        _("Patient's number"),
        _("Why"),
        _("Reason given"),
        _("Through"),
        _("Tablet's number"),
        _("Detail"),
    ]


def _cells(line: Line) -> list[str]:
    return [
        line.event_id,
        localtime(line.at).isoformat(timespec="seconds"),
        line.person,
        str(line.person_id or ""),
        line.role,
        line.action,
        line.code,
        line.subject,
        line.patient,
        str(line.patient_id or ""),
        line.purpose,
        line.reason,
        line.source,
        str(line.device_id or ""),
        line.detail,
    ]
