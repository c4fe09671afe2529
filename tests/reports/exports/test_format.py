"""What every export is made of."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.reports.exports.format import ExportError, number, read_bytes
from grader.reports.report_names import Places
from grader.whole_files import zipped
from tests.reports.exports.made import FAULT, UNREADABLE, nothing, result

unhurried = settings(deadline=None)  # a busy machine is no failure


@unhurried
@given(st.floats(0, 1e9))
def test_a_number_is_written_in_full_without_exponent_or_separator(points):
    assert float(number(points)) == points
    assert re.fullmatch(r"\d+(\.\d+)?", number(points))


@pytest.mark.parametrize(
    ("student", "points", "why"),
    [
        (result("a", 0), 0, ""),
        (result("a", 50, "", "nothing"), 50, ""),
        (nothing("a"), None, "no exercise was handed in"),
        (nothing("a", UNREADABLE), None, "cannot be read: homework.zip was not read: it is encr"),
        (result("a", 50, "", UNREADABLE), None, "ex2 cannot be read: homework.zip was not read"),
        (result("a", 50, "nothing", UNREADABLE), None, "ex2 cannot be read: homework.zip"),
        (result("a", 50, "", FAULT), None, "a fault of the grader's: grade again"),
        (result("a", 50, UNREADABLE, FAULT), None, "a fault of the grader's: grade again"),
    ],
)
def test_a_total_that_lacks_anything_is_none_and_has_a_reason(student, points, why):
    assert student.points == points
    assert student.why_blank.startswith(why)
    assert bool(student.why_blank) == (points is None)


@unhurried
@given(st.lists(st.text(max_size=12), unique=True, max_size=8))
def test_every_student_has_a_folder_of_their_own_on_any_file_system(students):
    places = Places()
    names = [places.of(student) for student in students]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name not in ("", ".", "..")
        assert not re.search(r'[\x00-\x1f/\\<>:"|?*]', name)
        assert len(name.encode()) < 200


def test_a_folder_is_called_as_the_student_is_where_it_can_be():
    assert [Places().of(name) for name in ("Zoë Müller", "王小明", "O'Brien, Siobhán")] == [
        "Zoë Müller", "王小明", "O'Brien, Siobhán",
    ]  # fmt: skip


def test_the_same_files_give_the_same_archive_whatever_their_order():
    assert zipped({"a": b"1", "b": b"2"}) == zipped({"b": b"2", "a": b"1"})
    assert zipped({"a": b"1"}, ["a"]) != zipped({"a": b"1"})


def test_a_file_that_is_far_too_large_is_not_read(tmp_path):
    (tmp_path / "x").write_bytes(b"x" * 11)
    assert read_bytes(tmp_path / "x", 11) == b"x" * 11
    with pytest.raises(ExportError, match="that is another file"):
        read_bytes(tmp_path / "x", 10)
