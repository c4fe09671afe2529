"""What CoCalc collected: folders called by ids, with a file that tells whose they are."""

from grader.intake import read_place
from tests.intake.trees import MODULE, cocalc, found, lay, work_of

ID, OTHER = "12345678-1234-4234-8234-1234567890ab", "12345678-1234-4234-8234-1234567890ac"


def test_who_it_is_a_file_tells_and_nothing_is_said_of_that_file(tmp_path):
    lay(tmp_path, cocalc(["Ada Lovelace", "Bob Moss"])[0])
    lay(tmp_path / f"HW 4-collect/{ID}", {"STUDENT - Cyd.txt": b"He is Cyd.", "a.pdf": b""})
    intake = read_place(tmp_path)
    assert [s.student for s in intake.submissions()] == ["Ada Lovelace", "Bob Moss", "Cyd"]
    assert intake.tree.students[2].person.id == ID
    assert all("STUDENT" not in note for s in intake.submissions() for note in s.notes)


def test_who_has_two_names_there_or_none_is_known_by_the_id_alone(tmp_path):
    lay(tmp_path, cocalc(["Ada Lovelace", "Bob Moss"])[0])
    own = {MODULE: work_of("x"), "STUDENT - Ada Lovelace.txt": b"", "STUDENT - Cyd.txt": b""}
    lay(tmp_path / f"HW 4-collect/{ID}", own)
    lay(tmp_path / f"HW 4-collect/{OTHER}", {MODULE: work_of("y")})
    known = found(tmp_path)
    assert (len(known), known[ID], known[OTHER]) == (4, "x", "y")


def test_such_a_file_alone_makes_no_folder_cocalcs(tmp_path):
    lay(tmp_path, {f"ada/{MODULE}": work_of("ada"), "ada/STUDENT - Bob.txt": b""})
    lay(tmp_path, {f"bob/{MODULE}": work_of("bob")})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}
