"""How far a run is: a bar with rate and remaining time on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

__all__ = ["Meter", "meter"]

LINE_SECONDS = 5.0


class Meter(Protocol):
    """Shows how many submissions have a grade."""

    def show(self, done: int, graded: int) -> None:
        """Show that ``done`` have one, ``graded`` of them since the start."""


@contextmanager
def meter(console: Console, total: int | None) -> Iterator[Meter]:
    """Return what suits the console.

    Parameters
    ----------
    console : where to show it
    total : how many submissions there are, where that is known
    """
    if not console.is_terminal:
        yield Lines(console, total)
        return
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress, total)


class Bar:
    """A progress bar."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self.progress = progress
        self.task = progress.add_task("grading", total=total, graded=0)

    def show(self, done: int, graded: int) -> None:
        """Move the bar."""
        total = self.progress.tasks[0].total
        # A folder may have grown since it was counted.
        known = None if total is None else max(int(total), done)
        self.progress.update(self.task, completed=done, total=known, graded=graded)


class Lines:
    """A line every few seconds, for logs."""

    def __init__(self, console: Console, total: int | None) -> None:
        self.console = console
        self.total = total
        self.started = self.shown = time.monotonic()

    def show(self, done: int, graded: int) -> None:
        """Print a line if the last one is old enough."""
        now = time.monotonic()
        if now - self.shown < LINE_SECONDS:
            return
        self.shown = now
        self.console.print(progress_line(done, graded, self.total, now - self.started))


def progress_line(done: int, graded: int, total: int | None, seconds: float) -> str:
    """Return ``graded 120 of 1000, 14.2 a second, 62 s left``."""
    rate = graded / seconds if seconds > 0 else 0.0
    if total is None or rate == 0:
        return f"graded {done}, {rate:.1f} a second"
    left = max(total - done, 0) / rate
    return f"graded {done} of {max(total, done)}, {rate:.1f} a second, {left:.0f} s left"


class _Rate(ProgressColumn):
    """Submissions a second, without those that had a grade before."""

    def render(self, task: Task) -> Text:
        """Return the rate."""
        seconds = task.elapsed or 0.0
        rate = task.fields["graded"] / seconds if seconds else 0.0
        return Text(f"{rate:.1f}/s", style="cyan")
