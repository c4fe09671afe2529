"""`python -m tests.benchmarks.grading`: what grading costs, as ratios measured in one run.

The two sides of a ratio take turns on the same machine, so that a busy one slows both; CPU time
counts where a side has no business to wait. A ratio is not a test: read it beside the machine it
was measured on. ``--quick`` takes fewer submissions, ``--only NAME`` one of the measurements.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from exercises.coach.calling.figure_as_data import FreshAxes
from exercises.coach.calling.observe import Observation
from exercises.coach.calling.stopped import Stopped
from exercises.coach.judging.finding import Flaw
from exercises.coach.judging.question import Question
from exercises.coach.learner import Learner
from exercises.coach.problems import Problem
from grader.grade_class import Grading
from grader.grade_command import edition_of
from grader.grade_submission import mark
from grader.gradebook.book import Gradebook
from grader.grades import Grade, Outcome
from grader.hidden.in_process_observer import InProcess
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pool import Pool, processes
from grader.provenance import judges
from grader.pytest_engine import Engine
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from grader.substitute_functions import StandIns
from grader.worker import Terms, grade_one, prepare
from tests.benchmarks.learner import ENVIRONMENT, PLOTTING, ROOT, Ratio
from tests.grading import tiny
from tests.grading.fakes import FIRST, STEMS, right_files

SECRET = b"a secret for the benchmark"
LOOPS = b"def loss(x):\n    while True:\n        pass\n"
SLEEPS = b"import time\n\n\ndef loss(x):\n    time.sleep(1e6)\n"
QUICK = b"def loss(x):\n    return x**4 - 3 * x**2 + 2\n"


class Warm:
    """The calls of one submission in this very process, its modules imported afresh."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.limits = Limits()
        self.observer = InProcess(files)
        self.stopped: dict[str, tuple[Stopped, ...]] = {}
        self.seconds = 0.0

    def call(
        self, stem: str, function: str, args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None, *, remote: bool = False, stand_ins: StandIns = (),
        figures: bool = False,
    ) -> Observation:  # fmt: skip
        """Call a function once."""
        question = Question(stem, function, tuple(args), kwargs or {})
        return self.observer(question, figures=figures, remote=remote)


class Listener(Warm):
    """Keeps what is asked, and lets no header show its defaults where that is wanted."""

    def __init__(self, files: Mapping[str, bytes], are_shown: bool = True) -> None:
        super().__init__(files)
        self.are_shown = are_shown
        self.questions: list[Question] = []

    def call(
        self, stem: str, function: str, args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None, **how: Any,
    ) -> Observation:  # fmt: skip
        """Call a function once, and keep the question."""
        self.questions.append(Question(stem, function, tuple(args), kwargs or {}))
        observation = super().call(stem, function, args, kwargs, **how)
        return observation if self.are_shown else replace(observation, shows_defaults=False)


def asked_of(files: Mapping[str, bytes], engine: Engine, are_shown: bool = True) -> list[Question]:
    """Return every call that the hidden tests make of a right submission."""
    listener = Listener(files, are_shown)
    check_full(mark(Submission("ada", files), SandboxObserver(listener), engine))
    return listener.questions


def call_bare(files: Mapping[str, bytes], questions: Sequence[Question]) -> None:
    """Import a submission afresh and make these calls: nothing is watched, described or judged."""
    InProcess(files).take_over()
    modules = {stem: importlib.import_module(f"exercises.{stem}") for stem in STEMS}
    for question in questions:
        # Evaluating the problem is no part of what judges it.
        handed = [bare_argument(value) for value in question.args]
        with np.errstate(all="ignore"), suppress(Exception):
            getattr(modules[question.stem], question.function)(*handed, **question.kwargs)
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")


def bare_argument(value: Any) -> Any:
    """Return what a function of the submission is called with."""
    problem = getattr(value, "__self__", None)
    if isinstance(problem, Problem):
        return problem.handed_in()[value.__name__ == "grad"]
    if isinstance(value, FreshAxes):
        from matplotlib import pyplot

        return pyplot.figure().add_subplot()
    return value.copy() if isinstance(value, np.ndarray) else value


