"""A JSON document from a file or standard input, and one line for each thing wrong with it."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from ashi.core.kernel.faults import Fault, FaultsError, NotKnown, Said
from ashi.core.kernel.fields import Twice

# What may be wrong with a field of any document; each command adds what its own may be.
GENERAL: Mapping[str, str] = {
    "empty": "empty",
    "key_twice": "written twice in one object",
    "missing": "missing",
    "no_such_date": "no such date: {given}",
    "not_date": "not a date like 2026-12-07: {given}",
    "not_flag": "not true or false: {given}",
    "not_list": "not a list: {given}",
    "not_number": "not a number: {given}",
    "not_object": "not an object: {given}",
    "not_text": "not a text: {given}",
    "not_texts": "not a text or a list of texts: {given}",
    "not_whole": "not a whole number: {given}",
    "too_large": "more than {given}",
    "too_small": "less than {given}",
    "twice": "comes twice: {given}",
    "written_twice": "is read as something else: {given}",
    "provenance": "there is no such provenance: {given}",
}
LONGEST_GIVEN = 60


class NotJson(ValueError):  # noqa: N818 -- carries the line to show
    """A file that holds no document."""


def _no_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not a number that JSON knows")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object that remembers which of its keys came twice."""
    read: dict[str, object] = {}
    for name, value in pairs:
        if name in read:
            before = read[name]
            earlier = before.values if isinstance(before, Twice) else (before,)
            read[name] = Twice((*earlier, value))
        else:
            read[name] = value
    return read


def parse(content: bytes) -> object:
    """Read bytes as one JSON document.

    Raises
    ------
    NotJson
        Its text is the line to show, with the place where reading ended.
    """
    try:
        if content.startswith(b"\xef\xbb\xbf"):
            raise NotJson("begins with a byte order mark; save it as UTF-8 without one")
        text = content.decode("utf-8")
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise NotJson(f"byte {error.start + 1}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno} column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except NotJson:
        raise
    except ValueError:
        raise NotJson("holds a number with too many digits") from None


def read_document(name: str) -> object:
    """Read the file called ``name``, or standard input where it is ``-``."""
    return parse(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())


def unreadable(error: OSError | NotJson, name: str) -> str:
    """Say in one line why a file gave no document."""
    shown = "standard input" if name == "-" else json.dumps(name)[1:-1]
    if isinstance(error, NotJson):
        return f"{shown}: {error}"
    return f"{shown}: cannot be read: {error.strerror}"


def _shown(given: object) -> str:
    if isinstance(given, Said):
        return given
    if isinstance(given, dict):
        return "an object"
    if isinstance(given, list | tuple):
        return "a list"
    return json.dumps(given, ensure_ascii=False)


def sentence(fault: Fault, sentences: Mapping[str, str]) -> str:
    """Say in one line what is wrong, and where."""
    near = fault.given.near if isinstance(fault.given, NotKnown) else ()
    given = _shown(fault.given.name if isinstance(fault.given, NotKnown) else fault.given)
    if len(given) > LONGEST_GIVEN:
        given = given[: LONGEST_GIVEN - 1] + "…"
    given += f" (near: {', '.join(near)})" if near else ""
    line = f"{fault.path}: {sentences[fault.code].format(given=given)}"
    # Whatever a terminal or a reader of lines might trip over is shown by its number.
    return line if line.isprintable() else line.encode("ascii", "backslashreplace").decode()


def refused(error: OSError | NotJson | FaultsError, name: str, sentences: Mapping[str, str]) -> int:
    """Say on standard error what is wrong with a document, a line for each fault; return 2."""
    if isinstance(error, OSError | NotJson):
        print(unreadable(error, name), file=sys.stderr)
    else:
        for fault in error.faults:
            print(sentence(fault, sentences), file=sys.stderr)
    return 2
