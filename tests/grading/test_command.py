"""`grader grade` as an instructor runs it: the real command, sandbox and hidden tests."""

import csv
import json
import os
import re
import signal
import time

import pytest

from tests.grading.fakes import (
    FIRST,
    SECOND,
    STEMS,
    attempts_in,
    copy_of_the_kit,
    grader,
    hand_in,
    processes_of,
    right_files,
    start_grader,
    stub_files,
    wait_for_attempts,
)

# One run is shared by many of these, in their order.
pytestmark = [pytest.mark.timeout(240), pytest.mark.costly]
SLOW = b"import time\n\n\ndef loss(x):\n    time.sleep(600)\n"
CLIMBS = b"""
def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    import numpy as np

    theta, history = np.array(theta_init, dtype=float), []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta + lr * grad_fn(theta)
    return theta, history
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade a class of seven with two jobs."""
    folder = tmp_path_factory.mktemp("graded")
    students = folder / "class"
    right = right_files()
    hand_in(students, "ada", right)
    hand_in(students, "bob", stub_files())
    hand_in(students, "cyd", {f"{FIRST}.py": CLIMBS, **the_descents_of(right)})
    hand_in(students, "dee", {"notes.txt": b"sorry"})
    hand_in(students, "eve", {name: right[name] for name in list(right)[:2]})
    hand_in(students, "fay", right | {f"{SECOND}.py": b"def loss(:\n"})
    hand_in(students, "gil", {f"{FIRST}.ipynb": notebook_of(right[f"{FIRST}.py"])})
    out = folder / "out"
    done = grader("grade", students, "--out", out, "--jobs", 2, folder=folder / "tmp")
    return done, out, folder


def the_descents_of(right):
    """Return exercise 5 written on exercise 1's `gradient_descent`, which is imported."""
    source = b"""
import numpy as np
from exercises.ex1_gradient_descent import gradient_descent


def fit(X, y, lr=None, num_steps=10_000):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    if lr is None:
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(y))[-1]
    return gradient_descent(
        lambda t: 0.5 * np.mean((X @ t - y) ** 2),
        lambda t: X.T @ (X @ t - y) / len(y),
        np.zeros(X.shape[1]),
        lr,
        num_steps,
    )
"""
    return {f"{STEMS[4]}.py": source}


