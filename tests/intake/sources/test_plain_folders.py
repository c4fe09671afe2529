"""Plain folders: what can be meant in one way, and what in two."""

import os
import re

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, SECOND, THIRD, WHOLE, found, lay, packed, plain, work_of

# Trees that can be read in two ways, and what each word makes of them.
TWO_WAYS = {
    "numbered folders that hold the same": (
        [f"Submission {n}/{MODULE}" for n in (1, 2)],
        {"class": ["Submission 1", "Submission 2"], "one student": ["place"]},
    ),
    "an exercise beside several folders": (
        [f"ada/{MODULE}", f"bob/{MODULE}", MODULE],
        {"class": ["ada", "bob"], "one student": ["place"]},
    ),
    "different exercises in folders of a folder": (
        [f"ada/x/{MODULE}", f"ada/y/{SECOND}"],
        {"class": ["ada"], "sections": ["x", "y"], "one student": ["place"]},
    ),
    "a folder of folders beside one that holds exercises": (
        [f"ada/x/{MODULE}", f"ada/y/{MODULE}", f"bob/{MODULE}"],
        {"class": ["ada", "bob"]},
    ),
    "folders of the same names in folders": (
        [f"{student}/{name}/{MODULE}" for student in ("ada", "bob") for name in ("ps1", "ps2")],
        {"class": ["ada", "bob"]},
    ),
    "files of several people side by side": (
        [f"ada_{MODULE}", f"bob_{MODULE}"],
        {"one student": ["place"], "class": ["ada", "bob"]},
    ),
    "folders of people with versions in them": (
        [f"{path}/{MODULE}" for path in ("Lovelace, Ada/mine", "Lovelace, Ada/dry", "Bo, Al/own")],
        {"class": ["Bo, Al", "Lovelace, Ada"], "sections": ["dry", "mine", "own"]},
    ),
    "versions that several have": (
        [f"{path}/{MODULE}" for path in ("ada/first go", "ada/next go", "bob/first go")],
        {"class": ["ada", "bob"]},
    ),
    "versions that are called after their students": (
        [f"{who}/hw4-{who}{word}/{MODULE}" for who in ("ada", "bob") for word in ("", "-v2")],
        {"class": ["ada", "bob"], "sections": ["hw4-ada", "hw4-ada-v2", "hw4-bob", "hw4-bob-v2"]},
    ),
    "versions beside what they are versions of": (
        [f"{path}/{MODULE}" for path in ("ada/descent", "ada/descent (1)", "bob/x", "bob/x late")],
        {"class": ["ada", "bob"]},
    ),
    "exercises of students": (
        [f"{part}/{student}/{MODULE}" for student in ("ada", "bob") for part in ("ex1", "ex2")],
        {"sections": ["ada (ex1)", "ada (ex2)", "bob (ex1)", "bob (ex2)"]},
    ),
    "an exercise beside the students of one of the sections": (
        [f"Mon/{n}/{MODULE}" for n in ("ada", "bob")] + [f"Tue/{SECOND}", f"Tue/cyd/{MODULE}"],
        {"class": ["Mon", "Tue"], "sections": ["ada", "bob", "cyd"]},
    ),
    "an exercise beside the students of every section": (
        [f"{n}/{MODULE}" for n in ("Mon", "Mon/ada", "Mon/bob", "Tue", "Tue/cyd", "Tue/dan")],
        {"class": ["Mon", "Tue"], "sections": ["ada", "bob", "cyd", "dan"]},
    ),
    "files of several people in a folder beside students": (
        [f"ada/{MODULE}", f"bob/{MODULE}", f"by mail/cyd_{MODULE}", f"by mail/dan_{MODULE}"],
        {"class": ["ada", "bob", "by mail"]},
    ),
    "files of several people in a section": (
        [f"{path}/{MODULE}" for path in ("Mon/ada", "Mon/bob", "Tue/eve", "Tue/fay")]
        + [f"Mon/by mail/{name}_{MODULE}" for name in ("cyd", "dan")],
        {"class": ["Mon", "Tue"]},
    ),
    "files called after people alone in a folder of nobody's name": (
        [f"ada/{MODULE}", "late/cyd.py", "late/dan.py"],
        {"class": ["ada", "late"]},
    ),
    "files of several people in a folder of nobody's name": (
        [f"ada/{MODULE}"] + [f"late/{MODULE[:-3]}_{name}.py" for name in ("cyd", "dan")],
        {"class": ["ada", "late"]},
    ),
    "files that end with the same people in several folders": (
        [
            f"{part}/{name} - {who}.py"
            for part, name in (("作业1", MODULE[:-3]), ("作业2", SECOND[:-3]))
            for who in ("王小明", "李四")
        ],
        {"class": ["作业1", "作业2"]},
    ),
    "files that end with the same people in most folders": (
        [f"{part}/{MODULE[:-3]}_{who}.py" for part in ("A", "B") for who in ("ada", "bob")]
        + [f"C/{MODULE}"],
        {"class": ["A", "B", "C"]},
    ),
    "files that end with the same people in parts of a part": (
        [
            f"HW/{part}/{MODULE[:-3]}_{who}.py"
            for part in ("Gradient", "Rates")
            for who in ("ada", "bob")
        ],
        {"class": ["HW"], "one student": ["place"]},
    ),
    "an LMS's download beside a student": (
        [f"x/ada_1_2_{MODULE}", f"x/bob_3_4_{MODULE}", f"eve/{MODULE}"],
        {"class": ["eve", "x"], "sections": ["ada", "bob", "eve"]},
    ),
}


