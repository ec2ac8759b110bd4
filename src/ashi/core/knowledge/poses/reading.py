"""The poses of the exercises, read from data.

Decides        what is left unsaid in a pose
Does not       draw
Takes          data/physio/poses.toml
Gives          scenes by the ids of their exercises
Units          centimetres, degrees
Sources        own drawings; steps in exercises.csv
Reviewed       draft
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ashi.core.knowledge.packaged import folder, read_toml
from ashi.core.knowledge.poses.arrows import Arrow, read_arrow
from ashi.core.knowledge.poses.outlines import Camera
from ashi.core.knowledge.poses.skeleton import HIP_HALF, SHOULDER_HALF, SIDES, Limb, Pose
from ashi.core.knowledge.poses.vectors import Vec, direction

BASES = "bases.toml"
LIMB_WAYS = ("pole", "end", "tip")
VIEWS = {
    "side": Camera(22, 9),
    "front": Camera(74, 6),
    "facing": Camera(90, 4),
    "above": Camera(8, 32),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Two poses of one exercise, or more, with what stands round them and what moves."""

    id: str
    camera: Camera
    poses: tuple[Pose, ...]
    things: tuple[tuple[Sequence[Any], ...], ...]
    arrows: tuple[Arrow, ...]
    crop: tuple[str, float, float] | None


@cache
def all_scenes() -> Mapping[str, Scene]:
    """Return every scene by the id of its exercise."""
    names = sorted(one.name for one in folder("physio", "poses").iterdir())
    tables = [read_toml("physio", "poses", name) for name in names if _is_scenes(name)]
    return {name: _scene(name, said) for table in tables for name, said in table.items()}


def _is_scenes(name: str) -> bool:
    return name.endswith(".toml") and name != BASES


@cache
def _bases() -> Mapping[str, Mapping[str, Any]]:
    """Return the poses from which others start: standing, sitting, lying."""
    return read_toml("physio", "poses", BASES)


def _over(under: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pose with what is said anew; a limb of both sides takes the place of each."""
    gone: set[str] = set()
    if "pelvis" in said or "top" in said:
        gone |= {"pelvis", "top"}
    for limb in ("arm", "leg"):
        if limb in said:
            gone |= {f"{limb}_r", f"{limb}_l"}
    kept = {name: value for name, value in under.items() if name not in gone}
    return {**kept, **said}


def _based(said: Mapping[str, Any]) -> dict[str, Any]:
    return _over(_bases()[said["base"]], said) if "base" in said else dict(said)


def _scene(name: str, said: Mapping[str, Any]) -> Scene:
    start = _based(said["start"])
    later = [said[one] for one in ("middle", "end") if one in said]
    shown = [start, *(_based(one) if "base" in one else _over(start, one) for one in later)]
    view = said.get("view", "side")
    camera = VIEWS[view] if isinstance(view, str) else Camera(*view)
    shared = said.get("things", ())
    return Scene(
        id=name,
        camera=camera,
        poses=tuple(_pose(one) for one in shown),
        things=tuple((*shared, *one.get("things", ())) for one in shown),
        arrows=tuple(read_arrow(one) for one in said.get("arrows", ())),
        crop=tuple(said["crop"]) if "crop" in said else None,
    )


def _pose(said: Mapping[str, Any]) -> Pose:
    spine = said["spine"]
    parts = spine if isinstance(spine, list) else [spine]
    ways = [direction(parts[min(at, len(parts) - 1)]) for at in range(3)]
    lowest = ways[0]
    front = direction(said["front"]) if "front" in said else Vec(lowest.y, -lowest.x)
    anchor = next(name for name in ("pelvis", "top") if name in said)
    return Pose(
        at=Vec(*said[anchor]),
        anchor=anchor,
        spine=(ways[0], ways[1], ways[2]),
        front=front,
        twist=said.get("twist", 0.0),
        shrug=Vec(*said.get("shrug", (0, 0))),
        **{name: direction(said[name]) for name in ("neck", "skull", "face") if name in said},
        eyes_shut=said.get("eyes_shut", False),
        limbs=_limbs(said),
    )


def _limbs(said: Mapping[str, Any]) -> dict[str, Limb]:
    halves = {"arm": SHOULDER_HALF, "leg": HIP_HALF}
    return {
        f"{name}_{side}": _limb(said.get(f"{name}_{side}", said[name]), sign, half)
        if f"{name}_{side}" not in said
        else _limb(said[f"{name}_{side}"], sign, half, own=True)
        for name, half in halves.items()
        for side, sign in SIDES.items()
    }


def _limb(
    said: Mapping[str, Any] | Sequence[Any], sign: float, half: float, *, own: bool = False
) -> Limb:
    """Return a limb; what both limbs share is said for the right one and mirrored for the left."""
    mirror = 1.0 if own else sign
    if isinstance(said, Mapping):
        to = [*said["to"]]
        if len(to) == 2:
            to.append(half * sign)
        else:
            to[2] *= mirror
        ways = {name: _way(said[name], mirror) for name in LIMB_WAYS if name in said}
        if half == HIP_HALF:
            ways.setdefault("end", Vec(1, 0))
        return Limb(to=Vec(*to), pole=ways.get("pole"), end=ways.get("end"), tip=ways.get("tip"))
    ways_of = [_way(one, mirror) for one in said]
    end, tip = (*ways_of[2:], None, None)[:2]
    return Limb(parts=(ways_of[0], ways_of[1]), end=end, tip=tip)


def _way(said: float | Sequence[float], mirror: float) -> Vec:
    way = direction(said)
    return Vec(way.x, way.y, way.z * mirror)
