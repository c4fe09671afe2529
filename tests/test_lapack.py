"""LAPACK's lines about nan are left out of what a notebook's check prints; all else is kept."""

import json
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from exercises.coach.calling import lapack
from exercises.coach.calling.lapack import without_lapacks_lines
from tests.kit import ROOT

SAID = b" ** On entry to DLASCL parameter number  4 had an illegal value\n"


def complain():
    with pytest.raises(np.linalg.LinAlgError):
        np.linalg.lstsq(np.array([[np.nan, 1.0], [2.0, 3.0]]), np.ones(2), rcond=None)


def test_what_lapack_says_of_nan_is_left_out_and_what_others_print_is_kept_in_order(capfd):
    os.write(1, b"before\n")
    with without_lapacks_lines():
        os.write(1, b"first\n")
        complain()
        os.write(1, SAID + b"Intel MKL ERROR: Parameter 4 was incorrect on entry to DLASCL.\n")
        subprocess.run([sys.executable, "-c", "print('a process of their own')"], check=True)
        os.write(1, b"On entry to the loop, 4 had an illegal value\nand no line end")
    os.write(1, b"\nafter\n")
    assert capfd.readouterr().out.split("\n")[:-1] == [
        "before", "first", "a process of their own",
        "On entry to the loop, 4 had an illegal value", "and no line end", "after",
    ]  # fmt: skip


def test_the_output_is_put_back_after_an_error_and_what_was_printed_is_there(capfd):
    @without_lapacks_lines()
    def theirs():
        os.write(1, b"printed\n")
        raise RuntimeError("theirs")

    with pytest.raises(RuntimeError, match="theirs"):
        theirs()
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "printed\nafter\n"


def test_a_second_one_at_the_same_time_leaves_the_first_to_put_it_back(capfd):
    with without_lapacks_lines():
        other = threading.Thread(target=lambda: without_lapacks_lines().__enter__())
        other.start()
        other.join()
        with without_lapacks_lines():
            os.write(1, b"within\n")
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "within\nafter\n"
    assert lapack._turn.acquire(blocking=False)
    lapack._turn.release()


@pytest.mark.parametrize("gone", ["dup", "dup2"])
def test_where_the_output_cannot_be_turned_away_all_is_shown_at_once(capfd, monkeypatch, gone):
    def refuse(*_):
        raise OSError("not here")

    with monkeypatch.context() as patch:
        patch.setattr(os, gone, refuse)
        with without_lapacks_lines():
            os.write(1, SAID)
            assert capfd.readouterr().out == SAID.decode()


def test_without_ctypes_it_does_nothing(capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "ctypes", None)
    with without_lapacks_lines():
        os.write(1, SAID)
        assert capfd.readouterr().out == SAID.decode()


def test_the_check_of_a_fit_that_meets_inf_shows_the_coachs_words_alone():
    code = """
import numpy as np
from exercises.coach.notebook import check
def fit_power_law(steps, gaps):
    return np.polyfit(np.log(steps), np.log(gaps), 1)
with np.errstate(all="ignore"):
    check("ex3_convergence_rate", globals())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"}, check=True,
    )  # fmt: skip
    assert "next step: exercise 3" in done.stdout
    assert "On entry to" not in done.stdout + done.stderr, json.dumps(done.stdout)
