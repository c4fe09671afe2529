"""A script that makes one call again, with its numbers, in the student's own files.

It stands beside a folder with these files and needs NumPy and nothing of the kit. What it compares
with is what the check expected of this call; where a check judged by hand, it says what to look at.
"""

from __future__ import annotations

import inspect
import math
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exercises.coach.calling.figure_as_data import FreshAxes
from exercises.coach.calling.notebook_file import is_notebook, read_notebook
from exercises.coach.calling.right_functions import RightFunctions
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.question import Question
from exercises.coach.problems import Polynomial, Polynomial2D, Problem, Quadratic
from grader.substitute_functions import StandIns

__all__ = ["FILES", "SCRIPT", "Asked", "literal", "same", "script", "write_files"]

FILES, SCRIPT = "files", "reproduce.py"
HEAD = '''\
"""{title}

Run it: python {name}
It ends with status 0 if the answer is what was expected, 1 if it is not, and 2 where only a person
can tell. The files beside it are run with all of your rights.

{found}
"""

import __future__

import ast
import faulthandler
import functools
import inspect
import sys
import traceback
import types
from pathlib import Path
from typing import Any

import numpy as np

inf, nan = float("inf"), float("nan")
FILES = Path(__file__).resolve().parent / "files"
sys.path[:0] = [str(FILES), str(FILES / "exercises")]


def load(stem, put_in=lambda module: None):
    """Import a file statement by statement, as the grader does: one that fails ends no other."""
    path = FILES / "exercises" / f"{{stem}}.py"
    module = types.ModuleType(f"exercises.{{stem}}")
    module.__file__, module.__package__ = str(path), "exercises"
    sys.modules[module.__name__] = sys.modules[stem] = module
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    is_future = "from __future__ import annotations" in text
    flags = __future__.annotations.compiler_flag if is_future else 0
    put_in(module)
    for node in ast.parse(text, str(path)).body:
        try:
            exec(compile(ast.Module([node], []), str(path), "exec", flags), vars(module))
        except (Exception, SystemExit):
            traceback.print_exc()
        put_in(module)
    return module


def earlier(function, *args, **kwargs):
    """Make a call that only has to have been made."""
    try:
        function(*args, **kwargs)
    except Exception as error:
        print("an earlier call raised", repr(error))

'''
CARRY = """
# Right functions in the place of the student's, as in the run that counts.
def right_{stem}():
{source}
    return RightFunctions({{{named}}}, {parameters})
"""
LOSSES = {
    Polynomial: """
def polynomial{n}(coefficients, theta):
    with np.errstate(all="ignore"):
        x, total = np.asarray(theta, dtype=float) - {centre}, coefficients[-1]
        for coefficient in reversed(coefficients[:-1]):
            total = total * x + coefficient
        return total + np.zeros_like(x)


def loss_fn{n}(theta):
    return float(np.sum(polynomial{n}({coefficients}, theta)))


def grad_fn{n}(theta):
    slopes = [k * c for k, c in enumerate({coefficients})][1:] or [0.0]
    return polynomial{n}(slopes, theta)
""",
    "by powers": """
def loss_fn{n}(theta):
    return sum(c * (theta - {centre}) ** k for k, c in enumerate({coefficients}) if c)


def grad_fn{n}(theta):
    return sum(k * c * (theta - {centre}) ** (k - 1) for k, c in enumerate({coefficients}) if k * c)
""",
    Quadratic: """
def loss_fn{n}(theta):
    away = np.asarray(theta, dtype=float) - {centre}
    return float(0.5 * (away @ ({hessian} @ away)))


def grad_fn{n}(theta):
    return {hessian} @ (np.asarray(theta, dtype=float) - {centre})
""",
    Polynomial2D: """
def loss_fn{n}(theta):
    x, y = np.asarray(theta, dtype=float)
    return float(np.polynomial.polynomial.polyval2d(x, y, {coefficients}))


def grad_fn{n}(theta):
    x, y = np.asarray(theta, dtype=float)
    slopes = (np.polynomial.polynomial.polyder({coefficients}, axis=axis) for axis in (0, 1))
    return np.array([np.polynomial.polynomial.polyval2d(x, y, c) for c in slopes], dtype=float)
""",
}
# The first at which what came back is not what was expected is the script's: rtol, atol, and from
# where on numbers are alike, as those of a run that leaves to infinity are.
PAIRS = ((1e-6, 1e-6), (1e-6, 1e-9), (1e-9, 1e-12), (1e-12, 1e-15))
TOLERANCES = tuple((*pair, limit) for limit in (1e60, math.inf) for pair in PAIRS)


