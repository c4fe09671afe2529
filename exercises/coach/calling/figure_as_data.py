"""Call a function that draws, and describe what it drew as plain data.

Runs where the learner's code runs: in pytest, in notebooks, in the grader's confined child. What
comes out is judged elsewhere, by `exercises.coach.judging.plots`. Matplotlib is imported on the
first call, on its Agg backend when nobody has imported pyplot yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from exercises.coach.calling.deadline import DidNotReturn
from exercises.coach.calling.observe import Observation, call, observe
from exercises.coach.calling.pyplot import (
    Bystander,
    Decoy,
    is_free,
    is_open,
    make_current,
    managed_figure,
    open_figures,
    windows_closed,
)

__all__ = ["FRESH_AXES", "FreshAxes", "observe_drawing"]

NUMBER = 9001  # far from the figure numbers that learners write down


@dataclass(frozen=True)
class FreshAxes:
    """Stands among the arguments for an Axes of a new figure, which is not the current one."""


FRESH_AXES = FreshAxes()


def observe_drawing(
    function: Any, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None,
    *, puts_back: bool = True, keep: bool = False,
) -> Observation:  # fmt: skip
    """Call ``function`` and return what happened, with ``figure`` set when it returned.

    `FRESH_AXES` among the arguments becomes an Axes. Another figure is the current one during the
    call, and one more is figure 1, to see whether these are touched; windows stay closed; figures
    that the call made are closed and its style settings undone afterwards.

    Parameters
    ----------
    function, args, kwargs, puts_back : as for `exercises.coach.calling.observe.observe`
    keep : whether the figure that is described is to be in ``live``; none that was there before

    Returns
    -------
    Observation
        ``figure`` has the keys

        - ``returned`` ("axes", "other axes" than the one drawn on, "figure" or "other") and
          ``type``, its type's name
        - ``place``: whose figure was returned: "handed" (of an Axes handed in), "current" (the one
          that was current), "earlier" (open before the call), "new"; where neither an Axes nor a
          figure was returned, where something was drawn, or "none"
        - ``is_handed``: whether the returned Axes is the one handed in
        - ``windows``: the calls that would have opened one
        - ``changes``: what the call changed on the current figure
        - ``touched``: what else it did to figures that were open before, in words
        - ``new_figures``: how many the call opened with pyplot
        - ``axes``: a description of each Axes (`exercises.coach.calling.axes_as_data`), and
          ``drawn_on``, the index of the one to judge, −1 for none
        - ``titles``, ``labels``, ``legends``: the figure's own, and ``size`` in inches
        - ``truncated``: whether some of it was too large to describe

        or the one key ``unreadable``, with the reason
    """
    if not callable(function) or _only_raises(function):
        # An untouched stub does not pay for the import of Matplotlib.
        return observe(function, args, kwargs, puts_back=puts_back)
    with _stage() as stage:
        handed = [stage.axes_for(argument) for argument in args]
        named = {name: stage.axes_for(argument) for name, argument in (kwargs or {}).items()}
        stage.put_decoy()
        observation, value = call(function, handed, named, puts_back=puts_back)
        if observation.status != "returned":
            return observation
        try:
            with np.errstate(all="ignore"):
                described = stage.describe(value)
            return replace(observation, figure=described, live=stage.shown if keep else None)
        except DidNotReturn:
            return Observation("timed out")
        except Exception as error:  # an Axes of the learner's own class may do anything
            return replace(observation, figure={"unreadable": _why_unreadable(error)})


def _why_unreadable(error: Exception) -> str:
    # Words of ours: an error's own may be anything.
    if type(error) is ValueError and error.args == ("Axis limits cannot be NaN or Inf",):
        return "what is drawn reaches so far that an axis has no finite limits"
    said = [word for word in error.args if type(word) is str]
    if type(error) is RuntimeError and any("when both axes are shared" in word for word in said):
        return "ax.axis('equal') fails on shared x and y axes; ax.set_aspect('equal') does not"
    return f"reading the figure raised {type(error).__name__}"


def _only_raises(function: Any) -> bool:
    """Whether a function's body does nothing but raise NotImplementedError, as a stub's does."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_names == ("NotImplementedError",)


