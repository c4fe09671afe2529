"""A repository for each student: logins, several assignments, what is none."""

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import LAYOUTS, MODULE, NAMES, found, lay, packed, repositories, work_of


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


@pytest.mark.parametrize("kind", ["a folder", "a zip", "a folder without .git"])
def test_several_peoples_work_beside_repositories_is_no_ones(tmp_path, kind):
    lay(tmp_path, repositories(["ada", "bob", "eve"])[0])
    more = repositories(["cyd", "dan"])[0]
    if kind == "a zip":
        (tmp_path / "rest.zip").write_bytes(packed(more))
    else:
        lay(
            tmp_path / "rest", {k: v for k, v in more.items() if ".git" not in k or "." not in kind}
        )
    with pytest.raises(IntakeError, match=r"rest.* lies beside repositories and holds .*cyd.*dan"):
        read_place(tmp_path)
    assert len(read_place(tmp_path, Options(reading="class"))) == 4


def test_a_repository_may_have_its_work_in_any_folders(tmp_path):
    lay(tmp_path, repositories(["ada", "bob"])[0])
    lay(tmp_path, {f"hw4-cyd/{n}/{MODULE}": work_of("cyd") for n in ("tries", "kept", ".git")})
    lay(tmp_path, {f"dan/{n}/{MODULE}": work_of("dan") for n in ("src", "old")})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "cyd": "cyd", "dan": "dan"}


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


def test_a_repository_beside_a_copy_in_a_folder_is_asked_about_with_the_neighbours_names(tmp_path):
    lay(tmp_path, {f"Ada/{name}/{MODULE}": work_of("ada") for name in ("repo", "Ada-copy")})
    lay(tmp_path, {"Ada/repo/.git/HEAD": b"ref", f"Bob/repo/{MODULE}": work_of("bob")})
    said = "Ada in .* holds Ada-copy, repo, and can be read in two ways"
    with pytest.raises(IntakeError, match=said):
        found(tmp_path)
    assert found(tmp_path, reading="class") == {"Ada": "ada", "Bob": "bob"}


@pytest.mark.parametrize(
    "layout", ["plain folders", "Canvas", "Moodle from 4.1", "sections", "a zip each"]
)
def test_a_repository_in_which_a_course_keeps_a_class_is_not_one_students(tmp_path, layout):
    files, students = LAYOUTS[layout][0](NAMES["ASCII"])
    lay(tmp_path / "course", files | {".git/HEAD": b"ref", "README.md": b"HW 4"})
    assert sorted(found(tmp_path)) == students == sorted(found(tmp_path / "course"))


def test_two_repositories_of_sections_are_sections(tmp_path):
    for course, people in (("monday-hw", ("ada", "bob")), ("friday-hw", ("ada", "cyd"))):
        lay(tmp_path / course, {f"{who}/{MODULE}": work_of(who) for who in people})
        lay(tmp_path / course, {".git/HEAD": b"ref"})
    assert sorted(found(tmp_path)) == [
        "ada (friday-hw)", "ada (monday-hw)", "bob", "cyd",
    ]  # fmt: skip
