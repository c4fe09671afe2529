"""The hidden tests tested: right submissions get every point, wrong ones lose some, stubs get 0."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exercises.coach.calling.observe import Observation, shows_defaults
from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.judging.finding import Wrong
from exercises.coach.judging.question import Question
from exercises.coach.judging.status import NotStarted
from exercises.coach.learner import Observer
from exercises.coach.misconception_catalogue import CATALOGUE
from grader.hidden.in_process_observer import InProcess
from grader.hidden.random_inputs import Draw
from grader.hidden.student import Student, check_id
from grader.intake.students import read_student
from tests.kit import every_second_slow

pytest_plugins = ["pytester"]
ROOT = Path(__file__).resolve().parents[1]
SECRET = b"the tests' secret"
SEEDS = [f"student {k}" for k in range(20)]
# The chapter's rates, and powers of two that make a step exact; every other fraction is new.
GIVEN = {0.1, 0.01, 0.125, 0.0625}
# Data that every student gets alike, or in other units: certified values are for these alone.
PUBLISHED = {
    "the_closed_form_agrees_with_certified_values",
    "descent_arrives_at_the_certified_values",
    "the_fit_chooses_its_rate_by_the_largest_eigenvalue",
}


@dataclass(frozen=True)
class Check:
    """One hidden test, as its markers and its docstring describe it."""

    id: str
    exercise: Exercise
    judge: Callable[..., None]

    @property
    def marks(self) -> dict[str, tuple[Any, ...]]:
        """Its markers: name -> arguments."""
        return {mark.name: mark.args for mark in self.judge.pytestmark}

    @property
    def points(self) -> int:
        """What it is worth."""
        return int(self.marks["points"][0])


@cache
def checks(key: str) -> list[Check]:
    """Return the hidden tests of exercise ``key``."""
    with warnings.catch_warnings():
        # Their conftest registers the markers, in the runs that it takes part in.
        warnings.simplefilter("ignore", pytest.PytestUnknownMarkWarning)
        module = importlib.import_module(f"grader.hidden.test_{key}")
    exercise = next(e for e in EXERCISES if e.key == key)
    found = [f for name, f in vars(module).items() if name.startswith("test_")]
    return [Check(check_id(module.__name__, f.__name__), exercise, f) for f in found]


def outcomes(
    student: Student, key: str, secret: bytes = SECRET, first: Collection[str] = ()
) -> Iterator[tuple[Check, str]]:
    """Judge one exercise: each check with ``passed``, ``not started`` or the message.

    Parameters
    ----------
    first : functions whose checks come before the others
    """
    for check in sorted(checks(key), key=lambda check: check.marks["function"][0] not in first):
        draw = Draw(secret, student.name, check.id)
        try:
            with np.errstate(all="ignore"):  # as the grader's engine has it
                check.judge(student.learner(check.exercise.stem), draw)
        except NotStarted:
            yield check, "not started"
        except Wrong as wrong:
            yield check, str(wrong)
        else:
            yield check, "passed"


def failures(
    observer: Observer, key: str, seeds: list[str], first: Collection[str] = ()
) -> Iterator[str]:
    """Yield what does not pass, over several students' numbers."""
    for seed in seeds:
        for check, outcome in outcomes(Student(seed, observer), key, first=first):
            if outcome != "passed":
                yield f"{check.id} [{seed}]\n{outcome}"


def submission(path: Path, key: str) -> InProcess:
    """Return the submission of one file, whatever its name, with right code for the others."""
    name = next(e.filename for e in EXERCISES if e.key == key)
    return InProcess({**files_of("solutions"), name: path.read_bytes()})


@cache
def files_of(folder: str) -> Mapping[str, bytes]:
    """Return the five modules of a folder of the repository."""
    return read_student(ROOT / folder).files


def files(kind: str) -> list[Any]:
    """Return the wheats or chaffs as parameters (file, exercise)."""
    found = []
    for exercise in EXERCISES:
        for n, path in enumerate(sorted((ROOT / "tests" / kind / exercise.stem).glob("*.py"))):
            # `test_golden.py` judges the first spelling of every chaff daily.
            is_slow = kind == "chaffs" and (n % 2 == 1 or path.stem[-1].isdigit())
            marks = pytest.mark.slow if is_slow else ()
            found.append(
                pytest.param(path, exercise.key, id=f"{exercise.key}-{path.stem}", marks=marks)
            )
    return found


