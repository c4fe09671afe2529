"""Whether `plot_learning_rates` drew one panel a rate: contours, that rate's path, its η."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from exercises.coach.calling.right_descent import right_path
from exercises.coach.judging.figures.axes_and_labels import (
    current_flaw,
    returned_other,
    touched_flaw,
    windows_flaw,
)
from exercises.coach.judging.figures.checked_description import Curve, Drawing, Panel
from exercises.coach.judging.figures.contours import contour_flaw
from exercises.coach.judging.figures.path import (
    draws,
    finite_part,
    is_same,
    path_flaw,
    tolerance,
)
from exercises.coach.judging.figures.rate_in_text import reads
from exercises.coach.judging.finding import Fact, Flaw, Kind, seen
from exercises.coach.judging.value_text import theta_at
from exercises.coach.problems import Array, Problem

__all__ = ["in_panel", "panels_flaw", "panels_of", "unread_flaw"]

DUE = "each panel shows the path of its own learning rate"


def panels_flaw(
    drawing: Drawing, problem: Problem, paths: Sequence[Array], lrs: Sequence[float],
    *, may_show: bool = False,
) -> Flaw | None:  # fmt: skip
    """Return the first thing that is wrong with the figure: place, panels, paths, contours, η.

    ``may_show`` asks for no more than the figure: it is another check that asks for no window.
    """
    flaw = touched_flaw(drawing) or _returned(drawing) or current_flaw(drawing)
    if flaw is None and not may_show:
        flaw = windows_flaw(drawing)
    if flaw is not None:
        return flaw
    panels = panels_of(drawing, paths)
    if len(panels) != len(lrs):
        return _wrong_number(drawing, panels, paths, lrs)
    flaw = _paths(drawing, panels, problem, paths, lrs) or _over_another(panels, lrs)
    if flaw is not None:
        return flaw
    flaw = _others_too(panels, paths, lrs)
    if flaw is not None:
        return flaw
    for panel, path, lr in zip(panels, paths, lrs, strict=True):
        flaw = _runs_on(panel, problem, path, lr) or contour_flaw(panel, problem)
        if flaw is not None:
            return in_panel(flaw, lr)
    return _unread(drawing, panels, lrs)


def panels_of(drawing: Drawing, paths: Sequence[Array]) -> list[Panel]:
    """Return the Axes that are panels, in the order of ``paths`` as far as there is one."""
    panels = [panel for panel in drawing.axes if panel.is_shown]
    if len(panels) != len(paths):
        panels = [panel for panel in panels if not _is_beside(panel, panels, paths)]
    return _as_read(panels, paths)


# Of the widest or highest Axes: a colour bar's share is a twentieth, a slim panel's a half.
SLIM = 0.25
# What lies within another Axes and has this share of its sides at most is an inset.
INSET = 0.75


def _is_beside(panel: Panel, panels: Sequence[Panel], paths: Sequence[Array]) -> bool:
    """Whether an Axes belongs to a panel: an inset, or a colour bar made by hand or a twin."""
    if any(_is_within(panel.position, each.position) for each in panels if not each.is_empty):
        return True
    if any(draws(panel.curves, finite_part(path)) for path in paths if len(path) > 1):
        return False
    sizes = np.array([other.position[2:] for other in panels])
    is_slim = bool((sizes.max(axis=0) * SLIM >= panel.position[2:]).any())
    there = [other for other in panels if np.allclose(other.position, panel.position)]
    return is_slim or (len(there) > 1 and there[0] is not panel)


def _is_within(place: Sequence[float], other: Sequence[float]) -> bool:
    """Whether one Axes lies within another and is clearly smaller."""
    (low, size), (low_there, size_there) = (np.reshape(each, (2, 2)) for each in (place, other))
    is_in = low >= low_there, low + size <= low_there + size_there
    return bool(np.all(is_in) and (size <= INSET * size_there).all())


def _returned(drawing: Drawing) -> Flaw | None:
    if drawing.returned != "figure":
        return returned_other(drawing, "a Figure with one Axes for each learning rate")
    if drawing.place in ("new", "current"):
        return None
    return Flaw("a figure that was there before the call", "a new figure")


def _wrong_number(
    drawing: Drawing, panels: Sequence[Panel], paths: Sequence[Array], lrs: Sequence[float]
) -> Flaw:
    n, due = len(panels), f"{len(lrs)} Axes, one for each learning rate"
    if n == 1 and drawing.new_figures >= len(lrs):
        return Flaw("1 Axes", due, seen(f"{drawing.new_figures} figures were made; expected one"))
    if n == 1:
        alone = _shown(panels[0], paths)
        if alone is not None:
            return Flaw("1 Axes", due, seen(f"it shows the path of η = {lrs[alone]:g} alone"))
        return Flaw("1 Axes", due, misconceptions=("one-panel",))
    empty = sum(panel.is_empty for panel in panels)
    spare = seen(f"{empty} of them empty: hide spare Axes") if empty else ()
    return Flaw(f"{n} Axes", due, spare)


def _as_read(panels: list[Panel], paths: Sequence[Array]) -> list[Panel]:
    """Return the panels as they were made, or as they are read where that gives the rates' order.

    Who makes the last one first may put it at the end all the same.
    """

    def place(panel: Panel) -> tuple[float, float]:
        left, low, _, height = panel.position
        return -round(low + height / 2, 2), left

    read = sorted(panels, key=place)
    return read if [_shown(panel, paths) for panel in read] == [*range(len(paths))] else panels


def _paths(
    drawing: Drawing, panels: Sequence[Panel], problem: Problem,
    paths: Sequence[Array], lrs: Sequence[float],
) -> Flaw | None:  # fmt: skip
    flaws = [path_flaw(panel, path) for panel, path in zip(panels, paths, strict=True)]
    wrong = [i for i, flaw in enumerate(flaws) if flaw is not None]
    if not wrong:
        return None
    crowded = _crowded(drawing, panels, paths)
    if crowded is not None:
        return crowded
    for j, path in enumerate(paths):
        points = finite_part(path)
        if len(panels) > 1 and all(draws(panel.curves, points) for panel in panels):
            return _same_everywhere(lrs[j])
    constant = _constant_rate(panels, problem, paths)
    if constant is not None:
        return _same_everywhere(constant)
    shown = [_shown(panel, paths) for panel in panels]
    if None not in shown and sorted(shown) == list(range(len(lrs))):  # type: ignore[type-var]
        order = ", ".join(f"{lrs[i]:g}" for i in shown if i is not None)
        return Flaw(
            f"panels with the paths of η = {order}",
            f"the order of lrs: {', '.join(f'{lr:g}' for lr in lrs)}",
        )
    flaw = flaws[wrong[0]]
    assert flaw is not None
    if all(panels[i].is_empty for i in wrong) and len(wrong) < len(panels):
        # Nothing at all is no path whose iterates are not joined.
        etas = ", ".join(f"{lrs[i]:g}" for i in wrong)
        word = "panels" if len(wrong) > 1 else "panel"
        return Flaw(f"nothing in the {word} of η = {etas}", DUE)
    return in_panel(flaw, lrs[wrong[0]])


def _constant_rate(
    panels: Sequence[Panel], problem: Problem, paths: Sequence[Array]
) -> float | None:
    """Return the η of a path that all panels show, by its first step θ₀ − η∇L(θ₀)."""
    start, tol = paths[0][0], tolerance(finite_part(paths[0]))
    pieces = [piece for curve in panels[0].curves for piece in curve.pieces]
    runs = [piece for piece in pieces if len(piece) == len(paths[0]) > 2 and len(panels) > 1]
    for run in runs:
        if all(draws(panel.curves, finite_part(run)) for panel in panels):
            slope = problem.grad(start)
            rate = float((start - run[1]) @ slope / (slope @ slope))
            if rate > 0 and is_same(run[:2], np.array([start, start - rate * slope]), tol):
                return rate
    return None


def _crowded(drawing: Drawing, panels: Sequence[Panel], paths: Sequence[Array]) -> Flaw | None:
    """Return that the panels are there, but the paths are all elsewhere or all on one of them."""
    if all(panel.is_empty for panel in panels) and drawing.new_figures > 1:
        return Flaw(
            f"empty panels, and {drawing.new_figures - 1} more figures than the one returned",
            DUE,
            misconceptions=("ignores-ax",),
        )
    used = [i for i, panel in enumerate(panels) if not panel.is_empty]
    if len(used) != 1 or len(panels) == 1:
        return None
    if not all(draws(panels[used[0]].curves, finite_part(path)) for path in paths):
        return None
    got = f"all paths in panel {used[0] + 1} of {len(panels)}, the others empty"
    if used[0] == len(panels) - 1:
        # The last Axes made is the current one: it may be `plt.plot` that put them there.
        return Flaw(got, DUE)
    return Flaw(got, DUE, misconceptions=("one-panel",))


# Of a panel's width and height: nearer than that two panels are at one place.
SAME_PLACE = 0.05


def _over_another(panels: Sequence[Panel], lrs: Sequence[float]) -> Flaw | None:
    """Return that one panel hides another, as with `add_subplot(1, n, 1)` for each of them."""
    for (i, lower), (j, upper) in combinations(enumerate(panels), 2):
        size = np.minimum(lower.position[2:], upper.position[2:])
        apart = np.abs(np.subtract(lower.position, upper.position))
        if (apart <= SAME_PLACE * np.tile(size, 2)).all():
            return Flaw(
                f"the panels of η = {lrs[i]:g} and η = {lrs[j]:g} at one place of the figure, "
                "one on the other",
                "a place of its own for each panel",
            )
    return None


def _runs_on(panel: Panel, problem: Problem, path: Array, lr: float) -> Flaw | None:
    """Return that the path is drawn beyond its last iterate."""
    ends = right_path(problem.grad, path[-1], lr, 2)
    if not np.isfinite(ends).all() or is_same(ends[1], ends[0], tolerance(path)):
        return None
    curves = _like_the_path(panel.curves, path)
    drawn = [draws(curves, ends[: n + 2]) for n in range(2)]
    if not drawn[0]:
        return None
    due = f"a path that ends at {theta_at(len(path) - 1)}, after num_steps updates"
    if drawn[1]:
        return Flaw("a path that goes on for more updates than num_steps", due)
    return Flaw("a path with one more update", due, misconceptions=("one-step-long",))


def _others_too(
    panels: Sequence[Panel], paths: Sequence[Array], lrs: Sequence[float]
) -> Flaw | None:
    """Return that a panel shows another rate's path as well, and nothing tells it from its own.

    In another colour, style or width it is there for comparison.
    """
    for panel, path, lr in zip(panels, paths, lrs, strict=True):
        curves = _like_the_path(panel.curves, path)
        if len({curve.color for curve in curves}) != 1:
            continue
        for other, rate in zip(paths, lrs, strict=True):
            points = finite_part(other)
            is_another = rate != lr and len(points) > 2 and not draws([_line(path)], points)
            if is_another and draws(curves, points):
                return Flaw(
                    f"in the panel of η = {lr:g}: the path of η = {rate:g} as well, drawn alike",
                    DUE,
                )
    return None


def _line(path: Array) -> Curve:
    return Curve("line", (finite_part(path),), False)


def _like_the_path(curves: Sequence[Curve], path: Array) -> list[Curve]:
    """Return the curves that look as those do which draw the path.

    What looks different, a dotted next step say, is drawn beside the path on purpose.
    """
    steps = np.stack([path[:-1], path[1:]], axis=1)
    own = [curve for curve in curves if any(draws([curve], step) for step in steps)]
    colors = {curve.color for curve in own}
    # A path with a colour for each step may go on in another one.
    looks = {(c.style, c.color if len(colors) == 1 else ()) for c in own}
    return [c for c in curves if (c.style, c.color if len(colors) == 1 else ()) in looks]


def _shown(panel: Panel, paths: Sequence[Array]) -> int | None:
    found = [i for i, path in enumerate(paths) if draws(panel.curves, finite_part(path))]
    return found[0] if len(found) == 1 else None


def _same_everywhere(lr: float) -> Flaw:
    return Flaw(
        f"every panel shows the path of η = {lr:g}",
        DUE,
        misconceptions=("same-path-everywhere",),
    )


UNFILLED = "Braces are filled in only in an f-string: put an `f` before the quotes."
UNBRACED = "What an f-string is to fill in comes in curly brackets: `{lrs[i]}`, say."


def _said(panel: Panel) -> tuple[str, ...]:
    return (*panel.titles, *panel.legends, *(words.text for words in panel.words))


def _unread(drawing: Drawing, panels: Sequence[Panel], lrs: Sequence[float]) -> Flaw | None:
    said_by = [_said(panel) for panel in panels]
    if len(set(lrs)) > 1 and len(set(said_by)) == 1 and "".join(said_by[0]).strip():
        text = "; ".join(text for text in said_by[0] if text.strip())
        facts = (Fact(Kind.ADVICE, UNFILLED),) if re.search(r"\{[a-z_][^{}]*\}", text) else ()
        if not facts and re.search(r"\blrs?\[\w+\]|[=:]\s*lr\b", text):
            facts = (Fact(Kind.ADVICE, UNBRACED),)
        return Flaw(
            f"every panel says the same: {text[:200]}",
            "each panel's own η in its title or legend, as 0.001, 1e-3 or 10⁻³",
            facts,
        )
    flaws = (unread_flaw(drawing, panel, lr, lrs) for panel, lr in zip(panels, lrs, strict=True))
    return next((flaw for flaw in flaws if flaw is not None), None)


def unread_flaw(drawing: Drawing, panel: Panel, lr: float, lrs: Sequence[float]) -> Flaw | None:
    """Return that a panel's title and legend do not say its η."""
    texts = [*_said(panel)]
    if len(lrs) == 1:
        texts += [*drawing.titles, *drawing.legends]
    if reads(texts, lr, lrs):
        return None
    said = "; ".join(text for text in texts if text.strip())
    says = f"says: {said[:200]}" if said else "has no title and no legend"
    return Flaw(
        f"the panel of η = {lr:g} {says}",
        "η readable in the panel's title or legend, as 0.001, 1e-3 or 10⁻³",
    )


def in_panel(flaw: Flaw | None, lr: float | None) -> Flaw | None:
    """Return a judge's flaw as that of the panel of η; None where there is none of either."""
    if flaw is None or lr is None:
        return flaw
    return replace(flaw, got=f"in the panel of η = {lr:g}: {flaw.got}")
