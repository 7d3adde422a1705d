"""``data/labels.csv``: the study's own wording of the engine's labels."""

from __future__ import annotations

from collections.abc import Collection
from string import Formatter

from report_build.findings import Finding
from report_build.labels import CASE_WORDS, own_labels
from report_build.model.fields import LANGUAGE
from report_build.sources.tables import read_grid
from report_build.sources.text import SourceFile
from report_build.suggest import Names

STATE = "influence.state."
OWN = ("blocks.part.", "display.head.", "value.")  # of the study's own kinds and tables


def read_labels(
    source: SourceFile,
    levels: Collection[str] | None,
    more: Collection[str] | None = (),
) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Label key -> language -> wording; wordings that the engine could not fill in are said and left out.

    :param levels: of the codebook: how a condition in one of them is told, as ``influence.state.<level>``; None
        where the codebook is broken, and every word may be one.
    :param more: further keys that the study's own kinds and tables give, e.g. ``value.<table>.<column>.<word>``;
        None where study.yaml is broken, and any may be one.
    """
    grid, findings = read_grid(source)
    if grid is None:
        return {}, findings
    place = source.place(grid.line)
    if "key" not in grid.columns:
        return {}, [*findings, Finding(place, "RB010", "there is no column 'key'", "Add it to the header row")]
    at = grid.columns.index("key")
    languages: dict[str, int] = {}
    for index, name in enumerate(grid.columns):
        if index != at and LANGUAGE.fullmatch(name):
            languages.setdefault(name, index)
        elif index != at:
            findings.append(Finding(place, "RB011", f"the column '{name}' is neither 'key' nor a language", ""))
    own = own_labels()
    names = Names([*own, *(STATE + level for level in levels or ()), *(more or ())])
    labels: dict[str, dict[str, str]] = {}
    for row in grid.rows:
        key = row.cells[at]
        may_be = (levels is None and key.startswith(STATE)) or (more is None and key.startswith(OWN))
        if key not in names and not may_be:
            message = f"'{key}' is not a label of the report's"
            findings.append(Finding(source.place(row.line), "RB021", message, names.near(key)))
            continue
        if key in labels:
            findings.append(
                Finding(source.place(row.line), "RB101", f"the label '{key}' is given twice; the first stands", "")
            )
            continue
        known = {field for words in own.get(key, {}).values() for field in fields_of(words) or ()}
        if key.startswith(STATE):
            known |= {"condition"}
        wordings = labels[key] = {}
        for language, index in languages.items():
            words = row.cells[index]
            fields = fields_of(words)
            if fields is None or not fields <= known | CASE_WORDS:
                allowed = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
                message = f"the label '{key}' in '{language}' has braces that cannot be filled in"
                findings.append(Finding(source.place(row.line), "RB022", message, f"Fields it may hold: {allowed}"))
            elif words:
                wordings[language] = words
    return {key: wordings for key, wordings in labels.items() if wordings}, findings


def fields_of(template: str) -> frozenset[str] | None:
    """The ``{names}`` in a template; None where its braces are unbalanced or hold anything but a name."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    if any(name is not None and (not name.isidentifier() or spec or conversion) for _, name, spec, conversion in parts):
        return None
    return frozenset(name for _, name, _, _ in parts if name is not None)
