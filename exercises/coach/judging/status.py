"""Calls that did not return a value: not started, missing, raised, timed out, crashed, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from exercises.coach.calling.loading import SLOW, Stopped
from exercises.coach.calling.observe import Frame, Observation, Raised
from exercises.coach.contracts import CARRIED, EXERCISES, in_words
from exercises.coach.judging.finding import Fact, Flaw, Kind
from exercises.coach.judging.question import Question

__all__ = ["NotStarted", "blocked", "flaw_of", "raise_if_not_started", "raised_text", "within"]

ADVICE = {
    "RecursionError": "the function calls itself without end: which call stops it?",
    "SystemExit": "`sys.exit()` ends the whole program: return a value instead",
    "UFuncOutputCastingError": "the start is an integer array: make a float copy first",
    "_UFuncOutputCastingError": "the start is an integer array: make a float copy first",
    "MemoryError": "the function asked for more memory than there is",
}
OVERFLOW = "Python's own floats raise where NumPy gives inf: use np.float64 or arrays"
# ``10.0**400`` says "(34, …)", math.exp(800) "math range error"; the third is of huge integers.
OF_FLOATS = re.compile(r"\(34,|math range error|.*too large (to convert to|for a) float")
NOT_CALLED = "(not called:"


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
    other = "" if inner.file == question.exercise.filename else f" in {inner.file}"
    raise NotStarted(question, f"`{inner.function}`{other}")


def flaw_of(question: Question, observation: Observation) -> Flaw | None:
    """Return what kept the call from returning, or None when it returned."""
    name, stem = question.function, question.stem
    match observation.status:
        case "returned":
            return None
        case "missing":
            why, *where = (observation.note or "it is not there").split("\n")
            if where:
                *lines, last = where
                facts = (*_facts(Kind.LINE, lines), Fact(Kind.OF_THIS_CALL, last))
                return Flaw(why, facts=facts)
            due = f"a function of that name: {_signature(question)}"
            return Flaw(f"`{name}` in {stem}.py: {why}", due)
        case "timed out":
            return _hung(question, observation)
        case "crashed":
            return Flaw(f"`{name}` did not come back: {observation.note}", "a returned value")
    return raised_flaw(observation.raised or Raised("Exception", ""), observation.note)


def within(seconds: float) -> str:
    """Return ``in 10 s``, or ``in time`` where the seconds are not known."""
    return f"in {round(seconds, 1):g} s" if seconds else "in time"


def _hung(question: Question, observation: Observation) -> Flaw:
    name, note = question.function, observation.note
    if note.startswith(NOT_CALLED):
        more = "earlier calls took it: mend first what did not return there"
        return Flaw(f"`{name}` was {note.strip('()')}", facts=_facts(Kind.ADVICE, [more]))
    sentence = f"`{name}` did not return {within(observation.seconds)}: does the loop end?"
    facts = (*_where_it_hung(question, observation), *_facts(Kind.OF_THIS_CALL, [note]))
    return Flaw(sentence, facts=facts)


def _where_it_hung(question: Question, observation: Observation) -> tuple[Fact, ...]:
    frames = observation.raised.frames if observation.raised else ()
    if not frames:
        return ()
    last = frames[-1]
    if last.file != question.exercise.filename:
        text = f"it was waiting for `{last.function}` in {last.file}: mend that first"
    else:
        text = f"when the time was up: {_line(last)}"
    return (Fact(Kind.LINE, text),)


def _facts(kind: Kind, texts: Iterable[str]) -> tuple[Fact, ...]:
    """Return a fact for each text that is not empty, and for each once."""
    return tuple(Fact(kind, text) for text in dict.fromkeys(texts) if text)


def raised_flaw(raised: Raised, note: str = "") -> Flaw:
    """Return the exception as a flaw: type, text, the learner's lines, and advice if there is."""
    lines = _facts(Kind.LINE, (_line(frame) for frame in raised.frames))
    advice = _facts(Kind.ADVICE, _advice(raised))
    return Flaw(raised_text(raised), facts=(*lines, *advice, *_facts(Kind.OF_THIS_CALL, [note])))


def _advice(raised: Raised) -> tuple[str, ...]:
    if raised.type_name == "ModuleNotFoundError" and "is missing from" not in raised.message:
        return (
            "only NumPy, Matplotlib and the standard library are there",
            "of a file of your own, put the functions into this one: only the "
            f"{in_words(len(EXERCISES))} are graded",
        )
    if raised.type_name == "OverflowError":
        return (OVERFLOW,) if _is_of_floats(raised) else ()
    names = (raised.type_name, *raised.bases)
    return tuple(ADVICE[name] for name in names if name in ADVICE)[:1]


def _is_of_floats(raised: Raised) -> bool:
    """Whether arithmetic raised the OverflowError, and not a `raise` of the learner's own."""
    is_own = bool(raised.frames) and re.search(r"\braise\b", raised.frames[-1].source)
    return not is_own and bool(OF_FLOATS.match(raised.message))


def raised_text(raised: Raised) -> str:
    """Return ``ZeroDivisionError: division by zero``."""
    return f"{raised.type_name}: {raised.message}" if raised.message else raised.type_name


def blocked(question: Question) -> Flaw:
    """Return the flaw of a function that is right once exercise 1's is."""
    text = (
        f"`{question.function}` is right, but it builds on `{CARRIED.name}` in "
        f"{CARRIED.exercise.filename}, which is not right yet. With a right one this test passes: "
        "mend that first."
    )
    return Flaw("", facts=(Fact(Kind.ADVICE, text),))


def _signature(question: Question) -> str:
    return f"{question.contract.header}. Keep the stub's names."


def _line(frame: Frame) -> str:
    where = f" in {frame.function}" if frame.function not in ("", "<module>") else ""
    return f"{frame.file}, line {frame.line}{where}:  {frame.source}"


def stopped_before(question: Question, stopped: Stopped) -> Observation:
    """Return the observation for a function below the line at which its file stopped."""
    if stopped.raised is not None and stopped.raised.type_name != "SystemExit":
        is_unread = "SyntaxError" in stopped.raised.bases or not stopped.line
        note = f"the file stopped there: `{question.function}` further down was not read"
        if is_unread:
            note = stopped.note or "nothing in the file can be read until that is mended"
        return Observation("raised", raised=stopped.raised, note=note)
    why = "sys.exit() was called" if stopped.raised is not None else stopped.note
    if why == SLOW:
        why = "the file did not come to its end in time: is there a loop outside the functions?"
    where = f"{stopped.file}, line {stopped.line}:  {stopped.source}"
    rest = f"the file stopped there: `{question.function}` further down was not read"
    return Observation("missing", note=f"{why}\n{where}\n{rest}")


def name_lost(observation: Observation, stopped: Mapping[str, Stopped], stem: str) -> str:
    """Say where the file stopped, when that may be why a call found some name undefined."""
    raised, where = observation.raised, stopped.get(stem)
    if where is None or raised is None or raised.type_name != "NameError":
        return ""
    why, rest = where.note, "what stands below it was not read"
    if where.raised is not None:
        why, rest = raised_text(where.raised), where.note or rest
    return f"{where.file}, line {where.line}:  {where.source}\n    {why}; {rest}"