@pytest.mark.parametrize("kind", TWO_WAYS)
def test_what_can_be_read_in_two_ways_is_not_read_and_a_word_decides(tmp_path, kind):
    paths, ways = TWO_WAYS[kind]
    place = lay(tmp_path / "place", {path: work_of(path) for path in paths})
    with pytest.raises(IntakeError, match=r"othing was\s+graded"):
        read_place(place)
    for reading, students in ways.items():
        tree = read_place(place, Options(reading)).tree
        assert [h.student for h in tree.students] == students, reading


# Of these the folder around may be a student, too: people's folders may be parts of their work.
MAY_BE_ONE = {
    "different exercises in folders of a folder", "files that end with the same people in several "
    "folders", "files called after people alone in a folder of nobody's name",
}  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in TWO_WAYS if kind not in MAY_BE_ONE])
def test_no_word_makes_one_student_of_a_class_in_one_folder(tmp_path, kind):
    paths, _ = TWO_WAYS[kind]
    place = lay(tmp_path, {f"HW4/{path}": work_of(path) for path in paths})
    with pytest.raises(IntakeError, match=r"othing was\s+graded") as refused:
        read_place(place)
    assert not re.search(r"\((--class|--one-student)\)", str(refused.value))
    said = re.findall(r"\(name (\S+) itself, with --(class|sections)\)", str(refused.value))
    for where, word in said:
        tree = read_place(place / where, Options(word)).tree
        assert where not in [each.student for each in tree.students]


# Who is in them is told by names alone, and one student of everybody is nobody's work.
CLASSES = [
    [f"hw4/ada/{MODULE}", f"old/bob/{MODULE}", f"hw4/cyd/{SECOND}"],
    ["Week 3/Lee, Kim.zip", "ex1/Dan Dot.zip"],
    [f"ex1/ada/code/{MODULE}", "download/bob/homework.py"],
    [f"ex1/ada/{MODULE}", "all/bob/homework.py"],
    [f"late/ada/{MODULE}", "late/bob/homework.py", "late/notes.py"],
    [f"ex1/ada_{MODULE}", "download/bob/homework.py"],
    [f"ada_{MODULE}", "bob.zip"],
    [f"ada_{MODULE}", "bob/homework.py", "cyd/homework.py"],
    [f"Team 1/ada_{MODULE}", f"Team 1/bob/{MODULE}", f"done/cyd/{MODULE}", f"done/dan/{MODULE}"],
]


@pytest.mark.parametrize("around", ["", "HW4/", "Fall2026/"])
@pytest.mark.parametrize("paths", CLASSES)
def test_a_class_in_folders_of_nobodys_names_is_no_one_students_work(tmp_path, paths, around):
    zipped = packed({MODULE: WHOLE})
    lay(tmp_path / "place", {f"{around}{p}": zipped if p.endswith("zip") else WHOLE for p in paths})
    with pytest.raises(IntakeError, match="othing was graded"):
        read_place(tmp_path / "place")


@pytest.mark.parametrize("around", ["HW4", "Fall2026"])
def test_sections_of_nobodys_names_in_one_folder_are_no_one_students_work(tmp_path, around):
    paths = [
        f"{around}/{where}" for where in ("hw4/ada", "hw4/bob", "download/cyd", "download/dan")
    ]
    lay(tmp_path, {f"{path}/{MODULE}": WHOLE for path in paths})
    with pytest.raises(IntakeError, match=r"class: .*ada, bob.* are students \(name"):
        read_place(tmp_path)
    assert len(read_place(tmp_path / around).tree.students) == 4


@pytest.mark.parametrize("section", ["Monday", "Group A", "all"])
def test_who_is_alone_in_a_section_beside_students_is_not_called_after_it(tmp_path, section):
    lay(tmp_path, plain(["ada", "bob"])[0] | {f"{section}/cyd/{MODULE}": work_of("cyd")})
    with pytest.raises(IntakeError, match=rf"{section} in .* can be read in two ways"):
        read_place(tmp_path)
    assert found(tmp_path, reading="sections")["cyd"] == "cyd"


def test_groups_may_have_folders_of_any_names(tmp_path):
    own = {"Group 1": "", "Group 2": "projekt/", "Group 12": "our work/code/"}
    lay(tmp_path, {f"{who}/{path}{MODULE}": work_of(who) for who, path in own.items()})
    assert found(tmp_path) == {who: who for who in own}


@pytest.mark.parametrize(
    "paths",
    [
        [f"ex1/{MODULE}", f"ex2/{SECOND}", "ex2/tools/plot.py"],
        [f"ex1/mine/{MODULE}", f"ex2/mine/{SECOND}"],
        [MODULE, "tools/plot.py", "helpers/read.py"],
        [f"my_{MODULE}", f"hw.zip/{SECOND}"],
        [f"ada_{MODULE}", f"ada.zip/{MODULE}"],
        [f"hw4/src/{MODULE}", "hw4/data/x.csv", "hw4/plots/x.png"],
    ],
)
def test_a_students_own_parts_are_theirs_however_they_are_called(tmp_path, paths):
    for path in paths:
        archive, _, member = path.partition(".zip/")
        lay(
            tmp_path / "ada",
            {f"{archive}.zip": packed({member: WHOLE})} if member else {path: WHOLE},
        )
    tree = read_place(tmp_path / "ada").tree
    assert [each.student for each in tree.students] == ["ada"]