@dataclass(frozen=True)
class Asked:
    """What a script is about: the call, and what there is to compare.

    Attributes
    ----------
    question : the call
    stand_ins : right functions for the place of the student's
    expected : what should come back; None where the check judged by hand
    got : what came back, by which the tolerance is chosen
    is_raised : whether ``expected`` is the name of an exception that should be raised
    mutated : positions of the arguments that the call changed
    seconds : after which the call was ended; 0 where it was not
    is_right : whether the check found nothing wrong with it
    before : calls that were made before this one, and whose traces it may meet
    """

    question: Question
    stand_ins: StandIns = ()
    expected: Any = None
    got: Any = None
    is_raised: bool = False
    mutated: tuple[int, ...] = ()
    seconds: float = 0.0
    is_right: bool = False
    before: tuple[Question, ...] = ()


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a student's modules where the script imports them, notebooks as modules."""
    place = folder / FILES / "exercises"
    place.mkdir(parents=True, exist_ok=True)
    (place / "__init__.py").write_bytes(b"")
    for name, data in files.items():
        (place / name).write_bytes(read_notebook(data).encode() if is_notebook(data) else data)


def script(asked: Asked, title: str, found: str) -> str:
    """Return the script.

    Parameters
    ----------
    asked : the call
    title : whose call it is, of which check
    found : what the grader found, for its docstring
    """
    question = asked.question
    problems: dict[int, int] = {}
    arguments = _arguments(question, problems)
    earlier = [(each, _arguments(each, problems)) for each in asked.before]
    text = HEAD.format(title=_quiet(title), name=SCRIPT, found=_quiet(textwrap.dedent(found)))
    for problem in _problems([question, *asked.before]):
        text += "\n" + _definition(problem, problems[id(problem)])
    if asked.stand_ins:
        text += "\n\n" + inspect.getsource(RightFunctions)
    for each in asked.stand_ins:
        contracts = exercise_of(each.stem).functions
        parameters = {name: [*contracts[name].parameters] for name in each.names}
        source = textwrap.indent(each.source, "    ").rstrip()
        named = ", ".join(f'"{name}": {name}' for name in each.names)
        text += "\n" + CARRY.format(
            stem=each.stem, source=source, named=named, parameters=parameters
        )
    if asked.mutated or (asked.expected is not None and not asked.is_raised):
        text += "\n\n" + inspect.getsource(same)
    body = list(_body(asked, arguments, earlier))
    return text + '\nif __name__ == "__main__":\n' + textwrap.indent("\n".join(body), "    ") + "\n"


def _arguments(question: Question, problems: dict[int, int]) -> list[str]:
    named = (f"{key}={literal(value, problems)}" for key, value in question.kwargs.items())
    return [*(literal(value, problems) for value in question.args), *named]


def _body(
    asked: Asked, arguments: list[str], earlier: list[tuple[Question, list[str]]]
) -> Iterator[str]:
    """Yield the lines: what comes before the call, the call, and whether it was right."""
    yield from _preparation(asked, earlier)
    question, count = asked.question, len(asked.question.args)
    yield "arguments = ["
    yield from (f"    {each}," for each in arguments[:count])
    yield "]"
    named = ", ".join(arguments[count:])
    call = f"module.{question.function}(*arguments{', ' + named if named else ''})"
    if asked.mutated:
        yield "before = [a.copy() if hasattr(a, 'copy') else a for a in arguments]"
    if asked.is_raised:
        yield "try:"
        yield f"    got = {call}"
        yield "except Exception as error:"
        yield f"    is_right = any(c.__name__ == {asked.expected!r} for c in type(error).__mro__)"
        yield '    print("raised", repr(error))'
        yield "    sys.exit(0 if is_right else 1)"
        yield f'print("returned", got, "\\nexpected {asked.expected}")'
        yield "sys.exit(1)"
        return
    yield f"got = {call}"
    if asked.seconds:
        yield "faulthandler.cancel_dump_traceback_later()"
    yield 'print("got", got, sep="\\n")'
    yield from _comparison(asked)


def _preparation(asked: Asked, earlier: list[tuple[Question, list[str]]]) -> Iterator[str]:
    """Yield the lines that load the student's module and make the earlier calls."""
    question = asked.question
    stems = {each.stem for each in asked.stand_ins}
    for stem in (*sorted(stems - {question.stem}), question.stem):
        right = f", right_{stem}().put_in" if stem in stems else ""
        yield f'module = load("{stem}"{right})'
    if asked.seconds:
        yield f"faulthandler.dump_traceback_later({asked.seconds:g}, exit=True)"
    if earlier:
        yield "# Calls that came before: they may have left something behind that this one meets."
    for each, given in earlier:
        yield f"earlier(module.{each.function}, {', '.join(given)})"


