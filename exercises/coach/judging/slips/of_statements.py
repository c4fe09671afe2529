"""Statements that do nothing, are never reached or mean something else than they seem to."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from exercises.coach.calling.raised import Source
from exercises.coach.judging.errors.source import RETURNED, VERDICTS
from exercises.coach.judging.slips.slip import (
    Look,
    Rank,
    SourceSlip,
    blocks_of,
    first_line,
    line_at,
    line_of,
    names_in,
    names_read,
    nodes_of,
    shortened,
)

__all__ = ["OF_STATEMENTS"]

# What gives a new array and leaves the old one as it is.
NEW = {
    "append", "concatenate", "sort", "delete", "insert", "abs", "sum", "copy", "reshape", "clip",
    "hstack", "vstack", "column_stack", "transpose", "array", "asarray", "ravel", "nan_to_num",
}  # fmt: skip

NEW_OF_ARRAYS = {"copy", "reshape", "astype", "flatten", "ravel", "transpose", "tolist"}

CALLED = {
    "append", "sort", "copy", "legend", "reverse", "extend", "set_xlabel", "set_ylabel",
    "set_title", "clear", "tolist", "ravel", "flatten", "show", "figure", "subplots",
}  # fmt: skip

# A sign that stands at the `=` and not at what follows, as in ``theta =- lr``.
SIGN = re.compile(r"(?P<shown>(?P<name>\w+)(?:\[[^\]]*\])?)\s+=(?P<sign>[-+])(?!\d)")

ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def _never_run(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for block in blocks_of(function):
        for above, below in pairwise(block):
            if not isinstance(above, ENDS) or _does_nothing(below):
                continue
            word = type(above).__name__.lower()
            here, there = line_of(source, below), line_of(source, above)
            if here == there:
                text = f"What follows the `{word}` in line {here} is never run."
            else:
                text = f"Line {here} is never run, because it comes below the `{word}` in line "
                text += f"{there:d}."
            goes_on = re.match(r"[-+]", first_line(source, below)) is not None
            if goes_on:
                text += " A formula goes on in the next line only inside brackets."
            is_value = isinstance(above, ast.Return) and above.value is None
            rank = Rank.CAUSE if goes_on or is_value else Rank.BESIDE
            yield SourceSlip(line_of(source, below), text, rank)


def _does_nothing(statement: ast.stmt) -> bool:
    """Whether a statement is as well left out: the stub's own `raise`, `pass`, what is printed."""
    if isinstance(statement, ast.Raise):
        return "NotImplemented" in ast.unparse(statement)
    value = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in ("print", "plt.show", "input")
    return isinstance(statement, ast.Pass) or isinstance(value, ast.Constant)


