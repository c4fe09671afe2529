"""Hints: the first fits the mistake, they count down, and after "All right" come the reasons."""

import json
import math
import operator
import re

import numpy as np
import pytest

from exercises.coach.contracts import EXERCISES, exercise_of, function_of
from exercises.coach.judging.finding import Finding, Flaw
from exercises.coach.misconception_catalogue import CATALOGUE
from exercises.coach.showing.hints import (
    FITTING,
    HINTS,
    REASONS,
    Hints,
    SeenHints,
    hint_for,
)
from exercises.coach.showing.next_step import right_step, step_of
from exercises.coach.showing.results import Result
from exercises.coach.showing.terminal import first_message, whole_message
from tests.kit import ROOT, Copy

EX1 = exercise_of("ex1_gradient_descent")
GENERAL = HINTS["ex1.gradient_descent"]
CLIMBS = FITTING["climbs"]
TEXTS = [*FITTING.values(), *(text for reasons in REASONS.values() for text in reasons)]


def wrong(*names, function="gradient_descent"):
    """Return a result in which these mistakes are named."""
    finding = Finding(EX1.stem, function, "call", Flaw("got", misconceptions=names))
    return Result(EX1, "test", "A title.", "wrong", function, finding=finding)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "exercises").mkdir()
    return tmp_path / "exercises" / ".feedback"


@pytest.fixture
def kept(folder):
    return SeenHints(folder.parent)


def test_the_first_hint_fits_the_mistake_that_was_named_first(kept):
    asked = [kept.hints(wrong("climbs", "history-after"), "more") for _ in range(5)]
    assert asked[0].shown == (CLIMBS,)
    assert asked[1].shown == (CLIMBS, GENERAL[0])
    assert asked[3].shown == asked[4].shown == (CLIMBS, *GENERAL)
    assert [hints.left for hints in asked] == [3, 2, 1, 0, 0]


def test_without_a_named_mistake_the_hints_are_those_of_the_function(kept):
    asked = [kept.hints(wrong(), "more") for _ in range(4)]
    assert [len(hints.shown) for hints in asked] == [1, 2, 3, 3]
    assert [hints.left for hints in asked] == [2, 1, 0, 0]
    assert asked[0].shown == GENERAL[:1]


def test_a_new_mistake_has_its_own_hint_before_the_general_ones_go_on(kept):
    kept.hints(wrong("climbs"), "more")
    kept.hints(wrong("climbs"), "more")
    new = kept.hints(wrong("momentum"), "more")
    assert new.shown == (FITTING["momentum"], GENERAL[0])
    assert kept.hints(wrong("momentum"), "more").shown == (FITTING["momentum"], *GENERAL[:2])
    assert kept.hints(wrong("climbs"), "more").shown == (CLIMBS, *GENERAL)


def test_a_mistake_without_a_hint_of_its_own_falls_back_on_the_function(kept):
    assert "unlabelled" not in FITTING
    assert kept.hints(wrong("unlabelled"), "more").shown == GENERAL[:1]


def test_each_function_counts_for_itself(kept):
    kept.hints(wrong(), "more")
    assert len(kept.hints(wrong(function="loss"), "more").shown) == 1


@pytest.mark.parametrize(("level", "count"), [("0", 1), ("1", 1), ("3", 3), ("9", 4)])
def test_a_level_shows_the_hints_up_to_it(kept, level, count):
    hints = kept.hints(wrong("climbs"), level)
    assert hints.shown == (CLIMBS, *GENERAL)[:count]
    assert (hints.number, hints.left) == (count, 4 - count)


def test_no_hint_is_shown_or_counted_when_none_is_asked_for(kept, folder):
    assert kept.hints(wrong("climbs"), None) == Hints()
    assert not folder.exists()


