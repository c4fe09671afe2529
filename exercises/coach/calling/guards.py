"""What a learner's code may not do to the process that calls it: a block for each, or a call.

- `caught_exits`: end it, by `os._exit`;
- `allow_depth`, after it: allow less recursion than the judges need;
- `names_kept`: give another value to names of Python's, NumPy's or pyplot's own, which the judges
  and the other exercises use too; take modules out of `sys.modules`;
- `limited_memory`: take all the memory of the machine, so that the system ends the whole run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from opcode import opmap
from operator import is_
from types import CodeType, ModuleType
from typing import TypeVar

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]

__all__ = [
    "MOST_BYTES", "Left", "allow_depth", "can_change_names", "caught_exits", "keep_names_of",
    "limited_memory", "names_kept",
]  # fmt: skip

T = TypeVar("T")
_leave = os._exit
# The processes in which a block runs, the innermost last: one that was forked in it ends.
_staying: list[int] = []


class Left(SystemExit):
    """Raised in the place of the end of the process."""


def _exit(status: int) -> None:
    if os.getpid() not in _staying:
        _leave(status)
    raise Left(status)


@contextmanager
def caught_exits() -> Iterator[None]:
    """Within the block `os._exit` raises `Left`, also by the name that was imported in one."""
    modules = [os, sys.modules[_leave.__module__]]
    before = [vars(module)["_exit"] for module in modules]
    _staying.append(os.getpid())
    for module in modules:
        vars(module)["_exit"] = _exit
    try:
        yield
    finally:
        _staying.pop()
        for module, function in zip(modules, before, strict=True):
            vars(module)["_exit"] = function


def allow_depth(least: int) -> None:
    """Allow again so much recursion. More than that stays, for the learner's calls.

    It is not a block, whose end takes more frames than the code in it: there may be none left.
    """
    if sys.getrecursionlimit() < least:
        sys.setrecursionlimit(least)


SETTING = {opmap["STORE_ATTR"], opmap["DELETE_ATTR"]}
IMPORTING, LONGER = opmap["IMPORT_NAME"], opmap["EXTENDED_ARG"]
# What they hold takes a name from somebody else only by an assignment or by a name of `BY_TEXT`.
HARMLESS = {
    *("__future__", "abc", "cmath", "collections", "copy", "dataclasses", "decimal", "enum"),
    *("exercises", "fractions", "functools", "itertools", "math", "matplotlib", "numpy", "random"),
    *("solutions", "statistics", "string", "time", "typing", "warnings"),
}
BY_TEXT = {
    *("compile", "delattr", "eval", "exec", "get_ipython", "getattr", "globals", "locals"),
    *("modules", "setattr", "vars"),
    *("__builtins__", "__delattr__", "__dict__", "__getattribute__", "__globals__", "__import__"),
    *("__loader__", "__self__", "__setattr__", "__spec__"),
}


def can_change_names(code: CodeType, known: Iterable[str] = ()) -> bool:
    """Whether code, or a function in it, may give another module's name another value.

    Nearly no solution sets an attribute of anything. Where none does, a call need not be followed
    by a look at two thousand names, which would be a fifth of what a submission's calls cost.

    Parameters
    ----------
    known : further modules that it may import, whose code is asked about too
    """
    words, arguments = code.co_code[::2], code.co_code[1::2]
    imports = [at for at, word in enumerate(words) if word == IMPORTING]
    if not SETTING.isdisjoint(words) or (imports and LONGER in words):
        return True
    for at in imports:
        package = code.co_names[arguments[at]].partition(".")[0]
        if package not in HARMLESS and package not in known:
            return True
    if not BY_TEXT.isdisjoint(code.co_names):
        return True
    return any(can_change_names(c, known) for c in code.co_consts if isinstance(c, CodeType))


# pytest needs some of them to the last line of a run, which would end without its results.
OTHERS = (
    *("builtins", "copy", "dataclasses", "io", "json", "math", "os", "os.path", "random", "re"),
    *("time", "warnings", "numpy", "numpy.linalg", "numpy.random"),
    *("matplotlib", "matplotlib.pyplot"),
)
# Where one of these is another module afterwards, modules were taken out and imported again.
IMPORTED_ONCE = ("exercises", "numpy", "matplotlib", "matplotlib.pyplot")
# They may be among what was changed.
_all, _len, _map, _vars = all, len, map, vars
# The names of the blocks that are open, the innermost last, each as they are and as they were.
_blocks: list[list[tuple[dict[str, object], dict[str, object]]]] = []


@contextmanager
def names_kept() -> Iterator[list[str]]:
    """Put back after the block what was changed in it; the list then has the names.

    ``np.array = [1.0, 2.0]`` is a slip for ``np.array([1.0, 2.0])``. Modules that were taken out of
    `sys.modules` are there again, and so is what finds them.
    """
    changed: list[str] = []
    modules, finders, folders = sys.modules.copy(), [*sys.meta_path], [*sys.path]
    own = [_vars(modules[name]) for name in OTHERS if name in modules]
    _blocks.append([(names, names.copy()) for names in own])
    try:
        yield changed
    finally:
        _put_back(modules)
        _put_back_entries(sys.meta_path, finders)
        _put_back_entries(sys.path, folders)
        for names, before in _blocks.pop():
            # What was only added comes after these.
            if not _all(_map(is_, names.values(), before.values())):
                for name in before:
                    if name not in names or names[name] is not before[name]:
                        names[name] = before[name]
                        changed.append(name)


def keep_names_of(module: ModuleType) -> None:
    """Put back this module's names, too, after the blocks that are open: it is imported in them."""
    for block in _blocks:
        block.append((vars(module), vars(module).copy()))


def _put_back(modules: dict[str, ModuleType]) -> None:
    """Have these modules among the imported ones again."""
    now = sys.modules
    is_known = _all(now.get(name) is modules.get(name) for name in IMPORTED_ONCE if name in modules)
    if _len(now) < _len(modules) or not is_known:
        now.update(modules)


def _put_back_entries(entries: list[T], known: list[T]) -> None:
    """Have a list as it was where one of its entries is missing."""
    if not _all(entry in entries for entry in known):
        entries[:] = known


# Beside what is in use: far more than any exercise needs, and no burden to a small machine.
MOST_BYTES = 1 << 30
IN_USE = "/proc/self/statm"


@contextmanager
def limited_memory() -> Iterator[None]:
    """Within the block the process may take `MOST_BYTES` more than it has; on Linux only.

    An array that doubles at every step, as ``theta - lr * column`` makes one, or a list that grows
    in an endless loop, then ends with a MemoryError in the line that asks for too much.
    """
    before = _limits()
    used = _bytes_in_use() if before else 0
    if not before or not used or 0 <= before[0] <= used + MOST_BYTES:
        yield
        return
    resource.setrlimit(resource.RLIMIT_DATA, (used + MOST_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _limits() -> tuple[int, int] | None:
    """Return the limit in force and the highest there may be; −1 means none."""
    try:
        return resource.getrlimit(resource.RLIMIT_DATA)
    except (AttributeError, OSError, ValueError):
        return None


def _bytes_in_use() -> int:
    """Return what the process has for its data, 0 where that is not known."""
    try:
        with open(IN_USE, encoding="ascii") as file:
            pages = int(file.read().split()[5])
        return pages * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0
