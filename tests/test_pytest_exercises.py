"""`pytest exercises` as a learner meets it: three states, the board, one next step."""

import re
import shutil

import pytest

from exercises.coach.contracts import EXERCISES
from tests.kit import ROOT, SOLUTIONS, STEMS, Copy
from tests.slips.right import right

CHAFFS = ROOT / "tests" / "chaffs"
EX1, EX4 = "ex1_gradient_descent", "ex4_trajectories"
# Where the other exercises do not matter: a run of all takes three times as long.
FIRST = f"exercises/test_{EX1}.py"


def test_the_stubs_are_all_not_started(tmp_path):
    run = Copy(tmp_path, is_cold=True).run()
    assert run.status == 1
    assert set(run.counts) == {"not started"}
    assert len(run.board()) == 5
    assert "next step: exercise 1, loss" in run.text


def test_nobody_sees_a_traceback_of_the_kit(copy):
    copy.put("ex1_gradient_descent", "def loss(x):\n    return 1 / 0\n")
    run = copy.run(FIRST)
    assert "ex1_gradient_descent.py, line 2 in loss:\n    return 1 / 0\n" in run.text
    assert "\n           ^^^^^\n" in run.text
    for word in ("Traceback", "conftest.py", "coach/", "site-packages", "AssertionError"):
        assert word not in run.text


def test_the_solutions_make_everything_right(tmp_path):
    copy = Copy(tmp_path, is_cold=True)
    run = copy.solve().run()
    assert run.status == 0, run.text
    assert set(run.counts) == {"right"}
    drawn = {f"exercises/.feedback/{stem}.png" for stem in STEMS}
    assert {f"exercises/.feedback/{path.name}" for path in copy.feedback.glob("*.png")} == drawn
    assert all(path in run.text for path in drawn)


@pytest.mark.slow
@pytest.mark.parametrize("stem", STEMS)
def test_each_solution_is_right_by_itself(copy, stem):
    run = copy.solve(stem).run(f"exercises/test_{stem}.py")
    assert run.status == 0, run.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "from exercises.ex1_gradient_descent import gradient_descent",
        "from .ex1_gradient_descent import gradient_descent",
        "from ex1_gradient_descent import gradient_descent",
    ],
)
def test_every_way_to_import_exercise_1_works(copy, line):
    copy.solve("ex1_gradient_descent")
    copy.put("ex2_learning_rates", f"{line}\n" + EXPLORE)
    run = copy.run("exercises/test_ex2_learning_rates.py", "-k", "exploring")
    assert run.counts["right"] == 3, run.text


EXPLORE = """
import numpy as np

def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    def loss(t): return t[0] ** 2 + 100 * t[1] ** 2
    def grad(t): return np.array([2 * t[0], 200 * t[1]])
    def verdict(h):
        if not np.isfinite(h[-1]) or h[-1] > h[0]: return "diverges"
        return "converges" if h[-1] <= 1e-6 * h[0] else "oscillates"
    return {lr: verdict(gradient_descent(loss, grad, theta_init, lr, num_steps)[1]) for lr in lrs}
"""


def test_a_reference_solution_is_not_taken_for_the_work(copy):
    shutil.copytree(ROOT / "solutions", copy.folder / "solutions")
    source = "from solutions.ex1_gradient_descent import loss\n"
    run = copy.put("ex1_gradient_descent", source).run(FIRST, "-k", "loss")
    # Where it is graded there is none.
    assert "right" not in run.counts, run.text
    assert "is here, but not where your work is graded" in " ".join(run.text.split())


def test_a_wrong_exercise_1_is_named_as_the_cause_in_exercise_2(copy):
    copy.put("ex1_gradient_descent", CHAFFS / "ex1_gradient_descent" / "climbs.py")
    copy.put("ex2_learning_rates", "from ex1_gradient_descent import gradient_descent\n" + EXPLORE)
    run = copy.run("exercises/test_ex2_learning_rates.py", "-k", "exploring")
    assert run.counts["wrong"] == 3
    assert "fix that first" in run.text
    both = copy.run().text
    assert "next step: exercise 1, gradient_descent" in both
    assert "  also      wait for a right `gradient_descent`: 2 explore\n" in both
    assert "fix that first" not in both


