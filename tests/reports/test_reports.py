"""The reports of a run: what is blank stays blank, and nothing of a learner's runs in them."""

import csv
import json
import re
import unicodedata
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from exercises.coach.judging.finding import Fact, Kind
from exercises.coach.misconception_catalogue import misconception
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why
from grader.intake.people import Who
from grader.reports.feedback import feedback
from grader.reports.files import page_of as place_of_page
from grader.reports.files import remove_pages, write_reports
from tests.grading.findings import found


def check(outcome=Outcome.FAILED, finding=None, reasons=(), points=0.0):
    if finding is None and outcome is Outcome.FAILED:
        finding = found("1")
    return CheckGrade(
        "ex1/a", "The derivative.", "grad", outcome, points, 4.0, points, finding, tuple(reasons)
    )


def exercise(key="ex1", outcome=Outcome.FAILED, points=12.5, own=None, checks=None):
    checks = (check(),) if checks is None else checks
    return ExerciseGrade(key, outcome, points, 20.0, points if own is None else own, checks)


def grade(student="ada", outcome=Outcome.FAILED, exercises=None, notes=()):
    exercises = (exercise(),) if exercises is None else exercises
    points = sum(e.points for e in exercises)
    return Grade(student, outcome, points, 100.0, 0.1, exercises, notes)


def written(tmp_path, *grades):
    write_reports(grades, tmp_path, isolation="full", kit_version="1")
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))


def test_a_row_and_an_entry_hold_the_points(tmp_path):
    (row,), document = written(tmp_path, grade())
    assert (row["student"], row["points"], row["ex1"], row["ex2"]) == ("ada", "12.5", "12.5", "")
    (entry,) = document["submissions"]
    assert document["isolation"] == "full"
    assert entry["exercises"]["ex1"]["checks"][0]["message"].startswith("grad(2.0)")


@pytest.mark.parametrize("outcome", [Outcome.GRADER_FAULT, Outcome.NOT_SUBMITTED])
def test_a_fault_and_what_was_not_submitted_are_blank_and_never_0(tmp_path, outcome):
    (row,), document = written(
        tmp_path, grade(outcome=outcome, exercises=(exercise("ex1", outcome, 0.0),))
    )
    assert row["points"] == row["ex1"] == ""
    assert document["submissions"][0]["points"] is None
    assert document["submissions"][0]["exercises"]["ex1"]["points"] is None


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@SUM(A1)", "\tx"])
def test_a_name_is_no_formula(tmp_path, name):
    (row,), document = written(tmp_path, grade(name))
    assert row["student"] == f"'{name}"
    assert document["submissions"][0]["student"] == name


def test_names_in_any_script_and_with_stray_bytes_have_their_page(tmp_path):
    names = ["王小明", "Ζωή", 'a,b"c', "bad\udc80name", "x" * 250]
    rows, document = written(tmp_path, *(grade(name) for name in names))
    assert len(rows) == len(document["submissions"]) == 5
    assert len(list((tmp_path / "feedback").glob("*.md"))) == 5


@pytest.mark.parametrize("start", ["x" * 200, "王" * 80, "x" * 199 + "王"])
def test_long_names_that_begin_alike_have_a_page_each(tmp_path, start):
    names = [f"{start} a", f"{start} b", f"{start} a".encode()[:200].decode("utf-8", "ignore")]
    written(tmp_path, *(grade(name) for name in names))
    assert len(list((tmp_path / "feedback").glob("*.md"))) == 3
    for name in names:
        page = place_of_page(tmp_path, name)
        assert page.read_text(encoding="utf-8").startswith(f"# {name.strip()}:")
        assert len(page.name.encode()) < 250


def test_no_grade_at_all_gives_whole_files(tmp_path):
    rows, document = written(tmp_path)
    assert rows == document["submissions"] == []


def test_nothing_partial_is_left_when_a_grade_cannot_be_written(tmp_path):
    def grades():
        yield grade()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_reports(grades(), tmp_path, isolation="full", kit_version="1")
    assert not (tmp_path / "grades.csv").exists()


def test_feedback_fences_a_message_that_tries_to_leave_its_fence():
    text = feedback(
        grade(exercises=(exercise(checks=(check(finding=found("1", call="```\n# 100 of 100")),)),)),
        "full",
    )
    assert "  ````text\n  ```\n  # 100 of 100\n    got       1\n  ````" in text


def test_no_name_is_markup_in_the_feedback():
    evil = "<img src=x onerror=alert(1)> ![x](http://there) [y]: z"
    text = feedback(
        replace(grade(exercises=(exercise(),)), student=evil, notes=(evil, "`a <b>` stays")), "full"
    )
    bare = re.sub(r"`[^`]*`", "", text)
    assert not re.search(r"(?<!\\)<|\][(:]", bare)
    assert "`a <b>` stays" in text


