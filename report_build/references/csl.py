"""Entries of a bibliography as CSL data: once for every language, and for the files that readers download.

Works go through pandoc under names of ours, so that no key can break a syntax.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from report_build.check.bibliography import is_doi
from report_build.errors import ToolError
from report_build.findings import Finding
from report_build.model.fields_of_works import ARCHIVES, FORMATTED, archive_of
from report_build.references.dates import issued
from report_build.references.other_tools import GENRES, STATES, in_biblatex
from report_build.references.pandoc import pandoc
from report_build.sources.bibtex_dates import DATES, edtf, with_month
from report_build.sources.latex import closable, doi_of, resolved, verbatim

if TYPE_CHECKING:
    from report_build.cache import Cache
    from report_build.labels import Labels
    from report_build.model.bibliography import Work
    from report_build.model.study import Study

Csl = dict[str, Any]  # one item of CSL-JSON

VERBATIM = frozenset({"url", "doi", "eprint"})  # pandoc reads them as they stand
_LITERAL_LISTS = frozenset({"publisher", "institution", "organization", "school", "location", "address"})
# Entry type -> key of its genre's label: pandoc would say it in English, whatever the language of the page.
_GENRES = {"phdthesis": "phdthesis", "mastersthesis": "mathesis"}
_UNKNOWN_TO_PANDOC = frozenset({"comment", "string", "preamble", "xdata"})  # no works in any BibTeX
# Types of which pandoc leaves out the book that the part stands in -> types that mean the same to the styles.
_TYPES = {
    "conference": "inproceedings",
    "suppbook": "inbook",
    "suppcollection": "incollection",
    **dict.fromkeys(_UNKNOWN_TO_PANDOC, "misc"),
}
# What CSL calls a title -> biblatex's fields of which it is made, and their subtitles; a whole's go first.
_SUBTITLES = {
    "title": (("title", "subtitle"),),
    "container-title": (
        *(("maintitle", "mainsubtitle"), ("booktitle", "booksubtitle")),
        *(("journaltitle", "journalsubtitle"), ("journal", "journalsubtitle")),
    ),
}
_COLON = re.compile(r": (?![^<>]*>)")  # outside tags
_PEOPLE_WRITTEN = frozenset({"author", "editor", "translator", "editora", "editorb", "editorc", "bookauthor", "holder"})
_BRACED_START = re.compile(r"(?<![^\s,~-])\{(\w{1,3})\}(?=\w)")  # of a name: pandoc takes "{J}ean" for a particle
_ADDRESS = re.compile(r"\\url\s*\{((?:[^{}]|\{[^{}]*\})*)\}|(https?://[^\s{}<>\"]+)")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNESCAPED = re.compile(r"(?<!\\)[%&#_]|(?<!\\)\$(?=[^$]*\Z)")  # a dollar that pairs with none is one
_MATH = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$")


def csl_data(study: Study, keys: Collection[str], labels: Labels, cache: Cache) -> tuple[dict[str, Csl], list[Finding]]:
    """Works as CSL-JSON items by key, sorted, their words for genres in a language's; findings on what cannot be read.

    RB318: works that pandoc cannot read, which are left out, and titles of which it makes nothing.
    """
    works = [study.work[key] for key in sorted(keys) if key in study.work]
    language = study.languages[0] if study.languages else ""
    names = [f"k{number:06}" for number in range(len(works))]
    told = [in_biblatex(work) for work in works]
    entries = [_entry(work, *one, name, language) for work, one, name in zip(works, told, names, strict=True)]
    text = cache.text(
        "csl", (*entries, version("pypandoc_binary")), lambda: json.dumps(_read(entries), ensure_ascii=False)
    )
    found: dict[str, Csl] = {}
    findings: list[Finding] = []
    for work, (_, fields), item in zip(works, told, json.loads(text), strict=True):
        if isinstance(item, str):
            message = f"pandoc cannot read '{work.key}'"
            findings.append(Finding(work.origin.at(), "RB318", message, item or "Simplify its fields."))
            continue
        found[work.key] = {**item, **_in_words(work, fields, item, labels), "id": work.key}
        if date := issued(work.fields, item.get("issued") or {}):
            found[work.key]["issued"] = date
        else:
            found[work.key].pop("issued", None)
        title = _plain(work.fields.get("title", ""))
        if title and not str(item.get("title", "")).strip():
            found[work.key]["title"] = title
            message = f"pandoc cannot read the title of '{work.key}', which therefore stands as written"
            findings.append(Finding(work.origin.at("title"), "RB318", message, "Simplify its LaTeX."))
    return found, findings


def _entry(work: Work, kind: str, given: Mapping[str, str], name: str, language: str) -> str:
    """An entry as pandoc shall read it: known fields alone, stray signs escaped, braces balanced."""
    fields = {
        field: _clean(field, text) for field, text in sorted(given.items()) if field in FORMATTED and text.strip()
    }
    kind = kind if kind.isascii() and kind.isalnum() else "misc"
    kind = _TYPES.get(kind, kind)
    if date := with_month(work.fields):
        fields = {field: text for field, text in fields.items() if field not in ("date", "year", "month", "day")}
        fields["date"] = date
    if not is_doi(fields.get("doi", "").strip()):
        fields.pop("doi", None)  # a finding has said so; its link would lead nowhere
    if address := _address(work.fields):
        fields["url"] = closable(address)
    if not fields.get("langid") and language:
        fields["langid"] = language
    lines = [f"  {field} = {{{text}}},\n" for field, text in fields.items()]
    return f"@{kind}{{{name},\n{''.join(lines)}}}\n"


def _in_words(work: Work, fields: Mapping[str, str], item: Csl, labels: Labels) -> Csl:
    """What pandoc says of an item in English, "PhD thesis" or "in press", in the language's words."""
    given, state = fields.get("type", ""), fields.get("pubstate", "")
    genre = given if given in GENRES else "" if given else _GENRES.get(work.type, "")
    found = {}
    if genre and "genre" in item:
        found["genre"] = labels(f"weave.genre.{genre}")
    if state in STATES and "status" in item:
        found["status"] = labels(f"weave.state.{state}")
    return found | _with_colons(fields, item, labels("blocks.colon"))


