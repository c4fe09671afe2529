"""The table of exercises: titles, files, points, and each function's header as its stub has it.

Whatever else knows of an exercise derives it from here, so that one row makes a new exercise known
to the learner's pytest, the notebooks, the grader and every report. A function's header is written
once more in its stub, which a learner reads; a test compares the two.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

__all__ = [
    "BESIDE",
    "CARRIED",
    "EXERCISES",
    "OWN",
    "POINTS",
    "STEMS",
    "Exercise",
    "Function",
    "exercise_of",
    "function_of",
    "in_words",
]

POINTS = 20
OWN = "GRADER_OWN_EXERCISES"
"""The environment variable that holds the rows of a course's own exercises, as JSON."""
BESIDE = Path(__file__).with_name("own.json")
"""The same rows, in what is handed out to learners or to a service that grades."""
OWN_KEYS = frozenset({"number", "stem", "title", "points", "given", "function"})
OWN_WORDS = frozenset({"header", "needs", "slope_of", "is_elementwise", "is_descent"})


@dataclass(frozen=True, eq=False)
class Function:
    """One function that learners write.

    Attributes
    ----------
    stem, key : its exercise's file, and with its own name for example ``ex2.predict``
    name : for example ``predict``
    header : as the stub has it: ``find_critical_points(loss_fn, grad_fn, starts, lr=0.01, …)``
    parameters : their names, in order
    defaults : of those parameters that have one
    needs : functions of its exercise that it is, or may be, made of: where one of them is wrong, it
        is also judged with a right one in that one's place
    slope_of : of a gradient, the function of its exercise whose gradient it is
    is_elementwise : whether it, and what it is the slope of, take an array entry by entry
    is_descent : whether it is plain descent, which a picture can show beside the right one
    is_carried : whether other exercises may build on it, too
    """

    stem: str
    key: str
    name: str
    header: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, Any]
    needs: tuple[str, ...] = ()
    slope_of: str = ""
    is_elementwise: bool = False
    is_descent: bool = False
    is_carried: bool = False

    @property
    def exercise(self) -> Exercise:
        """The exercise to which it belongs."""
        return exercise_of(self.stem)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise: its number, file and functions in the order in which to write them.

    Attributes
    ----------
    number : from 1 on; exercises are shown in its order
    stem : the stub's file name without its ending
    title : as reports and the board have it
    functions : those to write, by name
    points : what its hidden tests are worth together
    given : headers of functions that the stub holds, ready to use
    is_own : whether it is a course's own, and none of the kit's
    """

    number: int
    stem: str
    title: str
    functions: Mapping[str, Function]
    points: int = POINTS
    given: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def key(self) -> str:
        """For example ``ex3``."""
        return f"ex{self.number}"

    @property
    def filename(self) -> str:
        """The name of the stub's file."""
        return f"{self.stem}.py"

    def made_of(self, name: str) -> frozenset[str]:
        """Return the functions that one of this exercise is, or may be, made of, to the last."""
        found: set[str] = set()
        names = [name]
        while names:
            function = self.functions.get(names.pop())
            new = set(function.needs) - found if function is not None else set()
            found |= new
            names += new
        return frozenset(found)


def _exercise(
    number: int, stem: str, title: str, *rows: str | tuple[str, dict[str, Any]],
    points: int = POINTS, given: tuple[str, ...] = (), is_own: bool = False,
) -> Exercise:  # fmt: skip
    if not stem.startswith(f"ex{number}_"):
        raise ValueError(f"exercise {number}: its stem is {stem!r}; let it begin with ex{number}_")
    functions = {}
    for row in rows:
        header, more = (row, {}) if isinstance(row, str) else row
        name, parameters, defaults = _parsed(header)
        key = f"ex{number}.{name}"
        functions[name] = Function(stem, key, name, header, parameters, defaults, **more)
    for function in functions.values():
        for other in (*function.needs, *filter(None, [function.slope_of])):
            if other not in functions:
                raise ValueError(f"{function.key} names {other!r}, which exercise {number} lacks")
    return Exercise(number, stem, title, MappingProxyType(functions), points, given, is_own)


def _parsed(header: str) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """Return a header's name, parameters and defaults."""
    definition = ast.parse(f"def {header}: ...").body[0]
    assert isinstance(definition, ast.FunctionDef)
    names = tuple(argument.arg for argument in definition.args.args)
    values = [ast.literal_eval(value) for value in definition.args.defaults]
    defaults = dict(zip(names[len(names) - len(values) :], values, strict=True))
    return definition.name, names, MappingProxyType(defaults)


def _announced() -> str:
    """Return the rows of a course's own exercises; empty where there are none."""
    told = os.environ.get(OWN)
    if told is None and BESIDE.is_file():
        return BESIDE.read_text(encoding="utf-8")
    return told or ""


