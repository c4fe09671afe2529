"""The next step as rows: what to act on, what is wrong there, where to look, what else is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exercises.coach.calling.raised import of_cell
from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.judging.finding import Finding, Kind
from exercises.coach.showing.message import PICTURE, Form, Row, rows_of
from exercises.coach.showing.results import Result, State

__all__ = ["Step", "next_result", "right_step", "step_of", "stop_step"]

# Of what a call printed, so many lines at the end are shown.
TAIL = 12
# What a progress bar wrote over, and the colours of a terminal.
OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\r\n])|\r|\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Step:
    """What to do next, ready to be laid out.

    Attributes
    ----------
    heading : the exercise and the function
    state : of the test that it is about
    said : what is wrong
    places : where to look, and how to ask for a hint
    hints : those that were asked for
    others : what else is wrong or not started, in a line, then one by one
    """

    heading: str
    state: State
    said: tuple[Row, ...]
    places: tuple[Row, ...]
    hints: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in order."""
        return (*self.said, *self.places, *self.hints, *self.others)


def next_result(results: Sequence[Result]) -> Result | None:
    """Return the result to act on first: a wrong one before what waits for it or is not started."""
    wrong = [result for result in results if result.state == "wrong"]
    causes = [result for result in wrong if not _blocked_by(result)]
    rest = [result for result in results if result.state == "not started"]
    return next(iter([*causes, *wrong, *rest]), None)


def step_of(
    result: Result, *, where: str = "", spec: str = "", picture: str = "",
    hints: Sequence[str] = (), left: str = "", stuck: str = "", results: Sequence[Result] = (),
    stops: Sequence[Step] = (), right: Sequence[Row] = (),
) -> Step:  # fmt: skip
    """Return the next step in full.

    Parameters
    ----------
    result : the result to act on
    where : the place of its function, for example ``exercises/ex1_….py, line 41``
    spec : the first line of the function's docstring
    picture : the path of the drawn picture
    hints : the hints asked for so far, gentlest first
    left : how many more there are
    stuck : how to ask for a hint, if there is one to ask for
    results : those of all tests that were run
    stops : what to say of lines that stop in files that are right otherwise
    right : pictures of what is right
    """
    function = f", {result.function}" if result.function else ""
    heading = f"next step: exercise {result.exercise.number}{function}"
    is_unread = bool(result.finding and result.finding.unread)
    said = _to_write(result, spec) if result.state == "not started" else _wrong(result, picture)
    places = [Row("code", where, Form.WHOLE)] if where else []
    places += [] if is_unread else [Row("test", result.test, Form.WHOLE)]
    places += [Row("stuck?", stuck, Form.WHOLE)] if stuck else []
    asked = [Row(f"hint {level}", " ".join(hint.split())) for level, hint in enumerate(hints, 1)]
    asked += [Row("", left)] if left else []
    others = (*_others(results, result), *_beside(stops), *right)
    return Step(heading, result.state, tuple(said), tuple(places), tuple(asked), others)


def right_step(
    reasons: Sequence[str], left: str = "", how: str = "", pictures: Sequence[str] = ()
) -> Step:
    """Return what there is to read where all is right.

    Parameters
    ----------
    reasons : why the reference solution does it its way, as many as were asked for
    left : how many more there are
    how : how to ask for the first one, if it is to be offered
    pictures : the paths of what their functions do, drawn
    """
    rows = [Row("why", " ".join(reason.split())) for reason in reasons]
    rows += [Row("", left)] if left else []
    # A command is not broken in two.
    offer = f"the reference solution's reasons, one at a time:\n{how}"
    places = (Row("why?", offer),) if how else ()
    drawn = (Row(PICTURE, "\n".join(pictures), Form.WHOLE),) if pictures else ()
    return Step("All right. Well done.", "right", (), places, tuple(rows), drawn)


def stop_step(finding: Finding) -> Step:
    """Return what to do about a line that fails in a file that is right otherwise."""
    exercise = exercise_of(finding.stem)
    file, number = finding.place or (exercise.filename, 0)
    line = f"line {number}" if number else "a line"
    where = of_cell(file) or " of its file"
    heading = f"exercise {exercise.number} is right, but {line}{where} gives an error"
    return Step(heading, "not started", tuple(rows_of(finding)), ())


