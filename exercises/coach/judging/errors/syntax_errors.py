"""A file that Python cannot read: what is said about it, and what in its lines that rests on.

`UNREADABLE` is the part of the table of errors that is about syntax. The functions above it are its
conditions: each takes an `Error` and returns the words that a sentence needs, or None where its
condition does not hold.
"""

from __future__ import annotations

import ast
import keyword
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches

from exercises.coach.calling.file_contents import tree_of
from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.errors.source import BUILTINS, VERDICTS
from exercises.coach.judging.errors.table_row import GROWN, NOTHING, QUOTED, Entry, Error, Words

__all__ = ["UNREADABLE"]

# What cannot be typed: what stands for it in code.
TYPED = {
    "²": "**2", "³": "**3", "⁴": "**4", "⁵": "**5", "⁶": "**6", "¹": "**1", "⁰": "**0",
    "⁻": "**-", "−": "-", "–": "-", "—": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‘": "'", "’": "'", "×": "*", "·": "*", "⋅": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "∗": "*", "∙": "*", "•": "*", "∕": "/", "⁄": "/", "‐": "-", "‑": "-", "‒": "-",
    "＾": "**", "ˆ": "**", "⩽": "<=", "⩾": ">=", "≔": "=", "↑": "**", "∥": "np.linalg.norm(...)", "´": "'",
    "½": "0.5", "¼": "0.25", "¾": "0.75", "√": "np.sqrt(...)", "∞": "np.inf", "←": "=", "→": "->",
    "‖": "np.linalg.norm(...)", "…": "...",
}  # fmt: skip


def character(error: Error) -> Words | None:
    """Return a character that cannot be typed, alone and with its number, and what to type for it."""
    found = re.search(r"invalid character '(.)'", error.raised.message)
    if found is None:
        return None
    it = found.group(1)
    # The wide forms of an East Asian keyboard.
    is_wide = "\uff01" <= it <= "\uff5e"
    typed = TYPED.get(it, chr(ord(it) - 0xFEE0) if is_wide else "")
    # Where a terminal does not have it, it is shown as what is to be typed.
    shown = f"{it} (U+{ord(it):04X})"
    if it == "⁻":
        digits = re.search(r"⁻([⁰¹²³⁴⁵]*)", error.raw)
        raised = digits.group(1) if digits else ""
        shown, typed = it + raised, typed + "".join(TYPED[each].strip("*") for each in raised)
    return {"it": it, "shown": shown, "typed": typed} if typed else None


def _triple_quotes(error: Error) -> tuple[int, bool] | None:
    """Return the line of the triple quotes that swallow code, and whether they were to close.

    Only where the file is no Python: then a string with a function's or a cell's first line in it,
    or without an end, has lost its partner.
    """
    text = error.raised.text
    position = 0
    while (found := TOKEN.search(text, position)) is not None:
        position = found.end()
        if found.group() not in ('"""', "'''"):
            continue
        end = text.find(found.group(), position)
        inside = text[position : end if end >= 0 else len(text)]
        line = text.count("\n", 0, found.start()) + 1
        if end < 0 or re.search(r"^(def \w+\(|# %%)", inside, re.MULTILINE):
            above = text[: text.rfind("\n", 0, found.start()) + 1].rstrip()
            alone = not text[len(above) : found.start()].strip() and inside[:1] == "\n"
            # At the left edge, with nothing else below them, they open a text.
            is_last = end < 0 and not re.search(r"^def ", inside, re.MULTILINE)
            is_text = is_last and text[: found.start()][-1:] in ("", "\n")
            return line, alone and not above.endswith(":") and not is_text
        position = end + 3
    return None


TOKEN = re.compile(
    r"#[^\n]*|\"\"\"|'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|[(\[{]|[)\]}]", re.DOTALL
)


def not_closed(error: Error) -> Words | None:
    found = _triple_quotes(error)
    if found is None or found[1]:
        return None
    lines = error.raised.text.split("\n")[: found[0]]
    line, above = lines[-1], "\n".join(lines[:-1]).rstrip()
    is_text = line.strip()[:1] not in "\"'" or line.rstrip() in ('"""', "'''")
    # A docstring stands below the header, or at the left edge above all else.
    is_text |= line[:1] == " " and not above.endswith(":")
    return {"opens": str(found[0]), "what": "text" if is_text else "docstring"}


def closed_otherwise(error: Error) -> Words | None:
    """Return the triple quotes of a docstring that ends with those of the other kind."""
    found = _triple_quotes(error)
    if found is None or found[1]:
        return None
    lines = error.raised.text.split("\n")[found[0] - 1 :]
    opens, begun = str(found[0]), lines[0].strip()[:3]
    other = {"'''": '"""', '"""': "'''"}.get(begun, "")
    end = next((n for n, line in enumerate(lines) if re.match(r"def |# ?%%", line)), len(lines))
    is_there = other and other in "\n".join(lines[:end])
    return {"opens": opens, "quotes": begun, "other": other} if is_there else None


def not_opened(error: Error) -> Words | None:
    found = _triple_quotes(error)
    return {"closes": str(found[0])} if found is not None and found[1] else None


def ended_twice(error: Error) -> Words | None:
    """Return the line of triple quotes that come directly below those that end a docstring."""
    found = _triple_quotes(error)
    above = error.raised.text.split("\n")[: found[0] - 1] if found is not None and found[1] else []
    is_ended = "\n".join(above).rstrip().endswith(('"""', "'''"))
    return {"line": str(found[0])} if found is not None and is_ended else None


def open_at_colon(error: Error) -> Words | None:
    opened = sum(error.line.count(bracket) for bracket in "([{")
    closed = sum(error.line.count(bracket) for bracket in ")]}")
    return NOTHING if error.line.rstrip().endswith(":") and opened > closed else None


def own_word(error: Error) -> Words | None:
    """Return the word of Python's own that is used as a name."""
    words = "|".join(("lambda", *NO_NAMES))
    given = rf"\b(?P<word>{words})\s*(?:=(?!=)|[-+*/)\],]|$)"
    handed = rf"[(,]\s*(?P<named>{words})\s*[,)=]"
    looped = rf"^for\s+(?P<looped>{words})\s+in\b"
    found = re.search(f"{given}|{handed}|{looped}", error.line)
    word = found and next(filter(None, found.groups()))
    return {"word": word} if word else None


NO_NAMES = ("class", "from", "in", "is", "global", "def", "del", "with", "try", "import", "while")


def misspelt_word(error: Error) -> Words | None:
    """Return the word of Python's own that the line's first word is nearly, or in other letters."""
    found = re.match(r"([A-Za-z]+)\b(?!\s*[=(.,\[])", error.line)
    word = found.group(1) if found else ""
    if not word or keyword.iskeyword(word):
        return None
    known = ("return", "for", "while", "if", "elif", "else", "def", "import", "from", "raise")
    if word.lower() in known:
        return {"typed": word, "word": word.lower()}
    is_header = re.match(r"\w+\s+\w+\(.*\)\s*:$", error.line) is not None
    if is_header and get_close_matches(word.lower(), ["def"], 1, 0.65):
        return {"typed": word, "word": "def"}
    near = get_close_matches(word.lower(), [each for each in known if len(each) > 3], 1, 0.75)
    return {"typed": word, "word": near[0]} if near else None


def dashed_name(error: Error) -> Words | None:
    found = re.match(r"([A-Za-z_]\w*(?:-[A-Za-z_]\w*)+)\s*=(?!=)", error.line)
    return {"name": found.group(1)} if found else None


def spaced_name(error: Error) -> Words | None:
    found = re.match(r"([A-Za-z_]\w*) ([A-Za-z_]\w*)\s*=(?!=)", error.line)
    # From Python 3.12 on `type` begins a statement.
    if found is None or keyword.iskeyword(found.group(1)) or found.group(1) == "type":
        return None
    if re.match(HEADER, error.line):
        return None
    return {
        "name": f"{found.group(1)} {found.group(2)}",
        "one": f"{found.group(1)}_{found.group(2)}",
    }


def ends_with_sign(error: Error) -> Words | None:
    """Return the sign or word that the line ends with, where Python misses what comes after it."""
    signs = r"(?<![-+])[-+]|[/@%]|\*\*?|[<>=!]=|[<>=]|(?<=\w)\.|(?<=[\w)\]\"] )(?:and|or|not|in|is|as|import|else)"
    begun = r"^(?:for|while|if|elif|with|def|class|from|import|del)"
    found = re.search(rf"({signs}|{begun})\s*$", error.line)
    frame = error.raised.frames[-1] if error.raised.frames else None
    is_at_end = frame is not None and frame.start >= len(frame.source.rstrip())
    return {"sign": found.group(1)} if found and is_at_end else None


def comma_above(error: Error) -> Words | None:
    """Return the line within brackets that ends without a comma, just above the one that failed."""
    lines = error.raised.text.split("\n")[: max(error.number - 1, 0)]
    above = (
        QUOTED.sub(lambda match: '""' if match.group()[0] != "#" else "", lines[-1])
        if lines
        else ""
    )
    is_entry = re.search(r"[\w)\]}\"']\s*$", above) is not None
    begins_entry = re.match(r"""\s*["'\w(\[{]""", error.raw) is not None
    return (
        {"line": str(error.number - 1)} if is_entry and begins_entry and _is_open(lines) else None
    )


