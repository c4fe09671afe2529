"""`os._exit` in a learner's code: it would take the process and all that was found with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Left", "caught_exits"]

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
