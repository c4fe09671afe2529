"""Call a submission's functions in this very process: for debugging and for the kit's own tests.

Nothing is confined here. The grader calls strangers' functions in `grader.sandbox`.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from typing import Any

import exercises
from exercises.coach.calling.deadline import CALL_SECONDS, DidNotReturn, deadline
from exercises.coach.calling.descent_switch import Carrier
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.calling.no_windows import keep_imported
from exercises.coach.calling.observe import Observation
from exercises.coach.contracts import EXERCISES, exercise_of
from exercises.coach.judging.question import Question
from exercises.coach.local_observer import LocalObserver

__all__ = ["InProcess"]


class InProcess(LocalObserver):
    """Calls the functions of one submission's modules, imported here.

    Several of them take turns: whichever is asked has its own modules imported afresh.

    Parameters
    ----------
    files : module file name (``ex1_gradient_descent.py``) to its bytes
    """

    asked_last: InProcess | None = None

    def __init__(self, files: Mapping[str, bytes]) -> None:
        def read(stem: str) -> tuple[bytes, str] | None:
            source = files.get(f"{stem}.py")
            return None if source is None else (source, f"{stem}.py")

        keep_imported()
        carrier = Carrier()
        super().__init__(carrier=carrier, finder=ExerciseFinder(read, carrier))

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        """Call the question's function, within the time limit of a call."""
        self.take_over()
        try:
            with deadline(CALL_SECONDS), warnings.catch_warnings(action="ignore"):
                return super().__call__(question, figures=figures, remote=remote)
        except DidNotReturn:  # while the observer itself was at work
            return Observation("timed out")

    def take_over(self) -> None:
        """Have this submission's modules be the ones that are imported."""
        if InProcess.asked_last is self:
            return
        if InProcess.asked_last is not None and InProcess.asked_last.finder in sys.meta_path:
            sys.meta_path.remove(InProcess.asked_last.finder)
        for exercise in EXERCISES:
            sys.modules.pop(exercise.stem, None)
            sys.modules.pop(f"exercises.{exercise.stem}", None)
            vars(exercises).pop(exercise.stem, None)
        assert self.finder is not None
        self.finder.install()
        InProcess.asked_last = self

    def _module(self, stem: str) -> Any:
        assert self.finder is not None
        if self.finder.read(stem) is None:
            return Observation("missing", note=f"{exercise_of(stem).filename} was not handed in")
        return super()._module(stem)
