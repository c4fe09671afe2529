"""Lines of a submission that stopped while its files were read, in words for the student.

In words of ours and lines of the file: what the child says of it may be any text.
"""

from __future__ import annotations

import builtins
import io
from collections.abc import Iterator, Mapping, Sequence

from exercises.coach.calling.magics import left_out_magic
from exercises.coach.calling.notebook_file import cells_in, is_notebook, number_of_cell
from exercises.coach.calling.observe import Raised
from exercises.coach.calling.stopped import Cause, Stopped
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.status import OUT_OF_TIME
from grader.grades import Grade
from grader.intake.submission import Submission
from grader.observer import NOT_ALLOWED, REFUSED

__all__ = ["stops_told"]

NAMED = 5
QUOTED = 50


def stops_told(
    grade: Grade, submission: Submission, stopped: Mapping[str, Sequence[Stopped]]
) -> Iterator[str]:
    """Say which lines of the files stopped: of those that no check needs, no check tells."""
    judged = {exercise_of(exercise.key).stem for exercise in grade.exercises}
    for stem in sorted(judged & stopped.keys()):
        places = _Places(stem, submission.files.get(f"{stem}.py", b""))
        said = dict.fromkeys(filter(None, map(places.stop, stopped[stem])))
        yield from list(said)[:NAMED]
        if len(said) > NAMED:
            yield f"{stem}: {len(said) - NAMED} more such lines."


class _Places:
    """Lines of a file, a module or a notebook, in words for the student."""

    def __init__(self, stem: str, data: bytes) -> None:
        self.stem = stem
        self.cells: dict[int, list[str]] = {}
        if is_notebook(data):
            self.cells = {cell.number: cell.source.split("\n") for cell in cells_in(data)}
        self.lines = list(io.StringIO(data.decode("utf-8", "replace"), newline=None))

    def stop(self, stopped: Stopped) -> str:
        """Return a sentence; empty where others say it."""
        where = self._where(stopped)
        if not where:
            is_all = stopped.cause is Cause.OUT_OF_TIME
            return f"{self.stem} {OUT_OF_TIME}, and could not be judged." if is_all else ""
        raised = stopped.raised
        if raised is not None and "SyntaxError" in raised.bases:
            return f"{where} is not Python and was left out. The rest was run."
        if stopped.cause is Cause.REPLACED:
            return f"{where} changes a name that is not its own, and was undone."
        is_late = stopped.cause is Cause.OUT_OF_TIME
        why = f" {OUT_OF_TIME}" if is_late else f" stopped{_kind(raised)}"
        is_refused = raised is not None and raised.type_name in REFUSED
        more = f" ({NOT_ALLOWED})" if is_refused else ""
        # A block that stops is left: its own lines below are not run.
        below = "below its block" if self._line(stopped)[:1].isspace() else "below it"
        return f"{where}{why}{more}. The lines {below} were run all the same."

    def _line(self, stopped: Stopped) -> str:
        cell = number_of_cell(stopped.file)
        lines = self.lines if cell is None else self.cells.get(cell, [])
        return lines[stopped.line - 1] if 0 < stopped.line <= len(lines) else ""

    def _where(self, stopped: Stopped) -> str:
        cell = number_of_cell(stopped.file)
        if cell is not None and (lines := self.cells.get(cell)):
            if left_out_magic("\n".join(lines)):
                return ""  # the notes on reading say so
            first = next((line for line in lines if line.strip()), "")
            begins = f"{self.stem}.ipynb: cell {cell}, which begins {_quoted(first)},"
            return f"{begins} line {stopped.line}," if stopped.line else begins
        line = self._line(stopped)
        if cell is not None or not line:
            return ""
        what = _quoted(line) if line.strip() else "which only looks blank"
        return f"{self.stem}.py: line {stopped.line}, {what},"


def _quoted(line: str) -> str:
    """Return a line of a learner's as a code span that nothing in it can end."""
    text = line.strip().replace("`", "'")
    return f"`{text[:QUOTED]}…`" if len(text) > QUOTED else f"`{text}`"


def _kind(raised: Raised | None) -> str:
    """Return an exception's name where it is one of Python's own, whatever the child calls it."""
    is_known = raised is not None and isinstance(getattr(builtins, raised.type_name, None), type)
    return f" with {raised.type_name}" if raised is not None and is_known else ""
