"""The matrix as a picture: a panel an exercise, a row a chaff, a column a check."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from grader.qualify.matrix import Fate, Matrix, SampleRow
from grader.qualify.printing import mark_of
from grader.qualify.samples import SampleKind

__all__ = ["draw"]

# Okabe and Ito's colours, told apart by every kind of eye; light and dark also print in grey.
COLOURS = {
    "own, named": "#0072B2",
    "own, not named": "#9BCBEB",
    "elsewhere, named": "#E69F00",
    "elsewhere, not named": "#FBE3B0",
    "misnamed": "#D55E00",
    "changes with the seed": "#000000",
    "passed": "#F4F4F4",
}
SIGNS = {"misnamed": "×", "changes with the seed": "~"}
CELL, LABELS, HEADS, FOOT, GAP = 0.15, 2.6, 3.1, 0.75, 0.25
SMALL = 6.5


def draw(matrix: Matrix, path: Path) -> None:
    """Write the picture to ``path``, a PNG."""
    widths = [LABELS + GAP + CELL * len(matrix.checks_of(key)) for key in matrix.keys]
    most = max(len(_rows(matrix, key)) for key in matrix.keys)
    width, height = max(sum(widths), 7.0), HEADS + CELL * max(most, 8) + FOOT
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    left = 0.0
    for key, own_width in zip(matrix.keys, widths, strict=True):
        across, down = len(matrix.checks_of(key)), len(_rows(matrix, key))
        place = (
            (left + LABELS) / width, 1 - (HEADS + CELL * down) / height,
            CELL * across / width, max(CELL * down, 1e-3) / height,
        )  # fmt: skip
        _panel(figure.add_axes(place), matrix, key)
        left += own_width
    handles = [Patch(facecolor=colour, edgecolor="grey", label=f"{SIGNS.get(what, '')} {what}")
               for what, colour in COLOURS.items()]  # fmt: skip
    columns = len(handles) if width > 12 else 3
    figure.legend(handles=handles, loc="lower left", ncols=columns, fontsize=8, frameon=False)
    figure.savefig(path, dpi=130, format="png")


def _panel(ax: Axes, matrix: Matrix, key: str) -> None:
    checks, rows = matrix.checks_of(key), _rows(matrix, key)
    ax.set(xlim=(0, len(checks)), ylim=(max(len(rows), 1), 0))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row.cells):
            mark = mark_of(cell, row)
            square = Rectangle((x, y), 1, 1, facecolor=COLOURS[mark], edgecolor="white", lw=0.8)
            ax.add_patch(square)
            if mark in SIGNS:
                ax.text(x + 0.5, y + 0.55, SIGNS[mark], color="white", fontsize=8,
                        ha="center", va="center")  # fmt: skip
    names = [row.sample.name.rpartition("/")[2].removesuffix(".py") for row in rows]
    survived = [row.fate is Fate.SURVIVED for row in rows]
    labels = [f"SURVIVED  {n}" if s else n for n, s in zip(names, survived, strict=True)]
    ax.set_yticks([y + 0.5 for y in range(len(rows))], labels, fontsize=SMALL)
    for label, is_alive in zip(ax.get_yticklabels(), survived, strict=True):
        label.set(color="#D55E00" if is_alive else "black", weight="bold" if is_alive else "normal")
    titles = [check.id.partition("/")[2].replace("_", " ") for check in checks]
    places = [x + 0.5 for x in range(len(checks))]
    ax.set_xticks(places, titles, rotation=90, fontsize=SMALL)
    ax.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=0, pad=2)
    ax.spines[:].set_visible(False)
    ax.text(-0.3, -0.5, key, fontsize=12, weight="bold", ha="right", va="bottom")


def _rows(matrix: Matrix, key: str) -> list[SampleRow]:
    return matrix.of(SampleKind.CHAFF, key)
