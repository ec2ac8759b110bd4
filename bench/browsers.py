"""Somebody with a browser, over real connections."""

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_S = 120


class Browser:
    """One visitor with a connection and cookies of their own."""

    def __init__(self, port: int) -> None:
        self.line = HTTPConnection("localhost", port, timeout=PATIENCE_S)
        self.cookies = SimpleCookie()
        self.token = self.where = self.tag = ""

    def ask(
        self, way: str, path: str, form: dict[str, str] | None = None, **more: str
    ) -> tuple[int, str]:
        """Send one request, with more headers; return status and body."""
        cookies = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        headers = {"Cookie": cookies} | {name.replace("_", "-"): one for name, one in more.items()}
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token, **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(way, path, body, headers)
        answer = self.line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        text = answer.read().decode()
        if found := TOKEN.search(text):
            self.token = found[1]
        self.where = answer.getheader("Location", "")
        self.tag = answer.getheader("ETag", self.tag)
        return answer.status, text
