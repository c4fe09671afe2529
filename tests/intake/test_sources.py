"""Every layout that systems hand over, from wherever it starts: who is found, with what work."""

import os

import pytest

from grader.intake import IntakeError, read_place, read_submissions
from grader.intake.students import Options
from tests.intake.trees import (
    LAYOUTS,
    MODULE,
    NAMES,
    SECOND,
    THIRD,
    canvas,
    google_form,
    gradescope,
    lay,
    microsoft_form,
    moodle,
    nbgrader,
    packed,
    plain,
    repositories,
    work_of,
)

STARTS = ("its folder", "the folder around it", "the zip", "the folder around the zip")


def found(place, **options):
    """Return what each student is called and the first line of their exercise 1."""
    intake = read_place(place, Options(**options))
    return {
        s.student: s.files[MODULE].decode().splitlines()[0].removeprefix("# the work of ")
        if MODULE in s.files
        else None
        for s in intake.submissions()
    }


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
@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everybody_of_a_layout_is_found_with_their_own_work(tmp_path, layout, kind, start):
    build, source = LAYOUTS[layout]
    files, students = build(NAMES[kind])
    place = started(tmp_path, files, start)
    intake = read_place(place)
    assert intake.tree.source == source, intake.tree.why
    assert [h.student for h in intake.tree.students] == students
    works = found(place)
    assert sorted(works.values()) == sorted(
        NAMES[kind] + (["Default group"] if layout == "Moodle's teams" else [])
    )
    if source not in ("Blackboard download", "Canvas download", "sections, Canvas download"):
        assert all(student == work for student, work in works.items())
    assert intake.nobodys == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_student_of_a_layout_is_a_class_of_one(tmp_path, layout):
    build, _ = LAYOUTS[layout]
    files, students = build(["Ada Lovelace"])
    place = lay(tmp_path / "handed over", files)
    if layout == "repositories":
        students = ["hw4-Ada Lovelace"]  # Of one name nobody knows where the login begins.
    assert list(found(place)) == students


def test_of_a_canvas_file_handed_in_again_the_newest_counts(tmp_path):
    first = f"lovelaceada_11_100_{MODULE}"
    again = "lovelaceada_LATE_11_250_ex1_gradient_descent-1.py"
    other = f"lovelaceada_11_101_{SECOND}"
    lay(tmp_path, {first: work_of("old"), again: work_of("new"), other: work_of("other")})
    intake = read_place(tmp_path)
    (handed,) = intake.tree.students
    assert found(tmp_path) == {"lovelaceada": "new"}
    assert (handed.person.id, handed.late, handed.attempt) == ("11", True, 2)
    (submission,) = intake.submissions()
    assert set(submission.files) == {MODULE, SECOND}
    assert any("more than once, and the newest counts" in note for note in submission.notes)
    assert [s.attempt for s in intake.attempts()] == [1, 2]


@pytest.mark.parametrize("zipped", [False, True])
def test_of_canvas_files_of_one_name_the_later_upload_counts_whatever_its_number(tmp_path, zipped):
    def handed(name):
        return packed({MODULE: work_of(name)}) if zipped else work_of(name)

    name = "hw.zip" if zipped else MODULE
    stem, ending = name.rsplit(".", 1)
    lay(
        tmp_path,
        {f"ada_1_300_{name}": handed("new"), f"ada_1_200_{stem}-1.{ending}": handed("old")},
    )
    assert found(tmp_path) == {"ada": "new"}


def test_numbers_of_the_students_own_are_no_attempts_of_canvas(tmp_path):
    for n in (1, 2):
        module = (MODULE, SECOND)[n - 1]
        lay(tmp_path, {f"ada_1_{n}00_part-{n}.zip": packed({module: work_of("ada")})})
    intake = read_place(tmp_path)
    (ada,) = intake.submissions()
    assert set(ada.files) == {MODULE, SECOND}
    assert ada.attempt == 1
    assert ada.notes == ()