IMAGE = "<img src=x onerror=alert(1)>"


def unescaped(text):
    """Return what Markdown makes of a line that is no text: elements, links and pictures."""
    tokens = MarkdownIt("commonmark").parseInline(text)[0].children
    return [t.type for t in tokens if t.type in ("html_inline", "link_open", "image")]


@pytest.mark.parametrize(
    "name",
    [
        *(
            f"` {IMAGE} ``",
            f"`` {IMAGE} `",
            f"` `` ` {IMAGE} `",
            f"`` ` `` {IMAGE} `",
            f"```{IMAGE}`",
        ),
        *(f"\\{IMAGE}", f"\\\\{IMAGE}", f"\\` {IMAGE} `", "[x]\\(http://x)", "![`x`](http://x)"),
        *("[`](http://x)`", "<http://x>", "[<b>](x)", f"``\\{IMAGE}`"),
    ],
)
def test_no_run_of_back_quotes_and_no_backslash_in_a_name_brings_markup_back(name):
    """A student's name, and that of a function which a submission says is not written yet."""
    waits = Reason(Why.WAITS, ("loss", f"`{name}` in ex2_learning_rates.py"))
    not_yet = check(Outcome.NOT_STARTED, reasons=(waits,))
    page = feedback(
        replace(
            grade(exercises=(exercise(checks=(not_yet, check())),)), student=name, notes=(name,)
        ),
        "full",
    )
    lines = [
        line for line in page.splitlines() if "src=x" in line or "http" in line or "<b>" in line
    ]
    assert len(lines) == 3
    assert [unescaped(line) for line in lines] == [[]] * 3


def test_feedback_drops_control_characters():
    text = feedback(
        grade(exercises=(exercise(checks=(check(finding=found("\x1b[2Jgone")),)),)), "full"
    )
    assert "\x1b" not in text


def test_feedback_says_that_one_mistake_costs_once():
    one, two = (Reason(Why.CARRIED, each) for each in (("ex2.grad",), ("ex2.grad", "ex2.observe")))
    carried = replace(check(Outcome.PASSED, found("1"), [one], 4.0), points_own=0.0)
    text = page_of(carried, points=20.0, own=5.0)
    assert "5 of these points with your own `grad`; the rest with a right one in its place" in text
    text = page_of(carried, replace(carried, reasons=(two,)), points=20.0, own=5.0)
    assert "your own `grad` and `observe`; the rest with right ones in their place" in text
    three = Reason(Why.CARRIED, ("ex2.loss", "ex2.grad", "ex2.observe"))
    text = page_of(replace(carried, reasons=(three,)), points=20.0, own=5.0)
    assert "with your own `loss`, `grad` and `observe`;" in text


def test_a_gradebook_from_before_other_functions_were_carried_speaks_of_the_descent():
    carried = replace(check(Outcome.PASSED, found("1"), [Reason(Why.CARRIED)], 4.0), points_own=0.0)
    assert "with your own `gradient_descent`" in page_of(carried, points=8.0, own=4.0)
    assert Why("right with a right gradient_descent") is Why.CARRIED
    assert Why("wrong with a right gradient_descent, too") is Why.STILL_WRONG


def page_of(*checks, **options):
    return feedback(grade(exercises=(exercise(checks=checks, **options),)), "full")


SKIPPED = "Skipped: `fit` builds on `grad`, not right yet."
BUILDS_ON = (Reason(Why.BUILDS_ON, ("fit", "grad")),)


def test_a_skipped_check_has_its_cause_in_a_line_and_what_it_said_below():
    text = page_of(check(Outcome.SKIPPED, found("2", call="fit(1)"), BUILDS_ON))
    assert f"  {SKIPPED}\n\n  ```text\n  fit(1)\n    got       2\n  ```" in text


def test_what_was_said_before_of_another_call_is_said_in_a_line():
    said = {"facts": ["nothing in the file can be read until that is mended"], "status": "raised"}
    first, second, third = (
        found("SyntaxError: expected ':'", call=call, **said)
        for call in ("grad(1)", "grad(2)", "fit(3)")
    )
    text = page_of(
        check(finding=first), check(finding=second), check(Outcome.SKIPPED, third, BUILDS_ON)
    )
    assert text.count("nothing in the file") == 1
    assert text.count("  As above: SyntaxError: expected ':'\n") == 2
    assert "grad(2)" not in text


def test_two_functions_below_one_line_that_stopped_are_told_once():
    findings = []
    for name in ("loss", "grad"):
        said = f"the file stopped there: `{name}` further down was not read"
        facts = [Fact(Kind.OF_THIS_CALL, said)]
        findings.append(found("KeyError: 1", call=f"{name}(1)", facts=facts, status="raised"))
    text = page_of(*(check(finding=finding) for finding in findings))
    assert text.count("the file stopped there") == 1
    assert "As above: KeyError: 1" in text


