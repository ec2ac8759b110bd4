"""The key and the file of signed heads, both outside the database."""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


def signing_key() -> bytes:
    """Return the key; the first start makes it, readable by this user only."""
    path = Path(settings.AUDIT_KEY_FILE)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(new, path)  # whoever is first has made it
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_bytes()


def sign(sequence: int, chain: bytes) -> bytes:
    """Return the HMAC-SHA256 of a head."""
    return hmac.new(signing_key(), f"{sequence}:".encode() + chain, hashlib.sha256).digest()


def append_head(sequence: int, chain: bytes, signature: bytes) -> None:
    """Write a head at the end of the file, on the disk before this returns."""
    path = Path(settings.AUDIT_HEADS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {"sequence": sequence, "chain": chain.hex(), "signature": signature.hex()}
    with path.open("a") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def heads_on_file() -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the heads of the file, oldest first; a line cut short by a crash is passed over."""
    path = Path(settings.AUDIT_HEADS_FILE)
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            head = json.loads(line)
            yield (
                head["sequence"],
                bytes.fromhex(head["chain"]),
                bytes.fromhex(head["signature"]),
            )
        except (ValueError, KeyError):
            continue
