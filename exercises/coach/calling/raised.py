"""An exception as data: its text, the learner's own lines, and what Python marks in them."""

from __future__ import annotations

import builtins
import inspect
import linecache
import re
import sys
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from traceback import TracebackException
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from exercises.coach.calling.notebook_file import notebook_of
from exercises.coach.calling.plain_data import safe_text
from exercises.coach.contracts import CARRIED, EXERCISES

__all__ = [
    "LEARNERS",
    "SOURCE",
    "Frame",
    "Raised",
    "Source",
    "code_of",
    "of_cell",
    "raised_from",
    "short_name",
    "source_of",
]

FRAMES = 6
# Of a source that travels with an exception: characters, and lines of one function.
SOURCE = 30_000
BLOCK = 400
INLINED = ("<listcomp>", "<setcomp>", "<dictcomp>")
LEARNERS = {name for e in EXERCISES for name in (e.stem, f"exercises.{e.stem}")} | {"__main__"}


@dataclass(frozen=True)
class Frame:
    """One line of the learner's own code on the way to an exception.

    Attributes
    ----------
    file, line, function, source : where it stands, and the line without its indentation
    start, end : the columns of ``source`` that Python marks with ``^``; none where both are 0
    """

    file: str
    line: int
    function: str
    source: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Raised:
    """An exception that a learner's code raised, or that came of reading it.

    Attributes
    ----------
    type_name, message : its type's name, and its text
    frames : the learner's own, outermost first
    bases : the names of its type and of those that this one is derived from, but of no class of the
        learner's own: that may be called what Python's or NumPy's is
    text : the source of the innermost function; of the whole file where a name is not defined, or
        where the file is no Python
    """

    type_name: str
    message: str
    frames: tuple[Frame, ...] = ()
    bases: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Source:
    """A function's own lines.

    Attributes
    ----------
    file, line : where they begin
    text : the lines, as they stand in the file or the cell
    from_numpy : names of Python's own functions that NumPy's have taken the place of
    above : the line, or the cell, in which the file defines a function of this name before; ``""``
        where it does not
    imports_descent : whether its `gradient_descent` is that of exercise 1
    """

    file: str
    line: int
    text: str
    from_numpy: tuple[str, ...] = ()
    above: str = ""
    imports_descent: bool = False


def source_of(function: Any) -> Source | None:
    """Return the source of a function of the learner's, None where it is not known."""
    code = code_of(function)
    own = _unwrapped(function)
    if code is None or getattr(own, "__module__", "") not in LEARNERS:
        return None
    file = linecache.getlines(code.co_filename)
    lines = _block(file[code.co_firstlineno - 1 :])
    text = "".join(lines)
    if not lines or len(text) > SOURCE:
        return None
    names = getattr(own, "__globals__", {})
    hidden = tuple(name for name in ("all", "any") if names.get(name) is getattr(np, name))
    above = _defined_above(code) if code.co_name == code.co_qualname else ""
    module = str(getattr(names.get(CARRIED.name), "__module__", ""))
    is_first = module.endswith(CARRIED.stem)
    return Source(short_name(code.co_filename), code.co_firstlineno, text, hidden, above, is_first)


def _defined_above(code: CodeType) -> str:
    """Return where a function of this name is defined before, in the file or in another cell."""
    header = re.compile(rf"def {re.escape(code.co_name)}\b")

    def lines_of(file: str, end: int | None = None) -> list[int]:
        lines = linecache.getlines(file)[:end]
        return [n for n, each in enumerate(lines, 1) if header.match(each)]

    if found := lines_of(code.co_filename, code.co_firstlineno - 1):
        return f"line {found[-1]}"
    notebook = notebook_of(code.co_filename)
    cells = [file for file in linecache.cache if notebook and notebook_of(file) == notebook]
    if code.co_filename not in cells:
        return ""
    earlier = [file for file in cells[: cells.index(code.co_filename)] if lines_of(file)]
    return earlier[-1].rpartition(", ")[2] if earlier else ""


