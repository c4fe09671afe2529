"""nbgrader's folders: the assignment that is meant, and the exchange's inbound."""

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, SECOND, exchange, found, lay, nbgrader, packed, work_of


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


def test_several_peoples_folders_beside_the_exchanges_are_no_ones(tmp_path):
    lay(tmp_path, exchange(["ada", "bob"])[0])
    lay(tmp_path, {f"inbound/rest/{name}/{MODULE}": work_of(name) for name in ("cyd", "dan")})
    with pytest.raises(IntakeError, match="rest may hold the work of cyd, dan"):
        read_place(tmp_path)


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
    attempts = read_place(tmp_path, Options(assignment="ps1")).attempts()
    assert [s.who.submitted_at[17:19] for s in attempts] == ["00", "01"]
    with pytest.raises(IntakeError, match="there is no assignment 'ps3'"):
        read_place(tmp_path, Options(assignment="ps3"))


def _collected(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"downloaded/{name}/archive/{path}": data for path, data in files.items()}


def _attempt(assignment: str, login: str, file: str = MODULE) -> str:
    return f"{assignment}_{login}_attempt_2026-11-20-10-00-00_{file}"


@pytest.mark.parametrize("course", ["", "course/"])
@pytest.mark.parametrize("beside", ["nothing", "a source", "what was unpacked"])
def test_what_zip_collect_has_not_sorted_is_read_as_it_came(tmp_path, course, beside):
    names = ["ada", "bob"]
    came = {_attempt("ps1", name): work_of(name) for name in names}
    tree = _collected("ps1", {"all.zip": packed(came), _attempt("ps1", "eve"): work_of("eve")})
    if beside != "nothing":
        tree |= {f"source/ps1/{MODULE}": work_of("staff"), "nbgrader_config.py": b"c = 1"}
    if beside == "what was unpacked":
        tree |= {f"downloaded/ps1/extracted/all/{name}": data for name, data in came.items()}
    lay(tmp_path, {course + path: data for path, data in tree.items()})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "eve": "eve"}
    # Where nothing of a course lies beside it, nobody knows what the folder's name means.
    is_known = not course or beside != "nothing"
    assert read_place(tmp_path).tree.assignment == ("ps1" if is_known else "")


def test_what_zip_collect_has_sorted_counts_once(tmp_path):
    names = ["ada", "bob"]
    files, _ = nbgrader(names)
    came = packed({_attempt("ps1", name): work_of(f"{name} as it came") for name in names})
    lay(tmp_path, files | _collected("ps1", {"all.zip": came}))
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


def test_of_several_downloads_one_must_be_named_and_none_that_is_not_sorted_is_passed_over(
    tmp_path,
):
    archives = {
        assignment: {f"{n}.zip": packed({MODULE: work_of(f"{n} {assignment}")}) for n in ("a", "b")}
        for assignment in ("ps1", "ps2")
    }
    for assignment, came in archives.items():
        lay(tmp_path / "course", _collected(assignment, came))
    with pytest.raises(IntakeError, match="Name one with --assignment: ps1, ps2"):
        read_place(tmp_path / "course")
    assert found(tmp_path / "course", assignment="ps2") == {"a": "a ps2", "b": "b ps2"}
    lay(tmp_path / "course", nbgrader(["a", "b"])[0])
    with pytest.raises(IntakeError, match=r"(?s)holds ps2, and submitted does not.*downloaded/ps2"):
        read_place(tmp_path / "course")
    own = tmp_path / "course/downloaded/ps2"
    for name in ("a", "b"):
        lay(own / "extracted", {f"{name}/{MODULE}": work_of(f"{name} ps2")})
    assert found(own) == {"a": "a ps2", "b": "b ps2"}


def test_a_student_may_have_a_folder_of_downloads(tmp_path):
    for name in ("ada", "bob"):
        lay(tmp_path, {f"{name}/downloaded/x/archive/{MODULE}": work_of(name)})
        lay(tmp_path, {f"{name}/downloaded/y/archive/{SECOND}": work_of(name)})
    lay(tmp_path, {f"cyd/{MODULE}": work_of("cyd")})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "cyd": "cyd"}


# What students call folders of their own, and what lies in most kits.
OWN = ["src", "exercises", "code", "my work", "figures", "helpers"]


@pytest.mark.parametrize("folder", OWN)
@pytest.mark.parametrize("file", [MODULE, "work.py"])
def test_folders_that_students_have_alike_are_no_assignments_that_forbid_its_name(
    tmp_path, folder, file
):
    lay(tmp_path, {f"{name}/{folder}/{file}": work_of(name) for name in ("ada", "bob")})
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in ("cyd", "dan", "eve")})
    tree = read_place(tmp_path, Options(assignment="ps1")).tree
    assert [h.student for h in tree.students] == ["ada", "bob", "cyd", "dan", "eve"]
    assert tree.assignment == "ps1"


@pytest.mark.parametrize("folder", ["ps1", "hw 1", "set one"])
@pytest.mark.parametrize("file", [MODULE, "work.py"])
def test_a_name_that_is_not_the_assignments_is_refused(tmp_path, folder, file):
    lay(tmp_path, {f"{name}/{folder}/{file}": work_of(name) for name in ("ada", "bob", "cyd")})
    with pytest.raises(IntakeError, match=f"There are: {folder}"):
        read_place(tmp_path, Options(assignment="ps2"))


