"""Whatever notebook a learner hands in: its code cells, or the module in percent format."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.coach.calling.percent import RUN, Cell, module_of

__all__ = [
    "ALONE",
    "CHECK",
    "CHECK_HEAD",
    "MOST_CODE",
    "PLAY_HEAD",
    "NotebookCell",
    "NotebookError",
    "cell_file",
    "cells_in",
    "is_notebook",
    "kit_cell",
    "notebook_of",
    "number_of_cell",
    "read_notebook",
    "slim",
    "to_module",
    "without_pictures",
]


class NotebookError(ValueError):
    """A file that cannot be read as a notebook; the message says where and what to do."""


@dataclass(frozen=True)
class NotebookCell:
    """A cell as it stands in the file.

    Attributes
    ----------
    kind : ``code``, ``markdown`` or another word of the file's
    source : its text, without the kit's own cells
    number : its place among all cells, from 1
    count : the number in its ``In [ ]``, 0 where it has none
    """

    kind: str
    source: str
    number: int
    count: int = 0


def cell_file(stem: str, name: object) -> str:
    """Return what a cell of a saved notebook is called wherever a file is named."""
    return f"{stem}.ipynb, cell {name}"


def notebook_of(file: str) -> str:
    """Return the notebook of what `cell_file` made; ``""`` where it is another file.

    >>> notebook_of(cell_file("ex2_learning_rates", 5))
    'ex2_learning_rates.ipynb'
    """
    return file.rpartition(", cell ")[0]


def number_of_cell(file: str) -> int | None:
    """Return the number in what `cell_file` made; None where it is another file.

    >>> number_of_cell(cell_file("ex2_learning_rates", 5))
    5
    """
    found = re.search(r"\.ipynb, cell (\d{1,6})$", file)
    return None if found is None else int(found[1])


def is_notebook(data: bytes) -> bool:
    """Whether a file is a notebook by its contents, whatever its name says."""
    start = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and bool(OF_NOTEBOOKS.search(data))


def cells_in(data: bytes) -> list[NotebookCell]:
    """Return the cells of a notebook file of any version; nothing that it says is trusted.

    nbformat has no part in it: it refuses notebooks whose code is perfectly clear, and costs more
    to import than all five exercises to grade.

    Raises
    ------
    NotebookError
        If the file is larger than 10 MB without its pictures, is not JSON, holds no cells of text,
        or too many of them, or is in another language.
    """
    return list(_cells_of(data))


# Whoever reads a notebook asks for its cells several times over.
@functools.lru_cache(maxsize=1)
def _cells_of(data: bytes) -> tuple[NotebookCell, ...]:
    notebook = _parsed(data)
    cells = _cells(notebook)
    if language := _other_language(notebook, cells):
        raise NotebookError(
            f"it is a notebook in {language}, and Python is asked for. Hand in the Python file."
        )
    return tuple(cells)


def _other_language(notebook: Mapping[str, Any], cells: Sequence[NotebookCell]) -> str:
    """Return the language that is none of Python's, where no cell looks like Python either."""
    metadata = notebook.get("metadata")
    told = [
        each.get(name)
        for key, name in (("kernelspec", "language"), ("language_info", "name"))
        if isinstance(metadata, Mapping) and isinstance(each := metadata.get(key), Mapping)
    ]
    known = [name for name in told if isinstance(name, str) and name.strip()]
    # Of some kernels the name is a version's or a dialect's: ipython, python3, xpython, sage.
    is_python = any(re.search("python|sage", name, re.IGNORECASE) for name in known)
    looks_so = any(OF_PYTHON.search(cell.source) for cell in cells if cell.kind == "code")
    return "" if not known or is_python or looks_so else known[0][:20]


def slim(data: bytes) -> bytes:
    """Return the notebook without its outputs and whatever else is not needed to run it.

    Raises
    ------
    NotebookError
        As `cells_in`.
    """
    cells = [
        {"cell_type": "code", "source": c.source, "execution_count": c.count or None}
        if c.kind == "code"
        # A place is kept for it: cells are called by their numbers.
        else {"cell_type": "markdown", "source": ""}
        for c in cells_in(data)
    ]
    return json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=False).encode()


