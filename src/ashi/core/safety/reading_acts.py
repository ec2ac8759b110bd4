"""The acts of a case: kinds, places, depths and angles as they are written.

Decides        which writings are an act
Does not       word faults
Takes          fields of a document
Gives          acts; or notes faults in the fields
Units          mm; degrees from the skin for an angle given as a number
Sources        docs/reference/safety.md
"""

import re
from difflib import get_close_matches

from ashi.core.kernel.faults import NotKnown, Said
from ashi.core.kernel.fields import Field
from ashi.core.knowledge.errors import AmbiguousPointError, UnknownPointError
from ashi.core.knowledge.points.finding import find_point, points_written
from ashi.core.safety.acts import ANGLES, PATHS, Act, counts_as, kind_names
from ashi.core.safety.facts import LONGEST, plain
from ashi.core.safety.places import Spot, sides_of, spot_at_point, spot_in_region
from ashi.core.safety.reading_words import SIDE_WRITINGS, read_regions, read_side, read_word

DEEPEST_MM = 300  # chosen: longer than any needle; what is beyond every text is asked about
FLAT, STEEP = 30, 60  # degrees; chosen: under 30 transverse, from 60 perpendicular
OTHER_WORDS = {
    "straight": "perpendicular",
    "horizontal": "transverse",
    "subcutaneous": "transverse",
}
CURRENT_WORDS = {
    "thorax": "across_chest",
    "arm_to_arm": "across_chest",
    "heart": "across_chest",
    "spine": "across_cord",
    "spinal_cord": "across_cord",
    "neck": "across_throat",
    "brain": "across_head",
}
READ = ("kind", "point", "points", "region", "side", "depth_mm", "angle", "across", "path")
# Other keys are read by no rule, and are no fault unless one looks like a slip of the pen.
SLIP = 0.7
FREE_POINTS = frozenset({"ashi", "a_shi", "tender_point", "trigger_point", "free"})
SIDED = re.compile(r"(?P<point>.+?)[ ,]+(?P<side>left|right|both|bilateral|[lr])", re.IGNORECASE)


def _angle(field: Field) -> str | None:
    if not field.given or field.value is None:
        return None
    if isinstance(field.value, int | float):
        degrees = field.number(0, 90)
        if degrees is None:
            return None
        return ANGLES[0] if degrees >= STEEP else ANGLES[2] if degrees < FLAT else ANGLES[1]
    return read_word(field, {angle: angle for angle in ANGLES} | OTHER_WORDS, "not_angle")


def _named(field: Field, text: str) -> str | None:
    """Return the point that a text means."""
    try:
        return find_point(text)
    except UnknownPointError as error:
        field.note("unknown_point", NotKnown(text, error.near))
    except AmbiguousPointError as error:
        field.note("ambiguous_point", NotKnown(text, error.candidates))
    return None


def _point(field: Field, side: str | None, *, one_of_several: bool) -> Spot | None:
    """Read a point as text, with a side behind it or not, or as an object with its own side.

    The side of an act of several points is that of those which have sides.
    """
    own, own_side = field, None
    if isinstance(field.value, dict):
        own, own_side = field.key("point"), read_side(field.key("side"))
    given = own.text()
    if given is None or plain(given) in FREE_POINTS:
        return None
    sided = SIDED.fullmatch(given.strip()) if len(given) <= LONGEST else None
    if sided and not points_written(given):
        given, own_side = sided["point"], SIDE_WRITINGS[plain(sided["side"])]
    found = _named(own, given)
    if found is None:
        return None
    wanted, sides = own_side or side, sides_of(found)
    if wanted is not None and wanted not in sides and (own_side or not one_of_several):
        own.note("not_there", Said(f"{found} lies {' or '.join(sides[:2])}"))
    return spot_at_point(found, wanted if wanted in sides else None)


def _spots(act: Field, side: str | None) -> tuple[Spot, ...]:
    """Read where an act is done; a region beside points only says where they lie."""
    point, points, region = (act.key(name) for name in ("point", "points", "region"))
    fields = [point] if point.given and point.value is not None else []
    if points.given and points.value is not None:
        fields += points.items() or []
    several = len(fields) > 1
    spots = [_point(one, side, one_of_several=several) for one in fields]
    areas = read_regions(region)
    named = tuple(spot for spot in spots if spot is not None)
    return named or tuple(spot_in_region(area, side) for area in areas)


def _across(field: Field) -> frozenset[str] | None:
    """Read what the current is said to cross; an empty list says: nothing of these."""
    if not field.given or field.value is None:
        return None
    names = {path: path for path in PATHS} | {path.removeprefix("across_"): path for path in PATHS}
    single = isinstance(field.value, str)
    members = [field] if single else (field.items() or [])
    paths = [read_word(one, names | CURRENT_WORDS, "unknown_path") for one in members]
    return frozenset(path for path in paths if path is not None)


def _note_one_needle(act: Field, kind: str, spots: tuple[Spot, ...]) -> None:
    """Note a current that begins and ends in one needle."""
    needles = [(spot.point, spot.side) for spot in spots if spot.point and spot.side != "both"]
    sided = [needle for needle in needles if needle[1] is not None]
    if "electroacupuncture" in counts_as(kind) and len(set(sided)) < len(sided):
        act.key("points").note("one_needle")


def read_act(field: Field) -> Act | None:
    """Read one act."""
    for name in field.keys() or []:
        close = get_close_matches(plain(name)[:LONGEST], READ, 1, SLIP)
        if name not in READ and close:
            field.key(name).note("unknown_field", NotKnown(name, tuple(close)))
    if not isinstance(field.value, dict):
        return None
    kind = read_word(field.key("kind"), kind_names(), "unknown_kind")
    depth = field.key("depth_mm")
    spots = _spots(field, read_side(field.key("side")))
    depth_mm = depth.number(0, DEEPEST_MM) if depth.given and depth.value is not None else None
    angle = _angle(field.key("angle"))
    across = _across(field.key("across") if field.key("across").given else field.key("path"))
    if kind is None:
        return None
    _note_one_needle(field, kind, spots)
    return Act(kind, spots, depth_mm, angle, across)


def read_acts(field: Field) -> tuple[Act, ...]:
    """Read every act; none at all is a fault, an empty list is not."""
    acts = [read_act(one) for one in field.items() or []]
    return tuple(act for act in acts if act is not None)
