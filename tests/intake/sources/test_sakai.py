"""Sakai's downloads: anonymous ones, groups, and what the staff attached."""

from tests.intake.trees import MODULE, found, lay, work_of


def test_anonymous_students_and_groups_are_who_their_folders_say(tmp_path):
    for who in ("3f2a", "Group 1"):
        lay(tmp_path, {f"HW 4/{who}/Submission attachment(s)/{MODULE}": work_of(who)})
        lay(tmp_path, {f"HW 4/{who}/Feedback Attachment(s)/{MODULE}": work_of("the staff")})
    assert found(tmp_path) == {"3f2a": "3f2a", "Group 1": "Group 1"}
