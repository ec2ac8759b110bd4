"""An SMS gateway that the tests run: it keeps what it is sent, or does what it was told to."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

KILL, STALL = "kill", "stall"


class Heard:
    """What came, and how the next requests are to be answered (a status, ``KILL`` or ``STALL``)."""

    def __init__(self) -> None:
        self.kept: list[dict[str, str]] = []
        self.answers: list[int | str] = []
        self.tries = 0
        self.port = 0


@contextmanager
def open_gateway(stall_s: float = 1.5) -> Iterator[Heard]:
    """Run the gateway on a free port of this machine."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            heard.tries += 1
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            what = heard.answers.pop(0) if heard.answers else 202
            if what == KILL:
                self.connection.close()
                return
            if what == STALL:
                time.sleep(stall_s)
                return
            if what == 202:
                headers = {name.lower(): value for name, value in self.headers.items()}
                heard.kept.append(
                    headers | {"body": body, "path": self.path, "method": self.command}
                )
            self.send_response(int(what))
            if what == 302:
                self.send_header("Location", f"http://127.0.0.1:{heard.port}/elsewhere")
            self.end_headers()

        do_POST = do_PUT = do_GET = answer

        def log_message(self, *_said) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
