"""Diaries of 28 days: with headache, with medicine.

Decides        how many days count
Does not       guess what was not written down
Takes          one entry a day, ``None`` where there is none
Gives          days counted, and of how many days with an entry
Units          days; intensity 0 to 10
Sources        own form; knowledge/data/instruments/hdiary.toml
Reviewed       draft
"""

from fractions import Fraction

from ashi.core.outcomes.answers import Answers
from ashi.core.outcomes.instruments import Answer, Instrument
from ashi.core.outcomes.scales import PartScore
from ashi.core.outcomes.scores import TOO_FEW, Score, band_of


def days_counted(entries: tuple[Answer, ...]) -> Fraction | None:
    """Return on how many days the entry is above 0; none without a single entry."""
    written = [entry for entry in entries if entry is not None]
    return Fraction(sum(entry > 0 for entry in written)) if written else None


def score_diary(answers: Answers, instrument: Instrument) -> Score:
    """Count the days of a diary and of the medicine beside it.

    ``answered`` is the number of days with an entry. Where it is less than 28 the count is of
    those days and is not brought up, because days without an entry are seldom like the others.
    """
    main = instrument.required[0]
    entries = answers.get(main.id, ())
    value = days_counted(entries)
    parts = []
    flags = []
    for part in instrument.modules:
        if part.id in answers:
            days = answers[part.id]
            written = sum(day is not None for day in days)
            low, high = part.range
            parts.append(PartScore(part.id, days_counted(days), written, len(days), low, high))
    for flag in instrument.flags:
        counted = next((one.value for one in parts if one.id == flag.part), None)
        if counted is not None and counted >= flag.start:
            flags.append(flag.name)
    return Score(
        code=instrument.code,
        value=value,
        reason=TOO_FEW if value is None else None,
        answered=sum(entry is not None for entry in entries),
        of=main.lengths[0],
        band=band_of(instrument.bands, value),
        parts=tuple(parts),
        flags=tuple(flags),
    )
