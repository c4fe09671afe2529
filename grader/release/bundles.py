"""What is handed out, as data: path to content."""

from __future__ import annotations

import importlib.metadata
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exercises.coach.contracts import EXERCISES, in_words
from exercises.coach.environment import LEARNERS, requirements
from grader.course.file import Course
from grader.course.own_folders import Folder
from grader.errors import UserError
from grader.provenance import kit_version
from grader.release.leaks import leaks_in
from grader.release.notebooks import stale
from grader.release.own import as_committed, broken, for_learners, for_service
from grader.whole_files import zipped

__all__ = [
    "TOP",
    "ReleaseError",
    "autograder",
    "classroom50",
    "jupyterhub",
    "learners",
    "prairielearn",
]

ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).parent / "texts"
KIT = "gradient-descent-kit"
# The folder in which learners find the exercises.
TOP = "gradient-descent-exercises"
# PrairieLearn gives 30 by default; a submission that uses up its own time takes longer.
SECONDS = 300
SKIPPED = frozenset({".feedback", "__pycache__", ".ipynb_checkpoints", "build", "dist", "venv"})
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "gradient-descent-exercises"
version = "{version}"
description = "Exercises on gradient descent"
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


class ReleaseError(UserError):
    """Nothing was handed out; the text says what is in the way, and what to do."""


def learners(folders: Sequence[Folder] = ()) -> dict[str, bytes]:
    """Return what learners receive: the exercises whole, and how to set them up.

    Parameters
    ----------
    folders : of a course, whose own exercises are handed out too

    Raises
    ------
    ReleaseError
        When a stub is solved, a notebook is not its stub's, or a solution is among the files.
    """
    _refuse_broken(folders)
    own = for_learners(folders)
    files = _folder("exercises") | own
    _refuse(files, folders)
    dependencies = "\n".join(f'    "{each}",' for each in LEARNERS)
    version = kit_version() if kit_version() != "unreleased" else "0"
    return files | {
        "pyproject.toml": PROJECT.format(version=version, dependencies=dependencies).encode(),
        "README.md": as_committed(TEXTS / "learners.md") + _added(folders),
        "LICENSE": _license(),
    }


def _refuse_broken(folders: Sequence[Folder]) -> None:
    """Refuse a course's modules that nothing can run, and in which no answer can be looked for."""
    if found := list(broken(folders)):
        raise ReleaseError(f"{'; '.join(found)}. Nothing was written. Correct that first.")


def _added(folders: Sequence[Folder]) -> bytes:
    told = ""
    for row in (row for folder in folders for row in folder.rows):
        told += f"\nYour course adds exercise {row['number']}, {row['title']}:\n"
        told += f"`exercises/{row['stem']}.py`.\n"
    return told.encode()


def autograder(secret: bytes, visibility: str, course: Course) -> dict[str, bytes]:
    """Return what Gradescope runs: two scripts, and the kit with the course's secret.

    Parameters
    ----------
    secret : from which every student's numbers are drawn
    visibility : when students see the results, in Gradescope's words
    course : its own checks and exercises, which exercises are graded, and what they weigh
    """
    kit = _kit(secret, course, {"visibility": visibility})
    scripts = {name: as_committed(TEXTS / name) for name in ("setup.sh", "run_autograder")}
    return scripts | {f"kit/{name}": data for name, data in kit.items()}


def classroom50(folders: Sequence[Folder] = ()) -> dict[str, bytes]:
    """Return what Classroom 50 needs: the starter code, and an autograder that gives nothing away.

    Classroom 50 publishes an autograder's files, and runs it where students may look: the learner
    tests are in it, and no hidden test, no solution and no secret.

    Parameters
    ----------
    folders : as `learners`

    Raises
    ------
    ReleaseError
        As `learners`.
    """
    starter = learners(folders)
    bundle = {name: data for name, data in starter.items() if name.startswith("exercises/")}
    bundle["autograder.py"] = as_committed(TEXTS / "classroom50.py")
    if found := leaks_in(bundle, [folder.path for folder in folders]):
        raise ReleaseError("Nothing was written: " + "; ".join(found))
    return {
        "README.md": as_committed(TEXTS / "classroom50.md"),
        **{f"starter/{name}": data for name, data in starter.items()},
        **{f"autograder/{name}": data for name, data in bundle.items()},
    }


