"""Reports of delivery as mail servers write them (RFC 3464), of letters that do not exist."""

HEADERS = """\
Message-ID: <{letter}@ashi.example>
Subject: Your visit
From: centre@ashi.example
To: {to}
"""
REPORT = """\
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: centre@ashi.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261129080000.AB12@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.example. Your message could not be delivered.

--b
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Sun, 29 Nov 2026 08:00:00 +0000 (UTC)

Final-Recipient: rfc822; {final}
{original}Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Description: Undelivered Message
Content-Type: {kind}

{headers}
--b--
"""


def report(
    letter: str,
    to: str,
    *,
    final: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    kind: str = "message/rfc822",
) -> bytes:
    """Return a report; ``final`` is where a server sent it on, ``kind`` how the letter comes back."""
    original = f"Original-Recipient: rfc822;{to}\n" if final else ""
    headers = HEADERS.format(letter=letter, to=to)
    return REPORT.format(
        final=final or to,
        original=original,
        action=action,
        status=status,
        kind=kind,
        headers=headers,
    ).encode()
