"""Whether a plot was drawn where it is due, holds the path, and says what it shows."""

from __future__ import annotations

import numpy as np

from exercises.coach.finding import Flaw
from exercises.coach.plots.described import Array, Drawing, Panel
from exercises.coach.plots.joined import finite_part

__all__ = ["current_flaw", "labels_flaw", "place_flaw", "view_flaw", "windows_flaw"]

# A path that ends on the region's edge is in it, up to the rounding of `linspace`.
EDGE = 1e-6
FARTHEST = 1e100


def place_flaw(drawing: Drawing, *, given_axes: bool) -> Flaw | None:
    """Return what is wrong with the Axes that `plot_trajectory` returned."""
    if drawing.returned == "figure":
        return Flaw(
            "a Figure",
            "the Axes that was drawn on",
            (),
            ("returns-figure",),
            ("the figure came back where the Axes is due. Return what you drew on.",),
        )
    if drawing.returned != "axes":
        return _returned_other(drawing, "the Axes that was drawn on")
    if drawing.place == "current" or drawing.changes:
        return current_flaw(drawing)
    if given_axes and not drawing.is_handed:
        return Flaw(
            "another Axes than the one handed in",
            "everything drawn on the Axes that was handed in, and that Axes returned",
            (),
            ("ignores-ax",),
            ("the argument ax is not used. A new figure is due only when ax is None.",),
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
        f"another figure, which happened to be the current one, was drawn on{changed}",
        "the Axes handed in, or a new figure's when there is none; every other figure as it was",
        (),
        ("draws-on-current-axes",),
        (
            "`plt.gca()`, `plt.plot` and their like draw on whatever is current. "
            "Make a figure of your own and use its Axes' methods.",
        ),
    )


def windows_flaw(drawing: Drawing) -> Flaw | None:
    """Return that the call would have opened a window."""
    if not drawing.windows:
        return None
    return Flaw(
        f"{drawing.windows[0]} was called",
        "a plot that opens no window",
        (),
        ("opens-window",),
        ("showing is for whoever called the function. Draw, return, and leave it at that.",),
    )


def view_flaw(panel: Panel, path: Array) -> Flaw | None:
    """Return whether iterates lie outside the axis limits or the contours' region.

    A path along an axis, of one point, or that goes beyond 1e100 is not asked about.
    """
    points = finite_part(path)
    if len(points) < 2 or np.ptp(points, axis=0).min() == 0 or np.abs(points).max() > FARTHEST:
        return None
    if not np.isfinite(panel.limits).all():
        return Flaw(
            "axis limits that are inf or nan",
            "contours and axis limits that hold every finite iterate",
            ("an iterate that is inf or nan makes every minimum and maximum so: leave it out",),
            ("path-outside-view",),
            ("part of the path is off the map. Take the region from the finite iterates.",),
        )
    outside = _outside(points, panel.limits)
    if outside.any():
        return _out_of_view(points, outside, "limits", panel.limits)
    regions = [contours.box for contours in panel.contours if len(contours.box) == 4]
    misses = [_outside(points, region) for region in regions]
    if misses and all(miss.any() for miss in misses):
        return _out_of_view(points, misses[0], "the contours' region", regions[0])
    return None


def labels_flaw(drawing: Drawing, panel: Panel) -> Flaw | None:
    """Return what is missing of the two axis labels and a title or legend."""
    pairs = zip(("x axis", "y axis"), panel.labels, drawing.labels, strict=True)
    missing = [f"a label on the {name}" for name, *labels in pairs if not _says(*labels)]
    if not (_says(*panel.titles, *drawing.titles) or panel.has_legend or drawing.legends):
        missing.append("a title or a legend")
    if not missing:
        return None
    return Flaw(
        "a plot without " + " and without ".join(missing),
        "a label on both axes, and a title or a legend",
        (),
        ("unlabelled",),
        ("who has only the picture cannot tell what it shows. Name what is missing.",),
    )


def _says(*texts: str) -> bool:
    return any(text.strip() for text in texts)


def _returned_other(drawing: Drawing, due: str) -> Flaw:
    is_none = drawing.type_name == "NoneType"
    return Flaw(
        "None" if is_none else f"an object of type {drawing.type_name}",
        due,
        (),
        ("returns-none",) if is_none else (),
        ("the function ends without returning anything.",) if is_none else (),
    )


def _outside(points: Array, box: tuple[float, ...]) -> Array:
    low = np.array([min(box[0:2]), min(box[2:4])])
    high = np.array([max(box[0:2]), max(box[2:4])])
    slack = EDGE * np.ptp(points, axis=0)
    inside = (points >= low - slack) & (points <= high + slack)
    outside: Array = ~inside.all(axis=1)
    return outside


def _out_of_view(points: Array, outside: Array, what: str, box: tuple[float, ...]) -> Flaw:
    t = int(np.flatnonzero(outside)[0])
    x0, x1, y0, y1 = box
    return Flaw(
        f"{what} [{x0:.4g}, {x1:.4g}] × [{y0:.4g}, {y1:.4g}], with {int(outside.sum())} of "
        f"{len(points)} iterates outside, the first of them θ_{t} = "
        f"({points[t, 0]:.4g}, {points[t, 1]:.4g})",
        "contours and axis limits that hold the whole path",
        (),
        ("path-outside-view",),
        ("part of the path is off the map. Take the region from the path, with a margin.",),
    )
