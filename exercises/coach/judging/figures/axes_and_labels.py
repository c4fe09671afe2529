"""What is around the path of a plot: its Axes, other figures, windows, the view and the labels."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import numpy as np

from exercises.coach.judging.figures.checked_description import Drawing, Panel
from exercises.coach.judging.figures.path import Bools, finite_part
from exercises.coach.judging.finding import Fact, Flaw, Kind, seen
from exercises.coach.judging.value_text import theta_at
from exercises.coach.problems import Array

__all__ = [
    "current_flaw",
    "labels_flaw",
    "place_flaw",
    "returned_other",
    "touched_flaw",
    "view_flaw",
    "windows_flaw",
]

# A path that ends on the region's edge is in it, up to the rounding of `linspace`.
EDGE = 1e-6
FARTHEST = 1e100


def place_flaw(drawing: Drawing, *, given_axes: bool) -> Flaw | None:
    """Return what is wrong with the Axes that `plot_trajectory` returned."""
    if drawing.returned == "figure":
        return Flaw("a Figure", "the Axes that was drawn on", misconceptions=("returns-figure",))
    if drawing.returned not in ("axes", "other axes"):
        return returned_other(drawing, "the Axes that was drawn on")
    if drawing.place == "current" or drawing.changes:
        return current_flaw(drawing)
    if drawing.touched:
        return touched_flaw(drawing)
    if drawing.returned == "other axes":
        return Flaw("another Axes than the one that was drawn on", "the Axes that was drawn on")
    if given_axes and not drawing.is_handed:
        return Flaw(
            "another Axes than the one passed in",
            "everything drawn on the Axes that was passed in, and that Axes returned",
            misconceptions=("ignores-ax",),
        )
    if not given_axes and drawing.place != "new":
        return Flaw("an Axes of a figure that was there before the call", "an Axes of a new figure")
    return None


def current_flaw(drawing: Drawing) -> Flaw | None:
    """Return that the call drew on the figure that happened to be current."""
    if drawing.place != "current" and not drawing.changes:
        return None
    changed = f" ({', '.join(drawing.changes)})" if drawing.changes else ""
    return Flaw(
        f"the figure that happened to be the current one was drawn on{changed}",
        "that figure as it was: everything drawn on the Axes passed in, or on a new figure",
        misconceptions=("draws-on-current-axes",),
    )


TOUCH_NONE = "make a figure with plt.subplots() or plt.figure(), without a number; close none"


def touched_flaw(drawing: Drawing) -> Flaw | None:
    """Return that the call closed, cleared or reused a figure that was open before."""
    if not drawing.touched:
        return None
    return Flaw(
        " and ".join(drawing.touched),
        "every figure that was open before the call as it was",
        (Fact(Kind.ADVICE, TOUCH_NONE),),
    )


def windows_flaw(drawing: Drawing) -> Flaw | None:
    """Return that the call would have opened a window."""
    if not drawing.windows:
        return None
    return Flaw(
        f"{drawing.windows[0]} was called",
        "a plot that opens no window",
        misconceptions=("opens-window",),
    )


def view_flaw(panel: Panel, path: Array) -> Flaw | None:
    """Return which iterates lie outside the axis limits or the contours' region.

    A path along an axis, of one point, or that goes beyond 1e100 is not asked about.
    """
    points = finite_part(path)
    if len(points) < 2 or np.ptp(points, axis=0).min() == 0 or np.abs(points).max() > FARTHEST:
        return None
    if not np.isfinite(panel.limits).all():
        return Flaw(
            "axis limits that are inf or nan",
            "contours and axis limits that hold every finite iterate",
            seen("an iterate that is inf or nan makes a limit inf or nan: leave it out"),
            ("path-outside-view",),
        )
    outside = _outside(points, panel.limits)
    if outside.any():
        flaw = _out_of_view(points, outside, "limits", panel.limits)
        return replace(flaw, facts=_of_scale(panel, points))
    regions = [contours.box for contours in panel.contours if len(contours.box) == 4]
    misses = [_outside(points, region) for region in regions]
    if misses and all(miss.any() for miss in misses):
        return _out_of_view(points, misses[0], "the contours' region", regions[0])
    return None


def labels_flaw(drawing: Drawing, panel: Panel) -> Flaw | None:
    """Return what is missing of the two axis labels and a title or legend."""
    if drawing.place == "current" and not drawing.touched:
        # What it said before the call is nobody's answer.
        labels = panel.labels if "labels changed" in drawing.changes else ("", "")
        titles = panel.titles if "the title changed" in drawing.changes else ()
        panel = replace(panel, labels=labels, titles=titles)
    pairs = zip(("x axis", "y axis"), panel.labels, drawing.labels, strict=True)
    missing = [f"a label on the {name}" for name, *labels in pairs if not _says(*labels)]
    if not (_says(*panel.titles, *drawing.titles) or panel.has_legend or drawing.legends):
        missing.append("a title or a legend")
    if not missing:
        return _of_a_curve(drawing, panel) or _exchanged(drawing, panel)
    why = seen("the axes are switched off, and so their labels are not shown")
    return Flaw(
        "a plot without " + " and without ".join(missing),
        "a label on both axes, and a title or a legend",
        why if panel.is_off else (),
        misconceptions=("unlabelled",),
    )


# What a curve of the losses has on its axes, and no map, whatever the coordinates are called.
OF_A_CURVE = re.compile(
    r"(?:number of )?(?:iterations?|steps?|epochs?)(?: [tkn])?|(?:loss|cost)(?: value)?",
    re.IGNORECASE,
)


def _of_a_curve(drawing: Drawing, panel: Panel) -> Flaw | None:
    """Return that an axis is called by what a curve of the losses over the steps has there."""
    for name, own, whole in zip(("x", "y"), panel.labels, drawing.labels, strict=True):
        label = (own.strip() or whole).replace("$", "").strip()
        if OF_A_CURVE.fullmatch(label):
            return Flaw(
                f"the {name} axis labelled {label!r}",
                "each axis with the name of its coordinate",
                seen("on a map both axes are coordinates of θ, and the losses are level lines"),
            )
    return None


# What the two coordinates are called, the first one first; or by two numbers one after the other.
NAMES = (("x", "y"), ("X", "Y"))
NUMBERED = re.compile(r"(.*?)_?[\[({]?([0-9])[\])}]?")


def _exchanged(drawing: Drawing, panel: Panel) -> Flaw | None:
    """Return that each axis has the other coordinate's name, where the names leave no doubt."""
    across, up = (
        re.sub(r"[$\s\\]", "", unicodedata.normalize("NFKC", own.strip() or whole))
        for own, whole in zip(panel.labels, drawing.labels, strict=True)
    )
    numbers = NUMBERED.fullmatch(across), NUMBERED.fullmatch(up)
    is_numbered = False
    if numbers[0] and numbers[1] and numbers[0][1] == numbers[1][1]:
        is_numbered = int(numbers[0][2]) == int(numbers[1][2]) + 1
    if (up, across) not in NAMES and not is_numbered:
        return None
    return Flaw(
        f"the horizontal axis labelled {across!r} and the vertical one {up!r}",
        "each axis with the name of its own coordinate: the first one is horizontal",
    )


