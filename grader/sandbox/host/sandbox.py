"""The sandbox: brings up what children come from, measures the isolation, opens sessions."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from typing import Literal, Protocol

from grader.errors import SandboxFault
from grader.sandbox.host.channel import Channel
from grader.sandbox.host.conversation import Conversation, Gone, TimedOut
from grader.sandbox.host.forked import Begun, ZygoteDied, ZygoteProcess, can_fork, folder_made
from grader.sandbox.host.isolation import Isolation, measured
from grader.sandbox.host.process import ProcessStarter
from grader.sandbox.host.session import Session
from grader.sandbox.libc import PR_SET_DUMPABLE, prctl
from grader.sandbox.limits import LAYERS, Limits

__all__ = ["Sandbox"]

CANARY_SECONDS = 30.0
STARTS = 3
KILLED = (
    "the sandbox's process was ended again and again. Is the machine short of memory? Run again "
    "with fewer --jobs."
)


class _Lost(SandboxFault):
    """The process from which the canary came was killed meanwhile: nobody's measure of anything."""


class Starter(Protocol):
    """What children come from."""

    sweeps: bool

    def start(self, may_lack: tuple[str, ...]) -> Channel:
        """Start a child that may go on without these layers."""

    def close(self) -> None:
        """End every child."""


class Sandbox(AbstractContextManager["Sandbox"]):
    """Where submissions run.

    Parameters
    ----------
    limits : what each submission may use
    mode : ``forked`` from a warm process and confined (Linux), a fresh ``process`` for each
        submission (anywhere), or ``auto``: the first where it can be had
    without : layers of the confinement to leave out, to see what a machine without them is worth
    begun : a process that was started for it before, with the same limits

    Attributes
    ----------
    isolation : the level in force, as a canary measured it by trying

    Raises
    ------
    SandboxFault
        On entering, when no child can be started.

    Examples
    --------
    >>> with Sandbox() as sandbox, sandbox.session({"ex1_gradient_descent.py": b"..."}) as session:
    ...     observation = session.call("ex1_gradient_descent", "grad", [2.0])
    """

    isolation: Isolation

    def __init__(
        self,
        limits: Limits | None = None,
        mode: Literal["auto", "forked", "process"] = "auto",
        without: tuple[str, ...] = (),
        begun: Begun | None = None,
    ) -> None:
        self.without = without
        self.limits = limits or Limits()
        self.begun = begun
        self.is_forked = mode == "forked" or (mode == "auto" and can_fork())
        self.may_lack: tuple[str, ...] = LAYERS

    def __enter__(self) -> Sandbox:
        """Start, and measure."""
        with suppress(OSError):
            # Whoever runs as the same user cannot attach to this process or read its memory.
            prctl(PR_SET_DUMPABLE, 0)
        self.folder = self.begun.folder if self.begun is not None else folder_made()
        try:
            self.starter = self._starter()
            self.isolation = self._measured_again()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End everything."""
        self.close()

    def close(self) -> None:
        """End every child and remove every file."""
        if hasattr(self, "starter"):
            self.starter.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def session(self, sources: Mapping[str, bytes]) -> Session:
        """Open a submission.

        Parameters
        ----------
        sources : file names, for example ``ex1_gradient_descent.py``, and their bytes
        """
        return Session(self._start, sources, self.limits)

    def _starter(self) -> Starter:
        if not self.is_forked:
            return ProcessStarter(self.limits, self.folder)
        for _ in range(STARTS):
            # Whoever is short of memory kills the largest process, and this one is.
            zygote = self.begun.taken() if self.begun is not None else None
            zygote = zygote or ZygoteProcess(self.limits, self.folder, self.without)
            with suppress(ZygoteDied):
                zygote.wait()
                return zygote
        raise SandboxFault(KILLED)

    def _start(self) -> Channel:
        for _ in range(2):
            try:
                return self.starter.start(self.may_lack)
            except ZygoteDied:
                self.starter.close()
                sweeps, self.starter = self.starter.sweeps, self._starter()
                self.starter.sweeps = sweeps
        raise SandboxFault(KILLED)

    def _measured_again(self) -> Isolation:
        for _ in range(STARTS - 1):
            with suppress(_Lost):
                return self._measure()
        return self._measure()

    def _measure(self) -> Isolation:
        outside = self.folder / "outside"
        outside.mkdir(exist_ok=True)
        outside.chmod(0o777)
        secret = outside / "secret"
        secret.write_bytes(os.urandom(16))
        ours = ctypes.create_string_buffer(8)
        targets = {
            "outside": str(outside),
            "secret": str(secret),
            "grader": os.getpid(),
            "address": ctypes.addressof(ours),
            "memory_bytes": self.limits.memory_bytes,
        }
        conversation = Conversation(self._start(), self.limits)
        try:
            reply = conversation.ask(
                {"do": "attempt", "targets": targets}, CANARY_SECONDS, CANARY_SECONDS
            )
        except (Gone, TimedOut) as error:
            if isinstance(error, Gone) and error.ended.is_lost:
                raise _Lost(KILLED) from None
            said = conversation.channel.output.text[-1000:]
            raise SandboxFault(f"the canary did not come back: {error} {said}".strip()) from None
        finally:
            conversation.close()
        if self.is_forked:
            self.may_lack = tuple(reply.parts["missing"])
        isolation = measured(reply.parts["report"], forked=self.is_forked)
        self.starter.sweeps = "start processes" in isolation.lacking
        return isolation
