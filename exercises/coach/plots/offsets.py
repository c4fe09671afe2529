"""How far drawn level lines lie from the loss's own, as a share of the region they are drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.polynomial import polynomial

from exercises.coach.plots.described import Array
from exercises.coach.problems import Polynomial2D, Problem, Quadratic

__all__ = ["losses_at", "offset", "sampled"]

LINES = 40
SAMPLE = 400
# Less than three points say nothing about a spread.
LEAST_PER_LINE = 3
STEP = 1e-4
# Of a line's points, this share counts: its small islands around a valley's floor do not.
SHARE = 0.75


def sampled(lines: Sequence[Array]) -> list[Array]:
    """Return some of the lines, of each so many points that it can be judged."""
    lines = [line for line in lines if len(line) >= LEAST_PER_LINE]
    lines = [lines[i] for i in _evenly(len(lines), LINES)]
    total = sum(map(len, lines))
    least = SAMPLE // LINES
    return [line[_evenly(len(line), max(least, SAMPLE * len(line) // total))] for line in lines]


def losses_at(problem: Problem, points: Array) -> Array:
    """Return the losses, shape (n,), at points of shape (n, 2)."""
    # `problem.loss` takes one point; a thousand of them are slow.
    if isinstance(problem, Polynomial2D):
        polyval2d: Any = polynomial.polyval2d
        values = polyval2d(*points.T, problem.coefficients)
    elif isinstance(problem, Quadratic):
        away = points - np.asarray(problem.centre, dtype=float)
        values = 0.5 * np.einsum("ki,ij,kj->k", away, problem.hessian, away)
    else:
        values = np.array([problem.loss(point) for point in points])
    return np.asarray(values, dtype=float)


def offset(lines: Sequence[Array], box: tuple[float, ...], problem: Problem) -> float:
    """Return how far the lines lie from level lines of the loss.

    A point is off by |L − L₀| / (|∂L/∂x|·width + |∂L/∂y|·height), to first order its distance, as a
    share of the region, from the level line of its line's median loss L₀. A line is off by what
    three quarters of its points stay below; of the lines, the median counts, each with the weight
    of its points and its extent: what a grid blurs most are the small lines around a minimum.

    Parameters
    ----------
    lines : arrays of finite points, shape (n, 2) each
    box : x_min, x_max, y_min, y_max of the region; empty where only the lines tell
    problem : whose loss it is

    Returns
    -------
    float in [0, 1]; 1 when the loss is not finite on any line
    """
    points = np.concatenate(lines)
    corners = np.reshape(box, (2, 2)).T if len(box) == 4 else points
    size = np.ptp(corners, axis=0) + np.finfo(float).tiny
    ends = np.cumsum([len(line) for line in lines])[:-1]
    values = np.split(losses_at(problem, points), ends)
    slopes = np.split(_slopes(problem, points, size), ends)
    offsets, weights = [], []
    for line, loss, slope in zip(lines, values, slopes, strict=True):
        if np.isfinite(loss).all() and np.isfinite(slope).all():
            offsets.append(_line_offset(loss, slope))
            weights.append(len(line) * float((np.ptp(line, axis=0) / size).max()))
    if not offsets:
        return 1.0
    order = np.argsort(offsets)
    below = np.cumsum(np.array(weights)[order])
    return float(offsets[order[np.searchsorted(below, below[-1] / 2)]])


def _evenly(n: int, most: int) -> Any:
    return np.linspace(0, n - 1, min(n, most)).astype(int)


def _slopes(problem: Problem, points: Array, size: Array) -> Array:
    """Return |∂L/∂x|·width + |∂L/∂y|·height at the points."""
    total = np.zeros(len(points))
    for step in np.diag(size * STEP):
        difference = losses_at(problem, points + step) - losses_at(problem, points - step)
        total += np.abs(difference) / (2 * STEP)
    return total


def _line_offset(loss: Array, slope: Array) -> float:
    away = np.abs(loss - np.sort(loss)[len(loss) // 2])
    off = np.minimum(away / (slope + np.finfo(float).tiny), 1)
    return float(np.sort(off)[int(SHARE * (len(off) - 1))])
