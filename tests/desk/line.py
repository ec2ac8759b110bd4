"""A line between a browser and a server, which a test cuts and mends: the server dies for who looks."""

import socket
import threading
from contextlib import suppress


class Line:
    """Forward one port of this machine to another, byte by byte, until it is cut."""

    def __init__(self, port: int) -> None:
        self.server = port
        self.ends: list[socket.socket] = []
        self.ear: socket.socket | None = None
        self.port = 0
        self.mend()

    @property
    def url(self) -> str:
        """Return the address under which the server is reached over this line."""
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        """Listen, on the same port as before."""
        self.ear = socket.create_server(("127.0.0.1", self.port))
        self.port = self.ear.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.ear,), daemon=True).start()

    def cut(self) -> None:
        """Refuse whoever comes, and drop whoever is here."""
        ear, self.ear = self.ear, None
        for one in [ear, *self.ends]:
            if one is None:
                continue
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.ends.clear()

    def _accept(self, ear: socket.socket) -> None:
        while True:
            try:
                near, _address = ear.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.server))
            except OSError:
                near.close()
                continue
            self.ends += [near, far]
            for one, two in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(one, two), daemon=True).start()


def _carry(one: socket.socket, two: socket.socket) -> None:
    with suppress(OSError):
        while some := one.recv(65536):
            two.sendall(some)
    for end in (one, two):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
