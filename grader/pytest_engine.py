"""Pytest as an engine: the hidden tests are collected once and run on one submission after another.

``pytest.main`` runs in a thread of its own and stays in its run loop, where it takes a submission
from a queue, runs the asked-for checks on it and puts the verdicts on another queue.
"""

from __future__ import annotations

import inspect
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from traceback import walk_tb
from typing import Any, cast

import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from exercises.coach.contracts import exercise_of
from exercises.coach.learner import Observer
from grader.check_outcome import PASSED, Verdict, fault_of, verdict_on
from grader.course.own_folders import join
from grader.errors import GraderFault
from grader.grades import Outcome
from grader.hidden.random_inputs import Draw
from grader.hidden.student import LEARNERS, SECRET, Student, check_id, stem_of
from grader.judging_time import CHECK_SECONDS, Overtime, Watch
from grader.observer import SandboxObserver
from grader.wording import all_of

__all__ = ["HIDDEN", "Check", "Engine", "EngineFault", "check_of"]

# Each of these would cost time an item, print, write files, or ask for the main thread.
UNUSED = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "logging"),
    *("monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "stepwise", "terminal"),
    *("capture", "threadexception", "tmpdir", "unittest", "unraisableexception", "warnings"),
)
# What a check may ask for, and be marked with, to be called without pytest's own protocol.
INPUTS = frozenset(("learner", "draw"))
FIXTURES = INPUTS | {"student"}
CONFTEST = "grader.hidden.conftest"
MARKERS = frozenset(("points", "function", "needs", "parametrize", "timeout"))


class EngineFault(GraderFault):
    """The hidden tests cannot be run: a fault of ours. The text is pytest's."""


class CheckHangs(Exception):
    """A check takes too long by itself: a fault of ours."""


@dataclass
class Subject:
    """Whoever is judged now; pytest takes it for the one student of its run."""

    student: str = "submission"
    observer: SandboxObserver | None = None

    def __iter__(self) -> Iterator[Any]:
        """Yield the student's name and observer, as `grader.hidden.student.LEARNERS` has them."""
        return iter((self.student, self.observer))


@dataclass(frozen=True)
class Request:
    """A request: these checks, on this submission; ``told`` hears what each of them raised."""

    student: str
    observer: SandboxObserver
    checks: tuple[str, ...]
    told: Callable[[Sequence[BaseException]], None] | None = None


Run = Callable[[Student], object]


