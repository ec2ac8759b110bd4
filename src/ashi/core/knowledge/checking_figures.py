"""Whether every point is placed, and every placement is shown on a view.

Decides        nothing clinical
Does not       say that a place is right (the laws of the atlas are tests)
Takes          data/points/figures
Gives          faults with the file and the entry
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.atlas.positions import Placement, placements
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
    rows = read_csv("points", "figures", "placements.csv")
    unknown = list(unknown_faults(rows))
    yield from unknown or unplaced_faults(placements(), list(all_names()))


def view_faults(view: View) -> Iterator[Fault]:
    """Say which frame of a view is not listed, and which runs backwards."""
    for name, patch in view.patches.items():
        path = f"points/figures/{view.id}.toml: {name}"
        along = [station.along for station in patch.stations]
        if name not in all_frames():
            yield Fault(path, "unknown_frame", name)
        if len(along) < 2 or sorted(set(along)) != along:
            yield Fault(path, "backwards", ", ".join(map(str, along)))


def unknown_faults(rows: Iterable[Mapping[str, str]]) -> Iterator[Fault]:
    """Say which row of the placements names a point or a frame that is not listed."""
    for row in rows:
        if row["code"] not in all_names():
            yield Fault(f"{PLACEMENTS}: {row['code']}", "unknown_point", row["code"])
        if row["frame"] not in all_frames():
            yield Fault(f"{PLACEMENTS}: {row['code']}", "unknown_frame", row["frame"])


def unplaced_faults(placed: Iterable[Placement], codes: Sequence[str]) -> Iterator[Fault]:
    """Say which placement no view shows, and which point has none that is shown."""
    shown = set()
    for one in placed:
        if any(view_of(name).spot(one.frame, one.along, one.across) for name in VIEWS):
            shown.add(str(one.code))
        else:
            yield Fault(f"{PLACEMENTS}: {one.code}", "not_placed", f"{one.frame} {one.along:g}")
    for code in codes:
        if code not in shown:
            yield Fault(f"{PLACEMENTS}: {code}", "missing")
