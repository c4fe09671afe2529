"""One Axes as plain data: limits, labels and everything that was drawn on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.contour import ContourSet
from matplotlib.figure import FigureBase, SubFigure
from matplotlib.legend import Legend

from exercises.coach.calling.artists import Budget, describe, rgba
from exercises.coach.calling.covered_by_contours import are_within, is_drawn_before, is_opaque
from exercises.coach.calling.plain_data import safe_text

__all__ = ["describe_axes", "describe_figure"]

ARTISTS = 5000
PANELS = 64
LISTS = ("curves", "marks", "contours", "texts", "others", "unscaled", "covered")


def describe_figure(figure: Any, axes: Axes | None, preferred: list[Axes]) -> dict[str, Any]:
    """Return every Axes of ``figure`` (None for no figure) and which of them to judge.

    That is ``axes``, if given; else the first of ``preferred`` that is there, else the first that
    is no colour bar.
    """
    if figure is None:
        empty: dict[str, Any] = {"axes": [], "drawn_on": -1, "truncated": False}
        return empty | {"titles": [], "labels": [], "legends": [], "size": []}
    budget = Budget()
    everything = list(figure.axes)[:PANELS]
    panels = [describe_axes(one, budget) for one in everything]
    for artist in [*figure.artists, *figure.lines, *figure.patches][:ARTISTS]:
        _file_on_its_axes(artist, everything, panels, budget)
    wanted = [axes] if axes is not None else preferred
    found = [i for i, one in enumerate(everything) if any(one is w for w in wanted)]
    plain_ones = [i for i, panel in enumerate(panels) if not panel["is_colorbar"]]
    first = found if axes is not None else [*found, *plain_ones]
    return {
        "axes": panels,
        "drawn_on": first[0] if first else -1,
        "truncated": budget.is_over or len(figure.axes) > PANELS,
        "titles": _titles(figure),
        "labels": [safe_text(figure.get_supxlabel()), safe_text(figure.get_supylabel())],
        "legends": [describe_legend(legend) for legend in figure.legends],
        "size": [float(inches) for inches in figure.get_size_inches()],
    }


def _titles(figure: FigureBase) -> list[str]:
    words = [figure.get_suptitle(), *(text.get_text() for text in figure.texts[:ARTISTS])]
    return [safe_text(word) for word in dict.fromkeys(words) if word]


def describe_axes(axes: Axes, budget: Budget) -> dict[str, Any]:
    """Return what is on the Axes.

    Every artist ends in one of the lists ``curves`` (what joins points), ``marks`` (what marks
    points), ``contours``, ``texts`` or ``others``; coordinates are data coordinates. What joins or
    marks points where filled contours lie over it is not to be seen: its points are in ``covered``.
    """
    # The limits first: reading them runs the autoscaling on which `transData` depends.
    limits = [float(v) for v in (*axes.get_xlim(), *axes.get_ylim())]
    aspect = axes.get_aspect()
    panel: dict[str, Any] = {
        "visible": bool(axes.get_visible()),
        "is_colorbar": _is_bar(axes),
        "has_frame": _has_frame(axes),
        "face": rgba(axes.get_facecolor()),
        "position": _place(axes),
        "titles": [safe_text(axes.get_title(loc)) for loc in ("left", "center", "right")],
        "labels": [_label(axes, axes.xaxis), _label(axes, axes.yaxis)],
        "is_off": not axes.axison,
        "limits": limits,
        "scales": [str(axes.get_xscale()), str(axes.get_yscale())],
        "aspect": 0.0 if isinstance(aspect, str) else float(aspect),
        "legends": [],
        **{name: [] for name in LISTS},
    }
    around = axes.figure
    if isinstance(around, SubFigure) and [a for a in around.axes if not _is_bar(a)] == [axes]:
        # What the subfigure of one Axes says, it says of that one.
        panel["titles"] += _titles(around)
        panel["legends"] += [describe_legend(legend) for legend in around.legends]
    children = [a for a in axes.get_children() if a not in _furniture(axes)]
    level_labels = [id(t) for c in children if isinstance(c, ContourSet) for t in c.labelTexts]
    covers = [c for c in children if isinstance(c, ContourSet) and is_opaque(c)]
    for child in children[:ARTISTS]:
        if child.get_visible() and not _is_transparent(child):
            over = [c for c in covers if c.get_visible() and is_drawn_before(child, c, children)]
            _file(child, axes, panel, budget, id(child) in level_labels, over)
    budget.is_over |= len(children) > ARTISTS
    return panel


def _place(axes: Axes) -> list[float]:
    """Return left, bottom, width and height, in fractions of the whole figure.

    They are those before a layout engine, such as ``constrained``, moves the Axes.
    """
    figure: Any = axes.figure.figure
    locate: Any = axes.get_axes_locator()
    # In a grid of `axes_grid1` all have the grid's own place until they are located.
    axes.apply_aspect(locate(axes, figure._get_renderer()) if locate else None)
    width, height = (max(float(pixels), 1.0) for pixels in figure.bbox.size)
    left, bottom, wide, high = (float(pixels) for pixels in axes.bbox.bounds)
    return [left / width, bottom / height, wide / width, high / height]


def describe_legend(legend: Legend) -> dict[str, Any]:
    """Return a legend's title and texts."""
    texts = [safe_text(text.get_text()) for text in legend.get_texts()[:200]]
    return {"title": safe_text(legend.get_title().get_text()), "texts": texts}


