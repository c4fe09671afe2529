"""A course from `grader init` on, as an instructor walks it, in a folder outside the checkout."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.made import FIRST, a_class, own_folder, run
from tests.grading.fakes import right_files
from tests.kit import ROOT

pytestmark = [pytest.mark.timeout(240), pytest.mark.costly, pytest.mark.slow]
COURSE = """
title = "Optimisation"
exercises = ["ex1", "ex6"]
folders = ["own"]
exports = ["csv", "nbgrader"]
time_zone = "Europe/Zurich"
due = 2026-11-20T12:00:00

[weights]
ex1 = 40
ex6 = 60

[late]
percent_per_day = 10
at_most = 50

[export.nbgrader]
assignment = "ps1"
"""


GUIDE = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
SECTIONS = (
    "One file for the course", "Your own checks and exercises", "Look into one result",
    "Grade again",
)  # fmt: skip
PLACES = {"SUBMISSIONS": "submitted", "DIR": "out", "STUDENT": "bob", "CHECK": "from_a_number"}
# Those commands of the guide that were run as they stand there.
RUN = set()


def commands():
    """Yield the guide's commands in the sections about courses."""
    for section in SECTIONS:
        found = re.search(rf"^## {section}$(.*?)^## ", GUIDE, re.DOTALL | re.MULTILINE)
        for block in re.findall(r"```sh\n(.*?)```", found[1], re.DOTALL):
            yield from (line.partition("#")[0].strip() for line in block.splitlines())


