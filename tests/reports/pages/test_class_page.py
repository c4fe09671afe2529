"""The class's page: true figures, everybody's link, and nothing of a learner's runs in it."""

import re
from dataclasses import replace

import pytest

from grader.gradebook.standings import Move
from grader.reports.class_records import WholeClass, record_of
from grader.reports.pages.class_page import class_page
from tests.reports.classes import grade, random_class
from tests.reports.pages.test_writing import HOSTILE, checked

SECTIONS = (
    "Totals", "Exercises", "Checks", "Mistakes", "What comes together", "Not graded",
    "What changed", "Time", "Everybody",
)  # fmt: skip


def page_of(*records, **more):
    pages = {each.student: f"students/{n}.html" for n, each in enumerate(records)}
    return class_page(WholeClass(tuple(records), **more), pages, "A course")


def section(text, name):
    """Return the words of a section, in one line."""
    (found,) = re.findall(rf"<section>\s*<h2[^>]*>{name}</h2>(.*?)</section>", text, re.DOTALL)
    apart = re.sub(r"</t[dh]>", r"\g<0> ", found)
    return " ".join(checked(apart).text.split())


@pytest.fixture(scope="module")
def page():
    ada = record_of(grade("ada", {"ex1/b": ["climbs"]}, ex1="PF", ex2="TS"))
    bob = replace(
        record_of(grade("bob", {"ex1/b": ["climbs"]}, ex1="PF", ex2="P-")),
        first=record_of(grade("bob", ex1="FF")), seconds=3.0,
    )  # fmt: skip
    cyd = record_of(grade("cyd", ex1="PP", ex2="PP"))
    dee = record_of(grade("dee", ex1="PP", ex2="??"))
    fay = record_of(grade("fay", ex1="P!", ex2="PP"))
    moved = Move("cyd", 1.0, 4.0, ("ex1/a", "ex2/b"), "other hidden tests")
    records = (ada, bob, cyd, dee, record_of(grade("eve", ex1="00", ex2="00")), fay)
    return page_of(*records, moves=(moved,), withdrawn=("wim",))


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_is_there_and_the_list_above_leads_to_it(page, name):
    (place,) = re.findall(rf'<h2 id="(\w+)">{name}</h2>', page)
    assert f'<a href="#{place}">{name}</a>' in page


def test_the_distribution_is_a_table_of_counts_with_a_bar_each(page):
    said = section(page, "Totals")
    assert "How many of 3 students have a total in each tenth" in said
    assert "3 have none" in said
    assert "20 to 30 % 1" in said
    assert "90 to 100 % 1" in said
    assert page.count('class="stick"') == 3


def test_an_exercise_has_its_mean_full_marks_and_first_attempts(page):
    said = section(page, "Exercises")
    assert "Exercise 1, gradient descent 1.5 of 2 75 % 2 4 0 %, then 50 % of 1" in said
    assert "Exercise 2, learning rates 1.2 of 2 75 % 2 4" in said


def test_a_check_says_how_many_passed_of_how_many_and_what_of_the_others(page):
    said = section(page, "Checks")
    assert "What ex1/b checks. f_b 50 %, 2 of 4" in said
    assert "What ex2/b checks. f_b 50 %, 2 of 4 1 not written, 1 build on a mistake" in said
    assert "What separates is not told: it takes 40 students" in said


def test_a_mistake_says_who_made_it_with_the_way_to_their_pages(page):
    said = section(page, "Mistakes")
    assert "climbs: 40 %, 2 of 5, in f_b; first 0 %, then 100 % of 1" in said
    assert said.endswith("ada, bob")
    (found,) = re.findall(r'id="mistakes".*?</section>', page, re.DOTALL)
    assert '<a href="students/0.html"><bdi>ada</bdi></a>' in found


def test_what_was_not_graded_has_its_reasons_by_cause(page):
    said = section(page, "Not graded")
    assert "Nothing handed in: 1 student student exercise why eve all Nothing was handed" in said
    assert "Cannot be read: 1 student student exercise why dee ex2 it is empty. Hand it" in said
    assert "A fault of the grader: 1 student student exercise why fay ex1 ex1/b: KeyErr" in said