def test_a_word_for_a_folder_in_an_archive_says_to_unpack_it(tmp_path):
    files = {f"HW4/{path}/{MODULE}": b"x = 1" for path in ("ada/x", "ada/y", "bob")}
    lay(tmp_path, {"all.zip": packed(files)})
    with pytest.raises(IntakeError, match=r"\(unpack it, name all.zip/HW4 itself, with --class\)"):
        read_place(tmp_path)


@pytest.mark.parametrize("folder", ["HW4", "submissions", "Assignment 4", "Fall2026", "ada"])
@pytest.mark.parametrize("more", [MODULE, SECOND])
def test_one_exercise_beside_the_students_makes_nobody_of_the_folder(tmp_path, folder, more):
    lay(tmp_path / folder, {**plain(["bob", "cyd"])[0], more: b"x = 1"})
    with pytest.raises(IntakeError, match=rf"a class: bob, cyd;.*name {folder} itself, with --cla"):
        read_place(tmp_path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ada Lovelace.eml", "is a mail beside the students: put what is attached to it into"),
        ("winmail.dat", "is a mail beside the students"),
        ("all.zip.crdownload", "is a download that has not come to its end: fetch it again."),
        ("all.zip.001", "is a part of a split archive beside the students: put its parts"),
    ],
)
def test_a_place_of_what_is_not_looked_into_alone_says_what_to_do(tmp_path, name, told):
    with pytest.raises(IntakeError, match=re.escape(f"There is {name}. {name} {told}")):
        read_place(lay(tmp_path, {name: b"x"}))


def test_a_class_of_documents_is_told_what_to_ask_for(tmp_path):
    lay(tmp_path, {f"{who}.pdf": b"%PDF-1.7" for who in ("ada", "bob")})
    with pytest.raises(IntakeError, match=r"bob.pdf\. A document .* ask for the \.py or \.ipynb"):
        read_place(tmp_path)


def test_a_word_for_a_part_is_one_however_its_accents_are_written(tmp_path):
    files = {f"U\u0308bung {n}/{name}": b"x = 1" for n, name in enumerate([MODULE, SECOND])}
    assert [s.student for s in read_place(lay(tmp_path / "ada", files)).submissions()] == ["ada"]


def test_a_file_beside_folders_is_shown_as_the_word_reads_it(tmp_path):
    files = {f"{who}/{MODULE}": work_of(who) for who in ("ada", "cyd")}
    files |= dict.fromkeys((f"ada_{SECOND}", f"bob_{MODULE}", THIRD), b"x = 1")
    place = lay(tmp_path / "place", files)
    told = f"a class: ada, cyd, bob; ada_{SECOND}, {THIRD} would be nobody's (--class)"
    with pytest.raises(IntakeError, match=re.escape(told)):
        read_place(place)
    intake = read_place(place, Options("class"))
    assert [h.student for h in intake.tree.students] == ["ada", "bob", "cyd"]
    assert {left.where for left in intake.nobodys} == {f"ada_{SECOND}", THIRD}


def zips_with_a_folder_each(several, names):
    """Return a zip for each student with a folder in it, and one with several."""
    files = {f"{name}.zip": packed({f"my hw/{MODULE}": work_of(name)}) for name in names}
    return files | {"cyd.zip": packed({f"{name}/{MODULE}": work_of(name) for name in several})}


@pytest.mark.parametrize("names", [("ada",), ("ada", "bob", "eve")])
@pytest.mark.parametrize("several", [("alice", "zed"), ("gd fast", "gd slow", "other")])
def test_a_zip_of_several_folders_makes_no_sections_of_the_others(tmp_path, several, names):
    place = lay(tmp_path / "place", zips_with_a_folder_each(several, names))
    with pytest.raises(IntakeError, match=r"cyd.zip in .*place holds .*othing was\s+graded"):
        read_place(place)
    tree = read_place(place, Options("class")).tree
    assert [h.student for h in tree.students] == sorted(["cyd", *names])
    # Folders, too, where most hold one.
    lay(tmp_path / "folders", {f"{n}/my {n}/{MODULE}": work_of(n) for n in ("ada", "bob")})
    lay(tmp_path / "folders", {f"cyd/{name}/{MODULE}": work_of(name) for name in several})
    with pytest.raises(IntakeError, match=r"cyd in .*folders holds .*othing was\s+graded"):
        read_place(tmp_path / "folders")


