"""JUnit XML, for whatever shows test results: a suite for each student, points as properties."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from xml.etree.ElementTree import Element, SubElement

from grader.grades import BLANK, CheckGrade, Outcome
from grader.reports.exports.format import Class, Export, Format, Result, Values, number
from grader.reports.text import counted_text, message_of, one_line, printable

__all__ = ["FORMAT"]

SKIPPED = (Outcome.NOT_SUBMITTED, Outcome.NOT_STARTED, Outcome.SKIPPED)
ERRORS = (Outcome.GRADER_FAULT, Outcome.CRASHED, Outcome.TIMED_OUT)


def write(graded: Class, values: Values) -> Export:
    """Write ``grades.xml``."""
    suites = []
    for result in graded.results:
        suite = _suite(result, graded.now.strftime("%Y-%m-%dT%H:%M:%S"))
        ElementTree.indent(suite, level=1)
        # As bytes, which take a tenth of the room that the elements would.
        suites.append(f"  {ElementTree.tostring(suite, encoding='unicode')}\n".encode())
    head = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="grades">\n'
    document = b"".join((head.encode(), *suites, b"</testsuites>\n"))
    return Export({"grades.xml": document}, graded.with_points)


FORMAT = Format("junit", "`grades.xml`, JUnit's: points are the property `points`", write)


def _suite(result: Result, now: str) -> Element:
    outcomes = [check.outcome for check in result.grade.checks]
    skipped = sum(outcome in SKIPPED for outcome in outcomes)
    errors = sum(outcome in ERRORS for outcome in outcomes)
    suite = Element(
        "testsuite",
        name=_plain(result.student),
        tests=str(len(outcomes)),
        skipped=str(skipped),
        errors=str(errors),
        failures=str(sum(outcome is Outcome.FAILED for outcome in outcomes)),
        time=f"{result.grade.seconds:.3f}",
        timestamp=now,
        hostname="localhost",
    )
    points = {"max_points": number(result.grade.out_of)}
    if result.grade.counted is not None:
        points["raw_points"] = number(result.grade.points)
        points["counts"] = _plain(counted_text(result.grade.counted))
    if result.points is not None:
        points = {"points": number(result.points), **points}
    else:
        points["blank"] = _plain(result.why_blank)
    known = {"id": result.who.id, "email": result.who.email, "isolation": result.isolation}
    _properties(suite, points | {key: _plain(text) for key, text in known.items() if text})
    for check in result.grade.checks:
        suite.append(_case(check))
    return suite


def _case(check: CheckGrade) -> Element:
    key, _, name = check.id.partition("/")
    case = Element("testcase", classname=key, name=_plain(name), time="0")
    points = {"title": _plain(check.title), "max_points": number(check.max_points)}
    if check.outcome not in BLANK:
        points = {"points": number(check.points), **points}
    _properties(case, points)
    if check.outcome is Outcome.PASSED:
        return case
    tag = "skipped" if check.outcome in SKIPPED else "failure"
    tag = "error" if check.outcome in ERRORS else tag
    said = SubElement(case, tag, message=str(check.outcome))
    said.text = printable(message_of(check), keep="\n\t").encode("utf-8", "replace").decode()
    return case


def _properties(element: Element, known: dict[str, str]) -> None:
    properties = SubElement(element, "properties")
    for name, value in known.items():
        SubElement(properties, "property", name=name, value=value)


def _plain(text: str) -> str:
    """Return one line without what XML cannot hold."""
    return one_line(text).encode("utf-8", "replace").decode()
