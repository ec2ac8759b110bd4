"""Times offered to who waits: to one at a time, held for them until a deadline."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import FreedTime, Visit, Wish


class WishOffer(models.Model):
    """One time offered to one who waits; the time is a held visit, so nobody else can have it.

    ``freed`` is the time it came from, or nothing where the desk chose the time. ``letters`` counts
    the messages that tell of it: none means that somebody must phone.
    """

    class State(models.TextChoices):
        """Where the offer stands."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="offers")
    freed = models.ForeignKey(FreedTime, on_delete=models.PROTECT, null=True, related_name="offers")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="wish_offer")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lapses_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    letters = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish"], condition=Q(state="open"), name="offer_one_open_a_wish"
            ),
            models.UniqueConstraint(
                fields=["freed"], condition=Q(state="open"), name="offer_of_freed_to_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["freed", "wish"], name="offer_of_freed_once_a_wish"),
            models.CheckConstraint(
                name="offer_ended_when",
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["lapses_at"], condition=Q(state="open"), name="offer_to_lapse"),
        ]
