"""What each layout is recognised as, from wherever it starts, and what lies beside it."""

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import (
    LAYOUTS,
    MODULE,
    NAMES,
    SECOND,
    canvas,
    found,
    lay,
    moodle,
    packed,
    plain,
    repositories,
    work_of,
)
from tests.kit import every_second_slow

STARTS = ("its folder", "the folder around it", "the zip", "the folder around the zip")


# Systems that call students by a login, an address or a name of their own making.
CALLED_OTHERWISE = {f"{system} download" for system in ("Autolab", "Blackboard", "Canvas", "ILIAS")}


def started(tmp_path, files, start):
    if start == "its folder":
        return lay(tmp_path / "handed over", files)
    if start == "the folder around it":
        lay(tmp_path / "around" / "handed over", files)
        return tmp_path / "around"
    place = tmp_path / "around" / "handed over.zip"
    place.parent.mkdir()
    place.write_bytes(packed(files))
    return place if start == "the zip" else place.parent


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("kind", every_second_slow(NAMES))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everybody_of_a_layout_is_found_with_their_own_work(tmp_path, layout, kind, start):
    build, source = LAYOUTS[layout]
    files, students = build(NAMES[kind])
    place = started(tmp_path, files, start)
    intake = read_place(place)
    assert intake.tree.called == source, intake.tree.why
    assert [h.student for h in intake.tree.students] == students
    works = found(place)
    assert sorted(works.values()) == sorted(
        NAMES[kind] + (["Default group"] if layout == "Moodle's teams" else [])
    )
    if source.removeprefix("sections, ") not in CALLED_OTHERWISE:
        assert all(student == work for student, work in works.items())
    assert intake.nobodys == []


SYSTEMS = [name for name in LAYOUTS if not name.startswith(("plain", "a zip", "folders and", "re"))]


@pytest.mark.parametrize("layout", [name for name in SYSTEMS if name != "sections"])
def test_no_class_in_a_download_is_made_one_student_by_a_word(tmp_path, layout):
    files, students = LAYOUTS[layout][0](NAMES["ASCII"])
    lay(tmp_path / "place" / "Fall 2026", files)
    with pytest.raises(IntakeError, match=r"(?s)Fall 2026 holds . students .* leave --class out"):
        read_place(tmp_path / "place", Options("class"))
    assert [h.student for h in read_place(tmp_path / "place").tree.students] == students
    assert read_place(tmp_path / "place", Options("one student")).is_single


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_student_of_a_layout_is_a_class_of_one(tmp_path, layout):
    build, _ = LAYOUTS[layout]
    files, students = build(["Ada Lovelace"])
    place = lay(tmp_path / "handed over", files)
    if layout == "repositories":
        students = ["hw4-Ada Lovelace"]  # Of one name nobody knows where the login begins.
    assert list(found(place)) == students


@pytest.mark.parametrize("layout", ["Canvas", "Moodle from 4.1", "Gradescope"])
def test_students_of_one_name_stay_apart(tmp_path, layout):
    build, _ = LAYOUTS[layout]
    files, _ = build(["Ada Lovelace", "Ada Lovelace", "Ada Lovelace"])
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert len({h.student for h in intake.tree.students}) == 3
    assert len({s.digest for s in intake.submissions()}) == 3


def test_a_folder_with_code_beside_a_download_is_named_as_nobodys(tmp_path):
    lay(tmp_path, moodle(["Ada", "Bob"])[0])
    lay(tmp_path, {"Zoe/my/HW4.ipynb": b"{}", "docs/list.pdf": b"%PDF", "Cyd/hw.rar": b"Rar!"})
    intake = read_place(tmp_path)
    assert [left.where for left in intake.nobodys] == ["Cyd", "Zoe"]
    assert "docs" in [left.where for left in intake.tree.left]


@pytest.mark.parametrize("build", [plain, canvas, moodle, repositories])
def test_what_is_no_nbgraders_is_an_assignment_where_the_instructor_says_so(tmp_path, build):
    lay(tmp_path, build(["ada", "bob"])[0])
    assert read_place(tmp_path).tree.assignment == ""
    tree = read_place(tmp_path, Options(assignment="week 2")).tree
    assert tree.assignment == "week 2"
    assert "--assignment week 2" in tree.why


