"""What is right in a kernel, and is not in the notebook as it is saved: that is what is graded.

A kernel keeps what a cell defined that was changed or deleted since, and nobody sees that it does.
"""

from __future__ import annotations

import ast
import dis
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from exercises.coach.calling.file_contents import tree_of
from exercises.coach.calling.jupyter_cells import cell_of, shell
from exercises.coach.calling.magics import plain_python
from exercises.coach.calling.notebook_file import NotebookError, cells_in
from exercises.coach.calling.raised import code_of
from exercises.coach.calling.script import is_stub, names_bound
from exercises.coach.contracts import Exercise

__all__ = ["not_saved"]

SHOWN = 3
# What may give a name a value without naming it.
ANY_NAME = re.compile(r"\bimport \*|run_line_magic\('run'|\b(?:exec|globals|locals|vars)\(")


def not_saved(exercise: Exercise, namespace: Mapping[str, Any]) -> Iterator[str]:
    """Say what the functions of an exercise are or use that the saved notebook would not give.

    Nothing where it gives the same, and where nobody knows: of which file the notebook is, or what
    one of its cells defines.
    """
    path = _path(namespace)
    if path is None:
        return
    try:
        cells = [cell.source for cell in cells_in(path.read_bytes()) if cell.kind == "code"]
        texts = [plain_python(cell) for cell in cells]
    except (OSError, NotebookError, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    modules = [tree for tree in map(tree_of, texts) if tree is not None]
    if len(modules) < len(texts) or any(map(ANY_NAME.search, texts)):
        return
    bound = {name for module in modules for name in _bound_in(module)}
    run = getattr(getattr(shell(), "history_manager", None), "input_hist_raw", ())
    lost = []
    for name in _used_by(exercise, namespace):
        code = code_of(namespace[name])
        number = cell_of(code) if code and code.co_name == name else None
        if number is None or number >= len(run):
            if name not in bound:
                lost.append(f"`{name}`")
            continue
        defining = [c.strip() for c, m in zip(cells, modules, strict=True) if _defines(name, m)]
        if run[number].strip() not in defining:
            # It may be there in another version, as the stub.
            lost.append(f"`{name}` of cell [{number}]")
        elif run[number].strip() != defining[-1]:
            yield (
                f"In {path.name} another `{name}` comes below that of cell [{number}], which is "
                "checked here. The lower one counts: delete the one that you do not want."
            )
    if lost:
        more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        yield (
            f"The saved notebook is what you hand in, and {path.name} does not hold "
            f"{', '.join(lost[:SHOWN])}{more}. Save it, and run this cell again. If this is still "
            "said, a cell was changed or deleted after it was run: restart the kernel, and run all "
            "cells."
        )


def _path(namespace: Mapping[str, Any]) -> Path | None:
    """Return the notebook's file, where VS Code or Jupyter's server tells which it is."""
    told = namespace.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
    path = Path(str(told))
    # Some servers tell a path below a folder of theirs; and it may have been renamed since.
    return path if path.is_absolute() and path.suffix == ".ipynb" and path.is_file() else None


def _bound_in(module: ast.Module) -> Iterator[str]:
    """Yield the names that a cell gives a value, those within functions too."""
    for node in ast.walk(module):
        if isinstance(node, ast.stmt):
            yield from names_bound(node)


def _defines(name: str, module: ast.Module) -> bool:
    """Whether a cell gives a function's name a value that counts: a stub below it does not."""
    return any(name in names_bound(each) and not is_stub(each) for each in module.body)


def _used_by(exercise: Exercise, namespace: Mapping[str, Any]) -> list[str]:
    """Return the exercise's functions and what of the notebook they use, directly or not."""
    found = [name for name in exercise.functions if name in namespace]
    for name in found:  # which grows
        code = code_of(namespace[name])
        if code is not None and cell_of(code) is not None:
            found += [
                each
                for each in dict.fromkeys(_globals_in(code))
                if each in namespace and each not in found
            ]
    return found


def _globals_in(code: CodeType) -> Iterator[str]:
    """Yield the names that a function, and what is defined in it, look up outside of functions."""
    for each in dis.get_instructions(code):
        if each.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield each.argval
        elif isinstance(each.argval, CodeType):
            yield from _globals_in(each.argval)
