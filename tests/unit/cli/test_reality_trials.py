"""The comparison with published trials must be able to fail."""

from pathlib import Path

from ashi.cli.reality_trials import CHOW, compare


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