# Trees that look odd and can only be meant in one way.
ONE_WAY = {
    "numbers in pictures": (
        [f"{n}\ufe0f\u20e3 {name}" for n, name in enumerate((MODULE, SECOND), start=1)],
        ["place"],
    ),
    "versions that a few have": (
        [f"{who}/{MODULE[:-3]}_{how}.py" for who in ("ada", "bob") for how in ("fast", "slow")]
        + [f"{who}/{MODULE}" for who in ("cyd", "dan", "eve")],
        ["ada", "bob", "cyd", "dan", "eve"],
    ),
    "a student's versions": ([f"ada/old/{MODULE}", f"ada/new/{MODULE}"], ["ada"]),
    "a student's parts": ([f"ada/ex1/{MODULE}", f"ada/exercise 2/{SECOND}"], ["ada"]),
    "a class one of whom has versions": (
        [f"ada/v1/{MODULE}", f"ada/v2/{MODULE}", f"bob/{MODULE}"],
        ["ada", "bob"],
    ),
    "an empty student": ([f"ada/{MODULE}", "bob/"], ["ada", "bob"]),
    "only empty students": (["ada/", "bob/"], ["ada", "bob"]),
    "the place is a student's": ([MODULE, f"old/{MODULE}"], ["place"]),
    "the place is a student's, in folders": ([f"old/{MODULE}", f"final/{MODULE}"], ["place"]),
    "numbers for names": ([f"1001/{MODULE}", f"1002/{MODULE}"], ["1001", "1002"]),
    "students who share a folder's name": (
        [f"ada/hw/{MODULE}", f"bob/homework/{MODULE}", f"eve/{MODULE}"],
        ["ada", "bob", "eve"],
    ),
    "sections of one student each": (
        [f"Group 1/ada/{MODULE}", f"Group 2/bob/{MODULE}"],
        ["ada", "bob"],
    ),
    "a section with one student": (
        [f"A/ada/{MODULE}", f"A/bob/{MODULE}", f"B/cyd/{MODULE}"],
        ["ada", "bob", "cyd"],
    ),
    "hidden and dunder names": ([f".ada/{MODULE}", f"__bob__/{MODULE}"], [".ada", "__bob__"]),
    "tools' folders": (
        [f"ada/{MODULE}", f".git/{MODULE}", f"venv/{MODULE}", f"__MACOSX/{MODULE}"],
        ["ada"],
    ),
    "a student beside sections, with a version": (
        [f"Mon/{n}/{MODULE}" for n in ("ada", "bob")] + [f"zoe/{MODULE}", f"zoe/mine/{MODULE}"],
        ["ada", "bob", "zoe"],
    ),
    "a student who is called as a section is, with a folder": (
        [f"{n}/{MODULE}" for n in ("lab4 ada", "lab4 ada/tries", "lab4 bob")],
        ["lab4 ada", "lab4 bob"],
    ),
    "a student's versions, called as they like": (
        [f"ada/{word}_{MODULE}" for word in ("fast", "slow", "ada")]
        + [f"bob/{MODULE[:-3]}_{word}.py" for word in ("newton", "sgd")]
        + [f"cyd/quick_{MODULE}", f"cyd/small_{MODULE}", f"cyd/{MODULE}"],
        ["ada", "bob", "cyd"],
    ),
    "a student of exercise 3 alone": ([f"ada/{MODULE}", f"bob/{THIRD}"], ["ada", "bob"]),
}


@pytest.mark.parametrize("kind", ONE_WAY)
def test_what_can_only_be_meant_in_one_way_is_read_so(tmp_path, kind):
    paths, students = ONE_WAY[kind]
    place = lay(tmp_path / "place", {path: work_of(path) for path in paths})
    intake = read_place(place)
    assert [h.student for h in intake.tree.students] == students
    assert intake.nobodys == []


def test_an_assignment_that_nobody_has_is_refused_for_plain_folders_too(tmp_path):
    files = {f"{s}/{a}/{MODULE}": work_of(s) for s in ("ada", "bob") for a in ("ps1", "ps2")}
    lay(tmp_path, files)
    with pytest.raises(IntakeError, match=r"no folders <student>/ps3/\. There are: ps1, ps2"):
        read_place(tmp_path, Options(assignment="ps3", reading="class"))


def test_students_of_one_name_in_two_sections_stay_apart(tmp_path):
    lay(tmp_path, {f"Section {s}/ada/{MODULE}": work_of(s) for s in "AB"})
    lay(tmp_path, {f"Section {s}/{s}/{MODULE}": work_of(s) for s in "AB"})
    assert found(tmp_path) == {"A": "A", "B": "B", "ada (Section A)": "A", "ada (Section B)": "B"}


def test_a_folder_that_is_in_each_section_is_no_student(tmp_path):
    lay(tmp_path, {f"A/HW4/{name}/{MODULE}": work_of(name) for name in ("ada", "bob")})
    lay(tmp_path, {f"B/HW4/cyd/{MODULE}": work_of("cyd"), f"B/HW4/dan/{SECOND}": b"x = 1"})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "cyd": "cyd", "dan": None}
    assert {h.group for h in read_place(tmp_path).tree.students} == {"A", "B"}


@pytest.mark.parametrize("names", [("v1", "v2"), ("attempt 1", "attempt 2"), ("old", "final")])
def test_versions_in_folders_are_one_students(tmp_path, names):
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in names})
    assert len(read_place(tmp_path).tree.students) == 1


def test_a_students_own_folder_may_hold_files_of_any_ending(tmp_path):
    lay(
        tmp_path, {f"ada/ex1_gradient_descent_{name}.py": b"x = 1" for name in ("momentum", "fast")}
    )
    lay(tmp_path, {f"bob/{MODULE}": work_of("bob")})
    assert list(found(tmp_path)) == ["ada", "bob"]


def test_names_that_a_file_system_may_confuse_are_students_of_their_own(tmp_path):
    names = [b"ada", b"Ada", "Zoë".encode(), "Zoe\u0308".encode(), b"ad\xff", b"ad\xfe"]
    for name in names:
        folder = os.path.join(os.fsencode(tmp_path), name)
        os.mkdir(folder)
        with open(os.path.join(folder, MODULE.encode()), "wb") as file:
            file.write(work_of("x"))
    submissions = list(read_place(tmp_path).submissions())
    assert len({s.student for s in submissions}) == len(names)
    assert len({s.digest for s in submissions}) == len(names)


