"""Right functions for the place of a submission's wrong ones, so that a mistake costs once.

What builds on a wrong function is judged again with a right one. That comes out of the reference
solution, with what it is made of and nothing else: what is judged must not be within reach.
"""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType

from exercises.coach.calling import right_descent
from exercises.coach.contracts import CARRIED, function_of
from solutions.standalone import standalone

__all__ = ["StandIn", "StandIns", "can_stand_in", "stand_ins"]


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
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


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


@cache
def can_stand_in(key: str) -> bool:
    """Whether the solution's function can be had without the rest of it.

    A course's own may define it in a way that is not seen here, or use what is not.
    """
    try:
        (one,) = stand_ins((key,))
        if not function_of(key).exercise.is_own:
            return True
        code, names = compile(one.source, "<stand-in>", "exec"), {"__name__": "stand_in"}
        exec(code, names)
    except Exception:
        return False
    known = {*names, *dir(builtins)}
    if not callable(names[one.names[0]]) or not known.issuperset(_looked_up(code)):
        return False
    # Not, say, in a class with what is to be judged.
    exercise, name = function_of(key).exercise, one.names[0]
    others = exercise.functions.keys() - {name, *exercise.made_of(name)}
    defined = (node for node in ast.walk(ast.parse(one.source)) if isinstance(node, DEFINITIONS))
    return others.isdisjoint(node.name for node in defined)


def _looked_up(code: CodeType) -> Iterator[str]:
    """Yield the names that code and its functions look for outside of functions."""
    for each in dis.get_instructions(code):
        if each.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield each.argval
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _looked_up(const)


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
        wanted += [name for each in new for name in _used(each)]
    # And what else is done with these alone: a table that is filled, an attribute that is set.
    known = {name for node in kept for name in _defined(node)}
    for node in nodes:
        used = {name for name in _used(node) if name in definitions}
        if used and known.issuperset([*used, *_defined(node)]):
            kept.add(node)
    lines = text.split("\n")
    # The engine, which has taken the place of its import, brings imports of its own.
    parts = dict.fromkeys(_text(node, lines) for node in nodes if node in kept)
    return "\n\n".join(parts) + "\n"


def _used(node: ast.stmt) -> Iterator[str]:
    """Yield the names that stand in a statement."""
    return (each.id for each in ast.walk(node) if isinstance(each, ast.Name))


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
