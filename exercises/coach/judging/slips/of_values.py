"""Expressions whose value is of another kind, size or precision than was meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from exercises.coach.calling.raised import Source
from exercises.coach.judging.slips.slip import (
    Look,
    Rank,
    SourceSlip,
    line_of,
    names_in,
    names_read,
    nodes_of,
)

__all__ = ["OF_VALUES"]


def _objects(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not isinstance(node, ast.Compare):
            continue
        pairs = zip(node.ops, node.comparators, strict=True)
        for operator, other in pairs:
            is_value = isinstance(other, ast.Constant) and type(other.value) in (int, float, str)
            if isinstance(operator, ast.Is | ast.IsNot) and is_value:
                word, sign = ("is", "==") if isinstance(operator, ast.Is) else ("is not", "!=")
                line = line_of(source, node)
                text = f"In line {line} `{word}` asks for one and the same object: write "
                yield SourceSlip(line, f"{text}`{sign}` for equal values.")
            of_numpy = _is_of_numpy(node.left, source)
            is_truth = of_numpy and isinstance(other, ast.Constant) and type(other.value) is bool
            shown = ast.unparse(other)
            if isinstance(operator, ast.Is | ast.IsNot) and (is_truth or shown in NEVER_THE_SAME):
                line = line_of(source, node)
                instead = "leave the comparison out, or put `not` before what is asked"
                if not is_truth:
                    instead = "ask with `np.isnan(...)`, `np.isinf(...)` or `np.isfinite(...)`"
                text = f"In line {line} `is` asks for one and the same object, and what NumPy "
                text += f"computes is another one than `{shown}`: {instead}."
                yield SourceSlip(line, text, Rank.BESIDE)


def _is_of_numpy(asked: ast.AST, source: Source) -> bool:
    """Whether a condition's truth may well be NumPy's; a name may hold Python's own."""
    compares = isinstance(asked, ast.Compare) and not re.search(r"\b(?:bool|float)\(", source.text)
    return compares or ast.unparse(asked).startswith("np.")


