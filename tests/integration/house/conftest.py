"""A database that is prepared, made once: to prepare an empty one takes most of such a test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.house.serving import ashi


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A folder with a prepared database that nobody runs; tests copy it."""
    made = Path("/tmp") / f"ashi-prepared-{os.getpid()}"
    made.mkdir(mode=0o755)
    done = ashi(made, "prepare")
    assert done.returncode == 0, done.stderr
    yield made
    shutil.rmtree(made)
