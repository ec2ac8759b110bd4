"""What every page's frame needs: centre, actor, role and what it may do."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ashi.apps.accounts.roles import MATRIX, Role
from ashi.web.accounts.theme import COOKIE, THEMES


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``centre``, ``actor``, ``can`` (permission names with _ for .), ``demo``."""
    actor = getattr(request, "actor", None)
    permissions = MATRIX[Role(actor.role)] if actor else frozenset()
    return {
        "centre": getattr(request, "centre", None),
        "actor": actor,
        "can": {str(permission).replace(".", "_"): True for permission in permissions},
        "demo": settings.DEMO,
        "tablet": getattr(request, "tablet", None),
        "theme": theme if (theme := request.COOKIES.get(COOKIE)) in THEMES else "",
    }