def raised_from(error: BaseException, called: Any = None) -> Raised:
    """Return the exception as data, with the learner's own frames only.

    Parameters
    ----------
    error : with its traceback
    called : the function whose call raised it: its header stands for frames where there are none
    """
    # Where an object is in memory tells nobody anything.
    message = re.sub(r" at 0x[0-9a-fA-F]+(?=>)", "", safe_text(error))
    frames, text = _frames(error)
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        frames, text = (*frames, _unread_line(error)), _file_text(error.filename)
        message = safe_text(error.msg)
    elif isinstance(error, (NameError, AttributeError, ImportError)):
        # Where a module lies on the disk helps nobody.
        message = re.sub(r" \((/|[A-Za-z]:)[^)]*\)$", "", message) + _suggestion(error, message)
    code = code_of(called)
    if not frames and isinstance(error, TypeError) and code is not None:
        header = linecache.getline(code.co_filename, code.co_firstlineno).strip()
        frames = (Frame(short_name(code.co_filename), code.co_firstlineno, "", header),)
    mro = type(error).__mro__[:-1]
    bases = tuple(base.__name__ for base in mro if base.__module__ not in LEARNERS)
    return Raised(type(error).__name__, message, frames, bases, text[:SOURCE])


def _frames(error: BaseException) -> tuple[tuple[Frame, ...], str]:
    """Return the learner's frames and the source that the innermost of them rests on."""
    frames: list[Frame] = []
    inner: CodeType | None = None
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__name__") in LEARNERS:
            code = traceback.tb_frame.f_code
            frame = _frame(code, traceback.tb_lineno, traceback.tb_lasti)
            if code.co_name in INLINED and frames:
                # As from Python 3.12 on: it is the line of the function around it.
                frames[-1] = replace(frame, function=frames[-1].function)
            else:
                frames.append(frame)
                inner = code
        traceback = traceback.tb_next
    text = ""
    if inner is not None:
        lines = linecache.getlines(inner.co_filename)
        if not isinstance(error, NameError):
            lines = _block(lines[inner.co_firstlineno - 1 :])
        text = "".join(lines)
    # A recursion has a thousand frames; the way in and the last lines tell the story.
    told = frames if len(frames) <= FRAMES else frames[:2] + frames[2 - FRAMES :]
    return tuple(told), text