SHOWN_IN = {mistake.id: mistake.functions for mistake in CATALOGUE}
KEYS = [exercise.key for exercise in EXERCISES]


@dataclass(frozen=True)
class Judged:
    """What the hidden tests of an exercise say of the solutions, and the floats they hand out."""

    failures: tuple[str, ...]
    drawn: frozenset[float]


@cache
def solutions_judged(key: str) -> Judged:
    """Judge the solutions on many students' numbers, once for all who ask."""
    observer = Eavesdropper(files_of("solutions"))
    failures, drawn = [], set()
    # Figures take most of the time.
    for seed in SEEDS if key != "ex4" else SEEDS[:3]:
        for check, outcome in outcomes(Student(seed, observer), key):
            if outcome != "passed":
                failures.append(f"{check.id} [{seed}]\n{outcome}")
            if check.id.split("/")[1] not in PUBLISHED:
                drawn |= observer.heard
            observer.heard.clear()
    return Judged(tuple(failures), frozenset(drawn))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("key", KEYS)
def test_the_solutions_get_every_point_on_anyones_numbers(key: str) -> None:
    assert solutions_judged(key).failures == ()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("path", "key"), files("wheats"))
def test_a_right_submission_gets_every_point(path: Path, key: str, is_thorough: bool) -> None:
    # Figures take most of the time.
    seeds = SEEDS[:3] if is_thorough and key != "ex4" else SEEDS[:1]
    assert list(failures(submission(path, key), key, seeds)) == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("path", "key"), files("chaffs"))
def test_a_wrong_submission_loses_points(path: Path, key: str) -> None:
    assert any(failures(submission(path, key), key, SEEDS[:1], suspects(path, key)))


def suspects(path: Path, key: str) -> set[str]:
    """Return the functions in which the mistakes of a file's name show: one failure is enough."""
    shown = [
        name.partition(".")
        for mistake in re.sub(r"-\d+$", "", path.stem).split("+")
        for name in SHOWN_IN.get(mistake, ())
    ]
    return {function for exercise, _, function in shown if exercise == key}


@pytest.mark.parametrize("key", KEYS)
def test_the_stubs_are_not_started(key: str) -> None:
    observer = InProcess(files_of("exercises"))
    verdicts = dict(outcomes(Student("ada", observer), key))
    assert set(verdicts.values()) == {"not started"}


SAME_FOR_ALL = (
    "None", "0.0", "np.inf", "True", "[]", "(np.zeros(2), [0.0] * 4)", "plt.gca()",
    "[(0.0, 'maximum')]", "'converges'", "'oscillates'", "'diverges'", "'sublinear'", "'linear'",
    "{'bound_holds': True, 'exponent': -1.0, 'rate': 'sublinear'}",
)  # fmt: skip


@pytest.mark.parametrize("answer", every_second_slow(SAME_FOR_ALL))
@pytest.mark.parametrize("key", KEYS)
def test_whoever_answers_the_same_whatever_is_asked_earns_nothing(key: str, answer: str) -> None:
    imports = "import matplotlib.pyplot as plt\nimport numpy as np\n"
    functions = [f"def {name}(*a, **k): return {answer}\n" for name in exercise_of(key).functions]
    own = {exercise_of(key).filename: "".join([imports, *functions]).encode()}
    observer = InProcess({**files_of("solutions"), **own})
    passed = [c.id for c, said in outcomes(Student("ada", observer), key) if said == "passed"]
    assert passed == []


@pytest.mark.parametrize("key", KEYS)
def test_an_exercise_is_worth_its_points_shared_by_all_its_functions(key: str) -> None:
    due = exercise_of(key).points
    found = sum(check.points for check in checks(key))
    assert found == due, f"the checks of test_{key}.py are worth {found}: share out {due}"
    judged = {check.marks["function"][0] for check in checks(key)}
    assert judged == set(checks(key)[0].exercise.functions)


