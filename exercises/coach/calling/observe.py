"""Call a learner's function once and write down, as plain data, what happened.

The same observer runs in the learner's pytest, in a notebook and in the grader's confined child,
so that a verdict is always taken on an `Observation`, never on a learner's live objects.
"""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
import sys
import textwrap
import tokenize
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import Enum
from traceback import walk_tb
from types import CodeType, FunctionType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from exercises.coach.calling.deadline import DidNotReturn, counting
from exercises.coach.calling.file_contents import tree_of
from exercises.coach.calling.guards import Left, allow_depth, names_kept
from exercises.coach.calling.plain_data import article, plain
from exercises.coach.calling.raised import (
    LEARNERS,
    Frame,
    Raised,
    code_of,
    of_cell,
    raised_from,
    short_name,
)
from exercises.coach.calling.stopped import Stopped
from exercises.coach.problems import Problem

__all__ = [
    "VISITED",
    "Frame",
    "Observation",
    "OutOfTime",
    "Raised",
    "Status",
    "call",
    "missing",
    "observe",
    "raised_from",
    "raises_not_implemented",
    "shows_defaults",
]

Status = Literal[
    "returned", "raised", "not started", "missing", "no function", "timed out", "crashed"
]
VISITED = 1000
HEADERS = 40


class OutOfTime(Enum):
    """What else there is to say of a call that timed out."""

    HUNG_BEFORE = "it was not made: the function had not returned before"
    NONE_LEFT = "it was not made: earlier calls had used up the submission's time"
    LAST_OF_IT = "it used up what was left of the submission's time"


@dataclass(frozen=True)
class Observation:
    """What one call did.

    Attributes
    ----------
    status : how the call ended
    value : plain data, when it returned (`exercises.coach.calling.plain_data`)
    raised : when it raised, was not started or is missing
    visited : the θ at which the problem's ``grad`` was called, in order, at most 1000
    grad_calls, loss_calls : how often the problem's functions were called
    mutated : positions of the arguments that the call changed
    figure : what was drawn (`exercises.coach.calling.figure_as_data`), when that was asked for
    live : the Matplotlib figure itself, when that was asked for; it stays in the process that drew
    note : a crash or what is not a function in words
    lost : where a file stopped, when that is why the function, or a name that it uses, is not there
    seconds : that a call which timed out had, or the submission where its time is used up; 0 where
        that is not known
    out_of_time : of a call that timed out, what else there is to say
    printed : what the call printed, its tail, where that was kept
    shows_defaults : whether the function's header has the contract's defaults (`shows_defaults`)
    """

    status: Status
    value: Any = None
    raised: Raised | None = None
    visited: tuple[NDArray[np.float64], ...] = ()
    grad_calls: int = 0
    loss_calls: int = 0
    mutated: tuple[int, ...] = ()
    figure: dict[str, Any] | None = None
    live: Any = field(default=None, compare=False, repr=False)
    note: str = ""
    lost: Stopped | None = None
    seconds: float = 0.0
    out_of_time: OutOfTime | None = None
    printed: str = ""
    shows_defaults: bool = False


