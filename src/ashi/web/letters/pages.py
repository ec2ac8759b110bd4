"""What was told to whom: the outbox, one letter, every kind in both languages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.unreached import unreached_of
from ashi.apps.centres.models import Centre
from ashi.apps.messages.actions import send_again
from ashi.apps.messages.errors import MessageUnknownError
from ashi.apps.messages.models import Message
from ashi.apps.messages.queries import letters_of
from ashi.apps.messages.rendering import KINDS, Rendered, render_sms
from ashi.apps.messages.rendering import render as rendered
from ashi.apps.messages.samples import OF_CENTRE, sample, sample_text, without_secrets
from ashi.apps.patients.queries import names_among
from ashi.web.letters.wording import CHANNEL_WORDS, KIND_WORDS, LANGUAGES, STATE_WORDS
from ashi.web.numbers import row_number
from ashi.web.policy import allow

A_PAGE = 40


@require_GET
@allow(Permission.DIARY_WRITE)
def letters(request: HttpRequest) -> HttpResponse:
    """List the centre's letters, newest first; those in one state on request."""
    state = request.GET.get("state", "")
    state = state if state in STATE_WORDS else ""
    before = row_number(request.GET.get("before"))
    centre_id = request.actor.centre_id or 0
    found = letters_of(centre_id, state, before)
    rows = list(found[: A_PAGE + 1])
    names = names_among(request.actor, {row.patient_id for row in rows if row.patient_id})
    page = {
        "lines": [_line(row, names) for row in rows[:A_PAGE]],
        "older": rows[A_PAGE - 1] if len(rows) > A_PAGE else None,
        "state": state,
        "states": STATE_WORDS,
        "given_up": len(unreached_of(centre_id, timezone.now())),
        "first": not before,
    }
    return render(request, "letters/list.html", page)


def _line(row: Message, names: dict[int, str]) -> dict[str, object]:
    return {
        "row": row,
        "kind": KIND_WORDS.get(row.kind, row.kind),
        "state": STATE_WORDS[row.state],
        "name": names.get(row.patient_id or 0, ""),
    }


@require_GET
@allow(Permission.DIARY_WRITE)
def letter(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one letter as it was written, without its codes and links."""
    row = get_object_or_404(Message, pk=message_id, centre_id=request.actor.centre_id)
    page = {
        "row": row,
        "kind": KIND_WORDS.get(row.kind, row.kind),
        "state": STATE_WORDS[row.state],
        "channel": CHANNEL_WORDS[row.channel],
        "letter": _as_sent(row),
    }
    return render(request, "letters/letter.html", page)


def _as_sent(row: Message) -> Rendered:
    """Return a message as it goes by its way, without its codes and links."""
    values = without_secrets(row.context)
    if row.channel == Message.Channel.SMS:
        return Rendered("", render_sms(row.kind, row.language, values))
    return rendered(row.kind, row.language, values)


@require_POST
@allow(Permission.DIARY_WRITE)
def again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a letter again that was given up."""
    try:
        send_again(by=request.actor, message_id=message_id)
    except MessageUnknownError as error:
        raise Http404 from error
    messages.success(request, _("It goes out again now."))
    return redirect("letter", message_id=message_id)


@require_GET
@allow(Permission.SETTINGS_READ)
def samples(request: HttpRequest) -> HttpResponse:
    """Show every kind of letter in both languages, with invented values."""
    centre = Centre.objects.values(*OF_CENTRE).get(pk=request.actor.centre_id or 0)
    now = timezone.now()
    shown = [
        (
            KIND_WORDS[kind],
            [
                (code, name, sample(kind, code, centre, now), sample_text(kind, code, centre, now))
                for code, name in LANGUAGES
            ],
        )
        for kind in KINDS
    ]
    return render(request, "letters/samples.html", {"kinds": shown})
