"""A database that is prepared, made once: to prepare an empty one takes most of such a test.

Two prepare it at the same time, for the test of that.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.integration.house.serving import ashi

Outcome = tuple[int, str]  # what a process returned and said


@pytest.fixture(scope="session")
def prepared_at_once(testrun_uid: str) -> Iterator[tuple[Path, list[Outcome]]]:
    """A folder with a prepared database that nobody runs, and how the two who made it ended.

    The workers of a run share it: the first to ask makes it, the last to hold it takes it away.
    """
    made = Path("/tmp") / f"ashi-prepared-{testrun_uid}"
    mark = made.with_suffix(".held")
    with _alone():
        holding = os.open(mark, os.O_RDWR | os.O_CREAT)
        if not os.fstat(holding).st_size:
            made.mkdir(mode=0o755, exist_ok=True)
            with ThreadPoolExecutor(2) as both:
                done = list(both.map(lambda _: ashi(made, "prepare"), range(2)))
            os.write(holding, json.dumps([(one.returncode, one.stderr) for one in done]).encode())
        fcntl.flock(holding, fcntl.LOCK_SH)
    yield made, json.loads(mark.read_text())
    with _alone(), suppress(BlockingIOError):  # another worker still copies from it
        fcntl.flock(holding, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(made)
        mark.unlink()
    os.close(holding)


@pytest.fixture(scope="session")
def prepared(prepared_at_once: tuple[Path, list[Outcome]]) -> Path:
    """A folder with a prepared database that nobody runs; tests copy it."""
    folder, outcomes = prepared_at_once
    assert [code for code, _ in outcomes] == [0, 0], outcomes
    return folder


@contextmanager
def _alone() -> Iterator[None]:
    """Let one worker at a time come and go; those that hold what is made do not wait here."""
    here = os.open(Path(__file__).parent, os.O_RDONLY)
    fcntl.flock(here, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(here)


@pytest.fixture
def jump(monkeypatch) -> Callable[[timedelta], None]:
    """Let the wall clock differ by so much from now on."""
    true = timezone.now

    def differ(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: true() + by)

    return differ
