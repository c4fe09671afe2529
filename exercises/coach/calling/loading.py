"""Load a learner's module leniently: a statement that stops costs what it defines, no more.

A finder serves ``exercises.ex1_gradient_descent`` and plain ``ex1_gradient_descent`` as one module,
so that every way to import a neighbour's function works and each file runs once.
"""

from __future__ import annotations
import __future__

import ast
import functools
import importlib
import importlib.abc
import importlib.machinery
import inspect
import io
import linecache
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from traceback import walk_tb
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from exercises.coach.calling import deadline
from exercises.coach.calling.allowed_imports import refused
from exercises.coach.calling.deadline import DidNotReturn, counting
from exercises.coach.calling.descent_switch import Carrier
from exercises.coach.calling.file_contents import Unreadable
from exercises.coach.calling.guards import (
    Left,
    allow_depth,
    can_change_names,
    caught_exits,
    names_kept,
)
from exercises.coach.calling.ipython import Displayed, IPythonFinder, Nothing, Shell
from exercises.coach.calling.magics import left_out_magic
from exercises.coach.calling.notebook_file import notebook_of
from exercises.coach.calling.raised import Raised, raised_from
from exercises.coach.calling.right_functions import RightFunctions
from exercises.coach.calling.script import (
    UNREADABLE,
    Broken,
    Part,
    Statement,
    is_stub,
    names_bound,
    names_in,
    parts_of,
    sound_code,
    statements_of,
)
from exercises.coach.calling.settings import own_settings
from exercises.coach.calling.stopped import Cause, Skip, Stopped
from exercises.coach.contracts import CARRIED, STEMS, exercise_of

__all__ = ["ExerciseFinder", "right_functions", "run_module"]

# Imported in one cell, it holds in those below it too.
FUTURE = __future__.annotations.compiler_flag
MOST_STOPS = 50
# What IPython keeps of the values that cells showed.
SHOWN = re.compile(r"(?<!\w)(_{1,3}|_\d+|Out|In)(?!\w)")
UNDEFINED = re.compile(r"name '(\w+)' is not defined")
# What fails in the learner's Jupyter as it does here: no package, file or version is the reason.
EVERYWHERE = (AssertionError, NameError, NotImplementedError, LookupError, ZeroDivisionError)


def run_module(
    source: bytes,
    filename: str,
    module: ModuleType,
    passes_on: tuple[type[BaseException], ...] = (KeyboardInterrupt,),
    *,
    skips: Sequence[Skip] = (),
    hung: Callable[[Callable[[], Stopped]], Stopped] = lambda describe: describe(),
    after_each: Callable[[], None] | None = None,
    begun: Callable[[CodeType], None] = lambda code: None,
) -> tuple[Stopped, ...]:
    """Execute ``source`` in ``module``, statement by statement; return those that stopped.

    Whatever a statement does (raise, exit, run into the caller's deadline), those below it are run.
    Only the exceptions of ``passes_on`` are the caller's: Ctrl-C, where somebody may press it.

    Parameters
    ----------
    source, filename : the file, a notebook or Python by its contents
    module : where to
    passes_on : exceptions that are not the module's
    skips : statements to leave out
    hung : is called when a statement was ended by the deadline, before the next one is run, with a
        function that describes where
    after_each : is called after each statement
    begun : is called with all code before it is run
    """
    run = _Run(_short(filename), module, passes_on, skips, hung, after_each, begun)
    whole = next((skip for skip in skips if not skip.line), None)
    if whole is not None:
        return (Stopped(run.short, 0, whole.cause, detail=whole.detail),)
    try:
        with counting(), np.errstate(all="ignore"), _no_arguments(filename):
            run.file(source, filename)
    except passes_on:
        raise
    except DidNotReturn:  # between two statements
        run.stop(Stopped(run.short, 0, Cause.OUT_OF_TIME))
    return tuple(run.stops)


@contextmanager
def _no_arguments(filename: str) -> Iterator[None]:
    """Have a file started as if by its name alone: the arguments here are pytest's or Jupyter's."""
    before = sys.argv
    sys.argv = [filename]
    try:
        yield
    finally:
        sys.argv = before


