"""The page of roles says what the matrix says."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_the_page_of_roles_is_not_stale():
    tool = PROJECT / "tools" / "write_roles.py"

    done = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")
