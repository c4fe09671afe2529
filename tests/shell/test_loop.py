"""The loop on a pseudo terminal: real keys, real saves, and every screen read."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sys
import time
from pathlib import Path

import pytest

from exercises.coach.shell.loop import stopped
from tests.kit import ROOT, SOLUTIONS, Copy
from tests.shell.terminal_session import Session, stub_with

pytestmark = [
    pytest.mark.slow,
    pytest.mark.costly,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals"),
    pytest.mark.timeout(600),
]
EX1, EX2, EX4 = "ex1_gradient_descent", "ex2_learning_rates", "ex4_trajectories"
KEYS = "q quit"
ALL_KEYS = ["n next", "h hint", "m more", "l list", "r reset", "s solution", "q quit"]
RIGHT = {
    "loss": "    return x**4 - 3 * x**2 + 2",
    "grad": "    return 4 * x**3 - 6 * x",
    "gradient_descent": """\
    theta = np.array(theta_init, dtype=float)[()]
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history""",
}


@pytest.fixture
def with_solutions(copy):
    shutil.copytree(SOLUTIONS, copy.folder / "solutions")
    return copy


@pytest.mark.daily
def test_exercise_1_from_the_stub_to_all_right(with_solutions):
    copy = with_solutions
    with Session(copy) as learner:
        first = learner.until(KEYS)
        assert first.count("not started") >= 5
        assert "next step: exercise 1, loss" in first
        assert f"Save exercises/{EX1}.py, and it is checked again." in first
        learner.save(EX1, stub_with(copy, EX1, loss="    x**4 - 3 * x**2 + 2"))
        assert "looks like `returns-none`" in learner.checked(KEYS)
        learner.save(EX1, copy.stub(EX1).read_text("utf-8").replace("    x**4", "    return x**4"))
        assert "next step: exercise 1, grad" in learner.checked(KEYS)
        for name in ("grad", "gradient_descent"):
            learner.save(EX1, stub_with(copy, EX1, **{name: RIGHT[name]}))
            learner.checked(KEYS)
        assert "next step: exercise 1, find_critical_points" in "\n".join(learner.screen())
        learner.press("s")
        early = learner.until(KEYS)
        assert re.search(r"is shown once yours is all right.\nNow \d+ of \d+ tests are.", early)
        learner.save(EX1, (SOLUTIONS / f"{EX1}.py").read_text("utf-8"))
        done = learner.checked(KEYS)
        assert "Exercise 1 is all right. Well done." in done
        assert "Next: exercise 2, learning rates." in done
        assert re.search(r" 1  gradient descent    █+  (\d+) of \1 right\n", done)
        assert "next step" not in done
        learner.press("s")
        assert f"solutions/{EX1}.py" in learner.until("any key: back")
        learner.press("h")
        assert "  why       " in learner.until("h tells its reasons.")
        learner.press("n")
        assert "next step: exercise 2, loss" in learner.until(KEYS)
        learner.press("q")
        assert learner.end() == 0
        assert "Your progress is kept" in learner.text


def test_every_line_fits_80_columns_and_the_colours_are_those_of_the_board(copy):
    copy.put(EX1, ROOT / "tests" / "chaffs" / EX1 / "climbs.py")
    with Session(copy) as learner:
        learner.until(KEYS)
        assert [line for line in learner.screen() if len(line) > 80 and "::" not in line] == []
        assert "\x1b[31m" in learner.text
        learner.press("r")
        learner.until("any other key: no")
        assert [line for line in learner.screen() if len(line) > 80 and "::" not in line] == []


def test_in_a_narrow_terminal_lines_break_between_words_and_a_resized_one_is_noticed(copy):
    copy.put(EX1, ROOT / "tests" / "chaffs" / EX1 / "climbs.py")
    with Session(copy, environment={"COLUMNS": ""}) as learner:
        learner.resize(60)
        # A key is never parted from its word.
        learner.until(KEYS)
        rows = [line for line in learner.screen() if re.match("n next|s solution|q quit", line)]
        assert re.split(r"\s{2,}", "   ".join(rows).strip()) == ALL_KEYS
        learner.press("r")
        learner.until("any other key: no")
        long = [line for line in learner.screen() if len(line) > 60]
        assert [line for line in long if "exercises/" not in line] == []
        assert "█" not in learner.text
        learner.resize(200)
        learner.press("\r")
        learner.until_matches(r"█.*(?s:.)*" + KEYS)
        assert max(len(line) for line in learner.screen() if "::" not in line) in range(61, 81)


def test_a_hint_more_with_each_h_as_a_learner_starts_it(tmp_path):
    copy = Copy(tmp_path, is_cold=True)
    with Session(copy) as learner:
        assert "hint 1" not in learner.until(KEYS)
        learner.press("h")
        assert "hint 1" in learner.until(KEYS)
        learner.press("h")
        assert "hint 2" in learner.until(KEYS)


def test_any_exercise_can_be_started_and_the_next_run_goes_on_there(copy):
    with Session(copy) as learner:
        learner.until(KEYS)
        learner.press("l")
        listed = learner.until("any other key: back")
        assert f"exercises/{EX4}.py" in listed
        learner.press("4")
        assert "next step: exercise 4, trajectory" in learner.until(KEYS)
        learner.press("\x1b[A")
        assert "next step: exercise 4" in learner.until(KEYS), "an arrow is no key of ours"
        learner.press("q")
        learner.end()
    with Session(copy) as learner:
        assert "next step: exercise 4, trajectory" in learner.until(KEYS)
    with Session(copy, "2") as learner:
        assert "next step: exercise 2, loss" in learner.until(KEYS)


def test_a_save_of_another_exercise_goes_to_that_one(copy):
    with Session(copy) as learner:
        learner.until(KEYS)
        learner.save(EX4, stub_with(copy, EX4, trajectory="    return None"))
        assert "next step: exercise 4, trajectory" in learner.checked(KEYS)


def test_a_reset_asks_keeps_the_work_and_never_an_older_copy(copy):
    stub = copy.stub(EX1).read_bytes()
    kept = copy.stub(EX1).with_name(f"{EX1}.before-reset-1.py")
    kept.write_text("older work", encoding="utf-8")
    mine = stub_with(copy, EX1, loss="    return 0  # mine")
    copy.put(EX1, mine)
    with Session(copy) as learner:
        learner.until(KEYS)
        learner.press("r")
        assert f"Reset exercises/{EX1}.py? A copy is kept." in learner.until("any other key: no")
        learner.press("x")
        learner.until(KEYS)
        assert copy.stub(EX1).read_text("utf-8") == mine
        learner.press("r")
        learner.until("any other key: no")
        learner.press("y")
        said = learner.until(f"before-reset-2.py\n\nSave exercises/{EX1}.py")
        assert re.search(r" 0 of (\d+) right   \1 not started", said)
        learner.press("r")
        assert f"exercises/{EX1}.py is as it was handed out." in learner.until(KEYS)
    assert copy.stub(EX1).read_bytes() == stub
    assert kept.read_text("utf-8") == "older work"
    assert kept.with_name(f"{EX1}.before-reset-2.py").read_text("utf-8") == mine


@pytest.mark.daily
def test_ctrl_c_ends_the_check_that_runs_and_a_second_one_the_loop(copy):
    loop = copy.folder / "exercises" / "coach" / "shell" / "loop.py"
    source = loop.read_text("utf-8")
    assert "\nSLOW_SECONDS = 3.0\n" in source
    loop.write_text(source.replace("\nSLOW_SECONDS = 3.0\n", "\nSLOW_SECONDS = 1.0\n"), "utf-8")
    with Session(copy) as learner:
        learner.until(KEYS)
        source = stub_with(copy, EX1, loss="    return sum(range(10**13))")
        learner.save(EX1, source)
        learner.until("Ctrl-C stops this check.")
        learner.interrupt()
        line = 1 + source[: source.index("return sum(")].count("\n")
        assert f"The check was stopped in line {line} of {EX1}.py." in learner.until(KEYS)
        learner.save(EX1, copy.stub(EX1).read_text("utf-8").replace("sum(range(10**13))", "0"))
        assert "got       0" in learner.checked(KEYS)
        learner.interrupt()
        assert learner.end() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="read from Linux's /proc")
def test_no_check_outlives_a_loop_that_is_killed(copy):
    with Session(copy) as learner:
        learner.until(KEYS)
        learner.save(EX1, stub_with(copy, EX1, loss="    return sum(range(10**13))"))
        learner.until("checking")
        assert processes_in(copy.folder)
        learner.process.kill()
    ends = time.monotonic() + 30
    while processes_in(copy.folder) and time.monotonic() < ends:
        time.sleep(0.05)
    assert processes_in(copy.folder) == []


def processes_in(folder):
    """Return the processes that run in a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            found += [int(place.parent.name)] if place.readlink() == folder else []
    return found


