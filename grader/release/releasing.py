"""``grader release``: what is handed out to learners, and what a service runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

import click

from grader.course.file import Course
from grader.release.bundles import (
    TOP,
    ReleaseError,
    autograder,
    classroom50,
    jupyterhub,
    learners,
    prairielearn,
)
from grader.release.own import untested
from grader.reports.exports.archive import zipped
from grader.secret import read_secret
from grader.terminal import written_whole

__all__ = [
    "release_classroom50", "release_gradescope", "release_jupyterhub", "release_learners",
    "release_prairielearn",
]  # fmt: skip

SCRIPTS = ("setup.sh", "run_autograder")
PL_SHARED = "serverFilesCourse/gradient_descent"


def release_learners(place: Path, course: Course) -> None:
    """Write the learners' folder, or a zip of it where ``place`` ends so."""
    is_zip = place.suffix.lower() == ".zip"
    with written_whole(place):
        if not is_zip:
            _refuse_taken(place)
        files = learners(course.folders)
        if is_zip:
            _write_zip(place, {f"{TOP}/{name}": data for name, data in files.items()})
        else:
            _write_folder(place, files)
    click.echo(f"wrote {place}: {len(files)} files, for learners")
    _tell_learners(course)


def release_gradescope(
    place: Path, secret_file: Path | None, visibility: str, course: Course
) -> None:
    """Write the zip that is uploaded to Gradescope."""
    key = secret_file or course.secret or place.with_name("secret.key")
    with written_whole(place):
        if place.suffix.lower() != ".zip":
            raise ReleaseError(f"{place} must end in .zip: Gradescope takes nothing else.")
        place.parent.mkdir(parents=True, exist_ok=True)
        files = autograder(read_secret(key), visibility, course)
        _write_zip(place, files, SCRIPTS)
    click.echo(
        f"wrote {place}: {len(files)} files, for Gradescope. The numbers are drawn from {key}: "
        f"grade exports with {_same_numbers(key, course)}, and keep it."
    )
    _tell_service(course)


def release_classroom50(place: Path, course: Course) -> None:
    """Write the folder of starter code and autograder."""
    with written_whole(place):
        _refuse_taken(place)
        files = classroom50(course.folders)
        _write_folder(place, files)
    click.echo(
        f"wrote {place}: {len(files)} files. What to do with them is in {place / 'README.md'}. "
        "Students can change what runs in their repositories: grade the collected ones with "
        "grader grade."
    )
    _tell_learners(course)


def release_prairielearn(place: Path, secret_file: Path | None, image: str, course: Course) -> None:
    """Write the folder that is laid over a course's repository."""
    key = secret_file or course.secret or place.resolve().with_name("secret.key")
    with written_whole(place):
        _refuse_taken(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        files = prairielearn(read_secret(key), image, course)
        _write_folder(place, files, (f"{PL_SHARED}/run.sh",))
    click.echo(
        f"wrote {place}: {len(files)} files, for a course's repository that students cannot read. "
        f"What to do with them is in {place / 'README.md'}."
    )
    _tell_learners(course)
    _tell_service(course)


def release_jupyterhub(place: Path, course: Course) -> None:
    """Write the folder for everybody's home, and the hub's environment."""
    with written_whole(place):
        _refuse_taken(place)
        files = jupyterhub(course.folders)
        _write_folder(place, files)
    click.echo(
        f"wrote {place}: {len(files)} files. What to do with them is in {place / 'README.md'}."
    )
    _tell_learners(course)


def _same_numbers(key: Path, course: Course) -> str:
    """Say how an export is graded on the numbers that the service drew."""
    return "the same course.toml" if key == course.secret else f"--secret-file {key}"


def _tell_learners(course: Course) -> None:
    """Say what the own exercises among the files lack."""
    for stem in untested(course.folders):
        click.echo(
            f"{stem}.py is in it, without learner tests: pytest exercises says nothing of it. "
            f"Write test_{stem}.py beside the stub in the course's folder.",
            err=True,
        )


def _tell_service(course: Course) -> None:
    """Say what of the course's rules the service does not follow."""
    if course.rule.late is not None and course.rule.due is not None:
        click.echo(
            "Not in it: what being late costs. Set that there, or grade what is collected with "
            f"grader grade --course {course.path or 'FILE'}.",
            err=True,
        )


def _write_zip(place: Path, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{place.name}.part")
    try:
        partial.write_bytes(zipped(files, executable))
        os.replace(partial, place)
    finally:
        partial.unlink(missing_ok=True)


def _refuse_taken(place: Path) -> None:
    if place.is_dir() and any(place.iterdir()):
        raise ReleaseError(f"{place} is not empty. Nothing was written. Name a new folder.")
    if place.exists() and not place.is_dir():
        raise ReleaseError(f"{place} is a file. Nothing was written. Name a new folder.")


def _write_folder(
    place: Path, files: Mapping[str, bytes], executable: Collection[str] = ()
) -> None:
    """Write a folder as a whole; one that holds anything is left as it is."""
    _refuse_taken(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        new = stage / "new"
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(data)
            if name in executable:
                (new / name).chmod(0o755)
        if place.is_dir():
            place.rmdir()
        new.rename(place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
