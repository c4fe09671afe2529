"""Reading what students hand in: every refusal names the thing, the place and the remedy."""

import bz2
import gzip
import io
import json
import os
import stat
import sys
import tarfile
import zipfile

import pytest

from exercises.coach.contracts import EXERCISES
from grader.intake import IntakeError, read_place, students
from grader.intake.students import Options
from tests.kit import ROOT

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
    (submission,) = read_place(place).submissions()
    return submission


def test_each_folder_is_a_student(tmp_path):
    for name in ("ada", "Åsa Öst", "王小明"):
        put(tmp_path, f"{name}/{MODULE}")
    assert [s.student for s in read_place(tmp_path).submissions()] == ["ada", "Åsa Öst", "王小明"]


def test_a_folder_in_the_folder_counts_and_rubbish_does_not(tmp_path):
    put(tmp_path, f"ada/homework 4/{MODULE}")
    put(tmp_path, f"ada/__MACOSX/{MODULE}", b"x")
    put(tmp_path, f"ada/.ipynb_checkpoints/{MODULE}", b"x")
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_a_zip_is_a_student_and_may_hold_folders_and_notebooks(tmp_path):
    data = zipped(**{f"hw/{MODULE}": SOURCE, "hw/ex2_learning_rates.ipynb": notebook("x = 1")})
    put(tmp_path, "ada.zip", data)
    submission = the_one(tmp_path)
    assert submission.student == "ada"
    assert set(submission.files) == {MODULE, "ex2_learning_rates.py"}


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz"])
def test_what_was_added_to_an_archive_last_is_in_the_place_of_what_was_there(tmp_path, ending):
    path = tmp_path / f"ada.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(MODULE, b"x = 1\n")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr(MODULE, b"x = 2\n")
    else:
        with tarfile.open(path, "w:gz" if ending.endswith("gz") else "w") as tar:
            for text in (b"x = 1\n", b"x = 2\n"):
                member = tarfile.TarInfo(MODULE)
                member.size = len(text)
                tar.addfile(member, io.BytesIO(text))
    assert the_one(tmp_path).files == {MODULE: b"x = 2\n"}


def test_a_zip_in_a_students_folder_is_read_too(tmp_path):
    put(tmp_path, "ada/work.zip", zipped(**{MODULE: SOURCE}))
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_a_folder_and_a_zip_of_one_name_are_two_students_where_that_is_said(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "ada.zip", zipped(**{MODULE: SOURCE + b"# and more"}))
    students = read_place(tmp_path, Options("class")).submissions()
    assert [s.student for s in students] == ["ada", "ada.zip"]


@pytest.mark.parametrize("name", ["../ex1_gradient_descent.py", "/etc/ex1_gradient_descent.py"])
def test_a_member_that_leads_out_of_the_zip_is_refused_by_name(tmp_path, name):
    put(tmp_path, "ada.zip", zipped(**{name: SOURCE}))
    submission = the_one(tmp_path)
    assert submission.files == {}
    assert f"{name} was not read: its path leads out of the zip" in submission.notes[0]
    assert MODULE in submission.unreadable


@pytest.mark.parametrize(
    "name", [f"hw/../{MODULE}", f"hw\\..\\{MODULE}", f"a/b/../../c/{MODULE}", f"1: hw/{MODULE}"]
)
def test_a_member_whose_path_stays_in_the_zip_is_read(tmp_path, name):
    put(tmp_path, "ada.zip", zipped(**{name: SOURCE}))
    assert (the_one(tmp_path).files, the_one(tmp_path).notes) == ({MODULE: SOURCE}, ())


@pytest.mark.parametrize("name", [f"hw/../../{MODULE}", f"C:/../{MODULE}", f"/hw/../{MODULE}"])
def test_a_member_whose_path_goes_back_too_far_leads_out(tmp_path, name):
    put(tmp_path, "ada.zip", zipped(**{name: SOURCE}))
    assert "its path leads out of the zip" in the_one(tmp_path).notes[0]


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
    assert "it is not a sound zip" in the_one(tmp_path).notes[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(**{MODULE: SOURCE})[:-30], "it breaks off before its table of contents"),
        (b"\n<!DOCTYPE html><title>Log in", "it is a web page, such as that of a login"),
    ],
    ids=["half of it", "a login"],
)
def test_an_archive_that_did_not_come_whole_says_what_it_is(tmp_path, data, said):
    put(tmp_path, "ada.zip", data)
    put(tmp_path, f"bob/{MODULE}")
    ada = next(s for s in read_place(tmp_path).submissions() if s.student == "ada")
    assert said in ada.notes[0]
    assert len(ada.unreadable) == len(EXERCISES)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("hw", zipped(**{MODULE: SOURCE}), "a zip archive under another name"),
        ("a.txt", zipped(**{MODULE: SOURCE}), "a zip archive under another name"),
        ("my notebook.txt", b"https://example.org/drive/abc\n", "a link to a file"),
        ("essay", b"%PDF-1.4", "a PDF"),
    ],
)  # fmt: skip
def test_what_a_file_of_another_name_is_is_said(tmp_path, name, data, said):
    put(tmp_path, f"ada/{name}", data)
    (ada,) = read_place(tmp_path).submissions()
    (told,) = ada.notes
    assert told.startswith(f"{name}: it is {said}. ")
    assert told.endswith("Hand in the .py or .ipynb file itself.")
    assert len(ada.unreadable) == len(EXERCISES)


