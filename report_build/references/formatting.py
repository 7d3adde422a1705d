"""References as the language's CSL style formats them.

Two steps, each cached on exactly what goes into it: BibTeX entries become CSL data
(:mod:`report_build.references.csl`), and all clusters of a build are formatted by pandoc's citeproc in one call. Works
go through both under names of ours, so that no key can break a syntax. Pandoc is called directly, in its sandbox, with
a data folder that does not exist: nothing of the machine's own settings counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from report_build.check.pages import used_in_data
from report_build.errors import ToolError
from report_build.findings import Finding, Place
from report_build.markup import as_attribute, as_content
from report_build.model.pages import Cite
from report_build.references.csl import Csl, csl_data
from report_build.references.for_styles import as_cited, by_year_alone, for_style, plain_words, told_apart
from report_build.references.formatted import Piece, References
from report_build.references.inlines import html_of, inlines_of
from report_build.references.languages import mark_titles
from report_build.references.pandoc import pandoc
from report_build.references.stand_ins import prefix_of, worded
from report_build.references.styles import Asked, style_of

if TYPE_CHECKING:
    from report_build.cache import Cache
    from report_build.labels import Labels
    from report_build.model.bibliography import Work
    from report_build.model.study import Study

# Found in libraries, whatever address they have as well; all else is found by its address, which some styles leave out.
_IN_LIBRARIES = frozenset(
    """
    article-journal article-magazine article-newspaper book chapter paper-conference entry-dictionary entry-encyclopedia
    review review-book thesis
    """.split()  # noqa: SIM905  # reason: names read better as words
)


def format_references(  # noqa: PLR0917  # reason: what citations are made from, each given once
    study: Study,
    citations: Collection[tuple[Cite, ...]],
    labels: Labels,
    cache: Cache,
    own: Sequence[Csl] = (),
    style: bytes = b"",
) -> tuple[References, list[Finding]]:
    """Format citations, and an entry for each work that they or the coded data cite.

    :param citations: works that are cited together; see :mod:`report_build.references.clusters`. Those that cite a
        work which the study does not have are left out of the result.
    :param own: CSL items of how the report itself is cited: formatted each by itself, as if no other were cited.
    :param style: a CSL style; by default the one that the labels name.
    :return: pieces of citations name the works that they lead to. Findings: works that pandoc cannot read (RB318);
        they are left out.
    """
    known = [cites for cites in sorted(set(citations), key=repr) if cites and _keys(cites) <= study.work.keys()]
    keys = sorted({key for cites in known for key in _keys(cites)} | {*used_in_data(study)})
    if not keys and not own:
        return References(), []
    data, findings = csl_data(study, keys, labels, cache)
    if not data and not own:
        return References(), findings
    if not style:
        style, told = style_of(Asked("", Place("data/labels.csv")), labels, Path())
        findings += told
    if len(study.languages) > 1:
        style = by_year_alone(style)
    known = [cites for cites in known if _keys(cites) <= data.keys()]
    # A style gives letters to works of one author and year in the order of its list, and leaves ties to the order in
    # which works are first cited. That order is the titles', so that no page and no language changes a letter.
    in_order = sorted(data, key=lambda key: (plain_words(str(data[key].get("title", ""))), key))
    names = {key: f"k{number:06}" for number, key in enumerate(in_order)}
    ours = {f"o{number:06}": _alone(item, number) for number, item in enumerate(own)}
    cited = [*zip(names.values(), told_apart([as_cited(data[key], study.work[key]) for key in names]), strict=True)]
    items = json.dumps([for_style(item, name) for name, item in (*cited, *ours.items())], ensure_ascii=False)
    document = json.dumps(_document(known, [*names.values(), *ours], names, labels.language), ensure_ascii=False)
    try:
        parts = (
            document,
            items,
            style,
            labels("weave.and-others"),
            labels("weave.no-title"),
            version("pypandoc_binary"),
        )
        formatted = cache.text("references", parts, lambda: _formatted(document, items, style, labels))
    except ToolError as error:
        place = Place("references.bib")
        return References(), [*findings, Finding(place, "RB318", str(error), error.stderr)]
    result = json.loads(formatted)
    keys_by_name = {name: key for key, name in names.items()}

    by_cites = {
        cites: tuple(_pieces(html, keys_by_name)) for cites, html in zip(known, result["clusters"], strict=True)
    }
    short_forms = {key: _label(html) for key, html in zip(names, result["labels"], strict=False)}  # ours follow
    entries = {
        key: mark_titles(_with_address(html, data[key]), _own_language(study.work[key], data[key]), labels.language)
        for name, html in result["entries"]
        if (key := keys_by_name.get(name, ""))
    }
    by_name = {name: _ALONE.sub("", html) for name, html in result["entries"] if name in ours}
    return References(
        by_cites, short_forms, entries, {str(own[int(name[1:])]["id"]): by_name[name] for name in ours}
    ), findings


_ALONE = re.compile(r"rbown\d+x", re.IGNORECASE)


def _alone(item: Csl, number: int) -> Csl:
    """An item whose first author nobody shares: no letter after its year, no dash for its author.

    One run of pandoc makes one list, over which styles compare all works: only the name keeps an item out of that.
    """
    first, *others = item.get("author") or [{"literal": ""}]
    name = "literal" if "literal" in first else "family"
    return {**item, "author": [{**first, name: f"Rbown{number}x{first.get(name, '')}"}, *others]}


def _own_language(work: Work, item: Csl) -> Csl:
    """An item that says a language only where its author does: the study's is no more than a guess."""
    return item if work.fields.get("langid") or work.fields.get("language") else {**item, "language": ""}


