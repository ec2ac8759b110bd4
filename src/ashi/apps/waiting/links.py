"""The link by which somebody says yes or no to one offered time: signed, for that offer only."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ashi.apps.waiting.models import WishOffer

_SIGNER = Signer(salt="ashi.wish.offer")


def offer_token(offer: WishOffer) -> str:
    """Return the token of an offer; it answers that offer and opens nothing else."""
    return _SIGNER.sign(str(offer.pk))


def offer_link(offer: WishOffer) -> str:
    """Return the whole address that goes into a message."""
    return f"{settings.BASE_URL}/offer/{offer_token(offer)}"


def offer_of(token: str) -> WishOffer | None:
    """Return the offer a token answers; None for a token nobody here has signed."""
    try:
        known = _SIGNER.unsign(token)
    except BadSignature:
        return None
    rows = WishOffer.objects.select_related(
        "wish__service__centre",
        "wish__patient",
        "visit__session__centre",
        "visit__session__service",
    )
    return rows.filter(pk=known).first()
