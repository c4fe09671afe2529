"""Brightspace's downloads: attempts by the time in their folders' names."""

import unicodedata

import pytest

from grader.intake import IntakeError, read_place
from tests.intake.trees import MODULE, SECOND, found, lay, packed, work_of


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
    assert [s.who.attempt for s in intake.attempts()] == [1, 2, 3, None]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("9 nov. 2026 2200", "20 nov. 2026 900"),
        ("30 juin 2026 2200", "2 juil. 2026 14h30"),
        ("9 de julio de 2026 2200", "20 de agosto de 2026 900"),
        ("9. Okt. 2026 2200", "20. März 2027 0900"),
        ("9 Şubat 2026 2200", "20 Ağustos 2026 900"),
        ("2026-11-09 2200", "2026-11-20 900"),
    ],
)
@pytest.mark.parametrize("accents", ["NFC", "NFD"])
def test_times_in_several_languages_tell_which_is_the_newest(tmp_path, earlier, later, accents):
    for at in (earlier, later):
        written = unicodedata.normalize(accents, at)
        lay(tmp_path, {f"12-777 - Ada L - {written}/{MODULE}": work_of(at)})
    assert found(tmp_path) == {"Ada L": later}


def test_times_that_are_not_read_do_not_tell_which_is_the_newest(tmp_path):
    for at in ("9 نوفمبر 2026 2200", "20 نوفمبر 2026 900"):
        lay(tmp_path, {f"12-777 - Ada L - {at}/{MODULE}": work_of(at)})
    with pytest.raises(IntakeError, match="of these the newest counts"):
        read_place(tmp_path)


def test_of_times_that_are_not_read_it_is_said_where_they_are(tmp_path):
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in ("ada", "bob")})
    for at in ("Foo 9, 2026 2200", "Bar 9, 2026 900"):
        lay(tmp_path / "mallory", {f"12-777 - Ada L - {at}/{MODULE}": work_of(at)})
    with pytest.raises(IntakeError, match=r"^mallory/12-777 - Ada L - Bar 9, 2026 900, mallory/12"):
        read_place(tmp_path)


def test_an_earlier_file_never_takes_the_place_of_the_newest_of_its_exercise(tmp_path):
    old, new = (f"1-77 - Ada L - Nov 2{day}, 2026 1000 AM" for day in (0, 1))
    lay(tmp_path, {f"{old}/{MODULE}": work_of("old"), f"{old}/{SECOND}": work_of("old")})
    lay(tmp_path, {f"{new}/hw.zip": packed({f"hw/{MODULE}": work_of("new")})})
    lay(tmp_path, {f"2-77 - Bob - Nov 20, 2026 1000 AM/{MODULE}": work_of("bob")})
    ada, _ = read_place(tmp_path).submissions()
    assert ada.files == {MODULE: work_of("new"), SECOND: work_of("old")}
    assert not ada.alternatives


def test_each_attempt_has_its_own_time(tmp_path):
    for day in ("19", "25"):
        lay(tmp_path, {f"1-77 - Ada L - Nov {day}, 2026 1000 AM/{MODULE}": work_of(day)})
    lay(tmp_path, {f"2-77 - Bob - Nov 20, 2026 1000 AM/{MODULE}": work_of("bob")})
    times = [(s.student, s.who.submitted_at[8:10]) for s in read_place(tmp_path).attempts()]
    assert times == [("Ada L", "19"), ("Ada L", "25"), ("Bob", "20")]
