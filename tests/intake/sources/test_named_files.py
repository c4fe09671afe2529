"""Files side by side whose names say whose they are: a class, or one student's versions."""

from pathlib import PurePosixPath

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, SECOND, WHOLE, found, lay, packed, work_of

# Two people each whose names differ by what is no letter to Python, or by accents of their own.
ALIKE = {
    "vowels": ("मीना", "मोनी"),
    "a vowel at the end": ("प्रिय", "प्रिया"),
    "tones": ("มาน่า", "มาน้า"),
    "points": ("רָן", "רֹן"),
    "an accent by itself": ("zoe", "zoe\u0301"),
    "emoji": ("🐱", "🐶"),
    "an emoji behind a name": ("ada🐱", "ada 🐶"),
    "parts of an emoji": ("👩\u200d🔬", "👩\u200d🎨"),
}


@pytest.mark.parametrize("shape", ["{}_" + MODULE, "{} - " + MODULE, MODULE[:-3] + " {}.py"])
@pytest.mark.parametrize("names", ALIKE.values(), ids=ALIKE)
def test_files_of_people_whose_names_hardly_differ_are_not_versions_of_one(tmp_path, names, shape):
    place = lay(tmp_path / "place", {shape.format(name): work_of(name) for name in names})
    with pytest.raises(IntakeError, match=r"othing was\s+graded") as refused:
        read_place(place)
    assert all(name in str(refused.value) for name in names)
    assert found(place, reading="class") == {name: name for name in names}


@pytest.mark.parametrize("where", ["", "handed in/", "Ada/", "HW 4/Question 1/"])
def test_files_side_by_side_that_end_in_several_logins_are_refused(tmp_path, where):
    lay(tmp_path, {f"{where}ex1_gradient_descent_{who}.py": b"x = 1" for who in ("ada1", "bob2")})
    with pytest.raises(IntakeError, match="side by side"):
        read_place(tmp_path)


@pytest.mark.parametrize(
    "names",
    [
        *(
            ("final", "old"),
            ("numpy", "working v2"),
            ("1", "2"),
            ("ada", "final"),
            ("Kopie", "new"),
        ),
        *(("Second Try", "Third Attempt"), ("First Draft", "Final Version")),
    ],
)
def test_copies_of_one_students_own_are_theirs(tmp_path, names):
    lay(tmp_path, {f"ex1_gradient_descent_{name}.py": work_of(name) for name in names})
    assert len(read_place(tmp_path).tree.students) == 1


@pytest.mark.parametrize(
    "names",
    [
        [f"{number}_{MODULE}" for number in (1001234, 1001235)],
        [f"ex1_gradient_descent_{number}.py" for number in (1001234, 1001235)],
        [MODULE, *(f"ex1_gradient_descent ({number}).py" for number in range(1, 12))],
    ],
)
@pytest.mark.parametrize("where", ["", "HW 4/"])
def test_numbers_may_be_somebodys_and_so_many_copies_are_no_ones(tmp_path, names, where):
    lay(tmp_path, {f"{where}{name}": work_of(name) for name in names})
    with pytest.raises(IntakeError, match="side by side"):
        read_place(tmp_path)


@pytest.mark.parametrize("inside", ["", "HW 4/"])
@pytest.mark.parametrize("place", ["", "HW 4-20261120T100000Z-001.zip"])
def test_counted_files_in_a_download_of_google_drives_may_be_several_students(
    tmp_path, inside, place
):
    names = [MODULE, *(f"ex1_gradient_descent ({number}).py" for number in (1, 2))]
    files = {f"{inside}{name}": work_of(name) for name in names}
    lay(tmp_path, {"HW 4-20261120T100000Z-001.zip": packed(files)})
    with pytest.raises(IntakeError, match=r"side by side.*\n.*put the files of each into a folder"):
        read_place(tmp_path / place)
    lay(tmp_path, {"HW 4-20261120T100000Z-001.zip": packed({f"{inside}{MODULE}": work_of("ada")})})
    assert len(read_place(tmp_path / place).tree.students) == 1


def test_copies_and_days_in_files_names_are_one_students(tmp_path):
    ends = ("", " (1)", "_2", "_3_14", "_2026-11-20", "_20261121")
    lay(tmp_path, {f"ex1_gradient_descent{end}.py": work_of("ada") for end in ends})
    assert list(found(tmp_path, reading="")) == [tmp_path.name]