@pytest.mark.parametrize("stamp", [{}, {"ada/ps1/timestamp.txt": b"2026-11-20 10:00:00 UTC"}])
@pytest.mark.parametrize("others", ["{}/", "{}/src/", "{}/mine of {}/"])
def test_one_students_own_folder_does_not_blank_everybody_else(tmp_path, stamp, others):
    lay(tmp_path, {f"ada/ps1/{MODULE}": work_of("ada")} | stamp)
    names = ["bob", "cyd", "dan"]
    lay(tmp_path, {others.format(n, n) + MODULE: work_of(n) for n in names})
    assert found(tmp_path, assignment="ps1") == {n: n for n in ["ada", *names]}
    assert found(tmp_path) == {n: n for n in ["ada", *names]}


@pytest.mark.parametrize("folder", ["Exercise {}", "ex{}", "Aufgabe_{}", "task {}"])
def test_a_folder_for_each_exercise_is_no_assignments_that_forbids_its_name(tmp_path, folder):
    for name in ("ada", "bob", "cyd"):
        for number, module in ((1, MODULE), (2, SECOND)):
            lay(tmp_path, {f"{name}/{folder.format(number)}/{module}": work_of(name)})
    lay(tmp_path, {f"dan/ps1/{MODULE}": work_of("dan")})
    names = ["ada", "bob", "cyd", "dan"]
    for assignment in ("ps1", "hw 4"):
        assert found(tmp_path, assignment=assignment) == {n: n for n in names}
    stamps = {f"{n}/{folder.format(1)}/timestamp.txt": b"2026-11-20 10:00:00 UTC" for n in names}
    lay(tmp_path, stamps)
    intake = read_place(tmp_path, Options(assignment=folder.format(1)))
    assert intake.tree.source == "nbgrader's submitted folder"
    assert {left.where for left in intake.nobodys} == {"dan/ps1"}


def test_whose_folder_is_no_assignments_is_named_and_who_handed_in_another_is_not(tmp_path):
    lay(tmp_path, {f"{name}/ps1/{MODULE}": work_of(name) for name in ("ada", "bob", "cyd")})
    lay(tmp_path, {f"{name}/ps2/{MODULE}": work_of(name) for name in ("dan", "eve")})
    lay(tmp_path, {f"fay/src/{MODULE}": work_of("fay"), f"gus/{MODULE}": work_of("gus")})
    intake = read_place(tmp_path, Options(assignment="ps1"))
    blank = {s.student for s in intake.submissions() if not s.files}
    assert blank == {"dan", "eve", "fay", "gus"}
    assert {left.where for left in intake.nobodys} == {"fay/src", f"gus/{MODULE}"}


def test_what_only_one_handed_in_for_another_assignment_is_no_stray(tmp_path):
    lay(tmp_path, {f"submitted/{name}/ps1/{MODULE}": work_of(name) for name in ("ada", "bob")})
    stamped = {SECOND: work_of("ada"), "timestamp.txt": b"2026-11-20 10:00:00.0 UTC"}
    lay(tmp_path / "submitted/ada/ps2", stamped)
    intake = read_place(tmp_path, Options(assignment="ps1"))
    assert intake.nobodys == []
    assert [left.why for left in intake.tree.left] == ["another assignment than ps1"]


def test_where_folders_are_parts_of_ones_work_the_assignments_name_is_free(tmp_path):
    files = {
        f"{name}/Week {week}/{module}": work_of(name)
        for name in ("ada", "bob")
        for week, module in ((1, MODULE), (2, SECOND))
    }
    lay(tmp_path / "parts", files)
    tree = read_place(tmp_path / "parts", Options(assignment="ps1"))
    assert [(s.student, set(s.files)) for s in tree.submissions()] == [
        ("ada", {MODULE, SECOND}),
        ("bob", {MODULE, SECOND}),
    ]
    # Of assignments, or where a name is hardly another, one has to be named.
    lay(tmp_path / "both", {**files, f"ada/Week 2/{MODULE}": work_of("ada")})
    for folder, name in (("both", "ps1"), ("parts", "week 1"), ("parts", "Week3")):
        with pytest.raises(IntakeError, match=r"There are: Week 1, Week 2"):
            read_place(tmp_path / folder, Options(assignment=name))


@pytest.mark.parametrize("build", [nbgrader, exchange])
@pytest.mark.parametrize(
    "name", ["Eve Adams.zip", f"Eve Adams/{MODULE}", "Eve/work.py", f"late/eve/{MODULE}", MODULE]
)
def test_work_beside_the_submissions_is_no_part_of_the_course(tmp_path, build, name):
    files, students = build(["ada", "bob"])
    files |= {name: work_of("eve"), f"source/ps1/{MODULE}": b"", "docs/x.pdf": b"%PDF"}
    intake = read_place(lay(tmp_path / "course", files))
    assert [each.student for each in intake.tree.students] == students
    assert [left.where for left in intake.nobodys] == [name.split("/")[0]]
