"""Whether what is known of each point is whole, and names only what exists.

Decides        which words an entry may use
Does not       check names (checking.py) or places on pictures
Takes          the tables of data/points/*.toml as they were written
Gives          faults with the file and the entry
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.details import file_of
from ashi.core.knowledge.points.free_places import all_muscles
from ashi.core.knowledge.points.names import all_names, split_code
from ashi.core.knowledge.points.regions import all_regions

Table = Mapping[str, Any]

PROVENANCE = frozenset({"seen", "seen2", "recalled", "own"})
STATUS = frozenset({"draft", "reviewed"})
ANGLES = frozenset({"perpendicular", "oblique", "transverse", "superficial"})
WAYS = frozenset(
    {"above", "below", "lateral", "anterior", "posterior", "proximal-lateral", "proximal-medial"}
)
LANDMARKS = frozenset(
    {
        "anterior axillary fold", "anterior hairline", "anterior median line", "acromial angle",
        "angle of the mouth", "base of the patella", "cubital crease", "dorsal wrist crease",
        "extremity of the coccyx", "eyebrow", "gluteal fold",
        "lateral corner of the second toenail", "lateral corner of the toenail",
        "medial corner of the toenail",
        "medial end of the base of the patella", "median sacral crest", "midaxillary line",
        "outer canthus of the eye", "palmar wrist crease", "popliteal crease",
        "posterior axillary fold", "posterior hairline", "posterior median line",
        "prominence of the lateral malleolus", "prominence of the medial malleolus",
        "prominence of the olecranon", "radial corner of the index fingernail",
        "radial corner of the little fingernail", "radial corner of the middle fingernail",
        "radial corner of the thumb nail", "suprasternal fossa", "temporal hairline",
        "ulnar corner of the fingernail", "ulnar corner of the little fingernail", "umbilicus",
        "xiphisternal junction",
    }
)  # fmt: skip
DETAIL_KEYS = frozenset(
    {
        "code", "region", "level", "intercostal_space", "sacral_foramen", "location", "muscles",
        "measures", "angles", "depths", "vessels", "sources", "provenance", "status",
    }
)  # fmt: skip
NEVER = re.compile(r"\b(safe|safely|recommended|predicted|optimal|invalid|alert)\b", re.IGNORECASE)
GROUPS = (
    ("families.toml", "families"),
    ("hazards.toml", "hazards"),
    ("precautions.toml", "precautions"),
)


@cache
def known_sources() -> frozenset[str]:
    """Return the keys of all sources."""
    return frozenset(row["key"] for row in read_toml("points", "sources.toml")["sources"])


@cache
def _files() -> dict[str, list[Table]]:
    names = dict.fromkeys(file_of(channel) for channel in all_channels())
    return {name: read_toml("points", name)["points"] for name in names}


def detail_faults() -> Iterator[Fault]:
    """Say what is wrong with the entries of single points."""
    for file, rows in _files().items():
        wanted = [code for code in all_names() if file_of(split_code(code)[0]) == file]
        yield from file_faults(file, rows, wanted)


def file_faults(file: str, rows: Sequence[Table], wanted: Sequence[str]) -> Iterator[Fault]:
    """Say what is wrong with one file: its entries, one given twice, one missing."""
    codes = [row.get("code") for row in rows]
    for row in rows:
        path = f"points/{file}: {row.get('code')}"
        if codes.count(row.get("code")) > 1:
            yield Fault(path, "twice", row.get("code"))
        yield from entry_faults(row, path)
    for code in wanted:
        if code not in codes:
            yield Fault(f"points/{file}: {code}", "missing")


def entry_faults(row: Table, path: str) -> Iterator[Fault]:
    """Say what is wrong with the entry of one point."""
    if row.get("code") not in all_names():
        yield Fault(path, "unknown_point", row.get("code"))
    for key in row.keys() - DETAIL_KEYS:
        yield Fault(path, "unknown_key", key)
    for key in ("region", "location"):
        if not row.get(key):
            yield Fault(f"{path}: {key}", "missing")
    if row.get("region") not in {one.id for one in all_regions()}:
        yield Fault(f"{path}: region", "unknown_word", row.get("region"))
    for muscle in set(row.get("muscles", ())) - {one.name for one in all_muscles()}:
        yield Fault(f"{path}: muscles", "unknown_word", muscle)
    yield from standing_faults(row, path, row.get("provenance", {}).values())
    yield from _number_faults(row, path)


def _number_faults(row: Table, path: str) -> Iterator[Fault]:
    """Say what is wrong with depths, angles and measures."""
    for depth in row.get("depths", ()):
        if not 0 < depth["low"] <= depth["high"]:
            yield Fault(f"{path}: depths", "backwards", f"{depth['low']}-{depth['high']}")
        if depth["source"] not in known_sources():
            yield Fault(f"{path}: depths", "unknown_source", depth["source"])
    for angle in set(row.get("angles", ())) - ANGLES:
        yield Fault(f"{path}: angles", "unknown_word", angle)
    for measure in row.get("measures", ()):
        yield from _measure_faults(measure, f"{path}: measures")


def _measure_faults(measure: Table, path: str) -> Iterator[Fault]:
    if measure["way"] not in WAYS:
        yield Fault(path, "unknown_word", measure["way"])
    if measure["of"] not in LANDMARKS and measure["of"] not in all_names():
        yield Fault(path, "unknown_landmark", measure["of"])
    if measure["cun"] <= 0 or measure.get("unit", "finger") != "finger":
        yield Fault(path, "unknown_word", f"{measure['cun']} {measure.get('unit')}")


def standing_faults(row: Table, path: str, provenance: Iterable[str]) -> Iterator[Fault]:
    """Say whether an entry lacks sources, how they were read, or its standing."""
    words = list(provenance)
    if not row.get("sources"):
        yield Fault(path, "no_source")
    for source in set(row.get("sources", ())) - known_sources():
        yield Fault(path, "unknown_source", source)
    if not words or set(words) - PROVENANCE:
        yield Fault(path, "no_provenance", ", ".join(map(str, words)))
    if row.get("status") not in STATUS:
        yield Fault(path, "unread_status", row.get("status"))
    for text in (row.get("location", ""), row.get("note", "")):
        if spoken := NEVER.search(text):
            yield Fault(path, "forbidden_word", spoken[0])


def group_faults() -> Iterator[Fault]:
    """Say what is wrong with families, hazards, precautions and measured depths."""
    for file, key in GROUPS:
        yield from rows_faults(file, read_toml("points", file)[key])
    for row in read_toml("points", "measured_depths.toml")["measured"]:
        yield from measured_faults(row)


def rows_faults(file: str, rows: Sequence[Table]) -> Iterator[Fault]:
    """Say what is wrong with the groups of one file."""
    ids = [row["id"] for row in rows]
    for row in rows:
        path = f"points/{file}: {row['id']}"
        if ids.count(row["id"]) > 1:
            yield Fault(path, "twice", row["id"])
        yield from _member_faults(row["points"], path)
        yield from standing_faults(row, path, [row["provenance"]])


def measured_faults(row: Table) -> Iterator[Fault]:
    """Say what is wrong with a measured depth."""
    path = f"points/measured_depths.toml: {row['point']}"
    yield from _member_faults([row["point"]], path)
    yield from standing_faults(row, path, [row["provenance"]])
    if not 0 < row["low_mm"] <= row["high_mm"]:
        yield Fault(path, "backwards", f"{row['low_mm']}-{row['high_mm']}")


def _member_faults(codes: list[str], path: str) -> Iterator[Fault]:
    if not codes:
        yield Fault(f"{path}: points", "empty")
    for code in codes:
        if code not in all_names():
            yield Fault(f"{path}: points", "unknown_point", code)
        if codes.count(code) > 1:
            yield Fault(f"{path}: points", "twice", code)


def source_faults() -> Iterator[Fault]:
    """Say which listed source nothing names."""
    rows: list[Table] = [row for rows in _files().values() for row in rows]
    for file, key in (*GROUPS, ("measured_depths.toml", "measured"), ("channels.toml", "channels")):
        rows += read_toml("points", file)[key]
    rows += read_toml("points", "figures", "frames.toml")["frames"]
    yield from unused_faults(known_sources(), rows)


def unused_faults(known: Collection[str], rows: Iterable[Table]) -> Iterator[Fault]:
    """Say which of the known sources no row names."""
    named: set[str] = set()
    for row in rows:
        named.update(row.get("sources", ()))
        named.update(depth["source"] for depth in row.get("depths", ()))
    for key in sorted({*known} - named):
        yield Fault(f"points/sources.toml: {key}", "unused_source")
