"""A sealed backup opens with its own key, here and with any program that knows age."""

import pytest

from ashi.cli.keeping import KeepingError
from ashi.cli.keeping_sealed import is_sealed, new_key, seal, unseal


@pytest.fixture
def plain(tmp_path):
    file = tmp_path / "plain"
    file.write_bytes(b"PGDMP and the names of patients" * 10_000)
    return file


def test_it_opens_with_each_of_its_keys_and_with_no_other(tmp_path, plain):
    keys = [tmp_path / name for name in ("centre", "stick", "other")]
    public = [new_key(one) for one in keys]
    sealed = tmp_path / "kept.age"
    seal(plain, sealed, public[:2])

    assert is_sealed(sealed)
    assert not is_sealed(plain)
    assert b"names of patients" not in sealed.read_bytes()
    assert sealed.stat().st_mode & 0o777 == 0o600
    for one in keys[:2]:
        unseal(sealed, tmp_path / "back", one)
        assert (tmp_path / "back").read_bytes() == plain.read_bytes()
    with pytest.raises(KeepingError, match="does not open"):
        unseal(sealed, tmp_path / "back", keys[2])


def test_a_key_is_readable_to_its_owner_alone_and_never_written_over(tmp_path):
    file = tmp_path / "key"
    public = new_key(file)
    before = file.read_text()

    assert public.startswith("age1")
    assert public in before
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeepingError, match="never written over"):
        new_key(file)
    assert file.read_text() == before


def test_one_changed_byte_is_found(tmp_path, plain):
    key, sealed = tmp_path / "key", tmp_path / "kept.age"
    seal(plain, sealed, [new_key(key)])
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(KeepingError, match="does not open"):
        unseal(sealed, tmp_path / "back", key)


@pytest.mark.parametrize("words", ["", "age1wrong", "# only a comment"])
def test_what_is_no_key_is_refused(tmp_path, plain, words):
    sealed, key = tmp_path / "kept.age", tmp_path / "key"
    with pytest.raises(KeepingError, match="no public key"):
        seal(plain, sealed, [words])
    assert not sealed.exists()
    assert list(tmp_path.glob(".*")) == []
    key.write_text(words)
    with pytest.raises(KeepingError, match="no private key"):
        unseal(plain, tmp_path / "back", key)
    with pytest.raises(KeepingError, match="--key"):
        unseal(plain, tmp_path / "back", None)


def test_a_folder_that_is_not_there_is_named(tmp_path, plain):
    public = new_key(tmp_path / "key")
    with pytest.raises(KeepingError, match="could not be written"):
        seal(plain, tmp_path / "nowhere" / "kept.age", [public])
