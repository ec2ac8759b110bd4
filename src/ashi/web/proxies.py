"""Whose request it is, where a proxy on this machine passes it on."""

from collections.abc import Callable
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def visitor_address(get_response: Answer) -> Answer:
    """Take the visitor's address from what the proxy beside Ashi wrote last.

    Without it all visitors share the proxy's address, and what is counted by address (codes,
    guesses) is counted for all at once. What a visitor writes into the header themself stands
    before the proxy's word, or is replaced by it. A request from elsewhere is believed nothing.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if told and _is_here(request.META.get("REMOTE_ADDR", "")) and _is_address(told):
            request.META["REMOTE_ADDR"] = told
        return get_response(request)

    return answer


def _is_here(address: str) -> bool:
    return _is_address(address) and ip_address(address).is_loopback


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
