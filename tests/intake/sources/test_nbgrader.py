"""nbgrader's folders: the assignment that is meant, and the exchange's inbound."""

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, found, lay, nbgrader, work_of


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
