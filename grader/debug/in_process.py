"""One call in this very process, unconfined, and a debugger where it went wrong."""

from __future__ import annotations

import pdb
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.debugging import learners_traceback
from exercises.coach.judging.question import Question
from grader.hidden.in_process import InProcess

__all__ = ["look_into"]


def look_into(question: Question, files: Mapping[str, Path], *, is_carried: bool) -> bool:
    """Make a call, and open pdb in the student's frame: where it raised, or where it returned.

    Parameters
    ----------
    question : the call
    files : module file name to where it is, so that pdb shows its lines
    is_carried : whether exercise 1's `gradient_descent` is a right one

    Returns
    -------
    bool
        Whether there was such a frame.
    """
    observer = InProcess({name: path.read_bytes() for name, path in files.items()})

    def read(stem: str) -> tuple[bytes, str] | None:
        path = files.get(f"{stem}.py")
        return None if path is None else (path.read_bytes(), str(path))

    observer.finder = ExerciseFinder(read, observer.carrier)
    observer.take_over()
    with observer.carrier.carrying() if is_carried else nullcontext():
        found = learners_traceback(question)
    if found is None:
        return False
    pdb.post_mortem(found)
    return True
