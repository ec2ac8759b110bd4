"""Back to the page that somebody came from."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_page(request: HttpRequest, otherwise: str) -> str:
    """Return the address a form names under ``next`` if it is a page here, else ``otherwise``."""
    target = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if here and target.startswith("/") else otherwise
