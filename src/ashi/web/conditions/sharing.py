"""Links by which a reader sends a page to somebody: no script, no code of a third party."""

from typing import NamedTuple
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


class Share(NamedTuple):
    """One way to send it."""

    name: str
    address: str


class Card(NamedTuple):
    """How a page is shown where its address is shared."""

    title: str
    about: str
    picture: str


def card_of(request: HttpRequest, title: str, about: str, name: str, slug: str) -> Card:
    """Return what the tags of a page say; the picture is in the page's language."""
    address = request.build_absolute_uri(reverse(name, args=[slug]))
    return Card(title, about, f"{address}?lang={request.LANGUAGE_CODE}")


def share_links(title: str, address: str) -> list[Share]:
    """Return the ways to send a page on; nothing leaves before the reader presses one."""
    text = quote(f"{title} {address}")
    return [
        Share(_("By e-mail"), f"mailto:?subject={quote(title)}&body={quote(address)}"),
        Share("Viber", f"viber://forward?text={text}"),
        Share("WhatsApp", f"https://wa.me/?text={text}"),
    ]
