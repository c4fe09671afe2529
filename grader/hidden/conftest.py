"""Wires the hidden tests into pytest: who is judged, on which numbers, for how many points.

A hidden test is a plain function ``test_…(learner, draw)``. It returns quietly, or one of three
things is raised: `Wrong` (the learner's fault, its text is the message), `NotStarted`, or anything
else, which is a fault of the kit and surfaces as itself.

``pytest grader/hidden --submission PATH`` judges one submission, in the sandbox; with
``--in-process`` in this very process, unconfined, where ``--pdb`` and ``print`` work.

A runner that judges many passes ``pytest.main`` a plugin object whose ``pytest_configure`` sets

- ``config.stash[LEARNERS]``, the students: pairs ``(student, observer)``, and
- ``config.stash[SECRET]``, the course's secret

(`grader.hidden.student` has both keys). ``student`` is a session-scoped parameter, so that the
files are collected once and all checks of one student follow each other; an id reads
``test_ex1.py::test_…[ada]``. `grader.pytest_engine` calls a check of which ``learner`` and ``draw``
are the only inputs as the function that it is, ``function(student.learner(stem), Draw(secret,
student.name, check_id(…)))``; one with fixtures or markers of an instructor's goes through pytest.

Markers: ``points(n)``, an exercise's in the table of contracts in all; ``function(name)``, the
function that the check judges; ``needs(*names)``, functions of the learner's that the judged one is
made of, besides those that the table has: where it is wrong and one of them is too, that is the
cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exercises.coach.contracts import EXERCISES, POINTS, exercise_of
from exercises.coach.judging.finding import Wrong
from exercises.coach.judging.status import NotStarted
from exercises.coach.learner import Learner, Observer
from grader.hidden.in_process_observer import InProcess
from grader.hidden.random_inputs import Draw
from grader.hidden.student import LEARNERS, SECRET, Student, check_id, stem_of

HERE = Path(__file__).parent
MARKERS = (
    f"points(n): how many points the check is worth; {POINTS} an exercise",
    "function(name): the learner's function that the check judges",
    "needs(*names): what the judged function is made of, besides what the table of contracts has",
)
WHERE = pytest.StashKey[str]()
"""How far the submission is isolated, in words."""
SHARES: pytest.StashKey[Counter[tuple[str, str, str]]] = pytest.StashKey()
"""(student, exercise, "got" or "due") -> points, for the summary of ``--submission``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--submission``, ``--in-process``, ``--student`` and ``--secret-file``."""
    group = parser.getgroup("hidden", "the hidden tests of gradient-descent-kit")
    group.addoption("--submission", type=Path, metavar="PATH", help="a folder or file to judge")
    group.addoption("--in-process", action="store_true", help="judge it here, without isolation")
    group.addoption("--student", default="student", help="whose numbers to draw")
    group.addoption("--secret-file", type=Path, metavar="F", help="the course's secret; default: a "
                    "fixed one, good for trying only")  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and the one submission of ``--submission``."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    secret_file = config.getoption("--secret-file", None)
    if SECRET not in config.stash:
        config.stash[SECRET] = secret_file.read_bytes() if secret_file else b"for trying only"
    path = config.getoption("--submission", None)
    if path is not None and LEARNERS not in config.stash:
        config.stash[LEARNERS] = [(config.getoption("--student"), observer_of(path, config))]
        config.stash[SHARES] = Counter()


def observer_of(path: Path, config: pytest.Config) -> Observer:
    """Return where the functions of the submission at ``path`` are called."""
    # Imports here, because whoever brings LEARNERS needs none of it.
    from grader.intake.students import read_student

    files = read_student(path).files if path.exists() else {}
    if not files:
        names = ", ".join(exercise.filename for exercise in EXERCISES)
        raise pytest.UsageError(f"{path} holds none of {names}. Keep the stubs' file names.")
    if config.getoption("--in-process"):
        config.stash[WHERE] = "isolation: none (in this process)"
        return InProcess(files)
    from grader.errors import SandboxFault
    from grader.observer import SandboxObserver
    from grader.sandbox.host.sandbox import Sandbox

    stack = ExitStack()
    config.add_cleanup(stack.close)
    try:
        sandbox = stack.enter_context(Sandbox())
    except SandboxFault as error:
        raise pytest.UsageError(f"no sandbox: {error}. Without one: --in-process") from error
    config.stash[WHERE] = sandbox.isolation.says
    return SandboxObserver(stack.enter_context(closing(sandbox.session(files))))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have every check judge every student."""
    if "learner" not in metafunc.fixturenames:
        return
    if LEARNERS not in metafunc.config.stash:
        raise pytest.UsageError("whom to judge? pytest grader/hidden --submission PATH")
    roster: Sequence[tuple[str, Observer]] = metafunc.config.stash[LEARNERS]
    names = [name for name, _ in roster]
    metafunc.parametrize("student", roster, indirect=True, ids=names, scope="session")


