"""Close looks at a hand or a head, read from data.

Decides        what is left unsaid in a pose
Does not       draw
Takes          data/physio/closeups
Gives          close-ups by the ids of their exercises
Units          millimetres, degrees
Sources        own drawings; steps in exercises.csv
Reviewed       draft
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ashi.core.knowledge.packaged import folder, read_toml
from ashi.core.knowledge.poses.arrows import Arrow, read_arrow
from ashi.core.knowledge.poses.foot import FootPose
from ashi.core.knowledge.poses.frames import Box
from ashi.core.knowledge.poses.hand import FINGERS, HandPose, hand_joints
from ashi.core.knowledge.poses.head import HeadPose
from ashi.core.knowledge.poses.outlines import Camera
from ashi.core.knowledge.poses.vectors import Vec, direction

HANDS = ("hand", "other")
PARTS = (*HANDS, "head", "foot")
SCALE = 0.62  # of a millimetre: the line round a hand is then as thick as that round a body


@dataclass(frozen=True, slots=True)
class Look:
    """One position: hands by name, perhaps a head or a foot, and what is held or touched.

    ``words`` tell who cannot see the picture what it shows.
    """

    words: str
    words_el: str
    hands: Mapping[str, HandPose]
    head: HeadPose | None
    foot: FootPose | None
    things: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The positions of one exercise, as one onlooker sees them."""

    id: str
    camera: Camera
    looks: tuple[Look, ...]
    arrows: tuple[Arrow, ...]
    crops: tuple[Box | None, ...]


@cache
def all_closeups() -> Mapping[str, CloseUp]:
    """Return every close-up by the id of its exercise."""
    names = sorted(one.name for one in folder("physio", "closeups").iterdir())
    tables = [read_toml("physio", "closeups", name) for name in names if name.endswith(".toml")]
    return {name: _closeup(name, said) for table in tables for name, said in table.items()}


def _closeup(name: str, said: Mapping[str, Any]) -> CloseUp:
    shown: list[dict[str, Any]] = []
    for one in said["looks"]:
        shown.append(_over(shown[-1], one) if shown else dict(one))
    yaw, pitch = said.get("view", (0, 0))
    return CloseUp(
        id=name,
        camera=Camera(yaw, pitch, said.get("scale", SCALE)),
        looks=tuple(_look(one, said.get("things", ())) for one in shown),
        arrows=tuple(read_arrow(one) for one in said.get("arrows", ())),
        crops=tuple(_crop(one.get("crop", said.get("crop"))) for one in shown),
    )


def _over(under: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a position with what is said anew; the rest of a hand stays as it was."""
    kept = dict(under)
    for name, value in said.items():
        kept[name] = {**under[name], **value} if name in under and name in PARTS else value
    return kept


def _crop(said: Sequence[float] | None) -> Box | None:
    return (said[0], said[1], said[2], said[3]) if said else None


def _look(said: Mapping[str, Any], shared: Sequence[Mapping[str, Any]]) -> Look:
    hands = {name: _hand(said[name]) for name in HANDS if name in said}
    head = HeadPose(**said["head"]) if "head" in said else None
    foot = _foot(said["foot"]) if "foot" in said else None
    return Look(
        said["words"], said["words_el"], hands, head, foot, (*shared, *said.get("things", ()))
    )


def _foot(said: Mapping[str, Any]) -> FootPose:
    fields = {name: said[name] for name in ("lift", "tilt") if name in said}
    toes = said.get("toes", (0.0, 0.0))
    return FootPose(at=Vec(*said.get("at", (0, 0))), toes=(toes[0], toes[1]), **fields)


def _hand(said: Mapping[str, Any]) -> HandPose:
    """Return a hand; a finger that is not said by name bends as ``fingers`` say."""
    bends = said.get("fingers", (8, 12, 8))
    fields: dict[str, Any] = {
        name: said[name]
        for name in ("side", "flex", "tilt", "spread", "touch", "between", "reach", "size")
        if name in said
    }
    fields |= {name: direction(said[name]) for name in ("forearm", "palm") if name in said}
    if "thumb" in said:
        fields["thumb"] = tuple(said["thumb"])
    if "thumb_to" in said:
        fields["thumb_to"] = Vec(*said["thumb_to"])
    pose = HandPose(
        at=Vec(*said.get("at", (0, 0, 0))),
        fingers={name: tuple(said.get(name, bends)) for name in FINGERS},
        **fields,
    )
    return _gripping(pose, Vec(*said["grip"])) if "grip" in said else pose


def _gripping(pose: HandPose, held: Vec) -> HandPose:
    """Return the hand moved until what it grips goes through its fist."""
    found = hand_joints(pose)
    middle = (found["middle_0"] + found["middle_2"]) * 0.5
    return replace(pose, at=pose.at + held - middle)
