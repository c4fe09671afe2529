"""Spreads submissions over the workers of any `concurrent.futures.Executor`.

A bounded number of submissions is in flight, so that memory does not grow with the class. A worker
that dies takes whatever was in flight with it; each of these is then tried again alone, so that the
one which kills workers is found and no other pays for it. Who dies alone is tried once more.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Generic, TypeVar

__all__ = ["Lost", "Pool", "SameProcess", "processes"]

ALONE = 2
S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Lost:
    """A submission without a result: its worker died, or raised, twice."""

    why: str


def processes(jobs: int) -> Executor:
    """Return ``jobs`` worker processes, started anew: nothing of the grader's memory is in them."""
    # Its queues start a process of their own, which is to outlive what ends the grader.
    with _interrupts_held():
        return ProcessPoolExecutor(jobs, mp_context=_Spawn(), initializer=_end_with_the_grader)


class _Worker(SpawnProcess):
    """A worker that can be ended: SIGTERM is among what it is started with blocked.

    Since Python 3.12 an executor of which a worker died asks the others to end in no other way, and
    waits for that as long as it takes.
    """

    def terminate(self) -> None:
        """End it at once."""
        self.kill()


class _Spawn(SpawnContext):
    """Starts such workers."""

    Process = _Worker


class SameProcess(Executor):
    """Runs each task at once, in the process that hands it out: for one submission alone.

    A second interpreter takes as long to start as a right submission takes to grade.

    Parameters
    ----------
    close : ends what the tasks left open
    """

    def __init__(self, close: Callable[[], object]) -> None:
        self._close = close

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Run the task, and return its result or its exception; what ends the run is raised."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what the tasks left open."""
        self._close()


def _end_with_the_grader() -> None:
    """End this worker when the grader's process does, also when that was killed."""
    grader = multiprocessing.parent_process()
    assert grader is not None

    def watch() -> None:
        grader.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Pool(Generic[S, T]):
    """Runs one function on many submissions.

    Parameters
    ----------
    make_executor : gives an executor; called again when one is broken
    task : what to run; it can be pickled if the executor's workers are other processes
    in_flight : how many submissions are handed out at a time, or what says so; twice the workers
        keeps them busy
    ends : the exceptions that are no submission's doing and end the run
    """

    def __init__(
        self,
        make_executor: Callable[[], Executor],
        task: Callable[[S], T],
        in_flight: int | Callable[[], int],
        ends: tuple[type[BaseException], ...] = (),
    ) -> None:
        self.make_executor = make_executor
        self.task = task
        self.in_flight = in_flight if callable(in_flight) else lambda: in_flight
        self.ends = ends
        self._executor: Executor | None = None
        self._futures: dict[Future[T], S] = {}

    def run(
        self, submissions: Iterable[S], seconds: float | None = None
    ) -> Iterator[tuple[S, T | Lost]]:
        """Yield each submission with its result, in the order in which they are done.

        Parameters
        ----------
        submissions : read no further ahead than there is room for
        seconds : after which none is waited for any longer; without end when None

        Raises
        ------
        TimeoutError
            When there was no result for so long.
        """
        waiting = iter(submissions)
        is_more = True
        while is_more or self._futures:
            while is_more and len(self._futures) < self.in_flight():
                try:
                    submission = next(waiting)
                except StopIteration:
                    is_more = False
                    break
                self._futures[self._submit(submission)] = submission
            if not self._futures:
                return
            done, _ = wait(self._futures, seconds, FIRST_COMPLETED)
            if not done:
                raise TimeoutError
            # A broken pool fails all its futures, though not all in one moment.
            if any(isinstance(self._error_of(future), BrokenExecutor) for future in done):
                done, _ = wait(self._futures)
            suspects = []
            for future in done:
                submission = self._futures.pop(future)
                if self._error_of(future) is None:
                    yield submission, future.result()
                else:
                    suspects.append(submission)
            for submission in suspects:
                yield submission, self._again(submission)

    def ask(self, question: Callable[[], R], workers: int, seconds: float | None = None) -> R:
        """Return a worker's answer; as many workers as are asked come up beside each other.

        Raises
        ------
        TimeoutError
            When there is none after so many seconds.
        """
        executor = self._made()
        with self._handing_out():
            answers = [executor.submit(question) for _ in range(workers)]
        return answers[0].result(seconds)

    def stop(self) -> None:
        """End the workers at once, whatever they do."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
        self._futures.clear()
        for child in multiprocessing.active_children():
            child.kill()
            child.join()

    def _again(self, submission: S) -> T | Lost:
        # Whatever else is in flight ends first: a second death is then this submission's doing.
        wait(self._futures)
        for _ in range(ALONE):
            future = self._submit(submission)
            wait([future])
            error = self._error_of(future)
            if error is None:
                return future.result()
        said = str(error).strip() or type(error).__name__
        return Lost(f"its worker ended twice: {type(error).__name__}: {said}")

    def _error_of(self, future: Future[T]) -> BaseException | None:
        """Return what a task raised; raise it where it ends the run."""
        error = CancelledError() if future.cancelled() else future.exception()
        if isinstance(error, self.ends):
            raise error
        return error

    def _submit(self, submission: S) -> Future[T]:
        for _ in range(2):
            executor = self._made()
            with suppress(BrokenExecutor), self._handing_out():
                return executor.submit(self.task, submission)
            executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
        raise BrokenExecutor("workers end as soon as they start")

    def _made(self) -> Executor:
        self._executor = self._executor or self.make_executor()
        return self._executor

    def _handing_out(self) -> AbstractContextManager[None]:
        # What runs here is to be ended by them.
        return nullcontext() if isinstance(self._executor, SameProcess) else _interrupts_held()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start workers with Ctrl-C and its like blocked: the grader takes those, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        # The first worker starts it otherwise, and to start it lets SIGINT through again. It does
        # not ignore SIGHUP by itself.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, held)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