def for_tests_elsewhere() -> ModuleType:
    """Return a plugin that gives a course's own tests, in another folder, what is found here.

    Pytest lets a ``conftest.py`` speak for the tests below it only.
    """
    plugin = ModuleType("grader.hidden.for_tests_elsewhere")

    def generate(metafunc: pytest.Metafunc) -> None:
        if not metafunc.definition.path.is_relative_to(HERE):
            pytest_generate_tests(metafunc)

    fixtures = {"student": student, "learner": learner, "draw": draw}
    vars(plugin).update(fixtures, pytest_generate_tests=generate)
    return plugin


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the time limit to the observer, which knows whose fault it is when a call hangs."""
    if config.pluginmanager.hasplugin("timeout"):
        for item in items:
            if item.path.parent == HERE:
                item.add_marker(pytest.mark.timeout(0))


@pytest.fixture(scope="session")
def student(request: pytest.FixtureRequest) -> Student:
    """Return one student of the run."""
    return Student(*request.param)


@pytest.fixture
def learner(student: Student, request: pytest.FixtureRequest) -> Learner:
    """Return the student's functions of this module's exercise."""
    return student.learner(stem_of(request.module.__name__))


@pytest.fixture
def draw(student: Student, request: pytest.FixtureRequest) -> Draw:
    """Return the generator of this student's inputs for this check."""
    check = check_id(request.module.__name__, request.function.__name__)
    return Draw(request.config.stash[SECRET], student.name, check)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a learner's fault read as its message; a fault of ours keeps its traceback."""
    report = yield
    if item.path.parent != HERE or call.when != "call":
        return report
    if call.excinfo is not None and isinstance(call.excinfo.value, (Wrong, NotStarted)):
        title = " ".join((getattr(item, "function").__doc__ or "").split())  # noqa: B009
        report.longrepr = f"{title}\n{call.excinfo.value}"
    shares = item.config.stash.get(SHARES, None)
    if shares is not None:
        points = next((marker.args[0] for marker in item.iter_markers("points")), 0)
        exercise = exercise_of(stem_of(item.path.stem))
        name = getattr(item, "callspec").params["student"][0]  # noqa: B009
        shares[name, exercise.key, "due"] += points
        shares[name, exercise.key, "got"] += points if report.passed else 0
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the points of ``--submission``."""
    shares = config.stash.get(SHARES, None)
    if not shares:
        return
    exercises = sorted(
        {(n, k) for n, k, _ in shares}, key=lambda pair: (pair[0], exercise_of(pair[1]).number)
    )
    parts = [f"{k} {shares[n, k, 'got']} of {shares[n, k, 'due']}" for n, k in exercises]
    got = sum(points for (_, _, kind), points in shares.items() if kind == "got")
    due = sum(points for (_, _, kind), points in shares.items() if kind == "due")
    terminalreporter.write_line(f"points: {got} of {due}  ({', '.join(parts)})")
    terminalreporter.write_line(config.stash[WHERE])
