"""The comparison of two versions as a page: what authors changed, what follows from it, then page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from pathlib import Path
from urllib.parse import quote

from report_build.labels import Labels
from report_build.metadata.study_json import Value
from report_build.model.study import Study
from report_build.publish.compare import Change, Comparison, FieldChange
from report_build.render.context import Links

FOLDER = "comparaison"
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class FigureFiles:
    """Figures that the version before drew otherwise, kept beside the comparison so that both can be seen."""

    files: Mapping[str, bytes] = field(default_factory=dict)  # site-relative address -> bytes

    @classmethod
    def of(cls, before: Path, now: Mapping[str, bytes]) -> FigureFiles:
        old = {file.name: file.read_bytes() for file in sorted((before / "displays").glob("*.svg"))}
        return cls(
            {f"{FOLDER}/{name}": data for name, data in old.items() if now.get(f"displays/{name}", data) != data}
        )

    def __contains__(self, display: object) -> bool:
        return f"{FOLDER}/{display}.svg" in self.files


def nothing_before(labels: Labels) -> str:
    """What the page says where there is no version to compare with."""
    return f"<p>{escape(labels('publish.compare.first'))}</p>"


def anchor_of(page: str) -> str:
    """Where the comparison speaks of a page."""
    return "page-" + page.removesuffix(".html").replace("/", "-")


def address_of(page: str, language: str) -> str:
    """A page's address; wordings name the file that they are written in."""
    return page.removeprefix(f"docs/{language}/").removesuffix(".md").removesuffix(".html") + ".html" if page else ""


def comparison_html(
    comparison: Comparison,
    study: Study,
    labels: Labels,
    links: Links,
    *,
    titles: Mapping[str, str],
    figures: FigureFiles,
    changed_pages: Iterable[str] = (),
) -> str:
    """The page's body.

    :param titles: plain titles of this version's pages by address.
    :param changed_pages: pages that say something else, whatever the reason.
    """
    teller = _Teller(comparison, labels, links, titles, figures, study)
    data = [change for change in comparison.changes if change.part != "prose"]
    by_page: dict[str, list[Change]] = {page: [] for page in changed_pages}
    for change in comparison.changes:
        if change.part == "prose" and change.id.split("/", 1)[0] == labels.language:
            by_page.setdefault(address_of(change.page, labels.language), []).append(change)
    count = labels.choose("publish.compare.count", len(comparison.changes))
    lead = labels("publish.compare.lead", before=comparison.before, after=comparison.after)
    parts = [f"<p>{escape(lead)} {escape(count)}</p>"]
    parts += teller.section("publish.compare.data", "donnees", data)
    parts += teller.section("publish.compare.follows", "suites", comparison.consequences)
    if by_page:
        parts.append(f'<h2 id="sec-comparaison-pages">{escape(labels("publish.compare.pages"))}</h2>')
        parts += [teller.page(page, changes) for page, changes in sorted(by_page.items())]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Teller:
    comparison: Comparison
    labels: Labels
    links: Links
    titles: Mapping[str, str]
    figures: FigureFiles
    study: Study

    def section(self, title: str, anchor: str, changes: Sequence[Change]) -> list[str]:
        if not changes:
            return []
        found = [f'<h2 id="sec-comparaison-{anchor}">{escape(self.labels(title))}</h2>']
        for part in dict.fromkeys(change.part for change in changes):
            found.append(f'<h3 id="{anchor}-{part}">{escape(part_words(part, self.labels))}</h3>')
            items = "".join(f"<li>{self.told(change)}</li>" for change in changes if change.part == part)
            found.append(f'<ul class="rb-changes">{items}</ul>')
        return found

    def told(self, change: Change) -> str:
        """One change: what, how, and each field with what it was and is."""
        kind = self.labels(f"publish.compare.{change.kind}")
        mark = f'<span class="rb-change rb-change--{change.kind}">{escape(kind)}</span>'
        head = f"<strong>{self.named(change)}</strong> {mark}"
        if change.part == "displays" and change.id in self.figures:
            return head + self.both(change.id)
        shown = [self.field(one, change) for one in change.fields if one.name not in ("drawn", "formatted")]
        return head + (f'<dl class="rb-facts">{"".join(shown)}</dl>' if any(shown) else "")

    def named(self, change: Change) -> str:
        """The thing in the report's own words, beside its id."""
        label = name_of(self.study, change.part, change.id, self.labels.language)
        return (escape(label) + " " if label else "") + f"<code>{escape(change.id)}</code>"

    def both(self, display: str) -> str:
        now = self.links.to(f"displays/{display}.svg")
        old = self.links.to(f"{FOLDER}/{display}.svg")
        caption = self.study.display[display].caption.of(self.labels.language) if display in self.study.display else ""
        found = ""
        for version, source in ((self.comparison.before, old), (self.comparison.after, now)):
            name = escape(self.labels("theme.version", version=version))
            image = f'<img src="{escape(source)}" alt="{escape(caption)} ({name})">'
            found += f'<figure class="rb-both"><figcaption>{name}</figcaption>{image}</figure>'
        return found

    def field(self, one: FieldChange, change: Change) -> str:
        before, after = one.before, one.after
        if isinstance(before, Mapping) or isinstance(after, Mapping):
            before, after = self.differing(before, after)
        if change.kind == "changed":
            inner = differences(_text(self.level(one, before)), _text(self.level(one, after)), self.labels)
        else:
            inner = escape(_text(self.level(one, after if change.kind == "added" else before)))
        return f"<div><dt><code>{escape(one.name)}</code></dt> <dd>{inner}</dd></div> " if inner else ""

    def differing(self, before: Value, after: Value) -> tuple[Value, Value]:
        """Of texts by language, this language's where it differs; else what differs."""
        old = before if isinstance(before, Mapping) else {}
        new = after if isinstance(after, Mapping) else {}
        here = self.labels.language
        if old.get(here) != new.get(here):
            return _inner(old.get(here)), _inner(new.get(here))
        other = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
        return "; ".join(_text(_inner(old.get(name))) for name in other), "; ".join(
            _text(_inner(new.get(name))) for name in other
        )

    def level(self, one: FieldChange, value: Value) -> Value:
        known = self.study.level.get(value) if one.name == "level" and isinstance(value, str) else None
        return f"{known.symbol} {known.label.of(self.labels.language)}".strip() if known else value

    def page(self, page: str, changes: Sequence[Change]) -> str:
        title = self.titles.get(page, page)
        was = f"../{quote(self.comparison.before)}/{quote(page)}"
        link = f'<a href="{escape(self.links.to(page))}">{escape(title)}</a>' if page in self.titles else escape(title)
        old = (
            f'<a href="{escape(was)}">{escape(self.labels("publish.compare.was", version=self.comparison.before))}</a>'
        )
        items = "".join(f"<li>{self._paragraph(change)}</li>" for change in changes if change.fields)
        inner = (
            f'<ul class="rb-changes">{items}</ul>'
            if items
            else f"<p>{escape(self.labels('publish.compare.drawn'))}</p>"
        )
        return f'<h3 id="{anchor_of(page)}">{link}</h3><p>{old}</p>{inner}'

    def _paragraph(self, change: Change) -> str:
        one = change.fields[0]
        kind = self.labels(f"publish.compare.{change.kind}")
        said = differences(_text(one.before), _text(one.after), self.labels)
        return f'<span class="rb-change rb-change--{change.kind}">{escape(kind)}</span> {said}'


