"""How points count: weights, and what being late costs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from grader.grades import ExerciseGrade, Grade, Outcome
from grader.intake.people import Who
from grader.reports.text import counted_text
from grader.weights_and_late_work import Late, Rule, rule_from, time_of

ZURICH = "Europe/Zurich"
DUE = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo(ZURICH))
RULE = Rule({}, DUE, ZURICH, Late(10, 50, 15))


def grade(*points, outcome=Outcome.FAILED):
    exercises = [
        ExerciseGrade(f"ex{n}", Outcome.FAILED, each, 20.0, each, ())
        for n, each in enumerate(points, 1)
    ]
    return Grade("ada", outcome, sum(points), 20.0 * len(points), 0.1, tuple(exercises))


def counted(rule, *points, at="", late=None):
    return rule.apply(grade(*points), Who(late=late, submitted_at=at)).counted


def test_without_weights_and_a_late_rule_points_are_as_they_are():
    plain = grade(10.0)
    assert Rule().apply(plain, None) is plain
    assert Rule({}, DUE).apply(plain, None) is plain
    assert (plain.total, plain.out_of) == (10.0, 20.0)


def test_weights_rescale_each_exercise():
    found = counted(Rule({"ex1": 30.0, "ex2": 70.0}), 10.0, 20.0)
    assert (found.points, found.out_of) == (85.0, 100.0)


def test_weights_of_exercises_that_were_not_graded_are_no_part_of_the_total():
    found = counted(Rule({"ex1": 30.0, "ex2": 70.0}), 10.0)
    assert (found.points, found.out_of) == (15.0, 30.0)


@pytest.mark.parametrize(
    ("at", "days", "points"),
    [
        ("2026-11-20 12:00:00+01:00", 0, 20.0),
        ("2026-11-20 11:15:00 UTC", 0, 20.0),
        ("2026-11-20 11:15:01 UTC", 1, 18.0),
        ("2026-11-21T12:00:00+01:00", 1, 18.0),
        ("2026-11-21-12-00-01", 2, 16.0),
        ("2026-12-24 00:00:00 Europe/Zurich", 34, 10.0),
    ],
)
def test_each_day_begun_costs_its_share_up_to_the_most(at, days, points):
    found = counted(RULE, 20.0, at=at)
    assert (found.late_days, found.points) == (days, points)
    assert found.before_late == 20.0
    assert bool(found.lateness) == (days > 0)


@pytest.mark.parametrize(
    ("at", "days"), [("2026-11-20-11-59-59", 0), ("2026-11-20 12:20:00", 1), ("20:00", None)]
)
def test_where_only_the_due_date_has_a_zone_it_is_that_of_times_without_one(at, days):
    rule = Rule({}, datetime.fromisoformat("2026-11-20T12:00:00+01:00"), "", Late(10, 50, 15))
    found = counted(rule_from(rule.told()), 20.0, at=at)
    assert found.late_days == days
    if days:
        told = "(handed in 2026-11-20 12:20 UTC+01:00, due 2026-11-20 12:00 UTC+01:00)"
        assert told in counted_text(found)


def test_lateness_is_told_with_both_times_in_the_courses_zone():
    found = counted(RULE, 20.0, at="2026-11-20 13:30:00 UTC")
    assert counted_text(found) == (
        "18 of 20 points count: 1 day late, −10 % "
        "(handed in 2026-11-20 14:30 CET, due 2026-11-20 12:00 CET)."
    )


def test_who_is_late_by_seconds_is_told_them():
    found = counted(RULE, 20.0, at="2026-11-21 11:00:05 UTC")
    assert "2 days late" in counted_text(found)
    assert "(handed in 2026-11-21 12:00:05 CET, due 2026-11-20 12:00 CET)" in counted_text(found)


@pytest.mark.parametrize(("at", "late"), [("", None), ("", True), ("noon", None)])
def test_who_came_nobody_knows_when_loses_nothing_and_is_known_as_such(at, late):
    found = counted(RULE, 20.0, at=at, late=late)
    assert (found.points, found.late_days) == (20.0, None)


def test_a_source_that_says_in_time_is_believed_where_there_is_no_time():
    assert counted(RULE, 20.0, late=False).late_days == 0


def test_a_total_that_is_not_known_stays_unknown():
    blank = RULE.apply(grade(0.0, outcome=Outcome.NOT_SUBMITTED), Who())
    assert blank.total is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-11-20 10:00:00 UTC", "2026-11-20T10:00:00+00:00"),
        ("2026-11-20 10:00:00.123456 UTC", "2026-11-20T10:00:00.123456+00:00"),
        ("2026-11-20 10:00:00 Z", "2026-11-20T10:00:00+00:00"),
        ("2026-11-20 10:00:00 +0100", "2026-11-20T09:00:00+00:00"),
        ("2026-11-20T10:00:00-08:00", "2026-11-20T18:00:00+00:00"),
        ("2026-11-20 10:00:00", "2026-11-20T09:00:00+00:00"),
        # The clock is put back at three: the hour from two to three is there twice.
        ("2026-10-25 03:30:00", "2026-10-25T02:30:00+00:00"),
    ],
)
def test_a_time_is_read_as_every_source_writes_it(text, due):
    assert time_of(text, ZoneInfo(ZURICH)) == datetime.fromisoformat(due).astimezone(UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "noon", "Friday", "2026-11-20 10:00 Nowhere/Land", "1/2",
        "0001-01-01 00:00:00+14:00", "0001-01-01", "9999-12-31 23:59:59-14:00",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(text):
    assert time_of(text, ZoneInfo(ZURICH)) is None


def test_a_rule_survives_being_kept():
    whole = Rule({"ex1": 100.0}, DUE, ZURICH, Late(10, 50, 15))
    kept = rule_from(whole.told())
    assert list(kept.differences(whole)) == []
    assert counted(kept, 20.0, at="2026-11-21-12-00-01") == counted(
        whole, 20.0, at="2026-11-21-12-00-01"
    )


def test_what_changed_of_a_rule_is_named():
    other = Rule({"ex1": 1.0}, None, ZURICH, None)
    assert list(other.differences(RULE)) == [
        "another due date", "another rule for late work",
    ]  # fmt: skip
