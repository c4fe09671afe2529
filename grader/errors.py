"""What ends a command: the exit statuses, and the exceptions that `grader.cli` puts into words."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Ending", "GraderFault", "Interrupted", "SandboxFault", "Status", "TooOpen", "UserError"]


class Status(IntEnum):
    """The exit statuses of all commands; 2 is that of a mistyped one."""

    DONE = 0  # all that was asked
    NOTHING_DONE = 1  # it was refused, or could not be; of qualify, that the grader does not
    FAULT = 3  # a fault of the grader or the machine left something blank
    TOO_OPEN = 4  # there is less isolation than required
    LEFT_OVER = 5  # something that looks like work is nobody's, or points have no place
    SIGNALLED = 128  # plus the signal's number, as a shell tells it


class Ending(Exception):
    """Ends a command with a status and a last word."""

    status: int = Status.NOTHING_DONE

    @property
    def told(self) -> str:
        """What is said of it."""
        return str(self)


class UserError(Ending):
    """What whoever started the command can mend: the text names thing, place and remedy."""

    @property
    def told(self) -> str:
        """What is said of it."""
        return f"Error: {self}"


class GraderFault(Ending):
    """The grader itself failed, or the machine; never the learner."""

    status = Status.FAULT

    @property
    def told(self) -> str:
        """What is said of it."""
        return f"grader fault: {self}"


class SandboxFault(GraderFault):
    """The sandbox itself failed."""


class TooOpen(Ending):
    """There is less isolation than required."""

    status = Status.TOO_OPEN


class Interrupted(Ending):
    """Somebody stopped the command; ``status`` tells by which signal."""

    def __init__(self, told: str, status: int) -> None:
        super().__init__(told)
        self.status = status