def _cases(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not isinstance(node, ast.Match) or not _is_of_numpy(node.subject, source):
            continue
        for case in node.cases:
            if isinstance(case.pattern, ast.MatchSingleton) and case.pattern.value is not None:
                line, shown = line_of(source, case.pattern), case.pattern.value
                text = f"In line {line} `case {shown}` is for Python's own {shown} alone, and what "
                yield SourceSlip(
                    line, f"{text}NumPy computes is another one: write `if`.", Rank.BESIDE
                )


NEVER_THE_SAME = ("np.nan", "np.inf", "-np.inf", "math.nan", "math.inf")


def _sizes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield shapes that are computed with as if they were one number."""
    for node in nodes_of(function):
        sides = (node.left, node.right) if isinstance(node, ast.BinOp) else ()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            # Shapes are joined so, and put into a text.
            continue
        for each in sides:
            if isinstance(each, ast.Attribute) and each.attr == "shape":
                line, name = line_of(source, each), ast.unparse(each)
                text = f"In line {line} `{name}` is a tuple, of one number for each axis: "
                yield SourceSlip(line, f"{text}`{name}[0]` is the first of them.")


def _sums_and_sizes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield what is done to a sum or a largest entry, and seldom meant so."""
    for node in nodes_of(function):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            is_sum = SUM.match(ast.unparse(node.left)) and ast.unparse(node.right) in ("2", "2.0")
            if is_sum and isinstance(node.left, ast.Call):
                line = line_of(source, node)
                text = f"Line {line} squares a sum: is it the sum of the squares that you mean?"
                yield SourceSlip(line, text, Rank.PERHAPS)
        inner = node.args[0] if isinstance(node, ast.Call) and len(node.args) == 1 else None
        is_size = inner is not None and ast.unparse(node.func) in ("abs", "np.abs")  # type: ignore[attr-defined]
        if is_size and isinstance(inner, ast.Call) and ast.unparse(inner.func) in ("max", "np.max"):
            line = line_of(source, node)
            text = f"Line {line} takes the absolute value of the largest entry: is it the largest "
            yield SourceSlip(line, f"{text}absolute value that you mean?", Rank.PERHAPS)


SUM = re.compile(r"(?:np\.)?sum\(|[\w.]+\.sum\(")


def _fifty(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        is_two = isinstance(node, ast.Call) and len(node.args) == 2 and not node.keywords
        if is_two and ast.unparse(node.func) == "np.linspace":  # type: ignore[attr-defined]
            line = line_of(source, node)
            text = f"In line {line} `np.linspace` is not told how many numbers, and makes 50: "
            yield SourceSlip(line, f"{text}`np.arange` goes in steps of 1.", Rank.PERHAPS)


def _all_of_them(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield all eigenvalues where one is divided by."""
    for node in nodes_of(function):
        right = node.right if isinstance(node, ast.BinOp) else None
        is_quotient = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        name = ast.unparse(right.func) if is_quotient and isinstance(right, ast.Call) else ""
        if name in ("np.linalg.eigvals", "np.linalg.eigvalsh"):
            line = line_of(source, node)
            text = f"`{name}` in line {line} returns all eigenvalues: take the one that you need."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _walrus(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield names that get a comparison, where a value was to be named and compared."""
    for node in nodes_of(function):
        test = node.test if isinstance(node, ast.If | ast.While) else None
        value = test.value if isinstance(test, ast.NamedExpr) else None
        if isinstance(test, ast.NamedExpr) and isinstance(value, ast.Compare | ast.BoolOp):
            line = line_of(source, test)
            name = ast.unparse(test.target)
            text = f"In line {line} `:=` gives `{name}` all that comes after it, the comparison "
            text += "too: put round brackets around the name and its value."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _generators(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = ast.unparse(node.func)
        is_numpys = name in ("np.all", "np.any") or name in source.from_numpy
        if is_numpys and isinstance(node.args[0], ast.GeneratorExp):
            text = f"In line {line_of(source, node)} NumPy's `{name.removeprefix('np.')}` takes a "
            text += "generator for a single value that is true: put square brackets around what is "
            text += "inside."
            yield SourceSlip(line_of(source, node), text)


def _attributes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            found = SETTERS.fullmatch(target.attr) if isinstance(target, ast.Attribute) else None
            if isinstance(target, ast.Attribute) and found is not None:
                axes, line = ast.unparse(target.value), line_of(source, node)
                text = (
                    f"Line {line} gives `{axes}.{target.attr}` another value, which draws nothing: "
                )
                yield SourceSlip(line, f"{text}call `{axes}.set_{found[1]}(...)`.")


def _labels(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        # A colour bar's label is set so.
        if re.fullmatch(r"(?:ax|axs|axes|axis)\w*(?:\[.*\])?\.set_label", name):
            axes, line = name.rpartition(".")[0], line_of(source, node)
            text = (
                f"Line {line} gives `{axes}` a name that no picture shows: the labels are set by "
            )
            yield SourceSlip(line, f"{text}`{axes}.set_xlabel(...)` and `{axes}.set_ylabel(...)`.")


def _of_the_current_axes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name in ("plt.title", "plt.xlabel", "plt.ylabel", "plt.xlim", "plt.ylim"):
            line, what = line_of(source, node), name.removeprefix("plt.")
            text = f"In line {line} `{name}` is for the current Axes, which may be another one: an "
            yield SourceSlip(line, f"{text}Axes has `set_{what}`.", Rank.PERHAPS)


# What an Axes has a function to set.
SETTERS = re.compile(r"(?:set_)?(title|xlabel|ylabel|xlim|ylim|xscale|yscale)")


def _cut(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    # In a formula or in what is returned: by itself, or of a length, it counts something.
    for node in nodes_of(function):
        for part in ast.iter_child_nodes(node):
            if not (isinstance(part, ast.BinOp) and isinstance(part.op, ast.FloorDiv)):
                continue
            of_length = re.search(r"\blen\(|\.shape\b|\.size\b", ast.unparse(part.left))
            is_formula = isinstance(node, ast.Return | ast.AugAssign | ast.BinOp | ast.UnaryOp)
            if is_formula and not of_length:
                line = line_of(source, part)
                text = f"In line {line} `//` divides and drops the fraction: `/` keeps it."
                yield SourceSlip(line, text, rank=Rank.PERHAPS)


def _array_of_two(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = ast.unparse(node.func)
        second = node.args[1] if len(node.args) > 1 else None
        is_value = isinstance(second, ast.BinOp | ast.UnaryOp | ast.Subscript)
        if name in ("np.array", "np.asarray") and is_value:
            text = f"In line {line_of(source, node)} `{name}` gets its values one by one: put them "
            yield SourceSlip(line_of(source, node), f"{text}into square brackets.")


def _wholes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield arrays of whole numbers that are filled one by one."""
    filled = {
        ast.unparse(target.value)
        for node in nodes_of(function)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Subscript)
    }
    for node in nodes_of(function):
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
            line = line_of(source, node)
            text = f"Line {line} makes `{name}` an array of whole numbers, and what is put into it "
            yield SourceSlip(line, f"{text}is cut to one: begin with floats, `0.0`.", Rank.PERHAPS)


def _whole(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield what `int(...)` makes of a number that is returned, or given back to its own name."""
    counts = _counts(function)
    for node in nodes_of(function):
        value = node.value if isinstance(node, ast.Assign | ast.Return) else None
        is_row = isinstance(node, ast.Return) and isinstance(value, ast.Tuple)
        for part in value.elts if is_row else [value]:  # type: ignore[union-attr]
            if not (isinstance(part, ast.Call) and ast.unparse(part.func) == "int"):
                continue
            own = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
            if own and not re.search(rf"\b{re.escape(own)}\b", ast.unparse(part)):
                continue
            if own in counts or re.match(r"int\((?:np\.arg|len\b|round\b)", ast.unparse(part)):
                continue
            line = line_of(source, node)
            text = f"In line {line} `int` cuts the number to a whole one."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _counts(function: ast.FunctionDef) -> set[str]:
    """Return the names of what is whole anyway: how often a loop runs, and which entry is meant."""
    names = {"num_steps"}
    for node in nodes_of(function):
        if isinstance(node, ast.Subscript):
            names |= names_in(node.slice)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("range", "np.arange"):
            names |= names_in(node)
    return names


def _answers_compared(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield comparisons of what `all` or `any` says with a number."""
    for node in nodes_of(function):
        left = node.left if isinstance(node, ast.Compare) else None
        if not (isinstance(left, ast.Call) and re.search(ANSWER, ast.unparse(left.func))):
            continue
        other = node.comparators[0]  # type: ignore[attr-defined]
        is_number = isinstance(other, ast.Constant) and type(other.value) in (int, float)
        # An entry of what comes first may be compared already, and the rest is asked for its truth.
        if is_number and not any(isinstance(each, ast.Compare) for each in ast.walk(left)):
            line, shown = line_of(source, node), ast.unparse(left)
            text = f"In line {line} `{shown}` is True or False, and that is compared with "
            yield SourceSlip(line, f"{text}{ast.unparse(other)}: compare first, then ask for all.")


ANSWER = r"^np\.(?:all|any)$|\.(?:all|any)$"


def _left_as_found(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield arrays without a first value for their entries, none of which a line sets."""
    nodes = nodes_of(function)
    stored = (n for n in nodes if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store))
    filled = {ast.unparse(n.value) for n in stored}
    for node in nodes:
        value = ast.unparse(node.value) if isinstance(node, ast.Assign) else ""
        target = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        name = re.escape(target)
        if re.search(rf"\b{name}\.fill\(|\bout={name}\b|copyto\({name},", source.text):
            continue
        if re.match(r"np\.empty(?:_like)?\(", value) and target not in filled:
            line = line_of(source, node)
            text = f"In line {line} `np.empty` leaves in its entries what was there before: "
            yield SourceSlip(line, f"{text}`np.zeros` begins them at 0.", Rank.PERHAPS)


def _lists_compared(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield comparisons of a list with its own least or greatest entry."""
    lists = {
        ast.unparse(node.targets[0])
        for node in nodes_of(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.ListComp)
    }
    others = {
        ast.unparse(node.targets[0])
        for node in nodes_of(function)
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.List | ast.ListComp)
    }
    for node in nodes_of(function):
        if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)):
            continue
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        if left in lists - others and re.fullmatch(rf"(?:np\.)?(?:min|max)\({left}\)", right):
            line = line_of(source, node)
            text = f"In line {line} `{left} == {right}` may compare the list as a whole, which is "
            text += "False: make an array of it first, with `np.array(...)`."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _keys_in_quotes(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield entries that are set with the name of a loop's variable as a text."""
    for loop in nodes_of(function):
        if not (isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)):
            continue
        for node in ast.walk(loop):
            is_set = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
            key = node.slice if is_set else None  # type: ignore[attr-defined]
            is_update = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".update")
            named = [each.arg for each in node.keywords] if is_update else []  # type: ignore[attr-defined]
            if loop.target.id in named:
                line, name = line_of(source, node), loop.target.id
                text = f'In line {line} `{name}=` is the key `"{name}"`, a text, in each pass: '
                yield SourceSlip(line, f"{text}`d[{name}] = ...` takes the value of `{name}`.")
            if isinstance(key, ast.Constant) and key.value == loop.target.id:
                line, name = line_of(source, node), loop.target.id
                text = f'In line {line} `"{name}"` is a text, and the same key in each pass: '
                yield SourceSlip(line, f"{text}without quotes it is the value of `{name}`.")


def _decomposed(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield two names for eigenvalues, of which no line uses one."""
    used = names_read(function)
    for node in nodes_of(function):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        call = node.value if isinstance(node, ast.Assign) else None
        name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        if not (isinstance(target, ast.Tuple) and len(target.elts) == 2):
            continue
        first, second = map(ast.unparse, target.elts)
        line = line_of(source, node)
        if name in ("np.linalg.eigvalsh", "np.linalg.eigvals") and {first, second} - used:
            text = f"`{name}` returns the eigenvalues alone: in line {line} each of the two names "
            yield SourceSlip(line, f"{text}gets one of them, and one name would get all.")
        if name in ("np.linalg.eigh", "np.linalg.eig") and first not in used and second in used:
            text = f"`{name}` returns the eigenvalues first and the eigenvectors second: in line "
            yield SourceSlip(line, f"{text}{line} they go to `{first}`, which no line uses.")


def _unsorted(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield entries that are taken by their place from eigenvalues in no order."""
    named = {}
    for node in nodes_of(function):
        call = node.value if isinstance(node, ast.Assign) else None
        name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Tuple) and name == "np.linalg.eig":
            target = target.elts[0]
        elif name != "np.linalg.eigvals":
            continue
        named[ast.unparse(target)] = name  # type: ignore[arg-type]
    is_sorted = re.search(r"\bsort(?:ed)?\(", source.text) is not None
    for node in nodes_of(function):
        if is_sorted or not isinstance(node, ast.Subscript):
            continue
        value, place = node.value, ast.unparse(node.slice)
        part = (
            value.value
            if isinstance(value, ast.Subscript) and ast.unparse(value.slice) == "0"
            else value
        )
        called = ast.unparse(part.func) if isinstance(part, ast.Call) else ""
        is_all = called == ("np.linalg.eigvals" if part is value else "np.linalg.eig")
        name = called if is_all else named.get(ast.unparse(value), "")
        if name and re.fullmatch(r"-?\d+", place):
            line = line_of(source, node)
            text = f"`{name}` returns the eigenvalues in no order: `[{place}]` in line {line} may "
            yield SourceSlip(line, f"{text}be any of them.", Rank.PERHAPS)


# What numbers are made of that is less than a float.
LESS = re.compile(r"(?:np\.)?(?:float32|float16|half|single)")

WHOLE = re.compile(r"(?:np\.)?u?int\d*_?")


def _narrow(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    calls = [node for node in nodes_of(function) if isinstance(node, ast.Call)]
    # Numbers of steps are meant to be whole.
    calls = [call for call in calls if not ast.unparse(call.func).endswith(("arange", "space"))]
    kinds = [given.value for call in calls for given in call.keywords if given.arg == "dtype"]
    kinds += [each for call in calls for each in call.args if _is_astype(call)]
    makes = ("np.array", "np.asarray")
    kinds += [each for call in calls if ast.unparse(call.func) in makes for each in call.args[1:2]]
    for node in kinds:
        kind, line = ast.unparse(node).strip("'\""), line_of(source, node)
        if LESS.fullmatch(kind):
            text = f"In line {line} `{kind}` has fewer digits than `float`, and a smaller range."
            yield SourceSlip(line, text, Rank.PERHAPS)
        elif WHOLE.fullmatch(kind):
            text = f"In line {line} `{kind}` cuts every number to a whole one."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _is_astype(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "astype"


def _without_axis(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    # Elsewhere the arrays are flat.
    if function.name not in ("add_intercept", "trajectory"):
        return
    for node in nodes_of(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name not in ("np.append", "np.insert") or not isinstance(node, ast.Call):
            continue
        if len(node.args) < (3 if name == "np.append" else 4) and not node.keywords:
            line = line_of(source, node)
            text = f"In line {line} `{name}` gives a flat array, for it gets no `axis`."
            yield SourceSlip(line, text, Rank.PERHAPS)


def _one_array(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        values = [each for each in node.args if not isinstance(each, ast.Constant)]
        is_one = len(values) == 1 and isinstance(
            values[0], ast.Name | ast.Subscript | ast.List | ast.Tuple
        )
        line, name = line_of(source, node), ast.unparse(node.func)
        if node.func.attr == "plot" and is_one:
            text = (
                f"In line {line} `{name}` gets one array, and draws it over 0, 1, 2, …: it takes "
            )
            # A name may be that of something else to be drawn.
            rank = Rank.PERHAPS if isinstance(values[0], ast.Name) else Rank.BESIDE
            yield SourceSlip(line, f"{text}all x and all y, as two arguments.", rank)
        # What `extent` says takes their place; what a dict of options says is not known.
        has_place = any(keyword.arg in ("extent", None) for keyword in node.keywords)
        if node.func.attr in ("contour", "contourf") and is_one and not has_place:
            text = (
                f"In line {line} `{name}` gets no x and y, and draws over the numbers of columns "
            )
            yield SourceSlip(line, f"{text}and rows: the grid's x and y come first.", Rank.BESIDE)


def _differences(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.gradient":
            line = line_of(source, node)
            text = f"In line {line} `np.gradient` takes differences of neighbouring entries: it "
            yield SourceSlip(line, f"{text}differentiates no formula.", Rank.PERHAPS)


def _scaled_fits(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    for node in nodes_of(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name.endswith("Polynomial.fit") and ".convert(" not in source.text:
            line = line_of(source, node)
            text = f"In line {line} `{name}` fits in a scaled variable: `.convert().coef` has the "
            yield SourceSlip(line, f"{text}coefficients in x, the constant first.", Rank.PERHAPS)


def _about_equal(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield comparisons that forgive more than whoever leaves `rtol` out may know."""
    if function.name not in ("find_critical_points", "predict"):
        return
    for node in nodes_of(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name in ("np.isclose", "np.allclose") and isinstance(node, ast.Call):
            is_said = len(node.args) > 2 or any(each.arg == "rtol" for each in node.keywords)
            if not is_said:
                line = line_of(source, node)
                text = f"In line {line} `{name}` gets no `rtol`, and so it forgives differences up "
                text += "to 1e-5 times the second number: `rtol=0` leaves only what `atol` allows."
                yield SourceSlip(line, text, Rank.PERHAPS)


def _exactly_flat(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield comparisons of the gradient at an end with 0 itself."""
    if function.name != "find_critical_points":
        return
    slopes = {
        ast.unparse(node.targets[0])
        for node in nodes_of(function)
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("grad_fn(")
    }
    for node in nodes_of(function):
        if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq)):
            continue
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        if right in ("0", "0.0") and ("grad_fn(" in left or left in slopes):
            line, shown = line_of(source, node), ast.unparse(node)
            text = f"In line {line} `{shown}` asks for exactly 0, and most runs only come close to "
            yield SourceSlip(line, f"{text}it: compare the size with 1e-3.", Rank.PERHAPS)


def _typed_by_the_first(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield uses of `np.vectorize` that leave the type of its values to the first of them."""
    for node in (*nodes_of(function), *function.decorator_list):
        is_told = isinstance(node, ast.Call) and any(each.arg == "otypes" for each in node.keywords)
        called = node.func if isinstance(node, ast.Call) else node
        is_it = isinstance(called, ast.Attribute) and ast.unparse(called) == "np.vectorize"
        is_used = isinstance(node, ast.Call) or node in function.decorator_list
        if is_it and is_used and not is_told:
            line = line_of(source, node)
            text = f"In line {line} `np.vectorize` makes all values of the type that the first one "
            yield SourceSlip(line, f"{text}has: `otypes=[float]` makes them floats.", Rank.PERHAPS)
            return


# NumPy's functions of two arrays, which write into a third one.
OF_TWO = re.compile(
    r"np\.(?:logical_(?:and|or|xor)|maximum|minimum|add|subtract|multiply|divide|power|f?m(?:ax|in))"
)


def _three_for_two(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield a third array that a function of two takes for the place to write into."""
    for node in nodes_of(function):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if OF_TWO.fullmatch(name) and len(node.args) > 2:  # type: ignore[attr-defined]
            line = line_of(source, node)
            text = f"In line {line} `{name}` takes two arrays, and the third one is where it is to "
            yield SourceSlip(line, f"{text}write.", Rank.BESIDE)


def _inverse_entry_by_entry(function: ast.FunctionDef, source: Source) -> Iterator[SourceSlip]:
    """Yield products with `*` of an inverse, which are hardly ever meant entry by entry."""
    for node in nodes_of(function):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
            continue
        for each in (node.left, node.right):
            name = ast.unparse(each.func) if isinstance(each, ast.Call) else ""
            other = node.right if each is node.left else node.left
            is_number = isinstance(other, ast.Constant | ast.UnaryOp)
            if name in ("np.linalg.inv", "np.linalg.pinv") and not is_number:
                line = line_of(source, node)
                text = f"In line {line} `*` multiplies entry by entry: the product of matrices is "
                yield SourceSlip(line, f"{text}written `@`.", Rank.BESIDE)
                return


OF_VALUES: tuple[Look, ...] = (
    _array_of_two,
    _objects,
    _cases,
    _generators,
    _attributes,
    _labels,
    _cut,
    _narrow,
    _without_axis,
    _one_array,
    _differences,
    _wholes,
    _whole,
    _answers_compared,
    _decomposed,
    _left_as_found,
    _lists_compared,
    _keys_in_quotes,
    _unsorted,
    _about_equal,
    _of_the_current_axes,
    _sizes,
    _sums_and_sizes,
    _fifty,
    _all_of_them,
    _walrus,
    _scaled_fits,
    _exactly_flat,
    _typed_by_the_first,
    _three_for_two,
    _inverse_entry_by_entry,
)
