"""Names for students' files: their own where they can be, each another, safe on any system."""

import hashlib

import pytest

from grader.reports.report_names import Places, name_for


@pytest.mark.parametrize("name", ["con", "NUL.txt", "com1", "Lpt9.a.b", "aux"])
def test_a_name_that_is_a_device_to_windows_is_another(name):
    made = name_for(name)
    assert made.split("~")[0].split(".")[0].casefold() not in (
        "con", "nul", "com1", "lpt9", "aux",
    )  # fmt: skip
    assert "~" in made


@pytest.mark.parametrize("name", ["Connor", "auxiliary", "nullable.x", "company 1"])
def test_a_name_that_only_begins_so_stays(name):
    assert name_for(name) == name


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\ufeff", "\x85", "\u2028"])
def test_what_turns_text_around_or_ends_a_line_is_in_no_name(sign):
    made = name_for(f"a{sign}b")
    assert sign not in made
    assert made != name_for("a_b")


def test_names_that_a_file_system_takes_for_one_are_two():
    places = Places()
    names = [places.of(name) for name in ("Zoë", "Zoe\u0308", "ZOË", "zoë")]
    assert len({name.casefold() for name in names}) == 4
    assert names[0] == "Zoë"


def test_who_is_called_as_another_is_with_a_hash_has_another_name():
    digest = hashlib.sha256(b"a/b").hexdigest()
    places = Places()
    assert places.of(f"a_b~{digest[:12]}") == f"a_b~{digest[:12]}"
    assert places.of("a/b") == f"a_b~{digest[:13]}"


def test_a_name_that_is_taken_is_given_to_nobody():
    places = Places()
    assert places.of("Index") == "Index"
    assert places.of("index") != "index"
