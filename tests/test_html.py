"""A finding as a page: escaped, alone, readable on light and dark; and as Markdown."""

import base64
import re

import pytest

from exercises.coach.judging.finding import Fact, Kind
from exercises.coach.showing.board import board
from exercises.coach.showing.html import html_of_board, html_of_rows, html_of_step
from exercises.coach.showing.message import markdown_of_rows, rows_of
from exercises.coach.showing.next_step import right_step, step_of
from tests.grading.findings import found
from tests.pages import Page, bare, text_of_page
from tests.test_terminal import wrong

HOSTILE = [
    "<script>alert(1)</script>",
    "</details></div><b>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='x",
    "a & b &lt; &amp; &#60;",
    "`a` ``b`` ```",
    "`<i>`</code>`",
    "<!-- gone",
    "]]> <![CDATA[",
    "👩‍🔬 π ö 王 ‏عربي",
    "{{ 7 * 7 }} ${x} \\",
]
PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_learner_wrote_is_text(text):
    told = [Fact(kind, f"{kind}: {text}") for kind in Kind]
    result = wrong(
        f"KeyError: {text}", text, told, ("climbs",), call=f"grad({text})", function=text,
        printed=f"{text}\n{text}", title=f"Checks {text}.",
    )  # fmt: skip
    step = step_of(result, where=text, spec=text, hints=[text], results=[result, result])
    page = Page(html_of_step(step, PNG) + html_of_board(board([result])))
    plain = Page(html_of_step(step_of(result, results=[result, result]), PNG))
    # Isolating marks are no letters, and stand as a sign.
    shown = bare([text]).replace("\u200f", "�")
    assert bare([page.text]).count(shown) >= len(told) + 5
    assert set(page.opened) <= {
        "div", "span", "pre", "code", "strong", "details", "summary", "img",
    }  # fmt: skip
    assert plain.opened.count("details") == plain.opened.count("img") == 1
    text_of_page(html_of_step(step, PNG))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_fence(text):
    finding = found(text, call=text, facts=[f"{text} twice"])
    first, *lines, last = markdown_of_rows(rows_of(finding), indent="  ")
    assert re.fullmatch("  (`+)text", first)
    assert last == first.removesuffix("text")
    assert not any(last.strip() in line for line in lines)
    assert all(line.startswith("  ") for line in lines)


def test_escape_codes_of_terminals_are_no_part_of_a_page():
    page = html_of_rows(rows_of(found("\x1b[31mred\x00", facts=["\x07"])))
    assert not re.search("[\x00-\x08\x0b-\x1f]", page)
    assert "red" in page


def test_the_picture_comes_first_and_its_path_goes():
    step = step_of(wrong(), picture="exercises/.feedback/x.png")
    assert ".feedback" in html_of_step(step)
    page = html_of_step(step, PNG)
    assert ".feedback" not in page
    assert page.index(base64.b64encode(PNG).decode()) < page.index("grad(2.0)")
    assert dict(Page(page).attributes)["alt"]


def test_the_words_for_a_picture_say_whether_it_is_of_a_mistake():
    of_wrong = dict(Page(html_of_step(step_of(wrong(), picture="x.png"), PNG)).attributes)["alt"]
    of_right = dict(Page(html_of_step(right_step([], pictures=["x.png"]), PNG)).attributes)["alt"]
    assert "wrong" in of_wrong
    assert "wrong" not in of_right


def test_details_are_folded_and_without_any_there_is_no_fold():
    step = step_of(wrong(told=[Fact(Kind.RATIO, "first"), Fact(Kind.STEP, "second")]))
    shown, _, folded = html_of_step(step).partition("<details>")
    assert "first" in shown
    assert "second" not in shown
    assert "second" in folded
    assert "<details>" not in html_of_step(step_of(wrong()))


def test_a_long_value_is_shortened_and_whole_in_the_fold():
    value = ", ".join(map(str, range(400)))
    shown, _, folded = html_of_step(step_of(wrong(value))).partition("<details>")
    assert value not in shown
    assert "0, 1, 2, 3" in shown
    assert value in folded


@pytest.mark.parametrize(
    ("state", "words"), [("right", "1 of  1 right"), ("wrong", "1 wrong"), ("not started", "not")]
)
def test_a_colour_never_stands_without_its_word(state, words):
    result = wrong()
    line = board([type(result)(result.exercise, "t", "T.", state)])
    page = html_of_board(line)
    assert words in page
    assert "border-left:4px solid" in page


def test_text_and_ground_keep_the_colours_of_the_page_around():
    result = wrong(ids=("climbs",), told=[Fact(Kind.STEP, "x")], printed="y")
    page = html_of_step(step_of(result, results=[result, result])) + html_of_board(board([result]))
    styles = [value for name, value in Page(page).attributes if name == "style"]
    assert not [s for s in styles if re.search(r"(^|;)(color|background)", s)]


def test_marks_stand_below_the_line_that_they_mark():
    told = [Fact(Kind.LINE, "x.py, line 2:"), Fact(Kind.LINE, "  a + b"), Fact(Kind.LINE, "    ^")]
    page = html_of_rows(rows_of(found("no", facts=told)))
    assert "x.py, line 2:\n  a + b\n    ^</pre>" in page


def test_what_stands_between_back_quotes_is_code_and_a_single_one_is_a_sign():
    page = html_of_rows(rows_of(found("no", facts=[Fact(Kind.ADVICE, "write `a` or ` here")])))
    assert "write <code>a</code> or ` here" in page
