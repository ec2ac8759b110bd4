"""Every sentence of the pages has its Greek: one that lacks it would show up in English."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import ashi

PACKAGE = Path(ashi.__file__).parent
PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
TRANSLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]*)"|'([^']*)')([^%]*)%\}""")
BLOCK = re.compile(
    r"\{%\s*blocktranslate((?:[^%]|%(?!\}))*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
CONTEXT = re.compile(r"""context\s+["']([^"']+)""")
PLAIN = {"_", "gettext", "gettext_lazy"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
Sentence = tuple[str | None, str]  # context, words


def _context(options: str) -> str | None:
    found = CONTEXT.search(options)
    return found[1] if found else None


def _in_template(text: str) -> Iterator[Sentence]:
    for double, single, options in TRANSLATE.findall(text):
        yield _context(options), (double or single).replace("%", "%%")  # as Django looks it up
    for options, body in BLOCK.findall(text):
        words = PLACEHOLDER.sub(r"%(\1)s", PLURAL.split(body)[0])
        if "trimmed" in options:
            words = " ".join(line.strip() for line in words.strip().splitlines())
        yield _context(options), words


def _in_code(text: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        words = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        if node.func.id in PLAIN | COUNTED and words and words[0]:
            yield None, words[0]
        elif node.func.id in IN_CONTEXT:
            yield words[0], words[1]


@cache
def _catalogs() -> list[Catalog]:
    found = []
    for path in PACKAGE.glob("**/locale/el/LC_MESSAGES/*.po"):
        with open(path, "rb") as file:
            found.append(read_po(file, locale="el"))
    return found


def _has_greek(context: str | None, words: str) -> bool:
    messages = (catalog.get(words, context=context) for catalog in _catalogs())
    return any(one is not None and all(_strings(one.string)) for one in messages)


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string


@pytest.mark.parametrize("kind", ["html", "py"])
def test_every_sentence_has_its_greek(kind):
    read = _in_template if kind == "html" else _in_code
    sentences: dict[Sentence, str] = {}
    for path in sorted((PACKAGE / "web").glob(f"**/*.{kind}")):
        for one in read(path.read_text("utf-8")):
            sentences.setdefault(one, path.name)

    assert len(sentences) > 300
    assert {one: name for one, name in sentences.items() if not _has_greek(*one)} == {}
