"""Stand-ins: functions in place of a sandbox, executors in place of workers, small classes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from exercises.coach.calling.observe import Observation, observe
from exercises.coach.calling.stopped import Stopped
from exercises.coach.contracts import EXERCISES, exercise_of
from grader.sandbox.limits import Limits
from grader.substitute_functions import StandIns
from solutions.standalone import standalone
from tests import warm
from tests.kit import LEFT_OUT, ROOT

STEMS = [exercise.stem for exercise in EXERCISES]
FIRST, SECOND = STEMS[:2]
# The kits of which no more than hidden tests is changed: a warm process loads them once.
SETTLED = {ROOT}


class Functions:
    """A session whose submission is a table of functions, called in this process.

    Parameters
    ----------
    own : ``"ex1.grad"`` and the like to a function, or to an `Observation` to be told
    carried : those that behave otherwise beside right functions in the place of wrong ones
    """

    def __init__(self, own: Mapping[str, Any], carried: Mapping[str, Any] | None = None) -> None:
        self.own = dict(own)
        self.right = self.own | dict(carried or {})
        self.limits = Limits()
        self.seconds = 0.0
        self.hung: set[Any] = set()
        self.stopped: dict[str, tuple[Stopped, ...]] = {}
        self.calls: list[tuple[str, bool, float]] = []

    def call(
        self, stem: str, function: str, args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None, *, remote: bool = False, stand_ins: StandIns = (),
        figures: bool = False,
    ) -> Observation:  # fmt: skip
        name = f"{exercise_of(stem).key}.{function}"
        self.calls.append((name, bool(stand_ins), self.limits.call_seconds))
        found = (self.right if stand_ins else self.own).get(name)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, Observation):
            return found
        if found is None:
            return Observation("missing")
        return observe(found, args, kwargs or {})


def right_files() -> dict[str, bytes]:
    """Return the reference solutions as a submission's files."""
    return {f"{stem}.py": standalone(stem).encode() for stem in STEMS}


def stub_files() -> dict[str, bytes]:
    """Return the stubs as a submission's files."""
    return {f"{stem}.py": (ROOT / "exercises" / f"{stem}.py").read_bytes() for stem in STEMS}


def hand_in(folder: Path, student: str, files: Mapping[str, bytes]) -> Path:
    """Write a student's files into a class."""
    place = folder / student
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


def grader(
    *arguments: Any, root: Path = ROOT, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the real command to its end; ``folder`` is for its temporary files.

    It starts a Python of its own where something is asked of its environment, much of which is read
    when Python starts.
    """
    if not environment:
        return warm.run_module(
            "grader", root, [*map(str, arguments)], environment_for(folder),
            is_settled=root in SETTLED,
        )  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=root,
        env=environment_for(folder) | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def start_grader(
    *arguments: Any, folder: Path, command: Sequence[str] = ("-m", "grader")
) -> subprocess.Popen[str]:
    """Start the real command in a session of its own, as a terminal would."""
    return subprocess.Popen(
        [sys.executable, *command, *map(str, arguments)],
        cwd=ROOT,
        env=environment_for(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def attempts_in(out: Path) -> int:
    """Return how many attempts a gradebook holds."""
    with closing(sqlite3.connect(out / "gradebook.sqlite")) as db:
        (count,) = db.execute("SELECT count(*) FROM attempts").fetchone()
    return int(count)


def wait_for_attempts(out: Path, count: int, beside: Path) -> None:
    """Wait until so many are kept: in a copy, as the gradebook is the grader's while it runs."""
    beside.mkdir()
    while True:
        with suppress(FileNotFoundError, sqlite3.DatabaseError):
            for name in ("gradebook.sqlite", "gradebook.sqlite-wal"):
                shutil.copy(out / name, beside)
            if attempts_in(beside) >= count:
                return
        time.sleep(0.05)


def environment_for(folder: Path) -> dict[str, str]:
    """Return an environment in which all temporary files, and so all processes, name ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    return os.environ | {"TMPDIR": str(folder), "PYTHONUTF8": "1", "COLUMNS": "100"}


def processes_of(folder: Path, seconds: float = 10.0) -> list[str]:
    """Return the commands that still run and name ``folder``, after waiting for them to end.

    Forked runs bear no names of their own: what any of them has left is among the commands.
    """
    until = time.monotonic() + seconds
    while (found := _running(folder)) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def _running(folder: Path) -> list[str]:
    return processes_naming(str(folder)) + ["of a forked run"] * warm.left_running()


def processes_naming(*names: str) -> list[str]:
    """Return the commands of other processes that have one of these in arguments or environment."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            text = command = (place / "cmdline").read_bytes()
            with suppress(PermissionError):
                text += (place / "environ").read_bytes()
        except OSError:
            continue
        is_named = any(name.encode() in text for name in names)
        if command and is_named and int(place.name) != os.getpid():
            found.append(command.replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


def kit_with(hidden: str, folder: Path) -> Path:
    """Copy what the grader needs, with these hidden tests of exercise 1 in the place of all."""
    root = copy_of_the_kit(folder, is_settled=True)
    for path in (root / "grader" / "hidden").glob("test_*.py"):
        path.unlink()
    (root / "grader" / "hidden" / "test_ex1.py").write_text(hidden, encoding="utf-8")
    return root


def copy_of_the_kit(folder: Path, *, is_settled: bool = False) -> Path:
    """Copy what the grader needs, so that it can be changed; if settled, its hidden tests alone."""
    if is_settled:
        SETTLED.add(folder)
    for name in ("exercises", "solutions", "grader"):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    return folder
