"""What the learner tests say of each wrong submission: that it is wrong, and in the kept words."""

import contextlib
import re
import statistics

import pytest

from exercises.coach.showing.html import html_of_step
from exercises.coach.showing.message import markdown_of_rows
from exercises.coach.showing.next_step import step_of
from exercises.coach.showing.pictures.of_finding import picture_of
from exercises.coach.showing.terminal import MOST, first_message, whole_message
from tests.golden import (
    GOLDEN,
    all_chaffs_of,
    chaffs_of,
    first_wrong,
    golden_text,
    is_found,
    results,
)
from tests.kit import ROOT, STEMS
from tests.pages import bare, text_of_page

# Lines of half of all first messages, blank ones too.
MEDIAN = 12
# What `math.log` says of zero there, and before.
OF_PYTHON_3_14 = ("expected a positive input, got 0.0", "math domain error")
# The submissions are run once for all tests that ask what is said to them.
pytestmark = pytest.mark.costly


def steps():
    """Yield each first message as a run shows it: with its picture, place, and all wrong tests."""
    for stem in STEMS:
        for result in filter(None, first_wrong(stem).values()):
            picture = f"exercises/.feedback/{stem}.png" if picture_of(result.finding) else ""
            yield step_of(result, where=f"exercises/{stem}.py, line 100", picture=picture)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("stem", STEMS)
def test_each_wrong_submission_is_told_what_the_golden_file_says(stem):
    expected = (GOLDEN / f"{stem}.txt").read_text(encoding="utf-8")
    said = golden_text(stem).replace(*OF_PYTHON_3_14)
    assert said == expected, "python -m tests.golden, then read the difference"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("stem", STEMS)
def test_the_learner_tests_find_every_chaff(stem, is_thorough):
    # A learner who sees "All right" takes it to mean full points.
    chaffs = all_chaffs_of(stem) if is_thorough else chaffs_of(stem)
    green = [path.stem for path in chaffs if not is_found(stem, path)]
    assert green == [], "sharpen a learner test, on numbers of its own"


@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore")  # they cost a learner nothing
@pytest.mark.parametrize("stem", STEMS)
def test_the_learner_tests_find_nothing_in_a_right_submission(stem, is_thorough):
    right = sorted((ROOT / "tests" / "wheats" / stem).glob("*.py"))[:: 1 if is_thorough else 2]
    assert [path.name for path in right if is_found(stem, path)] == []


def test_another_spelling_that_passes_where_the_first_does_not_is_not_found(tmp_path):
    stem = "ex1_gradient_descent"
    first = all_chaffs_of(stem)[0].with_name("climbs.py")
    right = ROOT / "tests" / "wheats" / stem / "plain_loop.py"
    (tmp_path / "climbs.py").write_bytes(first.read_bytes())
    (tmp_path / "climbs-2.py").write_bytes(right.read_bytes())
    assert is_found(stem, tmp_path / "climbs.py")
    assert not is_found(stem, tmp_path / "climbs-2.py")


@pytest.mark.parametrize(
    ("stem", "name", "test"),
    [
        ("ex5_linear_regression", "halves-the-rate-when-the-loss-rises", "test_the_comparison"),
        (
            "ex1_gradient_descent",
            "roots-of-a-fitted-gradient",
            "test_critical_points_of_another_loss",
        ),
    ],
)
def test_what_has_no_name_gets_none_in_a_later_test_either(stem, name, test):
    path = ROOT / "tests" / "chaffs" / stem / f"unlisted-{name}.py"
    with contextlib.closing(results(stem, path, begin_with=test)) as found:
        wrong = next(found)
    assert wrong.state == "wrong"
    assert wrong.finding.flaw.misconceptions == ()


def test_no_name_of_a_machine_or_address_gets_into_a_message():
    for path in sorted(GOLDEN.glob("*.txt")):
        assert not re.search(r"0x[0-9a-f]{6,}|/home/|/tmp/", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shown():
    return list(steps())


def test_first_messages_are_short(shown):
    lengths = [len(first_message(step, "pytest exercises --more")) for step in shown]
    assert len(lengths) > 250
    assert statistics.median(lengths) <= MEDIAN
    # One line more offers a hint.
    assert max(lengths) < MOST


def test_the_first_three_rows_are_the_next_step_the_call_and_what_came_back(shown):
    for step in shown:
        first, call, fact, *_ = step.heading, *(row for row in step.said if not row.is_detail)
        lines = [line.text for line in first_message(step, "")]
        assert lines[0] == first
        assert lines[1].startswith(call.text[:20])
        # A long call takes two lines.
        start = fact.text.split("\n")[0][:20]
        assert any(start in line for line in lines[2:4]), lines


def test_a_first_message_says_nothing_that_the_whole_one_does_not_say(shown):
    for step in shown:
        whole = bare(line.text for line in whole_message(step))
        for line in first_message(step, "")[:-1]:
            assert bare([line.text]).rstrip("…") in whole


def test_terminal_markdown_and_page_say_the_same_words(shown):
    for step in shown:
        said = [part for row in step.rows for part in (row.label, row.text)]
        assert bare(line.text for line in whole_message(step)) == bare([step.heading, *said])
        assert bare(markdown_of_rows(step.rows)[1:-1]) == bare(said)
        first, folded = (
            [part for row in step.rows if row.is_detail is folds for part in (row.label, row.text)]
            for folds in (False, True)
        )
        more = ["more", *folded] if folded else []
        assert text_of_page(html_of_step(step)) == bare([step.heading, *first, *more])
