"""A patient's newest documents, on any page of whoever may read them."""

from typing import Any

from django import template

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.documents.models import Kind
from ashi.apps.documents.queries import documents_of
from ashi.apps.documents.sniffing import Media
from ashi.web.documents.wording import KIND_WORDS, MEDIA_WORDS

register = template.Library()
NEWEST = 6


@register.inclusion_tag("documents/_newest.html", takes_context=True)
def newest_documents(
    context: dict[str, Any], patient_id: int, visit: int | None = None
) -> dict[str, Any]:
    """Draw the newest documents; ``visit`` is the one on which another would be hung."""
    here = {"patient_id": patient_id, "visit": visit, "can": context["can"]}
    try:
        rows = documents_of(context["request"].actor, patient_id).filter(put_away_at=None)
    except NotAllowedError:
        return here
    found = list(rows[: NEWEST + 1])
    return here | {"shown": True, "rows": found[:NEWEST], "more": len(found) > NEWEST}


@register.filter
def kind_word(kind: str) -> str:
    """Return what a document is."""
    return str(KIND_WORDS[Kind(kind)])


@register.filter
def media_word(media: str) -> str:
    """Return the type of a document's file."""
    return str(MEDIA_WORDS[Media(media)])
