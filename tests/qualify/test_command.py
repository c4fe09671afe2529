"""`grader qualify` as an instructor runs it: the real command, sandbox and hidden tests."""

import json
import re

import pytest

from exercises.coach.contracts import EXERCISES
from tests.grading.fakes import grader, processes_of, right_files
from tests.kit import ROOT

pytestmark = [pytest.mark.timeout(300), pytest.mark.costly]
STEM = EXERCISES[0].stem
SOLUTION = right_files()[f"{STEM}.py"]


def put(folder, name, source):
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(source)


def first_of_each(folder):
    """Copy exercise 3's wheats, and of its chaffs the pairs and the first of each mistake's."""
    for kind in ("wheats", "chaffs"):
        for path in (ROOT / "tests" / kind / EXERCISES[2].stem).glob("*.py"):
            is_another = re.search(r"-\d+$|^unlisted-", path.stem)
            if kind == "wheats" or not is_another:
                put(folder, f"{kind}/{EXERCISES[2].stem}/{path.name}", path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def third(tmp_path_factory):
    """Qualify exercise 3 on one seed."""
    folder = tmp_path_factory.mktemp("third")
    options = ("--only", "ex3", "--seeds", 1, "--jobs", 1)
    options += ("--tests", first_of_each(folder / "some"))
    files = ("--json", folder / "matrix.json", "--picture", folder / "matrix.png")
    done = grader("qualify", *options, *files, folder=folder / "tmp")
    return done, json.loads((folder / "matrix.json").read_text(encoding="utf-8")), folder


@pytest.mark.slow
def test_the_kits_own_samples_of_an_exercise_are_told_apart(third):
    _, data, _ = third
    figures = data["figures"]
    bad = ("survivors", "docked", "misnamed", "changes", "faults")
    assert {name: figures[name] for name in bad} == dict.fromkeys(bad, 0)
    assert figures["wheats"] >= 10
    assert figures["singles"]["part"] >= 0.95 * figures["singles"]["whole"] > 0
    assert figures["pairs"]["part"] >= 0.70 * figures["pairs"]["whole"] > 0


def test_the_status_is_1_when_there_is_a_reason_and_each_is_printed(third):
    done, data, _ = third
    assert done.returncode == (1 if data["reasons"] else 0), done.stderr
    said = " ".join(done.stdout.split())
    assert all(" ".join(reason["text"].split()) in said for reason in data["reasons"])
    assert said.startswith(f"isolation: {data['isolation']}")


def test_the_picture_is_a_png_and_nothing_else_is_left(third):
    _, _, folder = third
    assert (folder / "matrix.png").read_bytes()[:4] == b"\x89PNG"
    assert processes_of(folder / "tmp") == []
    assert list((folder / "tmp").iterdir()) == []


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Qualify with a folder of an instructor's own that holds one of each flaw."""
    folder = tmp_path_factory.mktemp("planted")
    climbs = (
        b"def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):\n"
        + b"""
    import numpy as np

    theta, history = np.array(theta_init, dtype=float)[()], []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta + lr * grad_fn(theta)
    return theta, history
"""
    )
    put(folder / "mine", f"chaffs/{STEM}/momentum.py", SOLUTION)
    put(folder / "mine", f"chaffs/{STEM}/ignores-lr.py", SOLUTION + climbs)
    put(folder / "mine", f"chaffs/{STEM}/climbs.py", SOLUTION + climbs)
    put(folder / "mine", f"wheats/{STEM}/mine.py", SOLUTION.replace(b"x**4", b"x**5"))
    put(folder / "mine", f"wheats/{STEM}/right.py", SOLUTION)
    options = ("--only", "ex1", "--seeds", 1, "--jobs", 1, "--tests", folder / "mine")
    json_file = folder / "matrix.json"
    done = grader("qualify", *options, "--json", json_file, folder=folder / "tmp")
    return done, json.loads(json_file.read_text(encoding="utf-8"))


def test_each_flaw_planted_among_real_submissions_is_found(planted):
    done, data = planted
    found = {(r["kind"], r["subject"]) for r in data["reasons"] if r["kind"] != "no purpose"}
    assert found == {
        ("survivor", f"chaffs/{STEM}/momentum.py"),
        ("misnamed", f"chaffs/{STEM}/ignores-lr.py"),
        ("wheat docked", f"wheats/{STEM}/mine.py"),
    }
    assert done.returncode == 1
    assert "It does not: survivor 1, wheat docked 1, misnamed 1, no purpose" in done.stdout


def test_a_chaff_that_is_right_about_itself_is_killed_and_named(planted):
    _, data = planted
    (climbs,) = [s for s in data["samples"] if s["name"].endswith("/climbs.py")]
    assert (climbs["fate"], climbs["naming"]) == ("killed by its own check", "named rightly")


def test_an_empty_folder_says_what_belongs_there(tmp_path):
    done = grader("qualify", "--tests", tmp_path, folder=tmp_path / "tmp")
    assert done.returncode == 1
    assert f"In {tmp_path} there are no wheats and no chaffs" in done.stderr
