"""Where this copy of Ashi keeps its files when nobody said where.

PostgreSQL refuses to run as root, so under root it runs as ``nobody``, who must be able to
reach its folder and its programs. Where the project lies under a folder closed to others
(root's home, most often), data and programs go to a folder of the system instead.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/var/lib/ashi-trial")
LONGEST_SOCKET_FOLDER = 90  # a socket's path holds 107 bytes, and PostgreSQL adds its file name
OTHERS_MAY_ENTER = 0o001


@dataclass(frozen=True)
class DatabasePlace:
    """The folders of one embedded database."""

    root: Path
    socket: Path

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.socket}"


def default_data_dir() -> Path:
    """Return ``.ashi`` in the checkout, or a folder of the user's where Ashi was installed."""
    project = Path(__file__).resolve().parents[3]
    if (project / "pyproject.toml").exists():
        return project / ".ashi"
    return Path.home() / ".local" / "share" / "ashi"


def documents_folder(data_dir: Path) -> Path:
    """Return where the files of documents lie: outside what the web server serves."""
    return data_dir / "documents"


def make_data_dir(data_dir: Path) -> None:
    """Make the folder; under root others may pass through it to the database, and see nothing."""
    data_dir.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        data_dir.chmod(data_dir.stat().st_mode | OTHERS_MAY_ENTER)


def database_place(data_dir: Path, name: str = "postgres") -> DatabasePlace:
    """Return where the embedded database of ``data_dir`` lives; the same each time."""
    root = data_dir / name
    mark = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    if os.geteuid() == 0 and not others_may_enter(data_dir):
        root = SYSTEM / mark
    socket = root / "run"
    if len(os.fsencode(socket)) > LONGEST_SOCKET_FOLDER:
        socket = Path(tempfile.gettempdir()) / f"ashi-{os.geteuid()}-{mark}"
    return DatabasePlace(root, socket)


def others_may_enter(path: Path) -> bool:
    """Tell whether every folder above ``path`` lets any user through."""
    return all(
        folder.stat().st_mode & OTHERS_MAY_ENTER
        for folder in path.absolute().parents
        if folder.exists()
    )
