"""`course.toml`, read and checked: what it says, what the options say instead, and the defaults.

Whatever is wrong is told with the file or the option, the key, what is wrong with it and what to
do. The folders of a course's own checks and exercises are laid out like the kit's own, see
`grader.course.own_folders`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from exercises.coach.contracts import EXERCISES
from grader.course.own_folders import Folder, FolderError, read_folder
from grader.errors import UserError
from grader.weights_and_late_work import Late, Rule
from grader.wording import all_of

__all__ = ["NAME", "Course", "CourseError", "given_in", "read_course"]

NAME = "course.toml"
KEYS = tuple(exercise.key for exercise in EXERCISES)
TOTAL = 100.0
ATTEMPTS = ("newest", "best")
# What a value may be, in words, by the key; a table's keys follow a dot.
WORDS = {
    "title": "text, in quotes",
    "secret": "the path of a file, in quotes",
    "exercises": 'a list such as ["ex1", "ex2"]',
    "folders": 'a list of folders, such as ["own"]',
    "roster": "the path of a CSV file, in quotes",
    "attempt": '"newest" or "best"',
    "due": "a date and time without quotes, such as 2026-12-01T23:59:00+01:00",
    "time_zone": 'a name such as "Europe/Zurich"',
    "total": "a number above 0",
    "exports": 'a list of formats, such as ["csv", "junit"]',
    "weights": "a table of numbers, such as ex1 = 20",
    "late": "a table, [late]",
    "export": "a table for each format, such as [export.canvas]",
    "late.percent_per_day": "a number from 0 to 100",
    "late.at_most": "a number from 0 to 100",
    "late.grace_minutes": "a number, 0 or more",
}
OPTIONS = {
    "secret": "--secret-file", "exercises": "--only", "folders": "--folder",
    "exports": "--export", "weights": "--weight", "late.percent_per_day": "--late-percent",
    "late.at_most": "--late-at-most", "late.grace_minutes": "--late-grace",
}  # fmt: skip


class CourseError(UserError):
    """What is said of the course cannot be used; the text says where, what is wrong, and a way."""


@dataclass(frozen=True)
class Course:
    """A course.

    Attributes
    ----------
    path : its `course.toml`; None where there is none
    title : as reports head it
    secret : the file of the secret; None for the one beside the grades
    exercises : keys of those that are graded; all when empty
    folders : of own checks and exercises
    roster : a CSV file of who should hand in
    attempt : which attempt of a student counts
    rule : how points count
    said : what the options said, by the file's keys, as plain data
    exports : formats that ``grader grade`` writes at its end, each with its options
    """

    path: Path | None = None
    title: str = ""
    secret: Path | None = None
    exercises: tuple[str, ...] = ()
    folders: tuple[Folder, ...] = ()
    roster: Path | None = None
    attempt: str = ATTEMPTS[0]
    rule: Rule = field(default_factory=Rule)
    exports: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """The first line of a run."""
        return f"course: {self.title}, from {self.path}" if self.title else f"course: {self.path}"


def read_course(
    file: Path | None, options: Mapping[str, Any], *, is_before_term: bool = False
) -> Course:
    """Return the course.

    Parameters
    ----------
    file : a `course.toml`; None for the one in the present folder, if there is one
    options : what the command line says, by the file's keys; ``late`` is a table. What is None or
        empty was not said
    is_before_term : whether a roster and what is to be filled in need not be there yet

    Raises
    ------
    CourseError
        When a file is not there, or a value cannot be used.
    """
    path = _found(file)
    said = _Said(path, {} if path is None else _parsed(path), given_in(options))
    said.check_names()
    folders = tuple(said.folder(each) for each in said.paths("folders"))
    _check_apart(said, folders)
    _check_known(said, folders)
    exercises = said.exercises()
    return Course(
        None if path is None else path.resolve(),
        said.text("title"),
        said.path("secret"),
        exercises,
        folders,
        None if is_before_term else said.path("roster", is_there=True),
        said.one_of("attempt", ATTEMPTS),
        Rule(said.weights(exercises), said.due(), said.zone(), said.late()),
        {} if is_before_term else said.exports(),
        {key: _plain(value) for key, value in said.options.items()},
    )


def _found(file: Path | None) -> Path | None:
    if file is None:
        return Path(NAME) if Path(NAME).is_file() else None
    if file.is_dir():
        file = file / NAME
    if not file.is_file():
        raise CourseError(f"{file}: there is no such file. grader init writes one.")
    return file


def _parsed(path: Path) -> dict[str, Any]:
    try:
        # Windows' editor may put a mark before the first letter.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: {error}. It is not TOML there: see https://toml.io.") from error
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: it is not in UTF-8. Save it in UTF-8.") from error
    except OSError as error:
        raise CourseError(f"{path}: it cannot be read: {error.strerror}.") from error


def given_in(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given; of the late rule's each counts by itself."""
    told = {key: value for key, value in options.items() if value not in (None, (), {}, "")}
    late = {key: value for key, value in told.pop("late", {}).items() if value is not None}
    return told | ({"late": late} if late else {})


