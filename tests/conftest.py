"""The kit's own tests: on every core, warnings are errors, and no file is left."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import exercises
from exercises.coach.calling.loading import ExerciseFinder
from tests.kit import STEMS, Copy

HERE = Path(__file__).parent
# A worker takes two seconds and 300 MB to start, whatever it then finds to do.
MOST_WORKERS = 8
NUMBERS = itertools.count()
EMPTY: list[Path] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a run of the whole suite leaves out unless it is asked for."""
    parser.addoption(
        "--all", action="store_true",
        help="run what is marked `slow` too, as a run of single files, folders or by -k, -m does",
    )  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the whole suite on every core, unless ``-n`` says how many; a part of it in one process.

    Of the whole, what is marked ``slow`` is left out, unless ``--all`` asks for it.

    Nothing of this is in ``pyproject.toml``: learners have no pytest-xdist, and the board of
    ``pytest exercises`` is drawn by the process that ran the tests.
    """
    # The suite starts some two hundred processes: they need not compile the same files each.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    asked = [(config.invocation_params.dir / argument).resolve() for argument in config.args]
    is_whole = asked == [HERE] and not config.option.keyword and not config.option.markexpr
    config.option.all = config.option.all or not is_whole
    has_xdist = config.pluginmanager.has_plugin("xdist") and not hasattr(config, "workerinput")
    if not has_xdist or config.option.numprocesses is not None or config.option.usepdb:
        return
    # One more than there are cores: a worker in three waits, for a deadline or for a process.
    workers = min(cores() + 1, MOST_WORKERS)
    # Threads of linear algebra would wait beside them, spinning.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if asked == [HERE] and cores() > 1:
        config.option.numprocesses = workers
        # Tests of one file share its costly runs, so that one worker has them all.
        config.option.dist = "loadfile"
        config.option.loadscopereorder = False


def pytest_configure(config: pytest.Config) -> None:
    """Make warnings errors, and name at the end what was skipped, and why."""
    config.addinivalue_line("filterwarnings", "error")
    config.addinivalue_line("markers", "costly: its file takes long, and is begun first")
    config.addinivalue_line("markers", "slow: left out of a run of the whole without --all")
    config.addinivalue_line("markers", "daily: not left out, though its file is slow")
    config.option.reportchars += "s"


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def is_slow(item: pytest.Item) -> bool:
    """Whether a test is run only where it is asked for."""
    return item.get_closest_marker("slow") is not None and item.get_closest_marker("daily") is None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long; give a slow machine two minutes for a test that asks no other."""
    if not config.option.all:
        items[:] = [item for item in items if not is_slow(item)]
    costly = {item.path for item in items if item.get_closest_marker("costly")}
    items.sort(key=lambda item: item.path not in costly)
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(120))


def pytest_collection_finish() -> None:
    """Leave the modules and thousands of tests out of garbage collections: they stay to the end.

    What Matplotlib leaves is found in fewer collections, which were a tenth of the drawing tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    if not terminalreporter.config.option.all:
        terminalreporter.write_line(
            "Left out, as slow: more samples, and most runs of real processes. With them: --all"
        )


@pytest.fixture(scope="session")
def is_thorough(pytestconfig: pytest.Config) -> bool:
    """Whether a test that can try more, tries it: not where the slow ones are left out."""
    return bool(pytestconfig.option.all)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Return a learner's copy of the exercises, untouched."""
    return Copy(tmp_path)


@pytest.fixture(autouse=True)
def _without_modules_of_another_test() -> None:
    # Submissions stand in the stubs' places while they are judged in this process.
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, ExerciseFinder)]
    for stem in STEMS:
        exercises.__dict__.pop(stem, None)
        for name in (stem, f"exercises.{stem}"):
            sys.modules.pop(name, None)


@pytest.fixture(autouse=True)
def _without_figures_of_another_test() -> None:
    # Beyond 20 open ones Matplotlib warns, whoever opened them.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    # Submissions save figures at import, where they stand. Not by `mktemp`, which reads the names
    # of all the thousands that there are, to find the next number; and what a test leaves empty,
    # as nearly all do, serves the next one.
    if not EMPTY:
        EMPTY.append(tmp_path_factory.getbasetemp() / "cwd" / str(next(NUMBERS)))
        EMPTY[0].mkdir(parents=True)
    monkeypatch.chdir(EMPTY[0])
    yield
    if not EMPTY[0].is_dir() or any(EMPTY[0].iterdir()):
        EMPTY.clear()
