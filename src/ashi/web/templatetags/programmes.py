"""What comes back from home, on any page of whoever may read it."""

from typing import Any

from django import template
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.programmes.queries import live_programme
from ashi.web.programmes.telling import told_of

register = template.Library()


@register.inclusion_tag("programmes/_told.html", takes_context=True)
def home_programme(context: dict[str, Any], patient_id: int) -> dict[str, Any]:
    """Draw days done beside days asked, and what hurt."""
    here = {"patient_id": patient_id, "can": context["can"]}
    try:
        live = live_programme(context["request"].actor, patient_id)
    except NotAllowedError:
        return here
    told = told_of(patient_id, timezone.localdate()) if live else None
    return here | {"shown": True, "live": live, "told": told}
