"""The figures of a class on one screen: what it says, and that it fits."""

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from grader.cli import main
from grader.reports.class_records import record_of
from grader.reports.class_view import print_class, why_untold
from grader.reports.statistics import FEWEST, figures_of
from tests.kit import ROOT
from tests.reports.classes import grade, keep, random_class, record

SMALL = """\
5 students · 3 with a total · mean 2.3 of 4 · median 2.0 of 4
   total            of            mean  full  of      first, now
  0-10 %             0   ex1  1.5 of 2     2   4  0 %, 50 % of 1
 10-20 %             0   ex2  1.0 of 2     1   3
 20-30 %  ████████   1
 30-40 %             0
 40-50 %             0
 50-60 %  ████████   1
 60-70 %             0
 70-80 %             0
 80-90 %             0
90-100 %  ████████   1

passed  of       Hardest checks
  33 %   3  ex2  What ex2/b checks.
  50 %   4  ex1  What ex1/b checks.
  67 %   3  ex2  What ex2/a checks.

made  by  of       Most common mistakes
33 %   1   3  ex2  nan-converges, in f_b
25 %   1   4  ex1  climbs, in f_b

What separates is not told: it takes 40 students of whom everything was judged
(here 3), 15 who passed a check and 15 who did not.

What comes together is not told: it takes 40 students, and two mistakes that 5
of them made.

Not graded: nothing handed in: 1; cannot be read: 1 (ex2 1).
By name: cannot be read: dee; nothing handed in: eve.
Who made which mistake: out/misconceptions.csv, or grader report out.
"""


def lines(figures, width=80, **more):
    said = StringIO()
    print_class(figures, Console(file=said, width=width), **more)
    return [line.rstrip() for line in said.getvalue().splitlines()]


def small():
    ada = record_of(grade("ada", {"ex1/b": ["climbs"]}, ex1="PF", ex2="FF"))
    bob = replace(
        record_of(grade("bob", {"ex2/b": ["nan-converges"]}, ex1="PF", ex2="PF")),
        first=record_of(grade("bob", ex1="FF")),
    )
    cyd = record_of(grade("cyd", ex1="PP", ex2="PP"))
    dee = record_of(grade("dee", ex1="PP", ex2="??"))
    return figures_of([ada, bob, cyd, dee, record_of(grade("eve", ex1="00", ex2="00"))])


def large(students=900, checks=76):
    """A class of which every section has something to say, with titles too long for a line."""
    made = []
    for each in random_class(3, students, checks, 20, 1.0):
        linked = [
            replace(mistake, id=f"{'a-very-long-name' * 3}-{n}")
            for mistake in each.mistakes if mistake.id == "m1" for n in range(3)
        ]  # fmt: skip
        made.append(replace(each, mistakes=(*each.mistakes, *linked)))
    blank = [record_of(grade(f"b{n}", ex1="!", ex2="?", ex3="0")) for n in range(9)]
    again = [replace(each, first=made[n]) for n, each in enumerate(made[:300])]
    found = figures_of([*again, *made[300:], *blank])
    title = "With ½ θᵀHθ − λ_max ≤ 2/η 王小明 " * 5
    return replace(found, checks=tuple(replace(each, title=title) for each in found.checks))


@pytest.fixture(scope="module")
def screen():
    return lines(large(), out="out")


def test_a_small_class_is_told_what_is_known_and_why_the_rest_is_not():
    assert "\n".join(lines(small(), out="out")) + "\n" == SMALL


def test_nine_hundred_students_fit_on_one_screen(screen):
    assert len(screen) <= 43
    assert max(map(cell_len, screen)) <= 80
    assert screen[0].startswith("909 students · 900 with a total · mean ")


def test_of_those_without_a_total_a_few_are_named_and_the_rest_counted(screen):
    said = " ".join(screen)
    assert "By name: a fault of the grader: b0, b1, b2, b3, b4 and 4 more; cannot be read: " in said


