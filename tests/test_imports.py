"""Who may import whom, followed to the end; each rule is shown to see a breach of it.

Call, judge, name, show: data flows one way, and imports go the other. The rules stand in
``RULES``; what a rule finds is a list of chains of imports, each from a file that it is about to
the module that has no place there.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.kit import ROOT, STEMS

PACKAGES = ("exercises", "solutions", "grader")
COACH = "exercises.coach"
TABLES = (f"{COACH}.contracts", f"{COACH}.problems", f"{COACH}.misconception_catalogue")
CALLING = (*TABLES, f"{COACH}.calling")
JUDGING = (*CALLING, f"{COACH}.judging")
TOPMOST = (
    "learner",
    "local_observer",
    "notebook",
    "notebook_as_module",
    "debugging",
    "preloaded_check",
    "run",
    "summary",
)
# What each room of the coach may import: itself and those that stand before it.
ROOMS = {
    **dict.fromkeys(TABLES, TABLES),
    f"{COACH}.calling": CALLING,
    f"{COACH}.judging": JUDGING,
    f"{COACH}.misconceptions": (*JUDGING, f"{COACH}.misconceptions"),
    f"{COACH}.showing": (*JUDGING, f"{COACH}.showing"),
    f"{COACH}.play": (*JUDGING, f"{COACH}.showing", f"{COACH}.play"),
    f"{COACH}.environment": (f"{COACH}.environment",),
    f"{COACH}.learner_files": (*CALLING, f"{COACH}.learner_files"),
    f"{COACH}.shell": (*JUDGING, f"{COACH}.showing", f"{COACH}.learner_files", f"{COACH}.shell"),
    **dict.fromkeys(
        (f"{COACH}.{name}" for name in TOPMOST),
        (COACH,),
    ),
}
# A process of pytest that waits to be told what to run.
WAITING = f"{COACH}.preloaded_check"
SANDBOX = "grader.sandbox"
CHILD = (
    *(f"{SANDBOX}.child", f"{SANDBOX}.wire", f"{SANDBOX}.limits", f"{SANDBOX}.libc"),
    *(f"{COACH}.calling", f"{COACH}.contracts", f"{COACH}.problems"),
)
NUMERICAL = ("numpy", "matplotlib", "mpl_toolkits")


def is_in(module: str, places: Iterable[str]) -> bool:
    """Whether a module is one of the places, or stands in one."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


@cache
def imported(source: str, package: str) -> frozenset[str]:
    """Return what a file imports, in functions too: ``a.b.c`` for ``from a.b import c``."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            found |= {f"{start}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def offered(source: str) -> frozenset[str] | None:
    """Return the names in a file's ``__all__``; None where it has none."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return None