# Students' files of other names than the exercises', in one folder or in sections.
IN_A_FOLDER = {
    "other names": [f"HW 4/{name}/main.py" for name in ("ada", "bob")],
    "other names, deeper": [f"x/HW 4/{name}/work.py" for name in ("ada", "bob")],
    "one with the right name": [f"HW 4/ada/{MODULE}", "HW 4/bob/main.py"],
    "one who handed in": [f"HW 4/ada/{MODULE}", "HW 4/bob/", "HW 4/cyd/hw.pdf"],
}


@pytest.mark.parametrize("kind", IN_A_FOLDER)
def test_a_folder_of_folders_alone_in_the_place_is_no_students_in_silence(tmp_path, kind):
    files = IN_A_FOLDER[kind]
    lay(tmp_path, {path: work_of(path) for path in files})
    with pytest.raises(IntakeError, match=r"is all that .* two ways") as said:
        read_place(tmp_path)
    names = sorted({path.split("/")[-2] for path in files})
    inside = tmp_path / str(said.value).partition("name ")[2].partition(" itself")[0]
    assert list(found(inside)) == names
    assert len(found(tmp_path, reading="class")) == 1
    if "--sections" in str(said.value):
        assert list(found(tmp_path, reading="sections")) == names


def test_folders_of_people_whose_files_have_other_names_are_read_as_the_instructor_says(tmp_path):
    lay(tmp_path, {f"A/ada/{MODULE}": b"x = 1", "A/bob/main.py": b"x = 1"})
    lay(tmp_path, {"B/cyd/hw.ipynb": b"{}", "B/dan/hw.ipynb": b"{}"})
    with pytest.raises(IntakeError, match="two ways"):
        read_place(tmp_path)
    assert list(found(tmp_path, reading="sections")) == ["ada", "bob", "cyd", "dan"]
    assert list(found(tmp_path, reading="class")) == ["A", "B"]


@pytest.mark.parametrize(
    "own",
    [
        ["src/main.py", "tests/test_main.py"], ["v1/main.py", "v2/main.py"],
        ["hw/main.py", "my/x.py"], ["main.py", "one/a.py", "two/b.py"],
        ["hw/main.py", "lab book/x.txt", "some plots/x.png"],
    ],
)  # fmt: skip
def test_a_students_own_folders_make_no_class_of_them(tmp_path, own):
    lay(tmp_path, {f"{name}/{path}": b"x = 1" for name in ("ada", "bob") for path in own})
    assert list(found(tmp_path)) == ["ada", "bob"]
    if own[0].startswith("hw"):
        assert read_place(tmp_path / "ada").is_single


def test_days_that_something_came_are_nobodys_names(tmp_path):
    for who, day in (("ada@x", "2026-11-20"), ("bob@x", "2026-11-21"), ("bob@x", "22.11.2026")):
        lay(tmp_path, {f"mail/{who}/{day}/{MODULE}": work_of(who)})
    assert list(found(tmp_path)) == ["ada@x", "bob@x"]


def test_what_disks_and_network_drives_add_is_no_student(tmp_path):
    names = ["lost+found", "$RECYCLE.BIN", "System Volume Information", "@eaDir"]
    names += [".Trash-1000", ".Trashes", "FOUND.000", "#recycle", ".stversions", ".snapshot"]
    lay(tmp_path, {f"{name}/x/{MODULE}": b"x = 1" for name in names})
    lay(tmp_path, plain(["ada", "bob"])[0])
    assert list(found(tmp_path)) == ["ada", "bob"]


def test_folders_called_by_the_time_are_attempts(tmp_path):
    for at, what in (("2026-11-20-10-00-00", "old"), ("2026-11-20 11_00", "new")):
        lay(tmp_path, {f"Ada Lovelace 12 ada/{at}/{MODULE}": work_of(what)})
    lay(tmp_path, {"Ada Lovelace 12 ada/2026-11-20-10-00-00.ceg/execution.txt": b"x"})
    lay(tmp_path, {f"Bob 13 bob/2026-11-20-12-00-00/{MODULE}": work_of("bob")})
    assert list(found(tmp_path)) == ["Ada Lovelace 12 ada", "Bob 13 bob"]


@pytest.mark.parametrize(
    "folder", ["LATE", "late submissions", "resubmissions", "new", "extension granted", "by email"]
)
@pytest.mark.parametrize("name", ["cyd", "ada", "Cyd Charisse.zip"])
def test_a_student_in_a_folder_of_nobodys_name_is_not_called_after_it(tmp_path, folder, name):
    work = {MODULE: work_of("cyd")}
    lay(tmp_path, plain(["ada", "bob"])[0])
    if name.endswith(".zip"):
        lay(tmp_path, {f"{folder}/{name}": packed(work)})
    else:
        lay(tmp_path / folder / name, work)
    with pytest.raises(IntakeError, match="can be read in two ways"):
        read_place(tmp_path)
    assert len(found(tmp_path, reading="sections")) == 3
    assert found(tmp_path, reading="class")[folder] == "cyd"


@pytest.mark.parametrize("path", ["late/hw4", "late/src/ex1", "late"])
def test_a_folder_of_nobodys_name_with_nobody_in_it_is_a_student(tmp_path, path):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path / path, {MODULE: work_of("late")})
    assert found(tmp_path)["late"] == "late"