def test_of_blackboards_attempts_the_newest_counts_and_the_text_says_the_name(tmp_path):
    for hour in ("09", "11", "10"):
        start = f"HW_4_ada_attempt_2026-11-20-{hour}-00-00"
        lay(tmp_path, {f"{start}_{MODULE}": work_of(hour), f"{start}.txt": b"Name: Ada L (ada)\n"})
    intake = read_place(tmp_path)
    (handed,) = intake.tree.students
    assert found(tmp_path) == {"ada": "11"}
    assert (handed.person.name, handed.submitted_at) == ("Ada L", "2026-11-20-11-00-00")
    assert [s.attempt for s in intake.attempts()] == [1, 2, 3]


def test_of_brightspaces_attempts_the_newest_counts_and_what_only_an_earlier_one_holds(tmp_path):
    for at, name in (("Nov 9, 2026 1000 PM", MODULE), ("Nov 21, 2026 900 AM", MODULE),
                     ("Nov 20, 2026 1230 AM", SECOND)):  # fmt: skip
        lay(tmp_path, {f"12-777 - Ada L - {at}/{name}": work_of(at)})
    lay(tmp_path, {f"13-777 - Ada L - Nov 9, 2026 1000 PM/{MODULE}": work_of("the other")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada L (12)": "Nov 21, 2026 900 AM", "Ada L (13)": "the other"}
    (ada, other) = intake.tree.students
    assert (ada.submitted_at, other.submitted_at) == ("2026-11-21 09:00:00", "2026-11-09 22:00:00")
    assert sorted(next(intake.submissions()).files) == [MODULE, SECOND]
    assert [s.attempt for s in intake.attempts()] == [1, 2, 3, None]


@pytest.mark.parametrize("with_texts", [True, False])
def test_blackboards_user_names_may_have_underscores_and_nobody_is_joined(tmp_path, with_texts):
    people = ["ada_jr", "bob_jr", "cyd"]
    for n, login in enumerate(people):
        start = f"Homework_4_{login}_attempt_2026-11-20-10-00-0{n}"
        lay(tmp_path, {f"{start}_{MODULE}": work_of(login)})
        if with_texts:
            lay(tmp_path, {f"{start}.txt": f"Name: N {n} ({login})\n".encode()})
    assert found(tmp_path) == {login: login for login in people}
    assert [h.person.login for h in read_place(tmp_path).tree.students] == people


@pytest.mark.parametrize(
    ("name", "who", "number"),
    [
        (f"van_der_berg_jan_123_456_{MODULE}", "van_der_berg_jan", "123"),
        (f"smith2john3_123_456_{MODULE}", "smith2john3", "123"),
        (f"ada_12_345_678_{MODULE}", "ada_12", "345"),
        (f"ada_LATE_345_678_{MODULE}", "ada", "345"),
        (f"ada_345_678_20261120_12_{MODULE}", "ada", "345"),
        (f"ada_345_678_ada_2026_11_{MODULE}", "ada", "345"),
        (f"latecomer_345_678_{MODULE}", "latecomer", "345"),
        ("ada_345_678_3_4_notes.zip", "ada", "345"),
    ],
)
def test_canvas_names_with_underscores_and_digits_are_taken_apart(tmp_path, name, who, number):
    lay(tmp_path, {name: packed({MODULE: work_of("x")}) if name.endswith("zip") else work_of("x")})
    (handed,) = read_place(tmp_path).tree.students
    assert (handed.student, handed.person.id) == (who, number)
    assert handed.late is ("_LATE_" in name)


def test_a_number_before_a_canvas_files_own_name_makes_nobody_else_of_its_student(tmp_path):
    lay(tmp_path, {f"ada_12_345_{MODULE}": work_of("ada"), f"bob_late_13_350_{MODULE}": b"x = 1"})
    lay(tmp_path, {f"ada_12_346_2_{SECOND}": work_of("ada"), f"zoe_7_20_355_{MODULE}": b"x = 1"})
    people = {h.student: (h.person.id, h.late) for h in read_place(tmp_path).tree.students}
    assert people == {"ada": ("12", False), "bob": ("13", True), "zoe_7": ("20", False)}
    assert sorted(next(read_submissions(tmp_path)).files) == [MODULE, SECOND]


def test_text_typed_into_canvas_is_its_students_and_is_not_read(tmp_path):
    lay(tmp_path, {f"ada_1_2_{MODULE}": work_of("ada"), "bob_3_text.html": b"<p>my answer</p>"})
    assert found(tmp_path) == {"ada": "ada", "bob": None}
    (bob,) = [s for s in read_place(tmp_path).submissions() if s.student == "bob"]
    assert "Text typed into Canvas was not read" in " ".join(bob.notes)


@pytest.mark.parametrize("layout", ["Canvas", "Moodle from 4.1", "Gradescope"])
def test_students_of_one_name_stay_apart(tmp_path, layout):
    build, _ = LAYOUTS[layout]
    files, _ = build(["Ada Lovelace", "Ada Lovelace", "Ada Lovelace"])
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert len({h.student for h in intake.tree.students}) == 3
    assert len({s.digest for s in intake.submissions()}) == 3


def test_students_of_one_name_in_two_sections_stay_apart(tmp_path):
    lay(tmp_path, {f"Section {s}/ada/{MODULE}": work_of(s) for s in "AB"})
    lay(tmp_path, {f"Section {s}/{s}/{MODULE}": work_of(s) for s in "AB"})
    assert found(tmp_path) == {"A": "A", "B": "B", "ada (Section A)": "A", "ada (Section B)": "B"}


def test_a_groups_gradescope_submission_counts_for_each_submitter(tmp_path):
    files, _ = gradescope(["Ada"])
    more = b"  - :name: Grace\n    :sid: 77\n    :email: grace@example.org\n"
    head, tail = files["submission_metadata.yml"].split(b"  :created_at", 1)
    files["submission_metadata.yml"] = head + more + b"  :created_at" + tail
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "Ada", "Grace": "Ada"}
    people = [(h.person.id, h.person.email, h.submitted_at) for h in intake.tree.students]
    at = "2026-11-20T10:00:00+00:00"
    assert people == [("", "s0@example.org", at), ("77", "grace@example.org", at)]


def test_who_is_in_two_gradescope_submissions_has_the_later_one(tmp_path):
    files, _ = gradescope(["Ada", "Ada"])
    text = files["submission_metadata.yml"].decode().replace("s1@", "s0@").replace("'8001'", "")
    lay(tmp_path, files | {"submission_metadata.yml": text.encode()})
    (handed,) = read_place(tmp_path).tree.students
    assert handed.parts[0].node.name == "submission_501"
    assert [part.node.name for parts in handed.older for part in parts] == ["submission_500"]


def test_gradescope_submissions_without_metadata_and_without_a_folder_are_named(tmp_path):
    files, _ = gradescope(["Ada", "Bob"])
    del files[f"submission_501/{MODULE}"]
    lay(tmp_path, files | {f"submission_999/{MODULE}": work_of("who?")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "Ada", "Bob": None}
    assert [left.where for left in intake.nobodys] == ["submission_999"]
    bob = list(intake.submissions())[1]
    assert "it is not there" in " ".join(bob.notes)


def test_a_damaged_gradescope_entry_costs_its_own_folder_alone(tmp_path):
    lay(tmp_path, gradescope(["Ada", "Bob"])[0])
    metadata = next(tmp_path.rglob("submission_metadata.yml"))
    metadata.write_text(f"{metadata.read_text()}:version: 2\nsubmission_9:\n")
    lay(metadata.parent, {f"submission_9/{MODULE}": work_of("nine")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "Ada", "Bob": "Bob"}
    assert ["submission_9" in left.where for left in intake.nobodys] == [True]


@pytest.mark.parametrize("own", ["bob", "ada/old"])
def test_who_has_a_git_folder_of_their_own_makes_the_class_no_repositories(tmp_path, own):
    names = ["ada", "bob", "cyd", "dan", "eve"]
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in names[:3]})
    lay(tmp_path, {f"{own}/.git/HEAD": b"x", "dan/HW 4.ipynb": b"{}", "eve/": b""})
    assert [h.student for h in read_place(tmp_path).tree.students] == names


def test_a_repository_without_an_exercise_or_without_its_git_folder_is_a_student(tmp_path):
    lay(tmp_path, {f"hw4-{name}/.git/HEAD": b"x" for name in ("ada", "bob", "cyd")})
    lay(tmp_path, {f"hw4-ada/{MODULE}": work_of("ada"), "hw4-dan/": b"", "docs/x.md": b"x"})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"ada": "ada", "bob": None, "cyd": None, "dan": None}
    assert [left.where for left in intake.tree.left] == ["docs"]


