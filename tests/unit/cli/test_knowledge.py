"""The command: a point by any writing of it as JSON and 0, or one line and 2."""

import json
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest

from ashi.cli.main import main
from ashi.core.knowledge.atlas.positions import positions_on

Ran = tuple[int, str, str]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> Ran:
        code = main(["knowledge", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_all_points_are_one_list(ran: Any) -> None:
    code, out, err = ran("points")

    points = json.loads(out)
    assert (code, err, len(points)) == (0, "", 409)
    assert [one["code"] for one in points[:3]] == ["LU1", "LU2", "LU3"]
    assert all(one["code"] == f"{one['channel']}{one['number']}" for one in points)
    assert len({frozenset(one) for one in points}) == 1


def test_one_point_is_one_object(ran: Any) -> None:
    code, out, err = ran("point", "E36")

    point = json.loads(out)
    wanted = {
        "code": "ST36",
        "channel": "ST",
        "number": 36,
        "pinyin": "Zusanli",
        "pinyin_tones": "Zúsānlǐ",
        "zh": "足三里",
        "laterality": "bilateral",
        "families": ["lower_he", "he_sea", "command"],
        "status": "draft",
    }
    assert (code, err) == (0, "")
    assert {key: point[key] for key in wanted} == wanted


def test_words_apart_are_one_writing(ran: Any) -> None:
    assert json.loads(ran("point", "zu", "san", "li")[1]) == json.loads(ran("point", "st36")[1])


def test_two_readings_are_refused_with_their_candidates(ran: Any) -> None:
    assert ran("point", "Futu") == (
        2,
        "",
        'CODE: more than one point is written so: "Futu" (near: LI18 Fútū, ST32 Fútù)\n',
    )


def test_an_unknown_point_is_refused_with_what_it_looks_like(ran: Any) -> None:
    code, out, err = ran("point", "ST46")

    assert (code, out) == (2, "")
    assert err == 'CODE: no such point: "ST46" (near: ST45 Lìduì, ST6 Jiáchē, ST4 Dìcāng)\n'


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_view_is_a_picture_with_every_point_named(ran: Any, side: str) -> None:
    code, out, err = ran("view", "palm", "--side", side)

    picture = ElementTree.fromstring(out)
    named = {one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert (code, err) == (0, "")
    assert named == {one.code for one in positions_on("palm", side)}
    assert ("scale(-1 1)" in out) is (side == "right")


def test_an_unknown_view_is_refused_with_those_there_are(ran: Any) -> None:
    code, out, err = ran("view", "inside")

    assert (code, out) == (2, "")
    assert err.startswith('VIEW: no such view: "inside" (near: front, back, side')


def test_the_check_finds_nothing_in_what_is_shipped(ran: Any) -> None:
    code, out, err = ran("check")

    assert (code, err) == (0, "")
    assert out.startswith("409 points")


@pytest.mark.slow
def test_the_command_starts_without_django_and_numerics() -> None:
    script = (
        "import sys; from ashi.cli.main import main; main(['knowledge', 'point', 'ST36']); "
        "sys.exit(any(name in sys.modules for name in ('django', 'numpy', 'scipy')))"
    )

    assert (
        subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode
        == 0
    )
