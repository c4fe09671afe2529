"""Plots that open no window and start no LaTeX, whichever backend or style a file asks for."""

from __future__ import annotations

import functools
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any

from exercises.coach.calling.guards import CLASSES, keep_names_of

__all__ = ["OnImport", "hold_backend", "keep_imported", "leave_out_lists", "nothing"]


def nothing(*args: Any, **kwargs: Any) -> None:
    """Do nothing: there is no window here."""


def hold_backend() -> None:
    """Keep pyplot, which is imported, on the backend Agg, and ``text.usetex`` off for good."""
    import matplotlib
    import matplotlib.pyplot as plt
    from matplotlib.text import Text

    plt.switch_backend("Agg")
    plt.switch_backend = nothing
    matplotlib.use = nothing
    matplotlib.RcParams.validate["text.usetex"] = lambda value: False
    matplotlib.rcParams["text.usetex"] = False
    Text.set_usetex = _set_no_usetex  # type: ignore[method-assign,assignment]
    keep_names_of(matplotlib, "use")
    keep_names_of(plt, "switch_backend")


def leave_out_lists() -> None:
    """Keep Matplotlib, whose artists are imported, from listing properties in docstrings.

    That is a third of what it costs to import pyplot, and nobody reads them while tests run.
    """
    # Not as an attribute of its package, which has it only a moment later.
    sys.modules["matplotlib.artist"].kwdoc = _no_list  # type: ignore[attr-defined]


def _no_list(artist: object) -> str:
    return ""


def _set_no_usetex(text: Any, usetex: object) -> None:
    text._usetex = False
    text.stale = True


class OnImport(MetaPathFinder):
    """Does something once a module is imported, which is too slow to be imported for everybody.

    Parameters
    ----------
    name : the module's
    then : what to do
    """

    def __init__(self, name: str, then: Callable[[], None]) -> None:
        self.name = name
        self.then = then

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Have it done after the import of that module, of which the usual finder knows."""
        if fullname != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            self.then()

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec

    def install(self) -> None:
        """Put it first on `sys.meta_path`, or do it now where the module is there already."""
        if self.name in sys.modules:
            self.then()
        else:
            sys.meta_path.insert(0, self)


@functools.cache
def keep_imported() -> None:
    """Have what a file changes in Matplotlib put back after it, even if it imports it itself.

    Once in a process, of which everybody who calls learners' functions asks it.
    """
    for name in CLASSES:
        OnImport(name, lambda name=name: keep_names_of(sys.modules[name])).install()  # type: ignore[misc]
