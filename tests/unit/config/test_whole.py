"""A body that ends before it is whole is an error, however it is read."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.config.whole import Whole, only_whole

BODY = b"given_name=Maria&\nnote=second+floor"


class Dribble(BytesIO):
    """Gives one byte at a time, as a slow line may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(1, size or 0) if size is None or size >= 0 else 1)


@given(st.binary(max_size=60), st.lists(st.integers(-1, 9), max_size=30))
def test_a_whole_body_is_read_as_it_is(body, sizes):
    left, plain = Whole(Dribble(body), len(body)), BytesIO(body)

    assert [left.read(size) for size in sizes] == [plain.read(size) for size in sizes]
    assert (left.read(), left.read(), left.readline()) == (plain.read(), b"", b"")


def test_lines_are_read_as_they_are():
    left = Whole(BytesIO(BODY), len(BODY))

    assert (left.readline(5), left.readline(), left.readline(), left.readline()) == (
        b"given",
        b"_name=Maria&\n",
        b"note=second+floor",
        b"",
    )


@pytest.mark.parametrize("read", [Whole.read, lambda one: [one.readline() for _ in range(3)]])
def test_a_body_that_was_cut_is_an_error(read):
    with pytest.raises(OSError, match="before it was whole"):
        read(Whole(BytesIO(BODY[:-1]), len(BODY)))


def test_nothing_beyond_what_was_said_is_read():
    assert Whole(BytesIO(BODY), 10).read() == BODY[:10]


@pytest.mark.parametrize("said", ["", None, "many", "-3"])
def test_where_no_length_is_said_nothing_is_changed(said):
    seen = []
    environ = {"CONTENT_LENGTH": said, "wsgi.input": (body := BytesIO(BODY))}

    only_whole(lambda given, _: seen.append(given["wsgi.input"]) or [])(environ, print)

    assert seen == [body]
