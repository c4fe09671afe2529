"""Whether a plot's contours are level lines of the loss: it is asked at their vertices.

Judged without knowing the learner's grid or levels, and blind to increasing transforms of the loss
(log L, clipped L): only which vertices share a level, how far they lie from the loss's own level
line, and which level is higher counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.polynomial import polynomial

from exercises.coach.judging.figures.checked_description import Contours, Panel
from exercises.coach.judging.finding import Fact, Flaw, Kind, seen
from exercises.coach.problems import Array, Polynomial2D, Problem, Quadratic

__all__ = ["LEAST_LEVELS", "contour_flaw", "losses_at", "no_line_flaw", "offset", "sampled"]

LEAST_LEVELS = 5
# With fewer points than this on lines of three or more, no field can be told from another.
LEAST_POINTS = 12
# How far level lines may lie from the loss's own, as a share of the region. Where z is interpolated
# along an edge of length h, a vertex is off by h²/8 · |z″/z′| at most; z″/z′ is 1/r for a bowl and
# for its log at a distance r from the minimum, so that from r = h/2 on it is off by h/4 at most. On
# a coarse 20 × 20 grid, h is 1/19 of the region. Of right drawings of 9 losses, the largest was
# 0.0017 on 20 × 20, 0.005 on 12 × 12, 0.007 on 10 × 10; with circles instead, the least was 0.022.
OFFSET = 1 / 19 / 4
# How far they may lie from those of a mistaken field that is to be named. Where the region is far
# from the minimum, level lines are nearly straight, and many a surface comes close to the mistaken
# field by chance: of 18 other surfaces on 65 plots, the least was 0.0026. Of the mistaken fields
# themselves, the largest was 0.0014, for log L on 17 × 17; coarser grids are told by `COARSE`.
OF_MISTAKE = 0.002
# A field is another than the loss when that other one spreads this many times less along a level
# line (median over the lines). Linear interpolation blurs both alike: of 1,755 right drawings of 13
# losses, grids of 12 × 12 to 45 × 45 in 15 styles, the largest ratio was 1.9, and 1 for a symmetric
# loss; of 3,510 transposed ones, 99 % had more than 6.
TIMES_SHARPER = 3.0
# From 3 to so many points a side, a grid's lines may bend farther from the loss's own than
# `OFFSET`: by how far depends on the loss. They are recognised as what Matplotlib makes of the
# losses there: on every edge of the grid, a level's vertex is where the interpolated loss is it.
LEAST_SIDE, COARSE = 3, 16
# Up to so many, whatever increases with the loss may have been drawn, not only those transforms.
COARSEST = 8
ON_EDGE = 1e-6
INTERPOLATED = 1e-6
# Share of vertex pairs from two levels whose losses stand in the wrong order: at most 0.14 for
# those right drawings (log(L + 1e-9) on 12 × 12), 0.5 for a field unrelated to the loss.
DISORDER = 0.25
# Lines less across than a cell of a coarse grid, as a share of the region, are what it leaves of
# level lines that lie between its points: nobody can tell of what.
LEAST_ACROSS = 1 / 50
ROUNDING = 1e-9
Map = Callable[[Array], Array]


def contour_flaw(panel: Panel, problem: Problem) -> Flaw | None:
    """Return what is wrong with the contours of ``problem.loss`` on this Axes."""
    if not panel.contours:
        return _no_contour(panel)
    flaw = no_line_flaw(panel)
    if flaw is not None:
        return flaw
    # Not by np.union1d, for which NumPy loads its masked arrays.
    levels: set[float] = set()
    wrong: list[str] = []
    for contours in _groups(panel.contours):
        field = _field(contours, problem)
        if field == "loss":
            levels |= {float(level) for level in contours.levels if not np.isnan(level)}
        elif field != "unclear":
            wrong.append(field)
        if len(levels) >= LEAST_LEVELS:
            return None
    if levels:
        return _too_few(len(levels))
    return _wrong_field(wrong[0]) if wrong else _off_levels(panel.contours) or _unclear()


def no_line_flaw(panel: Panel) -> Flaw | None:
    """Return that there are contours, but no level of theirs has a line."""
    if not panel.contours or any(map(_lines_in, panel.contours)):
        return None
    if any(not np.all(np.isfinite(contours.box)) for contours in panel.contours):
        return _no_region()
    return Flaw(
        "contours without a single line: no level lies between the least and the largest loss on "
        "the grid",
        "level lines of the loss around the path",
        _advice(OWN_LEVELS),
    )


OWN_LEVELS = "choose the levels from the losses on the grid, or give their number only"


def _off_levels(drawn: Sequence[Contours]) -> Flaw | None:
    """Return that most levels have no line, since no loss on the grid comes up or down to them."""
    lines, levels = sum(map(_lines_in, drawn)), sum(len(contours.levels) for contours in drawn)
    if lines >= LEAST_LEVELS or levels < LEAST_LEVELS:
        return None
    return Flaw(
        f"lines at {lines} of {levels} levels only: no loss on the grid reaches the others",
        f"level lines of the loss around the path, at {LEAST_LEVELS} levels or more",
        _advice(OWN_LEVELS),
    )


def _no_region() -> Flaw:
    return Flaw(
        "contours over a region whose limits are inf or nan",
        "contours over a region that holds every finite iterate",
        seen("an iterate that is inf or nan makes the minimum or maximum so: leave it out"),
        ("path-outside-view",),
    )


def _groups(contours: Sequence[Contours]) -> list[Contours]:
    """Return sets of contours that can be judged; calls with one level or band each make one."""
    several = [c for c in contours if _lines_in(c) > 1 and len(c.levels) > 2]
    single = [c for c in contours if c not in several]
    # By level: the line between two bands is in the sets of both.
    pairs: dict[float, Array] = {}
    for c in single:
        # Where levels and lines do not belong together one to one, the line keeps its set's first.
        drawn = [i for i, v in enumerate(c.vertices) if len(v)]
        pairs |= {float(c.levels[min(i, len(c.levels) - 1)]): c.vertices[i] for i in drawn}
    if not single:
        return several
    levels = np.concatenate([c.levels for c in single])
    lines = tuple(pairs[level] for level in sorted(pairs))
    return [*several, Contours(levels, lines, single[0].box)]


def _lines_in(contours: Contours) -> int:
    return sum(1 for vertices in contours.vertices if len(vertices))


def _field(contours: Contours, problem: Problem) -> str:
    """Return what they show: ``loss``, ``transposed``, ``mirrored``, ``other`` or ``unclear``.

    Or that they are ``small``.
    """
    field = _compared(contours, problem)
    return "loss" if field != "loss" and _is_interpolated(contours, problem) else field


def _is_interpolated(contours: Contours, problem: Problem, change: Map | None = None) -> bool:
    """Whether these are the lines that a coarse even grid of the losses gives, or of their log.

    On the coarsest ones, those of any increasing transform of the loss itself.
    """
    lines = [v[np.isfinite(v).all(axis=1)] for v in contours.vertices if len(v) > 1]
    if len(lines) < LEAST_LEVELS or len(contours.box) != 4:
        return False
    low, high = np.reshape(contours.box, (2, 2)).T
    if not (high > low).all():
        return False
    shares = [(line - low) / (high - low) for line in lines]
    # No grid of this region has a line beyond it.
    if not all(((share > -ON_EDGE) & (share < 1 + ON_EDGE)).all() for share in shares):
        return False
    counts = _coarse_grid(np.concatenate(shares)[: SAMPLE * LINES])
    if counts is None:
        return False
    sides = [np.linspace(low[i], high[i], counts[i]) for i in (0, 1)]
    nodes = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, 2)
    losses = losses_at(problem, nodes if change is None else change(nodes)).reshape(counts)
    if not np.isfinite(losses).all() or np.ptp(losses) == 0:
        return False
    places = [share * (np.array(counts) - 1) for share in shares]
    above = losses - losses.min()
    drawn = [losses, np.log(above + ROUNDING)]
    if losses.min() > -1:
        drawn.append(np.log1p(losses))
    if losses.min() > 0:
        drawn += [np.log(losses), np.sqrt(losses)]
    if any(_follows(values, places) for values in drawn):
        return True
    return change is None and max(counts) <= COARSEST and _is_between(losses, places)


def _coarse_grid(shares: Array) -> tuple[int, int] | None:
    """Return the points a side of the coarsest even grid on whose edges all points lie."""

    def on_lines(side: Array) -> dict[int, Any]:
        at = {n: side * (n - 1) for n in range(LEAST_SIDE, COARSE + 1)}
        return {n: np.abs(v - np.round(v)) < ON_EDGE * n for n, v in at.items()}

    across, up = (on_lines(side) for side in shares.T)
    grids = sorted(((n, m) for n in across for m in up), key=lambda grid: grid[0] * grid[1])
    return next((grid for grid in grids if (across[grid[0]] | up[grid[1]]).all()), None)


def _follows(values: Array, places: Sequence[Array]) -> bool:
    """Whether the interpolated values are the same all along each line; places count in cells."""
    slack = INTERPOLATED * float(np.ptp(values))
    for place in places:
        cell = np.minimum(place.astype(int), np.array(values.shape) - 2)
        (i, j), (a, b) = cell.T, (place - cell).T
        # On an edge one of the two shares is 0 or 1, and this is linear interpolation along it.
        along = (
            values[i, j] * (1 - a) * (1 - b) + values[i + 1, j] * a * (1 - b)
            + values[i, j + 1] * (1 - a) * b + values[i + 1, j + 1] * a * b
        )  # fmt: skip
        if np.ptp(along) > slack:
            return False
    return True


def _is_between(values: Array, places: Sequence[Array]) -> bool:
    """Whether each line may be at one loss, a higher line at a higher one (or, of −L, a lower).

    Whatever increases with the loss was drawn, the loss of a vertex's level is between the losses
    of the two points of the grid that the vertex lies between.
    """
    slack = ROUNDING * float(np.abs(values).max())
    bounds = []
    for place in places:
        is_on = np.abs(place - np.round(place)) < ON_EDGE * COARSEST
        first = np.where(is_on, np.round(place), np.floor(place)).astype(int)
        last = np.array(values.shape) - 1
        pair = np.clip([first, first + ~is_on], 0, last)
        ends = np.stack([values[tuple(nodes.T)] for nodes in pair])
        low, high = float(ends.min(axis=0).max()), float(ends.max(axis=0).min())
        bounds.append((low - slack, high + slack))
    return _rises(bounds) or _rises(bounds[::-1])


def _rises(bounds: Sequence[tuple[float, float]]) -> bool:
    """Whether there are numbers, each within its bounds and none below the one before."""
    least = np.maximum.accumulate([low for low, _ in bounds])
    return bool((least <= [high for _, high in bounds]).all())


def _compared(contours: Contours, problem: Problem) -> str:
    """The same by how far the lines lie from the loss's own and from those of other fields."""
    lines = sampled([v[np.isfinite(v).all(axis=1)] for v in contours.vertices])
    if sum(map(len, lines)) < LEAST_POINTS:
        return "unclear"
    points, ends = np.concatenate(lines), np.cumsum([len(line) for line in lines])[:-1]
    values = np.split(losses_at(problem, points), ends)
    spreads = [_spread(loss) for loss in values]
    for name, change in _other_fields(contours.box):
        others = np.split(losses_at(problem, change(points)), ends)
        is_closer = (
            _sharpness(values, spreads, others) > TIMES_SHARPER and _disorder(others) < DISORDER
        )
        # Another loss altogether may be closer to the mistaken field as well.
        if is_closer and _is_field(contours, lines, problem, change):
            return name
    is_along = offset(lines, contours.box, problem) < OFFSET
    if is_along and _disorder(values) < DISORDER:
        return "loss"
    return "small" if _across(lines, contours.box) < LEAST_ACROSS else "other"


