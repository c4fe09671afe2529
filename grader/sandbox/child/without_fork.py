"""The child elsewhere than on Linux: an interpreter of its own, limited as far as that goes."""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import suppress
from typing import NoReturn

from exercises.coach.calling.no_windows import OnImport
from grader.sandbox.child.confine import Plan, address_space, limit_resources, tasks_of
from grader.sandbox.child.preloading import make_plots_harmless
from grader.sandbox.child.server import Server, listen
from grader.sandbox.child.submission_modules import hide_own_files
from grader.sandbox.limits import BROKEN, READY, Limits

__all__ = ["main"]


def main(settings: str) -> NoReturn:
    """Serve the grader on standard input and output, of which the submission then has its own."""
    sys.dont_write_bytecode = True  # of a submission's own modules
    requests, answers = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (requests, answers):
            msvcrt.setmode(descriptor, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    random.seed(0)
    listen()
    os.write(answers, READY)
    # Too slow to be imported for every submission.
    OnImport("matplotlib.pyplot", make_plots_harmless).install()
    hide_own_files()
    status = 0
    try:
        _limit(Limits(**json.loads(settings)))

        def send(data: bytes) -> None:
            view = memoryview(data)
            while view:
                view = view[os.write(answers, view) :]

        Server(lambda: os.read(requests, 1 << 16), send).serve()
    except EOFError:
        pass
    except BaseException:
        status = BROKEN
        with suppress(BaseException):
            sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _limit(limits: Limits) -> None:
    if os.name != "posix":
        return
    tasks = tasks_of(os.getuid()) if os.geteuid() != 0 else 0
    limit_resources(Plan(limits, base_bytes=address_space(), base_tasks=tasks))