@pytest.mark.parametrize(
    "store",
    [b"\xff{", b"[", b"[1, 2]", b"{}", b'"x"', b"[" * 100_000, b"null", b'{"a": []}',
     json.dumps({f"{EX1.stem}.gradient_descent": "2"}).encode(),
     json.dumps({f"{EX1.stem}.gradient_descent": -7}).encode(),
     json.dumps({f"{EX1.stem}.gradient_descent": True}).encode(),
     json.dumps({f"{EX1.stem}.gradient_descent": 1.5}).encode()],
)  # fmt: skip
def test_a_store_that_cannot_be_read_counts_as_none(kept, folder, store):
    folder.mkdir()
    (folder / "hints.json").write_bytes(store)
    assert kept.hints(wrong(), "more").shown == GENERAL[:1]
    assert kept.hints(wrong(), "more").shown == GENERAL[:2]


def test_a_count_that_is_too_large_shows_all_hints(kept, folder):
    folder.mkdir()
    (folder / "hints.json").write_text(json.dumps({f"{EX1.stem}.gradient_descent": 10**30}))
    assert kept.hints(wrong(), "more").shown == GENERAL


def test_a_folder_that_cannot_be_written_costs_the_count_only(kept, folder):
    folder.write_text("a file in its place")
    assert kept.hints(wrong("climbs"), "more").shown == (CLIMBS,)
    assert kept.hints(wrong("climbs"), "more").shown == (CLIMBS,)


def test_the_closing_says_how_many_are_left_and_which_is_the_last():
    assert Hints().closing("again") == ""
    assert Hints(("a",), 1, 2).closing("again") == "2 more hints: again"
    assert Hints(("a",), 1, 1).closing("") == "1 more hint"
    assert Hints(("a",), 1, 0).closing("again") == "that was the last hint"
    assert Hints(("a",), 1, 2, "reason").closing("") == "2 more reasons"


def test_the_closing_stands_below_the_hints():
    step = step_of(wrong(), hints=["one", "two"], left="1 more hint: again")
    for lines in (whole_message(step), first_message(step, "")):
        texts = [line.text.strip() for line in lines]
        assert texts[texts.index("hint 2    two") + 1] == "1 more hint: again"


def test_after_all_right_the_hints_are_the_reference_solutions_reasons(kept):
    count = sum(len(REASONS.get(function.key, ())) for function in EX1.functions.values())
    asked = [kept.reasons([EX1], "more") for _ in range(count + 1)]
    assert asked[0].shown == (f"exercise 1, loss: {REASONS['ex1.loss'][0]}",)
    assert len({hints.shown for hints in asked}) == count
    assert [hints.left for hints in asked[-3:]] == [1, 0, 0]
    assert kept.reasons([EX1], "2") == asked[1]


def test_reasons_of_several_exercises_come_in_their_order(kept):
    firsts = [kept.reasons(reversed(EXERCISES), str(k)).shown[0] for k in range(1, 26)]
    numbers = [int(re.match(r"exercise (\d)", text)[1]) for text in firsts]
    assert numbers == sorted(numbers)
    assert set(numbers) == {1, 2, 3, 4, 5}


def test_what_is_right_and_not_asked_about_is_all_right_and_an_offer(kept):
    assert kept.reasons([EX1], None) == Hints()
    assert [line.text for line in whole_message(right_step(()))] == ["All right. Well done."]
    offered = [line.text.strip() for line in whole_message(right_step((), how="pytest --hint"))]
    assert offered[-2].endswith("the reference solution's reasons, one at a time:")
    assert offered[-1] == "pytest --hint"


def test_every_key_is_a_mistake_of_the_catalogue_and_a_function_that_it_can_be_in():
    functions = {each.id: each.functions for each in CATALOGUE}
    for key in FITTING:
        name, _, function = key.partition(" ")
        assert name in functions, key
        assert not function or function in functions[name], key


def test_a_hint_for_one_function_is_not_given_for_another():
    assert hint_for("gradient-halved", "ex1.grad")
    assert hint_for("gradient-halved", "ex5.mse_grad") == ""


def test_there_are_reasons_for_every_exercise_and_each_is_of_one_of_its_functions():
    exercises = [function_of(key).exercise for key in REASONS]
    assert list(dict.fromkeys(exercises)) == list(EXERCISES)