def read_notebook(data: bytes) -> str:
    """Return the module that a notebook file holds, in percent format.

    Raises
    ------
    NotebookError
        As `cells_in`.
    """
    return to_module(_parsed(data))


def to_module(notebook: Mapping[str, Any]) -> str:
    """Return a notebook's cells as a module in percent format.

    Code cells are kept in their order, Markdown becomes comments. Outputs and the kit's own
    cells are left out.

    Parameters
    ----------
    notebook : mapping
        A notebook of any version, as nbformat or `json` reads it; nothing in it is trusted.

    Raises
    ------
    NotebookError
        If it has no list of cells, or a cell's source is not text.
    """
    kinds = {"code": "code", "markdown": "markdown", "heading": "markdown"}
    cells = [
        Cell(kinds[cell.kind], cell.source.strip("\n"))
        for cell in _cells(notebook)
        if cell.kind in kinds and cell.source.strip()
    ]
    return module_of(cells)


def _cells(notebook: Mapping[str, Any]) -> list[NotebookCell]:
    cells = []
    raws, length = _raw_cells(notebook), 0
    if len(raws) > MOST_CELLS:
        raise NotebookError(
            f"The notebook has {len(raws)} cells, and {MOST_CELLS} is the most that is read. "
            f"{ALONE}"
        )
    for number, raw in enumerate(raws, start=1):
        if not isinstance(raw, Mapping):
            raise NotebookError(f"Cell {number} is not a cell. {SAVE_AGAIN}")
        kind, text = str(raw.get("cell_type")), _source(raw, number)
        if kind == "code":
            length += len(text)
            if length > MOST_CODE:
                raise NotebookError(
                    f"The notebook has more than {MOST_CODE / 1e6:.0f} MB of code, which is the "
                    f"most that is read. {ALONE}"
                )
            # A stub made into a notebook by somebody's tool still has its last cell: there, where
            # `__name__` is "__main__" too, it would run the tests within the tests.
            text = CHECK.sub("", text).replace(RUN.rstrip(), "")
            text = CHECKING.sub(r"\1pass  # left out: \2", text)
        count = raw.get("execution_count", raw.get("prompt_number"))
        is_count = type(count) is int and 0 < count < HIGHEST_COUNT
        cells.append(NotebookCell(kind[:40], text, number, int(count) if is_count else 0))
    return cells


def _raw_cells(notebook: Mapping[str, Any]) -> list[Any]:
    sheets = notebook.get("worksheets")
    if not isinstance(notebook.get("cells"), list) and isinstance(sheets, list):
        # Version 3 and before kept the cells one level down.
        found = [s["cells"] for s in sheets if isinstance(s, Mapping) and "cells" in s]
        if all(isinstance(cells, list) for cells in found):
            return [cell for cells in found for cell in cells]
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise NotebookError(f'The file has no list "cells", so it is not a notebook. {SAVE_AGAIN}')
    return cells


def _source(raw: Mapping[str, Any], number: int) -> str:
    source = raw.get("source", raw.get("input", ""))
    # Some converters write null for an empty cell.
    lines = [source or ""] if source is None or isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise NotebookError(f"The source of cell {number} is not text. {SAVE_AGAIN}")
    # A lone surrogate or a NUL, which JSON can spell, would make the whole module unreadable.
    text = "".join(lines).encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_pictures(data: bytes) -> bytes:
    """Return a notebook's bytes, those of a large one without the pictures in its outputs.

    They are long strings of letters and digits, without a blank or a comma: no cell's source is.
    A module of that size is left alone.
    """
    if len(data) < LARGEST or not is_notebook(data) or data.count(b'"') > MOST_QUOTES:
        return data
    parts = data.split(b'"')
    return b'"'.join(
        b"" if len(p) > PICTURE and b"," not in p and b" " not in p and not p.endswith(b"\\") else p
        for p in parts
    )


