"""Backups sealed with age (age-encryption.org): the server can write them and not read them.

The centre holds the private key. Any program that knows age opens the file without Ashi.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from ashi.cli.keeping import KeepingError, cause_of

HEADER = b"age-encryption.org/"
BEGINS = "AGE-SECRET-KEY-"  # a private key


def new_key(file: Path) -> str:
    """Make a pair of keys: write the private one to a new file, return the public one.

    Raises
    ------
    KeepingError
        The file is there already, or cannot be written.
    """
    from pyrage import x25519

    made = x25519.Identity.generate()
    public = str(made.to_public())
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeepingError(f"{file} is there already: a key is never written over") from error
    except OSError as error:
        raise KeepingError(f"{file} could not be written: {error.strerror}") from error
    with os.fdopen(opened, "w") as written:
        written.write(f"# public key: {public}\n{made}\n")
    return public


def seal(plain: Path, target: Path, recipients: Sequence[str]) -> None:
    """Write ``plain`` sealed to every recipient; whole or not at all.

    Raises
    ------
    KeepingError
        A recipient is no public key of age, or the disk is full.
    """
    import pyrage

    try:
        keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError as error:
        raise KeepingError(f"a recipient is no public key of age: {error}", "key") from error
    half = target.with_name(f".{target.name}.half")
    try:
        pyrage.encrypt_file(str(plain), str(half), keys)
        half.chmod(0o600)
        os.replace(half, target)
    except (OSError, pyrage.EncryptError) as error:
        half.unlink(missing_ok=True)
        raise KeepingError(f"{target} could not be written: {error}", cause_of(error)) from error


def is_sealed(file: Path) -> bool:
    """Return whether a file is sealed with age."""
    with file.open("rb") as opened:
        return opened.read(len(HEADER)) == HEADER


def unseal(sealed: Path, target: Path, key_file: Path | None) -> None:
    """Write what is in a sealed file.

    Raises
    ------
    KeepingError
        No key was named, it is none, or it is not the one of this file.
    """
    import pyrage

    if key_file is None:
        raise KeepingError(f"{sealed} is sealed: name the private key with --key")
    try:
        lines = key_file.read_text().split()
        keys = [pyrage.x25519.Identity.from_str(one) for one in lines if one.startswith(BEGINS)]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise KeepingError(f"{key_file} holds no private key of age") from error
    if not keys:
        raise KeepingError(f"{key_file} holds no private key of age")
    try:
        pyrage.decrypt_file(str(sealed), str(target), keys)
    except (OSError, pyrage.DecryptError) as error:
        raise KeepingError(f"{sealed} does not open with {key_file}: {error}") from error