def test_an_unwritten_exercise_1_is_named_as_the_cause_in_exercise_2(copy):
    copy.put("ex2_learning_rates", "from ex1_gradient_descent import gradient_descent\n" + EXPLORE)
    run = copy.run("exercises/test_ex2_learning_rates.py", "-k", "exploring")
    assert run.counts["not started"] == 3
    assert "needs `gradient_descent` in" in run.text


def test_a_wrong_path_leaves_a_picture_and_a_right_one_another(copy):
    picture = copy.feedback / "ex1_gradient_descent.png"
    copy.put("ex1_gradient_descent", CHAFFS / "ex1_gradient_descent" / "climbs.py")
    run = copy.run(FIRST)
    assert "picture   exercises/.feedback/ex1_gradient_descent.png" in run.text
    wrong = picture.read_bytes()
    assert wrong.startswith(b"\x89PNG")
    copy.solve("ex1_gradient_descent").run(FIRST)
    assert picture.read_bytes() != wrong


@pytest.mark.slow
def test_what_is_right_is_drawn_while_other_exercises_are_open(copy):
    copy.solve(EX1)
    paths = [f"exercises/{EX1}.py", "exercises/ex2_learning_rates.py"]
    first, again = copy.run(*paths), copy.run(*paths)
    row = f"picture   exercise 1, all right: exercises/.feedback/{EX1}.png\n"
    assert row in first.text
    assert (copy.feedback / f"{EX1}.png").read_bytes().startswith(b"\x89PNG")
    # It is told of once; afterwards by --more.
    assert row not in again.text
    assert row in copy.run(*paths, "--more").text


def test_a_right_plot_is_shown_while_another_function_is_next(copy):
    source = (SOLUTIONS / f"{EX4}.py").read_text(encoding="utf-8")
    stub = 'raise NotImplementedError("exercise 4: write plot_learning_rates")'
    source = source.replace("def plot_learning_rates(", "def earlier(")
    copy.solve(EX1).put(EX4, f"{source}\n\ndef plot_learning_rates(*given):\n    {stub}\n")
    run = copy.run(f"exercises/test_{EX4}.py")
    assert "next step: exercise 4, plot_learning_rates" in run.text
    assert "picture   plot_trajectory is right: exercises/.feedback/plot_trajectory.png" in run.text
    assert (copy.feedback / "plot_trajectory.png").read_bytes().startswith(b"\x89PNG")


def after_board(run):
    """Return the lines from the next step to the closing line."""
    lines = run.text[run.text.index("next step:") :].rstrip().splitlines()
    return [line.rstrip() for line in lines[:-1] if line.strip()]


def test_the_first_message_is_short_and_more_shows_the_rest(copy):
    copy.put("ex1_gradient_descent", CHAFFS / "ex1_gradient_descent" / "history-shared.py")
    short, whole = after_board(copy.run()), after_board(copy.run("exercises", "--more"))
    assert short[:3] == [
        "next step: exercise 1, gradient_descent",
        "gradient_descent(loss, grad, theta_init=5.0, lr=0.1, num_steps=10) on L(x) = x²",
        "  got       history = [25.0, 25.0, 16.0, 10.24, …, 0.703687, 0.45036], a list of",
    ]
    assert short[-1] == "  more      pytest exercises --more"
    assert len(short) < 20
    assert set(short) - set(whole) == {short[-1]}
    told = "\n".join(whole)
    assert "shape (11,); expected (10,): 1 too many" in told
    assert "checks    Ten steps on x² with η = 0.1 multiply x by 0.8 ten times." in told
    assert "✗ 1 gradient_descent  The second of two calls has a history of its own." in told
    assert "· 5 not started: add_intercept, mse_loss" in told


@pytest.mark.slow
def test_more_is_offered_for_the_tests_that_were_asked_for(copy):
    test = "exercises/test_ex1_gradient_descent.py"
    assert f"  more      pytest {test} --more" in copy.run(test).text
    assert f"  more      pytest {test} --more" in copy.run(test, "--hint", "2").text
    long = copy.run(test, "-k", "loss or grad or gradient_descent or critical").text
    assert "  more      the same command with --more behind it" in long


