"""Whether a plot's contours are level lines of the loss: it is asked at their vertices.

Judged without knowing the learner's grid or levels, and blind to increasing transforms of the loss
(log L, clipped L): only which vertices share a level, how far they lie from the loss's own level
line, and which level is higher counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from exercises.coach.finding import Flaw
from exercises.coach.plots.described import Array, Contours, Panel
from exercises.coach.plots.offsets import losses_at, offset, sampled
from exercises.coach.problems import Problem

__all__ = ["LEAST_LEVELS", "contour_flaw"]

LEAST_LEVELS = 5
# With fewer points than this on lines of three or more, no field can be told from another.
LEAST_POINTS = 12
# How far level lines may lie from the loss's own, as a share of the region. Where z is interpolated
# along an edge of length h, a vertex is off by h²/8 · |z″/z′| at most; z″/z′ is 1/r for a bowl and
# for its log at a distance r from the minimum, so that from r = h/2 on it is off by h/4 at most. On
# a coarse 20 × 20 grid, h is 1/19 of the region. Of right drawings of 9 losses, the largest was
# 0.0017 on 20 × 20, 0.005 on 12 × 12, 0.007 on 10 × 10; with circles instead, the least was 0.022.
OFFSET = 1 / 19 / 4
# A field is another than the loss when that other one spreads this many times less along a level
# line (median over the lines). Linear interpolation blurs both alike: of 1,755 right drawings of 13
# losses, grids of 12 × 12 to 45 × 45 in 15 styles, the largest ratio was 1.9, and 1 for a symmetric
# loss; of 3,510 transposed ones, 99 % had more than 6.
TIMES_SHARPER = 3.0
# Share of vertex pairs from two levels whose losses stand in the wrong order: at most 0.14 for
# those right drawings (log(L + 1e-9) on 12 × 12), 0.5 for a field unrelated to the loss.
DISORDER = 0.25
ROUNDING = 1e-9

Map = Callable[[Array], Array]


def contour_flaw(panel: Panel, problem: Problem) -> Flaw | None:
    """Return what is wrong with the contours of ``problem.loss`` on this Axes."""
    if not panel.contours:
        return _no_contour(panel)
    if not any(len(v) for contours in panel.contours for v in contours.vertices):
        return Flaw(
            "contours without a single line in the region: no level lies between the least and the "
            "largest loss there",
            "level lines of the loss around the path",
            ("choose the levels from the losses on the grid, or give their number only",),
        )
    levels: Array = np.array([])
    wrong: list[str] = []
    for contours in _groups(panel.contours):
        field = _field(contours, problem)
        if field == "loss":
            levels = np.union1d(levels, contours.levels)
        elif field != "unclear":
            wrong.append(field)
        if len(levels) >= LEAST_LEVELS:
            return None
    if len(levels):
        return _too_few(levels)
    return _wrong_field(wrong[0]) if wrong else _unclear()


def _groups(contours: Sequence[Contours]) -> list[Contours]:
    """Return sets of contours that can be judged; calls with one level each make one set."""
    several = [c for c in contours if sum(map(bool, map(len, c.vertices))) > 1]
    single = [c for c in contours if c not in several]
    pairs: list[tuple[float, Array]] = []
    for c in single:
        # Where levels and lines do not belong together one to one, the line keeps its set's first.
        drawn = [i for i, v in enumerate(c.vertices) if len(v)]
        pairs += [(float(c.levels[min(i, len(c.levels) - 1)]), c.vertices[i]) for i in drawn]
    if not single:
        return several
    pairs.sort(key=lambda pair: pair[0])
    levels = np.concatenate([c.levels for c in single])
    lines = tuple(vertices for _, vertices in pairs)
    return [*several, Contours(False, levels, lines, single[0].box)]


def _field(contours: Contours, problem: Problem) -> str:
    """Return what they show: ``loss``, ``transposed``, ``mirrored``, ``other`` or ``unclear``."""
    lines = sampled([v[np.isfinite(v).all(axis=1)] for v in contours.vertices])
    if sum(map(len, lines)) < LEAST_POINTS:
        return "unclear"
    points, ends = np.concatenate(lines), np.cumsum([len(line) for line in lines])[:-1]
    values = np.split(losses_at(problem, points), ends)
    for name, change in _other_fields(contours.box):
        others = np.split(losses_at(problem, change(points)), ends)
        if _sharpness(values, others) > TIMES_SHARPER and _disorder(others) < DISORDER:
            return name
    is_along = offset(lines, contours.box, problem) < OFFSET
    return "loss" if is_along and _disorder(values) < DISORDER else "other"


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


def _sharpness(values: Sequence[Array], others: Sequence[Array]) -> float:
    """Return how many times more the loss spreads along a line than the other field does."""
    finite = np.abs(np.concatenate([*values, *others]))
    floor = ROUNDING * float(finite[np.isfinite(finite)].max(initial=0)) + np.finfo(float).tiny
    ratios, weights = [], []
    for loss, other in zip(values, others, strict=True):
        if np.isfinite(loss).all() and np.isfinite(other).all():
            ratios.append((_spread(loss) + floor) / (_spread(other) + floor))
            weights.append(len(loss))
    if not ratios:
        return 0.0
    order = np.argsort(ratios)
    below = np.cumsum(np.array(weights)[order])
    return float(ratios[order[np.searchsorted(below, below[-1] / 2)]])


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
        (),
        ("no-contour",),
        ("nothing on the Axes shows levels of the loss. Evaluate it on a grid and draw contours.",),
    )


def _too_few(levels: Array) -> Flaw:
    return Flaw(
        f"contours at {len(levels)} level{'s' * (len(levels) != 1)}",
        f"{LEAST_LEVELS} levels or more",
        (),
        ("too-few-levels",),
        ("so few lines do not show the shape of the surface. Ask for more levels.",),
    )


def _unclear() -> Flaw:
    return Flaw(
        "contours with too few points to tell what they are level lines of",
        "level lines of the loss, each across several cells of the grid",
        ("evaluate the loss on a finer grid, 50 × 50 for example",),
    )


def _wrong_field(field: str) -> Flaw:
    expected = "along a level line of the loss, the loss stays the same"
    if field == "transposed":
        return Flaw(
            "along your contours the loss varies; with x and y exchanged it stays the same",
            expected,
            (),
            ("contour-transposed",),
            (
                "the contours show the loss with x and y exchanged. In the grid of losses, rows "
                "belong to y and columns to x.",
            ),
        )
    facts = ("the surface is mirrored: the order of the grid's rows or columns is turned round",)
    return Flaw(
        "along your contours the loss varies",
        expected,
        facts if field == "mirrored" else ("they are level lines of something else",),
    )