def _kept_nowhere(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    own = {each.arg for each in function.args.args} | {
        n.id for n in nodes_of(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    for node in nodes_of(function):
        for last in (node.body[-1], *node.orelse[-1:]) if isinstance(node, ast.If) else ():
            word = last.value if isinstance(last, ast.Expr) else None
            if isinstance(word, ast.Constant) and word.value in VERDICTS:
                line = line_of(source, last)
                text = f'Line {line} is the text `"{word.value}"` alone: write `return` before it.'
                yield SourceSlip(line, text, rank=Rank.BESIDE)
        if isinstance(node, ast.Expr) and (says := _about(node.value, source)):
            line = line_of(source, node)
            if node is function.body[-1] and isinstance(node.value, ast.BinOp | ast.Tuple):
                says = f"computes `{shortened(node.value)}` and does not return it: write `return` "
                says += "before it."
            yield SourceSlip(line, f"Line {line} {says}", rank=Rank.BESIDE)
        # As at the end of a notebook's cell.
        elif node is function.body[-1] and _is_a_name(node) and names_in(node) <= own:
            name, line = ast.unparse(node), line_of(source, node)
            text = f"Line {line} names `{name}` and does not return it: write `return` before it."
            yield SourceSlip(line, text, rank=Rank.BESIDE)


def _is_a_name(statement: ast.AST) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name)


def _about(value: ast.expr, source: Source) -> str:
    """Return what a statement does that is nothing but this expression, ``""`` for most calls."""
    if isinstance(value, ast.Compare):
        if "<-" in first_line(source, value):
            return (
                "only compares, for Python reads `<-` as less than minus: a name gets its value "
                "with `=`."
            )
        return "only compares, and keeps nothing: a name gets its value with a single `=`."
    if isinstance(value, ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Tuple | ast.List):
        if re.match(r"[-+]", first_line(source, value)):
            return (
                "begins with a sign, but a formula goes on in the next line only inside brackets."
            )
        return f"computes `{shortened(value)}` and keeps it nowhere: give it to a name with `=`."
    if isinstance(value, ast.Attribute) and value.attr in CALLED:
        name = ast.unparse(value)
        return f"names `{name}` and does not call it: write `{name}()`, with its arguments."
    if isinstance(value, ast.Call) and re.search(r"(?:Error|Exception)$", ast.unparse(value.func)):
        return (
            f"makes a `{ast.unparse(value.func)}` and does not raise it: write `raise` before it."
        )
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        of_numpy = isinstance(value.func.value, ast.Name) and value.func.value.id in ("np", "numpy")
        if value.func.attr in (NEW if of_numpy else NEW_OF_ARRAYS):
            name = ast.unparse(value.func)
            return f"keeps nothing: `{name}` returns something new, which needs a name and `=`."
    return ""


def _signs(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    stored = [
        *(each.arg for each in function.args.args),
        *(
            n.id
            for n in nodes_of(function)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ),
    ]
    for node in nodes_of(function):
        found = SIGN.match(first_line(source, node)) if isinstance(node, ast.Assign) else None
        if found is None:
            continue
        # An entry is changed where its old value is in the formula; a name where it has one.
        is_entry = found["shown"] != found["name"]
        is_old = is_entry and found["shown"] in ast.unparse(node.value)  # type: ignore[attr-defined]
        if not is_old and (is_entry or stored.count(found["name"]) < 2):
            continue
        sign, line = found["sign"], line_of(source, node)
        what = "minus" if sign == "-" else "plus"
        text = (
            f"Line {line} gives `{found['shown']}` a new value: `={sign}` is `=` and a {what} sign."
        )
        rank = Rank.PERHAPS if is_entry else Rank.CAUSE
        yield SourceSlip(line, f"{text} To change the old value, write `{sign}=`.", rank)


def _tuples(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        value = node.value if isinstance(node, ast.Assign | ast.Return) else None
        if not (isinstance(value, ast.Tuple) and len(value.elts) == 1):
            continue
        segment = ast.get_source_segment(textwrap.dedent(source.text), value) or ""
        if segment.rstrip().endswith(","):
            line = line_at(source, value.end_lineno or value.lineno)
            text = (
                f"Line {line} ends in a comma, which makes a tuple of one value: delete the comma."
            )
            yield SourceSlip(line, text)


def _hats(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor)):
            continue
        # Of truth values it says that one of two holds.
        sides = (node.left, node.right)
        if any(isinstance(each, ast.Compare | ast.BoolOp) for each in sides):
            continue
        if any(isinstance(each, ast.Constant | ast.UnaryOp) for each in sides):
            text = f"In line {line_of(source, node)} `^` is not a power: Python writes `**`."
            yield SourceSlip(line_of(source, node), text)


def _emptied(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield lists that each pass of a loop empties, though they are used below it."""
    for at, loop in enumerate(function.body):
        if not isinstance(loop, ast.For | ast.While):
            continue
        below = [
            node
            for each in function.body[at + 1 :]
            if not _does_nothing(each)
            for node in ast.walk(each)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]
        for node in loop.body:
            is_list = isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
            name = ast.unparse(node.targets[0]) if is_list else ""  # type: ignore[attr-defined]
            uses = [each for each in below if each.id == name]
            if not uses or node.value.elts:  # type: ignore[attr-defined]
                continue
            inner = (n for n in loop.body if isinstance(n, ast.For | ast.While))
            if any(name in names_in(each) for each in inner):
                # A list for each pass is meant, and filled in it: what uses it belongs there too.
                line = line_of(source, uses[0])
                text = f"Line {line} is below the loop that begins `{name}` in each pass, and so "
                text += "it finds that of the last pass alone: does it belong in the loop?"
                yield SourceSlip(line, text, Rank.PERHAPS)
                continue
            text = f"Line {line_of(source, node)} empties `{name}` in each pass of the "
            yield SourceSlip(line_of(source, node), f"{text}loop: put it above the loop.")


def _below_the_loop(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield what changes a value directly below a loop that only looks at it."""
    inner = {loop for each in nodes_of(function) if _is_loop(each) for loop in _loops_within(each)}
    for block in blocks_of(function):
        for loop, below in pairwise(block):
            name = _renewed(below) if _is_loop(loop) else ""
            if not name or name not in names_in(loop):
                continue
            # A loop within the one over the steps, as a line search has it, ends before the step.
            if loop in inner and "num_steps" not in names_in(_header_of(loop)):
                continue
            stored = [n for n in ast.walk(loop) if isinstance(getattr(n, "ctx", None), ast.Store)]
            if not any(name in names_in(each) for each in stored):
                line = line_of(source, below)
                text = f"Line {line} is below the loop, and so `{name}` is the same in all its "
                yield SourceSlip(line, f"{text}passes: does it belong in the loop?", Rank.PERHAPS)


def _is_loop(node: ast.AST) -> bool:
    return isinstance(node, ast.For | ast.While)


def _loops_within(loop: ast.AST) -> Iterator[ast.AST]:
    return (each for each in ast.walk(loop) if _is_loop(each) and each is not loop)


def _header_of(loop: ast.AST) -> ast.expr:
    return loop.iter if isinstance(loop, ast.For) else loop.test  # type: ignore[attr-defined]


def _renewed(statement: ast.stmt) -> str:
    """Return the name that a statement makes a new value of from its old one, ``""`` for none."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
        return ""
    name = statement.targets[0].id
    return (
        name if isinstance(statement.value, ast.BinOp) and name in names_in(statement.value) else ""
    )


def _set_back(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield sums that each pass of a loop begins again, though they are used below it."""
    for at, loop in enumerate(function.body):
        body = loop.body if isinstance(loop, ast.For | ast.While) else []
        below = {name for each in function.body[at + 1 :] for name in names_in(each)}
        added = {ast.unparse(node.target) for node in body if isinstance(node, ast.AugAssign)}
        for node in body:
            is_number = isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            name = ast.unparse(node.targets[0]) if is_number else ""  # type: ignore[attr-defined]
            if name in added & below:
                line = line_of(source, node)
                text = f"Line {line} sets `{name}` back in each pass of the loop: put it above the "
                yield SourceSlip(line, f"{text}loop.")


def _late(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield lambdas that are kept, and use the variable of the loop that makes them."""
    for node in nodes_of(function):
        if isinstance(node, ast.ListComp):
            made, names = [node.elt], [each.target for each in node.generators]
        elif isinstance(node, ast.For):
            added = [n for n in ast.walk(node) if _is_append(n)]
            made, names = [a for n in added for a in n.args], [node.target]  # type: ignore[attr-defined]
        else:
            continue
        targets = {name for each in names for name in names_in(each)}
        entries = [
            e for m in made for e in (m.elts if isinstance(m, ast.Tuple | ast.List) else [m])
        ]
        for each in entries:
            if not isinstance(each, ast.Lambda):
                continue
            own = {a.arg for a in (*each.args.args, *each.args.kwonlyargs)}
            for name in sorted(names_in(each.body) & targets - own):
                line = line_of(source, each)
                text = (
                    f"The `lambda` in line {line} looks for `{name}` when it is called: after the "
                )
                text += f"loop, that is its last value. `lambda ..., {name}={name}:` keeps that of "
                yield SourceSlip(line, f"{text}each pass.", Rank.PERHAPS)


def _inner(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    used = names_read(function)
    for node in nodes_of(function):
        if node is not function and isinstance(node, ast.FunctionDef) and node.name not in used:
            text = (
                f"Line {line_of(source, node)} defines `{node.name}` inside this function, and no "
            )
            yield SourceSlip(line_of(source, node), f"{text}line calls it.", rank=Rank.PERHAPS)


def _unused(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    used = names_read(function)
    outer = {
        name
        for n in nodes_of(function)
        if isinstance(n, ast.Global | ast.Nonlocal)
        for name in n.names
    }
    for node in nodes_of(function):
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1):
            continue
        (target,) = node.targets
        if isinstance(target, ast.Name) and target.id not in used | outer:
            text = f"Line {line_of(source, node)} gives `{target.id}` a value, and no line uses it."
            yield SourceSlip(line_of(source, node), text, rank=Rank.PERHAPS)


def _first_pass(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not isinstance(node, ast.For | ast.While):
            continue
        goes_on = any(isinstance(each, ast.Continue) for each in ast.walk(node))
        last = node.body[-1]
        # Who goes on may be looking for the first one: but not with a list that still grows.
        grown = {ast.unparse(n.func.value) for n in ast.walk(node) if _is_append(n)}  # type: ignore[attr-defined]
        if isinstance(last, ast.Return) and (not goes_on or grown & names_in(last)):
            line = line_of(source, last)
            which = "the first pass that comes to it" if goes_on else "its first pass"
            text = f"The `return` in line {line} is inside the loop, which ends in {which}: put it "
            yield SourceSlip(line, f"{text}below the loop.", rank=Rank.PERHAPS)
        elif not goes_on and _always_returns(last):
            line = line_of(source, last)
            text = f"Each branch of the `if` in line {line} returns, and so the loop ends in its "
            yield SourceSlip(line, f"{text}first pass: decide below the loop.", rank=Rank.PERHAPS)


def _is_append(node: ast.AST) -> bool:
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_method and node.func.attr == "append"  # type: ignore[attr-defined]


def _always_returns(statement: ast.stmt) -> bool:
    """Whether an `if` with its `else` returns in each of its branches."""
    if not (isinstance(statement, ast.If) and statement.orelse):
        return isinstance(statement, ast.Return)
    return all(_always_returns(block[-1]) for block in (statement.body, statement.orelse))


def _replaced(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield an `if` whose value the next one always replaces, as `if` for `elif` makes it."""
    for block in blocks_of(function):
        for above, below in pairwise(block):
            if not (isinstance(above, ast.If) and isinstance(below, ast.If)) or above.orelse:
                continue
            if not all(map(_names_set, above.body)):
                continue
            names = {name for each in above.body for name in _names_set(each)}
            names = {name for name in names if _sets_in_all(below, name)}
            if len(names) == 1 and not names & names_read(below):
                first, line, (name,) = line_of(source, above), line_of(source, below), names
                text = f"The `if` in line {line} and its `else` always give `{name}` a value, and "
                text += (
                    f"the one of the `if` in line {first:d} is lost: write `elif` in line {line:d}."
                )
                yield SourceSlip(line, text)


def _names_set(statement: ast.stmt) -> set[str]:
    """Return the name that a statement gives a value, if it does nothing else."""
    if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
        return set()
    return {statement.targets[0].id}


def _sets_in_all(statement: ast.stmt, name: str) -> bool:
    """Whether each branch of an `if` with its `else` gives a name a value."""
    if not isinstance(statement, ast.If):
        return name in _names_set(statement)
    blocks = (statement.body, statement.orelse)
    return all(any(_sets_in_all(each, name) for each in block) for block in blocks)


def _asked_uncalled(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield NumPy's functions that stand uncalled where something is asked."""
    for node in nodes_of(function):
        asked: list[ast.expr] = []
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            asked = [node.test]
        elif isinstance(node, ast.BoolOp):
            asked = node.values
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            asked = [node.operand]
        for each in asked:
            name = ast.unparse(each) if isinstance(each, ast.Attribute) else ""
            if ASKING.fullmatch(name):
                line = line_of(source, each)
                text = f"In line {line} `{name}` is not called: give it what it is to ask about, "
                yield SourceSlip(line, f"{text}in round brackets.")


ASKING = re.compile(r"(?:np|math)\.(?:isfinite|isnan|isinf|all|any|isclose|allclose)")


def _grown_by_sign(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    lists = {
        target.id
        for node in nodes_of(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes_of(function):
        name, added, sign = "", None, "+="
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            name, added = ast.unparse(node.target), node.value
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
            name, added, sign = ast.unparse(node.targets[0]), node.value.right, "+"
            is_own = ast.unparse(node.value.left) == name and isinstance(node.value.op, ast.Add)
            name = name if is_own else ""
        is_one = isinstance(added, ast.Name | ast.BinOp) and not _is_of_lists(added, lists)
        if name in lists and is_one:
            text = f"In line {line_of(source, node)} `{sign}` does not add one entry to the list "
            text += f"`{name}`: `append` does."
            yield SourceSlip(line_of(source, node), text, rank=Rank.BESIDE)


def _is_of_lists(value: ast.expr, lists: Collection[str]) -> bool:
    """Whether a list's name, or a list as in ``[0.0] * n``, says that several entries are meant."""
    parts = (value.left, value.right) if isinstance(value, ast.BinOp) else (value,)
    return any(
        isinstance(part, ast.List | ast.ListComp | ast.Tuple)
        or (isinstance(part, ast.Name) and part.id in lists)
        or (isinstance(part, ast.BinOp) and _is_of_lists(part, lists))
        for part in parts
    )


def _in_the_docstring(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield code that stands in the docstring of a function which has no other."""
    doc = ast.get_docstring(function, clean=False)
    if doc is None or len(function.body) > 1 or not RETURNS.search(doc):
        return
    line = line_at(source, function.body[0].end_lineno or 1)
    text = f"Line {line} ends the docstring, and this function's code is inside it: put it below."
    yield SourceSlip(line, text)


RETURNS = re.compile(r"^[ \t]*return[ \t]+\S", re.MULTILINE)


def _silenced(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not isinstance(node, ast.ExceptHandler):
            continue
        # Who names an error knows which one is meant.
        is_any = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        if is_any and all(_says_nothing(each) for each in node.body):
            line = line_of(source, node)
            text = (
                f"The `except` in line {line} hides what goes wrong above it: take the `try` away "
            )
            yield SourceSlip(line, f"{text}to see whether something does.", Rank.BESIDE)


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether a statement goes on as if nothing had gone wrong, or gives a constant for it."""
    if isinstance(statement, ast.Return):
        return statement.value is None or isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Continue | ast.Break)


def _always_true(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield an `or` that is followed by a value alone, where a comparison was meant."""
    for node in nodes_of(function):
        if not (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)):
            continue
        if not isinstance(node.values[0], ast.Compare):
            continue
        for each in node.values[1:]:
            value = ast.unparse(each)
            is_true = isinstance(each, ast.Constant) and bool(each.value) and each.value is not True
            if is_true or value in ("np.nan", "np.inf", "-np.inf"):
                text = (
                    f"In line {line_of(source, node)} `or {value}` always holds: write the whole "
                )
                yield SourceSlip(line_of(source, node), f"{text}comparison on both sides of `or`.")


def _loop_names(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield loops whose variable takes the name of a value that no line has used by then."""
    waiting = {each.arg for each in function.args.args}
    for node in function.body:
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            name, line = node.target.id, line_of(source, node)
            if name in waiting - names_in(node.iter):
                text = f"The loop in line {line} gives `{name}` another value in each pass: call "
                yield SourceSlip(line, f"{text}its variable something else.", Rank.PERHAPS)
        is_plain = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        # What a loop sets is a variable of its own.
        waiting -= names_in(node)
        if is_plain:
            waiting.add(ast.unparse(node.targets[0]))  # type: ignore[attr-defined]


def _inner_loops(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield what a loop within another one does to the outer one's names."""
    for outer in nodes_of(function):
        if not (isinstance(outer, ast.For) and isinstance(outer.target, ast.Name)):
            continue
        inner = [n for n in ast.walk(outer) if isinstance(n, ast.For) and n is not outer]
        for node in inner:
            if ast.unparse(node.target) == outer.target.id != "_":
                line = line_of(source, node)
                text = f"The loops in lines {line_of(source, outer)} and {line} both give "
                text += (
                    f"`{outer.target.id}` its value, and the inner one's stays: call one of the "
                )
                yield SourceSlip(line, f"{text}two variables something else.")
        yield from _never_emptied(function, source, outer)


def _never_emptied(
    function: ast.FunctionDef, source: Source, outer: ast.For
) -> Iterator[SourceSlip]:
    """Yield a list that is begun above a loop, and filled and passed on in each of its passes."""
    above = function.body[: function.body.index(outer)] if outer in function.body else []
    begun = {ast.unparse(n.targets[0]): n for n in above if _begins_a_list(n)}  # type: ignore[attr-defined]
    loops = [n for n in outer.body if isinstance(n, ast.For | ast.While)]
    grown = {ast.unparse(n.func.value) for each in loops for n in ast.walk(each) if _is_append(n)}  # type: ignore[attr-defined]
    rest = [n for each in outer.body if each not in loops for n in ast.walk(each)]
    passed = {ast.unparse(a) for n in rest if isinstance(n, ast.Call) for a in n.args}
    for name in begun.keys() & grown & passed:
        line = line_of(source, begun[name])
        text = f"Line {line} begins `{name}` above the loop in line {line_of(source, outer)}, so "
        yield SourceSlip(
            line, f"{text}that each pass adds to what the others put in.", Rank.PERHAPS
        )


def _taken_out(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield what shortens the list that a loop goes through, and goes on."""
    for loop in nodes_of(function):
        if not (isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name)):
            continue
        ends = any(isinstance(each, ast.Break | ast.Return) for each in ast.walk(loop))
        name = loop.iter.id
        for node in ast.walk(loop):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            deleted = node.targets if isinstance(node, ast.Delete) else []
            is_short = called in (f"{name}.remove", f"{name}.pop") or any(
                isinstance(each, ast.Subscript) and ast.unparse(each.value) == name
                for each in deleted
            )
            if is_short and not ends:
                line = line_of(source, node)
                text = f"Line {line} shortens `{name}` while the loop goes through it, which then "
                text += f"passes over the next entry: loop over a copy, `list({name})`."
                yield SourceSlip(line, text, Rank.PERHAPS)


def _made_once(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield lists and dicts in the header that the function adds to."""
    arguments = function.args.args[len(function.args.args) - len(function.args.defaults) :]
    for argument, default in zip(arguments, function.args.defaults, strict=True):
        if ast.unparse(default) not in ("[]", "list()", "{}", "dict()", "set()"):
            continue
        name = argument.arg
        if any(_grows(node) == name for node in nodes_of(function)):
            line = line_of(source, argument)
            text = (
                f"`{name}={ast.unparse(default)}` in line {line} is made once, and every call adds "
            )
            yield SourceSlip(line, f"{text}to it: begin it inside the function.", Rank.PERHAPS)


def _grows(node: ast.AST) -> str:
    """Return what a node adds to, as its method, with `+=` or at an index; ``""`` for nothing."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func.value) if node.func.attr in GROWING else ""
    if isinstance(node, ast.AugAssign):
        return ast.unparse(node.target)
    is_set = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    return ast.unparse(node.value) if is_set else ""  # type: ignore[attr-defined]


GROWING = ("append", "extend", "insert", "add", "update", "setdefault")


def _begins_a_list(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.value) in ("[]", "list()")


def _no_loop(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield a descent whose lines run once, though nothing else repeats them."""
    if function.name not in ("gradient_descent", "trajectory"):
        return
    nodes = list(nodes_of(function))
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    plain = all(
        re.match(r"(?:loss_fn|grad_fn|float|list)$|np\.|\w+\.(?:append|copy)$", c) for c in called
    )
    repeats = (ast.For, ast.While, ast.comprehension, ast.FunctionDef, ast.Lambda)
    is_once = not any(isinstance(node, repeats) for node in nodes if node is not function)
    if is_once and plain and "grad_fn" in called:
        says = "No line of this function is a loop, and so each of its lines runs once: `for t in "
        yield SourceSlip(
            line_of(source, function),
            f"{says}range(num_steps):` repeats those that are indented below it.",
        )


def _decimal_commas(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield tuples that a comma in a number makes, as in ``lr = 0,1``."""
    text = textwrap.dedent(source.text)
    for node in nodes_of(function):
        value = node.value if isinstance(node, ast.Assign | ast.AugAssign | ast.Return) else None
        # A pair of numbers for a pair of names is meant, and where two things are returned.
        is_pair = isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name)
        # Of a point, both coordinates: `return 2,200 * y`.
        is_of_point = [each.arg for each in function.args.args] == ["theta"]
        returns_two = is_of_point or function.name in RETURNED
        is_pair = is_pair or (isinstance(node, ast.Return) and returns_two)
        is_one = isinstance(value, ast.Tuple) and not is_pair
        segment = ast.get_source_segment(text, value) if is_one else None  # type: ignore[arg-type]
        found = re.search(r"(?<![\w.,\[(])(\d+),(\d+)", segment or "")
        if found is not None and (segment or "").count("(", 0, found.start()) == 0:
            line = line_of(source, node)
            says = f"In line {line} the comma in `{found[0]}` makes a tuple: decimals come after a "
            yield SourceSlip(line, f"{says}point, `{found[1]}.{found[2]}`.")


def _overwritten(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield what is begun for many entries, of which each pass of a loop keeps one value only."""
    given = {
        ast.unparse(node.targets[0]): ast.unparse(node.value)
        for node in function.body
        if isinstance(node, ast.Assign)
    }
    begun = {
        name
        for name, value in given.items()
        if re.match(r"np\.(?:zeros|empty|ones)\(", value)
        or (value in ("0", "0.0") and SUMS.fullmatch(name))
    }
    yield from _one_of_many(function, source, given)
    for loop in function.body:
        for node in loop.body if isinstance(loop, ast.For) else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            name = target.id if isinstance(target, ast.Name) else ""
            if name not in begun or name in names_read(loop):
                continue
            counter, line = ast.unparse(loop.target), line_of(source, node)  # type: ignore[attr-defined]
            text = f"Line {line} gives `{name}` another value in each pass, and forgets the one "
            text += "before: "
            text += f"`{name}[{counter}] = ...` sets an entry, " * (not SUMS.fullmatch(name))
            text += f"`{name} += ...` adds to it."
            yield SourceSlip(line, text, Rank.PERHAPS)


# What a sum is called.
SUMS = re.compile(r"s|sse|(?:\w+_)?(?:sum|total|acc)(?:_\w+)?")


def _entries_renamed(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield loops over entries that give the entry's name another value, which nothing reads."""
    for loop in nodes_of(function):
        if not isinstance(loop, ast.For):
            continue
        many = loop.iter
        called = ast.unparse(many.func) if isinstance(many, ast.Call) else ""
        targets, sources = [loop.target], [many]
        if called in ("zip", "enumerate"):
            sources = many.args[: None if called == "zip" else 1]  # type: ignore[attr-defined]
            targets = getattr(loop.target, "elts", [])[-len(sources) :]
        last = loop.body[-1]
        set_last = ast.unparse(last.targets[0]) if isinstance(last, ast.Assign) else ""
        for target, values in zip(targets, sources, strict=False):
            if isinstance(values, ast.Name) and ast.unparse(target) == set_last:
                line, of = line_of(source, last), values.id
                text = f"Line {line} gives the name `{set_last}` another value, and `{of}`, which "
                text += f"the loop goes through, stays as it is: `{of}[i] = ...` sets an entry."
                yield SourceSlip(line, text, Rank.PERHAPS)


def _only_annotated(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield names and entries with a formula behind a colon, which gives them no value."""
    for node in nodes_of(function):
        if isinstance(node, ast.AnnAssign) and node.value is None:
            name, line = ast.unparse(node.target), line_of(source, node)
            if isinstance(node.annotation, ast.Call | ast.BinOp):
                text = f"In line {line} the colon gives `{name}` no value: write `{name} = ...`."
                yield SourceSlip(line, text)


EMPTY = re.compile(
    r"(?:range|np\.arange)\((?:(?:num_steps|len\(\w+\)), (?:0|-1)|-(?:num_steps|len\(\w+\)))\)"
)


def _empty_ranges(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield ranges that count up to less than where they begin."""
    for node in nodes_of(function):
        shown = ast.unparse(node) if isinstance(node, ast.Call) else ""
        if EMPTY.fullmatch(shown):
            line = line_of(source, node)
            text = f"In line {line} `{shown}` has nothing in it: it counts up, and ends before its "
            yield SourceSlip(line, f"{text}last number.")


def _one_of_many(
    function: ast.FunctionDef, source: Source, given: Mapping[str, str]
) -> Iterator[SourceSlip]:
    """Yield lists and dicts begun empty, of which each pass of a loop makes one with one entry."""
    adds = {"[]": "`{}.append(...)` adds one", "{}": "`{}[key] = ...` adds one"}
    for loop in function.body:
        for node in loop.body if isinstance(loop, ast.For | ast.While) else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            name = target.id if isinstance(target, ast.Name) else ""
            kind = given.get(name, "")
            is_one = kind in adds and name not in names_read(loop)
            if is_one and ast.unparse(node.value) not in ("[]", "{}", "list()", "dict()"):  # type: ignore[attr-defined]
                line = line_of(source, node)
                text = (
                    f"Line {line} gives `{name}` another value in each pass, and forgets the one "
                )
                yield SourceSlip(line, f"{text}before: {adds[kind].format(name)}.", Rank.PERHAPS)


def _global(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    named = [n for n in nodes_of(function) if isinstance(n, ast.Name)]
    named.sort(key=lambda n: -n.lineno)
    stored = {n.id: n.lineno for n in named if isinstance(n.ctx, ast.Store)}
    loaded = {n.id: n.lineno for n in named if isinstance(n.ctx, ast.Load)}
    added = {ast.unparse(n.target) for n in nodes_of(function) if isinstance(n, ast.AugAssign)}
    for node in nodes_of(function):
        for name in node.names if isinstance(node, ast.Global) else ():
            # What gets a value first is begun anew in each call.
            is_kept = name in added or loaded.get(name, 0) <= stored.get(name, -1)
            if name in stored and is_kept and (name in loaded or name in added):
                line = line_of(source, node)
                text = f"`{name}` is global in line {line}: it keeps its value from call to call."
                yield SourceSlip(line, text, Rank.PERHAPS)


def _added_once(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield an entry that is added directly below a loop, of what the loop has changed."""
    for loop, below in pairwise(function.body):
        call = below.value if isinstance(below, ast.Expr) else None
        if not isinstance(loop, ast.For) or call is None or not _is_append(call):
            continue
        name = ast.unparse(call.func.value)  # type: ignore[attr-defined]
        named = [node for node in ast.walk(loop) if isinstance(node, ast.Name)]
        changed = {node.id for node in named if isinstance(node.ctx, ast.Store)}
        if name not in {node.id for node in named} and names_in(call) & changed:
            line = line_of(source, below)
            text = (
                f"Line {line} is below the loop, and so it adds one entry to `{name}`, after the "
            )
            yield SourceSlip(line, f"{text}last pass: does it belong in the loop?", Rank.PERHAPS)


def _changed_inside(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield calls, kept nowhere, of a function inside that returns nothing and changes nothing."""
    inner = {
        node.name: node
        for node in nodes_of(function)
        if isinstance(node, ast.FunctionDef) and node is not function
    }
    for node in nodes_of(function):
        call = node.value if isinstance(node, ast.Expr) else None
        called = inner.get(ast.unparse(call.func)) if isinstance(call, ast.Call) else None
        if called is not None and all(isinstance(each, ast.Assign) for each in called.body):
            names = [t for each in called.body for t in each.targets]  # type: ignore[attr-defined]
            if all(isinstance(each, ast.Name) for each in names):
                line, name = line_of(source, node), called.name
                text = (
                    f"Line {line} calls `{name}`, which returns nothing, and what it sets is gone "
                )
                text += f"when it ends: let it `return` that, and write `... = {name}(...)` here."
                yield SourceSlip(line, text)


def _made_outside(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield a list that the function adds to, and that neither it nor a call gives it."""
    nodes = nodes_of(function)
    given = {n.arg for n in nodes if isinstance(n, ast.arg)}
    given |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for node in nodes:
        call = node.value if isinstance(node, ast.Expr) else None
        name = ast.unparse(call.func.value) if call is not None and _is_append(call) else ""  # type: ignore[attr-defined]
        if name.isidentifier() and name not in given:
            line = line_of(source, node)
            text = f"`{name}` in line {line} is made outside this function, and keeps what earlier "
            text += f"calls put in: begin it inside, `{name} = []`."
            yield SourceSlip(line, text, Rank.PERHAPS)
            return


OF_STATEMENTS: tuple[Look, ...] = (
    _in_the_docstring,
    _silenced,
    _never_run,
    _kept_nowhere,
    _signs,
    _tuples,
    _hats,
    _grown_by_sign,
    _emptied,
    _below_the_loop,
    _set_back,
    _late,
    _always_true,
    _first_pass,
    _replaced,
    _asked_uncalled,
    _inner,
    _unused,
    _global,
    _overwritten,
    _decimal_commas,
    _loop_names,
    _inner_loops,
    _no_loop,
    _taken_out,
    _made_once,
    _made_outside,
    _changed_inside,
    _added_once,
    _entries_renamed,
    _empty_ranges,
    _only_annotated,
)
