"""Tell who waits that a time is held for them, and until when."""

from ashi.apps.bookings.telling import contacts_of, write_to
from ashi.apps.messages.models import Message
from ashi.apps.waiting.links import offer_link
from ashi.apps.waiting.models import WishOffer

KIND = "freed-time"


def tell_offer(offer: WishOffer) -> int:
    """Queue one message for each contact who can be reached; return how many: 0 is to be phoned."""
    reached = contacts_of(offer.wish.patient_id, KIND)
    for contact in reached:
        write_to(
            contact,
            offer.visit,
            KIND,
            once=str(offer.pk),
            more={
                "link": offer_link(offer),
                "until": offer.lapses_at.isoformat(),
                "offer": offer.pk,
            },
            send_before=offer.lapses_at,
            by_day=True,
        )
    return len(reached)


def is_still_open(message: Message) -> bool:
    """Tell whether the letter of an offer may go: nobody has ended the offer."""
    offer = WishOffer.objects.filter(pk=message.context["offer"], state=WishOffer.State.OPEN)
    return offer.exists()
