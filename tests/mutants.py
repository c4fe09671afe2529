"""Right submissions with one thing changed, and which of the changes no hidden test notices.

``python -m tests.mutants ex3`` changes the wheats named in `MODULES` in one place at a time, grades
each, and prints those that keep all points under some student's numbers. Most of these are no
mistake (a `<=` for a `<` that no number meets); each of the others is one that would pass. Read
them, draw inputs that show them, and keep them as ``chaffs/<exercise>/unlisted-survivor-….py``.
"""

from __future__ import annotations

import ast
import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from exercises.coach.contracts import EXERCISES, Exercise
from tests.kit import ROOT

# Two hands for each exercise: one writes loops, the other arrays or helpers.
MODULES = {
    "ex1": ("plain_loop", "class_with_step"),
    "ex2": ("plain_loop", "python_floats_only"),
    "ex3": ("plain_loop", "log10_fits"),
    "ex4": ("pyplot_contour", "lineplot_helpers"),
    "ex5": ("plain_numpy", "class_based"),
}
OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,), ast.MatMult: (ast.Mult,), ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}  # fmt: skip
OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
}  # fmt: skip
OTHER_NAMES = {
    "max": ("min",), "min": ("max",), "argmax": ("argmin",), "argmin": ("argmax",),
    "sum": ("mean",), "mean": ("sum",), "all": ("any",), "any": ("all",),
    "log": ("log10", "log2"), "log10": ("log",), "isfinite": ("isnan",), "isnan": ("isinf",),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed.

    Attributes
    ----------
    line, function : where it was changed
    before, after : the changed part, as source
    source : the whole module
    """

    line: int
    function: str
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.function}: {self.before}  ->  {self.after}"


def mutants_of(source: str, exercise: Exercise) -> list[Mutant]:
    """Return each module that differs in one place within what the contract's functions run."""
    tree = ast.parse(source)
    found: dict[str, Mutant] = {ast.unparse(tree): Mutant(0, "", "", "", "")}
    for function in _reached(tree, {*exercise.functions}):
        for node in ast.walk(function):
            for after in _changes(node, function):
                text = _with(tree, node, after)
                line, before = getattr(node, "lineno", function.lineno), _cut(node)
                said = "(gone)" if after is None else _cut(after)
                found.setdefault(text, Mutant(line, function.name, before, said, text))
    return [mutant for mutant in found.values() if mutant.source]


def _cut(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else text[:69] + "…"


def _reached(tree: ast.Module, names: set[str]) -> list[ast.FunctionDef]:
    """Return the functions and methods that those of these names may call."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    within = {method: one.name for one in classes for method in ast.walk(one)}
    reached: list[ast.FunctionDef] = []
    while True:
        more = [
            function for function in functions
            if function not in reached and {function.name, within.get(function)} & names
        ]  # fmt: skip
        if not more:
            # A function within another is walked with it.
            inner = {each for one in reached for each in ast.walk(one) if each is not one}
            return [function for function in reached if function not in inner]
        reached += more
        nodes = [node for function in more for node in ast.walk(function)]
        names = names | {node.id for node in nodes if isinstance(node, ast.Name)}


def _with(tree: ast.Module, node: ast.AST, after: ast.AST | None) -> str:
    """Return the module's source with a node replaced, or left out."""

    class Put(ast.NodeTransformer):
        def visit(self, visited: ast.AST) -> ast.AST | None:
            return after if visited is marked else super().generic_visit(visited)

    # The copy's nodes come in the same order.
    made = copy.deepcopy(tree)
    pairs = zip(ast.walk(tree), ast.walk(made), strict=True)
    marked = next(twin for original, twin in pairs if original is node)
    return ast.unparse(ast.fix_missing_locations(Put().visit(made)))


def _changes(node: ast.AST, function: ast.FunctionDef) -> Iterator[ast.AST | None]:
    """Yield what may stand in a node's place; None to leave a statement out."""
    match node:
        case ast.BinOp(left, op, right):
            for other in OTHER_OPERATORS.get(type(op), ()):
                yield ast.BinOp(left, other(), right)
            yield from (left, right)
        case ast.AugAssign(target, op, value):
            for other in OTHER_OPERATORS.get(type(op), ()):
                yield ast.AugAssign(target, other(), value)
        case ast.Compare(left, ops, comparators):
            for place, op in enumerate(ops):
                for comparison in OTHER_COMPARISONS.get(type(op), ()):
                    yield ast.Compare(
                        left, [*ops[:place], comparison(), *ops[place + 1 :]], comparators
                    )
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield from values
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield from (ast.Constant(other) for other in (value + 1, value - 1, 2 * value))
        case ast.Constant(float(value)):
            yield from (ast.Constant(other) for other in (10 * value, value / 10, -value))
        case ast.Slice(lower, upper, step):
            if lower is not None:
                yield ast.Slice(None, upper, step)
            if upper is not None:
                yield ast.Slice(lower, None, step)
        case ast.Tuple([first, second], ast.Load()):
            yield ast.Tuple([second, first], ast.Load())
        case ast.Call(called, args, keywords):
            yield from args[:2]
            if len(args) == 2:
                yield ast.Call(called, args[::-1], keywords)
            for place in range(len(keywords)):
                yield ast.Call(called, args, [*keywords[:place], *keywords[place + 1 :]])
        case ast.Attribute(value, "T"):
            yield value
        case ast.Attribute(value, attr, context):
            yield from (ast.Attribute(value, other, context) for other in OTHER_NAMES.get(attr, ()))
        case ast.Name(name, ast.Load()):
            yield from (ast.Name(other, ast.Load()) for other in OTHER_NAMES.get(name, ()))
            yield from _neighbours(name, function)
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.If():
            for is_met in (True, False):
                yield ast.If(ast.Constant(is_met), node.body, node.orelse)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.For | ast.If | ast.Expr):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text:
            yield ast.Pass()


def _neighbours(name: str, function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the next of the function's own names, in the order in which they are given values."""
    own = [argument.arg for argument in function.args.args]
    stored = (n for n in ast.walk(function) if isinstance(n, ast.Name))
    own += [n.id for n in stored if isinstance(n.ctx, ast.Store) and n.id not in own]
    if name in own and len(own) > 1:
        yield ast.Name(own[(own.index(name) + 1) % len(own)], ast.Load())


@click.command()
@click.argument("key", type=click.Choice([*MODULES]))
@click.option("--module", "names", multiple=True, metavar="NAME", help="Another wheat's name.")
@click.option("--seeds", type=click.IntRange(1, 20), default=2, show_default=True,
              help="Of how many students' numbers each is tried on.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), default=lambda: os.cpu_count() or 1)
def main(key: str, names: tuple[str, ...], seeds: int, jobs: int) -> None:
    """Print the changes of right submissions that some student's numbers do not tell."""
    from rich.console import Console

    from grader.progress import meter
    from grader.qualify.running import try_all
    from grader.qualify.samples import Sample, SampleKind

    exercise = next(each for each in EXERCISES if each.key == key)
    mutants = {
        f"{name}, {mutant}": mutant
        for name in names or MODULES[key]
        for mutant in mutants_of(_wheat(exercise, name).read_text(encoding="utf-8"), exercise)
    }
    samples = [
        Sample(SampleKind.CHAFF, name, (key,), {exercise.filename: mutant.source.encode()})
        for name, mutant in mutants.items()
    ]
    console = Console(highlight=False, stderr=True)
    with meter(console, seeds * len(samples)) as shown:
        matrix = try_all(
            samples, seeds, jobs, frozenset({key}), step=lambda done: shown.show(done, done)
        )
    full = {
        row.sample.name: {points >= row.max_points for points in row.points} for row in matrix.rows
    }
    for title, noticed in (
        ("noticed under some students' numbers only", {True, False}),
        ("not noticed", {True}),
    ):
        names_here = [name for name, seen in full.items() if seen == noticed]
        click.echo(f"{title}: {len(names_here)} of {len(samples)}")
        for name in names_here:
            click.echo(f"  {name}")


def _wheat(exercise: Exercise, name: str) -> Path:
    return ROOT / "tests" / "wheats" / exercise.stem / f"{name}.py"


if __name__ == "__main__":
    main()
