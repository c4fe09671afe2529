"""Exercise 5: the small regressions on which a learner is asked again."""

from __future__ import annotations

import numpy as np

__all__ = [
    "OTHER_THETA",
    "OTHER_X",
    "OTHER_Y",
    "PLAIN_X",
    "SMALL_X",
    "SQUARE_X",
    "SQUARE_Y",
    "TALL_X",
    "TALL_Y",
    "THETA",
]

# Xᵀy has entries of both signs: a gradient's absolute value is not its negative.
TALL_X = np.array([[1.0, 0.5, -1.2], [1.0, -0.7, 0.4], [1.0, 1.9, 0.8], [1.0, 0.2, 1.5],
                   [1.0, -1.1, -0.3]])  # fmt: skip
TALL_Y = np.array([1.3, -0.4, -2.6, 0.9, 2.2])
# Without the column of ones, which some standardise too, to nan or to 0.
PLAIN_X = TALL_X[:, 1:]
# Beside its XᵀX a hidden λI of 1e-6 is not small.
SMALL_X = 1e-3 * TALL_X
OTHER_X = np.array([[1.0, 2.1], [1.0, -0.6], [1.0, 0.7], [1.0, 1.6]])
OTHER_Y = np.array([3.1, 0.2, 1.4, 2.9])
SQUARE_X = np.array([[2.0, 1.0], [0.5, 3.0]])
SQUARE_Y = np.array([1.0, 2.0])
THETA = np.array([0.7, -1.1, 0.3])
OTHER_THETA = np.array([0.4, 1.7])