def test_a_file_that_is_put_away_is_missed_and_checked_when_it_comes_back_as_it_was(copy):
    path = copy.put(EX1, stub_with(copy, EX1, loss="    return 0")).stub(EX1)
    with Session(copy) as learner:
        assert "  got       0" in learner.until(KEYS)
        away = path.rename(path.with_suffix(".away"))
        learner.press("\r")
        missed = " ".join(learner.until(KEYS).split())
        assert f"{EX1}.py is missing from exercises/. Keep the stub's file name." in missed
        assert "usage:" not in missed
        away.rename(path)
        assert "  got       0" in learner.until(KEYS)


def test_a_check_that_is_stopped_within_numpy_is_asked_about_inf():
    mine = 'Stack (most recent call first):\n  File "/a/exercises/ex5_it.py", line 161 in fit\n'
    numpys = '  File "/a/numpy/linalg/_linalg.py", line 2540 in lstsq\n'
    of_mine, of_numpys, of_nothing = (
        "\n".join(map(str, stopped(text)))
        for text in (mine, mine.replace("\n", f"\n{numpys}", 1), "")
    )
    assert of_mine.startswith("The check was stopped in line 161 of ex5_it.py. Save the file")
    assert of_numpys.startswith("The check was stopped in line 161 of ex5_it.py. Save the file")
    assert of_nothing.startswith("The check was stopped. Save the file")
    for text in (of_mine, of_numpys, of_nothing):
        assert "If it would not end: does every loop of yours come to its end?" in text
        assert ("an inf or a nan" in text) == (text == of_numpys)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import os; os._exit(0)", "it ended the process with os._exit(0)"),
        ("import ctypes; ctypes.CDLL(None)._exit(0)", "while your code ran (status 0)"),
        ("import os; os.abort()", "while your code ran, in line LINE (an abort)"),
        ("import os; os.kill(os.getpid(), 9)", "while your code ran (SIGKILL)"),
        ("import exercises; exercises.__path__[:] = []; return 1", "got       1"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_what_ends_or_spoils_the_checks_process_leaves_the_loop_unhurt(copy, line, said):
    source = stub_with(copy, EX1, loss=f"    {line}")
    copy.put(EX1, source)
    number = source.split("\n").index(f"    {line}") + 1
    said = said.replace("LINE", f"{number} of {EX1}.py")
    with Session(copy) as learner:
        assert said in " ".join(learner.until(KEYS).split("\n"))
        learner.save(EX1, copy.stub(EX1).read_text("utf-8").replace(line, "return x**4-3*x**2+2"))
        assert "next step: exercise 1, grad" in learner.checked(KEYS)


def test_a_notebook_that_is_saved_is_checked_and_put_back(copy):
    book = copy.folder / "exercises" / "notebooks" / f"{EX1}.ipynb"
    before = book.read_bytes()
    with Session(copy) as learner:
        learner.until(KEYS)
        cells = json.loads(before)
        for cell in cells["cells"]:
            if "def loss" in "".join(cell["source"]):
                cell["source"] = "def loss(x):\n    return x**4 - 3 * x**2 + 3\n"
        book.write_text(json.dumps(cells), encoding="utf-8")
        wrong = learner.until(KEYS)
        assert "next step: exercise 1, loss" in wrong
        assert "  expected  " in wrong
        assert f"code      exercises/notebooks/{EX1}.ipynb, cell 3, line 1" in wrong
        assert f"Save exercises/notebooks/{EX1}.ipynb, and it is checked again." in wrong
        learner.press("r")
        learner.until("any other key: no")
        learner.press("y")
        said = learner.until("before-reset-1.ipynb\n")
        assert re.search(r" 0 of (\d+) right   \1 not started", said)
    assert book.read_bytes() == before
    assert book.with_name(f"{EX1}.before-reset-1.ipynb").is_file()


def test_a_notebook_that_only_jupyter_saved_is_not_checked(copy):
    copy.put(EX1, stub_with(copy, EX1, loss=RIGHT["loss"]))
    book = copy.folder / "exercises" / "notebooks" / f"{EX2}.ipynb"
    with Session(copy) as learner:
        learner.until(KEYS)
        book.write_text(json.dumps(json.loads(book.read_bytes()), indent=3), encoding="utf-8")
        learner.save(EX1, stub_with(copy, EX1, grad=RIGHT["grad"]))
        said = learner.checked(KEYS)
        assert "next step: exercise 1, gradient_descent" in said
        assert EX2 not in said


def test_what_is_built_on_a_saved_exercise_1_is_checked_again_quietly(copy):
    source = (SOLUTIONS / f"{EX2}.py").read_text("utf-8")
    copy.put(EX1, stub_with(copy, EX1, **RIGHT))
    copy.put(EX2, f"{source}\n\nfrom {EX1} import gradient_descent\n")
    shutil.copytree(SOLUTIONS, copy.folder / "solutions")
    with Session(copy, "1") as learner:
        row = r" 2  learning rates      █+  (\d+) of \1 right\n"
        assert re.search(row, learner.until(KEYS))
        wrong = copy.stub(EX1).read_text("utf-8").replace("theta - lr", "theta + lr")
        learner.save(EX1, wrong)
        learner.until("looks like `climbs`")
        # Without a key or a save: the second exercise's row follows.
        learner.until_matches(r" 2  learning rates .* [1-9]\d* wrong")


def test_a_dumb_terminal_gets_lines_for_keys_and_no_escapes(copy):
    with Session(copy, environment={"TERM": "dumb"}) as learner:
        assert "q quit   (and Enter)" in learner.until("(and Enter)")
        learner.press("hint\n")
        assert "hint 1" in learner.until("(and Enter)")
        learner.press("q\n")
        assert learner.end() == 0
        assert "\x1b" not in learner.text


def test_no_color_is_respected_and_the_terminal_is_put_back_when_the_window_closes(copy):
    with Session(copy, environment={"NO_COLOR": "1"}) as learner:
        learner.until(KEYS)
        assert "\x1b[3" not in learner.text
        learner.terminate()
        assert learner.end() == 0


def test_m_shows_the_rest_of_what_there_is_to_say(copy):
    copy.put(EX1, ROOT / "tests" / "chaffs" / EX1 / "climbs.py")
    with Session(copy) as learner:
        short = learner.until(KEYS)
        assert "more      python -m exercises more" in short
        learner.press("m")
        assert len(learner.until(KEYS).split("\n")) > len(short.split("\n"))
