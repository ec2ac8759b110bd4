"""What is posted arrives whole, or counts as not arrived.

A line that breaks in the middle of a form gives the server a shorter body than was said. Read to
its end it would be a form with fewer fields, a picture without its lower half, and be kept as
that. Here the missing part is an error, as a broken line is, and nothing is written.
"""

from collections.abc import Callable, Iterable
from typing import IO, Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Whole:
    """A body of ``length`` bytes; that it ends before is an ``OSError``."""

    def __init__(self, body: IO[bytes], length: int) -> None:
        self._body = body
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes of what is left, all of it when ``size`` is below 0."""
        wanted = self._left if size < 0 else min(size, self._left)
        parts = []
        while wanted:
            part = self._there(self._body.read(wanted))
            wanted -= len(part)
            parts.append(part)
        return b"".join(parts)

    def readline(self, size: int = -1) -> bytes:
        """Read up to the end of a line, and no further than ``size``."""
        wanted = self._left if size < 0 else min(size, self._left)
        return self._there(self._body.readline(wanted)) if wanted else b""

    def _there(self, part: bytes) -> bytes:
        if not part:
            raise ConnectionResetError("what was posted ended before it was whole")
        self._left -= len(part)
        return part


def only_whole(application: Application) -> Application:
    """Give an application only bodies that are as long as was said."""

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = str(environ.get("CONTENT_LENGTH") or "")
        if said.isdecimal():
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(said))
        return application(environ, start_response)

    return answer
