"""What many ask for at once is drawn once, and not kept for long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ashi.web.drawn_once import DrawnOnce


def test_sixteen_at_the_same_moment_get_one_drawing():
    drawn, barrier, times = DrawnOnce(keep_s=60), Barrier(16), []

    def draw() -> str:
        times.append(1)
        return f"board {len(times)}"

    def ask(_: int) -> str:
        barrier.wait(timeout=30)
        return drawn.get("today", draw)

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, range(16))) == {"board 1"}
    assert len(times) == 1


def test_each_key_has_its_own_and_an_old_one_is_drawn_anew():
    clock = [0.0]
    drawn = DrawnOnce(keep_s=5, now=lambda: clock[0])

    assert drawn.get("desk", lambda: "a") == "a"
    assert drawn.get("student", lambda: "b") == "b"
    clock[0] = 4.9
    assert drawn.get("desk", lambda: "c") == "a"
    clock[0] = 5.0
    assert drawn.get("desk", lambda: "c") == "c"


def test_what_failed_is_tried_again():
    drawn = DrawnOnce(keep_s=60)

    def broken() -> str:
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError):
        drawn.get("today", broken)

    assert drawn.get("today", lambda: "board") == "board"
