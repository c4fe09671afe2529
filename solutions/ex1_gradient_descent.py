# %% [markdown]
# # Exercise 1 — gradient descent, and every critical point of L(x) = x⁴ − 3x² + 2
"""Reference solution of exercise 1: implement gradient descent, find every critical point."""

# %%
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

# The loop itself is `iterates` in descent.py, six lines long: all five exercises share it.
from solutions.descent import descend, gradient_descent

__all__ = ["find_critical_points", "grad", "gradient_descent", "loss"]

MERGE_DISTANCE = 1e-3
LARGEST_GRADIENT = 1e-3
LARGEST_SIZE = 1e6
CURVATURE_STEP = 1e-4


def loss(x: ArrayLike) -> Any:
    """L(x) = x⁴ − 3x² + 2, elementwise."""
    # As float64: an integer array would overflow silently at x = 10⁵, a Python float raise at 10⁷⁷.
    x = np.asarray(x, dtype=float)[()]
    return x**4 - 3 * x**2 + 2


def grad(x: ArrayLike) -> Any:
    """L′(x) = 4x³ − 6x, elementwise; it vanishes at 0 and at ±√(3/2)."""
    x = np.asarray(x, dtype=float)[()]
    return 4 * x**3 - 6 * x


# %%
def find_critical_points(
    loss_fn: Callable[[Any], Any],
    grad_fn: Callable[[Any], Any],
    starts: Sequence[float],
    lr: float = 0.01,
    num_steps: int = 2000,
) -> list[tuple[float, str]]:
    """Return the critical points that descent on L and on −L reaches from ``starts``, sorted by x.

    Returns
    -------
    list of (x, kind), kind ``"minimum"`` or ``"maximum"``
    """
    # Descent moves away from a maximum, unless it starts or lands exactly on it. But a maximum of L
    # is a minimum of −L, whose gradient is −grad_fn: the same step with the sign of η changed. The
    # losses are not needed, so they are not computed.
    ends = [float(descend(grad_fn, x, sign * lr, num_steps)) for x in starts for sign in (1, -1)]
    arrived = [x for x in ends if _is_critical(grad_fn, x)]

    # Runs from both sides end at slightly different x. The point with the smallest gradient comes
    # first, since it is the most accurate.
    points: list[float] = []
    for x in sorted(arrived, key=lambda x: abs(grad_fn(np.float64(x)))):
        if all(abs(x - known) > MERGE_DISTANCE for known in points):
            points.append(x)
    return [(x, _kind(grad_fn, x)) for x in sorted(points)]


def _is_critical(grad_fn: Callable[[Any], Any], x: float) -> bool:
    """Tell a point of arrival from a run that left to infinity or is still under way."""
    return abs(x) <= LARGEST_SIZE and bool(abs(grad_fn(np.float64(x))) <= LARGEST_GRADIENT)


def _kind(grad_fn: Callable[[Any], Any], x: float) -> str:
    # Which of the two descents arrived says nothing if the start was critical already: at 0 the
    # gradient of x⁴ − 3x² + 2 vanishes and neither run moves. The curvature decides in every case.
    # Rounding costs a central difference of the *gradient* half as many digits as a second
    # difference of the loss.
    curvature = grad_fn(np.float64(x + CURVATURE_STEP)) - grad_fn(np.float64(x - CURVATURE_STEP))
    return "minimum" if curvature > 0 else "maximum"