@dataclass
class _Run:
    """One file being run."""

    short: str
    module: ModuleType
    passes_on: tuple[type[BaseException], ...]
    skips: Sequence[Skip]
    hung: Callable[[Callable[[], Stopped]], Stopped]
    after_each: Callable[[], None] | None
    begun: Callable[[CodeType], None]
    stops: list[Stopped] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    whole: list[Part] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)
    has_ended: bool = False
    flags: int = 0
    last: Part | None = None

    def file(self, source: bytes, filename: str) -> None:
        """Run all parts of a file."""
        try:
            parts = parts_of(source, filename)
        except Unreadable as error:
            self.stop(Stopped(self.short, 0, Cause.UNREADABLE, detail=str(error)))
            return
        except UNREADABLE as error:
            self.stop(_unread(error, filename, 0))
            return
        notebook = notebook_of(parts[0].file) if parts else ""
        if notebook:
            for cell in [each for each in linecache.cache if notebook_of(each) == notebook]:
                # It is of an earlier run, and may be in the notebook no longer.
                del linecache.cache[cell]
        self.last = parts[-1] if parts else None
        names = self.module.__dict__
        names.setdefault("display", Nothing())
        names.setdefault("get_ipython", lambda: Shell(names))
        if notebook:
            # The kit's own cells, which are left out, give them in Jupyter to every cell below.
            names.setdefault("check", Nothing())
            names.setdefault("play", Nothing())
        asks = any(part.in_cells and _asks_for_shown(part) for part in parts)
        displayed = Displayed(names) if asks else None
        name = self.module.__name__
        with names_kept() as changed:
            try:
                for part in parts:
                    if part.is_notebook:
                        # As in Jupyter: what stands under `if __name__ == "__main__"` is run.
                        self.module.__name__ = "__main__"
                    self.part(part, displayed)
            finally:
                self.module.__name__ = name
        if changed:
            self._note_the_replaced(changed, parts)

    def _note_the_replaced(self, changed: Sequence[str], parts: Sequence[Part]) -> None:
        """Note the lines that gave another value to a name that is not the learner's."""
        gives = re.compile(rf"\s*((?:\w+\.)+(?:{'|'.join(changed)}))\s*=(?!=)")
        for part in parts:
            for number, line in enumerate(part.text.split("\n"), start=1):
                if found := gives.match(line):
                    short, text = _short(part.file), line.strip()
                    self.stop(Stopped(short, number, Cause.REPLACED, None, found[1], text))

    def part(self, part: Part, displayed: Displayed | None) -> None:
        """Run a part's statements."""
        self.has_ended = False
        # As Python counts them: a form feed between two functions ends none.
        lines = list(io.StringIO(part.text))
        # Of a module's cells each has blank lines for those above it, which errors will ask for.
        above = self.lines.get(part.file, [])
        self.lines[part.file] = [*above, *lines[len(above) :]]
        linecache.cache[part.file] = (len(part.text), None, self.lines[part.file], part.file)
        if (magic := left_out_magic(part.text)) and (names := names_in(part.text)):
            short, first = _short(part.file), lines[0].strip()
            self.stop(Stopped(short, 1, Cause.OTHER_LANGUAGE, None, magic, first, names))
        code = sound_code(part) if displayed is None and self._is_simple(part) else None
        if code is None or code.co_flags & inspect.CO_COROUTINE:
            statements = statements_of(part)
            self._note_the_written()
        else:
            statements = self._at_once(code, part)
        for each in statements:
            if isinstance(each, Broken):
                self.stop(_unread(each.error, part.file, each.line, each.defines))
            elif not self._is_left_out(each, part):
                self.statement(each, part, displayed)

    def _is_simple(self, part: Part) -> bool:
        """Whether a part can be run in one go, which is several times faster."""
        if self.after_each is not None:
            return False
        return not self.skips and not self.flags and "NotImplementedError" not in part.text

    def _at_once(self, code: CodeType, part: Part) -> list[Statement | Broken]:
        """Run all of a part's code; return the statements below one that stopped."""
        depth = sys.getrecursionlimit()
        self.begun(code)
        try:
            try:
                exec(code, self.module.__dict__)
            finally:
                allow_depth(depth)
        except self.passes_on:
            raise
        except BaseException as error:
            return self._below(error, part)
        self.flags |= code.co_flags & FUTURE
        self.whole.append(part)
        return []

    def _below(self, error: BaseException, part: Part) -> list[Statement | Broken]:
        """Note the statement that stopped; return those that are still to be run."""
        line = _line_of(error, part.file)
        statements = [each for each in statements_of(part) if isinstance(each, Statement)]
        at = [n for n, each in enumerate(statements) if each.line <= line <= each.end]
        done = at[0] if at else 0
        for each in statements[:done]:
            self._succeeded(each)
        self._note_the_written()
        if len(at) != 1:
            # It came before the first line, or of several in a line: those are run again.
            return list(statements[done:])
        self._failed(error, statements[done], part)
        return list(statements[done + 1 :])

    def _note_the_written(self) -> None:
        """Note what the parts that were run in one go have defined, now that it matters."""
        for part in self.whole:
            for each in statements_of(part):
                self._succeeded(each)
        self.whole.clear()

    def statement(self, each: Statement, part: Part, displayed: Displayed | None) -> None:
        """Run one statement; note it if it does not come to its end."""
        try:
            self._execute(each, part, displayed)
        except self.passes_on:
            raise
        except BaseException as error:
            self._failed(error, each, part)
        else:
            self._succeeded(each)
        if self.after_each is not None:
            self.after_each()

    def _failed(self, error: BaseException, each: Statement, part: Part) -> None:
        if type(error) is SystemExit and not error.code and self._is_last(each, part):
            return
        names = names_bound(each.node)
        describe = functools.partial(_stopped_at, error, each.line, part.file, names)
        if part.is_notebook and isinstance(error, EVERYWHERE):
            missing = UNDEFINED.match(str(error)) if isinstance(error, NameError) else None
            lost = {name for stop in self.stops for name in stop.defines}
            self.has_ended |= missing is None or missing[1] not in lost
        self.stop(self.hung(describe) if isinstance(error, DidNotReturn) else describe())

    def _is_last(self, each: Statement, part: Part) -> bool:
        """Whether no code stands below a statement in its file."""
        below = part.text.split("\n")[each.end :]
        return part is self.last and not any(re.match(r"\s*[^#\s]", line) for line in below)

    def _succeeded(self, each: Statement | Broken) -> None:
        if not isinstance(each, Statement) or is_stub(each.node):
            return
        if not isinstance(each.node, ast.Import | ast.ImportFrom):
            self.written.update(names_bound(each.node))

    def stop(self, stopped: Stopped) -> None:
        """Keep where it stopped; what is undefined because of an earlier stop belongs to that."""
        missing = None
        if stopped.raised is not None and stopped.raised.type_name == "NameError":
            missing = UNDEFINED.match(stopped.raised.message)
        for at, earlier in enumerate(self.stops):
            is_same_line = (earlier.file, earlier.line) == (stopped.file, stopped.line)
            if is_same_line or (missing and missing[1] in earlier.defines):
                defines = dict.fromkeys((*earlier.defines, *stopped.defines))
                self.stops[at] = replace(earlier, defines=tuple(defines))
                return
        if len(self.stops) < MOST_STOPS:
            self.stops.append(stopped)

    def _is_left_out(self, each: Statement, part: Part) -> bool:
        """Whether a statement is not run: it ended the process before, or is a stub too late."""
        short = _short(part.file)
        for skip in self.skips:
            if skip.file == short and each.line <= skip.line <= each.end:
                source = linecache.getline(part.file, skip.line).strip()
                names = names_bound(each.node)
                self.stop(Stopped(short, skip.line, skip.cause, None, skip.detail, source, names))
                return True
        # A function that is written counts before an untouched stub of its name, and before what
        # Jupyter has not run, because its cell had ended. What is nowhere else counts all the same.
        is_second = bool(self.written.intersection(names_bound(each.node)))
        return is_second and (is_stub(each.node) or self.has_ended)

    def _execute(self, each: Statement, part: Part, displayed: Displayed | None) -> None:
        names = self.module.__dict__
        flags = self.flags | (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if part.in_cells else 0)
        if displayed is not None and each.shown and isinstance(each.node, ast.Expr):
            tree: ast.Expression | ast.Module = ast.Expression(each.node.value)
            mode = "eval"
        else:
            tree, mode = ast.Module([each.node], []), "exec"
        code: CodeType = compile(tree, part.file, mode, flags, dont_inherit=True)
        self.flags |= code.co_flags & FUTURE
        self.begun(code)
        depth = sys.getrecursionlimit()
        try:
            value = eval(code, names)
        finally:
            allow_depth(depth)
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio  # seldom, and slow to import

            value = asyncio.run(value)
        if displayed is not None and mode == "eval":
            displayed.keep(value, each.shown)


