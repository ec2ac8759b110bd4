"""Two guards of a server's processes: none outlives its parent, none shares a port."""

import os
import socket
import threading
import time

LOOK_EVERY_S = 0.5


class PortTakenError(Exception):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken by another program: stop it, or choose another port."
        )


def leave_with_parent(parent: int) -> None:
    """End this process, at once and without asking, when the one that started it has gone.

    ``parent`` is told, not asked of the system: it may be gone before this line is reached.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="leave-with-parent").start()


def refuse_taken(host: str, port: int) -> None:
    """Raise ``PortTakenError`` where somebody listens; granian would join them in silence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise PortTakenError(port) from None
        except OSError as error:
            raise PortTakenError(port) from error
