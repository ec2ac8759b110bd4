"""Every kind of message that the code can send is among those that staff can read beforehand."""

import ast
from pathlib import Path

import ashi
from ashi.apps.messages.rendering import KINDS, SMS_KINDS
from ashi.web.letters.wording import KIND_WORDS

PACKAGE = Path(ashi.__file__).parent
TEMPLATES = PACKAGE / "apps" / "messages" / "templates" / "messages"
DOORS = {
    "ashi.apps.messages.actions",
    "ashi.apps.messages.standing",
    "ashi.apps.bookings.telling",
}
OF_TELLING = {"queue", "_tell_each", "write_to"}  # called in that module itself


def kinds_in_code() -> set[str]:
    """Return every literal that names a kind where a message is put into the outbox."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        constants = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        doors = {
            one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in DOORS
            for one in node.names
        } | (OF_TELLING if path.name == "telling.py" else set())
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in doors:
                found |= _texts(node, constants)
    return found


def _texts(call: ast.Call, constants: dict[str, object]) -> set[str]:
    given = [*call.args, *(one.value for one in call.keywords if one.arg == "kind")]
    texts = {one.value for one in given if isinstance(one, ast.Constant)}
    texts |= {constants.get(one.id) for one in given if isinstance(one, ast.Name)}
    return {one for one in texts if one and isinstance(one, str)}


def test_each_kind_that_is_sent_is_shown_has_words_and_a_template():
    sent = kinds_in_code()

    assert {"visit-booked", "visit-reminder", "visit-late"} <= sent
    assert sent <= set(KINDS)
    assert set(KINDS) == set(KIND_WORDS) == {path.stem for path in TEMPLATES.glob("[!_]*.txt")}
    assert set(SMS_KINDS) == {path.stem for path in (TEMPLATES / "sms").glob("*.txt")}
