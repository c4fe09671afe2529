"""Hostile and odd containers: each costs itself only, is named, and takes little of the machine."""

import bz2
import io
import json
import os
import random
import re
import struct
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from functools import partial

import pytest

from exercises.coach.contracts import EXERCISES
from grader.intake import files as files_module
from grader.intake import read_place
from grader.intake.disk import disk_node
from grader.intake.files import Found, Part, Refusal, files_of
from grader.intake.sources import contents_by_name
from grader.intake.sources.tree_level import IntakeError
from grader.intake.students import Options
from grader.intake.tree import Budget, Node
from tests.intake.trees import MODULE, SECOND, THIRD, lay, packed, work_of
from tests.kit import ROOT

pytestmark = pytest.mark.timeout(120)
NOISE = random.Random(1).randbytes(40_000)


def zipped(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def damaged(method):
    """Return a zip with a member whose packed bytes are spoilt."""
    data = bytearray(zipped({MODULE: b"#" + NOISE.hex().encode()}, method))
    data[200:260] = b"\xa5" * 60
    return bytes(data)


def claiming(size, method=zipfile.ZIP_DEFLATED, payload=b"x" * 100):
    """Return a zip whose table of contents lies about a member's size."""
    data = bytearray(zipped({MODULE: payload}, method))
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", size)
    return bytes(data)


def encrypted():
    data = bytearray(zipped({MODULE: work_of("ada")}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    return bytes(data)


def bz2_bomb():
    """Return a zip of which some hundred bytes would be 200 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MODULE, bz2.compress(bytes(40 << 20)) * 5)
    data = bytearray(buffer.getvalue())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        data[at + offset : at + offset + 2] = struct.pack("<H", zipfile.ZIP_BZIP2)
    return bytes(data)


def many_members():
    return zipped({f"data/{n}.txt": b"" for n in range(9000)} | {MODULE: work_of("ada")})


def huge_directory():
    return zipped({f"{'n' * 200}/{n}": b"" for n in range(30_000)}, zipfile.ZIP_STORED)


def nested(depth):
    data = zipped({MODULE: work_of("ada")})
    for _ in range(depth):
        data = zipped({"inner.zip": data}, zipfile.ZIP_STORED)
    return data


def tar_of(*infos):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info, data in infos:
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def tar_member(name, kind=tarfile.REGTYPE, size=0, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, target
    return info


def lying_pax():
    """Return a tar whose extended header says that it is 2 GB long."""
    data = bytearray(tar_of((tar_member("a", tarfile.XHDTYPE, 10), b"x" * 10)))
    data[124:136] = b"%011o\0" % (2 << 30)
    checksum = sum(data[:148]) + 8 * 32 + sum(data[156:512])
    data[148:156] = b"%06o\0 " % checksum
    return bytes(data)


def pax(body, *after):
    """Return a tar with an extended header, and what comes after it."""
    header = tar_member("x", tarfile.XHDTYPE, len(body)).tobuf()
    return header + in_blocks(body) + b"".join(after) + bytes(1024)


def in_blocks(data):
    return data + bytes(-len(data) % 512)


def digits():
    """Return a tar whose header is so many digits that who looks for a word after them despairs."""
    return pax(b"0" * 1_000_000, tar_member(MODULE, tarfile.CHRTYPE).tobuf())


def steps():
    """Return a tar whose header is a name without end, again from every second byte on."""
    return pax(b"2 " * 500_000 + b"=", tar_member(MODULE, tarfile.CHRTYPE).tobuf())


def holes():
    """Return a tar of a file that is said to have a thousand million holes."""
    told = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
    table = b"1000000000\n" + b"0\n" * 5_000_000
    return pax(told, tar_member(MODULE, size=len(table)).tobuf(), in_blocks(table))


def backwards():
    """Return a tar with a member so long below nothing that the next one is itself."""
    header = bytearray(tar_member(MODULE).tobuf())
    header[124:136] = (-1024).to_bytes(12, "big", signed=True)
    checksum = sum(header[:148]) + 8 * 32 + sum(header[156:])
    header[148:156] = b"%06o\0 " % checksum
    return tar_member("before").tobuf() + bytes(header) + bytes(1024)


def gzip_bomb():
    """Return a compressed tar of 200 MB: what 4 MB are packed to, fifty times."""
    header = tar_member(MODULE, size=200 << 20).tobuf()
    blocks = deflated(header) + 50 * deflated(bytes(4 << 20)) + deflated(bytes(1024))
    # Nobody comes to its end, where its checksum would be.
    return b"\x1f\x8b\x08" + bytes(7) + blocks + b"\x03\x00" + bytes(8)


def deflated(data):
    """Return what can stand anywhere in a deflated stream, again and again."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def big_dictionary():
    data = bytearray(zipped({MODULE: b"x" * 5000}, zipfile.ZIP_LZMA))
    at = data.find(b"\x09\x04\x05\x00") if b"\x09\x04\x05\x00" in data else data.find(b"\x05\x00]")
    start = data.find(b"]", at)
    data[start + 1 : start + 5] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(data)


HOSTILE = {
    "damaged deflate": (lambda: damaged(zipfile.ZIP_DEFLATED), "was not read"),
    "damaged LZMA": (lambda: damaged(zipfile.ZIP_LZMA), "was not read"),
    "damaged bz2": (lambda: damaged(zipfile.ZIP_BZIP2), "was not read"),
    "cut off": (lambda: zipped({MODULE: NOISE})[:-200], "not a sound zip"),
    "rubbish that begins like a zip": (lambda: b"PK\x03\x04" + NOISE, "not a sound zip"),
    "rubbish": (lambda: NOISE, "not a sound zip"),
    "empty": (lambda: b"", "it is empty"),
    "encrypted": (encrypted, "it is encrypted"),
    "a bomb": (lambda: zipped({MODULE: bytes(64 << 20)}), "far more than it should"),
    "a bomb that says it is small": (lambda: claiming(10), "was not read"),
    "a small file that says it is a bomb": (lambda: claiming(0xFFFFFFF0), "far more"),
    "a bz2 bomb": (bz2_bomb, "was not read"),
    "an LZMA dictionary of 4 GB": (big_dictionary, "was not read"),
    "too many members": (huge_directory, "it has too many members"),
    "zips in zips in zips": (lambda: nested(5), "an archive in 3 archives"),
    "names that are not as it says": (
        lambda: zipped({f"é/{MODULE}": b"x"}).replace("é".encode(), b"\xe9\xe9"),
        "says that its names are in UTF-8",
    ),
    "a path that leads out": (lambda: zipped({f"../{MODULE}": b"x"}), "leads out of the zip"),
    "a path from the root": (lambda: zipped({f"/etc/{MODULE}": b"x"}), "leads out of the zip"),
    "a Windows path": (lambda: zipped({f"C:\\x\\{MODULE}": b"x"}), "leads out of the zip"),
    "a method that nobody has": (
        lambda: zipped({MODULE: b"x"}).replace(b"\x14\0\0\0\x08\0", b"\x14\0\0\0\x63\0"),
        "was not read",
    ),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + NOISE, "7z archives are not opened"),
    "RAR": (lambda: b"Rar!\x1a\x07\x01\x00" + NOISE, "RAR archives are not opened"),
    "a tar with a link": (
        lambda: tar_of((tar_member(MODULE, tarfile.SYMTYPE, target="/etc/passwd"), b"")),
        "a link or a device",
    ),
    "a tar with a device": (
        lambda: tar_of((tar_member(MODULE, tarfile.CHRTYPE), b"")),
        "a link or a device",
    ),
    "a tar that leads out": (
        lambda: tar_of((tar_member(f"../{MODULE}", size=1), b"x")),
        "leads out of the archive",
    ),
    "a tar with a lying header": (lying_pax, "was not read"),
    "a tar with a header of digits": (digits, "a link or a device"),
    "a tar with a header of one name after another": (steps, "a link or a device"),
    "a tar of holes": (holes, "a link or a device"),
    "a tar that goes backwards": (backwards, "was not read"),
    "a tar cut off": (
        lambda: tar_of((tar_member(MODULE, size=40_000), NOISE))[:20_000],
        "was not read",
    ),
    "a gzip cut off": (lambda: packed({MODULE: NOISE}, "tar.gz")[:-3000], "was not read"),
    "a gzip bomb": (gzip_bomb, "far more than it should"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_costs_itself_only_and_is_named(tmp_path, kind):
    make, word = HOSTILE[kind]
    lay(tmp_path, {"eve.zip": make(), "ada.zip": packed({MODULE: work_of("ada")})})
    lay(
        tmp_path,
        {f"bob/{SECOND}": work_of("bob"), "bob/more.zip": (tmp_path / "eve.zip").read_bytes()},
    )
    tracemalloc.start()
    started = time.process_time()
    submissions = {s.student: s for s in read_place(tmp_path).submissions()}
    seconds = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(submissions) == {"ada", "bob", "eve"}
    assert submissions["eve"].files == {}
    assert word in " ".join(submissions["eve"].notes)
    assert word in submissions["eve"].unreadable[MODULE]
    assert "Nothing was handed in" not in " ".join(submissions["eve"].notes)
    assert set(submissions["ada"].files) == {MODULE}
    assert set(submissions["bob"].files) == {SECOND}
    assert word in " ".join(submissions["bob"].notes)
    assert peak < 150 << 20
    assert seconds < 30


@pytest.mark.parametrize("name", [MODULE, "hw/ex1_gradient_descent.ipynb", "hw/homework.py"])
def test_work_that_packs_very_well_is_no_bomb(tmp_path, name):
    # A run that diverged and printed nan, or a table of zeros, is a thousandth of itself in a zip.
    functions = "".join(f"def {each}(x):\n    return x\n" for each in EXERCISES[0].functions)
    source, printed = f"# the work of ada\n{functions}", "nan\n" * 500_000
    outputs = [{"output_type": "stream", "name": "stdout", "text": printed}]
    cell = {"cell_type": "code", "source": source, "outputs": outputs}
    book = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    text = book if name.endswith("ipynb") else f"{source}x = [{'0.0, ' * 50_000}]\n"
    lay(tmp_path, {"ada.zip": zipped({name: text.encode()})})
    (ada,) = read_place(tmp_path, Options("class")).submissions()
    assert set(ada.files) == {MODULE}
    assert not ada.unreadable


def test_an_archive_of_every_kind_is_read_by_its_content_whatever_it_is_called(tmp_path):
    for kind in ("zip", "tar", "tar.gz", "tar.bz2"):
        lay(tmp_path, {f"{kind} called zip.zip": packed({MODULE: work_of(kind)}, kind)})
    lay(tmp_path, {"lzma.zip": zipped({MODULE: work_of("lzma")}, zipfile.ZIP_LZMA)})
    lay(tmp_path, {"bzip.zip": zipped({MODULE: work_of("bzip")}, zipfile.ZIP_BZIP2)})
    lay(tmp_path, {"really a zip.rar": packed({MODULE: work_of("rar")})})
    lay(tmp_path, {"inner.zip": nested(2)})
    assert all(MODULE in s.files for s in read_place(tmp_path).submissions())
    assert len(read_place(tmp_path)) == 8


FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


NAMES = ["short", "d" * 90 + "/" + "e" * 50, "Zoë/名前"]
FORMS = [(form, name) for form in FORMATS for name in NAMES] + [
    (form, "long " * 45) for form in ("gnu", "pax")
]


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_a_tar_of_any_form_and_its_names_are_read(tmp_path, form, name):
    info = tarfile.TarInfo(f"{name}/{MODULE}")
    info.size, info.mtime = len(work_of("ada")), 1_700_000_000.25
    link = tar_member("link", tarfile.SYMTYPE, target="t" * 300 if form != "ustar" else "t")
    folder = tar_member(f"{name}/folder", tarfile.DIRTYPE)
    with tarfile.open(
        tmp_path / "ada.tar", "w", format=FORMATS[form], pax_headers={"comment": "a commit"}
    ) as archive:
        archive.addfile(folder)
        archive.addfile(link)
        archive.addfile(info, io.BytesIO(work_of("ada")))
        archive.addfile(tar_member(f"{name}/empty.txt"))
    (ada,) = read_place(tmp_path, Options("class")).submissions()
    assert ada.files == {MODULE: work_of("ada")}
    (top,) = disk_node(tmp_path).children(Budget())
    budget, found = Budget(), []
    waiting = [(node, "") for node in top.children(budget)]
    for node, above in waiting:
        found.append(f"{above}{node.name}")
        if node.holds:
            waiting += [(each, f"{found[-1]}/") for each in node.children(budget)]
    with tarfile.open(tmp_path / "ada.tar") as archive:
        assert {member.name for member in archive} <= set(found)


@pytest.mark.parametrize("kind", ["encrypted", "cut off", "empty", "rubbish", "7z"])
def test_of_a_whole_class_the_remedy_is_the_instructors(tmp_path, kind):
    (tmp_path / "class.zip").write_bytes(HOSTILE[kind][0]())
    with pytest.raises(IntakeError, match=r"class.zip was not read: .* unpack it and name the f"):
        read_place(tmp_path / "class.zip")


ADAS = b"# as Ada has it\n" + work_of("ada")


@pytest.mark.parametrize(
    "files",
    [
        {f"ada/{MODULE}": ADAS, f"bob/{MODULE}": work_of("bob")},
        {"ada/homework.ipynb": ADAS, f"bob/{MODULE}": work_of("bob")},
        {"ada.zip": zipped({MODULE: ADAS}, zipfile.ZIP_STORED), f"bob/{MODULE}": work_of("bob")},
        {f"/home/ada/{MODULE}": ADAS, f"home/bob/{MODULE}": work_of("bob")},
        {f"../ada/{MODULE}": ADAS, f"bob/{MODULE}": work_of("bob")},
        {f"C:\\hw\\ada\\{MODULE}": ADAS, f"hw/bob/{MODULE}": work_of("bob")},
    ],
)
def test_what_is_wrong_in_the_zip_of_a_class_is_its_students_work_and_not_their_fault(
    tmp_path, files
):
    data = bytearray(zipped(files, zipfile.ZIP_STORED))
    data[data.find(b"as Ada has it")] ^= 1
    (tmp_path / "class.zip").write_bytes(data)
    ada, bob = read_place(tmp_path / "class.zip").submissions()
    assert (ada.student, ada.files, set(bob.files)) == ("ada", {}, {MODULE})
    assert "not your fault" in ada.unread[0]
    assert not bob.unread


def test_a_member_without_a_name_costs_itself_only(tmp_path):
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr(MODULE, work_of("ada"))
        with archive.open(zipfile.ZipInfo(""), "w") as nameless:
            nameless.write(b"x = 1\n")
    (ada,) = read_place(tmp_path, Options("class")).submissions()
    assert set(ada.files) == {MODULE}


SKIPPED = [
    ".venv", "venv", "lib/site-packages", "node_modules", ".git", "__pycache__", "__MACOSX",
    ".ipynb_checkpoints", ".feedback",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("zipped_up", [False, True])
@pytest.mark.parametrize("folder", [*SKIPPED, "my environment/lib"])
def test_what_tools_write_is_skipped_and_counts_against_no_limit(
    tmp_path, folder, zipped_up, monkeypatch
):
    count = Budget().entries + 1000
    if folder != SKIPPED[0]:
        # As many times the limits as the first has of the real ones.
        count //= 20
        monkeypatch.setattr(files_module, "Budget", partial(Budget, entries=Budget().entries // 20))
        monkeypatch.setattr(contents_by_name, "SKIMMED", contents_by_name.SKIMMED // 20)
    files = {f"{folder}/pkg/{n}.py": b"" for n in range(count)}
    files |= {f"{folder}/{MODULE}": b"# not mine", f"work/{MODULE}": work_of("ada")}
    if folder == "my environment/lib":
        files["my environment/pyvenv.cfg"] = b"home = /usr/bin\n"
    if zipped_up:
        lay(tmp_path, {"ada.zip": zipped(files)})
    else:
        lay(tmp_path / "ada", files)
    (ada,) = read_place(tmp_path).submissions()
    assert ada.files == {MODULE: work_of("ada")}
    assert ada.notes == ()


@pytest.mark.parametrize("zipped_up", [False, True])
@pytest.mark.parametrize("marker", ["pyvenv.cfg", "conda-meta/history"])
def test_work_that_lies_in_an_environment_is_read_and_its_packages_are_not(
    tmp_path, marker, zipped_up
):
    # `python -m venv .` in the folder of the exercises.
    packages = ("bin/activate", "lib/python3.11/this.py", "Scripts/pip.exe", "Include/numpy.h")
    files = dict.fromkeys((marker, *packages), b"")
    files |= {MODULE: work_of("ada"), f"bin/{MODULE}": b"# not mine"}
    if zipped_up:
        lay(tmp_path, {"ada.zip": zipped(files)})
    else:
        lay(tmp_path / "ada", files)
    (ada,) = read_place(tmp_path).submissions()
    assert ada.files == {MODULE: work_of("ada")}
    assert ada.notes == ()


def chain(place, name, depth):
    """Make folders in folders, deeper than a path can be long."""
    place.mkdir(parents=True, exist_ok=True)
    here = os.open(place, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def russian_dolls(depth):
    data = zipped({MODULE: work_of("eve")})
    for _ in range(depth):
        data = zipped({"a.zip": data}, zipfile.ZIP_STORED)
    return data


DEEP = {
    "a name": lambda place, name: lay(
        place, {"eve.zip": zipped({f"{name}/" * 1500 + MODULE: b"x"})}
    ),
    "a name in a tar": lambda place, name: lay(
        place, {"eve.tar": packed({f"{name}/" * 1500 + MODULE: b"x"}, "tar")}
    ),
    "a name beside work": lambda place, name: lay(
        place / "eve", {MODULE: b"x = 1", "more.zip": zipped({f"{name}/" * 1500 + SECOND: b"x"})}
    ),
    "names with work in each": lambda place, name: lay(
        place, {"eve.zip": zipped({f"{name}/" * n + MODULE: b"x = 1" for n in range(0, 900, 20)})}
    ),
    "folders": lambda place, name: chain(place / "eve", name, 450),
    "folders beside work": lambda place, name: (
        lay(place / "eve", {MODULE: b"x = 1"}), chain(place / "eve", name, 450)
    ),
    "folders beside the students": lambda place, name: chain(place, name, 450),
    "archives": lambda place, name: lay(place, {"eve.zip": russian_dolls(400)}),
    "archives beside work": lambda place, name: lay(
        place / "eve", {MODULE: b"x = 1", "more.zip": russian_dolls(400)}
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a", "exercises"])
@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("others", [0, 2])
def test_what_lies_deeper_than_anybody_looks_ends_no_run(tmp_path, kind, name, others):
    names = ["ada", "bob"][:others]
    for each in names:
        lay(tmp_path / each, {MODULE: work_of(each)})
    DEEP[kind](tmp_path, name)
    started = time.process_time()
    # For all of one student's work it may be taken where that is alone, and refused in words.
    with suppress(IntakeError):
        found = {s.student: s for s in read_place(tmp_path).submissions()}
        assert set(names) <= set(found) or len(found) == 1
    assert time.process_time() - started < 20


def items(place, budget):
    return list(files_of([Part(disk_node(place))], budget))


def test_of_too_many_files_the_exercises_are_read_and_the_rest_is_named(tmp_path):
    lay(tmp_path, {f"a{n:05}.png": b"" for n in range(300)} | {MODULE: work_of("ada")})
    found = items(tmp_path, Budget(entries=100))
    assert [item.path.name for item in found if isinstance(item, Found)] == [MODULE]
    assert "more than 100 files" in found[-1].reason


STUB = (ROOT / "exercises" / MODULE).read_bytes()


def notebook_of(code, *others, kind="raw"):
    cells = [("code", code), *((kind, each) for each in others)]
    parts = [{"cell_type": kind, "source": each.decode()} for kind, each in cells]
    return json.dumps({"cells": parts}).encode()


@pytest.mark.parametrize(
    "files",
    [
        {"ada.tar": packed({f"{MODULE[:-3]} ({n}).py": b"" for n in range(3000)}, "tar")},
        {"ada.zip": zipped({f"{n}.zip": b"PK\3\4" for n in range(300)})},
        {"ada.zip": zipped({f"{'n' * 60_000}/{MODULE[:-3]} ({n}).py": b"" for n in range(3)})},
        {f"ada/{MODULE[:-3]} ({n}).py": STUB + b"x = %d" % n for n in range(500)}
        | {f"ada/{MODULE}": work_of("ada")},
        {f"ada/{MODULE[:-3]}.ipynb": notebook_of(work_of("ada"), *[b"def loss(x): 1"] * 5000)},
    ],
    ids=["empty", "torn", "long names", "stubs", "cells"],
)
def test_what_is_said_of_a_student_is_short_however_much_there_is_to_say(tmp_path, files):
    (student,) = read_place(lay(tmp_path, files), Options("class")).submissions()
    said = [*student.notes, *student.unreadable.values()]
    assert 0 < sum(map(len, said)) < 30_000


def test_lines_that_look_blank_are_read_in_a_time_that_grows_with_them(tmp_path):
    cell = work_of("ada").decode() + " \n\u3000\n" * 20_000
    data = notebook_of(b"x = 1", cell.encode(), kind="code")
    place = lay(tmp_path, {f"ada/{MODULE[:-3]}.ipynb": data})
    started = time.process_time()
    next(read_place(place, Options("class")).submissions())
    assert time.process_time() - started < 4


def test_a_student_has_one_budget_of_bytes_over_all_archives(tmp_path):
    for n in range(6):
        lay(tmp_path, {f"{n}.zip": zipped({MODULE: NOISE + bytes([n])}, zipfile.ZIP_STORED)})
    found = items(tmp_path, Budget(bytes=100_000))
    assert sum(isinstance(item, Found) for item in found) == 2
    assert sum(isinstance(item, Refusal) for item in found) == 4


def test_a_student_has_one_budget_of_time_over_all_archives(tmp_path):
    for n in range(200):
        lay(tmp_path, {f"{n}.zip": many_members() if n == 0 else (tmp_path / "0.zip").read_bytes()})
    started = time.monotonic()
    found = items(tmp_path, Budget(entries=10**9, seconds=0.5))
    assert time.monotonic() - started < 20
    assert "more than 0.5 s" in found[-1].reason


def test_whatever_goes_wrong_in_reading_stays_that_students(tmp_path, monkeypatch):
    from grader.intake import students

    real = students.read_items

    def fails(items, *folders):
        items = list(items)
        if any(b"eve" in getattr(item, "data", b"") for item in items):
            raise MemoryError
        return real(items, *folders)

    monkeypatch.setattr(students, "read_items", fails)
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in ("ada", "eve")})
    ada, eve = read_place(tmp_path).submissions()
    assert set(ada.files) == {MODULE}
    assert eve.files == {}
    assert "MemoryError" in eve.unreadable[MODULE]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX files")
def test_a_folder_that_may_not_be_listed_is_named(tmp_path, monkeypatch):
    lay(tmp_path, {f"ada/{MODULE}": work_of("ada"), f"ada/more/{SECOND}": work_of("ada")})
    real = os.scandir

    def scandir(place):
        if str(place).endswith("more"):
            raise PermissionError(13, "Permission denied")
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    (ada,) = read_place(tmp_path).submissions()
    assert set(ada.files) == {MODULE}
    said = "more could not be read by the grader (Permission denied): that is not your fault."
    assert ada.unread == (said,)


def clone(*, with_solutions=True):
    """Return the kit as a clone has it: path to bytes."""
    folders = ["exercises", "grader/hidden", "tests/class/Ada Lindqvist"]
    folders += ["solutions"] if with_solutions else []
    paths = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file()]
    return {
        p.relative_to(ROOT).as_posix(): p.read_bytes()
        for p in paths
        if "__pycache__" not in p.parts and ".feedback" not in p.parts
    }


@pytest.mark.parametrize("with_solutions", [True, False])
@pytest.mark.parametrize("where", ["ada/", "ada/kit-main/", "ada/homework/my kit/"])
def test_an_untouched_clone_is_its_stubs_alone(tmp_path, where, with_solutions):
    lay(
        tmp_path,
        {where + path: data for path, data in clone(with_solutions=with_solutions).items()},
    )
    (ada,) = read_place(tmp_path).submissions()
    assert ada.student == "ada"
    for name, data in ada.files.items():
        assert data == (ROOT / "exercises" / name).read_bytes()
    assert len(ada.files) == 5


def test_a_clone_with_work_in_its_exercises_is_judged_by_it(tmp_path):
    lay(tmp_path / "ada", clone() | {f"exercises/{THIRD}": work_of("ada")})
    (ada,) = read_place(tmp_path).submissions()
    assert ada.files[THIRD] == work_of("ada")
    assert b"NotImplementedError" in ada.files[MODULE]


def test_the_place_may_itself_be_a_clone(tmp_path):
    lay(tmp_path / "ada", clone())
    intake = read_place(tmp_path / "ada")
    assert intake.is_single
    assert [h.student for h in intake.tree.students] == ["ada"]


@pytest.mark.parametrize("name", ["ex1_gradient_descent (1).py", "my own.py", "ex1.txt"])
def test_the_kits_solutions_are_nobodys_work_whatever_they_are_called(tmp_path, name):
    lay(tmp_path, {f"ada/{name}": (ROOT / "solutions" / MODULE).read_bytes()})
    assert next(read_place(tmp_path).submissions()).files == {}


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_the_kits_solutions_are_nobodys_work_wherever_they_lie(tmp_path, ends):
    data = (ROOT / "solutions" / MODULE).read_bytes().replace(b"\n", ends)
    lay(tmp_path, {f"ada/mine/{MODULE}": data, f"bob/{MODULE}": work_of("bob")})
    ada, bob = read_place(tmp_path).submissions()
    assert ada.files == {}
    assert "the kit's own solutions/" in ada.unreadable[MODULE]
    assert set(bob.files) == {MODULE}


def test_the_kits_modules_beside_the_work_are_not_worth_a_word(tmp_path):
    lay(tmp_path, {f"ada/{MODULE}": work_of("ada")})
    for name in ("coach/learner.py", "conftest.py"):
        lay(tmp_path / "ada", {name.rpartition("/")[2]: (ROOT / "exercises" / name).read_bytes()})
    (ada,) = read_place(tmp_path).submissions()
    assert ada.notes == ()


def test_a_class_twice_as_large_takes_twice_the_looks(tmp_path, monkeypatch):
    looks = 0
    holds = Node.holds.fget

    def counted(node):
        nonlocal looks
        looks += 1
        return holds(node)

    monkeypatch.setattr(Node, "holds", property(counted))
    counts = []
    for students in (60, 120):
        place = tmp_path / str(students)
        for number in range(students):
            lay(place / f"student {number}", {MODULE: b"pass\n"})
        looks = 0
        read_place(place)
        counts.append(looks)
    assert counts[1] < 2.2 * counts[0], counts


def test_work_is_read_as_deep_as_the_guide_says_and_no_deeper(tmp_path):
    """The guide said 64 folders."""
    guide = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
    deepest = int(re.search(r"folders (\d+)\. Links", guide)[1])
    for name, folders in (("ada", deepest - 1), ("bob", deepest)):
        lay(tmp_path / name / "/".join("x" * folders), {MODULE: work_of(name)})
    found = {each.student: each for each in read_place(tmp_path).submissions()}
    assert found["ada"].files
    assert not found["bob"].files
    assert f"it is in {deepest} folders" in " ".join(found["bob"].notes)