def _asks_for_shown(part: Part) -> bool:
    """Whether a part speaks of what cells showed; ``for _ in`` in a function does not."""
    if not SHOWN.search(part.text):
        return False
    code = sound_code(part)
    return code is None or any(SHOWN.fullmatch(name) for name in _globals_in(code))


def _globals_in(code: CodeType) -> Iterator[str]:
    """Yield the names that code and its functions look for outside of functions."""
    yield from code.co_names
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _globals_in(const)


def _stopped_at(error: BaseException, line: int, filename: str, names: tuple[str, ...]) -> Stopped:
    short = _short(filename)
    raised = raised_from(error)
    found, source = _line_in(raised, short)
    source = source or linecache.getline(filename, line).strip()
    if isinstance(error, DidNotReturn):
        return Stopped(short, found or line, Cause.OUT_OF_TIME, source=source, defines=names)
    if isinstance(error, Left):
        return Stopped(short, found or line, Cause.EXITED, source=source, defines=names)
    return Stopped(short, found or line, Cause.RAISED, raised, source=source, defines=names)


def _line_of(error: BaseException, filename: str) -> int:
    """Return the line of a file's own code at which it was when this was raised."""
    lines = (
        line
        for frame, line in walk_tb(error.__traceback__)
        if frame.f_code.co_filename == filename and frame.f_code.co_name == "<module>"
    )
    return next(lines, 0)


