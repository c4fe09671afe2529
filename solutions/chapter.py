"""The chapter's own problems, which the printed answers and the figures share."""

from typing import Any

import numpy as np

import solutions.ex5_linear_regression as ex5
from solutions.descent import Array

STARTS = (-2.0, -0.5, 0.5, 2.0)
"""Exercise 1: where descent and ascent on x⁴ − 3x² + 2 begin."""

HESSIAN = np.diag([2.0, 200.0])
"""Exercise 2: of x² + 100y²."""
RATES = (0.001, 0.01, 0.1)

RAVINE_START = (5.0, 5.0)
RAVINE_RATES = (0.02, 0.095, 0.1)
RAVINE_STEPS = 20


def ravine(theta: Array) -> Any:
    """L(x, y) = x² + 10y², the loss of the chapter's worked table."""
    return theta[0] ** 2 + 10 * theta[1] ** 2


def ravine_gradient(theta: Array) -> Array:
    """∇L = (2x, 20y)."""
    return np.array([2 * theta[0], 20 * theta[1]])


def line_data(offset: float = 0.0) -> tuple[Array, Array]:
    """Return (X, y) of 40 points about y = 5 − 1.5(x − offset), x from offset to offset + 3.

    X has the column of ones; the larger the offset, the nearer it is to the other column's
    direction.
    """
    rng = np.random.default_rng(42)
    x = rng.uniform(0, 3, 40)
    return ex5.add_intercept(x + offset), 5 - 1.5 * x + rng.normal(0, 0.6, 40)
