"""What ends a run in order, whoever or whatever ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from grader import worker
from grader.errors import GraderFault, Interrupted, Status
from grader.sandbox.libc import PR_SET_DUMPABLE, prctl

__all__ = ["NO_THREAD", "done_in_order", "status_of"]

# As Python says it; there is no type of error for it alone.
NO_THREAD = "can't start new thread"
MORE_PROCESSES = (
    "No grade is lost. Raise the limit on processes (ulimit -u), close other programs or give "
    "fewer --jobs, and run again."
)
WORKER_ENDED = (
    "a worker process was ended before it was ready. Is the machine short of memory "
    "or processes? No grade is lost. Run the same command again, with fewer --jobs."
)


def done_in_order(work: Callable[[Path], int], stopped: str) -> int:
    """Do some grading in a scratch folder, and return the exit status.

    Raises
    ------
    Ending
        Also where a signal ended it, or the machine starts no more processes.
    """
    with suppress(OSError):
        # The secret is in this process's memory: no other of the same user may look into it.
        prctl(PR_SET_DUMPABLE, 0)
    try:
        with _ended_by_signals(), worker.scratch_folder() as scratch:
            return work(scratch)
    except BrokenExecutor as error:
        raise GraderFault(WORKER_ENDED) from error
    except RuntimeError as error:
        if NO_THREAD not in str(error):
            raise
        raise GraderFault(f"{error}. {MORE_PROCESSES}") from error
    except KeyboardInterrupt as error:
        raise Interrupted(stopped, status_of(error)) from error


class _Ended(KeyboardInterrupt):
    """The system, or whoever closed the terminal, asks the run to end; ends it as Ctrl-C does."""


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Within the block SIGTERM and SIGHUP end the run in order, so that no folder is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough: the clean-up is to come to its end
        raise _Ended(number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    # Under nohup a run goes on without its terminal.
    taken = {name: known for name, known in before.items() if known is not signal.SIG_IGN}
    for name in taken:
        signal.signal(getattr(signal, name), end)
    try:
        yield
    finally:
        for name, known in taken.items():
            signal.signal(getattr(signal, name), known)


def status_of(stop: KeyboardInterrupt) -> int:
    """Return 128 and the number of the signal, as a shell would."""
    number = stop.args[0] if isinstance(stop, _Ended) else signal.SIGINT
    return Status.SIGNALLED + int(number)
