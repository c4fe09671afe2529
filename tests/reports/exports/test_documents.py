"""The formats that are made of nothing: every number is there, and what is blank is never 0."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import jsonschema
import pytest

from grader.reports.exports.format import ExportError
from grader.reports.exports.formats import FORMATS
from tests.reports.exports.made import FAULT, UNREADABLE, a_class, nothing, result

NAMES = [
    "Zoë Müller",
    "王小明",
    "محمد العلي",
    "O'Brien, Siobhán",
    "=1+1",
    "a/../b",
    "ad\udcff",
    "ADA",
    "ada",
]
VALUES = {"assignment": "ps1", "classroom": "gd-2026", "duedate": ""}
BLANKS = [
    result("partly", 50, "", UNREADABLE), nothing("bad", UNREADABLE), nothing("ours", FAULT),
    nothing("none"),
]  # fmt: skip
POINTS = (0, 33, 87, 100)


def written(name, *results):
    return FORMATS[name].write(a_class(*results), VALUES)


def folders(made):
    return {path.rpartition("/")[0]: json.loads(data) for path, data in made.files.items()}


def rows(made):
    (data,) = made.files.values()
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


# What the service's own description says of a file, as a schema.
TEXT = {"type": "string"}
KIND = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
SEEN = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
NUMBER = {"type": "number"}
GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["score"],
    "properties": {
        "score": NUMBER, "execution_time": NUMBER, "output": TEXT, "output_format": KIND,
        "test_output_format": KIND, "test_name_format": KIND, "visibility": SEEN,
        "stdout_visibility": SEEN, "extra_data": {"type": "object"}, "leaderboard": {},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": NUMBER, "max_score": NUMBER, "status": {"enum": ["passed", "failed"]},
                    "name": TEXT, "name_format": KIND, "number": TEXT, "output": TEXT,
                    "output_format": KIND, "tags": {"type": "array", "items": TEXT},
                    "visibility": SEEN, "extra_data": {"type": "object"},
                },
            },
        },
    },
}  # fmt: skip
INTEGER = {"type": "integer", "minimum": 0}
CLASSROOM50 = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema", "classroom", "assignment", "submission", "commit", "release", "review",
        "datetime", "score", "max-score", "tests",
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"}, "classroom": TEXT, "assignment": TEXT,
        "submission": TEXT, "commit": TEXT, "release": TEXT, "review": TEXT,
        "datetime": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "score": INTEGER, "max-score": INTEGER,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": TEXT, "passed": {"type": "boolean"}, "score": INTEGER,
                    "max-score": INTEGER,
                },
            },
        },
    },
}  # fmt: skip
PRAIRIELEARN = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "gradable": {"type": "boolean"}, "score": {"type": "number", "minimum": 0, "maximum": 1},
        "format_errors": {"type": "array", "items": TEXT}, "message": TEXT, "output": TEXT,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "points", "max_points"],
                "properties": {
                    "name": TEXT, "description": TEXT, "points": NUMBER, "max_points": NUMBER,
                    "message": TEXT, "output": TEXT, "images": {"type": "array"},
                },
            },
        },
    },
    "if": {"properties": {"gradable": {"const": False}}},
    "then": {"required": ["format_errors"]},
    "else": {"required": ["score"]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "schema"),
    [("gradescope", GRADESCOPE), ("classroom50", CLASSROOM50), ("prairielearn", PRAIRIELEARN)],
)
def test_what_a_service_reads_is_as_it_describes_it(name, schema):
    made = written(name, *(result(each, 87.5) for each in NAMES), *BLANKS)
    assert made.files
    for told in folders(made).values():
        jsonschema.validate(told, schema)


@pytest.mark.parametrize("name", ["gradescope", "classroom50", "prairielearn"])
def test_everybody_has_a_folder_of_their_own_below_the_exports(name):
    made = written(name, *(result(each) for each in NAMES))
    tops = [path.split("/") for path in made.files]
    assert all(len(parts) == 2 and parts[0] not in ("", ".", "..") for parts in tops)
    assert len({parts[0].casefold() for parts in tops}) == len(NAMES)


@pytest.mark.parametrize("name", ["gradescope", "classroom50"])
def test_who_has_no_total_has_no_file_where_a_file_would_be_a_score(name):
    made = written(name, *BLANKS, result("ada", 0))
    assert list(folders(made)) == ["ada"]
    assert made.filled == ("ada",)


def test_gradescope_has_every_point_and_what_each_check_said():
    for points in (*POINTS, 87.5, 0.1 + 0.2):
        told = folders(written("gradescope", result("ada", points)))["ada"]
        assert told["score"] == points
        assert sum(test["score"] for test in told["tests"]) == pytest.approx(points)
        assert [t["number"] for t in told["tests"]] == ["1.1", "1.2", "2.1", "2.2"]
    assert told["tests"][0]["status"] == "failed"
    assert "got       1" in told["tests"][0]["output"]


def test_gradescope_is_told_when_students_may_see_it():
    values = VALUES | {"visibility": "after_published"}
    made = FORMATS["gradescope"].write(a_class(result("ada")), values)
    assert folders(made)["ada"]["visibility"] == "after_published"
    assert folders(written("gradescope", result("ada")))["ada"]["visibility"] == "visible"
    with pytest.raises(ExportError, match="--visibility is one of visible, after_due_date"):
        FORMATS["gradescope"].write(a_class(result("ada")), VALUES | {"visibility": "never"})


@pytest.mark.parametrize(("points", "factor"), [(87, 1), (87.5, 2), (33.25, 4), (20 + 1 / 3, 3)])
def test_classroom50_has_whole_points_that_keep_every_share(points, factor):
    made = written("classroom50", result("ada", points), result("bob", 100))
    told = folders(made)
    assert {each["max-score"] for each in told.values()} == {100 * factor}
    assert told["ada"]["score"] / told["ada"]["max-score"] == pytest.approx(points / 100)
    assert sum(t["score"] for t in told["ada"]["tests"]) == told["ada"]["score"]
    assert (factor == 1) == (made.notes == ())
    assert (told["ada"]["classroom"], told["ada"]["datetime"]) == (
        "gd-2026",
        "2026-11-28T10:00:00Z",
    )


def test_classroom50_calls_a_folder_by_the_login():
    assert list(folders(written("classroom50", result("x", login="ada-l")))) == ["ada-l"]


def test_prairielearn_has_the_share_of_the_points():
    told = folders(written("prairielearn", *(result(f"s{p}", p) for p in POINTS)))
    assert {name: each["score"] for name, each in told.items()} == {
        f"s{p}": p / 100 for p in POINTS
    }


def test_prairielearn_says_that_what_is_blank_is_not_gradable_and_why():
    told = folders(written("prairielearn", *BLANKS))
    assert all("score" not in each and each["gradable"] is False for each in told.values())
    assert "homework.zip was not read" in told["bad"]["format_errors"][0]
    assert told["partly"]["format_errors"][0].startswith("ex2 cannot be read")
    assert told["ours"]["message"] == "a fault of the grader's: grade again"


def test_prairielearn_gets_no_more_than_it_takes():
    from dataclasses import replace

    from tests.grading.findings import found

    big = result("ada", 10)
    (first, second), rest = big.grade.exercises[0].checks, big.grade.exercises[1:]
    checks = tuple(replace(c, finding=found("王" * 900_000)) for c in (first, second))
    grade = replace(big.grade, exercises=(replace(big.grade.exercises[0], checks=checks), *rest))
    made = written("prairielearn", replace(big, grade=grade))
    (data,) = made.files.values()
    assert len(data) <= 1_000_000
    assert json.loads(data)["score"] == 0.1
    assert "the rest is left out" in data.decode()


def test_nbgraders_table_has_its_columns_and_every_number():
    known = {"id": "ada", "name": "ada", "submitted_at": "2026-11-20 10:00:00.0 UTC"}
    made = written(
        "nbgrader", result("ada", 0.1 + 0.2, **known),
        result("x", 100, id="S2", name="O'Brien, Siobhán", email="s@x.org"),
        *BLANKS,
    )  # fmt: skip
    ada, siobhan, *blank = rows(made)
    assert ada["timestamp"] == "2026-11-20 10:00:00.0"
    assert float(ada["score"]) == float(ada["raw_score"]) == 0.1 + 0.2
    assert (ada["student_id"], ada["last_name"], ada["first_name"]) == ("ada", "", "")
    assert (siobhan["last_name"], siobhan["first_name"]) == ("O'Brien", "Siobhán")
    assert all(row["score"] == row["raw_score"] == "" for row in blank)
    assert {row["max_score"] for row in (ada, siobhan, *blank)} == {"100"}


@pytest.mark.parametrize("name", ["nbgrader", "csv"])
@pytest.mark.parametrize("student", ["=1+1", "+x", "-x", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(name, student):
    (row,) = rows(written(name, result(student, email=student, name=f"{student}, {student}")))
    assert all(value[:1] not in "=+@\t\r-" for value in row.values() if value)


def test_the_csv_has_every_number_and_a_total_that_lacks_one_is_blank():
    made = written("csv", result("ada", 33.333333333333336), result("bob", 100), *BLANKS)
    told = {row["student"]: row for row in rows(made)}
    assert float(told["ada"]["points"]) == 33.333333333333336
    assert float(told["ada"]["ex1"]) + float(told["ada"]["ex2"]) == 33.333333333333336
    assert told["bob"]["points"] == "100"
    assert [told[name]["points"] for name in ("partly", "bad", "ours", "none")] == [""] * 4
    assert (told["partly"]["ex1"], told["partly"]["ex2"]) == ("50", "")


def test_the_json_has_every_number_and_a_total_that_lacks_one_is_null():
    made = written("json", result("ada", 33.333333333333336), *BLANKS)
    (data,) = made.files.values()
    told = {each["student"]: each for each in json.loads(data)["submissions"]}
    assert told["ada"]["points"] == 33.333333333333336
    assert [told[name]["points"] for name in ("partly", "bad", "ours", "none")] == [None] * 4
    assert "Traceback" not in data.decode()


def test_junit_has_the_points_as_properties_and_none_where_there_are_none():
    made = written("junit", result("ada\x1b", 33.333333333333336), result("bob", 100), *BLANKS)
    (data,) = made.files.values()
    root = ElementTree.fromstring(data)
    assert root.tag == "testsuites"
    told = {}
    for suite in root:
        needed = {"name", "errors", "failures", "skipped", "tests", "time", "timestamp", "hostname"}
        assert needed <= suite.attrib.keys()
        assert int(suite.get("tests")) == len(suite.findall("testcase")) == 4
        for tag in ("error", "failure", "skipped"):
            plural = {"error": "errors", "failure": "failures"}.get(tag, tag)
            assert int(suite.get(plural)) == len(suite.findall(f"testcase/{tag}"))
        told[suite.get("name")] = {p.get("name"): p.get("value") for p in suite.find("properties")}
    assert float(told["ada�"]["points"]) == 33.333333333333336
    assert told["bob"]["points"] == told["bob"]["max_points"] == "100"
    assert all("points" not in told[name] for name in ("partly", "bad", "ours", "none"))
    assert "homework.zip was not read" in told["bad"]["blank"]
    bob = root.findall("testsuite[@name='bob']/testcase/properties/property[@name='points']")
    assert [each.get("value") for each in bob] == ["20", "30"] * 2
