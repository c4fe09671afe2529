"""Whose row a student is: nobody is guessed."""

from pathlib import Path

import pytest

from grader.reports.exports.format import ExportError
from grader.reports.exports.matching import RowPerson, match, refuse_duplicates, refuse_nobody
from tests.reports.exports.made import result

ROWS = (
    RowPerson(1, 2, ("101", "S1"), "ada@x.org", "", "Lovelace, Ada"),
    RowPerson(2, 3, ("102", "S2"), "grace", "g@x.org", "Hopper, Grace"),
    RowPerson(3, 4, ("103", "S3"), "", "", "Müller, Zoë"),
    RowPerson(4, 5, ("104", "S4"), "", "", "Muller, Zoe"),
    RowPerson(5, 6, ("105", "S5"), "", "", "王小明"),
    RowPerson(6, 7, ("106", "S6"), "", "", "Smith, John"),
    RowPerson(7, 8, ("107", "S7"), "", "", "Smith, John"),
    RowPerson(8, 9, ("108", "S8"), "", "", "Da, Li"),
)


@pytest.mark.parametrize(
    ("student", "row"),
    [
        (result("lovelaceada", id="101", name="lovelaceada"), 1),
        (result("Ada K. Lovelace", id="S1", name="Ada K. Lovelace"), 1),
        (result("102"), 2),
        (result("S2"), 2),
        (result("x", email="ADA@x.org"), 1),
        (result("x", login="Grace"), 2),
        (result("x", email="G@x.org"), 2),
        (result("Ada Lovelace"), 1),
        (result("x", name="Lovelace,  Ada"), 1),
        (result("Zoe\u0308 Mu\u0308ller"), 3),
        (result("Zoe Muller"), 4),
        (result("王小明"), 5),
    ],
)
def test_a_student_has_the_row_of_the_number_the_login_the_address_or_the_exact_name(student, row):
    matches = match([student], ROWS)
    assert matches.found[student.student].row == row, matches.nowhere


@pytest.mark.parametrize(
    ("student", "why"),
    [
        (result("John Smith"), r"several rows fit: 'Smith, John' \(line 7\) and .* \(line 8\)"),
        (result("ada lovelace"), r"no row is theirs; 'Lovelace, Ada' \(line 2\) is spelt"),
        (result("Zöe Müller"), r"'Müller, Zoë' \(line 4\) and 'Muller, Zoe' \(line 5\) are spelt"),
        (result("Alan Turing"), "no row is theirs$"),
        (result("x", id="101", name="Alan Turing"), r"number is that of 'Lovelace, Ada' \(line 2"),
        (result("x", id="grace", name="Alan Turing"), r"login is that of 'Hopper, Grace' \(line 3"),
        (result("x", email="g@x.org", name="Alan Turing"), "address is that of 'Hopper, Grace'"),
        # Two letters that stand in the other's name, too, and another system's numbers.
        (
            result("lida", id="101", name="Li Da"),
            r"number is that of 'Lovelace, .* and the name th",
        ),
        (result("x", id="103", name="Zoe Muller"), r"is that of 'Müller, .*, and .* of 'Muller, Z"),
        (result("", name=""), "no row is theirs$"),
    ],
)
def test_who_has_no_row_for_certain_has_none_and_is_told_why(student, why):
    matches = match([student], ROWS)
    assert matches.found == {}
    import re

    assert re.search(why, matches.nowhere[student.student]), matches.nowhere


def test_a_number_is_trusted_against_the_name_where_the_instructor_says_so():
    student = result("x", id="101", name="Alan Turing")
    assert match([student], ROWS, trust_numbers=True).found["x"].row == 1


@pytest.mark.parametrize("login", ["ada", "uni-ada", "group-uni-ada"])
def test_a_login_may_begin_as_all_do_and_be_longer_than_it_was_read(login):
    rows = (
        RowPerson(1, 2, login=login, name="Lovelace, Ada"),
        RowPerson(2, 3, login="hw4-group-uni-a"),
    )
    student = result("ada", login="ada", repository="hw4-group-uni-ada")
    assert match([student], rows).found["ada"].row == 1
    bob = result("bob", login="bob", repository="hw4-group-uni-bob")
    assert match([bob], rows).nowhere["bob"] == "no row is theirs"


def test_where_a_login_may_be_two_peoples_nobody_is_guessed():
    rows = (RowPerson(1, 2, login="ada", name="A"), RowPerson(2, 3, login="uni-ada", name="B"))
    matches = match([result("ada", login="ada", repository="hw4-uni-ada")], rows)
    assert "several rows fit" in matches.nowhere["ada"]


def test_two_results_for_one_row_are_both_nowhere():
    students = [result("lovelaceada", id="101"), result("Ada Lovelace"), result("Grace Hopper")]
    matches = match(students, ROWS)
    assert list(matches.found) == ["Grace Hopper"]
    told = "'Ada Lovelace' has a result for 'Lovelace, Ada' (line 2) too"
    assert matches.nowhere["lovelaceada"] == told


def test_who_is_known_by_something_else_than_a_number_is_told_apart():
    students = [result("Ada Lovelace"), result("102"), result("x", email="zoe@x.org", id="S3")]
    assert match(students, ROWS).otherwise == ["Ada Lovelace"]
    assert match([result("x", email="g@x.org", id="999")], ROWS).otherwise == ["x"]


def test_a_table_with_a_number_twice_is_refused_by_its_lines():
    twice = [*ROWS, RowPerson(8, 9, ("103", ""), "", "", "Doe, Jane")]
    with pytest.raises(ExportError, match=r"lines 4 and 9 both have the number 103: .*Doe, Jane"):
        refuse_duplicates(twice, "x.csv")


def test_rows_without_a_number_are_no_duplicates():
    refuse_duplicates([RowPerson(1, 2, ("", "")), RowPerson(2, 3, ("", ""))], "x.csv")


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([result("Zoe Müller", name="Zoe Müller")], "Zoe Müller (no row is theirs; "),
        (
            [result("a", id="1", name="Zoë Müller"), result("b", id="1", name="Z. Müller")],
            "a ('b' has a result for 'Müller, Zoë' (line 3)",
        ),
    ],
    ids=["one accent apart", "two results for one row"],
)
def test_a_file_with_people_like_ours_is_not_said_to_be_anothers(results, why):
    people = [RowPerson(1, 3, ("1",), name="Müller, Zoë")]
    matches = match(results, people)
    assert not matches.found
    with pytest.raises(ExportError, match="no row is for certain anybody's") as told:
        refuse_nobody(Path("book.csv"), matches, "another course's", "Name it.")
    assert why in str(told.value)
    assert "another course" not in str(told.value)


@pytest.mark.parametrize("who", [result("Al Roe"), result("x", id="1", name="Al Roe")])
def test_a_file_in_which_nobody_is_like_ours_may_be_anothers(who):
    people = [RowPerson(1, 3, ("1",), name="Müller, Zoë")]
    said = "none of the 2 students has a row in it. Is it another course's\\?.*--roster to tell who"
    for results, words in (([who], "has no row in it"), ([who, result("Bob")], said)):
        with pytest.raises(ExportError, match=words):
            refuse_nobody(Path("b.csv"), match(results, people), "another course's", "Name it.")
