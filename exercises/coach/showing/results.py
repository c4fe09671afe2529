"""What one learner test said: right, wrong or not started, and the words for it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from traceback import walk_tb
from typing import Any, Literal

from exercises.coach.calling import deadline
from exercises.coach.calling.deadline import DidNotReturn
from exercises.coach.calling.observe import raised_from
from exercises.coach.contracts import Exercise, exercise_of
from exercises.coach.judging.finding import Fact, Finding, Flaw, Kind, Wrong, finding_from
from exercises.coach.judging.status import NotStarted, raised_flaw, within

__all__ = ["OF_PYTEST", "OF_THE_KIT", "Result", "State", "from_text", "result_of", "to_text"]

State = Literal["right", "wrong", "not started"]
KIT = Path(__file__).parents[2]
OF_THE_KIT = "this is the kit's fault, not yours: please report it"
OF_PYTEST = (
    "this happened in pytest, outside of your functions and of the kit: a `conftest.py` above this "
    "folder may do it"
)


@dataclass(frozen=True)
class Result:
    """One test's outcome.

    Attributes
    ----------
    exercise : the exercise tested
    test : where the test stands, for example ``exercises/test_ex1_….py::test_…``
    title : the test's docstring, one sentence
    state : right, wrong or not started
    function : the function judged, where that is known
    needs : for a function that is written but waits for another one, which
    finding : for a wrong one, what is wrong
    printed : what the call that the finding is about printed, its tail
    """

    exercise: Exercise
    test: str
    title: str
    state: State
    function: str = ""
    needs: str = ""
    finding: Finding | None = None
    printed: str = ""


def result_of(exercise: Exercise, test: str, title: str, error: BaseException | None) -> Result:
    """Return the result of a test that ended with ``error`` (None: it passed)."""
    if error is None:
        return Result(exercise, test, title, "right")
    if isinstance(error, NotStarted):
        return Result(exercise, test, title, "not started", error.question.function, error.needs)
    finding = error.finding if isinstance(error, Wrong) else _unforeseen(exercise, error)
    if finding.unread:
        # Every test of the file meets it: one message, about the file.
        finding = replace(finding, function="", call="")
        title = f"Python cannot read all of {finding.unread}"
        is_own = finding.unread.startswith(f"{exercise.stem}.")
        title += "." if is_own else f", and {exercise.filename} imports from it."
    return Result(
        exercise, test, title, "wrong", finding.function, finding=finding, printed=finding.printed
    )


def _unforeseen(exercise: Exercise, error: BaseException) -> Finding:
    """Return the finding for what ended a test outside any call of a learner's function."""
    if isinstance(error, DidNotReturn):
        said = f"{exercise.filename} did not come to its end {within(deadline.limit())}"
        flaw = Flaw(said)
        return Finding(exercise.stem, "", f"import of {exercise.filename}", flaw)
    flaw = raised_flaw(raised_from(error))
    if not flaw.facts:
        whose = OF_THE_KIT if _passed_through_the_kit(error) else OF_PYTEST
        flaw = Flaw(flaw.got, facts=(Fact(Kind.OURS, whose),))
    return Finding(exercise.stem, "", exercise.filename, flaw)


def _passed_through_the_kit(error: BaseException) -> bool:
    files = [Path(frame.f_code.co_filename) for frame, _ in walk_tb(error.__traceback__)]
    return not files or any(file.is_relative_to(KIT) for file in files)


def to_text(result: Result) -> str:
    """Return a result as text for another process; what a picture is drawn from stays behind."""
    finding = result.finding and asdict(replace(result.finding, evidence=None))
    rest = {name: getattr(result, name) for name in ("test", "title", "state", "function")}
    more = {"needs": result.needs, "printed": result.printed, "finding": finding}
    return json.dumps({"exercise": result.exercise.stem, **rest, **more})


def from_text(text: str) -> Result:
    """Return the result that `to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    finding = data["finding"] and finding_from(data["finding"])
    return Result(**{**data, "exercise": exercise_of(data["exercise"]), "finding": finding})
