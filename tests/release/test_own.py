"""What a course adds is handed out with the kit: to learners their part, to a service all of it."""

import json
import os
import re
import sys
import zipfile

import pytest

from grader.course.file import Course
from grader.course.own_folders import read_folder
from grader.release import releasing
from grader.release.bundles import ReleaseError, autograder, learners
from grader.release.leaks import leaks_in
from grader.release.own import for_learners
from tests.course.made import OWN_CHECK, SIXTH, own_folder, run
from tests.grading.fakes import right_files
from tests.release.test_gradescope import NAME, Service
from tests.warm import run_pytest

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.costly,
    pytest.mark.skipif(sys.platform == "win32", reason="Gradescope's machines are Linux"),
]
FIRST = "ex1_gradient_descent.py"
STUB, TESTS = "exercises/ex6_momentum.py", "exercises/test_ex6_momentum.py"
# The roster, and the gradebook to be filled in, come with the term.
COURSE = """
exercises = ["ex1", "ex6"]
folders = ["own"]
roster = "roster.csv"
exports = ["canvas"]
due = 2026-11-20T12:00:00Z
late = {percent_per_day = 10}
weights = {ex1 = 40, ex6 = 60}
export = {canvas = {canvas = "gradebook.csv"}}
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Make a course with a check, an exercise and its learner tests; hand it out."""
    folder = tmp_path_factory.mktemp("own") / "course"
    own = own_folder(folder / "own")
    (own / TESTS).write_text((SIXTH / "learner_tests.py").read_text("utf-8"), "utf-8")
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    (folder / "said").write_text(
        run(folder, "release", "learners", "learners")
        + run(folder, "release", "gradescope", "autograder.zip"), "utf-8",
    )  # fmt: skip
    return folder


def names_of(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_learners_get_stub_notebook_and_learner_tests_and_nothing_that_judges(course):
    there = names_of(course / "learners")
    assert {STUB, TESTS, "exercises/notebooks/ex6_momentum.ipynb"} <= there
    files = {name: (course / "learners" / name).read_bytes() for name in there}
    assert not any(part in name for name in there for part in ("hidden", "solution", "chaffs"))
    assert b"three times one step" not in b"".join(files.values())
    assert b"adds exercise 6, momentum" in files["README.md"]


def test_pytest_in_what_learners_get_has_the_own_exercise_on_the_board(course):
    asked = ("-q", "-p", "no:cacheprovider", TESTS)
    _, said = run_pytest(course / "learners", asked, os.environ)
    assert "6 momentum" in " ".join(said.split()), said
    assert "4 not started" in said


def test_what_is_in_no_hand_out_is_said(course):
    said = (course / "said").read_text("utf-8")
    assert re.findall(r"^Not in it: .*", said, re.M) == [
        "Not in it: what being late costs. Set that there, or grade what is collected with grader "
        f"grade --course {course / 'course.toml'}."
    ]
    assert "without learner tests" not in said


@pytest.mark.slow
def test_a_service_gives_the_result_of_the_course_at_home(course, tmp_path):
    service = Service(tmp_path, course / "autograder.zip")
    set_up = service.set_up()
    assert set_up.returncode == 0, set_up.stdout + set_up.stderr
    # 22 of exercise 1 with the own check, and 20 of the own exercise.
    assert "the reference solutions have 42 points" in set_up.stdout
    wrong = (SIXTH / "chaffs" / "returns-none.py").read_bytes()
    files = {FIRST: right_files()[FIRST], "ex6_momentum.py": wrong}
    _, there = service.grade(files)
    work = tmp_path / "class" / NAME
    work.mkdir(parents=True)
    for name, data in files.items():
        (work / name).write_bytes(data)
    (course / "roster.csv").write_text(f"name\n{NAME}\n", "utf-8")
    run(course, "grade", tmp_path / "class", "--class", "--out", tmp_path / "out", "--jobs", 1,
        "--secret-file", "secret.key", "--export", "json", "--time-zone", "UTC")  # fmt: skip
    (home,) = json.loads((tmp_path / "out" / "grades.json").read_bytes())["submissions"]
    # By the weights.
    assert there["score"] == home["points"] == 40
    checks = [check for each in home["exercises"].values() for check in each["checks"]]
    assert [test["score"] for test in there["tests"]] == [check["points"] for check in checks]
    assert any(test["name"].startswith("Three steps on a straight line") for test in there["tests"])


def test_a_zip_for_a_service_has_what_judges_and_no_sample(course):
    with zipfile.ZipFile(course / "autograder.zip") as archive:
        names = {name.removeprefix("kit/course/1/") for name in archive.namelist()}
    assert {"hidden/test_ex1.py", "hidden/test_ex6.py", "solutions/ex6_momentum.py"} <= names
    assert not any("chaffs" in name or "wheats" in name for name in names)


def test_a_solved_stub_is_refused_and_nothing_is_written(tmp_path):
    own = own_folder(tmp_path / "own")
    (own / STUB).write_bytes((SIXTH / "solution.py").read_bytes())
    (tmp_path / "course.toml").write_text('folders = ["own"]\n', encoding="utf-8")
    told = run(tmp_path, "release", "learners", "out", status=1)
    assert f"{STUB}: push is not as the stub has it" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", [STUB, TESTS, "hidden/test_ex1.py", "solutions/ex6_momentum.py"])
@pytest.mark.parametrize(
    ("more", "said"), [(b"def f(:", "is not Python (line"), (b"# Gr\xfc\xdfe", "is not in UTF-8")]
)
def test_a_module_that_is_no_python_is_named_and_handed_to_nobody(tmp_path, name, more, said):
    own = own_folder(tmp_path / "own")
    (own / TESTS).write_text("def test_it():\n    pass\n", encoding="utf-8")
    (own / name).write_bytes((own / name).read_bytes() + b"\n" + more + b"\n")
    folders = (read_folder(own),)
    for make in (
        lambda: learners(folders), lambda: autograder(b"k" * 32, "visible", Course(folders=folders))
    ):  # fmt: skip
        with pytest.raises(ReleaseError) as refused:
            make()
        assert f"{own / name} {said}" in str(refused.value)


def test_a_mark_that_an_editor_puts_before_a_module_is_no_fault(tmp_path):
    own = own_folder(tmp_path / "own")
    for path in [*own.glob("hidden/*.py"), *own.glob("solutions/*.py"), own / STUB]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert STUB in learners((read_folder(own),))


def test_the_courses_answers_are_found_wherever_they_are(tmp_path):
    own = own_folder(tmp_path / "own")
    files = {TESTS: OWN_CHECK.encode(), "notes.md": (SIXTH / "solution.py").read_bytes()}
    told = "\n".join(leaks_in(files, [own]))
    assert f"{TESTS} holds a part of the course's hidden/test_ex1.py" in told
    assert "notes.md holds a part of the course's solutions/ex6_momentum.py" in told


def test_an_own_exercise_without_learner_tests_is_named(tmp_path, capsys):
    folder = read_folder(own_folder(tmp_path / "own"))
    assert STUB in for_learners([folder])
    releasing._tell_learners(Course(folders=(folder,)))
    assert "ex6_momentum.py is in it, without learner tests" in capsys.readouterr().err
    (folder.path / TESTS).write_text("")
    releasing._tell_learners(Course(folders=(folder,)))
    assert capsys.readouterr().err == ""