def in_the_guide(command):
    """Return a command of the guide's as arguments, on this course."""
    assert command in commands()
    RUN.add(command)
    return [PLACES.get(word, word) for word in command.split()[1:]]


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row.get("student") or row["student_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Make a course and its class; ada was in time, bob late, of cyd nobody knows."""
    folder = tmp_path_factory.mktemp("term") / "course"
    folder.mkdir()
    assert "wrote course.toml" in run(folder, *in_the_guide("grader init"))
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    own_folder(folder / "own")
    a_class(folder / "plain")
    for student, time in (("ada", "2026-11-20 10:59:00 UTC"), ("bob", "2026-11-21 11:30:00 UTC")):
        place = folder / "submitted" / student / "ps1"
        place.parent.mkdir(parents=True)
        (folder / "plain" / student).rename(place)
        (place / "timestamp.txt").write_text(time)
    (folder / "submitted" / "cyd").mkdir()
    (folder / "plain" / "cyd").rename(folder / "submitted" / "cyd" / "ps1")
    return folder


@pytest.fixture(scope="module")
def graded(course):
    return run(course, *in_the_guide("grader grade SUBMISSIONS --out DIR"), "--jobs", 1)


def test_the_first_line_says_which_course_it_is(course, graded):
    assert graded.splitlines()[0] == f"course: Optimisation, from {course / 'course.toml'}"


def test_own_checks_and_the_own_exercise_are_graded_in_the_sandbox(course, graded):
    rows = rows_of(course / "out" / "grades.csv")
    assert [rows[name]["ex1"] for name in ("ada", "bob", "cyd")] == ["22", "13", ""]
    assert [rows[name]["ex6"] for name in ("ada", "bob", "cyd")] == ["20", "", "0"]
    page = (course / "out" / "feedback" / "bob.md").read_text(encoding="utf-8")
    assert "✗ Three steps on a straight line are three times one step. (0 of 2)" in page
    assert "## Exercise 6, momentum: not submitted" in page


def test_both_totals_stand_in_the_table_and_on_the_page(course, graded):
    rows = rows_of(course / "out" / "grades.csv")
    ada, bob, cyd = (rows[name] for name in ("ada", "bob", "cyd"))
    assert (ada["points"], ada["max_points"], ada["late_days"]) == ("100", "100", "0")
    assert (ada["raw_points"], ada["raw_max_points"]) == ("42", "42")
    # 40 · 13/22 of exercise 1, less two days.
    assert (bob["points"], bob["late_days"], bob["late_percent"]) == ("18.91", "2", "20")
    assert bob["raw_points"] == "13"
    assert cyd["late_days"] == ""
    page = (course / "out" / "feedback" / "bob.md").read_text(encoding="utf-8")
    assert page.startswith("# bob: 18.91 of 100 points (13 of 42 by the checks)\n")
    assert (
        "- 18.91 of 100 points count: 23.64 by the weights of the exercises; 2 days late, −20 % "
        "(handed in 2026-11-21 12:30 CET, due 2026-11-20 12:00 CET).\n"
    ) in page


def test_who_is_late_and_of_whom_nobody_knows_is_listed(graded):
    assert "late, after 2026-11-20 12:00 CET (10 % per day begun, at most 50 %): bob" in graded
    assert "since nobody knows when it was handed in: cyd" in graded


def test_the_exports_of_the_course_are_written_with_what_counts(course, graded):
    rows = rows_of(course / "out" / "exports" / "nbgrader" / "grades.csv")
    bob = rows["bob"]
    raw, penalty, score = (
        float(bob[key]) for key in ("raw_score", "late_submission_penalty", "score")
    )
    assert raw == pytest.approx(40 * 13 / 22)
    assert penalty == pytest.approx(raw / 5)
    assert score == pytest.approx(raw - penalty)
    assert (course / "out" / "exports" / "csv" / "grades.csv").is_file()


def test_an_export_later_counts_by_the_same_rule(course, graded):
    run(course, "export", "json", "--out", "out")
    document = json.loads((course / "out" / "exports" / "json" / "grades.json").read_bytes())
    (bob,) = (each for each in document["submissions"] if each["student"] == "bob")
    assert bob["points"] == pytest.approx(40 * 13 / 22 * 0.8)
    assert (bob["raw_points"], bob["counted"]["late_days"]) == (13.0, 2)


def test_elsewhere_the_course_is_asked_for(course, graded, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    out = course / "out"
    said = run(tmp_path / "elsewhere", "export", "csv", "--out", out, status=1)
    assert "has grades of ex6, which is not an exercise of the kit's" in said
    assert "give --course FILE" in said
    run(tmp_path / "elsewhere", "export", "csv", "--out", out, "--course", course / "course.toml",
        "--to", tmp_path / "to")  # fmt: skip
    # Nor is anybody graded there on other checks, before it is said.
    for again in ((), ("--fresh",)):
        command = ("grade", course / "submitted", "--out", out, *again)
        said = run(tmp_path / "elsewhere", *command, status=1)
        assert "give --course FILE" in said
        assert "graded" not in said.replace("grades of ex6", "").partition("Error:")[0]


@pytest.mark.parametrize("is_named_apart", [False, True])
def test_the_untouched_stub_of_an_own_exercise_hides_no_work(course, tmp_path, is_named_apart):
    (tmp_path / "course").mkdir()
    own_folder(tmp_path / "course" / "own")
    stub = (tmp_path / "course/own/exercises/ex6_momentum.py").read_bytes()
    (tmp_path / "course" / "course.toml").write_text('folders = ["own"]\n')
    work = (tmp_path / "course/own/solutions/ex6_momentum.py").read_text()
    cell = {"cell_type": "code", "source": work, "metadata": {}, "outputs": []}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    name = "Untitled.ipynb" if is_named_apart else "notebooks/ex6_momentum.ipynb"
    place = tmp_path / "course" / "class" / "ada" / name
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(book))
    (tmp_path / "course/class/ada/ex6_momentum.py").write_bytes(stub)
    said = run(tmp_path / "course", "intake", "class", "--class")
    assert f"{name} → ex6_momentum.py" in said
    assert "  ex6_momentum.py → " not in said
    asked = ("--class", "--out", "out", "--only", "ex6", "--jobs", 1)
    run(tmp_path / "course", "grade", "class", *asked)
    assert rows_of(tmp_path / "course" / "out" / "grades.csv")["ada"]["points"] == "20"


def test_the_grader_is_tried_on_the_courses_own_wheats_and_chaffs(course):
    command = in_the_guide("grader qualify --course course.toml")
    said = run(course, *command, "--only", "ex6", "--seeds", 2, "--jobs", 1)
    assert "The grader qualifies." in said
    assert re.search(r"ex6 +3 +1 of 1 +3 +3", said)


def test_another_secret_than_the_gradebooks_is_refused(course, graded):
    (course / "other.key").write_text("another secret than that of the grades")
    said = run(course, "grade", "submitted", "--out", "out", "--secret-file", "other.key", status=1)
    assert "other.key is not the secret that the grades in out come from" in said


def test_no_file_of_the_course_is_in_reach_of_a_submission(course, graded, tmp_path):
    probe = course / "probe" / "eve"
    probe.mkdir(parents=True)
    secret = course / "own" / "hidden" / "test_ex6.py"
    solution = course / "own" / "solutions" / "ex6_momentum.py"
    source = f"""
def push(velocity, gradient, lr, beta=0.9):
    found = []
    for path in ({str(secret)!r}, {str(solution)!r}):
        try:
            found.append("READ " + open(path).read()[:40])
        except OSError:
            found.append("no")
    try:
        import solutions.ex6_momentum
        found.append("IMPORTED")
    except ImportError:
        found.append("no")
    raise RuntimeError(" ".join(found))
"""
    (probe / "ex6_momentum.py").write_text(source)
    out = tmp_path / "out"
    run(course, "grade", "probe", "--class", "--jobs", 1, "--out", out, "--only", "ex6")
    page = (tmp_path / "out" / "feedback" / "eve.md").read_text(encoding="utf-8")
    assert "RuntimeError: no no no" in page


@pytest.fixture(scope="module")
def debugged(course, graded):
    """Look into the check that bob failed; return what was said and the folder of it."""
    said = run(course, *in_the_guide("grader debug STUDENT CHECK --out DIR"))
    return said, course / "out" / "debug" / "bob" / "ex1-descends_from_a_number"


@pytest.mark.daily
def test_debugging_shows_the_very_call_with_the_students_numbers(course, debugged):
    said, folder = debugged
    page = (course / "out" / "feedback" / "bob.md").read_text(encoding="utf-8")
    call = re.search(r"^gradient_descent\(.*$", said, re.MULTILINE)[0]
    assert call in page
    assert "isolation: " in said
    assert "test_ex1.py:" in said
    assert f"files: {course / 'submitted'}, as they were graded" in said
    assert "looks like `climbs`" in said
    assert (folder / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_the_script_fails_as_the_check_did_and_passes_when_the_files_are_right(debugged, tmp_path):
    _, folder = debugged
    wrong = subprocess.run(
        [sys.executable, folder / "reproduce.py"], capture_output=True, text=True
    )
    assert wrong.returncode == 1, wrong.stderr
    shutil.copytree(folder, tmp_path / "copy")
    right = tmp_path / "copy" / "files" / "exercises" / FIRST
    right.write_bytes(right_files()[FIRST])
    done = subprocess.run([sys.executable, tmp_path / "copy" / "reproduce.py"], capture_output=True)
    assert done.returncode == 0, done.stderr


def test_under_pdb_the_students_frame_is_open_and_the_warning_comes_first(course, debugged):
    said = run(course, "debug", "bob", "ex1/descends_from_a_number", "--out", "out",
               "--in-process", "--yes", typed="p num_steps\nq\n")  # fmt: skip
    assert "with all of your rights" in said
    assert "ex1_gradient_descent.py(" in said
    assert re.search(r"^\(Pdb\) 6$", said, re.MULTILINE)


def test_without_a_yes_nothing_is_run_in_this_process(course, debugged):
    said = run(course, "debug", "bob", "descends_from_a", "--out", "out", "--in-process", status=1,
               typed="n\n")  # fmt: skip
    assert "Run it? [y/N]" in said
    assert "(Pdb)" not in said


@pytest.mark.daily
@pytest.mark.parametrize(
    ("student", "check", "told"),
    [
        ("bob", "finds", "'finds' may be any of these checks."),
        ("bob", "descends_from_a_numbr", "Did you mean 'descends_from_a_number'"),
        ("bobb", "x", "nobody here is called 'bobb'. Did you mean 'bob'?"),
        ("b", "nothing_of_this", "no check is called"),
        ("bob", "ex1.find_critical_points", "'ex1.find_critical_points' may be any of these"),
        ("bob", "find_critical_points", "ex1/finds_all_three_points_of_the_chapters_loss: "),
    ],
)
def test_who_and_what_is_meant_is_asked_where_it_is_not_clear(course, graded, student, check, told):
    assert told in run(course, "debug", student, check, "--out", "out", status=1)


def test_a_check_is_found_by_the_line_that_the_feedback_has(course, graded):
    said = run(course, "debug", "bob", "With a tilt no  point is at 0;", "--out", "out")
    assert "bob, ex1/finds_the_points_of_a_tilted_quartic_either_way_up: With a tilt" in said


def test_a_check_that_nothing_was_handed_in_for_has_no_call(course, graded):
    said = run(course, "debug", "bob", "a_push_adds", "--out", "out")
    assert "calls: 0, since there is nothing to call" in said
    assert "ex6_momentum.py was not handed in." in said


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "regrade" not in path.parts and path.name != "gradebook.sqlite"
    }


@pytest.fixture(scope="module")
def changed(course, graded, debugged):
    """Change a hidden test of the course's, bob's file and a grade by hand; try, then regrade."""
    own = course / "own" / "hidden" / "test_ex1.py"
    own.write_text(own.read_text(encoding="utf-8").replace("points(2)", "points(4)"), "utf-8")
    bob = course / "submitted" / "bob" / "ps1" / FIRST
    bob.write_bytes(right_files()[FIRST])
    table = course / "out" / "grades.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("ada,100", "ada,99"), "utf-8")
    before = contents(course / "out")
    tried = run(course, *in_the_guide("grader regrade --out DIR --dry-run"), "--jobs", 1)
    after = contents(course / "out")
    looked = run(course, "debug", "bob", "descends_from_a_number", "--out", "out")
    done = run(course, *in_the_guide("grader regrade --out DIR"), "--jobs", 1)
    return before, tried, after, looked, done


def test_a_dry_run_says_who_moves_and_why_and_changes_nothing(course, changed):
    before, tried, after, *_ = changed
    assert before == after
    lines = tried.splitlines()
    assert lines[1].startswith("moved: bob 18.91 → 32 (+13.09), ex1/descends_from_a_number, ")
    assert "the files changed; hidden tests changed: the course's hidden/test_ex1.py" in lines[1]
    assert lines[2] == (
        "same total: ada 100 → 100, ex1/three_steps_on_a_slope: "
        "hidden tests changed: the course's hidden/test_ex1.py"
    )
    assert "1 of 3 students moved, 1 the same total by other checks." in tried
    assert "changed by hand in grades.csv, and not in the gradebook: ada (99, not 100)" in tried
    assert f"A regrade keeps the file as it was in {Path('out', 'regrade', 'before')}." in tried
    assert not list((course / "out").glob(".regrade-*"))


def test_a_look_at_files_that_changed_says_so(changed):
    looked = changed[3]
    assert "CHANGED since they were graded" in looked
    assert "in the gradebook: failed, 0 of 1; grader regrade brings it up to date" in looked
    assert "It passes: nothing is wrong." in looked


def test_a_regrade_replaces_the_grades_and_keeps_what_was_edited(course, changed):
    rows = rows_of(course / "out" / "grades.csv")
    assert rows["ada"]["points"] == "100"
    assert (rows["bob"]["points"], rows["bob"]["raw_points"]) == ("32", "24")
    kept = rows_of(course / "out" / "regrade" / "before" / "grades.csv")
    assert kept["ada"]["points"] == "99"
    moved = rows_of(course / "out" / "regrade" / "moved.csv")
    assert moved["bob"]["change"] == "+13.09"
    assert "ex1/three_steps_on_a_slope 0 of 2 → 4 of 4" in moved["bob"]["checks"]
    page = (course / "out" / "regrade" / "index.html").read_text(encoding="utf-8")
    assert "Graded again: Optimisation" in page
    assert "<script" not in page
    assert rows_of(course / "out" / "exports" / "nbgrader" / "grades.csv")["bob"]["score"] == "32"


def test_a_change_of_the_rule_moves_and_is_named(course, changed):
    said = run(course, "regrade", "--jobs", 1, "--out", "out", "--dry-run", "--late-percent", "5")
    assert "moved: bob 32 → 36 (+4): another rule for late work" in said
    said = run(course, "regrade", "--jobs", 1, "--out", "out", "--dry-run")
    assert "0 of 3 students moved." in said


def test_every_command_of_the_guide_was_run(course, graded, debugged, changed):
    assert set(commands()) - {"grader qualify --course course.toml"} <= RUN
