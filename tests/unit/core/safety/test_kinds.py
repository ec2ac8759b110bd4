"""Kinds of acts: every writing means one kind, and a kind counts as all it implies."""

from collections import Counter

import pytest

from ashi.core.safety.acts import counts_as, kind_names
from ashi.core.safety.data_files import read_data
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.places import region_names
from ashi.core.safety.rules import all_rules


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        ("needling", {"needling"}),
        ("electroacupuncture", {"electroacupuncture", "needling"}),
        ("auricular_semi_permanent", {"auricular_semi_permanent", "needling"}),
        ("warm_needle", {"warm_needle", "needling", "moxa"}),
        ("gua_sha", {"gua_sha", "cupping", "massage"}),
        ("manual_thrust", {"manual_thrust", "manual_mobilisation"}),
        ("nmes", {"nmes", "tens"}),
        ("ear_seeds", {"ear_seeds"}),
    ],
)
def test_a_kind_counts_as_what_it_implies(kind: str, counted: set[str]) -> None:
    assert counts_as(kind) == counted


def test_every_rule_is_about_kinds_that_there_are() -> None:
    known = set(kind_names().values()) | {"all"}

    assert [rule.id for rule in all_rules() if not rule.kinds <= known] == []


def written_twice(rows: list[dict[str, list[str]]], key: str) -> list[str]:
    writings = Counter(
        writing
        for row in rows
        for writing in [row[key], *row.get("aliases", []), *row.get("opposites", [])]
    )
    return [writing for writing, times in writings.items() if times > 1]


def test_no_writing_means_two_things() -> None:
    facts = [
        {"name": kind.name, "aliases": [*kind.aliases, *kind.opposites]}
        for kind in fact_kinds().values()
    ]

    assert written_twice(read_data("acts.toml")["kinds"], "kind") == []
    assert written_twice(read_data("areas.toml")["areas"], "area") == []
    assert written_twice(facts, "name") == []


def test_every_writing_is_written_as_it_is_compared() -> None:
    kinds, areas = kind_names(), region_names()
    facts = [writing for kind in fact_kinds().values() for writing in (kind.name, *kind.aliases)]

    assert [one for one in (*kinds, *areas, *facts) if one != one.casefold() or " " in one] == []
