"""Loss functions as data: what a check hands a learner's function, described so that it can travel.

A problem gives `loss` and `grad` to call, `formula` to print, and `describe` for the wire:
``problem_from(problem.describe())`` is the same problem in another process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeGuard

import numpy as np
from numpy.polynomial import polynomial
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "Polynomial", "Polynomial2D", "Problem", "Quadratic", "problem_from"]

Array = NDArray[np.float64]
"""Floats, of any shape."""
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Problem:
    """A differentiable loss L with its gradient.

    Any θ is read by ``np.asarray``; losses that overflow are inf or nan, never an exception.
    """

    @property
    def formula(self) -> str:
        """The loss as a learner would write it, for example ``L(x) = x² − 3x``."""
        raise NotImplementedError

    def loss(self, theta: ArrayLike) -> float:
        """L(θ), a float."""
        raise NotImplementedError

    def grad(self, theta: ArrayLike) -> Array:
        """∇L(θ), a fresh array of θ's shape (a NumPy scalar for a scalar θ)."""
        raise NotImplementedError

    def handed_in(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
        """Return loss and gradient as a learner's function gets them; by default as they are."""
        return self.loss, self.grad

    def describe(self) -> dict[str, Any]:
        """Plain data from which `problem_from` makes an equal problem."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Polynomial(Problem):
    """L(θ) = Σ p(θᵢ − c) over the elements of θ, p given by ascending coefficients, c the centre.

    θ may have any shape; on a scalar this is the polynomial itself. With ``by_powers`` the
    functions that are handed in are written as a learner would, with ``**``, and stay in the type
    of θ: a Python float then raises OverflowError where a NumPy float becomes inf.
    """

    coefficients: tuple[float, ...]
    centre: float = 0.0
    by_powers: bool = False
    _descending: tuple[tuple[float, ...], ...] = field(default=(), init=False, repr=False)

    @property
    def formula(self) -> str:
        """For example ``L(x) = x⁴ − 3x² + 2``."""
        name = f"(x {_signed(-self.centre)})" if self.centre else "x"
        terms = [(c, _power(name, k)) for k, c in enumerate(self.coefficients)]
        return "L(x) = " + _sum_of(list(reversed(terms)))

    def __post_init__(self) -> None:
        descending = tuple(float(c) for c in reversed(self.coefficients))
        degree = len(descending) - 1
        slopes = tuple((degree - k) * c for k, c in enumerate(descending[:-1])) or (0.0,)
        object.__setattr__(self, "_descending", (descending, slopes))

    def loss(self, theta: ArrayLike) -> float:
        """Σ p(θᵢ)."""
        if isinstance(theta, float):  # np.float64 too; Python floats overflow to inf in a product
            return float(_horner(self._descending[0], float(theta) - self.centre))
        return float(self._on_array(0, theta).sum())

    def grad(self, theta: ArrayLike) -> Any:
        """p′(θᵢ), elementwise."""
        if isinstance(theta, float):
            return np.float64(_horner(self._descending[1], float(theta) - self.centre))
        return self._on_array(1, theta)

    def handed_in(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
        """Return loss and gradient, by powers if that is wanted."""
        if not self.by_powers:
            return super().handed_in()

        def evaluate(derivative: int, theta: Any) -> Any:
            coefficients = self._descending[derivative]
            away, degree = theta - self.centre, len(coefficients) - 1
            return sum(c * away ** (degree - k) for k, c in enumerate(coefficients) if c)

        return partial(evaluate, 0), partial(evaluate, 1)

    def _on_array(self, derivative: int, theta: ArrayLike) -> Any:
        with np.errstate(all="ignore"):
            array = np.asarray(theta, dtype=float) - self.centre
            return _horner(self._descending[derivative], array) + np.zeros(array.shape)

    def describe(self) -> dict[str, Any]:
        """Kind, coefficients, centre and the way to evaluate."""
        return {
            "kind": "polynomial",
            "coefficients": [float(c) for c in self.coefficients],
            "centre": float(self.centre),
            "by_powers": bool(self.by_powers),
        }


@dataclass(frozen=True, eq=False)
class Quadratic(Problem):
    """L(θ) = ½ (θ − c)ᵀ H (θ − c), H symmetric (n, n), centre c of shape (n,), default 0."""

    hessian: Array
    centre: Array | None = None
    _plane: tuple[float, ...] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hessian", np.array(self.hessian, dtype=float))
        centre = np.zeros(len(self.hessian)) if self.centre is None else self.centre
        object.__setattr__(self, "centre", np.array(centre, dtype=float))
        object.__setattr__(self, "_plane", self._in_the_plane())

    def _in_the_plane(self) -> tuple[float, ...] | None:
        if self.hessian.shape != (2, 2):
            return None
        assert self.centre is not None
        return (*self.hessian.ravel().tolist(), *self.centre.tolist())

    @property
    def formula(self) -> str:
        """For example ``L(x, y) = x² + 100y²``."""
        hessian, centre = self.hessian, self.centre
        assert centre is not None
        is_diagonal = np.count_nonzero(hessian - np.diag(np.diag(hessian))) == 0
        if len(hessian) <= 3 and is_diagonal:
            names = "xyz"[: len(hessian)]
            shifted = [
                n if c == 0 else f"({n} {_signed(-c)})" for n, c in zip(names, centre, strict=True)
            ]
            terms = [(h / 2, f"{n}²") for h, n in zip(np.diag(hessian), shifted, strict=True)]
            return f"L({', '.join(names)}) = " + _sum_of(terms)
        rows = ", ".join("[" + ", ".join(f"{v:.12g}" for v in row) + "]" for row in hessian[:4])
        shape = f"H = [{rows}{', …' if len(hessian) > 4 else ''}]"
        return (
            f"L(θ) = ½ (θ − c)ᵀH(θ − c), {shape}" if np.any(centre) else f"L(θ) = ½ θᵀHθ, {shape}"
        )

    def loss(self, theta: ArrayLike) -> float:
        """½ (θ − c)ᵀ H (θ − c)."""
        if self._plane is not None:
            # A contour plot asks thousands of times: in the plane, plain floats are several times
            # faster than arrays, and overflow to inf just as quietly.
            a, b, c, d, x0, y0 = self._plane
            x, y = theta.tolist() if _is_pair(theta) else _pair(theta)
            x, y = x - x0, y - y0
            return float(0.5 * (a * x * x + (b + c) * x * y + d * y * y))
        with np.errstate(all="ignore"):
            away = np.asarray(theta, dtype=float) - self.centre
            return float(0.5 * (away @ (self.hessian @ away)))

    def grad(self, theta: ArrayLike) -> Array:
        """H (θ − c)."""
        if self._plane is not None and _is_pair(theta):
            a, b, c, d, x0, y0 = self._plane
            x, y = theta.tolist()
            x, y = x - x0, y - y0
            return np.array((a * x + b * y, c * x + d * y))
        with np.errstate(all="ignore"):
            gradient: Array = self.hessian @ (np.asarray(theta, dtype=float) - self.centre)
            return gradient

    def describe(self) -> dict[str, Any]:
        """Kind, Hessian and centre."""
        return {"kind": "quadratic", "hessian": self.hessian, "centre": self.centre}


@dataclass(frozen=True, eq=False)
class Polynomial2D(Problem):
    """L(x, y) = Σ cᵢⱼ xⁱ yʲ with coefficients c of shape (m, k), for example Rosenbrock's."""

    coefficients: Array
    _partials: tuple[Array, ...] = field(default=(), init=False, repr=False)
    _rows: tuple[tuple[float, tuple[float, ...]], ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "coefficients", np.array(self.coefficients, dtype=float))
        rows = []
        for row in reversed(self.coefficients.tolist()):
            while len(row) > 1 and row[-1] == 0:
                row.pop()
            first, *rest = reversed(row)
            rows.append((first, tuple(rest)))
        object.__setattr__(self, "_rows", tuple(rows))
        partials = (polynomial.polyder(self.coefficients, axis=axis) for axis in (0, 1))
        object.__setattr__(self, "_partials", tuple(partials))

    @property
    def formula(self) -> str:
        """For example ``L(x, y) = x² + 10y²``."""
        degrees = [(i, j) for i, j in np.ndindex(self.coefficients.shape)]
        degrees.sort(key=lambda ij: (-(ij[0] + ij[1]), -ij[0]))
        terms = [
            (float(self.coefficients[i, j]), _power("x", i) + _power("y", j)) for i, j in degrees
        ]
        return "L(x, y) = " + _sum_of(terms)

    def loss(self, theta: ArrayLike) -> float:
        """Σ cᵢⱼ xⁱ yʲ at θ = (x, y)."""
        x, y = theta.tolist() if _is_pair(theta) else _pair(theta)
        # Horner's rule in both directions, written out: a contour plot asks thousands of times.
        total = 0.0
        for value, rest in self._rows:
            for coefficient in rest:
                value = value * y + coefficient
            total = total * x + value if total else value
        return total

    def grad(self, theta: ArrayLike) -> Array:
        """(∂L/∂x, ∂L/∂y), shape (2,)."""
        with np.errstate(all="ignore"):
            x, y = np.asarray(theta, dtype=float)
            each = [polynomial.polyval2d(x, y, partial) for partial in self._partials]
            return np.array(each, dtype=float)

    def describe(self) -> dict[str, Any]:
        """Kind and coefficients."""
        return {"kind": "polynomial2d", "coefficients": self.coefficients}


def problem_from(description: Mapping[str, Any]) -> Problem:
    """Rebuild the problem that ``describe`` described.

    Raises
    ------
    ValueError
        When the description's kind is not known.
    """
    kind = description.get("kind")
    if kind == "polynomial":
        return Polynomial(
            tuple(description["coefficients"]), description["centre"], description["by_powers"]
        )
    if kind == "quadratic":
        return Quadratic(description["hessian"], description["centre"])
    if kind == "polynomial2d":
        return Polynomial2D(description["coefficients"])
    raise ValueError(f"no problem of kind {kind!r}: polynomial, quadratic or polynomial2d")


def _is_pair(theta: Any) -> TypeGuard[Array]:
    return type(theta) is np.ndarray and theta.dtype == np.float64 and theta.shape == (2,)


def _pair(theta: ArrayLike) -> tuple[float, float]:
    point = np.asarray(theta, dtype=float)
    if point.shape != (2,):
        raise ValueError(
            f"loss_fn takes one point θ of shape (2,), here it got shape {point.shape}. On a grid, "
            "call it once for each point."
        )
    x, y = point.tolist()
    return x, y


def _horner(descending: tuple[float, ...], x: Any) -> Any:
    # Horner keeps 4x³ − 6x exact at x = 2, where the chapter's step lands on 0 to the last bit.
    total: Any = descending[0]
    for coefficient in descending[1:]:
        total = total * x + coefficient
    return total


def _power(name: str, exponent: int) -> str:
    if exponent == 0:
        return ""
    return name if exponent == 1 else name + str(exponent).translate(SUPERSCRIPTS)


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'} {abs(value):.12g}"


def _sum_of(terms: list[tuple[float, str]]) -> str:
    text = ""
    for coefficient, name in terms:
        if coefficient == 0:
            continue
        size = abs(coefficient)
        number = "" if size == 1 and name else f"{size:.12g}"
        sign = "−" if coefficient < 0 else "+"
        text += f" {sign} {number}{name}" if text else f"{'−' if sign == '−' else ''}{number}{name}"
    return text or "0"