@pytest.mark.parametrize(
    "head", ["Hardest checks", "Most common mistakes", "What separates strong from weak",
             "Mistakes that come together"],
)  # fmt: skip
def test_every_section_has_its_rows(screen, head):
    place = next(n for n, line in enumerate(screen) if line.endswith(head))
    assert screen[place + 1].strip()


def test_no_line_is_wrapped_on_a_narrow_or_a_wide_terminal():
    figures = large(60, 10)
    for width in (20, 60, 79, 200):
        assert lines(figures, width, out="out") == lines(figures, 80, out="out")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_line_stays_within_80_columns_in_plain_characters(encoding):
    raw = BytesIO()
    file = TextIOWrapper(raw, encoding=encoding, errors="grader.plain")
    print_class(large(60, 10), Console(file=file), "out")
    file.flush()
    told = raw.getvalue().decode(encoding).splitlines()
    assert max(map(len, told)) <= 80
    assert any("theta" in line for line in told)


def test_a_class_without_a_named_mistake_is_told_so():
    told = lines(figures_of([record_of(grade("ada", ex1="PF"))]))
    assert "Nobody made a mistake that has a name." in told


def test_a_class_that_has_everything_right_has_no_hardest_check():
    told = lines(figures_of([record_of(grade(f"s{n}", ex1="PP")) for n in range(50)]))
    assert not any("Hardest" in line for line in told)
    assert told[-1] == "Everything was graded."


def test_a_class_in_which_nothing_is_found_is_told_so():
    made = figures_of(random_class(8, 60, 4, 4))
    told = lines(made)
    assert "No check separates beyond what chance explains." in told
    assert "No two mistakes come together beyond what chance explains." in told


def test_a_check_that_weak_students_pass_is_pointed_out():
    made = [record(f"s{n}", [n < 30, n > 20, n > 30, n > 40]) for n in range(60)]
    assert any("LOOK AT: Check 0." in line for line in lines(figures_of(made)))


def test_classes_of_nobody_and_of_nothing_graded_are_said():
    assert lines(figures_of([])) == ["Nobody is in the reports."]
    nothing = lines(figures_of([record_of(grade("ada", ex1="0"))]))
    assert nothing[:3] == ["1 student · 0 with a total", "", "Not graded: nothing handed in: 1."]
    assert nothing[3].startswith("By name: nothing handed in: ")


def test_an_id_does_not_reach_the_terminal_as_a_command():
    figures = small()
    mistakes = tuple(replace(each, id="\x1b[2Jclimbs") for each in figures.mistakes)
    assert "�[2Jclimbs" in "\n".join(lines(replace(figures, mistakes=mistakes)))


def test_why_nothing_is_told_names_what_it_takes():
    assert f"{FEWEST} students" in why_untold(small(), "separates")
    assert "(here 3)" in why_untold(small(), "separates")


def test_the_command_prints_it_and_nothing_else(tmp_path):
    keep(tmp_path, [grade("ada", ex1="PF"), grade("bob", {"ex1/b": ["climbs"]}, ex1="FF")])
    done = CliRunner().invoke(main, ["show", "--class", "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert done.output.startswith("2 students · 2 with a total · mean 0.5 of 2")
    assert "\x1b" not in done.output


def test_in_a_pipe_without_utf_8_it_is_plain(tmp_path):
    keep(tmp_path, [grade("ada", ex1="PF")])
    command = [sys.executable, "-m", "grader", "show", "--class", "--out", str(tmp_path)]
    plain = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "COLUMNS": "30"}
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, check=True)
    said = done.stdout.decode("ascii")
    assert "#" in said
    assert "?" not in said
    assert max(map(len, said.splitlines())) <= 80


def test_a_folder_that_was_not_graded_into_is_refused(tmp_path):
    done = CliRunner().invoke(main, ["show", "--class", "--out", str(tmp_path)])
    assert done.exit_code == 1
    assert "has no gradebook" in done.output
