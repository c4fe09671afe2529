"""Load a learner's module leniently: what was defined before a line that stopped is kept.

A finder serves ``exercises.ex1_gradient_descent`` and plain ``ex1_gradient_descent`` as one module,
so that every way to import a neighbour's function works and each file runs once.
"""

from __future__ import annotations
import __future__

import importlib
import importlib.abc
import importlib.machinery
import io
import linecache
import re
import sys
import tokenize
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from exercises.coach.calling.carried import Carrier
from exercises.coach.calling.deadline import DidNotReturn, counting
from exercises.coach.calling.observe import Raised, raised_from
from exercises.coach.contracts import CARRIED, STEMS

__all__ = [
    "FROM_NOTEBOOK",
    "LEFT_OUT",
    "SLOW",
    "ExerciseFinder",
    "Stopped",
    "run_module",
]

# The first line of a module that was a notebook: its cells are taken as Jupyter takes them.
FROM_NOTEBOOK = b"# From a notebook: a cell that is no Python is left out, the others are run.\n"
CELL = re.compile(r"^# %%", re.MULTILINE)
LEFT_OUT = (
    "the notebook's cell with this line was left out, and with it what it defines: the other "
    "cells are judged"
)
# Imported in one cell, it holds in those below it too.
FUTURE = __future__.annotations.compiler_flag
SLOW = "did not come to its end in time"
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


@dataclass(frozen=True)
class Stopped:
    """Why a module's top-level code did not reach its end, at which line (0: unknown), its text."""

    file: str
    line: int
    raised: Raised | None
    note: str = ""
    source: str = ""


class _Shell:
    """Stands for what IPython gives every notebook; it does nothing."""

    def __call__(self, *args: Any, **options: Any) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> _Shell:
        """Return something that does nothing."""
        return self


def run_module(
    source: bytes,
    filename: str,
    module: ModuleType,
    passes_on: tuple[type[BaseException], ...] = (KeyboardInterrupt,),
) -> Stopped | None:
    """Execute ``source`` in ``module``; return None when its last line was reached.

    Whatever the code does (raise, exit, run into the caller's deadline), the names that it had
    defined by then stay in the module. Only the exceptions of ``passes_on`` are the caller's:
    Ctrl-C, where somebody may press it.
    """
    short = filename.replace("\\", "/").rsplit("/", 1)[-1]
    lines = source.decode("utf-8", "replace").splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    try:
        codes, broken = _compiled(source, filename)
    except UNREADABLE as error:
        return _unread(error, short)
    if source.startswith(FROM_NOTEBOOK):
        vars(module).update(display=_Shell(), get_ipython=_Shell)
    left_out = None if broken is None else _unread(broken, short, LEFT_OUT)
    stopped = _run(codes, short, module, passes_on)
    found = [each for each in (stopped, left_out) if each is not None]
    return min(found, key=lambda each: each.line, default=None)


def _compiled(source: bytes, filename: str) -> tuple[list[CodeType], BaseException | None]:
    """Return the module's code, or that of a notebook's sound cells and what ails the first other.

    The cells are taken apart only where the whole is no Python: a line that looks like a cell's
    beginning may stand in a string.
    """
    text = _text_of(source, filename)
    try:
        return [compile(text, filename, "exec", dont_inherit=True)], None
    except UNREADABLE:
        if not source.startswith(FROM_NOTEBOOK):
            raise
    starts = [0, *(match.start() for match in CELL.finditer(text)), len(text)]
    codes, broken, flags = [], None, 0
    for start, end in pairwise(starts):
        # With as many lines above it as in the file, the cell's lines keep their numbers.
        cell = "\n" * text.count("\n", 0, start) + text[start:end]
        try:
            codes.append(compile(cell, filename, "exec", flags, dont_inherit=True))
        except UNREADABLE as error:
            broken = broken or error
        else:
            flags |= codes[-1].co_flags & FUTURE
    return codes, broken


def _unread(error: BaseException, short: str, note: str = "") -> Stopped:
    raised = raised_from(error)
    if not raised.frames:
        return Stopped(short, 0, raised, note)
    return Stopped(short, raised.frames[-1].line, raised, note, raised.frames[-1].source.strip())


def _run(
    codes: Sequence[CodeType],
    short: str,
    module: ModuleType,
    passes_on: tuple[type[BaseException], ...],
) -> Stopped | None:
    try:
        with counting(), np.errstate(all="ignore"):
            for code in codes:
                exec(code, module.__dict__)
    except passes_on:
        raise
    except DidNotReturn as error:
        line, source = _line_in(raised_from(error), short)
        return Stopped(short, line, None, SLOW, source)
    except BaseException as error:
        raised = raised_from(error)
        line, source = _line_in(raised, short)
        return Stopped(short, line, raised, source=source)
    return None


def _text_of(source: bytes, filename: str) -> str:
    """Decode as Python does (BOM, coding line, else UTF-8), and say where that fails."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    except SyntaxError:
        encoding = "utf-8-sig"
    try:
        return source.decode(encoding)
    except LookupError:
        message = f"{encoding} is no encoding of text. Save the file with the encoding UTF-8"
        lines = source.splitlines()[:2]
        line = next((n for n, text in enumerate(lines, 1) if b"coding" in text), 1)
        shown = lines[line - 1].decode("latin-1")
        raise SyntaxError(message, (filename, line, 0, shown)) from None
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        byte = source[error.start]
        raise SyntaxError(
            f"byte 0x{byte:02x} is no UTF-8. Save the file with the encoding UTF-8",
            (filename, line, 0, source.splitlines()[line - 1].decode("latin-1")),
        ) from None


def _line_in(raised: Raised, short: str) -> tuple[int, str]:
    return next(((f.line, f.source) for f in raised.frames if f.file == short), (0, ""))


class ExerciseFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and loads the exercises' modules, by their plain and their package's names.

    Parameters
    ----------
    read : gives a stem's ``(source, filename)``, or None when there is no such file
    carrier : what to put before the function that is carried; None leaves it alone

    Attributes
    ----------
    passes_on : exceptions of a module's top-level code that are not the module's
    stopped : why modules did not come to their end, by stem
    """

    passes_on: tuple[type[BaseException], ...] = (KeyboardInterrupt,)

    def __init__(
        self, read: Callable[[str], tuple[bytes, str] | None], carrier: Carrier | None = None
    ) -> None:
        self.read = read
        self.carrier = carrier
        self.stopped: dict[str, Stopped] = {}

    def install(self) -> None:
        """Put the finder first on `sys.meta_path`."""
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return a spec for an exercise's module, None for any other."""
        stem = fullname.removeprefix("exercises.")
        if stem not in STEMS or (fullname == stem and self.read(stem) is None):
            return None
        if self.read(stem) is None:
            raise ModuleNotFoundError(
                f"{stem}.py is missing from exercises/. Keep the stub's file name.", name=fullname
            )
        return importlib.machinery.ModuleSpec(fullname, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """Return the package's module for the plain name, None (a new one) otherwise."""
        if spec.name in STEMS:
            return importlib.import_module(f"exercises.{spec.name}")
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the learner's file in ``module``, once."""
        name = module.__name__
        stem = name.removeprefix("exercises.")
        found = self.read(stem)
        if found is None or "__file__" in module.__dict__:
            return
        source, module.__file__ = found
        stopped = run_module(source, found[1], module, self.passes_on)
        if stopped is not None:
            self.stopped[stem] = stopped
        descent = module.__dict__.get(CARRIED.name)
        if stem == CARRIED.stem and self.carrier is not None and callable(descent):
            module.__dict__[CARRIED.name] = self.carrier.wrap(descent)