def _says(*texts: str) -> bool:
    return any(text.strip() for text in texts)


def returned_other(drawing: Drawing, due: str) -> Flaw:
    """Return that what came back is neither Axes nor Figure."""
    is_none = drawing.type_name == "NoneType"
    return Flaw(
        "None" if is_none else f"an object of type {drawing.type_name}",
        due,
        misconceptions=("returns-none",) if is_none else (),
    )


def _outside(points: Array, box: tuple[float, ...]) -> Bools:
    low = np.array([min(box[0:2]), min(box[2:4])])
    high = np.array([max(box[0:2]), max(box[2:4])])
    slack = EDGE * np.ptp(points, axis=0)
    inside = (points >= low - slack) & (points <= high + slack)
    return np.asarray(~inside.all(axis=1), dtype=bool)


def _of_scale(panel: Panel, points: Array) -> tuple[Fact, ...]:
    """Return that an axis is logarithmic, where that alone hides iterates."""
    hidden = [
        name
        for name, scale, values in zip("xy", panel.scales, points.T, strict=True)
        if scale == "log" and values.min() <= 0
    ]
    if not hidden:
        return ()
    if len(hidden) == 2:
        return seen("both axes are logarithmic: they hide all that is ≤ 0")
    return seen(f"the {hidden[0]} axis is logarithmic: it hides all that is ≤ 0")


def _out_of_view(points: Array, outside: Bools, what: str, box: tuple[float, ...]) -> Flaw:
    t = int(np.flatnonzero(outside)[0])
    x0, x1, y0, y1 = box
    return Flaw(
        f"{what} [{x0:.4g}, {x1:.4g}] × [{y0:.4g}, {y1:.4g}], with {int(outside.sum())} of "
        f"{len(points)} iterates outside, the first of them {theta_at(t)} = "
        f"({points[t, 0]:.4g}, {points[t, 1]:.4g})",
        "contours and axis limits that hold the whole path",
        misconceptions=("path-outside-view",),
    )
