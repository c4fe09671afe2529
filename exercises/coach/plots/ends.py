"""Whether the start and the last iterate are marked on a plot, and can be told apart."""

from __future__ import annotations

import numpy as np

from exercises.coach.finding import Flaw
from exercises.coach.plots.described import Array, Panel
from exercises.coach.plots.joined import finite_part, near, tolerance, visits

__all__ = ["ends_flaw"]

# A word belongs to the end that is nearest if it stands within this share of the view: beside it,
# with room for the mark. Marks have to be at the point itself.
BESIDE = 0.2

Style = tuple[object, ...]


def ends_flaw(panel: Panel, path: Array) -> Flaw | None:
    """Return what is wrong with the marks of the first and the last iterate.

    Told apart by marker, colour, size or text. A mark that every other iterate has, too, marks no
    end. Of a path that left for infinity nothing is asked: which iterate is its last one to be
    seen is the learner's choice.
    """
    points = finite_part(path)
    if len(points) < 2 or len(points) < len(np.reshape(path, (-1, 2))):
        return None
    tol = tolerance(points)
    start, end = _marks_at(panel, points[0], tol), _marks_at(panel, points[-1], tol)
    words = _words(panel, points)
    if (np.abs(points[0] - points[-1]) <= tol).all():
        return None if len(start | words[0]) > 1 else _unmarked("start", "last iterate")
    common = _common(panel, points, tol)
    start, end = (start - common) | words[0], (end - common) | words[1]
    if start and end:
        return None if start != end else _alike()
    missing = [name for name, marks in (("start", start), ("last iterate", end)) if not marks]
    return _unmarked(*missing)


def _marks_at(panel: Panel, point: Array, tol: Array) -> set[Style]:
    """Return the styles of the marks at ``point``."""
    found: set[Style] = set()
    for marks in panel.marks:
        hits = np.flatnonzero(near(marks.points, point, tol))
        found |= {marks.styles[i] for i in hits}
    return found


def _common(panel: Panel, points: Array, tol: Array) -> set[Style]:
    """Return the styles that iterates between the ends have."""
    is_end = near(points, points[0], tol) | near(points, points[-1], tol)
    styles: set[Style] = set()
    for marks in panel.marks:
        hits = np.flatnonzero(visits(marks.points, points[~is_end], tol))
        styles |= {marks.styles[i] for i in hits}
    return styles


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
                found[nearest].add(("text", words.text))
    return found


def _alike() -> Flaw:
    return Flaw(
        "the start and the last iterate are marked alike",
        "two marks that differ by marker, colour, size or text",
        (),
        ("ends-unmarked",),
        ("nobody can see where the path begins and where it ends. Give each end its own mark.",),
    )


def _unmarked(*names: str) -> Flaw:
    return Flaw(
        f"no mark for the {' and the '.join(names)}",
        "the start and the last iterate marked, each in its own way",
        ("a marker that all iterates have does not show which one is the first or the last",),
        ("ends-unmarked",),
        ("nobody can see where the path begins and where it ends. Give each end its own mark.",),
    )
