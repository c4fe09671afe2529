"""Grades on a Dask cluster: what `grader.pool` gives to processes here goes to workers elsewhere.

Each worker confines what it is given in a sandbox of its own, as a process here does. A
submission's files travel with its task, so no folder has to be shared. A worker that ends takes
nothing with it: Dask gives its tasks to another. Every worker must have this kit, letter for
letter, and at least the isolation that the run's first line tells; one that does not is named, and
nothing that it did counts.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from exercises.coach.judging.versions import versions
from grader import worker
from grader.errors import UserError
from grader.grades import Grade
from grader.intake.submission import Submission
from grader.provenance import hidden_tests, kit_version
from grader.sandbox.host.isolation import LEVELS, Isolation
from grader.worker import Readiness, Terms

__all__ = ["Cluster", "ClusterError", "Kit", "Unfit", "grade_there", "ready_there"]

# Until a worker has loaded the kit and measured its isolation, and until there is a worker at all.
READY_SECONDS = 120.0
NO_WORKER_SECONDS = 60.0
LOOK_SECONDS = 1.0
CLOSE_SECONDS = 5.0
SHORT = 12
# As `grader.sandbox.child.canary` calls it.
SOCKETS = "open sockets"
CONNECT_SECONDS = 10.0
AGAIN = "No grade is lost: the same command goes on."


class ClusterError(UserError):
    """The cluster cannot be used; the text says what to do."""


class Unfit(ClusterError):
    """A worker whose grades would not be those of this machine; the text says why."""


@dataclass(frozen=True)
class Kit:
    """What must be the same on all machines for their grades to be the same.

    Attributes
    ----------
    version : the kit's
    hidden : hash of the hidden tests and of what they judge with
    grader : hash of the rest of the grader
    versions : of Python, NumPy and Matplotlib
    """

    version: str
    hidden: str
    grader: str
    versions: str

    def lacks(self, other: Kit) -> str:
        """Say what another machine's kit has otherwise; empty where they are the same."""
        said = []
        if other.version != self.version:
            said.append(f"kit {other.version}, not {self.version}")
        for name, what in (("hidden", "hidden tests or judging code"), ("grader", "grader")):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                said.append(f"other {what} ({theirs[:SHORT]}, not {mine[:SHORT]})")
        if other.versions != self.versions:
            said.append(f"{other.versions}, not {self.versions}")
        return "; ".join(said)


@cache
def kit_here(folders: tuple[Path, ...] = ()) -> Kit:
    """Return the kit on this machine, with a course's own checks in ``folders``."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return Kit(kit_version(), hidden_tests(folders), digest.hexdigest(), str(versions()))


def ready_there(terms: Terms, kit: Kit) -> Readiness:
    """Make the worker on which this runs ready, and say what it has."""
    from distributed import get_worker

    here = get_worker()
    if lacking := kit.lacks(kit_here(terms.folders)):
        raise Unfit(f"{here.address} has {lacking}")
    ready = worker.prepare(_with_own_scratch(terms))
    if why := open_door(ready.isolation, here.scheduler.addr):
        raise Unfit(f"{here.address} {why}")
    return ready


def open_door(isolation: Isolation, scheduler: str) -> str:
    """Say why a submission could reach the scheduler, which runs what it is sent; empty if not."""
    is_open = not scheduler.startswith("tls://")
    if SOCKETS not in isolation.lacking or not is_open:
        return ""
    return (
        "lets a submission open sockets, and so give the scheduler orders. Use a machine that says "
        "isolation: full, or a scheduler with TLS (tls://)"
    )


def grade_there(terms: Terms, kit: Kit, level: str, submission: Submission) -> Grade:
    """Grade on the worker on which this runs, which may have joined a moment ago.

    Parameters
    ----------
    terms : the run's
    kit : that of the machine where the run began
    level : the isolation that the run's first line tells
    submission : what is to be graded
    """
    from distributed import get_worker

    try:
        found = ready_there(terms, kit).isolation
    except Unfit:
        raise
    except Exception as error:
        raise Unfit(f"{get_worker().address} cannot grade: {error}") from error
    if LEVELS.index(found.level) < LEVELS.index(level):
        raise Unfit(f"{get_worker().address} has {found.says}, and the others have {level}")
    return worker.grade_one(_with_own_scratch(terms), submission)


def _with_own_scratch(terms: Terms) -> Terms:
    """Return the terms with a folder of this worker's, which Dask removes with the worker."""
    from distributed import get_worker

    folder = Path(get_worker().local_directory) / "grader"
    folder.mkdir(mode=0o711, exist_ok=True)
    folder.chmod(0o711)
    return replace(terms, scratch=folder)


