"""Classroom 50, PrairieLearn and JupyterHub, each in a tree that is laid out as the service's."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from exercises.coach.contracts import EXERCISES
from grader.release.bundles import TOP
from grader.release.leaks import leaks_in
from tests.grading.fakes import STEMS, grader, stub_files
from tests.intake.test_hostile import HOSTILE
from tests.kit import ROOT, below
from tests.warm import run_module

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.costly,
    pytest.mark.skipif(sys.platform == "win32", reason="the services' machines are Linux"),
]
TOLD = {
    "CLASSROOM": "ml", "ASSIGNMENT": "gd", "SUBMISSION_TAG": "submit/1", "USERNAME": "ada",
    "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
}  # fmt: skip
CLIMBS = (ROOT / "tests" / "chaffs" / STEMS[0] / "climbs.py").read_bytes()
SMUGGLE = b"import os\n\nos._exit(0)\n"


def release(service, folder):
    done = grader("release", service, folder / service, folder=folder / "tmp")
    assert done.returncode == 0, done.stderr
    return folder / service


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    return release("classroom50", tmp_path_factory.mktemp("classroom50"))


def grade_in(classroom, checkout, *, is_cold=False):
    """Run the autograder as Classroom 50's runner does; return the run and the result.

    If it is cold, it and its pytest start a Python of their own.
    """
    environment = {**os.environ, **TOLD, "COLUMNS": "80", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                   "PYTEST_PLUGINS": "pytest_timeout"}  # fmt: skip
    place = classroom / "autograder"
    if is_cold:
        done = subprocess.run(
            [sys.executable, place / "autograder.py"], cwd=checkout, env=environment,
            capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
    else:
        done = run_module("autograder", checkout, [], environment | {"PYTHONPATH": str(place)})
    path = checkout / "result.json"
    return done, json.loads(path.read_bytes()) if path.exists() else None


def test_what_classroom50_publishes_gives_nothing_away(classroom):
    starter, bundle = (below(classroom / folder) for folder in ("starter", "autograder"))
    assert leaks_in(starter) == []
    assert bundle.keys() - starter.keys() == {"autograder.py"}
    assert not list(classroom.rglob("secret.key"))


@pytest.mark.daily
def test_classroom50_has_a_point_for_each_learner_test_that_passes(classroom, tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / f"{STEMS[0]}.py").write_bytes(CLIMBS)
    done, result = grade_in(classroom, checkout, is_cold=True)
    assert done.returncode == 0, done.stderr
    assert {key: result[key] for key in ("schema", "classroom", "assignment", "submission")} == {
        "schema": "classroom50/result/v1", "classroom": "ml", "assignment": "gd",
        "submission": "submit/1",
    }  # fmt: skip
    assert result["review"] == result["commit"] == TOLD["COMMIT_URL"]
    assert all(type(result[key]) is int for key in ("score", "max-score"))
    assert result["score"] == sum(test["score"] for test in result["tests"])
    assert result["max-score"] == len(result["tests"]) == sum(
        test["max-score"] for test in result["tests"]
    )  # fmt: skip
    first = [test for test in result["tests"] if test["test-name"].startswith("exercise 1: ")]
    assert 0 < sum(test["score"] for test in first) < len(first)
    assert result["score"] == sum(test["score"] for test in first), "the others are not started"
    assert "looks like `climbs`" in (checkout / "release-body.md").read_text(encoding="utf-8")


def test_classroom50_reads_the_notebook_that_has_work_in_it(classroom, tmp_path):
    checkout = tmp_path / "checkout"
    (checkout / "exercises" / "notebooks").mkdir(parents=True)
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
              "source": CLIMBS.decode()}]  # fmt: skip
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    place = checkout / "exercises" / "notebooks" / f"{STEMS[0]}.ipynb"
    place.write_text(json.dumps(notebook), encoding="utf-8")
    (checkout / "exercises" / f"{STEMS[0]}.py").write_bytes(stub_files()[f"{STEMS[0]}.py"])
    done, result = grade_in(classroom, checkout)
    assert done.returncode == 0, done.stderr
    assert result["score"] > 0


def test_classroom50_gives_no_point_for_what_ends_the_tests(classroom, tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / f"{STEMS[0]}.py").write_bytes(SMUGGLE)
    (checkout / "result.json").write_text('{"score": 1000}')
    done, result = grade_in(classroom, checkout)
    assert done.returncode == 0, done.stderr
    assert result["score"] == 0
    assert len(result["tests"]) == result["max-score"] > 100


class Course:
    """A PrairieLearn course, and a grading job of its question below a folder of its own."""

    def __init__(self, folder):
        self.course = release("prairielearn", folder)
        self.grade = folder / "grade"
        (self.grade / "data").mkdir(parents=True)
        told = {"variant_seed": "1k2m3", "submitted_answers": {}}
        (self.grade / "data" / "data.json").write_text(json.dumps(told))
        (self.grade / "serverFilesCourse").mkdir()
        (self.course / "serverFilesCourse" / "gradient_descent").rename(
            self.grade / "serverFilesCourse" / "gradient_descent"
        )
        self.bin = folder / "bin"
        self.bin.mkdir()
        (self.bin / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        (self.bin / "python3").chmod(0o755)

    def submit(self, files, *, by_script=False):
        """Hand files in; return the run, by the script or of what that starts, and the result."""
        student = self.grade / "student"
        student.mkdir(exist_ok=True)
        for old in student.iterdir():
            old.unlink()
        for name, data in files.items():
            (student / name).write_bytes(data)
        environment = {**os.environ, "GRADE_ROOT": str(self.grade), "PYTHONUTF8": "1",
                       "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}"}  # fmt: skip
        shared = self.grade / "serverFilesCourse" / "gradient_descent"
        if by_script:
            done = subprocess.run(
                [shared / "run.sh"], env=environment, capture_output=True, text=True,
                encoding="utf-8",
            )  # fmt: skip
        else:
            asked = ["--service", "prairielearn", "--root", str(self.grade)]
            done = run_module("grader.release.autograder", shared / "kit", asked, environment)
        path = self.grade / "results" / "results.json"
        return done, json.loads(path.read_bytes()) if path.exists() else None


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("prairielearn"))


def test_prairielearn_grades_what_was_handed_in(course):
    done, result = course.submit({f"{STEMS[0]}.py": CLIMBS}, by_script=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert result["gradable"] is True
    assert sum(test["max_points"] for test in result["tests"]) == 100
    assert result["score"] == pytest.approx(sum(t["points"] for t in result["tests"]) / 100)
    assert 0 < result["score"] < 0.2
    assert "`climbs`" in json.dumps(result)
    key = course.grade / "serverFilesCourse" / "gradient_descent" / "kit" / "secret.key"
    assert key.stat().st_mode & 0o077 == 0


def test_prairielearn_says_that_what_cannot_be_read_is_not_gradable(course):
    done, result = course.submit({"hw.zip": HOSTILE["encrypted"][0]()})
    assert done.returncode == 0, done.stdout + done.stderr
    assert result["gradable"] is False
    assert "cannot be read" in result["format_errors"][0]


def test_prairielearns_question_offers_the_exercises_and_takes_the_five_files(course):
    question = course.course / "questions" / "gradient-descent"
    info = json.loads((question / "info.json").read_bytes())
    options = info["externalGradingOptions"]
    assert (info["type"], info["gradingMethod"]) == ("v3", "External")
    assert options["entrypoint"] == "/grade/serverFilesCourse/gradient_descent/run.sh"
    assert 30 < options["timeout"] <= 600
    html = (question / "question.html").read_text(encoding="utf-8")
    assert ",".join(each.filename for each in EXERCISES) in html
    with zipfile.ZipFile(question / "clientFilesQuestion" / "exercises.zip") as archive:
        names = [name.removeprefix(f"{TOP}/") for name in archive.namelist()]
        assert leaks_in({name: archive.read(f"{TOP}/{name}") for name in names}) == []
    assert not list((course.course / "questions").rglob("secret.key"))


def test_a_place_that_is_taken_makes_no_secret(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("x")
    for service in ("prairielearn", "classroom50", "jupyterhub"):
        done = grader("release", service, tmp_path / "full", folder=tmp_path / "tmp")
        assert done.returncode == 1
        assert "is not empty. Nothing was written." in done.stderr
    assert not (tmp_path / "secret.key").exists()


def test_the_notebooks_of_a_hub_find_the_coach_in_the_folder_of_their_home(tmp_path):
    hub = release("jupyterhub", tmp_path)
    needed = (hub / "requirements.txt").read_text().split()
    assert {"numpy", "matplotlib", "pytest"} <= {each.split(">")[0] for each in needed}
    home = hub / "home" / TOP
    notebook = json.loads((home / "exercises" / "notebooks" / f"{STEMS[0]}.ipynb").read_bytes())
    check = "".join(notebook["cells"][-2]["source"])
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"{CLIMBS.decode()}\n{check}"],
        cwd=home / "exercises" / "notebooks", capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "looks like `climbs`" in done.stdout, done.stderr
    assert str(ROOT) not in done.stdout
