"""The next step in a terminal: short first, whole with --more; nothing lost, nothing invented."""

import pytest

from exercises.coach.contracts import EXERCISES, exercise_of
from exercises.coach.judging.finding import Fact, Finding, Flaw, Kind
from exercises.coach.showing.message import message
from exercises.coach.showing.next_step import next_result, step_of, stop_step
from exercises.coach.showing.results import Result
from exercises.coach.showing.terminal import (
    MOST,
    WIDTH,
    ascii_only,
    first_message,
    whole_message,
    width_of,
    wrapped,
)
from grader.encoding import in_encoding
from tests.pages import bare

MORE = "pytest exercises --more"
STEM = "ex1_gradient_descent"
SENTENCE = "A sentence of some length that says what has to be done about it. " * 8


def facts(kind, count, text="a fact"):
    return tuple(Fact(kind, f"{text} {number}") for number in range(count))


def wrong(
    got="1", expected="2", told=(), ids=(), *, call="grad(2.0)", printed="", function="grad",
    stem=STEM, title="The derivative at 2 is 20.", **more,
):  # fmt: skip
    flaw = Flaw(got, expected, tuple(told), tuple(ids))
    finding = Finding(stem, function, call, flaw, printed=printed, **more)
    exercise = exercise_of(stem)
    test = f"exercises/test_{stem}.py::test_it"
    return Result(exercise, test, title, "wrong", function, finding=finding, printed=printed)


def first(result, *others, **more):
    step = step_of(result, results=[result, *others], **more)
    return [line.text for line in first_message(step, MORE)]


def whole(result, *others, **more):
    step = step_of(result, results=[result, *others], **more)
    return [line.text for line in whole_message(step)]


def test_where_there_is_no_more_no_line_says_so():
    lines = first(wrong(told=facts(Kind.RATIO, 1)), where="exercises/x.py, line 3")
    assert lines == [
        "next step: exercise 1, grad",
        "grad(2.0)",
        "  got       1",
        "  expected  2",
        "  a fact 0",
        "  checks    The derivative at 2 is 20.",
        "  code      exercises/x.py, line 3",
        f"  test      exercises/test_{STEM}.py::test_it",
    ]
    everything = whole(wrong(told=facts(Kind.RATIO, 1)), where="exercises/x.py, line 3")
    assert lines == [line for line in everything if line]


@pytest.mark.parametrize(
    ("result", "others"),
    [
        (wrong(told=facts(Kind.RATIO, 2)), ()),
        (wrong(ids=("climbs",)), ()),
        (wrong(got="1, " * 200), ()),
        (wrong(call=f"grad({'2.0, ' * 60})"), ()),
        (wrong(told=[Fact(Kind.ADVICE, SENTENCE)]), ()),
        (wrong(printed="a line\n" * 5), ()),
        (wrong(told=facts(Kind.CALLER, 1)), (wrong(function="loss"),)),
        (wrong(), (Result(EXERCISES[1], "t", "T.", "not started", "loss"),)),
    ],
    ids=["facts", "named", "value", "call", "advice", "printed", "others", "not started"],
)
def test_where_there_is_more_the_last_line_says_how_to_see_it_and_nothing_is_lost(result, others):
    lines = first(result, *others)
    assert lines[-1] == f"  more      {MORE}"
    assert len(lines) <= MOST
    everything = bare(whole(result, *others))
    step = step_of(result, results=[result, *others])
    for row in step.rows:
        assert bare([row.label, row.text]) in everything
    assert MORE not in "\n".join(whole(result, *others))


def test_whatever_there_is_to_say_the_first_message_has_at_most_20_lines():
    told = (
        *(Fact(kind, f"{SENTENCE} {n}") for kind in Kind for n in range(5)),
        Fact(Kind.LINE, "  return x ** " + "9" * 500),
    )
    result = wrong(
        "got, " * 300, "expected, " * 300, told, ("climbs", "history-after", "decaying-lr"),
        call=f"grad({'2.0, ' * 300})", printed="a printed line\n" * 50,
    )  # fmt: skip
    others = [
        wrong(function=f, stem=e.stem, blocked_by=blocked)
        for e in EXERCISES
        for f in e.functions
        for blocked in ("", "gradient_descent")
    ]
    lines = first(result, *others, where="x.py, line 1", picture="p.png", stuck="--hint")
    assert len(lines) <= MOST
    assert max(map(len, lines)) <= WIDTH
    assert lines[0] == "next step: exercise 1, grad"
    assert lines[1].startswith("grad(2.0, ")
    assert lines[2].startswith("  got       got, ")
    assert lines[-1] == f"  more      {MORE}"


def test_hints_that_were_asked_for_are_whole():
    lines = first(wrong(got="1, " * 300, ids=("climbs",)), hints=[SENTENCE, SENTENCE])
    assert bare(lines).count(bare([SENTENCE])) == 2