# Files of students side by side, by what is before or behind an exercise's name.
@pytest.mark.parametrize(
    "pattern",
    [
        *("{} - ex1_gradient_descent.py", "{}_ex1_gradient_descent.py.txt"),
        *("{}-Ex1-Gradient-Descent (2).py", "Copy of ex1_gradient_descent - {}.py"),
        *("ex1_gradient_descent_{}.py", "ex1_gradient_descent ({}).py"),
        *("hw4_{}_ex1_gradient_descent_final.py", "{}.ex1_gradient_descent.py"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "people",
    [
        *(("ada", "bob"), ("Zoë", "علي"), ("1001234", "1001235")),
        *(("kim 1001", "kim 1002"), ("ada@x.y", "b.c@x.y")),
    ],
)
def test_whoever_is_named_in_a_file_is_a_student_where_a_class_was_said(tmp_path, pattern, people):
    lay(tmp_path, {f"hw/{pattern.format(who)}": work_of(who) for who in people})
    named = ", ".join(people)
    for place, word in ((tmp_path, "name hw itself, with --class"), (tmp_path / "hw", "--class")):
        with pytest.raises(IntakeError, match="can be read in two ways") as refused:
            read_place(place)
        assert word in str(refused.value)
        assert "--one-student" in str(refused.value)
        assert all(who in str(refused.value).partition("a class:")[2] for who in people), named
    assert found(tmp_path / "hw", reading="class") == {who: who for who in people}


def test_whose_a_file_is_in_two_ways_or_in_none_is_nobodys(tmp_path):
    names = ["ada_{}", "bob_{}", "{}", "eve_ex1_gradient_descent_cyd.py", "dan_{}"]
    lay(tmp_path, {name.format(MODULE): work_of(name[:3]) for name in names})
    lay(tmp_path, {f"dan/{SECOND}": b"x = 1", "cyd.zip": packed({MODULE: work_of("cyd")})})
    intake = read_place(tmp_path, Options("class"))
    assert found(tmp_path, reading="class") == {
        "ada": "ada",
        "bob": "bob",
        "cyd": "cyd",
        "dan": None,
    }
    assert sorted(left.where for left in intake.nobodys) == sorted(
        [MODULE, "eve_ex1_gradient_descent_cyd.py", f"dan_{MODULE}"]
    )


def test_a_name_that_is_written_in_two_ways_is_one_student_or_two_and_refused(tmp_path):
    lay(tmp_path, {f"Ada_{MODULE}": b"", f"ada-{SECOND}": b"", f"bob_{MODULE}": b""})
    with pytest.raises(IntakeError, match="files of Ada, ada: one student, or several"):
        read_place(tmp_path, Options("class"))


def test_a_section_of_files_is_read_by_the_names_in_them_and_none_is_passed_over(tmp_path):
    lay(tmp_path, {f"A/{who}_{MODULE}": work_of(who) for who in ("ada", "bob")})
    lay(tmp_path, {f"B/cyd/{MODULE}": work_of("cyd")})
    assert found(tmp_path, reading="sections") == {"ada": "ada", "bob": "bob", "cyd": "cyd"}
    lay(tmp_path, {"C/homework.py": work_of("eve")})
    with pytest.raises(IntakeError, match="C holds no student"):
        read_place(tmp_path, Options("sections"))


@pytest.mark.parametrize(
    "paths",
    [
        ["Exercise 1/ada_{1}", "Exercise 1/bob_{1}", "Exercise 2/ada_{2}"],
        ["Exercise 1/ada_{1}", "Exercise 2/bob_{2}"],
        ["ex1/src/ada_{1}", "ex1/src/bob_{1}", "ex2/{2}"],
        ["Section A/ada_{1}", "Section A/bob_{1}", "Section B/cyd_{1}"],
    ],
)
def test_files_of_several_students_in_parts_and_sections_are_nobodys_own(tmp_path, paths):
    files = {path.format("", MODULE, SECOND): work_of(path) for path in paths}
    with pytest.raises(IntakeError, match=r"can be read in two ways(?s:.*)with --class"):
        read_place(lay(tmp_path / "place", files))


def test_files_of_students_in_parts_are_graded_part_by_part_as_the_message_says(tmp_path):
    for number, whole in ((1, WHOLE), (2, b"def predict(h, lr): pass\ndef optimal_lr(h): pass\n")):
        for who in ("Ada Lovelace", "Bob Ray"):
            lay(tmp_path, {f"Exercise {number}/{who}.py": work_of(who) + whole})
    told = r"into one --out with --assignment NAME, and with --class"
    with pytest.raises(IntakeError, match=told):
        read_place(tmp_path)
    for number in (1, 2):
        tree = read_place(tmp_path / f"Exercise {number}", Options("class")).tree
        assert [each.student for each in tree.students] == ["Ada Lovelace", "Bob Ray"]


def test_parts_with_one_students_name_in_the_files_are_theirs(tmp_path):
    lay(tmp_path, {f"Exercise {n}/ada_{m}": b"x" for n, m in ((1, MODULE), (2, SECOND))})
    (student,) = read_place(tmp_path).tree.students
    assert student.student == tmp_path.name


def test_files_that_are_called_after_students_are_a_class_where_that_was_said(tmp_path):
    names = {"ada.py": "ada", "HW4_bob v2.py": "bob", "Cyd Curie.py": "Cyd Curie"}
    lay(tmp_path, {name: work_of(who) + WHOLE for name, who in names.items()})
    lay(tmp_path, {"hw4.py": b"x = 1", "notes.txt": b"x"})
    with pytest.raises(IntakeError, match=r"Cyd Curie, bob, ada are students: --class.*--one"):
        read_place(tmp_path)
    assert found(tmp_path, reading="class") == {who: who for who in names.values()}
    assert [left.where for left in read_place(tmp_path, Options("class")).nobodys] == ["hw4.py"]


def test_beside_files_of_exercises_a_helper_is_no_student(tmp_path):
    lay(tmp_path, {f"ada_{MODULE}": work_of("ada"), f"bob_{MODULE}": work_of("bob")})
    lay(tmp_path, {"helpers.py": WHOLE})
    assert found(tmp_path, reading="class") == {"ada": "ada", "bob": "bob"}


# Folders that are nobody's by name, with files of students' names in them.
CALLED_AFTER = {
    "one folder": (["HW4/ada.py", "HW4/bob.py"], {"class": ["HW4"]}),
    "one folder in another": (["x/HW4/ada.py", "x/HW4/bob.py"], {"class": ["x"]}),
    "exercises": (["ex1/ada.py", "ex1/bob.py", "ex2/ada.py"], {"one student": ["place"]}),
    "sections": (
        ["Section A/ada.py", "Section A/bob.py", "Section B/cyd.py", "Section B/dan.py"],
        {"sections": ["ada", "bob", "cyd", "dan"], "class": ["Section A", "Section B"]},
    ),
}


@pytest.mark.parametrize("kind", CALLED_AFTER)
def test_files_that_are_called_after_students_are_no_folders_work_without_a_word(tmp_path, kind):
    paths, ways = CALLED_AFTER[kind]
    place = lay(tmp_path / "place", {path: work_of(path) + WHOLE for path in paths})
    lay(place, {f"{paths[0].rpartition('/')[0]}/helpers.py": b"x = 1"})
    with pytest.raises(IntakeError, match=r"(?s)can be read in two ways.*a class: ada, bob"):
        read_place(place)
    for reading, students in ways.items():
        tree = read_place(place, Options(reading)).tree
        assert [h.student for h in tree.students] == students, reading
    inside = place / PurePosixPath(paths[0]).parent
    assert list(found(inside, reading="class")) == ["ada", "bob"]


def test_helpers_and_versions_beside_a_students_work_are_theirs(tmp_path):
    lay(tmp_path, {"HW4/homework.py": WHOLE, "HW4/final v2.py": WHOLE, "HW4/tools.py": b"x = 1"})
    assert [h.student for h in read_place(tmp_path).tree.students] == ["HW4"]
    lay(tmp_path / "class", {"ada/plan.py": WHOLE, "ada/trick.py": WHOLE, "bob/main.py": WHOLE})
    assert list(found(tmp_path / "class")) == ["ada", "bob"]


# Of some students the files have an exercise's whole name, of others they do not.
MIXED = [
    [f"ada_{MODULE}", "ex1_bob.py", "cyd hw1.py"],
    [f"{MODULE[:-3]} - ada.py", "bob.py"],
    [f"ada-{MODULE}", f"{MODULE[:-3]} (bob).py"],
    [f"ada_{MODULE}", f"{MODULE[:-3]}_bob.py", "cyd.py"],
]


@pytest.mark.parametrize("names", MIXED)
@pytest.mark.parametrize("folder", ["", "HW4/", "Section A/"])
def test_files_of_several_are_nobodys_own_with_whole_names_and_without(tmp_path, names, folder):
    lay(tmp_path / "place", {folder + name: work_of(name) + WHOLE for name in names})
    lay(tmp_path / "place", {f"Section B/dan/{MODULE}": WHOLE} if "Section" in folder else {})
    with pytest.raises(IntakeError, match=r"can be read in two ways"):
        read_place(tmp_path / "place")
