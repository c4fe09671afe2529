"""What runs in each worker process: one sandbox and one engine, made on the first task."""

from __future__ import annotations

import gc
import os
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from exercises.coach.contracts import OWN
from grader.best_of_several_files import graded_at_its_best
from grader.grade_submission import blank, mark, not_submitted
from grader.grades import Grade
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Check, Engine, EngineFault
from grader.sandbox.host.forked import Begun
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits

__all__ = ["Readiness", "Terms", "close", "grade_one", "prepare", "scratch_folder"]

SCRATCH = "grader-"
# Seconds.
LEFT_BEHIND = 600.0


@dataclass(frozen=True)
class Terms:
    """What is the same for all submissions of a run.

    Attributes
    ----------
    secret : the course's secret, from which every student's numbers come
    only : keys of the exercises to grade; all when empty
    limits : what one submission may use
    scratch : an existing folder for the sandbox's files; the system's own place when None
    folders : of a course's own checks and exercises
    own : the rows of these exercises, which every worker must have in its table
    """

    # It is in nothing that is written of a task, as Dask writes of one that failed.
    secret: bytes = field(repr=False)
    only: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    scratch: Path | None = None
    folders: tuple[Path, ...] = ()
    own: str = field(default_factory=lambda: os.environ.get(OWN, ""))


@dataclass(frozen=True)
class Readiness:
    """What a worker says of itself before it grades."""

    isolation: Isolation
    catalog: tuple[Check, ...]


class Tools:
    """A worker's sandbox and engine."""

    def __init__(self, terms: Terms, begun: Begun | None = None) -> None:
        self.terms = terms
        self.own_tempdir = tempfile.tempdir
        if terms.scratch is not None:
            tempfile.tempdir = str(terms.scratch)
        self.sandbox = Sandbox(terms.limits, begun=begun)
        # The hidden tests are collected while the sandbox's process starts.
        with ThreadPoolExecutor(1) as beside:
            engine = beside.submit(Engine, terms.secret, folders=terms.folders)
            try:
                self.sandbox.__enter__()
                self.engine = engine.result()
            except BaseException:
                self.sandbox.close()
                if engine.exception() is None:
                    engine.result().close()
                raise
        # Each submission's garbage is collected without a walk through what is here to the end.
        gc.freeze()

    def grade(self, submission: Submission) -> Grade:
        """Return the submission's grade; whatever goes wrong here is a fault of ours."""
        catalog = self.engine.catalog
        if submission.unread:
            remedy = "Make it readable, or fetch it again, and run again."
            why = " ".join([*submission.unread, remedy])
            return blank(submission, catalog, self.terms.only, why)
        if not submission.files:
            return not_submitted(submission, catalog, self.terms.only)
        try:
            return graded_at_its_best(submission, self._marked, self.terms.only)
        except Exception:
            return blank(submission, catalog, self.terms.only, traceback.format_exc())

    def _marked(self, submission: Submission) -> Grade:
        with self.sandbox.session(submission.files) as session:
            observer = SandboxObserver(session)
            return mark(submission, observer, self.engine, self.terms.only)

    def close(self) -> None:
        """End the sandbox and the engine."""
        tempfile.tempdir = self.own_tempdir
        self.sandbox.close()
        self.engine.close()


_tools: Tools | None = None
_lock = threading.Lock()


def prepare(terms: Terms, begun: Begun | None = None) -> Readiness:
    """Make this process ready, and say what it has; its sandbox may have been begun."""
    with _lock:
        tools = _tools_for(terms, begun)
        return Readiness(tools.sandbox.isolation, tools.engine.catalog)


def grade_one(terms: Terms, submission: Submission) -> Grade:
    """Grade one submission in this process; several threads take turns."""
    with _lock:
        return _tools_for(terms).grade(submission)


def close() -> None:
    """End what this process has."""
    global _tools
    with _lock:
        if _tools is not None:
            _tools.close()
        _tools = None


def _tools_for(terms: Terms, begun: Begun | None = None) -> Tools:
    global _tools
    if terms.own != os.environ.get(OWN, ""):
        raise EngineFault(
            "this worker does not know the course's own exercises. Start it with the environment "
            f"variable {OWN} that the grader has."
        )
    if _tools is not None and (_tools.terms != terms or not _tools.engine.is_alive):
        _tools.close()
        _tools = None
    if _tools is None:
        _tools = Tools(terms, begun)
    return _tools


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for what the workers' sandboxes write, gone at the end of the run.

    Of one that was killed (`kill -9`) it stays, empty: the next run takes it away.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{SCRATCH}????????"):
        with suppress(OSError):
            # Nobody needs an empty one for so long; it is not removed while anything is in it.
            if time.time() - left.stat().st_mtime > LEFT_BEHIND:
                left.rmdir()
    with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as name:
        # A submission runs as another user where that can be had: it passes, and sees no names.
        Path(name).chmod(0o711)
        yield Path(name)
