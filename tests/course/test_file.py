"""`course.toml`: what it may say, what beats it, and how what is wrong in it is told."""

from datetime import datetime

import pytest

from grader.course.file import Course, CourseError, read_course
from grader.course.init import template
from grader.weights_and_late_work import Late


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def read(empty_folder):
    def read(text, **options):
        (empty_folder / "course.toml").write_text(text, encoding="utf-8")
        return read_course(None, options)

    return read


@pytest.fixture
def refused(read):
    def refused(text, **options):
        with pytest.raises(CourseError) as raised:
            read(text, **options)
        return str(raised.value)

    return refused


def test_without_a_file_all_is_the_default():
    assert read_course(None, {}) == Course()


def test_the_file_that_grader_init_writes_says_the_defaults(read):
    course = read(template())
    assert course == Course(path=course.path)


def test_what_it_comments_out_can_be_taken_in(read, empty_folder):
    for name in ("roster.csv", "gradebook.csv"):
        (empty_folder / name).write_text("name\nada\n")
    (empty_folder / "own" / "hidden").mkdir(parents=True)
    lines = [
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in template().splitlines()
    ]
    course = read("\n".join(lines).replace("exports = []", 'exports = ["canvas"]'))
    assert course.rule.late == Late(10, 50, 15)
    assert course.rule.due == datetime.fromisoformat("2026-12-01T23:59:00+01:00")
    assert sum(course.rule.weights.values()) == 100
    assert course.exports["canvas"]["column"] == "Homework 4"
    assert course.roster == empty_folder.relative_to(empty_folder) / "roster.csv"


def test_a_mark_before_the_first_letter_is_none_of_it(read):
    assert read('\ufefftitle = "Numerics"\n').title == "Numerics"


def test_a_byte_0_is_in_no_text(refused):
    assert "secret: 'a\\x00b' has a byte 0 in it" in refused('secret = "a\\u0000b"\n')


def test_an_option_beats_the_file_and_the_file_the_default(read):
    text = 'title = "file"\nattempt = "best"\nexports = ["csv"]\n[weights]\nex1 = 100\n'
    text = 'exercises = ["ex1"]\n' + text
    course = read(text, title="option", exports=("junit",), weights={"ex1": 100.0})
    assert (course.title, course.attempt, list(course.exports)) == ("option", "best", ["junit"])


def test_of_the_late_rule_each_option_counts_by_itself(read):
    text = "due = 2026-12-01T23:59:00Z\n[late]\npercent_per_day = 10\nat_most = 50\n"
    assert read(text, late={"at_most": 30.0, "percent_per_day": None}).rule.late == Late(10, 30)


def test_paths_start_from_the_files_folder(empty_folder, monkeypatch):
    (empty_folder / "course").mkdir()
    file = empty_folder / "course" / "course.toml"
    file.write_text('secret = "key"\n')
    assert read_course(file, {}).secret == empty_folder / "course" / "key"
    assert read_course(file.parent, {}).path == file


def test_the_folders_above_are_not_searched(read, empty_folder, monkeypatch):
    read('title = "above"')
    below = empty_folder / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert read_course(None, {}) == Course()


def test_one_run_of_one_exercise_keeps_the_weights_of_all(read):
    text = "total = 40\n[weights]\n" + "".join(f"ex{n} = 8\n" for n in range(1, 6))
    assert read(text, exercises=("ex1",)).rule.weights["ex1"] == 8


