"""Brightspace's downloads: attempts by the time in their folders' names."""

from grader.intake import read_place
from tests.intake.trees import MODULE, SECOND, found, lay, work_of


def test_of_brightspaces_attempts_the_newest_counts_and_what_only_an_earlier_one_holds(tmp_path):
    for at, name in (("Nov 9, 2026 1000 PM", MODULE), ("Nov 21, 2026 900 AM", MODULE),
                     ("Nov 20, 2026 1230 AM", SECOND)):  # fmt: skip
        lay(tmp_path, {f"12-777 - Ada L - {at}/{name}": work_of(at)})
    lay(tmp_path, {f"13-777 - Ada L - Nov 9, 2026 1000 PM/{MODULE}": work_of("the other")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada L (12)": "Nov 21, 2026 900 AM", "Ada L (13)": "the other"}
    (ada, other) = intake.tree.students
    assert (ada.submitted_at, other.submitted_at) == ("2026-11-21 09:00:00", "2026-11-09 22:00:00")
    assert sorted(next(intake.submissions()).files) == [MODULE, SECOND]
    assert [s.attempt for s in intake.attempts()] == [1, 2, 3, None]
