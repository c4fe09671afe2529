"""The catalogue of misconceptions: whole, used, shown by chaffs, the only place of its words."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

from exercises.coach import misconception_catalogue
from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.finding import Flaw
from exercises.coach.misconception_catalogue import (
    CATALOGUE,
    Misconception,
    UnknownMisconception,
    known,
    misconception,
)
from exercises.coach.misconceptions.known_mistake import Entry
from exercises.coach.misconceptions.loop.returns import Output
from exercises.coach.misconceptions.loop.rules import Rule
from tests.kit import ROOT

COACH = ROOT / "exercises" / "coach"
FUNCTIONS = {f"{e.key}.{name}" for e in EXERCISES for name in e.functions}
# Words with a hyphen in the judges' and the readers' own code that are no ids.
OTHER_WORDS = {"utf-8", "plt-show", "size-1", "length-1", "e-2"}
ID = re.compile(r"[a-z]+(-[a-zA-Z0-9]+)+")


def shown() -> set[str]:
    """Return every id that some chaff's file name has."""
    stems = (path.stem for path in (ROOT / "tests" / "chaffs").rglob("*.py"))
    listed = (stem for stem in stems if not stem.startswith("unlisted-"))
    return {re.sub(r"-\d+$", "", part) for stem in listed for part in stem.split("+")}


@pytest.mark.parametrize("each", CATALOGUE, ids=lambda each: each.id)
def test_every_mistake_has_a_place_and_a_sentence(each: Misconception) -> None:
    assert each.functions
    assert set(each.functions) <= FUNCTIONS
    assert set(each.also) <= set(each.functions)
    for sentence in (each.says, *each.also.values()):
        assert 20 < len(sentence) < 260
        assert sentence.endswith((".", "?", ").", "…"))
        assert "  " not in sentence


def test_the_algorithm_is_to_be_read_again_only_for_what_runs_it() -> None:
    runs = {f.key for e in EXERCISES for f in e.functions.values() if "num_steps" in f.parameters}
    named = [each for each in CATALOGUE if each.chapter == misconception_catalogue.ALGORITHM]
    assert named
    assert [each.id for each in named if not set(each.functions) <= runs] == []


def test_every_id_stands_there_once() -> None:
    ids = [each.id for each in CATALOGUE]
    assert len(ids) == len(set(ids))


def test_every_mistake_is_shown_by_a_chaff() -> None:
    missing = {each.id for each in CATALOGUE} - shown()
    assert not missing, f"add tests/chaffs/<exercise>/<id>.py for {sorted(missing)}"


def test_every_chaff_shows_a_mistake_of_the_catalogue() -> None:
    assert not shown() - {each.id for each in CATALOGUE}


@pytest.mark.parametrize("folder", ["judging", "misconceptions"])
def test_every_id_in_the_code_is_in_the_catalogue(folder: str) -> None:
    found = set()
    for path in (COACH / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {word for word in node.value.split("|") if ID.fullmatch(word)}
    assert found
    assert found - OTHER_WORDS <= {each.id for each in CATALOGUE}


@pytest.mark.parametrize(
    "use",
    [
        lambda name: known(name),
        lambda name: misconception(name),
        lambda name: Flaw("got", misconceptions=(name,)),
        lambda name: Entry(name, ("ex1.grad",)),
        lambda name: Rule(name, lambda run: iter(())),
        lambda name: Output((name,), lambda trail, steps: None),
    ],
    ids=["known", "misconception", "Flaw", "Entry", "Rule", "Output"],
)
def test_an_id_that_the_catalogue_lacks_is_refused_with_the_remedy(use) -> None:
    with pytest.raises(
        UnknownMisconception, match=r"Add it to exercises/coach/misconception_catalogue\.py"
    ):
        use("climbs-sideways")


def test_a_mistake_that_shows_where_the_catalogue_does_not_have_it_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ex2\.predict"):
        Entry("climbs", ("ex2.predict",))


def test_what_shows_a_mistake_can_be_imported_with_a_mistake_less(monkeypatch) -> None:
    """Without one entry, the first module that uses its id says what to do."""
    without = {
        name: each for name, each in misconception_catalogue._BY_ID.items() if name != "climbs"
    }
    monkeypatch.setattr(misconception_catalogue, "_BY_ID", without)
    rules = importlib.import_module("exercises.coach.misconceptions.loop.rules")
    with pytest.raises(UnknownMisconception, match="climbs"):
        importlib.reload(rules)
    monkeypatch.undo()
    importlib.reload(rules)
