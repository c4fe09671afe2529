"""A figure that is current while a learner's function draws, and that nothing should touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Decoy"]

NAMED = 3


class Decoy:
    """A figure with one Axes, some artists, limits and labels, and what it looked like.

    Making an Axes costs as much as a contour plot, so one decoy serves until a call changes it.
    """

    _kept: Decoy | None = None

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        self.axes = figure.add_subplot()
        (self.line,) = self.axes.plot([0.0, 1.0], [1.0, 0.0], label="not yours")
        self.axes.set(xlim=(-0.3, 1.7), ylim=(-0.7, 1.3), xlabel="a", ylabel="b", title="c")
        self.artists = self._artists()
        self.looks = self._looks()

    @classmethod
    def shared(cls, make: Callable[[], Any]) -> Decoy:
        """Return the decoy that is still as it was, or a new one on ``make()``."""
        if cls._kept is None:
            cls._kept = cls(make())
        return cls._kept

    def changes(self) -> list[str]:
        """Return in words what is another than at the start."""
        before, after = self.artists, self._artists()
        added = [type(a).__name__ for key, a in after.items() if key not in before]
        words = [f"{name} added" for name in dict.fromkeys(added)][:NAMED]
        if before.keys() - after.keys():
            words.append("artists removed")
        looks = self._looks()
        return words + [f"{name} changed" for name in looks if looks[name] != self.looks[name]]

    def retire_if_spoilt(self) -> None:
        """Let the next call have a new decoy if this one was changed, or closed."""
        is_closed = self.figure.canvas.manager is None
        if Decoy._kept is self and (is_closed or self.changes()):
            Decoy._kept = None

    def _artists(self) -> dict[int, Any]:
        return {id(a): a for a in (*self.figure.get_children(), *self.axes.get_children())}

    def _looks(self) -> dict[str, Any]:
        axes = self.axes
        return {
            "a line": (self.line.get_xydata().tobytes(), self.line.get_color()),
            "limits": (axes.get_xlim(), axes.get_ylim()),
            "scales": (axes.get_xscale(), axes.get_yscale()),
            "labels": (axes.get_xlabel(), axes.get_ylabel()),
            "the title": tuple(axes.get_title(loc) for loc in ("left", "center", "right")),
        }
