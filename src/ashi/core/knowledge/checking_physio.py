"""Whether the packaged data of physiotherapy hold together.

Decides        nothing clinical: ids once each, names in both languages, no writing of two things,
               normal values within what can be typed, each number with the source it was read in
Takes          data/physio
Gives          faults with the file and the entry
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterator

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.packaged import read_csv
from ashi.core.knowledge.physio.examination import (
    AT_LEVEL,
    FILE,
    GROUPS,
    READ,
    Exam,
    Scale,
    all_scales,
    citations,
    key_muscles,
)
from ashi.core.knowledge.physio.programmes import read_items
from ashi.core.knowledge.physio.things import Thing, all_things, writings, written
from ashi.core.knowledge.poses.closeups import all_closeups
from ashi.core.knowledge.poses.reading import all_scenes

FILES = ("treatments.csv", "exercises.csv", "measures.csv", FILE)
PROVENANCE = frozenset({"seen", "seen2", "recalled", "own", "mixed"})


def physio_faults() -> list[Fault]:
    """Return what does not hold together in the data of physiotherapy."""
    scales = (fault for scale in all_scales().values() for fault in scale_faults(scale))
    exams = (
        fault
        for thing in all_things().values()
        if thing.exam
        for fault in exam_faults(thing, thing.exam)
    )
    return [
        *_row_faults(),
        *_writing_faults(),
        *_exercise_faults(),
        *_picture_faults(),
        *scales,
        *exams,
    ]


def scale_faults(scale: Scale) -> Iterator[Fault]:
    """Say what is wrong with a scale: codes, writings, what is normal, its source."""
    where = f"physio/scales.toml: {scale.id}"
    codes = [one.code for one in scale.choices]
    if not set(scale.normal) <= set(codes) or not scale.normal:
        yield Fault(where, "unknown_choice", ",".join(scale.normal))
    for one in scale.choices:
        if not (one.name.strip() and one.name_el.strip()):
            yield Fault(where, "missing", one.code)
        for text in (one.code, one.name, one.name_el, *one.words):
            read = scale.read(text)
            if read is None or read.code != one.code:
                yield Fault(where, "written_twice", text)
    if scale.provenance in READ and scale.source not in citations():
        yield Fault(where, "source", scale.source)


def exam_faults(thing: Thing, exam: Exam) -> Iterator[Fault]:
    """Say what is wrong with a finding: how it is said, what is normal, what a test means."""
    where = f"physio/{FILE}: {thing.id}"
    if exam.group not in GROUPS:
        yield Fault(where, "group", exam.group)
    if exam.scale is None and not thing.unit:
        yield Fault(where, "missing", "scale")
    bounds = [thing.least, exam.low, exam.high, thing.most]
    known = [one for one in bounds if one is not None]
    if known != sorted(known):
        yield Fault(where, "range", str(known))
    if exam.where == AT_LEVEL and not exam.levels:
        yield Fault(where, "missing", "levels")
    if exam.group == "test" and exam.scale and not (exam.means and exam.means_el):
        yield Fault(where, "missing", "means")
    yield from _sourceless(where, exam)
    if thing.id == "myotome" and set(exam.levels) != set(key_muscles()):
        yield Fault(where, "levels")


def _sourceless(where: str, exam: Exam) -> Iterator[Fault]:
    """Say where a number has no source that was read."""
    if exam.normal_read and exam.normal_source not in citations():
        yield Fault(where, "source", exam.normal_source)
    if (exam.low is not None or exam.high is not None) and not exam.normal_read:
        yield Fault(where, "source", "normal")
    if exam.accuracy and exam.accuracy.source not in citations():
        yield Fault(where, "source", exam.accuracy.source)


def _exercise_faults() -> Iterator[Fault]:
    """Say which exercises lack words, and which programmes name no exercise."""
    known = {row["id"] for row in read_csv("physio", "exercises.csv")}
    told = {row["id"] for row in read_csv("physio", "exercise_steps.csv")}
    for name in sorted(known ^ told):
        yield Fault(f"physio/exercise_steps.csv: {name}", "missing")
    for row in read_csv("physio", "exercise_steps.csv"):
        if not (row["step"].strip() and row["step_el"].strip()):
            yield Fault(f"physio/exercise_steps.csv: {row['id']}", "missing")
    for row in read_csv("physio", "programmes.csv"):
        try:
            read_items(row["exercises"])
        except ValueError as error:
            where = f"physio/programmes.csv: {row['condition']} {row['stage']}"
            yield Fault(where, "unknown", str(error))


def _picture_faults() -> Iterator[Fault]:
    """Say which pictures are of no exercise, and which exercises are drawn twice."""
    known = {row["id"] for row in read_csv("physio", "exercises.csv")}
    for folder, drawn in (("poses", all_scenes()), ("closeups", all_closeups())):
        for name in sorted(set(drawn) - known):
            yield Fault(f"physio/{folder}: {name}", "unknown", name)
    for name in sorted(set(all_closeups()) & set(all_scenes())):
        yield Fault(f"physio/closeups: {name}", "twice", name)


def _row_faults() -> Iterator[Fault]:
    seen: set[str] = set()
    for name in FILES:
        for row in read_csv("physio", name):
            where = f"physio/{name}: {row['id']}"
            if row["id"] in seen:
                yield Fault(where, "twice", row["id"])
            seen.add(row["id"])
            if not (row["name"].strip() and row["name_el"].strip()):
                yield Fault(where, "missing")
            provenance = row.get("provenance") or row.get("dose_provenance")
            if provenance not in PROVENANCE:
                yield Fault(where, "provenance", str(provenance))


def _writing_faults() -> Iterator[Fault]:
    """Say where a writing of one thing is read as another."""
    for thing in all_things().values():
        for text in (thing.id, thing.name, thing.name_el, *thing.words):
            meant = writings()[written(text)]
            if meant.id != thing.id:
                yield Fault(f"physio: {thing.id}", "written_twice", f"{text} = {meant.id}")
