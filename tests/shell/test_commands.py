"""The words of `python -m exercises`, without a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from exercises.coach.contracts import exercise_of
from exercises.coach.learner_files import original
from tests import warm
from tests.golden import CHAFFS
from tests.kit import SOLUTIONS, Copy, Run

pytestmark = pytest.mark.slow

EX1, EX2 = "ex1_gradient_descent", "ex2_learning_rates"


def ask(copy, *words, **environment):
    variables = {
        **os.environ,
        **{"PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "80"},
        **environment,
    }
    if not copy.is_cold:
        done = warm.run_module("exercises", copy.folder, words, variables)
        return Run(done.returncode, done.stdout + done.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "exercises", *words],
        cwd=copy.folder,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    return Run(done.returncode, done.stdout + done.stderr)


def without_time(text):
    return text.rpartition(" in ")[0]


@pytest.mark.daily
def test_without_a_terminal_it_is_pytest_exercises(copy, tmp_path):
    # As a learner starts it.
    mine, plain = ask(Copy(tmp_path / "cold", is_cold=True)), copy.run()
    assert mine.status == plain.status == 1
    assert without_time(mine.text) == without_time(plain.text)
    assert "\x1b" not in mine.text


@pytest.mark.parametrize(
    ("started", "cwd"),
    [("exercises", "."), ("exercises/__main__.py", "."), ("__main__.py", "exercises")],
)
def test_started_without_m_it_is_the_same_of_these_exercises(copy, started, cwd):
    copy.stub(EX1).write_text("def loss(x):\n    return 7\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, started, "next", "1"], cwd=copy.folder / cwd, encoding="utf-8",
        capture_output=True, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "next step: exercise 1, loss\nloss(-1.5)\n  got       7\n" in done.stdout, done.stderr


def test_check_ends_with_the_status_of_the_exercise_that_is_named(copy):
    copy.solve(EX2)
    assert ask(copy, "check", "2").status == 0
    assert ask(copy, "check", f"exercises/{EX2}.py").status == 0
    assert ask(copy, "check", "ex1").status == 1
    assert len(ask(copy, "check", "ex1").board()) == 1


def test_everything_is_checked_where_the_work_is_also_in_a_notebook(copy):
    copy.solve()
    copy.put(EX2, original(copy.stub(EX2), exercise_of(EX2)).decode())
    book = copy.folder / "exercises" / "notebooks" / f"{EX2}.ipynb"
    cell = {"cell_type": "code", "source": (SOLUTIONS / f"{EX2}.py").read_text("utf-8")}
    book.write_text(json.dumps({"cells": [cell], "nbformat": 4, "metadata": {}}), encoding="utf-8")
    said = ask(copy, FORCE_COLOR="1")
    assert said.status == 0, said.text
    assert "\x1b" not in said.text
    assert "pytest exercises --notebooks --hint" in said.text
    cell["source"] += "\ndef optimal_lr(hessian):\n    return 0.0\n"
    book.write_text(json.dumps({"cells": [cell], "nbformat": 4, "metadata": {}}), encoding="utf-8")
    wrong = ask(copy, "check")
    assert wrong.status == 1
    assert f"exercises/notebooks/{EX2}.ipynb, cell 1" in wrong.text


@pytest.mark.daily
def test_next_goes_on_where_there_is_something_to_do(copy):
    copy.solve(EX1)
    said = ask(copy, "next")
    assert "next step: exercise 2, loss" in said.text
    assert said.status == 1
    assert "next step: exercise 4, trajectory" in ask(copy, "next", "4").text
    assert "next step: exercise 4, trajectory" in ask(copy, "next").text


def test_hints_come_one_more_at_a_time(copy):
    assert "hint 1" in ask(copy, "hint").text
    assert "hint 2" in ask(copy, "hint").text
    third = ask(copy, "hint", "3").text
    assert "exercise 3" in third
    assert "hint 2" not in third


def test_the_list_names_each_file_and_what_is_left(copy):
    source = copy.stub(EX1).read_text("utf-8")
    copy.put(
        EX1, source.replace('    raise NotImplementedError("exercise 1: write loss")', "    x")
    )
    said = ask(copy, "list")
    assert said.status == 0
    assert len(said.board()) == 5
    assert "to do: loss, grad, gradient_descent, find_critical_points" not in said.text
    assert f"exercises/{EX2}.py" in said.text


def test_a_solution_is_shown_once_theirs_is_right_and_where_it_is_handed_out(copy):
    copy.put(EX2, "x = 1\n")
    assert "not part of this copy" in ask(copy, "solution", "2").text
    shutil.copytree(SOLUTIONS, copy.folder / "solutions")
    early = ask(copy, "solution", "2")
    assert early.status == 1
    assert "is shown once yours is all right" in early.text
    copy.solve(EX2)
    shown = ask(copy, "solution", "2")
    assert shown.status == 0
    assert (SOLUTIONS / f"{EX2}.py").read_text("utf-8").strip() in shown.text
    copy.put(EX2, copy.stub(EX2).read_text("utf-8") + "\ndef loss(theta):\n    return 0\n")
    assert ask(copy, "solution", "2").status == 1, "it was right, and is not any more"


def test_a_reset_needs_a_word_of_consent(copy):
    stub = copy.stub(EX1).read_bytes()
    copy.put(EX1, "mine = 1\n")
    assert ask(copy, "reset").status == 2
    refused = ask(copy, "reset", "1")
    assert refused.status == 2
    assert "--yes" in refused.text
    assert copy.stub(EX1).read_text("utf-8") == "mine = 1\n"
    done = ask(copy, "reset", "1", "--yes")
    assert done.status == 0
    assert f"Your work is in exercises/{EX1}.before-reset-1.py" in done.text
    assert copy.stub(EX1).read_bytes() == stub
    assert copy.stub(EX1).with_name(f"{EX1}.before-reset-1.py").read_text("utf-8") == "mine = 1\n"


@pytest.mark.parametrize("words", [["exercice"], ["nothing", "1"], ["99"]])
def test_what_is_no_word_and_no_exercise_is_said_so(copy, words):
    said = ask(copy, *words)
    assert said.status == 2
    assert f"'{words[0]}' is not an exercise (1 to 5), and none of list, next, hint" in said.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2", "hint"], "the word comes first: python -m exercises hint 2"),
        (["ex2", "reset"], "the word comes first: python -m exercises reset 2"),
        (["1", "2"], "'2' is one word too many: python -m exercises 1"),
    ],
)
def test_of_an_exercise_before_a_word_it_is_not_said_that_there_is_none(copy, words, told):
    said = ask(copy, *words)
    assert said.status == 2
    assert told in said.text
    assert "is not an exercise" not in said.text


@pytest.mark.parametrize("words", [["check", "9"], ["hint", "9"], ["more", "exercice"]])
def test_of_a_word_with_an_exercise_that_there_is_not_only_the_exercise_is_wrong(copy, words):
    said = ask(copy, *words)
    assert said.status == 2
    assert f"'{words[1]}' is not an exercise (1 to 5)" in said.text
    assert "none of" not in said.text


def test_where_results_cannot_be_kept_the_next_step_is_told_all_the_same(copy):
    (copy.folder / "exercises" / ".feedback").write_text("no folder", encoding="utf-8")
    copy.put(EX1, CHAFFS / EX1 / "climbs.py")
    said = ask(copy, "next", "1")
    assert said.status == 1
    assert "looks like `climbs`" in said.text
    assert "Your results cannot be kept in exercises/.feedback: File exists." in said.text
    assert "os._exit" not in said.text
    copy.put(EX1, SOLUTIONS / f"{EX1}.py")
    assert "All right.\n\nYour results cannot be kept" in ask(copy, "next", "1").text


def test_help_names_every_word(copy):
    said = ask(copy, "--help").text
    for word in ("list", "next", "hint", "check", "reset", "solution"):
        assert f"  {word} " in said
