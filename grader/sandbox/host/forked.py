"""The grader's side of Linux: the zygote's process, and the channel to a child that it forked."""

from __future__ import annotations

import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from exercises.coach.contracts import OWN
from grader.errors import SandboxFault
from grader.sandbox.host.ending import Ended, Output
from grader.sandbox.host.scratch import remove
from grader.sandbox.limits import ANSWER, END, LAYERS, LEAVE, REQUEST, START, SWEEP, Limits

__all__ = [
    "ROOT", "START_SECONDS", "Begun", "ForkedChannel", "ZygoteDied", "ZygoteProcess", "can_fork",
    "clean_environment", "folder_made",
]  # fmt: skip

ROOT = Path(__file__).parents[3]
START_SECONDS = 60.0
ANSWER_SECONDS = 30.0
READ_BYTES = 1 << 18
# Hooks that run in every fork (the random module's reseeding among them) cost a third of it, and
# one process with one thread needs none; they are registered by imports, so before any of them.
# So is all that garbage collections would walk through in vain, a fifth of the time.
COMMAND = """
import gc, os, sys
gc.disable()
os.register_at_fork = lambda **hooks: None
sys.path.insert(0, sys.argv[1])
from grader.sandbox.child.zygote import main
main(int(sys.argv[2]), *sys.argv[3:])
"""


class ZygoteDied(Exception):
    """The zygote is gone; its children with it."""


