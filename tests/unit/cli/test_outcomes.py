"""The command: one document out and 0, or one line a fault and 2."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ashi.cli import outcomes
from ashi.cli.main import main
from tests.unit.core.outcomes.forms import choice, form, gad7

Ran = tuple[int, str, str]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> Ran:
        code = main(["outcomes", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def sheet(folder: Path, document: object) -> str:
    file = folder / "answers.json"
    file.write_text(json.dumps(document))
    return str(file)


def test_a_score_is_one_document(ran: Any, tmp_path: Path) -> None:
    code, out, err = ran("score", "quick-dash", sheet(tmp_path, {"items": [3] * 11}))

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "code": "QDASH",
        "score": 50.0,
        "range": [0, 100],
        "higher_is": "worse",
        "answered": 11,
        "of": 11,
        "band": None,
        "parts": {},
        "exact": 50.0,
        "flags": [],
    }


def test_too_little_gives_no_score_and_the_reason(ran: Any, tmp_path: Path) -> None:
    code, out, _ = ran("score", "QDASH", sheet(tmp_path, {"items": [3] * 9 + [None] * 2}))

    answer = json.loads(out)
    assert (code, answer["score"], answer["reason"]) == (0, None, "too_few_items")
    assert (answer["answered"], answer["of"], "exact" in answer) == (9, 11, False)


def test_parts_stand_with_their_ranges(ran: Any, tmp_path: Path) -> None:
    document = {"pain": [5] * 5, "disability": [2] * 8}

    _, out, _ = ran("score", "SPADI", sheet(tmp_path, document))

    answer = json.loads(out)
    assert (answer["score"], answer["parts"]) == (35.0, {"pain": 50.0, "disability": 20.0})
    assert answer["part_detail"]["pain"] == {"range": [0, 100], "answered": 5, "of": 5}


def test_an_open_sum_of_medicines_says_what_is_known(ran: Any, tmp_path: Path) -> None:
    drugs = [{"name": "morphine", "mg_per_day": 30}, {"name": "codeine", "mg_per_day": None}]

    _, out, _ = ran("score", "MME", sheet(tmp_path, {"drugs": drugs}))

    answer = json.loads(out)
    assert (answer["range"], answer["unknown"], answer["at_least"]) == ([0, None], ["codeine"], 30)


def test_a_raised_flag_and_a_profile_are_written(ran: Any, tmp_path: Path) -> None:
    raised = json.loads(ran("score", "PHQ9", sheet(tmp_path, {"items": [0] * 8 + [1]}))[1])
    state = json.loads(ran("score", "EQ5D", sheet(tmp_path, {"items": [1, 2, 3, 4, 5]}))[1])

    assert raised["flags"] == ["item_9_positive"]
    assert (state["profile"], state["score"], state["reason"]) == ("12345", None, "needs_value_set")


def test_every_fault_is_a_line_on_standard_error(ran: Any, tmp_path: Path) -> None:
    document = {"items": [0, "3", 2.5, *[3] * 8], "work": [1, 2]}

    assert ran("score", "QDASH", sheet(tmp_path, document)) == (
        2,
        "",
        (
            "work: not as many answers as the form has: 2, not 4\n"
            "items[0]: less than 1\n"
            'items[1]: not a number: "3"\n'
            "items[2]: not a whole number: 2.5\n"
        ),
    )


def test_a_medicine_without_factor_is_named_with_what_looks_like_it(
    ran: Any, tmp_path: Path
) -> None:
    drugs = [{"name": "oxycodon", "mg_per_day": 10}, {"name": "fentanyl", "mg_per_day": 1}]

    assert ran("score", "MME", sheet(tmp_path, {"drugs": drugs})) == (
        2,
        "",
        (
            'drugs[0].name: no factor is known for "oxycodon"'
            " (near: oxycodone, oxymorphone, hydrocodone)\n"
            "drugs[1].mg_per_day: this drug is given as mcg_per_h\n"
        ),
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score", "QDSH", "-"), 'CODE: no such measure: "QDSH" (near: QDASH'),
        (("change", "NPRS", "--before", "x", "--after", "1,5"), '--before: not a number: "x"\n--after: not a number: "1,5"'),
        (("change", "NPRS", "--before", "1_0", "--after", "٣"), '--before: not a number: "1_0"\n--after: not a number: "٣"'),
        (("change", "NPRS", "--before", "1e400", "--after", "4"), '--before: not a number: "1e400"'),
        (("change", "MME", "--before", "9" * 30, "--after", "4"), "--before: more than 1000000"),
        (("change", "NPRS", "--before", "nan", "--after", "4"), '--before: not a number: "nan"'),
        (("change", "NPRS", "--before", "11", "--after", "4"), "--before: more than 10"),
        (("change", "NPRS", "--before", "7", "--after=-1"), "--after: less than 0"),
        (("change", "SPADI", "--part", "sleep", "--before", "7", "--after", "1"), '--part: no such part: "sleep" (near: pain, disability)'),
        (("score", "QDASH", "nowhere.json"), "nowhere.json: cannot be read: No such file"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(ran: Any, words: tuple[str, ...], said: str) -> None:
    code, out, err = ran(*words)

    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_a_file_that_is_no_json_is_refused(ran: Any, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"items": [1,]}')

    code, out, err = ran("score", "QDASH", str(file))

    assert (code, out) == (2, "")
    assert "line 1 column" in err


def test_answers_may_come_by_standard_input(ran: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(b'{"items": [7]}'))
    monkeypatch.setattr(sys, "stdin", given)

    assert json.loads(ran("score", "NPRS", "-")[1])["score"] == 7.0


def test_a_change_is_one_document(ran: Any) -> None:
    code, out, err = ran("change", "NPRS", "--before", "7", "--after", "4")

    answer = json.loads(out)
    asked = ("change", "percent", "mdc", "mcid", "beyond_mdc", "beyond_mcid", "direction")
    assert (code, err) == (0, "")
    assert [answer[key] for key in asked] == [-3.0, -42.9, 2, 2, True, True, "better"]
    assert answer["sources"] == ["recalled; no source read", "Ostelo Spine 2008"]
    assert answer["mcid_from"] == {
        "population": "low back pain",
        "value": 2,
        "source": "Ostelo Spine 2008",
        "provenance": "seen",
    }


def test_what_is_not_known_of_a_change_is_null(ran: Any) -> None:
    answer = json.loads(ran("change", "PGIC", "--before", "4", "--after", "2")[1])

    asked = ("mdc", "mcid", "beyond_mdc", "beyond_mcid", "mdc_from", "mcid_from")
    assert [answer[key] for key in asked] == [None] * 6
    assert (answer["direction"], answer["sources"]) == ("better", [])


def test_a_score_may_be_negative_where_the_measure_is(ran: Any) -> None:
    answer = json.loads(ran("change", "GROC", "--before", "-2", "--after", "3")[1])

    assert (answer["change"], answer["direction"]) == (5.0, "better")


def test_the_list_holds_every_measure_with_its_variants(ran: Any) -> None:
    code, out, _ = ran("list")

    measures = {one["code"]: one for one in json.loads(out)}
    assert (code, len(measures)) == (0, 36)
    assert [one["code"] for one in measures["PHQ9"]["variants"]] == ["PHQ8"]
    assert all(one["licence"] and one["sources"] for one in measures.values())
    assert (measures["LEFS"]["mdc"], measures["LEFS"]["mcid"]) == (9, 9)
    assert (measures["FIQR"]["mcid"], measures["FIQR"]["mcid_percent"]) == (None, 14)
    assert measures["MME"]["drugs"]["fentanyl"] == 2.4
    assert [one["value"] for one in measures["QDASH"]["mcid_choices"]] == [14, 15.9, 26]


def test_a_form_of_the_centre_is_tied_to_its_measure(ran: Any, tmp_path: Path) -> None:
    code, out, err = ran("form", "gad-7", sheet(tmp_path, gad7()))

    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["code"], answer["version"], len(answer["questions"])) == ("GAD7", "1", 7)
    assert answer["questions"][0] == {
        "linkId": "q1",
        "counts": {"a0": 0, "a1": 1, "a2": 2, "a3": 3},
    }


def test_a_form_with_faults_is_refused_line_by_line(ran: Any, tmp_path: Path) -> None:
    circle = [
        choice(name, [0, 1])
        | {"enableWhen": [{"question": other, "operator": "exists", "answerBoolean": True}]}
        for name, other in (("p", "q"), ("q", "p"))
    ]

    assert ran("form", "GAD7", sheet(tmp_path, form(*circle, {"type": "text", "text": "?"}))) == (
        2,
        "",
        (
            "item[2].linkId: missing\n"
            'item[0].enableWhen[0].question: waits for itself by way of others: "p"\n'
            'item[1].enableWhen[0].question: waits for itself by way of others: "q"\n'
        ),
    )


def test_every_fault_a_form_or_sheet_can_have_has_a_sentence() -> None:
    folder = Path(outcomes.__file__).parents[1] / "core" / "outcomes"
    text = "".join(file.read_text() for file in folder.glob("*.py"))
    codes = set(re.findall(r'(?:note\(|Fault\([^"]*(?:"[^"]*")?[^"]*?, )"(\w+)"', text))

    assert codes - set(outcomes.SENTENCES) == {"not_offered_here"}


@pytest.mark.slow
def test_a_score_loads_neither_django_nor_numerics(tmp_path: Path) -> None:
    file = sheet(tmp_path, {"items": [7]})
    script = (
        "import sys; from ashi.cli.main import main;"
        f"main(['outcomes', 'score', 'NPRS', {file!r}]);"
        "print([m for m in ('django', 'numpy', 'scipy') if m in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stderr == "[]\n"
