"""A case made from a rule's own row: the patient and the act of which it speaks."""

from typing import Any

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import Act, kind_names
from ashi.core.safety.facts import Bound
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import Spot, point_codes, spot_at_point, spot_in_region
from ashi.core.safety.rules import Case, Rule, all_rules

ROWS = [(rule, at) for rule in all_rules() for at in range(len(rule.cases))]
IDS = [f"{rule.id}-{at}" for rule, at in ROWS]


def kind_of(rule: Rule) -> str:
    kinds = set(kind_names().values())
    return "needling" if "all" in rule.kinds else min(rule.kinds & kinds)


def within(bound: Bound) -> float:
    """Return a value that meets a bound."""
    if bound.least is not None:
        return bound.least
    return bound.most if bound.most is not None else (bound.below or 1) - 1


def beyond(bound: Bound) -> float:
    """Return a value that does not."""
    return bound.least - 1 if bound.least is not None else (bound.below or bound.most or 0) + 1


def spot_of(case: Case) -> Spot | None:
    if case.points:
        return spot_at_point(min(case.points), case.side)
    return spot_in_region(min(case.areas), case.side) if case.areas else None


def spot_elsewhere(case: Case) -> Spot | None:
    """Return a point that is surely out of the scope of a case."""
    spots = (spot_at_point(point, "left") for point in sorted(point_codes()))
    return next(
        (one for one in spots if one.in_any(case.areas, case.points, case.near) is Fact.NO), None
    )


def act_of(rule: Rule, at: int) -> Act:
    case = rule.cases[at]
    spot = spot_of(case)
    across = None if case.path is None else frozenset({case.path})
    return Act(kind_of(rule), () if spot is None else (spot,), across=across)


def patient_of(rule: Rule, at: int, **changed: Any) -> Patient:
    """Return a patient for whom the facts of a case hold, and no others."""
    case = rule.cases[at]
    held = dict.fromkeys((*case.any[:1], *case.all), Fact.YES)
    others = {name: Fact.NO for one in rule.cases for name in (*one.any, *one.all)}
    weeks = {} if case.weeks is None else {"weeks": within(case.weeks)}
    return Patient(others | held | changed.get("facts", {}), weeks | changed.get("numbers", {}))
