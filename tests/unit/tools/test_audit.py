"""What the two programs answer becomes lines; what cannot be asked is said and is no failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.audit import asked, of_npm, of_python, tell

PROJECT = Path(__file__).resolve().parents[3]
PYTHON = {
    "dependencies": [
        {
            "name": "django",
            "version": "5.2.0",
            "vulns": [{"id": "CVE-1", "fix_versions": ["5.2.9"]}],
        },
        {"name": "numpy", "version": "2.0", "vulns": []},
        {"name": "unasked", "skip_reason": "not there"},
        {"name": "pillow", "version": "9", "vulns": [{"id": "CVE-2", "fix_versions": []}]},
    ]
}
NPM = {
    "vulnerabilities": {
        "esbuild": {"severity": "moderate", "fixAvailable": True},
        "axe-core": {"severity": "low", "fixAvailable": False},
    }
}


def test_each_weakness_is_a_line_with_its_cure():
    assert of_python(PYTHON) == ["django 5.2.0: CVE-1, mended in 5.2.9", "pillow 9: CVE-2"]
    assert of_npm(NPM) == ["axe-core: low", "esbuild: moderate, mended in a later one"]


def test_what_is_found_counts_and_what_cannot_be_asked_does_not(capsys):
    assert tell("a.txt", PYTHON, of_python) == 2
    assert tell("b.txt", {"dependencies": []}, of_python) == 0
    assert tell("c.txt", None, of_python) == 0

    said = capsys.readouterr().out
    assert "FOUND  a.txt" in said
    assert "none known  b.txt" in said
    assert "NOT ASKED  c.txt" in said


@pytest.mark.parametrize(
    "program",
    [
        ["/no/such/program"],
        [sys.executable, "-c", "print('no JSON')"],
        [sys.executable, "-c", "1/0"],
    ],
)
def test_a_program_that_does_not_answer_has_not_been_asked(program):
    assert asked(program, "dependencies") is None


@pytest.mark.slow
def test_without_a_network_it_says_so_and_does_not_fail(tmp_path):
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    surroundings = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "UV_OFFLINE": "1",
        "UV_CACHE_DIR": str(tmp_path / "uv"),
        **nowhere,
    }

    done = subprocess.run(
        [sys.executable, str(PROJECT / "tools" / "audit.py"), "node"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "NOT ASKED  requirements/node.txt" in done.stdout
