"""One call in this very process, unconfined, and a debugger where it went wrong."""

from __future__ import annotations

import pdb
from collections.abc import Mapping, Sequence
from pathlib import Path

from exercises.coach.calling.loading import ExerciseFinder, right_functions
from exercises.coach.debugging import learners_traceback
from exercises.coach.judging.question import Question
from grader.hidden.in_process_observer import InProcess
from grader.substitute_functions import StandIn

__all__ = ["look_into"]


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

    observer.finder = ExerciseFinder(read)
    for each in stand_ins:
        observer.finder.right_functions[each.stem] = right_functions(
            each.stem, each.names, each.source
        )
    observer.take_over()
    found = learners_traceback(question)
    if found is None:
        return False
    pdb.post_mortem(found)
    return True
