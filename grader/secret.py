"""The course's secret, from which every student's numbers are drawn."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Collection
from pathlib import Path

from grader.errors import UserError

__all__ = ["SecretError", "read_secret", "secret_of_grades", "seed_id"]

LEAST_BYTES = 16
MOST_BYTES = 4096


class SecretError(UserError):
    """The secret cannot be read or made; the text says what to do."""


def read_secret(path: Path) -> bytes:
    """Return the secret in ``path``; make one, readable by its owner only, when there is none.

    Raises
    ------
    SecretError
        When the file cannot be read or written, or is too short to be a secret.
    """
    try:
        if not path.exists():
            _write(path, secrets.token_hex(32).encode() + b"\n")
        secret = path.read_bytes()
    except OSError as error:
        raise SecretError(
            f"the course's secret {path} cannot be used: {error.strerror}. "
            "Name another file with --secret-file."
        ) from error
    if not LEAST_BYTES <= len(secret) <= MOST_BYTES:
        raise SecretError(
            f"the course's secret {path} has {len(secret)} bytes, and {LEAST_BYTES} to "
            f"{MOST_BYTES} make a secret. Remove it to have one made: all numbers change."
        )
    return secret


def secret_of_grades(path: Path, seeds: Collection[str], out: Path) -> bytes:
    """Return the secret in ``path``, which must be the one that the grades in ``out`` came from.

    Parameters
    ----------
    path : the secret's file; made when there is none and no grade needs it
    seeds : `seed_id` of the secrets of all grades so far
    out : the folder of the grades, for the message

    Raises
    ------
    SecretError
        When it is gone or another one: every student's numbers would change, and nobody asked.
    """
    rest = (
        "With another one every student has other numbers: to grade everybody again, give --fresh, "
        "or name another --out."
    )
    if seeds and not path.exists():
        raise SecretError(
            f"the course's secret {path} is gone, and the grades in {out} come from it. Put it "
            f"back, or name a copy with --secret-file. {rest}"
        )
    secret = read_secret(path)
    if seeds and seed_id(secret) not in seeds:
        raise SecretError(
            f"{path} is not the secret that the grades in {out} come from. Name that one with "
            f"--secret-file. {rest}"
        )
    return secret


def seed_id(secret: bytes) -> str:
    """Return what tells one secret from another without giving either away."""
    return hmac.new(secret, b"seed id", hashlib.sha256).hexdigest()[:16]


def _write(path: Path, secret: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever is killed half-way leaves no half of a secret behind.
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