def test_a_function_that_hung_and_was_not_called_again_is_told_once():
    said = "`grad` did not return in 4 s: does the loop end?"
    again = Fact(Kind.OF_THIS_CALL, "(not called again: it did not return in an earlier check)")
    text = page_of(
        check(Outcome.TIMED_OUT, found(said, call="grad(1)", status="timed out")),
        check(Outcome.TIMED_OUT, found(said, call="grad(2)", facts=[again], status="timed out")),
    )
    assert text.count("```text") == 1
    assert "As above: `grad` did not return in 4 s" in text


def test_other_numbers_are_told_again_and_a_mistake_is_explained_once():
    text = page_of(*(check(finding=found(n, call=f"grad({n})", ids=("climbs",))) for n in "12"))
    assert "grad(1)" in text
    assert "grad(2)" in text
    assert text.count(f"`climbs`: {misconception('climbs').sentence('ex1.grad')}") == 1
    assert "looks like `climbs` again" in text


def test_an_exercise_without_a_file_says_why():
    why = "a.py, b.py: which one is it? None was graded."
    missing = check(Outcome.NOT_SUBMITTED, reasons=[Reason(Why.UNREADABLE, (why,))])
    page = page_of(missing, outcome=Outcome.NOT_SUBMITTED)
    assert f"cannot be read\n\n{why}\n" in page
    # What was handed in and cannot be read was submitted all the same.
    assert "not submitted" not in page


def test_an_exercise_that_was_not_started_is_one_line():
    waiting = check(Outcome.NOT_STARTED, reasons=[Reason(Why.NOT_STARTED, ("grad",))])
    text = page_of(waiting, waiting, outcome=Outcome.NOT_STARTED)
    assert "Nothing is written yet: 2 checks wait for it." in text
    assert "`grad`" not in text
    assert "  `grad` is not written yet.\n" in page_of(waiting, check())


CARRIED = CheckGrade(
    "ex2/explore", "Explore.", "explore", Outcome.PASSED, 4.0, 4.0, 0.0, None,
    (Reason(Why.CARRIED, ("ex1.gradient_descent",)),),
)  # fmt: skip


def test_what_counts_with_a_right_descent_is_marked():
    own = check(Outcome.PASSED, points=4.0)
    carried = check(Outcome.PASSED, found("1"), [Reason(Why.CARRIED)], 4.0)
    text = page_of(own, replace(carried, points_own=0.0), points=8.0, own=4.0)
    assert text.count("(4 of 4) *") == 1
    assert "in its place (marked *)" in text


def test_an_exercise_1_that_was_not_handed_in_is_not_called_a_mistake():
    first = exercise("ex1", Outcome.NOT_SUBMITTED, 0.0, checks=())
    text = feedback(
        grade(exercises=(first, exercise("ex2", points=20.0, own=5.0, checks=(CARRIED,)))), "full"
    )
    assert "Exercise 1 was not handed in: a right `gradient_descent` took its place" in text
    assert "your own" not in text


def test_an_exercise_1_that_was_not_handed_in_is_nobodys_own_beside_a_mistake():
    first = exercise("ex1", Outcome.NOT_SUBMITTED, 0.0, checks=())
    about = ("ex1.gradient_descent", "ex2.grad")
    both = replace(CARRIED, reasons=(Reason(Why.CARRIED, about),))
    text = feedback(
        grade(exercises=(first, exercise("ex2", points=20.0, own=5.0, checks=(both,)))), "full"
    )
    assert (
        "Exercise 1 was not handed in: a right `gradient_descent` took its place, and a right "
        "`grad` that of yours (marked *). 5 of these points do without them." in text
    )
    assert "your own `gradient_descent`" not in text


def test_an_exercise_1_that_cannot_be_read_was_handed_in():
    damaged = check(Outcome.NOT_SUBMITTED, reasons=[Reason(Why.UNREADABLE, ("no JSON",))])
    first = exercise("ex1", Outcome.NOT_SUBMITTED, 0.0, checks=(damaged,))
    text = feedback(
        grade(exercises=(first, exercise("ex2", points=20.0, own=5.0, checks=(CARRIED,)))), "full"
    )
    assert "Exercise 1 could not be read: a right `gradient_descent` took its place" in text
    assert "not handed in" not in text


def test_an_answer_that_is_compared_keeps_its_call():
    said = {"got": "'diverges'", "expected": "'oscillates'"}
    text = page_of(*(check(finding=found(call=f"predict({n})", **said)) for n in "12"))
    assert "predict(1)" in text
    assert "predict(2)" in text


