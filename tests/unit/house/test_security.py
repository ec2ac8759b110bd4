"""Every item of the security standard has one answer, and the tests it names are there."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tools.write_security import PAGE, kind_of, page

TESTS = Path(__file__).resolve().parents[2]
DATA = tomllib.loads((TESTS.parent / "docs" / "security" / "asvs.toml").read_text("utf-8"))
ITEMS = [item for chapter in DATA["chapters"] for item in chapter["items"]]
# Items of levels 1 and 2 in each chapter of version 5.0.0, counted in the standard's own table.
COUNTS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


@pytest.mark.parametrize("item", ITEMS, ids=lambda one: one["number"])
def test_an_item_has_one_answer_that_says_something(item):
    kind = kind_of(item)

    assert set(item) == {"number", "what", kind} | ({"would"} if kind == "missing" else set())
    assert item[kind]
    for name in item.get("tests", ()):
        file, function = name.split("::")
        assert function in functions_of(file), name
    for file in re.findall(r"docs/[\w/-]+\.md", item.get("where", "")):
        assert (TESTS.parent / file).exists(), file


def test_all_items_of_both_levels_are_there_once_in_order():
    numbers = [tuple(map(int, item["number"].split("."))) for item in ITEMS]

    assert numbers == sorted(set(numbers))
    assert [len(chapter["items"]) for chapter in DATA["chapters"]] == COUNTS
    assert [chapter["number"] for chapter in DATA["chapters"]] == list(range(1, 18))
    for chapter in DATA["chapters"]:
        assert {item["number"].split(".")[0] for item in chapter["items"]} == {
            str(chapter["number"])
        }


def test_the_page_is_not_stale():
    assert PAGE.read_text("utf-8") == page(DATA)