@dataclass
class Recorder:
    """A problem's ``loss`` and ``grad`` as plain functions that keep a record."""

    problem: Problem
    visited: list[NDArray[np.float64]] = field(default_factory=list)
    grad_calls: int = 0
    loss_calls: int = 0

    def functions(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
        """Return ``(loss_fn, grad_fn)``."""
        loss, grad = self.problem.handed_in()

        def loss_fn(theta: Any) -> Any:
            self.loss_calls += 1
            return loss(theta)

        def grad_fn(theta: Any) -> Any:
            self.grad_calls += 1
            if len(self.visited) < VISITED:
                self.visited.append(np.array(theta, dtype=float))
            return grad(theta)

        # Python names a function in its errors as it is called here.
        loss_fn.__qualname__, grad_fn.__qualname__ = "loss_fn", "grad_fn"
        return loss_fn, grad_fn


def observe(
    function: Any, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None,
    *, puts_back: bool = True,
) -> Observation:  # fmt: skip
    """Call ``function(*args, **kwargs)`` and return what happened.

    Parameters
    ----------
    function : what stands under the contract's name in the learner's module
    args, kwargs : plain data, or bound methods ``problem.loss`` and ``problem.grad`` of a
        `Problem`; the learner gets copies, and plain functions that record θ
    puts_back : whether names of other modules that the call changed get their values back; needless
        where the learner's code changes none

    Returns
    -------
    Observation
    """
    if not callable(function):
        kind = type(function).__name__
        return Observation("no function", note=f"it is {article(kind)}, not a function")
    return call(function, args, kwargs or {}, puts_back=puts_back)[0]


def call(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any],
    *, puts_back: bool = True,
) -> tuple[Observation, Any]:  # fmt: skip
    """Return the observation and the live value (which only the drawing's observer may touch)."""
    recorders: dict[int, Recorder] = {}
    handed = [_handed(argument, recorders) for argument in args]
    named = {name: _handed(argument, recorders) for name, argument in kwargs.items()}
    value: Any = None
    ended: dict[str, Any] = {"status": "returned"}
    depth = sys.getrecursionlimit()
    try:
        with counting(), np.errstate(all="ignore"):
            with names_kept() if puts_back else nullcontext():
                try:
                    value = function(*handed, **named)
                finally:
                    allow_depth(depth)
            ended["value"] = plain(value)
            if inspect.iscoroutine(value):
                # Else Python warns of it when it is gone, among what the learner's code prints.
                value.close()
    except KeyboardInterrupt:
        raise
    except DidNotReturn as error:
        ended = {"status": "timed out", "raised": raised_from(error)}
    except Left as error:
        ended = {"status": "crashed", "note": f"it ended the process with os._exit({error.code})"}
    except BaseException as error:
        # Jupyter's refusal of `input()` is a NotImplementedError too.
        is_stub = isinstance(error, NotImplementedError) and _is_raised_by_the_learner(error)
        left = _raise_left_behind(error) if is_stub else ""
        status = "not started" if is_stub and not left else "raised"
        ended = {"status": status, "raised": raised_from(error, function), "note": left}
    recorder = next(iter(recorders.values()), None)
    if recorder is not None:
        # Of two threads at once, both may find that there is room for one more.
        ended["visited"] = tuple(recorder.visited[:VISITED])
        ended["grad_calls"], ended["loss_calls"] = recorder.grad_calls, recorder.loss_calls
    originals = [*args, *kwargs.values()]
    after = [*handed, *named.values()]
    changed = [i for i, pair in enumerate(zip(originals, after, strict=True)) if _differs(*pair)]
    return Observation(**ended, mutated=tuple(changed)), value


def shows_defaults(function: Any, defaults: Mapping[str, Any]) -> bool:
    """Whether a function's header has these defaults, so that a call need not find them out.

    Only values that no call can change count: numbers, None and tuples of them, of the same types.
    A function that is wrapped in another one, or made otherwise, shows nothing.
    """
    if type(function) is not FunctionType or not defaults:
        return False
    code, values = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[: code.co_argcount]
    # From the last one backwards; a submission may have put more values there than there are names.
    shown = dict(zip(reversed(names), reversed(values), strict=False))
    return all(name in shown and _is_same(shown[name], defaults[name]) for name in defaults)


def _is_same(shown: Any, expected: Any) -> bool:
    if type(shown) is not type(expected):
        return False
    if isinstance(expected, tuple):
        return len(shown) == len(expected) and all(map(_is_same, shown, expected))
    return bool(shown == expected)


def missing(module: Mapping[str, Any]) -> Observation:
    """Return the observation of a function that is not there, with the headers of those that are.

    Its value has for each function its name, its parameters, its place in words and what it is
    inside of, in two words: ``class`` and ``Loss``, ``function`` and ``loss``, ``if`` and ``""``;
    twice ``""`` for the module itself.

    Parameters
    ----------
    module : the module's or the notebook's names
    """
    headers, files = [], [str(module.get("__file__", ""))]
    for name, function in module.items():
        code = code_of(function)
        if code is not None and not name.startswith("_"):
            place = _place(code.co_filename, code.co_firstlineno)
            headers.append((name, _parameters(code), place, "", ""))
        if getattr(function, "__module__", None) in LEARNERS:
            inner = vars(function).values() if isinstance(function, type) else (function,)
            codes = map(code_of, inner)
            files += [each.co_filename for each in codes if each is not None]
    within = [row for file in dict.fromkeys(files) for row in _inside(file)]
    return Observation("missing", value=(*headers[:HEADERS], *within[:HEADERS]))


def _place(file: str, line: int) -> str:
    """Return ``Line 3``, of a notebook ``Line 3 of cell [4]``."""
    return f"Line {line}{of_cell(short_name(file))}"


