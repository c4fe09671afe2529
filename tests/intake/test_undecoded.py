"""Names of which nothing tells the encoding: never guessed, and read where somebody says it."""

import io
import os
import struct
import tarfile
import zipfile
import zlib

import pytest

from grader.intake.students import IntakeError, Options, read_place
from grader.intake.undecoded import readings
from tests.grading.fakes import grader
from tests.intake.trees import MODULE, lay, work_of

NAMES = {
    "gbk": ["王小明", "李华", "小学"],
    "big5": ["許功蓋", "陳大文"],
    "cp932": ["表さくら", "ソニア"],
    "cp949": ["김철수", "이영희"],
    "cp1251": ["Анна Иванова", "Пётр"],
    "cp866": ["Анна Иванова", "Пётр"],
    "cp1252": ["Zoë Müller", "D’Angelo"],
    "cp850": ["João Simões", "Søren Åberg"],
    "cp852": ["Michał", "Jiří"],
    "cp437": ["Zoë Müller"],
}
EACH = pytest.mark.parametrize("page", NAMES)


def untold(paths, page):
    """Return a zip that has names in an encoding and does not say so."""
    marks = {f"{n:@>{len(path.encode(page))}}": path for n, path in enumerate(paths)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for mark, path in marks.items():
            archive.writestr(mark, work_of(path))
    data = buffer.getvalue()
    for mark, path in marks.items():
        data = data.replace(mark.encode(), path.encode(page))
    return data


def students_of(place, **options):
    return sorted(each.student for each in read_place(place, Options(**options)).submissions())


@pytest.mark.parametrize(
    "path", ["{}/" + MODULE, "Monday/{}/" + MODULE, "{}_4001_assignsubmission_file/" + MODULE]
)
@EACH
def test_names_in_another_encoding_are_not_guessed_and_read_where_it_is_said(tmp_path, page, path):
    place = tmp_path / "class.zip"
    place.write_bytes(untold([path.format(name) for name in [*NAMES[page], "ada", "bob"]], page))
    with pytest.raises(IntakeError, match=r"class.zip has names that are not in UTF-8") as refused:
        students_of(place)
    told = str(refused.value)
    assert "Nothing was graded" in told
    assert "unpack it where it was made" in told
    assert any(name in told for name in NAMES[page])
    assert students_of(place, names_in=page) == sorted([*NAMES[page], "ada", "bob"])


def test_another_encoding_that_does_not_fit_is_refused_by_its_name(tmp_path):
    (tmp_path / "class.zip").write_bytes(untold([f"Müller/{MODULE}", f"ada/{MODULE}"], "cp850"))
    with pytest.raises(IntakeError, match=r"neither in UTF-8 nor in cp1252: M\\x81ller"):
        students_of(tmp_path, names_in="cp1252", reading="sections")


@pytest.mark.parametrize("reading", ["", "class"])
@EACH
def test_files_called_after_their_students_are_nobody_elses(tmp_path, page, reading):
    paths = [f"ex1_gradient_descent - {name}.py" for name in [*NAMES[page], "ada"]]
    (tmp_path / "class.zip").write_bytes(untold(paths, page))
    with pytest.raises(IntakeError, match="Nothing was graded"):
        students_of(tmp_path / "class.zip", reading=reading)
    found = students_of(tmp_path / "class.zip", reading="class", names_in=page)
    assert found == sorted([*NAMES[page], "ada"])


def test_a_short_name_that_is_utf_8_by_accident_is_read_as_the_others(tmp_path):
    assert "小学".encode("gbk").decode() == "Сѧ"
    (tmp_path / "class.zip").write_bytes(
        untold([f"{name}/{MODULE}" for name in ("小学", "王小明", "李华")], "gbk")
    )
    assert "小学" in students_of(tmp_path / "class.zip", names_in="gbk")


def test_one_students_odd_name_below_costs_a_class_in_utf_8_nothing(tmp_path):
    data = untold(["Zoë/ZZ.txt", f"Zoë/{MODULE}", f"Ольга/{MODULE}"], "utf-8")
    (tmp_path / "class.zip").write_bytes(data.replace(b"ZZ", b"\xff\xfe"))
    assert students_of(tmp_path / "class.zip") == ["Zoë", "Ольга"]


@pytest.mark.parametrize("path", ["Übung/" + MODULE, "表/" + MODULE, "ex1_gradient_descentü.py"])
def test_how_names_are_written_in_one_students_zip_costs_nothing(tmp_path, path):
    page = "cp932" if "表" in path else "cp1252"
    lay(tmp_path, {"ada.zip": untold([path], page), f"bob/{MODULE}": work_of("bob")})
    for names_in in ("", "cp949"):
        found = read_place(tmp_path, Options(names_in=names_in)).submissions()
        assert {each.student: set(each.files) for each in found} == {
            "ada": {MODULE},
            "bob": {MODULE},
        }


def test_a_name_in_utf_8_that_does_not_say_so_is_read_as_macos_means_it(tmp_path):
    (tmp_path / "class.zip").write_bytes(untold([f"Zoë/{MODULE}", f"ada/{MODULE}"], "utf-8"))
    for names_in in ("", "cp1252"):
        assert students_of(tmp_path / "class.zip", names_in=names_in) == ["Zoë", "ada"]


@pytest.mark.parametrize("is_of_another_name", [False, True])
def test_a_name_in_unicode_beside_a_members_name_is_the_name(tmp_path, is_of_another_name):
    bare = f"@@@@/{MODULE}".encode()
    stored = bare.replace(b"@@@@", "Ольг".encode("cp866"))
    crc = zlib.crc32(bare if is_of_another_name else stored)
    beside = struct.pack("<BI", 1, crc) + f"Ольга/{MODULE}".encode()
    info = zipfile.ZipInfo(bare.decode())
    info.extra = struct.pack("<HH", 0x7075, len(beside)) + beside
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, work_of("Olga"))
        archive.writestr(f"ada/{MODULE}", work_of("ada"))
    (tmp_path / "class.zip").write_bytes(buffer.getvalue().replace(bare, stored))
    if is_of_another_name:
        with pytest.raises(IntakeError, match="cp866: Ольг"):
            students_of(tmp_path / "class.zip")
    else:
        assert students_of(tmp_path / "class.zip") == ["ada", "Ольга"]


