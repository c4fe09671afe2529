"""What the command line says before any command does its work."""

from __future__ import annotations

import itertools
import os

import pytest
from click.testing import CliRunner

from grader.cli import main

READINGS = ("--one-student", "--class", "--sections")


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


@pytest.mark.parametrize("pair", list(itertools.permutations(READINGS, 2)))
@pytest.mark.parametrize("command", ["grade", "intake"])
def test_submissions_are_read_in_one_way(command, pair, tmp_path):
    status, text = said(command, str(tmp_path), *pair)
    assert status == 2
    assert "give one of them" in text


@pytest.mark.parametrize("reading", READINGS)
def test_one_way_may_be_given_twice(reading, tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "ex1_gradient_descent.py").write_text("def loss(x):\n    return x\n")
    status, text = said("intake", str(tmp_path), reading, reading)
    assert "give one of them" not in text
    assert status in (0, 1)


@pytest.mark.parametrize("name", ["nosuch", "CSV", "canva"])
def test_a_format_that_there_is_not_is_told_with_those_that_there_are(name, tmp_path):
    status, text = said("export", name, "--out", str(tmp_path))
    assert status == 2
    assert f"there is no format '{name}'" in text
    assert "canvas, moodle" in text


@pytest.mark.parametrize(
    "arguments",
    [["grade", "x"], ["intake", "/"], ["init"], ["demo"], ["report"], ["release", "learners", "x"]],
    ids=lambda each: each[0],
)
def test_in_a_folder_that_is_gone_every_command_says_so(arguments, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    os.rmdir(tmp_path / "gone")
    status, text = said(*arguments)
    assert status == 1
    assert "the folder that you are in is gone" in text
    assert "Change to one that is there" in text
