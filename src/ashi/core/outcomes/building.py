"""Instruments made from what a data file says.

Decides        nothing
Does not       open files
Takes          the tables of one TOML file
Gives          an instrument
Units          those of the file
Sources        knowledge/data/instruments/README.md says what the tables mean
Reviewed       draft
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ashi.core.outcomes.instruments import (
    Band,
    Drug,
    Flag,
    Instrument,
    Licence,
    Part,
    Threshold,
)

Table = Mapping[str, Any]


def exact(number: float | None) -> Fraction | None:
    """Return the decimal number that was written, not its nearest binary neighbour."""
    return None if number is None else Fraction(str(number))


def _fraction(number: float) -> Fraction:
    return Fraction(str(number))


def _part(table: Table) -> Part:
    low, high = (_fraction(end) for end in table["scaled"])
    return Part(
        id=table["id"],
        lengths=tuple(table["lengths"]),
        low=table["low"],
        high=table["high"],
        scaled_low=low,
        scaled_high=high,
        aliases=tuple(table.get("aliases", ())),
        least=table.get("least"),
        may_miss=table.get("may_miss", 0),
        unanswered_is_low=table.get("unanswered") == "low",
        values=tuple(table.get("values", ())),
        highs=tuple(table.get("highs", ())),
        reversed=frozenset(table.get("reversed", ())),
        same_days=tuple((first, second) for first, second in table.get("same_days", ())),
        t_scores=tuple(_fraction(one) for one in table.get("t_scores", ())),
        module=table.get("module", False),
        decimal=table.get("decimal", False),
        higher_is=table.get("higher_is"),
    )


def _band(table: Table) -> Band:
    return Band(
        table["band"],
        _fraction(table["from"]),
        exact(table.get("to")),
        exact(table.get("below")),
    )


def _threshold(table: Table) -> Threshold:
    return Threshold(
        value=exact(table.get("value")),
        percent=exact(table.get("percent")),
        population=table["population"],
        source=table["source"],
        provenance=table["provenance"],
        low=exact(table.get("low")),
        high=exact(table.get("high")),
        part=table.get("part"),
        level=table.get("level"),
    )


def _drug(table: Table) -> Drug:
    return Drug(
        table["name"],
        _fraction(table["factor"]),
        tuple(table.get("aliases", ())),
        table.get("unit", "mg_per_day"),
    )


def _flag(table: Table) -> Flag:
    return Flag(table["flag"], table["from"], table.get("part"), table.get("item"))


def build_instrument(table: Table, variant_of: str | None = None) -> Instrument:
    """Return the instrument that a data file describes.

    Parameters
    ----------
    table
        The whole file. A key that must be there and is not raises ``KeyError``: packaged data
        is checked by tests, not by readers.
    variant_of
        Code of the measure it is listed under.
    """
    licence = table["licence"]
    return Instrument(
        code=table["code"],
        name=table["name"],
        name_el=table["name_el"],
        construct=table["construct"],
        construct_el=table["construct_el"],
        recall=table["recall"],
        kind=table.get("kind", "scale"),
        low=table["range"]["low"],
        high=table["range"].get("high"),
        higher_is=table.get("higher_is"),
        decimals=table["decimals"],
        total=table.get("total", "only"),
        parts=tuple(_part(one) for one in table.get("parts", ())),
        licence=Licence(licence["class"], licence["note"], licence["provenance"]),
        sources=tuple(table["sources"]),
        provenance=dict(table["provenance"]),
        mdc=tuple(_threshold(one) for one in table.get("mdc", ())),
        mcid=tuple(_threshold(one) for one in table.get("mcid", ())),
        responders=tuple(_threshold(one) for one in table.get("responders", ())),
        bands=tuple(_band(one) for one in table.get("bands", ())),
        flags=tuple(_flag(one) for one in table.get("flags", ())),
        drugs=tuple(_drug(one) for one in table.get("drugs", ())),
        flat_modules=table.get("flat_modules", False),
        loinc=table.get("loinc"),
        unit=table.get("unit"),
        variant_of=variant_of,
    )