def floor(count: int) -> list[Ratio]:
    """Time the sandboxed grading of a right submission beside its calls alone."""
    files, engine = right_files(), Engine(SECRET)
    submission = Submission("ada", files)
    asked = {are_shown: asked_of(files, engine, are_shown) for are_shown in (True, False)}
    names = ("isolated", "bare", "in full")
    seconds = dict.fromkeys(names, 0.0)
    inside = 0.0
    with Sandbox() as sandbox:

        def isolated() -> None:
            with sandbox.session(files) as session:
                check_full(mark(submission, SandboxObserver(session), engine))

        bare, in_full = (partial(call_bare, files, asked[shown]) for shown in (True, False))
        sides: tuple[Callable[[], None], ...] = (isolated, bare, in_full)
        for turn in range(count // 5 + 1):
            for name, side in zip(names, sides, strict=True):
                before = time.process_time(), zygote_seconds(sandbox)
                for _ in range(5):
                    side()
                if turn:  # the first turn warms up
                    child = zygote_seconds(sandbox) - before[1]
                    inside += child
                    seconds[name] += child + time.process_time() - before[0]
    engine.close()
    each = {name: value / (count // 5 * 5) for name, value in seconds.items()}
    inside /= count // 5 * 5
    detail = (
        f"{count} right submissions, {len(asked[True])} calls each, CPU: isolated "
        f"{each['isolated'] * 1e3:.0f} ms ({inside * 1e3:.0f} in the sandbox, the rest judges), "
        f"bare {each['bare'] * 1e3:.0f} ms, in full {each['in full'] * 1e3:.0f} ms"
    )
    whole, less = seconds["isolated"] / seconds["bare"], seconds["bare"] / seconds["in full"]
    shown = "what a header shows need not be run"
    return [
        Ratio("isolated : its calls alone", whole, 1.6, False, detail),
        Ratio("its calls : with every default in full", less, 0.6, False, shown),
    ]


def the_class(size: int, files: Mapping[str, bytes]) -> Iterator[Submission]:
    """Yield a class of equal submissions by different students."""
    return (Submission(f"student {n}", files) for n in range(size))


def zygote_seconds(sandbox: Sandbox) -> float:
    """Return the CPU time of a sandbox's process and of all its children that have ended."""
    pid = sandbox.starter.process.pid  # type: ignore[attr-defined]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def isolation(count: int) -> list[Ratio]:
    """Time a right submission in the sandbox beside the same calls and checks without one."""
    submission = Submission("ada", right_files())
    engine = Engine(SECRET)
    warm_seconds = isolated_seconds = 0.0
    with Sandbox() as sandbox:

        def isolated() -> None:
            with sandbox.session(submission.files) as session:
                check_full(mark(submission, SandboxObserver(session), engine))

        def warm() -> None:
            observer = SandboxObserver(Warm(submission.files))
            check_full(mark(submission, observer, engine))

        for side in (isolated, warm):
            side()
        for _ in range(count // 10):
            before = zygote_seconds(sandbox), time.process_time()
            for _ in range(10):
                isolated()
            own = time.process_time() - before[1]
            isolated_seconds += own + zygote_seconds(sandbox) - before[0]
            before = 0.0, time.process_time()
            for _ in range(10):
                warm()
            warm_seconds += time.process_time() - before[1]
    engine.close()
    detail = (
        f"five right exercises, {count} times, CPU with children: "
        f"{isolated_seconds / count * 1e3:.1f} ms isolated, {warm_seconds / count * 1e3:.1f} ms not"
    )
    return [Ratio("isolated : warm process", isolated_seconds / warm_seconds, 1.35, False, detail)]


def check_full(grade: Grade) -> None:
    """Refuse to time anything but full points."""
    if grade.points != grade.max_points:
        raise SystemExit(f"the right submission has {grade.points} of {grade.max_points} points")


def diagnosis(count: int) -> list[Ratio]:
    """Time a class that is half wrong, in every exercise at once, with and without diagnosis."""
    wrong = wrong_files(count // 2)
    pairs = zip(wrong, repeat(right_files()), strict=False)
    submissions = [Submission("ada", files) for pair in pairs for files in pair]
    engine = Engine(SECRET)
    names, diagnose = 0, Learner.diagnose
    seconds = {True: 0.0, False: 0.0}
    with Sandbox() as sandbox:

        def graded(submission: Submission) -> Grade:
            with sandbox.session(submission.files) as session:
                return mark(submission, SandboxObserver(session), engine)

        for number, submission in enumerate(submissions):
            # Who goes first finds colder caches: take turns.
            for is_on in (number % 4 < 2, number % 4 >= 2):
                Learner.diagnose = diagnose if is_on else undiagnosed  # type: ignore[method-assign]
                before = time.process_time() + zygote_seconds(sandbox)
                grade = graded(submission)
                if number >= 4:  # the entries are imported once
                    seconds[is_on] += time.process_time() + zygote_seconds(sandbox) - before
                if grade.outcome is Outcome.GRADER_FAULT:
                    raise SystemExit(f"{grade.exercises}: the diagnosis cannot be left out so")
                checks = [c for exercise in grade.exercises for c in exercise.checks]
                names += is_on and any(check.misconceptions for check in checks)
    Learner.diagnose = diagnose  # type: ignore[method-assign]
    engine.close()
    detail = (
        f"{len(wrong)} of {len(submissions)} wrong in all five exercises, {names} named: "
        f"{seconds[True]:.1f} s of CPU with it, {seconds[False]:.1f} s without"
    )
    return [Ratio("diagnosis, added time", seconds[True] / seconds[False] - 1, 0.15, False, detail)]


def undiagnosed(self: Learner, answer: Any, flaw: Flaw) -> Flaw:
    """Stand in for the diagnosis."""
    return flaw


def wrong_files(count: int) -> list[dict[str, bytes]]:
    """Return submissions with one of the kept mistakes in each exercise."""
    kept = [sorted((ROOT / "tests" / "chaffs" / stem).glob("*.py")) for stem in STEMS]
    mixed = [[paths[number * 7 % len(paths)] for paths in kept] for number in range(count)]
    names = [f"{stem}.py" for stem in STEMS]
    return [{n: p.read_bytes() for n, p in zip(names, paths, strict=True)} for paths in mixed]


def processes_each(count: int) -> list[Ratio]:
    """Time the grader on one job beside a pytest process a submission, which has no sandbox."""
    everything, numeric = (1, 2, 3, 4, 5), (1, 2, 3, 5)
    return [
        process_each(count, everything, "a pytest process each : grader"),
        process_each(count, numeric, "the same without the drawings of exercise 4"),
    ]


def process_each(count: int, exercises: Sequence[int], name: str) -> Ratio:
    """Time both on the checks of some exercises, in CPU time with children."""
    files = right_files()
    hidden = [str(ROOT / "grader" / "hidden" / f"test_ex{number}.py") for number in exercises]
    only = frozenset(f"ex{number}" for number in exercises)
    with tempfile.TemporaryDirectory() as folder:
        for file, data in files.items():
            (Path(folder) / file).write_bytes(data)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *hidden,
                   "--submission", folder, "--in-process"]  # fmt: skip
        each = []
        for _ in range(count):
            before = children_seconds()
            subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True)
            each.append(children_seconds() - before)
    ours = isolated_seconds(Engine(SECRET), 4 * count, only)
    bare = bare_seconds(Engine(SECRET), 4 * count, only)
    detail = (
        f"CPU: {min(each):.2f} s a pytest process (best of {count}), {ours * 1e3:.0f} ms here; the "
        f"calls and checks alone, in one warm process, {bare * 1e3:.0f} ms: {min(each) / bare:.1f}"
    )
    return Ratio(name, min(each) / ours, 8, True, detail)


def isolated_seconds(engine: Engine, count: int, only: frozenset[str]) -> float:
    """Return the CPU time of one right submission in the sandbox, children included."""
    files = right_files()
    with Sandbox() as sandbox:
        for number in range(count + 1):
            if number == 1:  # the first one warms up
                before = time.process_time() + zygote_seconds(sandbox)
            with sandbox.session(files) as session:
                submission = Submission("ada", files)
                check_full(mark(submission, SandboxObserver(session), engine, only))
        whole = time.process_time() + zygote_seconds(sandbox) - before
    engine.close()
    return whole / count


def bare_seconds(engine: Engine, count: int, only: frozenset[str]) -> float:
    """Return the CPU time of the same calls and checks without a sandbox."""
    submission = Submission("ada", right_files())
    for number in range(count + 1):
        if number == 1:
            before = time.process_time()
        check_full(mark(submission, SandboxObserver(Warm(submission.files)), engine, only))
    whole = time.process_time() - before
    engine.close()
    return whole / count


def children_seconds() -> float:
    """Return the CPU time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def jobs(count: int) -> list[Ratio]:
    """Time two jobs beside one, and watch the workers' memory."""
    submissions = list(the_class(count, right_files()))
    rates = {}
    for number in (1, 2):
        with pool_of(Limits(), number) as (pool, _):
            list(pool.run(submissions[: 4 * number]))
            start = time.perf_counter()
            for _, grade in pool.run(submissions):
                assert isinstance(grade, Grade), grade
                check_full(grade)
            rates[number] = count / (time.perf_counter() - start)
    detail = (
        f"{count} right submissions: {rates[1]:.1f} a second with one job, {rates[2]:.1f} with two"
    )
    return [Ratio("two jobs : one job", rates[2] / rates[1], 1.9, True, detail)]


@contextmanager
def pool_of(limits: Limits, number: int) -> Iterator[tuple[Pool[Submission, Grade], Any]]:
    """Return a pool of workers that are ready, and what they have."""
    with tempfile.TemporaryDirectory(prefix="grader-") as scratch:
        Path(scratch).chmod(0o711)
        terms = Terms(SECRET, limits=limits, scratch=Path(scratch))
        pool = Pool(partial(processes, number), partial(grade_one, terms), 2 * number)
        try:
            for _ in range(number):
                ready = pool.ask(partial(prepare, terms), number)
            yield pool, (edition_of(terms, ready.isolation, judges()), ready.catalog)
        finally:
            pool.stop()


def memory(most: int) -> list[Ratio]:
    """Watch the grader's own memory from 100 submissions on; the grades are made up."""
    tiny.STUDENTS = most
    pool: Pool[Submission, Grade] = Pool(partial(processes, 2), tiny.grade, 4)
    sizes = {}
    with tempfile.TemporaryDirectory() as folder, Gradebook(Path(folder) / "g.sqlite") as book:
        grading = Grading(book, tiny.EDITION, pool, tiny.CATALOG)
        for done, _ in enumerate(grading.run(tiny.submissions()), start=1):
            if done in (100, most):
                sizes[done] = resident_megabytes()
        pool.stop()
    growth = sizes[most] - sizes[100]
    detail = f"{sizes[100]:.0f} MB at 100 submissions, {sizes[most]:.0f} MB at {most}"
    return [Ratio("growth of the grader's memory, MB", growth, 20, False, detail)]


def resident_megabytes() -> float:
    """Return the memory of this process that is in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def hanging(count: int, deadline: float = 2.0) -> list[Ratio]:
    """Time a class in which one of ten hangs, half of them in a loop and half asleep."""
    right, loops, sleeps = ({f"{FIRST}.py": source} for source in (QUICK, LOOPS, SLEEPS))
    quick = list(the_class(count, right))
    mixed = [
        Submission(s.student, {5: loops, 15: sleeps}.get(n % 20, right))
        for n, s in enumerate(quick)
    ]
    limits = Limits(call_seconds=deadline, submission_seconds=6 * deadline)
    seconds = []
    with pool_of(limits, 2) as (pool, _):
        for submissions in (quick, mixed):
            start = time.perf_counter()
            list(pool.run(submissions))
            seconds.append(time.perf_counter() - start)
    extra, hangs = seconds[1] - seconds[0], count // 10
    allowed = hangs * limits.submission_seconds / 2
    detail = (
        f"{hangs} of {count} hang in one function, 2 jobs, {deadline:g} s a call and "
        f"{limits.submission_seconds:g} s a submission: {extra:.1f} s more than without them, "
        f"{extra * 2 / hangs / deadline:.2f} calls' deadlines each"
    )
    name = "cost of hanging : submissions' deadlines ÷ jobs"
    return [Ratio(name, extra / allowed, 1.0, False, detail)]


def alone(count: int) -> list[Ratio]:
    """Time the grading of one submission, start to feedback, beside the imports that it needs."""
    imports = [sys.executable, "-c", PLOTTING]
    best = {"imports": (float("inf"), float("inf")), "grade": (float("inf"), float("inf"))}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "ada"
        work.mkdir()
        for file, data in right_files().items():
            (work / file).write_bytes(data)
        for number in range(count):
            out = str(Path(folder) / f"out {number}")
            grade = [sys.executable, "-m", "grader", "grade", str(work), "--out", out]
            for name, command in (("imports", imports), ("grade", grade)):
                before = time.perf_counter(), children_seconds()
                subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True)
                used = time.perf_counter() - before[0], children_seconds() - before[1]
                best[name] = min(best[name][0], used[0]), min(best[name][1], used[1])
    (import_wall, import_cpu), (wall, cpu) = best["imports"], best["grade"]
    detail = f"best of {count}: {wall:.2f} s for {import_wall:.2f} s"
    return [
        Ratio("one submission alone : its imports", wall / import_wall, 1.8, False, detail),
        Ratio("the same in CPU time", cpu / import_cpu, 1.6, False,
              f"{cpu:.2f} s for {import_cpu:.2f} s"),
    ]  # fmt: skip


MEASUREMENTS: dict[str, tuple[Callable[[int], list[Ratio]], int, int]] = {
    "isolation": (isolation, 100, 20),
    "floor": (floor, 100, 20),
    "diagnosis": (diagnosis, 100, 24),
    "processes": (processes_each, 5, 2),
    "jobs": (jobs, 300, 60),
    "memory": (memory, 10_000, 2_000),
    "hanging": (hanging, 100, 40),
    "alone": (alone, 10, 4),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.grading")
    parser.add_argument("--quick", action="store_true", help="fewer submissions")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="this measurement")
    options = parser.parse_args(arguments)
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}\n")
    for name, (measure, whole, part) in MEASUREMENTS.items():
        if options.only is None or name in options.only:
            for ratio in measure(part if options.quick else whole):
                print(ratio, flush=True)


if __name__ == "__main__":
    main()
