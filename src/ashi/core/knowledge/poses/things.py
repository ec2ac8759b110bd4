"""Things that stand round an exercise: mat, chair, wall, table, step, band, weight.

Decides        how they look
Takes          what the data say: a kind and its measures, or the names of joints
Gives          shapes, and whether they stand before the body
Units          centimetres
Sources        own drawing; a seat 44 cm high, a worktop 88 cm
Reviewed       no clinical content
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import cos, pi, sin
from typing import Any, NamedTuple

from ashi.core.knowledge.poses.body import Part
from ashi.core.knowledge.poses.outlines import Ball
from ashi.core.knowledge.poses.skeleton import Joints
from ashi.core.knowledge.poses.vectors import Vec

SEAT = 44.0
RING = 14  # pieces of a ring
WAVES = 48  # pieces of a surface of water


class Thing(NamedTuple):
    """A thing with its parts; ``before`` where it hides the body, ``melted`` with one edge."""

    parts: tuple[Part, ...]
    before: bool = False
    melted: bool = False


def things_of(said: Sequence[Sequence[Any]], at: Joints) -> Iterator[Thing]:
    """Return the things that stand round a pose."""
    for kind, *measures in said:
        yield KINDS[kind](at, *measures)


def place(at: Joints, said: str | Sequence[str] | Sequence[float]) -> Vec:
    """Return a place: of a joint by its name, the middle of several, or as its parts say."""
    if isinstance(said, str):
        return at[said]
    named = [at[one] for one in said if isinstance(one, str)]
    if named:
        return sum(named, Vec(0, 0)) * (1 / len(named))
    return Vec(*(float(one) for one in said))


def _corners(
    xs: tuple[float, float], ys: tuple[float, float], zs: tuple[float, float], radius: float
) -> tuple[Ball, ...]:
    return tuple(Ball(Vec(*corner), radius) for corner in product(xs, ys, zs))


def _box(xs: tuple[float, float], ys: tuple[float, float], half: float) -> tuple[Part, ...]:
    """Return a box with its upper face, which catches the light."""
    zs = (-half, half)
    return (
        Part("thing", _corners(xs, ys, zs, 0.6)),
        Part("thing-top", _corners(xs, (ys[1], ys[1]), zs, 0.3)),
    )


def _legs(xs: tuple[float, float], half: float, high: float) -> tuple[Part, ...]:
    return tuple(
        Part("thing", (Ball(Vec(x, 0.8, z), 1.0), Ball(Vec(x, high, z), 1.2)))
        for z, x in product((-half, half), xs)
    )


def _floor(at: Joints, left: float, right: float) -> Thing:
    return Thing((Part("floor", _corners((left, right), (-0.6, -0.6), (-26, 26), 3.0)),))


def _mat(at: Joints, left: float, right: float) -> Thing:
    return Thing((Part("mat", _corners((left, right), (-1.2, -1.2), (-30, 30), 1.6)),))


def _chair(at: Joints, middle: float, high: float = SEAT, back: float = 88) -> Thing:
    left, right = middle - 19, middle + 19
    parts = [
        *_legs((left + 1, right - 1), 18, high - 3),
        *_box((left, right), (high - 3, high), 19),
    ]
    if back > high:
        parts.insert(4, Part("thing", _corners((left - 2, left - 1), (high, back), (-18, 18), 1.4)))
    return Thing(tuple(parts))


def _wall(at: Joints, where: float, high: float = 185) -> Thing:
    return Thing((Part("wall", _corners((where, where), (0, high), (-34, 34), 0.4)),))


def _table(at: Joints, left: float, right: float, high: float, before: bool = False) -> Thing:
    top = _box((left, right), (high - 3, high), 26)
    return Thing((*_legs((left + 3, right - 3), 23, high - 3), *top), before)


def _step(at: Joints, left: float, right: float, high: float) -> Thing:
    return Thing(_box((left, right), (0, high), 24))


def _carried(at: Joints, where: Sequence[float], size: float = 11) -> Thing:
    """Return a box held in both hands."""
    middle = place(at, where)
    xs, ys = (middle.x - size, middle.x + size), (middle.y - size, middle.y + size)
    return Thing(_box(xs, ys, size), before=True)


def _slope(at: Joints, left: float, right: float, high: float) -> Thing:
    ends = [(left, 0.0), (right, 0.0), (left, high)]
    balls = tuple(Ball(Vec(x, y, z), 0.6) for x, y in ends for z in (-22.0, 22.0))
    face = tuple(Ball(Vec(x, y, z), 0.3) for x, y in ends[1:] for z in (-22.0, 22.0))
    return Thing((Part("thing", balls), Part("thing-top", face)))


def _roll(at: Joints, where: Sequence[float], radius: float, half: float = 16) -> Thing:
    middle = place(at, where)
    ends = tuple(Ball(middle + Vec(0, 0, z), radius) for z in (-half, half))
    return Thing((Part("cloth", ends), Part("cloth", (ends[1], ends[1]))))


def _pillow(at: Joints, where: Sequence[float], long: float, high: float = 5) -> Thing:
    middle = place(at, where)
    balls = tuple(
        Ball(middle + Vec(x, 0, z), high / 2) for x, z in product((-long / 2, long / 2), (-16, 16))
    )
    return Thing((Part("cloth", balls),))


def _line(kind: str, thick: float) -> Callable[..., Thing]:
    def drawn(at: Joints, *places: Any) -> Thing:
        stops = [place(at, one) for one in places]
        parts = [
            Part(kind, (Ball(one, thick), Ball(other, thick))) for one, other in pairwise(stops)
        ]
        return Thing(tuple(parts), before=True)

    return drawn


def _weight(at: Joints, where: str | Sequence[float], size: float = 4) -> Thing:
    """Return a dumbbell held across the hand."""
    middle = place(at, where)
    ends = [Ball(middle + Vec(0, 0, z), size) for z in (-size * 1.7, size * 1.7)]
    grip = Part("weight", (Ball(ends[0].at, 1.3), Ball(ends[1].at, 1.3)))
    return Thing((Part("weight", (ends[0],)), grip, Part("weight", (ends[1],))), before=True)


def _ball(at: Joints, where: str | Sequence[float], radius: float) -> Thing:
    return Thing((Part("band", (Ball(place(at, where), radius),)),), before=True)


def _screen(at: Joints, where: float, low: float, high: float) -> Thing:
    """Return a screen that stands on a desk and is seen from beside it."""
    foot = Part("thing", (Ball(Vec(where, low - 14, 0), 1.2), Ball(Vec(where, high - 8, 0), 1.2)))
    return Thing((foot, Part("weight", _corners((where, where + 2), (low, high), (-24, 24), 1.0))))


def _doorway(at: Joints, where: float) -> Thing:
    posts = [
        Part("thing", _corners((where - 4, where + 4), (0, 195), (z, z + 6), 0.5))
        for z in (-52.0, 34.0)
    ]
    return Thing(tuple(posts))


def _ring(at: Joints, where: Sequence[float], radius: float = 3.2) -> Thing:
    """Return a ring of thumb and index finger, seen from the front."""
    middle = place(at, where)
    stops = [
        middle + Vec(0, radius * sin(turn), radius * cos(turn))
        for turn in (step * 2 * pi / RING for step in range(RING + 1))
    ]
    parts = [Part("skin", (Ball(one, 1.3), Ball(other, 1.3))) for one, other in pairwise(stops)]
    return Thing(tuple(parts), before=True, melted=True)


def _mark(at: Joints, where: Sequence[float]) -> Thing:
    """Return a mark on a wall, to be looked at."""
    middle = place(at, where)
    return Thing((Part("weight", (Ball(middle, 4.5),)), Part("tip", (Ball(middle, 1.6),))))


def _bicycle(at: Joints, crank: Sequence[float], saddle: Sequence[float], bar: float) -> Thing:
    """Return a bicycle that stands still: wheel, frame, saddle, handlebar and two pedals."""
    axle, seat = place(at, crank), place(at, saddle)
    wheel, grip = axle + Vec(38, 4), Vec(axle.x + 28, bar)
    ways = [
        (axle, seat), (axle, wheel), (wheel, grip), (seat + Vec(8, -26), grip + Vec(3, -30)),
        (axle + Vec(0, 2), Vec(axle.x, 2)), (wheel, Vec(wheel.x, 2)),
        (Vec(axle.x - 34, 2), Vec(wheel.x + 20, 2)),
    ]  # fmt: skip
    tubes = tuple(Part("thing", (Ball(one, 1.5), Ball(other, 1.5))) for one, other in ways)
    saddled = Part("weight", (Ball(seat + Vec(-9, 0), 3.4), Ball(seat + Vec(11, 0.5), 1.8)))
    held = Part("weight", (Ball(grip + Vec(0, 0, -18), 1.7), Ball(grip + Vec(0, 0, 18), 1.7)))
    turning = (Part("thing", (Ball(wheel, 21),)), Part("thing-top", (Ball(wheel, 3),)))
    pedals = tuple(
        Part(
            "weight",
            (
                Ball(at[f"ball_{side}"] + Vec(-5, -4), 1.4),
                Ball(at[f"ball_{side}"] + Vec(4, -4), 1.4),
            ),
        )
        for side in "lr"
    )
    cranks = tuple(
        Part("thing", (Ball(axle, 1.6), Ball(at[f"ball_{side}"] + Vec(0, -4), 1.3)))
        for side in "lr"
    )
    return Thing((*turning, *tubes, saddled, held, *cranks, *pedals))


def _water(at: Joints, left: float, right: float, high: float) -> Thing:
    """Return the water of a pool with its waves; the body is seen through it."""
    stops = [left + (right - left) * step / WAVES for step in range(WAVES + 1)]
    surface = [Ball(Vec(x, high + sin(x / 5) * 1.2, 30), 0.7) for x in stops]
    waves = [Part("water-top", pair) for pair in pairwise(surface)]
    still = Part("water", _corners((left, right), (2, high - 1.5), (30, 30), 0.4))
    return Thing((still, *waves), before=True)


KINDS: Mapping[str, Callable[..., Thing]] = {
    "floor": _floor,
    "mat": _mat,
    "chair": _chair,
    "wall": _wall,
    "table": _table,
    "step": _step,
    "carried": _carried,
    "slope": _slope,
    "roll": _roll,
    "pillow": _pillow,
    "band": _line("band", 0.9),
    "stick": _line("stick", 1.1),
    "strap": _line("cloth", 1.0),
    "rail": _line("thing", 1.2),
    "weight": _weight,
    "ball": _ball,
    "doorway": _doorway,
    "screen": _screen,
    "ring": _ring,
    "mark": _mark,
    "bicycle": _bicycle,
    "water": _water,
}
