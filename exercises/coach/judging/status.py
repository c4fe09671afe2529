"""Calls that did not return a value: not started, missing, raised, timed out, crashed, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from exercises.coach.calling.observe import Frame, Observation, OutOfTime, Raised
from exercises.coach.calling.raised import of_cell
from exercises.coach.calling.stopped import Cause, Stopped
from exercises.coach.contracts import CARRIED, EXERCISES, in_words
from exercises.coach.judging.errors import conditions
from exercises.coach.judging.errors.python_errors import explained
from exercises.coach.judging.errors.source import endless_loop, grows_underway, runs_away
from exercises.coach.judging.errors.table_row import Error
from exercises.coach.judging.finding import Fact, Finding, Flaw, Kind
from exercises.coach.judging.missing_function import misplaced, renamed
from exercises.coach.judging.question import Question
from exercises.coach.judging.versions import of_versions

__all__ = [
    "OUT_OF_TIME",
    "NotStarted",
    "beside",
    "blocked",
    "flaw_of",
    "is_of_the_file",
    "name_lost",
    "raise_if_not_started",
    "raised_flaw",
    "raised_text",
    "stopped_before",
    "with_own_raise",
    "within",
]

ADVICE = {
    "SystemExit": "`sys.exit()` ends the whole program, as `quit()` does: return a value instead",
    "MemoryError": "more memory than a call may take: which array or list grows from step to step?",
}
OVERFLOW = "Python's own floats raise where NumPy gives inf: use np.float64 or arrays"
# ``10.0**400`` says "(34, …)", math.exp(800) "math range error"; the third is of huge integers.
OF_FLOATS = re.compile(r"\(34,|math range error|.*too large (to convert to|for a) float")
ENDED = "the program was ended, by `sys.exit()`, `exit()` or `quit()`"
TO_ITS_END = (
    "Nothing outside the functions has to end the program: delete the line, or put it below "
    '`if __name__ == "__main__":`.'
)
OUT_OF_TIME = "did not come to its end in time"
# At the end of Python's message.
GUESS = re.compile(r"\.? (Did you mean|Did you forget|Maybe you meant|Perhaps you forgot)\b.*$")
# Of a line of code that is shown: what remains of 80 columns.
WIDTH = 74


class NotStarted(Exception):
    """The function, or one that it needs, is still the stub's."""

    def __init__(self, question: Question, needs: str = "") -> None:
        self.question = question
        self.needs = needs
        what = f"exercise {question.exercise.number}: `{question.function}`"
        if needs:
            super().__init__(f"{what} waits for {needs}, which is not written yet")
        else:
            super().__init__(f"{what} is not written yet")


def raise_if_not_started(question: Question, observation: Observation) -> None:
    """Raise `NotStarted` when a stub's NotImplementedError ended the call."""
    if observation.status != "not started" or observation.raised is None:
        return
    frames = observation.raised.frames
    inner = frames[-1] if frames else None
    if inner is None or inner.function == question.function:
        raise NotStarted(question)
    other = f" in {inner.file}" if _is_neighbour(question, inner) else ""
    raise NotStarted(question, f"`{inner.function}`{other}")


def flaw_of(question: Question, observation: Observation) -> Flaw | None:
    """Return what kept the call from returning, or None when it returned."""
    name, stem = question.function, question.stem
    match observation.status:
        case "returned":
            return None
        case "missing":
            other = _found_elsewhere(question, observation)
            if observation.lost is not None:
                return _lost_function(question, observation.raised, observation.lost, other)
            why = observation.note or "it is not there"
            return Flaw(f"`{name}` in {stem}.py: {why}", _due(question), other)
        case "no function":
            return _no_function(question, observation.note)
        case "timed out":
            return _hung(question, observation)
        case "crashed":
            return Flaw(f"`{name}` did not come back: {observation.note}", "a returned value")
    raised = observation.raised or Raised("Exception", "")
    if observation.lost is not None:
        return _lost_name(raised, observation.lost, observation.note)
    return raised_flaw(raised, (observation.note,), question)


