"""Keep what was answered to a form, so that the same form sent again is not done again.

And let what counts tries begin anew where the clock was set back.
"""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.db import connection, transaction

from ashi.apps.accounts.models import Answered

KEPT_FOR = timedelta(days=1)  # chosen: a browser asks to send again when it is opened next morning
FIND, OPEN = b"ashi.answered.find", b"ashi.answered.open"


def answer_to(sent: bytes) -> bytes | None:
    """Return what was answered to the very same form before; None where it comes the first time.

    Two that come at once wait for each other: the lock lasts as long as the transaction, which
    must be the one in which the form is taken.
    """
    digest = hashlib.sha256(FIND + sent).digest()
    with connection.cursor() as cursor:
        lock = int.from_bytes(digest[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
    row = Answered.objects.filter(pk=digest.hex()).first()
    return None if row is None else _seal_of(sent).decrypt(bytes(row.answer))


def keep_answer(sent: bytes, answer: bytes) -> None:
    """Keep what was answered, in the transaction of what the form did."""
    digest = hashlib.sha256(FIND + sent).hexdigest()
    Answered.objects.create(digest=digest, answer=_seal_of(sent).encrypt(answer))


@transaction.atomic
def forget_answers(*, now: datetime) -> int:
    """Drop what was answered more than a day ago; return how many."""
    return Answered.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


@transaction.atomic
def begin_counts_anew(*, now: datetime) -> None:
    """Let nobody wait for a moment that the clock, set back, reaches an hour later.

    What is counted for a while (codes asked for, tries to sign in) is counted from nought; who is
    shut out for wrong passwords is from now on, for as long as anybody.
    """
    cache.clear()
    AccessAttempt.objects.filter(attempt_time__gt=now).update(attempt_time=now)


def _seal_of(sent: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(OPEN + sent).digest()))
