"""What learners receive: whole, theirs alone, the same bytes every time."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

from exercises.coach.environment import LEARNERS
from tests.grading.fakes import copy_of_the_kit, grader
from tests.kit import ROOT, STEMS, below


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("released")
    done = grader("release", "learners", folder / "exercises.zip", folder=folder / "tmp")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / "exercises.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def place(released):
    return released / "gradient-descent-exercises"


def test_the_exercises_are_whole_and_nothing_else_of_the_kit_is_there(released):
    with zipfile.ZipFile(released / "exercises.zip") as archive:
        names = {name.removeprefix("gradient-descent-exercises/") for name in archive.namelist()}
    tracked = subprocess.run(
        ["git", "ls-files", "exercises"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert names == {*tracked, "README.md", "LICENSE", "pyproject.toml"}
    assert {f"exercises/notebooks/{stem}.ipynb" for stem in STEMS} <= names


def test_the_same_kit_gives_the_same_bytes_and_the_folder_what_is_in_the_zip(released, place):
    again = released / "again.zip"
    assert grader("release", "learners", again, folder=released / "tmp").returncode == 0
    assert again.read_bytes() == (released / "exercises.zip").read_bytes()
    folder = released / "folder"
    assert grader("release", "learners", folder, folder=released / "tmp").returncode == 0
    with zipfile.ZipFile(again) as archive:
        top = "gradient-descent-exercises/"
        assert below(folder) == {n.removeprefix(top): archive.read(n) for n in archive.namelist()}


def test_it_asks_for_what_learners_need_and_installs_nothing_of_ours(place):
    project = tomllib.loads((place / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dependencies"] == list(LEARNERS)
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"] == {"bypass-selection": True}
    own = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["project"]["requires-python"] == own["requires-python"]
    assert project["project"]["version"] == own["version"]


@pytest.mark.timeout(300)
def test_pytest_in_an_unpacked_copy_shows_the_board(place):
    learners = {"COLUMNS": "80", "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_timeout", "exercises"],
        cwd=place, env={**os.environ, **learners}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.count("not started\n") >= len(STEMS)
    assert "next step: exercise 1, loss" in done.stdout
    assert f"rootdir: {ROOT}" not in done.stdout


@pytest.mark.timeout(300)
def test_who_hands_the_whole_folder_in_untouched_has_not_started(place, tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada").symlink_to(place)
    done = grader("grade", place, "--one-student", folder=tmp_path / "tmp")
    assert done.stdout.splitlines()[-1].startswith("points: 0 of 100"), done.stdout + done.stderr


@pytest.mark.timeout(300)
def test_a_solved_stub_or_a_stale_notebook_is_refused_and_nothing_is_written(tmp_path):
    root = copy_of_the_kit(tmp_path / "kit")
    stub = root / "exercises" / f"{STEMS[0]}.py"
    raised = 'raise NotImplementedError("exercise 1: write loss")'
    stub.write_text(stub.read_text("utf-8").replace(raised, "return x**4"), encoding="utf-8")
    for name in ("out.zip", "out"):
        done = grader("release", "learners", tmp_path / name, root=root, folder=tmp_path / "tmp")
        assert done.returncode == 1
        assert f"exercises/{STEMS[0]}.py: loss is not as the stub has it" in done.stderr
        assert f"exercises/notebooks/{STEMS[0]}.ipynb is not its stub's" in done.stderr
        assert not (tmp_path / name).exists()


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("x")
    done = grader("release", "learners", tmp_path / "full", folder=tmp_path / "tmp")
    assert done.returncode == 1
    assert "is not empty. Nothing was written. Name a new folder." in done.stderr
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.tex"]
    (tmp_path / "empty").mkdir()
    done = grader("release", "learners", tmp_path / "empty", folder=tmp_path / "tmp")
    assert done.returncode == 0
    assert (tmp_path / "empty" / "exercises" / "README.md").is_file()


def test_line_ends_of_windows_change_no_byte(released, tmp_path):
    root = copy_of_the_kit(tmp_path / "kit")
    shutil.copy(ROOT / "LICENSE", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    texts = [p for p in root.rglob("*") if p.suffix in (".py", ".md", ".ipynb", ".sh")]
    for path in [*texts, root / "LICENSE"]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = grader("release", "learners", tmp_path / "w.zip", root=root, folder=tmp_path / "tmp")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "w.zip").read_bytes() == (released / "exercises.zip").read_bytes()