def with_own_raise(flaw: Flaw, observation: Observation) -> Flaw:
    """Return the flaw of a call that should return, with the `raise` that ended it."""
    raised = observation.raised
    is_stub = raised is not None and "NotImplementedError" in raised.bases
    if raised is None or is_stub or not conditions.is_own_raise(Error(raised)):
        return flaw
    frame = raised.frames[-1]
    condition = "the condition above it" if frame.source.startswith("raise") else "its condition"
    text = (
        f"This call should return a value, and the `raise` in line {frame.line}"
        f"{of_cell(frame.file)} ends it: check {condition}, or delete it."
    )
    fact = Fact(Kind.ADVICE, text)
    return replace(flaw, facts=(fact, *flaw.facts))


def _no_function(question: Question, what: str) -> Flaw:
    """Return the flaw of a name of the contract that stands for another value by now."""
    name = question.function
    advice = (
        f"A line outside the functions gives the name `{name}` to this value, by `=` or by an `@` "
        f"above the `def`: only the function may be called `{name}`."
    )
    due = f"the function {question.contract.header}"
    return Flaw(f"`{name}`: {what}", due, (Fact(Kind.ADVICE, advice),))


def _found_elsewhere(question: Question, observation: Observation) -> tuple[Fact, ...]:
    """Say where the missing function stands, inside of something else or under another name."""
    name = question.function
    if (inside := misplaced(question, observation.value)) is not None:
        place, word, outer = inside
        text = f"{place} defines `{name}` inside "
        if word == "class":
            text += (
                f"the class `{outer}`: write it without a class, at the left edge, without `self`."
            )
        elif word == "function":
            text += f"`{outer}`, because the line is indented: begin it at the left edge."
        else:
            text += (
                f"`{word}`, in lines that were not run: begin it at the left edge, outside of that."
            )
        return (Fact(Kind.ADVICE, text),)
    there = renamed(question, observation.value)
    if there is None:
        return ()
    header, place = there
    text = f"{place} defines `{header}`: if that is meant, give it the stub's name."
    return (Fact(Kind.ADVICE, text),)


def is_of_the_file(raised: Raised | None) -> bool:
    """Whether Python could not read the exercise's file, or one that it imports from."""
    if raised is None or not raised.frames:
        return raised is not None and "null bytes" in raised.message
    inner = raised.frames[-1]
    is_syntax = "SyntaxError" in raised.bases and inner.function == ""
    return is_syntax and inner.file in {each.filename for each in EXERCISES}


def within(seconds: float) -> str:
    """Return ``in 10 s``, or ``in time`` where the seconds are not known."""
    return f"in {round(seconds, 1):g} s" if seconds else "in time"


def _hung(question: Question, observation: Observation) -> Flaw:
    name, seconds, note = question.function, observation.seconds, ""
    match observation.out_of_time:
        case OutOfTime.NONE_LEFT:
            advice = Fact(Kind.ADVICE, "earlier calls used up the time. Fix those first.")
            got = f"`{name}` was not called: the submission's time is used up"
            return Flaw(got, facts=(advice,))
        case OutOfTime.HUNG_BEFORE:
            note = "(not called again: it did not return in an earlier check)"
        case OutOfTime.LAST_OF_IT:
            note, seconds = f"(with it the submission's {seconds:g} s are used up)", 0.0
    sentence = f"`{name}` did not return {within(seconds)}: does the loop end?"
    facts = (*_where_it_hung(question, observation), *_facts(Kind.OF_THIS_CALL, [note]))
    return Flaw(sentence, facts=facts)


def _is_neighbour(question: Question, frame: Frame) -> bool:
    """Whether the line stands in another exercise's file; a notebook's cells are none."""
    others = {each.filename for each in EXERCISES} - {question.exercise.filename}
    return frame.file in others


