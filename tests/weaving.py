"""What the tests of weaving share: the extensions of a real site, a small study, and pages woven from text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import markdown
from builders import row
from ledger_studies import VOICES
from markupsafe import Markup

from report_build.cache import Cache
from report_build.check.pages import check_pages
from report_build.findings import Finding, in_order
from report_build.index import Index, make_index
from report_build.labels import Labels
from report_build.model.bibliography import Work
from report_build.model.coding import Assessment, Case, Claim, Code, Display, Evidence, Instrument, Level
from report_build.model.edition import Edition
from report_build.model.pages import PageFacts, ParsedPage
from report_build.model.study import Study
from report_build.model.text import Origin, Text
from report_build.references.formatting import format_references
from report_build.render.blocks.arguments import BlockError
from report_build.render.page import ShowBlock, render_written
from report_build.render.view import PageView
from report_build.weave import ReportExtension

EXTENSIONS: Mapping[str, Mapping[str, object]] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "sane_lists": {},
    "smarty": {},
    "tables": {},
    "toc": {"permalink": "¶"},
    "pymdownx.details": {},
    "pymdownx.highlight": {},
    "pymdownx.inlinehilite": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
}
NO_CACHE = Cache(None)
FRENCH = Labels("fr")


def work(key: str, line: int = 1, kind: str = "book", **fields: str) -> Work:
    return Work(key, kind, fields, Origin("references.bib", line))


def display(name: str, kind: str = "table", line: int = 1) -> Display:
    return row(Display, id=name, kind=kind, drawing="drawing", line=line)


def _case(name: str, label: str) -> Case:
    return row(Case, id=name, label=Text(fr=label), short=Text(fr=label))


def _instrument(name: str, kind: str, count: int | None, bound: str, population: int | None = None) -> Instrument:
    asked = {"population": population, "population_bound": ">"}
    return row(Instrument, id=name, kind=kind, count=count, bound=bound, **asked)


def _code(name: str, kind: str, sources: tuple[str, ...] = ()) -> Code:
    return row(Code, id=name, kind=kind, label=Text(fr=f"Le {name}", en=f"The {name}"), sources=sources)


def _evidence(name: str, voice: str) -> Evidence:
    return row(Evidence, id=name, cases=("atelier",), voice=voice, section="s1", paragraph="1")


STUDY = Study(
    languages=("fr", "en"),
    voices=VOICES,
    cases=(_case("atelier", "Atelier & fils"), _case("hostile", '<script>alert("x")</script> {.evil}')),
    levels=(row(Level, id="marked", symbol="+", label=Text(fr="marqué", en="marked")),),
    codes=(_code("reseau", "collective"), _code("frein", "condition", ("weber1995",))),
    evidence=(_evidence("e01", "interviewee"), _evidence("e02", "interviewee"), _evidence("e03", "table")),
    assessments=(row(Assessment, case="atelier", code="reseau"),),
    fieldwork=(
        _instrument("apprenants", "interviews", 25, "="),
        _instrument("formateurs", "interviews", 10, "="),
        _instrument("en-ligne", "questionnaires", 40, "=", 200),
        _instrument("forums-lus", "forums", None, "="),
        _instrument("vagues", "questionnaires", 3, "about"),
    ),
    claims=(row(Claim, id="c-un"),),
    displays=(display("tbl-un"), display("tbl-deux", line=8), display("fig-un", "figure", 15)),
    works=(
        work("weber1995", 1, author="Weber, Max", title="Économie et société", year="1995", publisher="Pocket"),
        work("alter2000", 9, author="Alter, Norbert", title="L'innovation ordinaire", year="2000"),
    ),
)


# Without works pandoc is never started, for tests that weave hundreds of pages about something else.
NO_WORKS = replace(STUDY, works=())


def bare(text: str, extensions: Mapping[str, Mapping[str, object]] = EXTENSIONS) -> str:
    """The HTML that Markdown makes of a text without us."""
    return markdown.Markdown(extensions=[*extensions], extension_configs=_configs(extensions)).convert(text)


def parse(
    text: str,
    study: Study = STUDY,
    labels: Labels = FRENCH,
    *,
    path: str = "docs/fr/page.md",
    first_line: int = 1,
    extensions: Mapping[str, Mapping[str, object]] = EXTENSIONS,
) -> tuple[str, PageFacts]:
    """The HTML of a text with placeholders in it, and its facts."""
    extension = ReportExtension(path, study, labels, first_line=first_line)
    host = markdown.Markdown(extensions=[*extensions, extension], extension_configs=_configs(extensions))
    return host.convert(text), extension.facts


def _configs(extensions: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    return {name: dict(options) for name, options in extensions.items()}


def page(address: str, text: str, study: Study = STUDY, labels: Labels = FRENCH, first_line: int = 1) -> ParsedPage:
    html, facts = parse(text, study, labels, path=f"docs/fr/{address.removesuffix('.html')}.md", first_line=first_line)
    return ParsedPage(address, f"Page {address}", html, facts)


def show(display: str, view: PageView) -> Markup:
    """A display as simple as can be: what was asked for, on which page, with which number."""
    number = view.index.numbers[display]
    return Markup('<figure id="{id}">{id} {number} on {page}</figure>').format(
        id=display, number=number, page=view.address
    )


def strict_block(given: Mapping[str, str], view: PageView) -> Markup:
    """A block that says what it was given, and refuses ``bad``."""
    if "bad" in given:
        raise BlockError("the argument 'bad' is not known to this block", "Arguments it knows: none")
    return Markup("<aside>{}</aside>").format(repr(sorted(given.items())))


BLOCKS: Mapping[str, ShowBlock] = {"note": strict_block}


@dataclass(frozen=True)
class Woven:
    """Pages with everything in its place."""

    html: Mapping[str, str]  # address -> HTML
    index: Index


def edition_in(labels: Labels) -> Edition:
    """A report of no version, in one language."""
    return Edition(labels.language, labels.language, {labels.language: "T"}, "T", "", "", ())


def weave(
    pages: Sequence[ParsedPage],
    study: Study = STUDY,
    labels: Labels = FRENCH,
    blocks: Mapping[str, ShowBlock] = BLOCKS,
) -> tuple[Woven, list[Finding]]:
    """Pages in reading order, as a build weaves them, with simple displays and blocks."""
    facts = [page.facts for page in pages]
    citations = {mark.cites for page in facts for mark in page.citations}
    references, problems = format_references(study, citations, labels, NO_CACHE)
    index = make_index(pages, study, labels, edition_in(labels), drawn={}, references=references)
    html: dict[str, str] = {}
    findings = [*check_pages(study, facts, blocks=blocks), *problems]
    for page in pages:
        view = PageView(index, page.address)
        html[page.address], wrong = render_written(page, view, display=show, blocks=blocks)
        findings += wrong
    return Woven(html, index), in_order(findings)


def without_displays(study: Study = STUDY) -> Study:
    """The study without displays, for tests that are about something else than showing each."""
    return replace(study, displays=())
