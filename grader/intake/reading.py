"""Which of a student's files counts for which exercise, and what is said of the others.

What a file is its contents say, not its ending. Of several for one exercise those with nothing of
the student's own in them are left out; between the others the points decide, in
`grader.best_of_several_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from exercises.coach.calling.file_contents import Contents, Unreadable, contents_of
from exercises.coach.calling.magics import left_out_magic
from exercises.coach.calling.notebook_file import NotebookError, cells_in, read_notebook, slim
from exercises.coach.calling.script import code_of, defines, is_written
from exercises.coach.contracts import EXERCISES, Exercise, exercise_of, in_words
from grader.intake.file_names import DOCUMENTS, is_exact, is_notebook, is_python, module_of
from grader.intake.files import Found, Item, Refusal, Skipped, Stray
from grader.intake.renamed import LEAST_OWN, SHARED, held_in
from grader.intake.submission import UP_TO, Alternative
from grader.intake.tree import Budget, Spent, is_volume
from grader.wording import listed

__all__ = ["Reading", "read_items", "shortened"]

Stubs = tuple[Path, ...]
# Where learners' stubs are, beside those of a course's own.
STUBS: Stubs = (Path(__file__).resolve().parents[2] / "exercises",)
NAMED = 5
# Files for one exercise that are graded, each in full.
MOST_GRADED = 3
# Of one student, in the feedback, the sheets and on the instructor's screen.
MOST_NOTES = 20
LONGEST_NOTE = 1000
# Lines that are added without any work: a name, an import, a call.
FEW = 3
# A stub is no longer so many times as long, whatever outputs and line ends it has now.
MANY = 5
# Of a version, a copy or a date; the exercise's own number says nothing.
NUMBER = re.compile(r"\d{1,18}")
OWN_NUMBER = re.compile(r"ex\d_", re.IGNORECASE)
MODULES = tuple(exercise.filename for exercise in EXERCISES)
# Of Quarto's, Deepnote's and others', which keep code in files of their own.
NOTEBOOKS = {".qmd", ".rmd", ".deepnote", ".dbc", ".zpln", ".mlx", ".sagews", ".livemd"}
COMPILED = {".pyc", ".pyo", ".pyd"}
MAILS = {".eml", ".emlx", ".msg", ".mbox"}
# What lies where a file of a network drive's is not, and what leads to one.
SHORTCUTS = {".lnk", ".url", ".webloc", ".desktop", ".gdoc", ".icloud", ".alias"}


@dataclass(frozen=True)
class Candidate:
    """A file that can be read, for one exercise.

    Attributes
    ----------
    path : its place among the student's files
    data : what the sandbox is given: a module's bytes, a notebook's without its outputs
    is_written : whether there is anything of the student's own in it
    is_stub : whether it is what learners were handed, but for blank space
    notes : what is to be said of it if it counts
    is_elsewhere : whether it defines none of the exercise's functions, as one that imports them, or
        that is another exercise's under this one's name
    is_part : whether it is a file with other exercises in it up to where the next one begins
    """

    path: PurePosixPath
    data: bytes
    is_written: bool
    is_stub: bool
    notes: tuple[str, ...] = ()
    is_elsewhere: bool = False
    is_part: bool = False

    @property
    def called(self) -> str:
        """What it is called where it is told from others."""
        return f"{self.path}{UP_TO if self.is_part else ''}"


@dataclass
class Reading:
    """What one student's files came to; the first six are those of a `Submission`.

    What is ``refused`` are reasons, each with the file that was not read.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    alternatives: dict[str, tuple[Alternative, ...]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    renamed: dict[PurePosixPath, list[str]] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    stubs: Stubs = STUBS
    refused: dict[str, PurePosixPath] = field(default_factory=dict)

    def refuse(self, path: PurePosixPath, why: str) -> str:
        """Note why a file is not read, and return that."""
        self.refused[why] = path
        self.notes.append(why)
        return why

    def candidates(self, items: Iterable[Found | Refusal], module: str) -> list[Candidate]:
        """Return the files with an exercise's name that can be read, the likeliest first."""
        candidates: list[Candidate] = []
        refused = []
        for item in items:
            if isinstance(item, Refusal):
                refused.append(self.refuse(item.path, item.reason))
                continue
            try:
                self.budget.wait()
                candidates.append(_candidate(item, exercise_of(module), self.stubs))
            except Spent as error:
                refused.append(self.refuse(item.path, str(error)))
                break
            except (Unreadable, NotebookError) as error:
                refused.append(self.refuse(item.path, f"{item.path}: {error}"))
            except SyntaxError as error:
                refused.append(self.refuse(item.path, f"{item.path}: {error.msg}."))
        if refused and not candidates:
            self.unreadable[module] = refused[0]
        return candidates

    def is_spent(self) -> bool:
        """Whether looking into the files took too long; noted once."""
        try:
            self.budget.wait()
        except Spent as error:
            if str(error) not in self.notes:
                self.notes.append(str(error))
            return True
        return False

    def take(self, candidates: Sequence[Candidate], module: str) -> None:
        """Take what counts of the files for one exercise."""
        if candidates:
            self.unreadable.pop(module, None)
            self._choose(_different(candidates), module)

    def _choose(self, candidates: Sequence[Candidate], module: str) -> None:
        written = [each for each in candidates if each.is_written] or list(candidates[:1])
        counted, graded = written[0], written[:MOST_GRADED]
        for each in candidates:
            if each not in written and written[0].is_written:
                what = (
                    "the stub as it was handed out" if each.is_stub else "hardly more than the stub"
                )
                self.notes.append(f"{each.path} is {what}: the other file counts.")
        if spare := [each.path for each in written[MOST_GRADED:]]:
            were = "were" if spare[1:] else "was"
            self.notes.append(
                f"{listed(spare, NAMED)} {were} not graded: hand in one file for an exercise."
            )
        self.files[module] = counted.data
        self.sources[module] = str(counted.path)
        if len(graded) > 1:
            self.alternatives[module] = tuple(
                Alternative(each.called, each.data) for each in graded[1:]
            )
        for each in graded:
            self.notes += each.notes
            if each.path not in self.renamed and not is_exact(each.path):
                self.notes.append(f"{each.path} was graded as {module}: keep the stub's file name.")

    def under_other_names(self, items: Iterable[Found], module: str) -> list[Candidate]:
        """Return those of the files under other names that hold work for an exercise."""
        found = []
        for item in items:
            with suppress(Unreadable, NotebookError, SyntaxError, Spent):
                self.budget.wait()
                found.append(_candidate(item, exercise_of(module), self.stubs))
        written = [each for each in found if each.is_written]
        for each in written[:MOST_GRADED]:
            self.renamed.setdefault(each.path, []).append(module)
        return written

    def say_renamed(self) -> None:
        """Say which files were graded though they have no exercise's name."""
        for path, modules in self.renamed.items():
            *first, last = (str(exercise_of(module).number) for module in modules)
            what = f"exercises {', '.join(first)} and {last}" if first else modules[0]
            names = "the stubs' file names" if first else "the stub's file name"
            if module_of(path) is not None:
                self.notes.append(
                    f"{path} was graded as {what} too, whose functions it defines: hand each "
                    "exercise in under its own name."
                )
                continue
            self.notes.append(
                f"{path} was graded as {what}, whose functions it defines: keep {names}."
            )

    def mention(self, strays: Sequence[PurePosixPath], skipped: Sequence[PurePosixPath]) -> None:
        """Say which files have no exercise's name, where that may explain what is missing."""
        is_nothing = not self.files and not self.unreadable
        modules = [path for path in strays if is_python(path) and _is_on_top(path)]
        missing = [module for module in MODULES if module not in self.files]
        if is_nothing and strays:
            rule = f"None has the name of an exercise's file, such as {MODULES[0]}."
            remedy = _remedy(strays)
            self.notes.append(f"Handed in: {listed(strays, NAMED)}. {rule} {remedy}")
        elif is_nothing and not self.notes and skipped:
            self.notes.append(
                f"Nothing was handed in: all that is there was made by a tool for itself, "
                f"{listed(skipped, NAMED)}. Hand in the .py or .ipynb file itself."
            )
        elif is_nothing and not self.notes:
            self.notes.append("Nothing was handed in: no file is there.")
        elif modules:
            count = in_words(len(EXERCISES))
            rule = f"only the {count} exercises' files are graded, and each can import the others"
            remedy = f" Is it one of these? Give it that name: {', '.join(missing)}."
            self.notes.append(
                f"Not read: {listed(modules, NAMED)}; {rule}.{remedy if missing else ''}"
            )


def read_items(
    items: Iterable[Item], folders: Sequence[Path] = (), budget: Budget | None = None
) -> Reading:
    """Return what a student's files come to, whatever order they were found in.

    Parameters
    ----------
    items : what `files_of` found
    folders : of a course's own exercises, which have their stubs
    budget : what it may cost to look into them; a student's when None
    """
    stubs = (*STUBS, *(folder / "exercises" for folder in folders))
    reading = Reading(budget=budget or Budget(), stubs=stubs)
    strays: list[Stray] = []
    skipped: list[PurePosixPath] = []
    named: list[tuple[str, Found | Refusal]] = []
    for item in items:
        if isinstance(item, Refusal) and item.is_ours:
            reading.unread.append(item.reason)
        if isinstance(item, Skipped):
            skipped.append(item.path)
            continue
        module = None if isinstance(item, Stray) else module_of(item.path)
        if isinstance(item, Stray):
            strays.append(item)
        elif module is not None:
            named.append((module, item))
        elif isinstance(item, Refusal):  # A zip that cannot be read, a folder of too many files.
            reading.refuse(item.path, item.reason)
    named.sort(key=lambda pair: (pair[0], *_rank(pair[1])))
    candidates = {
        module: reading.candidates([item for _, item in group], module)
        for module, group in groupby(named, key=lambda pair: pair[0])
    }
    written = [each for own in candidates.values() for each in own if each.is_written]
    renamed = _held_in(strays, [each.path for each in written], reading)
    has_work = {module for module, own in candidates.items() if any(map(_is_work, own))}
    for module, item in named:
        if reading.is_spent():
            break
        is_written = any(each.is_written for each in candidates[module])
        if is_written and len(has_work) < len(MODULES) and isinstance(item, Found):
            _share(item, module, candidates[module], renamed, has_work, reading.stubs)
    for module in sorted({*candidates, *renamed}):
        own = candidates.get(module, [])
        if module not in has_work:
            own += reading.under_other_names(renamed.get(module, ()), module)
        reading.take(own, module)
    reading.say_renamed()
    unnamed = [stray.path for stray in strays if stray.path not in reading.renamed]
    reading.mention(unnamed, skipped)
    reading.notes = _few(_said_once(reading.notes, reading.refused))
    reading.unreadable = {module: shortened(why) for module, why in reading.unreadable.items()}
    return reading


def _said_once(notes: Sequence[str], refused: Mapping[str, PurePosixPath]) -> list[str]:
    """Return the notes, as one where they say the same of several files."""
    alike: dict[str, list[str]] = {}
    for note in notes:
        path = refused.get(note)
        rest = note if path is None else note.replace(str(path), "").replace(path.name, "")
        alike.setdefault(rest, []).append(note)
    said = []
    for first, *others in alike.values():
        more = dict.fromkeys(str(refused[note]) for note in others if note != first)
        said.append(f"{first} The same goes for {listed(more, NAMED)}." if more else first)
    return said


def _few(notes: Sequence[str]) -> list[str]:
    """Return the first notes, and how many more there are: each file may have its own."""
    more = len(notes) - MOST_NOTES
    kept = [shortened(note) for note in notes[:MOST_NOTES]]
    return [*kept, f"{more} more notes are left out."] if more > 0 else kept


def shortened(note: str) -> str:
    """Return a note that may name a file whose name fills pages."""
    return note if len(note) <= LONGEST_NOTE else f"{note[:LONGEST_NOTE]} …"


def _is_work(candidate: Candidate) -> bool:
    return candidate.is_written and not candidate.is_elsewhere


def _share(
    item: Found,
    module: str,
    own: list[Candidate],
    renamed: dict[str, list[Found]],
    has_work: Set[str],
    stubs: Stubs,
) -> None:
    """Let a file of one exercise's name be other exercises' too, if these are in it alone.

    Each has it as far as it is that exercise's; the one whose name it has, whole or so far.
    """
    exercise = exercise_of(module)
    held = {each.filename: part for each, part in held_in(item, is_alone=False, named=exercise)}
    others = held.keys() - has_work
    for other in others:
        renamed.setdefault(other, []).append(held[other])
    if others and module in held:
        with suppress(Unreadable, NotebookError, SyntaxError):
            part = _candidate(held[module], exercise, stubs)
            own.append(replace(part, notes=(), is_part=True))


def _held_in(
    strays: Sequence[Stray], named: Sequence[PurePosixPath], reading: Reading
) -> dict[str, list[Found]]:
    """Return what holds an exercise under another name, among the files nearest to the top.

    Parameters
    ----------
    strays : the files under other names
    named : those with an exercise's name and work in them
    reading : is told when looking into them takes too long
    """
    read = [Found(each.path, each.data) for each in strays if each.data]
    top = min((len(path.parts) for path in (*(each.path for each in read), *named)), default=0)
    held: dict[str, list[Found]] = {}
    for item in read:
        if reading.is_spent():
            break
        if len(item.path.parts) == top:
            for exercise, part in held_in(item, is_alone=not named):
                held.setdefault(exercise.filename, []).append(part)
    return held


def _rank(item: Found | Refusal) -> tuple[bool, bool, int, tuple[int, ...]]:
    """Order the files for one exercise by how likely each is meant."""
    # A notebook often lies beside the module that was exported from it. Of versions side by side
    # the highest comes first: no more than a few are graded.
    numbers = map(int, NUMBER.findall(OWN_NUMBER.sub("", str(item.path))))
    return (
        not is_exact(item.path),
        item.path.suffix != ".py",
        len(item.path.parts),
        tuple(-number for number in numbers),
    )


def _candidate(item: Found, exercise: Exercise, stubs: Stubs) -> Candidate:
    """Read a file; raise where it cannot be run."""
    found = contents_of(item.data, is_called_notebook=is_notebook(item.path))
    text = code_of(found)
    notes = tuple(f"{item.path}: {note}" for note in (*found.notes, *_left_out(found, exercise)))
    stub = next((folder for folder in stubs if (folder / exercise.filename).is_file()), stubs[0])
    is_stub = _is_stub(item, text, exercise, stub)
    return Candidate(
        item.path,
        slim(found.data) if found.is_notebook else found.data,
        not is_stub
        and (is_written(text, exercise) or _has_own_lines(text, stub / exercise.filename)),
        is_stub,
        notes,
        is_elsewhere=_is_elsewhere(text, exercise),
    )


def _is_elsewhere(text: str, exercise: Exercise) -> bool:
    """Whether a file has none of the exercise's functions, or only what another one has as well."""
    mine = {name for name in exercise.functions if defines(name, text)}
    if not mine or mine - SHARED:
        return not mine
    others = (each.functions.keys() - SHARED for each in EXERCISES if each is not exercise)
    return any(sum(defines(name, text) for name in own) >= LEAST_OWN for own in others)


def _left_out(found: Contents, exercise: Exercise) -> Iterator[str]:
    """Name the cells with one of the exercise's functions in them that are no code to be run."""
    for cell in cells_in(found.data) if found.is_notebook else ():
        names = [name for name in exercise.functions if defines(name, cell.source)]
        if not names:
            continue
        holds = f"cell {cell.number} holds `def {names[0]}` and was left out"
        if magic := left_out_magic(cell.source) if cell.kind == "code" else "":
            yield f"{holds}: `{magic}` hands the cell to something else than Python."
        elif cell.kind != "code":
            yield f"{holds}: it is a {cell.kind.capitalize()} cell. Make it a code cell."


def _is_stub(item: Found, text: str, exercise: Exercise, folder: Path) -> bool:
    """Whether a file is what learners were handed, but for blank space."""
    try:
        stub = (folder / exercise.filename).read_bytes()
        if text.split() == stub.decode().split():
            return True
        notebook = (folder / "notebooks" / f"{exercise.stem}.ipynb").read_bytes()
        if len(item.data) > MANY * len(notebook):
            return False
        return read_notebook(item.data).split() == read_notebook(notebook).split()
    except (OSError, NotebookError):
        return False


def _has_own_lines(text: str, place: Path) -> bool:
    """Whether more than a few lines are none of the stub's: its `raise` may be left beside them."""
    try:
        stub = place.read_text(encoding="utf-8")
    except OSError:
        return True
    known = {line.strip() for line in stub.splitlines()}
    lines = (line.strip() for line in text.splitlines())
    return sum(line not in known and not line.startswith("#") for line in lines) > FEW


def _different(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return one of each content."""
    unique: dict[bytes, Candidate] = {}
    for each in candidates:
        unique.setdefault(each.data, each)
    return list(unique.values())


def _remedy(paths: Sequence[PurePosixPath]) -> str:
    endings = {path.suffix.lower() for path in paths}
    if any(is_volume(path.name) for path in paths):
        return "A part of a split archive cannot be read: zip the files again, into one zip."
    if endings & SHORTCUTS:
        return "A link or a placeholder is not the file: hand in the .py or .ipynb file itself."
    if endings & MAILS:
        return "A mail is not looked into: hand in the .py or .ipynb file attached to it."
    if endings & COMPILED and not any(map(is_python, paths)):
        return "What Python compiled is not what you wrote: hand in the .py or .ipynb file itself."
    if endings & NOTEBOOKS and not any(map(is_python, paths)):
        return "Another program's notebook is not read: export it there as .ipynb or .py."
    if endings & DOCUMENTS and not any(map(is_python, paths)):
        return "A document or a picture cannot be run: hand in the .py or .ipynb file itself."
    return "Keep the stubs' file names."


def _is_on_top(path: PurePosixPath) -> bool:
    return len(path.parts) == 1 and not path.name.startswith(("test_", "conftest", "__"))
