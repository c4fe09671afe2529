"""The class view: how many made which mistake, an exercise at a time, commonest first, and who."""

import csv
from io import StringIO

import pytest
from rich.console import Console

from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome
from grader.reports.class_view import (
    COLUMNS,
    Mistake,
    class_view,
    mistakes_of,
    read_class,
    rows_of,
)
from tests.grading.findings import found

CLASS = """\
Exercise 1, gradient descent
  of 5  mistake       in                      students
     3  climbs        gradient_descent        ada, bob, cyd
     1  all-minima    find_critical_points    ada
     1  returns-none  grad, gradient_descent  dee

Exercise 5, linear regression
  of 5  mistake        in             students
     2  residual-sign  mse_grad, fit  bob, Ζωή
"""


def check(function, *ids, key="ex1"):
    return CheckGrade(
        f"{key}/{function}", "", function, Outcome.FAILED, 0.0, 1.0, 0.0, found(ids=ids)
    )


def grade(student, *checks):
    keys = dict.fromkeys(each.id[:3] for each in checks)
    exercises = tuple(
        ExerciseGrade(key, Outcome.FAILED, 0.0, 20.0, 0.0,
                      tuple(c for c in checks if c.id.startswith(key)))
        for key in keys
    )  # fmt: skip
    return Grade(student, Outcome.FAILED, 0.0, 100.0, 0.1, exercises)


GRADES = (
    grade("ada", check("gradient_descent", "climbs"), check("find_critical_points", "all-minima")),
    grade("bob", check("gradient_descent", "climbs"),
          check("mse_grad", "residual-sign", key="ex5")),
    grade("cyd", check("gradient_descent", "climbs"), check("gradient_descent", "climbs")),
    grade("dee", check("grad", "returns-none"), check("gradient_descent", "returns-none")),
    grade("Ζωή", check("mse_grad", "residual-sign", key="ex5"),
          check("fit", "residual-sign", key="ex5")),
)  # fmt: skip


def printed(mistakes, students, width=80):
    said = StringIO()
    Console(file=said, width=width).print(class_view(mistakes, students))
    return [line.rstrip() for line in said.getvalue().splitlines()]


def test_the_commonest_mistake_stands_first_in_each_exercise():
    mistakes = [mistake for each in GRADES for mistake in mistakes_of(each)]
    assert "\n".join(printed(mistakes, 5)).rstrip() == CLASS.rstrip()


def test_a_mistake_named_by_several_checks_counts_once_a_student():
    mistakes = list(mistakes_of(GRADES[2]))
    assert len(mistakes) == 2
    assert printed(mistakes, 1)[2].split() == ["1", "climbs", "gradient_descent", "cyd"]


def test_a_class_without_a_named_mistake_is_told_so():
    assert printed([], 7) == ["None of 7 students made a mistake that has a name."]


def test_eighty_columns_hold_every_student_of_a_large_class():
    names = [f"student-{n:03}" for n in range(60)]
    mistakes = [Mistake(name, "ex2", "lr_finder", "ex2/a", "finder-nan-wins") for name in names]
    lines = printed(mistakes, 60, width=80)
    assert max(map(len, lines)) <= 80
    assert all(name in "\n".join(lines) for name in names)


def test_a_name_does_not_reach_the_terminal_as_a_command():
    text = "\n".join(printed([Mistake("\x1b[2Jada", "ex1", "grad", "ex1/a", "climbs")], 1))
    assert "�[2Jada" in text


def test_a_row_has_the_columns_student_exercise_function_check_and_id():
    assert COLUMNS == ("student", "exercise", "function", "check", "id")
    row = ("bob", "ex5", "mse_grad", "ex5/mse_grad", "residual-sign")
    assert list(rows_of(GRADES[1]))[1] == row


def write(out, rows, columns=COLUMNS, outcomes=("failed", "passed", "not submitted")):
    with (out / "misconceptions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    with (out / "grades.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("student", "outcome"), *((o, o) for o in outcomes)])


def test_a_run_is_read_back_from_its_reports(tmp_path):
    rows = [row for each in GRADES for row in rows_of(each)]
    write(tmp_path, rows)
    mistakes, students = read_class(tmp_path)
    assert [m for g in GRADES for m in mistakes_of(g)] == mistakes
    assert students == 2


def test_a_file_of_another_making_is_refused(tmp_path):
    write(tmp_path, [], columns=("name", "mark"))
    with pytest.raises(ValueError, match="grade again"):
        read_class(tmp_path)


def test_an_exercise_that_the_kit_has_not_is_refused_by_name(tmp_path):
    row = "ada,ex9,grad,ex9/slope,climbs"
    (tmp_path / "misconceptions.csv").write_text(",".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'ex9', which is not an exercise of this kit"):
        read_class(tmp_path)
