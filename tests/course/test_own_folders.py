"""A course's own folders: what must be in them, and how the table of exercises learns of it."""

import json
import os
import sys

import pytest

from exercises.coach.contracts import OWN, _own
from grader.course import own_folders
from grader.course.own_folders import FolderError, announce, folders_said, read_folder
from tests.course.made import own_folder


@pytest.fixture
def own(tmp_path):
    return own_folder(tmp_path / "own")


def test_an_own_exercise_is_a_row_of_the_table(own):
    (row,) = read_folder(own).rows
    (exercise,) = _own(json.dumps([row]))
    assert (exercise.key, exercise.stem, exercise.points) == ("ex6", "ex6_momentum", 20)
    assert exercise.functions["momentum"].needs == ("push",)
    assert exercise.functions["steps_saved"].defaults == {"most": 1000}
    assert exercise.is_own


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("exercises/ex6_momentum.py", "the stub"),
        ("solutions/ex6_momentum.py", "the reference solution"),
        ("hidden/test_ex6.py", "the hidden tests"),
    ],
)
def test_a_part_that_an_exercise_lacks_is_named(own, part, what):
    (own / part).unlink()
    with pytest.raises(FolderError, match=f"exercise 6 lacks {what}. Write .*{part}"):
        read_folder(own)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("number = ", "cannot be read"),
        ('title = "x"\n[[function]]\nheader = "f(x)"', "number is missing"),
        ("number = 6\n[[function]]\nheader = 'f(x)'", "title is missing"),
        ("number = 6\ntitle = 'x'", "function is missing"),
        ("number = 6\ntitle = 'x'\n[[function]]\nneeds = []", "has no header"),
    ],
)
def test_a_row_that_is_none_is_told_with_its_file(own, text, said):
    (own / "exercises" / "ex6_momentum.toml").write_text(text)
    with pytest.raises(FolderError, match=said) as raised:
        read_folder(own)
    assert "ex6_momentum.toml" in str(raised.value)


def test_the_folders_of_a_command_line_are_found_before_it_is_read(tmp_path, monkeypatch):
    (tmp_path / "course.toml").write_text('folders = ["mine"]')
    monkeypatch.chdir(tmp_path)
    assert [str(each) for each in folders_said(["grade", "x"])] == ["mine"]
    assert folders_said(["--course", str(tmp_path)]) == [tmp_path / "mine"]
    assert folders_said([f"--course={tmp_path / 'course.toml'}"]) == [tmp_path / "mine"]
    assert [str(each) for each in folders_said(["--folder", "a", "--folder=b"])] == ["a", "b"]
    for broken in ("folders = [", "folders = 3", "folders = [3]", ""):
        (tmp_path / "course.toml").write_text(broken)
        assert folders_said([]) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("number = 6", "number = 5", "its stem is 'ex6_momentum'; let it begin with ex5_"),
        ('needs = ["push"]', 'needs = ["pusch"]', "names 'pusch', which exercise 6 lacks"),
        ('"push(velocity, gradient, lr, beta=0.9)"', '"push(("', "ex6_momentum.toml"),
        ('needs = ["push"]', 'neds = ["push"]', "there is no key 'neds'"),
    ],
)
def test_a_row_that_the_table_refuses_is_told_with_its_file(own, monkeypatch, was, now, said):
    row = own / "exercises" / "ex6_momentum.toml"
    row.write_text(row.read_text().replace(was, now))
    if "number = 5" in now:
        (own / "hidden" / "test_ex6.py").rename(own / "hidden" / "test_ex5.py")
    monkeypatch.delenv(OWN, raising=False)
    known = sys.modules.pop("exercises.coach.contracts")
    try:
        with pytest.raises(FolderError, match=r"ex6_momentum\.toml") as raised:
            announce(["--folder", str(own)])
    finally:
        sys.modules["exercises.coach.contracts"] = known
    assert said in str(raised.value)
    assert OWN not in os.environ


def test_the_tables_variable_has_one_name():
    assert own_folders.OWN == OWN