@dataclass
class _Stage:
    """The figures around one call."""

    earlier: list[Any]
    handed: list[Any] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)
    decoy: Any = None
    bystander: Any = None
    shown: Any = None

    def axes_for(self, argument: Any) -> Any:
        """Return a new figure's Axes for `FreshAxes`, anything else as it is."""
        if not isinstance(argument, FreshAxes):
            return argument
        figure = managed_figure(NUMBER + 1 + len(self.handed))
        self.figures.append(figure)
        self.handed.append(figure.add_subplot())
        return self.handed[-1]

    def put_decoy(self) -> None:
        """Make the decoy the current figure, and have another that is figure 1."""
        if is_free(1):
            self.bystander = Bystander(managed_figure(1))
        self.decoy = Decoy.shared(lambda: managed_figure(NUMBER))
        make_current(self.decoy.figure)

    def describe(self, value: Any) -> dict[str, Any]:
        """Return the description that `observe_drawing` promises."""
        from matplotlib.axes import Axes
        from matplotlib.figure import FigureBase

        from exercises.coach.calling.axes_as_data import describe_figure

        is_cleared = self.decoy.is_only_cleared()
        changes = [] if is_cleared else self.decoy.changes()
        axes = value if isinstance(value, Axes) else None
        figure: Any = value if isinstance(value, FigureBase) else None
        if axes is not None:
            figure = axes.figure
        kind = "axes" if axes is not None else "other" if figure is None else "figure"
        drawn_on = self._drawn_instead(axes, changes) if axes is not None else None
        if drawn_on is not None:
            kind, axes, figure = "other axes", drawn_on, drawn_on.figure
        if figure is None:
            figure = self._likely(changes)
        root = figure.canvas.figure if figure is not None else None
        place = self._place(root)
        # What the learner's code holds on to is not ours to draw.
        self.shown = root if place != "earlier" else None
        return {
            "returned": kind,
            "type": str(type(value).__name__)[:80],
            "place": place,
            "is_handed": any(value is other for other in self.handed),
            "windows": list(dict.fromkeys(self.windows)),
            "changes": changes,
            "touched": list(self._touched(is_cleared)),
            "new_figures": len(self._new()),
            **describe_figure(root, axes, self.handed),
        }

    def _touched(self, is_cleared: bool) -> Iterator[str]:
        if not is_open(self.decoy.figure):
            yield "the current figure was closed"
        elif is_cleared:
            yield "the current figure was cleared"
        if self.bystander is not None:
            is_closed = not is_open(self.bystander.figure)
            change = "closed" if is_closed else self.bystander.change()
            if change:
                yield f"figure 1 was {change}"

    def ours(self) -> list[Any]:
        """Return the figures that the stage made."""
        decoys = [decoy.figure for decoy in (self.decoy, self.bystander) if decoy is not None]
        return [*decoys, *self.figures]

    def strike(self) -> None:
        """Take everything away that was put up or opened."""
        from matplotlib._pylab_helpers import Gcf

        if self.decoy is not None and (not is_open(self.decoy.figure) or self.decoy.changes()):
            self.decoy.retire()
        for number, manager in list(Gcf.figs.items()):
            if any(manager.canvas.figure is figure for figure in self.ours()):
                # Not destroyed: the decoy serves again.
                Gcf.figs.pop(number)
            elif not any(manager.canvas.figure is figure for figure in self.earlier):
                Gcf.destroy(manager)

    def _new(self) -> list[Any]:
        known = [*self.ours(), *self.earlier]
        return [figure for figure in open_figures() if not any(figure is k for k in known)]

    def _drawn_instead(self, axes: Any, changes: list[str]) -> Any:
        """Return the Axes that was drawn on where another one came back, None elsewhere."""
        if any(axes is other for other in self.handed) or changes:
            return None
        is_bare = axes is self.decoy.axes or not axes.has_data()
        news = [other for figure in self._new()[::-1] for other in figure.axes] if is_bare else []
        return next((other for other in [*self.handed, *news] if other.has_data()), None)

    def _likely(self, changes: list[str]) -> Any:
        # Nothing was returned that says where to look: where something was drawn, then.
        drawn_on = [figure for figure in self.figures if any(a.has_data() for a in figure.axes)]
        changed = [self.decoy.figure] if changes else []
        return next(iter([*drawn_on, *self._new()[::-1], *changed]), None)

    def _place(self, root: Any) -> str:
        if root is None:
            return "none"
        if root is self.decoy.figure:
            return "current"
        if any(root is figure for figure in self.figures):
            return "handed"
        known = [*self.earlier, *([self.bystander.figure] if self.bystander else [])]
        return "earlier" if any(root is figure for figure in known) else "new"


@contextmanager
def _stage() -> Iterator[_Stage]:
    if "matplotlib.pyplot" not in sys.modules:
        import matplotlib

        matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    stage = _Stage(open_figures())
    with plt.rc_context(), windows_closed(stage.windows):
        try:
            yield stage
        finally:
            stage.strike()
