"""Who is with the patient for how long: one-to-one minutes by profession."""

from collections import Counter
from collections.abc import Collection, Iterable

from ashi.apps.bookings.offers import Need, Offer, PlannedPhase

ALONE_WITH = ("with", "out", "move")


def one_to_one_minutes(offer: Offer) -> dict[str, int]:
    """Return the minutes in which somebody of each profession is with the patient.

    Resting beside a sitter is no treatment and does not count; neither does a class.
    """
    if offer.places > 1:
        return {}
    minutes: Counter[str] = Counter()
    for phase in offer.phases:
        for profession in _professions(phase, offer.needs):
            minutes[profession] += phase.minutes
    return dict(minutes)


def _professions(phase: PlannedPhase, needs: Iterable[Need]) -> Collection[str]:
    if not phase.patient or phase.kind not in ALONE_WITH:
        return ()
    return {need.profession for need in needs if need.key in phase.roles and need.is_person} - {""}


def is_below_minimum(offer: Offer, least: int) -> bool:
    """Tell whether a payer's least one-to-one minutes are not reached by any one profession.

    An offer whose roles name no profession is judged by all minutes with a person.
    """
    if not least:
        return False
    by_profession = one_to_one_minutes(offer)
    return max(by_profession.values(), default=_with_anybody(offer)) < least


def _with_anybody(offer: Offer) -> int:
    people = {need.key for need in offer.needs if need.is_person}
    return sum(
        phase.minutes
        for phase in offer.phases
        if phase.patient and phase.kind in ALONE_WITH and people & set(phase.roles)
    )