def _beside(stops: Sequence[Step]) -> Iterator[Row]:
    """Yield one row for each line that stops elsewhere, and what there is to say of it."""
    for stop in stops:
        yield Row("also", stop.heading, Form.ITEM, state=stop.state)
        yield from (replace(row, is_detail=True) for row in stop.rows)


def _to_write(result: Result, spec: str) -> Iterator[Row]:
    if result.needs:
        words = f"`{result.function}` is written, but it needs {result.needs}: write that first."
    else:
        words = f"`{result.function}` is not written yet. {spec}".rstrip()
    yield Row("", words)


def _wrong(result: Result, picture: str) -> Iterator[Row]:
    finding = result.finding
    if finding is None:
        return
    if finding.unread:
        yield Row("", result.title, Form.CALL)
    yield from rows_of(finding, picture)
    if not finding.unread:
        kinds = {fact.kind for fact in finding.flaw.facts}
        is_explained = bool(finding.flaw.misconceptions) or Kind.ADVICE in kinds
        yield Row("checks", result.title, is_detail=is_explained)
    if result.printed.strip():
        rows = OVERWRITTEN.sub("", result.printed).rstrip("\n").split("\n")
        tail = rows if len(rows) <= TAIL else ["…", *rows[-TAIL:]]
        yield Row("", "your code printed")
        yield Row("", "\n".join(tail), Form.OUTPUT)


def _others(results: Sequence[Result], shown: Result) -> Iterator[Row]:
    """Yield what else is wrong: each function in one row, then each test and what is not started.

    What a cause elsewhere keeps from being right is said once, below what is wrong by itself.
    """
    unread = shown.exercise if shown.finding and shown.finding.unread else None
    wrong = [r for r in _once(results, unread) if r.state == "wrong" and r is not shown]
    # What is wrong by itself first.
    for cause in sorted({_blocked_by(result) for result in wrong}):
        here = [result for result in wrong if _blocked_by(result) == cause]
        text = f"wait for a right `{cause}`" if cause else "wrong"
        yield Row("also", f"{text}: {_listed(here, shown)}", Form.ITEM, state="wrong")
        for result in here:
            text = f"✗ {_name(result)}  {result.title}"
            yield Row("", text, Form.ITEM, is_detail=True, state="wrong")
    for exercise in EXERCISES:
        here = [r for r in results if r.exercise == exercise and r.state == "not started"]
        names = list(dict.fromkeys(r.function for r in here if r.function))
        if names and not (len(names) == 1 and shown.function == names[0] and len(here) == 1):
            text = f"· {exercise.number} not started: {', '.join(names)}"
            yield Row("", text, Form.ITEM, is_detail=True, state="not started")


def _listed(results: Sequence[Result], shown: Result) -> str:
    """Return ``1 loss, grad (2 more); 5 fit``: the functions of each exercise, after its number."""
    parts = []
    for exercise in EXERCISES:
        here = [result.function for result in results if result.exercise == exercise]
        names = {name: name or exercise.filename for name in here}
        if exercise == shown.exercise and shown.function in names:
            names[shown.function] += f" ({here.count(shown.function)} more)"
        if names:
            parts.append(f"{exercise.number} {', '.join(names.values())}")
    return "; ".join(parts)


def _blocked_by(result: Result) -> str:
    """Return the function elsewhere that is the cause, ``""`` where there is none."""
    return result.finding.blocked_by if result.finding is not None else ""


def _once(results: Sequence[Result], unread: Exercise | None) -> list[Result]:
    """Leave out what repeats that a file cannot be read; ``unread`` is the exercise shown so."""
    kept, told = [], {unread}
    for result in results:
        is_unread = result.finding is not None and bool(result.finding.unread)
        if not (is_unread and result.exercise in told):
            kept.append(result)
        if is_unread:
            told.add(result.exercise)
    return kept


def _name(result: Result) -> str:
    return f"{result.exercise.number} {result.function}".rstrip()