def test_a_tars_names_are_each_in_utf_8_or_as_is_said(tmp_path):
    with tarfile.open(tmp_path / "class.tar", "w", encoding="cp1252", format=0) as archive:
        for name in ("Zoë", "ada", "Ольга".encode().decode("cp1252", "surrogateescape")):
            info = tarfile.TarInfo(f"{name}/{MODULE}")
            info.size = len(work_of(name))
            archive.addfile(info, io.BytesIO(work_of(name)))
    with pytest.raises(IntakeError, match=r"encoding they are: Zo\\xeb. Nothing"):
        students_of(tmp_path / "class.tar")
    assert students_of(tmp_path / "class.tar", names_in="cp1252") == ["Zoë", "ada", "Ольга"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_folders_on_a_disk_are_graded_and_named_byte_by_byte(tmp_path):
    for name in ("Zoë".encode("cp1252"), b"ada"):
        folder = os.path.join(os.fsencode(tmp_path), name)
        try:
            os.mkdir(folder)
        except OSError:
            pytest.skip("this file system has names in UTF-8 alone")
        with open(os.path.join(folder, MODULE.encode()), "wb") as file:
            file.write(work_of("somebody"))
    assert students_of(tmp_path) == ["Zo\udceb", "ada"]
    assert r"not in UTF-8: Zo\xeb (--names-in" in read_place(tmp_path).tree.why
    (zoe, _) = read_place(tmp_path, Options(names_in="cp1252")).submissions()
    assert (zoe.student, set(zoe.files)) == ("Zoë", {MODULE})


@EACH
def test_the_encoding_is_among_the_ways_to_read_that_are_shown(page):
    written = [name.encode(page).decode("ascii", "surrogateescape") for name in NAMES[page]]
    assert NAMES[page] in [read for _, read in readings(written)]


def test_what_is_not_an_encoding_of_names_is_refused_with_those_that_are(tmp_path):
    for encoding in ("klingon", "utf-16", "rot13", "hex"):
        done = grader("intake", tmp_path, "--names-in", encoding, folder=tmp_path)
        assert done.returncode == 2
        assert "is not an encoding of names. Give one such as gbk" in " ".join(done.stderr.split())


def test_only_the_named_file_of_a_zip_is_a_student(tmp_path):
    lay(tmp_path / "class", {f"ada_{MODULE}": work_of("ada"), MODULE: work_of("nobody")})
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for file in (tmp_path / "class").iterdir():
            archive.write(file, file.name)
    for place in (tmp_path / "class", tmp_path / "class.zip"):
        intake = read_place(place, Options("class"))
        assert [each.student for each in intake.submissions()] == ["ada"]
        assert [left.where for left in intake.nobodys] == [MODULE]