# A folder for each assignment, in it everybody: who is told to grade each by itself may do so.
OF_ASSIGNMENTS = [
    f"{assignment}/{file}"
    for assignment in ("Week {n}", "ex{n}", "2026-11-2{n}", "Homework {n}/handin", "ps{n}")
    for file in ("{who}/solution.py", "{who}/src/Untitled.py", "{who}.zip", "{who}/MODULE")
] + ["ps{n}/{who}.py", "Sheet {n}/{who}.py"]


@pytest.mark.parametrize("path", OF_ASSIGNMENTS)
def test_a_folder_for_each_assignment_with_everybody_in_it_makes_nobody_of_them_one(tmp_path, path):
    files = {}
    for number, module in enumerate((MODULE, SECOND), 1):
        for who in ("ada", "bob", "cyd"):
            name = path.format(n=number, who=who).replace("MODULE", module)
            work = work_of(who) + WHOLE
            files[name] = packed({"main.py": work}) if name.endswith(".zip") else work
    lay(tmp_path / "place", files)
    with pytest.raises(IntakeError, match=r"(?s)ada, bob.*by itself, into one --out with --assign"):
        read_place(tmp_path / "place")
    for number in (1, 2):
        one = tmp_path / "place" / path.partition("{who}")[0].format(n=number)
        reading = "class" if path.endswith("{who}.py") else ""
        tree = read_place(one, Options(reading, assignment="this")).tree
        assert [h.student for h in tree.students] == ["ada", "bob", "cyd"]


def test_folders_that_two_of_a_class_have_files_of_one_name_in_are_theirs(tmp_path):
    own = {"ada": ("gd", "again"), "bob": ("gd", "again"), "cyd": ("mine",), "dan": ("descent2",)}
    files = {f"{who}/{name}.py": WHOLE for who, names in own.items() for name in names}
    assert [h.student for h in read_place(lay(tmp_path, files)).tree.students] == [*own]


def test_a_students_own_folders_in_parts_are_theirs(tmp_path):
    files = {"Week 1/data/a.csv": b"1", "Week 1/sketches/x.png": b"", "Week 1/main.py": WHOLE}
    tree = read_place(lay(tmp_path / "place", files | {"Week 2/tries/main.py": WHOLE})).tree
    assert tree.is_single


@pytest.mark.parametrize("first", ["{}/ex1_gradient_descent.py", "{}.zip"])
@pytest.mark.parametrize("second", ["{}/main.py", "{}/src/Untitled.py", "{}.zip"])
@pytest.mark.parametrize("names", [("ada", "bob", "cyd", "dan"), ("ada", "bob", "cyd")])
def test_a_section_in_which_nobody_kept_the_files_names_has_its_students(
    tmp_path, first, second, names
):
    for where, who in zip(("A", "A", "B", "B"), names, strict=False):
        path = (first if where == "A" else second).format(who)
        file = MODULE if where == "A" else "work.py"
        work = work_of(who) + WHOLE
        files = {path: packed({file: work}) if path.endswith(".zip") else work}
        lay(tmp_path / "place" / f"Section {where}", files)
    assert found(tmp_path / "place") == {who: who for who in names}
    assert read_place(tmp_path / "place").nobodys == []


@pytest.mark.parametrize(
    "files",
    [
        {"ada/main.py": WHOLE, "bob/work.py": WHOLE, f"cyd/{MODULE}": WHOLE},
        {f"ada/{MODULE}": WHOLE, f"bob/{SECOND}": WHOLE, f"cyd/{THIRD}": WHOLE},
        {f"ada/{MODULE}": WHOLE, f"bob/{SECOND}": WHOLE, "cyd/work.py": WHOLE},
    ],
)
@pytest.mark.parametrize("folder", ["HW4", "submissions", "Exercise 1", "2026-11-20"])
def test_a_folder_with_an_assignments_name_is_no_student_with_everybodys_work(
    tmp_path, files, folder
):
    lay(tmp_path / folder, files)
    with pytest.raises(IntakeError, match=r"a class: ada, bob, cyd are students"):
        read_place(tmp_path)
    assert [h.student for h in read_place(tmp_path / folder).tree.students] == ["ada", "bob", "cyd"]


def test_a_place_called_after_one_in_it_is_theirs(tmp_path):
    for name in (f"ada_{MODULE}", f"{MODULE[:-3]}_ada.py"):
        place = lay(tmp_path / name[:9] / "ada", {name: WHOLE, "lab.py": WHOLE, "tools.py": b"x"})
        assert read_place(place).tree.is_single


@pytest.mark.parametrize("folder", ["late", "resubmissions"])
@pytest.mark.parametrize("path", ["{}/main.py", "{}/src/Untitled.py", "{}.zip"])
@pytest.mark.parametrize("late", [["cyd"], ["cyd", "dan"]])
def test_who_is_in_a_folder_of_nobodys_name_with_files_of_other_names_is_not_called_so(
    tmp_path, folder, path, late
):
    lay(tmp_path, plain(["ada", "bob"])[0])
    for who in late:
        work = work_of(who) + WHOLE
        files = {path.format(who): packed({"main.py": work}) if ".zip" in path else work}
        lay(tmp_path / folder, files)
    with pytest.raises(IntakeError, match=rf"{', '.join(late)} (is a student|are students)"):
        read_place(tmp_path)
    names = ["ada", "bob", *late]
    assert found(tmp_path, reading="sections") == {who: who for who in names}


