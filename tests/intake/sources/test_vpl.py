"""VPL's downloads: the newest of many times counts, and what VPL ran is nobody's work."""

import pytest

from grader.intake import read_place
from tests.intake.trees import MODULE, SECOND, found, lay, work_of

ADA, BOB = "Ada Lovelace - ada", "Zoë M - bob.m"


@pytest.mark.parametrize("where", ["", "HW 4/"])
def test_the_newest_counts_and_each_has_its_time(tmp_path, where):
    for hour in ("09", "11", "10"):
        lay(tmp_path, {f"{where}{ADA}/2026-11-20-{hour}-00-00/{MODULE}": work_of(hour)})
        lay(tmp_path, {f"{where}{ADA}/2026-11-20-{hour}-00-00.ceg/{MODULE}": work_of("what ran")})
    lay(tmp_path, {f"{where}{ADA}/2026-11-20-08-00-00/{SECOND}": work_of("08")})
    lay(tmp_path, {f"{where}{BOB}/2026-11-20-12-00-00/{MODULE}": work_of("bob")})
    assert found(tmp_path) == {"Ada Lovelace": "11", "Zoë M": "bob"}
    intake = read_place(tmp_path)
    ada, bob = intake.tree.students
    assert (ada.person.login, bob.person.login) == ("ada", "bob.m")
    assert (ada.submitted_at, bob.submitted_at) == ("2026-11-20-11-00-00", "2026-11-20-12-00-00")
    assert sorted(next(intake.submissions()).files) == [MODULE, SECOND]
    own = [s.who.submitted_at[11:13] for s in intake.attempts() if s.who.login == "ada"]
    assert own == ["09", "10", "11"]


def test_times_without_anything_of_vpls_are_a_students_own_folders(tmp_path):
    for name in ("ada", "bob"):
        lay(tmp_path, {f"{name}/tries/2026-11-20-10-00-00/{MODULE}": work_of(name)})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


def test_where_vpl_ran_nothing_the_newest_counts_and_each_has_its_time(tmp_path):
    for hour in ("09", "11", "10"):
        lay(tmp_path, {f"{ADA}/2026-11-20-{hour}-00-00/{MODULE}": work_of(hour)})
    lay(tmp_path, {f"{BOB}/2026-11-20-12-00-00/{MODULE}": work_of("bob")})
    assert found(tmp_path) == {"Ada Lovelace": "11", "Zoë M": "bob"}
    ada = read_place(tmp_path).tree.students[0]
    assert (ada.person.login, ada.submitted_at) == ("ada", "2026-11-20-11-00-00")
