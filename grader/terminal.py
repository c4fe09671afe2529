"""The console that the grader prints on: neither a name nor a reader who leaves can end a run."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import walk_tb

from rich.console import Console
from rich.text import Text

from grader.errors import Ending, UserError

__all__ = ["console_on", "reason_of", "system_error", "tell", "written_whole"]

NUMBERED = re.compile(r"\[Errno (\d+)\]")
REMEDIES = {
    errno.ENOSPC: "Free space, and run again.",
    errno.EDQUOT: "Free space, and run again.",
    errno.EACCES: "Make it readable and writable, or name another place.",
    errno.EPERM: "Make it readable and writable, or name another place.",
    errno.EROFS: "Nothing can be written there: name another place.",
    errno.ENOENT: "Is the name right, and is the folder still there?",
    errno.EMFILE: "Close other programs, or raise the limit (ulimit -n).",
    errno.ENFILE: "Close other programs, or raise the limit (ulimit -n).",
}
# Worker processes have their locks there, and Python does not say so where it cannot make one.
SEMAPHORES = "multiprocessing.synchronize"
SHARED = "the memory that processes share (on Linux /dev/shm)"
SHARED_REMEDY = "Have it mounted, writable and with some room, and run again."


def console_on(*, stderr: bool = False, is_wrapped: bool = False) -> Console:
    """Return a console that prints names as they are: a student's may look like markup."""
    return _Console(
        stderr=stderr, highlight=False, soft_wrap=not is_wrapped, markup=False, emoji=False
    )


def tell(ending: Ending) -> int:
    """Say on the error stream what ended a command, and return its exit status."""
    # Imported here, for it waits for NumPy.
    from exercises.coach.showing.message import printable

    with suppress(OSError):  # the terminal may be gone
        console_on(stderr=True).print(Text(printable(ending.told, keep="\n")))
    return ending.status


def system_error(error: OSError) -> str:
    """Return what the system refused: the place, why, and what to do.

    >>> system_error(OSError(errno.ENOSPC, "No space left on device", "grades.csv"))
    'grades.csv: No space left on device. Free space, and run again.'
    """
    where = error.filename or _about(error)
    remedy = SHARED_REMEDY if where == SHARED else remedy_of(error)
    return f"{where}: {reason_of(error)}. {remedy}"


@contextmanager
def written_whole(place: object, otherwise: str = "Nothing was written.") -> Iterator[None]:
    """Within the block, tell what the system refuses of ``place``, which appears whole or not.

    Not of the file or folder beside it that is to become it.

    Raises
    ------
    UserError
        With what is left as it was: ``otherwise``.
    """
    try:
        yield
    except OSError as error:
        why = f"{place} could not be written: {reason_of(error)}."
        raise UserError(f"{why} {otherwise} {remedy_of(error)}") from error


def remedy_of(error: OSError) -> str:
    """Return what to do about what the system refused, a sentence."""
    return REMEDIES.get(error.errno or 0, "Put that right, and run again.")


def _about(error: OSError) -> str:
    """Return what an error without a name is about: printing, where it can be nothing else."""
    for frame, _ in walk_tb(error.__traceback__):
        module = frame.f_globals.get("__name__", "")
        if module == SEMAPHORES:
            return SHARED
        path = frame.f_locals.get("self")
        # A file that was opened and cannot be filled does not say which it is.
        if module.partition(".")[0] == "pathlib" and isinstance(path, Path):
            return str(path)
    # To print opens no file.
    is_of_files = error.errno in (errno.EMFILE, errno.ENFILE)
    return "the grader's own process" if is_of_files else "what is printed here"


def reason_of(error: OSError) -> str:
    """Return why the system refused it, in the system's words.

    Of a folder that is copied it is what went wrong with the first file.
    """
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        told = str(error.args[0][0][2])
        numbered = NUMBERED.search(told)
        return os.strerror(int(numbered[1])) if numbered else told
    return error.strerror or str(error)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Go on in silence: whoever read the output has seen enough, and the grades have not."""
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError, ValueError):
            os.dup2(nowhere, self.file.fileno())
        os.close(nowhere)
