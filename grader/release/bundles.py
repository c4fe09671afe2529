"""What is handed out, as data: path to content."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable
from pathlib import Path

from exercises.coach.environment import LEARNERS, requirements
from grader.gradebook import kit_version
from grader.release.leaks import leaks_in
from grader.release.notebooks import stale

__all__ = ["ReleaseError", "autograder", "learners"]

ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).parent / "texts"
KIT = "gradient-descent-kit"
SKIPPED = frozenset({".feedback", "__pycache__", ".ipynb_checkpoints"})
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "gradient-descent-exercises"
version = "{version}"
description = "Five exercises on gradient descent"
requires-python = ">=3.11"
dependencies = [
{dependencies}
]

# Only what the exercises need is installed: they are worked on where they are.
[tool.hatch.build.targets.wheel]
bypass-selection = true

[tool.pytest.ini_options]
testpaths = ["exercises"]
pythonpath = ["."]
timeout = 10
"""


class ReleaseError(ValueError):
    """Nothing was handed out; the text says what is in the way, and what to do."""


def learners() -> dict[str, bytes]:
    """Return what learners receive: the exercises whole, and how to set them up.

    Raises
    ------
    ReleaseError
        When a stub is solved, a notebook is not its stub's, or a solution is among the files.
    """
    files = _folder("exercises")
    _refuse(files)
    dependencies = "\n".join(f'    "{each}",' for each in LEARNERS)
    version = kit_version() if kit_version() != "unreleased" else "0"
    return files | {
        "pyproject.toml": PROJECT.format(version=version, dependencies=dependencies).encode(),
        "README.md": _read(TEXTS / "learners.md"),
        "LICENSE": _license(),
    }


def autograder(secret: bytes, visibility: str) -> dict[str, bytes]:
    """Return what Gradescope runs: two scripts, and the kit with the course's secret.

    Parameters
    ----------
    secret : from which every student's numbers are drawn
    visibility : when students see the results, in Gradescope's words
    """
    kit = {name: data for each in ("exercises", "solutions", "grader")
           for name, data in _folder(each).items()}  # fmt: skip
    known = f"Metadata-Version: 2.1\nName: {KIT}\nVersion: {kit_version()}\n"
    kit |= {
        "LICENSE": _license(),
        "requirements.txt": "".join(f"{each}\n" for each in _requirements()).encode(),
        "secret.key": secret,
        "autograder.json": json.dumps({"visibility": visibility}).encode(),
        # So that the results say which version it was.
        f"{KIT.replace('-', '_')}.dist-info/METADATA": known.encode(),
    }
    scripts = {name: _read(TEXTS / name) for name in ("setup.sh", "run_autograder")}
    return scripts | {f"kit/{name}": data for name, data in kit.items()}


def _refuse(files: dict[str, bytes]) -> None:
    found = leaks_in(files)
    found += [
        f"{path.relative_to(ROOT).as_posix()} is not its stub's: python -m grader.release.notebooks"
        for path in stale(ROOT / "exercises")
    ]
    if found:
        told = "".join(f"\n  {each}" for each in found)
        raise ReleaseError(
            f"Nothing was written: {ROOT / 'exercises'} is not fit for learners.{told}"
        )


def _folder(name: str) -> dict[str, bytes]:
    """Return the files of a folder of the kit's, without what programs left there."""
    return {
        path.relative_to(ROOT).as_posix(): _read(path)
        for path in sorted((ROOT / name).rglob("*"))
        if path.is_file() and not _is_left(path.relative_to(ROOT).parts)
    }


def _read(path: Path) -> bytes:
    """Return a file; a text has the line ends that it has in the repository, on Windows too."""
    data = path.read_bytes()
    return data if b"\0" in data else data.replace(b"\r\n", b"\n")


def _is_left(parts: Iterable[str]) -> bool:
    return any(part in SKIPPED or part.startswith(".") or part.endswith(".pyc") for part in parts)


def _license() -> bytes:
    """Return the licence, from the clone or from what was installed."""
    path = ROOT / "LICENSE"
    if path.is_file():
        return _read(path)
    for each in importlib.metadata.files(KIT) or ():
        if each.name == "LICENSE":
            return _read(Path(str(each.locate())))
    raise ReleaseError(f"{path} is missing: release from a clone of the repository.")


def _requirements() -> list[str]:
    if (ROOT / "pyproject.toml").is_file():
        return sorted(requirements(ROOT))
    return sorted(r for r in importlib.metadata.requires(KIT) or () if "extra ==" not in r)