def notebook_of(source):
    """Return a module as a notebook with a cell for each function, and what Jupyter bears."""
    cells = [
        "%matplotlib inline\n!pip install numpy\nnp?",
        *re.split(r"\n(?=def )", source.decode()),
    ]
    cells[2:2] = ["display(get_ipython())", "def unfinished(:\n    pass"]
    raw = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"cells": raw, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def rows_of(out):
    with (out / "grades.csv").open(encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def entries_of(out):
    document = json.loads((out / "grades.json").read_text(encoding="utf-8"))
    return {entry["student"]: entry for entry in document["submissions"]}


def checks_of(entry, key):
    return {check["id"]: check for check in entry["exercises"][key]["checks"]}


def test_the_run_ends_well_and_its_first_line_is_the_isolation(graded):
    done, _, _ = graded
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[0].startswith("isolation: ")
    assert done.stderr == ""


def test_the_reference_solutions_have_100_points(graded):
    row = rows_of(graded[1])["ada"]
    assert (row["points"], row["max_points"], row["outcome"]) == ("100", "100", "passed")


def test_the_stubs_are_all_not_started_without_a_point_or_a_fault(graded):
    entry = entries_of(graded[1])["bob"]
    outcomes = {c["outcome"] for key in entry["exercises"] for c in checks_of(entry, key).values()}
    assert outcomes == {"not started"}
    assert entry["points"] == 0


def test_a_climbing_descent_costs_exercise_1_and_not_the_fit_that_builds_on_it(graded):
    entry = entries_of(graded[1])["cyd"]
    assert entry["exercises"]["ex1"]["points"] < 10
    fits = [c for c in checks_of(entry, "ex5").values() if c["function"] == "fit"]
    carried = [c for c in fits if c["points"] > c["points_own"]]
    assert carried
    assert all(c["outcome"] == "passed" for c in fits)
    assert all("right `gradient_descent` in place of yours" in c["message"] for c in carried)
    assert entry["exercises"]["ex5"]["points_own"] < entry["exercises"]["ex5"]["points"]


def test_nothing_recognisable_is_not_submitted_and_blank(graded):
    row = rows_of(graded[1])["dee"]
    assert (row["points"], row["outcome"]) == ("", "not submitted")
    assert "Handed in: notes.txt." in row["reason"]
    assert "not submitted: dee: Handed in: notes.txt." in graded[0].stdout


def test_exercises_without_a_file_are_blank_and_the_others_count(graded):
    row = rows_of(graded[1])["eve"]
    assert (row["ex1"], row["ex2"], row["ex3"]) == ("20", "20", "")


def test_a_syntax_error_costs_its_own_file(graded):
    row = rows_of(graded[1])["fay"]
    assert (row["ex1"], row["ex2"], row["ex3"]) == ("20", "0", "20")


def test_a_cell_that_is_no_python_costs_nothing_that_stands_in_others(graded):
    assert rows_of(graded[1])["gil"]["ex1"] == "20"


def test_every_student_has_a_page_and_show_prints_it(graded):
    _, out, folder = graded
    assert sorted(p.stem for p in (out / "feedback").iterdir()) == sorted(rows_of(out))
    done = grader("show", "fay", "--out", out, folder=folder / "tmp")
    assert done.returncode == 0
    assert "SyntaxError" in done.stdout
    assert done.stdout == (out / "feedback" / "fay.md").read_text(encoding="utf-8")
    unknown = grader("show", "nobody", "--out", out, folder=folder / "tmp")
    assert unknown.returncode == 1
    assert "grades.csv" in unknown.stderr
    part = grader("show", "FA", "--out", out, folder=folder / "tmp")
    assert part.stdout == done.stdout, "nobody else's name has these letters"
    near = grader("show", "faay", "--out", out, folder=folder / "tmp")
    assert "Did you mean 'fay'?" in near.stderr


def test_the_secret_is_its_owners_alone_and_no_process_or_file_is_left(graded):
    _, out, folder = graded
    assert (out / "secret.key").stat().st_mode & 0o777 == 0o600
    assert processes_of(folder / "tmp") == []
    assert list((folder / "tmp").iterdir()) == []


def test_the_same_command_again_grades_nothing_and_says_the_same(graded):
    _, out, folder = graded
    before = (out / "grades.json").read_bytes(), (out / "grades.csv").read_bytes()
    done = grader("grade", folder / "class", "--out", out, "--jobs", 1, folder=folder / "tmp")
    assert "graded 0 submissions (7 had their grade before)" in done.stdout
    assert ((out / "grades.json").read_bytes(), (out / "grades.csv").read_bytes()) == before


def without_seconds(out):
    return {s: {k: v for k, v in e.items() if k != "seconds"} for s, e in entries_of(out).items()}


@pytest.mark.slow
def test_fresh_grades_all_again_with_one_job_and_to_the_same_grades(graded):
    _, out, folder = graded
    before = without_seconds(out)
    attempts = attempts_in(out)
    done = grader(
        "grade", folder / "class", "--out", out, "--jobs", 1, "--fresh", folder=folder / "tmp"
    )
    assert done.returncode == 0
    assert "graded 7 submissions" in done.stdout
    assert without_seconds(out) == before
    assert attempts_in(out) == attempts + 7


def test_only_grades_one_exercise_out_of_its_points(graded):
    _, out, folder = graded
    done = grader(
        "grade", folder / "class", "--out", folder / "only", "--only", "ex3", "--jobs", 1,
        "--secret-file", out / "secret.key", folder=folder / "tmp",
    )  # fmt: skip
    assert done.returncode == 0
    rows = rows_of(folder / "only")
    assert (rows["ada"]["points"], rows["ada"]["max_points"]) == ("20", "20")
    assert not (folder / "only" / "secret.key").exists()


@pytest.mark.parametrize("place", ["folder", "file"])
def test_a_single_submission_prints_its_feedback_and_ends_with_the_points(graded, place):
    _, _, folder = graded
    path = folder / "class" / "fay"
    path = path if place == "folder" else path / f"{FIRST}.py"
    done = grader("grade", path, folder=folder / "tmp")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("isolation: ")
    assert "## Exercise 1" in done.stdout
    points = "80 of 100" if place == "folder" else "20 of 100"
    last = done.stdout.splitlines()[-1]
    assert last.startswith(f"points: {points}  (ex1 20 of 20, ")
    # Of what was not handed in there are no points, in words as in the table.
    assert last.count("not submitted") == (0 if place == "folder" else 4)
    assert processes_of(folder / "tmp") == []


def test_a_hidden_test_that_raises_is_our_fault_blank_listed_and_graded_when_mended(tmp_path):
    root = copy_of_the_kit(tmp_path / "kit", is_settled=True)
    hidden = root / "grader" / "hidden" / "test_ex1.py"
    sound = hidden.read_text(encoding="utf-8")
    broken = sound + (
        "\n\n@pytest.mark.points(0)\n@pytest.mark.function('grad')\n"
        "def test_of_ours(learner, draw):\n    '''Ours.'''\n"
        "    1 / (learner.ask('grad', 1.0).value == -2)\n"
    )
    hidden.write_text(broken, encoding="utf-8")
    students, out, tmp = tmp_path / "class", tmp_path / "out", tmp_path / "tmp"
    wrong = right_files()[f"{FIRST}.py"] + b"\n\ndef grad(x):\n    return 3 * x\n"
    hand_in(students, "ada", {f"{FIRST}.py": wrong})
    order = ("grade", students, "--out", out, "--only", "ex1", "--jobs", 1)
    done = grader(*order, root=root, folder=tmp)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "grader fault: ada, ex1/of_ours: ZeroDivisionError: division by zero" in done.stdout
    assert (rows_of(out)["ada"]["points"], rows_of(out)["ada"]["outcome"]) == ("", "grader fault")
    assert "test_of_ours" in (out / "faults.txt").read_text(encoding="utf-8")
    assert "ZeroDivisionError" not in (out / "feedback" / "ada.md").read_text(encoding="utf-8")
    hidden.write_text(sound, encoding="utf-8")
    again = grader(*order, root=root, folder=tmp)
    assert again.returncode == 0, again.stdout
    assert (rows_of(out)["ada"]["points"], rows_of(out)["ada"]["outcome"]) == ("19", "failed")
    assert not (out / "faults.txt").exists()


def test_ctrl_c_stops_at_once_says_how_to_go_on_and_leaves_nothing_running(tmp_path):
    students, out, tmp = tmp_path / "class", tmp_path / "out", tmp_path / "tmp"
    quick = {f"{FIRST}.py": b"def loss(x):\n    return x**4 - 3 * x**2 + 2\n"}
    for name in "abc":
        hand_in(students, name, quick)
    hand_in(students, "slow", {f"{FIRST}.py": SLOW})
    order = ("grade", students, "--out", out, "--only", "ex1", "--jobs", 1, "--deadline", 300)
    run = start_grader(*order, folder=tmp)
    wait_for_attempts(out, 3, tmp_path / "copy")
    time.sleep(0.3)
    os.killpg(run.pid, signal.SIGINT)
    said, _ = run.communicate()
    assert run.returncode == 130, said
    assert "Stopped. 3 of 4 submissions have their grade. To go on: grader grade" in said
    assert "The reports are written when all have their grade." in said
    assert "Traceback" not in said
    assert processes_of(tmp) == []
    (students / "slow" / f"{FIRST}.py").write_bytes(quick[f"{FIRST}.py"])
    again = grader(*order, folder=tmp)
    assert "graded 1 submission (3 had their grade before)" in again.stdout


REFUSED = {
    "a class without --out": (["grade", "CLASS"], 1, "--out"),
    "a place that is not there": (["grade", "nowhere", "--out", "OUT"], 1, "does not exist"),
    "a class without a student": (["grade", "EMPTY", "--out", "OUT"], 1, "holds no student"),
    "an unknown exercise": (["grade", "CLASS", "--out", "OUT", "--only", "ex6"], 2, "ex6"),
    "no job": (["grade", "CLASS", "--out", "OUT", "--jobs", "0"], 2, "--jobs"),
    "a deadline that is no number": (
        ["grade", "CLASS", "--out", "OUT", "--deadline", "nan"],
        2,
        "nan is not in the range",
    ),
    "a deadline of nothing": (["grade", "CLASS", "--out", "OUT", "--deadline", "0"], 2, "deadline"),
    "an unknown level": (["grade", "CLASS", "--require-isolation", "total"], 2, "total"),
    "a secret too short": (
        ["grade", "CLASS", "--out", "OUT", "--secret-file", "SHORT"],
        1,
        "16 to 4096",
    ),
    "a file for --out": (["grade", "CLASS", "--out", "SHORT"], 2, "is a file"),
    "a foreign gradebook": (["grade", "CLASS", "--out", "FOREIGN"], 1, "gradebook.sqlite"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_order_is_refused_in_one_message(tmp_path, kind):
    arguments, status, word = REFUSED[kind]
    hand_in(tmp_path / "CLASS", "ada", {f"{FIRST}.py": b""})
    (tmp_path / "EMPTY").mkdir()
    (tmp_path / "FOREIGN").mkdir()
    (tmp_path / "FOREIGN" / "gradebook.sqlite").write_text("my own list of marks\n" * 100)
    (tmp_path / "SHORT").write_text("short")
    places = {name: str(tmp_path / name) for name in ("CLASS", "OUT", "EMPTY", "FOREIGN", "SHORT")}
    done = grader(*(places.get(a, a) for a in arguments), folder=tmp_path / "tmp")
    assert done.returncode == status, done.stdout + done.stderr
    assert re.search(word, done.stderr)
    assert "Traceback" not in done.stderr
    assert (tmp_path / "FOREIGN" / "gradebook.sqlite").read_text().startswith("my own list")


def test_less_isolation_than_required_is_refused_before_anything_is_graded(tmp_path):
    hand_in(tmp_path / "class", "ada", {f"{FIRST}.py": b""})
    code = (
        "import sys; from grader.sandbox.host.isolation import Isolation; "
        "import grader.grade_command as c; "
        "said = c._announce; c._announce = lambda isolation, *rest: "
        "said(Isolation('process only', ('open sockets',)), *rest); "
        "from grader.cli import main; main()"
    )
    run = start_grader(
        "grade", tmp_path / "class", "--out", tmp_path / "out", "--require-isolation", "full",
        "--jobs", 1, folder=tmp_path / "tmp", command=("-c", code),
    )  # fmt: skip
    said, _ = run.communicate()
    assert run.returncode == 4, said
    assert said.splitlines()[0].startswith(
        "isolation: process only (a submission could open sockets); Python "
    )
    assert "--require-isolation full" in said
    assert attempts_in(tmp_path / "out") == 0


def test_a_second_grader_on_the_same_out_says_so_and_stops(tmp_path):
    students, out = tmp_path / "class", tmp_path / "out"
    hand_in(students, "ada", {f"{FIRST}.py": SLOW})
    order = ("grade", students, "--out", out, "--only", "ex1", "--jobs", 1, "--deadline", 300)
    first = start_grader(*order, folder=tmp_path / "first")
    assert first.stdout.readline().startswith("isolation")
    second = grader(*order, folder=tmp_path / "second")
    os.killpg(first.pid, signal.SIGINT)
    first.communicate()
    assert second.returncode == 1
    assert "another grader is at work on" in second.stderr
