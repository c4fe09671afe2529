"""Calls and results of the exercises' functions and of NumPy's that are put together wrongly."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from exercises.coach.calling.raised import Source
from exercises.coach.judging.errors.source import BUILTINS, RETURNED, in_each_others_place
from exercises.coach.judging.slips.slip import (
    Look,
    Rank,
    SourceSlip,
    line_of,
    names_in,
    names_read,
    nodes_of,
)

__all__ = ["OF_CALLS", "OF_THE_EXERCISES", "other_defaults"]


def _exchanged(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield arguments that a call hands on in the place of another parameter."""
    for node in nodes_of(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if any(isinstance(each, ast.Starred) for each in node.args):
            # How many places it fills is not written there.
            continue
        parameters = known.get(node.func.id, ())
        names = [given.id if isinstance(given, ast.Name) else "" for given in node.args]
        # The exercise's own two functions are what `loss_fn` and `grad_fn` are for.
        meant = [f"{name}_fn" if f"{name}_fn" in parameters else name for name in names]
        for place, name, of in zip(parameters, names, meant, strict=False):
            if of in parameters and of != place:
                line, called = line_of(source, node), node.func.id
                text = (
                    f"In line {line} `{name}` is passed to `{called}` in the place of `{place}`: "
                )
                text += "compare the order of the arguments with the stub's header."
                # Where one is left out, or one too many, Python's error says that.
                all_there = place in meant and len(names) < len(parameters)
                is_order = len(names) == len(parameters) or all_there
                yield SourceSlip(line, text, even_raised=is_order)
                return


def _left_out(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield arguments of the exercise's own function that no line of it uses."""
    due = known.get(function.name, ())
    # A path needs no loss.
    own = [each.arg for each in function.args.args if each.arg in due and each.arg != "loss_fn"]
    left = [f"`{name}`" for name in own if name not in names_read(function)]
    if left and len(function.body) > 1:
        words = "argument " if len(left) == 1 else "arguments "
        listed = " and ".join([", ".join(left[:-1]), left[-1]] if len(left) > 1 else left)
        text = f"No line of this function uses its {words}{listed}."
        yield SourceSlip(line_of(source, function), text, Rank.PERHAPS)


def _own_functions(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield uses of the exercise's own loss or gradient, where another one is passed."""
    taken = {each.arg for each in function.args.args}
    parameters = set(taken)
    names = [node for node in nodes_of(function) if isinstance(node, ast.Name)]
    taken |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
    own = {
        name
        for name in ("loss", "grad")
        if name in known and name not in taken and f"{name}_fn" in parameters
    }
    for node in nodes_of(function):
        for each in (node.func, *node.args) if isinstance(node, ast.Call) else ():
            if (name := ast.unparse(each)) in own:
                line = line_of(source, each)
                does = "calls" if each is node.func else "passes on"  # type: ignore[attr-defined]
                text = f"Line {line} {does} `{name}`, this exercise's own, whatever is passed: the "
                yield SourceSlip(line, f"{text}argument is `{name}_fn`.", Rank.BESIDE)


def _divisors(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
            continue
        left, right = node.left, ast.unparse(node.right)
        is_quotient = isinstance(left, ast.BinOp) and isinstance(left.op, ast.Div)
        counts = DIVISORS.get(function.name, COUNTS)
        # In brackets, too, a product comes above the line.
        if is_quotient and all(re.fullmatch(counts, each) for each in right.split(" * ")):
            text = (
                f"Line {line_of(source, node)} multiplies by `{right}`, for `a / b * c` is a / b "
            )
            text += "times c: what divides needs brackets, `a / (b * c)`."
            yield SourceSlip(line_of(source, node), text, rank=Rank.PERHAPS)


COUNTS = r"[Nnm]|len\(\w+\)|\w+\.(?:shape\[0\]|size)"

# The bound falls with η and t; elsewhere a factor t is meant to stand above the line.
DIVISORS = {"sublinear_bound": r"t|T|lr|eta|num_steps|steps"}


def _whole_results(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    given = {
        node.targets[0].id: node.value
        for node in nodes_of(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in nodes_of(function):
        value = node.value if isinstance(node, ast.Return) else None
        if isinstance(value, ast.Name):
            value = given.get(value.id)
        if isinstance(value, ast.Call) and ast.unparse(value.func) in MANY:
            name, line = ast.unparse(value.func), line_of(source, node)
            text = (
                f"`{name}` in line {line} returns several things: return the one that is asked for."
            )
            yield SourceSlip(line, text, rank=Rank.PERHAPS)
        if isinstance(value, ast.BoolOp) and all(isinstance(v, ast.Name) for v in value.values):
            line, word = line_of(source, node), type(value.op).__name__.lower()
            text = f"In line {line} `{word}` gives one of the two: a comma makes a pair of them."
            yield SourceSlip(line, text, rank=Rank.BESIDE)


MANY = ("np.linalg.lstsq", "np.linalg.eig", "np.linalg.eigh", "np.linalg.qr", "np.linalg.svd")


def _keys(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        pairs = zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        for key, value in pairs:
            if isinstance(key, ast.Name) and ast.unparse(key) == ast.unparse(value):
                line = line_of(source, key)
                text = f"In line {line} the key `{key.id}` has no quotes, and so it is its value: "
                yield SourceSlip(line, f'{text}write `"{key.id}"`.')


def _again(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    if source.above:
        line = line_of(source, function)
        text = f"Line {line} defines `{function.name}` again, after {source.above}: "
        text += "only the last one counts. Delete one of the two."
        yield SourceSlip(line, text, Rank.BESIDE)


def _set_anew(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield arguments that a line gives a value of its own, before any line has used them."""
    due = known.get(function.name, ())
    for at, node in enumerate(function.body):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not (isinstance(target, ast.Name) and target.id in due and isinstance(node, ast.Assign)):
            continue
        above = {each for part in function.body[:at] for each in names_in(part)}
        names = names_in(node.value)
        is_own = names <= {"np", *due, *BUILTINS} and target.id not in names | above
        if is_own:
            line = line_of(source, node)
            text = f"Line {line} gives the argument `{target.id}` a value of its own, whatever the "
            yield SourceSlip(line, f"{text}call passes.", Rank.PERHAPS)


def other_defaults(
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
            line, name = line_of(source, parameter), parameter.arg
            text = f"Line {line} gives `{name}` the default {ast.unparse(node)}, the stub {due}: "
            yield SourceSlip(line, f"{text}some calls leave `{name}` out.", Rank.PERHAPS)


def _pairs_of_calls(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield names that take both results of a function together, or each other's."""
    for node in nodes_of(function):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        name = ast.unparse(node.value.func)
        if name not in RETURNED or name not in known:
            continue
        line, target = line_of(source, node), node.targets[0]
        if in_each_others_place(target, name):
            first, second = RETURNED[name]
            text = f"`{name}` returns {first} first and {second} second: the names in line {line} "
            yield SourceSlip(line, f"{text}are the other way round.")
        is_taken_apart = isinstance(target, ast.Name) and any(
            isinstance(each, ast.Subscript | ast.Starred | ast.Assign)
            and ast.unparse(each.value) == target.id
            for each in nodes_of(function)
        )
        if isinstance(target, ast.Name) and not is_taken_apart and function.name not in RETURNED:
            text = f"In line {line} `{target.id}` takes both things that `{name}` returns: take "
            text += "them apart, with two names on the left of `=`."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _first_of_pair_observed(
    function: ast.FunctionDef, source: Source, known: Mapping[str, Sequence[str]]
) -> Iterator[SourceSlip]:
    """Yield calls of `observe` that get the first thing which a function returns."""
    pairs = [
        (node.targets[0], node.value)
        for node in nodes_of(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    ]
    firsts = {
        ast.unparse(target.elts[0]): ast.unparse(value.func)
        for target, value in pairs
        if isinstance(target, ast.Tuple) and target.elts
    }
    for node in nodes_of(function):
        given = node.args[0] if isinstance(node, ast.Call) and node.args else None
        if given is None or ast.unparse(node.func) != "observe":  # type: ignore[attr-defined]
            continue
        name = firsts.get(ast.unparse(given), "")
        if isinstance(given, ast.Subscript) and ast.unparse(given.slice) == "0":
            name = ast.unparse(given.value).partition("(")[0]
        if name in RETURNED and name in known:
            line, (first, second) = line_of(source, node), RETURNED[name]
            text = f"`{name}` returns {first} first and {second} second: in line {line} `observe` "
            yield SourceSlip(line, f"{text}gets {first}.")


def _columns_added(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield columns that are added to X where the stub says to use it as it is given."""
    if function.name not in ("closed_form", "fit", "compare"):
        return
    for node in nodes_of(function):
        if not isinstance(node, ast.Call | ast.Subscript):
            continue
        if ADDED.match(ast.unparse(node)):
            line = line_of(source, node)
            text = f"Line {line} adds a column to X: use X as it is given, and leave the intercept "
            text += "to whoever calls this function."
            yield SourceSlip(line, text, Rank.PERHAPS, even_raised=True)
            return


ADDED = re.compile(
    r"add_intercept\(|np\.insert\(X\b|"
    r"np\.(?:c_\[|column_stack\(|hstack\(|concatenate\().*\b(?:ones|ones_like|full)\(.*\bX\b"
)

OF_CALLS: tuple[Look, ...] = (_again, _keys, _whole_results, _divisors, _columns_added)

OF_THE_EXERCISES: tuple[
    Callable[[ast.FunctionDef, Source, Mapping[str, Sequence[str]]], Iterator[SourceSlip]], ...
] = (_exchanged, _left_out, _own_functions, _set_anew, _pairs_of_calls, _first_of_pair_observed)
