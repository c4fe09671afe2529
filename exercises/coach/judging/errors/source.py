"""What the learner's source around an error says, read as Python reads it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from exercises.coach.calling.file_contents import tree_of

__all__ = [
    "BUILTINS",
    "KEYS",
    "RETURNED",
    "VERDICTS",
    "block_of",
    "calls_handed_on",
    "endless_loop",
    "entries_handed_on",
    "first_key",
    "grows_underway",
    "handed_on",
    "has_set",
    "in_each_others_place",
    "names_set",
    "nodes_of",
    "parameters_of",
    "runs_away",
    "second_of_pair",
]

Loop = TypeVar("Loop", ast.For, ast.While)


# What the functions of the exercises return as text.
VERDICTS = ("converges", "diverges", "oscillates", "minimum", "maximum", "sublinear", "linear")
# What the dicts that they return have for keys.
KEYS = ("bound_holds", "exponent", "rate", "theta_gd", "theta_closed", "max_abs_diff", "loss_gap")
# Python's own functions whose names are often given to something else.
BUILTINS = {
    "sum", "max", "min", "abs", "len", "range", "list", "float", "int", "str", "round", "sorted",
    "zip", "print", "pow", "dict", "tuple", "set", "map", "any", "all", "input", "type", "next",
    "iter", "enumerate",
}  # fmt: skip

# What functions of the exercises return two of, and how learners call each.
RETURNED = {
    "gradient_descent": ("theta", "the history"),
    "fit": ("theta", "the history"),
    "fit_power_law": ("the exponent", "the coefficient"),
    "lr_finder": ("the best learning rate", "the losses"),
}
CALLED = {
    "theta": r"theta|end|point|minimum|final",
    "the history": r"hist|loss",
    "the exponent": r"exponent|power|slope",
    "the coefficient": r"coeff|constant",
    "the best learning rate": r"best|lr|rate",
    "the losses": r"loss",
}

# What Python says of an expression that is nested deeper than it goes.
TOO_DEEP = (RecursionError, MemoryError)


# Some fifty questions are asked about one function, one after another.
@lru_cache(maxsize=16)
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """Return all nodes of a function's or a statement's source; none where it is no Python."""
    tree = tree_of(textwrap.dedent(text).rstrip().rstrip(":"))
    return () if tree is None else tuple(ast.walk(tree))


def parameters_of(text: str, function: str) -> tuple[str, ...]:
    """Return the parameters that a function has in its own source; none where that is not clear."""
    named = [n for n in nodes_of(text) if isinstance(n, ast.FunctionDef) and n.name == function]
    if len(named) != 1:
        return ()
    own = named[0].args
    names = [each.arg for each in (*own.posonlyargs, *own.args, *own.kwonlyargs)]
    starred = [f"*{own.vararg.arg}"] if own.vararg else []
    starred += [f"**{own.kwarg.arg}"] if own.kwarg else []
    return tuple(names + starred)


def names_set(text: str) -> set[str]:
    """Return the names that a source gives a value with `=`, in a loop or in a `with`."""
    nodes = (node for node in nodes_of(text) if isinstance(node, ast.Name))
    return {node.id for node in nodes if isinstance(node.ctx, ast.Store)}


@lru_cache(maxsize=16)
def block_of(text: str, function: str) -> str:
    """Return the source of the one function of this name in a text, ``""`` where there is none."""
    named = [n for n in nodes_of(text) if isinstance(n, ast.FunctionDef) and n.name == function]
    return _unparsed(named[0]) if len(named) == 1 else ""


def _unparsed(node: ast.AST) -> str:
    """Return a node's source, ``""`` where it is nested too deeply."""
    try:
        return ast.unparse(node)
    except TOO_DEEP:
        return ""


def _arguments_of(line: str, function: str) -> list[ast.expr]:
    """Return the positional arguments of the one call of a function in a line."""
    calls = [
        node
        for node in nodes_of(line)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == function
    ]
    if len(calls) != 1 or any(isinstance(each, ast.Starred) for each in calls[0].args):
        return []
    return calls[0].args


def handed_on(line: str, function: str) -> list[str]:
    """Return the names that stand as positional arguments in the one call of a function.

    Returns
    -------
    list of str
        The name of each argument, ``""`` for what is no plain name.
    """
    arguments = _arguments_of(line, function)
    return [each.id if isinstance(each, ast.Name) else "" for each in arguments]


def calls_handed_on(line: str, function: str) -> list[str]:
    """Return the calls that stand as positional arguments in the one call of a function.

    Returns
    -------
    list of str
        The text of each argument, ``""`` for what is no call of a plain name.
    """
    return [
        _unparsed(each) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) else ""
        for each in _arguments_of(line, function)
    ]


