"""Stubs to notebooks, and whatever notebook a learner hands in to a module.

The stubs in percent format are the one source. ``python -m grader.notebooks`` writes
``exercises/notebooks/`` from them; ``--check`` only says which of the five is stale.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.coach.contracts import EXERCISES
from grader.magics import plain_python
from grader.percent import Cell, cells_of, module_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["NotebookError", "read_notebook", "stale", "to_module", "to_notebook", "write"]

FOLDER = Path(__file__).resolve().parents[1] / "exercises"
MEND = "python -m grader.notebooks"
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
CHECK = re.compile(re.escape(CHECK_HEAD) + r"check\([^()\n]*globals\(\)[^()\n]*\)")
# What is left to remove of a checking cell that a learner has edited.
CHECKING = re.compile(
    r"^([ \t]*)(from exercises\.coach\.notebook import.*|check\([^()\n]*globals\(\)[^()\n]*\))$",
    re.MULTILINE,
)


class NotebookError(ValueError):
    """A file that cannot be read as a notebook; the message says where and what to do."""


def to_notebook(source: str, stem: str) -> NotebookNode:
    """Return the notebook of a percent-format module, with a last cell that checks it.

    Parameters
    ----------
    source : str
        The module's text.
    stem : str
        The exercise's file name without ``.py``; the last cell asks the coach for its tests.

    Returns
    -------
    nbformat.NotebookNode
        Valid as version 4.5. The same source always gives the same notebook, ids included: a cell
        is called after the first function it defines.
    """
    nbformat = _nbformat()
    check = Cell("code", f'{CHECK_HEAD}check("{stem}", globals())')
    cells = [*cells_of(source), check]
    v4 = nbformat.v4
    new = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}
    notebook: NotebookNode = v4.new_notebook(
        cells=[
            new[cell.kind](cell.source, id=name)
            for cell, name in zip(cells, _ids(cells, stem), strict=True)
        ],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    notebook.cells[-1].metadata.update(deletable=False, editable=False)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _nbformat() -> Any:
    # Imported late, for what it costs; as Any, for most of it has no type hints.
    import nbformat

    return nbformat


def _ids(cells: Iterable[Cell], stem: str) -> Iterator[str]:
    seen: dict[str, int] = {}
    for cell in cells:
        function = re.search(r"^def (\w+)", cell.source, re.MULTILINE)
        word = "check" if CHECK.search(cell.source) else function[1] if function else cell.kind
        name = f"{stem.split('_')[0]}-{re.sub('[^A-Za-z0-9_-]', '', word)[:40]}"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


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


SAVE_AGAIN = "Open it in Jupyter, save it again, and hand in that file (or the .py file)."


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
    to import than all five exercises to grade.

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


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the notebooks of the stubs in ``folder`` and return their paths."""
    (folder / "notebooks").mkdir(exist_ok=True)
    paths = []
    for exercise in EXERCISES:
        source = (folder / exercise.filename).read_text(encoding="utf-8")
        paths.append(folder / "notebooks" / f"{exercise.stem}.ipynb")
        text = _text(source, exercise.stem)
        paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths


def _text(source: str, stem: str) -> str:
    text: str = _nbformat().writes(to_notebook(source, stem))
    return text.rstrip("\n") + "\n"


def stale(folder: Path = FOLDER) -> list[Path]:
    """Return the notebooks in ``folder`` that are missing or not those of its stubs."""
    found = []
    for exercise in EXERCISES:
        path = folder / "notebooks" / f"{exercise.stem}.ipynb"
        source = (folder / exercise.filename).read_text(encoding="utf-8")
        try:
            is_fresh = json.loads(path.read_bytes()) == json.loads(_text(source, exercise.stem))
        except (OSError, ValueError):
            is_fresh = False
        if not is_fresh:
            found.append(path)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog=MEND, description="Write the notebooks of the stubs.")
    parser.add_argument("--check", action="store_true", help="write nothing, say what is stale")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the stubs are")
    options = parser.parse_args(arguments)
    if not options.check:
        for path in write(options.folder):
            print(f"wrote {path}")
        return 0
    outdated = stale(options.folder)
    for path in outdated:
        print(f"{path} is not the notebook of its stub. Mend it: {MEND}", file=sys.stderr)
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
