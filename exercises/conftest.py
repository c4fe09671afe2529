"""Wires the coach into pytest: three states, the board, the next step, hints, the time limit."""

from __future__ import annotations

import argparse
import gc
import importlib.util
import inspect
import os
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

# No traceback through the coach for what neither it nor the learner is to blame for.
if (Path(__file__).parents[1] / "coach" / "contracts.py").is_file():
    sys.exit(
        f"{Path(__file__).parent} is a copy of the exercises within the exercises, and would "
        "check the files around it. Move it out of there."
    )
if importlib.util.find_spec("numpy") is None:
    sys.exit(
        f"NumPy is not installed for {sys.executable}. "
        "Type `python3 -m exercises`: it sets up .venv, and says how to use it."
    )

# Before any import of Matplotlib: no window may open while tests run.
os.environ["MPLBACKEND"] = "Agg"

from exercises.coach.calling import deadline
from exercises.coach.calling.harmless import OnImport, hold_backend, leave_out_lists
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.contracts import EXERCISES, STEMS, Exercise, exercise_of
from exercises.coach.judging import status
from exercises.coach.judging.finding import Wrong, finding_from
from exercises.coach.learner import Learner
from exercises.coach.local import local
from exercises.coach.showing.board import board
from exercises.coach.showing.kept import Hints, Kept, RightPicture, plots_in
from exercises.coach.showing.message import PICTURE, Form, Row, message
from exercises.coach.showing.progress import Progress, mark_of, mark_without
from exercises.coach.showing.results import Result, from_text, result_of, to_text
from exercises.coach.showing.step import Step, next_result, right_step, step_of, stop_step
from exercises.coach.showing.terminal import (
    NO_LIMIT,
    WIDTH,
    Line,
    ascii_only,
    first_message,
    whole_message,
)
from exercises.coach.work import Work