def test_of_what_was_printed_the_last_lines_are_shown():
    result = wrong(printed="".join(f"line {n}\n" for n in range(30)))
    at = (lines := first(result)).index("  your code printed")
    assert lines[at + 1 : at + 5] == ["    …", "    line 27", "    line 28", "    line 29"]
    at = (lines := whole(result)).index("  your code printed")
    assert lines[at + 1 : at + 3] == ["    …", "    line 18"]
    assert "    line 29" in lines


def test_of_a_line_that_was_printed_over_the_last_is_shown():
    result = wrong(printed="\x1b[32m 10%\r 20%\r100%\x1b[0m\r\ndone\r\n")
    at = (lines := whole(result)).index("  your code printed")
    assert lines[at + 1 :][:2] == ["    100%", "    done"]


@pytest.mark.parametrize("shown", [first, whole, lambda result: [message(result.finding)]])
@pytest.mark.parametrize("mark", ["\x1b[2J", "\r", "\x00", "\x9b2J", "\u202e", "\u2028", "\b"])
def test_no_terminal_obeys_what_a_submission_says(shown, mark):
    """An instructor reads it under `pytest grader/hidden --submission`."""
    said = "\n".join(shown(wrong(got=f"ValueError: a{mark}b\nسلام\u200cها")))
    assert "ValueError: a\N{REPLACEMENT CHARACTER}" in said
    assert mark[0] not in said
    assert "سلام\u200cها" in said


def test_advice_and_the_line_that_failed_come_first_and_the_lines_above_it_later():
    told = (
        Fact(Kind.ADVICE, "Do this."), Fact(Kind.CALLER, "x.py, line 1"),
        Fact(Kind.LINE, "x.py, line 2 in grad:"), Fact(Kind.LINE, "    ^"), Fact(Kind.TYPE, "odd"),
    )  # fmt: skip
    lines = first(wrong("TypeError: no", "", told))
    assert lines[2:6] == [
        "  got       TypeError: no", "  Do this.", "  x.py, line 2 in grad:", "      ^",
    ]  # fmt: skip
    assert "x.py, line 1" not in "\n".join(lines)
    assert "  x.py, line 1" in whole(wrong("TypeError: no", "", told))


def test_a_mark_is_shown_where_the_line_above_it_is_in_one():
    source, mark = "  return 4 * x**3 - 6 * x + wrong_name", f"  {' ' * 26}^^^^^^^^^^"
    step = step_of(wrong(told=[Fact(Kind.LINE, source), Fact(Kind.LINE, mark)]))
    for shown in (lambda width: first_message(step, MORE, width),
                  lambda width: whole_message(step, width)):  # fmt: skip
        lines = [line.text for line in shown(40)]
        assert lines[lines.index(f"  {source}") + 1] == f"  {mark}"
        assert "^" not in "".join(line.text for line in shown(38))


def test_a_command_is_in_one_line_to_be_copied():
    asked = f"pytest exercises/{STEM}.py -k gradient_descent --hint"
    step = step_of(wrong(), stuck=asked)
    assert f"  stuck?    {asked}" in [line.text for line in first_message(step, MORE, 40)]


def test_other_wrong_tests_take_one_line_and_more_of_the_same_function_are_counted():
    others = [wrong(), wrong(function="loss"), wrong(function="fit", stem="ex5_linear_regression")]
    assert "  also      wrong: 1 grad (1 more), loss; 5 fit" in first(wrong(), *others)


def test_what_waits_for_a_cause_is_said_once_below_what_is_wrong_by_itself():
    more = {"stem": "ex2_learning_rates", "blocked_by": "gradient_descent"}
    waits = [
        wrong(function=name, title=f"{name} works.", **more)
        for name in ("explore", "explore", "lr_finder")
    ]
    cause = wrong(function="gradient_descent")
    lines = first(cause, *waits, wrong(function="loss"))
    also = [line for line in lines if "also" in line]
    assert also == [
        "  also      wrong: 1 loss",
        "  also      wait for a right `gradient_descent`: 2 explore, lr_finder",
    ]
    listed = whole(cause, *waits, wrong(function="loss"))
    assert listed.index("  ✗ 2 lr_finder  lr_finder works.") > listed.index(also[1])


def test_a_line_that_stops_elsewhere_takes_one_line_and_is_told_on_more():
    flaw = Flaw(
        "ModuleNotFoundError: No module named 'tqdm'", facts=facts(Kind.ADVICE, 1, "advice")
    )
    stop = stop_step(Finding(STEM, "", "", flaw, place=(f"{STEM}.py", 3)))
    own = wrong(stem="ex5_linear_regression", function="fit")
    also = "  also      exercise 1 is right, but line 3 of its file gives an error"
    assert first(own, stops=[stop])[-2:] == [also, f"  more      {MORE}"]
    assert [*whole(own, stops=[stop])][-3:] == [
        also, "  got       ModuleNotFoundError: No module named 'tqdm'", "  advice 0",
    ]  # fmt: skip


