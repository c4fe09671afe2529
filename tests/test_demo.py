"""The class that `grader demo` grades is whole, and is a copy."""

import re

import pytest
from click.testing import CliRunner

from grader import demo
from grader.cli import main
from grader.demo import CLASS, copy_of_class
from grader.intake import IntakeError, read_place


def test_the_copy_holds_every_student_and_not_the_key(tmp_path):
    copy = copy_of_class(tmp_path / "new")
    students = [submission.student for submission in read_place(copy).submissions()]
    assert copy == tmp_path / "new" / "submissions"
    assert len(students) >= 30
    assert not (copy / "README.md").exists()


def test_the_copy_has_the_same_bytes_and_is_made_again_over_itself(tmp_path):
    first = copy_of_class(tmp_path)
    assert copy_of_class(tmp_path) == first
    for path in (path for path in CLASS.rglob("*") if path.is_file()):
        if path.parent != CLASS or path.suffix == ".zip":
            assert (first / path.relative_to(CLASS)).read_bytes() == path.read_bytes()


def test_every_student_has_a_line_in_the_key():
    key = re.findall(r"^- `(.+?)`: ", (CLASS / "README.md").read_text(encoding="utf-8"), re.M)
    there = [p.name for p in CLASS.iterdir() if p.is_dir() or p.suffix == ".zip"]
    assert sorted(key) == sorted(there)


def test_a_kit_without_its_tests_says_where_the_class_is_to_be_had(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "CLASS", tmp_path / "none")
    with pytest.raises(IntakeError, match="from a clone of the repository"):
        copy_of_class(tmp_path)


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(main, ["demo", "--out", str(tmp_path / "file" / "demo")])
    assert done.exit_code == 1
    assert "could not be written: Not a directory. Choose another --out." in done.output


def test_submissions_of_ones_own_are_not_mixed_with_the_demos(tmp_path):
    (tmp_path / "submissions" / "my student").mkdir(parents=True)
    with pytest.raises(IntakeError, match="my student"):
        copy_of_class(tmp_path)
    assert len(list((tmp_path / "submissions").iterdir())) == 1
