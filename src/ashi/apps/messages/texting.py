"""Hand a text message to the gateway over HTTP, once and without following it anywhere.

The host's name is looked up first, and the connection goes to the very address that was looked
at: an address of this machine or its network is refused unless the operator allows it, and a name
that changes in between leads nowhere else. Redirects are not followed.
"""

import json
import socket
import ssl
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, urlsplit

from ashi.config.texting import Gateway

TIMEOUT_S = 15
TAKEN = range(200, 300)
# Ours to mend or the gateway's, whoever is written to: the message is tried again.
PASSING = frozenset({401, 402, 403, 407, 408, 425, 429})
PERMANENT = range(300, 500)
PORTS = {"https": 443, "http": 80}


class GatewayRefusedError(Exception):
    """The gateway answered, and did not take the message; ``status`` is HTTP's."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)

    @property
    def is_permanent(self) -> bool:
        """Tell whether waiting will not help."""
        return self.status in PERMANENT and self.status not in PASSING


class InnerAddressError(OSError):
    """The gateway's name leads to this machine or its network, and that was not allowed."""


def send_text(gateway: Gateway, *, to: str, text: str, key: str) -> None:
    """Hand one message over; the same ``key`` lets the gateway know a message that comes again.

    Raises
    ------
    GatewayRefusedError, InnerAddressError
    OSError, HTTPException
        Nobody answered, too late, or the connection broke: it may have been taken all the same.
    """
    url = urlsplit(_filled(gateway.url, to, text, in_json=False))
    port = url.port or PORTS[url.scheme]
    host = url.hostname or ""
    connection: HTTPConnection
    if url.scheme == "https":
        context = ssl.create_default_context()
        connection = HTTPSConnection(host, url.port, timeout=TIMEOUT_S, context=context)
    else:
        context = None
        connection = HTTPConnection(host, url.port, timeout=TIMEOUT_S)
    plain = socket.create_connection((_address(host, port, gateway), port), TIMEOUT_S)
    try:
        connection.sock = context.wrap_socket(plain, server_hostname=host) if context else plain
        path = f"{url.path or '/'}{'?' if url.query else ''}{url.query}"
        body = _body(gateway, to, text)
        connection.request(gateway.method, path, body, _headers(gateway, key))
        status = connection.getresponse().status
    finally:
        connection.close()
        plain.close()
    if status not in TAKEN:
        raise GatewayRefusedError(status)


def _address(host: str, port: int, gateway: Gateway) -> str:
    """Return the address to connect to, after a look at every one the name has."""
    found = [
        str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SocketKind.SOCK_STREAM)
    ]
    if not gateway.inner and not all(_is_outer(one) for one in found):
        raise InnerAddressError
    return found[0]


def _is_outer(text: str) -> bool:
    address = ip_address(text.split("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


def _headers(gateway: Gateway, key: str) -> dict[str, str]:
    headers = {"Idempotency-Key": key}
    if gateway.body:
        kind = "json" if _is_json(gateway.body) else "x-www-form-urlencoded"
        headers["Content-Type"] = f"application/{kind}; charset=utf-8"
    name, value = gateway.header
    return headers | ({name: value} if name else {})


def _body(gateway: Gateway, to: str, text: str) -> bytes | None:
    if not gateway.body:
        return None
    return _filled(gateway.body, to, text, in_json=_is_json(gateway.body)).encode()


def _is_json(body: str) -> bool:
    return body.lstrip().startswith(("{", "["))


def _filled(template: str, to: str, text: str, *, in_json: bool) -> str:
    """Put both values in at once, so that neither is looked through for the other's place."""
    written = [json.dumps(one)[1:-1] if in_json else quote(one, safe="") for one in (to, text)]
    before = template.split("{to}")
    return written[0].join(part.replace("{text}", written[1]) for part in before)