def entries_handed_on(line: str, function: str) -> list[str]:
    """Return the single entries, as ``history[0]``, that are arguments in a function's one call.

    Returns
    -------
    list of str
        The text of each argument, ``""`` for what is something else.
    """
    return [
        _unparsed(each) if re.fullmatch(r"\w+\[-?\d+\]", _unparsed(each)) else ""
        for each in _arguments_of(line, function)
    ]


def first_key(text: str) -> str:
    """Return the first plain name that stands as the key of a dict; ``""`` where there is none."""
    for node in nodes_of(text):
        for key in node.keys if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Name):
                return key.id
    return ""


def has_set(text: str) -> bool:
    """Whether curly brackets make a set somewhere."""
    return any(isinstance(node, ast.Set) for node in nodes_of(text))


def in_each_others_place(target: ast.AST, function: str) -> bool:
    """Whether the two names that get what a function returns are those of one another."""
    if not (isinstance(target, ast.Tuple) and len(target.elts) == 2):
        return False
    patterns = [CALLED[each] for each in RETURNED[function]]
    names = [ast.unparse(each) for each in target.elts]
    fits = [[re.search(p, name) is not None for p in patterns] for name in names]
    return fits == [[False, True], [True, False]]


def second_of_pair(node: ast.AST) -> tuple[str, str] | None:
    """Return the name that gets the second thing that a function returns, and that function.

    None where the name is one for the second thing, or where there is no such name.
    """
    if not isinstance(node, ast.Assign):
        return None
    target, value = node.targets[0], node.value
    if isinstance(value, ast.Subscript) and ast.unparse(value.slice) in ("1", "-1"):
        name, value = target, value.value
    elif isinstance(target, ast.Tuple) and len(target.elts) == 2:
        name = target.elts[1]
    else:
        return None
    called = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
    if called not in RETURNED or not isinstance(name, ast.Name):
        return None
    is_meant = re.search(CALLED[RETURNED[called][1]], name.id)
    return None if is_meant or name.id == "_" else (name.id, called)


def endless_loop(text: str, line: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the condition of a `while` that nothing in it can change, and the names in it.

    Only what is certain: the names of the condition are the function's own, none of them is given
    a value in the loop, or handed to a call, or asked for what is its own, and nothing leaves the
    loop. There are none in `while True`.

    Parameters
    ----------
    text : of the function
    line : the one that was run at last; it is to stand in the loop and nowhere else
    """
    nodes = nodes_of(text)
    own = _own_names(nodes)
    for node in _loops_around(text, line, ast.While):
        inner = [each for statement in node.body for each in ast.walk(statement)]
        # The length of a list that nothing else has is as good as a number, and so is an array's.
        lists = "|".join(_lists_for_length(nodes)) or r"\b\B"
        arrays = "|".join(_of_formulas(nodes, inner)) or r"\b\B"
        condition = re.sub(rf"\blen\((?:{arrays})\)", "0", ast.unparse(node.test))
        asked = nodes_of(re.sub(rf"\blen\(({lists})\)", r"\1", condition))
        names = tuple(dict.fromkeys(n.id for n in asked if isinstance(n, ast.Name)))
        plain = (ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant)
        signs = (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)
        is_plain = all(isinstance(each, (ast.Module, ast.Expr, *plain, *signs)) for each in asked)
        # Without a name it may be an error that is to end it, which a `try` waits for.
        is_waited_for = not names and any(isinstance(each, ast.Try) for each in nodes)
        if not own.issuperset(names) or is_waited_for or any(map(_leaves, inner)):
            continue
        if is_plain and not _touched(inner).intersection(names):
            return ast.unparse(node.test), names
    return None


def _loops_around(text: str, line: str, kind: type[Loop]) -> list[Loop]:
    """Return the loops of a kind that a line stands in, where it stands in one place only."""
    lines = [each.strip() for each in text.split("\n")]
    at = [number for number, each in enumerate(lines, 1) if each == line]
    loops = [node for node in nodes_of(text) if isinstance(node, kind)]
    return [n for n in loops if len(at) == 1 and n.lineno <= at[0] <= (n.end_lineno or 0)]


def runs_away(text: str, line: str) -> tuple[str, str, str] | None:
    """Return the condition of a `while`, the counter in it, and ``grows`` or ``falls``.

    Of a loop that compares a counter with what stays as it is, and moves it away from that.
    """
    own = _own_names(nodes_of(text))
    for node in _loops_around(text, line, ast.While):
        inner = [each for statement in node.body for each in ast.walk(statement)]
        test = node.test
        if not (isinstance(test, ast.Compare) and len(test.ops) == 1) or any(map(_leaves, inner)):
            continue
        sides = (ast.unparse(test.left), ast.unparse(test.comparators[0]))
        changes = [n for n in inner if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
        steps = {name: way for each in node.body for name, way in _step(each).items()}
        for name, limit, grown in ((*sides, ast.Gt | ast.GtE), (*sides[::-1], ast.Lt | ast.LtE)):
            way = steps.get(name, "")
            is_away = way == ("grows" if isinstance(test.ops[0], grown) else "falls")
            is_so = isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE) and name in own
            is_fixed = re.fullmatch(r"-?[\d.]+", limit) or (limit in own - _touched(inner))
            if is_so and is_away and is_fixed and [n.id for n in changes].count(name) == 1:
                return ast.unparse(test), name, way
    return None


def grows_underway(text: str, line: str) -> str:
    """Return the list that a `for` goes through, and that each of its passes adds to."""
    for node in _loops_around(text, line, ast.For):
        if not isinstance(node.iter, ast.Name):
            continue
        inner = [each for statement in node.body for each in ast.walk(statement)]
        adds = [n for n in node.body if ast.unparse(n).startswith(f"{node.iter.id}.append(")]
        if adds and not any(map(_leaves, inner)):
            return node.iter.id
    return ""


def _step(statement: ast.stmt) -> dict[str, str]:
    """Return a name that a statement adds a number to, with ``grows``, or ``falls``."""
    found = re.fullmatch(
        r"(\w+) (?:([+-])=|= \1 ([+-])) (?:\d*[1-9]\d*|\d*\.\d*[1-9]\d*)", ast.unparse(statement)
    )
    sign = (found.group(2) or found.group(3)) if found else ""
    return {found.group(1): "grows" if sign == "+" else "falls"} if found else {}


def _lists_for_length(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the lists that a function begins and then only returns, or asks for their length."""
    begun = {
        ast.unparse(n.targets[0])
        for n in nodes
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.List)
    }
    read = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    asked = [part for n in nodes if isinstance(n, ast.While | ast.Return) for part in _asked(n)]
    return {name for name in begun if read.count(name) == asked.count(name)}