class _Executor(Executor):
    """Dask's own executor, ended as `grader.pool` ends one."""

    def __init__(self, client: Any) -> None:
        # Two submissions may be the same bytes, and each is to be graded.
        self._inner = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = self._inner.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with suppress(Exception):  # the scheduler may be gone
            self._inner.shutdown(wait=wait)


class Cluster:
    """The workers of a scheduler.

    Parameters
    ----------
    address : the scheduler's, for example ``tcp://10.0.0.5:8786``
    terms : of the run

    Raises
    ------
    ClusterError
        When there is no scheduler, or Dask is not installed.
    """

    def __init__(self, address: str, terms: Terms) -> None:
        self.address = address
        self.terms = replace(terms, scratch=None)
        self.kit = kit_here(self.terms.folders)
        self.count = 0
        self.gone = ""
        self._done = threading.Event()
        self._executors: list[_Executor] = []
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "--scheduler needs Dask: pip install 'gradient-descent-kit[cluster]'"
            ) from error
        # What it says of connections is said here, in words.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            make: Any = Client
            self.client = make(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"there is no scheduler at {address} ({error}). Start one with: dask scheduler"
            ) from error

    def executor(self) -> Executor:
        """Return what tasks are given to."""
        self._executors.append(_Executor(self.client))
        return self._executors[-1]

    def in_flight(self) -> int:
        """Return how many submissions are to be out at a time: workers join and leave."""
        return 2 * max(1, self.count)

    def prepare(self) -> Readiness:
        """Make every worker ready; return what they have, of the isolation the least.

        Raises
        ------
        ClusterError
            When there is no worker, or one is not fit; each is named.
        """
        try:
            self.client.wait_for_workers(1, timeout=NO_WORKER_SECONDS / 2)
        except TimeoutError as error:
            raise ClusterError(
                f"no worker has joined {self.address}. Start one for each core, where this kit is "
                f"installed: dask worker {self.address} --nthreads 1"
            ) from error
        asked = {
            each: self.client.submit(
                ready_there, self.terms, self.kit, workers=[each], pure=False
            )
            for each in self._workers()
        }  # fmt: skip
        answers, unfit = [], []
        for each, future in asked.items():
            try:
                answers.append(future.result(timeout=READY_SECONDS))
            except Unfit as error:
                unfit.append(str(error))
            except Exception as error:
                what = " ".join(str(error).split())[:300]
                unfit.append(f"{each} does not get ready: {type(error).__name__}: {what}")
        if unfit:
            told = "".join(f"\n  {each}" for each in unfit)
            raise ClusterError(
                f"nothing was graded: the workers of {self.address} must all be as this machine "
                f"is.{told}\nInstall the same kit there, and start them again."
            )
        self.count = len(answers)
        threading.Thread(target=self._watch, daemon=True).start()
        least: Readiness = min(answers, key=lambda each: LEVELS.index(each.isolation.level))
        return least

    @contextmanager
    def told(self) -> Iterator[None]:
        """Within the block what ends a run on a cluster is said in words."""
        try:
            yield
        except Unfit as error:
            raise ClusterError(f"{error}. Nothing that it did counts. {AGAIN}") from error
        except CancelledError as error:
            said = self.gone or f"the scheduler at {self.address} has ended the run"
            raise ClusterError(f"{said}. {AGAIN}") from error

    def close(self, *, is_done: bool) -> None:
        """Leave the cluster; when all is done its sandboxes end too."""
        self._done.set()
        with suppress(Exception):
            from distributed import wait

            wait_for: Any = wait
            if is_done:
                ends = [
                    self.client.submit(worker.close, workers=[each], pure=False)
                    for each in self._workers()
                ]
                wait_for(ends, timeout=CLOSE_SECONDS)
        with suppress(Exception):
            self.client.close(timeout=CLOSE_SECONDS)

    def _workers(self) -> list[str]:
        return list(self.client.scheduler_info()["workers"])

    def _watch(self) -> None:
        """Follow how many workers there are; end the run when there is none for long."""
        last = time.monotonic()
        while not self._done.wait(LOOK_SECONDS):
            try:
                self.count = len(self._workers())
            except Exception:
                self.count = 0
            if self.count:
                last = time.monotonic()
            elif time.monotonic() - last > NO_WORKER_SECONDS:
                self.gone = f"{self.address} has had no worker for {NO_WORKER_SECONDS:g} s"
                for each in self._executors:
                    each.shutdown(wait=False)
                return