def test_a_folder_for_each_assignment_in_which_some_kept_the_names_makes_nobody_two(tmp_path):
    for number, module in ((1, MODULE), (2, SECOND)):
        for place, who in enumerate(("ada", "bob", "cyd", "dan")):
            name = module if (number + place) % 2 else "main.py"
            lay(tmp_path, {f"Week {number}/{who}/{name}": work_of(who) + WHOLE})
    with pytest.raises(IntakeError, match=r"hold the same students' folders .*--assignment NAME"):
        read_place(tmp_path)


@pytest.mark.parametrize("path", ["Section 2/rex/essay.docx", "Section 2/rex/"])
def test_a_section_in_which_nobody_handed_in_a_program_has_its_students(tmp_path, path):
    lay(tmp_path, {f"Section 1/{who}/{MODULE}": work_of(who) for who in ("ada", "bob")})
    lay(tmp_path, {path: b"PK"})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "rex": None}


@pytest.mark.parametrize("path", ["Beta/rex/essay.docx", "Beta/rex/"])
def test_what_may_be_a_section_of_such_students_is_not_passed_over(tmp_path, path):
    lay(tmp_path, {f"Alpha/{who}/{MODULE}": work_of(who) for who in ("ada", "bob")})
    lay(tmp_path, {path: b"PK", "Slides/week 1/one.pdf": b"%PDF", "Forms/a.pdf": b"%PDF"})
    intake = read_place(tmp_path)
    assert [(x.where, x.why.rpartition(", ")[2]) for x in intake.nobodys] == [
        ("Beta", "but with folders: are they students?")
    ]
    assert "rex" in found(tmp_path, reading="sections")


@pytest.mark.parametrize("beside", [f"ada/{MODULE}", "ada.zip"])
def test_an_archive_that_is_not_opened_beside_the_students_is_one_too(tmp_path, beside):
    work = work_of("ada")
    lay(tmp_path, {beside: packed({MODULE: work}) if beside.endswith("zip") else work})
    lay(tmp_path, {f"bob/{MODULE}": work_of("bob"), "cyd ek.7z": b"7z", "124.rar": b"Rar!"})
    # Of nobody's name, and what somebody unpacked beside it.
    lay(tmp_path, {"homework.7z": b"7z", "bob.tar.xz": b"xz"})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "cyd ek": None, "124": None}
    assert [each.where for each in read_place(tmp_path).nobodys] == ["bob.tar.xz", "homework.7z"]
    cyd = next(s for s in read_place(tmp_path).submissions() if s.student == "cyd ek")
    assert "7z archives are not opened" in cyd.unreadable[MODULE]


def test_archives_of_a_section_that_are_not_opened_are_students_too(tmp_path):
    for section, names in (("Monday", "ab"), ("Tuesday", "cd")):
        lay(tmp_path / section, plain([f"{name}da" for name in names])[0])
        lay(tmp_path / section, {f"{section} eve.rar": b"Rar!"})
    assert found(tmp_path, reading="sections") == {
        "ada": "ada", "bda": "bda", "cda": "cda", "dda": "dda", "Monday eve": None,
        "Tuesday eve": None,
    }  # fmt: skip


def test_a_class_of_archives_that_are_not_opened_is_told_so(tmp_path):
    lay(tmp_path, {"ada.7z": b"7z", "bob.7z": b"7z"})
    with pytest.raises(IntakeError, match=r"ada\.7z is an archive of a kind that is not read"):
        read_place(tmp_path)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("HW4-20261120T100000Z-1-001.zip", "zip"), ("class", ""), ("submissions.zip", "zip")],
)
@pytest.mark.parametrize("loose", [MODULE, "ex2_learning_rates.ipynb"])
def test_students_in_a_folder_beside_a_loose_exercise_are_not_one_student(
    tmp_path, name, kind, loose
):
    files = plain(["ada", "bob"])[0]
    if kind:
        lay(tmp_path, {name: packed(files)})
    else:
        lay(tmp_path / name, files)
    # A large file comes beside the zip that Google Drive makes of all others.
    lay(tmp_path, {loose: b"{}"})
    with pytest.raises(IntakeError, match="in which ada, bob have exercises"):
        found(tmp_path)
    assert [*found(tmp_path, reading="one student")] == [tmp_path.name]
    (tmp_path / loose).unlink()
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


@pytest.mark.parametrize("top", ["", "hw4/"])
@pytest.mark.parametrize("most", [2, 3, 5])
def test_folders_counted_from_1_may_be_versions(tmp_path, top, most):
    counts = {"ada": most, "bob": 1, "cyd": 2}
    for who, count in counts.items():
        for n in range(1, count + 1):
            lay(tmp_path, {f"{top}{who}/{n}/{MODULE}": work_of(f"{who} {n}")})
    with pytest.raises(IntakeError, match=r"in (two|several) ways"):
        read_place(tmp_path)
    assert sorted(found(tmp_path / top, reading="class")) == ["ada", "bob", "cyd"]


def test_numbers_that_go_on_in_the_next_folder_are_students(tmp_path):
    for n in range(1001, 1007):
        lay(tmp_path, {f"{'Alpha' if n < 1004 else 'Beta'}/{n}/{MODULE}": work_of(str(n))})
    assert found(tmp_path) == {str(n): str(n) for n in range(1001, 1007)}


PAPER = b"%PDF-1.4"