def _frame(code: CodeType, line: int, instruction: int) -> Frame:
    """Return the frame, with the columns that Python marks where they are not the whole line."""
    raw = linecache.getline(code.co_filename, line).rstrip()
    source = raw.strip()
    # A lambda's line is that of the function around it.
    names = [name for name in code.co_qualname.split(".") if name.isidentifier()]
    function = names[-1] if names else "<module>"
    frame = Frame(short_name(code.co_filename), line, function, source)
    place = next(islice(code.co_positions(), max(instruction, 0) // 2, None), None)
    if place is None or place[0] != line or place[2] is None or place[3] is None:
        return frame
    # Python counts bytes.
    start, end = (len(raw.encode()[:n].decode("utf-8", "ignore")) for n in place[2:])
    margin = len(raw) - len(raw.lstrip())
    start, end = start - margin, (end if place[1] == line else len(raw)) - margin
    is_part = 0 <= start < end <= len(source) and (start, end) != (0, len(source))
    return replace(frame, start=start, end=end) if is_part else frame


def _unread_line(error: SyntaxError) -> Frame:
    # The file on the disk, from which Python takes the line, may be another one by now.
    line = linecache.getline(error.filename or "", error.lineno or 0) or error.text or ""
    raw = safe_text(line.rstrip("\r\n"))
    source = raw.strip()
    margin = len(raw) - len(raw.lstrip())
    start = max((error.offset or 0) - 1 - margin, 0)
    end = (error.end_offset or 0) - 1 - margin if error.end_lineno == error.lineno else len(source)
    # At the end of a line the mark stands behind it.
    start = min(start, len(source))
    has_mark = bool(error.offset) and bool(source)
    frame = Frame(short_name(error.filename or ""), error.lineno or 0, "", source)
    return replace(frame, start=start, end=max(end, start + 1)) if has_mark else frame


def _file_text(filename: str) -> str:
    return "".join(linecache.getlines(filename))


def _block(lines: list[str]) -> list[str]:
    """Return the lines of the function that begins with the first, by its indentation."""
    if not lines:
        return []
    margin = len(lines[0]) - len(lines[0].lstrip())
    # Its decorators come first.
    first = next((n for n, line in enumerate(lines) if not line.lstrip().startswith("@")), 0)
    end = first + 1
    for number, line in enumerate(lines[end:BLOCK], end):
        bare = line.strip()
        is_inside = len(line) - len(line.lstrip()) > margin or bare.startswith((")", "#", '"'))
        if bare and not is_inside:
            break
        end = number + 1
    return lines[:end]


def _suggestion(error: BaseException, message: str) -> str:
    """Return what Python adds to the message of an undefined name, ``""`` if nothing.

    Python 3.11 does it only where it prints a traceback itself, so there its rule is applied here:
    the nearest of the names in reach.
    """
    if "Did you" in message:
        return ""
    try:
        shown = "".join(TracebackException.from_exception(error).format_exception_only())
    except Exception:  # a learner's object may do anything when it is asked for its names
        return ""
    found = re.search(r"\. Did you (mean|forget to import)[:\w .'`?]*", shown)
    if found:
        return found.group()
    near = get_close_matches(getattr(error, "name", None) or "", _names_in_reach(error), 1, 0.75)
    return f". Did you mean: '{near[0]}'?" if near else ""


def _names_in_reach(error: BaseException) -> list[str]:
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if type(error) is NameError and traceback is not None:
        frame = traceback.tb_frame
        return [*frame.f_locals, *frame.f_globals, *vars(builtins)]
    if isinstance(error, AttributeError) and (
        isinstance(error.obj, (ModuleType, np.ndarray, list, tuple))
        # An Axes has more names than Python looks through.
        or str(type(error.obj).__module__).startswith("matplotlib.")
    ):
        return [name for name in dir(error.obj) if not name.startswith("_")]
    return []


def short_name(filename: str) -> str:
    """Return the file's name; of a notebook's cell ``cell [4]``."""
    cell = _cell_number(filename)
    if cell is not None:
        return f"cell [{cell}]" if cell else "a cell of the notebook"
    return filename.replace("\\", "/").rsplit("/", 1)[-1]


def of_cell(file: str) -> str:
    """Return `` of cell [4]``, in which a notebook's lines are counted; ``""`` of another file.

    Parameters
    ----------
    file : as `short_name` gives it, or ``ex2_learning_rates.ipynb, cell 5`` of a saved notebook
    """
    place = file.rpartition(", ")[2]
    return f" of {place}" if "cell" in place.split() else ""


def _cell_number(filename: str) -> int | None:
    """Return the number beside a notebook's cell, 0 where it is not known, None for a file."""
    old = re.match(r"<ipython-input-(\d+)-", filename)
    if old:
        return int(old.group(1))
    if "ipykernel_" not in filename and not filename.startswith("<ipython"):
        return None
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    numbers = getattr(getattr(shell, "compile", None), "_filename_map", {})
    number = numbers.get(filename, 0)
    return number if isinstance(number, int) else 0


def _unwrapped(function: Any) -> Any:
    """Return the function that decorators are wrapped round."""
    function = inspect.unwrap(function)
    return function.pyfunc if isinstance(function, np.vectorize) else function


def code_of(function: Any) -> CodeType | None:
    """Return the code of a function written in Python, without what is wrapped round it."""
    try:
        code = getattr(_unwrapped(function), "__code__", None)
    except Exception:  # a learner's object may do anything when it is asked
        return None
    return code if isinstance(code, CodeType) else None
