"""Day sheets as files, in a folder that the centre names: for when nothing else is there.

Each centre's sheet of today is written anew every quarter of an hour, in each language, by a
change of name, so that nobody opens half of one. Sheets of other days are taken away.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.centres.models import Centre
from ashi.web.printing.day import TEMPLATE, day_document, sheet_of
from ashi.web.printing.engine import pdf_of

ENDING = ".day-sheet.pdf"


def write_day_sheets(folder: Path, now: datetime) -> list[Path]:
    """Write today's sheets of every centre into ``folder``; take those of other days away."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = [
        path for centre in Centre.objects.order_by("pk") for path in _of(centre, folder, now)
    ]
    for old in set(folder.glob(f"*{ENDING}")) - set(written):
        old.unlink(missing_ok=True)
    return written


def _of(centre: Centre, folder: Path, now: datetime) -> Iterator[Path]:
    with timezone.override(ZoneInfo(centre.zone)):
        day = timezone.localdate(now)
        sheet = sheet_of(centre, now)
        for language, _name in settings.LANGUAGES:
            path = folder / f"{centre.slug}-{day.isoformat()}-{language}{ENDING}"
            first = not path.exists()
            with translation.override(language):
                document = day_document(sheet, language, _("Ashi, by itself"))
                _put(path, pdf_of(document, TEMPLATE))
            if first:
                _tell(centre, day, language)
            yield path


def _put(path: Path, made: bytes) -> None:
    """Write beside the name and change names: readable to this account alone."""
    with NamedTemporaryFile(dir=path.parent, prefix="day-", delete=False) as file:  # mode 0600
        file.write(made)
    Path(file.name).replace(path)


def _tell(centre: Centre, day: date, language: str) -> None:
    by = replace(SYSTEM, centre_id=centre.pk)
    detail = {"language": language}
    record(by=by, action="sheet.write", subject=("sheet", day.isoformat()), detail=detail)