@pytest.mark.parametrize(
    ("repositories", "logins"),
    [
        (["hw4", "hw4-ada", "hw4-bob-x"], ["", "ada", "bob-x"]),
        (["hw4-ada", "hw4-ada-b", "hw4-cyd"], ["ada", "ada-b", "cyd"]),
        (["hw4-ada", "hw4-ada-b"], ["ada", "ada-b"]),
    ],
)
def test_the_repository_that_all_were_made_from_hides_nobodys_login(tmp_path, repositories, logins):
    lay(
        tmp_path,
        {f"{name}/{path}": b"x" for name in repositories for path in (".git/HEAD", MODULE)},
    )
    found = {h.person.repository: h.person.login for h in read_place(tmp_path).tree.students}
    assert found == dict(zip(repositories, logins, strict=True))


def test_a_folder_with_code_beside_a_download_is_named_as_nobodys(tmp_path):
    lay(tmp_path, moodle(["Ada", "Bob"])[0])
    lay(tmp_path, {"Zoe/my/HW4.ipynb": b"{}", "docs/list.pdf": b"%PDF", "Cyd/hw.rar": b"Rar!"})
    intake = read_place(tmp_path)
    assert [left.where for left in intake.nobodys] == ["Cyd", "Zoe"]
    assert "docs" in [left.where for left in intake.tree.left]