@cache
def holders(module: str) -> list[str]:
    """Return the packages that a module stands in, the outermost first."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


@dataclass(frozen=True)
class House:
    """The modules of a copy of the kit, by name: what each imports, and what its `__all__` has."""

    modules: dict[str, frozenset[str]]
    offers: dict[str, frozenset[str]]
    _targets: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _run_with: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @staticmethod
    def at(root: Path) -> House:
        """Read the copy of the kit at ``root``."""
        modules, offers = {}, {}
        for path in sorted(p for name in PACKAGES for p in (root / name).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            package = name if is_package else name.rpartition(".")[0]
            source = path.read_text(encoding="utf-8")
            modules[name] = imported(source, package)
            if (names := offered(source)) is not None:
                offers[name] = names
        return House(modules, offers)

    def of(self, *places: str, without: Sequence[str] = ()) -> list[str]:
        """Return the modules that stand in the places, but for those in ``without``."""
        found = [m for m in self.modules if is_in(m, places) and not is_in(m, without)]
        assert found, f"nothing is left at {places}: has it moved? Then mend the rule."
        return found

    def targets(self, module: str) -> set[str]:
        """Return the modules of the house that one names in its imports."""
        if module not in self._targets:
            names = [[*holders(name), name] for name in self.modules.get(module, ())]
            known = [[part for part in parts if part in self.modules] for parts in names]
            self._targets[module] = {parts[-1] for parts in known if parts}
        return self._targets[module]

    def run_with(self, module: str) -> set[str]:
        """Return the modules that one imports, and the packages that are run for it and them."""
        if module not in self._run_with:
            targets = self.targets(module)
            packages = {p for one in (module, *targets) for p in holders(one)}
            self._run_with[module] = targets | (packages & self.modules.keys())
        return self._run_with[module]

    def outside(self, module: str) -> set[str]:
        """Return the packages beside the house and the standard library that a module imports."""
        roots = {name.split(".")[0] for name in self.modules[module]}
        return roots - set(PACKAGES) - set(sys.stdlib_module_names)

    def reached(self, start: str, step: Callable[[str], set[str]] | None = None) -> dict[str, str]:
        """Return all that is run with a module, each with the module that is the cause."""
        by, new = {start: ""}, [start]
        while new:
            module = new.pop()
            for one in sorted((step or self.run_with)(module)):
                if one not in by:
                    by[one] = module
                    new.append(one)
        return by

    def strays(self, start: str, allowed: Sequence[str], beside: Sequence[str]) -> Iterator[str]:
        """Yield the chain to each module from ``start`` on that is neither allowed nor beside."""
        # A package that holds what is allowed runs with it, and is held to the rule like a part.
        around = {package for place in allowed for package in holders(place)}
        by = self.reached(start)
        for module in by:
            strangers = self.outside(module) - set(beside)
            if not is_in(module, allowed) and module not in around:
                yield chain(by, module)
            yield from (f"{chain(by, module)} > {one}" for one in sorted(strangers))


def chain(by: dict[str, str], module: str) -> str:
    """Return how a module is reached, from the first importer on."""
    steps = [module]
    while by[steps[-1]]:
        steps.append(by[steps[-1]])
    return " > ".join(reversed(steps))


def every_room(house: House) -> Iterator[str]:
    for module in house.of(COACH):
        if module != COACH and not is_in(module, ROOMS):
            yield f"{module} stands in no room of the coach: put it into one, or name it in ROOMS"
    for room, allowed in ROOMS.items():
        for module in house.of(room):
            beside = (*NUMERICAL, "pytest") if module == WAITING else NUMERICAL
            yield from house.strays(module, allowed, beside)


def what_learners_receive(house: House) -> Iterator[str]:
    for module in house.of("exercises"):
        name = module.removeprefix("exercises.")
        # A stub runs its tests when it is run itself.
        for_pytest = name == "conftest" or name.startswith("test_") or name in STEMS
        for_pytest = for_pytest or module == WAITING
        beside = (*NUMERICAL, "pytest") if for_pytest else NUMERICAL
        yield from house.strays(module, ("exercises",), beside)


def solutions(house: House) -> Iterator[str]:
    for module in house.of("solutions"):
        yield from house.strays(module, ("solutions",), NUMERICAL)


def the_untrusted_side(house: House) -> Iterator[str]:
    for module in house.of(f"{SANDBOX}.child"):
        yield from house.strays(module, CHILD, NUMERICAL)


def the_trusted_side(house: House) -> Iterator[str]:
    for module in house.of(f"{SANDBOX}.host"):
        by = house.reached(module)
        yield from (chain(by, m) for m in by if is_in(m, [f"{SANDBOX}.child"]))


def importers_of_tests(house: House) -> Iterator[str]:
    for module, names in house.modules.items():
        yield from (f"{module} > {name}" for name in sorted(names) if is_in(name, ["tests"]))


def undeclared(house: House) -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [
        *project["dependencies"],
        *(d for name in extras if name != "dev" for d in extras[name]),
    ]
    declared = {plain(re.split(r"[^\w.-]", line)[0]) for line in asked}
    names = packages_distributions()
    for module in house.modules:
        for one in sorted(house.outside(module)):
            if not declared & {plain(name) for name in names.get(one, [one])}:
                yield f"{module} > {one}, which pyproject.toml does not ask for"


def plain(distribution: str) -> str:
    """Return a distribution's name as the registry compares it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def what_is_not_offered(house: House) -> Iterator[str]:
    for module, names in house.modules.items():
        for name in sorted(names - house.modules.keys()):
            holder, _, last = name.rpartition(".")
            if holder in house.offers and last not in house.offers[holder]:
                yield f"{module} > {name}, which is not in that module's __all__"


