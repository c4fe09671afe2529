"""Stubs to notebooks.

The stubs in percent format are the one source. ``python -m grader.release.notebooks`` writes
``exercises/notebooks/`` from them, and once more into ``exercises/coach/originals/``, from which a
learner's file is put back to what it was; ``--check`` only says which is stale.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.coach.calling.notebook_file import CHECK, CHECK_HEAD, PLAY_HEAD, kit_cell
from exercises.coach.calling.percent import RUN, Cell, cells_of
from exercises.coach.contracts import EXERCISES, Exercise

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["PLACES", "stale", "text_of", "to_notebook", "write"]

FOLDER = Path(__file__).resolve().parents[2] / "exercises"
MEND = "python -m grader.release.notebooks"
PLACES = ("notebooks", "coach/originals")


def to_notebook(source: str, stem: str) -> NotebookNode:
    """Return the notebook of a percent-format module, with two last cells: check, and play.

    Parameters
    ----------
    source : str
        The module's text.
    stem : str
        The exercise's file name without ``.py``; the last cells name it to the coach.

    Returns
    -------
    nbformat.NotebookNode
        Valid as version 4.5. The same source always gives the same notebook, ids included: a cell
        is called after the first function it defines.
    """
    nbformat = _nbformat()
    ours = [
        Cell("code", kit_cell(head, name, stem))
        for head, name in ((CHECK_HEAD, "check"), (PLAY_HEAD, "play"))
    ]
    cells = [*(cell for cell in cells_of(source) if cell.source != RUN.rstrip()), *ours]
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
    # Not read-only: a learner adds `hint=1` to the call.
    for cell in notebook.cells[-len(ours) :]:
        cell.metadata.update(deletable=False)
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
        word = function[1] if function else cell.kind
        if CHECK.search(cell.source):
            word = "play" if cell.source.startswith(PLAY_HEAD) else "check"
        name = f"{stem.split('_')[0]}-{re.sub('[^A-Za-z0-9_-]', '', word)[:40]}"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the notebooks of the stubs in ``folder`` and return their paths."""
    paths = []
    for exercise in _of_the_kit():
        source = (folder / exercise.filename).read_text(encoding="utf-8")
        text = text_of(source, exercise.stem)
        for place in PLACES:
            (folder / place).mkdir(parents=True, exist_ok=True)
            paths.append(folder / place / f"{exercise.stem}.ipynb")
            paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths


def _of_the_kit() -> list[Exercise]:
    # A course's own stubs are elsewhere; their notebooks are made when they are handed out.
    return [exercise for exercise in EXERCISES if not exercise.is_own]


def text_of(source: str, stem: str) -> str:
    """Return the text of a stub's notebook."""
    text: str = _nbformat().writes(to_notebook(source, stem))
    return text.rstrip("\n") + "\n"


def stale(folder: Path = FOLDER) -> list[Path]:
    """Return the notebooks in ``folder`` that are missing or not those of its stubs."""
    found = []
    for exercise in _of_the_kit():
        source = (folder / exercise.filename).read_text(encoding="utf-8")
        expected = json.loads(text_of(source, exercise.stem))
        paths = [folder / place / f"{exercise.stem}.ipynb" for place in PLACES]
        found += [path for path in paths if not _holds(path, expected)]
    return found


def _holds(path: Path, expected: object) -> bool:
    try:
        return bool(json.loads(path.read_bytes()) == expected)
    except (OSError, ValueError):
        return False


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
        print(f"{path} is not the notebook of its stub. Correct it: {MEND}", file=sys.stderr)
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
