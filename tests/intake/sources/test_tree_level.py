"""One level of a tree: reports, links and odd archives among the students."""

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, found, lay, packed, plain, work_of


def test_the_reports_of_a_run_are_nobodys_work_wherever_they_are(tmp_path):
    lay(tmp_path, plain(["ada", "bob"])[0])
    reports = {"gradebook.sqlite": b"x", "grades.csv": b"x", "feedback/ada.md": b"x"}
    lay(tmp_path / "old grades", reports)
    lay(tmp_path, {**reports, "secret.key": b"x"})
    (tmp_path / "out").mkdir()
    intake = read_place(tmp_path, Options(out=tmp_path / "out"))
    assert [h.student for h in intake.tree.students] == ["ada", "bob"]
    assert intake.nobodys == []
    assert {left.where for left in intake.tree.left} == {
        "old grades", "gradebook.sqlite", "grades.csv", "feedback", "secret.key", "out",
    }  # fmt: skip


WRITTEN = {
    "pages/index.html": b"x", "pages/students/ada.html": b"x", "pages/.grader-export": b"x",
    "regrade/index.html": b"x", "regrade/before/grades.csv": b"x",
    "exports/csv/grades.csv": b"x", "exports/csv/.grader-export": b"x",
    f"debug/ada/ex1-one_step/{MODULE}": b"x",
}  # fmt: skip


def test_what_other_commands_wrote_beside_a_gradebook_is_nobodys_work(tmp_path):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path, {"gradebook.sqlite": b"x", **WRITTEN})
    intake = read_place(tmp_path)
    assert [h.student for h in intake.tree.students] == ["ada", "bob"]
    assert intake.nobodys == []


@pytest.mark.parametrize("name", ["pages", "regrade", "exports", "debug"])
@pytest.mark.parametrize("where", ["", "ex1/", "homework/"])
def test_a_student_may_be_called_as_a_folder_of_the_reports(tmp_path, name, where):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path, {"gradebook.sqlite": b"x", f"{name}/{where}{MODULE}": work_of(name)})
    intake = read_place(tmp_path)
    assert [h.student for h in intake.tree.students] == sorted(["ada", "bob", name])


@pytest.mark.parametrize("out", ["ada.zip/x", "graded/monday", "graded/2026/monday"])
def test_reports_in_a_folder_of_their_own_among_the_students_are_no_student(tmp_path, out):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path / out, {"grades.csv": b"", "grades.json": b"", "feedback/ada.md": b""})
    assert list(found(tmp_path)) == ["ada", "bob"]
    assert read_place(tmp_path).nobodys == []


@pytest.mark.parametrize("files", [["gradebook.sqlite"], ["grades.csv", "grades.json"]])
def test_who_has_an_exercise_beside_what_is_called_as_a_report_is_a_student(tmp_path, files):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path / "eve", {MODULE: work_of("eve"), **dict.fromkeys(files, b"x")})
    assert [h.student for h in read_place(tmp_path).tree.students] == ["ada", "bob", "eve"]


def test_links_are_named_and_never_followed(tmp_path):
    lay(tmp_path / "elsewhere", {f"eve/{MODULE}": work_of("eve")})
    lay(tmp_path / "class", {f"ada/{MODULE}": work_of("ada")})
    (tmp_path / "class" / "eve").symlink_to(tmp_path / "elsewhere" / "eve")
    (tmp_path / "class" / "ada" / "more").symlink_to(tmp_path / "elsewhere" / "eve")
    intake = read_place(tmp_path / "class")
    assert [left.where for left in intake.nobodys] == ["eve"]
    (ada,) = intake.submissions()
    assert "more was not read: it is a symbolic link" in " ".join(ada.notes)


def test_a_class_of_links_alone_says_so(tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "eve").symlink_to(tmp_path)
    with pytest.raises(IntakeError, match="eve: a symbolic link"):
        read_place(tmp_path / "class")


def test_a_place_may_itself_be_a_link(tmp_path):
    lay(tmp_path / "class", plain(["ada", "bob"])[0])
    (tmp_path / "here").symlink_to(tmp_path / "class")
    (tmp_path / "class.zip").write_bytes(packed(plain(["ada", "bob"])[0]))
    (tmp_path / "here.zip").symlink_to(tmp_path / "class.zip")
    assert list(found(tmp_path / "here")) == ["ada", "bob"]
    assert list(found(tmp_path / "here.zip")) == ["ada", "bob"]


@pytest.mark.parametrize("name", ["ada.zipx", "ada.tar.zst", "ada.cab", "ada.lha"])
def test_an_archive_of_an_odd_kind_is_its_student(tmp_path, name):
    lay(tmp_path, {name: packed({MODULE: work_of("ada")}), "bob.zip": b"", f"cyd/{MODULE}": b""})
    assert list(found(tmp_path)) == ["ada", "bob", "cyd"]


@pytest.mark.parametrize(
    "name", ["bob.zip.001", "bob.z01", "bob.7z.002", "bob.tar.gz.001", "bob.r00"]
)
def test_a_part_of_a_split_archive_beside_students_is_somebodys_work(tmp_path, name):
    lay(tmp_path, {"ada.zip": packed({MODULE: work_of("ada")}), name: b"x"})
    (left,) = read_place(tmp_path).nobodys
    assert left.where == name
    assert "put its parts together" in left.why


@pytest.mark.parametrize("files", [["gradebook.sqlite"], ["grades.csv", "grades.json"]])
@pytest.mark.parametrize("path", ["{}/", "{}/exercises/", "{}.zip"])
def test_a_section_that_was_graded_into_its_own_folder_keeps_its_students(tmp_path, files, path):
    for section, names in {"mon": ("ada", "bob"), "tue": ("cyd", "dan")}.items():
        for name in names:
            place = path.format(name)
            work = {MODULE: work_of(name)}
            if place.endswith(".zip"):
                lay(tmp_path / section, {place: packed(work)})
            else:
                lay(tmp_path / section / place, work)
    lay(tmp_path / "mon", {**dict.fromkeys(files, b"x"), **WRITTEN, "feedback/ada.md": b"x"})
    names = ["ada", "bob", "cyd", "dan"]
    for out in (None, tmp_path / "tue"):
        assert found(tmp_path, reading="sections", out=out) == {n: n for n in names}


def test_code_in_a_folder_of_reports_is_somebodys(tmp_path):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path / "mon", {"gradebook.sqlite": b"x", **WRITTEN, "cyd/main.py": b"x = 1"})
    assert [left.where for left in read_place(tmp_path).nobodys] == ["mon"]


@pytest.mark.parametrize("name", ["cyd", "Homework of Cyd", "cyd.zip "])
@pytest.mark.parametrize("kind", ["zip", "tgz", "7z"])
def test_an_archive_that_lost_its_ending_is_somebodys_work(tmp_path, name, kind):
    lay(tmp_path, plain(["ada", "bob"])[0])
    is_seven = kind == "7z"
    data = b"7z\xbc\xaf\x27\x1cx" if is_seven else packed({MODULE: work_of("cyd")}, kind)
    lay(tmp_path, {name: data, "Makefile": b"all:", "notes.docx": packed({"word/a.xml": b"x"})})
    (left,) = read_place(tmp_path).nobodys
    assert left.where == name
    assert "an archive without its ending" in left.why
