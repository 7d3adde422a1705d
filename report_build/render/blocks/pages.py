"""The generated pages, as Markdown with their headings, so that contents, search and cross-references see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report_build.labels import Labels
from report_build.model.coding import CODE_KINDS, GENERAL
from report_build.model.schema import TABLES
from report_build.model.study import Study
from report_build.render.blocks.cases import PARTS, has_part
from report_build.render.blocks.dictionary import called
from report_build.render.context import CARDS_A_PAGE, CLAIMS_PAGE, evidence_page

_NOINDEX = "---\nrobots: noindex\n---\n\n"  # what people said is found from the argument, not from a search engine


@dataclass(frozen=True, slots=True)
class VirtualPage:
    """A page of the site that no author wrote."""

    address: str  # site-relative, e.g. "preuves.html"
    title: str  # plain text
    markdown: str


def virtual_pages(study: Study, labels: Labels) -> tuple[VirtualPage, ...]:
    """All generated pages in reading order: one per programme, claims, evidence, codebook, bibliography, data."""
    return (
        *(_case(study, labels, case) for case in study.case),
        *_claims(study, labels),
        *_evidence(study, labels),
        _codes(study, labels),
        _page(
            "bibliographie",
            labels("blocks.page.bibliography"),
            labels("blocks.page.bibliography.lead"),
            ["{{< bibliography >}}"],
        ),
        _data(labels),
    )


def _page(name: str, title: str, lead: str, parts: list[str], *, front: str = "") -> VirtualPage:
    body = "\n\n".join([f"# {literal(title)} {{#sec-{name}}}", literal(lead), *parts])
    return VirtualPage(f"{name}.html", title, front + body + "\n")


def literal(text: str) -> str:
    """A text of the data that Markdown leaves as it is: every sign that could be markup becomes an entity."""
    return "".join(
        sign if sign.isalnum() or sign == " " or not sign.isascii() else f"&#{ord(sign)};"
        for sign in " ".join(text.split())
    )


def _case(study: Study, labels: Labels, case: str) -> VirtualPage:
    title = study.case[case].label.of(labels.language)
    parts = [f"{{{{< case-profile {case} part=summary >}}}}"]
    for part in PARTS:
        if part != "summary" and has_part(study, case, part):
            parts += [
                f"## {literal(labels(f'blocks.part.{part}'))} {{#sec-cas-{case}-{part}}}",
                f"{{{{< case-profile {case} part={part} >}}}}",
            ]
    return _page(f"cas-{case}", title, labels("blocks.page.case.lead"), parts)


def _claims(study: Study, labels: Labels) -> Iterator[VirtualPage]:
    """The ledger, where the study has one."""
    if study.claims:
        parts = []
        for name, block in (("counts", "claim-counts"), ("all", "claims")):
            parts += [
                f"## {literal(labels(f'claims.page.{name}'))} {{#sec-affirmations-{name}}}",
                f"{{{{< {block} >}}}}",
            ]
        yield _page(CLAIMS_PAGE.removesuffix(".html"), labels("claims.page"), labels("claims.page.lead"), parts)


def _evidence(study: Study, labels: Labels) -> Iterator[VirtualPage]:
    title = labels("blocks.page.evidence")
    lead = labels("blocks.page.evidence.lead")
    if len(study.evidence) <= CARDS_A_PAGE:
        parts = ["{{< evidence-filter >}}", *_by_section(study, labels, "preuves.html", "", "preuves")]
        yield _page("preuves", title, lead, parts, front=_NOINDEX)
        return
    pages = {evidence_page(study, one.id) for one in study.evidence}
    cases = [case for case in (*study.case, GENERAL) if f"preuves-{case}.html" in pages]
    links = [f"- [{literal(_case_title(study, labels, case))}](preuves-{case}.md)" for case in cases]
    yield _page("preuves", title, lead, ["\n".join(links)], front=_NOINDEX)
    for case in cases:
        page = f"preuves-{case}"
        named = labels("blocks.page.evidence.case", case=_case_title(study, labels, case))
        cards = list(_by_section(study, labels, f"{page}.html", f" case={case}", page))
        yield _page(page, named, lead, [f"{{{{< evidence-filter case={case} >}}}}", *cards], front=_NOINDEX)


def _case_title(study: Study, labels: Labels, case: str) -> str:
    return labels("general") if case == GENERAL else study.case[case].label.of(labels.language)


def _by_section(study: Study, labels: Labels, address: str, case: str, page: str) -> Iterator[str]:
    """A heading per section of the source, in its order, over the cards of that section."""
    used = dict.fromkeys(one.section for one in study.evidence if evidence_page(study, one.id) == address)
    ordered = [section for section in study.section if section in used]
    for number, section in enumerate([*ordered, *(one for one in used if one not in study.section)], start=1):
        known = study.section.get(section)
        label = known.label.of(labels.language) if known else section
        yield f"## {literal(label)} {{#sec-{page}-{number}}}"
        yield f"{{{{< evidence-cards{case} section={section} >}}}}"


def _codes(study: Study, labels: Labels) -> VirtualPage:
    parts = [
        f"## {literal(labels('claims.matrix'))} {{#sec-codes-matrix}}",
        literal(labels("claims.matrix.lead")),
        "{{< matrix >}}",
    ]
    for kind in CODE_KINDS:
        if study.codes_of_kind(kind):
            parts += [
                f"## {literal(labels(f'blocks.kind.{kind}'))} {{#sec-codes-{kind}}}",
                f"{{{{< codebook kind={kind} >}}}}",
            ]
    return _page("codes", labels("blocks.page.codes"), labels("blocks.page.codes.lead"), parts)


def _data(labels: Labels) -> VirtualPage:
    parts = []
    for each in TABLES:
        parts += [
            f"## {literal(called(each))} {{#sec-donnees-{each.name}}}",
            f"{{{{< data-dictionary {each.name} >}}}}",
        ]
    return _page("donnees", labels("blocks.page.data"), labels("blocks.page.data.lead"), parts)