def _is_open(lines: Sequence[str]) -> bool:
    """Whether a bracket that opens in these lines, since the last function began, is still open."""
    depth = 0
    for line in reversed(lines):
        code = QUOTED.sub("", line)
        depth += sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))
        if depth > 0 or line.startswith("def "):
            break
    return depth > 0


def ends_without_colon(error: Error) -> Words | None:
    return None if error.line.rstrip().endswith(":") else NOTHING


def is_within_brackets(error: Error) -> Words | None:
    """Whether a bracket is open at the mark, in the line itself or in those above it."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    if frame is None:
        return None
    above = error.raised.text.split("\n")[: max(error.number - 1, 0)]
    return NOTHING if _is_open([*above, frame.source[: frame.start]]) else None


def is_in_a_call(error: Error) -> Words | None:
    """Whether the innermost bracket that is open at the mark is that of a call."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    head, before = QUOTED.sub("", frame.source[: frame.start]) if frame else "", None
    while before != head:
        before, head = head, re.sub(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}", "", head)
    return NOTHING if re.search(r"\w\((?!.*\blambda\b)[^()\[\]{}]*$", head) else None


def side_by_side(error: Error) -> Words | None:
    """Whether a name follows a value directly, in what is returned or is given to a name."""
    is_value = re.match(r"return\b|[\w.\[\]]+(?:\s*,\s*[\w.\[\]]+)*\s*=", error.line) is not None
    return condition_without_sign(error) if is_value else None


def condition_without_sign(error: Error) -> Words | None:
    """Whether a name comes directly behind a value."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    head = frame.source[: frame.start] if frame is not None else ""
    before = re.search(r"([\w.]+|[)\]])\s+$", head)
    is_value = before is not None and not keyword.iskeyword(before.group(1))
    is_name = re.match(r"[A-Za-z_]\w*", error.marked)
    is_apart = is_value and is_name is not None and not keyword.iskeyword(is_name.group())
    return NOTHING if is_apart else None


# Before a quote these make a string of a kind of its own.
PREFIXES = ("f", "r", "b", "u", "rb", "fr", "F", "R", "B", "U")


def transposed(error: Error) -> Words | None:
    """Return a matrix that has the mark of other languages for its transpose."""
    found = re.match(r"[^'\"]*?\b([A-Za-z_]\w*)\.?'\s*(?=[-*@+/),;]|$)", error.raw)
    if found is None or found.group(1) in (*PREFIXES, *VERDICTS):
        return None
    return {"matrix": found.group(1)}


def primed(error: Error) -> Words | None:
    """Whether a name in the line has a prime, typed as a quote, before a bracket or a value."""
    if re.match(r"[^'\"]*\b[A-Za-z_]\w*'\s*[(=]", error.raw):
        return NOTHING
    # Beside texts of its own: a name's first quote opens none, unless it is a prefix.
    code = re.sub(r"(?<![\w'\"])(['\"])[^'\"]*\1", "", error.raw)
    found = re.search(r"\b([A-Za-z_]\w*)''?\(", code)
    return NOTHING if found and found.group(1) not in PREFIXES else None


def nameless(error: Error) -> Words | None:
    """Return the parameter of a function without a name, as other languages write one."""
    if re.match(r"(?:def|if|elif|while|assert)\b|\w+\s*<-", error.line):
        return None
    found = re.search(
        r"(?:@\s*\(\s*(\w+)\s*\)|function\s*\(\s*(\w+)\s*\)|(?:^|[(,=])\s*\\\s*\(\s*(\w+)\s*\)|"
        r"(?:^|[(,=]|return)\s*\(?\s*(\w+)\s*\)?\s*[-=]>)",
        error.line,
    )
    name = next(filter(None, found.groups())) if found else ""
    # With a number behind it, it compares, with its two signs the other way round.
    is_compared = re.search(rf"\b{name}\s*=>\s*-?[\d.]", error.line) is not None
    return {"x": name} if name and not is_compared else None


def thousands(error: Error) -> Words | None:
    """Return a number whose thousands are divided by commas, without them."""
    found = re.search(r"\b[1-9]\d{0,2}(?:,\d{3})+\b", error.line)
    return {"number": found.group().replace(",", "")} if found else None


def digits_apart(error: Error) -> Words | None:
    """Return a number whose thousands are divided by a blank or a quote, in two parts."""
    # With a blank it may be two numbers, without their comma, unless a name gets it.
    blank = r"(?<![<>=!])=\s*([1-9]\d{0,2}) (\d{3})\b"
    quote = r"(?<![\w.,'\"])([1-9]\d{0,2})['’](\d{3})\b"
    found = re.search(blank, error.raw) or re.search(quote, error.raw)
    return {"whole": found.group(1), "part": found.group(2)} if found else None


def misnamed(error: Error) -> Words | None:
    """Return the one name that a function with several words for a name is to have."""
    found = re.match(r"def\s+([A-Za-z_]\w*(?:(?:\s+|[-.])[A-Za-z_]\w*)+)\s*\(", error.line)
    words = re.split(r"[\s.-]+", found.group(1)) if found else [""]
    names = {name for exercise in EXERCISES for name in exercise.functions}
    one = "_".join(words)
    # Of `def grad x(x):` the first word is the name.
    return {"one": one} if found and (one in names or words[0] not in names) else None


def colon_at_the_end(error: Error) -> Words | None:
    """Whether the mark is at a colon that ends the line, and the line is whole without it."""
    _, tail = _at_the_mark(error)
    return NOTHING if tail == ":" else None


def behind_a_docstring(error: Error) -> Words | None:
    """Return the word that stands in the line in which a docstring ends, behind it."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    is_behind = frame is not None and frame.source[: frame.start].strip() in ('"""', "'''")
    found = re.match(r"[A-Za-z_]\w*", error.marked) if is_behind else None
    return {"word": found.group()} if found else None


def behind_a_bracket(error: Error) -> Words | None:
    """Whether a name follows a bracket that closes, with nothing between."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    head = frame.source[: frame.start].rstrip() if frame is not None else ""
    found = re.match(r"[A-Za-z_]\w*", error.marked)
    is_name = found is not None and not keyword.iskeyword(found.group())
    return NOTHING if head[-1:] in (")", "]") and is_name else None


def option_in_a_list(error: Error) -> Words | None:
    """Return the option of a function that stands in the list which the function is given."""
    found = re.match(r"([A-Za-z_]\w*)\s*=(?!=)", error.marked)
    frame = error.raised.frames[-1] if error.raised.frames else None
    head = QUOTED.sub("", frame.source[: frame.start]) if frame is not None else ""
    while head != (head := re.sub(r"\([^()\[\]]*\)|\[[^()\[\]]*\]", "", head)):
        pass
    is_in_list = re.search(r"\w\([^()\[\]]*\[[^()\[\]]*$", head) is not None
    return {"name": found.group(1)} if found and is_in_list else None


def _above(error: Error) -> str:
    """Return the line above the one that failed that is neither blank nor a comment."""
    lines = map(str.strip, error.raised.text.split("\n")[: max(error.number - 1, 0)])
    return ([line for line in lines if line and line[0] != "#"] or [""])[-1]


def below_a_loop(error: Error) -> Words | None:
    return NOTHING if re.match(r"for\s+\w+\s+in\s+\w+\s*:\s*\w+$", _above(error)) else None


def below_a_header(error: Error) -> Words | None:
    return NOTHING if re.search(HEADER, _above(error)) else None


def defines_otherwise(error: Error) -> Words | None:
    """Return a function of an exercise that is given its formula with `=`."""
    found = re.match(r"(\w+)\([\w, ]*\)\s*:?=", error.line)
    names = {name for exercise in EXERCISES for name in exercise.functions}
    return {"name": found.group(1)} if found and found.group(1) in names else None


# A function's first line as other languages have it, or without its `def`.
HEADER = (
    r"^(?:function|func|fun|define|Def|DEF|fn)\s+[\w\[]|<-\s*function\b|^def\w+\(|"
    r"^(?:(?:public|private|static|double|float|int|void|auto)\s+)+\w+\s*\([^()]*\)\s*(?:\{.*)?$|"
    r"^(?!(?:if|while|elif|for|with|else|print|return|lambda|assert|not|match|case|class|def|and|or|"
    r"except|yield|del)\b)\w+\s*\([\w\s,=.*]*\)\s*:$"
)


def quotes_in_braces(error: Error) -> Words | None:
    """Whether an f-string has its own quotes in its curly brackets, where Python ends it with them."""
    closed = r"(?:(?!\1)[^{}]|\{(?:(?!\1)[^}])*\})*"
    found = re.search(rf"\b[fF][rR]?([\"']){closed}\{{(?:(?!\1)[^}}])*\1", error.raw)
    is_whole = found is not None and lacks_a_brace(error) is None
    return NOTHING if is_whole and sys.version_info < (3, 12) else None


def name_in_braces(error: Error) -> Words | None:
    """Whether a name is given a value in an f-string's curly brackets."""
    return NOTHING if re.search(r"\{\s*\w+\s*=(?!=)\s*[^=}!:\s][^}]*\}", error.raw) else None


def format_behind_exclamation_mark(error: Error) -> Words | None:
    """Whether `!` begins what says how a number is written; Python 3.12 asks for a number there."""
    is_so = "conversion" in error.raised.message or re.search(r"\{[^{}!]*![^rsa={}]", error.raw)
    return NOTHING if is_so else None


