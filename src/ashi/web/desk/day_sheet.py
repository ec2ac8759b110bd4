"""The day sheet as PDF: read on the screen, printed, kept by the board for when nothing works."""

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.web.desk.board_page import note_read
from ashi.web.policy import allow
from ashi.web.printing.day import TEMPLATE, day_document, sheet_of
from ashi.web.printing.engine import pdf_of
from ashi.web.printing.pages import language_of


@require_GET
@allow(Permission.DIARY_READ)
def day_sheet(request: HttpRequest, day: date) -> HttpResponse:
    """Give one day on paper, with phones and precautions for those who may read them."""
    note_read(request, day, "sheet")
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    with translation.override(language_of(request)):
        sheet = sheet_of(
            request.centre,
            noon,
            with_phones=may(request.actor, Permission.IDENTITY_READ),
            with_precautions=may(request.actor, Permission.CLINICAL_READ),
        )
        language = translation.get_language() or "en"
        made = pdf_of(day_document(sheet, language, str(request.user)), TEMPLATE)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="day-{day.isoformat()}.pdf"',
            "Cache-Control": "no-store",
        },
    )