def test_a_cause_comes_before_what_waits_for_it_and_both_before_what_is_not_started():
    waits, own = wrong(function="explore", blocked_by="gradient_descent"), wrong()
    open_ = Result(EXERCISES[0], "t", "T.", "not started", "loss")
    right = Result(EXERCISES[0], "t", "T.", "right")
    assert next_result([right, open_, waits, own]) is own
    assert next_result([right, open_, waits]) is waits
    assert next_result([right, open_]) is open_
    assert next_result([right]) is None


def test_a_file_that_cannot_be_read_is_said_before_what_python_says():
    result = wrong("SyntaxError: no", "", call="", function="", title="No.", unread=f"{STEM}.py")
    assert first(result)[:3] == ["next step: exercise 1", "No.", "  got       SyntaxError: no"]


def test_a_function_that_is_not_written_is_told_with_its_first_line():
    result = Result(EXERCISES[0], "exercises/t.py::t", "T.", "not started", "loss")
    assert first(result, where="x.py, line 9", spec="Evaluate L.") == [
        "next step: exercise 1, loss",
        "  `loss` is not written yet. Evaluate L.",
        "  code      x.py, line 9",
        "  test      exercises/t.py::t",
    ]


@pytest.mark.parametrize("columns", [10, 40, 60, 80, 300])
def test_lines_are_as_wide_as_the_terminal_and_at_most_80(columns):
    width = width_of(columns)
    assert width == {10: 40, 300: 80}.get(columns, columns)
    words = "  looks like `climbs`: " + "your iterates are those of an ascent. " * 4
    lines = wrapped(f"short\n{words}", width).split("\n")
    assert lines[0] == "short"
    assert max(map(len, lines)) <= width
    assert all(line.startswith("  ") for line in lines[1:])
    assert " ".join(" ".join(lines[1:]).split()) == words.strip()


def test_a_line_with_a_path_that_is_too_long_is_not_broken():
    line = f"  test      exercises/test_{STEM}.py::test_one_step_goes_against_the_gradient"
    assert wrapped(line, 60) == line
    # Nor is one of which the label would be left alone.
    assert wrapped(line, len(line) - 4) == line
    words = "  got       a value that is too long for the line"
    assert wrapped(words, 30).split("\n") == [
        "  got       a value that is",
        "  too long for the line",
    ]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (("ex1_gradient_descent.py", 3), "line 3 of its file"),
        (("ex1_gradient_descent.ipynb, cell [4]", 3), "line 3 of cell [4]"),
        (("cell [4]", 3), "line 3 of cell [4]"),
        (("a cell of the notebook", 3), "line 3 of a cell of the notebook"),
        (("ex1_gradient_descent.ipynb, cell 4", 0), "a line of cell 4"),
        (None, "a line of its file"),
    ],
)
def test_a_line_that_fails_in_a_notebook_is_told_with_its_cell(place, where):
    step = stop_step(Finding("ex1_gradient_descent", "", "", Flaw("an error"), place=place))
    assert step.heading == f"exercise 1 is right, but {where} gives an error"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("max |1 − ηλ| is below 2ηλ_max", "max |1 - lr*lambda| is below 2*lr*lambda_max"),
        ("θ + η∇L, not θ − η²∇L", "theta + lr * grad L, not theta - lr^2 * grad L"),
        ("½θᵀHθ and ½ Σ λᵢθᵢ²", "1/2*theta^T*H*theta and 1/2 sum lambda_i*theta_i^2"),
        ("(XᵀX)⁻¹Xᵀy", "(X^T*X)^-1*X^T*y"),
        ("c·xⁿ gives c·n·xⁿ⁻¹, x¹⁰ is not 10⁻³", "c*x^n gives c*n*x^(n-1), x^10 is not 10^-3"),
        ("θ₀, θ_t, θ₁₂ and λ_min/λ_max", "theta_0, theta_t, theta_12 and lambda_min/lambda_max"),
        (
            "‖θ₀ − θ*‖²/(2ηt), L′(x) = 4x³ − 6x",
            "||theta_0 - theta*||^2/(2*lr*t), L'(x) = 4x^3 - 6x",
        ),
        ("Δημήτρης, Zoë, 山田: θ", "????????, Zo?, ??: theta"),
    ],
)
def test_without_their_letters_formulas_can_still_be_read(text, plain):
    assert ascii_only(text, "ascii") == plain
    assert in_encoding(text, "ascii") == plain
