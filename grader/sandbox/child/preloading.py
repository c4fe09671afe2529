"""Everything slow or lazy, once, in the process from which the children are forked."""

from __future__ import annotations

import ctypes
import gc
import importlib
import io
import pkgutil
import random
import warnings
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any

from exercises.coach.calling.no_windows import hold_backend, nothing

__all__ = ["collapse", "make_plots_harmless", "warm"]

COMMON = (
    "asyncio", "cmath", "collections.abc", "copy", "csv", "ctypes", "decimal", "fractions",
    "inspect", "itertools", "json", "logging", "operator", "statistics", "tempfile", "textwrap",
    "threading", "timeit", "traceback", "typing", "numpy.linalg", "numpy.random",
    "numpy.polynomial", "matplotlib.animation", "matplotlib.patches", "matplotlib.collections",
    "matplotlib.ticker", "matplotlib.tri", "matplotlib.backends.backend_svg",
    "mpl_toolkits.mplot3d",
)  # fmt: skip


def warm(*, is_lean: bool = False) -> None:
    """Import, draw once, and take all that exists out of the garbage collector's sight.

    Afterwards nothing in this process is collected: a collection would write to every object's
    header, and each written page is copied for every child.

    Parameters
    ----------
    is_lean : whether it is for a single submission: what few of them need it imports by itself, if
        it does
    """
    for name in () if is_lean else COMMON:
        importlib.import_module(name)
    import numpy as np

    make_plots_harmless()
    _keep_own_fonts()
    if not is_lean:
        _draw_once()
    _rehearse()
    # The same submission gets the same numbers in every run.
    random.seed(0)
    np.random.seed(0)
    if not is_lean:  # for two or three forks it is not worth its time
        gc.collect()
    gc.freeze()
    gc.disable()


def collapse() -> None:
    """Have the kernel keep this process's memory in huge pages: a third less to do for a fork."""
    advice, huge = 25, 1 << 21
    with suppress(OSError, ValueError):
        madvise = ctypes.CDLL(None).madvise
        madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        maps = Path("/proc/self/maps").read_text(encoding="ascii", errors="replace")
        for fields in map(str.split, maps.splitlines()):
            if fields[1] == "rw-p" and fields[4] == "0" and fields[-1] != "[stack]":
                start, end = (int(part, 16) for part in fields[0].split("-"))
                start, end = -(-start // huge) * huge, end // huge * huge
                if start < end:
                    madvise(start, end - start, advice)  # a kernel that cannot says so; no matter


def make_plots_harmless() -> None:
    """Let submissions plot as they like: windows never open, and pictures need no folder."""
    import matplotlib
    from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase
    from matplotlib.figure import Figure

    matplotlib.rcdefaults()
    hold_backend()
    saves = Figure.savefig

    def savefig(self: Figure, fname: Any, *args: Any, **kwargs: Any) -> None:
        try:
            saves(self, fname, *args, **kwargs)
        except OSError:
            if not isinstance(fname, (str, PathLike)):
                raise
            saves(self, io.BytesIO(), *args, **kwargs)

    Figure.savefig = savefig  # type: ignore[method-assign]
    # The doors behind `plt.show` and `plt.pause`: who observes a drawing watches those themselves.
    FigureManagerBase.show = nothing  # type: ignore[method-assign]
    FigureCanvasBase.start_event_loop = nothing  # type: ignore[method-assign]


def _keep_own_fonts() -> None:
    """Forget the machine's fonts: a child cannot read them, and pictures should not need them."""
    from matplotlib import font_manager

    own = str(Path(font_manager.__file__).parent)
    for fonts in (font_manager.fontManager.ttflist, font_manager.fontManager.afmlist):
        fonts[:] = [font for font in fonts if font.fname.startswith(own)]


def _draw_once() -> None:
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib import font_manager
    from matplotlib.mathtext import MathTextParser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # As small as may be: what is made once and kept does not depend on the size.
        figure, axes = plt.subplots(figsize=(1.5, 1.5), dpi=40)
        values = np.add.outer(np.linspace(-1, 1, 9) ** 2, np.linspace(-1, 1, 9) ** 2)
        axes.contour(values, levels=5)
        axes.contourf(values)
        axes.plot([0, 1], [1, 0], "o-", label=r"$\eta$")
        axes.set_title("x")
        axes.legend()
        figure.savefig(io.BytesIO())
        plt.close(figure)
    # Fonts that are kept keep their files open, and a child closes all that it was not given.
    for owner, name in ((font_manager, "_get_font"), (MathTextParser, "_parse_cached")):
        getattr(owner, name).cache_clear()


def _rehearse() -> None:
    """Walk once through what every child does; its files cannot be read later."""
    import matplotlib.pyplot as plt
    import numpy as np

    from exercises.coach import calling
    from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
    from exercises.coach.problems import Quadratic
    from grader.sandbox.wire import pack, unpack

    for module in pkgutil.iter_modules(calling.__path__):
        importlib.import_module(f"{calling.__name__}.{module.name}")
    problem = Quadratic(np.eye(2))

    def draw(loss: Any, ax: Any) -> Any:
        ax.contour([[loss([x, y]) for x in range(3)] for y in range(3)])
        ax.plot([0, 1], [1, 0], "o-", label="path")
        ax.legend()
        return ax

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drawn = observe_drawing(draw, [problem.loss, FRESH_AXES])
    plt.close("all")
    unpack(pack([problem.loss, problem.grad, drawn.figure, np.ones(2), [1.0] * 9]))