def _across(lines: Sequence[Array], box: tuple[float, ...]) -> float:
    """Return how much of the region the largest of the lines takes, in the direction of less."""
    if len(box) != 4:
        return 1.0
    size = np.ptp(np.reshape(box, (2, 2)), axis=1)
    return max(float((np.ptp(line, axis=0) / size).min()) for line in lines)


def _is_field(contours: Contours, lines: Sequence[Array], problem: Problem, change: Map) -> bool:
    """Whether the lines are level lines of the losses that ``change`` takes from elsewhere."""
    if len(contours.box) != 4:
        return True
    ends = change(np.reshape(contours.box, (2, 2)).T)
    box = tuple(float(v) for v in np.sort(ends, axis=0).T.ravel())
    away = offset([change(line) for line in lines], box, problem)
    return away < OF_MISTAKE or _is_interpolated(contours, problem, change)


def _other_fields(box: tuple[float, ...]) -> list[tuple[str, Map]]:
    """Return mistaken fields: each maps where a value was drawn to where it comes from."""
    fields: list[tuple[str, Map]] = [("transposed", lambda p: p[:, ::-1])]
    if len(box) == 4:
        low, width = np.array([box[0], box[2]]), np.array([box[1] - box[0], box[3] - box[2]])

        def indices_exchanged(p: Array) -> Array:
            # Z[i, j] where Z[j, i] is due, on a grid that is not the same in x and y.
            shifted: Array = low + ((p - low) / width)[:, ::-1] * width
            return shifted

        middle = low + width / 2
        fields.append(("transposed", indices_exchanged))
        fields.append(("mirrored", lambda p: np.array([1, -1]) * (p - middle) + middle))
        fields.append(("mirrored", lambda p: np.array([-1, 1]) * (p - middle) + middle))
    return fields