def circles(house: House) -> Iterator[str]:
    for module in house.modules:
        for one in sorted(house.targets(module)):
            by = house.reached(one, house.targets)
            if module in by:
                yield f"{module} > {chain(by, module)}"


def circles_of_packages(house: House) -> Iterator[str]:
    """Yield the chains of the grader's packages that import each other, in however many steps."""
    folders = {holders(m)[1] for m in house.of("grader") if m.count(".") > 1}

    def beside(package: str) -> set[str]:
        named = {t for module in house.of(package) for t in house.targets(module)}
        return {f for f in folders - {package} for t in named if is_in(t, [f])}

    for package in folders:
        for one in sorted(beside(package)):
            by = house.reached(one, beside)
            if package in by:
                yield f"{package} > {chain(by, package)}"


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    "each room of the coach imports itself and those before it": every_room,
    "what learners receive imports NumPy, Matplotlib and itself": what_learners_receive,
    "solutions import NumPy, Matplotlib and themselves": solutions,
    "the untrusted side imports calling, contracts, problems and the wire": the_untrusted_side,
    "the trusted side does not import the untrusted one": the_trusted_side,
    "nothing imports the tests": importers_of_tests,
    "nothing is imported that is not a declared dependency": undeclared,
    "what a module takes of another is in that one's __all__": what_is_not_offered,
    "there are no circles": circles,
    "no packages of the grader import each other": circles_of_packages,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_kit_keeps_the_rule(rule: str) -> None:
    assert list(RULES[rule](House.at(ROOT))) == []


# rule -> file: the line that breaks it there.
PLANTED = [
    ("each room", "exercises/coach/contracts.py", "import exercises.coach.calling.plain_data"),
    ("each room", "exercises/coach/problems.py", "def f():\n    from .calling import plain_data"),
    ("each room", "exercises/coach/calling/plain_data.py", "from ..judging import show"),
    ("each room", "exercises/coach/judging/value_text.py", "import exercises.coach.showing.board"),
    (
        *("each room", "exercises/coach/judging/value_text.py"),
        "from exercises.coach import misconceptions",
    ),
    ("each room", "exercises/coach/misconceptions/known_mistake.py", "from ..showing import board"),
    ("each room", "exercises/coach/showing/board.py", "from ..misconceptions import registry"),
    ("each room", "exercises/coach/showing/board.py", "from exercises.coach import learner"),
    ("each room", "exercises/coach/attic.py", "import numpy"),
    ("each room", "exercises/coach/environment.py", "from exercises.coach import contracts"),
    ("each room", "exercises/coach/learner_files.py", "from exercises.coach.showing import board"),
    ("each room", "exercises/coach/shell/exercises_copy.py", "from exercises.coach import learner"),
    ("what learners", "exercises/coach/learner.py", "import solutions.descent"),
    ("what learners", "exercises/coach/showing/board.py", "import rich"),
    ("what learners", "exercises/coach/showing/board.py", "import pytest"),
    ("what learners", "exercises/test_ex1_gradient_descent.py", "import grader.pytest_engine"),
    ("solutions", "solutions/descent.py", "from exercises.coach import problems"),
    ("solutions", "solutions/descent.py", "import scipy"),
    ("the untrusted", "grader/sandbox/child/server.py", "import exercises.coach.judging.finding"),
    ("the untrusted", "grader/sandbox/child/server.py", "from grader.sandbox.host import channel"),
    ("the untrusted", "grader/sandbox/wire.py", "def f():\n    import solutions.descent"),
    ("the untrusted", "exercises/coach/problems.py", "import grader.hidden.random_inputs"),
    ("the untrusted", "grader/sandbox/__init__.py", "import grader.secret"),
    ("the untrusted", "grader/sandbox/child/server.py", "import pytest"),
    ("the trusted", "grader/sandbox/host/channel.py", "from ..child import server"),
    ("the trusted", "grader/sandbox/wire.py", "from .child import submission_modules"),
    ("nothing imports", "grader/demo.py", "def f():\n    from tests import kit"),
    ("nothing is", "grader/cli.py", "import hypothesis"),
    ("what a module", "grader/demo.py", "def f():\n    from grader.wording import Iterable"),
    ("there are", "solutions/descent.py", "from solutions import ex1_gradient_descent"),
    ("there are", "exercises/coach/calling/plain_data.py", "def f():\n    from . import observe"),
    ("there are", "grader/intake/students.py", "from grader.intake import read_place"),
    ("no packages", "grader/intake/roster.py", "def f():\n    from grader.reports import text"),
    ("no packages", "grader/gradebook/book.py", "import grader.course.file"),
]  # fmt: skip


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the kit's packages, in which a test plants what it takes out again."""
    folder = tmp_path_factory.mktemp("copied")
    for name in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", ".feedback", "*.ipynb")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