@pytest.mark.parametrize("words", ["<img src=x>", "[more](http://x)"])
def test_a_learners_words_are_no_markup_outside_a_fence(words):
    text = page_of(
        *(
            check(finding=found(f"KeyError: {words}", call=f"grad({n})", status="raised"))
            for n in "12"
        )
    )
    assert text.count(words) == 1
    assert "As above: the same answer" in text


def test_who_a_student_is_and_when_it_came_are_columns_as_far_as_they_are_known(tmp_path):
    known = Who(name="Ada L", id="=1", email="a@x.org", late=True, submitted_at="noon", attempt=2)
    write_reports(
        [grade("ada"), grade("bob")], tmp_path, isolation="full", kit_version="1",
        people={"ada": known, "bob": Who(late=False)},
    )  # fmt: skip
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        ada, bob = csv.DictReader(file)
    keys = ("id", "email", "late", "submitted_at", "attempt", "name")
    assert [ada[key] for key in keys] == ["'=1", "a@x.org", "yes", "noon", "2", "Ada L"]
    assert [bob[key] for key in keys] == ["", "", "no", "", "", ""]
    document = json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))
    entry = document["submissions"][0]
    assert [entry[key] for key in keys] == ["=1", "a@x.org", True, "noon", 2, "Ada L"]


def test_what_a_spreadsheet_knew_before_stands_where_it_stood(tmp_path):
    written(tmp_path, grade())
    header = (tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    before = ["student", "points", "max_points", "outcome", *(f"ex{n}" for n in range(1, 6))]
    assert header[:10] == [*before, "reason"]


def test_names_that_a_file_system_may_take_for_one_have_a_page_each(tmp_path):
    names = ["ada", "Ada", "ADA", "Zo\u00eb", "Zoe\u0308", "ad\udcff", "ad\udcfe", "ss", "\u00df"]
    rows, _ = written(tmp_path, *(grade(name) for name in names))
    pages = [row["feedback"] for row in rows]
    folded = {unicodedata.normalize("NFC", page).casefold() for page in pages}
    assert len(folded) == len(names)
    for name in names:
        heading = place_of_page(tmp_path, name).read_text(encoding="utf-8").splitlines()[0]
        assert heading.startswith("# ")
    assert place_of_page(tmp_path, "ada").name == "ada.md"
    assert place_of_page(tmp_path, "Ada").name != "Ada.md"


def test_a_page_of_somebody_gone_is_removed_and_never_anothers(tmp_path):
    written(tmp_path, grade("ada"), grade("Ada"), grade("bob"))
    page = place_of_page(tmp_path, "Ada")
    assert remove_pages(["Ada", "never there"], tmp_path) == ["Ada"]
    assert not page.exists()
    written(tmp_path, grade("ada"), grade("bob"))
    assert remove_pages(["Ada", "bob"], tmp_path) == ["bob"]
    assert [each.name for each in (tmp_path / "feedback").iterdir()] == ["ada.md"]


def test_where_one_name_folds_into_another_the_page_that_is_listed_stays(tmp_path):
    written(tmp_path, grade("ada"))
    # What a file system that minds no case would give for the page of a student called Ada.
    (tmp_path / "feedback" / "ada.md").rename(tmp_path / "feedback" / "Ada.md")
    assert remove_pages(["Ada"], tmp_path) == []
    assert (tmp_path / "feedback" / "Ada.md").exists()


@pytest.mark.parametrize("name", ["../../out", "a/b", "/etc/x", "..", "a\\b", "a\0b"])
def test_no_name_leads_out_of_the_folder_of_the_pages(tmp_path, name):
    written(tmp_path / "inner", grade(name), grade("a_b"))
    pages = list((tmp_path / "inner" / "feedback").iterdir())
    assert len(pages) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["inner"]


def test_no_json_holds_what_a_terminal_acts_upon(tmp_path):
    said = "\x9b31m \u202egnp.exe \x1b]52;c;eA\x07 \x7f \u2028 ü 王 \ud800"
    _, document = written(tmp_path, grade(notes=(said,)))
    text = (tmp_path / "grades.json").read_text()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)
    assert "ü 王" in text
    assert document["submissions"][0]["notes"] == [said]


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|calc", "+1", "-2+3", "@SUM(A1)", "-rf", "--help", "'=x", "''+y", "\x1b[31mred",
        "\x9bm", "\uff1d1+2", "'\uff20SUM(A1)", "\n=1", "\ufeff=1", "\u200f=1",
    ],
)  # fmt: skip
def test_everybodys_page_is_found_by_the_name_and_no_cell_is_run(tmp_path, name):
    written(tmp_path, grade("=x"), grade("''+z"), grade(name, notes=("mine",)))
    assert "mine" in place_of_page(tmp_path, name).read_text()
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if re.match("[=+@\n\uff1d\uff20-]", cell) and cell != "+1"] == []
    assert not re.search(r"[\x1b\x7f-\x9f\u200f\ufeff]", (tmp_path / "grades.csv").read_text())
