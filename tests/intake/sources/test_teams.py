"""Microsoft Teams: versions and assignments."""

import unicodedata

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, SECOND, found, lay, work_of


def test_of_versions_in_teams_the_newest_counts_however_many_there_are(tmp_path):
    for n in (1, 2, 9, 10):
        lay(tmp_path / f"Submitted files/Ada/HW4/Version {n}", {MODULE: work_of(str(n))})
    assert found(tmp_path) == {"Ada": "10"}
    (ada,) = read_place(tmp_path).tree.students
    assert (ada.attempt, len(ada.older)) == (10, 3)


def test_work_beside_what_was_submitted_in_teams_is_named(tmp_path):
    lay(tmp_path / "Submitted files/Ada/HW4/Version 1", {MODULE: work_of("ada")})
    lay(tmp_path, {f"Working files/Ada/HW4/{MODULE}": b"x = 1", "list.pdf": b"%PDF"})
    lay(tmp_path, {"zoe.py": b"x = 1", "yan.zip": b"PK", f"late/Cyd/{MODULE}": work_of("cyd")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "ada"}
    assert sorted(left.where for left in intake.nobodys) == ["late", "yan.zip", "zoe.py"]


def test_who_has_drafts_in_teams_alone_handed_nothing_in_and_is_there(tmp_path):
    lay(tmp_path / "Submitted files", {f"Zoë/HW4/Version 1/{MODULE}": work_of("zoe")})
    drafts = {f"{name}/HW4/{MODULE}": work_of("a draft") for name in ("Bob", "Zoe\u0308")}
    lay(tmp_path / "Working files", {**drafts, "Cyd/HW4/": b""})
    assert found(tmp_path) == {"Bob": None, "Cyd": None, "Zoë": "zoe"}
    bob = read_place(tmp_path).tree.students[0]
    assert bob.notes == ("Nothing was turned in; drafts are not read.",)


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


@pytest.mark.parametrize("word", ["Version", "Versión", "Версия", "版本", "バージョン", "버전"])
@pytest.mark.parametrize("accents", ["NFC", "NFD"])
def test_in_other_languages_what_has_versions_was_handed_in(tmp_path, word, accents):
    word = unicodedata.normalize(accents, word)
    for who in ("Ada", "Bob"):
        for n in (1, 2):
            lay(tmp_path / f"Eingereicht/{who}/HW4/{word} {n}", {MODULE: work_of(f"{who} {n}")})
        lay(tmp_path / f"Arbeitsdateien/{who}/HW4", {MODULE: work_of("a draft")})
    assert found(tmp_path) == {"Ada": "Ada 2", "Bob": "Bob 2"}
    (drafts,) = read_place(tmp_path).tree.left
    assert (drafts.where, drafts.is_work) == ("Arbeitsdateien", False)


def test_two_sections_with_the_same_names_in_them_are_not_drafts(tmp_path):
    for section in ("Monday", "Tuesday"):
        lay(tmp_path / f"{section}/Ada/HW4/Version 1", {MODULE: work_of(section)})
        lay(tmp_path / f"{section}/Bob/HW4", {MODULE: work_of(section)})
    with pytest.raises(IntakeError, match="hold folders of the same names"):
        found(tmp_path)


@pytest.mark.parametrize("above", ["", "Class/Student Work/"])
def test_drafts_of_teams_alone_are_not_taken_for_what_was_turned_in(tmp_path, above):
    place = lay(
        tmp_path / "place", {f"{above}Working files/{n}/HW4/{MODULE}": work_of(n) for n in "AB"}
    )
    with pytest.raises(IntakeError, match="drafts of Microsoft Teams, which nobody turned in"):
        found(place)
    drafts = place / above / "Working files"
    with pytest.raises(IntakeError, match="download Submitted files"):
        found(drafts)
    assert found(drafts, reading="class") == {"A": "A", "B": "B"}


def test_a_students_own_folder_may_be_called_working_files(tmp_path):
    lay(tmp_path, {f"ada/Working files/{MODULE}": work_of("ada"), f"bob/{MODULE}": work_of("bob")})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}
    assert found(tmp_path / "ada") == {"Working files": "ada"}
    lay(tmp_path / "bob", {f"Working files/src/{SECOND}": b"x = 1"})
    assert found(tmp_path / "bob") == {"bob": "bob"}


def test_earlier_versions_keep_their_numbers(tmp_path):
    for n in (1, 4, 10):
        lay(tmp_path / f"Submitted files/Ada/HW4/Version {n}", {MODULE: work_of(str(n))})
    assert [s.who.attempt for s in read_place(tmp_path).attempts()] == [1, 4, 10]
