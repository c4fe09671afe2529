"""Classroom 50 runs this once for each submission, in the student's checkout.

It lets the learner tests, which lie beside it, run on the student's files, and writes
``result.json``: one point for each test that passes. Students can change what runs in their own
repositories, so what counts is graded from the collected ones, with ``grader grade``.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from exercises.coach.contracts import EXERCISES, Exercise
from exercises.coach.environment import LEARNERS, lacking

SECONDS = 480
# Set for the run in the environment that was made for it.
INSIDE = "GRADIENT_DESCENT_INSIDE"
PLACES = ("exercises", "exercises/notebooks", "notebooks", "")


def main() -> int:
    """Write the result; return 0 when the tests ran to their end."""
    if lacking(LEARNERS) and INSIDE not in os.environ:
        return again_inside()
    begun = time.monotonic()
    checkout = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(HERE / "exercises", root / "exercises")
        bring(checkout, root / "exercises")
        (root / "pyproject.toml").write_text(
            '[tool.pytest.ini_options]\npythonpath = ["."]\ntimeout = 10\n'
        )
        passed, said = run(root)
    tests = [tested(exercise, name, title, passed) for exercise, name, title in learner_tests()]
    write(checkout, tests, said)
    right = sum(1 for test in tests if test["passed"])
    seconds = time.monotonic() - begun
    print(f"{right} of {len(tests)} learner tests pass, in {seconds:.0f} s")
    return 0


def again_inside() -> int:
    """Run this again where NumPy, Matplotlib and pytest are installed; they are, for that."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *LEARNERS], check=True)
        inside = {**os.environ, INSIDE: "1"}
        return subprocess.run([str(python), __file__], env=inside).returncode


def bring(checkout: Path, exercises: Path) -> None:
    """Put the student's files in the stubs' places; of several, the first place counts."""
    for exercise in EXERCISES:
        for name, home in ((exercise.filename, ""), (f"{exercise.stem}.ipynb", "notebooks")):
            places = (checkout / place / name for place in PLACES)
            theirs = next((path for path in places if path.is_file()), None)
            if theirs is not None and not theirs.is_symlink():
                shutil.copyfile(theirs, exercises / home / name)


def run(root: Path) -> tuple[set[tuple[str, str]], str]:
    """Run the tests on each exercise's file with work in it; return which pass, and the board."""
    files = [each.filename for each in EXERCISES]
    chosen = subprocess.run(
        [sys.executable, "-c", CHOICE], cwd=root, capture_output=True, text=True, timeout=SECONDS
    )
    if chosen.returncode == 0:
        files = json.loads(chosen.stdout)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml", "tests.xml"]
    try:
        done = subprocess.run(
            [*command, *(f"exercises/{name}" for name in files)], cwd=root, timeout=SECONDS,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        said = done.stdout
    except subprocess.TimeoutExpired:
        said = f"The tests did not end within {SECONDS} seconds."
    print(said)
    return passing(root / "tests.xml"), said


CHOICE = """
import json
from pathlib import Path
from exercises.coach.learner_files import Work
folder = Path("exercises").resolve()
print(json.dumps([p.relative_to(folder).as_posix() for p in Work(folder).all().values()]))
"""


def passing(report: Path) -> set[tuple[str, str]]:
    """Return the tests that passed, by module and function, with all their parameters."""
    ended: dict[tuple[str, str], bool] = {}
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return set()
    for case in cases:
        module = case.get("classname", "").rpartition(".")[2]
        name = case.get("name", "").partition("[")[0]
        is_right = not any(each.tag in ("failure", "error", "skipped") for each in case)
        ended[module, name] = ended.get((module, name), True) and is_right
    return {test for test, is_right in ended.items() if is_right}


def learner_tests() -> Iterator[tuple[Exercise, str, str]]:
    """Yield every learner test: its exercise, its name, and what it says it is."""
    for exercise in EXERCISES:
        source = (HERE / "exercises" / f"test_{exercise.stem}.py").read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                title = " ".join((ast.get_docstring(node) or node.name).split())
                yield exercise, node.name, title


def tested(
    exercise: Exercise, name: str, title: str, passed: set[tuple[str, str]]
) -> dict[str, object]:
    """Return a test as the service has it."""
    is_right = (f"test_{exercise.stem}", name) in passed
    return {
        "test-name": f"exercise {exercise.number}: {title}",
        "passed": is_right,
        "score": int(is_right),
        "max-score": 1,
    }


def write(checkout: Path, tests: list[dict[str, object]], said: str) -> None:
    """Write ``result.json``, and what students read beside it."""
    told = {key: os.environ.get(name, "") for key, name in (
        ("classroom", "CLASSROOM"), ("assignment", "ASSIGNMENT"), ("submission", "SUBMISSION_TAG"),
        ("commit", "COMMIT_URL"), ("release", "RELEASE_URL"), ("review", "REVIEW_URL"),
    )}  # fmt: skip
    score = sum(1 for test in tests if test["passed"])
    result = {
        "schema": "classroom50/result/v1",
        **told,
        "review": told["review"] or told["commit"],
        "datetime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": score,
        "max-score": len(tests),
        "tests": tests,
    }
    partial = checkout / "result.json.part"
    partial.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(checkout / "result.json")
    page = "".join(f"    {line}\n" for line in said.splitlines())
    head = f"{score} of {len(tests)} learner tests pass. The grade is made elsewhere.\n\n"
    (checkout / "release-body.md").write_text(head + page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
