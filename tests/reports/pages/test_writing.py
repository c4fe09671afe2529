"""``grader report``: pages of a gradebook, whole or not at all, and nothing of a learner's runs."""

import re
import webbrowser
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from exercises.coach.judging.finding import Fact, Kind
from grader.cli import main
from grader.gradebook.book import Gradebook
from grader.reports.pages.student import student_page
from tests.grading.findings import found
from tests.pages import Page
from tests.reports.exports.made import FAULT, UNREADABLE, keep, nothing, result
from tests.reports.test_reports import check, exercise, grade

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "'><svg/onload=alert(1)>",
    "</title></style></main><h1>",
    "\u202egnp.exe\u2066 \u200f",
    "{{ 7 * 7 }} {% raw %} {# no #}",
    "../../etc/passwd",
    "https://example.org/x.js",
    "&lt;b&gt; & <!--",
    "%22%3E%3Cb%3E?#x",
    "bad\udc80name",
    "x" * 4000,
    "con.txt",
]
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "footer", "h1", "h2", "h3", "p",
    "div", "span", "table", "caption", "thead", "tbody", "tr", "th", "td", "section", "ul", "li",
    "bdi", "code", "pre", "strong", "details", "summary", "a", "small", "figure", "figcaption",
    "img", "nav",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "style", "scope", "href", "src",
    "alt", "width", "height", "data-is", "id",
}  # fmt: skip


def checked(text):
    """Return a page, after a look at whether it holds anything but words, pictures and tables."""
    made = Page(text)
    assert set(made.opened) <= TAGS
    for name, value in made.attributes:
        assert name in ATTRIBUTES
        assert name != "src" or value.startswith("data:image/svg+xml;base64,")
        assert name != "href" or re.fullmatch(r"#[a-z]+[0-9]*|students/[^/:?#]+\.html", value)
    places = [f"#{value}" for name, value in made.attributes if name == "id"]
    assert len(set(places)) == len(places)
    assert {value for name, value in made.attributes if name == "href" and value[0] == "#"} <= {
        *places
    }
    return made


def report(*arguments):
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_learner_wrote_named_or_printed_is_text(text):
    told = [Fact(kind, f"{kind}: {text}") for kind in Kind]
    finding = found(text, call=f"grad({text})", expected=text, facts=told, function="grad")
    judged = check(finding=finding)
    made = checked(student_page(grade(text, exercises=(exercise(checks=(judged,)),),
                                      notes=(f"a note: {text}",)), "full"))  # fmt: skip
    plain = checked(student_page(grade("ada", exercises=(exercise(checks=(judged,)),)), "full"))
    assert set(made.opened) - set(plain.opened) <= {"details", "summary", "code"}
    assert "\u202e" not in made.text


def test_a_class_of_hostile_names_has_a_page_each_that_its_link_finds(tmp_path):
    out = keep(tmp_path / "out", [result(name) for name in HOSTILE])
    ended = report(out)
    assert ended.exit_code == 0, ended.output
    text = (out / "pages" / "index.html").read_text(encoding="utf-8")
    made = checked(text)
    links = [value for name, value in made.attributes if name == "href" and value[0] != "#"]
    assert len(set(links)) == len(HOSTILE)
    for link in links:
        page = out / "pages" / unquote(link, errors="surrogateescape")
        checked(page.read_text(encoding="utf-8"))
    assert len(list((out / "pages" / "students").iterdir())) == len(HOSTILE)


def test_a_student_s_page_holds_nothing_of_anybody_else(tmp_path):
    out = keep(tmp_path / "out", [result("ada", 40.0), result("ben", 87.5)])
    report(out)
    page = (out / "pages" / "students" / "ada.html").read_text(encoding="utf-8")
    assert "ada" in page
    assert "ben" not in page
    assert "index.html" not in page


def test_what_has_no_points_says_why_and_is_never_0(tmp_path):
    kept = [result("ada", ex1=FAULT), result("ben", ex1=UNREADABLE), nothing("cleo")]
    out = keep(tmp_path / "out", kept)
    report(out)
    index = Page((out / "pages" / "index.html").read_text(encoding="utf-8")).text
    assert "no total yet, since gradient descent could not be read" in index
    assert "grader fault" in index
    assert "not submitted" in index
    assert "0 of 100" not in index


def test_pages_are_written_again_and_those_of_who_is_gone_go(tmp_path):
    out = keep(tmp_path / "out", [result("ada"), result("ben")])
    assert report(out).exit_code == 0
    keep(out, [result("ada", 50.0)])
    assert report(out).exit_code == 0
    assert [path.name for path in (out / "pages" / "students").iterdir()] == ["ada.html"]
    assert "50 of 100" in (out / "pages" / "students" / "ada.html").read_text(encoding="utf-8")


def test_the_gradebook_stays_as_it_is(tmp_path):
    out = keep(tmp_path / "out", [result("ada")])
    with Gradebook(out / "gradebook.sqlite") as book:
        before = len(book)
    report(out)
    with Gradebook(out / "gradebook.sqlite") as book:
        assert len(book) == before


def test_without_a_gradebook_nothing_is_written(tmp_path):
    ended = report(tmp_path)
    assert ended.exit_code == 1
    assert "has no gradebook. Name the folder that grader grade wrote" in ended.output
    assert list(tmp_path.iterdir()) == []


def test_without_grades_nothing_is_written(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite"):
        pass
    ended = report(tmp_path)
    assert ended.exit_code == 1
    assert "has no grades yet" in ended.output
    assert not (tmp_path / "pages").exists()


def test_a_folder_of_anything_else_is_left_alone(tmp_path):
    out = keep(tmp_path / "out", [result("ada")])
    (out / "pages").mkdir()
    (out / "pages" / "mine.txt").write_text("mine")
    ended = report(out)
    assert ended.exit_code == 1
    assert "holds other files (mine.txt). Nothing was written." in ended.output
    assert [path.name for path in (out / "pages").iterdir()] == ["mine.txt"]


def test_the_class_s_page_opens_in_the_browser_where_that_was_asked_for(tmp_path, monkeypatch):
    out = keep(tmp_path / "out", [result("ada")])
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda where: opened.append(where) or True)
    report(out)
    assert opened == []
    report(out, "--open")
    assert opened == [(out / "pages" / "index.html").resolve().as_uri()]


def test_where_there_is_no_browser_the_page_is_named(tmp_path, monkeypatch):
    out = keep(tmp_path / "out", [result("ada")])
    monkeypatch.setattr(webbrowser, "open", lambda where: False)
    ended = report(out, "--open")
    assert ended.exit_code == 0
    assert "No browser could be started here. Open" in ended.output