def test_what_changed_says_who_by_how_much_and_why_and_who_is_gone(page):
    said = section(page, "What changed")
    assert "1 of those whom the latest run found has other points" in said
    assert "cyd 1 4 2 other hidden tests" in said
    assert "No longer handed in, and in no figure: wim." in said


def test_a_side_of_a_change_that_is_blank_is_not_0():
    record = record_of(grade("ada", ex1="0"))
    text = page_of(record, moves=(Move("ada", 7.5, None, ("ex1/a",), "handed in again"),))
    assert "ada 7.5 blank 1 handed in again" in section(text, "What changed")


def test_time_says_how_long_grading_took_and_whose_calls_did_not_return(page):
    said = section(page, "Time")
    assert "Grading took 0.5 s for half of 5 students" in said
    assert "3.0 s at the longest. A call did not return in time: 1 student. ada" in said


def test_what_is_not_known_has_no_points_and_says_why(page):
    said = section(page, "Everybody")
    assert "ada 1 of 4 points 1 0" in said
    assert "dee no total yet, since learning rates could not be read 2 eve" in said
    assert "eve not submitted fay grader fault 2" in said


def test_a_class_in_which_nothing_happened_is_told_so():
    text = page_of(*(record_of(grade(f"s{n}", ex1="PP")) for n in range(50)))
    assert section(text, "Mistakes") == "Nobody made a mistake that has a name."
    assert section(text, "Not graded") == "Everything that was handed in was graded."
    assert "Nobody whom the latest run found has other points" in section(text, "What changed")
    assert "Every call returned in time." in section(text, "Time")


def test_a_column_is_there_only_where_it_says_something(page):
    nothing = page_of(*(record_of(grade(f"s{n}", ex1="PF")) for n in range(5)))
    for name in ("Exercises", "Checks", "Mistakes"):
        assert "irst, then" not in section(nothing, name)
        assert "First and then" not in section(nothing, name)
    assert "ahead" not in section(nothing, "Checks")
    assert "first, then" in section(page, "Exercises")
    assert "first, then" in section(page, "Checks")


@pytest.mark.parametrize("records", [(), (record_of(grade("ada", ex1="0")),)])
def test_a_class_of_which_nothing_is_known_has_a_page(records):
    text = page_of(*records)
    assert "Nobody has a total." in section(text, "Totals")
    checked(text)


def test_what_separates_and_what_comes_together_is_said_with_the_students_it_is_of():
    made = []
    for n, each in enumerate(random_class(1, 120, 6, 6, 1.5)):
        linked = [replace(mistake, id="climbs") for mistake in each.mistakes[:1]]
        renamed = [replace(mistake, id=MISTAKES[mistake.id]) for mistake in each.mistakes]
        made.append(replace(each, mistakes=(*renamed, *(linked if n < 25 else ()))))
    text = page_of(*made)
    assert re.search(r"<strong>\d+ \(\d+ to \d+\) of 120</strong>", text)
    assert re.search(r"\d of 21 pairs|: 21 pairs were looked at", section(text, PAIRS))


MISTAKES = {
    f"m{n}": name for n, name in enumerate(
        ("all-minima", "unsorted", "duplicates", "keeps-diverged", "lr-squared", "sign-step")
    )
}  # fmt: skip
PAIRS = "What comes together"


def test_long_lists_are_folded_and_short_ones_are_not():
    def text(number):
        made = [grade(f"s{n}", {"ex1/a": ["climbs"]}, ex1="F?") for n in range(number)]
        return page_of(*map(record_of, made))

    assert "<details>" not in text(12)
    assert text(13).count("<details>") == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_student_is_called_is_text_wherever_it_stands(name):
    record = replace(
        record_of(grade(name, {"ex1/a": ["climbs"]}, ex1="T", ex2="?")),
        first=record_of(grade(name, ex1="F")),
    )
    blank = replace(record.ungraded[0], words=name)
    record = replace(record, ungraded=(blank,))
    move = Move(name, 0.0, 1.0, ("ex1/a",), name)
    made = checked(page_of(record, moves=(move,), withdrawn=(name, "gone" + name)))
    plain = checked(page_of(record_of(grade("ada", {"ex1/a": ["climbs"]}, ex1="T", ex2="?"))))
    assert set(made.opened) == set(plain.opened)
    assert "\u202e" not in made.text