def lacks_a_brace(error: Error) -> Words | None:
    return NOTHING if error.raw.count("{") > error.raw.count("}") else None


def sentence(error: Error) -> Words | None:
    """Whether the line is a sentence of some language and no Python."""
    text = re.split(r"[=(\[{\"]", error.line)[0]
    if re.search(r"\w'(?!\w)", text):
        return None
    pairs = re.findall(r"(?=(?<![\w.])([^\W\d_]+) +([^\W\d_]+)\b(?![.(\[]\w))", text)
    words = [pair for pair in pairs if not any(map(keyword.iskeyword, pair))]
    if translated(error) is not None or re.match(HEADER, error.line):
        return None
    is_begun = re.match(r"[A-Z]", text) and re.search(r"[.:!?]\s*$", error.line)
    return NOTHING if len(words) > (1 if is_begun else 2) else None


# Of Markdown, or of LaTeX around a formula: what numbers, points or stars begin, and bold words.
TEXT = (
    r"^(?:\d+[.)]|[-*•])\s+(?:\*\*)?[A-Z][a-z]+\b[\w ]*(?:\*\*)?:?(?:\*\*)?\s+"
    r"(?!(?:if|and|or|in|is|not|else|for)\b)[a-z]+\b|^\*\*[A-Z][^*]*\*\*|^\\[\[(]|^[-*•]\s+(?:\*\*[^*]*\*\*|`)|"
    r"^(?!(?:Else|Elif|If|For|While|With|Try|Except|Finally|Def|Class|Do|Default|Return|Raise)\b)[A-Z][a-z]+(?: [a-z]+)?:$|"
    r"^[-*•]\s+(?:(?!and\b|not\b|else\b|for\b)[A-Za-z]{3,} +)+(?!and\b|not\b|else\b|for\b)[A-Za-z]{3,}[.:]?$|"
    r"^(?:-{3,}|={3,}|\*{3,}|_{3,})$|^\|.*\|.*\|$|^\[[^\]]*\]\([^()]*\)|^https?:|^!\[|^;"
)
# With an apostrophe a sentence looks like a text that does not end.
TOLD = r"^[A-Z][a-z]*'(?:s|ll|m|re|ve|d|t)\s+[a-z]+\b|^(?:[A-Za-z]+ )+[a-z]+'(?:s|ll|m|re|ve|d|t) [a-z]+"


# Python's words as they are in the languages that learners speak.
TRANSLATED = {
    "definir": "def", "définir": "def", "definiere": "def", "funktion": "def", "función": "def",
    "funcion": "def", "fonction": "def", "funzione": "def", "função": "def", "funcao": "def",
    "retornar": "return", "retorna": "return", "retorne": "return", "devolver": "return",
    "devuelve": "return", "retourner": "return", "retourne": "return", "renvoyer": "return",
    "renvoie": "return", "zurück": "return", "zurueck": "return", "ritorna": "return",
    "вернуть": "return", "返回": "return", "für": "for", "fuer": "for", "para": "for",
    "pour": "for", "per": "for", "для": "for", "对于": "for", "si": "if", "wenn": "if",
    "falls": "if", "se": "if", "если": "if", "如果": "if", "sonst": "else", "sinon": "else",
    "sino": "else", "altrimenti": "else", "senão": "else", "senao": "else", "иначе": "else",
    "否则": "else", "während": "while", "solange": "while", "mientras": "while",
    "mentre": "while", "enquanto": "while", "пока": "while", "importar": "import",
    "importiere": "import", "importer": "import", "importa": "import",
}  # fmt: skip


def translated(error: Error) -> Words | None:
    """Return the word of Python's own that the line's first word is in another language."""
    found = re.match(r"(\w+)\b(?!\s*(?:[=.(,\[]|[-+*/]=))", error.line)
    word = TRANSLATED.get(found.group(1).lower(), "") if found else ""
    # As a sentence begins: `Para calcular el gradiente`.
    looks = (
        r"\w+\s+[\w, ]+?\s+(?:in|en|em|im|dans|nel|nella|в)\s"
        if word == "for"
        else r".*[-+*/()<>=:\[]|\w+$"
    )
    is_code = word and re.match(looks, error.line)
    return {"typed": found.group(1), "word": word} if found and is_code else None


def dots_below(error: Error) -> Words | None:
    """Whether the line below the one that failed begins with the console's three dots."""
    lines = error.raised.text.split("\n")[error.number : error.number + 2]
    return NOTHING if any(re.match(r"\s*\.\.\.(?: |$)", line) for line in lines) else None


def in_small_letters(error: Error) -> Words | None:
    words = r"AND|OR|NOT|IN|IS|And|Or|Not|(?:Lambda|LAMBDA)(?=\s+\w+\s*:)"
    found = re.search(rf"(?:^|[\s(,=])({words})(?=[\s(])", error.line)
    return {"typed": found.group(1), "word": found.group(1).lower()} if found else None


# Letters that LaTeX writes with a backslash.
GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|eta|theta|kappa|lambda|mu|nu|rho|sigma|tau|phi|ell"
)
# What a page of HTML has for a sign.
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "#39": "'", "#34": '"',
            "#x27": "'", "minus": "-", "times": "*"}  # fmt: skip


def of_html(error: Error) -> Words | None:
    found = re.search(rf"&({'|'.join(ENTITIES)});", error.raw)
    return {"entity": found.group(), "sign": ENTITIES[found.group(1)]} if found else None


def two_quotes(error: Error) -> Words | None:
    return NOTHING if re.search(r"(?<![\"'])(\"\"|'')\w", error.raw) else None


def _parsed(text: str) -> list[ast.stmt]:
    """Return the statements of a text; none where it is no Python."""
    tree = tree_of(text)
    return tree.body if tree is not None else []


def joined_to_the_line_above(error: Error) -> Words | None:
    """Return the line above, whose backslash makes a statement that begins below a part of it."""
    above = error.raised.text.split("\n")[: max(error.number - 1, 0)][-1:]
    is_joined = bool(above) and re.search(r"\\\s*$", above[0]) is not None
    return (
        {"line": str(error.number - 1)}
        if is_joined and begins_the_line(error) is not None
        else None
    )


def below_a_cell_magic(error: Error) -> Words | None:
    """Return the magic of a notebook's cell in the line above the one that cannot be read."""
    found = re.match(r"(%%\w+)", _above(error))
    return {"magic": found.group(1)} if found else None


def below_a_brace(error: Error) -> Words | None:
    """Whether the line above ends in the curly bracket that opens a block in other languages."""
    is_so = re.match(r"(?:(?:if|elif|else|for|while|def|with)\b.*:\s*)?\{$", _above(error))
    return NOTHING if is_so else None


def filled_header(error: Error) -> Words | None:
    """Whether the line above begins a block, and has a statement of it behind its colon."""
    above = re.sub(r"^elif\b", "if", re.sub(r"^else\s*:", "if True:", _above(error)))
    is_header = re.match(r"(?:for|while|if|with|def)\b", above) is not None
    return NOTHING if is_header and _parsed(above) else None


def _at_the_mark(error: Error) -> tuple[str, str]:
    """Return the line that failed up to Python's mark and from there on, where the first is whole."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    if frame is None:
        return "", ""
    head, tail = frame.source[: frame.start].strip(), frame.source[frame.start :].strip()
    whole = (ast.Assign, ast.AugAssign, ast.Return, ast.Raise, ast.Import, ast.ImportFrom, ast.Expr)
    statements = _parsed(head)
    is_whole = len(statements) == 1 and isinstance(statements[0], whole)
    if is_whole and isinstance(statements[0], ast.Expr):
        is_whole = isinstance(statements[0].value, ast.Call)
    return (head, tail) if is_whole else ("", "")


def two_lines(error: Error) -> Words | None:
    """Return the word with which a second statement begins that stands in the line of another."""
    _, tail = _at_the_mark(error)
    # What goes on with a block is no statement by itself.
    goes_on = re.match(r"(?:else|elif|except|finally)\b.*:$", tail) is not None
    statements = _parsed(f"{tail} pass" if tail.endswith(":") else tail)
    is_other = goes_on or not all(isinstance(s, ast.Expr | ast.AnnAssign) for s in statements)
    found = re.match(r"\w+", tail)
    return {"word": found.group()} if is_other and found else None


def without_brackets(error: Error) -> Words | None:
    """Whether values are made by a `for` behind them, and no bracket is around."""
    _, tail = _at_the_mark(error)
    return NOTHING if re.match(r"for\s+\w[\w, ]*\s+in\s+[^:]+$", tail) else None


def in_a_class(error: Error) -> Words | None:
    """Return the line of the `class` that the one that failed stands directly in."""
    lines = error.raised.text.split("\n")[: error.number]
    width = len(lines[-1]) - len(lines[-1].lstrip()) if lines else 0
    for number in range(len(lines) - 1, 0, -1):
        each = lines[number - 1]
        if each.strip() and len(each) - len(each.lstrip()) < width:
            return {"line": str(number)} if re.match(r"\s*class\b", each) else None
    return None


def begins_the_line(error: Error) -> Words | None:
    """Whether Python's mark is at the line's first word."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    return NOTHING if frame is not None and frame.start == 0 else None


