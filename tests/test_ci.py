"""`.ci/run` on small repositories: a sound one passes, and each thing that goes wrong fails it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.kit import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("git") is None or shutil.which("bash") is None,
    reason="needs git and bash",
)
# What stands for Python here: `-m exercises` and the others are tools of the small repository.
SET_UP = "{ [ -d .venv ] || { mkdir -p .venv/bin && cp tools/* .venv/bin/; }; } &&"
README = f"""
```sh
{SET_UP}
.venv/bin/python -m exercises
```
```sh
{SET_UP} .venv/bin/python -m tests
```
```sh
.venv/bin/python -m grader demo
```
"""
PYTHON = """\
shift
case $1 in
  exercises) exec .venv/bin/pytest exercises ;;
  tests) exec .venv/bin/pytest ;;
  *) tool=$1; shift; exec ".venv/bin/$tool" "$@" ;;
esac
"""
PYTEST = """\
if [ "${1:-}" = exercises ]; then
  echo " 1  gradient descent    ░░░░   0 of 22 right   22 not started"
  echo " 2  learning rates      ░░░░   0 of 9 right    9 not started"
  echo "next step: exercise 1, loss"
  echo "31 not started in 0.61s"
  exit 1
fi
echo "....."
echo "5 passed, 1 skipped in 0.42s"
"""
SOUND = {
    "README.md": README,
    ".gitignore": ".venv/\ndemo/\n",
    "exercises/ex1_a.py": "",
    "exercises/ex2_b.py": "",
    "tools/python": PYTHON,
    "tools/pytest": PYTEST,
    "tools/grader": "mkdir demo\necho 'isolation: full'\necho 'graded 35 submissions'\n",
    "tools/ruff": "echo 'All checks passed!'\n",
    "tools/mypy": "echo 'Success'\n",
}


def ci_run(folder, breach=(), **environment):
    """Commit the sound files with ``breach`` (file, old, new) in one, and run `.ci/run`."""
    files = dict(SOUND)
    if breach:
        name, old, new = breach
        assert old in files[name], "the breach would change nothing"
        files[name] = files[name].replace(old, new)
    for name, text in files.items():
        path = folder / "repo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"#!/usr/bin/env bash\n{text}" if name.startswith("tools/") else text, encoding="utf-8"
        )
        path.chmod(0o755)
    (folder / "repo" / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / "repo" / ".ci" / "run")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.hooksPath=.")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "All")):
        subprocess.run([*git, *arguments], cwd=folder / "repo", check=True)
    (folder / "tmp").mkdir()
    done = subprocess.run(
        ["bash", folder / "repo" / ".ci" / "run"],
        env=os.environ | {"TMPDIR": str(folder / "tmp")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert list((folder / "tmp").iterdir()) == [], "its work is left behind"
    return done.returncode, done.stdout


def test_a_sound_kit_passes_and_what_is_printed_ends_with_pytests_closing_line(tmp_path):
    status, said = ci_run(tmp_path)
    assert status == 0, said
    assert said.splitlines()[-1] == "5 passed, 1 skipped in 0.42s"
    assert "graded 35 submissions" in said
    assert "31 not started in 0.61s" in said


BREACHES = {
    "the stubs' run succeeds": (("tools/pytest", "exit 1", "exit 0"), "status 0, not 1"),
    "the stubs' run breaks": (("tools/pytest", "exit 1", "exit 3"), "status 3, not 1"),
    "a stub is solved": (
        ("tools/pytest", '"31 not started in', '"1 right, 30 not started in'),
        "<n> not started",
    ),
    "something is printed after the closing line": (
        ("tools/pytest", "  exit 1", "  echo oops\n  exit 1"),
        "<n> not started",
    ),
    "an exercise has no row on the board": (
        ("tools/pytest", ' 2  learning rates      ░░░░   0 of 9 right    9 not started"', '"'),
        "shows 1 untouched exercises of 2",
    ),
    "a row of the board counts a right one": (
        ("tools/pytest", "0 of 9 right", "1 of 9 right"),
        "shows 1 untouched exercises of 2",
    ),
    "a row of the board contradicts itself": (
        ("tools/pytest", "0 of 9 right    9 not", "0 of 9 right    8 not"),
        "shows 1 untouched exercises of 2",
    ),
    "the board and the closing line differ": (
        ("tools/pytest", "31 not started in", "32 not started in"),
        "counts 31 tests, pytest's closing line 32",
    ),
    "the learner's set-up fails": (
        ("README.md", "cp tools/* .venv/bin/; }; } &&\n", "false; }; }\n"),
        "<n> not started",
    ),
    "a test fails": (
        ("tools/pytest", 'echo "5 passed, 1 skipped in 0.42s"', "echo 1 failed; exit 1"),
        "1 failed",
    ),
    "the tests say nothing at their end": (
        ("tools/pytest", 'echo "5 passed, 1 skipped in 0.42s"', "echo"),
        "is not pytest's",
    ),
    "tests were left out": (
        ("tools/pytest", "1 skipped", "700 deselected"),
        "not all is well",
    ),
    "the demonstration fails": (("tools/grader", "mkdir", "exit 3; mkdir"), "block 3"),
    "the demonstration grades nobody": (("tools/grader", "graded 35", "graded 0"), "nobody"),
    "lint finds something": (("tools/ruff", "echo", '[ "$1" != check ] || exit 1; echo'), "lint"),
    "format finds something": (
        ("tools/ruff", "echo", '[ "$1" != format ] || exit 1; echo'),
        "lint",
    ),
    "types are wrong": (("tools/mypy", "echo", "exit 1; echo"), "lint"),
    "the learner's run leaves a file": (("tools/grader", "mkdir demo", "touch left"), "?? left"),
    "the tests leave a file": (("tools/pytest", 'echo "....."', "touch litter"), "?? litter"),
    "a block is missing": (("README.md", "```sh\n.venv/bin/python -m grader", "```\n"), "block 3"),
    "the blocks changed places": (("README.md", "-m exercises", "-m grader demo"), "block 1"),
}


@pytest.mark.parametrize("kind", BREACHES)
def test_what_goes_wrong_fails_it_and_is_said(tmp_path, kind):
    breach, word = BREACHES[kind]
    status, said = ci_run(tmp_path, breach)
    assert status != 0, said
    assert word in said


def test_settings_of_whoever_runs_it_do_not_decide_what_is_tested(tmp_path):
    breach = ("tools/pytest", 'echo "....."', '[ -z "${PYTEST_ADDOPTS-}${GIT_DIR-}" ]')
    status, said = ci_run(tmp_path, breach, PYTEST_ADDOPTS="-k nothing", GIT_DIR="/nowhere")
    assert status == 0, said


def test_what_is_not_committed_is_named_as_not_tested(tmp_path):
    ci_run(tmp_path)
    (tmp_path / "repo" / "exercises" / "ex1_a.py").write_text("1 / 0\n")
    said = subprocess.run(
        ["bash", tmp_path / "repo" / ".ci" / "run"], capture_output=True, text=True, check=True
    ).stdout
    assert "NOT tested" in said
    assert " M exercises/ex1_a.py" in said
