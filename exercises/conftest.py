"""Wires the coach into pytest: three states, the board, the next step, hints, the time limit."""

from __future__ import annotations

import argparse
import gc
import importlib.util
import inspect
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pytest

# No traceback through the coach for what neither it nor the learner is to blame for.
if (Path(__file__).parents[1] / "coach" / "contracts.py").is_file():
    sys.exit(
        f"{Path(__file__).parent} is a copy of the exercises within the exercises, and would "
        "check the files around it. Move it out of there."
    )
from exercises.coach.environment import hidden_package

if hiding := hidden_package():
    sys.exit(hiding)
if importlib.util.find_spec("numpy") is None:
    sys.exit(
        f"NumPy is not installed for {sys.executable}. "
        "Type `python3 -m exercises`: it sets up .venv, and says how to use it."
    )

# Before any import of Matplotlib: no window may open while tests run.
os.environ["MPLBACKEND"] = "Agg"

from exercises.coach.calling import deadline
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.calling.no_windows import (
    OnImport,
    hold_backend,
    keep_imported,
    leave_out_lists,
)
from exercises.coach.contracts import EXERCISES, STEMS, Exercise, exercise_of
from exercises.coach.judging import status
from exercises.coach.judging.finding import Wrong
from exercises.coach.learner import Learner
from exercises.coach.local_observer import local
from exercises.coach.run import FOLDER, Run
from exercises.coach.showing.message import message
from exercises.coach.showing.results import from_text, result_of, to_text
from exercises.coach.showing.terminal import ascii_only, width_of, wrapped
from exercises.coach.summary import Asked, summary

OUR_TESTS = {f"test_{exercise.stem}" for exercise in EXERCISES}
COLOURS: dict[str | None, dict[str, bool]] = {
    "right": {"green": True}, "wrong": {"red": True}, "not started": {"yellow": True}, None: {},
}  # fmt: skip


RUN = Run()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--notebooks``, ``--more`` and ``--hint [LEVEL]``."""
    group = parser.getgroup("exercises")
    group.addoption(
        "--notebooks", "--notebook", action="store_true",
        help="check exercises/notebooks instead of exercises/ex….py, where there is work in them",
    )  # fmt: skip
    group.addoption(
        "--more", action="store_true",
        help="show all that there is to say about the next step, and each other test",
    )  # fmt: skip
    group.addoption(
        "--hint", "--hints", nargs="?", const="more", default=None, metavar="LEVEL",
        help="show a hint for the next step, one more each time; or up to LEVEL (1, 2, 3, …)",
    )  # fmt: skip
    # For `python -m exercises`, which has a board, keys and a terminal of its own.
    group.addoption("--next-step-of", default=None, help=argparse.SUPPRESS)
    group.addoption("--columns", type=int, default=0, help=argparse.SUPPRESS)


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
    config.args[:] = [RUN.tests_of(name, config.invocation_params.dir) for name in config.args]
    # A second run of the same process, as an IDE's console makes it, reads the files again.
    for name in (*STEMS, *(f"exercises.{stem}" for stem in STEMS)):
        sys.modules.pop(name, None)
    local.forget()
    local.finder = ExerciseFinder(RUN.source, local.carrier)
    local.finder.install()
    # `matplotlib.use("TkAgg")` in a learner's file opens nothing while tests run.
    OnImport("matplotlib.pyplot", hold_backend).install()
    keep_imported()
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
    is_whole = not any("::" in argument for argument in config.args)
    RUN.begin([of_item(item).stem for item in ours], is_whole=is_whole)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note what is to be run, once ``-k``, ``--lf`` and the like have left out the rest."""
    RUN.picked.update(of_item(item).stem for item in session.items if is_ours(item))


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
    result = result_of(of_item(item), named_from_kit(item), title, error)
    RUN.live[result.test] = result
    # As text: where tests run in workers, reports go from process to process.
    report.coach = to_text(result)
    report.place = list(RUN.place_of(result)) if error is not None else ["", ""]
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
        result = from_text(report.coach)
        RUN.stops[result.exercise.stem] = report.stops
        RUN.take(result, report.location[1] or 0, tuple(report.place))


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
        output["exercises"] = RUN.known_to_worker()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Keep what is loaded out of pytest's two last garbage collections, a twentieth of a run."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take what a worker knows."""
    known = getattr(node, "workeroutput", {}).get("exercises")
    if known is not None:
        RUN.take_from_worker(known)


def pytest_keyboard_interrupt() -> None:
    """Note that the run ends before its tests do."""
    RUN.was_stopped = True


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the board and the next step."""
    # Warnings cost nothing: a diverging run has thousands, and their count would bury the board.
    terminalreporter.stats.pop("warnings", None)
    if not RUN.told:
        word = config.getoption("keyword", "")
        if word and terminalreporter.stats.get("deselected"):
            names = [name for each in EXERCISES for name in each.functions]
            near = get_close_matches(word, names, 1) or ["stable_lr_limit"]
            terminalreporter.write_line(f"No test is picked by {word!r}.")
            terminalreporter.write_line(f"-k takes the name of a function, as in -k {near[0]}")
        return
    asked = Asked(
        [str(each) for each in config.invocation_params.args],
        config.getoption("--hint", None),
        config.getoption("--more", False),
        config.getoption("--next-step-of", None),
        width_of(config.getoption("--columns", 0) or shutil.get_terminal_size().columns),
    )
    encoding = getattr(terminalreporter._tw._file, "encoding", None)
    for line in summary(RUN, asked):
        words = ascii_only(line.text, encoding)
        # `theta` is longer than θ.
        words = words if words == line.text else wrapped(words, asked.width)
        terminalreporter.write_line(words, **COLOURS[line.state])


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


def named_from_kit(item: pytest.Item) -> str:
    """Return a test's id as seen from the kit; pytest's begins at the folder of its settings."""
    path, colons, rest = item.nodeid.partition("::")
    return f"{FOLDER.name}/{Path(path).name}{colons}{rest}"


def of_item(item: pytest.Item) -> Exercise:
    """Return the exercise that one of our tests is about."""
    return exercise_of(item.path.stem.removeprefix("test_"))
