"""The course's secret: made once, for its owner's eyes."""

import stat
import sys

import pytest

from grader.secret import SecretError, read_secret, seed_id


def test_it_is_made_on_first_use_and_read_ever_after(tmp_path):
    first = read_secret(tmp_path / "course" / "secret.key")
    assert len(first) >= 32
    assert read_secret(tmp_path / "course" / "secret.key") == first
    assert read_secret(tmp_path / "another.key") != first


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX modes")
def test_only_its_owner_can_read_it(tmp_path):
    read_secret(tmp_path / "secret.key")
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_half_a_secret_of_a_killed_run_is_no_secret(tmp_path):
    (tmp_path / "secret.key.part").write_bytes(b"half")
    assert len(read_secret(tmp_path / "secret.key")) >= 32


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 5000])
def test_what_is_no_secret_is_refused_with_the_remedy(tmp_path, content):
    path = tmp_path / "secret.key"
    path.write_bytes(content)
    with pytest.raises(SecretError, match="Remove it to have one made"):
        read_secret(path)
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SecretError, match="--secret-file"):
        read_secret(tmp_path)


def test_the_seed_tells_secrets_apart_without_showing_them():
    one, other = b"a" * 32, b"b" * 32
    assert seed_id(one) != seed_id(other)
    assert seed_id(one) == seed_id(one)
    assert one.hex()[:16] != seed_id(one)
