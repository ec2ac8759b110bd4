"""A mail server that the tests run on a free port of this machine, and everything sent to it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Box:
    """What a mail server does with what it is sent: keeps it, or answers as it was told."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.answers: list[str] = []
        self.port = 0

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.kept.append(envelope.content.decode())
        return "250 kept"


@contextmanager
def open_box() -> Iterator[Box]:
    """Run the server."""
    box = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def send_to(box: Box, settings) -> None:
    """Have everything that leaves go to the server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = box.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
