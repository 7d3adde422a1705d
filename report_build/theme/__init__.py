"""What every page says besides its own text: the values that the theme's templates read."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.model.study import Study
from report_build.words import Words


def theme_values(study: Study, words: Words) -> Mapping[str, str]:
    """Plain texts for the templates, under the names they use; templates escape them."""
    version = study.citation.words("version") if study.citation else ""
    date = study.citation.words("date-released") if study.citation else ""
    return {
        "status": words("theme.status"),
        "status_title": words("blocks.status.title"),
        "more": words("theme.more"),
        "cite": words("theme.cite", source=_source(study, words) or words("theme.the-article")),
        "edition": " · ".join(
            part for part in (words("theme.version", version=version) if version else "", date) if part
        ),
        "missing": words("theme.missing"),
        "missing_help": words("theme.missing.help"),
        "home": words("theme.home"),
        "search": words("theme.search"),
    }


def _source(study: Study, words: Words) -> str:
    """Who wrote the article that the report is on, and when: the first of the citation file's references."""
    references = study.citation.data.get("references") if study.citation else None
    first = references[0] if isinstance(references, list) and references else None
    if not isinstance(first, Mapping):
        return ""
    authors = first.get("authors")
    people = [person for person in authors if isinstance(person, Mapping)] if isinstance(authors, list) else []
    names = words("list.and").join(str(person.get("family-names") or person.get("name") or "") for person in people)
    year = str(first.get("year") or str(first.get("date-released") or "")[:4])
    return " ".join(part for part in (names, f"({year})" if year else "") if part)