def _of_formulas(nodes: Sequence[ast.AST], inner: Sequence[ast.AST]) -> set[str]:
    """Return the arrays that formulas make, and to which nothing in a loop does more than read."""
    made = [n for n in nodes if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)]
    formulas = {ast.unparse(n.targets[0]) for n in made if isinstance(n.value, ast.BinOp)}
    formulas -= {ast.unparse(n.targets[0]) for n in made if not isinstance(n.value, ast.BinOp)}
    read = [n.value for n in inner if isinstance(n, ast.Subscript)]
    read = [n for n in read if isinstance(n, ast.Name)]
    named = [n for n in inner if isinstance(n, ast.Name)]
    return formulas - {n.id for n in named if not any(n is each for each in read)}


def _asked(node: ast.While | ast.Return) -> list[str]:
    value = node.test if isinstance(node, ast.While) else node.value
    return [n.id for n in ast.walk(value) if isinstance(n, ast.Name)] if value is not None else []


def _leaves(node: ast.AST) -> bool:
    """Whether a statement or a call may end the loop that it is in."""
    is_exit = isinstance(node, ast.Call) and re.fullmatch(EXIT, ast.unparse(node.func))
    return bool(is_exit) or isinstance(node, ast.Return | ast.Raise | ast.Break)


EXIT = r"(?:sys\.)?exit|quit|next|os\._exit"


def _own_names(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the names that nothing outside a function can give a value: none if there may be."""
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    if len(functions) != 1:
        # A function inside it may change what is around it, at any call.
        return set()
    given = {n.arg for n in nodes if isinstance(n, ast.arg)}
    given |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for node in nodes:
        if isinstance(node, ast.Global):
            given.difference_update(node.names)
    return given


def _touched(nodes: list[ast.AST]) -> set[str]:
    """Return the names that are given a value, handed to a call or asked for what is theirs."""
    found = set()
    for node in nodes:
        parts: list[ast.AST] = []
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Call):
            parts = [*node.args, *node.keywords]
        elif isinstance(node, ast.Attribute | ast.Subscript):
            parts = [node.value]
        elif isinstance(node, ast.Global | ast.Nonlocal):
            found.update(node.names)
        found.update(n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name))
    return found
