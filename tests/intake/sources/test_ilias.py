"""ILIAS's downloads: what was late."""

import pytest

from grader.intake import IntakeError, read_place
from tests.intake.trees import MODULE, SECOND, found, lay, packed, work_of


@pytest.mark.parametrize("word", ["Late Submission", "Verspaetete Abgabe"])
def test_a_file_that_ilias_marks_as_late_makes_its_student_late(tmp_path, word):
    place = tmp_path / "HW 4/Abgaben"
    lay(place / "Lovelace_Ada_ada_123", {f"{word} - {MODULE}": work_of("ada"), SECOND: b"x = 1"})
    lay(place / "Moss_Bob_bob_m_124", {f"{word} - hw.zip": packed({MODULE: work_of("bob")})})
    lay(place, {f"Ek_Cyd_cyd_125/{MODULE}": work_of("cyd"), "Fox_Dan_dan_126/": b""})
    assert found(tmp_path) == {
        "Ek_Cyd_cyd_125": "cyd", "Fox_Dan_dan_126": None, "Lovelace_Ada_ada_123": "ada",
        "Moss_Bob_bob_m_124": "bob",
    }  # fmt: skip
    intake = read_place(tmp_path)
    assert [each.late for each in intake.tree.students] == [False, False, True, True]
    # The student kept the file's name.
    assert [s.notes for s in intake.submissions() if s.files] == [(), (), ()]


def test_where_ilias_marks_nothing_nobody_is_said_to_be_in_time(tmp_path):
    lay(tmp_path, {f"Lovelace_Ada_ada_123/{MODULE}": work_of("ada")})
    lay(tmp_path, {f"Moss_Bob_bob_124/{MODULE}": work_of("bob")})
    assert [each.late for each in read_place(tmp_path).tree.students] == [None, None]


def test_a_students_own_file_of_such_a_name_marks_nobody(tmp_path):
    lay(tmp_path, {f"ada/Late Submission - {MODULE}": work_of("ada"), f"bob/{MODULE}": b"x = 1"})
    assert [each.late for each in read_place(tmp_path).tree.students] == [None, None]


def test_what_a_team_handed_in_is_late_as_a_students_is(tmp_path):
    for team, who, word in (
        (12, "Moss_Ada_ada_123", ""),
        (13, "Ek_Bo_bo_124", "Late Submission - "),
    ):
        lay(tmp_path / f"HW 4/Team {team}/{who}", {f"{word}{MODULE}": work_of(str(team))})
    assert found(tmp_path) == {"Team 12": "12", "Team 13": "13"}
    intake = read_place(tmp_path)
    assert [each.late for each in intake.tree.students] == [False, True]
    assert [s.notes for s in intake.submissions()] == [(), ()]


@pytest.mark.parametrize("word", ["", "Late Submission - "])
def test_what_several_of_a_team_uploaded_is_the_teams(tmp_path, word):
    lay(tmp_path / "HW 4/Team 12/Moss_Ada_ada_123", {f"{word}{MODULE}": work_of("ada")})
    lay(tmp_path / "HW 4/Team 12/Fox_Cy_cy_125", {SECOND: b"def lr_finder(): pass"})
    lay(tmp_path / "HW 4/Team 13/Ek_Bo_bo_124", {MODULE: work_of("bo")})
    (tmp_path / "HW 4/Team 14").mkdir()
    assert found(tmp_path) == {"Team 12": "ada", "Team 13": "bo", "Team 14": None}
    intake = read_place(tmp_path)
    assert [*next(intake.submissions()).files] == [MODULE, SECOND]
    late = [each.late for each in intake.tree.students]
    assert late == ([True, False, False] if word else [None, None, None])


def test_what_several_have_in_a_folder_that_may_be_a_section_is_asked(tmp_path):
    lay(tmp_path / "Gruppe 1/Moss_Ada_ada_123", {f"Late Submission - {MODULE}": work_of("ada")})
    for who in ("Ek_Bo_bo_124", "Fox_Cy_cy_125"):
        lay(tmp_path / "Gruppe 2" / who, {MODULE: work_of(who)})
    with pytest.raises(IntakeError, match=r"nothing was graded"):
        read_place(tmp_path)