def part_words(part: str, labels: Labels) -> str:
    """A part of the study in words; one that a later schema adds by its own name."""
    try:
        return labels(f"publish.part.{part}")
    except KeyError:
        return part


def name_of(study: Study, part: str, id_: str, language: str) -> str:
    """What a record is called, where the study still has it; '' otherwise."""
    if part == "assessments" and "/" in id_:
        case, code = id_.split("/", 1)
        pair = (study.case.get(case), study.code.get(code))
        return f"{pair[0].short.of(language)} × {pair[1].label.of(language)}" if pair[0] and pair[1] else ""
    known = {"cases": study.case, "codes": study.code, "levels": study.level, "displays": study.display}.get(part, {})
    value = known.get(id_)
    return str((getattr(value, "label", None) or getattr(value, "caption", {})).get(language, "")) if value else ""


def _inner(value: Value) -> Value:
    """The text of a claim's wording, which comes with the page that it stands on."""
    return value.get("text") if isinstance(value, Mapping) and "text" in value else value


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return ", ".join(_text(one) for one in value)
    return json.dumps(value, ensure_ascii=False, default=dict)


def differences(before: str, after: str, labels: Labels) -> str:
    """Two texts in one, word by word: what was struck and what was put in, said so for who does not see it."""
    struck, put = escape(labels("publish.compare.struck")), escape(labels("publish.compare.put"))
    old, new = _WORD.findall(before), _WORD.findall(after)
    found = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(escape("".join(old[i:j])))
            continue
        if j > i:
            found.append(f'<del><span class="rb-hidden">{struck} </span>{escape("".join(old[i:j]))}</del>')
        if j > i and m > k:
            found.append(" ")  # or one could be read as the other's end: "+" and "++"
        if m > k:
            found.append(f'<ins><span class="rb-hidden">{put} </span>{escape("".join(new[k:m]))}</ins>')
    return "".join(found)