def _where_it_hung(question: Question, observation: Observation) -> tuple[Fact, ...]:
    frames = observation.raised.frames if observation.raised else ()
    if not frames:
        return ()
    last = frames[-1]
    if _is_neighbour(question, last):
        text = f"it was waiting for `{last.function}` in {last.file}: fix that first"
    else:
        text = f"when the time was up: {_line(last)}"
    places = [Fact(Kind.LINE, text)]
    # The loop that does not end may be the one around the call.
    callers = [f for f in frames[:-1] if f.function == question.function != last.function]
    places += [Fact(Kind.LINE, f"called from: {_line(each)}") for each in callers[-1:]]
    if last.source.startswith("print(") and not _is_neighbour(question, last):
        says = "Printing takes long: take this `print` away, and check again."
        places.insert(0, Fact(Kind.ADVICE, says))
    text = observation.raised.text if observation.raised else ""
    if (away := runs_away(text, last.source)) and not _is_neighbour(question, last):
        condition, name, way = away
        says = f"In the loop `while {condition}` the value of `{name}` only {way}, and so the "
        places.insert(0, Fact(Kind.ADVICE, f"{says}condition goes on to hold."))
    if (name := grows_underway(text, last.source)) and not _is_neighbour(question, last):
        says = f"The loop goes through `{name}`, which gets one entry more in each pass: it never "
        places.insert(0, Fact(Kind.ADVICE, f"{says}comes to the last one."))
    if (loop := endless_loop(text, last.source)) is None or _is_neighbour(question, last):
        return tuple(places)
    condition, names = loop
    named = " or ".join(f"`{name}`" for name in names)
    says = f"No line in the loop `while {condition}` changes {named}, and so it does not end."
    if not names:
        says = f"Nothing ends the loop `while {condition}`: a `break` or a `return` in it would."
    return (Fact(Kind.ADVICE, says), *places)


def _facts(kind: Kind, texts: Iterable[str]) -> tuple[Fact, ...]:
    """Return a fact for each text that is not empty, and for each once."""
    return tuple(Fact(kind, text) for text in dict.fromkeys(texts) if text)


def raised_flaw(
    raised: Raised, notes: Iterable[str] = (), question: Question | None = None
) -> Flaw:
    """Return the exception as a flaw: type, text, what to do about it, and the learner's lines."""
    pairs = zip(raised.frames, raised.frames[1:], strict=False)
    # A comprehension has a frame of its own, on the line that it stands in.
    callers = [_line(f) for f, inner in pairs if (f.file, f.line) != (inner.file, inner.line)]
    callers = list(dict.fromkeys(callers))
    failed = _marked_lines(raised.frames[-1]) if raised.frames else []
    sentences = _advice(raised, question)
    advice = list(sentences)
    # A name that is misspelt is in no version.
    if not (advice and raised.type_name in ("AttributeError", "ImportError")):
        advice.append(of_versions(raised))
    # Who called the line that failed may be the one to mend.
    lines = (*_facts(Kind.CALLER, callers[:-1]), *_facts(Kind.LINE, [*callers[-1:], *failed]))
    facts = (*_facts(Kind.ADVICE, advice), *lines, *_facts(Kind.OF_THIS_CALL, notes))
    return Flaw(_without_another_guess(raised_text(raised), " ".join(sentences)), facts=facts)


def _without_another_guess(text: str, advice: str) -> str:
    """Leave out what Python guesses was meant, where the advice beside it says something else."""
    found = GUESS.search(text)
    if not advice or found is None:
        return text
    guessed = re.search(r"'([^']+)'", found[0])
    word = re.escape(guessed[1] if guessed else "comma")
    return text if re.search(rf"(?<!\w){word}(?!\w)", advice) else text[: found.start()]


