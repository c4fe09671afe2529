"""A line that seldom does what was meant, and what the looks for such lines have in common."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from exercises.coach.calling.raised import Source, of_cell

__all__ = [
    "Line",
    "Look",
    "Rank",
    "SourceSlip",
    "blocks_of",
    "first_line",
    "line_at",
    "line_of",
    "names_in",
    "names_read",
    "nodes_of",
    "shortened",
]

# Of a formula that is shown in a sentence.
WIDTH = 40


class Rank(IntEnum):
    """How much a line explains of a value that is wrong, the most first."""

    # It changes the value: a mistake of thought has the same numbers by accident.
    CAUSE = 0
    # It is told beside the name of a mistake.
    BESIDE = 1
    # It may be right: it is told where the mistake has no name.
    PERHAPS = 2


class Line(int):
    """A line's number: in a sentence with the cell that it is in, with ``:d`` alone."""

    cell: str = ""

    def __str__(self) -> str:
        """Return ``8``, or ``8 of cell [4]``."""
        return f"{self:d}{self.cell}"


@dataclass(frozen=True)
class SourceSlip:
    """What a line says.

    Attributes
    ----------
    line : its number in the file or the cell
    says : one sentence
    rank : how much such a line explains
    even_raised : whether it explains an error, too: one that comes where the wrong thing is used
    """

    line: Line
    says: str
    rank: Rank = Rank.CAUSE
    even_raised: bool = False


def first_line(source: Source, node: ast.AST) -> str:
    """Return the first line of what a node stands for, as it is in the source."""
    return source.text.split("\n")[node.lineno - 1].strip()  # type: ignore[attr-defined]


def line_at(source: Source, number: int) -> Line:
    """Return the line of the file or the cell that is this one of the function."""
    line = Line(source.line + number - 1)
    line.cell = of_cell(source.file)
    return line


def line_of(source: Source, node: ast.AST) -> Line:
    """Return the line in which a node begins."""
    return line_at(source, node.lineno)  # type: ignore[attr-defined]


def shortened(node: ast.AST) -> str:
    """Return a formula as a sentence shows it."""
    text = ast.unparse(node)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


@lru_cache(maxsize=4)
def nodes_of(function: ast.AST) -> tuple[ast.AST, ...]:
    """Return all nodes of a function, through which one look goes after another."""
    return tuple(ast.walk(function))


def blocks_of(function: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    """Yield each list of statements of a function, those within its loops and branches too."""
    for node in nodes_of(function):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def names_in(node: ast.AST) -> set[str]:
    """Return the names in a node, whatever is done to them."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def names_read(function: ast.AST) -> set[str]:
    """Return the names whose value is used or taken away."""
    names = (n for n in nodes_of(function) if isinstance(n, ast.Name))
    return {n.id for n in names if isinstance(n.ctx, ast.Load | ast.Del)}


Look = Callable[[ast.FunctionDef, Source], Iterator[SourceSlip]]
