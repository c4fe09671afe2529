"""The percent format: a module in cells, as VS Code, Spyder and Jupytext read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["RUN", "RUN_CELL", "Cell", "cells_of", "module_of"]

MARKER = re.compile(r"# ?%%(?:\s|$)")
# The last cell of a stub, which its notebook has not: there the cell that checks stands instead.
RUN = """\
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
"""
RUN_CELL = f"# %%\n{RUN}"


@dataclass(frozen=True)
class Cell:
    """A cell's text, without blank lines at either end."""

    kind: str
    source: str


def cells_of(source: str) -> list[Cell]:
    """Return the cells of a percent-format module; code before the first marker is a cell too."""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for line in source.replace("\r\n", "\n").split("\n"):
        if MARKER.match(line):
            blocks.append((line, []))
        else:
            blocks[-1][1].append(line)
    cells = [cell for marker, lines in blocks for cell in _cells(marker, lines)]
    return [cell for cell in cells if cell.source.strip()]


def _cells(marker: str, lines: Sequence[str]) -> Iterator[Cell]:
    end = 0
    if "[markdown]" in marker or "[md]" in marker:
        # Whatever is no comment is code, even where its marker was forgotten: none is lost.
        end = next(
            (i for i, line in enumerate(lines) if line.strip() and line[0] != "#"), len(lines)
        )
        text = [line.removeprefix("#").removeprefix(" ") for line in lines[:end]]
        yield Cell("markdown", "\n".join(text).strip("\n"))
    yield Cell("code", "\n".join(lines[end:]).strip("\n"))


def module_of(cells: Iterable[Cell]) -> str:
    """Return the percent-format module of ``cells``."""
    text = ""
    for cell in cells:
        if cell.kind == "code":
            text += f"# %%\n{cell.source}\n\n\n"
        else:
            lines = (_comment(line) for line in cell.source.split("\n"))
            text += "\n".join(["# %% [markdown]", *lines]) + "\n\n"
    return text.rstrip("\n") + "\n"


def _comment(line: str) -> str:
    if MARKER.match(f"# {line}"):
        # A second blank keeps text that looks like a marker from starting a cell.
        return f"#  {line}"
    return f"# {line}" if line else "#"
