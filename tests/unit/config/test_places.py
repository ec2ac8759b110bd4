"""Where the embedded database lies."""

from ashi.config.places import LONGEST_SOCKET_FOLDER, database_place, others_may_enter


def test_a_long_path_gets_a_short_socket_folder_of_its_own(tmp_path):
    long = tmp_path / ("x" * 60) / ("y" * 60)
    other = tmp_path / ("x" * 60) / ("z" * 60)

    place = database_place(long)

    assert len(str(place.socket)) <= LONGEST_SOCKET_FOLDER
    assert place == database_place(long)
    assert place.socket != database_place(other).socket


def test_a_folder_under_a_closed_one_is_out_of_reach(tmp_path):
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)

    assert not others_may_enter(closed / "inside")
    closed.chmod(0o701)
    assert others_may_enter(closed / "inside") == others_may_enter(closed)