@contextmanager
def planted(path: Path, line: str) -> Iterator[None]:
    """Have a line at the end of a file within the block; a file that is not there is made."""
    before = path.read_bytes() if path.exists() else None
    with path.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


@pytest.mark.parametrize(("rule", "file", "line"), PLANTED)
def test_a_breach_in_a_copy_is_seen(copied: Path, rule: str, file: str, line: str) -> None:
    (name,) = [name for name in RULES if name.startswith(rule)]
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    with planted(copied / file, line):
        found = list(RULES[name](House.at(copied)))
    assert any(module in one or module.rpartition(".")[0] in one for one in found), found


def test_every_rule_has_a_breach_that_it_sees() -> None:
    assert [name for name in RULES if not any(name.startswith(rule) for rule, *_ in PLANTED)] == []


# What is really there, whatever the sources say

LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
from grader.sandbox.child import without_fork, server, zygote
from grader.sandbox.child.preloading import warm
warm()
print(*sorted(sys.modules))
"""


def loaded_in_a_child(root: Path) -> list[str]:
    """Return the kit's modules, and pytest's, in a process that did what a child does."""
    done = subprocess.run(
        [sys.executable, "-s", "-P", "-B", "-c", LOADED, str(root)],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in done.stdout.split() if is_in(name, (*PACKAGES, "tests", "pytest"))]


def strangers(loaded: Iterable[str]) -> list[str]:
    """Return what has no place in a child: judges, solutions, hidden tests, the trusted side."""
    return [m for m in loaded if not is_in(m, CHILD) and m not in (*PACKAGES, COACH, SANDBOX)]


@pytest.mark.skipif(sys.platform == "win32", reason="children are forked on POSIX systems alone")
def test_no_judge_no_solution_and_no_hidden_test_is_loaded_in_a_child() -> None:
    loaded = loaded_in_a_child(ROOT)
    assert f"{SANDBOX}.child.server" in loaded
    assert strangers(loaded) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="children are forked on POSIX systems alone")
@pytest.mark.parametrize("module", [f"{COACH}.judging.finding", "grader.hidden.random_inputs"])
def test_one_that_is_loaded_in_a_child_however_it_got_there_is_seen(
    copied: Path, module: str
) -> None:
    with (copied / "grader" / "sandbox" / "child" / "preloading.py").open(
        "a", encoding="utf-8"
    ) as file:
        # No import statement, so that the rules above, which read the sources, do not see it.
        file.write(f"\nimportlib.import_module({module!r})\n")
    assert module in strangers(loaded_in_a_child(copied))