@dataclass(frozen=True)
class _Said:
    """What the file and the options say; each method returns one value, or raises."""

    file: Path | None
    in_file: Mapping[str, Any]
    options: Mapping[str, Any]

    def check_names(self) -> None:
        """Refuse keys that there are not: a misspelt one would leave its default in force."""
        known = [key for key in WORDS if "." not in key]
        self._check(self.in_file, known, "")
        late = self.in_file.get("late")
        if isinstance(late, dict):
            names = [key.removeprefix("late.") for key in WORDS if key.startswith("late.")]
            self._check(late, names, "late.")

    def _check(self, table: Mapping[str, Any], known: Sequence[str], prefix: str) -> None:
        for key in table:
            if key not in known:
                remedy = _nearest(key, known, "Keys")
                raise CourseError(f"{self.file}: {prefix}{key}: there is no such key. {remedy}")

    def value(self, key: str) -> Any:
        """Return what is said, by an option first; None where nothing is."""
        top, _, sub = key.partition(".")
        for source in (self.options, self.in_file):
            found = source.get(top)
            if sub and isinstance(found, Mapping):
                found = found.get(sub)
            if found is not None:
                return found
        return None

    def where(self, key: str) -> str:
        """Return where a value is said, for a message."""
        top, _, sub = key.partition(".")
        told = self.options.get(top)
        is_option = sub in told if sub and isinstance(told, Mapping) else told is not None
        option = OPTIONS.get(key, "--" + key.replace("_", "-"))
        return option if is_option or self.file is None else f"{self.file}: {key}"

    def wrong(self, key: str, what: str, remedy: str = "") -> CourseError:
        """Return an error about a value."""
        return CourseError(f"{self.where(key)}: {what}. {remedy or f'Write {WORDS[key]}.'}")

    def text(self, key: str) -> str:
        """Return a text; empty where nothing is said."""
        value = self.value(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(key, f"{_shown(value)} is not text")
        if "\0" in value:
            raise self.wrong(key, f"{_shown(value)} has a byte 0 in it")
        return value

    def one_of(self, key: str, known: Sequence[str]) -> str:
        """Return one of the words, the first where nothing is said."""
        value = self.text(key) or known[0]
        if value not in known:
            raise self.wrong(key, f"there is no {value!r}")
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        """Return a number within bounds; None where nothing is said."""
        value = self.value(key)
        if value is None:
            return None
        if not _is_number(value, low, high):
            raise self.wrong(key, f"{_shown(value)} cannot be used")
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.value(key)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self.wrong(key, f"{_shown(value)} is not a list")
        for each in value:
            if not isinstance(each, str | Path):
                raise self.wrong(key, f"{_shown(each)} in it is not text")
        return tuple(dict.fromkeys(str(each) for each in value))

    def path(self, key: str, *, is_there: bool = False) -> Path | None:
        """Return a path, from the file's folder where the file says it."""
        value = self.value(key)
        if value is None:
            return None
        if isinstance(value, Path):
            return value
        path = self._below(self.text(key))
        if is_there and not path.is_file():
            raise self.wrong(key, f"there is no file {path}", "Correct the path, or leave it out.")
        return path

    def paths(self, key: str) -> list[Path]:
        """Return a list of paths."""
        is_option = key in self.options
        return [Path(each) if is_option else self._below(each) for each in self.texts(key)]

    def _below(self, text: str) -> Path:
        return Path(text) if self.file is None else self.file.parent / text

    def folder(self, path: Path) -> Folder:
        """Return a folder of own checks and exercises."""
        try:
            return read_folder(path)
        except FolderError as error:
            raise CourseError(f"{self.where('folders')}: {error}") from error

    def exercises(self) -> tuple[str, ...]:
        """Return the keys of the exercises that are graded; none for all."""
        asked = self.texts("exercises")
        self._check_exercises("exercises", asked)
        return tuple(key for key in KEYS if key in asked)

    def _check_exercises(self, key: str, said: Iterable[str]) -> None:
        for each in said:
            if each not in KEYS:
                remedy = f"The exercises are {', '.join(KEYS)}."
                raise self.wrong(key, f"there is no exercise {each!r}", remedy)

    def weights(self, exercises: Sequence[str]) -> dict[str, float]:
        """Return what each exercise weighs."""
        value = self.value("weights")
        total = self.number("total", 0, 1e6)
        if value is None:
            if total is not None:
                raise self.wrong("total", "there are no weights that could add up to it",
                                 "Add [weights], or leave it out.")  # fmt: skip
            return {}
        if not isinstance(value, Mapping):
            raise self.wrong("weights", f"{_shown(value)} is not a table")
        self._check_exercises("weights", value)
        for key, weight in value.items():
            if not _is_number(weight, 0, 1e6):
                raise self.wrong("weights", f"{key} = {_shown(weight)} is not a weight")
        # With --only for one run the weights of the others keep what they are.
        asked = [] if "exercises" in self.options else exercises or KEYS
        missing = [key for key in asked if key not in value]
        if missing:
            remedy = "Give every exercise one, or list those that are graded as exercises."
            have = "has" if len(missing) == 1 else "have"
            raise self.wrong("weights", f"{all_of(missing)} {have} none", remedy)
        extra = [key for key in value if asked and key not in asked]
        if extra:
            raise self.wrong("weights", f"{extra[0]} has one and is not graded",
                             "Leave it out, or add it to exercises.")  # fmt: skip
        due = TOTAL if total is None else total
        if due <= 0:
            raise self.wrong("total", f"{due:g} cannot be used")
        if abs(sum(value.values()) - due) > 1e-6:
            raise self.wrong(
                "weights", f"they add up to {sum(value.values()):g}, not to {due:g}",
                f"Change them, or set total = {sum(value.values()):g} (--total).",
            )  # fmt: skip
        return {key: float(weight) for key, weight in value.items()}

    def zone(self) -> str:
        """Return the time zone's name; empty where none is said."""
        name = self.text("time_zone")
        if name:
            try:
                ZoneInfo(name)
            except (KeyError, ValueError, OSError):
                what = f"there is no time zone {name!r}"
                raise self.wrong("time_zone", what, _zone_remedy(name)) from None
        return name

    def due(self) -> datetime | None:
        """Return when work was to be handed in, with its zone."""
        value, zone = self.value("due"), self.zone()
        if value is None:
            return None
        if isinstance(value, str) and "due" in self.options:
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                raise self.wrong("due", f"{value!r} is not a date and time",
                                 "Write it as 2026-12-01T23:59+01:00.") from None  # fmt: skip
        if not isinstance(value, datetime):
            is_day = isinstance(value, date)
            what = f"{value} has no time of day" if is_day else f"{_shown(value)} is not a time"
            raise self.wrong("due", what)
        if not 1970 <= value.year < 3000:
            raise self.wrong("due", f"{value} is in no year of a course")
        if value.tzinfo is None:
            if not zone:
                is_option = "due" in self.options
                way = "--time-zone Europe/Zurich" if is_option else 'time_zone = "Europe/Zurich"'
                raise self.wrong(
                    "due", f"{value} has no time zone, and is another moment in each",
                    f"Write {value.isoformat()}+01:00, say, or add {way}.",
                )  # fmt: skip
            value = value.replace(tzinfo=ZoneInfo(zone))
        return value

    def late(self) -> Late | None:
        """Return what being late costs."""
        value = self.value("late")
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.wrong("late", f"{_shown(value)} is not a table")
        percent = self.number("late.percent_per_day", 0, 100)
        most = self.number("late.at_most", 0, 100)
        grace = self.number("late.grace_minutes", 0, timedelta(days=365) / timedelta(minutes=1))
        if percent is None:
            raise self.wrong("late.percent_per_day", "it is missing")
        if self.value("due") is None:
            way = "--due" if "late" in self.options else "due"
            key = "late.percent_per_day" if "late" in self.options else "late"
            raise self.wrong(key, "there is no due date to be late for", f"Add {way}.")
        return Late(percent, 100.0 if most is None else most, grace or 0.0)

    def exports(self) -> dict[str, dict[str, Any]]:
        """Return the formats to write, each with its options, paths as paths."""
        tables = self.value("export") or {}
        asked = self.texts("exports")
        if not isinstance(tables, Mapping) or not all(
            isinstance(table, Mapping) for table in tables.values()
        ):
            raise self.wrong("export", "it is not a table for each format")
        if not asked and not tables:
            return {}
        from grader.reports.exports.formats import FORMATS

        for name in (*asked, *tables):
            if name not in FORMATS:
                key = "exports" if name in asked else "export"
                remedy = _nearest(name, list(FORMATS), "Formats")
                raise self.wrong(key, f"there is no format {name!r}", remedy)
        return {name: self._options_of(FORMATS[name], tables.get(name, {})) for name in asked}

    def _options_of(self, each: Any, table: Mapping[str, Any]) -> dict[str, Any]:
        known = {option.key: option for option in each.options}
        self._check(table, list(known), f"export.{each.name}.")
        values: dict[str, Any] = {}
        for key, option in known.items():
            where = f"export.{each.name}.{key}"
            value = table.get(key)
            if value is None:
                if option.is_required:
                    raise CourseError(
                        f"{self.where('exports')}: {each.name} needs {option.metavar} as {key} in "
                        f"[export.{each.name}]. {option.help}"
                    )
                value = None if option.metavar else False
            elif option.metavar and not isinstance(value, str):
                raise CourseError(f"{self.file}: {where}: {_shown(value)} is not text. Quote it.")
            elif not option.metavar and not isinstance(value, bool):
                raise CourseError(f"{self.file}: {where}: write true or false.")
            elif option.is_file:
                value = self._below(value)
                if not value.is_file():
                    raise CourseError(
                        f"{self.file}: {where}: there is no file {value}. Correct the path."
                    )
            values[key] = value
        return values


def _check_known(said: _Said, folders: Sequence[Folder]) -> None:
    """Refuse exercises that came too late for the table."""
    known = {exercise.stem for exercise in EXERCISES}
    for row in (row for folder in folders for row in folder.rows):
        if row["stem"] not in known:
            raise said.wrong(
                "folders", f"{row['stem']} is not in the table of exercises of this process",
                "Give --course, or start the command grader in the folder of course.toml.",
            )  # fmt: skip


def _check_apart(said: _Said, folders: Sequence[Folder]) -> None:
    """Refuse two folders with one file name of tests: Python would take one for the other."""
    names: dict[str, Path] = {}
    for folder in folders:
        for path in folder.tests:
            if path.name in names:
                raise said.wrong(
                    "folders", f"{path} and {names[path.name]} have one name", "Rename one of them."
                )
            names[path.name] = path


def _is_number(value: Any, low: float, high: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and low <= value <= high


def _plain(value: Any) -> Any:
    """Return what an option said as it can be kept: paths from the root."""
    if isinstance(value, Path):
        return str(value.resolve())
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _shown(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return str(value)
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _nearest(name: str, known: Sequence[str], what: str) -> str:
    near = get_close_matches(name, known, 1, 0.5)
    return f"Did you mean {near[0]!r}?" if near else f"{what}: {', '.join(known)}."


def _zone_remedy(name: str) -> str:
    zones = available_timezones()
    if not zones:
        return "This machine has no list of time zones: pip install tzdata."
    near = get_close_matches(name, zones, 1, 0.6)
    return f"Did you mean {near[0]!r}?" if near else 'Write a name such as "Europe/Zurich".'
