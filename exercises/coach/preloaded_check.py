"""A check that waits for its file: all is imported by then that is no learner's.

``python -m exercises.coach.preloaded_check`` reads pytest's arguments as a line of JSON, so that a
save is answered in the time that the tests take. It runs one check, as any process of pytest does.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import signal
import sys

import numpy as np  # noqa: F401
import pytest

import exercises.coach.learner
import exercises.coach.misconceptions.diagnosis
import exercises.coach.showing.kept_pictures
import exercises.coach.showing.terminal  # noqa: F401
from exercises.coach.calling.no_windows import OnImport, leave_out_lists
from exercises.coach.shell.check import WHERE

# The kernel's number.
PR_SET_PDEATHSIG = 1
# No window may open while tests run, as in exercises/conftest.py.
os.environ["MPLBACKEND"] = "Agg"
OnImport("matplotlib.artist", leave_out_lists).install()

# Most exercises go without it.
with contextlib.suppress(Exception):
    import matplotlib.pyplot  # noqa: F401


def main() -> int:
    """Wait for the arguments, run pytest, and return its exit status."""
    _end_with_the_loop()
    line = sys.stdin.readline()
    if not line:
        # The loop has ended, or somebody has ended it.
        return 0
    # Nobody answers a learner's `input()`.
    nobody = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nobody, 0)
    os.close(nobody)
    _tell_where_when_asked()
    return int(pytest.main(json.loads(line)))


def _end_with_the_loop() -> None:
    """Have Linux end this process with the loop: compiled code hears of nothing else."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, ImportError, OSError):
            import ctypes

            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _tell_where_when_asked() -> None:
    """Let a signal print where Python is, on the output that this process began with."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        # pytest has the usual one while tests run.
        faulthandler.register(WHERE, file=os.dup(1), all_threads=False)


if __name__ == "__main__":
    sys.exit(main())
