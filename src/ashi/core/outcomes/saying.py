"""Sentences and numbers on how somebody is, in two languages, from tested templates.

Decides        how a number is written
Does not       judge what it says
Takes          a template of progress_words.toml by its group and key, and its values
Gives          text
Units          as given
Sources        knowledge/data/progress_words.toml
Reviewed       draft
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from ashi.core.outcomes.catalogue import read_data
from ashi.core.outcomes.scores import rounded

GREEK = "el"


def in_words(value: Fraction | float, language: str, decimals: int = 1) -> str:
    """Return a number as people read it: no nought after the point, a comma in Greek."""
    shown = f"{rounded(Fraction(value), decimals):.{decimals}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    shown = "0" if shown == "-0" else shown
    return shown.replace(".", ",") if language == GREEK else shown


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return read_data("progress_words.toml")


def said(group: str, key: str, language: str, **values: str) -> str:
    """Return a sentence of the data with its values put in."""
    row = _words()[group][key]
    return row["text_el" if language == GREEK else "text"].format(**values)


def signed(value: Fraction, language: str, decimals: int = 1) -> str:
    """Return a change with its sign, as people read it."""
    shown = in_words(abs(value), language, decimals)
    if shown == "0":
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"
