"""What every answer says of itself, unless its view has said it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
KEPT_NOWHERE = "private, no-store"
# A photograph is taken by the device's own camera program, which asks nobody here.
DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def own_headers(get_response: Answer) -> Answer:
    """Have no answer kept by a browser or a proxy, and give no page a device it does not use.

    Pages that may be kept, those for patients to read, say so themselves; so after a sign-out the
    back button of a shared device shows nobody's record.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        response.headers.setdefault("Permissions-Policy", DEVICES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer
