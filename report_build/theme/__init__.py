"""What every page says besides its own text: the values that the theme's templates read."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.index import Addresses
from report_build.labels import Labels
from report_build.model.study import Study
from report_build.render.pages import generated_pages

_SEARCH = ("title", "field", "placeholder", "open", "close", "results", "loading", "failed", "no-script", "description")


def theme_values(study: Study, labels: Labels, *, for_the_team: bool = False) -> Mapping[str, object]:
    """Plain texts for the templates, under the names they use; templates escape them."""
    version = study.citation.text("version") if study.citation else ""
    date = study.citation.text("date-released") if study.citation else ""
    return {
        "status": labels("theme.status") if study.about.on_a_source else "",
        "status_title": labels("blocks.status.title"),
        "more": labels("theme.more"),
        "cite": labels("theme.cite", source=_source(study, labels) or labels("theme.the-source"))
        if study.about.on_a_source
        else "",
        "restricted": labels("theme.restricted") if for_the_team else "",
        "restricted_help": labels("theme.restricted.help"),
        "edition": " · ".join(
            part
            for part in (
                labels("theme.restricted") if for_the_team else "",
                labels("theme.version", version=version) if version else "",
                date,
            )
            if part
        ),
        "missing": labels("theme.missing"),
        "missing_help": labels("theme.missing.help"),
        "home": labels("theme.home"),
        "search": {name.replace("-", "_"): labels(f"search.{name}") for name in _SEARCH}
        | {"ways": _ways(study, labels)},
    }


def _ways(study: Study, labels: Labels) -> list[tuple[str, str]]:
    """(title, address) of the generated pages that list all there is: where to go without a search."""
    return [
        (page.title, page.address)
        for page in generated_pages(study, labels, Addresses.of(study))
        if page.group == "materials"
    ]


def _source(study: Study, labels: Labels) -> str:
    """Who wrote the work that the report is on, and when: the first of the citation file's references."""
    references = study.citation.data.get("references") if study.citation else None
    first = references[0] if isinstance(references, list) and references else None
    if not isinstance(first, Mapping):
        return ""
    authors = first.get("authors")
    people = [person for person in authors if isinstance(person, Mapping)] if isinstance(authors, list) else []
    names = labels("list.and").join(str(person.get("family-names") or person.get("name") or "") for person in people)
    year = str(first.get("year") or str(first.get("date-released") or "")[:4])
    return " ".join(part for part in (names, f"({year})" if year else "") if part)