@pytest.mark.parametrize("check", [c for key in KEYS for c in checks(key)], ids=lambda c: c.id)
def test_a_check_tells_the_learner_in_one_line_what_is_due(check: Check) -> None:
    line = (check.judge.__doc__ or "").strip()
    assert line.endswith(".")
    assert "\n" not in line
    assert len(line) < 100


def test_the_inputs_are_the_same_again_and_others_for_others() -> None:
    def drawn(secret: bytes, student: str, check: str) -> float:
        return float(Draw(secret, student, check).random())

    assert drawn(SECRET, "ada", "ex1/a") == drawn(SECRET, "ada", "ex1/a")
    others = [(b"another", "ada", "ex1/a"), (SECRET, "grace", "ex1/a"), (SECRET, "ada", "ex1/b")]
    assert len({drawn(*each) for each in [(SECRET, "ada", "ex1/a"), *others]}) == 4


@pytest.mark.parametrize(("low", "high", "digits"), [(0.1, 1, 3), (-3, 3, 3), (0.01, 0.04, 4)])
def test_drawn_numbers_lie_in_their_range_and_are_never_round(
    low: float, high: float, digits: int
) -> None:
    numbers = Draw(SECRET, "ada", "range").numbers(2000, low, high, digits)
    assert low <= numbers.min()
    assert numbers.max() < high
    assert np.all(numbers == np.round(numbers, digits))
    assert set(np.abs(np.round(numbers * 10**digits)) % 10) == {1, 3, 7, 9}


class Eavesdropper(InProcess):
    """Keeps the floats that the learner's functions are called with."""

    def __call__(self, question: Question, **options: Any) -> Observation:
        self.heard.update(floats_in([*question.args, *question.kwargs.values()]))
        problem = question.problem
        if problem is not None:
            self.heard.update(floats_in(problem.describe()))
        return super().__call__(question, **options)

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self.heard: set[float] = set()


def floats_in(value: Any) -> Iterator[float]:
    """Return every float in plain data."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, np.ndarray):
        yield from (float(v) for v in value.ravel())
    elif isinstance(value, dict):
        yield from floats_in(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from floats_in(item)


def floats_written_in(path: Path) -> set[float]:
    """Return every float literal of a file, those in its docstrings' examples included."""
    source = path.read_text(encoding="utf-8")
    trees = [ast.parse(source)]
    for node in ast.walk(trees[0]):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ">>>" in node.value:
            examples = [line.split(">>>")[1] for line in node.value.splitlines() if ">>>" in line]
            trees += [ast.parse(line.strip()) for line in examples]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return {sign * v for v in constants if isinstance(v, float) for sign in (-1, 1)}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("key", KEYS)
def test_no_number_of_the_stub_or_of_the_learner_tests_comes_again(key: str) -> None:
    filename = next(e.filename for e in EXERCISES if e.key == key)
    known = floats_written_in(ROOT / "exercises" / filename)
    known |= floats_written_in(ROOT / "exercises" / f"test_{filename}")
    fractions = {value for value in solutions_judged(key).drawn if value % 1}
    assert fractions
    assert (fractions & known) - GIVEN == set()


def test_a_fault_of_ours_surfaces_as_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    first = checks("ex1")[0]
    monkeypatch.setitem(inspect.unwrap(first.judge).__globals__, "np", None)
    faulty = next(c for c in checks("ex1") if "chapters_loss" in c.id)
    student = Student("ada", InProcess(files_of("solutions")))
    with pytest.raises(AttributeError):
        faulty.judge(student.learner("ex1_gradient_descent"), Draw(SECRET, "ada", faulty.id))


