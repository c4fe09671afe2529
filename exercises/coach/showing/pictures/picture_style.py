"""What all pictures share: the sheet, the colours, and the contours of a loss.

Matplotlib is imported only when a picture is drawn, and never through pyplot, so that the
learner's own figures, style and backend are left alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from exercises.coach.judging.figures.contours import losses_at
from exercises.coach.problems import Array, Problem

__all__ = [
    "DPI", "GREY", "INK", "RIGHT", "YOURS", "OneAxes", "Picture", "contours", "own_style", "png",
    "saved", "words_of",
]  # fmt: skip

Picture = Callable[[], bytes]

# Of Okabe and Ito: two that every eye tells apart, and their lines and marks differ as well.
YOURS, RIGHT = "#D55E00", "#0072B2"
INK, GREY = "#222222", "#8a8a8a"
DPI = 100
GRID = 81
LEVELS = 13
# Letters for which a legend's two columns have a place.
A_LINE = 80


@contextmanager
def own_style() -> Iterator[None]:
    """Within the block neither the learner's rcParams nor a warning decides what comes out."""
    import matplotlib as mpl

    with mpl.rc_context(), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mpl.rcdefaults()
        mpl.rcParams.update({
            "font.size": 9.5, "axes.titlesize": 10.5, "axes.spines.top": False,
            "axes.spines.right": False, "legend.frameon": False, "legend.fontsize": 9,
        })  # fmt: skip
        yield


def png(draw: Callable[[Any], None], size: tuple[float, float] = (6.4, 4.4)) -> bytes:
    """Return what ``draw(figure)`` draws on a sheet of ``size`` inches, as a PNG.

    Matplotlib's layout places what is drawn on it.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with own_style():
        figure = Figure(figsize=size, dpi=DPI, layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure)
        return saved(figure)


def saved(figure: Any) -> bytes:
    """Return a figure as a PNG that does not name the version of Matplotlib."""
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


@dataclass(frozen=True)
class OneAxes:
    """A picture that is drawn on one Axes, the legend below it.

    Attributes
    ----------
    draw : draws on the Axes that it is given; some of its methods are enough
    size : of the sheet, in inches
    """

    draw: Callable[[Any], None]
    size: tuple[float, float] = (6.4, 4.4)

    def __call__(self) -> bytes:
        """Return the PNG."""

        def drawn(figure: Any) -> None:
            axes = figure.add_subplot()
            self.draw(axes)
            sizes = [len(label) for label in axes.get_legend_handles_labels()[1]]
            half = (len(sizes) + 1) // 2
            width = sum(max(column, default=0) for column in (sizes[:half], sizes[half:]))
            figure.legend(loc="outside lower center", ncols=1 if width > A_LINE else 2)

        return png(drawn, self.size)


def contours(axes: Any, problem: Problem, limits: tuple[float, ...], **options: Any) -> None:
    """Draw level lines of the loss, even in √L above its least value there, and keep the limits.

    Parameters
    ----------
    limits : x_min, x_max, y_min, y_max
    options : how the lines look; by default thin and grey
    """
    x0, x1, y0, y1 = limits
    x, y = np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID)
    field: Array = losses_at(problem, np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
    field = field.reshape(GRID, GRID)
    low, high = float(field.min()), float(field.max())
    if np.isfinite([low, high]).all() and high > low:
        levels = low + np.linspace(0, np.sqrt(high - low), LEVELS + 1)[1:-1] ** 2
        style = {"colors": "#b5b5b5", "linewidths": 0.8, "linestyles": "solid", **options}
        axes.contour(x, y, field, levels=levels, **style)
    axes.set(xlim=(x0, x1), ylim=(y0, y1))


def words_of(value: float, digits: int = 4) -> str:
    """Return a number as prose has it, with a minus sign: ``−0.9``."""
    return f"{float(value):.{digits}g}".replace("-", "−")