def _sharpness(values: Sequence[Array], spreads: Sequence[float], others: Sequence[Array]) -> float:
    """Return how many times more the loss spreads along a line than the other field does."""
    finite = np.abs(np.concatenate([*values, *others]))
    floor = ROUNDING * float(finite[np.isfinite(finite)].max(initial=0)) + np.finfo(float).tiny
    ratios, weights = [], []
    for loss, spread, other in zip(values, spreads, others, strict=True):
        if np.isfinite(loss).all() and np.isfinite(other).all():
            ratios.append((spread + floor) / (_spread(other) + floor))
            weights.append(len(loss))
    if not ratios:
        return 0.0
    return _median(ratios, weights)


def _median(values: Sequence[float], weights: Sequence[float]) -> float:
    order = np.argsort(values)
    below = np.cumsum(np.array(weights)[order])
    return float(values[order[np.searchsorted(below, below[-1] / 2)]])


def _spread(values: Array) -> float:
    # The median deviation: a line's small islands around a valley's floor do not count. By sorting,
    # since np.median takes several times as long on so few numbers.
    half = len(values) // 2
    return float(np.sort(np.abs(values - np.sort(values)[half]))[half])


def _disorder(values: Sequence[Array]) -> float:
    levels = np.concatenate([np.full(len(v), k) for k, v in enumerate(values)])
    losses = np.concatenate(values)
    levels, losses = levels[np.isfinite(losses)], losses[np.isfinite(losses)]
    is_pair = levels[:, None] < levels[None, :]
    n = int(is_pair.sum())
    if n == 0:
        return 0.0
    slack = ROUNDING * float(np.abs(losses).max())
    share = int((is_pair & (losses[:, None] > losses[None, :] + slack)).sum()) / n
    # Contours of −L are level lines of L, too.
    return min(share, 1 - share)