def test_plain_pytest_judges_a_submission(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess(
        *("-q", "-p", "no:cacheprovider", str(ROOT / "grader" / "hidden" / "test_ex1.py")),
        *("--rootdir", str(ROOT), "--submission", str(ROOT / "exercises"), "--in-process"),
    )
    result.stdout.fnmatch_lines(["points: 0 of 20*"])
    assert result.ret == 1


def test_plain_pytest_ends_with_points_whatever_a_submission_made_of_json(
    pytester: pytest.Pytester,
) -> None:
    right = (ROOT / "tests/wheats/ex1_gradient_descent/plain_loop.py").read_text(encoding="utf-8")
    changes = "import json, os\njson.dumps = json.loads = os.getcwd = os.path.join = None\n"
    pytester.mkdir("ada").joinpath("ex1_gradient_descent.py").write_text(changes + right)
    result = pytester.runpytest_subprocess(
        *("-q", "-o", f"cache_dir={pytester.path / 'kept'}", "-k", "critical"),
        *(str(ROOT / "grader" / "hidden" / "test_ex1.py"), "--rootdir", str(ROOT)),
        *("--submission", str(pytester.path / "ada"), "--in-process"),
    )
    result.stdout.fnmatch_lines(["points: * of *(ex1 *)"])
    assert result.ret == 0


def test_a_header_shows_its_defaults_only_where_no_call_could_differ() -> None:
    defaults = exercise_of("ex2_learning_rates").functions["explore"].defaults
    headers = {
        "lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000": True,
        "η=None, lrs=(1e-3, 1e-2, 0.1), theta_init=(1.0, 1.0), num_steps=10**4, verbose=0": True,
        "lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=9_000": False,
        "lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=1e4": False,
        "lrs=(0.001, 0.01, 0.1), theta_init=(1, 1), num_steps=10_000": False,
        "lrs=[0.001, 0.01, 0.1], theta_init=(1.0, 1.0), num_steps=10_000": False,
        "lrs=(0.001, 0.01), theta_init=(1.0, 1.0), num_steps=10_000": False,
        "lrs=(0.001, 0.01, 0.1), theta_init=np.ones(2), num_steps=10_000": False,
        "lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), *, num_steps=10_000": False,
        "lrs, theta_init, num_steps": False,
        "*args, **kwargs": False,
    }
    for header, is_shown in headers.items():
        names: dict[str, Any] = {"np": np}
        exec(f"def explore({header}): ...", names)
        assert shows_defaults(names["explore"], defaults) is is_shown, header
    shown = names["shown"] = eval(f"lambda {next(iter(headers))}: None", names)
    assert shows_defaults(shown, defaults)
    for other in (partial(shown), wraps(shown)(lambda *args: shown(*args)), 3, None):
        assert not shows_defaults(other, defaults)
    assert not shows_defaults(shown, {})
    shown.__defaults__ = (0,) * 99
    assert not shows_defaults(shown, defaults)


HIDDEN_DEFAULTS = """
_shown = {name}

def {name}({parameters}):
    return _shown({arguments})
"""
STEPS = "{steps} if num_steps is None else num_steps"
START = "(1.0, {y}) if theta_init is None else theta_init"
EXPLORE = f"lrs or (0.001, 0.01, 0.1), {START}, {STEPS}"
FIT = f"X, y, lr, {STEPS}"


@pytest.mark.parametrize(
    ("key", "name", "parameters", "arguments", "lost"),
    [
        ("ex2", "explore", "lrs=None, theta_init=None, num_steps=None", EXPLORE, "boundary"),
        ("ex5", "fit", "X, y, lr=None, num_steps=None", FIT, "rate_by_the_largest"),
        ("ex5", "compare", "X, y, lr=None, num_steps=None", FIT, "both_distances"),
    ],
)
def test_defaults_that_a_header_hides_are_found_out_by_calls(
    key: str, name: str, parameters: str, arguments: str, lost: str
) -> None:
    right = {"steps": 10_000, "y": 1.0}
    wrong = [right | {"steps": 9_000}, right | {"steps": 11_000}]
    if "{y}" in arguments:
        wrong.append(right | {"y": 2.0})
    filename = next(e.filename for e in EXERCISES if e.key == key)

    def lost_by(values: Mapping[str, float]) -> list[str]:
        hidden = HIDDEN_DEFAULTS.format(
            name=name, parameters=parameters, arguments=arguments.format(**values)
        )
        all_files = files_of("solutions")
        source = all_files[filename] + hidden.encode()
        student = Student("ada", InProcess({**all_files, filename: source}))
        return [check.id for check, outcome in outcomes(student, key) if outcome != "passed"]

    assert lost_by(right) == []
    for values in wrong:
        (only,) = lost_by(values)
        assert lost in only
