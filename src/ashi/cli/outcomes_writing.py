"""Scores, changes and measures as JSON."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ashi.core.outcomes.change import Change, Responder
from ashi.core.outcomes.fitting import FittedForm
from ashi.core.outcomes.instruments import Band, Instrument, Threshold
from ashi.core.outcomes.scales import PartScore
from ashi.core.outcomes.scores import Score, rounded

PERCENT_DECIMALS = 1
EXACT_DECIMALS = 6


def number(value: Fraction | float | None) -> int | float | None:
    """Write a number as it would be said: 2, not 2.0."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(float(value), EXACT_DECIMALS)


def _float(value: Fraction | None, decimals: int) -> float | None:
    return None if value is None else float(rounded(value, decimals))


def written_score(score: Score, instrument: Instrument) -> dict[str, Any]:
    """Write a score: rounded as the measure is reported, and exact beside it."""
    written: dict[str, Any] = {
        "code": score.code,
        "score": _float(score.value, instrument.decimals),
        "range": [instrument.low, instrument.high],
        "higher_is": instrument.higher_is,
        "answered": score.answered,
        "of": score.of,
        "band": score.band.name if score.band else None,
        "parts": {one.id: _float(one.value, instrument.decimals) for one in score.parts},
    }
    if score.reason is not None:
        written["reason"] = score.reason
    if score.value is not None:
        written["exact"] = _float(score.value, EXACT_DECIMALS)
    written["flags"] = list(score.flags)
    if score.profile is not None:
        written["profile"] = score.profile
    if score.unknown:
        written["unknown"] = list(score.unknown)
        written["at_least"] = _float(score.at_least, instrument.decimals)
    if score.parts and not instrument.drugs:
        written["part_detail"] = {one.id: _detail(one) for one in score.parts}
    return written


def _detail(part: PartScore) -> dict[str, Any]:
    return {
        "range": [number(part.low), number(part.high)],
        "answered": part.answered,
        "of": part.of,
    }


def written_change(change: Change) -> dict[str, Any]:
    """Write a change: size, percent, and both thresholds, never one without the other."""
    return {
        "code": change.code,
        "part": change.part,
        "before": number(change.before),
        "after": number(change.after),
        "change": _float(change.change, EXACT_DECIMALS),
        "percent": _float(change.percent, PERCENT_DECIMALS),
        "mdc": number(change.mdc),
        "mcid": number(change.mcid),
        "beyond_mdc": change.beyond_mdc,
        "beyond_mcid": change.beyond_mcid,
        "direction": change.direction,
        "sources": list(change.sources),
        "mdc_from": _threshold(change.mdc_from) if change.mdc_from else None,
        "mcid_from": _threshold(change.mcid_from) if change.mcid_from else None,
        "responders": [_responder(one) for one in change.responders],
    }


def _responder(one: Responder) -> dict[str, Any]:
    return {
        "percent": number(one.percent),
        "level": one.level,
        "population": one.population,
        "source": one.source,
        "reached": one.reached,
    }


def _threshold(one: Threshold) -> dict[str, Any]:
    written: dict[str, Any] = {"population": one.population}
    for name, value in (
        ("value", one.value),
        ("percent", one.percent),
        ("low", one.low),
        ("high", one.high),
    ):
        if value is not None:
            written[name] = number(value)
    if one.part is not None:
        written["part"] = one.part
    return written | {"source": one.source, "provenance": one.provenance}


def _first(thresholds: Sequence[Threshold]) -> int | float | None:
    return number(thresholds[0].value) if thresholds else None


def _band(band: Band) -> dict[str, Any]:
    end = {"to": number(band.to)} if band.to is not None else {"below": number(band.below)}
    return {"band": band.name, "from": number(band.start)} | end


def written_measure(instrument: Instrument, variants: Sequence[Instrument] = ()) -> dict[str, Any]:
    """Write what is known of a measure, its variants within it."""
    measure: dict[str, Any] = {
        "code": instrument.code,
        "name": instrument.name,
        "name_el": instrument.name_el,
        "construct": instrument.construct,
        "construct_el": instrument.construct_el,
        "recall": instrument.recall,
        "parts": {one.id: list(one.lengths) for one in instrument.parts},
        "range": [instrument.low, instrument.high],
        "unit": instrument.unit,
        "higher_is": instrument.higher_is,
        "licence": instrument.licence.kind,
        "licence_note": instrument.licence.note,
        "mdc": _first(instrument.mdc),
        "mcid": _first(instrument.mcid),
        "mcid_percent": number(instrument.mcid[0].percent) if instrument.mcid else None,
        "mdc_choices": [_threshold(one) for one in instrument.mdc],
        "mcid_choices": [_threshold(one) for one in instrument.mcid],
        "responders": [_threshold(one) for one in instrument.responders],
        "bands": [_band(one) for one in instrument.bands],
        "sources": list(instrument.sources),
        "provenance": dict(instrument.provenance),
        "status": "draft",
        "loinc": instrument.loinc,
    }
    if instrument.drugs:
        measure["drugs"] = {one.name: number(one.factor) for one in instrument.drugs}
    if variants:
        measure["variants"] = [written_measure(one) for one in variants]
    return measure


def written_form(fitted: FittedForm) -> dict[str, Any]:
    """Write which form was read, and what each of its questions counts; not its words."""
    form = fitted.form
    return {
        "code": fitted.instrument.code,
        "url": form.url,
        "version": form.version,
        "title": form.title,
        "status": form.status,
        "language": form.language,
        "parts": {part.id: part.lengths[0] for part in fitted.parts},
        "questions": [
            {
                "linkId": one.link_id,
                "counts": {option.code: number(option.number) for option in one.options}
                or [number(one.low), number(one.high)],
            }
            for one in fitted.questions
        ],
    }
