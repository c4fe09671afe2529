"""Why None came back: a `return` that is not come to or is not there, a name that stayed None."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator

from exercises.coach.calling.raised import Source
from exercises.coach.judging.slips.slip import Rank, SourceSlip, line_of, nodes_of

__all__ = ["OF_NONE", "still_none"]


def _not_come_to(
    function: ast.FunctionDef, source: Source, places: Collection[int]
) -> Iterator[SourceSlip]:
    """Yield the lines that return a value, where None came back and each is under a condition.

    Parameters
    ----------
    places : of what is None among the things that came back; -1 where it came back alone
    """
    returns = [node for node in nodes_of(function) if isinstance(node, ast.Return)]
    inner = [n for n in nodes_of(function) if n is not function and isinstance(n, DEFINES)]
    if -1 not in places or not returns or inner:
        return
    given: dict[str, list[ast.expr]] = {}
    for node in nodes_of(function):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            given.setdefault(ast.unparse(target), []).append(node.value)  # type: ignore[attr-defined]
    values = [
        value
        for node in returns
        for value in (given.get(ast.unparse(node.value), [node.value]) if node.value else [None])
    ]
    if any(node in function.body for node in returns) or any(map(_may_be_none, values)):
        return
    lines = sorted(line_of(source, node) for node in returns)
    listed = ", ".join(f"{line:d}" for line in lines[:-1])
    loops = [node for node in nodes_of(function) if isinstance(node, ast.For | ast.While)]
    is_in_loop = any(returns[0] in ast.walk(loop) for loop in loops)
    text = f"This call does not come to the `return` in line {lines[-1]}: "
    text += "put it below the loop." if is_in_loop else "let every case end in one."
    if listed:
        text = f"This call comes to none of the `return`s in lines {listed} and {lines[-1]}: let "
        text += "every case end in one."
    yield SourceSlip(lines[-1], text, Rank.BESIDE)


def _ends_in_a_value(
    function: ast.FunctionDef, source: Source, places: Collection[int]
) -> Iterator[SourceSlip]:
    """Yield the last line of a function that returns nothing, where it gives a name a value."""
    last = function.body[-1]
    target = last.targets[0] if isinstance(last, ast.Assign) else None
    returns = any(isinstance(node, ast.Return | ast.Yield) for node in nodes_of(function))
    if -1 in places and isinstance(target, ast.Name) and not returns:
        line = line_of(source, last)
        text = f"The function ends in line {line}, which gives `{target.id}` a value, and returns "
        text += "nothing: write `return` and what is asked for below it."
        yield SourceSlip(line, text, Rank.BESIDE)


def _no_code_yet(
    function: ast.FunctionDef, source: Source, places: Collection[int]
) -> Iterator[SourceSlip]:
    """Yield the last line of a function that has nothing but its docstring, `pass` and `...`."""
    is_bare = all(isinstance(each, ast.Pass) or _is_constant(each) for each in function.body)
    if -1 in places and is_bare:
        line = line_of(source, function.body[-1])
        what = "`pass`" if isinstance(function.body[-1], ast.Pass) else "a text or `...`"
        text = f"There is no code in this function yet: {what} in line {line} does nothing."
        yield SourceSlip(line, text)


def _is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _may_be_none(value: ast.expr | None) -> bool:
    """Whether None may be what a `return` gives back; of a name and of a call it is not told."""
    if isinstance(value, ast.IfExp):
        return _may_be_none(value.body) or _may_be_none(value.orelse)
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, ast.Call):
        return not ast.unparse(value.func).startswith("np.")
    return not isinstance(value, ast.Tuple | ast.List | ast.Dict | ast.BinOp | ast.ListComp)


def still_none(
    function: ast.FunctionDef, source: Source, places: Collection[int]
) -> Iterator[SourceSlip]:
    """Yield names that begin as None and were still None when they were returned.

    Parameters
    ----------
    places : of what is None among the things that came back; -1 where it came back alone
    """
    returned = [node.value for node in nodes_of(function) if isinstance(node, ast.Return)]
    rows = (ast.Tuple, ast.List)
    parts = [
        part
        for value in returned
        for place, part in (enumerate(value.elts) if isinstance(value, rows) else [(-1, value)])
        if place in places
    ]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    for node in function.body:
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        is_row = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        pairs = zip(target.elts, value.elts, strict=False) if is_row else [(target, value)]  # type: ignore[attr-defined]
        for name, given in pairs:
            is_none = isinstance(given, ast.Constant) and given.value is None
            if is_none and isinstance(name, ast.Name) and name.id in names:
                line = line_of(source, node)
                text = f"Line {line} begins `{name.id}` as None, and in this call no line gives it "
                yield SourceSlip(line, f"{text}another value.")


OF_NONE: tuple[Callable[[ast.FunctionDef, Source, Collection[int]], Iterator[SourceSlip]], ...] = (
    _not_come_to,
    _ends_in_a_value,
    _no_code_yet,
)
