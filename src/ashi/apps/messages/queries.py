"""What was written to whom, read a page at a time."""

from django.db.models import Q, QuerySet

from ashi.apps.messages.models import Message


def letters_of(centre_id: int, state: str = "", before: int | None = None) -> QuerySet[Message]:
    """Return a centre's messages, newest first, in one state or in all.

    ``before`` is the last message of the page before: what is older than it follows.
    """
    rows = Message.objects.filter(centre_id=centre_id)
    if state:
        rows = rows.filter(state=state)
    last = rows.filter(pk=before).first() if before else None
    if last:
        older = Q(created_at__lt=last.created_at)
        rows = rows.filter(older | Q(created_at=last.created_at, pk__lt=last.pk))
    return rows.order_by("-created_at", "-pk")