def _inside(file: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the functions that stand inside something else in a file."""
    for name, names, line, outer in _functions_inside("".join(linecache.getlines(file))):
        yield name, names, _place(file, line), *outer


# Each call that asks for a missing function asks for the same file again.
@functools.lru_cache(maxsize=4)
def _functions_inside(text: str) -> tuple[tuple[str, str, int, tuple[str, str]], ...]:
    """Return name, parameters and line of functions inside something else, and what that is."""
    tree = tree_of(text)
    return () if tree is None else tuple(_walk_inside(tree))


def _walk_inside(tree: ast.Module) -> Iterator[tuple[str, str, int, tuple[str, str]]]:
    around: deque[tuple[ast.AST, tuple[str, str] | None]] = deque([(tree, None)])
    while around:
        outer, what = around.popleft()
        for node in ast.iter_child_nodes(outer):
            if isinstance(node, ast.FunctionDef) and what is not None:
                names = ", ".join(each.arg for each in node.args.args)
                yield node.name, names, node.lineno, what
            if isinstance(node, ast.stmt):
                around.append((node, _kind(node)))


def _kind(node: ast.stmt) -> tuple[str, str]:
    """Return ``class`` or ``function`` with its name, or the word that a statement begins with."""
    if isinstance(node, ast.ClassDef):
        return "class", node.name
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return "function", node.name
    return type(node).__name__.lower(), ""


def _is_raised_by_the_learner(error: BaseException) -> bool:
    """Whether the innermost line is the learner's own; also where nothing is known of it."""
    frames = list(walk_tb(error.__traceback__))
    return not frames or frames[-1][0].f_globals.get("__name__") in LEARNERS


def _raise_left_behind(error: BaseException) -> str:
    """Say which line still raises in a function that has code of its own; empty for a stub."""
    inner = None
    for frame, line in walk_tb(error.__traceback__):
        if frame.f_globals.get("__name__") in LEARNERS:
            inner = frame.f_code, line
    if inner is None:
        return ""
    code, line = inner
    body = _body_of(code)
    of_stub = [node for node in body if raises_not_implemented(node)]
    if len(of_stub) == len(body):
        return ""
    where = (
        f"`{code.co_name}` has code, but line {line} of {short_name(code.co_filename)} still raises"
    )
    is_left = any(node.lineno + code.co_firstlineno - 1 == line for node in of_stub)
    raising = [node for node in body if node.lineno + code.co_firstlineno - 1 == line]
    if raising and isinstance(raising[0], ast.Raise) and not is_left:
        return f"{where}: write `return` in the place of `raise NotImplementedError`"
    return f"{where}: {'delete that line' if is_left else 'write what belongs there'}"


def _body_of(code: CodeType) -> list[ast.stmt]:
    """Return a function's statements but for its docstring and `pass`; none where not known.

    From the source: what stands below a `raise` is not compiled.
    """
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    try:
        tree = tree_of(textwrap.dedent("".join(inspect.getblock(lines))))
    except (SyntaxError, IndexError, tokenize.TokenError):
        return []
    node = tree.body[0] if tree is not None and tree.body else None
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    return [each for each in node.body if not _says_nothing(each)]


def _says_nothing(node: ast.stmt) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Pass)


def raises_not_implemented(node: ast.AST) -> bool:
    """Whether a statement is ``raise NotImplementedError``, with or without a text."""
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    of_call = node.exc.args if isinstance(node.exc, ast.Call) else []
    is_text = all(isinstance(each, ast.Constant | ast.JoinedStr | ast.Name) for each in of_call)
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError" and is_text


def _parameters(code: CodeType) -> str:
    return ", ".join(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def _handed(argument: Any, recorders: dict[int, Recorder]) -> Any:
    problem = getattr(argument, "__self__", None)
    if isinstance(problem, Problem):
        recorder = recorders.setdefault(id(problem), Recorder(problem))
        loss_fn, grad_fn = recorder.functions()
        return loss_fn if argument.__name__ == "loss" else grad_fn
    if isinstance(argument, np.ndarray):
        return argument.copy()
    if isinstance(argument, list):
        return [_handed(item, recorders) for item in argument]
    return argument


def _differs(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        same_form = after.shape == before.shape and after.dtype == before.dtype
        return not (same_form and np.array_equal(after, before, equal_nan=before.dtype.kind == "f"))
    if isinstance(before, list):
        if len(before) != len(after) or any(
            type(b) is not type(a) for b, a in zip(before, after, strict=True)
        ):
            return True
        return any(_differs(b, a) for b, a in zip(before, after, strict=True))
    return isinstance(before, (int, float, str)) and after is not before and after != before
