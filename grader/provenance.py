"""What a grade depends on besides the submission: what judged it, and in which terms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Edition", "hash_of", "hidden_tests", "judges", "kit_version"]

# What a submission is asked, how it is called, and what its answers are worth.
JUDGES = (
    "grader/hidden", "grader/error_carried_forward.py", "grader/best_of_several_files.py",
    "grader/pytest_engine.py", "grader/errors.py", "grader/grade_submission.py",
    "grader/observer.py", "grader/judging_time.py", "grader/sandbox",
    "grader/substitute_functions.py", "grader/stopped_lines.py", "grader/check_outcome.py",
    "grader/worker.py", "exercises/coach", "solutions",
)  # fmt: skip
OWN_JUDGES = ("hidden/**/*.py", "solutions/**/*.py", "exercises/*.toml")


@dataclass(frozen=True)
class Edition:
    """All that a grade depends on besides the submission.

    Attributes
    ----------
    hidden : hash of the hidden tests and what they judge with
    kit : the kit's version
    seed : identifies the course's secret without giving it away
    isolation : the level in force
    terms : what was graded, within which limits
    """

    hidden: str
    kit: str
    seed: str
    isolation: str
    terms: str

    @property
    def row(self) -> tuple[str, ...]:
        """The columns, in the table's order."""
        return (self.hidden, self.kit, self.seed, self.isolation, self.terms)


def hidden_tests(folders: Sequence[Path] = ()) -> str:
    """Return the hash of the hidden tests and of all that they judge with.

    A grade is known by it: after any change to a test, a solution, the sandbox or the judgement
    itself the submissions are graded again.

    Parameters
    ----------
    folders : of a course's own checks and exercises
    """
    return hash_of(judges(folders))


def hash_of(judged: Mapping[str, str]) -> str:
    """Return the hash of these files, each with its own, as `judges` has them."""
    digest = hashlib.sha256()
    for name, known in judged.items():
        digest.update(name.encode() + b"\0" + bytes.fromhex(known))
    return digest.hexdigest()


def judges(folders: Sequence[Path] = ()) -> dict[str, str]:
    """Return the files that judge, each with its hash: the kit's, and those of a course."""
    root = Path(__file__).resolve().parents[1]
    found = {
        path.relative_to(root).as_posix(): path
        for name in JUDGES
        for path in sorted((root / name).rglob("*.py") if (root / name).is_dir() else [root / name])
    }
    for number, folder in enumerate(folders, 1):
        for pattern in OWN_JUDGES:
            for path in sorted(folder.glob(pattern)):
                # Without the folder's own place: a course that is moved judges as before.
                where = "the course's" if number == 1 else f"the course's folder {number},"
                found[f"{where} {path.relative_to(folder).as_posix()}"] = path
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}


def kit_version() -> str:
    """Return the installed kit's version; ``unreleased`` where it is only unpacked."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gradient-descent-kit")
    except PackageNotFoundError:
        return "unreleased"
