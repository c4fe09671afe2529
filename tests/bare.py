"""`-p tests.bare` or ``import tests.bare``: a Python as in a browser or in a narrow container.

No process, thread, signal or timer can be had, and the clock of a thread's own time is missing.
Before anything of the kit is imported, since that asks once what there is.
"""

from __future__ import annotations

import _thread
import os
import signal
import subprocess
import threading
import time
from typing import Any, NoReturn


def _refused(*args: Any, **kwargs: Any) -> NoReturn:
    raise RuntimeError("can't start new thread")


def _not_here(*args: Any, **kwargs: Any) -> NoReturn:
    raise OSError(138, "Not supported")


for module, names in (
    (os, ("fork", "forkpty", "posix_spawn", "register_at_fork")),
    (signal, ("setitimer", "alarm", "SIGALRM", "ITIMER_REAL", "pthread_sigmask")),
    (time, ("thread_time",)),
):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
signal.signal = _not_here
subprocess.Popen.__init__ = _not_here  # type: ignore[method-assign]
_thread.start_new_thread = _refused
threading._start_new_thread = _refused  # type: ignore[attr-defined]
_thread.interrupt_main = _refused
