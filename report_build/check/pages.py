"""Rules on what was found in pages: markers that resolve, headings, images, displays shown once.

All pages are of one language; whether languages agree with each other is another matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from report_build.findings import Finding, Place, in_order
from report_build.model.study import once
from report_build.references.clusters import keys_in
from report_build.suggest import Names

if TYPE_CHECKING:
    from report_build.model.pages import Block, PageFacts
    from report_build.model.study import Study

_OWN_BLOCKS = ("display", "value")


def check_pages(study: Study, pages: Sequence[PageFacts], *, blocks: Collection[str]) -> list[Finding]:
    """Everything that is wrong with the pages of one language, sorted.

    :param pages: in reading order, generated pages included.
    :param blocks: the names of the blocks that a page can ask for, besides displays and values.
    """
    return in_order(
        (
            *_citations(study, pages),
            *_cross_references(study, pages),
            *_displays(study, pages),
            *_blocks(pages, blocks),
            *_values(pages),
            *_claims(pages),
            *_answers(study, pages),
            *_headings(pages),
            *_images(pages),
        )
    )


def _citations(study: Study, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    names = Names(
        (
            *study.work,
            *study.display,
            *study.passage,
            *sorted({one.id for page in pages for one in page.headings if one.id}),
        )
    )
    cited = cited_works(study, pages)
    for page in pages:
        for mark in page.citations:
            for key in mark.keys:
                if key not in study.work:
                    hint = names.near(key) or "Write \\@ for an @ that cites nothing."
                    if "works" in study.incomplete:
                        hint = "It may be an entry that breaks off."
                    yield Finding(page.at(mark.line), "RB301", f"'{key}' is not in references.bib", hint)
    for work in study.works:
        if work.key not in cited and work.type not in ("xdata", "set"):
            yield Finding(work.origin.at(), "RB316", f"'{work.key}' is cited on no page", "It is left out of the site.")


def cited_works(study: Study, pages: Iterable[PageFacts]) -> set[str]:
    """Keys that pages, the codebook or claims cite."""
    return {*used_in_data(study), *(key for page in pages for mark in page.citations for key in mark.keys)}


@once
def used_in_data(study: Study) -> list[str]:
    """Keys that the codebook, the claims and the texts of the data name: they are cited where these are shown."""
    named = {key for code in study.codes for key in code.sources}
    named.update(key for claim in study.claims for key in claim.references)
    named.update(study.alias.get(key, key) for _, said in prose_of(study) for key in keys_in(said))
    return sorted(named & study.work.keys())


@once
def prose_of(study: Study) -> tuple[tuple[Place, str], ...]:
    """Each text of the data in each language, and its place."""
    return tuple(
        (row.origin.at_language(name, language), said)
        for table in study.tables
        for row in study.rows(table.name)
        for name, _, text in table.texts_of(row)
        for language, said in text.items()
    )


def _cross_references(study: Study, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    sections = {heading.id for page in pages for heading in page.headings if heading.id}
    shown = {block.arguments[0] for page in pages for block in _shown(page) if block.arguments[0] in study.display}
    floats: dict[str, Place] = {}
    for page in pages:
        for one in page.floats:
            place = page.at(one.line)
            if one.id in floats or one.id in study.display:
                first = floats.get(one.id) or study.display[one.id].origin.at()
                yield Finding(place, "RB330", f"'{one.id}' is the id of another thing, at {first}", "Give it another")
            floats.setdefault(one.id, place)
    targets = (*shown, *sorted(sections), *floats)
    names = Names(targets)
    alike: dict[str, Names] = {}  # targets of one kind, which its name begins with: nobody means a heading by fig-plan
    for page in pages:
        for mark in page.cross_references:
            if mark.target in names or ("displays" in study.incomplete and not mark.target.startswith("sec-")):
                continue
            if mark.target in study.display:
                what, hint = "is shown on no page", f"Show it with {{{{< display {mark.target} >}}}}."
            else:
                kind = "heading with that id" if mark.target.startswith("sec-") else "display of that id"
                kind = "equation of that id" if mark.target.startswith("eq-") else kind
                start = f"{mark.target.partition('-')[0]}-"
                if start not in alike:
                    alike[start] = Names(one for one in targets if one.startswith(start))
                what, hint = f"is no target: there is no {kind}", alike[start].near(mark.target)
            yield Finding(page.at(mark.line), "RB302", f"'{mark.target}' {what}", hint)


def _shown(page: PageFacts) -> Iterator[Block]:
    for block in page.blocks:
        if block.name == "display" and block.alone and block.arguments:
            yield block


def _displays(study: Study, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    names = Names(study.display)
    shown: dict[str, Place] = {}
    for page in pages:
        for block in page.blocks:
            if block.name != "display":
                continue
            place = page.at(block.line)
            if len(block.arguments) != 1 or block.options:
                yield Finding(place, "RB309", f"'{block.source}' needs one id", "Write {{< display tbl-name >}}.")
                continue
            name = block.arguments[0]
            if name not in names and "displays" in study.incomplete:
                continue  # the file that breaks off may have it
            if name not in names:
                yield Finding(place, "RB303", f"'{name}' is not in data/displays.yaml", names.near(name))
            elif block.alone and name in shown:
                hint = f"Refer to it with @{name}."
                yield Finding(place, "RB304", f"'{name}' is already shown at {shown[name]}", hint)
            elif block.alone:
                shown[name] = place
    for display in study.display.values():
        if display.id not in shown:
            hint = f"Show it with {{{{< display {display.id} >}}}}."
            yield Finding(display.origin.at(), "RB305", f"'{display.id}' is shown on no page", hint)


def _blocks(pages: Sequence[PageFacts], blocks: Collection[str]) -> Iterator[Finding]:
    names = Names((*_OWN_BLOCKS, *sorted(blocks)))
    for page in pages:
        for block in page.blocks:
            if block.name not in names:
                hint = names.near(block.name)
                yield Finding(page.at(block.line), "RB307", f"'{block.name}' is no display, value or block", hint)
            elif not block.alone:
                hint = "Put it into a paragraph of its own."
                yield Finding(page.at(block.line), "RB308", f"'{block.source}' stands within other text", hint)
        for line, source in page.raw:
            yield Finding(page.at(line), "RB320", f"'{source}' stands in the page as it is written", raw_cure(source))
        for line, source in page.malformed:
            hint = 'Write {{< name key="value" >}}, [...]{.claim #id} or [...]{.claim of=id}.'
            if source.startswith("]{") and "}" not in source:
                hint = "Write what stands between { and } on one line: it does not go over the end of a line."
            yield Finding(page.at(line), "RB309", f"'{source}' cannot be read as a marker", hint)
        for line, source in page.unset:
            message = f"'{source}' of an equation cannot be set"
            yield Finding(
                page.at(line), "RB331", message, "Correct it, or write it with the commands of LaTeX that are known"
            )


def raw_cure(source: str) -> str:
    """What to do about something that is written as a marker and is none where it stands."""
    if re.search(r"＠|@[^\w{]", source[:3]):
        return "Write the sign @ right before the key, as in [@key] or [-@key]."
    if "@" in source[:2]:
        return "Put a blank before it, or a backslash where it shall cite nothing."
    if re.match(r"\{\{[ ]*[a-z]", source):
        return "Write {{< and >}} around it; or put it between signs of code."
    if source.startswith(":::"):
        return "Write !!! note for a box of Pandoc's or Quarto's; or put it between signs of code."
    if source.startswith("[^"):
        return f"Write the note, on a line that begins with {source}:; or put it between signs of code."
    if source.startswith("\\"):
        return "Write [@key] for a citation, @tbl-name for a display; or put it between signs of code."
    if source.startswith("] {"):
        return "Leave out the blank before the brace."
    if source.startswith(("{:", "{.")):
        return "Write it right behind what it belongs to, without a blank; or put it between signs of code."
    if source.startswith("{#"):
        return "Begin the heading at the start of its line, without a blank; or put it between signs of code."
    return "Write it where a page has text of its own; or put it between signs of code."


def _values(pages: Sequence[PageFacts]) -> Iterator[Finding]:
    for page in pages:
        for value in page.values:
            if value.problem:
                yield Finding(page.at(value.line), "RB306", value.problem, value.hint)


def _claims(pages: Sequence[PageFacts]) -> Iterator[Finding]:
    worded: dict[str, Place] = {}
    for page in pages:
        for claim in page.claims:
            if not claim.id:
                continue
            place = page.at(claim.line)
            if claim.id in worded:
                hint = f"Restate it with [...]{{.claim of={claim.id}}}."
                yield Finding(place, "RB311", f"claim '{claim.id}' is already worded at {worded[claim.id]}", hint)
            else:
                worded[claim.id] = place
    names = Names(worded)
    for page in pages:
        for claim in page.claims:
            if claim.of and claim.of not in names:
                hint = names.near(claim.of) or f"Word it once with [...]{{.claim #{claim.of}}}."
                yield Finding(page.at(claim.line), "RB310", f"no page words the claim '{claim.of}'", hint)


def _answers(study: Study, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    for page in pages:
        for mark in page.claims:
            claim = study.claim.get(mark.claim)
            if claim is None or not mark.answers or "claims" in study.incomplete:
                continue
            names = Names(answer.address for answer in claim.answers)
            for address in mark.answers:
                if address not in names:
                    message = f"'{mark.claim}' does not answer '{address}' in data/claims.yaml"
                    hint = names.near(address) or "List it there, under 'answers', with how and wording"
                    yield Finding(page.at(mark.line), "RB424", message, hint)


def _headings(pages: Sequence[PageFacts]) -> Iterator[Finding]:
    known: dict[str, Place] = {}
    for page in pages:
        level = 1  # a page may leave its title to its front matter
        for heading in page.headings:
            place = page.at(heading.line)
            if not heading.explicit:
                hint = "Add one that is the same in every language, e.g. {#sec-name}."
                yield Finding(place, "RB312", "the heading has no id", hint)
            elif heading.id in known:
                message = f"the id '{heading.id}' is already that of a heading at {known[heading.id]}"
                yield Finding(place, "RB313", message, "Give each heading an id of its own.")
            else:
                known[heading.id] = place
            if heading.level > level + 1:
                message = f"the heading is of level {heading.level} after one of level {level}"
                yield Finding(place, "RB314", message, f"Make it one of level {level + 1}.")
            level = heading.level


def _images(pages: Sequence[PageFacts]) -> Iterator[Finding]:
    for page in pages:
        for image in page.images:
            message = f"the image '{image.source}' has no alternative text"
            yield Finding(page.at(image.line), "RB315", message, "Write ![what it shows](address).")
