"""The files of a new study, as texts: what is shared by all, and what a template adds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from report_build.model.bibliography import CitationFile
from report_build.model.edition import people
from report_build.starting.engine import requirement
from report_build.starting.languages import csv_in, in_every_language, words, written_in, yaml_in
from report_build.typography.mending import mend_page

_SHARED = "common"
_PLACES = {  # where a shared file stands in the study: package data have no names that begin with a dot
    "gitignore": ".gitignore",
    "github.yml": ".github/workflows/publish.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
}
_ONE_MORE = "mkdocs.language.yml"  # the configuration of each language after the first
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&#@$~^|!]")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new study is told of itself."""

    title: str
    languages: tuple[str, ...]  # the first is the one that it is written in
    authors: tuple[str, ...]  # names, as "Given Family" or "Family, Given"; () where nobody is known yet
    day: date


def starting_files(template: str, new: Beginning) -> dict[str, str]:
    """Path from the study's root -> text."""
    found = shared_files(new)
    for name, text in _read(_template(template)):
        if name.startswith("docs/"):
            continue
        if name.endswith(".csv"):
            found[name] = csv_in(text, new.languages)
        else:
            found[name] = yaml_in(text, new.languages) if name.endswith(".yaml") else text
    return found | _pages(template, new)


def _pages(template: str, new: Beginning) -> dict[str, str]:
    """The pages of a template in every language."""
    return {
        f"docs/{language}/{name}": _page(text, new, language)
        for language in new.languages
        for name, text in _read(_template(template).joinpath("docs", written_in(language)))
    }


def home_page(new: Beginning, text: str) -> str:
    """A home page in the study's first language, below its title."""
    return _page(f"# %TITLE% {{#sec-home}}\n\n{text}", new, new.languages[0])


def _page(text: str, new: Beginning, language: str) -> str:
    """A page with the title put in, its spaces and quotation marks as the language has them."""
    return mend_page(text.replace("%TITLE%", _in_markdown(new.title)), language)[0]


def shared_files(new: Beginning) -> dict[str, str]:
    """What every study has besides its data and home page: configuration, citation file, method page, what CI runs."""
    first, *others = new.languages
    found = _pages(_SHARED, new)
    for name, text in _read(_template(_SHARED)):
        if not name.startswith("docs/") and name != _ONE_MORE:
            found[_PLACES.get(name, name)] = _filled(text, new, first)
    found["references.bib"] = ""
    one_more = _template(_SHARED).joinpath(_ONE_MORE).read_text(encoding="utf-8")
    return found | {f"mkdocs.{language}.yml": _filled(one_more, new, language) for language in others}


def names_nobody(citation: CitationFile) -> bool:
    """Whether an author of the citation file is still the one that is put where nobody is known."""
    placeholders = in_every_language("NOBODY")
    return any(person.name in placeholders for person in people(citation.data))


def _template(name: str) -> Traversable:
    return files("report_build.starting").joinpath("templates", name)


def _read(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """(path, text) of every file below a folder."""
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _read(one, f"{above}{one.name}/")
        else:
            yield f"{above}{one.name}", one.read_text(encoding="utf-8")


def _filled(text: str, new: Beginning, language: str) -> str:
    """A shared file with its ``%NAMES%`` filled in; in YAML, words are quoted as JSON, which YAML reads."""
    said = words(language)
    values = {key: _quoted(value) for key, value in said.items()}
    values |= {
        "TITLE": _quoted(new.title),
        "LANGUAGE": language,
        "DATE": new.day.isoformat(),
        "AUTHORS": "\n".join(_authors(new.authors) or [f"  - name: {values['NOBODY']}"]),
        "FIRST-VERSION": said["FIRST-VERSION"],
        "ENGINE": requirement(),
    }
    return re.sub(r"%([A-Z-]+)%", lambda found: values[found[1]], text)


def _authors(names: Sequence[str]) -> list[str]:
    """Authors as CITATION.cff has them; a name of one word is a group's or an alias, and stands whole."""
    lines = []
    for name in names:
        family, comma, given = (part.strip() for part in name.partition(","))
        if not comma:
            given, _, family = name.strip().rpartition(" ")
        if given and family:
            lines += [f"  - family-names: {_quoted(family)}", f"    given-names: {_quoted(given)}"]
        else:
            lines.append(f"  - name: {_quoted(given or family)}")
    return lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _in_markdown(text: str) -> str:
    """A text that pages show as it stands."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", text)
