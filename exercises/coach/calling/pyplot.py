"""Pyplot's figures and windows, held off while a learner's function draws.

Pyplot's registry has no public way to take a figure in again, hence `matplotlib._pylab_helpers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = [
    "Bystander",
    "Decoy",
    "is_free",
    "is_open",
    "make_current",
    "managed_figure",
    "open_figures",
    "windows_closed",
]


def open_figures() -> list[Any]:
    """Return the figures that pyplot holds."""
    from matplotlib._pylab_helpers import Gcf

    return [manager.canvas.figure for manager in Gcf.figs.values()]


def is_free(number: int) -> bool:
    """Whether pyplot holds no figure of this number."""
    from matplotlib._pylab_helpers import Gcf

    return number not in Gcf.figs


def managed_figure(number: int) -> Any:
    """Return a new figure, which pyplot holds and which is the current one."""
    # By hand, not by `plt.figure`: whatever the backend, these two must not open a window.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.canvas.manager = FigureCanvasAgg.new_manager(figure, number)
    make_current(figure)
    return figure


def make_current(figure: Any) -> None:
    """Make a figure with a manager the current one, also if pyplot has let go of it."""
    from matplotlib._pylab_helpers import Gcf

    Gcf._set_new_active_manager(figure.canvas.manager)


@contextmanager
def windows_closed(windows: list[str]) -> Iterator[None]:
    """Within the block, note what would open a window or wait for it in ``windows`` instead."""
    import matplotlib.pyplot as plt
    from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase
    from matplotlib.figure import Figure

    # The last two catch `from matplotlib.pyplot import show` at the top of a module.
    doors: tuple[tuple[Any, str, str], ...] = (
        (plt, "show", "plt.show()"),
        (plt, "pause", "plt.pause()"),
        (Figure, "show", "figure.show()"),
        (FigureManagerBase, "show", "plt.show()"),
        (FigureCanvasBase, "start_event_loop", "plt.pause()"),
    )
    kept = [vars(owner)[name] for owner, name, _ in doors]
    for owner, name, said in doors:
        setattr(owner, name, _noted(windows, said))
    try:
        yield
    finally:
        for (owner, name, _), original in zip(doors, kept, strict=True):
            setattr(owner, name, original)


def _noted(windows: list[str], said: str) -> Callable[..., None]:
    def note(*args: Any, **kwargs: Any) -> None:
        windows.append(said)

    return note


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

    def is_only_cleared(self) -> bool:
        """Whether its content is gone, and nothing has been drawn in its place."""
        is_blank = self.line not in self.axes.get_children() and not self.axes.get_title()
        is_gone = is_blank or self.axes not in self.figure.axes
        others = [axes for axes in self.figure.axes if axes is not self.axes]
        return is_gone and not others and not self.axes.has_data()

    def retire(self) -> None:
        """Let the next call have a new decoy."""
        if Decoy._kept is self:
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


class Bystander:
    """Figure 1, which is not the current one, with some words on it: an Axes would cost too much.

    Whoever writes ``plt.figure(1)`` or closes every figure finds it there.
    """

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        self.words = figure.text(0.5, 0.5, "not yours")
        self.artists = len(figure.get_children())

    def change(self) -> str:
        """Return in a word what happened to it; nothing where it is as it was."""
        if len(self.figure.get_children()) > self.artists or self.figure.axes:
            return "drawn on"
        return "" if self.words in self.figure.texts else "cleared"


def is_open(figure: Any) -> bool:
    """Whether pyplot still holds the figure."""
    return any(figure is other for other in open_figures())