def clean_environment() -> dict[str, str]:
    """Return the environment in which untrusted interpreters start.

    The hash seed is fixed, so that a submission which walks over a set of strings gets the same
    grade in every run; ``-I`` would ignore it, hence ``-s -P`` and this environment in its place.
    """
    kept = ("HOME", "PATH", "TMPDIR", "SYSTEMROOT", "XDG_CACHE_HOME", OWN)
    fixed = {"PYTHONHASHSEED": "0", "MPLBACKEND": "Agg", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    threads = dict.fromkeys(
        ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"),
        "1",
    )
    # Each thread's allocator reserves 128 MB of addresses otherwise, and ten exceed the limit.
    allocator = {"MALLOC_ARENA_MAX": "1"}
    return {k: os.environ[k] for k in kept if k in os.environ} | fixed | threads | allocator


def can_fork() -> bool:
    """Whether this is a Linux that names processes by descriptor, as the zygote needs."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def folder_made() -> Path:
    """Make a folder for a sandbox's files."""
    folder = Path(tempfile.mkdtemp(prefix="sandbox-")).resolve()
    folder.chmod(0o711)  # a child of another user passes through, and sees no names
    return folder


class ZygoteProcess:
    """A zygote, which comes up while the grader does something else.

    Parameters
    ----------
    limits : what every child may use
    folder : an existing folder in which ``scratch`` is made
    without : layers of the confinement to leave out
    is_lean : whether it is for a single submission, and imports no more than most of them need
    """

    def __init__(
        self, limits: Limits, folder: Path, without: tuple[str, ...] = (), *, is_lean: bool = False
    ) -> None:
        self.limits = limits
        self.scratch = folder / "scratch"
        self.scratch.mkdir(mode=0o711, exist_ok=True)
        self.sweeps = False
        self.is_up = False
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(START_SECONDS)
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed once it is up, or not)
        with theirs:
            command = [sys.executable, "-s", "-P", "-c", COMMAND, str(ROOT)]
            command += [str(theirs.fileno()), str(self.scratch), json.dumps(asdict(limits))]
            command += [",".join(without), "lean" if is_lean else ""]
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self.errors,
                stderr=self.errors,
                # Where there is no home folder, Matplotlib leaves one of its own there.
                env=clean_environment() | {"TMPDIR": str(folder)},
                cwd=folder,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it is up.

        Raises
        ------
        SandboxFault
            When it does not come up.
        ZygoteDied
            When somebody killed it while it came up.
        """
        timed_out = False
        with self.errors as errors:
            try:
                self.is_up = self.control.recv(16) == b"ready"
            except OSError as error:
                timed_out = isinstance(error, TimeoutError)
            if not self.is_up:
                self.control.close()
                self._end()
                if self.process.returncode < 0 and not timed_out:
                    raise ZygoteDied
                errors.seek(0)
                said = errors.read()[-2000:].decode("utf-8", "replace").strip()
                raise SandboxFault(
                    f"the sandbox's process does not start ({sys.executable}): "
                    f"{said or 'it says nothing'}. Does `python -c 'import matplotlib'` work?"
                )
        self.control.settimeout(ANSWER_SECONDS)

    def start(self, may_lack: tuple[str, ...]) -> ForkedChannel:
        """Start a child.

        Parameters
        ----------
        may_lack : layers of the confinement without which the child may go on

        Raises
        ------
        ZygoteDied
            When there is nobody to start it.
        """
        # Not to be guessed: where Landlock is missing, an earlier child could be there first.
        number = secrets.randbits(64)
        lacks = sum(1 << LAYERS.index(name) for name in may_lack)
        ours, line = socket.socketpair()
        output, theirs = os.pipe()
        try:
            pid, _, handles = self._ask(START, number, lacks, [line.fileno(), theirs])
        except ZygoteDied:
            ours.close()
            os.close(output)
            raise
        finally:
            line.close()
            os.close(theirs)
        scratch = self.scratch / f"{number:x}"
        return ForkedChannel(self, pid, handles[0], ours, output, scratch)

    def end(self, pid: int) -> Ended:
        """Kill a child."""
        status, signaled, _ = self._ask(SWEEP if self.sweeps else END, pid, 0, [])
        return Ended(status, signaled)

    def close(self) -> None:
        """End the zygote and every child of it."""
        with suppress(OSError):  # whose line only breaks takes its grader for dead
            self.control.send(REQUEST.pack(LEAVE, 0, 0))
        self.control.close()
        self.errors.close()
        if not self.is_up:
            self.process.kill()  # it has no child yet
        self._end()

    def _end(self) -> None:
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _ask(
        self, what: bytes, first: int, second: int, descriptors: list[int]
    ) -> tuple[int, int, list[int]]:
        try:
            socket.send_fds(self.control, [REQUEST.pack(what, first, second)], descriptors)
            answer, handles, _, _ = socket.recv_fds(self.control, 4096, 1)
        except OSError:
            raise ZygoteDied from None
        if not answer:
            raise ZygoteDied
        return (*ANSWER.unpack(answer), handles)


class Begun:
    """A zygote for a single submission, begun before what judges is imported.

    Parameters
    ----------
    limits : what the submission may use
    """

    def __init__(self, limits: Limits) -> None:
        self.folder = folder_made()
        self.zygote: ZygoteProcess | None = ZygoteProcess(limits, self.folder, is_lean=True)

    def taken(self) -> ZygoteProcess | None:
        """Return the zygote, whose end is up to the caller from now on; None if it was taken."""
        zygote, self.zygote = self.zygote, None
        return zygote

    def close(self) -> None:
        """End it, and remove the folder: whatever was taken has come to its end."""
        zygote = self.taken()
        if zygote is not None:
            zygote.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class ForkedChannel:
    """A `grader.sandbox.host.channel.Channel` to a forked child."""

    def __init__(
        self, zygote: ZygoteProcess, pid: int, handle: int, line: socket.socket, output: int,
        scratch: Path,
    ) -> None:  # fmt: skip
        self.zygote = zygote
        self.pid = pid
        self.handle = handle
        self.line = line
        self.pipe = output
        self.scratch = scratch
        self.output = Output(zygote.limits.output_bytes)
        self.poll = select.poll()
        for descriptor in (line.fileno(), output, handle):
            self.poll.register(descriptor, select.POLLIN)
        os.set_blocking(output, False)

    def send(self, data: bytes, seconds: float) -> bool:
        """Send ``data``; False when it was not taken within ``seconds``, or nobody is there."""
        self.line.settimeout(seconds)
        try:
            self.line.sendall(data)
        except OSError:
            return False
        return True

    def receive(self, seconds: float) -> bytes | None:
        """Return what came; None when nothing did in ``seconds``; empty when the child ended."""
        until = time.monotonic() + seconds
        while True:
            ready = dict(self.poll.poll(max(0.0, until - time.monotonic()) * 1000))
            if not ready:
                return None
            if self.pipe in ready:
                self._drain()
            if self.line.fileno() in ready or self.handle in ready:
                with suppress(BlockingIOError, ConnectionError):
                    return self.line.recv(READ_BYTES, socket.MSG_DONTWAIT)
                return b""
            if time.monotonic() >= until or self.output.is_too_much:
                return None

    def has_ended(self, seconds: float) -> bool:
        """Whether the child ends by itself within ``seconds``."""
        ended = select.poll()
        ended.register(self.handle, select.POLLIN)
        return bool(ended.poll(seconds * 1000))

    def interrupt(self) -> None:
        """Ask the child to stop what it does and to report."""
        self._signal(signal.SIGALRM)

    def ask_where(self) -> None:
        """Have the child print the line at which it is, even from within C code."""
        self._signal(signal.SIGUSR2)
        time.sleep(0.05)
        self._drain()

    def end(self) -> Ended:
        """Kill the child and whatever it started, and return how it had ended."""
        try:
            ended = self.zygote.end(self.pid)
        except ZygoteDied:
            self._signal(signal.SIGKILL)
            ended = Ended(0, is_lost=True)
        self._drain()
        os.close(self.pipe)
        os.close(self.handle)
        self.line.close()
        remove(self.scratch)
        return ended

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            signal.pidfd_send_signal(self.handle, number)

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            data = os.read(self.pipe, READ_BYTES)
            if data:
                self.output.add(data)
            else:  # closed at its other end; polling it would never sleep again
                with suppress(KeyError):
                    self.poll.unregister(self.pipe)
