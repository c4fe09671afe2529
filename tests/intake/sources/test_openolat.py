"""OpenOlat's archives: what the staff put beside what was handed in, and what was revised."""

from grader.intake import read_place
from tests.intake.trees import MODULE, SECOND, found, lay, openolat, work_of


def test_what_the_staff_corrected_is_nobodys_work(tmp_path):
    lay(tmp_path, openolat(["Lovelace_Ada_ada", "Group A_4711"])[0])
    assert found(tmp_path) == {
        "Lovelace_Ada_ada": "Lovelace_Ada_ada",
        "Group A_4711": "Group A_4711",
    }
    tree = read_place(tmp_path).tree
    assert {item.why for item in tree.left} == {"the staff's"}
    assert len(tree.left) == 5


def test_what_was_revised_last_counts_with_what_only_earlier_rounds_hold(tmp_path):
    ada = tmp_path / "Lovelace_Ada_ada"
    lay(ada / "1_submissions", {MODULE: work_of("old"), SECOND: work_of("ada")})
    for number, name in ((2, "revisions_1"), (4, "revisions_2"), (22, "revisions_10")):
        lay(ada / f"{number}_{name}", {MODULE: work_of(name)})
    lay(ada / "3_corrections_1", {MODULE: work_of("the staff")})
    lay(tmp_path, {f"Marley_Bob_bob/1_submissions/{MODULE}": work_of("bob")})
    assert found(tmp_path) == {"Lovelace_Ada_ada": "revisions_10", "Marley_Bob_bob": "bob"}
    handed = read_place(tmp_path).tree.students[0]
    assert (handed.attempt, len(handed.older)) == (11, 3)
    files = {s.student: sorted(s.files) for s in read_place(tmp_path).submissions()}
    assert files["Lovelace_Ada_ada"] == [MODULE, SECOND]


def test_a_students_own_folder_of_a_steps_name_makes_no_archive(tmp_path):
    lay(tmp_path, {f"ada/1_submissions/{MODULE}": work_of("ada"), "ada/notes.txt": b"x"})
    lay(tmp_path, {f"bob/{MODULE}": work_of("bob")})
    assert read_place(tmp_path).tree.source == "plain folders"
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}
