"""One message by its way: e-mail over SMTP, text message by the gateway; and what a failure means.

A failure is *permanent* when waiting will not help this message, and an *outage* when it says
nothing of this message: the next one would meet it, too.
"""

from http.client import HTTPException
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.conf import settings
from django.core.mail import EmailMessage

from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render, render_sms
from ashi.apps.messages.texting import GatewayRefusedError, send_text

PERMANENT = 500  # SMTP replies from here on will not change by waiting
# What the server says of us, whoever is written to.
OF_US = (SMTPAuthenticationError, SMTPConnectError, SMTPHeloError, SMTPSenderRefused)
FAILURES = (SMTPException, OSError, HTTPException, GatewayRefusedError)


class NoGatewayError(OSError):
    """A text message waits, and there is no gateway any more."""


def deliver(message: Message) -> None:
    """Hand a message over; one of ``FAILURES`` is raised when that does not succeed."""
    if message.channel == Message.Channel.EMAIL:
        letter_of(message).send()
        return
    if settings.SMS_GATEWAY is None:
        raise NoGatewayError
    send_text(
        settings.SMS_GATEWAY,
        to=message.to,
        text=render_sms(message.kind, message.language, message.context),
        key=f"message-{message.pk}@{_domain()}",
    )


def reply_of(error: Exception) -> int:
    """Return the code the other side answered with; 0 where it did not answer."""
    if isinstance(error, SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    if isinstance(error, GatewayRefusedError):
        return error.status
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def is_permanent(error: Exception) -> bool:
    """Tell whether waiting will not help this message."""
    if isinstance(error, GatewayRefusedError):
        return error.is_permanent
    return reply_of(error) >= PERMANENT and not isinstance(error, OF_US)


def is_outage(error: Exception) -> bool:
    """Tell whether the way is shut for every message."""
    return isinstance(error, OF_US) or reply_of(error) == 0


def letter_of(message: Message) -> EmailMessage:
    """Return the e-mail of a message, in its language, with a calendar file where it has one."""
    rendered = render(message.kind, message.language, message.context)
    headers = {"Message-ID": f"<message-{message.pk}@{_domain()}>"}
    if "stop" in message.context:
        # RFC 8058: the mail program posts to this address when its own button is pressed.
        headers["List-Unsubscribe"] = f"<{message.context['stop']}/now>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter = EmailMessage(
        subject=rendered.subject,
        body=rendered.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers=headers,
    )
    if rendered.calendar:
        letter.attach("visit.ics", rendered.calendar, "text/calendar")
    return letter


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rsplit("@", 1)[-1].strip("> ")