@pytest.mark.parametrize(
    "name",
    [
        MODULE, "zoe_ex1.py", "work.ipynb", "bob.rar", "HW 4 from Zoe.eml", "zoe.msg",
        "zoe.zip.part", "zoe.zip.crdownload", ".zoe.zip.icloud", "zoe.gdoc", "Zoe - Shortcut.lnk",
    ],
)  # fmt: skip
def test_what_looks_like_work_beside_the_students_is_nobodys(tmp_path, name):
    files, _ = canvas(["Ada", "Bob"])
    lay(tmp_path, files | {name: b"x", "README.md": b"x", "list.csv": b"x"})
    intake = read_place(tmp_path)
    assert [left.where for left in intake.nobodys] == [name]
    assert {left.where for left in intake.tree.left} == {name, "README.md", "list.csv"}


@pytest.mark.parametrize("depth", [2, 3])
def test_several_folders_around_a_class_are_looked_through(tmp_path, depth):
    place = lay(tmp_path.joinpath(*["around"] * depth), plain(["ada", "bob"])[0])
    assert place != tmp_path
    assert list(found(tmp_path)) == ["ada", "bob"]


def test_a_class_may_lie_very_deep(tmp_path):
    for name in ("ada", "bob"):
        lay(tmp_path / "2026/CS/HW/4/all/class" / name / "a/b/c", {MODULE: work_of(name)})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


def test_files_of_several_people_beside_a_download_are_no_ones(tmp_path):
    lay(tmp_path, moodle(["Ada", "Bob"])[0])
    lay(tmp_path, {f"by mail/{MODULE[:-3]}_{n}.py": work_of(n) for n in ("cyd", "dan")})
    with pytest.raises(IntakeError, match="by mail may hold the work of cyd, dan"):
        read_place(tmp_path)
    assert len(read_place(tmp_path, Options(reading="class"))) == 3


def test_a_download_of_google_drives_in_several_zips_is_one(tmp_path):
    parts = [
        {f"HW4/Ada/{MODULE}": work_of("Ada"), f"HW4/Bob/{MODULE}": work_of("Bob")},
        {f"HW4/Ada/{SECOND}": work_of("Ada"), f"HW4/Cyd/{MODULE}": work_of("Cyd")},
        {f"HW4/Dan/{MODULE}": work_of("Dan")},
    ]
    for n, files in enumerate(parts, 1):
        lay(tmp_path, {f"HW4-20261120T100000Z-1-00{n}.zip": packed(files)})
    assert found(tmp_path) == {name: name for name in ("Ada", "Bob", "Cyd", "Dan")}
    assert sorted(next(read_place(tmp_path).submissions()).files) == [MODULE, SECOND]


@pytest.mark.parametrize("name", ["class.7z", "class.zip"])
def test_a_place_that_is_an_archive_which_cannot_be_opened_is_an_error(tmp_path, name):
    (tmp_path / name).write_bytes(b"7z\xbc\xaf\x27\x1c rubbish")
    with pytest.raises(IntakeError, match="7z archives are not opened"):
        read_place(tmp_path / name)


@pytest.mark.parametrize("layout", ["Canvas", "Moodle from 4.1", "Blackboard"])
def test_sections_of_one_student_each_are_no_students_called_so(tmp_path, layout):
    for section, name in (("A", "Ada Lovelace"), ("B", "Bob Moss")):
        lay(tmp_path / section, LAYOUTS[layout][0]([name])[0])
    tree = read_place(tmp_path).tree
    assert tree.called.startswith("sections, ")
    assert not {"A", "B"} & {handed.student for handed in tree.students}


@pytest.mark.parametrize("more", ["plain", "packed", "partly under other names"])
def test_several_peoples_work_beside_a_download_is_nobodys_in_silence(tmp_path, more):
    lay(tmp_path, canvas(["ada", "bob"])[0])
    late = moodle(["eve", "fay"])[0] if more == "packed" else plain(["eve", "fay"])[0]
    if more == "partly under other names":
        late["fay/main.py"] = late.pop(f"fay/{MODULE}")
    files = (
        {"late.zip": packed(late)}
        if more == "packed"
        else {f"late/{p}": d for p, d in late.items()}
    )
    lay(tmp_path, files)
    with pytest.raises(IntakeError, match=r"late(\.zip)? lies beside .* holds eve, fay"):
        read_place(tmp_path)
    assert list(found(tmp_path, reading="class")) == ["ada", "bob", "late"]


