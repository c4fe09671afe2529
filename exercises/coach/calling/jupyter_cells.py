"""What a Jupyter kernel tells of the cells that were run: which made a function, which did not."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType
from typing import Any

from exercises.coach.calling.file_contents import tree_of
from exercises.coach.calling.magics import left_out_magic
from exercises.coach.calling.raised import code_of as code_of_function
from exercises.coach.calling.raised import short_name
from exercises.coach.calling.script import is_stub
from exercises.coach.contracts import Exercise

__all__ = ["cell_of", "not_run_since", "shell"]


def not_run_since(exercise: Exercise, namespace: Mapping[str, Any]) -> Iterator[str]:
    """Yield which functions are not those of the last cell that was to define them, and why."""
    cells = getattr(shell(), "user_ns", {}).get("In", ())
    for name in exercise.functions:
        defining = _defining(name, cells)
        if not defining:
            continue
        last = max(defining)
        if name not in namespace:
            if why := _why_undefined(name, last, defining[last], cells[last]):
                yield why
            continue
        code = code_of_function(namespace[name])
        made = cell_of(code) if code else None
        if code is None or made is None or code.co_name != name:
            continue
        checked = f"what is checked is `{name}` as cell [{made}] has it."
        if made < last:
            # What a magic leaves and what a decorator returns may well be of an older cell.
            if defining[last] or _is_decorated(name, cells[last]):
                continue
            why = f"stopped above its `def {name}`, or was undone"
            if error := _unread(cells[last]):
                why = f"has an error in line {error.lineno} and was not run"
            yield f"Cell [{last}] {why}: {checked}"
        elif _holds_stub(name, cells[last]):
            written = [n for n in defining if n < last and not _holds_stub(name, cells[n])]
            if written and not defining[last]:
                yield (
                    f"Cell [{last}] holds the stub of `{name}`, and was run after yours, cell "
                    f"[{written[-1]}]: delete the stub, and run yours again."
                )


def cell_of(code: CodeType) -> int | None:
    """Return the number beside the cell that code was made in; None where there is none."""
    cell = re.fullmatch(r"cell \[(\d+)\]", short_name(code.co_filename))
    return int(cell[1]) if cell else None


def _defining(name: str, cells: Sequence[object]) -> dict[int, str]:
    """Return the numbers of the cells that hold a function's header, each with its cell magic."""
    header = re.compile(rf"^(?:async )?def {name}\b", re.MULTILINE)
    found = {}
    for number, text in enumerate(cells):
        if isinstance(text, str) and f"def {name}" in text:
            magic, code = _magic_and_code(text)
            if header.search(code):
                found[number] = magic
    return found


def _magic_and_code(text: str) -> tuple[str, str]:
    """Return a cell's magic, ``""`` where it has none, and what is below; IPython keeps a call."""
    if "run_cell_magic(" in text:
        with contextlib.suppress(SyntaxError, ValueError):
            call = ast.parse(text.strip(), mode="eval").body
            if isinstance(call, ast.Call) and len(call.args) == 3:
                name, _, code = (ast.literal_eval(each) for each in call.args)
                return str(name), str(code)
    return "", text


def _why_undefined(name: str, number: int, magic: str, text: str) -> str:
    """Say why a cell that was run has left no function of this name; ``""`` where nobody knows."""
    if magic == "timeit" or left_out_magic(f"%%{magic}"):
        return (
            f"Cell [{number}] leaves no `{name}` behind, because of its `%%{magic}`: "
            "take that line out, and run the cell again."
        )
    if not magic and (error := _unread(text)):
        return (
            f"Cell [{number}] has an error in line {error.lineno} and was not run: "
            f"until that is corrected, there is no `{name}`."
        )
    if not magic:
        return (
            f"Cell [{number}] stopped above its `def {name}`, or was undone: there is no `{name}`."
        )
    return ""


def _is_decorated(name: str, text: str) -> bool:
    return re.search(rf"^@.*\n(?:async )?def {name}\b", text, re.MULTILINE) is not None


def _holds_stub(name: str, text: str) -> bool:
    """Whether the last function of this name in a cell is a stub."""
    tree = tree_of(_magic_and_code(text)[1])
    if tree is None:
        # It was not run, so it was never this function.
        return True
    named = [each for each in tree.body if getattr(each, "name", "") == name]
    return bool(named) and is_stub(named[-1])


def _unread(text: str) -> SyntaxError | None:
    try:
        compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error
    except (ValueError, MemoryError, RecursionError):
        return None
    return None


def shell() -> Any:
    """Return the IPython in which this runs, None elsewhere."""
    # A learner without IPython needs none: whoever runs in it has imported it.
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