def _comparison(asked: Asked) -> Iterator[str]:
    """Yield the lines that end the script with status 0 where ``got`` is right, else 1 or 2."""
    if asked.expected is not None:
        rtol, atol, limit = _tolerance(asked)
        yield f"expected = {literal(asked.expected, {})}"
        yield 'print("expected", expected, sep="\\n")'
        is_right = f"same(got, expected, {rtol:g}, {atol:g}, {limit:g})"
        if isinstance(asked.expected, Mapping) and same(asked.got, asked.expected, *TOLERANCES[0]):
            # More keys than asked for, or another order, and a check that minds it.
            is_right += " and list(got) == list(expected)"
        yield f"sys.exit(0 if {is_right} else 1)"
    elif asked.mutated:
        positions = ", ".join(map(str, asked.mutated))
        yield f"for position in [{positions}]:"
        yield "    is_as_it_was = same(arguments[position], before[position], 0.0, 0.0, inf)"
        yield '    print("argument", position, "as it was" if is_as_it_was else "was changed")'
        yield "    if not is_as_it_was:"
        yield "        sys.exit(1)"
    elif asked.is_right:
        yield 'print("The check found nothing wrong with this.")'
    else:
        yield 'print("The check judged this by hand: its words are at the top of this file.")'
        yield "sys.exit(2)"


def _problems(questions: list[Question]) -> list[Problem]:
    values = (value for each in questions for value in (*each.args, *each.kwargs.values()))
    owners = (getattr(value, "__self__", None) for value in values)
    found = {id(owner): owner for owner in owners if isinstance(owner, Problem)}
    return list(found.values())


def _definition(problem: Problem, number: int) -> str:
    fields = {"n": number or ""}
    if isinstance(problem, Quadratic):
        fields |= {"hessian": literal(problem.hessian, {}), "centre": literal(problem.centre, {})}
    elif isinstance(problem, Polynomial):
        coefficients = [float(each) for each in problem.coefficients]
        fields |= {"coefficients": literal(coefficients, {}), "centre": literal(problem.centre, {})}
    elif isinstance(problem, Polynomial2D):
        fields |= {"coefficients": literal(problem.coefficients, {})}
    kind = "by powers" if getattr(problem, "by_powers", False) else type(problem)
    return LOSSES[kind].format(**fields).strip("\n") + "\n"


def literal(value: Any, problems: dict[int, int]) -> str:
    """Return a value as Python writes it, every number in full.

    Parameters
    ----------
    value : plain data, an Axes to be made, or a problem's loss or gradient
    problems : the number of each problem by its `id`, added to
    """
    owner = getattr(value, "__self__", None)
    if isinstance(owner, Problem):
        number = problems.setdefault(id(owner), len(problems)) or ""
        return f"{'loss_fn' if value.__name__ == 'loss' else 'grad_fn'}{number}"
    if isinstance(value, FreshAxes):
        return '__import__("matplotlib.figure").figure.Figure().add_subplot()'
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype == float and value.size else f", dtype={value.dtype.name!r}"
        shape = "" if value.size else f".reshape({value.shape})"
        return f"np.array({literal(value.tolist(), {})}{kind}){shape}"
    if isinstance(value, np.generic):
        return f"np.{type(value).__name__}({literal(value.item(), {})})"
    if isinstance(value, tuple):
        inner = ", ".join(literal(each, problems) for each in value)
        return f"({inner}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(literal(each, problems) for each in value)}]"
    if isinstance(value, Mapping):
        pairs = (f"{literal(k, problems)}: {literal(v, problems)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(value)


def _tolerance(asked: Asked) -> tuple[float, float, float]:
    found = (each for each in TOLERANCES if not same(asked.got, asked.expected, *each))
    return next(found, TOLERANCES[-1])


# Stands in every script, word for word.
def same(got: Any, expected: Any, rtol: float, atol: float, limit: float) -> bool:
    """Return whether all parts are alike; numbers from the limit on are alike, and so is nan."""
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            key in got and same(got[key], value, rtol, atol, limit)
            for key, value in expected.items()
        )
    try:
        numbers = np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        is_list = isinstance(got, (list, tuple)) and len(got) == len(expected)
        pairs = zip(got, expected, strict=True) if is_list else ()
        return is_list and all(same(one, other, rtol, atol, limit) for one, other in pairs)
    try:
        found = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        return False
    if found.shape != numbers.shape:
        return False
    with np.errstate(all="ignore"):
        near = np.abs(found - numbers) <= atol + rtol * np.abs(numbers)
        near &= np.isfinite(numbers)
        near |= (found == numbers) | (np.isnan(found) & np.isnan(numbers))
        if limit < np.inf:
            near |= ~(np.abs(found) < limit) & ~(np.abs(numbers) < limit)
    return bool(np.all(near))


def _quiet(text: str) -> str:
    """Return text that ends no docstring, whatever a learner wrote."""
    return text.replace("\\", "/").replace('"""', "'''").rstrip('"')
