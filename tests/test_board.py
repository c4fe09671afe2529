"""The board's lines: aligned and 80 columns wide, whatever an exercise is called and numbered."""

import pytest

from exercises.coach.contracts import EXERCISES, Exercise
from exercises.coach.showing import board
from exercises.coach.showing.kept_results import Progress
from exercises.coach.showing.results import Result
from exercises.coach.showing.terminal import WIDTH

LONG = "momentum, and what it costs where the valley is round"


def lines_of(monkeypatch, *exercises, states=("right", "not started")):
    monkeypatch.setattr(board, "EXERCISES", exercises)
    results = [Result(e, "a test", "A title.", state) for e in exercises for state in states]
    return [line.text for line in board.board(results)]


def exercise(number, title):
    return Exercise(number, f"ex{number}_it", title, {})


@pytest.mark.parametrize("number", [6, 10, 137])
@pytest.mark.parametrize("title", ["momentum", LONG, "x"])
def test_bars_stand_below_each_other_whatever_the_number_and_the_title(monkeypatch, number, title):
    lines = lines_of(monkeypatch, *EXERCISES, exercise(number, title))
    assert {line.index("█") for line in lines} == {24}
    assert max(map(len, lines)) <= WIDTH
    assert lines[-1].split()[0] == str(number)


def test_a_title_too_long_is_cut_and_says_so(monkeypatch):
    (line,) = lines_of(monkeypatch, exercise(6, LONG))
    assert line.startswith(" 6  momentum, and wha…  █")


def test_numbers_are_aligned_to_the_right(monkeypatch):
    first, tenth = lines_of(monkeypatch, EXERCISES[0], exercise(10, "momentum"))
    assert first.startswith("  1  gradient descent")
    assert tenth.startswith(" 10  momentum  ")


def test_a_line_with_all_three_counts_fits_a_terminal(monkeypatch):
    states = ["right"] * 14 + ["wrong"] * 13 + ["not started"] * 12
    (line,) = lines_of(monkeypatch, EXERCISES[4], states=states)
    assert line.endswith("14 of 39 right   13 wrong, 12 not started")
    assert len(line) <= WIDTH


def test_a_narrow_terminal_gets_no_bar_but_all_the_counts():
    results = [Result(EXERCISES[0], "a test", "A title.", s) for s in ("right", "wrong")]
    (line,) = board.board(results, width=60)
    assert line.text == " 1  gradient descent     1 of  2 right   1 wrong"


@pytest.mark.parametrize("kept", ["[" * 100_000, "[1]", '{"last": 7}', "null", ""])
def test_a_board_that_cannot_be_read_is_one_without_a_run(tmp_path, kept):
    progress = Progress(tmp_path)
    progress.path.parent.mkdir()
    progress.path.write_text(kept, encoding="utf-8")
    assert progress.all_results() == []
    assert progress.last() is None
