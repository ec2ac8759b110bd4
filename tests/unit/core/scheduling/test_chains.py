"""Chains of starts, and places filled together, by small cases."""

from ashi.core.scheduling.chains import Cadence, Chain, Start, best_chain
from ashi.core.scheduling.choosing import Place, choose
from ashi.core.scheduling.resources import Resource, ResourceId, Wholes

A, B, C = map(ResourceId, "abc")
WHOLES = Wholes([Resource(one, "person") for one in (A, B, C)])


def test_more_visits_than_starts_are_missing_and_counted() -> None:
    starts = [Start(0, 1, preferred=False), Start(1440, 2, preferred=True)]

    chain = best_chain(starts, Cadence(9, 1, 2, 60), lambda _: True)

    assert chain == Chain(7, 2, -1, (0, 1440))


def test_no_start_is_no_chain() -> None:
    assert best_chain([], Cadence(2, 1, 2, 60), lambda _: True) is None


def test_a_longer_first_gap_is_taken_where_the_last_date_gains() -> None:
    days = [0, 1, 3, 5]
    starts = [Start(day * 1440, day, preferred=False) for day in days]

    chain = best_chain(starts, Cadence(3, 2, 3, 60), lambda _: True)

    assert chain == Chain(0, 5, 0, (0, 3 * 1440, 5 * 1440))


def test_visits_that_overlap_are_asked_about_as_one_cluster() -> None:
    starts = [Start(at, 1, preferred=False) for at in (0, 30, 60, 90)]
    asked = []

    def together(cluster: tuple[int, ...]) -> bool:
        asked.append(cluster)
        return cluster == (0, 30)

    assert best_chain(starts, Cadence(3, 0, 0, 60), together) == Chain(0, 1, 0, (0, 30, 90))
    assert (0, 30, 60) in asked


def test_who_comes_later_may_need_another_first_choice() -> None:
    both, apart = Place(0, 0b11, (A, B)), Place(100, 1, (A,))

    assert choose([both, Place(1, 0b1, (A,))], WHOLES) == (B, A)
    assert choose([both, apart], WHOLES) == (A, A)
    assert choose([both, Place(1, 1, (A,)), Place(0, 1, (B,))], WHOLES) is None


def test_blame_is_handed_on() -> None:
    assert choose([Place(0, 1, (A, C)), Place(0, 1, (B,)), Place(0, 1, (A, B))], WHOLES) == (
        C,
        B,
        A,
    )


def test_a_dead_end_goes_back_to_who_is_to_blame() -> None:
    aside = [Place(1000 * at, 1, (A, B, C)) for at in range(1, 60)]

    assert choose([Place(0, 1, (A, B)), *aside, Place(0, 1, (A,))], WHOLES) == (
        B,
        *[A] * 59,
        A,
    )
    assert choose([Place(0, 1, (A,)), *aside, Place(0, 1, (A,))], WHOLES) is None