HOSTILE_YAML = {
    "a tag that would run": b"x: !!python/object/apply:os.system ['touch PWNED']\n",
    "a list": b"- 1\n- 2\n",
    "no YAML": b"a: b: c: [\n",
    "nothing": b"",
    "deep": b"[" * 20000,
    "merges that multiply": b"a: &a {x: 1}\n"
    + b"".join(
        b"m%d: &m%d\n  <<: [%s]\n" % (n, n, b", ".join([b"*m%d" % (n - 1) if n else b"*a"] * 9))
        for n in range(12)
    ),
    "aliases that multiply": b"a0: &a0 {x: lol}\n"
    + b"".join(
        b"a%d: &a%d {y: [%s]}\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)
    ),
}


@pytest.mark.parametrize("kind", HOSTILE_YAML)
def test_hostile_metadata_neither_run_nor_multiply_and_are_named(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lay(tmp_path / "export", {"submission_metadata.yml": HOSTILE_YAML[kind]})
    lay(tmp_path / "export", {f"submission_1/{MODULE}": work_of("ada")})
    said = "submission_1"
    try:
        said = read_place(tmp_path / "export").nobodys[0].where
    except IntakeError as error:
        said = "submission_1" if "submission_metadata.yml" in str(error) else str(error)
    assert said == "submission_1"
    assert not (tmp_path / "PWNED").exists()


def test_of_several_nbgrader_assignments_one_must_be_named(tmp_path):
    files, _ = nbgrader(["ada", "bob"])
    lay(tmp_path, files | {f"submitted/ada/ps2/{MODULE}": work_of("ada 2")})
    with pytest.raises(IntakeError, match=r"--assignment: ps1, ps2"):
        read_place(tmp_path)
    assert found(tmp_path, assignment="ps1") == {"ada": "ada", "bob": "bob"}
    assert found(tmp_path, assignment="ps2") == {"ada": "ada 2", "bob": None}
    with pytest.raises(IntakeError, match="no assignment 'ps3'"):
        read_place(tmp_path, Options(assignment="ps3"))
    handed = read_place(tmp_path, Options(assignment="ps1")).tree.students[0]
    assert handed.submitted_at == "2026-11-20 10:00:00.000000 UTC"
    assert read_place(tmp_path, Options(assignment="ps2")).tree.assignment == "ps2"


def test_the_only_nbgrader_assignment_is_known_by_its_name_wherever_it_lies(tmp_path):
    lay(tmp_path / "course", nbgrader(["ada", "bob"])[0])
    for place in (tmp_path, tmp_path / "course", tmp_path / "course" / "submitted"):
        assert read_place(place).tree.assignment == "ps1"


def test_an_assignment_that_nobody_has_is_refused_for_plain_folders_too(tmp_path):
    files = {f"{s}/{a}/{MODULE}": work_of(s) for s in ("ada", "bob") for a in ("ps1", "ps2")}
    lay(tmp_path, files)
    with pytest.raises(IntakeError, match=r"no folders <student>/ps3/\. There are: ps1, ps2"):
        read_place(tmp_path, Options(assignment="ps3", reading="class"))


@pytest.mark.parametrize("build", [plain, canvas, moodle, repositories])
def test_what_is_no_nbgraders_is_an_assignment_where_the_instructor_says_so(tmp_path, build):
    lay(tmp_path, build(["ada", "bob"])[0])
    assert read_place(tmp_path).tree.assignment == ""
    tree = read_place(tmp_path, Options(assignment="week 2")).tree
    assert tree.assignment == "week 2"
    assert "--assignment week 2" in tree.why


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
        {"one student": ["place"]},
    ),
    "exercises of students": (
        [f"{part}/{student}/{MODULE}" for student in ("ada", "bob") for part in ("ex1", "ex2")],
        {"sections": ["ada (ex1)", "ada (ex2)", "bob (ex1)", "bob (ex2)"]},
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


# Trees that look odd and can only be meant in one way.
ONE_WAY = {
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
    "a student of exercise 3 alone": ([f"ada/{MODULE}", f"bob/{THIRD}"], ["ada", "bob"]),
}


@pytest.mark.parametrize("kind", ONE_WAY)
def test_what_can_only_be_meant_in_one_way_is_read_so(tmp_path, kind):
    paths, students = ONE_WAY[kind]
    place = lay(tmp_path / "place", {path: work_of(path) for path in paths})
    intake = read_place(place)
    assert [h.student for h in intake.tree.students] == students
    assert intake.nobodys == []


@pytest.mark.parametrize("name", [MODULE, "zoe_ex1.py", "work.ipynb", "bob.rar"])
def test_what_looks_like_work_beside_the_students_is_nobodys(tmp_path, name):
    files, _ = canvas(["Ada", "Bob"])
    lay(tmp_path, files | {name: b"x", "README.md": b"x", "list.csv": b"x"})
    intake = read_place(tmp_path)
    assert [left.where for left in intake.nobodys] == [name]
    assert {left.where for left in intake.tree.left} == {name, "README.md", "list.csv"}


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


def test_a_download_of_google_drives_in_several_zips_is_one(tmp_path):
    parts = [
        {f"HW4/Ada/{MODULE}": work_of("Ada"), f"HW4/Bob/{MODULE}": work_of("Bob")},
        {f"HW4/Ada/{SECOND}": work_of("Ada"), f"HW4/Cyd/{MODULE}": work_of("Cyd")},
        {f"HW4/Dan/{MODULE}": work_of("Dan")},
    ]
    for n, files in enumerate(parts, 1):
        lay(tmp_path, {f"HW4-20261120T100000Z-1-00{n}.zip": packed(files)})
    assert found(tmp_path) == {name: name for name in ("Ada", "Bob", "Cyd", "Dan")}
    assert sorted(next(read_submissions(tmp_path)).files) == [MODULE, SECOND]


def test_a_folder_that_is_in_each_section_is_no_student(tmp_path):
    lay(tmp_path, {f"A/HW4/{name}/{MODULE}": work_of(name) for name in ("ada", "bob")})
    lay(tmp_path, {f"B/HW4/cyd/{MODULE}": work_of("cyd"), f"B/HW4/dan/{SECOND}": b"x = 1"})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "cyd": "cyd", "dan": None}
    assert {h.group for h in read_place(tmp_path).tree.students} == {"A", "B"}


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