@dataclass(eq=False)
class _Plugin:
    """What pytest is told; lives in pytest's thread."""

    secret: bytes
    requests: SimpleQueue[Request | None]
    answers: SimpleQueue[Any]
    own: tuple[Path, ...] = ()
    judged_now: Subject = field(default_factory=Subject)
    watch: Watch = field(default_factory=Watch)
    said: list[str] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    items: dict[str, pytest.Item] = field(default_factory=dict)

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SECRET] = self.secret
        config.stash[LEARNERS] = cast(Sequence[tuple[str, Observer]], [self.judged_now])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.said.append(report.longreprtext)

    def pytest_internalerror(self, excrepr: object) -> bool:
        self.said.append(str(excrepr))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the exception; pytest's own report formats a traceback that nobody reads."""
        outcome = "passed"
        if call.excinfo is not None:
            outcome = "failed"
            self.errors.append(call.excinfo.value)
        return pytest.TestReport(
            item.nodeid, item.location, {}, cast(Any, outcome), None, cast(Any, call.when)
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve requests until there are no more."""
        if self.said or session.testsfailed:
            return True
        items = {}
        for item in session.items:
            try:
                check = check_of(item, self.own)
            except ValueError as error:
                self.said.append(str(error))
                return True
            if check.id in items:
                self.said.append(f"two hidden tests are called {check.id}: rename one")
                return True
            items[check.id] = (check, item)
        checks = [check for check, _ in items.values()]
        # Pytest collects test_ex10.py before test_ex2.py.
        self.answers.put(sorted(checks, key=lambda check: exercise_of(check.stem).number))
        runs = {key: self._way_to_run(check, item) for key, (check, item) in items.items()}
        self.items = {key: item for key, (_, item) in items.items()}
        while (request := self.requests.get()) is not None:
            self.answers.put(self._examine(request, runs))
        return True

    def _examine(self, request: Request, runs: dict[str, Run]) -> dict[str, Verdict]:
        self.judged_now.student, self.judged_now.observer = request.student, request.observer
        student = Student(request.student, request.observer)
        request.observer.watch = self.watch
        verdicts = {}
        for check in request.checks:
            self.errors.clear()
            request.observer.begin_check()
            try:
                runs[check](student)
                request.observer.end_answer()
            except Overtime as error:
                self.errors.append(error)
                request.observer.end_answer()
            if request.told is not None:
                request.told(self.errors)
            how = [self._verdict_on(e, request.observer, check) for e in self.errors]
            verdicts[check] = _worst(how)
        self.errors.clear()
        self.judged_now.observer = None
        return verdicts

    def _verdict_on(self, error: BaseException, observer: SandboxObserver, check: str) -> Verdict:
        """Return what an exception means.

        An answer that takes too long is the submission's failure; a check that takes too long by
        itself is a fault of ours.
        """
        if not isinstance(error, Overtime):
            return verdict_on(error)
        finding = observer.overtime()
        if finding is not None:
            return Verdict(Outcome.TIMED_OUT, finding)
        item, trace = self.items[check], error.__traceback__
        within = [n for frame, n in walk_tb(trace) if frame.f_code.co_filename == str(item.path)]
        line = within[-1] if within else (item.location[1] or 0) + 1
        said = (
            f"{item.path}, line {line}: the check {check} ran for {CHECK_SECONDS:g} s and had not "
            "asked the submission anything. Has a loop in it no end?"
        )
        return fault_of(CheckHangs(said).with_traceback(trace))

    def _way_to_run(self, check: Check, item: pytest.Item) -> Run:
        """Return how to run a check on a student, its exceptions added to ``errors``.

        Pytest's protocol costs as much as most checks do, for fixtures, reports and hooks of which
        a check that takes a learner and a draw uses none.
        """
        if not _is_plain(item):
            # With no next item pytest tears all down, so that the next student has their own.
            return lambda student: runtestprotocol(item, log=False, nextitem=None)
        function = getattr(item, "function")  # noqa: B009
        wanted = INPUTS.intersection(inspect.signature(function).parameters)

        def run(student: Student) -> None:
            inputs: dict[str, Any] = {}
            try:
                if "learner" in wanted:
                    inputs["learner"] = student.learner(check.stem)
                if "draw" in wanted:
                    inputs["draw"] = Draw(self.secret, student.name, check.id)
                function(**inputs)
            except pytest.exit.Exception:
                raise
            except BaseException as error:
                self.errors.append(error)

        return run


def _is_plain(item: pytest.Item) -> bool:
    """Whether a check has nothing but the kit's own inputs and markers."""
    if not isinstance(item, pytest.Function):
        return False
    definitions = item._fixtureinfo.name2fixturedefs.items()
    makers = [(name, known[-1].func.__module__) for name, known in definitions]
    is_ours = all(name in FIXTURES and maker == CONFTEST for name, maker in makers)
    return is_ours and all(mark.name in MARKERS for mark in item.iter_markers())


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the fault of ours if there is one, else what came first."""
    faults = [v for v in verdicts if v.outcome is Outcome.GRADER_FAULT]
    return next(iter([*faults, *verdicts]), PASSED)


@contextmanager
def _plain_pytest() -> Iterator[None]:
    """Keep an instructor's pytest settings and plugins, which are for other tests, out of ours."""
    before = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        for name in ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
            os.environ.pop(name, None)
            if name in before:
                os.environ[name] = before[name]


HIDDEN = Path(__file__).parent / "hidden"


class Engine:
    """The hidden tests, ready to judge.

    Not for several threads at a time.

    Parameters
    ----------
    secret : the course's secret
    folder : the hidden tests
    folders : of a course's own checks and exercises, see `grader.course.own_folders`

    Attributes
    ----------
    catalog : the checks, in their order

    Raises
    ------
    EngineFault
        When the tests cannot be collected, or there are none.
    """

    def __init__(self, secret: bytes, folder: Path = HIDDEN, folders: Sequence[Path] = ()) -> None:
        join(folders)
        own = [place / "hidden" for place in folders if (place / "hidden").is_dir()]
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._plugin = _Plugin(secret, self._requests, self._answers, tuple(own))
        self._thread = threading.Thread(target=self._run, args=(folder, own), daemon=True)
        self.is_alive = True
        with _plain_pytest():
            self._thread.start()
            self.catalog: tuple[Check, ...] = tuple(self._answer())
        if not self.catalog:
            self.close()
            raise EngineFault(f"{folder} holds no hidden test")

    def examine(
        self, student: str, observer: SandboxObserver, checks: Sequence[str],
        told: Callable[[Sequence[BaseException]], None] | None = None,
    ) -> dict[str, Verdict]:  # fmt: skip
        """Run checks on a submission.

        Parameters
        ----------
        student : whose numbers to draw
        observer : where the functions are called
        checks : ids, in the order in which to run them
        told : is told after each what it raised

        Returns
        -------
        dict of id to verdict

        Raises
        ------
        EngineFault
            When pytest itself ended; a new engine is needed.
        """
        if not checks:
            return {}
        self._requests.put(Request(student, observer, tuple(checks), told))
        verdicts: dict[str, Verdict] = self._answer()
        return verdicts

    def close(self) -> None:
        """Let pytest come to its end."""
        self.is_alive = False
        self._requests.put(None)
        self._thread.join()
        self._plugin.watch.close()

    def _answer(self) -> Any:
        answer = self._answers.get()
        if isinstance(answer, EngineFault):
            self.is_alive = False
            raise answer
        return answer

    def _run(self, folder: Path, own: Sequence[Path]) -> None:
        options = ["-c", os.devnull, "--rootdir", str(folder), "--assert=plain"]
        # Else pytest makes a node of everything that lies beside the folders above, up to the root.
        options += ["--confcutdir", str(folder)]
        for name in UNUSED:
            options += ["-p", f"no:{name}"]
        places = [str(place) for place in (folder, *own)]
        try:
            with np.errstate(all="ignore"):
                plugins: list[object] = [self._plugin]
                if own:
                    # Imported here: otherwise pytest alone needs it.
                    from grader.hidden.conftest import for_tests_elsewhere

                    plugins.append(for_tests_elsewhere())
                pytest.main([*options, *places], plugins=plugins)
            said = "\n".join(self._plugin.said) or "pytest ended early"
        except BaseException as error:
            said = fault_of(error).fault
        self._answers.put(EngineFault(f"the hidden tests in {all_of(places)} do not run:\n{said}"))


@dataclass(frozen=True)
class Check:
    """One hidden test, as its markers and its docstring describe it.

    Attributes
    ----------
    id : for example ``ex1/one_step``
    stem : the exercise's file without its ending
    title : the docstring in one line
    function : the learner's function that it judges
    points : what it is worth
    needs : the learner's functions that the judged one is, or may be, made of
    is_own : whether it is a course's own check, and none of the kit's
    where : the file and the line of its test
    """

    id: str
    stem: str
    title: str
    function: str
    points: float
    needs: tuple[str, ...] = ()
    is_own: bool = False
    where: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The exercise's, for example ``ex3``."""
        return exercise_of(self.stem).key


def check_of(item: pytest.Item, own: Sequence[Path] = ()) -> Check:
    """Return the check that a collected test is; ``own`` are a course's folders of them.

    Raises
    ------
    ValueError
        When it has no ``points`` marker, or none with a number from 0 on: nobody could say what it
        is worth; or when it judges a function that its exercise does not have.
    """
    function = getattr(item, "function")  # noqa: B009
    module = item.path.stem
    identifier = check_id(module, function.__name__)
    points = item.get_closest_marker("points")
    judged = item.get_closest_marker("function")
    worth = points.args[0] if points is not None and points.args else None
    if not isinstance(worth, int | float) or not 0 <= worth < float("inf"):
        raise ValueError(
            f"{item.path.name}: {function.__name__} needs @pytest.mark.points(n), where n is 0 "
            "or a number above it"
        )
    exercise = exercise_of(stem_of(module))
    name = judged.args[0] if judged is not None else ""
    more = [other for marker in item.iter_markers("needs") for other in marker.args]
    for named in filter(None, (name, *more)):
        if named not in exercise.functions:
            raise ValueError(
                f"{item.path.name}: {function.__name__} names {named!r}, which exercise "
                f"{exercise.number} lacks: its functions are {', '.join(exercise.functions)}"
            )
    needs = exercise.functions[name].needs if name else ()
    return Check(
        identifier,
        exercise.stem,
        " ".join((function.__doc__ or function.__name__).split()),
        name,
        float(worth),
        tuple(dict.fromkeys((*needs, *more))),
        any(item.path.is_relative_to(place) for place in own),
        f"{item.path}:{(item.location[1] or 0) + 1}",
    )
