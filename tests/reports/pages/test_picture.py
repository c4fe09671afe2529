"""A sketch as an image: well-formed, with nothing in it that runs, and numbers that are true."""

import base64
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from grader.picture_data import SIDE, Axis, sketch_of
from grader.reports.pages.picture import _ticks, picture_of_sketch, svg_of
from grader.reports.pages.student import student_page
from tests.grading.findings import found
from tests.grading.test_picture_data import WRONG, a_finding
from tests.reports.pages.test_writing import checked
from tests.reports.test_reports import check, exercise, grade

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "style", "rect", "clipPath", "g", "polyline", "path", "text"}


@pytest.mark.parametrize("name", WRONG)
def test_an_image_is_well_formed_and_holds_lines_and_words_alone(name):
    made = sketch_of(a_finding(name))
    root = ElementTree.fromstring(svg_of(made))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= TAGS
    for each in root.iter():
        assert not any(key.startswith("on") or "href" in key for key in each.attrib)
    words = " ".join(" ".join(each.itertext()) for each in root.iter(f"{SVG}text"))
    for line in made.lines:
        assert line.label in words
    assert made.x.label in words
    assert made.y.label in words


@pytest.mark.parametrize("name", WRONG)
def test_what_is_within_the_axes_is_within_the_image(name):
    picture = picture_of_sketch(sketch_of(a_finding(name)))
    root = ElementTree.fromstring(base64.b64decode(str(picture.src).partition(",")[2]))
    assert root.attrib["viewBox"] == f"0 0 {picture.width} {picture.height}"
    for each in root.iter(f"{SVG}text"):
        if "x" in each.attrib:
            assert 0 <= float(each.attrib["x"]) <= picture.width
            assert 0 <= float(each.attrib["y"]) <= picture.height


def test_both_lights_have_their_colours_and_print_has_the_light_one():
    text = svg_of(sketch_of(a_finding("ex3.suboptimality")))
    assert text.index("@media all") < text.index("@media screen and (prefers-color-scheme:dark)")
    assert text.count("--yours:#") == 2


@pytest.mark.parametrize("axis", [
    Axis("", 0.0, 1.0), Axis("", -29.5, -27.3), Axis("", 1e-12, 3e-12), Axis("", 1e300, 1.5e300),
    Axis("", 5.0, 5.0), Axis("", 1e9, 1e9 + 1), Axis("", 0.013, 812.0, "log"),
    Axis("", 1.96, 14.9, "log"), Axis("", 3.01, 3.04, "log"), Axis("", 1e-300, 1e300, "log"),
    Axis("", 0.0, 9999.0, "symlog"), Axis("", 0.0, 0.7, "symlog"), Axis("", 5.0, 300.0, "symlog"),
], ids=str)  # fmt: skip
def test_an_axis_has_a_few_numbers_at_their_places(axis):
    ticks = _ticks(axis)
    assert (1 if axis.high != 1e9 + 1 else 0) <= len(ticks) <= 8
    assert len({tick.text for tick in ticks}) == len(ticks)
    assert all(-1 <= tick.at <= SIDE + 1 for tick in ticks)
    places = [tick.at for tick in ticks]
    assert places == sorted(places)
    for tick in ticks:
        if "10" not in tick.text:
            value = float(tick.text.replace("−", "-"))
            assert axis.place(np.array(value)) == pytest.approx(tick.at, abs=60)


def test_a_check_s_picture_is_on_the_page_once_for_each_mistake():
    sketch = sketch_of(a_finding("ex3.suboptimality"))
    names = ("climbs", "climbs", "history-after")
    checks = [
        check_with(found(str(n), ids=(name,), function="gradient_descent"), sketch)
        for n, name in enumerate(names)
    ]
    made = checked(student_page(grade(exercises=(exercise(checks=tuple(checks)),)), "full"))
    assert made.opened.count("img") == 2
    alts = [value for name, value in made.attributes if name == "alt"]
    assert alts == ["step t and gap L(θₜ) − L*, on a log axis. Shown are: right; yours."] * 2


def check_with(finding, sketch):
    return replace(check(finding=finding), sketch=sketch)
