"""What a submission was kept from on this machine, as measured by the canary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["LEVELS", "Isolation", "measured"]

# From the least to the most.
LEVELS = ("process only", "partial", "no file filter", "no network filter", "full")

NETWORK = {"open sockets"}
# What the same filter of system calls keeps from a submission.
CALLS = {"start processes", "reach the grader's process", "change the modes of other files"}
FILES = {"read other files", "write outside its scratch folder"}


@dataclass(frozen=True)
class Isolation:
    """The isolation in force.

    Attributes
    ----------
    level : one of `LEVELS`
    lacking : what a submission could do, in words; empty for ``full``
    """

    level: str
    lacking: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """One line to print."""
        if not self.lacking:
            return f"isolation: {self.level}"
        return f"isolation: {self.level} (a submission could {', '.join(self.lacking)})"


def measured(succeeded: Sequence[str], *, forked: bool) -> Isolation:
    """Return the isolation from what the canary managed to do.

    Parameters
    ----------
    succeeded : what `grader.sandbox.child.canary.attempt` reports
    forked : whether children are forked and confined; without that it is ``process only``
    """
    lacking = tuple(succeeded)
    free = set(lacking)
    if not forked:
        return Isolation("process only", lacking)
    if not free:
        return Isolation("full")
    if free <= NETWORK | CALLS:
        return Isolation("no network filter", lacking)
    if free <= FILES:
        return Isolation("no file filter", lacking)
    return Isolation("process only" if free & NETWORK and free & FILES else "partial", lacking)
