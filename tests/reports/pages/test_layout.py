"""The frame of every page: readable in both lights, and nothing in it runs or leads elsewhere."""

import re

import pytest
from jinja2 import UndefinedError

from grader.reports.class_records import WholeClass
from grader.reports.pages.class_page import class_page
from grader.reports.pages.layout import TEMPLATES, cut, page, palette

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
BLOCKS = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
LIGHTS = {
    name: dict(re.findall(r"--(\w+): (#\w{6});", block))
    for name, block in zip(("light", "dark", "print"), BLOCKS, strict=True)
}
WORDS = ("text", "quiet", "link", "right", "wrong", "open")
# Lines and areas that say something.
SHAPES = ("right", "wrong", "open", "bar", "yours", "beside")


def luminance(colour):
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", ["ground", "raised"])
@pytest.mark.parametrize("light", LIGHTS)
def test_every_colour_has_the_contrast_of_wcag_aa_on_every_ground(light, ground):
    colours = LIGHTS[light]
    words = {name: contrast(colours[name], colours[ground]) for name in WORDS}
    shapes = {name: contrast(colours[name], colours[ground]) for name in SHAPES}
    assert {name: ratio for name, ratio in words.items() if ratio < 4.5} == {}
    assert {name: ratio for name, ratio in shapes.items() if ratio < 3} == {}


def test_the_same_colours_are_named_in_every_light_and_no_rule_has_one_of_its_own():
    assert LIGHTS["light"].keys() == LIGHTS["dark"].keys() == LIGHTS["print"].keys()
    assert (LIGHTS["light"], LIGHTS["dark"]) == palette()
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", rules)
    used = set(re.findall(r"var\(--(\w+)\)", rules))
    assert used <= LIGHTS["light"].keys()


def test_nothing_may_run_or_be_loaded():
    made = class_page(WholeClass(()), {}, "A course")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', made)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_a_value_that_a_template_lacks_is_an_error_and_no_gap():
    with pytest.raises(UndefinedError):
        page("class.html.j2", title="A course")


def test_a_name_is_one_line_of_bounded_length_that_turns_nothing_around():
    assert cut("a\n b\u202ec\x00") == "a b�c�"
    assert len(cut("x" * 10_000)) == 120
    assert cut("x" * 10_000).endswith("…")
