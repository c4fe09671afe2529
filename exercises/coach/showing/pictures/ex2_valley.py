"""Paths of descent on the chapter's valley x² + 100y², and what each step multiplies x and y by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from exercises.coach.calling.right_descent import right_path
from exercises.coach.problems import Array, Quadratic
from exercises.coach.showing.pictures.picture_style import INK, YOURS, contours, words_of

__all__ = [
    "LRS", "START", "STEPS", "VALLEY", "factors", "is_right_path", "paths_on_valley", "verdict",
]  # fmt: skip

EIGENVALUES = (2.0, 200.0)
VALLEY = Quadratic(np.diag(EIGENVALUES))
START = (1.0, 1.0)
# It crawls; it zigzags and settles; at the limit 2/λ_max, y flips for ever.
LRS = (0.001, 0.0095, 0.01)
STEPS = 20
# Beside a factor of −1 nothing else shows whether a run settles.
AT_LIMIT = 1e-9
# Of a factor above it, 200 steps leave more than half.
SLOW = 0.997


def factors(lr: float) -> tuple[float, float]:
    """Return what one step with this learning rate multiplies x and y by: 1 − ηλ."""
    fx, fy = (1 - lr * value for value in EIGENVALUES)
    return fx, fy


def verdict(lr: float, names: tuple[str, str] = ("x", "y")) -> str:
    """Say what the factors make of a run, in a few words."""
    sizes = np.abs(factors(lr))
    name = names[int(sizes.argmax())]
    if abs(sizes.max() - 1) <= AT_LIMIT:
        return f"{name} keeps its size: never settles"
    if sizes.max() > 1:
        return f"{name} grows: blows up"
    crosses = "zigzags and " if min(factors(lr)) < 0 else ""
    return f"{crosses}settles{', but slowly' if sizes.max() > SLOW else ''}"


def is_right_path(path: Any, lr: float, centre: tuple[float, float] = (0.0, 0.0)) -> bool:
    """Whether a path is that of descent: only then do the factors say how it goes."""
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or path.shape[1] != 2 or len(path) < 2 or not np.isfinite(path).all():
        return False
    away = path - centre
    due = right_path(VALLEY.grad, away[0], lr, len(path) - 1)
    return bool(np.allclose(away, due, rtol=1e-6, atol=1e-9))


def paths_on_valley(
    axes: Any, paths: Mapping[float, Array], *, centre: tuple[float, float] = (0.0, 0.0),
    names: tuple[str, str] = ("x", "y"), labels: tuple[str, str] = ("x", "y"),
) -> None:  # fmt: skip
    """Draw one path on each Axes, its learning rate above it and the factors below.

    Parameters
    ----------
    axes : as many Axes as there are paths
    paths : by learning rate, each of shape (T + 1, 2)
    centre : where the valley's minimum is
    names : of what is multiplied by the factors
    labels : of the two axes
    """
    problem = Quadratic(np.diag(EIGENVALUES), np.array(centre))
    points = np.concatenate([*paths.values(), [centre]])
    low, high = points.min(axis=0) - 0.2, points.max(axis=0) + 0.2
    # As high above the valley's floor as below it: there it flips to.
    reach = float(np.abs([low[1] - centre[1], high[1] - centre[1]]).max())
    limits = (low[0], high[0], centre[1] - reach, centre[1] + reach)
    for number, (ax, (lr, path)) in enumerate(zip(axes, paths.items(), strict=True)):
        contours(ax, problem, limits)
        # Right angles are right angles only where both axes have one scale.
        ax.set_aspect("equal")
        ax.plot(*path.T, "-o", color=YOURS, ms=3, lw=1.2, label="your path")
        ax.plot(*path[0], "o", ms=9, mfc="white", mec=INK, mew=1.5, ls="none", label="start")
        ax.plot(*centre, "*", ms=13, mfc="#F0E442", mec=INK, ls="none", label="minimum")
        fx, fy = factors(lr)
        ax.set_title(f"η = {words_of(lr)}\n{verdict(lr, names)}")
        ax.set_xlabel(
            f"{labels[0]}\n\n{names[0]} is multiplied by 1 − 2η = {words_of(fx)}\n"
            f"{names[1]} is multiplied by 1 − 200η = {words_of(fy)}"
        )
        if number == 0:
            ax.set_ylabel(labels[1])
            shown, _ = ax.get_legend_handles_labels()
            ax.figure.legend(handles=shown, loc="outside lower center", ncols=3, handlelength=1.5)
    if len(paths) > 1:
        for ax in axes[1:]:
            ax.tick_params(labelleft=False)
