"""A stored file is whole or not there, the same one once, and found by its own sum only."""

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from ashi.apps.documents.storing import fetch, keep, place, stored


def test_the_same_file_sent_by_many_at_once_is_one_stored_file(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: keep(tmp_path, b"letter"), range(24)))

    assert digests == {sha256(b"letter").hexdigest()}
    assert [one.name for one in tmp_path.glob("*/*")] == [*digests]
    assert fetch(tmp_path, *digests) == b"letter"


def test_only_its_owner_may_read_a_stored_file(tmp_path):
    path = place(tmp_path / "new", keep(tmp_path / "new", b"letter"))

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_breaks_half_way_leaves_nothing(tmp_path, monkeypatch):
    def no_disk(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", no_disk)

    with pytest.raises(OSError, match="no space"):
        keep(tmp_path, b"letter")
    assert list(tmp_path.glob("*/*")) == []


def test_a_file_that_was_changed_is_not_given_out_and_is_mended_when_it_comes_again(tmp_path):
    digest = keep(tmp_path, b"letter")
    place(tmp_path, digest).write_bytes(b"forged")
    assert fetch(tmp_path, digest) is None

    keep(tmp_path, b"letter")

    assert fetch(tmp_path, digest) == b"letter"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_nothing_but_a_sum_names_a_file(tmp_path, name):
    with pytest.raises(ValueError, match="SHA-256"):
        place(tmp_path, name)
    assert fetch(tmp_path, name) is None


def test_a_stranger_in_the_folder_is_no_stored_file(tmp_path):
    digest = keep(tmp_path, b"letter")
    (tmp_path / digest[:2] / "new-xyz").write_bytes(b"half")
    (tmp_path / "ab").mkdir(exist_ok=True)
    (tmp_path / "ab" / ("0" * 64)).write_bytes(b"elsewhere")

    assert list(stored(tmp_path)) == [digest]
