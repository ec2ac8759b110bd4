"""A database that is prepared, made once: to prepare an empty one takes most of such a test."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.integration.house.serving import ashi


@pytest.fixture(scope="session")
def prepared(testrun_uid: str) -> Iterator[Path]:
    """A folder with a prepared database that nobody runs; tests copy it.

    The workers of a run share it: the first to ask makes it, the last to hold it takes it away.
    """
    made = Path("/tmp") / f"ashi-prepared-{testrun_uid}"
    mark = made.with_suffix(".held")
    holding = _held(mark)
    if not os.fstat(holding).st_size:
        made.mkdir(mode=0o755, exist_ok=True)
        done = ashi(made, "prepare")
        assert done.returncode == 0, done.stderr
        os.write(holding, b"prepared")
    fcntl.flock(holding, fcntl.LOCK_SH)
    yield made
    with suppress(BlockingIOError):  # another worker still copies from it
        fcntl.flock(holding, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(made)
        mark.unlink()
    os.close(holding)


def _held(mark: Path) -> int:
    """Open and lock a file that is still there once it is locked."""
    while True:
        opened = os.open(mark, os.O_RDWR | os.O_CREAT)
        fcntl.flock(opened, fcntl.LOCK_EX)
        if os.fstat(opened).st_nlink:
            return opened
        os.close(opened)
