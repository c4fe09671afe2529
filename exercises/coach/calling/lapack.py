"""What LAPACK prints by itself when it is given nan or inf, past Python and its `sys.stdout`."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

__all__ = ["without_lapacks_lines"]

# The reference LAPACK's and OpenBLAS's words, and Intel's.
LINES = re.compile(
    rb"\s*\*\* On entry to \w+ +parameter number +\d+ had an illegal value\s*\Z"
    rb"|\s*(?:Intel MKL|oneMKL) ERROR: Parameter \d+ was incorrect on entry to \w+\s*\.?\s*\Z"
)
OUTPUT = 1
# Two that put their file in the other's place could not both put back what was there.
_turn = threading.Lock()


@contextmanager
def without_lapacks_lines() -> Iterator[None]:
    """Leave out LAPACK's lines of what is printed within the block, and nothing else.

    A learner's ``np.polyfit`` of an inf raises an exception, which is explained; LAPACK's own six
    lines above it say nothing more. What else goes to the process's output is there after the
    block. Where the output cannot be turned away, all of it is shown at once, as ever.
    """
    flush = _flush_of_c()
    if flush is None or not _turn.acquire(blocking=False):
        yield
        return
    with contextlib.ExitStack() as stack:
        stack.callback(_turn.release)
        with contextlib.suppress(OSError):
            aside = stack.enter_context(tempfile.TemporaryFile())
            before = os.dup(OUTPUT)
            stack.callback(os.close, before)
            flush()
            os.dup2(aside.fileno(), OUTPUT)
            stack.callback(_put_back, before, aside, flush)
        yield


def _put_back(before: int, aside: IO[bytes], flush: Callable[[], Any]) -> None:
    flush()
    os.dup2(before, OUTPUT)
    aside.seek(0)
    for line in aside:
        if not LINES.match(line):
            os.write(OUTPUT, line)


def _flush_of_c() -> Callable[[], Any] | None:
    """Return what empties the buffers of C's own output; None where Python has no way to it."""
    try:
        import ctypes

        library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
        flush = library.fflush
    except (ImportError, OSError, AttributeError, TypeError):
        return None
    return lambda: flush(None)
