"""The letters of the demo, which go to a folder and not to people."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render as render_message
from ashi.web.policy import open_to_all

SHOWN = 20


@open_to_all
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Show the latest letters of the demo."""
    if not settings.DEMO:
        raise Http404
    rows = Message.objects.order_by("-pk")[:SHOWN]
    letters = [(row, render_message(row.kind, row.language, row.context)) for row in rows]
    return render(request, "demo/mail.html", {"letters": letters})
