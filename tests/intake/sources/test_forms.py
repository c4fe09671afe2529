"""Uploads of a form, whose name ends the files, and of a file request, whose name begins them."""

from contextlib import suppress

import pytest

from grader.intake import read_place
from grader.intake.sources.level import IntakeError
from tests.intake.trees import (
    MODULE,
    NAMES,
    file_request,
    found,
    google_form,
    lay,
    microsoft_form,
    work_of,
)


@pytest.mark.parametrize("build", [google_form, microsoft_form])
@pytest.mark.parametrize("kind", NAMES)
def test_uploads_of_a_form_are_theirs_whose_name_ends_the_files(tmp_path, build, kind):
    files, people = build(NAMES[kind])
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert intake.tree.source == "download of a form"
    assert [h.student for h in intake.tree.students] == people
    assert sorted(found(tmp_path).values()) == sorted(NAMES[kind])
    assert intake.nobodys == []


@pytest.mark.parametrize("kind", NAMES)
def test_files_of_a_request_are_theirs_whose_name_begins_them(tmp_path, kind):
    files, people = file_request(NAMES[kind])
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert intake.tree.source == "download of a file request"
    assert [h.student for h in intake.tree.students] == people
    assert sorted(found(tmp_path).values()) == sorted(NAMES[kind])
    assert intake.nobodys == []


def test_who_has_one_name_and_who_sent_a_file_twice_is_in_a_request_too(tmp_path):
    names = ("Ada Lovelace", "Alan Turing", "Plato")
    lay(tmp_path, {f"{who} - {MODULE}": work_of(who) for who in names})
    lay(tmp_path, {"Alan Turing - ex1_gradient_descent (1).py": work_of("Alan again")})
    assert [h.student for h in read_place(tmp_path).tree.students] == sorted(names)


@pytest.mark.parametrize("names", [("old", "new"), ("My Work", "Final Version"), ("part 1", "b")])
def test_words_that_are_nobodys_name_make_no_request(tmp_path, names):
    lay(tmp_path, {f"{who} - {MODULE}": work_of(who) for who in names})
    with suppress(IntakeError):
        assert read_place(tmp_path).tree.source != "download of a file request"


def test_a_file_of_nobodys_beside_a_request_is_not_left_out(tmp_path):
    lay(tmp_path, {f"{who} - {MODULE}": work_of(who) for who in ("Ada Lovelace", "Alan Turing")})
    lay(tmp_path, {MODULE: work_of("somebody")})
    with pytest.raises(IntakeError, match="would be nobody's"):
        read_place(tmp_path)
