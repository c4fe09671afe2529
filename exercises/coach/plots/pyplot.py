"""Pyplot's figures and windows, held off while a learner's function draws.

Pyplot's registry has no public way to take a figure in again, hence `matplotlib._pylab_helpers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["make_current", "managed_figure", "open_figures", "windows_closed"]


def open_figures() -> list[Any]:
    """Return the figures that pyplot holds."""
    from matplotlib._pylab_helpers import Gcf

    return [manager.canvas.figure for manager in Gcf.figs.values()]


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
