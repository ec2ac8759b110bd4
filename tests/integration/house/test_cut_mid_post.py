"""The line breaks while a form is posted, at every form there is, to a server of its own.

Half of a form writes nothing, though it would be a form, and the server goes on.
"""

import json
import socket
from collections.abc import Iterator

import psycopg
import pytest

from ashi.config.places import database_place
from tests.integration.house.posting import Post
from tests.integration.house.serving import Server, a_server, wait_until
from tests.integration.web.stored import ONE, is_kept

pytestmark = pytest.mark.slow
TELL = "from tests.integration.house.posting import tell_forms; tell_forms()"
PATIENCE_S = 60
# Written by the worker and the sealer meanwhile, or by every answer.
BY_ITSELF = ("procrastinate_", "audit_", "messages_", "encounters_boardpresence")


@pytest.fixture(scope="module")
def server(prepared) -> Iterator[Server]:
    with a_server(prepared) as running:
        yield running


@pytest.fixture(scope="module")
def posts(server) -> list[Post]:
    return [Post(**one) for one in json.loads(server.manage("shell", "-v", "0", "-c", TELL))]


def line(server: Server, post: Post, part: float = 1) -> socket.socket:
    """Send the head of a form and a part of its body; return the open line."""
    body = post.body.encode()
    head = (
        f"POST {post.path} HTTP/1.1\r\nHost: localhost\r\nCookie: {post.cookies}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S)
    opened.sendall(head.encode() + body[: int(len(body) * part)])
    return opened


def stored(server: Server) -> dict[str, tuple[int, str]]:
    """Return, of every table that people write, how many rows it has and a sum over them."""
    with psycopg.connect(database_place(server.data_dir).url) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            )
            if is_kept(name) and not name.startswith(BY_ITSELF)
        ]
        sums = dict(
            connection.execute(" UNION ALL ".join(ONE.format(one) for one in names)).fetchall()
        )
        counts = dict(
            connection.execute(
                " UNION ALL ".join(f"SELECT '{one}', count(*) FROM \"{one}\"" for one in names)
            ).fetchall()
        )
    return {one: (counts[one], sums[one]) for one in names}


def test_half_of_a_form_writes_nothing_and_the_server_goes_on(server, posts):
    before = stored(server)

    for post in posts:
        line(server, post, 0.6).close()

    wait_until(server.answers)  # all of them are through: it takes one after another
    assert stored(server) == before
    assert len(posts) > 100