@pytest.mark.parametrize(
    "files",
    [
        {"hw4/ada/a.pdf": PAPER, "hw4/bob/b.pdf": PAPER, "late/cyd/" + MODULE: work_of("cyd")},
        {"hw4/ada/a.pdf": PAPER, "late/cyd/" + MODULE: work_of("cyd")},
        {"hw4/ada/": b"", "hw4/bob/": b"", "late/cyd/homework.ipynb": WHOLE},
        {"hw4/ada.zip": packed({"a.pdf": PAPER}), "late/cyd.zip": packed({MODULE: WHOLE})},
        {"hw4/ada/a.pdf": PAPER, "hw4/bob/b.pdf": PAPER, "late/" + MODULE: work_of("cyd")},
        {"hw4/ada/a.pdf": PAPER, "hw4/bob/b.pdf": PAPER, "late/cyd/c.pdf": PAPER},
        {"on time/ada/a.pdf": PAPER, "on time/bob/b.pdf": PAPER, "late/cyd/" + MODULE: WHOLE},
        {"hw4/" + MODULE: WHOLE, "ada/a.pdf": PAPER, "bob/": b""},
        {"hw4/homework.py": WHOLE, "ada/a.pdf": PAPER, "bob/b.docx": b"PK"},
        {"Alpha/ada/a.pdf": PAPER, "Alpha/bob/b.pdf": PAPER, "Beta/cyd/" + MODULE: WHOLE},
        {"Tuesday/ada/a.pdf": PAPER, "Tuesday/bob/b.pdf": PAPER, "cyd/" + MODULE: WHOLE},
        {"submission_1/" + MODULE: WHOLE, "submission_2/a.pdf": PAPER, "submission_3/": b""},
        {"hw4/ada.pdf": PAPER, "hw4/bob.pdf": PAPER, "late/cyd.py": WHOLE},
        {"hw4/ada.pdf": PAPER, "hw4/bob.pdf": PAPER, "hw4/cyd.py": WHOLE},
        {"ada.pdf": PAPER, "bob.docx": b"PK", "cyd_" + MODULE: WHOLE},
    ],
)
def test_a_class_that_handed_in_documents_is_not_one_students_work(tmp_path, files):
    lay(tmp_path, files)
    with pytest.raises(IntakeError, match=r"in (two|several) ways"):
        read_place(tmp_path)


@pytest.mark.parametrize(
    "files",
    [
        {"src/" + MODULE: WHOLE, "report/r.pdf": PAPER, "screenshots/a.png": b"", "notes/": b""},
        {"src/lib/" + MODULE: WHOLE, "doc/report/r.pdf": PAPER, "photos/a.jpg": b""},
        {"ada_" + MODULE: WHOLE, "ada_essay.pdf": PAPER, "report.pdf": PAPER, "notes.pdf": PAPER},
        {MODULE: WHOLE, "essay.pdf": PAPER, "thoughts.pdf": PAPER},
    ],
)
def test_documents_of_one_student_are_beside_their_work(tmp_path, files):
    assert [*found(lay(tmp_path / "ada", files))] == ["ada"]


def test_one_with_documents_in_folders_does_not_stop_a_class(tmp_path):
    lay(tmp_path, {f"{who}/{MODULE}": work_of(who) for who in ("bob", "cyd")})
    lay(tmp_path, {"ada/more/a.pdf": PAPER, "ada/essays/b.docx": b"PK"})
    assert found(tmp_path) == {"ada": None, "bob": "bob", "cyd": "cyd"}


@pytest.mark.parametrize("shape", ["{} {}", "{1}, {0}", "{1}_{0}_login_12"])
@pytest.mark.parametrize("last", ["Block", "Lab", "Class"])
def test_who_is_called_like_a_section_is_not_read_as_one_unasked(tmp_path, shape, last):
    for first, other in (("Ada", "Lee"), ("Bob", "Moss")):
        lay(tmp_path, {f"{shape.format(first, other)}/{MODULE}": WHOLE})
    lay(tmp_path / shape.format("Sam", last), {f"{n}/{MODULE}": WHOLE for n in ("gd", "again")})
    with pytest.raises(IntakeError, match="can be read in two ways"):
        read_place(tmp_path)
    assert len(found(tmp_path, reading="class")) == 3


@pytest.mark.parametrize("section", ["Section A", "Lab 1", "tuesday", "Group 2 (B)"])
def test_a_section_beside_people_is_read_as_one(tmp_path, section):
    lay(tmp_path, {f"{who}/{MODULE}": WHOLE for who in ("Ada Lee", "Bob Moss")})
    lay(tmp_path / section, {f"{who}/{MODULE}": WHOLE for who in ("Cyd Ek", "Dan Fox")})
    assert sorted(found(tmp_path)) == ["Ada Lee", "Bob Moss", "Cyd Ek", "Dan Fox"]


@pytest.mark.parametrize("around", ["download", "term/download"])
def test_a_loose_file_beside_a_class_in_a_folder_does_not_make_it_one_students(tmp_path, around):
    lay(tmp_path / around, {"zoe.py": WHOLE, "ada/homework.py": WHOLE, "bob/Untitled.py": WHOLE})
    with pytest.raises(IntakeError, match="a class: ada, bob are students"):
        read_place(tmp_path)
    intake = read_place(tmp_path / around)
    assert [s.student for s in intake.submissions()] == ["ada", "bob"]
    assert [left.where for left in intake.nobodys] == ["zoe.py"]


def test_a_students_project_has_folders_of_other_functions(tmp_path):
    files = {"main.py": WHOLE, "helpers/a.py": b"def a(): pass", "models/b.py": b"def a(): pass"}
    lay(tmp_path / "ada", files)
    assert [*found(tmp_path)] == ["ada"]