def _parsed(data: bytes) -> dict[str, Any]:
    data = without_pictures(data)
    if len(data) > LARGEST:
        raise NotebookError(
            f"The notebook has {len(data) / 1e6:.0f} MB, even without its pictures, and "
            f"{LARGEST / 1e6:.0f} MB is the most that is read. Clear its outputs (Kernel, Restart "
            "and Clear Outputs) and save it."
        )
    if not data.strip():
        raise NotebookError(
            "The file is empty: it was saved without its cells. Save it, and hand in that file."
        )
    try:
        notebook = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if mark := CONFLICT.search(data):
            line = data.count(b"\n", 0, mark.start()) + 1
            raise NotebookError(
                f"Git could not merge two versions of the file, and left its marks in it (line "
                f"{line}). Take one version, as by `git checkout --ours` or `--theirs`, open it in "
                "Jupyter, and hand in that file."
            ) from error
        raise NotebookError(f"The file is not valid JSON ({where}). {SAVE_AGAIN}") from error
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
        raise NotebookError(f"The file is not UTF-8 text ({where}). {SAVE_AGAIN}") from error
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"The file is not one that Jupyter wrote. {SAVE_AGAIN}") from error
    if not isinstance(notebook, dict):
        raise NotebookError(f"The file holds no notebook, only JSON. {SAVE_AGAIN}")
    return notebook


SAVE_AGAIN = "Open it in Jupyter, save it again, and hand in that file (or the .py file)."
LOOKED_AT = 4096
# A function's header: Julia, R and JavaScript write theirs otherwise.
OF_PYTHON = re.compile(r"^[ \t]*def \w+\s*\(", re.MULTILINE)
OF_NOTEBOOKS = re.compile(rb'"(cells|worksheets|nbformat)"\s*:')
HIGHEST_COUNT = 1_000_000
# Of what a learner writes by hand, a hundred times as much; each character is read many times.
MOST_CODE = 2_000_000
MOST_CELLS = 20_000
ALONE = "Hand in your code alone."
CONFLICT = re.compile(rb"^(?:<{7}|={7}|>{7})(?: |\r?$)", re.MULTILINE)
# Plots kept as outputs make a notebook a few MB; parsing takes many times a file's size in memory.
LARGEST = 10_000_000
PICTURE = 20_000
MOST_QUOTES = 2_000_000
# Names that begin with an underscore: no learner's function may rest on an import of this cell.
_FIND = (
    "import pathlib as _pathlib, sys as _sys; _sys.path[:0] = [str(p) for p in "
    '_pathlib.Path("_").absolute().parents if (p / "exercises/coach").is_dir()][:1]; '
    'any(_pathlib.Path(p, "exercises/coach").is_dir() for p in _sys.path) or _sys.exit('
    '"The kit is neither beside this notebook nor installed: put its folder `exercises` beside the '
    "notebook (unpack it if you have a zip), or `%pip install` the folder that holds it; "
    'then run this cell again.")\n'
)
CHECK_HEAD = f"# Run this cell to check your work, as often as you like.\n{_FIND}"
PLAY_HEAD = f"# Once all is right, run this cell: sliders over your own functions.\n{_FIND}"


def kit_cell(head: str, name: str, stem: str) -> str:
    """Return the cell that finds the kit and calls its function ``name`` for an exercise."""
    return f'{head}from exercises.coach.notebook import {name}; {name}("{stem}", globals())'


# The cell as it was in notebooks of earlier versions: below it is a blank line, then the call.
EARLIER_HEAD = """\
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
CALL = r"(?:check|play)\([^()\n]*globals\(\)[^()\n]*\)"
IMPORT = rf"from {HOME} import (?:check|play)"
CHECK = re.compile(
    "|".join(
        [
            rf"(?:{re.escape(CHECK_HEAD)}|{re.escape(PLAY_HEAD)}){IMPORT}; {CALL}",
            re.escape(EARLIER_HEAD).replace(r"exercises\.coach\.notebook", HOME) + CALL,
        ]
    )
)
# What is left to remove of a checking cell that a learner has edited.
CHECKING = re.compile(rf"^([ \t]*)({IMPORT}.*|{CALL}|{re.escape(_FIND.rstrip())})$", re.MULTILINE)