@pytest.mark.parametrize("names", [("v1", "v2"), ("attempt 1", "attempt 2"), ("old", "final")])
def test_versions_in_folders_are_one_students(tmp_path, names):
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in names})
    assert len(read_place(tmp_path).tree.students) == 1


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


def test_a_students_own_folder_may_hold_files_of_any_ending(tmp_path):
    lay(
        tmp_path, {f"ada/ex1_gradient_descent_{name}.py": b"x = 1" for name in ("momentum", "fast")}
    )
    lay(tmp_path, {f"bob/{MODULE}": work_of("bob")})
    assert list(found(tmp_path)) == ["ada", "bob"]


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


@pytest.mark.parametrize("layout", ["Canvas", "Moodle from 4.1", "Gradescope", "nbgrader"])
def test_a_download_beside_the_folder_that_it_was_unpacked_to_is_read_once(tmp_path, layout):
    files, students = LAYOUTS[layout][0](NAMES["ASCII"])
    lay(tmp_path / "download", files)
    (tmp_path / "download.zip").write_bytes(packed(files))
    intake = read_place(tmp_path)
    assert [h.student for h in intake.tree.students] == students
    assert intake.nobodys == []
    assert [(x.where, x.why) for x in intake.tree.left if x.where == "download.zip"] == [
        ("download.zip", "all of it is in download too")
    ]