FOLDER = Path(__file__).parent
WORK = Work(FOLDER)
HINT = "pytest exercises --hint"
# Of a line, beside its label.
ROOM = 68
# Lines at which a file stopped, of which more is told than their number.
STOPS = 3
OUR_TESTS = {f"test_{exercise.stem}" for exercise in EXERCISES}
COLOURS: dict[str | None, dict[str, bool]] = {
    "right": {"green": True}, "wrong": {"red": True}, "not started": {"yellow": True}, None: {},
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A result, its line in the tests' file, and where to look: a place and a docstring's line."""

    result: Result
    line: int
    place: tuple[str, str]


@dataclass
class Run:
    """What one run was asked, and what it has found so far.

    Attributes
    ----------
    named : by stem, the learner's files that were named instead of their tests
    is_of_notebooks : whether the notebooks are to be checked where there is work in them
    chosen : by stem, the file that was found to hold the work, once it was looked for
    told : what was found, by the test's id
    live : results with what a picture is drawn from, which no other process has
    copies : folders in which a copy of the exercises was left out
    marks : by stem, what stood in the files when the run began
    stops : by stem, findings of lines at which its file stopped, as plain data
    collected : by stem, how many tests there are
    drawn : pictures that a worker has drawn, by the test's id
    """

    named: dict[str, Path] = field(default_factory=dict)
    is_of_notebooks: bool = False
    chosen: dict[str, Path] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    live: dict[str, Result] = field(default_factory=dict)
    copies: dict[Path, None] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    stops: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    collected: Counter[str] = field(default_factory=Counter)
    drawn: dict[str, bytes] = field(default_factory=dict)

    def in_order(self) -> list[Told]:
        """Return what was found in the order of the tests; workers report in any."""
        return sorted(self.told.values(), key=lambda each: (each.result.exercise.number, each.line))

    def whole(self) -> dict[str, str]:
        """Return the marks of the exercises of which every test was run."""
        ran = Counter(each.result.exercise.stem for each in self.told.values())
        return {
            stem: mark for stem, mark in self.marks.items() if ran[stem] == self.collected[stem]
        }


RUN = Run()


def file_of(exercise: Exercise) -> Path:
    """Return the file that an exercise's functions are taken from.

    That is the module, unless another file was named or ``--notebooks`` asks for the notebook.
    Where files are named, an exercise that is none of them only lends its functions: from the file
    that has work in it.
    """
    stem = exercise.stem
    if stem in RUN.named:
        return RUN.named[stem]
    if not RUN.named and not RUN.is_of_notebooks:
        return WORK.stub(exercise)
    if stem not in RUN.chosen:
        find = WORK.notebook_first if RUN.is_of_notebooks else WORK.of
        RUN.chosen[stem] = find(exercise)
    return RUN.chosen[stem]


def is_in_notebook(exercise: Exercise) -> bool:
    """Whether an exercise's functions are taken from its notebook."""
    return file_of(exercise) == WORK.notebook(exercise)


def read_source(stem: str) -> tuple[bytes, str] | None:
    """Return the bytes and the path of a learner's module, None when there is no such file."""
    exercise = exercise_of(stem)
    try:
        path = file_of(exercise)
        return path.read_bytes(), str(path)
    except OSError:
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--notebooks``, ``--more`` and ``--hint [LEVEL]``."""
    group = parser.getgroup("exercises")
    group.addoption(
        "--notebooks", action="store_true",
        help="check exercises/notebooks instead of exercises/ex….py, where there is work in them",
    )  # fmt: skip
    group.addoption(
        "--more", action="store_true",
        help="show all that there is to say about the next step, and each other test",
    )  # fmt: skip
    group.addoption(
        "--hint", nargs="?", const="more", default=None, metavar="LEVEL",
        help="show a hint for the next step, one more each time; or up to LEVEL (1, 2, 3, …)",
    )  # fmt: skip
    # For `python -m exercises`, which has a board and keys of its own.
    group.addoption("--next-step-of", default=None, help=argparse.SUPPRESS)


def pytest_configure(config: pytest.Config) -> None:
    """Install the finder and quieten what would stand between a learner and the board."""
    global RUN
    asked = config.getoption("--hint", None)
    if asked is not None and asked != "more" and not asked.isdecimal():
        raise pytest.UsageError(
            f"--hint takes a level (1, 2, 3, …) or nothing, not {asked!r}; "
            "put it last: pytest exercises --hint"
        )
    RUN = Run(is_of_notebooks=config.getoption("--notebooks", False))
    config.args[:] = [tests_of(argument, config.invocation_params.dir) for argument in config.args]
    # A second run of the same process, as an IDE's console makes it, reads the files again.
    for name in (*STEMS, *(f"exercises.{stem}" for stem in STEMS)):
        sys.modules.pop(name, None)
    local.forget()
    local.finder = ExerciseFinder(read_source, local.carrier)
    local.finder.install()
    # `matplotlib.use("TkAgg")` in a learner's file opens nothing while tests run.
    OnImport("matplotlib.pyplot", hold_backend).install()
    OnImport("matplotlib.artist", leave_out_lists).install()
    if getattr(config.option, "verbose", None) == 0:
        config.option.verbose = -1
    config.option.disable_warnings = True
    # It imports all of Hypothesis at the end of a run, for a summary of tests that use it.
    asked = [(config.invocation_params.dir / name.partition("::")[0]) for name in config.args]
    if all(path.resolve().is_relative_to(FOLDER) for path in asked):
        config.pluginmanager.unregister(name="hypothesispytest")
    # The coach's words replace pytest's traceback: do not let it parse sources to build one.
    config.option.tbstyle = "native"


def tests_of(argument: str, cwd: Path) -> str:
    """Return the tests of a stub or a notebook of this folder that was named instead of them."""
    name, colons, rest = argument.partition("::")
    path = Path(os.path.normpath(cwd / name))
    for file, exercise in WORK.files():
        if path == file and path.is_file():
            if not RUN.is_of_notebooks or file == WORK.notebook(exercise):
                RUN.named[exercise.stem] = file
            return f"{FOLDER / f'test_{exercise.filename}'}{colons}{rest}"
    return argument


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out copies of the exercises within this folder: they would test its files again."""
    if collection_path.stem in OUR_TESTS and collection_path.parent != FOLDER:
        RUN.copies[collection_path.parent] = None
        return True
    if collection_path != FOLDER and (collection_path / "coach" / "contracts.py").is_file():
        RUN.copies[collection_path] = None
        return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the exercises in their order: pytest collects test_ex10_….py before test_ex2_….py."""
    places = [place for place, item in enumerate(items) if is_ours(item)]
    ours = sorted((items[place] for place in places), key=lambda item: of_item(item).number)
    for place, item in zip(places, ours, strict=True):
        items[place] = item
    for item in ours:
        # The coach's words replace it, and it takes longer than the test.
        item.repr_failure = no_traceback  # type: ignore[method-assign]
    if config.getoption("keyword", ""):
        for item in ours:
            item.extra_keyword_matches.update(functions_in(item))
    if not any("::" in argument for argument in config.args):
        work = {exercise.stem: file_of(exercise) for exercise in EXERCISES}
        RUN.collected.update(of_item(item).stem for item in ours)
        RUN.marks = {s: mark_of(FOLDER, exercise_of(s), work) for s in RUN.collected}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Limit the time of a learner's code, also where no pyproject.toml says how much it gets."""
    if not is_ours(item) or item.config.getoption("timeout", None) == 0:
        return (yield)
    with deadline.deadline(deadline.CALL_SECONDS):
        return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool | None:
    """Use the coach's timer: it works on every platform and lets the other tests go on."""
    if not is_ours(item):
        return None
    deadline.start(settings.timeout)
    return True


@pytest.hookimpl(optionalhook=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool | None:
    """End the coach's timer."""
    if not is_ours(item):
        return None
    deadline.cancel()
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note each test's result in the coach's words; drop pytest's own traceback."""
    report = yield
    failed_early = call.when != "call" and call.excinfo is not None
    if not is_ours(item) or not (call.when == "call" or failed_early):
        return report
    error = call.excinfo.value if call.excinfo is not None else None
    if isinstance(error, pytest.skip.Exception):
        return report
    title = " ".join((item.function.__doc__ or item.name).split())
    result = result_of(of_item(item), item.nodeid, title, error)
    RUN.live[item.nodeid] = result
    # As text: where tests run in workers, reports go from process to process.
    report.coach = to_text(result)
    report.place = list(place_of(result)) if error is not None else ["", ""]
    stops = local.finder.stopped.get(result.exercise.stem, ()) if local.finder else ()
    report.stops = [asdict(status.beside(result.exercise.stem, each)) for each in stops]
    report.sections = []
    if result.state == "not started":
        # No failure in an IDE's list or a JUnit file; `pytest_sessionfinish` gives the status.
        report.outcome = "skipped"
        report.longrepr = (str(item.path), item.location[1] or 0, str(error))
    elif error is not None:
        report.longrepr = message(result.finding) if result.finding else str(error)
    return report


def pytest_runtest_logreport(report: Any) -> None:
    """Take a result from a report, whichever process made it."""
    if hasattr(report, "coach"):
        result = RUN.live.get(report.nodeid) or from_text(report.coach)
        where, spec = report.place
        RUN.stops[result.exercise.stem] = report.stops
        RUN.told[report.nodeid] = Told(result, report.location[1] or 0, (where, spec))


def pytest_report_teststatus(report: Any, config: pytest.Config) -> tuple[str, str, Any] | None:
    """Count right, wrong and not started apart."""
    if not hasattr(report, "coach"):
        return None
    state = from_text(report.coach).state
    letter = {"right": ".", "wrong": "F", "not started": "-"}[state]
    if config.getoption("--next-step-of", None) is not None:
        return state, "", ""
    return state, letter, (state.upper(), COLOURS[state])


@pytest.hookimpl(tryfirst=True)
def pytest_exception_interact(node: Any, call: pytest.CallInfo[Any], report: Any) -> None:
    """Let ``--pdb`` open in the learner's code, not in the coach's."""
    error = call.excinfo.value if call.excinfo is not None else None
    is_wrong = isinstance(error, Wrong) and hasattr(report, "coach")
    if not (node.config.getoption("usepdb", False) and is_wrong and error.finding.evidence):
        return
    from exercises.coach.debugging import learners_traceback

    traceback = learners_traceback(error.finding.evidence.question)
    if traceback is not None:
        call.excinfo = pytest.ExceptionInfo.from_exception(error.with_traceback(traceback))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """End with a failure where something is still to be written."""
    is_open = any(told.result.state == "not started" for told in RUN.told.values())
    if exitstatus == pytest.ExitCode.OK and is_open:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["exercises"] = of_worker()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Keep what is loaded out of pytest's two last garbage collections, a twentieth of a run."""
    gc.freeze()


def of_worker() -> dict[str, Any]:
    """Return what one of several processes knows that is in no report, as plain data.

    What is drawn is drawn from figures and values, which stay in their process. What comes first
    of all is also the first in its own process, so that each draws one picture.
    """
    result = next_result([each.result for each in RUN.in_order()])
    png = Kept(FOLDER).drawn(RUN.live.get(result.test, result)) if result is not None else None
    drawn = {result.test: png} if result is not None and png is not None else {}
    return {"marks": RUN.marks, "collected": dict(RUN.collected), "drawn": drawn}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take what a worker knows."""
    known = getattr(node, "workeroutput", {}).get("exercises")
    if known is None:
        return
    if RUN.collected and known["marks"] != RUN.marks:
        # A file was saved while they began: they have not tested the same.
        RUN.marks.clear()
        return
    RUN.marks, RUN.collected = known["marks"], Counter(known["collected"])
    RUN.drawn |= known["drawn"]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the board and the next step."""
    # Warnings cost nothing: a diverging run has thousands, and their count would bury the board.
    terminalreporter.stats.pop("warnings", None)
    if not RUN.told:
        return
    told = RUN.in_order()
    results = [each.result for each in told]
    Progress(FOLDER).keep(results, RUN.whole())
    stem = config.getoption("--next-step-of", None)
    lines = next_step(config, [each for each in told if stem in (None, each.result.exercise.stem)])
    if stem is None:
        files = lines_on_files(config, dict.fromkeys(each.exercise for each in results))
        lines = [Line(""), *board(results), *files, Line(""), *lines]
        for folder in RUN.copies:
            named = folder.relative_to(FOLDER.parent).as_posix()
            lines += [Line(f"left out: {named}, a copy of the exercises within them")]
        if deadline.is_missing():
            lines.append(NO_LIMIT)
        lines.append(Line(""))
    encoding = getattr(terminalreporter._tw._file, "encoding", None)
    for line in lines:
        terminalreporter.write_line(ascii_only(line.text, encoding), **COLOURS[line.state])


def place_of(result: Result) -> tuple[str, str]:
    """Return where to look, a notebook's cell too, and the first line of the docstring."""
    where, spec = Kept(FOLDER).place(result)
    notebook = WORK.notebook(result.exercise)
    if not is_in_notebook(result.exercise):
        return where, spec
    module = sys.modules.get(f"exercises.{result.exercise.stem}")
    code = getattr(getattr(module, result.function or " ", None), "__code__", None)
    failed = result.finding.place if result.finding is not None else None
    # Of a notebook's code, the file is the notebook with the cell's number.
    file, line = failed or (code.co_filename, code.co_firstlineno) if code or failed else ("", 0)
    if ".ipynb" not in file:
        return WORK.named(notebook), spec
    return f"{WORK.named(notebook.parent)}/{Path(file).name}, line {line}", spec


def lines_on_files(config: pytest.Config, exercises: Iterable[Exercise]) -> list[Line]:
    """Return what to say of the files that were checked where there is work in others too."""
    command = command_with("--notebooks", typed_in(config))
    by_words: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        is_asked_for = RUN.named.get(exercise.stem) == WORK.notebook(exercise)
        words = WORK.words_on_checked(exercise, command, are_notebooks_first=RUN.is_of_notebooks)
        if words and not is_asked_for:
            by_words.setdefault(words, []).append(exercise)
    lines = []
    for words, those in by_words.items():
        *first, last = (str(each.number) for each in those)
        whose = f"exercises {', '.join(first)} and {last}" if first else f"exercise {last}"
        text = f"{whose}: {words}"
        # A command is not broken in two.
        sentence, _, command = text.rpartition(": ")
        is_long = len(text) > WIDTH and command.startswith("pytest ")
        rows = [f"{sentence}:", f"   {command}"] if is_long else [text]
        lines += [Line(row, "not started") for row in rows]
    return lines


def next_step(config: pytest.Config, told: list[Told]) -> list[Line]:
    """Return the lines of the next step, or say that there is none."""
    results = [each.result for each in told]
    kept, result = Kept(FOLDER), next_result(results)
    marks = right_marks(results)
    drawn = RUN.drawn.get(result.test) if result is not None else None
    picture = kept.picture(result, {r.exercise for r in results}, marks, drawn)
    pictures = kept.right_pictures(marks, local.quietly)
    is_asked_by_loop = config.getoption("--next-step-of", None) is not None
    asked = config.getoption("--hint", None)
    typed = typed_in(config)
    if result is None:
        done = {each.exercise for each in results}
        reasons = kept.reasons(done, asked)
        is_offered = asked is None and kept.has_reasons(done) and not is_asked_by_loop
        how = command_with("--hint", typed) if is_offered else ""
        paths = [each.path for each in pictures]
        step = right_step(reasons.shown, left_over(reasons, asked, is_asked_by_loop), how, paths)
        lines = whole_message(step)[is_asked_by_loop:]
        for stop in stop_steps(results):
            lines += [Line(""), *whole_message(stop)]
        return lines
    where, spec = next(each.place for each in told if each.result is result)
    is_offered = asked is None and kept.has_hints(result) and not is_asked_by_loop
    # Of a file that was asked for, the command without it would give a hint for another file.
    how = command_with("--hint", typed) if is_in_notebook(result.exercise) else HINT
    hints = kept.hints(result, asked)
    step = step_of(
        result, where=where, spec=spec, picture=picture, hints=hints.shown,
        left=left_over(hints, asked, is_asked_by_loop),
        stuck=how if is_offered else "", results=results,
        stops=stop_steps(results), right=[row_of(each) for each in pictures],
    )  # fmt: skip
    if config.getoption("--more", False):
        return whole_message(step)
    more = "python -m exercises more" if is_asked_by_loop else command_with("--more", typed)
    return first_message(step, more)


def right_marks(results: Sequence[Result]) -> dict[str, str]:
    """Return the marks of what is right in the exercises of which every test was run.

    That is by stem for a whole exercise, by stem and function for a plot beside something open.
    """
    marks = {}
    work = {exercise.stem: file_of(exercise) for exercise in EXERCISES}
    for exercise in dict.fromkeys(result.exercise for result in results):
        mark = RUN.whole().get(exercise.stem)
        here = [result for result in results if result.exercise == exercise]
        open_ones = {result.function for result in here if result.state != "right"}
        if mark is not None and not open_ones:
            marks[exercise.stem] = mark
        elif mark is not None and (plots := plots_in(exercise, here)):
            marks |= dict.fromkeys(plots, mark_without(FOLDER, exercise, work, open_ones))
    return marks


def row_of(picture: RightPicture) -> Row:
    """Return the row for a picture of something right; one of an exercise is told of once."""
    is_known = not picture.is_new and "." not in picture.key
    return Row(PICTURE, f"{picture.words}: {picture.path}", Form.WHOLE, is_known, "right")


def left_over(hints: Hints, asked: str | None, is_asked_by_loop: bool) -> str:
    """Say how many hints are left, and how to ask for the next."""
    again = "the same command again" if asked == "more" else f"--hint {hints.number + 1}"
    return hints.closing("" if is_asked_by_loop else again)


def stop_steps(results: Sequence[Result]) -> list[Step]:
    """Return what there is to say of files that are right, and of which a line stops."""
    wrong = {result.exercise.stem for result in results if result.state != "right"}
    right = [stops for stem, stops in RUN.stops.items() if stem not in wrong]
    return [stop_step(finding_from(each)) for stops in right for each in stops[:STOPS]]


def typed_in(config: pytest.Config) -> list[str]:
    """Return the arguments that were typed; a file that is run itself has its whole path there."""
    names = {str(path): WORK.named(path) for path, _ in WORK.files()}
    return [names.get(str(each), str(each)) for each in config.invocation_params.args]


def command_with(option: str, typed: Sequence[str]) -> str:
    """Return what was typed with an option behind it, as far as it fits a line.

    No plugins, which are some tool's business, and no hint, for it would be the next one.
    """
    words: list[str] = []
    before = ""
    for word in map(str, typed):
        is_level = before == "--hint" and word.isdecimal()
        if word not in ("-p", "--hint") and before != "-p" and not is_level:
            words.append(word)
        before = word
    command = shlex.join(["pytest", *words, option])
    return command if len(command) <= ROOM else f"the same command with {option} behind it"


def no_traceback(excinfo: object, style: object = None) -> str:
    """Return nothing instead of a failure's traceback."""
    return ""


def functions_in(item: pytest.Item) -> Iterator[str]:
    """Yield the functions that a test asks, for ``-k stable_lr_limit``."""
    names = vars(item.module)
    learners = [name for name, each in names.items() if isinstance(each, Learner)]
    helpers = [
        names[n] for n in item.function.__code__.co_names if inspect.isfunction(names.get(n))
    ]
    asked = rf"\b(?:{'|'.join(learners)})\.(?:ask\(\"(?=\w))?(\w+)"
    for function in (item.function, *helpers) if learners else ():
        yield from re.findall(asked, inspect.getsource(function))


def is_ours(item: pytest.Item) -> bool:
    """Whether the test stands beside the stubs and is about one; a learner may add others."""
    return item.path.parent == FOLDER and item.path.stem in OUR_TESTS


def of_item(item: pytest.Item) -> Exercise:
    """Return the exercise that one of our tests is about."""
    return exercise_of(item.path.stem.removeprefix("test_"))
