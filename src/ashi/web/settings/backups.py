"""How it stands with the backups of this installation."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.backups.queries import standing
from ashi.web.policy import allow


@require_GET
@allow(Permission.SETTINGS_WRITE)
def backups(request: HttpRequest) -> HttpResponse:
    """Show the newest backups and what became of each."""
    page = {
        "standing": standing(now=timezone.now()),
        "nightly": settings.NIGHTLY,
        "recipients": len(settings.NIGHTLY.recipients) if settings.NIGHTLY else 0,
    }
    return render(request, "settings/backups.html", page)
