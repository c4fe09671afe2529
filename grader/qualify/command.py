"""``grader qualify``: proves the grader on right and wrong submissions before a class meets it.

Wheats (right), chaffs (wrong, each by a named mistake), the blank stubs and the solutions go the
way of every submission, over several seeds; what a chaff's own check is, says
`grader.qualify.naming`. The grader qualifies when every chaff loses points, no wheat does,
the stubs are all *not started*, the solutions are right, no mistake gets another's name, every
check is some chaff's own, and no verdict depends on the seed.
"""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exercises.coach.contracts import EXERCISES
from grader.course.own_folders import join, keys_checked_in
from grader.errors import GraderFault, Interrupted, Status
from grader.options import course_file, course_of, jobs

if TYPE_CHECKING:
    from rich.console import Console

    from grader.qualify.matrix import Matrix
    from grader.qualify.samples import Sample
    from grader.sandbox.host.isolation import Isolation

__all__ = ["qualify"]

# The least width that shows the matrix unbroken where there is no terminal to ask.
WIDE = 120


@click.command()
@click.option("--seeds", type=click.IntRange(1, 100), default=3, show_default=True,
              help="Of how many students' numbers each sample is tried on.")  # fmt: skip
@jobs
@click.option("--only", multiple=True, type=click.Choice([e.key for e in EXERCISES]),
              help="This exercise only; may be given several times.")  # fmt: skip
@click.option("--tests", "folders", multiple=True, metavar="DIR",
              type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder with wheats/ and chaffs/ in place of the kit's tests/; may be given "
              "several times.")  # fmt: skip
@course_file
@click.option("--full", is_flag=True, help="Print the whole matrix.")
@click.option("--json", "document", type=click.Path(dir_okay=False, path_type=Path),
              metavar="FILE", help="Write the matrix and all that follows from it.")  # fmt: skip
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.png",
              help="Draw the matrix.")  # fmt: skip
def qualify(
    seeds: int, jobs: int, only: tuple[str, ...], folders: tuple[Path, ...], full: bool,
    document: Path | None, picture: Path | None, course_file: Path | None,
) -> None:  # fmt: skip
    """Try the grader itself on submissions whose result is known.

    After a change to a hidden test, this shows what it catches, and whom it would wrong. With a
    course's own checks (--course, or a course.toml here that names folders of them) it tries the
    exercises that they are about, on the course's wheats and chaffs and on the kit's.

    Exit status: 0 the grader qualifies; 1 it does not, each reason is printed; 3 the hidden tests
    or the sandbox do not run; 130 stopped by Ctrl-C.
    """
    # Imported here, so that --help does not wait for NumPy and pytest.
    from concurrent.futures import BrokenExecutor

    from grader.qualify.printing import document_of, print_all
    from grader.qualify.reasons import reasons_in
    from grader.qualify.samples import KIT, samples_of
    from grader.terminal import console_on

    own = tuple(folder.path for folder in course_of(course_file, {}).folders)
    asked = frozenset(only) or keys_checked_in(own)
    console = console_on(is_wrapped=True)
    if not console.is_terminal:
        console.width = WIDE
    join(own)
    samples = samples_of((*(folders or (KIT,)), *own), asked, own)
    try:
        matrix, isolation, seconds = _tried(samples, seeds, jobs, asked, own, console)
        reasons = reasons_in(matrix)
        print_all(matrix, reasons, seconds, console, full=full)
        if document is not None:
            data = document_of(matrix, reasons, isolation.level, seconds, own)
            document.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
            console.print(f"matrix: {document}")
        if picture is not None:
            from grader.qualify.picture import draw

            draw(matrix, picture)
            console.print(f"picture: {picture}")
    except BrokenExecutor as error:
        raise GraderFault(str(error)) from error
    except KeyboardInterrupt as error:
        raise Interrupted("Stopped.", Status.SIGNALLED + signal.SIGINT) from error
    raise SystemExit(Status.NOTHING_DONE if reasons else Status.DONE)


def _tried(
    samples: Sequence[Sample], seeds: int, jobs: int, only: frozenset[str], own: tuple[Path, ...],
    console: Console,
) -> tuple[Matrix, Isolation, float]:  # fmt: skip
    """Try all samples, show how far it is; return the matrix, what isolated them, and seconds."""
    from grader.progress import meter
    from grader.qualify.running import try_all

    started = time.monotonic()
    told: list[Isolation] = []

    def ready(isolation: Isolation) -> None:
        told.append(isolation)
        console.print(isolation.says)

    with meter(console, seeds * len(samples)) as shown:
        matrix = try_all(
            samples, seeds, jobs, only, own, ready=ready, step=lambda done: shown.show(done, done)
        )
    return matrix, told[0], time.monotonic() - started
