"""What a docstring lists or names is there: parameters, attributes, modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.kit import ROOT

PLACES = ("exercises", "solutions", "grader")
FILES = [path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))]
SECTION = re.compile(r"^(Parameters|Attributes)\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", re.M | re.S)
LISTED = re.compile(r"^(\w[\w, ]*?) ?:", re.M)
# A module or a name in it, and no file of another kind.
NAMED = re.compile(r"`([a-z_][\w.]*?)(?<!\.csv)(?<!\.json)(?<!\.toml)(?:\.py|/)?`")


def listed_in(docstring: str) -> set[str]:
    """Return the names that the sections of a docstring list."""
    sections = [found[2] for found in SECTION.finditer(docstring)]
    rows = (row[1] for section in sections for row in LISTED.finditer(section))
    return {name.strip() for row in rows for name in row.split(",")}


def fields_of(node: ast.ClassDef) -> set[str]:
    """Return the fields that a class declares, which a dataclass takes as arguments."""
    targets = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def names_of(node: ast.FunctionDef | ast.ClassDef) -> set[str]:
    """Return what a function takes, or what a class takes and has."""
    arguments = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    if isinstance(node, ast.FunctionDef):
        return arguments
    bodies = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.Assign)]
    own = {each.name for each in bodies if isinstance(each, ast.FunctionDef)}
    own |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    own |= {
        name.id
        for each in bodies
        if isinstance(each, ast.Assign)
        for name in each.targets
        if isinstance(name, ast.Name)
    }
    return arguments | own | fields_of(node)


def faults_of(source: str) -> Iterator[str]:
    """Yield which lists of parameters and attributes in a module are not what is there."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        docstring = ast.get_docstring(node) or ""
        listed = listed_in(docstring)
        for name in sorted(listed - names_of(node) if listed else ()):
            yield f"{node.name} lists `{name}`, which it has not"
        if isinstance(node, ast.ClassDef) and "Attributes\n" in docstring:
            is_data = any("dataclass" in ast.unparse(each) for each in node.decorator_list)
            for name in sorted(fields_of(node) - listed if is_data else ()):
                yield f"{node.name} does not list `{name}`"


def test_a_list_of_parameters_or_attributes_is_what_is_there() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in FILES
        for fault in faults_of(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def missing_of(package: Path) -> Iterator[str]:
    """Yield what the docstring of a package names that is not in it."""
    source = (package / "__init__.py").read_text(encoding="utf-8")
    for name in NAMED.findall(ast.get_docstring(ast.parse(source)) or ""):
        start = ROOT if name.startswith(PLACES) else package
        *path, last = name.split(".")
        place = start.joinpath(*path)
        is_module = (place / last).is_dir() or (place / f"{last}.py").is_file()
        within = [place.with_suffix(".py")] if path else [*package.glob("*.py")]
        texts = [each.read_text(encoding="utf-8") for each in within if each.is_file()]
        is_defined = any(re.search(rf"^(def|class) {last}\b", text, re.M) for text in texts)
        if not is_module and not is_defined:
            yield name


def test_what_a_package_names_is_in_it() -> None:
    packages = [path.parent for path in FILES if path.name == "__init__.py"]
    assert [f"{place.name}: {name}" for place in packages for name in missing_of(place)] == []


def test_a_list_that_has_gone_stale_is_found() -> None:
    source = '''
@dataclass
class Told:
    """What.

    Attributes
    ----------
    words : said
    gone : nothing any more
    """

    words: str
    more: int = 0


def tell(words):
    """Tell.

    Parameters
    ----------
    text : what
    """
'''
    assert list(faults_of(source)) == [
        "Told lists `gone`, which it has not",
        "Told does not list `more`",
        "tell lists `text`, which it has not",
    ]
