"""What many ask for at the same moment, drawn once for all of them."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field


@dataclass
class _Drawing:
    at: float
    text: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class DrawnOnce:
    """Texts by key, each kept for ``keep_s`` seconds in this process; who comes second waits."""

    def __init__(self, keep_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self.keep_s, self.now = keep_s, now
        self._drawings: dict[Hashable, _Drawing] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, draw: Callable[[], str]) -> str:
        """Return what is kept under a key, else what ``draw`` returns; its errors are not kept."""
        drawing = self._of(key)
        with drawing.lock:
            if drawing.text is None:
                drawing.text = draw()
            return drawing.text

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._drawings.clear()

    def _of(self, key: Hashable) -> _Drawing:
        with self._lock:
            now = self.now()
            for old in [one for one, it in self._drawings.items() if now - it.at >= self.keep_s]:
                del self._drawings[old]
            return self._drawings.setdefault(key, _Drawing(now))
