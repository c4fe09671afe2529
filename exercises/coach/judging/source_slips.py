"""Lines of a function that seldom do what was meant: told beside a value that is wrong.

Only what the source says by itself, so that a sentence is true whatever the value is. Who gets the
right value is told nothing: the same line may be there for a reason.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from exercises.coach.calling.raised import Source
from exercises.coach.judging.error_source import BUILTINS, RETURNED, in_each_others_place

__all__ = ["Rank", "SourceSlip", "slip_in"]

# Of a formula that is shown in a sentence.
WIDTH = 40
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
SIGN = re.compile(r"(?P<name>\w+)\s+=(?P<sign>[-+])(?!\d)")
ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


class Rank(IntEnum):
    """How much a line explains of a value that is wrong, the most first."""

    # It changes the value: a mistake of thought has the same numbers by accident.
    CAUSE = 0
    # It is told beside the name of a mistake.
    BESIDE = 1
    # It may be right: it is told where the mistake has no name.
    PERHAPS = 2


@dataclass(frozen=True)
class SourceSlip:
    """What a line says.

    Attributes
    ----------
    line : its number in the file or the cell
    says : one sentence
    rank : how much such a line explains
    """

    line: int
    says: str
    rank: Rank = Rank.CAUSE


def slip_in(
    source: Source,
    known: Mapping[str, Sequence[str]],
    defaults: Mapping[str, object] | None = None,
) -> SourceSlip | None:
    """Return the most telling slip in a function's source, None where there is none.

    Parameters
    ----------
    source : of the function
    known : the parameters of the exercise's functions
    defaults : those of the stub's header
    """
    try:
        (function, *_) = ast.parse(textwrap.dedent(source.text)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(function, ast.FunctionDef):
        return None
    # One is enough to go on with.
    found = [slip for look in LOOKS for slip in look(function, source)]
    found += _exchanged(function, source, known)
    found += _left_out(function, source, known)
    found += _other_defaults(function, source, defaults or {})
    found += _set_anew(function, source, known)
    found += _pairs_of_calls(function, source, known)
    return min(found, key=lambda slip: slip.rank, default=None)


def _first_line(source: Source, node: ast.AST) -> str:
    """Return the first line of what a node stands for, as it is in the source."""
    return source.text.split("\n")[node.lineno - 1].strip()  # type: ignore[attr-defined]


def _at(source: Source, node: ast.AST) -> int:
    return source.line + node.lineno - 1  # type: ignore[attr-defined, no-any-return]


def _short(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _blocks(function: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    """Yield each list of statements of a function, those within its loops and branches too."""
    for node in ast.walk(function):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def _never_run(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for block in _blocks(function):
        for above, below in pairwise(block):
            if not isinstance(above, ENDS) or _does_nothing(below):
                continue
            word = type(above).__name__.lower()
            here, there = _at(source, below), _at(source, above)
            if here == there:
                text = f"What follows the `{word}` in line {here} is never run."
            else:
                text = f"Line {here} is never run, because it comes below the `{word}` in line "
                text += f"{there}."
            goes_on = re.match(r"[-+]", _first_line(source, below)) is not None
            if goes_on:
                text += " A formula goes on in the next line only inside brackets."
            is_value = isinstance(above, ast.Return) and above.value is None
            rank = Rank.CAUSE if goes_on or is_value else Rank.BESIDE
            yield SourceSlip(_at(source, below), text, rank)


def _does_nothing(statement: ast.stmt) -> bool:
    """Whether a statement is as well left out: the stub's own `raise`, `pass`, what is printed."""
    if isinstance(statement, ast.Raise):
        return "NotImplemented" in ast.unparse(statement)
    value = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in ("print", "plt.show", "input")
    return isinstance(statement, ast.Pass) or isinstance(value, ast.Constant)


