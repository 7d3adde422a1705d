"""What readers see of the built report is written as its language is, whoever made it: authors, data or templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from browser_support import pages_of
from conftest import LANGUAGES, ROOT
from lxml import html

from report_build.typography.faults import faults
from report_build.typography.prose import MASKED, masked_text

pytestmark = pytest.mark.slow

WITHIN_TEXT = {
    *("a", "abbr", "b", "bdi", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd", "label"),
    *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
NO_PROSE = {"code", "kbd", "pre", "samp", "script", "style", "svg", "textarea"}
SAID = ("alt", "aria-label", "placeholder", "title")
NOT_OURS = (
    "md-footer__link",  # the theme writes "Suivant: …" itself
    "rb-work",  # as in its preview: a work is called what it is called, and what its record says stands as noted
)


class Texts:
    """The texts of a page, block by block and attribute by attribute; code and other languages are masked."""

    def __init__(self, language: str, title: str) -> None:
        self.language = language
        self.title = title  # of the report, as CITATION.cff has it for all languages
        self.found: list[str] = []
        self._parts: list[str] = []

    def read(self, element: html.HtmlElement, *, masked: bool = False) -> None:
        if not isinstance(element.tag, str):
            return  # a comment
        classes = (element.get("class") or "").split()
        masked = masked or element.tag in NO_PROSE or element.get("lang") not in (None, self.language)
        masked = masked or any(name in classes for name in NOT_OURS) or "#ref-" in (element.get("data-for") or "")
        block = element.tag not in WITHIN_TEXT
        if block or element.tag == "br":
            self._end()
        if not masked and "md-nav" not in classes:  # the theme puts headings on one line itself
            self.found += [element.get(name).replace(self.title, MASKED) for name in SAID if element.get(name)]
        self._say(element.text, masked=masked)
        for child in element:
            self.read(child, masked=masked)
            self._say(child.tail, masked=masked)
        if block:
            self._end()

    def _say(self, text: str | None, *, masked: bool) -> None:
        if text:
            self._parts.append(MASKED if masked else text)

    def _end(self) -> None:
        text = re.sub(r"[ \t\n]+", " ", "".join(self._parts)).strip(" ")
        self._parts.clear()
        if text:
            self.found.append(text.replace(self.title, MASKED))


def texts_of(page: Path, language: str) -> Iterator[str]:
    tree = html.document_fromstring(page.read_text(encoding="utf-8"))
    texts = Texts(language, yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["title"])
    texts.read(tree.find("body"))
    yield from texts.found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_written_as_its_language_is(sites: Path, language: str) -> None:
    wrong = [
        f"{name}: {fault.code} {text[max(0, fault.start - 40) : fault.end + 40]!r}"
        for name in pages_of(sites / language)
        for text in texts_of(sites / language / name, language)
        for fault in faults(masked_text(text), language)
        if fault.right is not None
    ]
    assert wrong == []


def test_a_wrong_space_in_a_page_is_found(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text('<body><p>one <b>two</b> ; three</p><img alt="a ; b"><p lang="fr">a ; b</p></body>', "utf-8")
    assert [len(faults(masked_text(text), "en")) for text in texts_of(page, "en")] == [1, 1, 0]
