"""The comparison with published trials must be able to fail."""

from pathlib import Path
from random import Random

from ashi.cli.reality_trials import CHOW, VICKERS, compare, read_headache

HEAD = "id,age,sex,migraine,chronicity,acupuncturist,practice_id,group,pk1,pk2,pk5,f1,f2,f5\n"


def headache(folder: Path, lines: list[str]) -> Path:
    file = folder / VICKERS
    file.parent.mkdir()
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines))
    return file


def test_a_nought_beside_an_empty_diary_is_missing_and_a_true_one_stays(tmp_path: Path) -> None:
    file = headache(tmp_path, ["1,40,1,1,5,2,3,1,20,,,10,0,0", "2,50,0,0,9,2,3,0,20,1,0,9,0,0"])

    patients, noughts = read_headache(file)

    assert noughts == 2
    assert [(one["f2"], one["f5"]) for one in patients] == [(None, None), (0, 0)]


def test_patients_who_are_not_the_trial_differ_from_its_tables(tmp_path: Path) -> None:
    draw = Random(1)  # people of no trial
    tops = (60, 1, 1, 30, 3, 1, 1, 40, 40, 40, 28, 28, 28)
    rows = [
        ",".join(str(one) for one in (at, *(draw.randint(0, top) for top in tops)))
        for at in range(80)
    ]
    headache(tmp_path, rows)

    compared = {row.file.split("#")[1]: row for row in compare(tmp_path)}

    assert sum(map(int, compared["randomised"].got.split("/"))) == 80
    assert not any(row.ok for row in compared.values())


def test_groups_that_differ_at_the_start_are_adjusted(tmp_path: Path) -> None:
    # The later score is the first less 1, and less 2 more with the laser; the rest is noise.
    rows = ["id,X,vas,laser,time"]
    for who, (first, laser, off) in enumerate(
        [(0.6, 1, 0.1), (0.7, 1, -0.1), (0.8, 1, 0), (0.4, 2, 0), (0.5, 2, 0.1), (0.45, 2, -0.1)]
    ):
        fall = 0.3 if laser == 1 else 0.1
        rows += [
            f"{who},1,{first},{laser},1",
            f"{who},2,{first - fall + off / 10:.3f},{laser},3",
        ]
    file = tmp_path / CHOW
    file.parent.mkdir()
    file.write_text("\n".join(rows) + "\n")

    change, adjusted = compare(tmp_path)

    assert change.got == "-3.00/-1.00"
    assert (change.ok, adjusted.ok) == (False, False)
    assert adjusted.got.split()[0] > "1"


def test_a_folder_without_trials_compares_nothing(tmp_path: Path) -> None:
    assert compare(tmp_path) == []
