"""The script that makes a call again: it fails where the check did, and passes for right work."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from exercises.coach.calling.figure_as_data import FRESH_AXES
from exercises.coach.judging.question import Question
from exercises.coach.problems import Polynomial, Polynomial2D, Quadratic
from grader.debug.command import asked_in, drawn
from grader.debug.judged import judge
from grader.debug.script import Asked, literal, same, script, write_files
from grader.intake.submission import Submission
from grader.pytest_engine import Engine
from grader.sandbox.host.sandbox import Sandbox
from grader.substitute_functions import stand_ins
from solutions.standalone import standalone
from tests.kit import ROOT

pytestmark = [pytest.mark.timeout(120), pytest.mark.costly]
INF = float("inf")
EX1, EX2, EX5 = "ex1_gradient_descent", "ex2_learning_rates", "ex5_linear_regression"
EX4 = "ex4_trajectories"
# A chaff, the check that it fails, and the status of its script with right work. Each failed in its
# own way once: near 0, at infinity, in traces of earlier calls, in changed arguments.
CASES = [
    (EX1, "climbs", "ex1/descends_with_all_coordinates_at_once", 0),
    (EX1, "kinds-swapped", "ex1/finds_all_three_points_of_the_chapters_loss", 0),
    (EX1, "truncates-integers", "ex1/a_run_that_blows_up_ends_at_inf_or_nan", 0),
    (EX1, "mutates-start", "ex1/the_start_is_left_as_it_was", 0),
    (EX1, "history-shared", "ex1/descends_with_all_coordinates_at_once", 0),
    (EX2, "returns-best", "ex2/rates_that_blow_up_count_as_infinite_and_never_win", 0),
    (EX2, "unlisted-replaces-nan-in-the-history", "ex2/a_history_that_is_not_finite_diverges", 0),
    (EX5, "accepts-singular", "ex5/the_closed_form_refuses_a_singular_design", 0),
]


@pytest.fixture(scope="module")
def judged():
    engine = Engine(b"a secret of these tests")
    with Sandbox() as sandbox:

        def judged(stem, name, check):
            path = ROOT / "tests" / "chaffs" / stem / f"{name}.py"
            submission = Submission("eve", {f"{stem}.py": path.read_bytes()})
            (meant,) = (each for each in engine.catalog if each.id == check)
            return judge(submission, meant, engine, sandbox)

        yield judged
    engine.close()


def run(folder):
    return subprocess.run(
        [sys.executable, folder / "reproduce.py"], capture_output=True, text=True, timeout=60
    )


@pytest.mark.slow
@pytest.mark.parametrize(("stem", "name", "check", "status"), CASES, ids=[c[1] for c in CASES])
def test_a_script_fails_as_the_check_did_and_not_for_right_work(
    judged, tmp_path, stem, name, check, status
):
    found = judged(stem, name, check)
    evidence = found.evidence
    asked = asked_in(found, evidence)
    write_files(found.submission.files, tmp_path)
    text = script(asked, "eve", "what was found")
    (tmp_path / "reproduce.py").write_text(text, encoding="utf-8")
    wrong = run(tmp_path)
    assert wrong.returncode == 1, wrong.stdout + wrong.stderr
    write_files({f"{stem}.py": standalone(stem).encode()}, tmp_path)
    right = run(tmp_path)
    assert right.returncode == status, right.stdout + right.stderr


def test_traces_of_earlier_checks_are_in_the_script(judged):
    found = judged(EX1, "history-shared", "ex1/descends_from_a_number")
    asked = asked_in(found, replace(found.evidence, expected=None))
    assert len(asked.before) > 0


def test_a_plot_is_shown_as_the_sandbox_described_it_marked_where_it_is_wrong(judged):
    wrong = judged(EX4, "ends-unmarked", "ex4/start_and_end_are_marked_and_told_apart")
    right = judged(EX4, "ends-unmarked", "ex4/the_path_runs_through_every_iterate")
    assert all(call.observation.live is None for call in wrong.calls)
    assert right.evidence is None
    pictures = {drawn(wrong), drawn(right)}
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_forged_description_costs_the_picture_alone(judged):
    found = judged(EX4, "ends-unmarked", "ex4/start_and_end_are_marked_and_told_apart")
    forged = replace(found.evidence.observation, figure={"axes": [{"curves": "../../etc"}]})
    assert drawn(replace(found, evidence=replace(found.evidence, observation=forged))) is None


def answered(tmp_path, source, asked):
    write_files({f"{asked.question.stem}.py": source}, tmp_path)
    (tmp_path / "reproduce.py").write_text(script(asked, "t", "f"), "utf-8")
    return run(tmp_path)


def test_what_hangs_is_ended_and_what_is_judged_by_hand_is_said_to_be(tmp_path):
    asked = Asked(Question(EX1, "loss", (2.0,)), seconds=0.3)
    done = answered(tmp_path, b"def loss(x):\n    while True:\n        pass\n", asked)
    assert done.returncode == 1
    assert 'ex1_gradient_descent.py", line' in done.stderr
    done = answered(tmp_path, b"def loss(x):\n    return x\n", Asked(asked.question))
    assert done.returncode == 2
    assert "judged this by hand" in done.stdout
    done = answered(
        tmp_path, b"def loss(x):\n    return x\n", replace(asked, seconds=0.0, is_right=True)
    )
    assert done.returncode == 0
    assert "nothing wrong" in done.stdout


def test_a_statement_that_fails_ends_no_other_and_a_sibling_is_imported(tmp_path):
    write_files({f"{EX1}.py": b"def gradient_descent(*all):\n    return 7.0, []\n"}, tmp_path)
    source = b"1 / 0\nfrom .ex1_gradient_descent import gradient_descent\n"
    source += b"def loss(theta):\n    return gradient_descent()[0]\n"
    question = Question(EX2, "loss", (np.array([1.0, 2.0]),))
    assert answered(tmp_path, source, Asked(question, expected=7.0)).returncode == 0
    assert answered(tmp_path, source, Asked(question, expected=8.0)).returncode == 1


def test_carried_forward_the_loop_is_a_right_one(tmp_path):
    write_files({f"{EX1}.py": b"def gradient_descent(*all):\n    return 7.0, []\n"}, tmp_path)
    source = b"from exercises.ex1_gradient_descent import gradient_descent\n"
    source += b"def observe(history):\n"
    source += b"    return gradient_descent(lambda t: t, lambda t: 2 * t, 1.0, 0.25, 1)[0]\n"
    asked = Asked(
        Question(EX2, "observe", ([1.0],)), stand_ins(("ex1.gradient_descent",)), expected=0.5
    )
    assert answered(tmp_path, source, asked).returncode == 0


def test_carried_forward_a_function_of_the_same_file_is_a_right_one(tmp_path):
    source = b"def grad(theta):\n    return 7.0\n"
    source += b"def explore(*all):\n    return grad([1.0, 2.0])\n"
    expected = np.array([2.0, 400.0])
    asked = Asked(Question(EX2, "explore", ()), stand_ins(("ex2.grad",)), expected=expected)
    assert answered(tmp_path, source, asked).returncode == 0


def test_carried_forward_what_was_made_of_a_wrong_one_is_made_of_the_right_one(tmp_path):
    # It has a header of its own, and another name, by which it is called.
    source = b"import numpy as np\ndef mse_grad(X, y, w):\n    return 0.0 * w\nstep = mse_grad\n"
    source += b"def fit(X, y, lr=None, num_steps=1):\n"
    source += b"    return -lr * step(y=y, w=np.zeros(1), X=np.array(X))\n"
    question = Question(EX5, "fit", ([[1.0], [1.0]], np.array([3.0, 5.0]), 0.5, 1))
    asked = Asked(question, stand_ins(("ex5.mse_grad",)), expected=[2.0])
    assert answered(tmp_path, source, asked).returncode == 0


@pytest.mark.parametrize(
    "problem",
    [
        Polynomial((1.5, -2.0, 0.25)),
        Polynomial((1.0, 0.0, 3.0), 0.5, by_powers=True),
        Quadratic(np.array([[2.0, 0.5], [0.5, 4.0]]), np.array([0.1, -0.2])),
        Polynomial2D(np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 0.0]])),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_a_loss_is_the_same_function_in_the_script(problem):
    theta = 0.7 if isinstance(problem, Polynomial) else np.array([0.7, -1.3])
    question = Question(EX1, "gradient_descent", (problem.loss, problem.grad, theta, 0.1, 3))
    names = {"__name__": "script", "__file__": "script.py"}
    exec(script(Asked(question), "t", "f"), names)
    loss, grad = problem.handed_in()
    if type(problem) is Polynomial and not problem.by_powers:
        # A run that leaves to infinity is told apart by the sign of it.
        for far in (INF, -INF, 1e200):
            np.testing.assert_array_equal(names["loss_fn"](far), loss(far))
            np.testing.assert_array_equal(names["grad_fn"](far), grad(far))
    assert names["loss_fn"](theta) == pytest.approx(loss(theta), rel=1e-14)
    np.testing.assert_allclose(names["grad_fn"](theta), grad(theta), rtol=1e-14)


@pytest.mark.parametrize(
    "value",
    [
        0.1 + 0.2, INF, -INF, True, None, "x'\"\n", (1.5,), [1, [2.0]], {0.001: "a"},
        np.float64(0.1), np.array([[1, 2]]), np.array(3.5), np.zeros((0, 2)),
        np.array([INF, -0.0, 1e-300]), np.array([True]), np.float32(0.1),
    ],
    ids=repr,
)  # fmt: skip
def test_a_literal_is_the_value_to_the_last_bit(value):
    found = eval(literal(value, {}), {"np": np, "inf": INF, "nan": float("nan")})
    assert type(found) is type(value)
    if isinstance(value, np.ndarray):
        assert (found.dtype, found.shape) == (value.dtype, value.shape)
        assert found.tobytes() == value.tobytes()
    else:
        assert found == value


def test_an_axes_is_made_in_the_script():
    assert "add_subplot" in literal(FRESH_AXES, {})


@pytest.mark.parametrize(
    ("got", "expected", "is_same"),
    [
        ([1.0, 2.0], np.array([1.0, 2.0]), True),
        ([1.0, 2.0], [1.0, 2.1], False),
        ([[1.0]], [1.0], False),
        (("a", 1.0), ("a", 1.0), True),
        ([("minimum", 0.0)], [("maximum", 0.0)], False),
        ({"a": 1.0, "b": 2}, {"a": 1.0}, True),
        ({}, {"a": 1.0}, False),
        ("converges", "converges", True),
        (None, 1.0, False),
        ([1e70, INF], [INF, float("nan")], True),
        (1.5, INF, False),
        (float("nan"), 1.0, False),
        ([], [1.0], False),
    ],
)
def test_an_answer_is_compared_part_by_part(got, expected, is_same):
    assert same(got, expected, 1e-6, 1e-9, 1e60) is is_same


def test_up_to_a_limit_of_infinity_a_large_number_is_not_infinite():
    assert not same([1e70], [INF], 1e-6, 1e-9, INF)
    assert same([INF, float("nan")], [INF, float("nan")], 1e-6, 1e-9, INF)
