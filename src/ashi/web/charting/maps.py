"""The body map of a record: which views show its needles, and each needle as a mark."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from ashi.apps.charting.models import Needling
from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.positions import position_of, positions_on
from ashi.core.knowledge.atlas.spots import PARASPINAL, level_spot, moved
from ashi.core.knowledge.atlas.views import VIEWS, view_of
from ashi.core.knowledge.needling.insertion import BY_LEVEL
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.names import PointCode
from ashi.web.atlas.pictures import Mark, Picture, picture_of
from ashi.web.atlas.wording import VIEW_WORDS
from ashi.web.charting.wording import KIND_WORDS, SIDE_WORDS

BESIDE = 0.5  # cun from the midline to the points beside each vertebra
WHOLE = ("back", "front")
# Where as many needles are seen on two views, the earlier is shown.
LIKED = ("low_back", "hand_back", "foot_top", "foot_outer", "foot_inner", "head_front", *WHOLE)
FIRST = "low_back"
BOTH = ("left", "right")
IN, OUT, WAITS = "in", "out", "waits"


@dataclass(frozen=True, slots=True)
class Choice:
    """A view that can be chosen."""

    view: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class BodyMap:
    """The picture in use, the two small ones, and what else can be shown."""

    main: Picture
    small: tuple[Picture, ...]
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    side: str
    one_sided: bool
    channel: str
    channels: tuple[str, ...]
    marked: int


def body_map(
    rows: Sequence[Needling],
    before: Sequence[Needling] = (),
    *,
    view: str = "",
    side: str = "",
    channel: str = "",
) -> BodyMap:
    """Return the map of a record's needles.

    Parameters
    ----------
    before
        The needles of the last visit: they choose the view while nothing is charted yet.
    view, side, channel
        What the reader chose; anything unknown counts as not chosen.
    """
    shown = _shown_on(rows) or _shown_on(before)
    chosen = view if view in VIEWS else _best(shown)
    half = side if side in BOTH else _most_needled(rows)
    line = channel if channel in _channels() else ""
    first = dict.fromkeys((chosen, *_ranked(shown)[:2], FIRST, *WHOLE))
    marks = {name: tuple(marks_on(name, half, rows)) for name in {chosen, *WHOLE}}
    words = (pgettext("side", "Left"), pgettext("side", "Right"))
    return BodyMap(
        main=picture_of(chosen, marks[chosen], side=half, channel=line or None, sides=words),
        small=tuple(picture_of(name, marks[name]) for name in WHOLE if name != chosen),
        choices=tuple(_choice(name, chosen) for name in VIEWS if name in first),
        more=tuple(_choice(name, chosen) for name in VIEWS if name not in first),
        side=half,
        one_sided=view_of(chosen).one_sided,
        channel=line,
        channels=_channels(),
        marked=len(marks[chosen]),
    )


def needle_pictures(rows: Sequence[Needling]) -> tuple[Picture, ...]:
    """Return few views that together show every needle that any view shows, fullest first."""
    words = (pgettext("side", "Left"), pgettext("side", "Right"))
    found: list[Picture] = []
    unseen = list(rows)
    while unseen:
        half = _most_needled(unseen)
        fullest = ((view, _seen(view, half, unseen)) for view in _ranked(_shown_on(unseen)))
        view, seen = next(((view, seen) for view, seen in fullest if seen), ("", []))
        if not seen:
            break
        found.append(picture_of(view, marks_on(view, half, rows), side=half, sides=words))
        unseen = [row for row in unseen if row not in seen]
    return tuple(found)


def _seen(view: str, figure: str, rows: Iterable[Needling]) -> list[Needling]:
    """Return the needles that have a place on a view."""
    return [row for row in rows if any(True for _spot in _spots(view, figure, row))]


def _channels() -> tuple[str, ...]:
    return tuple(code for code, one in all_channels().items() if not one.extra)


def _choice(view: str, chosen: str) -> Choice:
    return Choice(view, str(VIEW_WORDS[view]), view == chosen)


def _most_needled(rows: Iterable[Needling]) -> str:
    sides = Counter(row.side for row in rows if row.side in BOTH)
    return "right" if sides["right"] > sides["left"] else "left"


def _shown_on(rows: Sequence[Needling]) -> dict[str, int]:
    """Return how many of the needles each view shows; views that show none are left out."""
    codes = {PointCode(row.point) for row in rows if row.point}
    counted = {view: len(codes & {one.code for one in positions_on(view)}) for view in VIEWS}
    for row in rows:
        if row.drawn_view in counted:
            counted[row.drawn_view] += 1
        elif row.level and _of_level(FIRST, row):
            counted[FIRST] += 1
    return {view: count for view, count in counted.items() if count}


def _ranked(shown: dict[str, int]) -> list[str]:
    order = {view: at for at, view in enumerate(dict.fromkeys((*LIKED, *VIEWS)))}
    return sorted(shown, key=lambda view: (-shown[view], order[view]))


def _best(shown: dict[str, int]) -> str:
    return next(iter(_ranked(shown)), FIRST)


def marks_on(view: str, figure: str, rows: Iterable[Needling]) -> Iterable[Mark]:
    """Give the marks of needles on a view; what it does not show has none."""
    for row in rows:
        for spot in _spots(view, figure, row):
            label = f"{row.point} {row.level}".strip() if row.point else str(KIND_WORDS[row.kind])
            known = not row.point and not row.drawn_view
            state = "near" if known else _state(row)
            yield Mark(spot.x, spot.y, state, label, title_of(row), free=not row.point)


def _state(row: Needling) -> str:
    if row.in_at is None:
        return WAITS
    return IN if row.out_at is None else OUT


def title_of(row: Needling) -> str:
    """Return what a mark is: place, side, state, depth."""
    words = {
        WAITS: pgettext("needle", "not in yet"),
        IN: pgettext("needle", "in"),
        OUT: pgettext("needle", "out"),
    }
    where = f"{row.point} {row.level}".strip() or f"{row.kind} {row.place or row.level}"
    depth = "" if row.depth_mm is None else f"{row.depth_mm:g} mm"
    side = str(SIDE_WORDS.get(row.side, row.side))
    return ", ".join(filter(None, (where, side, words[_state(row)], depth)))


def _spots(view: str, figure: str, row: Needling) -> Iterable[Spot]:
    """Give where a needle lies on a view: its point, the place that was drawn, its vertebra."""
    one_sided = view_of(view).one_sided
    if row.point == BY_LEVEL:
        yield from _of_level(view, row, BESIDE)
    elif row.point:
        sides = (row.side,) if row.side else BOTH
        for side in sides if not one_sided else tuple(one for one in sides if one == figure):
            yield from (Spot(one.x, one.y) for one in position_of(PointCode(row.point), view, side))
    elif row.drawn_view and row.drawn_x is not None and row.drawn_y is not None:
        if not one_sided or row.side == figure:
            found = moved(row.drawn_view, Spot(row.drawn_x, row.drawn_y), view)
            if found:
                yield found
    elif row.level:
        yield from _of_level(view, row)


def _of_level(view: str, row: Needling, beside: float = PARASPINAL) -> list[Spot]:
    """Return where a needle lies of which the vertebra was said."""
    found = level_spot(view, row.level.split("-", maxsplit=1)[0], row.side or "midline", beside)
    return [found] if found else []
