"""What a study says of the rules that it is checked by (``rules`` of ``data/study.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report_build.catalogue import RULES
from report_build.check.tables import is_id
from report_build.findings import Finding
from report_build.model.coding import PAGES
from report_build.model.study import Study
from report_build.suggest import Names

OFF, ALLOWED = "off", "warning"  # not said at all; said, and no reason to refuse a release


def check_rules(study: Study) -> Iterator[Finding]:
    """Rules that exist, are warnings, and are set to a word that is known."""
    for code, word in study.about.rules.items():
        place = study.about.origin.at(f"rules.{code}")
        if code not in RULES:
            hint = Names(RULES).near(code) or "report-build codes lists them"
            yield Finding(place, "RB109", f"'{code}' is not the code of a rule", hint)
        elif word not in (OFF, ALLOWED):
            hint = f"Write {OFF}, or {ALLOWED}: said, and no reason to refuse a release"
            yield Finding(place, "RB109", f"'{word}' is not what a rule can be set to", hint)
        elif RULES[code].severity == "error":
            message = f"'{code}' is an error: what it finds cannot be shown as it is meant"
            yield Finding(place, "RB109", message, "Take it out of the rules, and mend what it finds")


def check_pages_named(study: Study) -> Iterator[Finding]:
    """Names of generated pages: each of a page that there is, fit for an address, and of one page alone."""
    taken = {"index": "the home page", "404": "the page for wrong addresses", "search": "the page of results"}
    given = study.about.pages
    taken |= {name: f"the page '{page}'" for page, name in PAGES.items() if page not in given}
    for case in study.case:
        taken |= {
            f"{study.about.name_of_page(page)}-{case}": f"a page of the case '{case}'" for page in ("case", "evidence")
        }
    for page, name in given.items():
        place = study.about.origin.at(f"pages.{page}")
        if page not in PAGES:
            hint = Names(PAGES).near(page) or f"Pages: {', '.join(PAGES)}"
            yield Finding(place, "RB109", f"'{page}' is no generated page", hint)
        elif not is_id(str(name)):
            hint = "Use a to z, 0 to 9 and single hyphens, 60 at most, without .html"
            yield Finding(place, "RB102", f"'{name}' cannot stand in an address", hint)
        elif str(name) in taken:
            yield Finding(place, "RB101", f"'{name}' is the name of {taken[str(name)]} already", "Give it another")
        else:
            taken[str(name)] = f"the page '{page}'"


def without_rules_off(study: Study | None, findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those of warnings and notes that the study switches off."""
    rules = study.about.rules if study else {}
    return [one for one in findings if one.severity == "error" or rules.get(one.code) != OFF]


def allowed(study: Study, findings: Iterable[Finding]) -> list[Finding]:
    """The warnings that the study allows by name."""
    return [one for one in findings if one.severity == "warning" and study.about.rules.get(one.code) == ALLOWED]
