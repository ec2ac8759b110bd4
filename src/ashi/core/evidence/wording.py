"""A pooled answer in plain words, in English and in Greek.

Decides        which sentence is said, in which order, and how numbers are rounded for reading
Does not       hold the sentences (``data/words.toml``); decide what they mean (``meaning``)
Takes          counts or points, a certainty, and the names of treatment and outcome in a language
Gives          sentences: the numbers first, then what people notice, which way, how sure
Units          whole people of 100, 1,000 or 10,000; points of 10 to one place
Sources        none
Reviewed       words are drafts until a clinician signs them
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ashi.core.evidence.meaning import Counts, Direction, Estimate, Points
from ashi.core.kernel.certainty import Certainty, how_sure

Words = Mapping[str, Any]
CROWDS = (100, 1_000, 10_000)
HALF_A_PLACE = 0.05


@dataclass(frozen=True, slots=True)
class Phrases:
    """The pieces of a sentence in one language, as they stand within it.

    ``with_treatment`` "with acupuncture", ``without`` "without"; ``outcome`` "for pain";
    ``event`` "had their pain halved", ``event_of_one`` where one person's verb differs.
    """

    with_treatment: str
    without: str
    outcome: str = ""
    event: str = ""
    event_of_one: str = ""


@cache
def words(language: str) -> Words:
    """Return the sentences of a language: ``en`` or ``el``."""
    text = files("ashi.core.evidence").joinpath("data", "words.toml").read_text("utf-8")
    found: Words = tomllib.loads(text)[language]
    return found


def say(
    meaning: Counts | Points, certainty: Certainty | None, phrases: Phrases, language: str
) -> tuple[str, ...]:
    """Return what a pooled answer says, a sentence each.

    ``certainty`` is None where not everything was judged, and then it is said to be so.
    """
    its = words(language)
    if isinstance(meaning, Counts):
        numbers = _counts(meaning, phrases, its)
    else:
        numbers = _points(meaning, phrases, its)
    direction = its["direction"][meaning.direction].format(
        with_phrase=phrases.with_treatment, without_phrase=phrases.without
    )
    return (*numbers, direction, sure_sentence(certainty, language))


def sure_sentence(certainty: Certainty | None, language: str) -> str:
    """Return how sure an answer is, and what that means; the same whatever the answer."""
    its = words(language)["certainty"]
    if certainty is None:
        return str(its["unjudged"])
    return f"{how_sure(certainty, language)}. {its[certainty.name.lower()]}"


def _counts(meaning: Counts, phrases: Phrases, its: Words) -> list[str]:
    crowd = _crowd(meaning)
    treated = _people(meaning.with_treatment.value, crowd)
    one = treated == 1 and phrases.event_of_one
    return [
        its["counts"].format(
            of=_whole(crowd, its),
            with_number=_about(treated, its),
            with_event=phrases.event_of_one if one else phrases.event,
            with_phrase=phrases.with_treatment,
            without_number=_about(_people(meaning.without, crowd), its),
            without_phrase=phrases.without,
        ),
        its["counts_range"].format(
            with_phrase=phrases.with_treatment,
            low=_whole(_people(meaning.with_treatment.low, crowd), its),
            high=_whole(_people(meaning.with_treatment.high, crowd), its),
        ),
    ]


def _crowd(meaning: Counts) -> int:
    """Return of how many people to speak: the fewest of whom the two numbers can be told apart."""
    told = meaning.direction in (Direction.BETTER, Direction.WORSE)
    for crowd in CROWDS:
        pair = [_people(one, crowd) for one in (meaning.with_treatment.value, meaning.without)]
        if all(pair) and (pair[0] != pair[1] or not told):
            return crowd
    return CROWDS[-1]


def _people(share: float, crowd: int) -> int:
    return int(share * crowd + 0.5)


def _about(number: int, its: Words) -> str:
    return str(its["about"].format(number=_whole(number, its)) if number else its["fewer"])


def _whole(number: int, its: Words) -> str:
    return f"{number:,}".replace(",", its["thousands"])


def _points(meaning: Points, phrases: Phrases, its: Words) -> list[str]:
    one = meaning.difference
    told = meaning.direction in (Direction.BETTER, Direction.WORSE)
    same = abs(one.value) < HALF_A_PLACE and not told
    said = its["points_same" if same else "points"].format(
        outcome=phrases.outcome,
        points=_number(abs(one.value), its),
        way=_way(one.value, its),
        with_phrase=phrases.with_treatment,
        without_phrase=phrases.without,
    )
    notice = meaning.notice
    noticed = its["notice"][notice].format(mcid=_number(meaning.mcid or 0, its)) if notice else ""
    return [said, _range(one, its), *([noticed] if noticed else [])]


def _range(one: Estimate, its: Words) -> str:
    """Say the interval from nought outwards, or from the estimate's side to the other."""
    if one.low * one.high > 0:
        near, far = sorted((abs(one.low), abs(one.high)))
        return str(
            its["range_one_side"].format(
                low=_plain(near, its), high=_number(far, its), way=_way(one.value, its)
            )
        )
    first, last = (one.high, one.low) if one.value > 0 else (one.low, one.high)
    return str(
        its["range_both_sides"].format(
            low=_number(abs(first), its),
            high=_number(abs(last), its),
            way=_way(one.value, its),
            other_way=_way(-one.value or 1, its),
        )
    )


def _way(difference: float, its: Words) -> str:
    return str(its["higher"] if difference > 0 else its["lower"])


def _plain(points: float, its: Words) -> str:
    """Return a number of points to one place, without its unit; whole ones without a place."""
    return f"{points:.1f}".removesuffix(".0").replace(".", its["decimal"])


def _number(points: float, its: Words) -> str:
    """Return a number of points with its unit."""
    if 0 < points < HALF_A_PLACE:
        return str(its["points_hardly"])
    number = _plain(points, its)
    return str(its["point" if number == "1" else "points_many"].format(number=number))