def _kept_nowhere(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if isinstance(node, ast.Expr) and (says := _about(node.value, source)):
            line = _at(source, node)
            if node is function.body[-1] and isinstance(node.value, ast.BinOp | ast.Tuple):
                says = f"computes `{_short(node.value)}` and does not return it: write `return` "
                says += "before it."
            yield SourceSlip(line, f"Line {line} {says}", rank=Rank.BESIDE)


def _about(value: ast.expr, source: Source) -> str:
    """Return what a statement does that is nothing but this expression, ``""`` for most calls."""
    if isinstance(value, ast.Compare):
        if "<-" in _first_line(source, value):
            return (
                "only compares, for Python reads `<-` as less than minus: a name gets its value "
                "with `=`."
            )
        return "only compares, and keeps nothing: a name gets its value with a single `=`."
    if isinstance(value, ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Tuple | ast.List):
        if re.match(r"[-+]", _first_line(source, value)):
            return (
                "begins with a sign, but a formula goes on in the next line only inside brackets."
            )
        return f"computes `{_short(value)}` and keeps it nowhere: give it to a name with `=`."
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
            for n in ast.walk(function)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ),
    ]
    for node in ast.walk(function):
        found = SIGN.match(_first_line(source, node)) if isinstance(node, ast.Assign) else None
        if found is None or stored.count(found["name"]) < 2:
            continue
        sign, line = found["sign"], _at(source, node)
        what = "minus" if sign == "-" else "plus"
        text = (
            f"Line {line} gives `{found['name']}` a new value: `={sign}` is `=` and a {what} sign."
        )
        yield SourceSlip(line, f"{text} To change the old value, write `{sign}=`.")


def _tuples(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        value = node.value if isinstance(node, ast.Assign | ast.Return) else None
        if not (isinstance(value, ast.Tuple) and len(value.elts) == 1):
            continue
        segment = ast.get_source_segment(textwrap.dedent(source.text), value) or ""
        if segment.rstrip().endswith(","):
            line = source.line + (value.end_lineno or value.lineno) - 1
            text = (
                f"Line {line} ends in a comma, which makes a tuple of one value: delete the comma."
            )
            yield SourceSlip(line, text)


def _hats(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor)):
            continue
        # Of truth values it says that one of two holds.
        sides = (node.left, node.right)
        if any(isinstance(each, ast.Compare | ast.BoolOp) for each in sides):
            continue
        if any(isinstance(each, ast.Constant | ast.UnaryOp) for each in sides):
            text = f"In line {_at(source, node)} `^` is not a power: Python writes `**`."
            yield SourceSlip(_at(source, node), text)


def _objects(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Compare):
            continue
        pairs = zip(node.ops, node.comparators, strict=True)
        for operator, other in pairs:
            is_value = isinstance(other, ast.Constant) and type(other.value) in (int, float, str)
            if isinstance(operator, ast.Is | ast.IsNot) and is_value:
                word, sign = ("is", "==") if isinstance(operator, ast.Is) else ("is not", "!=")
                text = (
                    f"In line {_at(source, node)} `{word}` asks for one and the same object: write "
                )
                yield SourceSlip(_at(source, node), f"{text}`{sign}` for equal values.")


