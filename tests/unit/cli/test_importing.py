"""Long imports say how far they are, on a terminal only."""

import sys
from io import StringIO

import pytest

from ashi.cli.importing import watched


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "count", "said"),
    [
        (Terminal, 5, "\r  2 of 5\r  4 of 5\r  5 of 5\n"),
        (Terminal, 2, ""),
        (StringIO, 5, ""),
    ],
)
def test_lines_pass_unchanged_and_a_terminal_sees_how_far_it_is(monkeypatch, stream, count, said):
    seen = stream()
    monkeypatch.setattr(sys, "stderr", seen)

    assert list(watched(range(count), every=2)) == list(range(count))
    assert seen.getvalue() == said
