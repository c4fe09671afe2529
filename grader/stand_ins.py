"""Right functions for the place of a submission's wrong ones, so that a mistake costs once.

What builds on a wrong function is judged again with a right one. That comes out of the reference
solution, with what it is made of and nothing else: what is judged must not be within reach.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from exercises.coach.calling import right_descent
from exercises.coach.contracts import CARRIED, function_of
from solutions.standalone import standalone

__all__ = ["StandIn", "StandIns", "stand_ins"]


@dataclass(frozen=True)
class StandIn:
    """Right functions of one exercise.

    Attributes
    ----------
    stem : the exercise's module
    names : of the functions
    source : defines them, and needs no other file
    """

    stem: str
    names: tuple[str, ...]
    source: str


StandIns = tuple[StandIn, ...]


@cache
def stand_ins(keys: tuple[str, ...]) -> StandIns:
    """Return what stands in for functions.

    Parameters
    ----------
    keys : of the functions, ``ex5.mse_grad`` for example

    Raises
    ------
    LookupError
        When a solution does not define one of its functions.
    """
    names: dict[str, list[str]] = {}
    for key in keys:
        function = function_of(key)
        names.setdefault(function.stem, []).append(function.name)
    return tuple(StandIn(stem, tuple(each), _source(stem, each)) for stem, each in names.items())


def _source(stem: str, names: list[str]) -> str:
    """Return the part of a solution that defines functions and what these use."""
    text = standalone(stem)
    if names == [CARRIED.name]:
        # Its losses are a list, as most learners' own are: they may put one more behind them.
        text = f"{inspect.getsource(right_descent)}\n{CARRIED.name} = right_descent\n"
    nodes = ast.parse(text).body
    definitions: dict[str, list[ast.stmt]] = {}
    for node in nodes:
        for name in _defined(node):
            definitions.setdefault(name, []).append(node)
    if lacking := [name for name in names if name not in definitions]:
        raise LookupError(f"solutions/{stem}.py does not define `{lacking[0]}`. Define it there.")
    wanted = [*names]
    kept: set[ast.stmt] = set()
    while wanted:
        new = set(definitions.get(wanted.pop(), ())) - kept
        kept |= new
        wanted += [each.id for n in new for each in ast.walk(n) if isinstance(each, ast.Name)]
    lines = text.splitlines()
    # The engine, which has taken the place of its import, brings imports of its own.
    parts = dict.fromkeys(_text(node, lines) for node in nodes if node in kept)
    return "\n\n".join(parts) + "\n"


def _defined(node: ast.stmt) -> Iterator[str]:
    """Yield the names to which a statement of a module gives a meaning."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
        return
    for each in ast.walk(node):
        match each:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


def _text(node: ast.stmt, lines: list[str]) -> str:
    decorators = getattr(node, "decorator_list", ())
    first = min([node.lineno, *(each.lineno for each in decorators)])
    return "\n".join(lines[first - 1 : node.end_lineno])
