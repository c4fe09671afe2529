"""Which iterates of a path the drawn curves join, whatever the curves are made of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from exercises.coach.plots.described import Array, Curve

__all__ = [
    "Bools",
    "draws",
    "finite_part",
    "is_same",
    "joined_steps",
    "near",
    "tolerance",
    "touches",
    "vertices_of",
    "visits",
]

# A point is an iterate when it is this close, as a share of the path's width: a millionth of a
# figure is less than a thousandth of a pixel, and float32 coordinates (6e-8) pass.
CLOSE = 1e-6
FLOAT32 = 1.2e-7
CELLS = 20_000_000

Bools = NDArray[np.bool_]


def finite_part(path: Array) -> Array:
    """Return the iterates that are finite."""
    path = np.asarray(path, dtype=float).reshape(-1, 2)
    return path[np.isfinite(path).all(axis=1)]


def tolerance(points: Array) -> Array:
    """Return how far off a drawn point may be, in x and in y."""
    width = np.ptp(points, axis=0)
    # Along an axis the path has no width of its own.
    width = np.where(width > 0, width, width.max())
    off: Array = CLOSE * width + FLOAT32 * np.abs(points).max(axis=0)
    return off


def near(points: Array, point: Array, tol: Array) -> Bools:
    """Return for each of the points whether it is ``point``."""
    return np.asarray((np.abs(points - point) <= tol).all(axis=1), dtype=bool)


def draws(curves: Iterable[Curve], points: Array) -> bool:
    """Whether the curves together join each iterate to the next."""
    return bool(joined_steps(curves, points).all())


def joined_steps(curves: Iterable[Curve], points: Array) -> Bools:
    """Return for each step whether a curve joins its two iterates, shape (T,)."""
    tol = tolerance(points)
    joined = near(np.diff(points, axis=0), np.zeros(2), tol)
    tails, heads = [np.empty((0, 2))], [np.empty((0, 2))]
    for curve in curves:
        for piece in curve.pieces:
            if not curve.is_directed and _runs_through(piece, points, tol):
                return np.ones(len(points) - 1, dtype=bool)
            for part in _stops(piece, points, tol):
                tails.append(part[:-1])
                heads.append(part[1:])
                if not curve.is_directed:
                    tails.append(part[1:])
                    heads.append(part[:-1])
    tail, head = np.concatenate(tails), np.concatenate(heads)
    for t in np.flatnonzero(~joined):
        starts = near(tail, points[t], tol)
        ends = near(head, points[t + 1], tol)
        joined[t] = bool((starts & ends).any())
    return joined


def _runs_through(piece: Array, points: Array, tol: Array) -> bool:
    """Whether one line passes all iterates in order, from either end, whatever lies between."""
    if is_same(piece, points, tol):
        return True
    if len(piece) < 2 or len(piece) * len(points) > CELLS:
        return False
    runs = _unbroken(piece)
    return any(_in_order(r, points, tol) or _in_order(r[::-1], points, tol) for r in runs)


def _unbroken(piece: Array) -> list[Array]:
    """Return the piece, cut where a vertex is not finite."""
    gaps = np.flatnonzero(~np.isfinite(piece).all(axis=1))
    parts = np.split(piece, gaps) if len(gaps) else [piece]
    return [part[np.isfinite(part).all(axis=1)] for part in parts]


def _in_order(piece: Array, points: Array, tol: Array) -> bool:
    at = 0
    for point in points:
        hits = np.flatnonzero(near(piece[at:], point, tol))
        if not len(hits):
            return False
        at += int(hits[0])
    return True


def _stops(piece: Array, points: Array, tol: Array) -> list[Array]:
    """Return the piece's unbroken runs, with only the vertices that are iterates."""
    if len(piece) == 2:
        return [piece]
    kept = [run[visits(run, points, tol)] for run in _unbroken(piece)]
    return [run for run in kept if len(run) > 1]


def visits(piece: Array, points: Array, tol: Array) -> Bools:
    """Return for each vertex whether it is an iterate."""
    if len(piece) * len(points) > CELLS:
        return np.zeros(len(piece), dtype=bool)
    hit = np.zeros(len(piece), dtype=bool)
    # One loop, over the shorter of the two.
    if len(points) <= len(piece):
        for point in points:
            hit |= near(piece, point, tol)
    else:
        for i, vertex in enumerate(piece):
            hit[i] = near(points, vertex, tol).any()
    return hit


def touches(curve: Curve, points: Array) -> bool:
    """Whether an iterate is among the curve's vertices."""
    return bool(visits(vertices_of([curve]), points, tolerance(points)).any())


def vertices_of(curves: Iterable[Curve]) -> Array:
    """Return the vertices of all pieces that join something, shape (n, 2)."""
    pieces = [piece for curve in curves for piece in curve.pieces if len(piece) > 1]
    return np.concatenate([*pieces, np.empty((0, 2))])


def is_same(a: Array, b: Array, tol: Array | None = None) -> bool:
    """Whether ``a`` and ``b`` are the same points in the same order."""
    tol = tolerance(b) if tol is None else tol
    return a.shape == b.shape and bool((np.abs(a - b) <= tol).all())
