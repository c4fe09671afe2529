"""Reading what students hand in: every refusal names the thing, the place and the remedy."""

import io
import json
import os
import stat
import sys
import zipfile

import pytest

from grader.intake import IntakeError, read_submissions

MODULE = "ex1_gradient_descent.py"
SOURCE = b"def loss(x):\n    return x\n"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def notebook(*cells, nbformat=4):
    raw = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"cells": raw, "metadata": {}, "nbformat": nbformat, "nbformat_minor": 5})


def put(folder, name, data=SOURCE):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def the_one(place):
    (submission,) = read_submissions(place)
    return submission


def test_each_folder_is_a_student(tmp_path):
    for name in ("ada", "Åsa Öst", "王小明"):
        put(tmp_path, f"{name}/{MODULE}")
    assert [s.student for s in read_submissions(tmp_path)] == ["ada", "Åsa Öst", "王小明"]


def test_a_folder_in_the_folder_counts_and_rubbish_does_not(tmp_path):
    put(tmp_path, f"ada/homework 4/{MODULE}")
    put(tmp_path, f"ada/__MACOSX/{MODULE}", b"x")
    put(tmp_path, f"ada/.ipynb_checkpoints/{MODULE}", b"x")
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_the_shallowest_of_two_files_counts_and_the_other_is_noted(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, f"ada/old/{MODULE}", b"old")
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: SOURCE}
    assert "old/ex1_gradient_descent.py was not graded" in submission.notes[0]


def test_a_module_counts_before_the_notebook_beside_it(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("x = 1"))
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_a_notebook_becomes_its_module(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("%matplotlib inline\nx = 1", "y = 2"))
    source = the_one(tmp_path).files[MODULE].decode()
    names = {}
    exec(source, names)
    assert (names["x"], names["y"]) == (1, 2)


def test_a_zip_is_a_student_and_may_hold_folders_and_notebooks(tmp_path):
    data = zipped(**{f"hw/{MODULE}": SOURCE, "hw/ex2_learning_rates.ipynb": notebook("x = 1")})
    put(tmp_path, "ada.zip", data)
    submission = the_one(tmp_path)
    assert submission.student == "ada"
    assert set(submission.files) == {MODULE, "ex2_learning_rates.py"}


def test_a_zip_in_a_students_folder_is_read_too(tmp_path):
    put(tmp_path, "ada/work.zip", zipped(**{MODULE: SOURCE}))
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_a_folder_and_a_zip_of_one_name_are_two_students(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "ada.zip", zipped(**{MODULE: SOURCE}))
    assert [s.student for s in read_submissions(tmp_path)] == ["ada", "ada.zip"]


@pytest.mark.parametrize("name", ["../ex1_gradient_descent.py", "/etc/ex1_gradient_descent.py"])
def test_a_member_that_leads_out_of_the_zip_is_refused_by_name(tmp_path, name):
    put(tmp_path, "ada.zip", zipped(**{name: SOURCE}))
    submission = the_one(tmp_path)
    assert submission.files == {}
    assert f"{name} was not read: its path leads out of the zip" in submission.notes[0]
    assert MODULE in submission.unreadable


def test_a_zip_bomb_is_refused_by_name(tmp_path):
    put(tmp_path, "ada.zip", zipped(**{MODULE: b"0" * (12 << 20)}))
    assert "unpacks to far more than it should" in the_one(tmp_path).notes[0]


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path):
    data = bytearray(zipped(**{MODULE: b"0" * (12 << 20)}))
    # The central directory's uncompressed size, 24 bytes into its record.
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    put(tmp_path, "ada.zip", bytes(data))
    submission = the_one(tmp_path)
    assert submission.files == {} or len(submission.files[MODULE]) <= 100
    assert submission.notes or submission.files


def test_a_link_in_a_zip_is_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo(MODULE)
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    put(tmp_path, "ada.zip", buffer.getvalue())
    assert "it is a link or a device" in the_one(tmp_path).notes[0]


def test_a_damaged_zip_says_so(tmp_path):
    put(tmp_path, "ada.zip", b"PK\x03\x04 rubbish")
    assert "it is no sound zip" in the_one(tmp_path).notes[0]


@posix_only
def test_symbolic_links_hard_links_and_fifos_are_refused(tmp_path):
    secret = put(tmp_path, "elsewhere/secret.py", b"secret")
    students = tmp_path / "students"
    (students / "ada").mkdir(parents=True)
    (students / "ada" / MODULE).symlink_to(secret)
    os.link(secret, students / "ada" / "ex2_learning_rates.py")
    os.mkfifo(students / "ada" / "ex3_convergence_rate.py")
    submission = the_one(students)
    assert submission.files == {}
    assert len(submission.notes) == 3
    assert all("was not read" in note for note in submission.notes)


@posix_only
def test_a_linked_student_folder_is_not_followed(tmp_path):
    put(tmp_path, f"elsewhere/{MODULE}")
    students = tmp_path / "students"
    put(students, f"ada/{MODULE}")
    (students / "eve").symlink_to(tmp_path / "elsewhere")
    assert [s.student for s in read_submissions(students)] == ["ada"]


def test_a_huge_notebook_is_refused_with_the_remedy(tmp_path):
    path = put(tmp_path, "ada/ex1_gradient_descent.ipynb")
    with path.open("r+b") as file:
        file.truncate(100 << 20)
    assert "it has 100 MB" in the_one(tmp_path).notes[0]
    assert "Clear a notebook's outputs" in the_one(tmp_path).notes[0]


def test_a_notebook_that_is_no_json_spoils_nothing_else(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", b"{not json")
    put(tmp_path, "ada/ex2_learning_rates.py")
    submission = the_one(tmp_path)
    assert set(submission.files) == {"ex2_learning_rates.py"}
    assert MODULE in submission.unreadable


@pytest.mark.parametrize(
    ("data", "word"),
    [("# é\n".encode("latin-1") + SOURCE, "Latin-1"), (SOURCE.decode().encode("utf-16"), "UTF-16")],
)
def test_other_encodings_are_read_with_a_note(tmp_path, data, word):
    put(tmp_path, f"ada/{MODULE}", data)
    submission = the_one(tmp_path)
    assert word in submission.notes[0]
    assert b"def loss(x)" in submission.files[MODULE].decode().encode()


def test_a_student_without_a_file_is_there_with_none(tmp_path):
    put(tmp_path, "ada/essay.txt")
    assert the_one(tmp_path).files == {}


@pytest.mark.parametrize("name", [MODULE, "ada.zip"])
def test_one_students_work_may_be_named_directly(tmp_path, name):
    data = zipped(**{MODULE: SOURCE}) if name.endswith("zip") else SOURCE
    assert the_one(put(tmp_path, name, data)).files == {MODULE: SOURCE}


def test_a_folder_that_holds_modules_is_one_student(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    assert the_one(tmp_path / "ada").student == "ada"


def test_a_place_with_nothing_to_grade_is_a_clear_error(tmp_path):
    with pytest.raises(IntakeError, match="holds no student"):
        list(read_submissions(tmp_path))
    with pytest.raises(IntakeError, match="does not exist"):
        list(read_submissions(tmp_path / "nowhere"))


def test_the_digest_tells_names_and_contents_apart(tmp_path):
    put(tmp_path, f"a/{MODULE}")
    put(tmp_path, "b/ex2_learning_rates.py")
    put(tmp_path, f"c/{MODULE}")
    digests = [s.digest for s in read_submissions(tmp_path)]
    assert len(set(digests)) == 3
    assert digests == [s.digest for s in read_submissions(tmp_path)]
