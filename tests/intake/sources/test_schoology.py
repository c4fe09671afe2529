"""Schoology's downloads: revisions, lateness, and who handed in nothing."""

import pytest

from grader.intake import read_place
from tests.intake.trees import MODULE, SECOND, found, lay, packed, work_of

ADA, BOB = "HW 4/Lovelace, Ada - s486002", "HW 4/Cole, Bob - 0AAA119SP00084"


@pytest.mark.parametrize("newest", ["Revision 2 - Late", "Revision 10 - On Time"])
def test_the_newest_revision_counts_with_what_only_earlier_ones_hold(tmp_path, newest):
    lay(tmp_path, {f"{ADA}/Revision 1 - On time/{MODULE}": work_of("old")})
    lay(tmp_path, {f"{ADA}/Revision 1 - On time/{SECOND}": work_of("second")})
    lay(tmp_path, {f"{ADA}/{newest}/hw.zip": packed({MODULE: work_of("new")})})
    lay(tmp_path, {f"{BOB}/Revision 1 - On time/{MODULE}": work_of("bob"), "HW 4/Z, Z - s4/": b""})
    assert found(tmp_path) == {"Lovelace, Ada": "new", "Cole, Bob": "bob", "Z, Z": None}
    bob, ada, zoe = read_place(tmp_path).tree.students
    assert (ada.person.id, bob.person.id) == ("s486002", "0AAA119SP00084")
    assert (ada.late, bob.late, zoe.late) == (newest.endswith("Late"), False, None)
    assert ada.attempt == int(newest.split()[1])
    read = {s.student: sorted(s.files) for s in read_place(tmp_path).submissions()}
    assert read["Lovelace, Ada"] == [MODULE, SECOND]
    assert [s.student for s in read_place(tmp_path).attempts()].count("Lovelace, Ada") == 2


def test_a_students_own_folder_of_a_revision_makes_no_class_of_theirs(tmp_path):
    lay(tmp_path, {f"ada/Revision 1 - On time/{MODULE}": work_of("ada")})
    lay(tmp_path, {"ada/notes.txt": b"", f"bob/{MODULE}": work_of("bob")})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


def test_each_revision_was_late_or_not_by_itself(tmp_path):
    for revision in ("1 - On time", "2 - Late"):
        lay(tmp_path, {f"{ADA}/Revision {revision}/{MODULE}": work_of(revision)})
    assert [s.who.late for s in read_place(tmp_path).attempts()] == [False, True]