@pytest.mark.parametrize("depth", [2, 3])
def test_several_folders_around_a_class_are_looked_through(tmp_path, depth):
    place = lay(tmp_path.joinpath(*["around"] * depth), plain(["ada", "bob"])[0])
    assert place != tmp_path
    assert list(found(tmp_path)) == ["ada", "bob"]


@pytest.mark.parametrize("name", ["class.7z", "class.zip"])
def test_a_place_that_is_an_archive_which_cannot_be_opened_is_an_error(tmp_path, name):
    (tmp_path / name).write_bytes(b"7z\xbc\xaf\x27\x1c rubbish")
    with pytest.raises(IntakeError, match="7z archives are not opened"):
        read_place(tmp_path / name)


def test_a_students_folder_of_moodle_that_somebody_zipped_is_theirs(tmp_path):
    lay(tmp_path, {"Ada L_1_assignsubmission_file.zip": packed({MODULE: work_of("Ada")})})
    assert found(tmp_path) == {"Ada L": "Ada"}


@pytest.mark.parametrize("login", ["ada", "c++", "ada+ps1", "ada lovelace"])
def test_of_nbgraders_inbound_the_newest_counts_whatever_the_login(tmp_path, login):
    for at, whose in (("10:00:00.5 UTC+ab", "old"), ("10:00:01 UTC", "new")):
        lay(tmp_path / f"inbound/{login}+ps1+2026-11-20 {at}", {MODULE: work_of(whose)})
    lay(tmp_path / f"inbound/{login}+ps2+2026-11-21 10:00:00 UTC+q", {MODULE: work_of("ps2")})
    with pytest.raises(IntakeError, match="Name one with --assignment: ps1, ps2"):
        read_place(tmp_path)
    assert found(tmp_path, assignment="ps1") == {login: "new"}
    (ada,) = read_place(tmp_path, Options(assignment="ps1")).tree.students
    assert (ada.attempt, ada.submitted_at) == (2, "2026-11-20 10:00:01 UTC")
    with pytest.raises(IntakeError, match="there is no assignment 'ps3'"):
        read_place(tmp_path, Options(assignment="ps3"))


@pytest.mark.parametrize("with_texts", [True, False])
def test_of_blackboards_assignments_in_one_download_none_is_taken_for_an_attempt(
    tmp_path, with_texts
):
    for hw, file in (("HW4", MODULE), ("HW5", SECOND)):
        for login in ("ada", "bob_x") if with_texts else ("ada", "bob"):
            start = f"{hw}_{login}_attempt_2026-11-2{hw[-1]}-10-00-00"
            lay(tmp_path, {f"{start}_{file}": work_of(login)})
            if with_texts:
                lay(tmp_path, {f"{start}.txt": f"Name: X ({login})\n".encode()})
    intake = read_place(tmp_path)
    assert [sorted(s.files) for s in intake.submissions()] == [[MODULE, SECOND]] * 2
    assert not any(handed.notes or handed.older for handed in intake.tree.students)
    assert "--assignment names one: HW4, HW5" in intake.tree.why
    one = read_place(tmp_path, Options(assignment="HW4"))
    assert [sorted(s.files) for s in one.submissions()] == [[MODULE]] * 2


@pytest.mark.parametrize("start", ["hw{}-", "hw-{}-", "{}-lab-"])
def test_repositories_of_several_assignments_are_nobodys_until_one_is_named(tmp_path, start):
    for number in (4, 5):
        for login in ("ada", "bob-x", "c-y-d"):
            place = tmp_path / f"{start.format(number)}{login}"
            lay(place, {MODULE: work_of(f"{login} {number}"), ".git/HEAD": b"ref"})
    name = start.format(5).removesuffix("-")
    with pytest.raises(IntakeError, match=f"--assignment: .*{name}"):
        read_place(tmp_path)
    assert found(tmp_path, assignment=name) == {
        login: f"{login} 5" for login in ("ada", "bob-x", "c-y-d")
    }
    assert len(read_place(tmp_path, Options(reading="class"))) == 6


