"""Letters that came back: what a report of delivery says (RFC 3464), and what is kept of it.

A mail server takes a letter and finds out later that nobody has that address; it then sends a
report to whoever the letter is from. A report is believed only where the letter that it brings
back is one of ours and the address is the one it went to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from django.db import transaction

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.messages.models import Message as Letter

OURS = re.compile(r"<message-(\d{1,18})@[^>\s]+>")
BOUNCED = "Bounced"
STATUS = re.compile(r"\d\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Bounced:
    """One letter that will not arrive: its number, to whom it went, and the status of RFC 3463."""

    letter_id: int
    to: str
    status: str


def read_report(raw: bytes) -> list[Bounced]:
    """Return what a report says will never arrive; nothing where no letter of ours is in it.

    A report that something is late, or has arrived, says nothing of that kind.
    """
    mail = message_from_bytes(raw, policy=policy.default)
    parts = list(mail.walk())
    letter = next((one for part in parts for one in _letter_ids(part)), None)
    if mail.get_content_type() != "multipart/report" or letter is None:
        return []
    return [
        Bounced(letter, to, status)
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for to, status in _failed(part)
    ]


@transaction.atomic
def keep_bounce(bounced: Bounced) -> bool:
    """Give up a letter that came back; tell whether it was one that had gone to that address."""
    rows = Letter.objects.select_for_update(of=("self",)).filter(
        pk=bounced.letter_id, to__iexact=bounced.to, channel=Letter.Channel.EMAIL
    )
    letter = rows.filter(state=Letter.State.SENT).first()
    if letter is None:
        return False
    letter.state, letter.last_error = Letter.State.GAVE_UP, f"{BOUNCED} {bounced.status}"
    letter.save(update_fields=["state", "last_error"])
    record(
        by=replace(SYSTEM, centre_id=letter.centre_id),
        action="message.bounced",
        subject=("message", letter.pk),
        patient_id=letter.patient_id,
        detail={"status": bounced.status},
    )
    return True


def _letter_ids(part: EmailMessage | Message) -> Iterator[int]:
    """Yield the number of the letter that a part brings back, whole or only its headers."""
    if part.get_content_type() == "text/rfc822-headers":
        text = str(part.get_payload(decode=False))
        found = OURS.search(text)
    else:
        found = OURS.fullmatch(str(part.get("Message-ID", "")).strip())
    if found:
        yield int(found[1])


def _failed(part: EmailMessage | Message) -> Iterator[tuple[str, str]]:
    """Yield address and status of each recipient whom it will never reach."""
    blocks = part.get_payload()
    for one in blocks if isinstance(blocks, list) else ():
        if not isinstance(one, Message) or _word(one, "Action").lower() != "failed":
            continue
        to = _address(one, "Original-Recipient") or _address(one, "Final-Recipient")
        status = STATUS.search(_word(one, "Status"))
        yield to, status[0] if status else ""


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()


def _address(block: Message, name: str) -> str:
    """Return the address behind its type: ``rfc822; somebody@example.com``."""
    return _word(block, name).partition(";")[2].strip().strip("<>")
