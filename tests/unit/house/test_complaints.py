"""Each complaint of the list names tests that are there."""

import ast
import tomllib
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]
COMPLAINTS = tomllib.loads((TESTS / "complaints.toml").read_text("utf-8"))["complaints"]


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda one: one["what"])
def test_a_complaint_names_tests_that_are_there(complaint):
    assert complaint["tests"]
    for name in complaint["tests"]:
        file, function = name.split("::")
        tree = ast.parse((TESTS / file).read_text("utf-8"))
        named = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        assert function in named, name


def test_no_complaint_is_listed_twice():
    whats = [one["what"] for one in COMPLAINTS]
    assert len(set(whats)) == len(whats) >= 70
