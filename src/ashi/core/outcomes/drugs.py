"""Medicines added up: morphine equivalents, daily doses, weights.

Decides        what a list of medicines comes to
Does not       convert one medicine into another, or judge a dose
Takes          ``{"drugs": [{"name": "oxycodone", "mg_per_day": 20}]}``; patches ``mcg_per_h``
Gives          a sum with each medicine's share; open where a dose is not known
Units          mg of morphine a day; defined daily doses a day; points
Sources        knowledge/data/instruments/mme.toml, ddd.toml, mqs.toml
Reviewed       draft
"""

from collections.abc import Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import NamedTuple

from ashi.core.kernel.faults import NotKnown, Said
from ashi.core.kernel.fields import Field
from ashi.core.outcomes.answers import root_of
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.instruments import Drug, Instrument, plain
from ashi.core.outcomes.scales import PartScore
from ashi.core.outcomes.scores import Score, band_of

UNKNOWN_DOSE = "unknown_dose"
HIGHEST_LEVEL = 4
# Guards against slips of the pen, not doses: 100 g a day, a hundredth of a milligram, a weight.
MOST_MG, LEAST_DDD_MG, MOST_WEIGHT = 100_000, 0.01, 100
DOSE_KEYS = ("mg_per_day", "mcg_per_h")


class Share(NamedTuple):
    """What one medicine adds; ``None`` where its dose is not known."""

    name: str
    value: Fraction | None


def find_drug(name: str, drugs: Sequence[Drug]) -> Drug | None:
    """Return the medicine of this name, in any usual writing."""
    wanted = plain(name)
    return next(
        (drug for drug in drugs if wanted in {plain(one) for one in (drug.name, *drug.aliases)}),
        None,
    )


def near_drugs(name: str, drugs: Sequence[Drug]) -> tuple[str, ...]:
    """Return the names that look like ``name``, or else all of them."""
    by_writing = {plain(one): drug.name for drug in drugs for one in (drug.name, *drug.aliases)}
    close = get_close_matches(plain(name), by_writing, 3, 0.6)
    return tuple(dict.fromkeys(by_writing[one] for one in close)) or tuple(
        drug.name for drug in drugs
    )


def score_drugs(document: object, instrument: Instrument) -> Score:
    """Read a list of medicines and add up what they come to.

    Returns
    -------
    Score
        An empty list comes to 0. A dose of ``null`` leaves the sum open: no value, the
        medicine named in ``unknown``, and ``at_least`` what the others come to.

    Raises
    ------
    AnswerFaultsError
        A medicine the table does not have, a dose in the wrong unit, below 0 or missing.
    """
    root = root_of(document)
    shares = [_read_share(field, instrument) for field in root.key("drugs").items() or []]
    if root.faults:
        raise AnswerFaultsError(root.faults)
    known = [share.value for share in shares if share.value is not None]
    unknown = tuple(dict.fromkeys(share.name for share in shares if share.value is None))
    total = sum(known, Fraction(0))
    value = None if unknown else total
    return Score(
        code=instrument.code,
        value=value,
        reason=UNKNOWN_DOSE if unknown else None,
        answered=len(known),
        of=len(shares),
        band=band_of(instrument.bands, value),
        parts=_by_name(shares),
        unknown=unknown,
        at_least=total if unknown else None,
    )


def _by_name(shares: Sequence[Share]) -> tuple[PartScore, ...]:
    """Add up what stands under the same name."""
    parts = []
    for name in dict.fromkeys(share.name for share in shares):
        given = [share.value for share in shares if share.name == name]
        known = [value for value in given if value is not None]
        total = sum(known, Fraction(0)) if len(known) == len(given) else None
        parts.append(PartScore(name, total, len(known), len(given), Fraction(0), Fraction(0)))
    return tuple(parts)


def _read_share(field: Field, instrument: Instrument) -> Share:
    if field.keys() is None:
        return Share("", None)
    if instrument.kind == "weights":
        return _read_weight(field, instrument)
    return _read_dose(field, instrument)


def _read_dose(field: Field, instrument: Instrument) -> Share:
    drug = _read_drug(field, instrument)
    if drug is None:
        return Share("", None)
    for key in DOSE_KEYS:
        if key != drug.unit and field.key(key).given:
            field.key(key).note("wrong_unit", Said(drug.unit))
            return Share(drug.name, None)
    dose = _dose(field.key(drug.unit))
    if dose is None:
        return Share(drug.name, None)
    return Share(
        drug.name,
        dose / drug.factor if instrument.kind == "daily_doses" else dose * drug.factor,
    )


def _read_drug(field: Field, instrument: Instrument) -> Drug | None:
    """Read which medicine it is; a defined daily dose of the centre's own comes with it."""
    name = field.key("name").text()
    own = field.key("ddd_mg")
    if name is None:
        return None
    if instrument.kind == "daily_doses" and own.given:
        factor = _number(own, LEAST_DDD_MG, MOST_MG)
        return None if factor is None else Drug(name, factor)
    drug = find_drug(name, instrument.drugs)
    if drug is None:
        field.key("name").note("unknown_drug", NotKnown(name, near_drugs(name, instrument.drugs)))
    return drug


def _dose(field: Field) -> Fraction | None:
    """Read a dose; ``null`` says that nobody knows it, which is not the same as none."""
    return None if field.value is None else _number(field, 0, MOST_MG)


def _number(field: Field, least: float, most: float) -> Fraction | None:
    number = field.number(least, most)
    return None if number is None else Fraction(str(number))


def _read_weight(field: Field, instrument: Instrument) -> Share:
    """Read a medicine's class, its weight where the centre's own table has one, and its level."""
    name = field.key("name").text() or ""
    grouped = field.key("class")
    group = (grouped.text() or "") if grouped.given else name
    weight = field.key("weight")
    drug = find_drug(group, instrument.drugs)
    factor = _number(weight, 0, MOST_WEIGHT) if weight.given else drug.factor if drug else None
    if factor is None and not weight.given and group:
        place = grouped if grouped.given else field.key("name")
        place.note("no_weight", NotKnown(group, near_drugs(group, instrument.drugs)))
    level = field.key("level")
    if level.value is None:
        return Share(name, None)
    times = level.whole(1, HIGHEST_LEVEL)
    return Share(name, None if factor is None or times is None else factor * times)