def test_a_download_without_its_ending_is_not_one_student(tmp_path):
    put(tmp_path, "download", zipped(**{f"ada/{MODULE}": SOURCE}))
    with pytest.raises(IntakeError, match="download is an archive without its ending: add it"):
        read_place(tmp_path / "download")


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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere mknod is the administrator's")
@pytest.mark.parametrize("name", [MODULE, "hw.zip", "notes.txt"])
@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFSOCK])
def test_what_is_not_a_plain_file_is_said_to_be_none_under_any_name(tmp_path, name, kind):
    put(tmp_path, "ada/ex2_learning_rates.py")
    os.mknod(tmp_path / "ada" / name, kind | 0o600)
    (note,) = the_one(tmp_path).notes
    assert note == f"{name} was not read: it is not a plain file. Hand in the file itself."


@posix_only
def test_a_linked_student_folder_is_not_followed(tmp_path):
    put(tmp_path, f"elsewhere/{MODULE}")
    students = tmp_path / "students"
    put(students, f"ada/{MODULE}")
    (students / "eve").symlink_to(tmp_path / "elsewhere")
    assert [s.student for s in read_place(students).submissions()] == ["ada"]


def test_a_huge_notebook_is_refused_with_the_remedy(tmp_path):
    path = put(tmp_path, "ada/ex1_gradient_descent.ipynb")
    with path.open("r+b") as file:
        file.truncate(100 << 20)
    assert "it has 100 MB" in the_one(tmp_path).notes[0]
    assert "Clear the notebook's outputs" in the_one(tmp_path).notes[0]


def test_what_is_a_little_too_large_is_not_said_to_have_just_the_limit(tmp_path):
    put(tmp_path, f"ada/{MODULE}", SOURCE + b"#" * (16 << 20))
    said = (
        f"{MODULE} was not read: it has 16.1 MB, and 16 is the limit. Clear out what is not code."
    )
    assert the_one(tmp_path).notes == (said,)


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
    assert b"def loss(x)" in submission.files[MODULE]


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
        read_place(tmp_path)
    with pytest.raises(IntakeError, match="does not exist"):
        read_place(tmp_path / "nowhere")


def test_the_digest_tells_names_and_contents_apart(tmp_path):
    put(tmp_path, f"a/{MODULE}")
    put(tmp_path, "b/ex2_learning_rates.py")
    put(tmp_path, f"c/{MODULE}")
    digests = [s.digest for s in read_place(tmp_path).submissions()]
    assert len(set(digests)) == 3
    assert digests == [s.digest for s in read_place(tmp_path).submissions()]


CHANGED_ON_THE_WAY = [
    "ex1_gradient_descent (1).py",
    "ex1_gradient_descent(2).py",
    "ex1_gradient_descent-2.py",
    "ex1_gradient_descent - Copy.py",
    "ex1_gradient_descent_final.py",
    "ex1_gradient_descent2.py",
    "Ex1_Gradient_Descent.py",
    "EX1_GRADIENT_DESCENT.PY",
    "ex1-gradient-descent.py",
    "ex1_gradient_descent.py.txt",
    "ex1_gradient_descent.txt",
    "Copy of ex1_gradient_descent.py",
    "12345_ex1_gradient_descent.py",
    "lovelaceada_LATE_123_456_ex1_gradient_descent-1.py",
    "Homework 4_ada_attempt_2026-11-23-10-00-00_ex1_gradient_descent.py",
]


@pytest.mark.parametrize("name", CHANGED_ON_THE_WAY)
def test_a_name_that_was_changed_on_the_way_is_accepted_with_a_note(tmp_path, name):
    put(tmp_path, f"ada/{name}")
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: SOURCE}
    assert submission.notes == (f"{name} was graded as {MODULE}: keep the stub's file name.",)


