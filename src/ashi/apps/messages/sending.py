"""Send due messages, each once: its row is locked while it is on the wire.

Two senders never take the same row. A sender that dies before its commit leaves the row queued
and the message goes again with the same Message-ID, by which a mail server knows it; that is as
near to "exactly once" as SMTP comes. A text message carries a key of its own in the same way.

When a way is shut (nobody answers, the sign-in is refused) the rest of what goes by it waits for
the next minute, and no other message loses a try.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ashi.apps.centres.models import Centre
from ashi.apps.messages.delivering import FAILURES, deliver, is_outage, is_permanent, reply_of
from ashi.apps.messages.models import Message
from ashi.apps.messages.quiet import polite
from ashi.apps.messages.samples import kept_after_sending
from ashi.apps.messages.standing import still_stands

MOST_ATTEMPTS = 9  # the last about four hours after the first
FIRST_WAIT = timedelta(minutes=1)
LAST_TRY = timedelta(minutes=2)  # so long before ``send_before``
CLOCKS_APART = timedelta(minutes=1)
AT_ONCE = timedelta(seconds=1)  # from "now" as an action takes it to the row's own time
TOO_LATE = "TooLate"


def send_due(limit: int = 200) -> int:
    """Send up to ``limit`` due messages; return how many went out."""
    sent, shut = 0, set[str]()
    for _ in range(limit):
        went = _send_next(shut)
        if went is None:
            break
        sent += went
    return sent


def _send_next(shut: set[str]) -> bool | None:
    """Send the next due message: True when it went, False when it did not, None: nothing due.

    ``shut`` are the channels that are not tried; one found shut is added.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(_is_due(timezone.now()), state=Message.State.QUEUED)
            .exclude(channel__in=shut)
            .order_by("send_after", "pk")
            .first()
        )
        if message is None:
            return None
        if _holds_back(message):
            return False
        message.attempts += 1
        try:
            deliver(message)
        except FAILURES as error:
            _put_back(message, error)
            shut |= {message.channel} if is_outage(error) else set()
            return False
        message.state, message.sent_at, message.last_error = (
            Message.State.SENT,
            timezone.now(),
            "",
        )
        if not settings.DEMO:  # there the letters are read in the demo itself
            message.context = kept_after_sending(message.kind, message.context)
        message.save()
        return True


def _is_due(now: datetime) -> Q:
    """Return what is to go now, also what was to go at once before the clock was set back.

    What was put off since then, for a further try or for the day, waits by the clock as it is.
    """
    at_once = Q(send_after__lte=F("created_at"), send_after__gt=F("created_at") - AT_ONCE)
    before = Q(created_at__gt=now + CLOCKS_APART) & at_once
    return Q(send_after__lte=now) | before


def _holds_back(message: Message) -> bool:
    """Call off what is no longer so, give up what comes too late, keep for the day what waits."""
    now = timezone.now()
    if not still_stands(message):
        message.state = Message.State.CANCELLED
    elif message.send_before and now >= message.send_before:
        message.state, message.last_error = Message.State.GAVE_UP, message.last_error or TOO_LATE
    elif (day := _day_of(message, now)) > now:
        message.send_after = day
    else:
        return False
    message.save(update_fields=["state", "last_error", "send_after"])
    return True


def _day_of(message: Message, now: datetime) -> datetime:
    """Return when it may go: now, or when the quiet hours of its centre are over."""
    centre = Centre.objects.filter(pk=message.centre_id or 0).first() if message.by_day else None
    return polite(now, centre) if centre else now


def _put_back(message: Message, error: Exception) -> None:
    """Keep the reason, and wait longer each time; give up when waiting cannot help."""
    message.last_error = f"{type(error).__name__} {reply_of(error) or ''}".strip()[:200]
    if is_permanent(error) or message.attempts >= MOST_ATTEMPTS:
        message.state = Message.State.GAVE_UP
    else:
        message.send_after = _next_try(message, timezone.now())
    message.save()


def _next_try(message: Message, now: datetime) -> datetime:
    """Return when to try again: twice as long each time, and once more before it is too late."""
    wanted = now + FIRST_WAIT * 2 ** (message.attempts - 1)
    if message.send_before is None or wanted < message.send_before:
        return wanted
    return max(now + FIRST_WAIT, message.send_before - LAST_TRY)
