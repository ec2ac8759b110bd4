"""Files under the names of their own SHA-256: written whole or not at all, the same one once.

Pure but for the folder it is given. Nothing that a sender chose becomes part of a path; a file
once written is never written again and never taken away.
"""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

_NAME = re.compile(r"[0-9a-f]{64}")


def place(root: Path, digest: str) -> Path:
    """Return where the file of this SHA-256 lies.

    Raises
    ------
    ValueError
        ``digest`` is no SHA-256 in lower case.
    """
    if not _NAME.fullmatch(digest):
        raise ValueError("no SHA-256")
    return root / digest[:2] / digest


def keep(root: Path, content: bytes) -> str:
    """Store ``content`` and return its SHA-256; what is stored already stays as it is.

    It is written beside its place, brought to the disk, and renamed: whoever looks sees a whole
    file or none, also when two store the same one at once or the machine stops.
    """
    digest = sha256(content).hexdigest()
    target = place(root, digest)
    if target.exists() and sha256(target.read_bytes()).hexdigest() == digest:
        return digest
    for folder in (root, target.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix="new-", delete=False) as file:
        written = Path(file.name)  # mode 0600
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.replace(written, target)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    _sync(target.parent)
    _sync(root)
    return digest


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fetch(root: Path, digest: str) -> bytes | None:
    """Return the stored file, or None where it is missing or is not what its name says."""
    try:
        content = place(root, digest).read_bytes()
    except (OSError, ValueError):
        return None
    return content if sha256(content).hexdigest() == digest else None


def stored(root: Path) -> Iterator[str]:
    """Yield the SHA-256 of every file in ``root``, in order."""
    for path in sorted(root.glob("??/*")):
        if _NAME.fullmatch(path.name) and path.parent.name == path.name[:2]:
            yield path.name