def test_a_renamed_file_in_a_zip_is_accepted_too(tmp_path):
    put(tmp_path, "ada.zip", zipped(**{"work/ex1_gradient_descent (1).py": SOURCE}))
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_two_renamed_files_of_the_same_content_are_one(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent (1).py")
    put(tmp_path, "ada/ex1_gradient_descent (2).py")
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_the_learners_own_tests_are_no_submission(tmp_path):
    put(tmp_path, f"ada/test_{MODULE}")
    assert the_one(tmp_path).files == {}


def test_a_refused_file_is_no_reason_against_a_renamed_one(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", b"{no json")
    put(tmp_path, "ada/ex1_gradient_descent (1).py")
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: SOURCE}
    assert submission.unreadable == {}


def test_where_nothing_has_a_right_name_the_note_lists_what_was_handed_in(tmp_path):
    put(tmp_path, "ada/mine.py")
    put(tmp_path, "ada/essay.docx")
    (note,) = the_one(tmp_path).notes
    assert "essay.docx, mine.py" in note
    assert MODULE in note


def test_an_empty_folder_is_said_to_be_empty(tmp_path):
    (tmp_path / "ada").mkdir()
    assert the_one(tmp_path).notes == ("Nothing was handed in: no file is there.",)


@pytest.mark.parametrize(
    "name", [".ipynb_checkpoints/ex1_gradient_descent-checkpoint.ipynb", f"__MACOSX/{MODULE}",
             f"venv/{MODULE}", f"week 4/._{MODULE}"],
)  # fmt: skip
def test_what_only_a_tool_wrote_is_not_said_to_be_no_file(tmp_path, name):
    put(tmp_path, f"ada/{name}")
    (note,) = the_one(tmp_path).notes
    top = name if name.startswith("week") else name.partition("/")[0]
    assert f"made by a tool for itself, {top}." in note
    assert "no file is there" not in note


def test_a_helper_beside_the_five_is_said_not_to_be_read(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "ada/myhelpers.py")
    (note,) = the_one(tmp_path).notes
    assert note.startswith("Not read: myhelpers.py; only the five")
    assert "ex2_learning_rates.py" in note


def test_the_whole_kit_handed_in_makes_no_note(tmp_path):
    for name in ("__init__.py", "conftest.py", f"test_{MODULE}", "coach/learner.py", "README.md"):
        put(tmp_path, f"ada/{name}")
    put(tmp_path, f"ada/{MODULE}")
    assert the_one(tmp_path).notes == ()


def test_many_names_are_not_all_listed(tmp_path):
    for n in range(40):
        put(tmp_path, f"ada/picture{n:02}.png")
    assert "picture04.png and 35 more" in the_one(tmp_path).notes[0]


def test_files_of_several_students_side_by_side_are_an_error_with_the_remedy(tmp_path):
    put(tmp_path, f"lovelace ada {MODULE}")
    put(tmp_path, f"hopper {MODULE}")
    with pytest.raises(
        IntakeError,
        match=r"(?s)side by side.*a class: hopper, lovelace ada.*--class.*--one-student",
    ):
        read_place(tmp_path)


def test_a_renamed_file_may_be_named_directly(tmp_path):
    place = put(tmp_path, "ex1_gradient_descent (1).py")
    assert the_one(place).files == {MODULE: SOURCE}


@pytest.mark.parametrize("rubbish", ["README.md", ".git/config", "__pycache__/a.pyc", "a.txt"])
def test_students_are_counted_as_they_are_read(tmp_path, rubbish):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "bob.ZIP", zipped(**{MODULE: SOURCE}))
    put(tmp_path, rubbish)
    assert len(read_place(tmp_path)) == len(list(read_place(tmp_path).submissions())) == 2
    assert len(read_place(tmp_path / "ada")) == 1


def test_a_module_beside_several_students_is_refused(tmp_path):
    for place in (f"ada/{MODULE}", f"bob/{MODULE}", MODULE):
        put(tmp_path, place)
    with pytest.raises(IntakeError, match=f"{MODULE} beside 2 folders.*its student's folder"):
        read_place(tmp_path)


def test_a_module_beside_one_folder_of_modules_is_one_student(tmp_path):
    put(tmp_path, MODULE)
    put(tmp_path, f"old/{MODULE}", b"old")
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_files_beside_the_students_are_listed(tmp_path):
    for place in (f"ada/{MODULE}", "zoe_ex1.py", "homework.rar", ".DS_Store"):
        put(tmp_path, place)
    assert sorted(left.where for left in read_place(tmp_path).nobodys) == [
        "homework.rar", "zoe_ex1.py"
    ]  # fmt: skip
    assert read_place(tmp_path / "ada").nobodys == []


STUB = (ROOT / "exercises" / MODULE).read_bytes()
STUB_NOTEBOOK = (ROOT / "exercises" / "notebooks" / "ex1_gradient_descent.ipynb").read_bytes()


@pytest.mark.parametrize("stub", [STUB, STUB.replace(b"\n", b"\r\n") + b"\n\n"])
@pytest.mark.parametrize(
    "other", ["notebooks/ex1_gradient_descent.ipynb", "ex1_gradient_descent (1).py"]
)
def test_an_untouched_stub_does_not_count_before_finished_work(tmp_path, stub, other):
    work = notebook("def loss(x): return 7") if other.endswith("ipynb") else "# %%\nloss = 7\n"
    put(tmp_path, f"ada/{MODULE}", stub)
    put(tmp_path, f"ada/{other}", work)
    submission = the_one(tmp_path)
    assert b"7" in submission.files[MODULE]
    assert f"{MODULE} is the stub as it was handed out: the other file counts." in submission.notes


def test_an_untouched_notebook_beside_finished_work_is_no_question(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "ada/notebooks/ex1_gradient_descent.ipynb", STUB_NOTEBOOK)
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_where_nothing_is_written_the_stub_counts_without_a_word(tmp_path):
    put(tmp_path, f"ada/{MODULE}", STUB)
    put(tmp_path, "ada/notebooks/ex1_gradient_descent.ipynb", STUB_NOTEBOOK)
    submission = the_one(tmp_path)
    assert list(submission.files) == [MODULE]
    assert submission.notes == ()


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("homework.rar", "hand in the files in them"),
        ("ex1_gradient_descent.pdf", "hand in the .py or .ipynb file itself"),
        ("solution.py", "Keep the stubs' file names"),
    ],
)
def test_what_cannot_be_graded_gets_its_remedy(tmp_path, name, remedy):
    put(tmp_path, f"ada/{name}")
    assert remedy in " ".join(the_one(tmp_path).notes)


