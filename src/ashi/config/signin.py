"""What the sign-in guard counts by."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def axes_username(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the e-mail somebody tries, so that a lock is by person and address together."""
    given = credentials or {}
    return (given.get("email") or given.get("username") or request.POST.get("login") or "").lower()