WRONG = {
    "tittle = 'x'": ("course.toml: tittle: there is no such key.", "Did you mean 'title'?"),
    "zzz = 1": ("zzz: there is no such key", "Keys: title, secret"),
    "title = 3": ("course.toml: title: 3 is not text", "Write text, in quotes"),
    "title = \"x": ("course.toml:", "toml.io"),
    "exercises = 'ex1'": ("exercises: 'ex1' is not a list", '["ex1", "ex2"]'),
    "exercises = ['ex9']": ("there is no exercise 'ex9'", "The exercises are ex1, ex2"),
    "exercises = [1]": ("exercises: 1 in it is not text", ""),
    "attempt = 'last'": ("attempt: there is no 'last'", '"newest" or "best"'),
    "roster = 'gone.csv'": ("roster: there is no file gone.csv", "Correct the path"),
    "folders = ['gone']": ("folders: there is no folder gone", "Correct the path, or make it"),
    "folders = ['.']": ("folders: . has none of the folders hidden, exercises", ""),
    "due = 2026-12-01T23:59:00": ("due: 2026-12-01 23:59:00 has no time zone", "time_zone ="),
    "due = 2026-12-01": ("due: 2026-12-01 has no time of day", "2026-12-01T23:59:00+01:00"),
    "due = '2026-12-01T23:59:00Z'": ("due: '2026-12-01T23:59:00Z' is not a time", "without quotes"),
    "due = 0001-01-01T00:00:00Z": ("is in no year of a course", "Write a date and time"),
    "due = 9999-12-31T23:59:59-14:00": ("is in no year of a course", "2026-12-01"),
    "time_zone = 'Europe/Zurch'": ("no time zone 'Europe/Zurch'", "Did you mean 'Europe/Zurich'?"),
    "time_zone = '../x'": ("there is no time zone '../x'", "Europe/Zurich"),
    "time_zone = 'Europe'": ("there is no time zone 'Europe'", ""),
    "total = 50": ("total: there are no weights", "Add [weights]"),
    "[weights]\nex1 = 100": ("weights: ex2, ex3, ex4 and ex5 have none", "exercises"),
    "exercises = ['ex1', 'ex2']\n[weights]\nex1 = 100": ("weights: ex2 has none", "exercises"),
    "exercises = ['ex1', 'ex2']\n[weights]\nex1 = 50\nex2 = 40": (
        "weights: they add up to 90, not to 100", "set total = 90"),
    "exercises = ['ex1']\n[weights]\nex1 = 50\nex2 = 50": ("ex2 has one and is not graded", ""),
    "[weights]\nex1 = 'many'": ("weights: ex1 = 'many' is not a weight", ""),
    "[weights]\nex1 = true": ("weights: ex1 = True is not a weight", ""),
    "[weights]\nex1 = nan": ("weights: ex1 = nan is not a weight", ""),
    "weights = 3": ("weights: 3 is not a table", "such as ex1 = 20"),
    "[late]\npercent_per_day = 10": ("late: there is no due date", "Add due"),
    "due = 2026-12-01T23:59:00Z\n[late]\nat_most = 10": ("late.percent_per_day: it is missing", ""),
    "due = 2026-12-01T23:59:00Z\n[late]\npercent_per_day = 200": ("200 cannot be used", "0 to 100"),
    "due = 2026-12-01T23:59:00Z\n[late]\npercent_per_day = nan": ("nan cannot be used", ""),
    "[late]\npercent = 10": ("late.percent: there is no such key", "'percent_per_day'"),
    "exports = ['cvs']": ("exports: there is no format 'cvs'", "Did you mean 'csv'?"),
    "exports = ['canvas']": ("exports: canvas needs FILE", "[export.canvas]"),
    "exports = ['canvas']\n[export.canvas]\ncanvas = 'gone.csv'": ("there is no file gone.csv", ""),
    "exports = ['nbgrader']\n[export.nbgrader]\nasignment = 'x'": ("'assignment'", "Did you mean"),
    "exports = ['nbgrader']\n[export.nbgrader]\nassignment = 3": ("3 is not text", "Quote it"),
    "[export.cvs]\nx = 1": ("export: there is no format 'cvs'", "Did you mean 'csv'?"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=[text[:40] for text in WRONG])
def test_what_is_wrong_is_told_with_the_key_and_a_remedy(refused, text, said):
    told = refused(text)
    assert "course.toml" in told
    for part in said:
        assert part in told


def test_an_option_that_is_wrong_is_named_and_not_the_file(refused):
    assert refused("", due="tomorrow").startswith("--due: 'tomorrow' is not a date and time.")
    assert refused("", exports=("cvs",)).startswith("--export: there is no format 'cvs'")
    said = refused("due = 2026-12-01T23:59:00Z", late={"percent_per_day": 200.0})
    assert said.startswith("--late-percent: 200.0 cannot be used")
    said = refused("", late={"percent_per_day": 10.0})
    assert said == "--late-percent: there is no due date to be late for. Add --due."
    assert refused("", due="2026-12-01T23:59").endswith("or add --time-zone Europe/Zurich.")


def test_a_file_that_is_not_there_is_told(empty_folder):
    with pytest.raises(CourseError, match=r"gone\.toml: there is no such file\. grader init"):
        read_course(empty_folder / "gone.toml", {})


def test_two_folders_with_one_name_of_tests_are_refused(refused, empty_folder):
    for name in ("one", "two"):
        (empty_folder / name / "hidden").mkdir(parents=True)
        (empty_folder / name / "hidden" / "test_ex1.py").write_text("")
    assert "have one name. Rename one of them" in refused("folders = ['one', 'two']")
