"""The files of documents in a backup: packed beside the dump, compared by their own SHA-256."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from ashi.apps.documents.storing import fetch, keep, place, stored

FOLDER = "documents"
TABLE = "SELECT to_regclass('public.documents_document')"
NAMED = "SELECT DISTINCT sha256 FROM documents_document ORDER BY sha256"


def pack(tar: tarfile.TarFile, root: Path) -> None:
    """Add every stored file; called after the dump, so that all it names are there by then."""
    for digest in stored(root):
        tar.add(place(root, digest), arcname=f"{FOLDER}/{digest[:2]}/{digest}")


def unpack(unpacked: Path, root: Path) -> list[str]:
    """Store the files of an unpacked backup; return what is wrong with any of them."""
    faults = []
    for digest in stored(unpacked / FOLDER):
        content = fetch(unpacked / FOLDER, digest)
        if content is None:
            faults.append(f"document {digest}: damaged in the backup")
        else:
            keep(root, content)
    return faults


def lost(url: str, root: Path) -> Iterator[str]:
    """Name every file of which the database knows and that is missing or not what it was."""
    with psycopg.connect(url) as connection:
        row = connection.execute(TABLE).fetchone()
        named = connection.execute(NAMED).fetchall() if row and row[0] else []
    for (digest,) in named:
        if fetch(root, digest) is None:
            yield f"document {digest}: its file is missing or damaged"
