"""Which exercises a file under another name holds, by the functions that it defines.

``Untitled3.ipynb`` and ``homework.py`` are right work in an odd container, and one of them may hold
several exercises. Names alone say nothing there; a class's method or a helper called ``fit`` is no
exercise yet, so that a file beside others with the right names has to define half of one's
functions, or to be called ``ex5.py``. So has one with an exercise's name, which may hold the others
as well, and two that are in no other exercise: many copy ``gradient_descent`` into exercise 2.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import PurePosixPath

from exercises.coach.calling.file_contents import Contents, Unreadable, contents_of
from exercises.coach.calling.notebook_file import NotebookError, slim
from exercises.coach.calling.script import end_of_piece
from exercises.coach.contracts import EXERCISES, Exercise
from grader.intake.file_names import is_notebook
from grader.intake.files import Found

__all__ = ["LEAST_OWN", "SHARED", "held_in"]

NUMBERED = re.compile(r"(?<![a-z])(?:ex|exercise|task|problem|question)[\W_]*0*(\d+)(?!\d)")
HEADER = re.compile(r"^\f?(?:async )?(?:def|class)\b", re.MULTILINE)
DEFINED = re.compile(
    r"^\f?(?:async )?def (\w+)|^(\w+) *= *(?:lambda\b|[A-Za-z_][\w.]*$)", re.MULTILINE
)
CODE = re.compile(r"^[ \t\f]*[^#\s]", re.MULTILINE)
# Characters; five exercises with all their words have a tenth of that.
MOST_CODE = 400_000
LEAST_OWN = 2
# Whatever is in no other exercise tells which one it is.
SHARED = {
    name
    for name, count in Counter(name for each in EXERCISES for name in each.functions).items()
    if count > 1
}


def held_in(
    item: Found, *, is_alone: bool, named: Exercise | None = None
) -> Iterator[tuple[Exercise, Found]]:
    """Yield the exercises that a file holds, each with the file as far as it is that exercise's.

    Below its last function the file ends for an exercise where another one follows: what comes
    there may take the names of its functions, helpers and data, as it does not before it is run.

    Parameters
    ----------
    item : the file
    is_alone : whether no file has an exercise's name: then less has to be defined in this one
    named : the exercise whose name it has; None where it has none's
    """
    try:
        found = contents_of(item.data, is_called_notebook=is_notebook(item.path))
        cells = _cells(found)
    except (Unreadable, NotebookError, SyntaxError):
        return
    if sum(map(len, cells)) > MOST_CODE:
        return
    pieces = [piece for n, cell in enumerate(cells) for piece in _pieces(n, cell)]
    exercises = _exercises(item.path, {piece.name for piece in pieces}, is_alone, named)
    for exercise in exercises:
        end = _end(exercise, exercises, pieces)
        yield exercise, item if end is None else Found(item.path, _until(found, cells, end))


@dataclass(frozen=True)
class _Piece:
    """What begins at the left edge, down to what begins there next.

    Attributes
    ----------
    cell, line : where it begins, counted from 0
    name : the function that it defines, or whatever else it gives a value; may be empty
    is_definition : whether it is a function or a class
    """

    cell: int
    line: int
    name: str
    is_definition: bool


def _cells(found: Contents) -> list[str]:
    """Return the source of each cell, a module's as one, with a character for each byte."""
    if not found.is_notebook:
        return [found.data.decode("latin-1")]
    cells = json.loads(slim(found.data))["cells"]
    return [cell["source"] if cell["cell_type"] == "code" else "" for cell in cells]


def _pieces(cell: int, source: str) -> Iterator[_Piece]:
    # By its text: what a stranger wrote is compiled where it is run, and nowhere else.
    lines = [line.rstrip("\r\n") for line in _lines(source)]
    start, is_closed = 0, True
    while start < len(lines):
        end, is_closed = end_of_piece(lines, start) if is_closed else (start + 1, False)
        text = "\n".join(lines[start:end])
        if CODE.search(text):
            match = DEFINED.search(text)
            name = next(filter(None, match.groups()), "") if match is not None else ""
            yield _Piece(cell, start, name, HEADER.search(text) is not None)
        start = end if is_closed else start + 1


def _lines(source: str) -> list[str]:
    # As Python counts them. In Latin-1 half of a letter may be what `splitlines` takes for an end.
    return list(io.StringIO(source, newline=""))


def _exercises(
    path: PurePosixPath, names: Set[str], is_alone: bool, named: Exercise | None
) -> list[Exercise]:
    """Return the exercises of which enough is defined."""
    numbers = {int(number) for number in NUMBERED.findall(path.stem.lower())}
    defined = {each.number: names & each.functions.keys() for each in EXERCISES}
    telling = {number for number, those in defined.items() if those - SHARED}

    def is_held(exercise: Exercise) -> bool:
        those = defined[exercise.number]
        if named is not None and exercise is not named and len(those - SHARED) < LEAST_OWN:
            return False
        if numbers == {exercise.number} and those:
            return exercise.number in telling or not telling
        own = those - SHARED
        # A word alone may be any helper's name.
        is_sure = is_alone and (len(own) > 1 or any("_" in name for name in own))
        return bool(own) and (is_sure or 2 * len(those) >= len(exercise.functions))

    return [exercise for exercise in EXERCISES if is_held(exercise)]


def _end(
    exercise: Exercise, exercises: Sequence[Exercise], pieces: Sequence[_Piece]
) -> _Piece | None:
    """Return the piece with which an exercise is over; None where no other one follows."""
    count = Counter(piece.name for piece in pieces)
    owners = {
        number: other
        for number, piece in enumerate(pieces)
        for other in exercises
        # What is defined twice may be a helper of another exercise's.
        if piece.name in other.functions.keys() - SHARED and count[piece.name] == 1
    }
    last = max((n for n, owner in owners.items() if owner == exercise), default=len(pieces))
    following = min((n for n in owners if n > last), default=None)
    if following is None:
        return None
    shared = SHARED.intersection(owners[following].functions)
    between = pieces[last + 1 : following]
    return next(
        (piece for piece in between if piece.name in shared or not piece.is_definition),
        pieces[following],
    )


def _until(found: Contents, cells: Sequence[str], end: _Piece) -> bytes:
    """Return the file up to where a piece begins."""
    text = "".join(_lines(cells[end.cell])[: end.line])
    if not found.is_notebook:
        return text.encode("latin-1")
    notebook = json.loads(slim(found.data))
    del notebook["cells"][end.cell + 1 :]
    notebook["cells"][end.cell]["source"] = text
    return json.dumps(notebook, ensure_ascii=False).encode()
