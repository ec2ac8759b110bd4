"""The command: one document out and 0, or one line a fault and 2."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ashi.cli.main import main
from tests.unit.core.scheduling.cases import case


def asked(capsys: pytest.CaptureFixture[str], path: Path, question: str) -> tuple[int, str, str]:
    code = main(["schedule", question, str(path)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("question", ["find", "course", "fill"])
def test_an_answer_is_one_json_document(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, question: str
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case()))

    code, out, err = asked(capsys, path, question)

    assert (code, err) == (0, "")
    assert isinstance(json.loads(out), dict)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "line 1 column 1: Expecting value"),
        (b'{"zone": }', "line 1 column 10: Expecting value"),
        (b"\xef\xbb\xbf{}", "begins with a byte order mark; save it as UTF-8 without one"),
        (b'{"zone": "\xe9"}', "byte 11: not UTF-8"),
        (b'{"zone": NaN}', "NaN is not a number that JSON knows"),
        (b'{"grain_min": 1' + b"0" * 5000 + b"}", "holds a number with too many digits"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_json_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, line: str
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)

    assert asked(capsys, path, "find") == (2, "", f"{path}: {line}\n")


def test_a_file_that_cannot_be_read_is_a_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert asked(capsys, tmp_path, "find") == (
        2,
        "",
        f"{tmp_path}: cannot be read: Is a directory\n",
    )
    missing = tmp_path / "no\nfile"

    code, out, err = asked(capsys, missing, "find")

    assert (code, out, err.count("\n")) == (2, "", 1)


def test_each_fault_is_a_line_with_its_path(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = case()
    document["resources"][2]["hours"] = [{"days": "mon", "from": "10:00", "to": "10:00"}]
    document["resources"][0]["away"] = [{"from": "2026-12-08T11:00", "to": "2026-12-08T10:00"}]
    document["busy"] = [{"resource": "a\u2028\n\u0391", "from": "2026-12-08T11:00", "to": 1}]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(document))

    code, out, err = asked(capsys, path, "find")

    assert (code, out) == (2, "")
    assert err.splitlines() == [
        'resources[0].away[0].to: before "from"',
        'resources[2].hours[0].to: equal to "from"',
        "busy[0].to: not a local time like 2026-12-07T09:00, with or without an offset: 1",
        'busy[0].resource: no such resource: "a\\u2028\\n\\u0391"',
    ]


def test_a_key_written_twice_is_a_fault(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = json.dumps(case()).replace('"roles": {', '"roles": {"place": {"kind": "room"}, ', 1)
    path = tmp_path / "case.json"
    path.write_text(text)

    assert asked(capsys, path, "find") == (
        2,
        "",
        "services[0].roles.place: written twice in one object\n",
    )


def test_standard_input_is_a_file_called_dash(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(json.dumps(case()).encode()))
    monkeypatch.setattr(sys, "stdin", given)

    assert main(["schedule", "find", "-"]) == 0
    assert capsys.readouterr().out.startswith("{")


def test_without_the_extra_the_proof_says_what_to_install(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case(lambda one: one["fill"].update(optimal=True))))

    code, out, err = asked(capsys, path, "fill")

    assert (code, out) == (1, "")
    assert err == "fill.optimal: needs OR-Tools: pip install 'ashi-clinic[planning]'\n"


@pytest.mark.slow
def test_the_command_loads_neither_numerics_nor_the_web() -> None:
    script = (
        "import sys; from ashi.cli.main import main\n"
        "try: main(['schedule', 'find', '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('django', 'numpy', 'ortools') if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"
