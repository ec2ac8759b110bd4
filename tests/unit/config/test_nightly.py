"""What is said of backups that Ashi makes by itself."""

from datetime import time
from pathlib import Path

import pytest

from ashi.config.nightly import Nightly, read_nightly

SAID = {"ASHI_BACKUP_DIR": "/backup", "ASHI_BACKUP_RECIPIENTS": "age1a, age1b"}


def read(said):
    faults: list[str] = []
    nightly = read_nightly(
        lambda name: said.get(name, ""), lambda name, why: faults.append(f"{name} {why}")
    )
    return nightly, faults


def test_without_a_folder_none_are_made_and_with_one_the_rest_is_filled_in():
    assert read({}) == (None, [])
    assert read(SAID) == (
        Nightly(
            folder=Path("/backup"), recipients=("age1a", "age1b"), at=time(2, 30), keep=(7, 5, 12)
        ),
        [],
    )


def test_hour_and_numbers_are_taken_over():
    nightly, faults = read(SAID | {"ASHI_BACKUP_AT": "23:05", "ASHI_BACKUP_KEEP": "1, 0,2"})
    assert nightly is not None
    assert (nightly.at, nightly.keep, faults) == (time(23, 5), (1, 0, 2), [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASHI_BACKUP_DIR", "backup"),
        ("ASHI_BACKUP_RECIPIENTS", ""),
        ("ASHI_BACKUP_RECIPIENTS", "AGE-SECRET-KEY-1XYZ"),
        ("ASHI_BACKUP_AT", "half past two"),
        ("ASHI_BACKUP_KEEP", "7,5"),
        ("ASHI_BACKUP_KEEP", "7,5,-1"),
        ("ASHI_BACKUP_KEEP", "many"),
    ],
)
def test_a_wrong_value_is_named_and_a_private_key_never_repeated(name, value):
    _, faults = read(SAID | {name: value})
    assert [one.split()[0] for one in faults] == [name]
    assert "SECRET" not in "".join(faults)
