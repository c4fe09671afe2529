"""Moodle's folders: what the staff wrote back, what somebody zipped, names that look alike."""

from grader.intake import read_place
from tests.intake.trees import MODULE, found, lay, moodle, packed, work_of


def test_a_students_folder_of_moodle_that_somebody_zipped_is_theirs(tmp_path):
    lay(tmp_path, {"Ada L_1_assignsubmission_file.zip": packed({MODULE: work_of("Ada")})})
    assert found(tmp_path) == {"Ada L": "Ada"}


def test_what_the_staff_wrote_back_in_moodle_is_no_work(tmp_path):
    lay(tmp_path, moodle(["Ada Lovelace"])[0])
    lay(tmp_path / "Ada Lovelace_4000_assignfeedback_file", {MODULE: b"# the staff's"})
    assert found(tmp_path) == {"Ada Lovelace": "Ada Lovelace"}
    assert read_place(tmp_path).nobodys == []


def test_names_that_look_alike_are_told_apart_by_their_numbers(tmp_path):
    for number, name in enumerate(("Zo\u00eb", "Zoe\u0308")):
        lay(tmp_path / f"{name}_{number}1_assignsubmission_file", {MODULE: work_of(str(number))})
    assert sorted(name[-4:] for name in found(tmp_path)) == ["(01)", "(11)"]


def test_a_folder_that_the_system_numbered_is_the_same_students(tmp_path):
    for end in ("", " (1)"):
        lay(tmp_path / f"Ada_1_assignsubmission_file{end}", {MODULE: work_of(f"ada{end}")})
    lay(tmp_path / "Bob_2_assignsubmission_file", {MODULE: work_of("bob")})
    ada, bob = read_place(tmp_path).submissions()
    assert (ada.student, bob.student) == ("Ada", "Bob")
    assert len(ada.alternatives[MODULE]) == 1
