"""Who moved between two states of a gradebook, and why."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from grader.intake.people import Who
from grader.provenance import Edition
from grader.regrade.moves import Became, Known, State, moves
from grader.regrade.report import lines_of, page_of, table_of
from grader.weights_and_late_work import Late, Rule
from tests.reports.pages.test_writing import checked

OLD = Edition("old", "1", "seed", "full", "all")
FILES = {"grader/hidden/test_ex1.py": "a", "grader/hidden/test_ex2.py": "b", "solutions/x.py": "c"}
TITLES = {"ex1/one": "One <b>step</b>.", "ex2/two": "Two steps."}


def known(total=1.0, checks=None, digest="files", edition=OLD, at="", percent=0.0, **more):
    checks = {"ex1/one": (total, 2.0)} if checks is None else checks
    return Known(total, 2.0, percent, more.get("is_fault", False), checks,
                 Who(submitted_at=at), digest, edition)  # fmt: skip


def state(rule=None, judges=None, **students):
    return State(students, rule or Rule(), judges or {"old": FILES}, TITLES)


def why(was, now, before=None, after=None):
    rules = [before or Rule(), after or Rule()]
    both = {"grader/hidden/test_ex2.py": "z", "solutions/x.py": "z"}
    new = {"grader/hidden/test_ex1.py": "z"}
    judges = {"old": FILES, "new": FILES | new, "both": FILES | both}
    states = [state(r, judges, ada=k) for r, k in zip(rules, (was, now), strict=True)]
    (move,) = moves(*states)
    return move.why


def edition(**changed):
    values = {"hidden": "old", "kit": "1", "seed": "seed", "isolation": "full", "terms": "all"}
    return Edition(**values | changed)


def test_who_has_the_same_points_in_the_same_checks_has_not_moved():
    assert list(moves(state(ada=known()), state(ada=known(edition=edition(kit="2"))))) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"digest": "other"}, ("the files changed",)),
        ({"edition": edition(hidden="new")}, ("hidden tests changed: grader/hidden/test_ex1.py",)),
        # What changed in exercise 2's tests has no part in a check of exercise 1.
        (
            {"edition": edition(hidden="both")},
            ("what the tests judge with changed: solutions/x.py",),
        ),
        (
            {"edition": edition(hidden="lost")},
            ("the hidden tests, or what they judge with, changed",),
        ),
        ({"edition": edition(kit="2")}, ("the kit changed, from 1 to 2",)),
        ({"edition": edition(seed="x")}, ("another secret, and so other numbers",)),
        ({"edition": edition(isolation="process only")}, ("another isolation",)),
        ({"edition": edition(terms="ex1")}, ("other exercises or limits",)),
        ({}, ("nothing that the gradebook knows of",)),
    ],
)
def test_what_had_changed_is_said(changed, said):
    assert why(known(), known(2.0, **changed)) == said


def test_what_had_changed_is_said_of_the_exercise_that_moved_whatever_was_graded_last():
    was = replace(known(), sources={"ex1": ("first", OLD), "ex2": ("files", OLD)})
    now = replace(known(2.0), sources={"ex1": ("other", OLD), "ex2": ("files", OLD)})
    assert why(was, now) == ("the files changed",)
    later = edition(kit="2")
    now = replace(known(2.0, edition=later), sources={"ex1": ("first", OLD), "ex2": ("x", later)})
    assert why(was, now) == ("nothing that the gradebook knows of",)


def test_the_rule_is_said_where_it_has_a_part_in_it():
    due = datetime(2026, 11, 20, tzinfo=UTC)
    late, mild = Rule({}, due, "", Late(10)), Rule({}, due, "", Late(5))
    assert why(known(percent=10.0), known(1.5, percent=5.0), late, mild) == (
        "another rule for late work",
    )
    assert why(known(), known(1.5, digest="x"), late, mild) == ("the files changed",)
    assert why(known(), known(1.5), None, Rule({"ex1": 1.0})) == ("other weights",)
    said = why(known(at="a", percent=10.0), known(2.0, at="b"), late, late)
    assert said == ("another time of submission",)


def test_a_fault_that_is_gone_is_said():
    assert "a fault of the grader's had left it blank" in why(known(is_fault=True), known(2.0))


def test_who_is_new_and_who_is_gone():
    found = list(moves(state(ada=known()), state(bob=known(2.0))))
    assert [(each.student, each.kind, each.before, each.after) for each in found] == [
        ("ada", Became.GONE, 1.0, None),
        ("bob", Became.NEW, None, 2.0),
    ]


def test_the_same_total_by_other_checks_is_told_and_other_most_points_are_not():
    was = known(2.0, {"ex1/one": (2.0, 2.0), "ex2/two": (0.0, 1.0)})
    now = known(2.0, {"ex1/one": (1.0, 2.0), "ex2/two": (1.0, 1.0)})
    (move,) = moves(state(ada=was), state(ada=now))
    assert (move.kind, move.change, len(move.checks)) == (Became.SAME_TOTAL, 0.0, 2)
    now = known(2.0, {"ex1/one": (2.0, 2.0), "ex2/two": (0.0, 3.0)})
    assert list(moves(state(ada=was), state(ada=now))) == []


def test_a_total_that_becomes_blank_has_moved_by_nothing_that_is_known():
    (move,) = moves(state(ada=known()), state(ada=known(None, {"ex1/one": (1.0, 2.0)})))
    assert (move.kind, move.after, move.change) == (Became.MOVED, None, None)
    assert next(lines_of([move], "t")).startswith("moved: ada 1 → blank: ")


def test_names_and_titles_are_escaped_on_the_page_and_guarded_in_the_table():
    found = list(moves(state(**{"=<i>": known()}), state(**{"=<i>": known(2.0, digest="x")})))
    page = page_of(found, "A & B", "1 of 1 students moved.", ["a <note>"])
    assert "=&lt;i&gt;" in page
    assert "One &lt;b&gt;step&lt;/b&gt;." in page
    assert "A &amp; B" in page
    assert "a &lt;note&gt;" in page
    assert "<i>" not in page
    checked(page)
    (row,) = csv.DictReader(io.StringIO(table_of(found).decode()))
    assert (row["student"], row["change"]) == ("'=<i>", "+1")
    assert row["checks"] == "ex1/one 1 of 2 → 2 of 2"
    assert row["why"] == "the files changed"


def test_of_many_the_first_are_listed_and_the_rest_counted():
    names = [f"s{n:02}" for n in range(25)]
    found = list(
        moves(state(**{n: known() for n in names}), state(**{n: known(2.0) for n in names}))
    )
    lines = list(lines_of(found, "moved.csv"))
    assert len(lines) == 21
    assert lines[-1] == "… and 5 more: all are in moved.csv"
