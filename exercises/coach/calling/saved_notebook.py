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

from exercises.coach.calling.jupyter_cells import cell_of, shell
from exercises.coach.calling.magics import plain_python
from exercises.coach.calling.notebook_file import NotebookError, cells_in
from exercises.coach.calling.raised import code_of
from exercises.coach.calling.script import names_bound
from exercises.coach.contracts import Exercise

__all__ = ["not_saved"]

SHOWN = 3
# What may give a name a value without naming it.
ANY_NAME = re.compile(r"\bimport \*|run_line_magic\('run'|\b(?:exec|globals|locals|vars)\(")


def not_saved(exercise: Exercise, namespace: Mapping[str, Any]) -> str:
    """Say what the functions of an exercise are or use that the saved notebook does not hold.

    ``""`` where it holds all, and where nobody knows: of which file the notebook is, or what one
    of its cells defines.
    """
    path = _path(namespace)
    if path is None:
        return ""
    try:
        cells = [cell.source for cell in cells_in(path.read_bytes()) if cell.kind == "code"]
        texts = [plain_python(text) for text in cells]
        bound = {name for text in texts for name in _bound_in(text)}
    except (OSError, NotebookError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    if any(map(ANY_NAME.search, texts)):
        return ""
    saved = {text.strip() for text in cells}
    run = getattr(getattr(shell(), "history_manager", None), "input_hist_raw", ())
    lost = []
    for name in _used_by(exercise, namespace):
        code = code_of(namespace[name])
        number = cell_of(code) if code and code.co_name == name else None
        if number is not None and number < len(run):
            # It may be there in another version, as the stub.
            if run[number].strip() not in saved:
                lost.append(f"`{name}` of cell [{number}]")
        elif name not in bound:
            lost.append(f"`{name}`")
    if not lost:
        return ""
    more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    words = ", ".join(lost[:SHOWN]) + more
    return (
        f"The saved notebook is what you hand in, and {path.name} does not hold {words}. "
        "Save it, and run this cell again. If this is still said, a cell was changed or deleted "
        "after it was run: restart the kernel, and run all cells."
    )


def _path(namespace: Mapping[str, Any]) -> Path | None:
    """Return the notebook's file, where VS Code or Jupyter's server tells which it is."""
    told = namespace.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
    path = Path(str(told))
    # Some servers tell a path below a folder of theirs; and it may have been renamed since.
    return path if path.is_absolute() and path.suffix == ".ipynb" and path.is_file() else None


def _bound_in(text: str) -> Iterator[str]:
    """Yield the names that a cell gives a value, those within functions too."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            yield from names_bound(node)


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