def test_where_one_test_alone_fails_and_all_is_said_nothing_more_is_offered(copy):
    source = (SOLUTIONS / "ex1_gradient_descent.py").read_text(encoding="utf-8")
    copy.solve().put("ex1_gradient_descent", source + "\n\ndef loss(x):\n    return 6.25\n")
    test = "exercises/test_ex1_gradient_descent.py::test_loss_at_one_point"
    run = copy.run(test)
    assert "next step: exercise 1, loss" in run.text
    assert "--more" not in run.text
    assert after_board(run) == after_board(copy.run(test, "--more"))


@pytest.mark.slow
def test_hints_come_one_more_at_a_time(copy):
    assert "hint 1" not in copy.run(FIRST).text
    first = copy.run(FIRST, "--hint").text
    second = copy.run(FIRST, "--hint").text
    assert "hint 1" in first
    assert "hint 2" not in first
    assert "hint 2" in second
    assert "hint 3" in copy.run(FIRST, "--hint", "3").text


def test_a_hint_level_that_is_no_number_is_a_clear_error(copy):
    run = copy.run("exercises", "--hint", "much")
    assert run.status == 4
    assert "--hint takes a level (1, 2, 3, …) or nothing" in run.text


@pytest.mark.slow
def test_everything_fits_80_columns(copy):
    copy.put("ex1_gradient_descent", CHAFFS / "ex1_gradient_descent" / "history-after.py")
    copy.put("ex5_linear_regression", CHAFFS / "ex5_linear_regression" / "sum-not-mean.py")
    text = copy.run("exercises", "--hint", "3").text
    # The path of a test is not broken, so that it can be pasted.
    long = [line for line in text.splitlines() if len(line) > 80 and "::" not in line]
    assert long == []


@pytest.mark.slow
def test_a_terminal_without_greek_gets_plain_letters(copy):
    copy.put("ex1_gradient_descent", CHAFFS / "ex1_gradient_descent" / "climbs.py")
    run = copy.run(FIRST, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert run.text.isascii()
    assert "theta + lr * grad L" in " ".join(run.text.split())
    assert all(len(line) <= 80 or "::" in line for line in run.text.splitlines())


def test_no_escape_codes_reach_a_pipe(copy):
    assert "\x1b" not in copy.run().text


@pytest.mark.slow
@pytest.mark.parametrize("picked", [(), ("-k", "loss or one_step")])
def test_a_run_that_is_stopped_is_not_said_to_be_all_right(copy, picked):
    copy.put(EX1, right(EX1).replace("    history = []\n", "    raise KeyboardInterrupt\n"))
    run = copy.run(f"exercises/{EX1}.py", *picked)
    assert "The run was stopped before its end. What it had come to is right." in run.text
    assert "All right" not in run.text
    assert "reference solution" not in run.text


def test_an_endless_loop_ends_and_the_other_tests_go_on(copy):
    source = (SOLUTIONS / "ex2_learning_rates.py").read_text()
    # No more than is needed: of each exercise that is all right, pictures are drawn.
    copy.solve(EX1)
    copy.put("ex2_learning_rates", source + "\n\ndef predict(hessian, lr):\n    while True: lr\n")
    project = copy.folder / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    assert "\ntimeout = 10\n" in text
    project.write_text(text.replace("\ntimeout = 10\n", "\ntimeout = 1\n"), encoding="utf-8")
    run = copy.run()
    # A machine so busy that 1 s of computing does not come together ends it after 6 s.
    assert re.search(r"`predict` did not return in (1|6) s: does the loop end\?", run.text)
    tests = (ROOT / "exercises/test_ex2_learning_rates.py").read_text().split("\ndef test_")[1:]
    assert run.counts["wrong"] == sum("ex2.predict(" in test for test in tests)
    assert run.counts["right"] > len(tests) - run.counts["wrong"] > 20
    assert run.counts["not started"] > 50
    assert len(run.board()) == 5


def test_every_exercise_has_learner_tests_for_each_of_its_functions():
    for exercise in EXERCISES:
        text = (ROOT / "exercises" / f"test_{exercise.stem}.py").read_text(encoding="utf-8")
        missing = [f for f in exercise.functions if f".{f}(" not in text and f'"{f}"' not in text]
        assert missing == []