# Signs that look like one of the keyboard, in many fonts.
LOOK_ALIKE = "−–—‐‑‒“”„‘’´∗ˆ"
NUMBER = r"\d+\.?\d*(?:[eE][-+]?\d+)?"
SYNTAX = ("SyntaxError",)
UNREADABLE: tuple[Entry, ...] = (
    # Bytes that are no text; three quotes that swallow code.
    Entry("The file holds bytes that are not text: save it again as plain text, encoding UTF-8.",
          ("SyntaxError", "ValueError"), message="null bytes", line=r"^(?!.*\b(?:eval|exec)\()"),
    Entry("The docstring that opens in line {opens} with {quotes} does not end at {other}: take the same three "
          "quotes at both ends.", SYNTAX, when=closed_otherwise),
    Entry("The {what} that opens in line {opens} is not closed: end it with three quotes.",
          SYNTAX, when=not_closed),
    Entry("The three quotes in line {line} come after those that end the docstring: delete them.", SYNTAX,
          when=ended_twice),
    Entry("The three quotes in line {closes} close a docstring that nothing opens: put three "
          "quotes before its first word.", SYNTAX, when=not_opened),
    # What was copied with the code, or is for another tool.
    Entry("`{prompt}` is the prompt of Python's console: copy the line without it.", SYNTAX,
          line=r"^(?P<prompt>>>>(?!>)|\.\.\.(?=\s)|(?:In|Out) ?\[\s*\d*\s*\]:)"),
    Entry("`...` is the prompt of Python's console: copy the lines without it.", ("IndentationError",),
          message="expected an indented block", when=dots_below),
    Entry("Git left its marks where two versions meet: keep one of them, and delete the lines that begin "
          "with `<<<<<<<`, `=======` and `>>>>>>>`.", SYNTAX, line=r"^(?:<{7}|={7}|>{7})"),
    Entry("Three backticks mark code in a text, and Python cannot read them: delete them where the code "
          "begins and where it ends.", SYNTAX, line="^```"),
    Entry("These are the marks of a diff, which compares two versions: keep the lines of one version, without "
          "the sign before them.", SYNTAX, line=r"^@@ |^diff --git\b|^(?:\+\+\+|---) \S|^[-+]\s*(?:(?:return|"
          r"raise|def|for|if|elif|while|else|import|from)\b|[A-Za-z_][\w.]*\s*=(?!=))"),
    Entry("The `{point}` at the beginning of the line marks a point of a list in a text: delete it.",
          SYNTAX, line=r"^(?P<point>[*•])\s+(?:(?:return|raise|def|for|if|elif|while|else|import|from)\b|"
          r"[A-Za-z_][\w.]*\s*[-+*/]?=(?!=))"),
    Entry("If `{number}` is the number of the line, copied with the code: delete it.", SYNTAX,
          line=r"^(?P<number>\d+)[.:|]?\s*\|?\s+[A-Za-z_][\w.\[\]]*\s*(?:[-+*/]?=(?!=)|\(.*\)$)",
          when=lambda error: NOTHING if is_within_brackets(error) is None else None),
    Entry("The number at the beginning of the line, copied with the code, is not part of it: delete it.", SYNTAX,
          line=r"^\d+[.:|]?\s+(?:(?:return|raise|def|import|from)\b|(?:for|if|elif|while|else)\b.*:$)"),
    Entry("Line {line} ends with `\\`, which joins this one to it: delete the `\\`.", SYNTAX, when=joined_to_the_line_above),
    Entry("Comments in Python begin with `#`.", SYNTAX, line=r"^<!--|-->\s*$|/\*.*\*/\s*$"),
    Entry("The `>` at the beginning of the line, copied with the code, is not part of it: delete it.", SYNTAX,
          line=r"^>\s*(?:(?:def|return|raise|import|from|for|if|elif|else|while|print)\b|\"\"|[A-Za-z_][\w.]*\s*[-+*/]?=(?!=))"),
    Entry("This is a command for the terminal, and no line of the file: delete it here.", SYNTAX,
          message="invalid syntax", line=r"^(?:python3?|py|pytest|git|source|jupyter|cd)\s+[-\w./~]"),
    Entry("`{entity}` is how a page writes `{sign}`: type the sign itself.", ("SyntaxError", "NameError"), when=of_html),
    Entry("`&nbsp;` is how a page writes a space: type the space itself.", SYNTAX, line="&nbsp;"),
    Entry("`{tag}` belongs to a page on the web: delete it.", SYNTAX,
          line=r"(?P<tag></?(?:br|pre|code|span|div|sup|sub|strong|em|li|ul|ol|td|tr|html|body)\b[^<>]*>)"),
    # Text, and words and statements of other languages.
    Entry("This is a sentence, and no Python: put `#` before it, or delete it.", SYNTAX, when=sentence),
    Entry("This is text, and no Python: put `#` before it, or delete it.", SYNTAX, line=TEXT),
    Entry("This is a sentence, and no Python: put `#` before it, or delete it.", SYNTAX, message="unterminated string",
          when=lambda error: NOTHING if re.search(TOLD, error.raw) else None),
    Entry("`{magic}` in the line above hands this one to something else in a notebook, and in a file nothing does: delete "
          "both.", SYNTAX, when=below_a_cell_magic),
    Entry("Python has no backticks: `str(...)` makes text of a value.", SYNTAX, line="`"),
    Entry("Python writes `raise` for `throw`.", SYNTAX, line=r"^throw\b"),
    Entry("Python writes `except` for `catch`.", SYNTAX, line=r"^catch\b"),
    Entry("Below the lines of `try:` comes an `except`, in the same column as `try`.", SYNTAX,
          message="expected 'except' or 'finally'"),
    Entry("A second line begins at `{word}`: put it into a line of its own, below the docstring.", SYNTAX,
          message="^invalid syntax", when=behind_a_docstring),
    Entry("Two quotes are an empty text: a text has one at each end, a docstring three.", SYNTAX,
          message="invalid syntax", when=two_quotes),
    Entry("An exception gets a name with `as`: `except {error} as {name}:`.", SYNTAX,
          line=r"^except\s+(?P<error>[\w.]+)\s*,\s*(?P<name>[a-z]\w*)\s*:"),
    Entry("The text of an exception comes in round brackets: `raise {error}(...)`.", SYNTAX,
          line=r"^raise\s+(?P<error>[\w.]*[A-Z]\w*)\s*,"),
    Entry("`raise` is for errors: a value is given back with `return`.", SYNTAX, message="^invalid syntax",
          line=r"^raise\s+[a-z_]\w*\s*,"),
    Entry("If `{sign}` is to begin a comment: comments in Python begin with `#`.", SYNTAX, message="invalid syntax",
          line=r"(?:^|\s)(?P<sign>%|//|/\*|--)\s+[A-Za-z]+\s+(?!(?:and|or|if|else|for|in|is|not)\b)[A-Za-z]"),
    Entry("Functions get what they need as arguments, and return what they find: delete this line.", SYNTAX,
          line=r"^(?:global|nonlocal)\b"),
    Entry("A star takes a list apart: return `{name}` itself, without the star.", SYNTAX, message="starred expression",
          line=r"^return\s+\*(?P<name>[A-Za-z_]\w*)$"),
    Entry("`{word}` belongs to a `try`; what is left over after an `if` comes below `else:`.", SYNTAX, message="^invalid syntax",
          line=r"^(?P<word>finally|except)\b.*:$", when=begins_the_line),
    Entry("A formula goes on in the next line only inside brackets: put round ones around the whole of "
          "it.", SYNTAX, message="unexpected indent|invalid syntax|starred expression", line=r"^(?:[*/%]|[-+]|@\s|and\b|or\b)(?!\+|-)"),
    Entry("Python writes `!=` for unequal.", SYNTAX, message="invalid syntax", line=r"~=|<>|=/="),
    Entry("Python has no `{word}`: the colon at the end of the line does that.", SYNTAX,
          message="invalid syntax|expected ':'", line=r"\b(?P<word>then|do)\s*:?\s*$"),
    Entry("Python has no `{word}`: its loops begin with `for` or `while`.", SYNTAX,
          line=r"^(?P<word>do|repeat|loop|foreach|forEach|forall|until)\b(?:(?!\s*[=.(])|\s*\(.*[:{]\s*$)"),
    Entry("Python has no `{word}` here: write `if`, `elif` and `else`.", SYNTAX, message="invalid syntax|expected ':'|never closed",
          line=r"^(?P<word>switch|select|unless|case|when)\b(?:(?!\s*[=.(])|\s*\(.*[:{]\s*$)"),
    Entry("`case {name}` fits every value, and calls it `{name}`: a condition is asked with `if` and `elif`.", SYNTAX,
          message=r"name capture '(?P<name>\w+)' makes"),
    Entry("What is left over comes below `else:`; in a `match` below `case _:`.", SYNTAX, line=r"^default\s*:"),
    Entry("A condition begins with `if` or `elif`, and with what is compared.", SYNTAX, message="^invalid syntax",
          line=r"^(?:[<>]=?|==|!=).*:\s*$"),
    Entry("What is asked after `{word}` is missing.", SYNTAX, message="^invalid syntax", line=r"\b(?P<word>and|or|not)\s*:\s*$"),
    Entry("A loop over the numbers 0, 1, … is written `for t in range(num_steps):`.", SYNTAX,
          line=r"^for\b(?:[^:]*;|\s+\w+\s*:\s*$|\s+\w+\s+(?:of|from|over)\s|\s*\(?\s*\w+\s*=|\s+\w+\s+in\s+\w+\s*:\s*\w+|(?:\s+\w+)?\s+range\b|"
          r".*\brange(?:\(\s*\w*\s*:\s*\w|\s+\w))"),
    Entry("`while` and `for` each begin a loop of their own: keep the one that you mean.", SYNTAX, line=r"^while\s+for\b"),
    Entry("A loop over the numbers 0, 1, … is written `for t in range(num_steps):`.", ("IndentationError",),
          message="unexpected indent", when=below_a_loop),
    Entry("A function begins with `def` and its name.", ("IndentationError",), message="unexpected indent",
          when=below_a_header),
    Entry("Python writes `elif` for this.", SYNTAX, line=r"\b(else\s+if|elseif|elsif)\b"),
    Entry("Python's own words are English: write `{word}` for `{typed}`.", SYNTAX,
          message="invalid syntax|expected ':'", when=translated),
    Entry("Python writes this word in small letters: `{word}` for `{typed}`.", SYNTAX,
          message="invalid syntax", when=in_small_letters),
    Entry("Python has no `{word}` here: a loop begins with `for t in ...:`.", SYNTAX, message="invalid syntax",
          line=r"^for\s+(?P<word>each|every|all)\s+\w+\s+in\b"),
    Entry("`{typed}` is not a word of Python's. Is it `{word}` that you mean?", SYNTAX,
          message="invalid syntax", when=misspelt_word),
    Entry("A list gets an entry by its `append`: `{array}.append(...)`.", SYNTAX, line=GROWN),
    # LaTeX, and round or curly brackets for square ones.
    Entry("`$` belongs to LaTeX: delete it.", SYNTAX, line=r"\$"),
    Entry("`{command}` belongs to LaTeX: write the formula with Python's own signs, such as `*`, `/` and "
          "`**`.", SYNTAX, line=r"(?P<command>\\(?:frac|cdot|times|sqrt|sum|left|right|nabla|partial|log|exp|"
          r"leq?|geq?|text\w*|math\w+))\b"),
    Entry("`{name}_{{...}}` is LaTeX: a name has letters, digits and `_` alone. The next value goes to the "
          "same name.", SYNTAX, line=r"(?P<name>[A-Za-z]\w*?)_\{"),
    Entry("A function is called with round brackets: `{name}({place})`.", SYNTAX,
          line=r"\b(?P<name>\w+_fn|(?:mse_)?(?:loss|grad)|print|len|range|abs|max|min|sum|float|np\.\w+)\{(?P<place>[^{}]*)\}"),
    Entry("An entry is taken with square brackets: `{name}[{place}]`.", SYNTAX,
          line=r"\b(?!(?:return|in|not|and|or|if|else|yield|is)\b)(?P<name>[A-Za-z_]\w*)\{(?P<place>\d+|[A-Za-z_]\w*)\}"),
    Entry("Nothing is in the square brackets behind `dict`: an empty dict is `{{}}` alone.", SYNTAX,
          message="^invalid syntax", line=r"\bdict\[\s*\]"),
    Entry("Nothing is in the square brackets behind `{name}`: an empty list is `[]` alone.", SYNTAX,
          message="^invalid syntax", line=r"\b(?P<name>[A-Za-z_]\w*)\[\s*\]"),
    Entry("Rows and columns are taken with square brackets and counted from 0: `{name}[:, 0]` is the first "
          "column.", SYNTAX, line=r"^(?!def\b).*\b(?P<name>[A-Za-z_]\w*)\(\s*:"),
    Entry("Types belong in a function's header only: pass `{name}` without one.", SYNTAX, message="invalid syntax",
          line=r"^(?!def\b|class\b|.*\blambda\b).*\w\((?:[^{}]*,)?\s*(?P<name>\w+)\s*:\s*(?:float|int|str|list|bool|np\.\w+)\b"),
    # Operators and choices in one line, as other languages have them.
    Entry("A function is called without a dot before the bracket: `{name}(...)`.", SYNTAX,
          line=r"(?<![\w.])(?P<name>max|min|abs|sum|exp|log|sqrt|\w+_fn|loss|grad)\.\("),
    Entry("The product of matrices is written `@`.", SYNTAX, line=r"%\*%|[\w)\]]\s*\.\s*\(|[\w)\]]\s+(?:dot|cdot|times|mult)\s+[\w(]"),
    Entry("Python asks that with `{name} is None`.", SYNTAX, line=r"\bis\.(?:null|na)\((?P<name>\w+)\)"),
    Entry("A line goes on in the next one inside brackets; three dots do not do that.", SYNTAX,
          message="invalid syntax", line=r"\S\s*\.\.\.\s*$"),
    Entry("Python writes `==` and `!=`, with two signs.", SYNTAX, line=r"(?<!=)===(?!=)|!=="),
    Entry("`else:` begins a line of its own, in the column of `if`. A choice in one line is `a if condition else b`.",
          SYNTAX, message="invalid syntax", line=r"^if\b.*:\s*\S.*\belse\s*:"),
    Entry("A choice in one line is written `a if condition else b`.", SYNTAX, message="invalid syntax",
          line=r"\?[^:]*:|(?:[(,\[=]|^return)\s*if\b"),
    Entry("`=` gives a name a value. To ask whether two things are equal, write `==`.", SYNTAX,
          message="expected 'else' after 'if' expression", line=r"\bif\b[^=<>!]*[^=<>!]=(?!=).*\belse\b"),
    Entry("Delete the comma before `else`.", SYNTAX, message="expected 'else' after 'if' expression", line=r",\s*else\b"),
    Entry("A choice in one line needs both values: `a if condition else b`.", SYNTAX,
          message="expected 'else' after 'if' expression"),
    Entry("Python has no `new`: call the name alone.", SYNTAX, line=r"\bnew\s+\w+\("),
    # Numbers and powers.
    Entry("`{number}` has two decimal points, and a number has one.", SYNTAX, message="invalid syntax",
          line=r"(?<![\w.])(?P<number>\d+\.\d+\.\d+)"),
    Entry("Nothing comes between the digits of a number: `{whole}{part}`.", SYNTAX,
          message="invalid syntax|unterminated string", when=digits_apart),
    Entry("Numbers are written without commas: `{number}`.", SYNTAX, message="invalid syntax|leading zeros",
          when=thousands),
    Entry("Decimals come after a point, not after a comma: `{whole}.{part}`.", SYNTAX, message="leading zeros",
          line=r"\b(?P<whole>\d+),(?P<part>0\d*)"),
    Entry("Decimals come after a point, not after a comma: `{whole}.{part}`.", SYNTAX, message="invalid syntax",
          line=r"^(?:if|elif|while)\b.*[<>=]\s*(?P<whole>\d+),(?P<part>\d+)\s*:"),
    Entry("A whole number does not begin with 0.", SYNTAX, message="leading zeros"),
    Entry("A number with a power of ten is written in one piece: `2e-3` is 0.002.", SYNTAX,
          message="invalid decimal literal", line=r"\d[eE]\s+[-+]?\s*\d"),
    Entry("The letter `{letter}` is not the digit `0`: type `0` in its place.", SYNTAX, message="invalid decimal literal",
          line=r"(?<![\w.])\d+(?P<letter>[Oo])[Oo\d]*\b"),
    Entry("After the `e` of a number comes a whole number: `1e-3` is 0.001.", SYNTAX, message="invalid (?:decimal literal|syntax)",
          line=r"(?<![\w.])(?:\d+\.?\d*|\.\d+)[eE](?:[-+]?\d+\.\d|(?![-+\w^*\s]))"),
    Entry("A name cannot begin with a digit.", SYNTAX, message="invalid decimal literal",
          line=r"^(?:def\s+|class\s+)?\d+[A-Za-z_]\w*\s*(?:=(?!=)|\()"),
    Entry("Python has no `.^`: a power is written `**`. `**`, `*` and `/` work entry by entry on "
          "arrays, without a dot.", SYNTAX, line=r"\.\^"),
    Entry("A power has two stars: `**`.", SYNTAX, message="invalid syntax",
          line=r"\*\*\*|\^\^|\^\s*\*"),
    Entry("Write the two stars of a power without a space: `**`.", SYNTAX, message="invalid syntax",
          line=r"\*\s+\*"),
    Entry("`{sign}` works entry by entry on arrays as it is: write it without the dot.", SYNTAX,
          line=r"[\w)\]]\s*\.(?P<sign>\*\*|\*|/|[-+](?=\s))"),
    # Characters that no line of Python has.
    Entry("The inverse of a matrix is `np.linalg.inv(...)`.", SYNTAX, message="invalid character '⁻'", line=r"[)\]A-Zᵀ]\s*⁻¹"),
    # Where a terminal has no such character, both are shown as the one of the keyboard.
    Entry("The {it} here is not the one of the keyboard, and only looks like it: type `{typed}` in its place.", SYNTAX,
          message=rf"invalid character '(?:[{LOOK_ALIKE}]|[\uff01-\uff5e])'", when=character),
    Entry("Python does not know the character {shown}: type `{typed}` in its place.", SYNTAX,
          message="invalid character", when=character),
    Entry("No name in Python can contain a prime: call it something else.", SYNTAX, message=r"invalid character '[′″]'"),
    Entry("No name in Python can contain a prime: call it something else.", SYNTAX,
          message=r"unterminated|^invalid syntax", when=primed),
    Entry("Python writes `{matrix}.T` for the transpose.", SYNTAX, message="unterminated|never closed|invalid syntax",
          when=transposed),
    Entry("Subscripts cannot be part of a name: write plain digits and letters.", SYNTAX,
          message=r"invalid character '[₀₁₂₃₄₅₆₇₈₉ₜₖₙᵢ]'"),
    Entry("Mathematical signs are not names in Python: write the name in letters, as the stub does.",
          SYNTAX, message=r"invalid character '[∇∂Σ∑∏∫∈]'"),
    Entry("This line looks blank, but holds an invisible character, often from copied text: "
          "delete the line.", SYNTAX, message="invalid non-printable character", line=r"^$"),
    Entry("There is an invisible character here, often from copied text: delete what is at the "
          "mark and type it again.", SYNTAX, message="invalid non-printable character"),
    # Products without their sign.
    Entry("`x` is not a sign for a product: write `{one} * {two}`.", SYNTAX, message="invalid decimal literal",
          line=r"(?<![\w.])(?P<one>\d+\.?\d*)x(?P<two>\d+)(?![\w.])"),
    Entry("Python reads the dot behind a number as its decimal point: put the formula before `.{name}()` into round "
          "brackets.", SYNTAX, message="invalid decimal literal", line=r"(?<![\w.])\d+\.(?P<name>[A-Za-z_]\w*)\("),
    Entry("A number with a power of ten is written in one piece: `2e-3` is 0.002.", SYNTAX,
          message="invalid decimal literal", line=r"\d[eE]\s*(?:\^|\*\*)"),
    Entry("`{number}{name}` is neither a number nor a name. A product needs its sign: write "
          "`{number} * {name}`.", SYNTAX, message="invalid (decimal|hexadecimal|octal|binary) literal",
          line=rf"(?<![\w.])(?P<number>{NUMBER})(?P<name>(?![eE][-+]?\d|[jJ]\b)[A-Za-z_]\w*)"),
    Entry("`{number}` and `{name}` are side by side. If you mean their product, put a `*` between "
          "them.", SYNTAX, message="invalid syntax",
          line=rf"(?<![\w.])(?P<number>{NUMBER}) +(?!(?:and|or|if|else|for|in|is|not|return|raise|"
               r"while|with|def|import|from|pass|break|continue)\b)(?P<name>[A-Za-z_]\w*)"),
    # Headers and lambdas.
    Entry("What a function returns is announced by `->`, or not at all.", SYNTAX, line=r"^def\b.*\)\s*=>"),
    Entry("What a function returns is announced before the colon, `-> {kind}:`, or not at all.", SYNTAX,
          line=r"^def\b[^:]*\)\s*:\s*->\s*(?P<kind>[\w.]+)"),
    Entry("A name gets its value with `=`.", SYNTAX, message="invalid syntax", line=r"^(?!return\b)[A-Za-z_]\w*\s*=>"),
    Entry("A function without a name is written `lambda {x}: ...`.", SYNTAX,
          message="invalid syntax|cannot contain assignment|cannot assign|line continuation character", when=nameless),
    Entry("A `lambda` has no `return`: its value is what comes after the colon.", SYNTAX,
          line=r"\blambda\b[^:]*:\s*return\b"),
    Entry("The parameters of a `lambda` have no brackets: `lambda x: ...`.", SYNTAX,
          message="parameters cannot be parenthesized"),
    Entry("`->` is written without a space.", SYNTAX, line=r"^def\b.*\)\s*-\s+>"),
    Entry("A type comes behind its parameter, `{name}: {kind}`, or not at all.", SYNTAX,
          line=r"^def\b.*[(,]\s*(?P<kind>float|int|double|str|list|array|ndarray|np\.\w+)\s+(?P<name>\w+)"),
    Entry("A name has no spaces, dots or dashes in it: write `{one}`.", SYNTAX, when=misnamed),
    Entry("After a function's name come round brackets: `def name(...):`.", SYNTAX, message=r"expected '\('",
          line=r"^(?:async\s+)?def\b(?!\s*\w+\[.*\]\()"),
    Entry("The line ends with one colon.", SYNTAX, message="invalid syntax", line=r"::\s*$"),
    Entry("The line ends with its colon: delete the semicolon.", SYNTAX, message="invalid syntax", line=r":\s*;\s*$"),
    # Branches, `return`, comparisons, signs in two parts.
    Entry("`else` has no condition: with one it is `elif`.", SYNTAX, message="expected ':'|invalid syntax",
          line=r"^else\s+[^:\s]"),
    Entry("This `{word}` belongs to no `if`: both begin in the same column, and only lines further right "
          "come between them.", SYNTAX, message="invalid syntax", line=r"^(?P<word>else|elif)\b", when=begins_the_line),
    Entry("After `return` comes the value alone: a name gets its value in a line of its own.", SYNTAX,
          message="invalid syntax", line=r"^return\s+\w+\s*=(?!=)"),
    Entry("`return` is followed by the value alone, without `{sign}`.", SYNTAX, message="invalid syntax",
          line=r"^return\s*(?P<sign>[:=])(?!=)"),
    Entry("A comma joins the two things that are returned: `return a, b`.", SYNTAX, message="^invalid syntax", marked="^:",
          line=r"^return\s[^\[({]*\w\s*:\s*\S"),
    Entry("`return` is followed by the value alone, without `=`.", SYNTAX, message="^invalid syntax", marked="^=(?!=)",
          line=r"^return\b"),
    Entry("`return` gives a value back, and `raise` is for errors: delete `raise`.", SYNTAX, line=r"^raise\s+return\b"),
    Entry("On both sides of `{word}` a whole comparison is needed: `a < x and x < b`.", SYNTAX,
          message="invalid syntax", line=r"\b(?P<word>and|or)\s*(?:[<>]=?|==|!=)"),
    Entry("A row of numbers is made by `np.arange(start, stop, step)`, or by `np.linspace`.", SYNTAX,
          message="invalid syntax",
          line=r"^\w+\s*=\s*(?!lambda\b)[\w.\[\]]+\s*:\s*[\w.\[\]]+|\barange\(\s*\w+\s*:"),
    Entry("`{name}` takes square brackets.", SYNTAX, message="invalid syntax", line=r"(?P<name>\bnp\.(?:[rcs]_|[mo]grid))\s*\("),
    Entry("A colon makes a range in square brackets only: the arguments of a call have commas between them.", SYNTAX,
          message="invalid syntax", marked="^:", when=is_in_a_call,
          line=r"^(?!(?:def|for|while|if|elif|with|class)\b)"),
    Entry("A name gets its value with `=`.", SYNTAX, message="invalid syntax", line=r"^\w+\s*:="),
    Entry("In a dict a colon joins a key and its value: `\"key\": value`.", SYNTAX, line=r'^""\s*=>', when=is_within_brackets),
    Entry("Comparisons are written `<=` and `>=`.", SYNTAX, line=r"=<|(?<![-<>=!])=>"),
    Entry("One `=` gives a name its value; two of them, without a space, compare.", SYNTAX, message="invalid syntax",
          line=r"(?<![-+*/<>=!])=\s+=(?!=)"),
    Entry("Write the first of the two signs once: `{sign}=`.", SYNTAX, message="invalid syntax", line=r"(?P<sign>[-+])(?P=sign)="),
    Entry("Write `{sign}` alone, without `is`.", SYNTAX, message="invalid syntax",
          line=r"\bis(?:\s+not)?\s*(?P<sign>[<>]=?|==|!=)"),
    Entry("Write the two signs without a space: `{sign}=`.", SYNTAX, message="invalid syntax",
          line=r"(?<![<>=!])(?P<sign>[<>!])\s+=(?!=)"),
    Entry("Delete the comma before `{word}`.", SYNTAX, message="invalid syntax", line=r",\s*(?P<word>and|or)\b"),
    Entry("Write the two signs without a space: `{sign}=`.", SYNTAX, message="invalid syntax",
          line=r"^[\w.\[\], ]+?\s*(?P<sign>[-+*/])\s+=(?!=)"),
    Entry("`=` gives a name a value. To ask whether two things are equal, write `==`.", SYNTAX,
          line=r"^(?:if|elif|while|assert)\b[^=<>!]*[^=<>!+*/-]=(?!=)"),
    # Names, and what stands on the left of `=`.
    Entry("A name cannot contain `-`: write `_` between its words.", SYNTAX, when=dashed_name),
    Entry("Names have no `{word}` before them in Python: write `{name} = ...`.", SYNTAX, message="invalid syntax",
          line=r"^(?P<word>let|var|const|int|float|double|auto|string|String|bool|char|val|my|local|real|"
          r"integer|list|dict|tuple|set|str|vector|array|matrix|np\.\w+)\s+(?P<name>\w+(?:\s*,\s*\w+)*)\s*=(?!=)"),
    Entry("A type is written for one name at a time, and may be left out: write `{one}, {two} = ...`.", SYNTAX, message="^invalid syntax",
          line=r"^(?P<one>\w+)\s*:\s*[\w.]+\s*,\s*(?P<two>\w+)\s*:"),
    Entry("An entry is taken without a dot before the bracket: `{name}[...]`.", SYNTAX, message="^invalid syntax",
          line=r"\b(?P<name>[A-Za-z_]\w*)\.\["),
    Entry("`{sign}` before a name has no meaning here: delete it.", SYNTAX, message="^invalid syntax",
          line=r"(?:\breturn|[=(,])\s*(?P<sign>[&@])\s*[A-Za-z_]"),
    Entry("A name cannot contain a space: write `{one}`.", SYNTAX, when=spaced_name),
    Entry("A `lambda` has a parameter and a colon before its value: `lambda x: ...`.", SYNTAX, message="^invalid syntax",
          line=r"[(,=]\s*lambda\s+-\w+\("),
    Entry("`lambda` is one of Python's own words: call it `lam`, say.", SYNTAX, when=lambda error:
          NOTHING if (own_word(error) or {}).get("word") == "lambda" else None),
    Entry("A `lambda` needs a colon before its value: `lambda x: ...`.", SYNTAX,
          message="invalid syntax|default argument|without a default", line=r"\blambda\s+\w+\s*=(?!=)[^:,]*(?:[,)]|$)"),
    Entry("A `lambda` needs a colon before its value: `lambda x: ...`.", SYNTAX, message="invalid syntax",
          line=r"\blambda\s+\w+\s+[-+(\w]|\blambda\b[^:]*$"),
    Entry("A `lambda` has its parameters between its name and the colon: `lambda x: ...`.", SYNTAX, message="invalid syntax",
          line=r"\blambda\s*:\s*\w+\s*:"),
    Entry("The line ends with `{sign}`, and what belongs behind it is missing.", SYNTAX,
          message="invalid syntax", when=ends_with_sign),
    Entry("`{word}` is one of Python's own words: choose another name.", SYNTAX,
          message="invalid syntax", when=own_word),
    Entry("A function is written with `def` and `return`: `def {name}(...):`.", SYNTAX,
          message="cannot assign to function call", when=defines_otherwise),
    Entry("A call cannot be on the left of `=`. If you mean an entry of a list or an array, use square "
          "brackets.", SYNTAX, message="cannot assign to function call", line=r"^\w+\([^()]*\)\s*=(?!=)"),
    Entry("In a dict a colon joins a key and its value: `\"key\": value`.", SYNTAX,
          message="cannot assign to literal", line=r'^""\s*=(?!=)', when=is_within_brackets),
    Entry("A name that gets a value has no quotes.", SYNTAX, message="cannot assign to literal", line=r'^""\s*=(?!=)'),
    Entry("The name that gets the value comes first, on the left of `=`; a call, a sum or a number "
          "cannot get one.", SYNTAX, message=r"cannot assign to (function call|expression|literal|"
          r"attribute|comparison|conditional|lambda)"),
    # More operators of other languages, and the backslash.
    Entry("Python has no `{sign}`: write `{instead}`.", SYNTAX, line=r"(?P<sign>\+\+|--)\s*$",
          when=lambda e: {"instead": "+= 1" if "++" in e.line else "-= 1"}),
    Entry("The norm of a vector is `np.linalg.norm(...)`.", SYNTAX,
          line=r"(?:^|[=(*/+\-,]|return)\s*\|\|[^|]+\|\|"),
    Entry("Python writes `and` for `&&`, `or` for `||` and `not` for `!`; between arrays `&`, `|` and `~`.", SYNTAX,
          line=r"&&|\|\||(?<!\w)!(?!=)"),
    Entry("The absolute value is `abs(...)`, or `np.abs(...)` for arrays.", SYNTAX,
          message="invalid syntax", line=r"(^|[=(*/+\-,<>]|return|if|and|or|while)\s*\|[^|]+\|"),
    Entry("Python has no `\\` for a system of equations: `np.linalg.solve(...)` solves one.", SYNTAX,
          message="line continuation character", line=r"[\w)\]]\s*\\\s*\(|[\w)\]]\s+\\\s+\w|"
          rf"(?:\b[A-Z]\w*|[)\]])\\(?!(?:{GREEK})\b)[A-Za-z]"),
    Entry("`\\n` is how a text writes the end of a line: begin a new line there.", SYNTAX,
          message="line continuation character", line=r"\\n(?=\s|$)"),
    Entry("A backslash cannot be part of a name: write the letter's name without it.", SYNTAX,
          message="line continuation character", line=r"\\[A-Za-z]"),
    Entry("A `\\` says that the line goes on in the next one, and nothing may follow it, not even a space: delete "
          "what does, or the `\\`.", SYNTAX, message="line continuation character"),
    # Blocks without their colon.
    Entry("Python has no `{{` and `}}` around blocks: a colon ends the line, and what belongs to it is "
          "indented by four spaces.", SYNTAX, message="expected ':'|invalid syntax|never closed",
          line=r"^(?:def|for|while|if|else|elif)\b.*\{{?\s*$"),
    Entry("Python has no `{{` and `}}` around blocks: delete them, the colon and the indentation are enough.", SYNTAX,
          message="^invalid syntax", when=below_a_brace),
    Entry("A function begins with `def` and its name.", SYNTAX, message="invalid syntax", line=r"^\w+\s*=\s*def\s*\("),
    Entry("A `def` has lines of its own: write the function above, and its name here.", SYNTAX, message="invalid syntax",
          line=r"^(?!def\b|async\b).*[(,=]\s*def\s+\w+\("),
    Entry("A line that begins with `def`, `for`, `while`, `if`, `elif`, `else` or `with` ends with a colon.",
          SYNTAX, message="expected ':'", when=ends_without_colon),
    # Brackets, and what is inside of them.
    Entry("A function begins with `def` and its name, and its first line ends with a colon.", SYNTAX,
          message="never closed", line=r"\{\s*$", when=lambda error: NOTHING if re.search(HEADER, error.line) else None),
    Entry("This `{bracket}` is not closed: add the `{closing}`.", SYNTAX,
          message=r"\A'(?P<bracket>[(\[{])' was never closed",
          when=lambda e: {"closing": {"(": ")", "[": "]", "{": "}"}[e.raised.message[1]]}),
    Entry("A bracket in this line is not closed before the colon.", SYNTAX, message="invalid syntax",
          when=open_at_colon),
    Entry("There is one `{bracket}` more in this line than brackets that open.", SYNTAX,
          message=r"unmatched '(?P<bracket>[)\]}])'"),
    Entry("Brackets close in the reverse order of their opening: the last to open is the first to "
          "close.", SYNTAX, message="closing parenthesis"),
    Entry("Commas separate the entries of a list, a dict or a call, not semicolons.", SYNTAX,
          marked="^;", when=is_within_brackets),
    Entry("In curly brackets a colon joins a key and its value: `\"key\": value`.", SYNTAX,
          message="':' expected after dictionary key"),
    Entry("In a dict a colon joins a key and its value: `{{key: value for ...}}`.", SYNTAX,
          message="around the comprehension target", line=r"\{[^{}]*\bfor\b"),
    Entry("A pair is written in round brackets of its own: `[(a, b) for ...]`.", SYNTAX,
          message="around the comprehension target"),
    Entry("A dict has curly brackets around it, and a key with a colon in each of its entries: `\"key\": value`.",
          SYNTAX, message="^invalid syntax", line=r'^""\s*:', marked="^:", when=is_within_brackets),
    Entry("`{name}=...` is an option of the function: it comes behind the list, `[...], {name}=...`.", SYNTAX,
          message="Maybe you meant", when=option_in_a_list),
    Entry("The value behind this colon is missing.", SYNTAX, message="expression expected after dictionary key"),
    Entry("Python has no `{words}`: the indentation shows where a block ends.", SYNTAX, message="^invalid syntax",
          line=r"^(?P<words>end\s+(?:for|if|while|function|do|loop|def))\s*;?$"),
    Entry("This is a command of MATLAB's: delete it.", SYNTAX, message="^invalid syntax",
          line=r"^(?:hold|close|clear|format|grid|axis|warning)\s+\w+\s*;?$"),
    Entry("A call has round brackets: `{one}({two})`.", SYNTAX, message="^invalid syntax",
          line=rf"^(?P<one>{'|'.join(sorted(BUILTINS))}|disp|display|printf|echo|loss|grad|\w+_fn)\s+(?P<two>[A-Za-z_]\w*)$"),
    Entry("Two things are side by side there with nothing between: a comma, an operator such "
          "as `*`, or a bracket is missing.", SYNTAX, message="^invalid syntax", line=r"^[a-z]\w*\s+[A-Za-z_]\w*$"),
    Entry("`not in` is written without `is`.", SYNTAX, message="^invalid syntax", line=r"\bis\s+not\s+in\b"),
    Entry("Here `if` needs a line of its own, below the loop's: only within square brackets it comes behind a `for`.", SYNTAX,
          message="^invalid syntax|expected 'else'", line=r"^for\b.*\bin\b.*\bif\b.*:$"),
    Entry("A call has round brackets: `{one}({two})`.", SYNTAX, message="^invalid syntax",
          line=rf"^for\b.*\bin\s+(?P<one>{'|'.join(sorted(BUILTINS))})\s+(?P<two>[A-Za-z_]\w*)\s*:$"),
    Entry("Within brackets `if` comes behind a value: `a if condition else b`.", SYNTAX, message="^invalid syntax",
          marked=r"^if\b", when=is_within_brackets),
    Entry("`for` goes through something, with `in` before it: a condition is asked with `if`.", SYNTAX, message="^invalid syntax",
          line=r"^for\b(?!.*\bin\b).*(?:[<>]=?|==|!=).*:$"),
    Entry("An entry is taken with square brackets: `{name}[{place}]`.", SYNTAX, message="^invalid syntax",
          line=r"\b(?P<name>[A-Za-z_]\w*)\.(?P<place>\d+)\b"),
    Entry("There is a semicolon too many: a line ends without one.", SYNTAX, message="^invalid syntax", line=r";\s*;\s*$"),
    Entry("Python has no `?`: delete it.", SYNTAX, message="^invalid syntax", line=r"\?\s*$"),
    Entry("Two signs are side by side there, with nothing between them.", SYNTAX, message="^invalid syntax",
          marked=r"^(?:@|\*|/|%|=|<|>)$", line=r"[-+*/@%]\s+[@*/%]\s*\w"),
    Entry("Something is missing between `{sign}` and the bracket: a sign is written between two values.", SYNTAX,
          message="^invalid syntax", line=r"[\w)\]]\s*(?P<sign>\*\*?|/|[-+@])\s*\)"),
    Entry("A choice in one line needs both values and the condition: `a if condition else b`.", SYNTAX, message="^invalid syntax",
          line=r"^(?!.*\bif\b).*\S\s+else\s+\S"),
    Entry("A star before a name spreads its entries into a call or into brackets: leave it out here.", SYNTAX,
          message="starred expression", line=r"(?:=|\breturn)\s*\*\s*\w"),
    # Text and f-strings.
    Entry("A backslash in a text begins a special character. Put an `r` before the quotes, as in `r\"...\"`, and "
          "it is one like any other.", SYNTAX, message=r"^\(unicode error\) 'unicodeescape' codec"),
    Entry("Inside the curly brackets of an f-string take the other kind of quotes: its own end the text there.",
          SYNTAX, message="^f-string: ", when=quotes_in_braces),
    Entry("No backslash can be inside the curly brackets of an f-string: give what it is for a name in a line "
          "above.", SYNTAX, message="f-string expression part cannot include a backslash"),
    Entry("The curly brackets of this f-string hold no value: the name or the formula whose value is to be shown "
          "comes first in them.", SYNTAX, message="f-string: (?:empty expression|(?:valid )?expression required)"),
    Entry("How a number is written comes behind a colon: `{{lr:.3f}}`, say.", SYNTAX,
          message="f-string: .*conversion|^invalid decimal literal", when=format_behind_exclamation_mark),
    Entry("In the curly brackets of an f-string comes a value: a name gets its value in a line of its own.", SYNTAX,
          message="^f-string: ", when=name_in_braces),
    Entry("A curly bracket in this f-string closes and does not open.", SYNTAX, message=r"f-string: single '\}'"),
    Entry("A curly bracket in this f-string is not closed.", SYNTAX, message=r"f-string: expecting '\}'",
          when=lacks_a_brace),
    # Two things side by side, and the end of a line.
    Entry("A dot is missing: `{module}.{name}`.", SYNTAX, message="^invalid syntax",
          line=r"\b(?P<module>np|plt|ax|axes|fig|figure)\s+(?!(?:if|else|for|in|is|not|and|or|as|import)\b)"
               r"(?P<name>[a-z]\w*)\s*\("),
    Entry("A second line begins at `{word}`: put it into a line of its own.", SYNTAX, message="^invalid syntax",
          when=two_lines),
    Entry("NumPy is imported with `import numpy as np`.", SYNTAX, message="^invalid syntax",
          line=r"^(?:np\s*=\s*)?import\b(?:.*\bnumpy\b(?!\.\w+\.)|.*\bas\s+np\b)"),
    Entry("Pyplot is imported with `import matplotlib.pyplot as plt`.", SYNTAX, message="^invalid syntax",
          line=r"^(?:plt\s*=\s*)?import\b(?:.*\bpyplot\b|.*\bas\s+plt\b)"),
    Entry("Values that a `for` makes in one line are a list only within square brackets: `[... for ... in ...]`.",
          SYNTAX, message="^invalid syntax", when=without_brackets),
    Entry("Two lists are gone through side by side with `zip`: `for a, b in zip(..., ...)`.", SYNTAX,
          message="^invalid syntax|must be parenthesized", line=r"\bfor\s+\w+\s*,\s*\w+\s+in\s+\w+\s*,", when=is_within_brackets),
    Entry("A call has round brackets: `{name}(...)`.", SYNTAX, message="^invalid syntax",
          line=r"(?<![\w.])(?P<name>abs|len|sum|max|min|float|int|sorted|np\.\w+)\s+(?!(?:if|else|and|or|in|is|not|for|as|import)\b)[A-Za-z_]\w*"),
    Entry("Two things are side by side there with nothing between: a comma, an operator such "
          "as `*`, or a bracket is missing.", SYNTAX, message="Perhaps you forgot a comma"),
    Entry("Two things are side by side there with nothing between: a comma, an operator such "
          "as `*`, or a bracket is missing.", SYNTAX, message="^invalid syntax$", when=side_by_side),
    Entry("Two conditions are side by side there with nothing between: is it `and`, `or` or a comparison that is "
          "missing?", SYNTAX, message="^invalid syntax$", line=r"^(?:if|elif|while)\b.*:$", when=condition_without_sign),
    Entry("Two things are side by side there with nothing between: a comma, an operator such "
          "as `*`, or a bracket is missing.", SYNTAX, message="^invalid syntax$", when=behind_a_bracket),
    Entry("Line {line} does not end in a comma, and commas separate the entries of a list, a dict "
          "or a call: is it missing there?", SYNTAX, message="^invalid syntax$",
          when=comma_above),
    # Lines that begin a block.
    Entry("`{word}` needs a condition before the colon; only `else` has none.", SYNTAX,
          message="invalid syntax", line=r"^(?P<word>if|elif|while)\s*:"),
    Entry("A function begins with `def` and its name.", SYNTAX, message="invalid syntax", line=HEADER),
    Entry("The brackets of a function's header hold the names of its parameters, with commas between.", SYNTAX,
          message="^invalid syntax$", line=r"^def\s+\w+\s*\((?:[^()]|\([^()]*\))*\)\s*(?:->.*)?:$"),
    Entry("A function's name comes between `def` and the brackets.", SYNTAX, message="^invalid syntax$", line=r"^def\s*[(:]"),
    Entry("Two parameters have the same name: keep the stub's header.", SYNTAX, message="^duplicate argument"),
    Entry("Only a line that begins a block, such as `for` or `if`, ends with a colon: delete this one.", SYNTAX,
          message="^invalid syntax$", when=colon_at_the_end),
    Entry("The quotes that open here do not close in the same line. Text needs the same quote at "
          "both ends; a name needs none.", SYNTAX, message=r"unterminated (f-|t-)?string literal"),
    Entry("A line that begins with `def`, `for`, `while`, `if`, `elif`, `else` or `with` ends with a colon.",
          SYNTAX, message="invalid syntax", line=r"^(?:if|elif|while|for|def)\b[^:]*$"),
    # Indentation.
    Entry("Indent the function's lines below its header by four spaces; a comment alone is not a body.",
          ("IndentationError",), message=r"expected an indented block after function"),
    Entry("The lines that belong to it come below, indented by four more spaces.",
          ("IndentationError",), message="expected an indented block"),
    Entry("Tabs and spaces are mixed in the indentation: use four spaces for each level, no tabs.",
          ("TabError",)),
    Entry("A function of an exercise begins at the left edge, and this line further right.", ("IndentationError",),
          message="unexpected indent", line=r"^def\b"),
    Entry("The line above has something behind its colon already: put that into a line of its own, indented "
          "like this one.", ("IndentationError",), message="unexpected indent", when=filled_header),
    Entry("This line begins further right than the one above it, which does not end in a colon: "
          "give both the same indentation.", ("IndentationError",), message="unexpected indent"),
    Entry("This line begins further left than the one above it, and no block around it begins in its column: give lines "
          "that belong together the same indentation.", ("IndentationError",), message="unindent"),
    # Lines that are right, and in the wrong place.
    Entry("`from ... import *` is for the top of the file: inside a function import by name.", SYNTAX,
          message=r"import \* only allowed"),
    Entry("Nothing has to be awaited in these exercises: call the function without `await`.", SYNTAX,
          message="'await' outside"),
    Entry("`class` does not begin a function: write `def` in line {line}.", SYNTAX,
          message=r"'(return|yield)' outside", when=in_a_class),
    Entry("This line is not inside a function: indent it like the function's other lines.", SYNTAX,
          message=r"'(return|yield)' outside"),
    Entry("This line is not inside a loop: is it indented like the lines of the loop?", SYNTAX,
          message=r"'break' outside loop|'continue' not properly in loop"),
    Entry("Parameters with a default value come after those without.", SYNTAX,
          message="default argument|without a default"),
    Entry("Arguments with a name come after those without.", SYNTAX,
          message="positional argument follows keyword"),
)  # fmt: skip
