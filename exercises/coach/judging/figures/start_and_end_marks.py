"""Whether the start and the last iterate are marked on a plot, and can be told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from exercises.coach.judging.figures.checked_description import Marks, Panel
from exercises.coach.judging.figures.path import COVERED, finite_part, near, tolerance, visits
from exercises.coach.judging.finding import Flaw, seen
from exercises.coach.problems import Array

__all__ = ["ends_flaw"]

# A word belongs to the end that is nearest if it stands within this share of the view: beside it,
# with room for the mark. Marks have to be at the point itself.
BESIDE = 0.2
# What the two ends are called; in other words, or another language, nothing is known of them.
NAMES = re.compile(
    r"\b(?:(start|begin|beginning|initial)|(end|final|last|finish))\b", re.IGNORECASE
)
Style = tuple[object, ...]


def ends_flaw(panel: Panel, path: Array) -> Flaw | None:
    """Return what is wrong with the marks of the first and the last iterate.

    Told apart by marker, colour, size or text. A mark that every other iterate has, too, marks no
    end. The last iterate of a path that left for infinity is its last finite one.
    """
    points = finite_part(path)
    if len(points) < 2:
        return None
    tol = tolerance(points)
    start, end = _marks_at(panel, points[0], tol), _marks_at(panel, points[-1], tol)
    words = _words(panel, points)
    if (np.abs(points[0] - points[-1]) <= tol).all():
        return None if len(start | words[0]) > 1 else _unmarked("start", "last iterate")
    common = _common(panel, points, tol)
    start, end = (start - common) | words[0], (end - common) | words[1]
    if start and end:
        return _exchanged(panel, points, words, tol) if start != end else _alike()
    missing = [name for name, marks in (("start", start), ("last iterate", end)) if not marks]
    lost = [points[0 if name == "start" else -1] for name in missing]
    if any(near(below, at, tol).any() for below in panel.covered for at in lost):
        return Flaw(
            f"the filled contours hide the mark of the {' and that of the '.join(missing)}",
            "the start and the last iterate marked, each in its own way",
            seen(COVERED),
        )
    is_nowhere = any(len(m.points) == 1 and not np.isfinite(m.points).all() for m in panel.marks)
    if is_nowhere and missing == ["last iterate"] and len(points) < np.size(path) // 2:
        return replace(_unmarked(*missing), got=NOWHERE, facts=())
    return _unmarked(*missing, strays=_strays(panel, points, tol))


def _exchanged(
    panel: Panel, points: Array, words: tuple[set[Style], set[Style]], tol: Array
) -> Flaw | None:
    """Return that each end is called by the other one's name, in the legend or by a text."""
    called = [{str(style[1]) for style in found} for found in words]
    for marks in panel.marks if panel.has_legend else ():
        for i in (0, -1):
            if len(marks.points) == 1 and near(marks.points, points[i], tol)[0]:
                called[i].add(marks.label)
    names = [_names(said) for said in called]
    if names != [{"end"}, {"start"}]:
        return None
    return Flaw(
        "the start is called the end, and the last iterate the start",
        "each end under its own name: the path begins at the first row of `path`",
        seen(f"the first row is ({points[0][0]:.4g}, {points[0][1]:.4g})"),
    )


def _names(texts: Iterable[str]) -> set[str]:
    """Return which ends the texts name."""
    found = [match for text in texts for match in NAMES.finditer(text)]
    return {"start" if match.group(1) else "end" for match in found}


def _strays(panel: Panel, points: Array, tol: Array) -> list[Array]:
    """Return where the marks are that have a look of their own and are at no end.

    One or two may have been meant for the ends; of more, nothing is known.
    """
    looks = Counter(style for marks in panel.marks for style in marks.styles)
    alone = [m for m in panel.marks if len(m.points) == 1 and looks[m.styles[0]] == 1]
    away = [
        marks.points[0]
        for marks in alone
        if np.isfinite(marks.points).all()
        and not any(near(marks.points, points[i], tol + _reach(marks, panel))[0] for i in (0, -1))
    ]
    return away if len(away) <= 2 else []


def _marks_at(panel: Panel, point: Array, tol: Array) -> set[Style]:
    """Return the styles of the marks at ``point``: on it, or drawn around it."""
    found: set[Style] = set()
    for marks in panel.marks:
        hits = np.flatnonzero(near(marks.points, point, tol + _reach(marks, panel)))
        found |= {marks.styles[i] for i in hits}
    return found


def _reach(marks: Marks, panel: Panel) -> Array:
    """Return how far marks reach; what is large beside the view marks no point, but a region."""
    x0, x1, y0, y1 = panel.limits
    reach = np.array(marks.reach)
    is_small = bool((2 * reach <= BESIDE * np.abs([x1 - x0, y1 - y0])).all())
    return reach if is_small else np.zeros(2)


def _common(panel: Panel, points: Array, tol: Array) -> set[Style]:
    """Return the styles that iterates between the ends have."""
    is_end = near(points, points[0], tol) | near(points, points[-1], tol)
    styles: set[Style] = set()
    for marks in panel.marks:
        hits = np.flatnonzero(visits(marks.points, points[~is_end], tol))
        styles |= {marks.styles[i] for i in hits}
    # A polygon's centre need not be its iterate; but the ends are two.
    drawn = Counter(style for m in panel.marks if any(m.reach) for style in m.styles)
    return styles | {style for style, times in drawn.items() if times > 2}


def _words(panel: Panel, points: Array) -> tuple[set[Style], set[Style]]:
    """Return the words at the start and at the end."""
    found: tuple[set[Style], set[Style]] = (set(), set())
    x0, x1, y0, y1 = panel.limits
    view = np.abs([x1 - x0, y1 - y0])
    for words in panel.words:
        if len(words.at) == 2 and words.text.strip() and not words.is_level:
            away = [np.abs(np.array(words.at) - end) / view for end in (points[0], points[-1])]
            distances = [float(np.hypot(*a)) for a in away]
            nearest = int(distances[1] < distances[0])
            if distances[nearest] <= BESIDE:
                found[nearest].add(("text", words.text, *words.look))
    return found


def _alike() -> Flaw:
    return Flaw(
        "the start and the last iterate have the same mark",
        "two marks that differ by marker, colour, size or text",
        misconceptions=("ends-unmarked",),
    )


NOWHERE = "no mark for the last iterate that is finite: a mark at inf or nan is not drawn"


def _unmarked(*names: str, strays: Sequence[Array] = ()) -> Flaw:
    says = "a marker that all iterates have does not show which one is the first or the last"
    places = [f"({x:.4g}, {y:.4g})" for x, y in strays]
    if len(places) == 1:
        says = f"there is a mark at {places[0]}, which is neither of the two"
    elif places:
        says = f"there are marks at {places[0]} and {places[1]}, which are neither of the two"
    return Flaw(
        f"no mark for the {' and the '.join(names)}",
        "the start and the last iterate marked, each in its own way",
        seen(says),
        ("ends-unmarked",),
    )
