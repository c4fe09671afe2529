"""The warm process from which children are forked: it has no test, no solution and no secret.

It passes descriptors to the children and never reads a submission. The grader asks it, over one
socket, to start a child and to end one; without the grader it ends itself and them.
"""

from __future__ import annotations

import array
import json
import locale
import os
import shutil
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from grader.sandbox.child.confine import Plan, confine, plan_for
from grader.sandbox.child.preloading import collapse, warm
from grader.sandbox.child.server import Server, listen
from grader.sandbox.child.submission_modules import hide_own_files
from grader.sandbox.libc import PR_SET_CHILD_SUBREAPER, PR_SET_DUMPABLE, prctl
from grader.sandbox.limits import ANSWER, BROKEN, LAYERS, LEAVE, REQUEST, START, SWEEP, Limits

__all__ = ["main"]

CHILD_LINE = 3
# It takes as long as it saves in so many forks.
FORKS_WORTH_COLLAPSING = 20


def main(line: int, scratch: str, settings: str, without: str, lean: str) -> NoReturn:
    """Serve the grader on the descriptor ``line``."""
    control = socket.socket(fileno=line)
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    warm(is_lean=bool(lean))
    sys.dont_write_bytecode = True  # of a submission's own modules
    # Who ignores it, as what started the grader may have done, is not told how a child ended.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    listen()
    plan = plan_for(Limits(**json.loads(settings)), Path(scratch), tuple(without.split(",")))
    hide_own_files()
    os.environ.clear()
    os.environ.update(PATH="/usr/bin:/bin", LANG="C.UTF-8", MPLBACKEND="Agg")
    with suppress(locale.Error):  # its files cannot be read later on
        locale.setlocale(locale.LC_ALL, "")
    zygote = Zygote(control, plan, scratch)
    with suppress(OSError):  # it may be gone by now: the first answer finds out
        control.send(b"ready")
    while True:
        try:
            zygote.answer()
        except ConnectionError:
            zygote.leave(is_alone=True)


class Zygote:
    """Starts and ends children.

    Parameters
    ----------
    control : the socket to the grader
    plan : what every child takes on
    scratch : the folder in which each child's own folder is made
    """

    def __init__(self, control: socket.socket, plan: Plan, scratch: str) -> None:
        self.control = control
        self.plan = plan
        self.scratch = scratch
        self.children: set[int] = set()
        self.ended: dict[int, int] = {}
        self.started = 0

    def answer(self) -> None:
        """Do what the grader's next message asks for."""
        message, descriptors, _, _ = socket.recv_fds(self.control, 4096, 2)
        if not message:
            self.leave(is_alone=True)
        what, first, second = REQUEST.unpack(message)
        if what == LEAVE:
            self.leave(is_alone=False)
        if what == START:
            self.start(first, second, descriptors)
        else:
            self.end(first, sweep=what == SWEEP)

    def start(self, number: int, may_lack: int, descriptors: list[int]) -> None:
        """Fork a child onto the descriptors of its line and its output."""
        self.started += 1
        if self.started == FORKS_WORTH_COLLAPSING:
            collapse()
        pid = os.fork()
        if pid == 0:
            _live(self.plan, f"{self.scratch}/{number:x}", may_lack, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self.children.add(pid)
        handle = os.pidfd_open(pid)
        rights = array.array("i", [handle])
        self.control.sendmsg(
            [ANSWER.pack(pid, 0)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)]
        )
        os.close(handle)

    def end(self, pid: int, *, sweep: bool) -> None:
        """Kill a child with its group, and say how it had ended."""
        _kill(pid)
        status = self.ended.pop(pid, None)
        if status is None:
            _, status = os.waitpid(pid, 0)
        self.children.discard(pid)
        if sweep:
            _sweep(self.children)
        self._reap()
        code = os.waitstatus_to_exitcode(status)
        self.control.send(ANSWER.pack(max(code, 0), max(-code, 0)))

    def leave(self, *, is_alone: bool) -> NoReturn:
        """End every child and this process; of a grader that was killed, the files as well."""
        for pid in self.children:
            _kill(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        _sweep(set())
        if is_alone:
            shutil.rmtree(Path(self.scratch).parent, ignore_errors=True)
        os._exit(0)

    def _reap(self) -> None:
        with suppress(ChildProcessError):  # what a child leaves behind comes to this process
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] in self.children:
                    self.ended[found[0]] = found[1]


def _sweep(keep: set[int]) -> None:
    """Kill the processes that came to this one when their parents ended."""
    own = str(os.getpid())
    for _ in range(100):
        strays = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parent = stat.read_text(errors="replace").rpartition(")")[2].split()[1]
                if parent == own and int(stat.parent.name) not in keep:
                    strays.append(int(stat.parent.name))
        for pid in strays:
            _kill(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        if not strays:
            return


def _live(plan: Plan, folder: str, may_lack: int, line: int, output: int) -> NoReturn:
    """Be the child, to the end."""
    status = BROKEN
    try:
        # A group, to be killed by; a session as well would cost a millisecond (its autogroup), and
        # the zygote's own has no terminal.
        os.setpgid(0, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.dup2(line, CHILD_LINE)
        _open_streams()
        os.mkdir(folder)
        if plan.uid is not None and os.geteuid() == 0:
            os.chown(folder, plan.uid, plan.uid)
        os.chdir(folder)
        for name in ("HOME", "TMPDIR", "MPLCONFIGDIR"):
            os.environ[name] = folder
        missing = confine(plan)
        os.closerange(CHILD_LINE + 1, plan.limits.open_files)
        if any(not may_lack >> LAYERS.index(name) & 1 for name in missing):
            os._exit(BROKEN)
        Server(lambda: os.read(CHILD_LINE, 1 << 18), _write, missing).serve()
    except EOFError:
        status = 0
    except BaseException:
        with suppress(BaseException):
            sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _open_streams() -> None:
    """Open standard output and error anew: those of the warm process were made for other files."""
    for descriptor, name, errors in ((1, "stdout", "strict"), (2, "stderr", "backslashreplace")):
        lines = 1 if name == "stderr" else -1
        stream = open(  # noqa: SIM115
            descriptor, "w", lines, encoding="utf-8", errors=errors, closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(CHILD_LINE, view) :]


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
    # Only once the child has made it is there a group of its number.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
