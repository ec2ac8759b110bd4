"""Between the core's insertions and rows."""

from typing import Any

from ashi.apps.charting.models import Needling
from ashi.core.knowledge.needling.insertion import Drawn, Electro, Insertion, Needle
from ashi.core.knowledge.needling.stricta import Placed
from ashi.core.knowledge.points.names import PointCode

MINUTE = 60
PLAIN = (
    "place", "level", "side", "angle", "sought", "strength", "manipulation", "waveform", "lot"
)  # fmt: skip
SAME = (
    "kind", "needles", "depth_mm", "depth_cun", "pulse_ms", "intensity_ma", "minutes", "stays_days"
)  # fmt: skip


def columns_of(insertion: Insertion) -> dict[str, Any]:
    """Return an insertion as the columns of a row; what was not said is empty."""
    said = {name: getattr(insertion, name) or "" for name in PLAIN}
    same = {name: getattr(insertion, name) for name in SAME}
    electro, needle, drawn = insertion.electro, insertion.needle, insertion.drawn
    return {
        **said,
        **same,
        "point": insertion.point or "",
        "responses": list(insertion.responses),
        "hertz": list(insertion.hertz),
        "pair": electro.pair if electro else None,
        "pole": (electro.pole or "") if electro else "",
        "gauge_mm": needle.gauge_mm if needle else None,
        "length_mm": needle.length_mm if needle else None,
        "drawn_view": drawn.view if drawn else "",
        "drawn_x": drawn.x if drawn else None,
        "drawn_y": drawn.y if drawn else None,
        "text": insertion.note or "",
    }


def insertion_of(row: Needling) -> Insertion:
    """Return a row as the core's insertion."""
    said: dict[str, Any] = {name: getattr(row, name) or None for name in PLAIN}
    said |= {name: getattr(row, name) for name in SAME}
    if row.pair is not None:
        said["electro"] = Electro(row.pair, row.pole or None)
    if row.gauge_mm is not None and row.length_mm is not None:
        said["needle"] = Needle(row.gauge_mm, row.length_mm)
    if row.drawn_view and row.drawn_x is not None and row.drawn_y is not None:
        said["drawn"] = Drawn(row.drawn_view, row.drawn_x, row.drawn_y)
    return Insertion(
        **said,
        point=PointCode(row.point) if row.point else None,
        responses=tuple(row.responses),
        hertz=tuple(row.hertz),
        note=row.text or None,
    )


def placed(row: Needling) -> Placed:
    """Return a row as the core counts it: the insertion, and the minutes for which it stayed."""
    stayed = row.out_at - row.in_at if row.in_at and row.out_at else None
    return Placed(insertion_of(row), stayed.total_seconds() / MINUTE if stayed else None)
