"""LaTeX in the fields of a bibliography: what pandoc does not know is put into what it knows, or named.

Pandoc drops a command that it does not know together with the words in its braces, and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from unicodedata import normalize
from urllib.parse import unquote

from report_build.files import engine_table

_ROWS = engine_table(__file__, "latex.csv")
# Commands that pandoc 3.9 resolves, words and all; a test asks pandoc about each.
KNOWN = frozenset(command for use, command, _ in _ROWS if use == "known")
# Commands that stand for signs, those of French typography (babel-french) first.
_SIGNS: Mapping[str, str] = {command: text for use, command, text in _ROWS if use == "sign"}
# Commands with words in braces: how many, and what becomes of the last.
_WITH_WORDS: Mapping[str, tuple[int, str]] = {
    command: (int(use.removeprefix("words ")), text) for use, command, text in _ROWS if use.startswith("words ")
}
_IN_FORMULAS: Mapping[str, str] = {command: text for use, command, text in _ROWS if use == "formula"}
_FORMULA = "\ufdd2"  # no character: around the number of a formula that is set aside
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?([ \t\n]*)")
_MATH = re.compile(
    r"(?<!\\)\$\$?((?:[^$\\]|\\.)+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]|\\ensuremath\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}",
    re.DOTALL,
)
# Accents over a letter: LaTeX's command -> the sign that Unicode puts behind the letter.
_ACCENTS = dict(
    zip(
        "`'^\"~=.uvHcdbkr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a",
        strict=True,
    )
)
_LETTERS = dict(zip("ss ae AE oe OE o O l L aa AA i j".split(), "ßæÆœŒøØłŁåÅıȷ", strict=True))  # noqa: SIM905  # reason: letters read better in a row
_ACCENTED = (
    r"\\(?:(?P<sign{n}>[`'^\"~=.])\s*|(?P<name{n}>[uvHcdbkr])(?:\s+|(?=[{{\\])))"
    r"(?:\{{\s*(?P<in{n}>\\[ij](?![A-Za-z])|[A-Za-z])\s*\}}|(?P<on{n}>\\[ij](?![A-Za-z])(?:\{{\}}|\s+)?|[A-Za-z]))"
)
_LETTER = re.compile(
    r"\\\\|\{"
    + _ACCENTED.format(n=1)
    + r"\}|"
    + _ACCENTED.format(n=2)
    + rf"|\{{\\(?P<braced>{'|'.join(_LETTERS)})\s*(?:\{{\}})?\}}"
)
_ESCAPED = re.compile(r"\{?\\([_%&#$~{}])(?:\{\})?\}?")
_TILDES = re.compile(r"\$\\sim\$|\{?\\textasciitilde(?:\{\}|\s|(?=\}))?\}?|\\~\{\}")


def closable(text: str) -> str:
    """A text that leaves the brace after it to close its field: an odd number of backslashes at its end escapes it."""
    return f"{text} " if (len(text) - len(text.rstrip("\\"))) % 2 else text


_IN_URL = re.compile(
    r"\{*\s*(?:\\(?:url|nolinkurl|path|href)\s*\{((?:[^{}]|\{[^{}]*\})*)\}(?:\{[^{}]*\})?|<([^<>\s]+)>)\s*\}*"
)
_DOI_PREFIX = re.compile(r"(?:https?://)?(?:dx\.)?(?:www\.)?doi\.org/|doi\s*:?\s*(?=10[./])", re.IGNORECASE)
_DOI = re.compile(r"10(?:\.[0-9]{4,9}(?:\.[0-9]+)*)?/\S+")


def doi_of(text: str) -> str:
    """A DOI without what is put before it: "https://doi.org/", "doi:"; anything else as it stands."""
    text = verbatim(text)
    found = _DOI_PREFIX.match(text)
    if not found:
        return text
    bare = text[found.end() :].strip()
    bare = unquote(bare) if "%2f" in bare.lower() else bare
    if not bare.startswith("10") and re.fullmatch(r"[a-z0-9]{3,12}", bare, re.IGNORECASE) and "/" in found[0]:
        bare = f"10/{bare}"  # a short DOI as an address
    return bare if _DOI.fullmatch(bare) else text


def verbatim(text: str) -> str:
    r"""An address or identifier without LaTeX: ``{\_}`` is ``_``; braces that only protect are gone."""
    if found := _IN_URL.fullmatch(text.strip()):
        text = found[1] or found[2]
    text = _ESCAPED.sub(r"\1", _TILDES.sub("~", text.replace(r"\textunderscore", r"\_")))
    return text.replace("{", "").replace("}", "").strip()


def resolved(text: str) -> tuple[str, list[str]]:
    """A field's text in LaTeX that pandoc knows, and the commands and formulas that cannot be shown as meant.

    Of an unknown command the words in its braces stay.
    """
    unknown: list[str] = []
    formulas: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        formulas.append(_formula(found, unknown))
        return f"{_FORMULA}{len(formulas) - 1}{_FORMULA}"

    # A formula may stand within the braces of a command: it is resolved first, and put back last.
    text = _MATH.sub(set_aside, text.replace("?`", "¿").replace("!`", "¡"))
    text = _commands(text, unknown)
    return re.sub(f"{_FORMULA}([0-9]+){_FORMULA}", lambda found: formulas[int(found[1])], text), unknown


def _letters(text: str) -> str:
    r"""A text with letters in place of what LaTeX makes letters of: pandoc takes ``{\'E}mile`` for a particle."""

    def letter(found: re.Match[str]) -> str:
        if found[0] == "\\\\":
            return found[0]
        if found["braced"]:
            return _LETTERS[found["braced"]]
        sign = found["sign1"] or found["name1"] or found["sign2"] or found["name2"]
        base = (found["in1"] or found["on1"] or found["in2"] or found["on2"]).lstrip("\\").rstrip("{} \t\n")
        made = normalize("NFC", base + _ACCENTS[sign])
        return made if len(made) == 1 else found[0]

    return _LETTER.sub(letter, text) if "\\" in text else text


def _commands(text: str, unknown: list[str]) -> str:
    text = _letters(text)
    pieces: list[str] = []
    position = 0
    while found := _COMMAND.search(text, position):
        name, blank = found[1], found[2]
        before = len(text[: found.start()]) - len(text[: found.start()].rstrip("\\"))
        pieces.append(text[position : found.start()])
        position = found.end()
        if before % 2:  # "\\\\name": a line break, and a word
            pieces.append(found[0])
        elif name in _SIGNS:
            if name == "fg":  # "\\og mot \\fg": it brings its own blank
                pieces[-1] = pieces[-1].rstrip()
            doubled = name in ("no", "nos") and pieces[-1][-1:] == "n"  # "n\\no{} 3" is often written for "n° 3"
            pieces.append(_SIGNS[name][1:] if doubled else _SIGNS[name])
            if text[position : position + 2] == "{}":
                position += 2
        elif name == "sc":
            pieces.append(rf"\scshape{blank or ' '}")
        elif name in _WITH_WORDS:
            count, form = _WITH_WORDS[name]
            words, position = _arguments(text, position, count)
            pieces.append(form.replace("%s", _commands(words, unknown)))
        elif name in KNOWN:
            pieces.append(found[0])
        else:
            unknown.append(f"\\{name}")
            pieces.append(blank)
    return "".join([*pieces, text[position:]])


def _arguments(text: str, position: int, count: int) -> tuple[str, int]:
    """The last of some arguments of a command, and where they end."""
    words = ""
    for _ in range(count):
        if text[position : position + 1] != "{":
            words, position = text[position : position + 1], min(position + 1, len(text))
            continue
        depth, start = 0, position
        while position < len(text):
            depth += {"{": 1, "}": -1}.get(text[position], 0)
            position += 1
            if not depth:
                break
        words = text[start + 1 : position - 1] if not depth else text[start + 1 :]
    return words, position


_TOKEN = re.compile(
    r"(?P<script>[_^])\s*(?:\{(?P<many>[^{}]*)\}|(?P<one>\\[A-Za-z]+(?:\s*\{[^{}]*\})?|[^\s{}\\]))"
    r"|\\(?:mathrm|mathit|mathbf|mathcal|mathbb|mathsf|text|textrm|textit|operatorname|rm|mbox)\s*\{(?P<words>[^{}]*)\}"
    r"|\\(?P<name>[A-Za-z]+)\s*|\\(?P<space>[,;:! ])|\\(?P<sign>[%&#_${}])|(?P<plain>[^\\_^])"
)


def _formula(found: re.Match[str], unknown: list[str]) -> str:
    """A formula as text where it is a plain one; else as written, and named."""
    made = _plain_formula(next(filter(None, found.groups()), ""))
    if made is None:
        unknown.append(found[0])
        return found[0]
    return made


def _plain_formula(formula: str) -> str | None:
    pieces: list[str] = []
    position = 0
    while position < len(formula):
        token = _TOKEN.match(formula, position)
        if token is None:
            return None
        position = token.end()
        made = _token(token)
        if made is None:
            return None
        pieces.append(made)
    return "".join(pieces)


def _token(token: re.Match[str]) -> str | None:
    if token["script"]:
        inner = _plain_formula(token["many"] if token["many"] is not None else token["one"])
        command = "textsubscript" if token["script"] == "_" else "textsuperscript"
        return None if inner is None else rf"\{command}{{{inner}}}"
    if token["name"]:
        return _IN_FORMULAS.get(token["name"])
    parts: Mapping[str, Callable[[str], str]] = {
        "words": str,
        "space": lambda sign: "" if sign == "!" else " ",
        "sign": lambda sign: f"\\{sign}",
        "plain": str,
    }
    return next((write(token[name]) for name, write in parts.items() if token[name] is not None), "")
