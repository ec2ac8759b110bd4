"""A centre's safety protocol, drafted and signed in one line."""

from django.utils import timezone

from ashi.apps.screening.actions.protocol import Change, edit_rule, sign_protocol
from ashi.apps.screening.models import ProtocolVersion
from ashi.apps.screening.protocol import Desk, desk_of
from tests.desk.centre import SmallCentre

OUR_LIST = "our haematologist's list of 2026"


def desk_now(small: SmallCentre) -> Desk:
    """Return the protocol as those see it who work on it."""
    return desk_of(small.centre.pk, timezone.now())


def draft(small: SmallCentre, rule: str, who: str = "andreas", **change) -> Desk:
    """Draft one rule."""
    seen = desk_now(small).seen
    return edit_rule(by=small.actor(who), rule=rule, seen=seen, change=Change(**change))


def sign(small: SmallCentre, who: str = "andreas") -> ProtocolVersion:
    """Sign what is drafted."""
    return sign_protocol(by=small.actor(who), seen=desk_now(small).seen)


def signed(small: SmallCentre, **changes: dict) -> ProtocolVersion:
    """Draft rules, by their ids with ``_`` for ``-``, and sign them."""
    for rule, change in changes.items():
        draft(small, rule.replace("_", "-"), **change)
    return sign(small)
