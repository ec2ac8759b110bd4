"""The thread that makes backups goes on whatever becomes of one."""

import threading
from datetime import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError

from ashi.cli import keeping_nightly
from ashi.cli.keeping import KeepingError
from ashi.config.nightly import Nightly

NIGHTLY = Nightly(folder=Path("/nowhere"), recipients=("age1x",), at=time(2, 30), keep=(7, 5, 12))


@pytest.mark.parametrize(
    "fault", [KeepingError("full"), psycopg.OperationalError("away"), OperationalError("away")]
)
def test_a_fault_is_told_without_its_words_and_the_next_look_comes(monkeypatch, capsys, fault):
    stopping, looks = threading.Event(), []

    def due(_nightly):
        looks.append(1)
        if len(looks) > 2:
            stopping.set()
        raise fault

    monkeypatch.setattr(keeping_nightly, "LOOK_S", 0.0)
    monkeypatch.setattr(keeping_nightly, "due", due)
    keeping_nightly.keep_by_itself(SimpleNamespace(nightly=NIGHTLY), stopping)

    assert len(looks) == 3
    said = capsys.readouterr().err
    assert type(fault).__name__ in said
    assert "away" not in said


def test_without_a_folder_it_does_nothing():
    keeping_nightly.keep_by_itself(SimpleNamespace(nightly=None), threading.Event())
