"""Let `exercises.<stem>` be what a notebook has defined, and its neighbours be what was saved.

Learner tests, and other exercises, import an exercise by its module's name; in a notebook nobody
has written that module. What the notebook builds on may be in another file, or another notebook.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from exercises.coach.calling.captured_output import Tail
from exercises.coach.calling.deadline import CALL_SECONDS, deadline
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.calling.no_windows import nothing
from exercises.coach.contracts import CARRIED, EXERCISES, Exercise, exercise_of
from exercises.coach.learner_files import Work
from exercises.coach.local_observer import local

__all__ = ["carried", "serve"]

WORK = Work(Path(__file__).resolve().parents[1])
# The other exercises as they were imported last, by stem, and the bytes of their files.
_neighbours: dict[str, tuple[ModuleType, bytes]] = {}


def serve(exercise: Exercise, namespace: Mapping[str, Any]) -> list[str]:
    """Let ``exercises.<stem>`` be the notebook, and its neighbours the files beside the stubs.

    What the notebook has imported from those, and they do not give any more, is returned in words.
    """
    if local.finder is None:
        local.finder = ExerciseFinder(_read, local.carrier)
        local.finder.install()
    local.in_notebook.add(exercise.stem)
    others = [other.stem for other in EXERCISES if other.stem not in local.in_notebook]
    said = [line for stem in others for line in _read_again(stem, namespace)]
    module = ModuleType(f"exercises.{exercise.stem}")
    module.__dict__.update({k: v for k, v in namespace.items() if not k.startswith("__")})
    sys.modules[module.__name__] = module
    local.finder.stopped.pop(exercise.stem, None)
    return said


@contextlib.contextmanager
def carried(exercise: Exercise, namespace: Mapping[str, Any]) -> Iterator[None]:
    """Within the block the notebook's other functions can be tried with a right descent."""
    name = CARRIED.name
    descent = namespace.get(name)
    if exercise.stem != CARRIED.stem or not isinstance(namespace, dict) or not callable(descent):
        yield
        return
    namespace[name] = local.carrier.wrap(descent)
    try:
        yield
    finally:
        namespace[name] = descent


def _read_again(stem: str, namespace: Mapping[str, Any]) -> Iterator[str]:
    """Give the notebook what another exercise's file defines by now, where it has imported it.

    A cell above the first check imports the stub, though the work may be in the other notebook;
    and Python imports once, though the file has been saved since.
    """
    name, found = f"exercises.{stem}", _read(stem)
    old = [each for each in map(sys.modules.get, (name, stem)) if each is not None]
    if not old or found is None or not isinstance(namespace, dict):
        return
    new = old[0]
    if _neighbours.get(stem) != (new, found[0]):
        for each in (name, stem):
            sys.modules.pop(each, None)
        with deadline(CALL_SECONDS), contextlib.redirect_stdout(Tail(None)), _no_plots():
            new = importlib.import_module(name)
        _neighbours[stem] = new, found[0]
    stops = local.finder.stopped.get(stem, ()) if local.finder else ()
    for key, value in list(namespace.items()):
        if any(value is each for each in old):
            namespace[key] = new
        elif own := _name_in(value, (name, stem)):
            lost = next((stop for stop in stops if own in stop.defines), None)
            if own not in vars(new) and lost is not None:
                yield (
                    f"{lost.file}, line {lost.line} has an error: until that is corrected, there "
                    f"is no new `{own}`."
                )
            elif any(value is vars(each).get(own) for each in old):
                namespace[key] = vars(new).get(own, value)


def _name_in(value: object, modules: tuple[str, ...]) -> str:
    """Return a function's name where it is of one of the modules; ``""`` for all else."""
    try:
        module, own = value.__module__, value.__name__  # type: ignore[attr-defined]
    except Exception:  # a notebook may hold what raises whatever it is asked
        return ""
    return own if type(module) is type(own) is str and module in modules else ""


@contextlib.contextmanager
def _no_plots() -> Iterator[None]:
    """Within the block no plot is shown, and none of its own is left to be shown afterwards."""
    import matplotlib.pyplot as plt

    before, show = plt.get_fignums(), plt.show
    plt.show = nothing
    try:
        yield
    finally:
        plt.show = show
        for number in set(plt.get_fignums()).difference(before):
            plt.close(number)


def _read(stem: str) -> tuple[bytes, str] | None:
    """Return a neighbour's file, the one that holds the work."""
    exercise = exercise_of(stem)
    try:
        # Under the module's name, as the grader has it: what a file is its contents say.
        return WORK.of(exercise).read_bytes(), os.fspath(WORK.stub(exercise))
    except OSError:
        return None