def _no_contour(panel: Panel) -> Flaw:
    is_map = any(name in ("QuadMesh", "AxesImage", "PcolorImage") for name in panel.others)
    return Flaw(
        "a heat map, but no contours" if is_map else "no contours on the Axes",
        f"contour lines or filled contours of the loss, at {LEAST_LEVELS} levels or more",
        misconceptions=("no-contour",),
    )


def _too_few(count: int) -> Flaw:
    return Flaw(
        f"contours at {count} level{'s' * (count != 1)}",
        f"{LEAST_LEVELS} levels or more",
        misconceptions=("too-few-levels",),
    )


def _unclear() -> Flaw:
    return Flaw(
        "contours with too few points to tell what they are level lines of",
        "level lines of the loss, each across several cells of the grid",
        _advice("evaluate the loss on a finer grid, 50 × 50 for example"),
    )


def _wrong_field(field: str) -> Flaw:
    if field == "small":
        return Flaw(
            "contours that take up hardly any of the region",
            "level lines of the loss around the path",
            _advice(OWN_LEVELS),
        )
    expected = "along a level line of the loss, the loss stays the same"
    if field == "transposed":
        return Flaw(
            "along your contours the loss varies; with x and y exchanged it stays the same",
            expected,
            misconceptions=("contour-transposed",),
        )
    text = "they are level lines of something else"
    if field == "mirrored":
        text = "the surface is mirrored: the order of the grid's rows or columns is turned round"
    facts = seen(text)
    return Flaw("along your contours the loss varies", expected, facts)


def _advice(text: str) -> tuple[Fact, ...]:
    return (Fact(Kind.ADVICE, text),)


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
    return _median(offsets, weights)


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