def test_a_hint_is_at_most_three_lines_of_76_columns():
    for text in TEXTS:
        lines = text.split("\n")
        assert len(lines) <= 3, text
        assert max(map(len, lines)) <= 76, text


def test_no_hint_that_fits_and_no_reason_is_code():
    for text in TEXTS:
        # An assignment, a definition, an index: what could be pasted.
        assert not re.search(r"= np\.|\bdef |lambda|\w\[|theta [-+]?=", text), text


def test_the_numbers_in_hints_and_reasons_are_right():
    slope = (3.01**2 - 3**2) / 0.01
    assert slope == pytest.approx(6, abs=0.02)  # gradient-halved and others
    assert [abs(1 - eigenvalue) for eigenvalue in (1, 4)] == [0, 3]  # limit-from-lambda-min
    assert 4 / (2 * 0.5 * 1) == 4  # bound-without-half
    assert [round(math.log(5), 3), round(math.log10(5), 3)] == [1.609, 0.699]  # log-base-mixed
    assert int(np.array([3.8]).astype(int)[0]) == 3  # truncates-integers
    assert max(abs(1 - 0.5 * eigenvalue) for eigenvalue in (0, 2)) == 1  # boundary-converges
    design = np.array([[1.0, 2.0], [1.0, 5.0], [1.0, 7.0]])
    targets = np.array([1.0, 4.0, 2.0])
    ones_and_tenth = np.linalg.lstsq(design / [1, 10], targets, rcond=None)[0]
    whole = np.linalg.lstsq(design, targets, rcond=None)[0]
    assert ones_and_tenth == pytest.approx(whole * [1, 10])  # standardises
    assert np.all(-design.T @ targets < 0)  # residual-sign
    with np.errstate(all="ignore"):
        assert (np.array([10**5]) ** 4)[0] != 10**20  # ex1, loss
    with pytest.raises(OverflowError):
        operator.pow(1e78, 4)
    assert math.isfinite(1e76**4)


@pytest.mark.slow
def test_a_run_counts_down_from_the_hint_that_fits_to_the_last(tmp_path):
    copy = Copy(tmp_path)
    chaff = ROOT / "tests" / "chaffs" / EX1.stem / "climbs.py"
    copy.put(EX1.stem, chaff)
    file = f"exercises/test_{EX1.stem}.py"
    said = [copy.run(file, "--hint").text for _ in range(4)]
    folded = [" ".join(text.split()) for text in said]
    assert "hint 1 Take one step on x² by hand" in folded[0]
    assert "3 more hints: the same command again" in folded[0]
    assert "1 more hint: the same command again" in folded[2]
    assert "that was the last hint" in folded[3]
    assert "2 more hints: --hint 3" in copy.run(file, "--hint", "2").text


def test_where_no_hint_can_be_counted_the_next_one_is_asked_for_by_its_number(tmp_path):
    copy = Copy(tmp_path)
    (copy.folder / "exercises" / ".feedback").write_text("no folder", encoding="utf-8")
    file = f"exercises/{EX1.stem}.py"
    assert "2 more hints: --hint 2\n" in copy.run(file, "--hint").text
    copy.solve(EX1.stem)
    assert "5 more reasons: --hint 2\n" in copy.run(file, "--hint").text


def test_a_run_in_which_all_is_right_offers_the_reasons_and_gives_them_one_at_a_time(tmp_path):
    copy = Copy(tmp_path).solve(EX1.stem)
    file = f"exercises/test_{EX1.stem}.py"
    offered = " ".join(copy.run(file).text.split())
    assert f"one at a time: pytest {file} --hint" in offered
    said = [" ".join(copy.run(file, "--hint").text.split()) for _ in range(2)]
    assert "All right. Well done. why exercise 1, loss: It makes x a float first" in said[0]
    assert "5 more reasons: the same command again" in said[0]
    assert "exercise 1, gradient_descent: The start becomes a float64 copy" in said[1]