def _advice(raised: Raised, question: Question | None) -> tuple[str, ...]:
    if raised.type_name == "OverflowError":
        return (OVERFLOW,) if _is_of_floats(raised) else ()
    if sentence := explained(raised, question):
        return (sentence,)
    if raised.type_name == "ModuleNotFoundError" and "is missing from" not in raised.message:
        return (
            "Only NumPy, Matplotlib and the standard library can be imported.",
            "If it is a file of your own: copy your helper functions into this file, for only the "
            f"{in_words(len(EXERCISES))} exercises' files are graded.",
        )
    names = (raised.type_name, *raised.bases)
    return tuple(ADVICE[name] for name in names if name in ADVICE)[:1]


def _marked_lines(frame: Frame) -> list[str]:
    """Return the place, the line and Python's mark under it."""
    if not frame.end:
        return [_line(frame)]
    where = f" in {frame.function}" if frame.function not in ("", "<module>") else ""
    # A long line is shown around its mark.
    first = max(min(frame.start - WIDTH // 3, len(frame.source) - WIDTH), 0)
    source = frame.source[first : first + WIDTH]
    start = frame.start - first
    if first:
        source = "…" + source[1:]
    if first + WIDTH < len(frame.source):
        source = source[:-1] + "…"
    marks = "^" * max(min(frame.end - frame.start, WIDTH - start), 1)
    return [f"{frame.file}, line {frame.line}{where}:", f"  {source}", f"  {' ' * start}{marks}"]


def _is_of_floats(raised: Raised) -> bool:
    """Whether arithmetic raised the OverflowError, and not a `raise` of the learner's own."""
    is_own = bool(raised.frames) and re.search(r"\braise\b", raised.frames[-1].source)
    return not is_own and bool(OF_FLOATS.match(raised.message))


def raised_text(raised: Raised) -> str:
    """Return ``ZeroDivisionError: division by zero``."""
    return f"{raised.type_name}: {raised.message}" if raised.message else raised.type_name


def blocked(question: Question, observation: Observation) -> Flaw:
    """Return the flaw of a function that is right once exercise 1's is, with an error of that."""
    text = (
        f"`{question.function}` is right, but it builds on `{CARRIED.name}` of exercise "
        f"{CARRIED.exercise.number}, which is not right yet. With a right one this test passes: "
        "fix that first."
    )
    fact = Fact(Kind.ADVICE, text)
    if observation.raised is None or observation.status != "raised":
        return Flaw("", facts=(fact,))
    flaw = raised_flaw(observation.raised, question=question)
    return replace(flaw, facts=(*flaw.facts, fact))


def _due(question: Question) -> str:
    return f"a function of that name: {question.contract.header}. Keep the stub's names."


def _line(frame: Frame) -> str:
    where = f" in {frame.function}" if frame.function not in ("", "<module>") else ""
    return f"{frame.file}, line {frame.line}{where}:  {frame.source}"


def stopped_before(
    question: Question,
    stopped: Sequence[Stopped],
    others: Mapping[str, Sequence[Stopped]] | None = None,
) -> Observation:
    """Return the observation for a function that is missing from a file of which parts stopped.

    Where that line asks for a name of another exercise, and that one's file stopped too, its reason
    is the reason.

    Parameters
    ----------
    others : what stopped in other exercises' files, by stem
    """
    where = _where_lost(question.function, stopped)
    if where is None:
        return Observation("missing")
    causes = (others or {}).get(_imported_from(where.raised), ())
    cause = next((each for each in causes if each.raised is not None), where)
    return Observation("missing", raised=cause.raised, lost=where)


def _lost_function(
    question: Question, raised: Raised | None, where: Stopped, other: Sequence[Fact]
) -> Flaw:
    """Return the flaw of a function that is not there because its file stopped."""
    if where.cause is Cause.CELL_NOT_RUN:
        return _not_run(question.function, other)
    if where.cause is Cause.NO_CELL:
        file = f"{question.stem}.ipynb"
        got = f"`{question.function}` in {file}: no code cell defines it"
        return Flaw(got, _due(question), tuple(other))
    lost = _what_is_lost(where, f"`{question.function}`")
    if raised is not None and raised != where.raised:
        imports = f"{where.file}, line {where.line} imports from it"
        return raised_flaw(raised, (imports,), question)
    if raised is not None and raised.type_name != "SystemExit":
        return raised_flaw(raised, (lost,), question)
    if not where.line:
        return Flaw(f"{where.file} cannot be read: {_asked(where)}", facts=tuple(other))
    facts = (*_of_the_end(where), Fact(Kind.OF_THIS_CALL, lost), *other)
    return Flaw(_asked(where), facts=facts)


def _of_the_end(where: Stopped) -> tuple[Fact, ...]:
    """Return the line that stopped a file, and where it ended the program what to do about it."""
    is_end = where.cause is Cause.EXITED or where.raised is not None
    return (*_facts(Kind.ADVICE, [TO_ITS_END] * is_end), Fact(Kind.LINE, _place(where)))


def _in_its_line(raised: Raised, where: Stopped) -> Raised:
    """Return an exception without a line of its own, a debugger's say, in the one that stopped."""
    if raised.frames:
        return raised
    frame = Frame(where.file, where.line, "<module>", where.source)
    return replace(raised, frames=(frame,), text=where.source)


def beside(stem: str, where: Stopped) -> Finding:
    """Return the finding of a line that stopped in a file in which nothing is wrong otherwise."""
    rest = Fact(Kind.OF_THIS_CALL, "The tests find nothing wrong with the rest of the file.")
    if where.raised is not None and where.raised.type_name != "SystemExit":
        flaw = raised_flaw(_in_its_line(where.raised, where))
        flaw = replace(flaw, facts=(*flaw.facts, rest))
    else:
        flaw = Flaw(_asked(where), facts=(*_of_the_end(where), rest))
    return Finding(stem, "", "", flaw, place=(where.file, where.line))


def _not_run(name: str, other: Sequence[Fact]) -> Flaw:
    advice = (
        f"Run the cell with `def {name}(` in it. The name must be the one that is given there. If "
        "the cell shows an error, correct that first."
    )
    facts = tuple(other) or (Fact(Kind.ADVICE, advice),)
    return Flaw(f"no cell that has been run defines `{name}`", facts=facts)


def _lost_name(raised: Raised, where: Stopped, note: str) -> Flaw:
    """Return the flaw of a call that found a name undefined because a line of the file failed.

    That line is what to correct: it comes before the line that asked for the name.
    """
    missing = UNDEFINED.match(raised.message)
    name = f"`{missing[1]}`" if missing else "the name"
    why = f"{name} has no value, because {where.file}, line {where.line}, fails: {_cause(where)}"
    cause = Raised("", "") if where.raised is None else where.raised
    facts = (
        Fact(Kind.ADVICE, why),
        *_facts(Kind.ADVICE, _advice(cause, None)),
        Fact(Kind.LINE, _place(where)),
        *_facts(Kind.CALLER, map(_line, raised.frames)),
        *_facts(Kind.OF_THIS_CALL, ["Everything else in the file is tested.", note]),
    )
    return Flaw(GUESS.sub("", raised_text(raised)), facts=facts)


def _asked(where: Stopped) -> str:
    """Return why a file stopped, with what to look for."""
    if where.cause is not Cause.OUT_OF_TIME:
        return _cause(where)
    this = "this line" if where.line else "it"
    return f"{this} {OUT_OF_TIME}: is there a loop outside the functions?"


def _cause(where: Stopped) -> str:
    """Return why a file stopped, in words."""
    match where.cause:
        case Cause.RAISED if where.raised is not None:
            is_exit = where.raised.type_name == "SystemExit"
            return ENDED if is_exit else raised_text(where.raised)
        case Cause.OUT_OF_TIME:
            return OUT_OF_TIME
        case Cause.EXITED:
            return "os._exit() was called"
        case Cause.REPLACED:
            name = where.detail
            return (
                f"`{name}` gets another value here, which is not kept: {name} is not yours. "
                f"Is it a call, `{name}(...)`?"
            )
        case Cause.OTHER_LANGUAGE:
            return f"`{where.detail}` hands this cell to something else than Python"
    return where.detail


def _where_lost(name: str, stopped: Sequence[Stopped]) -> Stopped | None:
    """Return what stopped and would have given the name a value, or kept the whole file unread."""
    losing = [each for each in stopped if name in each.defines]
    # What is imported with a star may be anything.
    unknown = [each for each in stopped if not each.line or "*" in each.defines]
    header = _spoilt_header(name) if name else None
    broken = [each for each in stopped if _is_syntax(each)]
    spoilt = [each for each in broken if header and header.match(each.source)]
    spoilt += [each for each in broken if _spoilt_import(name, each.source)]
    return next(iter([*losing, *spoilt, *unknown]), None)


def _spoilt_header(name: str) -> re.Pattern[str]:
    """Return what a line looks like that would define the function, were it Python."""
    no_header = "print|return|raise|assert|if|elif|else|while|for|in|not|import|from|with|del"
    # `let grad = (x) => ...`, `grad := x -> ...`, `double grad(double x) {`
    other = rf"{name}\s*(?::?=(?!=)|<-|\(.*(?:\{{|=.*|:)$|\[\w*\]\s*:?=)"
    parts = name.replace("_", r"[\s._-]+")
    # `grad(x):`, `defgrad(x):`, `def 2grad(x):`, `def gradient descent(x):`, `def`, `def (x):`
    return re.compile(
        rf"(?:def\s*)?\d*{parts}\s*\(.*:$|def\s*(?:\(.*)?:?$|(?!(?:{no_header})\b)(?:\w+\s+){{0,4}}{other}"
    )


def _spoilt_import(name: str, line: str) -> bool:
    """Whether a line would give NumPy or pyplot its name, were it Python."""
    module = {"np": "numpy", "plt": r"pyplot|matplotlib"}.get(name)
    return module is not None and re.match(rf"import\b.*\b(?:{module}|{name})\b", line) is not None


def _is_syntax(where: Stopped) -> bool:
    return where.raised is not None and "SyntaxError" in where.raised.bases


def _what_is_lost(where: Stopped, name: str) -> str:
    if _is_syntax(where):
        if not where.line:
            return "Until that is corrected nothing in the file can be read."
        return f"Until that is corrected {name} is missing; everything else in the file is tested."
    return f"Because of that {name} has no value; everything else in the file is tested."


def _place(where: Stopped) -> str:
    return f"{where.file}, line {where.line}:  {where.source}"


UNDEFINED = re.compile(r"(?:cannot import )?name '(\w+)' (?:is not defined|from)")


def _imported_from(raised: Raised | None) -> str:
    """Return the exercise in which a name was not found, ``""`` if it is about something else."""
    if raised is None or "ImportError" not in raised.bases:
        return ""
    found = re.search(r"cannot import name .* from '(?:exercises\.)?(\w+)'", raised.message)
    return found.group(1) if found else ""


def name_lost(
    observation: Observation, stopped: Mapping[str, Sequence[Stopped]], stem: str
) -> Stopped | None:
    """Return where the file stopped, when that is why a call found some name undefined."""
    raised = observation.raised
    if raised is None or raised.type_name not in ("NameError", "ImportError"):
        return None
    if raised.type_name == "ImportError":
        stem = _imported_from(raised)
    missing = UNDEFINED.match(raised.message)
    where = _where_lost(missing[1] if missing else "", stopped.get(stem, ()))
    if where is None or not where.line:
        return None
    # Imported from a file in which that function could not be read: there is the reason.
    asked = UNDEFINED.match(where.raised.message) if where.raised is not None else None
    beyond = stopped.get(_imported_from(where.raised), ()) if asked else ()
    cause = next((each for each in beyond if asked and asked[1] in each.defines), None)
    return cause if cause is not None and cause.line else where
