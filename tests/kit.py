"""Copies of the kit with other modules in the stubs' places, and what `pytest exercises` says."""

from __future__ import annotations

import atexit
import importlib
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exercises.coach import contracts
from tests import warm

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ROOT / "exercises"
SOLUTIONS = ROOT / "solutions"
STEMS = [exercise.stem for exercise in contracts.EXERCISES]
# What a copy is made without. Compiled modules come along, which the first process in a copy would
# make anew; pytest's own name the folder in which they were compiled, and some are half written.
LEFT_OUT = shutil.ignore_patterns("*-pytest-*.pyc", "*.pyc.*", ".feedback")


def scipy(part: str) -> ModuleType:
    """Import a part of SciPy: a second that collecting the tests need not wait for."""
    return importlib.import_module(f"scipy.{part}")


@dataclass(frozen=True)
class Run:
    """The exit status of a run and all that it printed."""

    status: int
    text: str

    @property
    def counts(self) -> dict[str, int]:
        """The closing line's counts, for example ``{"right": 3, "not started": 2}``."""
        last = self.text.strip().splitlines()[-1]
        pairs = re.findall(r"(\d+) (right|wrong|not started|deselected|error)", last)
        return {state: int(n) for n, state in pairs}

    def board(self) -> list[str]:
        """The board's lines."""
        return [line for line in self.text.splitlines() if re.match(r" \d  .*of .* right", line)]


def _linked_or_copied(source: str, target: str) -> None:
    """Copy a file that a learner writes; of the coach's and of compiled ones make a link.

    Making two hundred files takes ten times as long as linking them.
    """
    path = Path(source)
    if path.suffix == ".pyc" or path.is_relative_to(EXERCISES / "coach"):
        try:
            os.link(_taken(path), target)
        except OSError:  # it is on another disk, or there are no links
            shutil.copy2(source, target)
    else:
        shutil.copy2(source, target)


def _taken(path: Path) -> Path:
    """Return the one copy of a file that is linked to; a new one if somebody wrote into it."""
    taken = _shelf() / path.relative_to(EXERCISES)
    if not taken.exists() or taken.stat().st_mtime_ns != path.stat().st_mtime_ns:
        taken.unlink(missing_ok=True)
        taken.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, taken)
    return taken


@cache
def _shelf() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="exercises-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def every_second_slow(values: Iterable[object]) -> list[Any]:
    """Return parameters of which every second one is slow: all are more of the same."""
    marks = itertools.cycle([(), pytest.mark.slow])
    return [pytest.param(value, marks=mark) for value, mark in zip(values, marks, strict=False)]


def below(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, at any depth, but what Python compiled."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


class Copy:
    """A copy of the exercises in a folder of its own.

    Parameters
    ----------
    is_cold : have each run start a Python of its own, as a learner does, and load all there is
    """

    def __init__(self, folder: Path, *, is_cold: bool = False) -> None:
        self.folder, self.is_cold = folder, is_cold
        shutil.copytree(
            EXERCISES, folder / "exercises", ignore=LEFT_OUT, copy_function=_linked_or_copied
        )
        shutil.copy(ROOT / "pyproject.toml", folder)

    @property
    def feedback(self) -> Path:
        return self.folder / "exercises" / ".feedback"

    def stub(self, stem: str) -> Path:
        return self.folder / "exercises" / f"{stem}.py"

    def hasten(self) -> Copy:
        """Give what never returns 1 s where nothing else is asked for, in the place of 10 s."""
        deadline = self.folder / "exercises" / "coach" / "calling" / "deadline.py"
        source = deadline.read_text(encoding="utf-8")
        assert "\nCALL_SECONDS = 10.0\n" in source
        source = source.replace("\nCALL_SECONDS = 10.0\n", "\nCALL_SECONDS = 1.0\n")
        deadline.unlink()  # it is a link
        deadline.write_text(source, encoding="utf-8")
        return self

    def put(self, stem: str, source: str | bytes | Path) -> Copy:
        """Put a module, by its text, bytes or file, in a stub's place."""
        if isinstance(source, Path):
            source = source.read_bytes()
        self.stub(stem).write_bytes(source.encode() if isinstance(source, str) else source)
        return self

    def solve(self, *stems: str) -> Copy:
        """Put the reference solutions in the stubs' places."""
        solutions = self.folder / "solutions"
        shutil.copytree(SOLUTIONS, solutions, dirs_exist_ok=True, ignore=LEFT_OUT)
        for stem in stems or STEMS:
            self.put(stem, SOLUTIONS / f"{stem}.py")
        return self

    def run(self, *arguments: str, **environment: str) -> Run:
        """Run ``pytest exercises`` in the copy, as a learner would, 80 columns wide.

        A learner has no plugin but pytest-timeout; ``PYTEST_DISABLE_PLUGIN_AUTOLOAD=""`` in the
        environment brings the developers' back.
        """
        arguments = ("-p", "pytest_timeout", *(arguments or ("exercises",)))
        learners = {"COLUMNS": "80", "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        variables = {**os.environ, **learners, **environment}
        # Much of an environment is read when Python starts.
        if warm.IS_POSSIBLE and not self.is_cold and not environment:
            return Run(*warm.run_pytest(self.folder, arguments, variables))
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=self.folder,
            env=variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        return Run(done.returncode, done.stdout + done.stderr)
