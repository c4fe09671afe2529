"""Uploads of a form, whose name ends the files, and of a file request, whose name begins them."""

from contextlib import suppress

import pytest

from grader.intake import read_place
from grader.intake.sources.tree_level import IntakeError
from grader.intake.students import Options
from tests.intake.trees import (
    MODULE,
    NAMES,
    SECOND,
    file_request,
    found,
    google_form,
    lay,
    microsoft_form,
    packed,
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


@pytest.mark.parametrize("wrapped", ["", "Homework 4 (File responses)/"])
@pytest.mark.parametrize("names", [("王小明", "李四"), ("ada", "bob"), ("Ada Lovelace", "Plato")])
def test_in_googles_folders_whoever_is_behind_is_somebody(tmp_path, names, wrapped):
    one, other = (f"{wrapped}{question} (File responses)/" for question in ("Upload 1", "Upload 2"))
    files = {f"{one}{MODULE[:-3]} - {who}.py": work_of(who) for who in names}
    files[f"{other}{SECOND[:-3]} - {names[0]}.py"] = work_of(names[0])
    assert found(lay(tmp_path, files)) == {name: name for name in names}


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


def test_zips_of_a_request_are_theirs_whose_name_begins_them(tmp_path):
    zips = {f"{who} - hw.zip": packed({MODULE: work_of(who)}) for who in ("Ada Lovelace", "Bo Li")}
    lay(tmp_path, zips | {f"Cyd Van Dam - {MODULE}": work_of("Cyd Van Dam")})
    lay(tmp_path, {"Dan Ek - mine.rar": b"Rar!"})
    assert found(tmp_path) == {
        **{who: who for who in ("Ada Lovelace", "Bo Li", "Cyd Van Dam")},
        "Dan Ek": None,
    }


@pytest.mark.parametrize("ending", [f" - {MODULE}", ".zip", " hw.zip"])
def test_a_group_before_its_members_names_is_not_one_student(tmp_path, ending):
    people = ["Group A - Ada", "Group A - Bob", "Group B - Cyd"]
    lay(
        tmp_path,
        {
            f"{who}{ending}": packed({MODULE: work_of(who)}) if "zip" in ending else work_of(who)
            for who in people
        },
    )
    if "zip" not in ending:
        with pytest.raises(IntakeError, match="side by side"):
            read_place(tmp_path)
    students = read_place(tmp_path, Options("class")).tree.students
    assert len(students) == len(people)


@pytest.mark.parametrize("name", ["{} - " + MODULE, f"Q/{MODULE[:-3]} - {{}}.py"])
def test_one_name_in_two_sections_is_two_people(tmp_path, name):
    sections = {"Mon": ["Ada Byron", "Bo Li", "Di Fo"], "Tue": ["Ada Byron", "Cy Ex", "Ed Um"]}
    lay(
        tmp_path,
        {f"{s}/{name.format(who)}": work_of(s + who) for s, own in sections.items() for who in own},
    )
    expected = [f"Ada Byron ({s})" for s in sections] + ["Bo Li", "Cy Ex", "Di Fo", "Ed Um"]
    assert [h.student for h in read_place(tmp_path).tree.students] == expected


def test_who_answers_a_question_with_another_ones_file_makes_no_sections(tmp_path):
    people = ["Ada Byron", "Bo Li", "Cy Ex"]
    lay(tmp_path, {f"Q1/{MODULE[:-3]} - {who}.py": work_of(who) for who in people})
    lay(tmp_path, {f"Q2/{SECOND[:-3]} - {who}.py": work_of(who) for who in people})
    lay(tmp_path, {f"Q2/{MODULE[:-3]} - Bo Li.py": work_of("Bo Li")})
    assert [h.student for h in read_place(tmp_path).tree.students] == people


def test_two_versions_of_one_student_stop_no_request(tmp_path):
    people = ["Ada Byron", "Bo Li", "Cy Ex", "Di Fo"]
    lay(tmp_path, {f"{who} - {MODULE}": work_of(who) for who in people})
    lay(tmp_path, {f"Bo Li - {how}_{MODULE}": work_of(how) for how in ("fast", "slow", "Bo")})
    assert [h.student for h in read_place(tmp_path).tree.students] == people


@pytest.mark.parametrize(
    "own",
    [
        f"a_101_9001_{MODULE}", f"question_5_456_{MODULE}",
        f"Bob Ray_4002_assignsubmission_file_{MODULE}",
        f"HW_ada_attempt_2026-11-20-10-00-00_{MODULE}",
    ],
)  # fmt: skip
def test_a_file_as_a_system_calls_it_makes_no_request_that_systems_download(tmp_path, own):
    lay(tmp_path, {f"{who} Lee - {MODULE}": work_of(who) for who in ("Ada", "Bob", "Cyd")})
    lay(tmp_path, {f"Dan Lee - {own}": work_of("Dan")})
    assert found(tmp_path) == {f"{who} Lee": who for who in ("Ada", "Bob", "Cyd", "Dan")}