def _with_colons(fields: Mapping[str, str], item: Csl, colon: str) -> Csl:
    """Titles whose subtitle stands after the colon of a language, where pandoc puts the English one."""
    found = {}
    for name, pairs in _SUBTITLES.items():
        title = next((title for title, subtitle in pairs if fields.get(title) and fields.get(subtitle)), "")
        pieces = _COLON.split(item.get(name, "")) if title else []
        before = len(_COLON.split(_plain(fields[title]))) if title else 0
        if len(pieces) > before:
            found[name] = ": ".join(pieces[:before]) + colon + ": ".join(pieces[before:])
    return found


def _address(fields: Mapping[str, str]) -> str:
    """An archive's address of a work, or that which people put into howpublished or note for want of a field."""
    if any(fields.get(name, "").strip("{} ") for name in ("url", "doi")):
        return ""
    if eprint := verbatim(fields.get("eprint", "")):
        archive = ARCHIVES.get(archive_of(fields), "")
        return f"{archive}{eprint}" if archive else ""
    for name in ("howpublished", "note"):
        if found := _ADDRESS.search(fields.get(name, "")):
            return verbatim(found[1] or found[2].rstrip(".,;:)"))
    return ""


def _clean(field: str, text: str) -> str:
    text = _CONTROL.sub("", text)
    if field == "doi":
        return closable(doi_of(text))
    if field in DATES:
        text = edtf(text)
    if field in VERBATIM:
        return closable(verbatim(text))
    text, _ = resolved(_in_pairs(text))
    text = _in_pairs(text)
    if field in _PEOPLE_WRITTEN:
        text = _BRACED_START.sub(r"\1", text)
    text = _outside_math(lambda words: _UNESCAPED.sub(lambda found: f"\\{found[0]}", words), text)
    if field in _LITERAL_LISTS and re.search(r"\sand\s", text) and not text.startswith("{"):
        text = f"{{{text}}}"  # "Taylor and Francis" is one publisher
    return closable(text)


def _in_pairs(text: str) -> str:
    r"""A text whose braces pair, or without any: BibTeX counts ``\}``, and pandoc does not."""
    if is_balanced(text) and is_balanced(_ESCAPED.sub("", text)):
        return text
    return text.replace("{", "").replace("}", "")


def _outside_math(change: Callable[[str], str], text: str) -> str:
    pieces, position = [], 0
    for found in _MATH.finditer(text):
        pieces += [change(text[position : found.start()]), found[0]]
        position = found.end()
    return "".join((*pieces, change(text[position:])))


def _plain(text: str) -> str:
    """A text without LaTeX, as far as that can be told from it."""
    return " ".join(re.sub(r"\\\\|\\[A-Za-z]+|[\\{}$]", " ", text).split())


def plain_field(work: Work, name: str) -> str:
    """A field of a work without LaTeX."""
    return _plain(resolved(work.fields.get(name, ""))[0])


def is_balanced(text: str) -> bool:
    """Whether every brace of a text is closed, and none that was not opened."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _read(entries: Sequence[str]) -> list[Csl | str]:
    """Each entry as a CSL item, or pandoc's words on why it cannot be read."""
    try:
        output = pandoc(["--from=biblatex", "--to=csljson"], "".join(entries))
        items = {item["id"]: item for item in json.loads(output)}
        if len(items) == len(entries):
            return [_tidy(items[name]) for name in sorted(items)]
        problem = ""
    except ToolError as error:
        problem = " ".join(error.stderr.split())[:200]
    if len(entries) == 1:
        return [problem]
    half = len(entries) // 2
    return [*_read(entries[:half]), *_read(entries[half:])]


def _tidy(item: Csl) -> Csl:
    """An item without what pandoc made up: a type that is no type, a short title cut at the colon."""
    item = {**item, "type": item.get("type") or "document"}
    if str(item.get("title", "")).startswith(str(item.get("title-short", ""))):
        item.pop("title-short", None)
    return item
