"""Send due messages, each once: its row is locked while it is on the wire.

Two senders never take the same row. A sender that dies before its commit leaves the row queued
and the message goes again with the same Message-ID, by which a mail server knows it; that is as
near to "exactly once" as SMTP comes.
"""

from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render

MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)
PERMANENT = 500  # SMTP replies from here on will not change by waiting


def send_due(limit: int = 200) -> int:
    """Send up to ``limit`` due messages; return how many went out."""
    sent = 0
    for _ in range(limit):
        went = _send_next()
        if went is None:
            break
        sent += went
    return sent


def _send_next() -> bool | None:
    """Send the next due message: True when it went, False when it did not, None: nothing due."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(state=Message.State.QUEUED, send_after__lte=timezone.now())
            .order_by("send_after", "pk")
            .first()
        )
        if message is None:
            return None
        message.attempts += 1
        try:
            letter_of(message).send()
        except (SMTPException, OSError) as error:
            _put_back(message, error)
            return False
        message.state, message.sent_at, message.last_error = (
            Message.State.SENT,
            timezone.now(),
            "",
        )
        message.save()
        return True


def _put_back(message: Message, error: Exception) -> None:
    """Keep the reason, and wait longer each time; give up when waiting cannot help."""
    message.last_error = f"{type(error).__name__} {_code(error) or ''}".strip()[:200]
    if _code(error) >= PERMANENT or message.attempts >= MOST_ATTEMPTS:
        message.state = Message.State.GAVE_UP
    else:
        message.send_after = timezone.now() + FIRST_WAIT * 2 ** (message.attempts - 1)
    message.save()


def _code(error: Exception) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def letter_of(message: Message) -> EmailMessage:
    """Return the e-mail of a message, in its language, with a calendar file where it has one."""
    rendered = render(message.kind, message.language, message.context)
    letter = EmailMessage(
        subject=rendered.subject,
        body=rendered.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={"Message-ID": f"<message-{message.pk}@{_domain()}>"},
    )
    if rendered.calendar:
        letter.attach("visit.ics", rendered.calendar, "text/calendar")
    return letter


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ")
