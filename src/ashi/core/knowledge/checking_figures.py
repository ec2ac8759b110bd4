"""Whether every point is placed, and every placement is shown on a view.

Decides        nothing clinical
Does not       say that a place is right (the laws of the atlas are tests)
Takes          data/points/figures
Gives          faults with the file and the entry
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterator

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.atlas.positions import placements
from ashi.core.knowledge.atlas.views import VIEWS, View, all_frames, view_of
from ashi.core.knowledge.checking_points import standing_faults
from ashi.core.knowledge.packaged import read_csv, read_toml
from ashi.core.knowledge.points.names import all_names

PLACEMENTS = "points/figures/placements.csv"


def figure_faults() -> Iterator[Fault]:
    """Say what is wrong with frames, views and placements."""
    for row in read_toml("points", "figures", "frames.toml")["frames"]:
        path = f"points/figures/frames.toml: {row['id']}"
        yield from standing_faults(row, path, [row["provenance"]])
    for name in VIEWS:
        yield from view_faults(view_of(name))
    unknown = list(_unknown_in_rows())
    yield from unknown
    if not unknown:
        yield from _unplaced()


def view_faults(view: View) -> Iterator[Fault]:
    """Say which frame of a view is not listed, and which runs backwards."""
    for name, patch in view.patches.items():
        path = f"points/figures/{view.id}.toml: {name}"
        along = [station.along for station in patch.stations]
        if name not in all_frames():
            yield Fault(path, "unknown_frame", name)
        if len(along) < 2 or sorted(set(along)) != along:
            yield Fault(path, "backwards", ", ".join(map(str, along)))


def _unknown_in_rows() -> Iterator[Fault]:
    for row in read_csv("points", "figures", "placements.csv"):
        if row["code"] not in all_names():
            yield Fault(f"{PLACEMENTS}: {row['code']}", "unknown_point", row["code"])
        if row["frame"] not in all_frames():
            yield Fault(f"{PLACEMENTS}: {row['code']}", "unknown_frame", row["frame"])


def _unplaced() -> Iterator[Fault]:
    shown = set()
    for one in placements():
        if any(view_of(name).spot(one.frame, one.along, one.across) for name in VIEWS):
            shown.add(one.code)
        else:
            yield Fault(f"{PLACEMENTS}: {one.code}", "not_placed", f"{one.frame} {one.along:g}")
    for code in all_names().keys() - shown:
        yield Fault(f"{PLACEMENTS}: {code}", "missing")
