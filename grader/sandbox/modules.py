"""The modules of a submission, as its child imports them."""

from __future__ import annotations

import importlib.machinery
from ast import parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import Any

from exercises.coach.contracts import EXERCISES
from exercises.coach.loading import Carrier, ExerciseFinder, Stopped, right_descent
from grader.sandbox.reading import is_available

__all__ = ["Finder"]

FIRST = EXERCISES[0].stem
SLOW = "did not come to its end in time"


class Finder(ExerciseFinder):
    """Serves the modules that were handed in, and nothing else that is not the interpreter's.

    Parameters
    ----------
    request : ``sources``, the modules' bytes by file name; ``carried``, whether exercise 1's
        `gradient_descent` is to be a right one; ``cuts``, lines by stem from which on the
        module is not run, because it hung there
    carrier : notes the use of the learner's own `gradient_descent`
    tell : tells the grader which module starts to load, and how that ended
    """

    def __init__(
        self, request: Mapping[str, Any], carrier: Carrier, tell: Callable[..., None]
    ) -> None:
        carries = request["carried"]
        super().__init__(self._source, None if carries else carrier)
        self.tell = tell
        self.carries = carries
        self.sources = {
            name.removesuffix(".py"): bytes(data) for name, data in request["sources"].items()
        }
        self.cuts: dict[str, int] = request["cuts"]
        if carries:
            self.sources.setdefault(FIRST, b"")

    def _source(self, stem: str) -> tuple[bytes, str] | None:
        source = self.sources.get(stem)
        if source is None:
            return None
        if stem in self.cuts:
            source = _cut(source, self.cuts[stem])
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
        super().exec_module(module)
        if is_first_time:
            if stem in self.cuts:
                self.stopped[stem] = Stopped(f"{stem}.py", self.cuts[stem], None, SLOW)
            stopped = self.stopped.get(stem)
            self.tell(loaded=stem, stopped=None if stopped is None else asdict(stopped))
            if self.carries and stem == FIRST:
                module.__dict__["gradient_descent"] = right_descent


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
