"""Inputs of a check, drawn for one student: the same again at every run, others for the next."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from math import floor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Draw", "beside"]

Array = NDArray[np.float64]
T = TypeVar("T")
TRIES = 1000
LAST = (1, 3, 7, 9)


def beside(value: float, digits: int = 3) -> float:
    """Return a number as `Draw` has them, at most 10 units of the last decimal from ``value``."""
    unit: int = 10**digits
    whole: int = 10 * floor(abs(value) * unit / 10) + LAST[0]
    return float(np.copysign(whole / unit, value))


class Draw(np.random.Generator):
    """A NumPy generator, seeded by HMAC-SHA256 of the student and the check under the secret.

    Numbers come rounded, so that a learner can type the call again, but their last digit is 1, 3,
    7 or 9: the numbers of the stubs and of the learner tests, rounder ones, are not among them.

    Parameters
    ----------
    secret : the course's secret
    student, check : whose inputs, and for which check
    """

    def __init__(self, secret: bytes, student: str, check: str) -> None:
        self.origin = (secret, student)
        text = "\0".join((student, check)).encode("utf-8", "surrogatepass")
        seed = hmac.new(secret, text, hashlib.sha256).digest()
        super().__init__(np.random.PCG64(int.from_bytes(seed)))

    def shared(self, name: str) -> Draw:
        """Return the student's generator for inputs that several checks share."""
        return Draw(*self.origin, name)

    def number(self, low: float, high: float, digits: int = 3) -> float:
        """Return a number from [low, high) with exactly ``digits`` decimals."""
        # By `random` alone: `integers` takes ten times as long, in a few hundred draws a student.
        unit: int = 10**digits
        tens: int = floor(low * unit / 10 + self.random() * (high - low) * unit / 10)
        return float(10 * tens + LAST[floor(4 * self.random())]) / unit

    def numbers(self, n: int, low: float, high: float, digits: int = 3) -> Array:
        """Return ``n`` such numbers, shape (n,)."""
        return np.array([self.number(low, high, digits) for _ in range(n)])

    def signed(self, n: int, low: float, high: float, digits: int = 3) -> Array:
        """Return ``n`` numbers of size low to high and of either sign, shape (n,)."""
        return np.array([self.sign() * self.number(low, high, digits) for _ in range(n)])

    def sign(self) -> float:
        """Return −1 or 1."""
        return -1.0 if self.random() < 0.5 else 1.0

    def count(self, low: int, high: int) -> int:
        """Return an integer from low to high, both included."""
        return int(self.integers(low, high + 1))

    def hessian(self, eigenvalues: Any) -> Array:
        """Return a symmetric (n, n) matrix, far from diagonal, with these eigenvalues."""
        spectrum = np.asarray(eigenvalues, dtype=float)
        n = len(spectrum)

        def basis() -> Array:
            q: Array = np.linalg.qr(self.normal(size=(n, n)))[0]
            return q

        # Every entry of size 0.2 and more: a matrix near diagonal would hide `limit-from-trace`.
        q = self.until(basis, lambda q: bool(np.abs(q).min() > 0.2 / n))
        matrix = q @ np.diag(spectrum) @ q.T
        symmetric: Array = (matrix + matrix.T) / 2
        return symmetric

    def until(self, make: Callable[[], T], is_safe: Callable[[T], bool]) -> T:
        """Draw again until the input lies where every right solution agrees.

        Raises
        ------
        RuntimeError
            After 1000 tries: the check asks for what cannot be drawn, a fault of ours.
        """
        for _ in range(TRIES):
            drawn = make()
            if is_safe(drawn):
                return drawn
        raise RuntimeError(f"no safe input among {TRIES} draws: {is_safe.__qualname__}")
