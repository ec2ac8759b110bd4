"""Pages in the centre's own words, as the tests write and publish them."""

from ashi.apps.content.actions import keep_draft, publish_page, send_page
from ashi.apps.content.models import PageVersion
from ashi.apps.content.queries import Desk, PageKey, desk_of, page_key
from ashi.core.knowledge.pages.reading import Told

MIGRAINE = ("condition", "migraine")
OURS = Told("We listen first, then we plan.", "Πρώτα ακούμε, μετά κάνουμε πλάνο.")


def key_of(small, page: tuple[str, str] = MIGRAINE) -> PageKey:
    return page_key(small.centre, *page)


def desk_now(small, page: tuple[str, str] = MIGRAINE) -> Desk:
    return desk_of(key_of(small, page))


def keep(small, who: str = "maria", page: tuple[str, str] = MIGRAINE, **texts: Told) -> Desk:
    """Keep a draft; a place is named with _ for -."""
    return keep_draft(
        by=small.actor(who),
        kind=page[0],
        name=page[1],
        seen=desk_now(small, page).seen,
        texts={place.replace("_", "-"): text for place, text in texts.items()},
    )


def send(small, who: str = "maria", page: tuple[str, str] = MIGRAINE) -> PageVersion:
    seen = desk_now(small, page).seen
    return send_page(by=small.actor(who), kind=page[0], name=page[1], seen=seen)


def publish(small, who: str = "andreas", page: tuple[str, str] = MIGRAINE) -> PageVersion:
    seen = desk_now(small, page).seen
    return publish_page(by=small.actor(who), kind=page[0], name=page[1], seen=seen)


def published(small, page: tuple[str, str] = MIGRAINE, **texts: Told) -> PageVersion:
    """Publish words that Maria wrote and Andreas read."""
    keep(small, "maria", page, **texts)
    send(small, "maria", page)
    return publish(small, "andreas", page)