def prairielearn(secret: bytes, image: str, course: Course) -> dict[str, bytes]:
    """Return a question for a PrairieLearn course, what grades it, and the image for that.

    Parameters
    ----------
    secret : from which the numbers are drawn
    image : the name under which the image is published
    course : as `autograder`

    Raises
    ------
    ReleaseError
        As `learners`, whose zip is what the question offers for download.
    """
    question, shared = "questions/gradient-descent", "serverFilesCourse/gradient_descent"
    handed_out = {f"{TOP}/{name}": data for name, data in learners(course.folders).items()}
    names = ",".join(exercise.filename for exercise in EXERCISES)
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, KIT)),
        "title": f"{in_words(len(EXERCISES)).capitalize()} exercises on gradient descent",
        "topic": "Gradient descent",
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": image,
            "serverFilesCourse": ["gradient_descent/"],
            "entrypoint": "/grade/serverFilesCourse/gradient_descent/run.sh",
            "timeout": SECONDS,
        },
    }
    html = as_committed(TEXTS / "prairielearn.html").decode().replace("{names}", names)
    return {
        "README.md": as_committed(TEXTS / "prairielearn.md"),
        "image/Dockerfile": as_committed(TEXTS / "Dockerfile"),
        "image/requirements.txt": _lines(_requirements()),
        f"{question}/info.json": json.dumps(info, indent=2).encode() + b"\n",
        f"{question}/question.html": html.encode(),
        f"{question}/clientFilesQuestion/exercises.zip": zipped(handed_out),
        f"{shared}/run.sh": as_committed(TEXTS / "run.sh"),
        **{f"{shared}/kit/{name}": data for name, data in _kit(secret, course, {}).items()},
    }


def jupyterhub(folders: Sequence[Folder] = ()) -> dict[str, bytes]:
    """Return what a JupyterHub needs: the folder for everybody's home, and its environment.

    Parameters
    ----------
    folders : as `learners`

    Raises
    ------
    ReleaseError
        As `learners`.
    """
    return {
        "README.md": as_committed(TEXTS / "jupyterhub.md"),
        "requirements.txt": _lines((*LEARNERS, "ipykernel>=6.29")),
        **{f"home/{TOP}/{name}": data for name, data in learners(folders).items()},
    }


def _kit(secret: bytes, course: Course, settings: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the whole kit as a service runs it, where it is not installed."""
    _refuse_broken(course.folders)
    told = {**settings, "only": list(course.exercises), "weights": dict(course.rule.weights)}
    kit = {name: data for each in ("exercises", "solutions", "grader")
           for name, data in _folder(each).items()}  # fmt: skip
    known = f"Metadata-Version: 2.1\nName: {KIT}\nVersion: {kit_version()}\n"
    return kit | {
        "LICENSE": _license(),
        "requirements.txt": _lines(_requirements()),
        "secret.key": secret,
        "autograder.json": json.dumps(told).encode(),
        **for_service(course.folders),
        # So that the results say which version it was.
        f"{KIT.replace('-', '_')}.dist-info/METADATA": known.encode(),
    }


def _refuse(files: dict[str, bytes], folders: Sequence[Folder]) -> None:
    found = leaks_in(files, [folder.path for folder in folders])
    found += [
        f"{path.relative_to(ROOT).as_posix()} is not its stub's: python -m grader.release.notebooks"
        for path in stale(ROOT / "exercises")
    ]
    if found:
        told = "".join(f"\n  {each}" for each in found)
        places = [str(ROOT / "exercises"), *(str(each.path / "exercises") for each in folders)]
        raise ReleaseError(
            f"Nothing was written: {' or '.join(places)} is not fit for learners.{told}"
        )


def _folder(name: str) -> dict[str, bytes]:
    """Return the files of a folder of the kit's, without what programs left there."""
    return {
        path.relative_to(ROOT).as_posix(): as_committed(path)
        for path in sorted((ROOT / name).rglob("*"))
        if path.is_file() and not _is_left(path.relative_to(ROOT).parts)
    }


def _is_left(parts: Iterable[str]) -> bool:
    return any(part in SKIPPED or part.startswith(".") or part.endswith(".pyc") for part in parts)


def _license() -> bytes:
    """Return the licence, from the clone or from what was installed."""
    path = ROOT / "LICENSE"
    if path.is_file():
        return as_committed(path)
    for each in importlib.metadata.files(KIT) or ():
        if each.name == "LICENSE":
            return as_committed(Path(str(each.locate())))
    raise ReleaseError(f"{path} is missing: release from a clone of the repository.")


def _lines(texts: Iterable[str]) -> bytes:
    return "".join(f"{each}\n" for each in texts).encode()


def _requirements() -> list[str]:
    if (ROOT / "pyproject.toml").is_file():
        return sorted(requirements(ROOT))
    return sorted(r for r in importlib.metadata.requires(KIT) or () if "extra ==" not in r)
