"""Places and directions in the room of an exercise.

Decides        nothing
Does not       know a body
Takes          numbers
Gives          sums, lengths, crossings and turns
Units          centimetres: x along the mat, y up from the floor, z towards the onlooker
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, cos, degrees, radians, sin, sqrt

TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Vec:
    """A place, or the way from one place to another."""

    x: float
    y: float
    z: float = 0.0

    def __add__(self, other: "Vec") -> "Vec":
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: "Vec") -> "Vec":
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, by: float) -> "Vec":
        return Vec(self.x * by, self.y * by, self.z * by)

    @property
    def length(self) -> float:
        """How long it is."""
        return sqrt(dot(self, self))

    @property
    def unit(self) -> "Vec":
        """The same direction, one centimetre long."""
        return self * (1 / max(self.length, TINY))


def dot(one: Vec, other: Vec) -> float:
    """Return the scalar product."""
    return one.x * other.x + one.y * other.y + one.z * other.z


def cross(one: Vec, other: Vec) -> Vec:
    """Return the vector product."""
    return Vec(
        one.y * other.z - one.z * other.y,
        one.z * other.x - one.x * other.z,
        one.x * other.y - one.y * other.x,
    )


def across(one: Vec, axis: Vec) -> Vec:
    """Return the part of a direction that stands square to an axis, one centimetre long."""
    return (one - axis.unit * dot(one, axis.unit)).unit


def turned(one: Vec, axis: Vec, by: float) -> Vec:
    """Return a direction turned about an axis by degrees (right-handed)."""
    about, angle = axis.unit, radians(by)
    along = about * (dot(about, one) * (1 - cos(angle)))
    return one * cos(angle) + cross(about, one) * sin(angle) + along


def between(one: Vec, other: Vec) -> float:
    """Return the angle between two directions in degrees, 0 to 180."""
    return degrees(acos(max(-1.0, min(1.0, dot(one.unit, other.unit)))))


def direction(said: float | Sequence[float]) -> Vec:
    """Return a direction: degrees in the plane of the mat (0 along it, 90 up), or its parts."""
    if isinstance(said, int | float):
        return Vec(cos(radians(said)), sin(radians(said)))
    return Vec(*said).unit
