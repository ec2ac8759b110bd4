"""The acts of a case: kinds, places, depths and angles as they are written.

Decides        which writings are an act
Does not       word faults
Takes          fields of a document
Gives          acts; or notes faults in the fields
Units          mm; degrees from the skin for an angle given as a number
Sources        docs/reference/safety.md
"""

from difflib import get_close_matches

from ashi.core.kernel.faults import NotKnown, Said
from ashi.core.kernel.fields import Field
from ashi.core.knowledge.errors import AmbiguousPointError, UnknownPointError
from ashi.core.knowledge.points.finding import find_point
from ashi.core.safety.acts import ANGLES, PATHS, Act, kind_names
from ashi.core.safety.places import Spot, sides_of, spot_at_point, spot_in_region
from ashi.core.safety.reading_words import read_regions, read_side, read_word

DEEPEST_MM = 150
FLAT, STEEP = 30, 60  # degrees; chosen: under 30 transverse, from 60 perpendicular
OTHER_WORDS = {
    "straight": "perpendicular",
    "horizontal": "transverse",
    "subcutaneous": "transverse",
}
CURRENT_WORDS = {
    "heart": "across_chest",
    "spine": "across_cord",
    "spinal_cord": "across_cord",
    "neck": "across_throat",
    "brain": "across_head",
}
READ = ("kind", "point", "points", "region", "side", "depth_mm", "angle", "across")
# Kept with the act and read by no rule: how it is done belongs to the record of the visit.
CARRIED = (
    "id",
    "technique",
    "gauge",
    "diameter_mm",
    "length_mm",
    "minutes",
    "frequency_hz",
    "waveform",
    "intensity",
    "response",
    "manipulation",
    "stimulation",
    "level",
    "grade",
    "dose",
    "device",
    "lot",
    "note",
)


def _angle(field: Field) -> str | None:
    if not field.given or field.value is None:
        return None
    if isinstance(field.value, int | float):
        degrees = field.number(0, 90)
        if degrees is None:
            return None
        return ANGLES[0] if degrees >= STEEP else ANGLES[2] if degrees < FLAT else ANGLES[1]
    return read_word(field, {angle: angle for angle in ANGLES} | OTHER_WORDS, "not_angle")


def _point(field: Field, side: str | None) -> Spot | None:
    """Read a point as text, or as an object with a side of its own."""
    own = field
    if isinstance(field.value, dict):
        own, side = field.key("point"), read_side(field.key("side")) or side
    given = own.text()
    if given is None:
        return None
    try:
        found = find_point(given)
    except UnknownPointError as error:
        own.note("unknown_point", NotKnown(given, error.near))
        return None
    except AmbiguousPointError as error:
        own.note("ambiguous_point", NotKnown(given, error.candidates))
        return None
    sides = sides_of(found)
    if side is not None and side not in sides:
        own.note("not_there", Said(f"{found} lies {' or '.join(sides[:2])}"))
    return spot_at_point(found, side)


def _spots(act: Field, side: str | None) -> tuple[Spot, ...]:
    point, points, region = (act.key(name) for name in ("point", "points", "region"))
    fields = [point] if point.given and point.value is not None else []
    if points.given and points.value is not None:
        fields += points.items() or []
    spots = [_point(one, side) for one in fields]
    spots += [spot_in_region(area, side) for area in read_regions(region)]
    return tuple(spot for spot in spots if spot is not None)


def _across(field: Field) -> frozenset[str] | None:
    """Read what the current is said to cross; an empty list says: nothing of these."""
    if not field.given or field.value is None:
        return None
    names = {path: path for path in PATHS} | {path.removeprefix("across_"): path for path in PATHS}
    single = isinstance(field.value, str)
    members = [field] if single else (field.items() or [])
    paths = [read_word(one, names | CURRENT_WORDS, "unknown_path") for one in members]
    return frozenset(path for path in paths if path is not None)


def read_act(field: Field) -> Act | None:
    """Read one act."""
    for name in field.keys() or []:
        if name not in (*READ, *CARRIED):
            close = tuple(get_close_matches(name, [*READ, *CARRIED], 3, 0.5))
            field.key(name).note("unknown_field", NotKnown(name, close))
    if not isinstance(field.value, dict):
        return None
    kind = read_word(field.key("kind"), kind_names(), "unknown_kind")
    depth = field.key("depth_mm")
    spots = _spots(field, read_side(field.key("side")))
    depth_mm = depth.number(0, DEEPEST_MM) if depth.given and depth.value is not None else None
    angle, across = _angle(field.key("angle")), _across(field.key("across"))
    carried = tuple((name, field.value[name]) for name in CARRIED if name in field.value)
    return None if kind is None else Act(kind, spots, depth_mm, angle, across, carried)


def read_acts(field: Field) -> tuple[Act, ...]:
    """Read every act; none at all is a fault, an empty list is not."""
    acts = [read_act(one) for one in field.items() or []]
    return tuple(act for act in acts if act is not None)
