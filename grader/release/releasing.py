"""``grader release``: what is handed out to learners, and what a service runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

import click

from grader.release.bundles import ReleaseError, autograder, learners
from grader.reports.exports.archive import zipped
from grader.secret import SecretError, read_secret

__all__ = ["release_gradescope", "release_learners"]

TOP = "gradient-descent-exercises"
SCRIPTS = ("setup.sh", "run_autograder")


def release_learners(place: Path) -> None:
    """Write the learners' folder, or a zip of it where ``place`` ends so."""
    try:
        files = learners()
        if place.suffix.lower() == ".zip":
            _write_zip(place, {f"{TOP}/{name}": data for name, data in files.items()})
        else:
            _write_folder(place, files)
    except (ReleaseError, OSError) as error:
        raise click.ClickException(_told(error)) from error
    click.echo(f"wrote {place}: {len(files)} files, for learners")


def release_gradescope(place: Path, secret_file: Path | None, visibility: str) -> None:
    """Write the zip that is uploaded to Gradescope."""
    key = secret_file or place.with_name("secret.key")
    try:
        if place.suffix.lower() != ".zip":
            raise ReleaseError(f"{place} must end in .zip: Gradescope takes nothing else.")
        place.parent.mkdir(parents=True, exist_ok=True)
        files = autograder(read_secret(key), visibility)
        _write_zip(place, files, SCRIPTS)
    except (ReleaseError, SecretError, OSError) as error:
        raise click.ClickException(_told(error)) from error
    click.echo(
        f"wrote {place}: {len(files)} files, for Gradescope. The numbers are drawn from {key}: "
        f"grade exports with --secret-file {key}, and keep it."
    )


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}. Nothing was written."
    return str(error)


def _write_zip(place: Path, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{place.name}.part")
    try:
        partial.write_bytes(zipped(files, executable))
        os.replace(partial, place)
    finally:
        partial.unlink(missing_ok=True)


def _write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder as a whole; one that holds anything is left as it is."""
    if place.is_dir() and any(place.iterdir()):
        raise ReleaseError(f"{place} is not empty. Nothing was written. Name a new folder.")
    if place.exists() and not place.is_dir():
        raise ReleaseError(f"{place} is a file. Nothing was written. Name a new folder.")
    place.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        new = stage / "new"
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(data)
        if place.is_dir():
            place.rmdir()
        new.rename(place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
