"""Whether lines, segments and arrows together draw the path through every iterate in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from exercises.coach.judging.figures.checked_description import Curve, Panel
from exercises.coach.judging.finding import Fact, Flaw, Kind, seen
from exercises.coach.judging.value_text import theta_at
from exercises.coach.problems import Array

__all__ = [
    "COVERED",
    "Bools",
    "beyond_flaw",
    "draws",
    "finite_part",
    "is_same",
    "joined_steps",
    "near",
    "path_flaw",
    "tolerance",
    "touches",
    "vertices_of",
    "visits",
]


COVERED = (
    "Matplotlib draws the larger `zorder` later, and of equal ones what was added later: draw the "
    "filled contours first"
)


def path_flaw(panel: Panel, path: Array) -> Flaw | None:
    """Return what is wrong with how ``path``, shape (T + 1, 2), is drawn on this Axes.

    Iterates that are not finite need not be drawn; a path of one point neither.
    """
    points = finite_part(path)
    if len(points) < 2:
        return None
    drawn = [c for c in panel.curves if c.kind != "note" or _joins_any(c, points)]
    if draws(drawn, points):
        return _closed(points) if _is_closed(drawn, points) else None
    curves = [c for c in drawn if touches(c, points)]
    if not is_same(points, points[:, ::-1]) and draws(panel.curves, points[:, ::-1]):
        return _swapped()
    if draws(_undirected(curves), points):
        return _backwards(len(points))
    if _is_shuffled(drawn, points):
        return _shuffled(joined_steps(curves, points))
    if _is_transposed(drawn, points):
        return _transposed(points)
    if not curves:
        return _nothing_joined(panel, points)
    return _in_part(curves, points)


def beyond_flaw(panel: Panel, path: Array) -> Flaw | None:
    """Return that the line that is the path goes on to a point that is no iterate.

    Of a run that diverged, who knows how far its last steps are to be drawn?
    """
    points = finite_part(path)
    if len(points) < 2 or len(points) < len(path):
        return None
    lines = [c for c in panel.curves if draws([c], points)]
    extra = [_extra_point(curve, points) for curve in lines]
    if not extra or any(point is None for point in extra):
        return None
    return Flaw(
        f"a line that has {_at(extra[0])} as a point of the path",  # type: ignore[arg-type]
        f"a path from θ₀ to {theta_at(len(points) - 1)}",
        seen("descent was not there: leave that point out"),
    )


def _extra_point(curve: Curve, points: Array) -> Array | None:
    """Return the vertex next to an end of the path, beyond it, None where none is."""
    tol = tolerance(points)
    found: list[Array | None] = []
    for piece in curve.pieces:
        # Where the path comes back to its start, only one of the two directions is its own.
        for run in _unbroken(piece) if _runs_through(piece, points, tol) else ():
            for line in (run, run[::-1]):
                if _in_order(line, points, tol):
                    first = np.flatnonzero(near(line, points[0], tol))[0]
                    last = np.flatnonzero(near(line, points[-1], tol))[-1]
                    beyond = [line[i] for i in (first - 1, last + 1) if 0 <= i < len(line)]
                    extra = [point for point in beyond if not near(points, point, tol).any()]
                    found.append(extra[0] if extra else None)
    return found[0] if found and all(point is not None for point in found) else None


def _is_closed(curves: Sequence[Curve], points: Array) -> bool:
    """Whether the line that is the path goes on from the last iterate straight to the start."""
    tol = tolerance(points)
    if near(points[1:], points[0], tol).any():
        return False  # at the stability limit the path itself comes back

    def closes(piece: Array) -> bool:
        first, last = near(piece, points[0], tol), near(piece, points[-1], tol)
        is_back = (last[:-1] & first[1:]) | (first[:-1] & last[1:])
        return bool(is_back.any()) and _runs_through(piece, points, tol)

    closed = [c for c in curves if any(len(p) > len(points) and closes(p) for p in c.pieces)]
    # Beside a line that ends where the path does, what is closed is there to fill it.
    return bool(closed) and not draws([c for c in curves if c not in closed], points)


def _closed(points: Array) -> Flaw:
    return Flaw(
        f"a line that goes on from the last iterate {theta_at(len(points) - 1)} back to the start",
        "a path that ends at the last iterate",
        seen("descent does not return to its start: leave out what closes the line"),
    )


def _joins_any(curve: Curve, points: Array) -> bool:
    """Whether an arrow with words runs between two iterates: it may point at an end as well."""
    return bool(joined_steps(_undirected([curve]), points).any())


def _in_part(curves: Sequence[Curve], points: Array) -> Flaw:
    tol = tolerance(points)
    joined = joined_steps(curves, points)
    n = len(points)
    passed = visits(points, vertices_of(curves), tol)
    got = f"a path through {int(passed.sum())} of the {n} iterates"
    if passed.all():
        got = f"a path through all {n} iterates, but not from each one to the next"
    expected = f"a line, arrows or segments through all {n} iterates, in order"
    # A path that comes from elsewhere, or goes elsewhere, lacks an end because it is another path.
    comes, goes = (_leaves(c, at, points) for c, at in ((_reversed(curves), 1), (curves, n - 2)))
    if n > 2 and joined[1:].all() and not passed[0] and not comes:
        return Flaw(got, expected, seen("the start θ₀ is missing"), ("drops-start",))
    if n > 2 and joined[:-1].all() and not passed[-1] and not goes:
        text = f"the last iterate {theta_at(n - 1)} is missing"
        return Flaw(got, expected, seen(text), ("drops-last",))
    first = int(np.flatnonzero(~joined)[0])
    here = f"{theta_at(first)} = {_at(points[first])}"
    due = f"{theta_at(first + 1)} = {_at(points[first + 1])}"
    elsewhere = _next_vertex(curves, points[first], tol)
    texts = [f"nothing joins {here} to {due}"]
    if elsewhere is not None:
        texts = [f"from {here} your path goes to {_at(elsewhere)}; expected {due}"]
    return Flaw(got, expected, seen(*texts))


def _leaves(curves: Iterable[Curve], at: int, points: Array) -> bool:
    """Whether a curve goes from this iterate to a point that is none."""
    tol = tolerance(points)
    following = _next_vertex(curves, points[at], tol)
    return following is not None and not near(points, following, tol).any()


def _reversed(curves: Iterable[Curve]) -> list[Curve]:
    return [Curve(c.kind, tuple(piece[::-1] for piece in c.pieces), False) for c in curves]


def _next_vertex(curves: Iterable[Curve], point: Array, tol: Array) -> Array | None:
    """Return where a curve goes from a point, None where none begins there or passes through."""
    for curve in curves:
        for piece in curve.pieces:
            for i in np.flatnonzero(near(piece[:-1], point, tol)):
                if not near(piece[i + 1 : i + 2], point, tol)[0]:
                    following: Array = piece[i + 1]
                    return following
    return None


QUIVER = "In `quiver`, `angles`, `scale_units` and `scale` decide where an arrow ends."


def _is_shuffled(curves: Iterable[Curve], points: Array) -> bool:
    """Whether one artist joins the points of the path, or its columns, in another order."""
    due = np.sort(points, axis=0)
    for curve in curves:
        pieces = [piece for piece in curve.pieces if len(piece) > 1]
        # Segments that hang together are one line.
        chain = [piece[:-1] for piece in pieces] + [piece[-1:] for piece in pieces[-1:]]
        lines = [*pieces, np.concatenate(chain)] if pieces else []
        if any(is_same(np.sort(line, axis=0), due) for line in lines):
            return True
    return False


def _is_transposed(curves: Iterable[Curve], points: Array) -> bool:
    """Whether the first two iterates were taken for all x and all y."""
    pieces = [piece for curve in curves for piece in curve.pieces]
    return any(is_same(piece, points[:2].T) for piece in pieces)


def _undirected(curves: Sequence[Curve]) -> list[Curve]:
    return [Curve(c.kind, c.pieces, False) for c in curves]


def _shuffled(joined: Bools) -> Flaw:
    first = int(np.flatnonzero(~joined)[0])
    return Flaw(
        f"a line in another order than the path's: {theta_at(first)} is not joined to "
        f"{theta_at(first + 1)}",
        "a line through the iterates in the order in which descent made them",
        misconceptions=("sorted-path",),
    )


def _backwards(n: int) -> Flaw:
    return Flaw(
        "arrows that point backwards, from an iterate to the one before",
        f"a line, arrows or segments through all {n} iterates, in order",
    )


def _transposed(points: Array) -> Flaw:
    return Flaw(
        "a line whose x and y coordinates are the first two iterates",
        f"a line through all {len(points)} iterates, in order",
        misconceptions=("path-transposed",),
    )


def _swapped() -> Flaw:
    return Flaw(
        "a path whose horizontal coordinate is y and whose vertical one is x",
        "x to the right and y upwards, as on the contours",
        misconceptions=("path-coordinates-swapped",),
    )


def _nothing_joined(panel: Panel, points: Array) -> Flaw:
    tol = tolerance(points)
    expected = f"a line, arrows or segments through all {len(points)} iterates, in order"
    if any(visits(below, points, tol).sum() > 1 for below in panel.covered if len(below)):
        return Flaw("a path that the filled contours hide", expected, seen(COVERED))
    if any(visits(tails, points, tol).any() for tails in panel.unscaled if len(tails)):
        return Flaw(
            "arrows that are not to scale: they do not end at the next iterate",
            expected,
            (Fact(Kind.ADVICE, QUIVER),),
            ("no-path",),
        )
    if any(curve.kind != "note" for curve in panel.curves):
        return Flaw("a line that passes through none of the iterates", expected)
    marked = sum(int(visits(points, m.points, tol).sum()) for m in panel.marks if len(m.points))
    return Flaw(
        "points that nothing joins" if marked > 2 else "no path on the Axes",
        expected,
        misconceptions=("no-path",),
    )


def _at(point: Array) -> str:
    return f"({point[0]:.4g}, {point[1]:.4g})"


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
