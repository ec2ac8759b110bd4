"""The gateway that carries text messages (SMS), as any HTTP gateway can be described.

The address and the body hold ``{to}`` and ``{text}``. A body that begins with a brace is JSON, any
other is a form; what is put into either is written so that it stays one value.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

METHODS = ("POST", "PUT", "GET")
PLACES = ("{to}", "{text}")


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """Where and how a text message is handed over; ``header`` is a name and a secret value.

    ``inner``: the address may be http and one of this machine or network.
    """

    url: str
    method: str = "POST"
    body: str = ""
    header: tuple[str, str] = field(default=("", ""), repr=False)
    inner: bool = False


def gateway_of(
    text: Callable[[str], str], fault: Callable[[str, str], None], *, inner: bool
) -> Gateway | None:
    """Read the gateway's variables; None where no address is given.

    ``text`` returns a variable's value, ``fault`` is told which variable is wrong and how.
    """
    url = text("ASHI_SMS_URL")
    if not url:
        return None
    body, method = text("ASHI_SMS_BODY"), text("ASHI_SMS_METHOD").upper() or METHODS[0]
    name, _, value = text("ASHI_SMS_HEADER").partition(":")
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ({"https", "http"} if inner else {"https"}):
        fault("ASHI_SMS_URL", "is not an https:// address (http needs ASHI_SMS_INNER=1)")
    if method not in METHODS:
        fault("ASHI_SMS_METHOD", f"is {method!r}; write POST, PUT or GET")
    if not all(place in url + body for place in PLACES):
        fault("ASHI_SMS_BODY", "lacks {to} or {text}, and so does the address")
    if name and not value.strip():
        fault("ASHI_SMS_HEADER", "is not of the form Name: value")
    header = (name.strip(), value.strip())
    return Gateway(url=url, method=method, body=body, header=header, inner=inner)
