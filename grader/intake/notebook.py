"""Whatever notebook a learner hands in, as a module in percent format."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.intake.magics import plain_python
from grader.intake.percent import Cell, module_of

__all__ = ["NotebookError", "read_notebook", "to_module"]


class NotebookError(ValueError):
    """A file that cannot be read as a notebook; the message says where and what to do."""


def to_module(notebook: Mapping[str, Any]) -> str:
    """Return a notebook's cells as a module in percent format.

    Code cells are kept in their order, Markdown becomes comments. Outputs and the checking cell
    are left out. So are magics and shell lines: a comment stands in the place of each.

    Parameters
    ----------
    notebook : mapping
        A notebook of any version, as nbformat or `json` reads it; nothing in it is trusted.

    Raises
    ------
    NotebookError
        If it has no list of cells, or a cell's source is not text.
    """
    cells = []
    for number, raw in enumerate(_raw_cells(notebook), start=1):
        if not isinstance(raw, Mapping):
            raise NotebookError(f"Cell {number} is not a cell. {SAVE_AGAIN}")
        text = _source(raw, number)
        if raw.get("cell_type") == "code":
            text = CHECKING.sub(r"\1pass  # left out: \2", CHECK.sub("", text))
            cells.append(Cell("code", plain_python(text).strip("\n")))
        elif raw.get("cell_type") in ("markdown", "heading"):
            cells.append(Cell("markdown", text.strip("\n")))
    return module_of([cell for cell in cells if cell.source.strip()])


def _raw_cells(notebook: Mapping[str, Any]) -> list[Any]:
    sheets = notebook.get("worksheets")
    if not isinstance(notebook.get("cells"), list) and isinstance(sheets, list):
        # Version 3 and before kept the cells one level down.
        found = [s["cells"] for s in sheets if isinstance(s, Mapping) and "cells" in s]
        if all(isinstance(cells, list) for cells in found):
            return [cell for cells in found for cell in cells]
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise NotebookError(f'The file has no list "cells", so it is no notebook. {SAVE_AGAIN}')
    return cells


def _source(raw: Mapping[str, Any], number: int) -> str:
    source = raw.get("source", raw.get("input", ""))
    lines = [source] if isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise NotebookError(f"The source of cell {number} is not text. {SAVE_AGAIN}")
    # A lone surrogate or a NUL, which JSON can spell, would make the whole module unreadable.
    text = "".join(lines).encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_notebook(data: bytes) -> str:
    """Return the module that a notebook file holds, in percent format.

    nbformat has no part in it: it refuses notebooks whose code is perfectly clear, and costs more
    to import than all exercises to grade.

    Raises
    ------
    NotebookError
        If the file is larger than 10 MB, is not JSON, or holds no cells of text.
    """
    if len(data) > LARGEST:
        raise NotebookError(
            f"The notebook has {len(data) / 1e6:.0f} MB, and {LARGEST / 1e6:.0f} MB is the most "
            "that is read. Clear its outputs (Kernel, Restart and Clear Outputs) and save it."
        )
    if not data.strip():
        raise NotebookError(
            "The file is empty: it was saved without its cells. Save it, and hand in that file."
        )
    try:
        notebook = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotebookError(f"The file is not valid JSON ({where}). {SAVE_AGAIN}") from error
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
        raise NotebookError(f"The file is not UTF-8 text ({where}). {SAVE_AGAIN}") from error
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"The file is no notebook that Jupyter wrote. {SAVE_AGAIN}") from error
    if not isinstance(notebook, dict):
        raise NotebookError(f"The file holds no notebook, only JSON. {SAVE_AGAIN}")
    return to_module(notebook)


SAVE_AGAIN = "Open it in Jupyter, save it again, and hand in that file (or the .py file)."
FOLDER = Path(__file__).resolve().parents[2] / "exercises"
# Plots kept as outputs make a notebook a few MB; parsing takes many times a file's size in memory.
LARGEST = 10_000_000
CHECK_HEAD = """\
# Run this cell to check your work, as often as you like.
import sys
from pathlib import Path

_above = [Path.cwd(), *Path.cwd().parents]
_root = next((folder for folder in _above if (folder / "exercises" / "coach").is_dir()), None)
if _root is None:
    raise FileNotFoundError(
        f"exercises/coach is neither in {Path.cwd()} nor in a folder above it. "
        "Put this notebook back into exercises/notebooks/ and open it there."
    )
sys.path.insert(0, str(_root))

from exercises.coach.notebook import check

"""
# Wherever the kit's own function stood when the notebook was handed out.
HOME = r"exercises\.coach[.\w]*"
CHECK = re.compile(
    re.escape(CHECK_HEAD).replace(r"exercises\.coach\.notebook", HOME)
    + r"check\([^()\n]*globals\(\)[^()\n]*\)"
)
# What is left to remove of a checking cell that a learner has edited.
CHECKING = re.compile(
    rf"^([ \t]*)(from {HOME} import check.*|check\([^()\n]*globals\(\)[^()\n]*\))$",
    re.MULTILINE,
)
