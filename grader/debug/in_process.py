"""One call in this very process, unconfined, and a debugger where it went wrong."""

from __future__ import annotations

import pdb
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from exercises.coach.calling.loading import ExerciseFinder, put_in
from exercises.coach.debugging import learners_traceback
from exercises.coach.judging.question import Question
from grader.hidden.in_process import InProcess
from grader.stand_ins import StandIn

__all__ = ["look_into"]


class _Finder(ExerciseFinder):
    """Loads a student's modules, and puts right functions in the place of some of them."""

    stand_ins: Sequence[StandIn] = ()

    def exec_module(self, module: ModuleType) -> None:
        """Run the student's file, once."""
        is_first_time = "__file__" not in vars(module)
        super().exec_module(module)
        for each in self.stand_ins:
            if is_first_time and module.__name__.endswith(each.stem):
                put_in(module, each.names, each.source)


def look_into(
    question: Question, files: Mapping[str, Path], stand_ins: Sequence[StandIn] = ()
) -> bool:
    """Make a call, and open pdb in the student's frame: where it raised, or where it returned.

    Parameters
    ----------
    question : the call
    files : module file name to where it is, so that pdb shows its lines
    stand_ins : right functions for the place of the student's

    Returns
    -------
    bool
        Whether there was such a frame.
    """
    observer = InProcess({name: path.read_bytes() for name, path in files.items()})

    def read(stem: str) -> tuple[bytes, str] | None:
        path = files.get(f"{stem}.py")
        return None if path is None else (path.read_bytes(), str(path))

    observer.finder = _Finder(read)
    observer.finder.stand_ins = stand_ins
    observer.take_over()
    found = learners_traceback(question)
    if found is None:
        return False
    pdb.post_mortem(found)
    return True