def test_of_a_file_under_another_name_it_is_said_how_many_names_there_are(tmp_path, monkeypatch):
    put(tmp_path / "ada", MODULE)
    put(tmp_path / "ada", "notes.txt", "hello")
    intake = read_place(tmp_path, Options("class"))
    (handed,) = intake.tree.students

    def said():
        return {str(each.path): each.why for each in intake.accounts(handed)[0]}

    assert said()["notes.txt"] == "it has none of the five names"
    monkeypatch.setattr(students, "EXERCISES", (*students.EXERCISES, None))
    assert said()["notes.txt"] == "it has none of the six names"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        *((f"hw.{end}", "into one zip") for end in ("zip.001", "z01", "r00")),
        *((f"{MODULE}.{end}", "hand in the .py") for end in ("lnk", "icloud", "url", "webarchive")),
        *((f"hw.{end}", "hand in the .py") for end in ("png", "gif", "pptx", "pdf", "md")),
        ("ex1_gradient_descent.qmd", "Another program's notebook is not read: export it there"),
        ("ex1_gradient_descent.deepnote", "Another program's notebook is not read"),
        ("ex1_gradient_descent.pyc", "What Python compiled is not what you wrote: hand in the .py"),
        *((f"hw.{end}", "hand in the .py or .ipynb file attached") for end in ("eml", "msg")),
        ("notes.txt", "Keep the stubs' file names"),
    ],
)
def test_what_is_no_file_of_the_exercises_is_told_with_the_remedy_that_fits(tmp_path, name, remedy):
    put(tmp_path, f"ada/{name}", b"\0\1")
    (ada,) = read_place(tmp_path).submissions()
    assert not ada.files
    assert remedy in " ".join(ada.notes)


def test_a_report_beside_a_program_does_not_make_the_program_a_document(tmp_path):
    put(tmp_path, "ada/hw.py", "x = 1")
    put(tmp_path, "ada/report.pdf", "%PDF-1.4")
    (ada,) = read_place(tmp_path).submissions()
    assert "Keep the stubs' file names." in " ".join(ada.notes)


@pytest.mark.parametrize("module", [gzip, bz2])
def test_a_file_that_is_packed_by_itself_is_no_damaged_archive(tmp_path, module):
    ending = {gzip: "gz", bz2: "bz2"}[module]
    put(tmp_path, f"ada/ex1_gradient_descent.py.{ending}", module.compress(SOURCE))
    (ada,) = read_place(tmp_path).submissions()
    (note,) = ada.notes
    assert "Hand in the file in it" in note
    assert "not a sound" not in note