def _own(text: str) -> Iterator[Exercise]:
    """Yield the exercises that a course has besides the kit's.

    They come in the environment, or beside this file, because the sandbox's processes need them
    too, and may not read the folder of the course.
    """
    for row in json.loads(text) if text else ():
        strange = sorted({*row} - OWN_KEYS) + sorted(
            {word for each in row["function"] for word in each} - OWN_WORDS
        )
        if strange:
            raise ValueError(f"exercise {row['number']}: there is no key {strange[0]!r}")
        functions = [
            (each["header"], {key: _frozen(each[key]) for key in each if key != "header"})
            for each in row["function"]
        ]
        yield _exercise(
            row["number"], row["stem"], row["title"], *functions,
            points=row.get("points", POINTS), given=tuple(row.get("given", ())), is_own=True,
        )  # fmt: skip


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _together(kits: tuple[Exercise, ...], own: tuple[Exercise, ...]) -> tuple[Exercise, ...]:
    numbers = [exercise.number for exercise in (*kits, *own)]
    for exercise in own:
        if numbers.count(exercise.number) > 1:
            raise ValueError(f"two exercises have the number {exercise.number}")
    return tuple(sorted((*kits, *own), key=lambda exercise: exercise.number))


# A row: number, stem, title, then a header a function in the order in which to write them, with
# what else is to be known of it. See `Function` and `Exercise` for the words.
EXERCISES: tuple[Exercise, ...] = (
    _exercise(
        1, "ex1_gradient_descent", "gradient descent",
        "loss(x)",
        ("grad(x)", {"slope_of": "loss", "is_elementwise": True}),
        ("gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps)",
         {"is_descent": True, "is_carried": True}),
        ("find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000)",
         {"needs": ("gradient_descent",)}),
    ),
    _exercise(
        2, "ex2_learning_rates", "learning rates",
        "loss(theta)",
        ("grad(theta)", {"slope_of": "loss"}),
        "stable_lr_limit(hessian)",
        "optimal_lr(hessian)",
        "predict(hessian, lr)",
        "observe(history)",
        ("explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000)",
         {"needs": ("loss", "grad", "observe")}),
        "lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20)",
    ),
    _exercise(
        3, "ex3_convergence_rate", "convergence rate",
        "suboptimality(eigenvalues, theta_init, lr, num_steps)",
        "sublinear_bound(theta_init, theta_star, lr, num_steps)",
        "linear_bound(eigenvalues, initial_gap, num_steps)",
        "fit_power_law(steps, gaps)",
        "classify_rate(steps, gaps)",
        ("verify_rate(eigenvalues, theta_init, lr, num_steps)",
         {"needs": ("suboptimality", "sublinear_bound", "fit_power_law", "classify_rate")}),
        given=("slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0)",),
    ),
    _exercise(
        4, "ex4_trajectories", "trajectories",
        ("trajectory(grad_fn, theta_init, lr, num_steps)", {"is_descent": True}),
        "plot_trajectory(loss_fn, path, ax=None)",
        ("plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps)",
         {"needs": ("trajectory", "plot_trajectory")}),
    ),
    _exercise(
        5, "ex5_linear_regression", "linear regression",
        "add_intercept(X)",
        "mse_loss(theta, X, y)",
        ("mse_grad(theta, X, y)", {"slope_of": "mse_loss"}),
        "closed_form(X, y)",
        ("fit(X, y, lr=None, num_steps=10_000)",
         {"needs": ("mse_loss", "mse_grad"), "is_descent": True}),
        ("compare(X, y, lr=None, num_steps=10_000)",
         {"needs": ("mse_loss", "closed_form", "fit")}),
    ),
)  # fmt: skip

EXERCISES = _together(EXERCISES, tuple(_own(_announced())))

STEMS = frozenset(exercise.stem for exercise in EXERCISES)
_BY_NAME = {
    name: exercise
    for exercise in reversed(EXERCISES)
    for name in (exercise.stem, exercise.key, str(exercise.number), exercise.filename)
}
_FUNCTIONS = {f.key: f for exercise in EXERCISES for f in exercise.functions.values()}
(CARRIED,) = (function for function in _FUNCTIONS.values() if function.is_carried)
"""The one function on which other exercises may build, and which is carried forward."""


def exercise_of(name: str) -> Exercise:
    """Return the exercise with this stem, key (``ex3``), number or file name.

    Raises
    ------
    KeyError
        When no exercise answers to ``name``.
    """
    if name not in _BY_NAME:
        known = ", ".join(exercise.key for exercise in EXERCISES)
        raise KeyError(f"there is no exercise {name!r}; the exercises are {known}")
    return _BY_NAME[name]


def function_of(key: str) -> Function:
    """Return the function with this key, for example ``ex2.predict``.

    Raises
    ------
    KeyError
        When no exercise has it.
    """
    if key not in _FUNCTIONS:
        raise KeyError(f"there is no function {key!r}; see the table in {__name__}")
    return _FUNCTIONS[key]


def in_words(count: int) -> str:
    """Return a small number as prose has it: ``five``."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)
