"""A table that somebody wrote into is kept, and named."""

import pytest

from grader.gradebook.book import Gradebook
from grader.reports.edited_by_hand import is_as_written, kept_by_hand
from grader.reports.exports.csv_file import COLUMNS

OURS = f"{','.join(COLUMNS)}\nada,13\n"


@pytest.fixture
def table(tmp_path):
    return tmp_path / "grades.csv"


def written(table, text=OURS):
    with Gradebook(table.with_name("gradebook.sqlite")) as book:
        with kept_by_hand(table, book) as said:
            table.write_text(text)
        return said


def copies(table):
    return sorted(path.name for path in table.parent.glob("grades.before*"))


def test_what_the_grader_wrote_itself_is_overwritten_without_a_word(table):
    assert [written(table), written(table), written(table, OURS + "bob,7\n")] == [[], [], []]
    assert copies(table) == []


def test_points_that_were_changed_by_hand_are_kept_every_time(table):
    written(table)
    for points in (19, 20):
        table.write_text(OURS.replace("13", str(points)))
        (line,) = written(table)
        assert "had been changed by hand" in line
    assert copies(table) == ["grades.before.csv", "grades.before2.csv"]
    assert "ada,20" in table.with_name("grades.before2.csv").read_text()


def test_what_was_written_last_is_known_from_what_somebody_made_of_it(table):
    def is_known():
        with Gradebook(table.with_name("gradebook.sqlite")) as book:
            return is_as_written(table, book)

    assert not is_known()
    written(table)
    assert is_known()
    table.write_text(OURS.replace("13", "19"))
    assert not is_known()


def test_a_table_that_was_never_the_graders_is_kept(table):
    table.write_text("my,own\n")
    (line,) = written(table)
    assert "it is grades.before.csv now" in line
    assert table.with_name("grades.before.csv").read_text() == "my,own\n"


def test_a_table_of_an_earlier_version_or_of_a_folder_that_was_moved_is_the_graders(table):
    table.write_text(OURS.replace("13", "12"))
    assert written(table) == []


def test_what_was_changed_by_hand_to_what_is_written_now_needs_no_copy(table):
    written(table)
    table.write_text(OURS + "bob,7\n")
    assert written(table, OURS + "bob,7\n") == []
    assert copies(table) == []
