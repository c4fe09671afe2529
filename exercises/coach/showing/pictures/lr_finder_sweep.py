"""The learning-rate finder's sweep, on log axes, with what blew up shown at the upper edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.coach.problems import Array

__all__ = ["draws_something", "sweeps"]

# A run has blown up that ends so many powers of ten above the run of the least learning rate.
POWERS = 2
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def draws_something(losses: Array) -> bool:
    """Whether some of the losses have a place on a log axis, from which its scale is taken."""
    return bool(_is_number(losses).any())


def sweeps(axes: Any, lrs: Array, runs: Sequence[tuple[Array, dict[str, Any]]]) -> None:
    """Draw the losses of one or more sweeps over the same learning rates.

    Parameters
    ----------
    lrs : shape (n,), each > 0
    runs : losses of shape (n,) with the style of their line and marks, a label among it; the first
        sets the scale
    """
    order = np.argsort(lrs)
    ceiling, floor = _scale(runs[0][0][order])
    power = str(round(np.log10(ceiling))).translate(SUPERSCRIPTS)
    for losses, style in runs:
        values = losses[order]
        is_shown = _is_number(values) & (values <= ceiling) & (values >= floor)
        is_low = ~is_shown & (values < floor)
        is_blown = ~is_shown & ~is_low
        axes.plot(lrs[order], np.where(is_shown, values, np.nan), **style)
        for there, height, marker, said in (
            (is_blown, 2 * ceiling, "^", f"blew up (L above 10{power}, or no number)"),
            (is_low, floor, "v", "of 0 or less, which have no place here"),
        ):
            count = int(there.sum())
            look = {"marker": marker, "ls": "none", "color": style["color"], "ms": 6, "mfc": "none"}
            if count:
                label = f"{style['label']}: {count} {said}"
                axes.plot(lrs[order][there], np.full(count, height), **look, label=label)
    axes.set(xscale="log", yscale="log", xlabel="learning rate η, on a log axis")
    axes.axhline(ceiling, color="0.6", lw=0.8, ls=(0, (1, 2)))


def _is_number(losses: Array) -> Any:
    return np.isfinite(losses) & (losses > 0)


def _scale(losses: Array) -> tuple[float, float]:
    """Return the height above which a run has blown up, and one below all that is shown."""
    numbers = losses[_is_number(losses)]
    ceiling = 10.0 ** min(np.ceil(np.log10(numbers[0])) + POWERS, 300)
    return ceiling, float(min(numbers.min(), ceiling)) / 100
