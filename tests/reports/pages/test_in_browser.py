"""The pages in a real Chromium: on a phone, in the dark, on paper, and with hostile names in them.

It is skipped without Playwright and a Chromium: ``pip install playwright``, and the system's own
``chromium``.
"""

import shutil

import pytest

from exercises.coach.judging.finding import Fact, Kind
from grader.picture_data import sketch_of
from grader.reports.pages.student import student_page
from tests.grading.findings import found
from tests.grading.test_picture_data import a_finding
from tests.reports.exports.made import keep, result
from tests.reports.pages.test_picture import check_with
from tests.reports.pages.test_writing import HOSTILE, report
from tests.reports.test_reports import exercise, grade

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
    pytest.mark.timeout(60),
]
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a class's page, and a student's in which everything is hostile."""
    out = keep(tmp_path_factory.mktemp("pages") / "out", [result(name) for name in HOSTILE])
    assert report(out).exit_code == 0
    sketch = sketch_of(a_finding("ex4.trajectory"))
    checks = [
        check_with(found(text, call=text, facts=[Fact(Kind.RATIO, text), Fact(Kind.STEP, text)]),
                   sketch)
        for text in HOSTILE
    ]  # fmt: skip
    student = out / "pages" / "student.html"
    name = "<img src=x onerror=alert(1)>" * 3
    made = student_page(grade(name, exercises=(exercise(checks=tuple(checks)),)), "full")
    student.write_text(made, encoding="utf-8", errors="backslashreplace")
    return out / "pages" / "index.html", student


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield made
        made.close()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("number", [0, 1], ids=["class", "student"])
def test_nothing_runs_is_loaded_or_wider_than_a_phone(browser, pages, number, light):
    seen = []
    context = browser.new_context(viewport=PHONE, color_scheme=light)
    page = context.new_page()
    for event in ("console", "pageerror", "dialog"):
        page.on(event, lambda what, event=event: seen.append((event, str(what))))
    page.on("request", lambda asked: seen.append(asked.url))
    page.goto(pages[number].as_uri())
    images = [each for each in seen if str(each).startswith("data:image/svg+xml")]
    assert [each for each in seen if each not in images] == [pages[number].as_uri()]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (light == "light")
    assert page.evaluate("document.scripts.length") == 0
    # A broken image has no size of its own.
    assert page.evaluate("[...document.images].every(each => each.naturalWidth > 0)")
    context.close()


def test_on_paper_it_is_light_and_what_is_folded_is_there(browser, pages):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(pages[1].as_uri())
    hidden = page.locator("details > div").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.bounding_box()["height"] > 0
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    context.close()
