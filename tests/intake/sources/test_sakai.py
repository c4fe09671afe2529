"""Sakai's downloads: anonymous ones, groups, and what the staff attached."""

import pytest

from grader.intake import IntakeError, read_place
from grader.intake.people import Source
from tests.intake.trees import MODULE, NAMES, SECOND, found, lay, sakai, work_of


def test_anonymous_students_and_groups_are_who_their_folders_say(tmp_path):
    for who in ("3f2a", "Group 1"):
        lay(tmp_path, {f"HW 4/{who}/Submission attachment(s)/{MODULE}": work_of(who)})
        lay(tmp_path, {f"HW 4/{who}/Feedback Attachment(s)/{MODULE}": work_of("the staff")})
    assert found(tmp_path) == {"3f2a": "3f2a", "Group 1": "Group 1"}


def test_what_a_group_handed_in_counts_for_each_of_its_members(tmp_path):
    groups = {
        "Group 1 (3f-2-1)": "Lovelace, Ada(ada1); M&#252;ller, Zo&#235;(zoe)",
        "Group 2 (3f-2-2)": "王小明,(wang)",
    }
    for group, members in groups.items():
        lay(tmp_path / "HW 4" / group, {f"Submission attachment(s)/{MODULE}": work_of(group)})
        lay(tmp_path / "HW 4" / group, {"members.txt": members.encode()})
    one, two = groups
    assert found(tmp_path) == {"Lovelace, Ada": one, "Müller, Zoë": one, "王小明": two}
    people = {s.student: (s.who.id, s.notes) for s in read_place(tmp_path).submissions()}
    assert people["Müller, Zoë"] == ("zoe", ("Handed in by the group Group 1.",))
    # Who they are is not guessed from a list that Sakai did not write.
    (tmp_path / "HW 4" / one / "members.txt").write_text("Ada and Zoë", encoding="utf-8")
    assert found(tmp_path) == {"Group 1": one, "王小明": two}


def test_a_groups_members_may_be_in_another_encoding_that_is_said(tmp_path):
    lay(tmp_path / "HW 4/Group 1 (3f-2-1)", {f"Submission attachment(s)/{MODULE}": work_of("1")})
    members = "Müller, Zoë(zoe); Lovelace, Ada(ada1)".encode("cp1252")
    lay(tmp_path / "HW 4/Group 1 (3f-2-1)", {"members.txt": members})
    assert found(tmp_path, names_in="cp1252") == {"Lovelace, Ada": "1", "Müller, Zoë": "1"}
    intake = read_place(tmp_path)
    assert [each.person.login for each in intake.tree.students] == ["ada1", "zoe"]
    assert "M\\xfcller" in intake.tree.why


@pytest.mark.parametrize("told", ["20261121053000000", "2026-11-21T05:30:00Z"])
def test_the_time_is_utc(tmp_path, told):
    place = tmp_path / "HW 4" / "Lovelace, Ada(ada1)"
    lay(place, {f"Submission attachment(s)/{MODULE}": b"x = 1", "timestamp.txt": told.encode()})
    (ada,) = read_place(tmp_path).tree.students
    assert ada.moment == "2026-11-21T05:30:00+00:00"


def test_a_download_without_folders_has_everybody_in_the_files_names(tmp_path):
    files = {}
    for who in ("Lovelace, Ada(ada1)", "O'Brien, S_x(s_x)"):
        files[f"HW 4/{who}_Submission attachment(s)_{MODULE}"] = work_of(who)
        files[f"HW 4/{who}_Submission attachment(s)_{SECOND}"] = b"x = 1"
        files[f"HW 4/{who}_submissionText.html"] = b"<p>done</p>"
        files[f"HW 4/{who}_comments.txt"] = b""
    lay(tmp_path, files | {"HW 4/grades.csv": b"x"})
    people = {(s.student, s.who.id): sorted(s.files) for s in read_place(tmp_path).submissions()}
    both = [MODULE, SECOND]
    assert people == {("Lovelace, Ada", "ada1"): both, ("O'Brien, S_x", "s_x"): both}
    assert read_place(tmp_path).nobodys == []


@pytest.mark.parametrize("attached", ["Anhänge", "Pièces jointes", "提出物"])
def test_a_site_in_another_language_has_other_names_for_its_folders(tmp_path, attached):
    files, expected = sakai(NAMES["ASCII"])
    there = {
        path.replace("Submission attachment(s)", attached): data
        for path, data in files.items()
        if "Feedback" not in path
    }
    lay(tmp_path / "dl", there | {f"Homework 4/Doe, Jo(jo)/{attached}/essay.pdf": b"%PDF"})
    lay(tmp_path / "dl", {"Homework 4/Doe, Jo(jo)/timestamp.txt": b"20261120100000000"})
    tree = read_place(tmp_path / "dl").tree
    assert tree.source is Source.SAKAI
    assert [h.student for h in tree.students] == sorted([*expected, "Doe, Jo"])
    assert {h.person.login for h in tree.students} == {"user0", "user1", "user2", "user3", "jo"}
    work = found(tmp_path / "dl")
    assert work == {**{name: name for name in expected}, "Doe, Jo": None}
    # The staff's own file would be somebody's work.
    lay(tmp_path / "dl", {f"Homework 4/Doe, Jo(jo)/{attached}/{MODULE}": b"x = 1"})
    lay(tmp_path / "dl", {f"Homework 4/Doe, Jo(jo)/Feedback/{MODULE}": b"x = 2"})
    with pytest.raises(IntakeError, match=r"jo\) holds .*Nothing was\s+graded"):
        read_place(tmp_path / "dl")
