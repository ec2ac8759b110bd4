"""The data files say what they must, and nothing that contradicts itself."""

from itertools import pairwise

import pytest

from ashi.core.outcomes.catalogue import all_instruments, entries, find_instrument, read_data
from ashi.core.outcomes.errors import UnknownMeasureError
from ashi.core.outcomes.instruments import Instrument, plain

MEASURES = [
    "NPRS",
    "PSFS",
    "PGIC",
    "RMDQ24",
    "ODI21A",
    "NDI",
    "QDASH",
    "DASH",
    "LEFS",
    "KOOS",
    "WOMAC",
    "BCTQ",
    "HIT6",
    "MIDAS",
    "HDIARY",
    "FIQR",
    "PSS10",
    "PHQ4",
    "PHQ9",
    "GAD7",
    "PSEQ",
    "TSK11",
    "SBT",
    "OMPSQ10",
    "PEG",
    "EQ5D5L",
    "PROMIS29",
    "NIHRTF",
    "BPISF",
    "SPADI",
    "DCTMD",
    "GROC",
    "ROM",
    "MME",
    "MQS",
    "DDD",
]
PROVENANCE = {"seen", "seen2", "recalled", "own"}
KEYS = {
    "code", "name", "name_el", "construct_el", "construct", "recall", "kind", "range", "higher_is", "decimals", "total",
    "sources", "provenance", "licence", "loinc", "unit", "flat_modules", "parts", "mdc", "mcid",
    "responders", "bands", "flags", "drugs",
}  # fmt: skip
every_instrument = pytest.mark.parametrize(
    "instrument", all_instruments(), ids=lambda instrument: instrument.code
)


def test_all_thirty_six_measures_are_there_in_order() -> None:
    assert [entry.code for entry in entries() if entry.variant_of is None] == MEASURES


def test_a_variant_belongs_to_a_measure() -> None:
    variants = {entry.code: entry.variant_of for entry in entries() if entry.variant_of}

    assert variants == {
        "HOOS": "KOOS",
        "PSS4": "PSS10",
        "PHQ8": "PHQ9",
        "PSEQ2": "PSEQ",
        "ROMNECK": "ROM",
        "SLR": "ROM",
        "FFD": "ROM",
        "MEDDAYS": "MME",
        "DRUGS7": "MME",
        "NIGHTS": "NPRS",
        "STRESS": "PSS10",
        "HSCORE": "HDIARY",
    }


def test_no_writing_means_two_measures() -> None:
    meant: dict[str, set[str]] = {}
    for entry in entries():
        for writing in (entry.code, *entry.aliases):
            meant.setdefault(plain(writing), set()).add(entry.code)

    assert {writing: codes for writing, codes in meant.items() if len(codes) > 1} == {}


def test_the_file_and_the_index_agree_and_no_key_is_unknown() -> None:
    for entry in entries():
        table = read_data("instruments", f"{entry.file}.toml")

        assert table["code"] == entry.code
        assert set(table) <= KEYS


@every_instrument
def test_every_number_has_a_source_and_says_how_it_was_read(instrument: Instrument) -> None:
    thresholds = (*instrument.mdc, *instrument.mcid, *instrument.responders)

    assert instrument.sources
    assert {"scoring", "missing"} <= set(instrument.provenance)
    assert set(instrument.provenance.values()) <= PROVENANCE
    assert instrument.licence.provenance in PROVENANCE
    assert all(one.source and one.population for one in thresholds)
    assert {one.provenance for one in thresholds} <= PROVENANCE
    assert all((one.value is None) != (one.percent is None) for one in thresholds)
    assert ("bands" in instrument.provenance) == bool(instrument.bands) or instrument.code == "SBT"


@every_instrument
def test_bands_do_not_overlap_and_lie_in_the_range(instrument: Instrument) -> None:
    for band, later in pairwise(instrument.bands):
        end = band.below if band.to is None else band.to + 1
        assert end == later.start
    for band in instrument.bands:
        assert band.start >= instrument.low
        assert instrument.high is None or (band.to or band.start) <= instrument.high


@every_instrument
def test_the_parts_make_up_the_range(instrument: Instrument) -> None:
    required = [part.range for part in instrument.required]
    if instrument.total == "sum":
        made = tuple(sum(ends) for ends in zip(*required, strict=True))
        assert made == (instrument.low, instrument.high)
    if instrument.total == "only" and instrument.kind == "scale" and instrument.code != "MIDAS":
        assert required == [(instrument.low, instrument.high)]


@every_instrument
def test_a_range_of_thresholds_holds_its_default(instrument: Instrument) -> None:
    for one in (*instrument.mdc, *instrument.mcid):
        if one.low is not None and one.high is not None:
            assert one.value in {one.low, one.high}


@pytest.mark.parametrize(
    ("given", "near"), [("QDSH", "QDASH"), ("PHQ-7", "PHQ9"), ("KOSS", "KOOS")]
)
def test_an_unknown_measure_is_refused_with_what_looks_like_it(given: str, near: str) -> None:
    with pytest.raises(UnknownMeasureError) as refused:
        find_instrument(given)

    assert near in refused.value.near


def test_what_looks_like_nothing_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownMeasureError) as refused:
        find_instrument("☃")

    assert refused.value.near == ()


@every_instrument
def test_every_measure_has_a_greek_name(instrument: Instrument) -> None:
    brand = {"QDASH", "PHQ4", "PHQ9", "GAD7", "EQ5D5L"}

    assert instrument.code in brand or any("α" <= sign <= "ω" for sign in instrument.name_el)
    assert any("α" <= sign <= "ω" for sign in instrument.construct_el)