def _with_address(html: str, item: Csl) -> str:
    """An entry of a work that is found by its address, with it."""
    address = str(item.get("URL") or (f"https://doi.org/{item['DOI']}" if item.get("DOI") else ""))
    if item.get("type") in _IN_LIBRARIES or not address.startswith(("https://", "http://")):
        return html
    shown = as_content(address)
    if shown in html or (item.get("DOI") and as_content(str(item["DOI"])) in html):
        return html
    return f'{html} <a href="{as_attribute(address)}">{shown}</a>'


def _keys(cites: tuple[Cite, ...]) -> set[str]:
    return {cite.key for cite in cites}


def _document(
    citations: Sequence[tuple[Cite, ...]], works: Sequence[str], names: Mapping[str, str], language: str
) -> Mapping[str, object]:
    """A pandoc document: a paragraph for the short form of each work, then one for each citation."""
    modes = {"normal": "NormalCitation", "suppress": "SuppressAuthor", "narrative": "AuthorInText"}
    cited = [
        [
            _citation(names[cite.key], modes[cite.mode], inlines_of(prefix_of(cite)), inlines_of(cite.suffix))
            for cite in cites
        ]
        for cites in citations
    ]
    short = [[_citation(name, "NormalCitation", [], [])] for name in works]
    return {
        "pandoc-api-version": [1, 23, 1],
        "meta": {
            "lang": {"t": "MetaString", "c": language},
            "link-citations": {"t": "MetaBool", "c": True},
            "link-bibliography": {"t": "MetaBool", "c": True},
        },
        "blocks": [{"t": "Para", "c": [{"t": "Cite", "c": [cites, []]}]} for cites in (*short, *cited)],
    }


def _citation(name: str, mode: str, prefix: list[Any], suffix: list[Any]) -> Mapping[str, object]:
    return {
        "citationId": name,
        "citationPrefix": prefix,
        "citationSuffix": suffix,
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _formatted(document: str, items: str, style: bytes, labels: Labels) -> str:
    """What pandoc makes of a document, as JSON: HTML of clusters, of short forms, and of entries in style order."""
    with TemporaryDirectory() as folder:
        bibliography, csl = Path(folder, "works.json"), Path(folder, "style.csl")
        bibliography.write_text(items, encoding="utf-8", newline="\n")
        csl.write_bytes(style)
        output = pandoc(
            ["--from=json", "--to=json", "--citeproc", f"--bibliography={bibliography}", f"--csl={csl}"], document
        )
    *paragraphs, refs = json.loads(output)["blocks"]
    texts = [worded(html_of(paragraph["c"]), labels) for paragraph in paragraphs]
    count = len(json.loads(items))
    entries = [
        (block["c"][0][0].removeprefix("ref-"), worded(_entry_html(block["c"][1]), labels)) for block in refs["c"][1]
    ]
    return json.dumps({"clusters": texts[count:], "labels": texts[:count], "entries": entries}, ensure_ascii=False)


def _entry_html(blocks: Sequence[Mapping[str, Any]]) -> str:
    """An entry's paragraphs as one line; styles that number or indent wrap them once more."""
    return " ".join(_leaves(blocks)).strip()


def _leaves(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block["t"] == "Div":
            yield from _leaves(block["c"][1])
        else:
            yield html_of(block["c"])


_ANCHOR = re.compile(r'<a href="#ref-(k\d{6})">(.*?)</a>', re.DOTALL)
_A = re.compile(r"</?a\b[^<>]*>")


def _pieces(html: str, keys_by_name: Mapping[str, str]) -> Iterator[Piece]:
    """A citation in pieces; pandoc's links, which are the only ones to names of ours, become keys."""
    position = 0
    for found in _ANCHOR.finditer(html):
        if found.start() > position:
            yield Piece(html[position : found.start()])
        yield Piece(found[2], keys_by_name[found[1]])
        position = found.end()
    if position < len(html):
        yield Piece(html[position:])


def _label(html: str) -> str:
    """A citation without its link and the brackets around it."""
    text = _A.sub("", html)
    return text[1:-1] if text[:1] in "([" and text[-1:] in ")]" else text
