"""The console that the grader prints on: neither a name nor a reader who leaves can end a run."""

from __future__ import annotations

import os
from contextlib import suppress

from rich.console import Console

__all__ = ["console_on"]


def console_on(*, stderr: bool = False) -> Console:
    """Return a console that prints names as they are: a student's may look like markup."""
    return _Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Go on in silence: whoever read the output has seen enough, and the grades have not."""
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError, ValueError):
            os.dup2(nowhere, self.file.fileno())
        os.close(nowhere)
