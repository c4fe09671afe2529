"""Which attempt of a student counts, and whose result fell."""

from datetime import UTC, datetime

import pytest

from grader.grade_class import Grading
from grader.gradebook.book import Gradebook
from grader.grades import Grade, Outcome
from grader.intake.people import Who
from grader.intake.submission import Submission
from grader.provenance import Edition
from grader.weights_and_late_work import Late, Rule
from grader.which_attempt_counts import Attempts
from tests.reports.exports.made import UNREADABLE, graded

EDITION = Edition("tests 1", "1.0", "seed", "full", "all")


def submission(student, data, **known):
    return Submission(student, {"ex1_gradient_descent.py": data}, who=Who(**known))


def grade(student, points, outcome=Outcome.FAILED):
    return Grade(student, outcome, points, 20.0, 0.1, ())


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def keep(book, each, points, outcome=Outcome.FAILED, edition=EDITION):
    book.add(each.digest, edition, grade(each.student, points, outcome), each.who)
    return each


def attempts(book, *newest, is_best=False):
    found = Attempts(book, EDITION, is_best=is_best)
    for each in newest:
        found.note(each)
    return found


def test_the_newest_counts_and_what_fell_is_told(book):
    keep(book, submission("ada", b"1"), 20.0)
    newest = keep(book, submission("ada", b"2"), 5.0)
    found = attempts(book, newest)
    assert found.counting() == {"ada": newest.digest}
    assert [str(fall) for fall in found.falls()] == [
        "fell: ada 20 → 5 (the newest counts; the better one would with --attempt best)"
    ]


def test_the_best_counts_where_it_is_asked_for(book):
    first = keep(book, submission("ada", b"1"), 20.0)
    newest = keep(book, submission("ada", b"2"), 5.0)
    found = attempts(book, newest, is_best=True)
    assert found.counting() == {"ada": first.digest}
    assert [fall.after for fall in found.falls()] == [5.0]


def test_the_best_is_the_one_that_is_worth_most_after_lateness(book):
    rule = Rule({}, datetime(2026, 11, 20, tzinfo=UTC), "", Late(50))
    in_time = keep(book, submission("ada", b"1", submitted_at="2026-11-19 00:00:00 UTC"), 12.0)
    late = keep(book, submission("ada", b"2", submitted_at="2026-11-20 10:00:00 UTC"), 20.0)
    found = Attempts(book, EDITION, is_best=True, rule=rule)
    found.note(in_time)
    found.note(late)
    assert found.counting() == {"ada": in_time.digest}
    assert [str(fall)[:20] for fall in found.falls()] == ["fell: ada 12 → 10 (t"]


@pytest.mark.parametrize("order", [(b"1", b"2"), (b"2", b"1")])
def test_of_equal_attempts_the_newest_counts(book, order):
    for data in order:
        keep(book, submission("ada", data), 7.0)
    found = attempts(book, submission("ada", b"2"), is_best=True)
    assert found.counting() == {"ada": submission("ada", b"2").digest}
    assert list(found.falls()) == []


def test_a_blank_after_points_is_a_fall(book):
    keep(book, submission("ada", b"1"), 20.0)
    newest = keep(book, submission("ada", b"2"), 0.0, Outcome.NOT_SUBMITTED)
    assert [str(fall)[:22] for fall in attempts(book, newest).falls()] == ["fell: ada 20 → blank ("]


def test_a_file_that_cannot_be_read_after_points_is_a_fall_to_a_blank(book):
    keep(book, submission("ada", b"1"), 20.0)
    newest = submission("ada", b"2")
    book.add(newest.digest, EDITION, graded("ada", 12.0, ex2=UNREADABLE), newest.who)
    assert [str(fall)[:22] for fall in attempts(book, newest).falls()] == ["fell: ada 20 → blank ("]


def test_a_fault_of_ours_is_no_fall(book):
    keep(book, submission("ada", b"1"), 20.0)
    newest = keep(book, submission("ada", b"2"), 0.0, Outcome.GRADER_FAULT)
    assert list(attempts(book, newest).falls()) == []


def test_two_of_one_name_and_different_ids_are_two(book):
    keep(book, submission("ada", b"1", id="11"), 20.0)
    newest = keep(book, submission("ada", b"2", id="12"), 5.0)
    found = attempts(book, newest, is_best=True)
    assert found.counting() == {"ada": newest.digest}
    assert list(found.falls()) == []


def test_two_names_of_bytes_that_are_no_text_are_two(book):
    keep(book, submission("ad\udcff", b"1"), 20.0)
    newest = keep(book, submission("ad\udcfe", b"2"), 5.0)
    assert attempts(book, newest, is_best=True).counting() == {"ad\udcfe": newest.digest}


def test_a_result_under_other_tests_is_not_compared(book):
    other = Edition("tests 0", "1.0", "seed", "full", "all")
    keep(book, submission("ada", b"1"), 20.0, edition=other)
    newest = keep(book, submission("ada", b"2"), 5.0)
    assert list(attempts(book, newest, is_best=True).falls()) == []


def test_a_later_grade_of_the_same_submission_is_the_one_that_counts(book):
    first = submission("ada", b"1")
    keep(book, first, 20.0)
    keep(book, first, 10.0)
    newest = keep(book, submission("ada", b"2"), 15.0)
    assert attempts(book, newest, is_best=True).counting() == {"ada": newest.digest}


@pytest.mark.parametrize(("is_best", "points"), [(True, 20.0), (False, 5.0)])
def test_the_reports_have_the_attempt_that_counts(book, is_best, points):
    grading = Grading(book, EDITION, None, (), is_best=is_best)
    for data, worth in ((b"1", 20.0), (b"2", 5.0)):
        grading.attempts.note(keep(book, submission("ada", data), worth))
    grading.attempts.note(keep(book, submission("bob", b"1"), 7.0))
    grading.end("class", is_whole=True)
    assert [(each.student, each.points) for each in grading.standings.grades()] == [
        ("ada", points),
        ("bob", 7.0),
    ]


@pytest.mark.parametrize("is_found_again", [True, False])
@pytest.mark.parametrize(("is_best", "late"), [(True, False), (False, True)])
def test_how_late_it_was_is_that_of_the_attempt_that_counts(book, is_best, late, is_found_again):
    first = keep(book, submission("ada", b"1", late=False, submitted_at="Monday"), 20.0)
    newest = keep(book, submission("ada", b"2", late=True, submitted_at="Friday"), 5.0)
    handed_in = (first, newest) if is_found_again else (newest,)
    person = attempts(book, *handed_in, is_best=is_best).people()["ada"]
    assert person.late is late
    assert person.submitted_at == ("Friday" if late else "Monday")


def test_who_it_is_and_when_it_came_is_kept_without_the_files(book):
    newest = keep(book, submission("ada", b"1", id="11", late=True, submitted_at="noon"), 1.0)
    found = attempts(book, newest)
    assert found.people() == {"ada": newest.who}
    assert found.newest == {"ada": newest.digest}


@pytest.mark.parametrize("is_best", [True, False])
def test_attempts_at_different_assignments_are_not_compared(book, is_best):
    first = submission("ada", b"1")
    book.add(first.digest, EDITION, grade("ada", 20.0), first.who, "ps1")
    second = submission("ada", b"2")
    book.add(second.digest, EDITION, grade("ada", 5.0), second.who, "ps2")
    found = Attempts(book, EDITION, is_best=is_best, assignment="ps2")
    found.note(second)
    assert found.counting() == {"ada": second.digest}
    assert list(found.falls()) == []