def _furniture(axes: Axes) -> set[Any]:
    # Every Axes has these; what is left was drawn.
    titles = (axes.title, axes._left_title, axes._right_title)  # type: ignore[attr-defined]
    parts: Iterable[Any] = chain(axes.spines.values(), titles, (axes.xaxis, axes.yaxis, axes.patch))
    return set(parts)


def _is_bar(axes: Axes) -> bool:
    return hasattr(axes, "_colorbar") or axes.get_label() == "<colorbar>"


def _has_frame(axes: Axes) -> bool:
    """Whether the Axes shows that it is there even if nothing is drawn on it."""
    if not axes.axison:
        return False
    lines = axes.spines.values()
    is_lined = any(spine.get_visible() and to_rgba(spine.get_edgecolor())[3] > 0 for spine in lines)
    return is_lined and axes.get_frame_on()


def _is_transparent(child: Any) -> bool:
    alpha = child.get_alpha()
    return isinstance(alpha, (int, float)) and alpha == 0  # it may be an array, one for each point


def _label(axes: Axes, axis: Any) -> str:
    """Return the words beside an axis, as far as they are to be seen."""
    # In three dimensions `axison` is False, and another switch shows the axes.
    is_on = getattr(axes, "_axis3don", axes.axison)
    is_seen = is_on and axis.get_visible() and axis.label.get_visible()
    return safe_text(axis.label.get_text()) if is_seen else ""


def _file(
    child: Any, axes: Axes, panel: dict[str, Any], budget: Budget, is_level: bool,
    over: Sequence[ContourSet] = (),
) -> None:  # fmt: skip
    try:
        if isinstance(child, Legend):
            panel["legends"].append(describe_legend(child))
            return
        filed = describe(child, axes, budget)
        for name, entry in filed:
            if name == "texts":
                entry["is_level"] = is_level
            if over and name in ("curves", "marks") and are_within(entry["xy"], over, axes):
                name, entry = "covered", {"xy": entry["xy"]}
            panel[name].append(entry)
    except Exception as error:  # an artist with a life of its own is not worth the whole plot
        panel["others"].append(f"{type(child).__name__} ({type(error).__name__})")
        return
    if not filed:
        panel["others"].append(str(type(child).__name__)[:80])


def _file_on_its_axes(
    artist: Any, everything: list[Axes], panels: list[dict[str, Any]], budget: Budget
) -> None:
    """File what was added to the figure, but is placed in the data coordinates of an Axes."""
    ends = [getattr(artist, name, None) for name in ("coords1", "coords2", "axesA", "axesB")]
    for axes, panel in zip(everything, panels, strict=True):
        is_there = artist.get_transform().contains_branch(axes.transData)
        if is_there or any(end is axes or end is axes.transData for end in ends):
            if artist.get_visible() and not _is_transparent(artist):
                _file(artist, axes, panel, budget, False)
            return
