"""First messages are never false, tell what matters, and are short; the slips are at least 200."""

import statistics
import sys

import pytest

from exercises.coach.judging.errors.python_errors import TABLE
from exercises.coach.judging.errors.table_row import Entry, Error
from exercises.coach.showing.terminal import MOST
from tests.golden import GOLDEN
from tests.kit import Copy, every_second_slow
from tests.slips.__main__ import ALL, MEDIAN, falsehoods, golden_text, is_told
from tests.slips.right import right
from tests.slips.run import MORE, Said, first_message
from tests.slips.slip import Slip

AT_LEAST = 200
SHARE = 0.95
# Through a real `pytest exercises`, as a learner runs it.
REAL = (
    "the closing quotes of loss deleted",
    "a hat for the power",
    "Matplotlib's line left commented",
    "gradient_decent",
    "append's result kept",
    "input at the top",
    "prints that are the call's own",
)


@pytest.fixture(scope="module")
def spoken() -> list[tuple[Entry, str]]:
    """Give the rows of the table that spoke while `messages` was made, and what they said."""
    return []


@pytest.fixture(scope="module")
def messages(tmp_path_factory, spoken, is_thorough) -> dict[Slip, Said]:
    """Make the first messages of all slips, or of one in six."""
    slips = ALL if is_thorough else ALL[::6]
    about = Entry.about

    def noted(entry: Entry, error: Error) -> str | None:
        words = about(entry, error)
        if words is not None:
            spoken.append((entry, words))
        return words

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Entry, "about", noted)
        patch.chdir(tmp_path_factory.mktemp("run"))
        return {slip: first_message(slip.stem, slip.source, slip.seconds) for slip in slips}


def test_there_are_at_least_two_hundred_each_with_a_title_of_its_own():
    assert len(ALL) >= AT_LEAST
    assert len({slip.title for slip in ALL}) == len(ALL)


@pytest.mark.parametrize("stem", sorted({slip.stem for slip in ALL}))
def test_without_a_slip_nothing_is_wrong(stem):
    assert first_message(stem, right(stem)) == Said()


def test_no_first_message_is_false(messages):
    false = {slip.title: falsehoods(slip, said) for slip, said in messages.items()}
    assert {title: why for title, why in false.items() if why} == {}


def test_what_matters_is_told(messages):
    untold = [slip.title for slip, said in messages.items() if not is_told(slip, said)]
    assert len(untold) <= (1 - SHARE) * len(messages), untold


def test_first_messages_are_short(messages):
    lengths = {s.title: len(said.lines) for s, said in messages.items() if said.lines}
    assert statistics.median(lengths.values()) <= MEDIAN
    # One line more offers a hint.
    assert {title: n for title, n in lengths.items() if n >= MOST} == {}


def titled(title: str) -> Slip:
    return next(slip for slip in ALL if slip.title == title)


def test_a_message_points_at_the_line_that_failed():
    for title, failed in (("grad_fn not called", "* grad_fn\n"), ("superscripts in grad", "* x³ ")):
        slip = titled(title)
        line = 1 + slip.source[: slip.source.rindex(failed)].count("\n")
        said = first_message(slip.stem, slip.source)
        assert f"code exercises/{slip.stem}.py, line {line}" in said.folded


def test_the_golden_texts_are_what_is_said(messages, is_thorough):
    golden = (GOLDEN / "slips.txt").read_text(encoding="utf-8")
    said = golden_text({slip.title: message for slip, message in messages.items()})
    (versions, *told), (kept_versions, *kept) = said.split("\n\n=== "), golden.split("\n\n=== ")
    if versions != kept_versions:
        pytest.skip("Python and NumPy word their errors otherwise in other versions")
    titles = {text.partition("\n")[0] for text in told}
    expected = [text for text in kept if is_thorough or text.partition("\n")[0] in titles]
    assert "\n\n".join(told).rstrip() == "\n\n".join(expected).rstrip(), (
        "read the difference; python -m tests.slips --write"
    )


@pytest.mark.slow
def test_every_row_of_the_table_is_said_to_some_slip(messages, spoken):
    told = " ".join(said.folded for said in messages.values())
    shown = {entry for entry, words in spoken if " ".join(words.split()) in told}
    never = {entry.says for entry in TABLE if entry not in shown}
    expected = {
        # In a notebook only.
        "Run the cell that defines `{name}` first.",
        # Of such a file the sound statements are judged, and a missing package is said before.
        "The file holds bytes that are not text: save it again as plain text, encoding UTF-8.",
        # Of a slip's neighbours none imports it.
        "{file}.py imports this file, and this file imports it, so that each waits for the other: let "
        "only one of the two import.",
        # Pytest has a debugger of its own.
        "`{name}()` starts a debugger, which waits for somebody to type: delete the line when you are "
        "done.",
    }
    # Newer Pythons guess the one themselves, read quotes and backslashes in an f-string's brackets and
    # two names behind `except`, and compute no hint.
    of_312 = ("Python tells capitals", "No backslash can be inside", "Inside the curly brackets")
    seldom = of_312 if sys.version_info >= (3, 12) else ()
    # Nor are these: nobody evaluates what stands beside an argument's name.
    of_314 = (
        "An exception gets",
        "`|` does",
        "A hint joins",
        "A hint for",
        "The type of a function",
    )
    seldom += of_314 if sys.version_info >= (3, 14) else ()
    assert {says for says in never if not says.startswith(seldom)} == expected


@pytest.mark.parametrize("title", every_second_slow(REAL))
def test_a_real_run_says_the_same(title, tmp_path):
    slip = titled(title)
    run = Copy(tmp_path).put(slip.stem, slip.source).run(f"exercises/test_{slip.stem}.py")
    said = first_message(slip.stem, slip.source)
    # The command is the one that was typed.
    for line in said.lines:
        assert line in run.text or MORE in line, run.text
