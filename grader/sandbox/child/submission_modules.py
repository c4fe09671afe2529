"""The modules of a submission, as its child imports them."""

from __future__ import annotations

import importlib.machinery
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import exercises
import grader
from exercises.coach.calling import descent_switch, right_descent
from exercises.coach.calling.allowed_imports import is_available
from exercises.coach.calling.loading import ExerciseFinder, right_functions
from exercises.coach.calling.notebook_file import is_notebook
from exercises.coach.calling.stopped import Cause, Skip, Stopped

__all__ = ["Finder", "hide_own_files"]

# What runs or reads a file of Python: `runpy`, a spec of one's own, `exec(open(…).read())`.
OPENS_FILES = re.compile(
    rb"\b(?:open|read_text|read_bytes|runpy|spec_from_file_location|SourceFileLoader)\b"
)


class Interrupts(Protocol):
    """Whether the grader's interrupt may come, as `grader.sandbox.child.server` has it."""

    def once(self) -> AbstractContextManager[None]:
        """Let one through in the block."""

    def renewed(self) -> AbstractContextManager[None]:
        """Let none through in the block, and another after it."""


class Finder(ExerciseFinder):
    """Serves the modules that were handed in, and nothing else that is not the interpreter's.

    Parameters
    ----------
    request : ``sources``, the modules' bytes by file name; ``stand_ins``, by stem the names of
        functions and a source of right ones for their place; ``skips``, by stem the statements
        that are not to be run again; ``guarded``, whether `os._exit` is to stop the statement that
        is being run while a module is loaded, and no more
    tell : tells the grader which module starts to load, where it hung, and how that ended
    interrupts : says when the grader's interrupt may come
    """

    # Nobody presses Ctrl-C in a child.
    passes_on = ()
    # It has nothing else, whoever asks.
    refuses = False

    def __init__(
        self, request: Mapping[str, Any], tell: Callable[..., None], interrupts: Interrupts
    ) -> None:
        _forget_the_right_descent()
        self.catches_exits = request["guarded"]
        super().__init__(self._source)
        self.tell = tell
        # Before anything of the submission's runs, which could have a part in it.
        for stem, (names, source) in request["stand_ins"].items():
            self.right_functions[stem] = right_functions(stem, names, source)
        self.sources = {
            name.removesuffix(".py"): bytes(data) for name, data in request["sources"].items()
        }
        self.interrupts = interrupts
        self.known = {
            stem: [Skip(file, line, Cause[cause], detail) for file, line, cause, detail in skips]
            for stem, skips in request["skips"].items()
        }
        for stem in self.right_functions:
            self.sources.setdefault(stem, b"pass\n")
        # Only where one may be opened: writing takes time, and `linecache` reads a module's file,
        # whatever its encoding, wherever there is one.
        if any(map(OPENS_FILES.search, self.sources.values())):
            self._lay_out({stem: source for stem, (_, source) in request["stand_ins"].items()})

    def _lay_out(self, right_sources: Mapping[str, str]) -> None:
        """Write the modules as files, for a module that opens another one as such."""
        for stem, source in self.sources.items():
            ending = ".ipynb" if is_notebook(source) else ".py"
            right = right_sources.get(stem)
            if right is not None and ending == ".py":
                source += b"\n" + right.encode()
            # At home a script runs in the exercises' folder or in the one above it.
            for folder in (Path(), Path("exercises")):
                with suppress(OSError):
                    folder.mkdir(exist_ok=True)
                    Path(folder, stem + ending).write_bytes(source)

    def _source(self, stem: str) -> tuple[bytes, str] | None:
        source = self.sources.get(stem)
        return None if source is None else (source, f"{stem}.py")

    def skips(self, stem: str) -> Sequence[Skip]:
        """Return the statements that hung or ended the process before."""
        return self.known.get(stem, [])

    def hung(self, stem: str, describe: Callable[[], Stopped]) -> Stopped:
        """Tell the grader, who then gives what stands below some time of its own."""
        with self.interrupts.renewed():
            stopped = describe()
            self.tell(hung=stem, stopped=_plain(stopped))
        return stopped

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
        with self.interrupts.once():
            super().exec_module(module)
        if is_first_time:
            stopped = [_plain(each) for each in self.stopped.get(stem, ())]
            self.tell(loaded=stem, stopped=stopped)


def _plain(stopped: Stopped) -> dict[str, Any]:
    return asdict(stopped) | {"cause": stopped.cause.name}


def _forget_the_right_descent() -> None:
    """Keep a submission from handing in the right loop as its own."""
    # The functions go with their names: nothing else refers to them.
    for name in right_descent.__all__:
        vars(right_descent).pop(name, None)
        vars(descent_switch).pop(name, None)


def hide_own_files() -> None:
    """Forget where this project's own files are; what is imported stays."""
    for package in (exercises, grader):
        package.__path__ = []
    root = str(Path(__file__).parents[3])
    sys.path[:] = [entry for entry in sys.path if entry not in ("", root)]
    sys.argv[:] = ["submission"]