@pytest.mark.parametrize("logins", [["a-smith", "b-smith", "a-jones"], ["ada", "bob"]])
def test_logins_that_end_alike_are_no_assignments(tmp_path, logins):
    lay(tmp_path, repositories(logins)[0])
    assert list(found(tmp_path)) == sorted(logins)


def test_a_class_may_lie_very_deep(tmp_path):
    for name in ("ada", "bob"):
        lay(tmp_path / "2026/CS/HW/4/all/class" / name / "a/b/c", {MODULE: work_of(name)})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


def test_an_export_without_its_metadata_is_not_one_students_work(tmp_path):
    for number in (1, 2):
        lay(tmp_path / f"assignment_7_export/submission_{number}", {MODULE: work_of("x")})
    with pytest.raises(IntakeError, match="can be read in two ways"):
        read_place(tmp_path)


@pytest.mark.parametrize("name", ["ada.zipx", "ada.tar.zst", "ada.cab", "ada.lha"])
def test_an_archive_of_an_odd_kind_is_its_student(tmp_path, name):
    lay(tmp_path, {name: packed({MODULE: work_of("ada")}), "bob.zip": b"", f"cyd/{MODULE}": b""})
    assert list(found(tmp_path)) == ["ada", "bob", "cyd"]


def test_what_the_staff_wrote_back_in_moodle_is_no_work(tmp_path):
    lay(tmp_path, moodle(["Ada Lovelace"])[0])
    lay(tmp_path / "Ada Lovelace_4000_assignfeedback_file", {MODULE: b"# the staff's"})
    assert found(tmp_path) == {"Ada Lovelace": "Ada Lovelace"}
    assert read_place(tmp_path).nobodys == []


def test_names_that_look_alike_are_told_apart_by_their_numbers(tmp_path):
    for number, name in enumerate(("Zo\u00eb", "Zoe\u0308")):
        lay(tmp_path / f"{name}_{number}1_assignsubmission_file", {MODULE: work_of(str(number))})
    assert sorted(name[-4:] for name in found(tmp_path)) == ["(01)", "(11)"]


@pytest.mark.parametrize("out", ["ada.zip/x", "graded/monday", "graded/2026/monday"])
def test_reports_in_a_folder_of_their_own_among_the_students_are_no_student(tmp_path, out):
    lay(tmp_path, plain(["ada", "bob"])[0])
    lay(tmp_path / out, {"grades.csv": b"", "grades.json": b"", "feedback/ada.md": b""})
    assert list(found(tmp_path)) == ["ada", "bob"]
    assert read_place(tmp_path).nobodys == []


def test_of_versions_in_teams_the_newest_counts_however_many_there_are(tmp_path):
    for n in (1, 2, 9, 10):
        lay(tmp_path / f"Submitted files/Ada/HW4/Version {n}", {MODULE: work_of(str(n))})
    assert found(tmp_path) == {"Ada": "10"}
    (ada,) = read_place(tmp_path).tree.students
    assert (ada.attempt, len(ada.older)) == (10, 3)


def test_of_assignments_in_teams_one_may_be_named(tmp_path):
    lay(tmp_path / "Submitted files/Ada/HW4/Version 1", {MODULE: work_of("hw4")})
    lay(tmp_path / "Submitted files/Ada/HW5/Version 1", {SECOND: work_of("hw5")})
    lay(tmp_path / "Submitted files/Bob/HW5/Version 1", {SECOND: work_of("bob")})
    lay(tmp_path / "Submitted files/Cyd", {MODULE: work_of("cyd")})
    assert found(tmp_path) == {"Ada": "hw4", "Bob": None, "Cyd": "cyd"}
    assert [sorted(s.files) for s in read_place(tmp_path).submissions()] == [
        [MODULE, SECOND], [SECOND], [MODULE],
    ]  # fmt: skip
    named = read_place(tmp_path, Options(assignment="HW4"))
    assert named.tree.students[1].notes == ("Nothing was handed in for the assignment.",)
    assert sum("another assignment" in left.why for left in named.tree.left) == 2
