"""Points as JSON."""

from typing import Any

from ashi.core.knowledge.points.details import details_of
from ashi.core.knowledge.points.groups import beneath, families_of, measured_at, precautions_of
from ashi.core.knowledge.points.names import PointName


def written_point(name: PointName) -> dict[str, Any]:
    """Write everything known of a point; depths are ranges that texts print, in cun."""
    details = details_of(name.code)
    return {
        "code": name.code,
        "channel": name.channel,
        "number": name.number,
        "pinyin": name.pinyin,
        "pinyin_tones": name.tones,
        "zh": name.zh,
        "zh_simplified": name.simplified,
        "also": [*name.also, *name.also_zh],
        "laterality": name.laterality,
        "places": name.places,
        "region": details.region,
        "level": details.level,
        "intercostal_space": details.intercostal_space,
        "sacral_foramen": details.sacral_foramen,
        "location": details.location,
        "muscles": list(details.muscles),
        "measures": [
            {"cun": one.cun, "way": one.way, "of": one.of, "unit": one.unit}
            for one in details.measures
        ],
        "angles": list(details.angles),
        "depths_cun": [
            {"source": one.source, "low": one.low, "high": one.high} for one in details.depths
        ],
        "vessels": list(details.vessels),
        **_written_groups(name),
        "sources": list(details.sources),
        "provenance": dict(details.provenance),
        "status": details.status,
    }


def _written_groups(name: PointName) -> dict[str, Any]:
    """Write what a point shares with others."""
    return {
        "families": [family.id for family in families_of(name.code)],
        "beneath": [
            {
                "id": one.id,
                "kind": one.kind,
                "structure": one.structure,
                "severity": one.severity,
                "note": one.note,
                "basis": one.basis,
                "sources": list(one.sources),
            }
            for one in beneath(name.code)
        ],
        "precautions": [
            {"id": one.id, "fact": one.fact, "note": one.note, "sources": list(one.sources)}
            for one in precautions_of(name.code)
        ],
        "measured_depths_mm": [
            {"what": one.what, "low": one.low_mm, "high": one.high_mm, "sources": list(one.sources)}
            for one in measured_at(name.code)
        ],
    }