def test_whom_a_source_knows_without_a_number_is_one_whatever_folders_are_theirs(tmp_path):
    for folder in ("x y", "u v"):
        lay(tmp_path / "gs", {f"submission_1/{folder}/{MODULE}": work_of("Ada")})
        lay(tmp_path / "m", {f"Ada_assignsubmission_file_/{folder}/{MODULE}": work_of("Ada")})
    said = b"".join(b"submission_%d:\n  :submitters:\n  - :name: %s\n" % each
                    for each in ((1, b"Ada"), (2, b"Bob")))  # fmt: skip
    lay(tmp_path / "gs", {"submission_metadata.yml": said, f"submission_2/{MODULE}": b"x = 1"})
    lay(tmp_path / "m", {f"Bob_assignsubmission_file_/{MODULE}": b"x = 1"})
    assert list(found(tmp_path / "gs")) == list(found(tmp_path / "m")) == ["Ada", "Bob"]


@pytest.mark.parametrize(
    "end",
    [
        f"Ada Lovelace_4000_assignsubmission_file_{MODULE}",
        f"Homework 4_user0_attempt_2027-11-20-10-00-00_{MODULE}",
        f"Ada Lovelace(ada1)_Submission attachment(s)_{MODULE}",
    ],
)
@pytest.mark.parametrize(
    "layout", ["Canvas", "Canvas, anonymous", "Blackboard", "Brightspace without folders"]
)
def test_a_files_name_as_another_system_writes_it_takes_nobodys_work_away(tmp_path, layout, end):
    build, source = LAYOUTS[layout]
    files, students = build([*NAMES["ASCII"], "Mallory Mint"])
    own = next(path for path, data in files.items() if data == work_of("Mallory Mint"))
    files[own.replace(MODULE, end)] = files.pop(own)
    intake = read_place(lay(tmp_path, files))
    assert intake.tree.called == source, intake.tree.why
    assert [h.student for h in intake.tree.students] == students
    assert sorted(found(tmp_path).values()) == sorted([*NAMES["ASCII"], "Mallory Mint"])


@pytest.mark.parametrize(
    "own",
    [
        {f"Submission attachment(s)/{MODULE}": b"", "members.txt": b"Ada Lovelace(ada1); Bob(bob)"},
        {f"4_revisions_9/{MODULE}": b""},
        {"exercises/timestamp.txt": b"2027-11-20 10:00:00.000000 UTC"},
    ],
)
@pytest.mark.parametrize("build", [plain, repositories])
def test_what_a_student_has_in_a_folder_makes_nobody_of_it(tmp_path, build, own):
    files, students = build([*NAMES["ASCII"], "Mallory Mint"])
    root = next(path for path, data in files.items() if data == work_of("Mallory Mint"))
    files |= {f"{root.partition('/')[0]}/{name}": data for name, data in own.items()}
    assert [h.student for h in read_place(lay(tmp_path, files)).tree.students] == students


@pytest.mark.parametrize(
    "others",
    [
        {"Section B/bob/.git/HEAD": b"", f"Section B/bob/{MODULE}": work_of("bob")},
        {f"Section B/doebob_1_11_{MODULE}": work_of("bob")},
    ],
)
@pytest.mark.parametrize(
    ("files", "students"),
    [
        ({"ada/essay.pdf": b"%PDF", "dan/": b""}, {"ada": None, "dan": None}),
        (
            {f"ada/{MODULE}": work_of("ada"), f"dan/{MODULE}": work_of("dan")},
            {"ada": "ada", "dan": "dan"},
        ),
        ({f"Ada_1_assignsubmission_file/{MODULE}": work_of("Ada")}, {"Ada": "Ada"}),
        ({}, {}),
    ],
)
def test_of_sections_each_may_be_as_another_system_writes_it(tmp_path, others, files, students):
    lay(tmp_path, others)
    lay(tmp_path, {"Section A/": b""} | {f"Section A/{path}": data for path, data in files.items()})
    known = found(tmp_path)
    assert known.pop("bob", None) or known.pop("doebob")
    assert known == students


def test_an_archive_that_cannot_be_read_does_not_stop_the_sections_beside_it(tmp_path):
    lay(tmp_path, {f"hw4/doe{who}_{n}_1{n}_{MODULE}": work_of(who) for n, who in enumerate("ab")})
    lay(tmp_path, {"zoe.zip": b"PK\x03\x04 broken", f"xi/{MODULE}": work_of("xi")})
    assert found(tmp_path, reading="sections") == {
        "doea": "a", "doeb": "b", "xi": "xi", "zoe": None,
    }  # fmt: skip
    *_, zoe = read_place(tmp_path, Options(reading="sections")).submissions()
    assert "zoe.zip was not read" in zoe.unreadable[MODULE]