def _generators(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = ast.unparse(node.func)
        is_numpys = name in ("np.all", "np.any") or name in source.from_numpy
        if is_numpys and isinstance(node.args[0], ast.GeneratorExp):
            text = f"In line {_at(source, node)} NumPy's `{name.removeprefix('np.')}` takes a "
            text += "generator for a single value that is true: put square brackets around what is "
            text += "inside."
            yield SourceSlip(_at(source, node), text)


def _attributes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            found = SETTERS.fullmatch(target.attr) if isinstance(target, ast.Attribute) else None
            if isinstance(target, ast.Attribute) and found is not None:
                axes, line = ast.unparse(target.value), _at(source, node)
                text = (
                    f"Line {line} gives `{axes}.{target.attr}` another value, which draws nothing: "
                )
                yield SourceSlip(line, f"{text}call `{axes}.set_{found[1]}(...)`.")


# What an Axes has a function to set.
SETTERS = re.compile(r"(?:set_)?(title|xlabel|ylabel|xlim|ylim|xscale|yscale)")


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
            if any(name in _names_in(each) for each in inner):
                # A list for each pass is meant, and filled in it: what uses it belongs there too.
                line = _at(source, uses[0])
                text = f"Line {line} is below the loop that begins `{name}` in each pass, and so "
                text += "it finds that of the last pass alone: does it belong in the loop?"
                yield SourceSlip(line, text, Rank.PERHAPS)
                continue
            text = f"Line {_at(source, node)} empties `{name}` in each pass of the "
            yield SourceSlip(_at(source, node), f"{text}loop: put it above the loop.")


def _names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _inner(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    used = _loaded(function)
    for node in ast.walk(function):
        if node is not function and isinstance(node, ast.FunctionDef) and node.name not in used:
            text = f"Line {_at(source, node)} defines `{node.name}` inside this function, and no "
            yield SourceSlip(_at(source, node), f"{text}line calls it.", rank=Rank.PERHAPS)


def _unused(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    used = _loaded(function)
    outer = {
        name
        for n in ast.walk(function)
        if isinstance(n, ast.Global | ast.Nonlocal)
        for name in n.names
    }
    for node in ast.walk(function):
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1):
            continue
        (target,) = node.targets
        if isinstance(target, ast.Name) and target.id not in used | outer:
            text = f"Line {_at(source, node)} gives `{target.id}` a value, and no line uses it."
            yield SourceSlip(_at(source, node), text, rank=Rank.PERHAPS)


def _loaded(function: ast.AST) -> set[str]:
    names = (n for n in ast.walk(function) if isinstance(n, ast.Name))
    return {n.id for n in names if isinstance(n.ctx, ast.Load | ast.Del)}


def _cut(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    # In a formula or in what is returned: by itself, or of a length, it counts something.
    for node in ast.walk(function):
        for part in ast.iter_child_nodes(node):
            if not (isinstance(part, ast.BinOp) and isinstance(part.op, ast.FloorDiv)):
                continue
            of_length = re.search(r"\blen\(|\.shape\b|\.size\b", ast.unparse(part.left))
            is_formula = isinstance(node, ast.Return | ast.AugAssign | ast.BinOp | ast.UnaryOp)
            if is_formula and not of_length:
                line = _at(source, part)
                text = f"In line {line} `//` divides and drops the fraction: `/` keeps it."
                yield SourceSlip(line, text, rank=Rank.PERHAPS)


def _exchanged(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield arguments that a call hands on in the place of another parameter."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if any(isinstance(each, ast.Starred) for each in node.args):
            # How many places it fills is not written there.
            continue
        parameters = known.get(node.func.id, ())
        for place, given in zip(parameters, node.args, strict=False):
            name = given.id if isinstance(given, ast.Name) else ""
            if name in parameters and name != place:
                line, called = _at(source, node), node.func.id
                text = (
                    f"In line {line} `{name}` is passed to `{called}` in the place of `{place}`: "
                )
                text += "compare the order of the arguments with the stub's header."
                yield SourceSlip(line, text)
                return


def _left_out(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield arguments of the exercise's own function that no line of it uses."""
    due = known.get(function.name, ())
    # A path needs no loss.
    own = [each.arg for each in function.args.args if each.arg in due and each.arg != "loss_fn"]
    left = [f"`{name}`" for name in own if name not in _loaded(function)]
    if left and len(function.body) > 1:
        words = "argument " if len(left) == 1 else "arguments "
        text = f"No line of this function uses its {words}{' and '.join(left)}."
        yield SourceSlip(source.line, text, Rank.PERHAPS)


def _array_of_two(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = ast.unparse(node.func)
        second = node.args[1] if len(node.args) > 1 else None
        is_value = isinstance(second, ast.BinOp | ast.UnaryOp | ast.Subscript)
        if name in ("np.array", "np.asarray") and is_value:
            text = f"In line {_at(source, node)} `{name}` gets its values one by one: put them "
            yield SourceSlip(_at(source, node), f"{text}into square brackets.")


def _first_pass(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not isinstance(node, ast.For | ast.While):
            continue
        goes_on = any(isinstance(each, ast.Continue) for each in ast.walk(node))
        if isinstance(node.body[-1], ast.Return) and not goes_on:
            line = _at(source, node.body[-1])
            text = f"The `return` in line {line} is inside the loop, which ends in its first pass: "
            yield SourceSlip(line, f"{text}put it below the loop.", rank=Rank.PERHAPS)


def _grown_by_sign(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    lists = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if not (isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add)):
            continue
        if not (isinstance(node.target, ast.Name) and node.target.id in lists):
            continue
        if isinstance(node.value, ast.Name | ast.BinOp) and not _is_of_lists(node.value, lists):
            text = f"In line {_at(source, node)} `+=` does not add one entry to the list "
            text += f"`{node.target.id}`: `append` does."
            yield SourceSlip(_at(source, node), text, rank=Rank.BESIDE)


def _is_of_lists(value: ast.expr, lists: Collection[str]) -> bool:
    """Whether a list's name, or a list as in ``[0.0] * n``, says that several entries are meant."""
    parts = (value.left, value.right) if isinstance(value, ast.BinOp) else (value,)
    return any(
        isinstance(part, ast.List | ast.ListComp | ast.Tuple)
        or (isinstance(part, ast.Name) and part.id in lists)
        or (isinstance(part, ast.BinOp) and _is_of_lists(part, lists))
        for part in parts
    )


def _divisors(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
            continue
        left, right = node.left, ast.unparse(node.right)
        is_quotient = isinstance(left, ast.BinOp) and isinstance(left.op, ast.Div)
        if is_quotient and re.fullmatch(DIVISORS.get(function.name, COUNTS), right):
            text = f"Line {_at(source, node)} multiplies by `{right}`, for `a / b * c` is a / b "
            text += "times c: what divides needs brackets, `a / (b * c)`."
            yield SourceSlip(_at(source, node), text, rank=Rank.PERHAPS)


COUNTS = r"[Nnm]|len\(\w+\)|\w+\.(?:shape\[0\]|size)"
# The bound falls with η and t; elsewhere a factor t is meant to stand above the line.
DIVISORS = {"sublinear_bound": r"t|T|lr|eta|num_steps|steps"}


def _whole_results(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    given = {
        node.targets[0].id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(function):
        value = node.value if isinstance(node, ast.Return) else None
        if isinstance(value, ast.Name):
            value = given.get(value.id)
        if isinstance(value, ast.Call) and ast.unparse(value.func) in MANY:
            name, line = ast.unparse(value.func), _at(source, node)
            text = (
                f"`{name}` in line {line} returns several things: return the one that is asked for."
            )
            yield SourceSlip(line, text, rank=Rank.PERHAPS)
        if isinstance(value, ast.BoolOp) and all(isinstance(v, ast.Name) for v in value.values):
            line, word = _at(source, node), type(value.op).__name__.lower()
            text = f"In line {line} `{word}` gives one of the two: a comma makes a pair of them."
            yield SourceSlip(line, text, rank=Rank.BESIDE)


MANY = ("np.linalg.lstsq", "np.linalg.eig", "np.linalg.eigh", "np.linalg.qr", "np.linalg.svd")


def _keys(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        pairs = zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        for key, value in pairs:
            if isinstance(key, ast.Name) and ast.unparse(key) == ast.unparse(value):
                text = f"In line {_at(source, key)} the key `{key.id}` has no quotes, and so it is "
                yield SourceSlip(_at(source, key), f'{text}its value: write `"{key.id}"`.')


def _again(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    if source.above:
        text = f"Line {source.line} defines `{function.name}` again, after line {source.above}: "
        text += "only the last one counts. Delete one of the two."
        yield SourceSlip(source.line, text, Rank.BESIDE)


def _in_the_docstring(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield code that stands in the docstring of a function which has no other."""
    doc = ast.get_docstring(function, clean=False)
    if doc is None or len(function.body) > 1 or not RETURNS.search(doc):
        return
    line = source.line + (function.body[0].end_lineno or 1) - 1
    text = f"Line {line} ends the docstring, and this function's code is inside it: put it below."
    yield SourceSlip(line, text)


RETURNS = re.compile(r"^[ \t]*return[ \t]+\S", re.MULTILINE)


def _silenced(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not isinstance(node, ast.ExceptHandler):
            continue
        # Who names an error knows which one is meant.
        is_any = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        if is_any and all(_says_nothing(each) for each in node.body):
            text = f"The `except` in line {_at(source, node)} hides what goes wrong above it: take "
            text += "the `try` away to see whether something does."
            yield SourceSlip(_at(source, node), text, Rank.BESIDE)


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether a statement goes on as if nothing had gone wrong, or gives a constant for it."""
    if isinstance(statement, ast.Return):
        return statement.value is None or isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Continue | ast.Break)


def _always_true(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield an `or` that is followed by a value alone, where a comparison was meant."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)):
            continue
        if not isinstance(node.values[0], ast.Compare):
            continue
        for each in node.values[1:]:
            value = ast.unparse(each)
            is_true = isinstance(each, ast.Constant) and bool(each.value) and each.value is not True
            if is_true or value in ("np.nan", "np.inf", "-np.inf"):
                text = f"In line {_at(source, node)} `or {value}` always holds: write the whole "
                yield SourceSlip(_at(source, node), f"{text}comparison on both sides of `or`.")


def _loop_names(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield loops whose variable takes the name of a value that no line has used by then."""
    waiting = {each.arg for each in function.args.args}
    for node in function.body:
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            name, line = node.target.id, _at(source, node)
            if name in waiting - _names_in(node.iter):
                text = f"The loop in line {line} gives `{name}` another value in each pass: call "
                yield SourceSlip(line, f"{text}its variable something else.", Rank.PERHAPS)
        is_plain = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        # What a loop sets is a variable of its own.
        waiting -= _names_in(node)
        if is_plain:
            waiting.add(ast.unparse(node.targets[0]))  # type: ignore[attr-defined]


def _no_loop(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield a descent whose lines run once, though nothing else repeats them."""
    if function.name not in ("gradient_descent", "trajectory"):
        return
    nodes = list(ast.walk(function))
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    plain = all(
        re.match(r"(?:loss_fn|grad_fn|float|list)$|np\.|\w+\.(?:append|copy)$", c) for c in called
    )
    repeats = (ast.For, ast.While, ast.comprehension, ast.FunctionDef, ast.Lambda)
    is_once = not any(isinstance(node, repeats) for node in nodes if node is not function)
    if is_once and plain and "grad_fn" in called:
        says = "No line of this function is a loop, and so each of its lines runs once: `for t in "
        yield SourceSlip(
            source.line, f"{says}range(num_steps):` repeats those that are indented below it."
        )


def _decimal_commas(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield tuples that a comma in a number makes, as in ``lr = 0,1``."""
    text = textwrap.dedent(source.text)
    for node in ast.walk(function):
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
            line = _at(source, node)
            says = f"In line {line} the comma in `{found[0]}` makes a tuple: decimals come after a "
            yield SourceSlip(line, f"{says}point, `{found[1]}.{found[2]}`.")


def _wholes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield arrays of whole numbers that are filled one by one."""
    filled = {
        ast.unparse(target.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Subscript)
    }
    for node in ast.walk(function):
        call = node.value if isinstance(node, ast.Assign) else None
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "np.array"):
            continue
        if len(call.args) != 1 or call.keywords:
            continue
        name = ast.unparse(node.targets[0])  # type: ignore[attr-defined]
        values = call.args[0]
        if isinstance(values, ast.BinOp) and isinstance(values.op, ast.Mult):
            # As in ``[0] * n``.
            values = values.left
        leaves = [each for each in ast.walk(values) if isinstance(each, ast.Constant)]
        is_whole = bool(leaves) and all(type(each.value) is int for each in leaves)
        is_plain = not any(isinstance(each, ast.Name | ast.Div) for each in ast.walk(values))
        if name in filled and is_whole and is_plain:
            line = _at(source, node)
            text = f"Line {line} makes `{name}` an array of whole numbers, and what is put into it "
            yield SourceSlip(line, f"{text}is cut to one: begin with floats, `0.0`.", Rank.PERHAPS)


def _overwritten(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield arrays begun for their entries, of which each pass of a loop keeps one value only."""
    begun = {
        ast.unparse(node.targets[0])
        for node in function.body
        if isinstance(node, ast.Assign)
        and re.match(r"np\.(?:zeros|empty|ones)\(", ast.unparse(node.value))
    }
    for loop in function.body:
        for node in loop.body if isinstance(loop, ast.For) else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            name = target.id if isinstance(target, ast.Name) else ""
            if name not in begun or name in _loaded(loop):
                continue
            counter, line = ast.unparse(loop.target), _at(source, node)  # type: ignore[attr-defined]
            text = f"Line {line} gives `{name}` another value in each pass, and forgets the one "
            text += f"before: `{name}[{counter}] = ...` sets an entry, `{name} += ...` adds to it."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _unsorted(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield entries that are taken by their place from eigenvalues in no order."""
    named = {}
    for node in ast.walk(function):
        call = node.value if isinstance(node, ast.Assign) else None
        name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Tuple) and name == "np.linalg.eig":
            target = target.elts[0]
        elif name != "np.linalg.eigvals":
            continue
        named[ast.unparse(target)] = name  # type: ignore[arg-type]
    is_sorted = re.search(r"\bsort(?:ed)?\(", source.text) is not None
    for node in ast.walk(function):
        if is_sorted or not isinstance(node, ast.Subscript):
            continue
        value, place = node.value, ast.unparse(node.slice)
        called = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
        name = called if called == "np.linalg.eigvals" else named.get(ast.unparse(value), "")
        if name and re.fullmatch(r"-?\d+", place):
            line = _at(source, node)
            text = f"`{name}` returns the eigenvalues in no order: `[{place}]` in line {line} may "
            yield SourceSlip(line, f"{text}be any of them.", Rank.PERHAPS)


def _set_anew(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield arguments that a line gives a value of its own, before any line has used them."""
    due = known.get(function.name, ())
    for at, node in enumerate(function.body):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not (isinstance(target, ast.Name) and target.id in due and isinstance(node, ast.Assign)):
            continue
        above = {each for part in function.body[:at] for each in _names_in(part)}
        names = _names_in(node.value)
        is_own = names <= {"np", *due, *BUILTINS} and target.id not in names | above
        if is_own:
            line = _at(source, node)
            text = f"Line {line} gives the argument `{target.id}` a value of its own, whatever the "
            yield SourceSlip(line, f"{text}call passes.", Rank.PERHAPS)


def _other_defaults(
    function: ast.FunctionDef, source: Source, defaults: Mapping[str, object]
) -> Iterator[SourceSlip]:
    """Yield parameters whose default is another number than the stub's."""
    parameters = function.args
    given = zip(reversed(parameters.args), reversed(parameters.defaults), strict=False)
    for parameter, node in given:
        try:
            value = ast.literal_eval(node)
        except ValueError:
            continue
        due = defaults.get(parameter.arg, value)
        # A list for a tuple is as right.
        rows = (list, tuple)
        is_other = value != due
        if isinstance(value, rows) and isinstance(due, rows):
            is_other = list(value) != list(due)
        if is_other:
            line, name = _at(source, parameter), parameter.arg
            text = f"Line {line} gives `{name}` the default {ast.unparse(node)}, the stub {due}: "
            yield SourceSlip(line, f"{text}some calls leave `{name}` out.", Rank.PERHAPS)


def _pairs_of_calls(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield names that take both results of a function together, or each other's."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        name = ast.unparse(node.value.func)
        if name not in RETURNED or name not in known:
            continue
        line, target = _at(source, node), node.targets[0]
        if in_each_others_place(target, name):
            first, second = RETURNED[name]
            text = f"`{name}` returns {first} first and {second} second: the names in line {line} "
            yield SourceSlip(line, f"{text}are the other way round.")
        is_taken_apart = isinstance(target, ast.Name) and any(
            isinstance(each, ast.Subscript | ast.Starred | ast.Assign)
            and ast.unparse(each.value) == target.id
            for each in ast.walk(function)
        )
        if isinstance(target, ast.Name) and not is_taken_apart and function.name not in RETURNED:
            text = f"In line {line} `{target.id}` takes both things that `{name}` returns: take "
            text += "them apart, with two names on the left of `=`."
            yield SourceSlip(line, text, Rank.PERHAPS)


# What numbers are made of that is less than a float.
LESS = re.compile(r"(?:np\.)?(?:float32|float16|half|single)")
WHOLE = re.compile(r"(?:np\.)?u?int\d*_?")


def _narrow(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    # Numbers of steps are meant to be whole.
    calls = [call for call in calls if not ast.unparse(call.func).endswith(("arange", "space"))]
    for node in (given for call in calls for given in call.keywords if given.arg == "dtype"):
        kind, line = ast.unparse(node.value).strip("'\""), _at(source, node)
        if LESS.fullmatch(kind):
            text = f"In line {line} `{kind}` has fewer digits than `float`, and a smaller range."
            yield SourceSlip(line, text, Rank.PERHAPS)
        elif WHOLE.fullmatch(kind):
            text = f"In line {line} `{kind}` cuts every number to a whole one."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _global(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    named = [n for n in ast.walk(function) if isinstance(n, ast.Name)]
    named.sort(key=lambda n: -n.lineno)
    stored = {n.id: n.lineno for n in named if isinstance(n.ctx, ast.Store)}
    loaded = {n.id: n.lineno for n in named if isinstance(n.ctx, ast.Load)}
    added = {ast.unparse(n.target) for n in ast.walk(function) if isinstance(n, ast.AugAssign)}
    for node in ast.walk(function):
        for name in node.names if isinstance(node, ast.Global) else ():
            # What gets a value first is begun anew in each call.
            is_kept = name in added or loaded.get(name, 0) <= stored.get(name, -1)
            if name in stored and is_kept and (name in loaded or name in added):
                line = _at(source, node)
                text = f"`{name}` is global in line {line}: it keeps its value from call to call."
                yield SourceSlip(line, text, Rank.PERHAPS)


def _without_axis(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    # Elsewhere the arrays are flat.
    if function.name not in ("add_intercept", "trajectory"):
        return
    for node in ast.walk(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name not in ("np.append", "np.insert") or not isinstance(node, ast.Call):
            continue
        if len(node.args) < (3 if name == "np.append" else 4) and not node.keywords:
            line = _at(source, node)
            text = f"In line {line} `{name}` gives a flat array, for it gets no `axis`."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _one_array(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        values = [each for each in node.args if not isinstance(each, ast.Constant)]
        is_name = len(values) == 1 and isinstance(values[0], ast.Name)
        if node.func.attr == "plot" and is_name:
            line, name = _at(source, node), ast.unparse(node.func)
            text = (
                f"In line {line} `{name}` gets one array, and draws it over 0, 1, 2, …: it takes "
            )
            yield SourceSlip(line, f"{text}all x and all y, as two arguments.", Rank.PERHAPS)


def _differences(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.gradient":
            line = _at(source, node)
            text = f"In line {line} `np.gradient` takes differences of neighbouring entries: it "
            yield SourceSlip(line, f"{text}differentiates no formula.", Rank.PERHAPS)


LOOKS: tuple[Callable[[ast.FunctionDef, Source], Iterator[SourceSlip]], ...] = (
    _in_the_docstring, _again, _silenced, _never_run, _kept_nowhere, _signs, _tuples, _hats,
    _array_of_two, _grown_by_sign, _keys, _objects, _generators, _attributes, _emptied,
    _always_true, _whole_results, _first_pass, _divisors, _inner, _unused, _cut, _narrow, _global,
    _without_axis, _one_array, _differences, _overwritten, _decimal_commas, _wholes,
    _unsorted, _loop_names, _no_loop,
)  # fmt: skip
