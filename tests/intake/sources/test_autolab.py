"""Autolab's downloads: versions of one file, by the address in their names."""

from grader.intake import read_place
from tests.intake.trees import MODULE, WHOLE, found, lay, packed, work_of


def test_of_versions_in_autolab_the_newest_counts(tmp_path):
    for n in (1, 2, 9, 10):
        lay(tmp_path, {f"a_l@x.edu_{n}_handin.zip": packed({MODULE: work_of(str(n))})})
    lay(tmp_path, {"bob@x.edu_1_handin.zip": b"no zip", "list.pdf": b"%PDF"})
    assert found(tmp_path) == {"a_l@x.edu": "10", "bob@x.edu": None}
    ada = read_place(tmp_path).tree.students[0]
    assert (ada.person.email, ada.attempt, len(ada.older)) == ("a_l@x.edu", 10, 3)


def test_a_program_as_autolabs_file_is_read_by_what_is_in_it(tmp_path):
    lay(tmp_path, {f"{who}@x.edu_1_handin.py": WHOLE + work_of(who) for who in ("ada", "bob")})
    submissions = read_place(tmp_path).submissions()
    assert [(s.student, sorted(s.files)) for s in submissions] == [
        ("ada@x.edu", [MODULE]), ("bob@x.edu", [MODULE]),
    ]  # fmt: skip


def test_files_of_several_names_are_not_autolabs(tmp_path):
    lay(tmp_path, {f"ada@x.edu_1_{name}.zip": packed({MODULE: work_of(name)}) for name in "ab"})
    assert read_place(tmp_path).tree.source == "plain folders"


def test_earlier_versions_keep_their_numbers(tmp_path):
    for n in (1, 4, 10):
        lay(tmp_path, {f"ada@x.edu_{n}_handin.zip": packed({MODULE: work_of(str(n))})})
    assert [s.who.attempt for s in read_place(tmp_path).attempts()] == [1, 4, 10]
