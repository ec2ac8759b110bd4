"""Somebody who books online over HTTP, on a line that may break at any moment."""

import html
import re
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
START = re.compile(r'name="start" value="([^"]+)"')
PATIENCE_S = 30


class Visitor:
    """Keeps the cookies and sends each form again until something answers."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: SimpleCookie = SimpleCookie()
        self.token = ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, body and where it sends on; 0 where nobody answered."""
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items()),
        }
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token, **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as line:
            try:
                line.request("POST" if form is not None else "GET", path, body, headers)
                answer = line.getresponse()
                text = answer.read().decode()
            except (OSError, HTTPException):
                return 0, "", ""
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        if found := TOKEN.search(text):
            self.token = found[1]
        return answer.status, text, answer.getheader("Location", "")

    def starts(self, slug: str, day: str) -> list[str]:
        """Return the times that are offered on a day."""
        text = self.ask(f"/book/{slug}/?day={day}")[1]
        return [html.unescape(one) for one in START.findall(text)]

    def hold(self, slug: str, start: str, key: str) -> tuple[int, str]:
        """Send the form that holds a time; return status and where it sends on."""
        status, _, where = self.ask(f"/book/{slug}/", {"start": start, "key": key})
        return status, where
