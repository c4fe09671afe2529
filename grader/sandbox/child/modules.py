"""The modules of a submission, as its child imports them."""

from __future__ import annotations

import importlib.machinery
import os
import sys
from ast import parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import exercises
import grader
from exercises.coach.calling import carried
from exercises.coach.calling.loading import ExerciseFinder, Stopped
from exercises.coach.contracts import CARRIED
from grader.sandbox.child.confine import is_available

__all__ = ["Finder", "leave_the_house"]


class _Left(SystemExit):
    """Stands for the end of the process, which would take what was defined by then with it."""


class Finder(ExerciseFinder):
    """Serves the modules that were handed in, and nothing else that is not the interpreter's.

    Parameters
    ----------
    request : ``sources``, the modules' bytes by file name; ``carried``, whether exercise 1's
        `gradient_descent` is to be a right one; ``cuts``, by stem the line from which on the
        module is not run, and why not; ``guarded``, whether `os._exit` is to stop the module
        that is being loaded, and no more
    tell : tells the grader which module starts to load, and how that ended
    """

    # Nobody presses Ctrl-C in a child.
    passes_on = ()

    def __init__(self, request: Mapping[str, Any], tell: Callable[..., None]) -> None:
        carries = request["carried"]
        self.right_descent: Any = carried.right_descent if carries else None
        if not carries:
            _forget_the_right_descent()
        if request["guarded"]:
            self._guard_exits()
        self.loads = 0
        super().__init__(self._source)
        self.tell = tell
        self.carries = carries
        self.sources = {
            name.removesuffix(".py"): bytes(data) for name, data in request["sources"].items()
        }
        self.cuts: dict[str, tuple[int, str]] = request["cuts"]
        if carries:
            self.sources.setdefault(CARRIED.stem, b"")

    def _source(self, stem: str) -> tuple[bytes, str] | None:
        source = self.sources.get(stem)
        if source is None:
            return None
        if stem in self.cuts:
            source = _cut(source, self.cuts[stem][0])
        return source, f"{stem}.py"

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find an exercise; refuse packages that learners do not have."""
        spec = super().find_spec(fullname, path, target)
        if spec is None and path is None and not is_available(fullname):
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the learner's file, and tell the grader before and after."""
        stem = module.__name__.removeprefix("exercises.")
        is_first_time = "__file__" not in module.__dict__
        if is_first_time:
            self.tell(loading=stem)
        self.loads += 1
        try:
            super().exec_module(module)
        finally:
            self.loads -= 1
        if is_first_time:
            stopped = self._stopped(stem)
            self.tell(loaded=stem, stopped=None if stopped is None else asdict(stopped))
            if self.carries and stem == CARRIED.stem:
                module.__dict__[CARRIED.name] = self.right_descent

    def _stopped(self, stem: str) -> Stopped | None:
        stopped = self.stopped.get(stem)
        if stem in self.cuts:
            line, why = self.cuts[stem]
            below = self.sources[stem].decode("utf-8", "replace").splitlines()[line - 1 :]
            return Stopped(f"{stem}.py", line, None, why, "".join(below[:1]).strip())
        if stopped is not None and stopped.raised and stopped.raised.type_name == _Left.__name__:
            return replace(stopped, raised=None, note="os._exit() was called")
        return stopped

    def _guard_exits(self) -> None:
        leave = os._exit

        def _exit(status: int) -> None:
            if self.loads:
                raise _Left(status)
            leave(status)

        for module in (os, sys.modules[leave.__module__]):
            vars(module)["_exit"] = _exit


def _forget_the_right_descent() -> None:
    """Keep a submission from handing in the right loop as its own."""
    # The functions go with their names: nothing else refers to them.
    for name in carried.__all__:
        vars(carried).pop(name, None)


def _cut(source: bytes, line: int) -> bytes:
    """Return the source before the top-level statement in which ``line`` stands."""
    try:
        statements = parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return b""
    starts = [min([s.lineno, *(d.lineno for d in getattr(s, "decorator_list", []))])
              for s in statements]  # fmt: skip
    first = max((start for start in starts if start <= line), default=1)
    return b"".join(source.splitlines(keepends=True)[: first - 1])


def leave_the_house() -> None:
    """Forget where this project's own files are; what is imported stays."""
    for package in (exercises, grader):
        package.__path__ = []
    root = str(Path(__file__).parents[3])
    sys.path[:] = [entry for entry in sys.path if entry not in ("", root)]
    sys.argv[:] = ["submission"]
