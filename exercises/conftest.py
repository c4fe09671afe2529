"""Wires the coach into pytest: three states, the board, the next step, hints, the time limit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Before any import of Matplotlib: no window may open while tests run.
os.environ["MPLBACKEND"] = "Agg"

from exercises.coach.calling import deadline
from exercises.coach.calling.harmless import OnImport, hold_backend
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.local import local
from exercises.coach.showing import board
from exercises.coach.showing.kept import Kept
from exercises.coach.showing.message import message
from exercises.coach.showing.results import Result, result_of

FOLDER = Path(__file__).parent
OUR_TESTS = {f"test_{exercise.stem}" for exercise in EXERCISES}
RESULTS: list[Result] = []
COLOURS: dict[str | None, dict[str, bool]] = {
    "right": {"green": True}, "wrong": {"red": True}, "not started": {"yellow": True}, None: {},
}  # fmt: skip


def read_source(stem: str) -> tuple[bytes, str] | None:
    """Return the bytes and the path of a learner's module, None when there is no such file."""
    path = FOLDER / f"{stem}.py"
    try:
        return path.read_bytes(), str(path)
    except OSError:
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--hint [LEVEL]``."""
    group = parser.getgroup("exercises")
    group.addoption(
        "--hint", nargs="?", const="more", default=None, metavar="LEVEL",
        help="show a hint for the next step, one more each time; or up to LEVEL (1, 2, 3)",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Install the finder and quieten what would stand between a learner and the board."""
    asked = config.getoption("--hint")
    if asked is not None and asked != "more" and not asked.isdecimal():
        raise pytest.UsageError(
            f"--hint takes a level (1, 2, 3) or nothing, not {asked!r}; "
            "put it last: pytest exercises --hint"
        )
    local.finder = ExerciseFinder(read_source, local.carrier)
    local.finder.install()
    # `matplotlib.use("TkAgg")` in a learner's file opens nothing while tests run.
    OnImport("matplotlib.pyplot", hold_backend).install()
    if config.option.verbose == 0:
        config.option.verbose = -1
    config.option.disable_warnings = True
    # The coach's words replace pytest's traceback: do not let it parse sources to build one.
    config.option.tbstyle = "native"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the exercises in their order: pytest collects test_ex10_….py before test_ex2_….py."""
    places = [place for place, item in enumerate(items) if is_ours(item)]
    ours = sorted((items[place] for place in places), key=lambda item: of_item(item).number)
    for place, item in zip(places, ours, strict=True):
        items[place] = item


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
    RESULTS.append(result)
    report.coach = result
    report.sections = []
    if error is not None:
        report.longrepr = message(result.finding) if result.finding else str(error)
    return report


def pytest_report_teststatus(report: Any) -> tuple[str, str, Any] | None:
    """Count right, wrong and not started apart."""
    result = getattr(report, "coach", None)
    if result is None:
        return None
    letter = {"right": ".", "wrong": "F", "not started": "-"}[result.state]
    return result.state, letter, (result.state.upper(), COLOURS[result.state])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the board and the next step."""
    # Warnings cost nothing: a diverging run has thousands, and their count would bury the board.
    terminalreporter.stats.pop("warnings", None)
    if not RESULTS:
        return
    kept, result = Kept(FOLDER), board.next_result(RESULTS)
    picture = kept.picture(result, {r.exercise for r in RESULTS})
    lines = [board.Line(""), *board.board(RESULTS), board.Line("")]
    if result is None:
        lines.append(board.Line("All right. Well done.", "right"))
    else:
        where, spec = kept.place(result)
        asked = config.getoption("--hint")
        hints = kept.hints(result, asked)
        lines += board.next_step(result, where=where, spec=spec, picture=picture, hints=hints)
        if asked is None and kept.has_hints(result):
            lines.append(board.Line("  stuck?    pytest exercises --hint"))
        others = board.other_lines(RESULTS, result)
        lines += [board.Line(""), *others] if others else []
    encoding = getattr(terminalreporter._tw._file, "encoding", None)
    for line in lines:
        terminalreporter.write_line(board.ascii_only(line.text, encoding), **COLOURS[line.state])
    terminalreporter.write_line("")


def is_ours(item: pytest.Item) -> bool:
    """Whether the test stands beside the stubs and is about one; a learner may add others."""
    return item.path.parent == FOLDER and item.path.stem in OUR_TESTS


def of_item(item: pytest.Item) -> Exercise:
    """Return the exercise that one of our tests is about."""
    return exercise_of(item.path.stem.removeprefix("test_"))