def _unread(
    error: BaseException, filename: str, line: int, defines: tuple[str, ...] = ()
) -> Stopped:
    short = _short(filename)
    raised = raised_from(error)
    if not raised.frames:
        return Stopped(short, line, Cause.RAISED, raised, defines=defines)
    frame = replace(raised.frames[-1], file=short)
    if not frame.source:
        frame = replace(frame, source=linecache.getline(filename, frame.line).strip())
    raised = replace(raised, frames=(*raised.frames[:-1], frame))
    source = frame.source.strip()
    return Stopped(short, line and frame.line, Cause.RAISED, raised, "", source, defines)


def _short(filename: str) -> str:
    return filename.replace("\\", "/").rsplit("/", 1)[-1]


def _line_in(raised: Raised, short: str) -> tuple[int, str]:
    return next(((f.line, f.source) for f in raised.frames if f.file == short), (0, ""))


def right_functions(stem: str, names: Sequence[str], source: str) -> RightFunctions:
    """Return functions that ``source`` defines, for the place of a module's own."""
    namespace = {"__name__": "stand_in"}
    exec(compile(source, "<stand-in>", "exec"), namespace)
    contracts = exercise_of(stem).functions
    parameters = {name: [*contracts[name].parameters] for name in names}
    return RightFunctions({name: namespace[name] for name in names}, parameters)


class ExerciseFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and loads the exercises' modules, by their plain and their package's names.

    Parameters
    ----------
    read : gives a stem's ``(source, filename)``, or None when there is no such file
    carrier : what to put before the function that is carried; None leaves it alone

    Attributes
    ----------
    passes_on : exceptions of a module's top-level code that are not the module's
    refuses : whether a learner's file is given only what is there wherever it is graded
    catches_exits : whether `os._exit` stops the statement that is being run, and no more
    stopped : the statements of modules that did not come to their end, by stem
    right_functions : functions that take the place of modules' own, by stem
    settings : Matplotlib's settings as far as modules have changed them, by stem
    can_change_names : whether code of a module may give other modules' names other values
    """

    passes_on: tuple[type[BaseException], ...] = (KeyboardInterrupt,)
    refuses = True
    catches_exits = True

    def __init__(
        self, read: Callable[[str], tuple[bytes, str] | None], carrier: Carrier | None = None
    ) -> None:
        self.read = read
        self.carrier = carrier
        self.stopped: dict[str, tuple[Stopped, ...]] = {}
        self.right_functions: dict[str, RightFunctions] = {}
        self.settings: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self.can_change_names = False
        self.ipython = IPythonFinder()

    def install(self) -> None:
        """Put the finder first on `sys.meta_path`."""
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return a spec for an exercise's module, None for any other."""
        stem = fullname.removeprefix("exercises.")
        if stem not in STEMS or (fullname == stem and self.read(stem) is None):
            spec = self.ipython.find_spec(fullname, path)
            if spec is None and self.refuses and (why := refused(fullname, path)):
                raise ModuleNotFoundError(why, name=fullname)
            return spec
        if self.read(stem) is None:
            why = f"{stem}.py is missing from exercises/. {self._asked_for(stem)}"
            raise ModuleNotFoundError(why, name=fullname)
        return importlib.machinery.ModuleSpec(fullname, self)

    def _asked_for(self, stem: str) -> str:
        """Say what to call the file, and which one it may be by another name."""
        folder = Path(__file__).parents[2]
        begins = re.compile(rf"(?:my|copy of)?[ _-]*{stem[:3]}(?!\d)", re.IGNORECASE)
        near = [path.name for path in sorted(folder.glob("*.py*")) if begins.match(path.name)]
        if not self.refuses or len(near) != 1:
            return "Keep the stub's file name."
        return f"Keep the stub's file name. If it is `{near[0]}`, rename that."

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """Return the package's module for the plain name, None (a new one) otherwise."""
        if spec.name in STEMS:
            return importlib.import_module(f"exercises.{spec.name}")
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the learner's file in ``module``, once."""
        # Of a notebook that imports itself while it is loaded, `__name__` is "__main__".
        name = module.__spec__.name if module.__spec__ else module.__name__
        stem = name.removeprefix("exercises.")
        found = self.read(stem)
        if found is None or "__file__" in module.__dict__:
            return
        source, module.__file__ = found
        right = self.right_functions.get(stem)
        put_in = functools.partial(right.put_in, module) if right is not None else None
        if put_in is not None:
            put_in()
        exits = caught_exits() if self.catches_exits else nullcontext()
        with exits, own_settings() as self.settings[stem]:
            stopped = run_module(
                source,
                found[1],
                module,
                self.passes_on,
                skips=self.skips(stem),
                hung=functools.partial(self.hung, stem),
                after_each=put_in,
                begun=self._begun,
            )
        if put_in is not None:
            put_in()
        if stopped:
            self.stopped[stem] = stopped
        descent = module.__dict__.get(CARRIED.name)
        if stem == CARRIED.stem and self.carrier is not None and callable(descent):
            module.__dict__[CARRIED.name] = self.carrier.wrap(descent)

    def _begun(self, code: CodeType) -> None:
        self.can_change_names = self.can_change_names or can_change_names(code, STEMS)

    def skips(self, stem: str) -> Sequence[Skip]:
        """Return the statements of a module that are not to be run."""
        return ()

    def hung(self, stem: str, describe: Callable[[], Stopped]) -> Stopped:
        """Give what stands below a statement that hung some time of its own."""
        deadline.renew(0.25)
        return describe()
